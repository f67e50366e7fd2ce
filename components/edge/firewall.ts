/**
 * Firewall: one web ACL with its request log.
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_REGION } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { REDACTED_FIELDS, firewallRules, visibility } from "./firewall-rules.ts";
import type { FirewallScope, RateLimits } from "./firewall-rules.ts";
import { logDeliveryPolicy } from "./log-delivery.ts";

export interface FirewallArgs {
  readonly context: PlatformContext;
  /** `CLOUDFRONT` for a distribution (always in us-east-1), `REGIONAL` for a load balancer. */
  readonly scope: FirewallScope;
  /** Requests one client may make. */
  readonly rateLimits?: RateLimits;
  /** Key of the request log, in the web ACL's own region. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** How long requests are kept, in days. */
  readonly logRetentionDays: number;
  readonly transform?: {
    readonly webAcl?: Transform<aws.wafv2.WebAclArgs>;
    readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly logging?: Transform<aws.wafv2.WebAclLoggingConfigurationArgs>;
  };
}

/** Name of a web ACL's log group. AWS WAF refuses any that does not begin with `aws-waf-logs-`. */
export function firewallLogGroupName(context: PlatformContext, scope: FirewallScope): string {
  return `aws-waf-logs-${context.name}-${scope.toLowerCase()}`;
}

/** A web ACL of managed rule groups and rate limits, which logs every request without its secrets. */
export class Firewall extends Component {
  readonly webAcl: aws.wafv2.WebAcl;

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge", "Firewall", name, opts);
    const region = args.scope === "CLOUDFRONT" ? GLOBAL_REGION : args.context.region;
    this.webAcl = this.createWebAcl(args, region);
    const logGroup = this.createLogGroup(args, region);
    const permission = this.permitDelivery(args, region);
    this.createLogging(args, region, logGroup, permission);
    this.registerOutputs({ webAclArn: this.webAcl.arn });
  }

  private createWebAcl({ context, scope, rateLimits, transform }: FirewallArgs, region: string): aws.wafv2.WebAcl {
    const name = this.part("web-acl");
    return new aws.wafv2.WebAcl(
      name,
      transformed(transform?.webAcl, name, {
        region,
        scope,
        description: scope === "CLOUDFRONT" ? "Requests at the distribution" : "Requests at the load balancer",
        defaultAction: { allow: {} },
        rules: firewallRules(scope, rateLimits),
        visibilityConfig: visibility(name),
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private createLogGroup(args: FirewallArgs, region: string): aws.cloudwatch.LogGroup {
    const name = this.part("logs");
    return new aws.cloudwatch.LogGroup(
      name,
      transformed(args.transform?.logGroup, name, {
        region,
        name: firewallLogGroupName(args.context, args.scope),
        kmsKeyId: args.logsKeyArn,
        retentionInDays: args.logRetentionDays,
        tags: tags(args.context, "confidential", name),
      }),
      this.child(keep(args.context.protect)),
    );
  }

  /** Of our own: AWS WAF's generic policy is shared by all web ACLs of the account and can outgrow its size limit. */
  private permitDelivery({ context, scope }: FirewallArgs, region: string): aws.cloudwatch.LogResourcePolicy {
    return new aws.cloudwatch.LogResourcePolicy(
      this.part("logs-policy"),
      {
        region,
        policyName: firewallLogGroupName(context, scope),
        policyDocument: logDeliveryPolicy(context.accountId, region, firewallLogGroupName(context, scope)),
      },
      this.child(),
    );
  }

  private createLogging(
    { transform }: FirewallArgs,
    region: string,
    logGroup: aws.cloudwatch.LogGroup,
    permission: aws.cloudwatch.LogResourcePolicy,
  ): void {
    const name = this.part("logging");
    new aws.wafv2.WebAclLoggingConfiguration(
      name,
      transformed(transform?.logging, name, {
        region,
        resourceArn: this.webAcl.arn,
        logDestinationConfigs: [logGroup.arn],
        redactedFields: REDACTED_FIELDS,
      }),
      this.child({ dependsOn: [permission] }),
    );
  }
}
