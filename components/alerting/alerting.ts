/** Alerting: encrypted topics a severity, and the ways from them to people. */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Channel, Severity } from "../../config/sections/alerting.ts";
import { SEVERITIES } from "../../config/sections/alerting.ts";
import { GLOBAL_REGION, partitionOf } from "../arn.ts";
import { Component } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { Forwarder } from "./forwarder.ts";
import type { ForwardedChannel } from "./forwarder.ts";
import { Topics } from "./topics.ts";
import type { TopicsArgs } from "./topics.ts";

export interface AlertingArgs {
  readonly context: PlatformContext;
  /** Which severity goes to which channels. */
  readonly routes: Readonly<Record<Severity, readonly Channel[]>>;
  /** Mailboxes of the channel `email`. */
  readonly emails: readonly string[];
  /** Secret of each channel that a route names, beside `email`. */
  readonly secretArns: Readonly<Partial<Record<ForwardedChannel, pulumi.Input<string>>>>;
  readonly keyArns: {
    /** Key of class `alerts` in the home Region. */
    readonly alerts: pulumi.Input<string>;
    readonly logs: pulumi.Input<string>;
    readonly secrets: pulumi.Input<string>;
  };
  /** Key of class `alerts` in us-east-1. Needed where home is elsewhere in the partition `aws`. */
  readonly globalKeyArn?: pulumi.Input<string> | undefined;
  readonly logRetentionDays?: number | undefined;
  /** Service region of the PagerDuty account. Default `us`. */
  readonly pagerdutyRegion?: "us" | "eu" | undefined;
  readonly transform?: TopicsArgs["transform"] & { readonly function?: Transform<aws.lambda.FunctionArgs> };
}

const FORWARDED: readonly ForwardedChannel[] = ["pagerduty", "slack", "teams"];
/** Source: PagerDuty developer documentation, "Events API v2: service regions". */
const PAGERDUTY = { us: "https://events.pagerduty.com/v2/enqueue", eu: "https://events.eu.pagerduty.com/v2/enqueue" } as const;

/**
 * Topics and their subscribers (checklist PRC-055, PRC-056, PRC-160, OPT-54, OPT-69, OPT-71, OPT-72).
 *
 * @throws where a route names a channel whose secret is not given, a severity has no route, or nobody gets mail
 */
export class Alerting extends Component {
  /** Topics of the home Region. */
  readonly topics: Topics;
  /** Topics of us-east-1, for alarms that have to be there; the same as {@link topics} where home is there, or has none. */
  readonly globalTopics: Topics;

  constructor(name: string, args: AlertingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("alerting", "Alerting", name, opts);
    const mistakes = alertingMistakes(args);
    if (mistakes.length > 0) throw new pulumi.RunError(`${name}: ${mistakes.join("; ")}`);
    this.topics = this.createTopics(args, "topics", args.context.region, args.keyArns.alerts);
    this.globalTopics = args.globalKeyArn === undefined || !apart(args) ? this.topics : this.createTopics(args, "global-topics", GLOBAL_REGION, args.globalKeyArn);
    this.createForwarders(args);
    this.registerOutputs({ topicArns: this.topics.arns, globalTopicArns: this.globalTopics.arns });
  }

  private createTopics({ context, routes, emails, transform }: AlertingArgs, part: string, region: string, keyArn: pulumi.Input<string>): Topics {
    return new Topics(this.part(part), { context, region, keyArn, routes, emails, ...(transform === undefined ? {} : { transform }) }, this.child());
  }

  private createForwarders(args: AlertingArgs): void {
    const { context, keyArns, logRetentionDays, pagerdutyRegion = "us", transform } = args;
    const topics = [...new Set([this.topics, this.globalTopics])] as [Topics, ...Topics[]];
    for (const channel of FORWARDED) {
      const severities = SEVERITIES.filter((severity) => args.routes[severity].includes(channel));
      const secretArn = args.secretArns[channel];
      if (severities.length === 0 || secretArn === undefined) continue;
      const endpoint = channel === "pagerduty" ? PAGERDUTY[pagerdutyRegion] : undefined;
      new Forwarder(this.part(channel), { context, channel, secretArn, severities, topics, keyArns, logRetentionDays, endpoint, transform: transform?.function }, this.child());
    }
  }
}

/** Whether the global services report in another Region than home. */
function apart({ context }: Pick<AlertingArgs, "context">): boolean {
  return context.region !== GLOBAL_REGION && partitionOf(context.region) === "aws";
}

/** What is wrong with the arguments; nothing where they hold. Pure. */
export function alertingMistakes(args: Pick<AlertingArgs, "context" | "routes" | "emails" | "secretArns" | "globalKeyArn">): string[] {
  const silent = SEVERITIES.filter((severity) => args.routes[severity].length === 0);
  const unkeyed = FORWARDED.filter((channel) => SEVERITIES.some((severity) => args.routes[severity].includes(channel)) && args.secretArns[channel] === undefined);
  return [
    ...silent.map((severity) => `${severity} alerts have no route`),
    ...unkeyed.map((channel) => `routes name ${channel}, but there is no secret for it`),
    ...(args.emails.length === 0 ? ["emails is empty: nobody would hear that an alert could not be delivered"] : []),
    ...(apart(args) && args.globalKeyArn === undefined ? [`globalKeyArn is missing: alarms of CloudFront and its web ACL notify topics in ${GLOBAL_REGION}`] : []),
  ];
}
