import { describe, expect, test } from "@jest/globals";
import {
  CLUSTER_TRUST,
  NODE_TRUST,
  accessPolicyArn,
  customTags,
  managedPolicyArn,
  podIdentityTrust,
} from "../../../components/cluster/iam.ts";

describe("ARNs of AWS's own policies follow the partition", () => {
  test.each([
    [managedPolicyArn("AmazonEKSClusterPolicy", "eu-central-1"), "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"],
    [managedPolicyArn("AmazonEKSClusterPolicy", "cn-north-1"), "arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy"],
    [accessPolicyArn("AmazonEKSAutoNodePolicy", "eu-central-1"), "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy"],
  ])("%s", (actual, expected) => {
    expect(actual).toBe(expected);
  });
});

describe("who may take which role", () => {
  test("EKS the cluster role, with its session tags", () => {
    expect(CLUSTER_TRUST.Statement).toEqual([
      {
        Sid: "EksControlPlane",
        Effect: "Allow",
        Principal: { Service: "eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
    ]);
  });

  test("EC2 the node role", () => {
    expect(NODE_TRUST.Statement).toEqual([
      { Sid: "Ec2Instances", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });

  test("pods of the one cluster theirs", () => {
    const clusterArn = "arn:aws:eks:eu-central-1:123456789012:cluster/optibid";
    expect(podIdentityTrust("123456789012", clusterArn).Statement.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "aws:SourceAccount": "123456789012" }, ArnEquals: { "aws:SourceArn": clusterArn } },
    ]);
  });
});

test("custom tags are allowed only on what the own cluster launches", () => {
  const own = { "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}" };
  const { Statement } = customTags("eu-central-1");
  expect(Statement.map(({ Sid }) => Sid)).toEqual(["Compute", "Storage", "Networking"]);
  expect(Statement.map(({ Condition }) => Condition?.["StringEquals"])).toEqual([own, own, own]);
  expect(Statement[1]?.Resource).toEqual(["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:snapshot/*"]);
});
