/**
 * Mutations: for every rule, the production graph broken in exactly the way the rule forbids. Not loaded by the pack.
 */
import { ruleNamed } from "./catalogue.ts";
import { evaluate } from "./evaluate.ts";
import type { Node, Props } from "./graph.ts";
import { typesOf } from "./rule.ts";

/** One way to break a rule. */
export interface Mutation {
  /** Name of the rule that must fire. */
  readonly rule: string;
  /** What is done, in words. */
  readonly title: string;
  /** Rules that cannot but fire as well. */
  readonly alsoFires: readonly string[];
  /** The graph with the mistake in it; the graph itself where there is nothing to break. */
  mutate(graph: readonly Node[]): Node[];
}

/** Values to put at property paths such as `spec.containers[0].image`; `undefined` removes. */
export type Patch = Readonly<Record<string, unknown>>;

/** A resource to add where the graph has none to break: its properties before the patch satisfy every rule. */
export interface Extra {
  readonly type: string;
  readonly props: Props;
}

/**
 * Breaks the first resource that the rule looks at and is content with; where there is none, adds one that is broken.
 *
 * @param patch the mistake
 * @param options `types` for a resource other than the rule's subject, `where` to choose, `extra` to add
 */
export function breaks(
  rule: string,
  title: string,
  patch: Patch | ((props: Props) => Patch),
  options: { readonly types?: readonly string[]; readonly where?: (node: Node) => boolean; readonly extra?: Extra; readonly alsoFires?: readonly string[] } = {},
): Mutation {
  const { types, where = () => true, extra, alsoFires = [] } = options;
  return {
    rule,
    title,
    alsoFires,
    mutate(graph) {
      const content = types === undefined ? contentWith(rule, graph) : undefined;
      const candidates = types ?? subjectsOf(rule);
      const target = graph.find((node) => candidates.includes(node.type) && where(node) && (content?.has(node.urn) ?? true));
      const patchOf = (props: Props) => (typeof patch === "function" ? patch(props) : patch);
      if (target !== undefined) return graph.map((node) => (node === target ? broken(node, patchOf) : node));
      return extra === undefined ? [...graph] : [...graph, added(extra, rule, patchOf)];
    },
  };
}

/** Takes away every resource of these types, or those of them that are chosen. */
export function removes(rule: string, title: string, types: readonly string[], where: (node: Node) => boolean = () => true, alsoFires: readonly string[] = []): Mutation {
  return {
    rule,
    title,
    alsoFires,
    mutate: (graph) => graph.filter((node) => !(types.includes(node.type) && where(node))),
  };
}

/** Adds a resource that breaks the rule by being there. */
export function adds(rule: string, title: string, extra: Extra, alsoFires: readonly string[] = []): Mutation {
  return { rule, title, alsoFires, mutate: (graph) => [...graph, added(extra, rule, () => ({}))] };
}

/** Copy of properties with the patch applied. */
export function patched(props: Props, patch: Patch): Props {
  const copy = structuredClone(props) as Record<string, unknown>;
  for (const [path, value] of Object.entries(patch)) {
    const keys = path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
    const last = keys.pop()!;
    let at: Record<string, unknown> = copy;
    keys.forEach((key, index) => {
      if (typeof at[key] !== "object" || at[key] === null) at[key] = /^\d+$/.test(keys[index + 1] ?? last) ? [] : {};
      at = at[key] as Record<string, unknown>;
    });
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return copy;
}

function broken(node: Node, patchOf: (props: Props) => Patch): Node {
  const patch = patchOf(node.props);
  // A value that is replaced no longer comes from where it came from.
  const replaced = new Set(Object.keys(patch).filter((path) => !/[.[]/.test(path)));
  const propertyDependencies = Object.fromEntries(Object.entries(node.propertyDependencies).filter(([property]) => !replaced.has(property)));
  const outputs = node.outputs === undefined ? {} : { outputs: patched(node.outputs, patch) };
  return { ...node, props: patched(node.props, patch), ...outputs, propertyDependencies };
}

function added({ type, props }: Extra, rule: string, patchOf: (props: Props) => Patch): Node {
  const name = `mutation-${rule}`;
  return {
    urn: `urn:pulumi:mutation::golive::${type}::${name}`,
    type,
    name,
    props: patched(props, patchOf(props)),
    dependencies: [],
    propertyDependencies: {},
    protect: false,
  };
}

function subjectsOf(rule: string): readonly string[] {
  const found = ruleNamed(rule);
  return found === undefined ? [] : typesOf(found);
}

/** URNs of the resources the rule passes. */
function contentWith(rule: string, graph: readonly Node[]): ReadonlySet<string | undefined> {
  const found = ruleNamed(rule);
  if (found === undefined) return new Set();
  return new Set(evaluate(graph, [found]).filter(({ outcome }) => outcome === "pass").map(({ urn }) => urn));
}

/** Specification of a Job's pod that satisfies every rule about pods. */
export const JOB_POD = {
  automountServiceAccountToken: false,
  serviceAccountName: "job",
  restartPolicy: "Never",
  containers: [
    {
      name: "job",
      image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/job@sha256:${"0".repeat(64)}`,
      resources: { limits: { cpu: "100m", memory: "64Mi" } },
      securityContext: { runAsNonRoot: true, runAsGroup: 10_001, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] }, seccompProfile: { type: "RuntimeDefault" } },
    },
  ],
};
