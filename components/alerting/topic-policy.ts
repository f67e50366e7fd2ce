/** Who may publish alerts, and what a dead-letter queue takes. Pure. */
import { arn } from "../arn.ts";

/** Where a topic is. */
export interface TopicPlace {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** The topic. */
  readonly resourceArn: string;
}

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A statement of a topic's or queue's policy. */
export interface ResourceStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: { readonly Service: string } | { readonly AWS: "*" };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Condition;
}

/** A resource policy. */
export interface ResourcePolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly ResourceStatement[];
}

/** AWS services that publish alerts, by what they tell. */
export const PUBLISHERS = ["cloudwatch", "events", "budgets", "costalerts", "aps", "backup", "rds"] as const;
/** One of {@link PUBLISHERS}. */
export type Publisher = (typeof PUBLISHERS)[number];

/** Principal, and the ARN it acts for where it says so. */
const SERVICES: Readonly<Record<Publisher, { readonly principal: string; readonly source?: (place: TopicPlace) => string; readonly sourceless?: true }>> = {
  cloudwatch: { principal: "cloudwatch.amazonaws.com", source: ({ account, region }) => arn({ service: "cloudwatch", region, account, resource: "alarm:*" }) },
  // EventBridge names neither account nor rule when it publishes to a topic: a condition would drop every event, and the
  // rule would still report success. Source: EventBridge User Guide, "Using resource-based policies: Amazon SNS permissions".
  events: { principal: "events.amazonaws.com", sourceless: true },
  budgets: { principal: "budgets.amazonaws.com", source: ({ account, region }) => arn({ service: "budgets", account, resource: "*", partitionRegion: region }) },
  // Source: Cost Management User Guide, "Creating an Amazon SNS topic for anomaly notifications": the account only.
  costalerts: { principal: "costalerts.amazonaws.com" },
  aps: { principal: "aps.amazonaws.com", source: ({ account, region }) => arn({ service: "aps", region, account, resource: "workspace/*" }) },
  backup: { principal: "backup.amazonaws.com" },
  // Instances, parameter groups and security groups alike. Source: Amazon RDS User Guide, "Granting permissions to publish notifications to an Amazon SNS topic".
  rds: { principal: "events.rds.amazonaws.com", source: ({ account, region }) => arn({ service: "rds", region, account, resource: "*" }) },
};

/** What the publishers are called in policies, in their order. */
export const PUBLISHER_PRINCIPALS: readonly string[] = PUBLISHERS.map((publisher) => SERVICES[publisher].principal);

/** Policy of a topic: only these services publish, each for this account alone, and nobody without TLS. */
export function topicPolicy(place: TopicPlace, publishers: readonly Publisher[]): ResourcePolicy {
  return {
    Version: "2012-10-17",
    Statement: [
      ...publishers.map((publisher): ResourceStatement => {
        const { principal, source, sourceless } = SERVICES[publisher];
        return {
          Sid: `Publish${publisher.charAt(0).toUpperCase()}${publisher.slice(1)}`,
          Effect: "Allow",
          Principal: { Service: principal },
          Action: "sns:Publish",
          Resource: place.resourceArn,
          ...(sourceless === true
            ? {}
            : { Condition: { StringEquals: { "aws:SourceAccount": place.account }, ...(source === undefined ? {} : { ArnLike: { "aws:SourceArn": source(place) } }) } }),
        };
      }),
      tlsOnly("sns:Publish", place.resourceArn),
    ],
  };
}

/**
 * Policy of a dead-letter queue: SNS puts in what it could not deliver from these topics. By their ARNs alone, which name
 * the account: AWS documents no `aws:SourceAccount` here, and an alert lost twice would be noticed by nobody.
 * Source: Amazon SNS Developer Guide, "Configuring a dead-letter queue for a subscription".
 */
export function deadLetterPolicy(resourceArn: string, topicArns: readonly string[]): ResourcePolicy {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "UndeliveredAlerts",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: resourceArn,
        Condition: { ArnEquals: { "aws:SourceArn": topicArns } },
      },
      tlsOnly("sqs:*", resourceArn),
    ],
  };
}

/** Source: Amazon SNS Developer Guide, "Security best practices: enforce encryption of data in transit". */
function tlsOnly(action: string, resource: string): ResourceStatement {
  return { Sid: "TlsOnly", Effect: "Deny", Principal: { AWS: "*" }, Action: action, Resource: resource, Condition: { Bool: { "aws:SecureTransport": "false" } } };
}
