/**
 * Mending: what a policy puts right in a resource's arguments before the engine goes on with them. Only fixes that cost
 * nobody data or access, and only where the stack asks for them.
 */
import type { Policy } from "../config.ts";
import type { Node } from "../graph.ts";

/** Kinds of fixes that a stack may ask for, by `optibid:policies.remediate`. */
export const KINDS = ["tags", "log-retention", "tls"] as const;

/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

/** One property and the value it gets: one of its own, or that of another property as it is, unknown or secret. */
export type Change = {
  /** Keys from the top. A list of one on the way is looked through, as the rules do. */
  readonly path: Path;
} & ({ readonly value: string | number } | { readonly from: Path });

/** Keys from the top. */
type Path = readonly string[];

/** What a fix may ask beside the resource. */
export interface Circumstances extends Policy {
  /** Tags whose values the stack's settings give. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A fix for what one policy finds. */
export interface Remediation {
  /** The policy: the rule whose violations it mends, or a name of its own where no rule judges. */
  readonly policy: string;
  /** What is demanded, as one sentence; only where no rule says it. */
  readonly demands?: string;
  readonly kind: Kind;
  /** What it does, as one sentence. */
  readonly does: string;
  /** Resource types it may change. */
  readonly types: readonly string[];
  /**
   * What to change in a resource that its rule finds wrong; nothing where no fix is safe. Pure.
   *
   * @throws the SDK's error for unknown values where it reads one: nothing is changed then
   */
  fix(node: Node, circumstances: Circumstances): readonly Change[];
}
