/**
 * The alert topics of one Region: one a severity, one for alerts about alerting itself, and the queue of what could not
 * be delivered.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Channel, Severity } from "../../config/sections/alerting.ts";
import { SEVERITIES } from "../../config/sections/alerting.ts";
import { arnIn } from "../arn.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { deadLetterPolicy, PUBLISHERS, topicPolicy } from "./topic-policy.ts";
import type { Publisher } from "./topic-policy.ts";

export interface TopicsArgs {
  readonly context: PlatformContext;
  /** Region of the topics. Alarms can only notify topics of their own Region. */
  readonly region: string;
  /** Key of class `alerts` in that Region. Its policy must admit the publishing services, SNS and SQS. */
  readonly keyArn: pulumi.Input<string>;
  /** Which severity goes to which channels. */
  readonly routes: Readonly<Record<Severity, readonly Channel[]>>;
  /** Mailboxes of the channel `email`; they are also told when an alert could not be delivered. At least one. */
  readonly emails: readonly string[];
  readonly transform?: {
    readonly topic?: Transform<aws.sns.TopicArgs>;
    readonly queue?: Transform<aws.sqs.QueueArgs>;
  };
}

/** Severity of a topic, or `fallback` for alerts about alerting, which no function forwards. */
export type TopicKind = Severity | "fallback";
const KINDS: readonly TopicKind[] = [...SEVERITIES, "fallback"];

/** Seconds a lost alert is kept: fourteen days, the most SQS allows. */
const KEEP_LOST = 1_209_600;
const SHOWN: Readonly<Record<TopicKind, string>> = { critical: "critical alerts", warning: "warnings", info: "notices", fallback: "alerts about alerting" };

/** Physical name of a topic, known to who has to name it in a policy. */
export function topicName(context: Pick<PlatformContext, "name">, kind: TopicKind): string {
  return `${context.name}-alerts-${kind}`;
}

/** Topics of one Region (checklist PRC-055, PRC-056, OPT-54, OPT-72). */
export class Topics extends Component {
  readonly region: string;
  /** ARN of each severity's topic, handed out once its policy is in place. */
  readonly arns: Readonly<Record<TopicKind, pulumi.Output<string>>>;
  /** Queue of alerts that could not be delivered from this Region. */
  readonly deadLetters: aws.sqs.Queue;

  constructor(name: string, args: TopicsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("alerting", "Topics", name, opts);
    this.region = args.region;
    const topics = Object.fromEntries(KINDS.map((kind) => [kind, this.createTopic(args, kind)])) as Record<TopicKind, aws.sns.Topic>;
    this.deadLetters = this.createDeadLetters(args);
    this.arns = Object.fromEntries(KINDS.map((kind) => [kind, this.admitPublishers(args, kind, topics[kind])])) as Record<TopicKind, pulumi.Output<string>>;
    this.subscribeMailboxes(args, topics);
    this.createAlarm(args);
    this.registerOutputs({ arns: this.arns });
  }

  private createTopic({ context, region, keyArn, transform }: TopicsArgs, kind: TopicKind): aws.sns.Topic {
    const name = this.part(kind);
    return new aws.sns.Topic(
      name,
      transformed<aws.sns.TopicArgs>(transform?.topic, name, {
        region,
        name: topicName(context, kind),
        displayName: `${context.name}: ${SHOWN[kind]}`,
        kmsMasterKeyId: keyArn,
        signatureVersion: 2, // SHA-256; version 1 signs with SHA-1
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private admitPublishers({ context, region }: TopicsArgs, kind: TopicKind, topic: aws.sns.Topic): pulumi.Output<string> {
    const publishers: readonly Publisher[] = kind === "fallback" ? ["cloudwatch"] : PUBLISHERS;
    const resourceArn = arnIn(context, "sns", topicName(context, kind), region);
    const policy = pulumi.all([context.accountId, resourceArn]).apply(([account, of]) => JSON.stringify(topicPolicy({ account, region, resourceArn: of }, publishers)));
    const admitted = new aws.sns.TopicPolicy(this.part(`${kind}-policy`), { region, arn: topic.arn, policy }, this.child());
    return admitted.arn;
  }

  private createDeadLetters(args: TopicsArgs): aws.sqs.Queue {
    const { context, region, keyArn, transform } = args;
    const name = this.part("dead-letters");
    const queueName = deadLetterQueueName(context);
    const queue = new aws.sqs.Queue(
      name,
      transformed<aws.sqs.QueueArgs>(transform?.queue, name, {
        region,
        name: queueName,
        kmsMasterKeyId: keyArn,
        messageRetentionSeconds: KEEP_LOST,
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
    const topicArns = pulumi.all(SEVERITIES.map((severity) => arnIn(context, "sns", topicName(context, severity), region)));
    const policy = pulumi
      .all([arnIn(context, "sqs", queueName, region), topicArns])
      .apply(([queueArn, topics]) => JSON.stringify(deadLetterPolicy(queueArn, topics)));
    new aws.sqs.QueuePolicy(this.part("dead-letters-policy"), { region, queueUrl: queue.url, policy }, this.child());
    return queue;
  }

  private subscribeMailboxes({ routes, emails, region }: TopicsArgs, topics: Readonly<Record<TopicKind, aws.sns.Topic>>): void {
    for (const kind of KINDS.filter((each) => each === "fallback" || routes[each].includes("email"))) {
      emails.forEach((endpoint, index) => {
        new aws.sns.TopicSubscription(this.part(`${kind}-email-${index + 1}`), { region, topic: topics[kind].arn, protocol: "email", endpoint }, this.child());
      });
    }
  }

  /** A lost alert is itself one, told by the one way that needs no function. */
  private createAlarm({ context, region }: TopicsArgs): void {
    const name = this.part("dead-letters-alarm");
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        region,
        name: `${context.name}-alerts-undelivered`,
        alarmDescription: "Alerts could not be delivered. They are in the dead-letter queue. See docs/runbooks/on-call.md.",
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: this.deadLetters.name },
        statistic: "Maximum",
        period: 60,
        evaluationPeriods: 1,
        threshold: 0,
        comparisonOperator: "GreaterThanThreshold",
        treatMissingData: "notBreaching", // an idle queue reports nothing
        alarmActions: [this.arns.fallback],
        okActions: [this.arns.fallback],
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }
}

/** Physical name of the queue of lost alerts, the same in every Region. */
export function deadLetterQueueName(context: Pick<PlatformContext, "name">): string {
  return `${context.name}-alerts-dead-letters`;
}
