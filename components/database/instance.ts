/** What the primary and its replicas have in common. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { tags } from "../context.ts";
import type { Settings } from "./args.ts";

/** Logs RDS for PostgreSQL sends to CloudWatch: the server's, those of upgrades, and failed IAM logins. */
export const LOG_EXPORTS = ["postgresql", "upgrade", "iam-db-auth-error"] as const;

/**
 * Days of performance data, by mode: Database Insights fixes them. Source: Amazon RDS User Guide, "Turning on the
 * Advanced mode of Database Insights" (465 days) and "Standard mode" (7 days).
 */
const INSIGHTS_DAYS = { advanced: 465, standard: 7 } as const;
/** Seconds between two samples of Enhanced Monitoring. */
const MONITORING_SECONDS = 60;
/** Certificate authority with the longest life (until 2061) that every client can check. */
const CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1";

export interface CommonInstance {
  readonly settings: Settings;
  readonly name: string;
  readonly identifier: string;
  readonly parameterGroup: aws.rds.ParameterGroup;
  readonly monitoringRoleArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
}

/**
 * The arguments every instance gets. A replica is backed up too, so that it has a history from the day it is promoted.
 *
 * No `kmsKeyId`: RDS refuses one for a replica in its source's Region, which takes over the source's key. The provider
 * does not send `storageEncrypted` of a replica, but compares it with what RDS reports, and would replace the replica.
 * Source: Amazon RDS API Reference, CreateDBInstanceReadReplica: `KmsKeyId`.
 */
export function commonInstanceArgs(common: CommonInstance): aws.rds.InstanceArgs {
  const { settings, name, identifier, parameterGroup, monitoringRoleArn, securityGroupId } = common;
  const { context, keyArns, insights, storage } = settings;
  return {
    identifier,
    instanceClass: settings.instanceClass,
    port: settings.port,
    networkType: "IPV4",
    publiclyAccessible: false,
    vpcSecurityGroupIds: [securityGroupId],
    parameterGroupName: parameterGroup.name,
    caCertIdentifier: CERTIFICATE_AUTHORITY,
    iamDatabaseAuthenticationEnabled: true,
    storageType: "gp3",
    storageEncrypted: true,
    maxAllocatedStorage: storage.max,
    backupRetentionPeriod: settings.backupRetentionDays,
    backupWindow: settings.backupWindow,
    maintenanceWindow: settings.maintenanceWindow,
    copyTagsToSnapshot: true,
    autoMinorVersionUpgrade: true,
    deletionProtection: context.deletionProtection,
    enabledCloudwatchLogsExports: [...LOG_EXPORTS],
    monitoringInterval: MONITORING_SECONDS,
    monitoringRoleArn,
    databaseInsightsMode: insights,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: keyArns.data,
    performanceInsightsRetentionPeriod: INSIGHTS_DAYS[insights],
    tags: tags(context, "confidential", name),
  };
}
