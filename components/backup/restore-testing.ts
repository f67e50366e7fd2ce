/** Restores that are really made, every week, and looked at: AWS Backup restore testing with a validation of its own. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn, arnIn } from "../arn.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { DATABASE_PORT } from "../network/tiers.ts";
import type { Statement } from "../cluster/iam.ts";
import type { ReadyRole } from "./roles.ts";
import { BACKUP_TAG } from "./tag.ts";
import { BackupTask } from "./task.ts";

export interface RestoreTestingArgs {
  readonly context: PlatformContext;
  /** Six-field cron, UTC. */
  readonly schedule: string;
  /** The vault of the home Region. */
  readonly vaultArn: pulumi.Input<string>;
  /** The role AWS Backup restores with. */
  readonly backupRole: ReadyRole;
  readonly databaseArn: pulumi.Input<string>;
  /** GiB the restored database has at least. */
  readonly databaseGiB: number;
  /** Port of the database, which a restored one keeps. Default {@link DATABASE_PORT}. */
  readonly databasePort?: number | undefined;
  /** What has to be in it. */
  readonly content: RestoredContent;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets for the restored database: those without a way out. */
  readonly isolatedSubnetIds: readonly pulumi.Input<string>[];
  /** ARN of the key for data: the database is under it, and restored objects are put under it. */
  readonly dataKeyArn: pulumi.Input<string>;
  readonly logsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays?: number | undefined;
  readonly topicArn: pulumi.Input<string>;
  readonly topicKeyArn: pulumi.Input<string>;
  readonly transform?: {
    readonly restoreTestingPlan?: Transform<aws.backup.RestoreTestingPlanArgs>;
    readonly task?: Transform<aws.lambda.FunctionArgs>;
  } | undefined;
}

/** What a restored database has to hold to be a good one: tables, and a row in one of them at least. */
export interface RestoredContent {
  /** Name of the application's database. */
  readonly database: string;
  /** Tables that have to be there and hold rows; with a column that says when a row was made, how old the newest may have been when the backup was made. */
  readonly tables: readonly { readonly table: string; readonly newestIn?: string | undefined; readonly maxAgeHours?: number | undefined }[];
}

/** Hours AWS Backup waits for the verdict before it deletes what it restored. */
const VALIDATION_HOURS = 4;
/** Days back from which a backup is picked: an old one has to be good too. */
const WINDOW_DAYS = 30;
/** How names of restored things begin. Source: AWS Backup Developer Guide, "Restore testing inferred metadata". */
const RESTORED = "awsbackup-restore-test-";
/** What the primary runs. */
const ENGINE = "postgres";
/** Seconds the look into a database may take: some minutes less than the validator has. */
const INSPECTION_SECONDS = 300;
/**
 * Where the runtime keeps the certificates of Amazon's authorities, RDS's among them; Node.js reads them only when it is
 * told to. Source: AWS Lambda Developer Guide, "Loading additional CA certificates".
 */
const AUTHORITIES = "/var/runtime/ca-cert.pem";

/**
 * The restore tests (checklist PRC-065, PRC-073, PRC-089).
 *
 * Two functions look at what came back. The validator may ask AWS about restored things, change the password of a
 * restored database and give the verdict, and reaches no database. The inspector runs in the isolated subnets, reaches
 * restored databases and nothing else, and may do nothing: it logs in, counts and says what it found.
 */
export class RestoreTesting extends Component {
  readonly planName: string;
  readonly planArn: pulumi.Output<string>;

  constructor(name: string, args: RestoreTestingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "RestoreTesting", name, opts);
    // Letters, digits and underscores only.
    this.planName = `${args.context.name.replaceAll("-", "_")}_restores`;

    const plan = this.createPlan(args);
    const restored = this.createGroup(args, "sg", "Restored databases: only the function that looks into them may connect");
    const looking = this.createGroup(args, "inspector-sg", "Looks into restored databases, and reaches nothing else");
    const ways = this.open(args, looking, restored);
    this.selectDatabase(args, plan, this.createSubnetGroup(args), restored);
    this.selectBuckets(args, plan);
    this.validate(args, plan, this.createValidator(args, this.createInspector(args, looking, ways)));

    this.planArn = plan.arn;
    this.registerOutputs({ planName: this.planName, planArn: this.planArn });
  }

  private createPlan({ context, schedule, vaultArn, transform }: RestoreTestingArgs): aws.backup.RestoreTestingPlan {
    const name = this.part("plan");
    const args = transformed<aws.backup.RestoreTestingPlanArgs>(transform?.restoreTestingPlan, name, {
      name: this.planName,
      scheduleExpression: schedule,
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: 4,
      recoveryPointSelection: {
        algorithm: "RANDOM_WITHIN_WINDOW",
        includeVaults: [vaultArn],
        recoveryPointTypes: ["SNAPSHOT", "CONTINUOUS"],
        selectionWindowDays: WINDOW_DAYS,
      },
      tags: tags(context, "internal", name),
    });
    return new aws.backup.RestoreTestingPlan(name, args, this.child());
  }

  private createSubnetGroup({ context, isolatedSubnetIds }: RestoreTestingArgs): aws.rds.SubnetGroup {
    const name = this.part("subnets");
    return new aws.rds.SubnetGroup(name, { description: `${context.name}: restore tests`, subnetIds: [...isolatedSubnetIds], tags: tags(context, "internal", name) }, this.child());
  }

  private createGroup({ context, vpcId }: RestoreTestingArgs, part: string, description: string): aws.ec2.SecurityGroup {
    const name = this.part(part);
    return new aws.ec2.SecurityGroup(name, { vpcId, description, tags: tags(context, "internal", name) }, this.child());
  }

  /** From the one group to the other, on the database's port. A restored database holds what the real one holds: nobody else may connect. */
  private open({ context, databasePort = DATABASE_PORT }: RestoreTestingArgs, from: aws.ec2.SecurityGroup, to: aws.ec2.SecurityGroup): pulumi.Resource[] {
    const port = { ipProtocol: "tcp", fromPort: databasePort, toPort: databasePort };
    const name = this.part("inspector-out");
    const entry = this.part("inspector-in");
    return [
      new aws.vpc.SecurityGroupEgressRule(name, { securityGroupId: from.id, referencedSecurityGroupId: to.id, description: "Restored databases", ...port, tags: tags(context, "internal", name) }, this.child()),
      new aws.vpc.SecurityGroupIngressRule(entry, { securityGroupId: to.id, referencedSecurityGroupId: from.id, description: "Looks into what was restored", ...port, tags: tags(context, "internal", entry) }, this.child()),
    ];
  }

  private selectDatabase({ databaseArn, backupRole }: RestoreTestingArgs, plan: aws.backup.RestoreTestingPlan, subnets: aws.rds.SubnetGroup, group: aws.ec2.SecurityGroup): void {
    new aws.backup.RestoreTestingSelection(
      this.part("database"),
      {
        name: "database",
        restoreTestingPlanName: plan.name,
        protectedResourceType: "RDS",
        protectedResourceArns: [databaseArn],
        iamRoleArn: backupRole.role.arn,
        validationWindowHours: VALIDATION_HOURS,
        restoreMetadataOverrides: { dbSubnetGroupName: subnets.name, vpcSecurityGroupIds: pulumi.jsonStringify([group.id]) },
      },
      this.child({ dependsOn: [...backupRole.permissions] }),
    );
  }

  private selectBuckets({ context, backupRole, dataKeyArn }: RestoreTestingArgs, plan: aws.backup.RestoreTestingPlan): void {
    new aws.backup.RestoreTestingSelection(
      this.part("objects"),
      {
        name: "objects",
        restoreTestingPlanName: plan.name,
        protectedResourceType: "S3",
        protectedResourceConditions: {
          stringEquals: [
            { key: `aws:ResourceTag/${BACKUP_TAG.key}`, value: BACKUP_TAG.value },
            { key: "aws:ResourceTag/environment", value: context.environment },
          ],
        },
        iamRoleArn: backupRole.role.arn,
        validationWindowHours: VALIDATION_HOURS,
        restoreMetadataOverrides: { encryptionType: "SSE-KMS", kmsKey: dataKeyArn },
      },
      this.child({ dependsOn: [...backupRole.permissions] }),
    );
  }

  private createInspector(args: RestoreTestingArgs, group: aws.ec2.SecurityGroup, after: readonly pulumi.Resource[]): BackupTask {
    return new BackupTask(
      this.part("inspector"),
      {
        context: args.context,
        task: "inspect-database",
        description: "Logs in to a restored database and says what tables and rows there are",
        environment: { NODE_EXTRA_CA_CERTS: AUTHORITIES },
        statements: [],
        network: { subnetIds: args.isolatedSubnetIds, securityGroupId: group.id },
        timeoutSeconds: INSPECTION_SECONDS,
        logsKeyArn: args.logsKeyArn,
        logRetentionDays: args.logRetentionDays,
        topicArn: args.topicArn,
        topicKeyArn: args.topicKeyArn,
        transform: args.transform?.task,
      },
      this.child({ dependsOn: [...after] }),
    );
  }

  private createValidator(args: RestoreTestingArgs, inspector: BackupTask): BackupTask {
    const { context, content, dataKeyArn, transform } = args;
    return new BackupTask(
      this.part("validator"),
      {
        context,
        task: "validate-restore",
        description: "Looks at what a restore test brought back and gives the verdict",
        environment: {
          MIN_DATABASE_GIB: String(args.databaseGiB),
          MIN_OBJECTS: "1",
          ENGINE,
          DATABASE: content.database,
          TABLES: JSON.stringify(content.tables),
          KEY_ARN: dataKeyArn,
          INSPECTOR: inspector.functionName,
        },
        statements: pulumi.all([context.accountId, dataKeyArn, arnIn(context, "lambda", `function:${inspector.functionName}`)]).apply(([account, key, inspectorArn]): Statement[] => validatorStatements({ account, region: context.region, dataKeyArn: key, inspectorArn })),
        logsKeyArn: args.logsKeyArn,
        logRetentionDays: args.logRetentionDays,
        topicArn: args.topicArn,
        topicKeyArn: args.topicKeyArn,
        transform: transform?.task,
      },
      this.child(),
    );
  }

  /** Only restores of this plan: others are somebody's work. */
  private validate({ context }: RestoreTestingArgs, plan: aws.backup.RestoreTestingPlan, validator: BackupTask): void {
    const name = this.part("restored");
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        description: "A restore test has brought something back",
        eventPattern: plan.arn.apply((planArn) =>
          JSON.stringify({ source: ["aws.backup"], "detail-type": ["Restore Job State Change"], detail: { status: ["COMPLETED"], restoreTestingPlanArn: [{ prefix: planArn }] } }),
        ),
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
    new aws.lambda.Permission(
      this.part("permission"),
      { action: "lambda:InvokeFunction", function: validator.fn.name, principal: "events.amazonaws.com", sourceArn: rule.arn },
      this.child(),
    );
    new aws.cloudwatch.EventTarget(this.part("target"), { rule: rule.name, arn: validator.arn, retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3_600 } }, this.child());
  }
}

/**
 * What the validator may do: look at restored things, give a restored database a new password, have it looked into, read
 * restored objects, and give its verdict.
 */
export function validatorStatements({ account, region, dataKeyArn, inspectorArn }: { readonly account: string; readonly region: string; readonly dataKeyArn: string; readonly inspectorArn: string }): Statement[] {
  const bucket = arn({ service: "s3", resource: `${RESTORED}*`, partitionRegion: region });
  return [
    // The operations know no resource.
    { Sid: "Verdict", Effect: "Allow", Action: ["backup:PutRestoreValidationResult", "backup:DescribeRestoreJob"], Resource: "*" },
    { Sid: "LookAtDatabases", Effect: "Allow", Action: ["rds:DescribeDBInstances", "rds:ModifyDBInstance"], Resource: arn({ service: "rds", region, account, resource: `db:${RESTORED}*` }) },
    { Sid: "LookIntoDatabases", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: inspectorArn },
    { Sid: "LookAtBuckets", Effect: "Allow", Action: ["s3:ListBucket", "s3:GetEncryptionConfiguration", "s3:GetBucketPublicAccessBlock"], Resource: bucket },
    { Sid: "ReadSamples", Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/*` },
    { Sid: "DecryptSamples", Effect: "Allow", Action: "kms:Decrypt", Resource: dataKeyArn, Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } } },
  ];
}
