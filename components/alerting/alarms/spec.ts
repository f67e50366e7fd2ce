/** An alarm as data. */
import type * as pulumi from "@pulumi/pulumi";
import type { Severity } from "../../../config/sections/alerting.ts";

/** A metric as CloudWatch knows it. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  /** `Average`, `Sum`, `Minimum`, `Maximum`, or a percentile such as `p95`. */
  readonly stat: string;
}

/** What is compared: one metric, or an expression over several. */
export type Measure = Metric | { readonly expression: string; readonly steps?: Readonly<Record<string, string>>; readonly of: Readonly<Record<string, Metric>> };

/**
 * What a time without data means. `breaching`: what should report is silent. `notBreaching`: nothing happened, nothing
 * to report. `missing`: nothing can be said.
 */
export type Silence = "breaching" | "notBreaching" | "missing";

/** One row of the alarm table. */
export interface AlarmSpec {
  /** Kebab case, unique; the end of the alarm's name. */
  readonly id: string;
  /** Checklist items it serves. */
  readonly items: readonly string[];
  readonly severity: Severity;
  /** For the one who is woken: what it means. */
  readonly says: string;
  readonly measure: Measure;
  readonly when: ">" | ">=" | "<";
  readonly threshold: number;
  /** Seconds of one data point. */
  readonly period: number;
  /** Data points that must be beyond the threshold, of how many. */
  readonly points: readonly [needed: number, of: number];
  readonly silence: Silence;
  /** Whether its metric is in us-east-1: CloudFront and what belongs to it. */
  readonly global?: true;
}

/** A composite alarm as data. */
export interface CompositeSpec {
  readonly id: string;
  readonly items: readonly string[];
  readonly severity: Severity;
  readonly says: string;
  /** The rule, over ids of alarms. */
  readonly rule: Rule;
  /** Id of the composite that silences it. */
  readonly suppressedBy?: string;
  readonly global?: true;
}

/** An alarm rule: an alarm's id, a constant, or some of them joined. */
export type Rule = string | boolean | { readonly any: readonly Rule[] } | { readonly all: readonly Rule[] };

/**
 * A rule in CloudWatch's words.
 *
 * @param nameOf the physical name of the alarm with an id
 */
export function ruleText(rule: Rule, nameOf: (id: string) => string): string {
  if (typeof rule === "string") return `ALARM("${nameOf(rule)}")`;
  if (typeof rule === "boolean") return rule ? "TRUE" : "FALSE";
  const [parts, joint] = "any" in rule ? [rule.any, " OR "] : [rule.all, " AND "];
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return ruleText(only, nameOf);
  return `(${parts.map((part) => ruleText(part, nameOf)).join(joint)})`;
}

/** Ids of the alarms a rule reads. */
export function alarmsOf(rule: Rule): string[] {
  if (typeof rule === "string") return [rule];
  if (typeof rule === "boolean") return [];
  return ("any" in rule ? rule.any : rule.all).flatMap(alarmsOf);
}
