/** Trail: who did what in the account, in every Region, where nobody can change it afterwards. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import { document } from "../cluster/iam.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";

export interface TrailArgs {
  readonly context: PlatformContext;
  /** The locked audit bucket. Its policy must admit the trail of the name {@link Trail.trailName}. */
  readonly bucketName: pulumi.Input<string>;
  readonly keyArns: {
    /** Encrypts the log files; its policy must admit CloudTrail. */
    readonly audit: pulumi.Input<string>;
    /** Encrypts the log group. */
    readonly logs: pulumi.Input<string>;
  };
  /**
   * Buckets whose objects are watched one by one: who read, wrote or deleted which. Never the audit bucket itself,
   * where every delivery would be an event to deliver. At most 250, so that all selectors stay within CloudTrail's 500 values.
   */
  readonly dataBucketArns: readonly pulumi.Input<string>[];
  /**
   * Id of the organisation whose accounts are all recorded, such as `o-abc1234567`; only its management account may
   * make such a trail, and the bucket must admit `AWSLogs/<id>/*` too. Default: this account alone.
   */
  readonly organizationId?: string | undefined;
  /** Days the log group keeps events. Default 400. */
  readonly logRetentionDays?: number | undefined;
  /** What has to be there before the trail: the bucket's policy. */
  readonly after?: readonly pulumi.Resource[] | undefined;
  readonly transform?: { readonly trail?: Transform<aws.cloudtrail.TrailArgs> };
}

/** Name of the trail's log group. */
export function trailLogGroup(context: Pick<PlatformContext, "name">): string {
  return `/aws/cloudtrail/${context.name}`;
}

/** CloudTrail to the audit bucket and to CloudWatch Logs (checklist PRC-115, PRC-116, PRC-117, OPT-48, OPT-55). */
export class Trail extends Component {
  /** Known at preview: the bucket's policy names it. */
  readonly trailName: string;
  readonly trail: aws.cloudtrail.Trail;
  /** Where metric filters look. */
  readonly logGroup: aws.cloudwatch.LogGroup;

  constructor(name: string, args: TrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "Trail", name, opts);
    this.trailName = args.context.name;
    this.logGroup = createLogGroup(
      this.part("logs"),
      { context: args.context, groupName: trailLogGroup(args.context), keyArn: args.keyArns.logs, retentionInDays: args.logRetentionDays },
      this.child(),
    );
    const role = this.createRole(args);
    const permission = this.allowDelivery(args, role);
    this.trail = this.createTrail(args, role, [permission, ...(args.after ?? [])]);
    this.registerOutputs({ trailArn: this.trail.arn });
  }

  /** CloudTrail takes the role for this trail only, not for one of another account. */
  private createRole({ context }: TrailArgs): aws.iam.Role {
    const name = this.part("role");
    const trust = pulumi.output(context.accountId).apply((account) =>
      JSON.stringify(
        document({
          Sid: "CloudTrail",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceArn": arn({ service: "cloudtrail", region: context.region, account, resource: `trail/${this.trailName}` }) } },
        }),
      ),
    );
    return new aws.iam.Role(
      name,
      { description: "CloudTrail writes to its log group", assumeRolePolicy: trust, tags: tags(context, "internal", name) },
      this.child(),
    );
  }

  /**
   * The names of the streams are CloudTrail's own. Source: AWS CloudTrail User Guide, "Role policy document for
   * CloudTrail to use CloudWatch Logs for monitoring".
   */
  private allowDelivery({ context, organizationId }: TrailArgs, role: aws.iam.Role): aws.iam.RolePolicy {
    const policy = pulumi.output(context.accountId).apply((account) => {
      const stream = (prefix: string): string =>
        arn({ service: "logs", region: context.region, account, resource: `log-group:${trailLogGroup(context)}:log-stream:${prefix}*` });
      const streams = [stream(`${account}_CloudTrail_${context.region}`), ...(organizationId === undefined ? [] : [stream(`${organizationId}_`)])];
      return JSON.stringify(document({ Sid: "WriteEvents", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: streams }));
    });
    return new aws.iam.RolePolicy(this.part("delivery"), { role: role.name, policy }, this.child());
  }

  private createTrail(args: TrailArgs, role: aws.iam.Role, dependsOn: pulumi.Resource[]): aws.cloudtrail.Trail {
    const { context, bucketName, keyArns, organizationId } = args;
    const name = this.part("trail");
    const trailArgs = transformed<aws.cloudtrail.TrailArgs>(args.transform?.trail, name, {
      name: this.trailName,
      s3BucketName: bucketName,
      kmsKeyId: keyArns.audit,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      isOrganizationTrail: organizationId !== undefined,
      enableLogFileValidation: true,
      enableLogging: true,
      cloudWatchLogsGroupArn: pulumi.interpolate`${this.logGroup.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      advancedEventSelectors: selectors(args.dataBucketArns),
      insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
      tags: tags(context, "confidential", name),
    });
    return new aws.cloudtrail.Trail(name, trailArgs, this.child({ dependsOn, ...keep(context.protect) }));
  }
}

/**
 * All management events, and every access to an object of the sensitive buckets.
 * Source: AWS CloudTrail API Reference, AdvancedFieldSelector: `eventCategory` and `resources.type` take only `Equals`.
 */
function selectors(dataBucketArns: readonly pulumi.Input<string>[]): aws.types.input.cloudtrail.TrailAdvancedEventSelector[] {
  const management = { name: "Management events", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] };
  if (dataBucketArns.length === 0) return [management];
  return [
    management,
    {
      name: "Objects of sensitive buckets",
      fieldSelectors: [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        { field: "resources.ARN", startsWiths: dataBucketArns.map((bucket) => pulumi.interpolate`${bucket}/`) },
      ],
    },
  ];
}
