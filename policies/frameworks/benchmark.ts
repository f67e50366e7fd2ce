/**
 * Frameworks control by control: what decides each, and why nothing does where nothing does.
 *
 * A rule names the controls it decides (`frameworks`); here stands the other direction, so that a control that nobody
 * thought of is a failing test and not silence.
 */
import type { Framework, Rule } from "../rule.ts";

/** Why no rule decides a control. */
export type Outside =
  /** It is about resources that no component makes; the golden graphs of every stack are held against these types or their beginnings. */
  | { readonly why: "not-deployed"; readonly types: readonly string[] }
  /** No declared resource shows it: it is about use, about time, or about the account itself. */
  | { readonly why: "not-in-a-graph"; readonly reason: string }
  /** The platform does otherwise, and means to. */
  | { readonly why: "departs"; readonly reason: string };

/** One control of a framework. */
export interface Control {
  /** As the framework writes it. */
  readonly id: string;
  /** What it asks for, in our words. Left out where the rules that decide it say it. */
  readonly asks?: string;
  /** The same control in other editions that rules refer to. */
  readonly also?: readonly Framework[];
  readonly outside?: Outside;
  /** How far the rules that decide it ask for less than it does. */
  readonly narrower?: string;
}

/** One edition of a framework. */
export interface Benchmark {
  readonly name: Framework["name"];
  /** Edition and where its list is published. */
  readonly edition: string;
  readonly controls: readonly Control[];
}

/** The rules that decide a control. */
export function decidedBy({ name }: Benchmark, { id, also = [] }: Control, rules: readonly Rule[]): Rule[] {
  const names = [{ name, reference: id }, ...also];
  return rules.filter(({ frameworks }) => frameworks.some((one) => names.some((other) => one.name === other.name && one.reference === other.reference)));
}
