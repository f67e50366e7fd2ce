import { describe, expect, test } from "@jest/globals";
import { GLOBAL_REGION } from "../../../components/arn.ts";
import { DATA_CLASSES, keyPolicy } from "../../../components/encryption/key-policy.ts";
import type { KeyStatement } from "../../../components/encryption/key-policy.ts";
import { replicaRegions } from "../../../components/encryption/replicas.ts";

const HOME = { account: "123456789012", region: "eu-central-1" };

function statement(dataClass: (typeof DATA_CLASSES)[number], sid: string): KeyStatement | undefined {
  return keyPolicy(dataClass, HOME).Statement.find(({ Sid }) => Sid === sid);
}

describe("every key", () => {
  test.each([...DATA_CLASSES])("%s: administrators manage it and cannot use it", (dataClass) => {
    const admin = statement(dataClass, "AdministerThroughIam");
    expect(admin?.Principal).toEqual({ AWS: "arn:aws:iam::123456789012:root" });
    const using = admin?.Action.filter((action) => /Encrypt|Decrypt|GenerateDataKey|CreateGrant|\*$/.test(action) && !/^kms:(Describe|Enable|List|Put|Update|Revoke|Disable|Get|Delete)\*$/.test(action));
    expect(using).toEqual([]);
  });

  test.each([...DATA_CLASSES])("%s: stays manageable: the policy can be changed, the deletion taken back", (dataClass) => {
    expect(statement(dataClass, "AdministerThroughIam")?.Action).toEqual(expect.arrayContaining(["kms:Put*", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"]));
  });

  test.each([...DATA_CLASSES])("%s: nobody gets every action, and use always has a condition", (dataClass) => {
    for (const { Sid, Action, Condition } of keyPolicy(dataClass, HOME).Statement) {
      expect(Action).not.toContain("kms:*");
      if (Sid !== "AdministerThroughIam") expect(Condition).toBeDefined();
    }
  });

  test.each([...DATA_CLASSES])("%s: statements have names of their own", (dataClass) => {
    const names = keyPolicy(dataClass, HOME).Statement.map(({ Sid }) => Sid);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("who uses which key", () => {
  test.each([
    ["data", ["AdministerThroughIam", "UseThroughServices", "GrantToServices", "UseForVolumes", "GrantForVolumes", "ReadAssetsByCloudFront", "ReadObjectsByMacie"]],
    ["logs", ["AdministerThroughIam", "UseThroughServices", "GrantToServices", "EncryptLogGroups", "DeliverLogs"]],
    ["secrets", ["AdministerThroughIam", "UseThroughServices", "GrantToServices", "GrantForClusterSecrets"]],
    ["backups", ["AdministerThroughIam", "UseThroughServices", "GrantToServices", "RetireGrantsOfVaults"]],
    ["audit", ["AdministerThroughIam", "UseThroughServices", "GrantToServices", "EncryptTrail", "EncryptConfigurationHistory"]],
    ["alerts", ["AdministerThroughIam", "UseThroughServices", "GrantToServices", "PublishAlerts", "QueueUndeliveredAlerts"]],
    ["metrics", ["AdministerThroughIam", "UseThroughServices", "GrantToServices"]],
  ] as const)("%s: %j", (dataClass, sids) => {
    expect(keyPolicy(dataClass, HOME).Statement.map(({ Sid }) => Sid)).toEqual(sids);
  });

  test.each([
    ["data", ["rds.eu-central-1.amazonaws.com", "elasticache.eu-central-1.amazonaws.com", "s3.eu-central-1.amazonaws.com", "ecr.eu-central-1.amazonaws.com"]],
    ["logs", ["s3.eu-central-1.amazonaws.com"]],
    ["secrets", ["secretsmanager.eu-central-1.amazonaws.com", "ssm.eu-central-1.amazonaws.com"]],
    ["backups", ["rds.eu-central-1.amazonaws.com", "backup.eu-central-1.amazonaws.com", "elasticache.eu-central-1.amazonaws.com", "s3.eu-central-1.amazonaws.com", "ec2.eu-central-1.amazonaws.com"]],
    ["audit", ["s3.eu-central-1.amazonaws.com"]],
    ["alerts", ["sns.eu-central-1.amazonaws.com", "sqs.eu-central-1.amazonaws.com"]],
    ["metrics", ["aps.eu-central-1.amazonaws.com"]],
  ] as const)("%s: through %j", (dataClass, services) => {
    expect(statement(dataClass, "UseThroughServices")?.Condition).toEqual({ StringEquals: { "kms:ViaService": services } });
    expect(statement(dataClass, "GrantToServices")?.Condition).toEqual({
      Bool: { "kms:GrantIsForAWSResource": "true" },
      StringEquals: { "kms:ViaService": services },
    });
  });

  test("logs: CloudWatch Logs, for groups of this account and Region", () => {
    expect(statement("logs", "EncryptLogGroups")).toMatchObject({
      Principal: { Service: "logs.eu-central-1.amazonaws.com" },
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:log-group:*" } },
    });
  });

  test("logs: the delivery service, on behalf of this account", () => {
    expect(statement("logs", "DeliverLogs")?.Condition).toEqual({
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": "arn:aws:logs:eu-central-1:123456789012:*" },
    });
  });

  test("volumes: any principal, but of this account and through EBS only", () => {
    for (const sid of ["UseForVolumes", "GrantForVolumes"]) {
      expect(statement("data", sid)?.Condition?.["StringEquals"]).toEqual({
        "kms:CallerAccount": "123456789012",
        "kms:ViaService": "ec2.eu-central-1.amazonaws.com",
      });
    }
    expect(statement("data", "GrantForVolumes")?.Condition?.["Bool"]).toEqual({ "kms:GrantIsForAWSResource": "true" });
  });

  test("objects: Macie's own role, which need not be there yet", () => {
    expect(statement("data", "ReadObjectsByMacie")).toMatchObject({
      Principal: { AWS: "*" },
      Action: ["kms:Decrypt"],
      Condition: { StringEquals: { "kms:CallerAccount": "123456789012", "aws:PrincipalArn": "arn:aws:iam::123456789012:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie" } },
    });
  });

  test("cluster secrets: EKS gets its grant without the condition it refuses", () => {
    expect(statement("secrets", "GrantForClusterSecrets")).toMatchObject({
      Action: ["kms:CreateGrant", "kms:DescribeKey"],
      Condition: { StringEquals: { "kms:CallerAccount": "123456789012" } },
    });
  });

  test("a replica's policy speaks of its own Region", () => {
    const text = JSON.stringify(keyPolicy("logs", { ...HOME, region: "us-east-1" }));
    expect(text).toContain("logs.us-east-1.amazonaws.com");
    expect(text).not.toContain("eu-central-1");
  });
});

describe("replicas", () => {
  test.each([
    ["data", "eu-central-1", "eu-west-1", ["eu-west-1"]],
    ["secrets", "eu-central-1", "eu-west-1", ["eu-west-1"]],
    ["backups", "eu-central-1", "eu-west-1", ["eu-west-1"]],
    ["logs", "eu-central-1", "eu-west-1", [GLOBAL_REGION, "eu-west-1"]],
    ["alerts", "eu-central-1", "eu-west-1", [GLOBAL_REGION]],
    ["logs", "eu-central-1", "us-east-1", [GLOBAL_REGION]],
    ["data", "eu-central-1", undefined, []],
    ["data", "eu-central-1", "eu-central-1", []],
    ["logs", "us-east-1", undefined, []],
    ["logs", "cn-north-1", undefined, []],
  ] as const)("%s in %s with recovery in %s: %j", (dataClass, region, drRegion, expected) => {
    expect(replicaRegions(dataClass, { region, drRegion })).toEqual(expected);
  });
});
