import type { Notification } from "./index.mjs";

export interface Alert {
  readonly severity: "critical" | "warning" | "info";
  readonly status: "firing" | "resolved";
  readonly title: string;
  readonly text: string;
  readonly source: string;
  readonly key: string;
  readonly time: string;
  readonly link?: string;
  readonly test: boolean;
}

export function alertOf(notification: Notification, severity: Alert["severity"]): Alert;
export function pagerdutyEvent(alert: Alert, routingKey: string, platform: string): Record<string, unknown>;
export function slackMessage(alert: Alert, platform: string): Record<string, unknown>;
export function teamsMessage(alert: Alert, platform: string): Record<string, unknown>;
