/** Judges resources without the engine, by the same analyzer, configuration and waivers as the pack that the engine runs. */
import { Analyzer } from "../../policies/analyzer.ts";
import { rules } from "../../policies/catalogue.ts";
import { enforcementLevel } from "../../policies/environment.ts";
import type { Node } from "../../policies/graph.ts";
import { guarded } from "../../policies/unknown.ts";
import { Collector } from "./collect.ts";
import type { PolicyConfig } from "./policy-config.ts";
import { previewReport } from "./report.ts";
import type { PreviewReport } from "./report.ts";

export interface JudgeOptions {
  readonly stack: string;
  /** The stack's configuration with full keys: it says how strict the pack is. */
  readonly stackConfig: Readonly<Record<string, string>>;
  readonly policyConfig: PolicyConfig;
}

/** What a preview that changes nothing of these resources would report. */
export function judge(nodes: readonly Node[], { stack, stackConfig, policyConfig }: JudgeOptions): PreviewReport {
  const analyzer = new Analyzer(rules, enforcementLevel({ PULUMI_CONFIG: JSON.stringify(stackConfig) }));
  analyzer.configure(policyConfig);
  const single = nodes.map((node) => analyzer.judge({ ...node, props: guarded(node.props) }));
  const whole = analyzer.judgeStack(nodes.map((node) => ({ ...node, props: guarded(node.outputs ?? node.props) })));
  const account = new Collector();
  for (const { urn, type } of nodes) account.steps.set(urn, { urn, type, operation: "same" });
  for (const { policy, message, urn, level } of [...single, whole].flatMap(({ reports }) => reports)) {
    account.violations.push({ policy, pack: "golive", enforcement: level === "remediate" ? "mandatory" : level, urn, message });
  }
  return previewReport(stack, account);
}
