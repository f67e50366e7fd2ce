/** The drift check: a refresh in preview only, and from its steps the properties that differ and what rules say of what is there. */
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { isRecord } from "../../config/problems.ts";
import type { Node } from "../../policies/graph.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { keyWithin } from "../../rehearsal/property-path.ts";
import { maskedTexts } from "../report/mask-text.ts";
import { Collector } from "./collect.ts";
import { Failure } from "./failure.ts";
import { MASK, masked } from "./mask.ts";
import { engineError } from "./operate.ts";
import type { Progress } from "./progress.ts";
import type { StateResource } from "./recover.ts";
import type { OpenStack } from "./stack.ts";
import { exportedState } from "./state.ts";

/** One difference. */
export interface DriftFinding {
  readonly urn: string;
  /** `changed`: a property differs; `deleted`: the resource is gone. */
  readonly kind: "changed" | "deleted";
  /** Property path; empty where the resource is gone. */
  readonly path: string;
  /** What the state says; secrets masked. */
  readonly recorded?: unknown;
  /** What is there; secrets masked. */
  readonly actual?: unknown;
}

/** The difference between what is recorded and what is there. */
export interface Drift {
  readonly stack: string;
  readonly clean: boolean;
  readonly findings: readonly DriftFinding[];
  /** What is there, as rules see it; a secret is not known to them. */
  readonly actual: readonly Node[];
}

/**
 * Compares the stack's state with the cloud.
 *
 * @throws Failure where the engine could not look at everything
 */
export async function findDrift(open: OpenStack, progress: Progress, signal: AbortSignal): Promise<Drift> {
  const recorded = (await exportedState(open)).deployment.resources ?? [];
  if (recorded.length === 0) throw new Failure(`nothing is recorded of ${open.stack.name}: it was never deployed from here`);
  const account = new Collector();
  const refreshed: StepEventMetadata[] = [];
  const stop = progress.follow(`looking at ${open.stack.name}`, account);
  try {
    await open.stack.previewRefresh({
      parallel: 32,
      signal,
      onEvent: (event: EngineEvent) => {
        account.add(event);
        if (event.resOutputsEvent !== undefined) refreshed.push(event.resOutputsEvent.metadata);
      },
    });
  } catch (error) {
    throw new Failure(engineError(error));
  } finally {
    stop();
  }
  const findings = refreshed.flatMap(findingsOf).sort((a, b) => (a.urn === b.urn ? a.path.localeCompare(b.path) : a.urn.localeCompare(b.urn)));
  return { stack: open.stack.name, clean: findings.length === 0, findings, actual: actualNodes(recorded, refreshed) };
}

/** What the state says of a resource beside what {@link StateResource} has. */
type Recorded = StateResource & { readonly protect?: boolean };

/** What was found of the recorded resources, with the edges that the state knows. */
export function actualNodes(recorded: readonly Recorded[], refreshed: readonly Pick<StepEventMetadata, "op" | "urn" | "new">[]): Node[] {
  const found = new Map(refreshed.flatMap(({ op, urn, new: next }) => (op === "delete" || next === undefined || next === null ? [] : [[urn, next.outputs ?? {}] as const])));
  return recorded.flatMap(({ urn, type, parent, dependencies = [], propertyDependencies = {}, protect = false, delete: leaving }) => {
    const outputs = found.get(urn);
    if (outputs === undefined || leaving === true) return [];
    const edges = Object.fromEntries(Object.entries(propertyDependencies).map(([property, urns]) => [property, urns ?? []]));
    // The engine masks secrets in what it shows; to a rule the mask would be a value.
    const props = maskedTexts(masked(outputs), (text) => (text.includes(MASK) ? UNKNOWN : text)) as Node["props"];
    return [{ urn, type, name: urn.split("::").slice(3).join("::"), props, parent, dependencies, propertyDependencies: edges, protect }];
  });
}

/** What one refreshed resource shows. */
export function findingsOf({ op, urn, old, new: next, detailedDiff }: Pick<StepEventMetadata, "op" | "urn" | "old" | "new" | "detailedDiff">): DriftFinding[] {
  if (old === undefined || old.custom === false) return [];
  if (op === "delete" || next === undefined || next === null) return [{ urn, kind: "deleted", path: "" }];
  const [recorded, actual] = [masked(old.outputs ?? {}), masked(next.outputs ?? {})];
  const found = differences(recorded, actual, "");
  // The engine shows secrets masked, so that two different ones look alike; it says which properties differ, though.
  const hidden = Object.keys(detailedDiff ?? {}).filter((path) => isMasked(recorded, path) && !found.some((each) => covers(each.path, path)));
  const secrets = hidden.map((path) => ({ path, recorded: MASK, actual: MASK }));
  return [...found, ...secrets].map((each) => ({ urn, kind: "changed" as const, ...each }));
}

/** Whether one property path is another, or lies above or beneath it. */
function covers(one: string, other: string): boolean {
  return one === other || other.startsWith(`${one}[`) || other.startsWith(`${one}.`) || one.startsWith(`${other}[`) || one.startsWith(`${other}.`);
}

/** Whether what stands at the top of a property path is, or holds, a masked secret. */
function isMasked(props: unknown, path: string): boolean {
  const top = path.split(/[.[]/)[0] ?? path;
  return isRecord(props) && JSON.stringify(props[top] ?? null).includes(MASK);
}

interface Difference {
  readonly path: string;
  readonly recorded?: unknown;
  readonly actual?: unknown;
}

/** The innermost paths at which two values differ. */
export function differences(recorded: unknown, actual: unknown, path: string): Difference[] {
  if (Object.is(recorded, actual)) return [];
  if (isRecord(recorded) && isRecord(actual)) {
    const keys = [...new Set([...Object.keys(recorded), ...Object.keys(actual)])].filter((key) => key !== "__defaults");
    return keys.flatMap((key) => differences(recorded[key], actual[key], keyWithin(path, key)));
  }
  if (Array.isArray(recorded) && Array.isArray(actual) && recorded.length === actual.length) {
    return recorded.flatMap((each, index) => differences(each, actual[index], `${path}[${index}]`));
  }
  if (Array.isArray(recorded) && Array.isArray(actual) && JSON.stringify(recorded) === JSON.stringify(actual)) return [];
  // Masked on both sides they cannot be told apart here: the engine's own comparison decides.
  if (holdsMask(recorded) && holdsMask(actual)) return [];
  // Where one side is secret, the other is the secret's successor.
  if (holdsMask(recorded) || holdsMask(actual)) return [{ path, recorded: MASK, actual: MASK }];
  return [{ path, ...(recorded === undefined ? {} : { recorded }), ...(actual === undefined ? {} : { actual }) }];
}

function holdsMask(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(MASK);
}
