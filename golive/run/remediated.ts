/** What the policy pack mended in a resource's arguments before the engine went on with them. */
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { isRecord } from "../../config/problems.ts";
import { SIGNATURE, UNKNOWNS } from "../../rehearsal/wire.ts";
import { UNKNOWN_TEXT } from "../graph/plain.ts";
import { masked } from "./mask.ts";

/** One property that was changed. */
export interface RemediatedProperty {
  /** Path, such as `viewerCertificate.minimumProtocolVersion`. */
  readonly property: string;
  /** What the program asked for; null where it said nothing. Secrets are masked, values known only after deployment `<unknown>`. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What one policy changed in one resource. */
export interface Remediated {
  readonly policy: string;
  readonly urn: string;
  /** Empty where all of it is secret: the engine shows no difference then. */
  readonly changes: readonly RemediatedProperty[];
}

/** The engine's event as it comes over the wire; the Automation API does not declare it. Source: pulumi/pulumi sdk/go/common/apitype/events.go. */
interface RemediationEvent {
  readonly policyName: string;
  readonly resourceUrn?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** What an event says was mended; undefined for all others. */
export function remediatedBy(event: EngineEvent): Remediated | undefined {
  const { policyRemediationEvent: said } = event as EngineEvent & { readonly policyRemediationEvent?: RemediationEvent };
  return said === undefined ? undefined : { policy: said.policyName, urn: said.resourceUrn ?? "", changes: differences(said.before ?? {}, said.after ?? {}, []) };
}

/** Keys of the provider's own bookkeeping, which is nobody's argument. */
const BOOKKEEPING = "__defaults";

function differences(before: unknown, after: unknown, path: readonly string[]): RemediatedProperty[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [old, now] = [before ?? {}, after ?? {}];
  if (isPlain(old) && isPlain(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => key !== BOOKKEEPING);
    return keys.flatMap((key) => differences(old[key], now[key], [...path, key]));
  }
  return [{ property: path.map((key, index) => (/^[\w-]+$/.test(key) ? (index === 0 ? key : `.${key}`) : `[${JSON.stringify(key)}]`)).join(""), before: shown(before), after: shown(after) }];
}

function shown(value: unknown): unknown {
  if (typeof value === "string" && UNKNOWNS.has(value)) return UNKNOWN_TEXT;
  return masked(value) ?? null;
}

/** Whether a value has properties of its own: a secret, an asset and the like are one value. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && !(SIGNATURE in value);
}
