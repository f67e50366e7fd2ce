/** Where the alerts of Prometheus go: to the topic of their severity (PRC-055, OPT-70…OPT-72). */
import { stringify } from "yaml";
import { SEVERITIES } from "./rules/group.ts";
import type { Severity } from "./rules/group.ts";

/** ARN of the topic of each severity. */
export type TopicArns = Readonly<Record<Severity, string>>;

/** Minutes after which an alert that still fires is sent again: critical ones every hour, others twice a day. */
const REPEAT: Readonly<Record<Severity, string>> = { critical: "1h", warning: "12h" };

function receiver(severity: Severity, topicArn: string, region: string) {
  return {
    name: severity,
    sns_configs: [
      {
        topic_arn: topicArn,
        sigv4: { region },
        send_resolved: true,
        // SNS takes at most 100 ASCII characters as the subject of a mail.
        subject: '{{ .Status | toUpper }} {{ .CommonLabels.alertname | reReplaceAll "[^A-Za-z0-9 ]" "" }}',
        message: '{{ range .Alerts }}{{ .Status }} {{ .Labels.alertname }}: {{ .Annotations.summary }}{{ "\\n" }}{{ end }}',
        attributes: { severity, source: "prometheus" },
      },
    ],
  };
}

/**
 * The text of an alert manager definition.
 * Source: Amazon Managed Service for Prometheus User Guide, "Setting up your alert manager configuration file".
 *
 * @param region Region of the topics, which is the workspace's
 */
export function alertManagerDefinition(topicArns: TopicArns, region: string): string {
  const config = {
    route: {
      receiver: "warning",
      group_by: ["alertname", "job"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: REPEAT.warning,
      routes: SEVERITIES.map((severity) => ({ matchers: [`severity="${severity}"`], receiver: severity, repeat_interval: REPEAT[severity] })),
    },
    // What fails hides that it is slow.
    inhibit_rules: [{ source_matchers: ['alertname="ErrorRateHigh"'], target_matchers: ['alertname="ApiSlow"'] }],
    receivers: SEVERITIES.map((severity) => receiver(severity, topicArns[severity], region)),
  };
  return stringify({ alertmanager_config: stringify(config, { lineWidth: 0 }) }, { lineWidth: 0 });
}
