/**
 * QueryLog: which names of a public hosted zone were asked for, by whose resolvers.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn, GLOBAL_REGION } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

export interface QueryLogArgs {
  readonly context: PlatformContext;
  /** A public zone of this account. Route 53 logs no queries of private ones. */
  readonly zone: aws.route53.Zone;
  /** Name of the zone. */
  readonly domain: string;
  /** Key of the log group, in us-east-1. Its policy must admit CloudWatch Logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** How long queries are kept, in days. */
  readonly logRetentionDays: number;
  readonly transform?: Transform<aws.cloudwatch.LogGroupArgs> | undefined;
}

/** Name of the log group, below the prefix that Route 53 recommends. */
export function queryLogGroupName(domain: string): string {
  return `/aws/route53/${domain}`;
}

/**
 * Query log of a zone. Its group is in us-east-1, where alone Route 53 delivers to.
 *
 * Source: Amazon Route 53 Developer Guide, "Public DNS query logging"; API Reference, CreateQueryLoggingConfig.
 */
export class QueryLog extends Component {
  constructor(name: string, args: QueryLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge", "QueryLog", name, opts);
    const logGroup = this.createLogGroup(args);
    const permission = this.permitDelivery(args);
    new aws.route53.QueryLog(this.part("config"), { zoneId: args.zone.zoneId, cloudwatchLogGroupArn: logGroup.arn }, this.child({ dependsOn: [permission] }));
    this.registerOutputs({});
  }

  private createLogGroup({ context, domain, logsKeyArn, logRetentionDays, transform }: QueryLogArgs): aws.cloudwatch.LogGroup {
    const name = this.part("logs");
    return new aws.cloudwatch.LogGroup(
      name,
      transformed(transform, name, {
        region: GLOBAL_REGION,
        name: queryLogGroupName(domain),
        kmsKeyId: logsKeyArn,
        retentionInDays: logRetentionDays,
        tags: tags(context, "confidential", name),
      }),
      this.child(keep(context.protect)),
    );
  }

  /** One of the ten such policies that an account may have in a Region. */
  private permitDelivery({ context, domain, zone }: QueryLogArgs): aws.cloudwatch.LogResourcePolicy {
    const zoneArn = zone.zoneId.apply((id) => arn({ service: "route53", resource: `hostedzone/${id}` }));
    return new aws.cloudwatch.LogResourcePolicy(
      this.part("logs-policy"),
      {
        region: GLOBAL_REGION,
        policyName: `${context.name}-route53-query-log`,
        policyDocument: pulumi.all([context.accountId, zoneArn]).apply(([account, source]) => JSON.stringify(queryLogPolicy(account, domain, source))),
      },
      this.child(),
    );
  }
}

/** Lets Route 53 write the queries of one zone of this account. Pure. */
export function queryLogPolicy(account: string, domain: string, zoneArn: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "QueryLog",
        Effect: "Allow",
        Principal: { Service: "route53.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: arn({ service: "logs", region: GLOBAL_REGION, account, resource: `log-group:${queryLogGroupName(domain)}:*` }),
        Condition: { StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": zoneArn } },
      },
    ],
  };
}
