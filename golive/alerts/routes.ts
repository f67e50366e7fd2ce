/**
 * The ways from a topic to people, read from what is deployed. Pure: the same for AWS and for the rehearsal.
 */
import type { Alerting, Channel, Severity } from "../../config/sections/alerting.ts";
import { CHANNELS, SEVERITIES } from "../../config/sections/alerting.ts";

/** A resource of a stack's state. */
export interface Deployed {
  readonly type: string;
  readonly urn: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** One way from a topic to people. */
export interface Route {
  readonly severity: Severity;
  /** Region of the topic. */
  readonly region: string;
  readonly topicArn: string;
  readonly channel: Channel;
  /** Where it arrives, masked. */
  readonly destination: string;
  /** Function in between; none for mail. */
  readonly via?: string;
  readonly subscriptionArn: string;
  /** Whether somebody still has to confirm the subscription. */
  readonly pending: boolean;
  /** What keeps an alert from arriving. */
  readonly broken?: string;
}

const TOPIC = "aws:sns/topic:Topic";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const FUNCTION = "aws:lambda/function:Function";
const PERMISSION = "aws:lambda/permission:Permission";
const ALERT_TOPIC = new RegExp(`-alerts-(${SEVERITIES.join("|")})$`);
const FORWARDER = new RegExp(`-alerts-(${CHANNELS.filter((channel) => channel !== "email").join("|")})$`);
/** What is known of a webhook without its secret path. */
const DESTINATION: Readonly<Record<Exclude<Channel, "email">, string>> = { pagerduty: "PagerDuty service", slack: "Slack webhook", teams: "Teams workflow" };

/** `oncall@optibid.com` as `o***@optibid.com`. */
export function maskedAddress(address: string): string {
  return address.replace(/^(.)[^@]*@/, "$1***@");
}

/** Every route, by severity, Region and channel. */
export function routesOf(resources: readonly Deployed[]): Route[] {
  const of = (type: string): Deployed[] => resources.filter((each) => each.type === type);
  const topics = of(TOPIC).flatMap((each) => {
    const severity = SEVERITIES.find((one) => one === ALERT_TOPIC.exec(value(each, "name"))?.[1]);
    const topicArn = value(each, "arn");
    return severity === undefined || topicArn === "" ? [] : [{ severity, topicArn, region: topicArn.split(":")[3] ?? "" }];
  });
  const routes = topics.flatMap((topic) =>
    of(SUBSCRIPTION)
      .filter((each) => value(each, "topic") === topic.topicArn)
      .flatMap((each): Route[] => {
        const endpoint = value(each, "endpoint");
        const found = { ...topic, subscriptionArn: value(each, "arn"), pending: each.outputs?.["pendingConfirmation"] === true };
        if (value(each, "protocol") === "email") return [{ ...found, channel: "email", destination: maskedAddress(endpoint) }];
        return value(each, "protocol") === "lambda" ? forwarded(found, endpoint, of(FUNCTION), of(PERMISSION)) : [];
      }),
  );
  const rank = ({ severity, region, channel, destination }: Route): string => `${SEVERITIES.indexOf(severity)} ${region} ${CHANNELS.indexOf(channel)} ${destination}`;
  return routes.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
}

function forwarded(found: Omit<Route, "channel" | "destination">, endpoint: string, functions: readonly Deployed[], permissions: readonly Deployed[]): Route[] {
  const via = endpoint.split(":").at(-1) ?? "";
  const channel = CHANNELS.find((one) => one === FORWARDER.exec(via)?.[1]);
  if (channel === undefined || channel === "email") return [];
  const route = { ...found, channel, destination: DESTINATION[channel], via };
  if (!functions.some((each) => value(each, "arn") === endpoint)) return [{ ...route, broken: `the function ${via} is not there` }];
  const permitted = permissions.some((each) => [via, endpoint].includes(value(each, "function")) && value(each, "sourceArn") === found.topicArn && value(each, "principal") === "sns.amazonaws.com");
  return [permitted ? route : { ...route, broken: `SNS may not invoke ${via} for this topic` }];
}

/** What is wrong with the routes: severities that reach nobody, channels of the configuration that are not deployed, ways that are broken. */
export function routeProblems(routes: readonly Route[], configured: Alerting["routes"]): string[] {
  const regions = [...new Set(routes.map(({ region }) => region))];
  return [
    ...SEVERITIES.filter((severity) => !routes.some((route) => route.severity === severity && route.broken === undefined)).map((severity) => `${severity}: no route, nobody would hear of it`),
    ...SEVERITIES.flatMap((severity) =>
      regions.flatMap((region) =>
        configured[severity]
          .filter((channel) => !routes.some((route) => route.severity === severity && route.region === region && route.channel === channel))
          .map((channel) => `${severity} in ${region}: ${channel} is in the configuration, but nothing is deployed for it`),
      ),
    ),
    ...routes.flatMap(({ severity, region, channel, broken }) => (broken === undefined ? [] : [`${severity} in ${region}: ${channel}: ${broken}`])),
  ];
}

/** A text property: as the provider reports it, else as it was asked for. */
function value({ inputs, outputs }: Deployed, key: string): string {
  const found = outputs?.[key] ?? inputs?.[key];
  return typeof found === "string" ? found : "";
}
