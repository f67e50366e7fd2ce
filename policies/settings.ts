/**
 * Rules that ask the same of many types of resources, each of which says it with a property of its own.
 */
import type { Node } from "./graph.ts";
import { dig, flag, list, quoted, text } from "./inputs.ts";
import { examine, notApplicable, type ResourceRule } from "./rule.ts";

/** One property and what it must be. */
export interface Setting {
  /** Path of keys, such as `encryptAtRest.enabled`. */
  readonly path: string;
  /** Whether the value is as it must be; a missing one is `undefined`. */
  readonly holds: (value: unknown) => boolean;
  /** What is wrong otherwise. */
  readonly wrong: string;
}

/** The settings of a type; a text says why the rule does not apply to this resource. */
export type Settings = (node: Node) => readonly Setting[] | string;

/** A flag that must be on and is off when left out. */
export function on(path: string, wrong: string): Setting {
  return { path, wrong, holds: (value) => flag(value) === true };
}

/** A flag that must be on and is on when left out. */
export function notOff(path: string, wrong: string): Setting {
  return { path, wrong, holds: (value) => flag(value ?? true) === true };
}

/** A text that must be one of these; `undefined` among them where leaving it out means one of them. */
export function oneOf(path: string, values: readonly (string | undefined)[], wrong: string): Setting {
  return { path, wrong, holds: (value) => values.includes(text(value)) && (value === undefined || value === null || typeof value === "string") };
}

/** A text that must not be empty. */
export function given(path: string, wrong: string): Setting {
  return { path, wrong, holds: (value) => text(value) !== undefined };
}

/** A list of texts that must hold all of these. */
export function includes(path: string, values: readonly string[], wrong: string): Setting {
  return { path, wrong, holds: (value) => values.every((wanted) => list(value).includes(wanted)) };
}

/** A rule that looks at the settings of each type in the table. */
export function settingsRule(rule: Omit<ResourceRule, "looksAt" | "judge">, table: Readonly<Record<string, Settings>>): ResourceRule {
  return {
    ...rule,
    looksAt: Object.keys(table),
    judge(node) {
      const settings = table[node.type]!(node);
      if (typeof settings === "string") return notApplicable(settings);
      return examine((check) => {
        for (const { path, holds, wrong } of settings) {
          const read = () => dig(node.props, ...path.split("."));
          check.that(() => holds(read()), () => `${wrong}: the value is ${quoted(read())}`, path);
        }
      });
    },
  };
}
