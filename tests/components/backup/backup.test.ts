import { beforeAll, describe, expect, test } from "@jest/globals";
import { backupMistakes } from "../../../components/backup/args.ts";
import type { BackupArgs } from "../../../components/backup/args.ts";
import { Backup } from "../../../components/backup/backup.ts";
import { LogBucket } from "../../../components/storage/log-bucket.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, namesOf, policy, PRODUCTION, strays } from "../network/fixture.ts";
import { BACKUP } from "./fixture.ts";

const PLAN = "aws:backup/plan:Plan";
const LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const VAULT = "aws:backup/vault:Vault";
const SELECTION = "aws:backup/selection:Selection";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const SMALL: BackupArgs = { ...BACKUP, context: DEVELOPMENT, drKeyArn: undefined, audit: undefined, state: undefined, manageRegion: false };
let graph: Registration[];
let small: Registration[];

beforeAll(async () => {
  graph = await record(() => new Backup("backup", BACKUP));
  small = await record(() => new Backup("backup", SMALL));
});

const task = (part: string, scheduled: boolean): string[] => [
  `golive:backup:BackupTask backup-${part}`,
  `cloudwatch:LogGroup backup-${part}-logs`,
  `iam:Role backup-${part}-role`,
  `iam:RolePolicy backup-${part}-role-policy`,
  `lambda:Function backup-${part}-function`,
  ...(scheduled ? [`iam:Role backup-${part}-caller`, `iam:RolePolicy backup-${part}-caller-policy`, `scheduler:Schedule backup-${part}-schedule`] : []),
];
const bucket = (part: string): string[] => [
  `golive:backup:ExportBucket backup-cache-${part}`,
  ...["Bucket bucket", "BucketLifecycleConfiguration lifecycle", "BucketOwnershipControls ownership", "BucketPolicy policy", "BucketPublicAccessBlock public-access", "BucketServerSideEncryptionConfiguration encryption", "BucketVersioning versioning"].map((each) => `s3:${each.replace(" ", ` backup-cache-${part}-`)}`),
];
const vault = (part: string): string[] => [`golive:backup:BackupVault backup-${part}`, `backup:Vault backup-${part}-vault`, `backup:VaultLockConfiguration backup-${part}-lock`, `backup:VaultPolicy backup-${part}-policy`];
const COMMON = [
  "golive:backup:Backup backup",
  ...vault("home"),
  "backup:VaultNotifications backup-home-notifications",
  ...["backup", "restore", "s3-backup", "s3-restore"].map((part) => `iam:RolePolicyAttachment backup-role-${part}`),
  "iam:Role backup-role",
  ...["snapshots", "objects"].flatMap((part) => [`backup:Plan backup-${part}`, `backup:Selection backup-${part}-tagged`]),
  "cloudwatch:EventRule backup-failed",
  "cloudwatch:EventTarget backup-failed-target",
  "golive:backup:RestoreTesting backup-restores",
  "backup:RestoreTestingPlan backup-restores-plan",
  "backup:RestoreTestingSelection backup-restores-database",
  "backup:RestoreTestingSelection backup-restores-objects",
  "rds:SubnetGroup backup-restores-subnets",
  ...["sg", "inspector-sg"].map((part) => `ec2:SecurityGroup backup-restores-${part}`),
  "vpc:SecurityGroupEgressRule backup-restores-inspector-out",
  "vpc:SecurityGroupIngressRule backup-restores-inspector-in",
  "cloudwatch:EventRule backup-restores-restored",
  "cloudwatch:EventTarget backup-restores-target",
  "lambda:Permission backup-restores-permission",
  ...task("restores-inspector", false),
  ...task("restores-validator", false),
  "golive:backup:CacheExport backup-cache",
  ...bucket("home"),
  ...task("cache-task", true),
];

test("exactly these children in production", () => {
  expect(children(graph)).toEqual(
    [
      ...COMMON,
      "backup:RegionSettings backup-region",
      ...vault("away"),
      "golive:backup:BackupAudit backup-audit",
      "backup:Framework backup-audit-framework",
      ...["jobs", "copies", "restores", "controls", "resources"].map((part) => `backup:ReportPlan backup-audit-${part}`),
      ...bucket("away"),
      "iam:Role backup-cache-replication",
      "iam:RolePolicy backup-cache-replication-policy",
      "s3:BucketReplicationConfig backup-cache-replication-rules",
      ...task("state", true),
    ].sort(),
  );
  expect(strays(graph)).toEqual([]);
});

test("and without another Region, an audit or a state bucket, exactly these", () => {
  expect(children(small)).toEqual([...COMMON].sort());
  expect(keptNames(small)).toEqual([]);
});

test("what holds data is protected and kept in production", () => {
  expect(keptNames(graph)).toEqual(["backup-away-lock", "backup-away-vault", "backup-cache-away-bucket", "backup-cache-home-bucket", "backup-cache-task-logs", "backup-home-lock", "backup-home-vault", "backup-restores-inspector-logs", "backup-restores-validator-logs", "backup-state-logs"]);
});

test("AWS refuses nothing and no rule is broken", async () => {
  const logged = await record(() => {
    const home = new LogBucket("logs", { context: PRODUCTION });
    const away = new LogBucket("away-logs", { context: PRODUCTION, region: "eu-west-1" });
    new Backup("backup", { ...BACKUP, accessLogs: { home, away } });
  });
  expect(refusals(logged)).toEqual([]);
  expect(violations(logged)).toEqual([]);
  const logging = logged.filter(({ type }) => type === "aws:s3/bucketLogging:BucketLogging").map(({ name, inputs }) => [name, inputs["region"], inputs["targetPrefix"]]);
  expect(logging).toEqual([["backup-cache-away-access-log", "eu-west-1", "s3/rdb/"], ["backup-cache-home-access-log", "eu-central-1", "s3/rdb/"]]);
  expect(refusals(small)).toEqual([]);
});

describe("plans", () => {
  const copied = (lifecycle: object): object => ({ lifecycle, copyActions: [{ destinationVaultArn: "<unknown>", lifecycle }] });
  const rule = (ruleName: string, schedule: string, lifecycle: object): object => ({ ruleName, schedule, scheduleExpressionTimezone: "Etc/UTC", targetVaultName: "optibid-production-backups", startWindow: 60, completionWindow: 480, ...copied(lifecycle) });

  test("the database and volumes: daily, weekly, and monthly with cold storage for at least 90 days", () => {
    expect(only(graph, PLAN, "snapshots").inputs).toEqual({
      name: "optibid-production-snapshots",
      rules: [
        rule("daily", "cron(0 5 * * ? *)", { deleteAfter: 35 }),
        rule("weekly", "cron(0 5 ? * SUN *)", { deleteAfter: 90 }),
        rule("monthly", "cron(0 5 1 * ? *)", { coldStorageAfter: 35, deleteAfter: 400, optInToArchiveForSupportedResources: true }),
      ],
      tags: expectedTags("internal", "backup-snapshots"),
    });
  });

  test("buckets: continuous within its 35 days, and weekly", () => {
    expect(only(graph, PLAN, "objects").inputs["rules"]).toEqual([
      { ...rule("continuous", "cron(0 5 * * ? *)", { deleteAfter: 35 }), enableContinuousBackup: true },
      rule("weekly", "cron(0 5 ? * SUN *)", { deleteAfter: 90 }),
    ]);
  });

  test("without another Region nothing is copied", () => {
    expect(small.filter(({ type }) => type === PLAN).flatMap(({ inputs }) => inputs["rules"] as object[]).filter((each) => "copyActions" in each)).toEqual([]);
  });

  test.each([
    ["snapshots", ["arn:aws:rds:*:*:db:*", "arn:aws:ec2:*:*:volume/*"]],
    ["objects", ["arn:aws:s3:::*"]],
  ])("%s are what carries the tag in this environment", (part, resources) => {
    const selection = only(graph, SELECTION, `${part}-tagged`);
    expect(selection.inputs).toEqual({
      name: "tagged",
      planId: "<unknown>",
      iamRoleArn: "<unknown>",
      resources,
      conditions: [{ stringEquals: [{ key: "aws:ResourceTag/backup", value: "daily" }, { key: "aws:ResourceTag/environment", value: "production" }] }],
    });
    expect(namesOf(selection.dependencies)).toEqual(expect.arrayContaining(["backup-region", "backup-role-backup", "backup-role-restore", "backup-role-s3-backup", "backup-role-s3-restore"]));
  });
});

describe("vaults", () => {
  test("one here, one in the other Region, each under that Region's key", () => {
    expect(graph.filter(({ type }) => type === VAULT).map(({ inputs }) => [inputs["region"], inputs["name"], inputs["kmsKeyArn"], inputs["forceDestroy"]]).sort()).toEqual([
      ["eu-central-1", "optibid-production-backups", BACKUP.keyArns.backups, false],
      ["eu-west-1", "optibid-production-backups", BACKUP.drKeyArn, false],
    ]);
  });

  test("locked to what the plans ask for: here so that it can be undone, there so that it cannot", () => {
    expect(graph.filter(({ type }) => type === LOCK).map(({ inputs }) => inputs)).toEqual(
      expect.arrayContaining([
        { region: "eu-central-1", backupVaultName: "optibid-production-backups", minRetentionDays: 35, maxRetentionDays: 400 },
        { region: "eu-west-1", backupVaultName: "optibid-production-backups", minRetentionDays: 35, maxRetentionDays: 400, changeableForDays: 7 },
      ]),
    );
  });

  test.each(["staging", "local"] as const)("in %s every lock can be undone", async (environment) => {
    const other = await record(() => new Backup("backup", { ...BACKUP, context: { ...PRODUCTION, environment, protect: false } }));
    expect(other.filter(({ type }) => type === LOCK).map(({ inputs }) => inputs["changeableForDays"])).toEqual([undefined, undefined]);
    expect(other.filter(({ type }) => type === VAULT).map(({ inputs }) => inputs["forceDestroy"])).toEqual([true, true]);
  });

  test("nobody deletes a backup", () => {
    const statements = policy(only(graph, "aws:backup/vaultPolicy:VaultPolicy", "away-policy").inputs["policy"]).Statement;
    expect(statements.map(({ Effect, Principal, Action, Resource }) => [Effect, Principal, Action, Resource])).toEqual([
      ["Deny", "*", ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:DisassociateRecoveryPoint"], "*"],
      ["Deny", "*", "backup:*", "arn:aws:backup:eu-west-1:123456789012:backup-vault:optibid-production-backups"],
    ]);
  });
});

test("failures of jobs and of restore tests are told", () => {
  const ended = ["FAILED", "ABORTED", "EXPIRED", "PARTIAL"];
  expect(JSON.parse(String(only(graph, RULE, "backup-failed").inputs["eventPattern"]))).toEqual({
    source: ["aws.backup"],
    "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
    detail: { $or: [{ state: ended }, { status: ended }, { validationStatus: ["FAILED", "TIMED_OUT"] }] },
  });
  expect(only(graph, "aws:cloudwatch/eventTarget:EventTarget", "failed-target").inputs["arn"]).toBe(BACKUP.topicArn);
});

describe("restore tests", () => {
  test("any backup of the last month, every week", () => {
    expect(only(graph, "aws:backup/restoreTestingPlan:RestoreTestingPlan").inputs).toEqual({
      name: "optibid_production_restores",
      scheduleExpression: "cron(0 8 ? * TUE *)",
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: 4,
      recoveryPointSelection: { algorithm: "RANDOM_WITHIN_WINDOW", includeVaults: ["<unknown>"], recoveryPointTypes: ["SNAPSHOT", "CONTINUOUS"], selectionWindowDays: 30 },
      tags: expectedTags("internal", "backup-restores-plan"),
    });
  });

  test("of the database into a group of its own, and of the tagged buckets", () => {
    const selections = graph.filter(({ type }) => type.endsWith(":RestoreTestingSelection")).map(({ inputs }) => inputs);
    expect(selections.map((each) => [each["name"], each["protectedResourceType"], each["protectedResourceArns"] ?? each["protectedResourceConditions"], Object.keys(each["restoreMetadataOverrides"] as object).sort(), each["validationWindowHours"]])).toEqual([
      ["database", "RDS", [BACKUP.databaseArn], ["dbSubnetGroupName", "vpcSecurityGroupIds"], 4],
      ["objects", "S3", { stringEquals: [{ key: "aws:ResourceTag/backup", value: "daily" }, { key: "aws:ResourceTag/environment", value: "production" }] }, ["encryptionType", "kmsKey"], 4],
    ]);
  });

  test("the one way to a restored database is from the function that looks into it, which has no other way", () => {
    const rules = graph.filter(({ type }) => type.startsWith("aws:vpc/"));
    const port = { ipProtocol: "tcp", fromPort: 5433, toPort: 5433 };
    expect(rules.map(({ type, inputs: { tags: _tags, description: _description, ...inputs }, propertyDependencies }) => [type.split(":").at(-1), inputs, namesOf(propertyDependencies["securityGroupId"]), namesOf(propertyDependencies["referencedSecurityGroupId"])])).toEqual([
      ["SecurityGroupEgressRule", { securityGroupId: "<unknown>", referencedSecurityGroupId: "<unknown>", ...port }, ["backup-restores-inspector-sg"], ["backup-restores-sg"]],
      ["SecurityGroupIngressRule", { securityGroupId: "<unknown>", referencedSecurityGroupId: "<unknown>", ...port }, ["backup-restores-sg"], ["backup-restores-inspector-sg"]],
    ]);
    const inspector = only(graph, "aws:lambda/function:Function", "inspector-function");
    expect(inspector.inputs["vpcConfig"]).toEqual({ subnetIds: BACKUP.isolatedSubnetIds, securityGroupIds: ["<unknown>"] });
    expect(inspector.inputs["timeout"]).toBe(300);
    expect(namesOf(inspector.propertyDependencies["vpcConfig"])).toEqual(["backup-restores-inspector-sg"]);
    expect(graph.filter(({ type, inputs }) => type === "aws:lambda/function:Function" && "vpcConfig" in inputs)).toHaveLength(1);
  });

  test("that function may do nothing but be put into its network, which its code may not", () => {
    const statements = policy(only(graph, "aws:iam/rolePolicy:RolePolicy", "inspector-role-policy").inputs["policy"]).Statement;
    const network = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"];
    expect(statements.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([["JoinNetwork", "Allow"], ["NotByTheCode", "Deny"], ["Log", "Allow"], ["Trace", "Allow"], ["TellOfFailure", "Allow"], ["EncryptWhatIsTold", "Allow"]]);
    expect(statements.slice(0, 2).map(({ Action, Condition }) => [Action, Condition])).toEqual([
      [network, undefined],
      [network, { ArnEquals: { "lambda:SourceFunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:optibid-production-inspect-database" } }],
    ]);
  });

  test("the validator only hears of this plan's restores, and of those that ended well", () => {
    const rule = only(graph, RULE, "restores-restored");
    expect(rule.inputs["eventPattern"]).toBe("<unknown>");
    expect(namesOf(rule.propertyDependencies["eventPattern"])).toEqual(["backup-restores-plan"]);
    expect(only(graph, "aws:lambda/permission:Permission").inputs).toMatchObject({ action: "lambda:InvokeFunction", principal: "events.amazonaws.com", sourceArn: "<unknown>" });
  });

  test("the validator may look at restored things and nothing else", () => {
    const statements = policy(only(graph, "aws:iam/rolePolicy:RolePolicy", "validator-role-policy").inputs["policy"]).Statement;
    expect(graph.filter(({ type, name }) => type.startsWith("aws:iam/") && name.includes("validator-role")).map(({ type }) => type).sort()).toEqual(["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"]);
    expect(statements.slice(0, 6).map(({ Sid, Action, Resource, Condition }) => [Sid, Action, Resource, Condition])).toEqual([
      ["Verdict", ["backup:PutRestoreValidationResult", "backup:DescribeRestoreJob"], "*", undefined],
      ["LookAtDatabases", ["rds:DescribeDBInstances", "rds:ModifyDBInstance"], "arn:aws:rds:eu-central-1:123456789012:db:awsbackup-restore-test-*", undefined],
      ["LookIntoDatabases", "lambda:InvokeFunction", "arn:aws:lambda:eu-central-1:123456789012:function:optibid-production-inspect-database", undefined],
      ["LookAtBuckets", ["s3:ListBucket", "s3:GetEncryptionConfiguration", "s3:GetBucketPublicAccessBlock"], "arn:aws:s3:::awsbackup-restore-test-*", undefined],
      ["ReadSamples", "s3:GetObject", "arn:aws:s3:::awsbackup-restore-test-*/*", undefined],
      ["DecryptSamples", "kms:Decrypt", BACKUP.keyArns.data, { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } }],
    ]);
    expect(statements.slice(6).map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ["Log", "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/optibid-production-validate-restore:*"],
      ["Trace", "*"],
      ["TellOfFailure", BACKUP.topicArn],
      ["EncryptWhatIsTold", BACKUP.keyArns.alerts],
    ]);
  });
});

test("functions: one runtime, traced, with somebody to tell, and no secrets in their settings", () => {
  const functions = graph.filter(({ type }) => type === "aws:lambda/function:Function").map(({ inputs }) => inputs);
  expect(functions.map((each) => [each["name"], each["runtime"], each["architectures"], each["tracingConfig"], each["deadLetterConfig"], each["environment"]]).sort()).toEqual(
    [
      ["inspect-database", { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" }],
      ["validate-restore", { MIN_DATABASE_GIB: "100", MIN_OBJECTS: "1", ENGINE: "postgres", DATABASE: "optibid", TABLES: JSON.stringify(BACKUP.restoredContent.tables), KEY_ARN: BACKUP.keyArns.data, INSPECTOR: "optibid-production-inspect-database" }],
      ["export-cache", { REPLICATION_GROUP_ID: "optibid-production-cache", BUCKET: "optibid-production-rdb-123456789012-eu-central-1", MAX_AGE_HOURS: "30" }],
      ["copy-state", { STATE_BUCKET: "optibid-pulumi-state", CONFIGURATION_BUCKET: "optibid-production-config-123456789012-eu-central-1" }],
    ].map(([name, variables]) => [`optibid-production-${String(name)}`, "nodejs22.x", ["arm64"], { mode: "Active" }, { targetArn: BACKUP.topicArn }, { variables }]).sort(),
  );
  expect(graph.filter(({ type }) => type === "aws:scheduler/schedule:Schedule").map(({ inputs }) => [inputs["name"], inputs["scheduleExpression"]]).sort()).toEqual([
    ["optibid-production-copy-state", "cron(0 4 * * ? *)"],
    ["optibid-production-export-cache", "cron(0 3 * * ? *)"],
  ]);
});

describe("the cache off-site", () => {
  test("ElastiCache writes at home and reads there, over TLS", () => {
    const grants = ["home-policy", "away-policy"]
      .map((part) => policy(only(graph, "aws:s3/bucketPolicy:BucketPolicy", part).inputs["policy"]).Statement)
      .map(([grant, tls]) => [grant?.["Principal"], (grant?.["Action"] as string[]).includes("s3:PutObject"), tls?.["Effect"]]);
    expect(grants).toEqual([
      [{ Service: "eu-central-1.elasticache-snapshot.amazonaws.com" }, true, "Deny"],
      [{ Service: "eu-west-1.elasticache-snapshot.amazonaws.com" }, false, "Deny"],
    ]);
  });

  test("everything at home is replicated", () => {
    const replication = only(graph, "aws:s3/bucketReplicationConfig:BucketReplicationConfig");
    expect(replication.inputs["rules"]).toEqual([{ id: "everything", status: "Enabled", priority: 1, filter: { prefix: "" }, deleteMarkerReplication: { status: "Disabled" }, destination: { bucket: "<unknown>", storageClass: "STANDARD_IA" } }]);
    expect(namesOf(replication.dependencies)).toEqual(expect.arrayContaining(["backup-cache-home-versioning", "backup-cache-away-versioning", "backup-cache-replication-policy"]));
  });

  test("the longest name of a bucket fits", async () => {
    const longest = await record(() => new Backup("backup", { ...BACKUP, context: { ...PRODUCTION, name: "a".repeat(24), region: "ap-southeast-2", drRegion: "ap-northeast-1" } }));
    expect(longest.filter(({ type }) => type === "aws:s3/bucket:Bucket").map(({ inputs }) => String(inputs["bucket"]).length <= 63)).toEqual([true, true]);
  });
});

test("the audit: AWS's controls with the numbers of the stack", () => {
  const framework = only(graph, "aws:backup/framework:Framework").inputs;
  expect(framework["name"]).toBe("optibid_production_backups");
  const scope = { tags: { backup: "daily" } };
  expect(framework["controls"]).toEqual([
    { name: "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN", scope },
    { name: "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK", inputParameters: [{ name: "requiredFrequencyUnit", value: "days" }, { name: "requiredFrequencyValue", value: "1" }, { name: "requiredRetentionDays", value: "35" }] },
    { name: "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK", inputParameters: [{ name: "requiredRetentionDays", value: "35" }] },
    { name: "BACKUP_RECOVERY_POINT_ENCRYPTED" },
    { name: "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED" },
    { name: "BACKUP_LAST_RECOVERY_POINT_CREATED", inputParameters: [{ name: "recoveryPointAgeUnit", value: "days" }, { name: "recoveryPointAgeValue", value: "1" }], scope },
    { name: "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK", scope },
    { name: "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION", inputParameters: [{ name: "crossRegionList", value: "eu-west-1" }], scope },
    { name: "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET", inputParameters: [{ name: "maxRestoreTime", value: "60" }], scope },
  ]);
  const reports = graph.filter(({ type }) => type.endsWith(":ReportPlan")).map(({ inputs }) => inputs["reportSetting"] as { reportTemplate: string; frameworkArns?: string[] });
  expect(reports.map(({ reportTemplate, frameworkArns }) => [reportTemplate, frameworkArns?.length ?? 0]).sort()).toEqual([["BACKUP_JOB_REPORT", 0], ["CONTROL_COMPLIANCE_REPORT", 1], ["COPY_JOB_REPORT", 0], ["RESOURCE_COMPLIANCE_REPORT", 1], ["RESTORE_JOB_REPORT", 0]]);
});

test("hooks change what is passed", async () => {
  const hooked = await record(() => new Backup("backup", { ...BACKUP, transform: { vault: (args) => ({ ...args, forceDestroy: true }), plan: (args, name) => ({ ...args, name: `${name}-x` }) } }));
  expect(hooked.filter(({ type }) => type === VAULT).map(({ inputs }) => inputs["forceDestroy"])).toEqual([true, true]);
  expect(hooked.filter(({ type }) => type === PLAN).map(({ inputs }) => inputs["name"]).sort()).toEqual(["backup-objects-x", "backup-snapshots-x"]);
});

describe("mistakes", () => {
  test.each<[string, Partial<BackupArgs>, RegExp]>([
    ["continuous for too long", { retention: { ...BACKUP.retention, dailyKeepDays: 36 } }, /^retention\.dailyKeepDays 36: .* at most 35 days$/],
    ["cold for too short", { retention: { ...BACKUP.retention, monthlyKeepDays: 124 } }, /^retention\.monthlyKeepDays 124: at least 125/],
    ["a lock at once", { lockGraceDays: 2 }, /^lockGraceDays 2: at least 3$/],
    ["no key there", { drKeyArn: undefined }, /^drKeyArn: required.*eu-west-1/],
    ["one zone", { isolatedSubnetIds: ["subnet-a"] }, /^isolatedSubnetIds: 1;/],
  ])("%s", (_, change, message) => {
    expect(backupMistakes({ ...BACKUP, ...change })).toEqual([expect.stringMatching(message)]);
  });

  test("are all told before anything is made", async () => {
    await expect(record(() => new Backup("backup", { ...BACKUP, lockGraceDays: 1, drKeyArn: undefined }))).rejects.toThrow(/backup: lockGraceDays 1.*; drKeyArn/);
  });
  test("none in production's arguments", () => expect(backupMistakes(BACKUP)).toEqual([]));
});
