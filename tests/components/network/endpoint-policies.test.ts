import { describe, expect, test } from "@jest/globals";
import { INTERFACE_SERVICES, interfacePolicy, s3Policy, serviceName } from "../../../components/network/endpoint-policies.ts";

const ACCOUNT = "123456789012";

describe("interface endpoints", () => {
  test.each([
    ["ecr.api", "ecr:*"],
    ["ecr.dkr", "ecr:*"],
    ["monitoring", "cloudwatch:*"],
    ["eks", "eks:*"],
    ["kms", "kms:*"],
  ] as const)("%s allows %s", (service, action) => {
    expect(interfacePolicy(service, ACCOUNT).Statement[0]?.Action).toBe(action);
  });

  test("the services bound to the account's own resources, too", () => {
    const bound = INTERFACE_SERVICES.filter((service) => interfacePolicy(service, ACCOUNT).Statement[0]?.Condition?.["StringEquals"]?.["aws:ResourceAccount"] === ACCOUNT);
    expect(bound).toEqual(["secretsmanager", "kms", "logs"]);
  });

  test("all are bound to the account's own principals", () => {
    for (const service of INTERFACE_SERVICES) {
      expect(interfacePolicy(service, ACCOUNT).Statement[0]?.Condition?.["StringEquals"]?.["aws:PrincipalAccount"]).toBe(ACCOUNT);
    }
  });

  test("STS also takes tokens of service accounts, for the account's roles", () => {
    expect(interfacePolicy("sts", ACCOUNT).Statement[1]).toEqual({
      Sid: "OwnRolesByWebIdentity",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceAccount": ACCOUNT } },
    });
    expect(INTERFACE_SERVICES.filter((service) => interfacePolicy(service, ACCOUNT).Statement.length > 1)).toEqual(["sts"]);
  });
});

test("S3: the account's buckets, and image layers of the Region", () => {
  expect(s3Policy("eu-central-1", ACCOUNT).Statement).toEqual([
    {
      Sid: "OwnBuckets",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT } },
    },
    {
      Sid: "ImageLayers",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
    },
  ]);
});

test("names of services", () => {
  expect(serviceName("eu-central-1", "ecr.api")).toBe("com.amazonaws.eu-central-1.ecr.api");
});
