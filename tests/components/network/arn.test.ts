import { describe, expect, test } from "@jest/globals";
import { arn, partitionOf } from "../../../components/arn.ts";

describe("partitions", () => {
  test.each([
    ["eu-central-1", "aws"],
    ["us-gov-west-1", "aws-us-gov"],
    ["cn-north-1", "aws-cn"],
  ])("%s is in %s", (region, partition) => {
    expect(partitionOf(region)).toBe(partition);
  });
});

describe("names", () => {
  test.each([
    [{ service: "s3", resource: "bucket" }, "arn:aws:s3:::bucket"],
    [{ service: "s3", resource: "bucket", partitionRegion: "cn-north-1" }, "arn:aws-cn:s3:::bucket"],
    [{ service: "iam", account: "123456789012", resource: "root" }, "arn:aws:iam::123456789012:root"],
    [{ service: "logs", region: "us-gov-west-1", account: "123456789012", resource: "log-group:*" }, "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:*"],
  ])("%j", (parts, expected) => {
    expect(arn(parts)).toBe(expected);
  });
});
