/** Rule groups of Prometheus as typed values, and their YAML. */
import { stringify } from "yaml";

/** How bad an alert is, and so which topic it is sent to. */
export const SEVERITIES = ["critical", "warning"] as const;

/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** A series that is computed from others, at every evaluation. */
export interface RecordingRule {
  /** `level:metric:operation` (Prometheus, "Recording rules", naming). */
  readonly record: string;
  readonly expr: string;
}

/** A condition that somebody is told about when it has held for some time. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  /** A duration such as `5m`. */
  readonly for: string;
  readonly severity: Severity;
  /** Checklist items the alert serves. */
  readonly items: readonly string[];
  readonly summary: string;
}

/** Rules that are evaluated one after the other. */
export interface RuleGroup<Rule> {
  readonly name: string;
  /** A duration such as `1m`. */
  readonly interval: string;
  readonly rules: readonly Rule[];
}

/** A group of recording rules, a rule for each name. */
export function recording(name: string, rules: Readonly<Record<string, string>>): RuleGroup<RecordingRule> {
  return { name, interval: "1m", rules: Object.entries(rules).map(([record, expr]) => ({ record, expr })) };
}

/**
 * The text of a rule group namespace.
 * Source: Amazon Managed Service for Prometheus User Guide, "Upload a rules configuration file".
 */
export function rulesYaml(groups: readonly RuleGroup<RecordingRule | AlertingRule>[]): string {
  const written = groups.map(({ name, interval, rules }) => ({ name, interval, rules: rules.map((rule) => ("record" in rule ? rule : alert(rule))) }));
  return stringify({ groups: written }, { lineWidth: 0 });
}

function alert({ alert: name, expr, for: duration, severity, items, summary }: AlertingRule) {
  return { alert: name, expr, for: duration, labels: { severity }, annotations: { summary, checklist: items.join(" ") } };
}
