import { describe, expect, test } from "@jest/globals";
import { policyLaws } from "../../../rehearsal/aws/policies.ts";
import { UNKNOWN, type Props } from "../../../rehearsal/types.ts";
import { codes, judge, policy, trust } from "./world.ts";

const fine = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" };
const open = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" };

describe("identity policies", () => {
  test.each<[string, string]>([
    ["no JSON", "{"],
    ["no object", "text"],
    ["a version of its own", JSON.stringify({ Version: "2024-01-01", Statement: [fine] })],
    ["no statement", JSON.stringify({ Version: "2012-10-17" })],
    ["an unknown element", JSON.stringify({ Version: "2012-10-17", Statement: [fine], Statements: [] })],
    ["an unknown element in a statement", policy({ ...fine, Actions: [] })],
    ["an effect that is none", policy({ ...fine, Effect: "allow" })],
    ["no effect", policy({ Action: "s3:*", Resource: "*" })],
    ["no action", policy({ Effect: "Allow", Resource: "*" })],
    ["an action without a vendor", policy({ ...fine, Action: "GetObject" })],
    ["no resource", policy({ Effect: "Allow", Action: "s3:*" })],
    ["a resource that is no ARN", policy({ ...fine, Resource: "bucket" })],
    ["a Region in a resource of IAM", policy({ ...fine, Action: "iam:GetRole", Resource: "arn:aws:iam:eu-central-1:123456789012:role/x" })],
    ["a principal", policy({ ...fine, Principal: "*" })],
    ["a Sid with a dash", policy({ ...fine, Sid: "a-b" })],
    ["an unknown condition operator", policy({ ...fine, Condition: { StringIs: { "aws:x": "y" } } })],
  ])("with %s are refused", (_, document) => {
    expect(codes(policyLaws, { short: "iam/policy", inputs: { policy: document } })).toEqual(["MalformedPolicyDocument"]);
  });

  test("with one Sid twice are refused", () => {
    expect(codes(policyLaws, { short: "iam/policy", inputs: { policy: JSON.stringify({ Statement: [{ ...fine, Sid: "A" }, { ...fine, Sid: "A" }] }) } })).toEqual(["MalformedPolicyDocument"]);
  });

  test("beyond 6,144 characters without white space are refused", () => {
    const long = policy({ ...fine, Resource: Array.from({ length: 200 }, (_, n) => `arn:aws:s3:::bucket-${n}/some/long/prefix/*`) });
    expect(codes(policyLaws, { short: "iam/policy", inputs: { policy: long } })).toEqual(["LimitExceeded"]);
  });

  test.each<[string, string]>([
    ["one statement that is no list", JSON.stringify({ Version: "2012-10-17", Statement: fine })],
    ["NotAction and NotResource", policy({ Effect: "Deny", NotAction: ["iam:*", "sts:*"], NotResource: "*" })],
    ["conditions", policy({ ...fine, Sid: "Ok1", Condition: { "ForAnyValue:StringLikeIfExists": { "aws:PrincipalTag/team": ["a*"] }, Null: { "aws:x": "true" } } })],
    ["a policy variable", policy({ ...fine, Resource: "arn:aws:s3:::b/${aws:username}/*" })],
  ])("with %s pass", (_, document) => {
    expect(judge(policyLaws, { short: "iam/policy", inputs: { policy: document } })).toEqual([]);
  });
});

describe("trust policies", () => {
  test.each<[string, string]>([
    ["a resource", policy({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole", Resource: "*" })],
    ["no principal", policy({ Effect: "Allow", Action: "sts:AssumeRole" })],
    ["a principal that is none", policy({ Effect: "Allow", Principal: { AWS: "bob" }, Action: "sts:AssumeRole" })],
    ["a wildcard in a principal", policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:role/*" }, Action: "sts:AssumeRole" })],
    ["a service that is none", policy({ Effect: "Allow", Principal: { Service: "ec2" }, Action: "sts:AssumeRole" })],
  ])("with %s are refused", (_, document) => {
    expect(codes(policyLaws, { short: "iam/role", inputs: { name: "r", assumeRolePolicy: document } })).toEqual(["MalformedPolicyDocument"]);
  });

  test("of a service pass", () => {
    expect(judge(policyLaws, { short: "iam/role", inputs: { name: "r", assumeRolePolicy: trust("ec2.amazonaws.com") } })).toEqual([]);
  });
});

describe("policies of each service", () => {
  test.each([
    ["iam/role", "assumeRolePolicy", "MalformedPolicyDocument"],
    ["iam/rolePolicy", "policy", "MalformedPolicyDocument"],
    ["iam/userPolicy", "policy", "MalformedPolicyDocument"],
    ["iam/groupPolicy", "policy", "MalformedPolicyDocument"],
    ["s3/bucketPolicy", "policy", "MalformedPolicy"],
    ["kms/key", "policy", "MalformedPolicyDocumentException"],
    ["kms/keyPolicy", "policy", "MalformedPolicyDocumentException"],
    ["secretsmanager/secretPolicy", "policy", "MalformedPolicyDocumentException"],
    ["sns/topicPolicy", "policy", "InvalidParameter"],
    ["sqs/queuePolicy", "policy", "InvalidAttributeValue"],
    ["ecr/repositoryPolicy", "policy", "InvalidParameterException"],
    ["cloudwatch/logResourcePolicy", "policyDocument", "InvalidParameterException"],
    ["backup/vaultPolicy", "policy", "InvalidParameterValueException"],
    ["efs/fileSystemPolicy", "policy", "InvalidPolicyException"],
    ["ec2/vpcEndpoint", "policy", "InvalidPolicyDocument"],
  ])("%s.%s that is no policy: %s", (short, property, code) => {
    expect(codes(policyLaws, { short, inputs: { [property]: "not a policy" } })).toEqual([code]);
    expect(judge(policyLaws, { short, inputs: { [property]: UNKNOWN } as Props })).toEqual([]);
    const good = short === "iam/role" ? trust("ec2.amazonaws.com") : short.startsWith("iam/") ? policy(fine) : policy({ ...open, Sid: "with a space", Action: short.startsWith("kms/") ? "kms:*" : "s3:*" });
    expect(judge(policyLaws, { short, inputs: { [property]: good } })).toEqual([]);
  });
});
