/**
 * AccessLog: CloudFront's standard access log (version 2), delivered to an encrypted log group.
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_REGION } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { logDeliveryPolicy } from "./log-delivery.ts";

export interface AccessLogArgs {
  readonly context: PlatformContext;
  readonly distributionArn: pulumi.Input<string>;
  /** Key of the log group, in us-east-1. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** How long requests are kept, in days. */
  readonly logRetentionDays: number;
  readonly transform?: {
    readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly delivery?: Transform<aws.cloudwatch.LogDeliveryArgs>;
  };
}

/**
 * What is logged of a request: no cookie and no query string, where tokens stand (PRC-047).
 *
 * Source: Amazon CloudFront Developer Guide, "Standard logging reference".
 */
const RECORD_FIELDS = [
  "date",
  "time",
  "x-edge-location",
  "sc-bytes",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "cs(User-Agent)",
  "x-edge-result-type",
  "x-edge-request-id",
  "x-host-header",
  "cs-protocol",
  "cs-bytes",
  "time-taken",
  "ssl-protocol",
  "ssl-cipher",
  "x-edge-response-result-type",
  "cs-protocol-version",
  "time-to-first-byte",
  "x-edge-detailed-result-type",
  "sc-content-type",
] as const;

/** Name of the log group. Delivered logs are looked for under `/aws/vendedlogs/`. */
export function accessLogGroupName(context: PlatformContext): string {
  return `/aws/vendedlogs/cloudfront/${context.name}`;
}

/** Access log of a distribution. All of it lives in us-east-1, where CloudFront delivers from. */
export class AccessLog extends Component {
  constructor(name: string, args: AccessLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge", "AccessLog", name, opts);
    const logGroup = this.createLogGroup(args);
    const permission = this.permitDelivery(args);
    const source = this.createSource(args);
    const destination = this.createDestination(args, logGroup, permission);
    this.createDelivery(args, source, destination);
    this.registerOutputs({});
  }

  private createLogGroup({ context, logsKeyArn, logRetentionDays, transform }: AccessLogArgs): aws.cloudwatch.LogGroup {
    const name = this.part("logs");
    return new aws.cloudwatch.LogGroup(
      name,
      transformed(transform?.logGroup, name, {
        region: GLOBAL_REGION,
        name: accessLogGroupName(context),
        kmsKeyId: logsKeyArn,
        retentionInDays: logRetentionDays,
        tags: tags(context, "confidential", name),
      }),
      this.child(keep(context.protect)),
    );
  }

  private permitDelivery({ context }: AccessLogArgs): aws.cloudwatch.LogResourcePolicy {
    return new aws.cloudwatch.LogResourcePolicy(
      this.part("logs-policy"),
      {
        region: GLOBAL_REGION,
        policyName: `${context.name}-cloudfront-access-log`,
        policyDocument: logDeliveryPolicy(context.accountId, GLOBAL_REGION, accessLogGroupName(context)),
      },
      this.child(),
    );
  }

  private createSource({ context, distributionArn }: AccessLogArgs): aws.cloudwatch.LogDeliverySource {
    const name = this.part("source");
    return new aws.cloudwatch.LogDeliverySource(
      name,
      {
        region: GLOBAL_REGION,
        name: `${context.name}-cloudfront`,
        logType: "ACCESS_LOGS",
        resourceArn: distributionArn,
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }

  private createDestination(
    { context }: AccessLogArgs,
    logGroup: aws.cloudwatch.LogGroup,
    permission: aws.cloudwatch.LogResourcePolicy,
  ): aws.cloudwatch.LogDeliveryDestination {
    const name = this.part("destination");
    return new aws.cloudwatch.LogDeliveryDestination(
      name,
      {
        region: GLOBAL_REGION,
        name: `${context.name}-cloudfront`,
        outputFormat: "json",
        deliveryDestinationConfiguration: { destinationResourceArn: logGroup.arn },
        tags: tags(context, "internal", name),
      },
      this.child({ dependsOn: [permission] }),
    );
  }

  private createDelivery(
    { context, transform }: AccessLogArgs,
    source: aws.cloudwatch.LogDeliverySource,
    destination: aws.cloudwatch.LogDeliveryDestination,
  ): void {
    const name = this.part("delivery");
    new aws.cloudwatch.LogDelivery(
      name,
      transformed(transform?.delivery, name, {
        region: GLOBAL_REGION,
        deliverySourceName: source.name,
        deliveryDestinationArn: destination.arn,
        recordFields: [...RECORD_FIELDS],
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }
}
