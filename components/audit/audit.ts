/** Audit: who did what, what changed, what is wrong, and who is told. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { DATABASE_PORT } from "../network/tiers.ts";
import { AccountContacts, CONTACTS } from "./account-contacts.ts";
import type { ContactsArgs } from "./account-contacts.ts";
import { AccountDefaults } from "./account-defaults.ts";
import { ActivityAlarms } from "./activity-alarms.ts";
import type { ActivityAlarmsArgs, AlertTopics } from "./activity-alarms.ts";
import { FindingRoutes } from "./finding-routes.ts";
import type { FindingRoutesArgs } from "./finding-routes.ts";
import { Hub } from "./hub.ts";
import type { HubArgs, Standard } from "./hub.ts";
import type { Mode } from "./mode.ts";
import { Recorder } from "./recorder.ts";
import type { RecorderArgs } from "./recorder.ts";
import { Scanners } from "./scanners.ts";
import type { Scan } from "./scanners.ts";
import { SensitiveData } from "./sensitive-data.ts";
import { Threats } from "./threats.ts";
import type { ThreatsArgs } from "./threats.ts";
import { Trail } from "./trail.ts";
import type { TrailArgs } from "./trail.ts";

export interface AuditArgs {
  readonly context: PlatformContext;
  readonly trail: {
    readonly mode: Mode;
    /** See {@link TrailArgs.organizationId}. */
    readonly organizationId?: string | undefined;
    /** Log group of the trail the account has; alarms on activity look there. Only with `adopt`. */
    readonly logGroup?: string | undefined;
  };
  readonly config: { readonly mode: Mode; readonly attach: boolean; readonly serviceLinkedRole: "create" | "adopt" };
  readonly guardDuty: { readonly mode: Mode; readonly detectorId?: string | undefined; readonly runtimeMonitoring: boolean };
  readonly securityHub: { readonly mode: Mode; readonly attach: boolean; readonly standards: readonly Standard[] };
  readonly inspector: { readonly mode: Mode; readonly scans?: readonly Scan[] | undefined };
  readonly macie: { readonly mode: Mode };
  readonly accessAnalyzer: { readonly mode: Mode; readonly unusedAccessDays: number };
  readonly accountDefaults: { readonly mode: Mode };
  /** Port of the database. Default {@link DATABASE_PORT}. */
  readonly databasePort?: number | undefined;
  /** Whom AWS writes to beside the account's owner. Default: whom the account has. */
  readonly contacts?: ContactsArgs["contacts"] | undefined;
  /** Whether what is found in the account, and what is done in it, raises alerts here. Once an account is enough. */
  readonly alerts: boolean;
  /** The locked audit bucket: its name, and its policy, without which CloudTrail is turned away. */
  readonly bucket: { readonly name: pulumi.Input<string>; readonly policy?: pulumi.Resource | undefined };
  /**
   * The bucket for AWS Config, which does not deliver to one with a default lock. Its policy admits Config.
   * Source: AWS Config Developer Guide, "Managing the delivery channel".
   */
  readonly configBucket: { readonly name: pulumi.Input<string>; readonly policy?: pulumi.Resource | undefined };
  /** Sensitive buckets, by ARN; see {@link TrailArgs.dataBucketArns}. */
  readonly dataBucketArns: readonly pulumi.Input<string>[];
  readonly keyArns: {
    readonly audit: pulumi.Input<string>;
    readonly logs: pulumi.Input<string>;
    readonly data: pulumi.Input<string>;
    /** Key of class `data` in the Region of disaster recovery; needed where there is one. */
    readonly drData?: pulumi.Input<string> | undefined;
    /** Key of class `logs` there; needed where there is one. */
    readonly drLogs?: pulumi.Input<string> | undefined;
  };
  /**
   * What GuardDuty's runtime monitoring puts an endpoint into: the network. GuardDuty takes its endpoint away with the
   * detector, which therefore goes first.
   */
  readonly monitored?: readonly pulumi.Resource[] | undefined;
  readonly topics: AlertTopics;
  /** See {@link FindingRoutesArgs.deadLetterQueueArn}. */
  readonly deadLetterQueueArn?: pulumi.Input<string> | undefined;
  readonly logRetentionDays?: number | undefined;
  readonly transform?: {
    readonly trail?: NonNullable<TrailArgs["transform"]>;
    readonly recorder?: NonNullable<RecorderArgs["transform"]>;
    readonly threats?: NonNullable<ThreatsArgs["transform"]>;
    readonly hub?: NonNullable<HubArgs["transform"]>;
    readonly alarms?: NonNullable<ActivityAlarmsArgs["transform"]>;
    readonly routes?: NonNullable<FindingRoutesArgs["transform"]>;
  };
}

/** Audit and detection (checklist PRC-014, PRC-091, PRC-114 to PRC-117, PRC-119, PRC-120, OPT-48, OPT-54, OPT-55). */
export class Audit extends Component {
  /** Name of the log group CloudTrail writes to; undefined where the stack knows of none. */
  readonly trailLogGroupName: pulumi.Output<string> | undefined;

  constructor(name: string, args: AuditArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "Audit", name, opts);
    this.trailLogGroupName = this.createTrail(args);
    this.createRecorder(args);
    this.createThreats(args);
    this.createHub(args);
    const { context, inspector, accessAnalyzer, macie, contacts } = args;
    new Scanners(this.part("scanners"), { context, inspector, accessAnalyzer }, this.child());
    if (macie.mode === "create") new SensitiveData(this.part("sensitive-data"), { context }, this.child());
    if (CONTACTS.some((matter) => contacts?.[matter] !== undefined)) new AccountContacts(this.part("contacts"), { context, contacts: contacts ?? {} }, this.child());
    this.createAccountDefaults(args);
    if (args.alerts) this.createAlerts(args, this.trailLogGroupName);
    this.registerOutputs({ trailLogGroupName: this.trailLogGroupName });
  }

  private createTrail(args: AuditArgs): pulumi.Output<string> | undefined {
    const { trail, context, bucket, keyArns, dataBucketArns, logRetentionDays, transform } = args;
    if (trail.mode !== "create") return trail.mode === "adopt" && trail.logGroup !== undefined ? pulumi.output(trail.logGroup) : undefined;
    const made = new Trail(
      this.part("trail"),
      {
        context,
        bucketName: bucket.name,
        keyArns,
        dataBucketArns,
        organizationId: trail.organizationId,
        logRetentionDays,
        after: present(bucket.policy),
        ...(transform?.trail === undefined ? {} : { transform: transform.trail }),
      },
      this.child(),
    );
    return made.logGroup.name;
  }

  private createRecorder({ config, context, databasePort = DATABASE_PORT, configBucket, keyArns, transform }: AuditArgs): void {
    if (config.mode === "off") return;
    new Recorder(
      this.part("config"),
      {
        context,
        mode: config.mode,
        rules: config.mode === "create" || config.attach,
        serviceLinkedRole: config.serviceLinkedRole,
        databasePort,
        bucketName: configBucket.name,
        auditKeyArn: keyArns.audit,
        after: present(configBucket.policy),
        ...(transform?.recorder === undefined ? {} : { transform: transform.recorder }),
      },
      this.child(),
    );
  }

  private createThreats({ guardDuty, context, monitored = [], transform }: AuditArgs): void {
    if (guardDuty.mode === "off") return;
    new Threats(
      this.part("threats"),
      {
        context,
        mode: guardDuty.mode,
        detectorId: guardDuty.detectorId,
        runtimeMonitoring: guardDuty.runtimeMonitoring,
        ...(transform?.threats === undefined ? {} : { transform: transform.threats }),
      },
      this.child(monitored.length === 0 ? {} : { dependsOn: [...monitored] }),
    );
  }

  private createHub({ securityHub, context, transform }: AuditArgs): void {
    if (securityHub.mode === "off") return;
    const ours = securityHub.mode === "create" || securityHub.attach;
    new Hub(
      this.part("hub"),
      { context, mode: securityHub.mode, standards: ours ? securityHub.standards : [], ...(transform?.hub === undefined ? {} : { transform: transform.hub }) },
      this.child(),
    );
  }

  private createAccountDefaults({ accountDefaults, context, keyArns, logRetentionDays }: AuditArgs): void {
    if (accountDefaults.mode !== "create") return;
    const { data, logs, drData, drLogs } = keyArns;
    const away = drData === undefined || drLogs === undefined ? undefined : { volumes: drData, logs: drLogs };
    new AccountDefaults(this.part("defaults"), { context, keyArns: { volumes: data, logs }, drKeyArns: away, logRetentionDays }, this.child());
  }

  /** Findings are the stack's to hear of whoever made the services. */
  private createAlerts({ context, topics, deadLetterQueueArn, transform }: AuditArgs, logGroupName: pulumi.Output<string> | undefined): void {
    new FindingRoutes(
      this.part("findings"),
      { context, topics, deadLetterQueueArn, ...(transform?.routes === undefined ? {} : { transform: transform.routes }) },
      this.child(),
    );
    if (logGroupName === undefined) return;
    new ActivityAlarms(
      this.part("activity"),
      { context, logGroupName, topics, ...(transform?.alarms === undefined ? {} : { transform: transform.alarms }) },
      this.child(),
    );
  }
}

function present(resource: pulumi.Resource | undefined): pulumi.Resource[] {
  return resource === undefined ? [] : [resource];
}
