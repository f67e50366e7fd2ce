/** The role with which Enhanced Monitoring writes operating-system metrics of the instances to CloudWatch Logs. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn, arnIn } from "../arn.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

/** The role, and what it may do. */
export interface MonitoringRole {
  readonly role: aws.iam.Role;
  /** RDS refuses a role that lacks the permission, so instances wait for it. */
  readonly permission: aws.iam.RolePolicyAttachment;
}

/**
 * Only for instances of this platform: RDS names them when it takes the role.
 * Source: Amazon RDS User Guide, "Preventing the confused deputy problem: Enhanced Monitoring".
 */
export function createMonitoringRole(name: string, context: PlatformContext, opts: pulumi.CustomResourceOptions): MonitoringRole {
  const role = new aws.iam.Role(
    name,
    {
      description: `Enhanced Monitoring of ${context.name}`,
      assumeRolePolicy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "monitoring.rds.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": context.accountId },
              ArnLike: { "aws:SourceArn": arnIn(context, "rds", `db:${context.name}*`) },
            },
          },
        ],
      }),
      tags: tags(context, "internal", name),
    },
    opts,
  );
  const permission = new aws.iam.RolePolicyAttachment(
    `${name}-policy`,
    {
      role: role.name,
      policyArn: arn({
        service: "iam",
        account: "aws",
        resource: "policy/service-role/AmazonRDSEnhancedMonitoringRole",
        partitionRegion: context.region,
      }),
    },
    opts,
  );
  return { role, permission };
}
