import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { LogBucket } from "../../../components/storage/log-bucket.ts";
import { createLogGroup } from "../../../components/storage/log-group.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, policy, PRODUCTION, strays } from "../network/fixture.ts";

const BUCKET = "optibid-production-logs-123456789012-eu-central-1";
let graph: Registration[];

beforeAll(async () => {
  graph = await record(() => new LogBucket("logs", { context: PRODUCTION }));
});

test("exactly these children", () => {
  expect(children(graph)).toEqual(
    [
      "golive:storage:LogBucket logs",
      "s3:Bucket logs-bucket",
      "s3:BucketPublicAccessBlock logs-public-access",
      "s3:BucketOwnershipControls logs-ownership",
      "s3:BucketServerSideEncryptionConfiguration logs-encryption",
      "s3:BucketVersioning logs-versioning",
      "s3:BucketLifecycleConfiguration logs-lifecycle",
      "s3:BucketPolicy logs-policy",
    ].sort(),
  );
  expect(strays(graph)).toEqual([]);
  expect(keptNames(graph)).toEqual(["logs-bucket"]);
});

describe("inputs", () => {
  test("the bucket has a name that is known before it is there", () => {
    expect(only(graph, "aws:s3/bucket:Bucket").inputs).toEqual({ bucket: BUCKET, forceDestroy: false, tags: expectedTags("confidential", "logs-bucket") });
  });

  test.each([
    ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }],
    ["aws:s3/bucketOwnershipControls:BucketOwnershipControls", { rule: { objectOwnership: "BucketOwnerEnforced" } }],
    ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }],
    ["aws:s3/bucketVersioning:BucketVersioning", { versioningConfiguration: { status: "Enabled" } }],
  ])("%s", (type, expected) => {
    expect(only(graph, type).inputs).toEqual({ bucket: BUCKET, ...expected });
  });

  test("logs move to cheaper storage and go after 400 days", () => {
    expect(only(graph, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs["rules"]).toEqual([
      {
        id: "age",
        status: "Enabled",
        filter: { prefix: "" },
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 90, storageClass: "GLACIER" },
        ],
        expiration: { days: 400 },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  test("load balancers of this account and Region, and S3 for our buckets, write under their prefixes; nobody comes without TLS", () => {
    expect(policy(only(graph, "aws:s3/bucketPolicy:BucketPolicy").inputs["policy"])).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "LoadBalancerLogs",
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${BUCKET}/load-balancer/AWSLogs/123456789012/*`,
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/*" } },
        },
        {
          Sid: "ServerAccessLogs",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${BUCKET}/s3/*`,
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::optibid-production-*" }, StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
        {
          Sid: "BackupReports",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${BUCKET}/backup-reports/*`,
          Condition: { StringEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports", "s3:x-amz-acl": "bucket-owner-full-control" } },
        },
        {
          Sid: "OnlyOverTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });
});

test("the longest name AWS may meet fits into 63 characters", async () => {
  const context = { ...PRODUCTION, name: "a".repeat(24), region: "ap-southeast-1" };
  const name = only(await record(() => new LogBucket("logs", { context })), "aws:s3/bucket:Bucket").inputs["bucket"];
  expect(String(name).length).toBeLessThanOrEqual(63);
});

test("a log bucket of another Region has everything there", async () => {
  const away = await record(() => new LogBucket("logs", { context: PRODUCTION, region: "eu-west-1" }));
  const custom = away.filter((each) => each.custom);
  expect(custom.map(({ inputs }) => [inputs["region"], inputs["bucket"]])).toEqual(custom.map(() => ["eu-west-1", "optibid-production-logs-123456789012-eu-west-1"]));
  expect(String(only(away, "aws:s3/bucketPolicy:BucketPolicy").inputs["policy"])).toContain("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/*");
});

test("AWS refuses nothing, and no rule is broken", () => {
  expect(refusals(graph)).toEqual([]);
  expect(violations(graph)).toEqual([]);
});

test("an environment that may be thrown away empties its bucket", async () => {
  const small = await record(() => new LogBucket("logs", { context: DEVELOPMENT }));
  expect(only(small, "aws:s3/bucket:Bucket").inputs["forceDestroy"]).toBe(true);
  expect(keptNames(small)).toEqual([]);
});

test.each([0, 90])("%i days are refused: the logs would be archived on their last day", async (retentionDays) => {
  await expect(record(() => new LogBucket("logs", { context: PRODUCTION, retentionDays }))).rejects.toThrow(pulumi.RunError);
});

test("a log group is encrypted, has an end, and is kept", async () => {
  const groups = await record(() => createLogGroup("app", { context: PRODUCTION, groupName: "/app", keyArn: "arn:key" }, {}));
  expect(groups.map(({ inputs }) => inputs)).toEqual([
    { name: "/app", kmsKeyId: "arn:key", retentionInDays: 400, tags: expectedTags("confidential", "app") },
  ]);
  expect(keptNames(groups)).toEqual(["app"]);
});
