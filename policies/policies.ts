/**
 * Rules as CrossGuard policies: a resource rule judges inputs before anything is created, a stack rule the outputs.
 */
import type {
  EnforcementLevel,
  PolicyConfigSchema,
  PolicyResource,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { THRESHOLDS, tightened, type Policy } from "./config.ts";
import { Graph, type Node } from "./graph.ts";
import { ask, isStackRule, type Judgement, type ResourceRule, type Rule, type StackRule } from "./rule.ts";

/** Name of the advisory policy that reports what could not be decided before deployment. */
export const DEFERRED_POLICY = "deferred-verdicts";

/** A verdict that could not be given yet, as reported by {@link DEFERRED_POLICY}. */
export interface Deferred {
  readonly rule: string;
  readonly items: readonly string[];
  readonly urn: string;
  readonly reason: string;
}

/** Deferred verdicts of this process, by rule and URN; a later verdict on the same resource replaces them. */
type Register = Map<string, Deferred>;

/**
 * Inputs by URN, as the resource policies saw them. While a provider's own configuration is unknown, as that of a
 * cluster which does not exist yet, the engine's preview gives its resources no outputs at all: their inputs stand in.
 */
type Inputs = Map<string, Record<string, unknown>>;

/** The rules as policies, and the policy that makes deferred verdicts visible. */
export function policies(rules: readonly Rule[], level: EnforcementLevel): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const register: Register = new Map();
  const inputs: Inputs = new Map();
  const graphs = new GraphOfTurn(inputs);
  const made = rules.map((rule) =>
    isStackRule(rule) ? stackPolicy(rule, level, register, graphs) : resourcePolicy(rule, level, register, inputs),
  );
  return [...made, deferredPolicy(register)];
}

function resourcePolicy(rule: ResourceRule, level: EnforcementLevel, register: Register, inputs: Inputs): ResourceValidationPolicy {
  const types = new Set(rule.looksAt);
  return {
    ...described(rule, level),
    validateResource(args, report) {
      inputs.set(args.urn, args.props);
      if (!types.has(args.type)) return args.notApplicable("another type of resource");
      const node: Node = {
        urn: args.urn,
        type: args.type,
        name: args.name,
        props: args.props,
        parent: args.opts.parent,
        dependencies: [],
        propertyDependencies: {},
        protect: args.opts.protect,
      };
      const answer = ask(rule, node, policyOf(args.getConfig()), () => new Graph([node]));
      deliver(rule, node.urn, answer, report, register);
      if (answer.kind === "not-applicable") args.notApplicable(answer.reason);
    },
  };
}

function stackPolicy(rule: StackRule, level: EnforcementLevel, register: Register, graphs: GraphOfTurn): StackValidationPolicy {
  return {
    ...described(rule, level),
    validateStack(args, report) {
      const graph = graphs.of(args.resources);
      const policy = policyOf(args.getConfig());
      const subjects = graph.ofType(rule.subjects);
      const answers = subjects.map((subject) => {
        const answer = ask(rule, subject, policy, () => graph);
        deliver(rule, subject.urn, answer, report, register);
        return answer;
      });
      if (answers.length === 0) args.notApplicable("the stack has no resource this rule looks at");
      const [first] = answers;
      if (first?.kind === "not-applicable" && answers.every(({ kind }) => kind === "not-applicable")) args.notApplicable(first.reason);
    },
  };
}

/** Added last: the engine runs resource policies before it analyses the stack, and stack policies in the pack's order. */
function deferredPolicy(register: Register): StackValidationPolicy {
  return {
    name: DEFERRED_POLICY,
    description: "Verdicts that wait for values which are known only after deployment",
    enforcementLevel: "advisory",
    validateStack(args: StackValidationArgs, report: ReportViolation) {
      const present = new Set(args.resources.map(({ urn }) => urn));
      for (const deferred of register.values()) {
        if (present.has(deferred.urn)) exactly(report, JSON.stringify({ deferred }), deferred.urn);
      }
    },
  };
}

/** Given an object, the SDK reports the message as it stands instead of putting the policy's description before it; its types leave that form out. */
function exactly(report: ReportViolation, message: string, urn: string): void {
  (report as unknown as (violation: { message: string; urn: string }) => void)({ message, urn });
}

function deliver(rule: Rule, urn: string, answer: Judgement, report: ReportViolation, register: Register): void {
  const key = `${rule.name} ${urn}`;
  register.delete(key);
  if (answer.kind === "deferred") register.set(key, { rule: rule.name, items: rule.items, urn, reason: answer.reason });
  if (answer.kind !== "violation") return;
  for (const { message, property } of answer.findings) report(property === undefined ? message : `${property}: ${message}`, urn);
}

function described(rule: Rule, level: EnforcementLevel) {
  const [framework] = rule.frameworks;
  return {
    name: rule.name,
    description: rule.demands,
    enforcementLevel: level,
    severity: rule.severity,
    tags: [...rule.items],
    remediationSteps: rule.remediation,
    ...(framework === undefined ? {} : { framework: { name: framework.name, version: "", reference: framework.reference, specification: "" } }),
    ...(rule.thresholds === undefined ? {} : { configSchema: schemaOf(rule.thresholds) }),
  };
}

function schemaOf(names: NonNullable<Rule["thresholds"]>): PolicyConfigSchema {
  const entries = names.map((name) => {
    const { value, stricter, unit } = THRESHOLDS[name];
    const bound = stricter === "higher" ? { minimum: value } : { maximum: value };
    return [name, { type: "integer" as const, default: value, description: `In ${unit}.`, ...bound }];
  });
  return { properties: Object.fromEntries(entries) };
}

function policyOf(config: object): Policy {
  return { thresholds: tightened(config as Record<string, unknown>), now: new Date() };
}

/**
 * The graph of one stack validation. The SDK makes new resource objects for every policy of one request but calls the
 * policies one after another within one turn of the event loop, so a graph lives until the turn ends.
 */
export class GraphOfTurn {
  readonly #inputs: ReadonlyMap<string, Record<string, unknown>>;
  #graph: Graph | undefined;

  /** @param inputs what to take where the engine gives no outputs */
  constructor(inputs: ReadonlyMap<string, Record<string, unknown>> = new Map()) {
    this.#inputs = inputs;
  }

  of(resources: readonly PolicyResource[]): Graph {
    if (this.#graph === undefined) {
      this.#graph = new Graph(resources.map((resource) => toNode(resource, this.#inputs.get(resource.urn))));
      setImmediate(() => {
        this.#graph = undefined;
      });
    }
    return this.#graph;
  }
}

function toNode(resource: PolicyResource, inputs: Record<string, unknown> | undefined): Node {
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    props: inputs !== undefined && Object.keys(resource.props).length === 0 ? inputs : resource.props,
    parent: resource.parent?.urn ?? resource.opts.parent,
    dependencies: resource.dependencies.map(({ urn }) => urn),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([property, sources]) => [property, sources.map(({ urn }) => urn)]),
    ),
    protect: resource.opts.protect,
  };
}
