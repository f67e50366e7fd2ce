/** How the laws of one kind are made. */
import type { Change, Law, Refusal } from "../types.ts";
import type { Field } from "./field.ts";
import { kindOf, sdkToken } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { judged } from "./meta.ts";

/** A law over the arguments of some kinds: `tokens` as `apps/v1:Deployment`. Asked at preview too. */
export function objectLaw(name: string, kinds: readonly string[], source: string, check: (root: Field, kind: Kind, change: Change) => void): Law {
  return {
    name: `kubernetes-${name}`,
    tokens: kinds.map(sdkToken),
    on: ["create", "update"],
    phase: "check",
    source,
    judge(change) {
      const kind = kindOf(change.token);
      return kind === undefined ? [] : judged(change, kind, (root) => check(root, kind, change));
    },
  };
}

/** A law that needs the world, over every object (patches too, lists not). */
export function worldLaw(
  name: string,
  source: string,
  judge: (change: Change, kind: Kind) => Refusal[],
  on: Law["on"] = ["create", "update"],
  kinds: readonly string[] = ["*"],
): Law {
  return {
    name: `kubernetes-${name}`,
    tokens: kinds.map(sdkToken),
    on,
    phase: "apply",
    source,
    judge(change) {
      const kind = kindOf(change.token);
      return kind === undefined || kind.form === "list" ? [] : judge(change, kind);
    },
  };
}
