/**
 * What arrives on a topic, and how each channel wants to be told. Pure.
 *
 * @typedef {"critical" | "warning" | "info"} Severity
 * @typedef {object} Alert
 * @property {Severity} severity of the topic it came through
 * @property {"firing" | "resolved"} status
 * @property {string} title one line
 * @property {string} text what is known beyond the title
 * @property {string} source who raised it
 * @property {string} key the same for everything said about one alarm, so that "resolved" closes what "firing" opened
 * @property {string} time ISO 8601
 * @property {string} [link] where to look
 * @property {boolean} test whether it was sent to test the route
 */

/** PagerDuty cuts the summary at 1024 characters. Source: PagerDuty Events API v2, "Send an alert event". */
const SUMMARY = 1024;
/** A Slack header block holds 150 characters, a section 3000. Source: Slack block kit reference. */
const HEADER = 150;
const SECTION = 2900;
/** A Teams workflow refuses messages above 28 KB. */
const TEAMS_TEXT = 8000;

/** @param {string} text @param {number} most */
const cut = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const textOf = (value) => (typeof value === "string" ? value : "");

/** @param {string} text @returns {Record<string, unknown> | undefined} */
function json(text) {
  try {
    const parsed = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The subject that the alert manager of Prometheus is told to write: its state and the name of the alert. */
const PROMETHEUS = /^(FIRING|RESOLVED) (.+)$/;

/**
 * Reads one notification: a CloudWatch alarm, an alert of Prometheus, an EventBridge event, an event of RDS, a test of `golive alerts test`, or plain text.
 *
 * @param {{ TopicArn: string; MessageId: string; Subject?: string | null; Message: string; Timestamp: string }} notification
 * @param {Severity} severity
 * @returns {Alert}
 */
export function alertOf(notification, severity) {
  const body = json(notification.Message);
  const base = { severity, time: notification.Timestamp, test: false };
  if (body !== undefined && typeof body["AlarmName"] === "string") return { ...base, ...fromAlarm(body) };
  if (body !== undefined && typeof body["detail-type"] === "string") return { ...base, ...fromEvent(body) };
  if (body !== undefined && textOf(body["Event Message"]) !== "") return { ...base, ...fromDatabase(body, notification.MessageId) };
  if (body !== undefined && body["golive"] === "alert-test") {
    return { ...base, status: "firing", test: true, title: `TEST ${textOf(body["title"])}`, text: textOf(body["text"]), source: "golive alerts test", key: textOf(body["id"]) || notification.MessageId };
  }
  const [, state, name] = PROMETHEUS.exec(textOf(notification.Subject)) ?? [];
  if (name !== undefined) {
    return { ...base, status: state === "RESOLVED" ? "resolved" : "firing", title: `${state}: ${name}`, text: notification.Message, source: "Prometheus", key: `prometheus/${notification.TopicArn}/${name}` };
  }
  return {
    ...base,
    status: "firing",
    title: textOf(notification.Subject) || notification.Message.split("\n", 1)[0] || "Notification without a text",
    text: notification.Message,
    source: notification.TopicArn.split(":").at(-1) ?? "",
    key: notification.MessageId,
  };
}

/** @param {Record<string, unknown>} body */
function fromAlarm(body) {
  const name = textOf(body["AlarmName"]);
  const arn = textOf(body["AlarmArn"]);
  // The message names the region in words ("EU (Frankfurt)"); the ARN has its code.
  const region = arn.split(":")[3] ?? "";
  const resolved = body["NewStateValue"] === "OK";
  return {
    status: /** @type {const} */ (resolved ? "resolved" : "firing"),
    title: `${textOf(body["NewStateValue"])}: ${name}`,
    text: [textOf(body["AlarmDescription"]), textOf(body["NewStateReason"])].filter((part) => part !== "").join("\n\n"),
    source: "CloudWatch",
    key: arn || name,
    time: textOf(body["StateChangeTime"]),
    ...(region === "" ? {} : { link: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}` }),
  };
}

/** @param {Record<string, unknown>} body */
function fromEvent(body) {
  const resources = Array.isArray(body["resources"]) ? body["resources"].filter((each) => typeof each === "string") : [];
  const detail = isRecord(body["detail"]) ? body["detail"] : {};
  return {
    status: /** @type {const} */ ("firing"),
    title: `${textOf(body["source"])}: ${textOf(body["detail-type"])}`,
    text: [resources.join("\n"), JSON.stringify(detail, null, 2)].filter((part) => part !== "" && part !== "{}").join("\n\n"),
    source: textOf(body["source"]),
    key: textOf(body["id"]),
    time: textOf(body["time"]),
  };
}

/**
 * What RDS tells its subscribers. Source: Amazon RDS User Guide, "Amazon RDS event notification: message format".
 *
 * @param {Record<string, unknown>} body @param {string} messageId every event is told of its own: RDS never says that one is over
 */
function fromDatabase(body, messageId) {
  const name = ["Event Source", "Source ID"].map((key) => textOf(body[key])).join(" ");
  return {
    status: /** @type {const} */ ("firing"),
    title: `RDS: ${name}: ${textOf(body["Event Message"])}`,
    text: ["Event Message", "Source ARN", "Event ID", "Identifier Link"].map((key) => textOf(body[key])).filter((part) => part !== "").join("\n"),
    source: "RDS",
    key: messageId,
    time: textOf(body["Event Time"]),
  };
}

/** How PagerDuty calls our severities. */
const PAGERDUTY_SEVERITY = { critical: "critical", warning: "warning", info: "info" };

/**
 * An event of PagerDuty's Events API v2. Alarms that are well again resolve the incident they opened.
 *
 * @param {Alert} alert @param {string} routingKey @param {string} platform
 */
export function pagerdutyEvent(alert, routingKey, platform) {
  const event = { routing_key: routingKey, event_action: alert.status === "resolved" ? "resolve" : "trigger", dedup_key: cut(alert.key, 255) };
  if (alert.status === "resolved") return event;
  return {
    ...event,
    client: platform,
    payload: {
      summary: cut(`[${platform}] ${alert.title}`, SUMMARY),
      source: alert.source || platform,
      severity: PAGERDUTY_SEVERITY[alert.severity],
      ...(alert.time === "" ? {} : { timestamp: alert.time }),
      custom_details: { text: cut(alert.text, SECTION), test: alert.test },
    },
    ...(alert.link === undefined ? {} : { links: [{ href: alert.link, text: "CloudWatch" }] }),
  };
}

const MARK = { critical: "🔴", warning: "🟠", info: "🔵", resolved: "🟢" };

/** @param {Alert} alert */
const mark = (alert) => MARK[alert.status === "resolved" ? "resolved" : alert.severity];

/** Slack gives these three characters a meaning. @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** Escaped, then cut to what a section holds, with no half of an escaped character left. @param {string} text */
const section = (text) => cut(escaped(text), SECTION).replace(/&[a-z]*…$/, "…");

/** A message for a Slack incoming webhook. @param {Alert} alert @param {string} platform */
export function slackMessage(alert, platform) {
  const title = `${mark(alert)} [${platform}] ${alert.title}`;
  const facts = [alert.severity, alert.source, alert.time].filter((part) => part !== "").join(" · ");
  return {
    text: escaped(title),
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(title, HEADER), emoji: true } },
      ...(alert.text === "" ? [] : [{ type: "section", text: { type: "mrkdwn", text: section(alert.text) } }]),
      { type: "context", elements: [{ type: "mrkdwn", text: escaped(facts) + (alert.link === undefined ? "" : ` · <${alert.link}|CloudWatch>`) }] },
    ],
  };
}

/** A message for a Teams workflow ("When a Teams webhook request is received"): an Adaptive Card. @param {Alert} alert @param {string} platform */
export function teamsMessage(alert, platform) {
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            { type: "TextBlock", size: "Large", weight: "Bolder", wrap: true, text: `${mark(alert)} [${platform}] ${cut(alert.title, HEADER)}` },
            { type: "FactSet", facts: [{ title: "Severity", value: alert.severity }, { title: "Source", value: alert.source }, { title: "Time", value: alert.time }] },
            ...(alert.text === "" ? [] : [{ type: "TextBlock", wrap: true, text: cut(alert.text, TEAMS_TEXT) }]),
          ],
          actions: alert.link === undefined ? [] : [{ type: "Action.OpenUrl", title: "CloudWatch", url: alert.link }],
        },
      },
    ],
  };
}
