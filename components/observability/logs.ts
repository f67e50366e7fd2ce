/** Logs of everything that runs on the cluster: groups that are there, encrypted, kept and masked before anything is written. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { LOG_RETENTION_DAYS, createLogGroup } from "../storage/log-group.ts";
import { dataProtectionPolicy } from "./data-protection.ts";
import { CONTAINER_LOGS, containerLogGroup, findingsLogGroup } from "./names.ts";
import type { ContainerLog } from "./names.ts";

/** Days that logs of nodes and of the agents are kept where nothing else is asked for: they tell of faults, not of what users did. */
export const INFRASTRUCTURE_LOG_DAYS = 90;

export interface ClusterLogsArgs {
  readonly context: PlatformContext;
  /** Name of the cluster. Known at preview. */
  readonly clusterName: string;
  /** Key of class `logs`. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days that programs' logs are kept; a value CloudWatch Logs knows. Default 400. */
  readonly applicationDays?: number | undefined;
  /** Days that logs of nodes and agents are kept; a value CloudWatch Logs knows. Default {@link INFRASTRUCTURE_LOG_DAYS}. */
  readonly infrastructureDays?: number | undefined;
  readonly transform?: { readonly dataProtection?: Transform<aws.cloudwatch.LogDataProtectionPolicyArgs> } | undefined;
}

/** Centralised logs of the cluster (checklist PRC-044…PRC-047, OPT-39). */
export class ClusterLogs extends Component {
  /** The groups, by kind: the add-on that writes to them comes after. */
  readonly groups: Readonly<Record<ContainerLog, aws.cloudwatch.LogGroup>>;

  constructor(name: string, args: ClusterLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "ClusterLogs", name, opts);
    const findings = this.createFindings(args);
    this.groups = Object.fromEntries(CONTAINER_LOGS.map((kind) => [kind, this.createGroup(args, kind)])) as Record<ContainerLog, aws.cloudwatch.LogGroup>;
    for (const kind of CONTAINER_LOGS) this.protect(args, kind, findings);
    this.registerOutputs({});
  }

  private createFindings({ context, logsKeyArn, applicationDays = LOG_RETENTION_DAYS }: ClusterLogsArgs): aws.cloudwatch.LogGroup {
    return createLogGroup(
      this.part("findings"),
      { context, groupName: findingsLogGroup(context), keyArn: logsKeyArn, retentionInDays: applicationDays, classification: "restricted" },
      this.child(),
    );
  }

  private createGroup(args: ClusterLogsArgs, kind: ContainerLog): aws.cloudwatch.LogGroup {
    const { context, clusterName, logsKeyArn, applicationDays = LOG_RETENTION_DAYS, infrastructureDays = INFRASTRUCTURE_LOG_DAYS } = args;
    return createLogGroup(
      this.part(kind),
      {
        context,
        groupName: containerLogGroup(clusterName, kind),
        keyArn: logsKeyArn,
        retentionInDays: kind === "application" ? applicationDays : infrastructureDays,
      },
      this.child(),
    );
  }

  private protect({ context, transform }: ClusterLogsArgs, kind: ContainerLog, findings: aws.cloudwatch.LogGroup): void {
    const name = this.part(`${kind}-protection`);
    const policy = dataProtectionPolicy(`${context.name}-${kind}`, context.region, findingsLogGroup(context));
    new aws.cloudwatch.LogDataProtectionPolicy(
      name,
      transformed<aws.cloudwatch.LogDataProtectionPolicyArgs>(transform?.dataProtection, name, {
        logGroupName: this.groups[kind].name,
        policyDocument: JSON.stringify(policy),
      }),
      // CloudWatch Logs wants the destination of findings to be there.
      this.child({ dependsOn: [findings] }),
    );
  }
}
