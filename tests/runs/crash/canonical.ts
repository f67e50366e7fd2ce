/** State and world of a stack in a form in which two runs can be compared: without what is made up anew each time. */
import { SECRET, SIGNATURE } from "../../../rehearsal/wire.ts";
import type { Kept } from "../../../rehearsal/world/store.ts";

/** The part of an exported deployment, secrets shown, that is looked at. */
export interface Recorded {
  readonly resources: readonly { readonly urn: string; readonly type: string; readonly id?: string; readonly custom: boolean; readonly delete?: boolean; readonly inputs?: Record<string, unknown>; readonly outputs?: Record<string, unknown>; readonly dependencies?: readonly string[] }[];
  readonly pending_operations?: readonly unknown[];
}

export interface Canonical {
  /** One line a recorded resource: URN, arguments, dependencies. */
  readonly state: readonly string[];
  /** One line a thing that exists: URN, place, arguments. */
  readonly world: readonly string[];
  /** What is recorded and not there, there and not recorded, or not as it is recorded. */
  readonly apart: readonly string[];
  /** Operations that the state still holds for open. */
  readonly pending: number;
}

export function canonical(deployment: Recorded, things: readonly Kept[]): Canonical {
  const shared = (text: string): boolean => things.filter((thing) => invented(thing).some(([each]) => each === text)).length > 1;
  const made = things.flatMap((thing) => [[thing.id, `<id of ${nameIn(thing.urn)}>`] as const, ...invented(thing).filter(([text]) => text === thing.outputs["arn"] || !shared(text))]);
  // Long ones first: an id is a part of its ARN.
  const spelled = made.filter(([text]) => text.length > 5).sort(([a], [b]) => b.length - a.length);
  const text = (value: unknown): string => spelled.reduce((current, [from, to]) => current.replaceAll(from, to), JSON.stringify(sorted(value ?? null)));
  const resources = deployment.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
  const recorded = new Map(resources.map((each) => [`${each.urn} ${each.id ?? ""}`, plain(each.outputs)]));
  const there = new Map(things.map((each) => [`${each.urn} ${each.id}`, each.outputs as unknown]));
  return {
    state: deployment.resources.map(({ urn, inputs, dependencies, delete: leaving }) => `${urn} ${leaving === true ? "leaving " : ""}${withoutSuffix(text(plain(inputs)))} ${[...(dependencies ?? [])].sort().join()}`).filter((line) => !line.includes("pulumi:providers:")).sort(),
    world: things.map(({ urn, region, inputs }) => `${urn} ${withoutSuffix(text(region))} ${withoutSuffix(text(inputs))}`).sort(),
    apart: [
      ...[...recorded.keys()].filter((key) => !there.has(key)).map((key) => `not there: ${key}`),
      ...[...there.keys()].filter((key) => !recorded.has(key)).map((key) => `not recorded: ${key}`),
      ...[...recorded].filter(([key, outputs]) => there.has(key) && JSON.stringify(sorted(outputs)) !== JSON.stringify(sorted(there.get(key)))).map(([key]) => `not as recorded: ${key}`),
    ],
    pending: deployment.pending_operations?.length ?? 0,
  };
}

/** What a thing's provider made up: texts among its outputs that were no arguments. */
function invented({ urn, inputs, outputs }: Kept): (readonly [string, string])[] {
  return Object.entries(outputs).flatMap(([key, value]) => (typeof value === "string" && !(key in inputs) ? [[value, `<${key} of ${nameIn(urn)}>`] as const] : []));
}

/** Names end in seven digits that are drawn anew. */
function withoutSuffix(text: string): string {
  return text.replace(/-[0-9a-f]{7}"/g, '-<drawn>"');
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  if (record[SIGNATURE] === SECRET) return JSON.parse(String(record["plaintext"])) as unknown;
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== "__defaults").map(([key, each]) => [key, plain(each)]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}

function nameIn(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
