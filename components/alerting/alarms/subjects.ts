/** What alarms are about: everything by its plain identifier, as CloudWatch's dimensions name it. */
import type * as pulumi from "@pulumi/pulumi";

/** A canary and what of it is measured. */
export interface Journey {
  /** Name of the canary. */
  readonly canary: pulumi.Input<string>;
  /** Minutes between two runs: an alarm looks no closer. 1 to 60. */
  readonly everyMinutes: number;
  /** Step whose duration counts; the whole run where it is left out. */
  readonly step?: string | undefined;
}

export interface Subjects {
  /** `arnSuffix` of the load balancer and of its target groups. */
  readonly loadBalancer: { readonly suffix: pulumi.Input<string>; readonly apiTargetGroup: pulumi.Input<string>; readonly webTargetGroup: pulumi.Input<string> };
  /** Id of the CloudFront distribution. */
  readonly distributionId: pulumi.Input<string>;
  /** Metric names of the web ACLs (`visibilityConfig.metricName`). */
  readonly webAcls: { readonly global: pulumi.Input<string>; readonly regional: pulumi.Input<string> };
  /** Certificates by a short name; CloudFront's are in us-east-1. */
  readonly certificates: Readonly<Record<string, { readonly arn: pulumi.Input<string>; readonly global: boolean }>>;
  readonly database: {
    /** Identifiers: the primary first, then the replicas. */
    readonly identifiers: readonly [string, ...string[]];
    /** Such as `db.r7g.large`. */
    readonly instanceClass: string;
    /** GiB at the start. */
    readonly allocatedStorage: number;
    /** Name of the RDS Proxy. */
    readonly proxyName: pulumi.Input<string>;
    /** Weekly maintenance, UTC. */
    readonly maintenanceWindow: string;
  };
  readonly cache: {
    /** Id of the replication group; its nodes are `<id>-001` and so on. */
    readonly replicationGroupId: string;
    /** Primary and replicas. */
    readonly nodes: number;
    /** Weekly maintenance, UTC. */
    readonly maintenanceWindow: string;
  };
  readonly cluster: {
    readonly name: pulumi.Input<string>;
    /** Workloads as Container Insights names them. */
    readonly workloads: readonly { readonly namespace: string; readonly name: string }[];
  };
  /** NAT gateways by zone. */
  readonly natGateways: Readonly<Record<string, pulumi.Input<string>>>;
  readonly canaries: {
    readonly api: Journey;
    readonly frontend: Journey;
    readonly login: Journey;
    readonly email: Journey;
    readonly sms: Journey;
  };
  /** Name of the RUM app monitor. */
  readonly appMonitor: pulumi.Input<string>;
  /** Functions by a short name: rotation and the like. */
  readonly functions: Readonly<Record<string, pulumi.Input<string>>>;
  /** Dead-letter queues by a short name, by queue name. */
  readonly deadLetterQueues: Readonly<Record<string, pulumi.Input<string>>>;
  /** Backup vaults of the home Region by a short name. */
  readonly backupVaults: Readonly<Record<string, pulumi.Input<string>>>;
}
