import { beforeAll, describe, expect, test } from "@jest/globals";
import { Buckets, PURPOSES } from "../../../components/storage/buckets.ts";
import type { BucketsArgs } from "../../../components/storage/buckets.ts";
import { LogBucket } from "../../../components/storage/log-bucket.ts";
import { auditLock } from "../../../components/storage/object-lock.ts";
import { useObjects } from "../../../components/storage/object-access.ts";
import { storage, storageContradictions } from "../../../config/sections/storage.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, namesOf, policy, PRODUCTION, strays } from "../network/fixture.ts";

const key = (name: string, region = "eu-central-1") => `arn:aws:kms:${region}:123456789012:key/${name}`;
const SETTINGS: Omit<BucketsArgs, "logs"> = {
  context: PRODUCTION,
  keyArns: { data: key("data"), audit: key("audit"), backups: key("backups") },
  drKeyArns: { data: key("data", "eu-west-1"), backups: key("backups", "eu-west-1") },
  uploadOrigins: ["https://optibid.com", "https://www.optibid.com"],
};
const BUCKET = "aws:s3/bucket:Bucket";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const named = (purpose: string, region = "eu-central-1") => `optibid-production-${purpose}-123456789012-${region}`;
let graph: Registration[];

function build(more: Partial<BucketsArgs> = {}): Promise<Registration[]> {
  return record(() => {
    const args = { ...SETTINGS, ...more };
    void new Buckets("b", { ...args, logs: new LogBucket("logs", { context: args.context }) });
  });
}

const own = (registrations: readonly Registration[]) => registrations.filter(({ name }) => name.startsWith("b"));
const ofType = (type: string) => own(graph).filter((each) => each.type === type);

beforeAll(async () => {
  graph = await build();
});

describe("the graph", () => {
  const parts = (name: string) => [
    `golive:storage:DataBucket b-${name}`,
    `s3:Bucket b-${name}-bucket`,
    `s3:BucketPublicAccessBlock b-${name}-public-access`,
    `s3:BucketOwnershipControls b-${name}-ownership`,
    `s3:BucketServerSideEncryptionConfiguration b-${name}-encryption`,
    `s3:BucketVersioning b-${name}-versioning`,
    `s3:BucketLifecycleConfiguration b-${name}-lifecycle`,
    `s3:BucketLogging b-${name}-access-log`,
  ];

  test("exactly these children", () => {
    const here = children(own(graph)).filter((each) => !each.includes("b-dr-logs"));
    expect(here).toEqual(
      [
        "golive:storage:Buckets b",
        ...[...PURPOSES, "dr-uploads", "dr-assets", "dr-backups"].flatMap(parts),
        ...[...PURPOSES, "dr-uploads", "dr-backups"].filter((name) => name !== "assets").map((name) => `s3:BucketPolicy b-${name}-policy`),
        "s3:BucketObjectLockConfiguration b-audit-lock",
        "s3:BucketCorsConfiguration b-uploads-cors",
        ...["uploads", "assets", "backups"].flatMap((name) => [
          `golive:storage:Replication b-${name}-replication`,
          `iam:Role b-${name}-replication-role`,
          `iam:RolePolicy b-${name}-replication-policy`,
          `s3:BucketReplicationConfig b-${name}-replication-rules`,
        ]),
      ].sort(),
    );
    expect(strays(graph)).toEqual([]);
  });

  test("AWS refuses nothing, and no rule is broken but that of the buckets whose policies the edge makes", () => {
    expect(refusals(graph)).toEqual([]);
    expect(violations(graph)).toEqual(["b-assets-bucket", "b-dr-assets-bucket"].map((bucket) => `bucket-tls-only: ${bucket}: no policy denies requests without TLS`));
  });

  test("buckets are kept, and only they", () => {
    expect(keptNames(own(graph))).toEqual([...PURPOSES, "dr-uploads", "dr-assets", "dr-backups", "dr-logs"].map((name) => `b-${name}-bucket`).sort());
  });

  test("every part of a copy is in the other Region", () => {
    const away = own(graph).filter(({ name, custom }) => custom && name.startsWith("b-dr-"));
    expect(away.filter(({ inputs }) => inputs["region"] !== "eu-west-1")).toEqual([]);
    const home = own(graph).filter(({ name, custom }) => custom && !name.startsWith("b-dr-"));
    expect(home.filter(({ inputs }) => "region" in inputs)).toEqual([]);
  });
});

describe("every bucket", () => {
  const CLASSES = { uploads: "confidential", assets: "public", exports: "confidential", audit: "restricted", config: "restricted", backups: "restricted" };

  test.each(PURPOSES)("%s: its name, and what it is closed to", (purpose) => {
    const bucket = only(graph, BUCKET, `b-${purpose}-bucket`);
    const lock = purpose === "audit" ? { objectLockEnabled: true } : {};
    expect(bucket.inputs).toEqual({ bucket: named(purpose), forceDestroy: false, ...lock, tags: { ...expectedTags(CLASSES[purpose], `b-${purpose}-bucket`), ...(purpose === "uploads" ? { backup: "daily" } : {}) } });
    expect(only(graph, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", `b-${purpose}-public-access`).inputs).toEqual({ bucket: named(purpose), blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true });
    expect(only(graph, "aws:s3/bucketOwnershipControls:BucketOwnershipControls", `b-${purpose}-ownership`).inputs).toEqual({ bucket: named(purpose), rule: { objectOwnership: "BucketOwnerEnforced" } });
    expect(only(graph, "aws:s3/bucketVersioning:BucketVersioning", `b-${purpose}-versioning`).inputs).toEqual({ bucket: named(purpose), versioningConfiguration: { status: "Enabled" } });
  });

  test("is encrypted with the key of its class, in its Region", () => {
    const keys = ofType("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").map(({ name, inputs }) => [name, inputs["rules"]]);
    const rules = (kmsMasterKeyId: string) => [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId }, bucketKeyEnabled: true, blockedEncryptionTypes: ["SSE-C"] }];
    expect(Object.fromEntries(keys)).toEqual({
      "b-uploads-encryption": rules(key("data")),
      "b-assets-encryption": rules(key("data")),
      "b-exports-encryption": rules(key("data")),
      "b-audit-encryption": rules(key("audit")),
      "b-config-encryption": rules(key("audit")),
      "b-backups-encryption": rules(key("backups")),
      "b-dr-uploads-encryption": rules(key("data", "eu-west-1")),
      "b-dr-assets-encryption": rules(key("data", "eu-west-1")),
      "b-dr-backups-encryption": rules(key("backups", "eu-west-1")),
      "b-dr-logs-encryption": [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  });

  test("writes its access log to the log bucket of its Region, once that admits it", () => {
    const logs = ofType("aws:s3/bucketLogging:BucketLogging");
    expect(logs.map(({ name, inputs }) => [name, inputs["targetBucket"], inputs["targetPrefix"]]).sort()).toEqual(
      [
        ...PURPOSES.map((purpose) => [`b-${purpose}-access-log`, named("logs"), `s3/${purpose}/`]),
        ...["assets", "backups", "uploads"].map((purpose) => [`b-dr-${purpose}-access-log`, named("logs", "eu-west-1"), `s3/${purpose}/`]),
      ].sort(),
    );
    expect(logs.map(({ name, dependencies }) => namesOf(dependencies).includes(name.startsWith("b-dr-") ? "b-dr-logs-policy" : "logs-policy"))).toEqual(logs.map(() => true));
  });

  test("its name fits into 63 characters for the longest platform and Region", async () => {
    const long = await build({ context: { ...PRODUCTION, name: "a".repeat(24), region: "ap-southeast-1", drRegion: "ap-northeast-1" } });
    const lengths = long.filter(({ type }) => type === BUCKET).map(({ inputs }) => String(inputs["bucket"]).length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(63);
  });

  test("can be emptied and taken down where it may be thrown away", async () => {
    const small = await build({ context: DEVELOPMENT, drKeyArns: undefined });
    expect(small.filter(({ type }) => type === BUCKET).map(({ inputs }) => inputs["forceDestroy"])).toEqual([...PURPOSES, "logs"].map(() => true));
    expect(keptNames(small)).toEqual([]);
    expect(small.filter(({ name }) => /dr-|replication/.test(name))).toEqual([]);
    expect(refusals(small)).toEqual([]);
  });
});

describe("policies", () => {
  const statements = (purpose: string) => policy(only(graph, POLICY, `b-${purpose}-policy`).inputs["policy"]).Statement;
  const arn = (purpose: string) => `arn:aws:s3:::${named(purpose)}`;

  test("deny what comes without TLS, with another encryption or with a strange key", () => {
    const notAService = { Bool: { "aws:PrincipalIsAWSService": "false" } };
    const put = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `${arn("uploads")}/*` };
    const [header, keyHeader] = ["s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"];
    expect(statements("uploads")).toEqual([
      { Sid: "OnlyOverTls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [arn("uploads"), `${arn("uploads")}/*`], Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { Sid: "OnlyWithKms", ...put, Condition: { StringNotEquals: { [header]: "aws:kms" }, Null: { [header]: "false" }, ...notAService } },
      { Sid: "OnlyWithOwnKeys", ...put, Condition: { StringNotLike: { [keyHeader]: "arn:aws:kms:eu-central-1:123456789012:key/*" }, Null: { [keyHeader]: "false" }, ...notAService } },
    ]);
  });

  test.each(["uploads", "exports", "backups", "dr-uploads", "dr-backups"])("%s admits nobody", (purpose) => {
    expect(statements(purpose).map(({ Sid }) => Sid)).toEqual(["OnlyOverTls", "OnlyWithKms", "OnlyWithOwnKeys"]);
  });

  test("audit admits the platform's trail", () => {
    const trail = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/optibid-production";
    const admitted = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } };
    expect(statements("audit").slice(0, 2)).toEqual([
      { Sid: "TrailLooksAtAcl", ...admitted, Action: "s3:GetBucketAcl", Resource: arn("audit"), Condition: { StringEquals: { "aws:SourceArn": trail } } },
      { Sid: "TrailWrites", ...admitted, Action: "s3:PutObject", Resource: [`${arn("audit")}/AWSLogs/123456789012/*`], Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trail } } },
    ]);
  });

  test("config admits AWS Config for this account", () => {
    const admitted = { Effect: "Allow", Principal: { Service: "config.amazonaws.com" } };
    expect(statements("config").slice(0, 2)).toEqual([
      { Sid: "ConfigLooksAtBucket", ...admitted, Action: ["s3:GetBucketAcl", "s3:ListBucket"], Resource: arn("config"), Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } },
      { Sid: "ConfigWrites", ...admitted, Action: "s3:PutObject", Resource: `${arn("config")}/AWSLogs/123456789012/Config/*`, Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": "123456789012" } } },
    ]);
  });

  test("an organisation's trail, and whom the caller names, are admitted as well; the copy admits nobody more", async () => {
    const wider = await build({
      organisationId: "o-abcdef1234",
      admit: { backups: ({ bucket }) => [{ Sid: "Reports", Effect: "Allow", Principal: { Service: "example.amazonaws.com" }, Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/reports/*` }] },
    });
    const sids = (name: string) => policy(only(wider, POLICY, name).inputs["policy"]).Statement.map(({ Sid }) => Sid);
    expect(policy(only(wider, POLICY, "b-audit-policy").inputs["policy"]).Statement[1]?.["Resource"]).toEqual([`${arn("audit")}/AWSLogs/123456789012/*`, `${arn("audit")}/AWSLogs/o-abcdef1234/*`]);
    expect(sids("b-backups-policy")).toEqual(["Reports", "OnlyOverTls", "OnlyWithKms", "OnlyWithOwnKeys"]);
    expect(sids("b-dr-backups-policy")).toEqual(["OnlyOverTls", "OnlyWithKms", "OnlyWithOwnKeys"]);
  });
});

describe("how long things stay", () => {
  const tidied = { id: "tidy", status: "Enabled", filter: { prefix: "" }, noncurrentVersionExpiration: { noncurrentDays: 90 }, expiration: { expiredObjectDeleteMarker: true }, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };
  const everything = { status: "Enabled", filter: { prefix: "" } };

  test.each<[string, unknown[]]>([
    ["uploads", [{ id: "watched", ...everything, transitions: [{ days: 30, storageClass: "INTELLIGENT_TIERING" }] }]],
    ["assets", []],
    ["exports", [{ id: "expiring", ...everything, expiration: { days: 90 } }]],
    ["audit", [{ id: "archived", ...everything, transitions: [{ days: 90, storageClass: "GLACIER" }], expiration: { days: 2557 } }]],
    ["config", [{ id: "archived", ...everything, transitions: [{ days: 90, storageClass: "GLACIER" }], expiration: { days: 2557 } }]],
    ["backups", [{ id: "rarely-read", ...everything, transitions: [{ days: 30, storageClass: "STANDARD_IA" }] }]],
    ["dr-backups", [{ id: "rarely-read", ...everything, transitions: [{ days: 30, storageClass: "STANDARD_IA" }] }]],
  ])("%s", (purpose, rules) => {
    const { inputs, dependencies } = only(graph, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", `b-${purpose}-lifecycle`);
    expect(inputs["rules"]).toEqual([tidied, ...rules]);
    expect(namesOf(dependencies)).toContain(`b-${purpose}-versioning`);
  });

  test("audit records are locked for a year, once there are versions", () => {
    const { inputs, dependencies } = only(graph, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
    expect(inputs).toEqual({ bucket: named("audit"), objectLockEnabled: "Enabled", rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } } });
    expect(namesOf(dependencies)).toContain("b-audit-versioning");
  });

  test.each([["production", "COMPLIANCE", 365], ["local", "COMPLIANCE", 365], ["staging", "COMPLIANCE", 1], ["dev", "GOVERNANCE", 1]] as const)("the lock in %s: %s, %i days", (environment, mode, days) => {
    expect(auditLock({ environment }, 365)).toEqual({ mode, days });
  });
});

describe("copies in the other Region", () => {
  test("of everything, within fifteen minutes, under that Region's key, with the markers of deletions", async () => {
    const known = await record(() => new Buckets("b", { ...SETTINGS, logs: new LogBucket("logs", { context: PRODUCTION }) }), {
      outputs: (type, name, inputs) => (type === BUCKET ? { arn: `arn:aws:s3:::${String(inputs["bucket"])}` } : type === "aws:iam/role:Role" ? { arn: `arn:aws:iam::123456789012:role/${name}` } : {}),
    });
    const { inputs, dependencies } = only(known, "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "b-uploads-replication-rules");
    expect(inputs).toEqual({
      bucket: named("uploads"),
      role: "arn:aws:iam::123456789012:role/b-uploads-replication-role",
      rules: [
        {
          id: "everything",
          status: "Enabled",
          priority: 1,
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Enabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: `arn:aws:s3:::${named("uploads", "eu-west-1")}`,
            encryptionConfiguration: { replicaKmsKeyId: key("data", "eu-west-1") },
            replicationTime: { status: "Enabled", time: { minutes: 15 } },
            metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
          },
        },
      ],
    });
    expect(namesOf(dependencies)).toEqual(expect.arrayContaining(["b-uploads-versioning", "b-dr-uploads-versioning", "b-uploads-replication-policy"]));
    expect(refusals(known)).toEqual([]);
  });

  test("without the promise there are metrics all the same", async () => {
    const rules = only(await build({ replicationTimeControl: false }), "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "b-backups-replication-rules").inputs["rules"] as { destination: object }[];
    expect(rules[0]?.destination).toEqual({ bucket: "<unknown>", encryptionConfiguration: { replicaKmsKeyId: key("backups", "eu-west-1") }, metrics: { status: "Enabled" } });
  });

  test("S3 reads there, writes here, uses both keys for it, and nothing more", () => {
    const [from, to] = [`arn:aws:s3:::${named("backups")}`, `arn:aws:s3:::${named("backups", "eu-west-1")}`];
    const statements = policy(only(graph, "aws:iam/rolePolicy:RolePolicy", "b-backups-replication-policy").inputs["policy"]).Statement;
    expect(statements.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [["s3:GetReplicationConfiguration", "s3:ListBucket"], from],
      [["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"], `${from}/*`],
      [["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], `${to}/*`],
      ["kms:Decrypt", key("backups")],
      [["kms:Encrypt", "kms:GenerateDataKey"], key("backups", "eu-west-1")],
    ]);
    expect(statements.slice(3).map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" }, StringLike: { "kms:EncryptionContext:aws:s3:arn": [from, `${from}/*`] } },
      { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" }, StringLike: { "kms:EncryptionContext:aws:s3:arn": [to, `${to}/*`] } },
    ]);
    expect(policy(only(graph, "aws:iam/role:Role", "b-backups-replication-role").inputs["assumeRolePolicy"]).Statement).toEqual([
      { Sid: "S3", Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });
});

test("pages of the platform, and no others, may send files", () => {
  expect(only(graph, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration").inputs["corsRules"]).toEqual([
    { id: "uploads", allowedMethods: ["POST", "PUT"], allowedOrigins: SETTINGS.uploadOrigins, allowedHeaders: ["*"], exposeHeaders: ["ETag"], maxAgeSeconds: 7200 },
  ]);
});

describe("what a role needs", () => {
  const through = (bucket: string) => ({ StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" }, StringLike: { "kms:EncryptionContext:aws:s3:arn": [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`] } });

  test.each([
    ["reading", ["read"] as const, ["s3:GetObject"], ["kms:Decrypt"]],
    ["reading and writing", ["read", "write"] as const, ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], ["kms:Decrypt", "kms:GenerateDataKey"]],
    ["deleting", ["delete"] as const, ["s3:DeleteObject"], []],
  ])("%s", async (_, uses, actions, keyActions) => {
    const statements = await new Promise((resolve) => useObjects(PRODUCTION, { purpose: "uploads", keyArn: key("data"), uses, prefix: "bids/" }).apply(resolve));
    expect(statements).toEqual([
      { Sid: "ObjectsOfUploads", Effect: "Allow", Action: actions, Resource: `arn:aws:s3:::${named("uploads")}/bids/*` },
      ...(keyActions.length === 0 ? [] : [{ Sid: "KeyOfUploads", Effect: "Allow", Action: keyActions, Resource: key("data"), Condition: through(named("uploads")) }]),
    ]);
  });
});

describe("refusals", () => {
  test("all mistakes at once", async () => {
    await expect(build({ drKeyArns: undefined, retention: { exportDays: 1, auditDays: 100, auditLockDays: 365, noncurrentDays: 1 } })).rejects.toThrow(
      "b: drRegion is eu-west-1, so drKeyArns are required; retention.auditDays 100: records are archived after 90 days, and Glacier bills 90 more; at least 180; retention.auditDays 100: nobody can delete a record before 365 days; at least as many",
    );
  });

  test("a configuration that keeps records shorter than it locks them", () => {
    expect(storageContradictions(storage.parse({}))).toEqual([]);
    expect(storageContradictions(storage.parse({ auditDays: 200 }))).toEqual([{ path: ["storage", "auditDays"], value: 200, accepted: "at least auditLockDays, which is 365: nobody can delete a record before" }]);
    for (const wrong of [{ auditDays: 179 }, { exportDays: 0 }, { auditLockDays: 0 }, { noncurrentDays: 0 }, { other: 1 }]) expect(storage.safeParse(wrong).success).toBe(false);
  });
});

test("a transform sees every bucket by name", async () => {
  const seen: string[] = [];
  await build({ transform: { bucket: (args, name) => (seen.push(name), args) } });
  expect(seen.sort()).toEqual([...PURPOSES, "dr-uploads", "dr-assets", "dr-backups"].map((name) => `b-${name}-bucket`).sort());
});
