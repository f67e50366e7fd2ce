/** The role AWS Backup works with, and the small roles of the functions beside it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { document, managedPolicyArn } from "../cluster/iam.ts";
import type { Statement } from "../cluster/iam.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

/**
 * AWS managed policies of the role, by what they are for.
 * Source: AWS Backup Developer Guide, "Managed policies for AWS Backup".
 */
const POLICIES = {
  backup: "service-role/AWSBackupServiceRolePolicyForBackup",
  restore: "service-role/AWSBackupServiceRolePolicyForRestores",
  "s3-backup": "AWSBackupServiceRolePolicyForS3Backup",
  "s3-restore": "AWSBackupServiceRolePolicyForS3Restore",
} as const;

/** A role and what whoever uses it has to wait for. */
export interface ReadyRole {
  readonly role: aws.iam.Role;
  readonly permissions: readonly pulumi.Resource[];
}

/** The role for backups, copies and restores. Only AWS Backup in this account may take it. */
export function createBackupRole(name: string, context: PlatformContext, opts: pulumi.CustomResourceOptions): ReadyRole {
  const role = createRole(name, context, { service: "backup.amazonaws.com", description: `Backs up and restores ${context.name}` }, opts);
  const permissions = Object.entries(POLICIES).map(
    ([part, policy]) => new aws.iam.RolePolicyAttachment(`${name}-${part}`, { role: role.name, policyArn: managedPolicyArn(policy, context.region) }, opts),
  );
  return { role, permissions };
}

/** A role that one service may take for this account, with a policy of its own. */
export function createServiceRole(
  name: string,
  context: PlatformContext,
  trusted: { readonly service: string; readonly description: string },
  statements: pulumi.Input<readonly Statement[]>,
  opts: pulumi.CustomResourceOptions,
): ReadyRole {
  const role = createRole(name, context, trusted, opts);
  const policy = pulumi.output(statements).apply((list) => JSON.stringify(document(...list)));
  return { role, permissions: [new aws.iam.RolePolicy(`${name}-policy`, { role: role.name, policy }, opts)] };
}

/** Lambda is not told on whose behalf it takes a role, so its trust cannot be bound to the account. */
function createRole(name: string, context: PlatformContext, { service, description }: { readonly service: string; readonly description: string }, opts: pulumi.CustomResourceOptions): aws.iam.Role {
  const assumeRolePolicy = pulumi.output(context.accountId).apply((account) =>
    JSON.stringify(
      document({
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(service === "lambda.amazonaws.com" ? {} : { Condition: { StringEquals: { "aws:SourceAccount": account } } }),
      }),
    ),
  );
  return new aws.iam.Role(name, { description, assumeRolePolicy, tags: tags(context, "internal", name) }, opts);
}
