/** Proves rules through real previews: the mutation is done to the running program, the pack judges what it registers. */
import * as pulumi from "@pulumi/pulumi";
import { ITEMS } from "../../checklist/ids.ts";
import { isRecord } from "../../config/problems.ts";
import { ruleNamed } from "../../policies/catalogue.ts";
import type { Node } from "../../policies/graph.ts";
import { Failure } from "../run/failure.ts";
import type { Interrupt } from "../run/interrupt.ts";
import { operate } from "../run/operate.ts";
import type { Progress } from "../run/progress.ts";
import { previewReport } from "../run/report.ts";
import { openStack } from "../run/stack.ts";
import { PROVED_STACK } from "./production.ts";
import { chosen, minus, proof } from "./prove.ts";
import type { Proof } from "./prove.ts";

/** A change of one resource's arguments. */
interface Change {
  readonly path: readonly (string | number)[];
  /** Absent where the argument is taken away. */
  readonly value?: unknown;
}

/** A mutation as the program can do it. */
export interface Plan {
  /** Changes by type and logical name. */
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  readonly added: readonly Node[];
}

/**
 * How to do to the program what was done to the graph.
 *
 * @returns undefined where a resource was taken away: a running program cannot leave one out
 */
export function planOf(before: readonly Node[], after: readonly Node[]): Plan | undefined {
  const old = new Map(before.map((node) => [node.urn, node]));
  const now = new Set(after.map(({ urn }) => urn));
  if (before.some(({ urn }) => !now.has(urn))) return undefined;
  const changes = new Map<string, readonly Change[]>();
  const added: Node[] = [];
  for (const node of after) {
    const was = old.get(node.urn);
    if (was === undefined) added.push(node);
    else if (was !== node) changes.set(keyOf(node.type, node.name), differences(was.props, node.props, []));
  }
  return { changes, added };
}

function differences(before: unknown, after: unknown, path: readonly (string | number)[]): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => (key in after ? differences(before[key], after[key], [...path, key]) : [{ path: [...path, key] }]));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) return after.flatMap((each, index) => differences(before[index], each, [...path, index]));
  return [{ path, value: after }];
}

/** Arguments with the change in them; what comes from other resources stays what it is. */
export function changed(target: unknown, { path, value }: Change): unknown {
  const [head, ...tail] = path;
  if (head === undefined) return value;
  if (pulumi.Output.isInstance(target)) return target.apply((inner: unknown) => changed(inner, { path, value }));
  if (Array.isArray(target)) return target.map((each, index) => (index === head ? changed(each, { path: tail, value }) : each));
  const record = { ...(target as Record<string, unknown> | undefined) };
  if (tail.length === 0 && value === undefined) delete record[String(head)];
  else record[String(head)] = changed(record[String(head)], { path: tail, value });
  return record;
}

/** Proves these rules, or a sample that covers every section of the checklist, by one preview each. */
export async function proveByEngine(graph: readonly Node[], names: readonly string[], progress: Progress, interrupt: Interrupt): Promise<Proof[]> {
  const wanted = chosen(names).map((each) => ({ ...each, plan: each.mutation === undefined ? undefined : planOf(graph, each.mutation.mutate(graph)) }));
  const impossible = names.length === 0 ? [] : wanted.filter(({ plan }) => plan === undefined);
  if (impossible.length > 0) {
    throw new Failure(`Only in process: ${impossible.map(({ rule }) => rule).join(", ")}. Their mutations take resources away, which a running program cannot do.`);
  }
  const able = wanted.filter(({ plan }) => plan !== undefined);
  const sample = names.length === 0 ? sampled(able) : able;
  const before = await fired(undefined, progress, interrupt);
  const proofs: Proof[] = [];
  for (const [index, { rule, mutation, plan }] of sample.entries()) {
    progress.line(`[${index + 1}/${sample.length}] ${rule}: ${mutation?.title ?? ""}`);
    proofs.push(proof(rule, mutation, minus(await fired(plan, progress, interrupt), before)));
  }
  return proofs;
}

/** For each section of the checklist that rules decide the first rule that stands for no other section yet. */
export function sampled<Each extends { readonly rule: string }>(all: readonly Each[]): Each[] {
  const found = new Map<string, Each>();
  for (const each of all) {
    const ids: readonly string[] = ruleNamed(each.rule)?.items ?? [];
    const section = ITEMS.find(({ id, section: own }) => ids.includes(id) && !found.has(own))?.section;
    if (section !== undefined && ![...found.values()].includes(each)) found.set(section, each);
  }
  return [...found.values()];
}

async function fired(plan: Plan | undefined, progress: Progress, interrupt: Interrupt): Promise<Set<string>> {
  interrupt.check();
  const { signal } = interrupt;
  const { default: deploy } = await import("../../index.ts");
  const program = async (): Promise<Record<string, unknown>> => {
    if (plan !== undefined) apply(plan);
    return deploy();
  };
  const open = await openStack(PROVED_STACK, { rehearse: true, progress: () => undefined, signal, program });
  try {
    const { account, error } = await operate("preview", open, progress, { signal });
    const report = previewReport(PROVED_STACK, account, error);
    interrupt.check();
    // A mutation may also be refused by the cloud; what the pack has to say about it counts all the same. The graph
    // that nobody broke has to come through.
    if (plan === undefined && (!report.summary.complete || report.summary.errors.length > 0)) {
      throw new Failure(`The production graph does not come through a preview even unbroken:\n${report.summary.errors.join("\n")}`);
    }
    return new Set(report.violations.map(({ rule }) => rule));
  } finally {
    await open.close();
  }
}

function apply({ changes, added }: Plan): void {
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
    const own = changes.get(keyOf(type, name));
    return own === undefined ? undefined : { props: own.reduce<unknown>(changed, props) as pulumi.Inputs, opts };
  });
  for (const { type, name, props } of added) new Added(type, name, props);
}

class Added extends pulumi.CustomResource {
  constructor(type: string, name: string, props: Node["props"]) {
    super(type, name, { ...props });
  }
}

function keyOf(type: string, name: string): string {
  return `${type} ${name}`;
}
