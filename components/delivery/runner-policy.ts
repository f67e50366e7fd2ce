/** What the runner inside the VPC may do in AWS: start, write its log, and fetch the job. Pure. */
import { arn } from "../arn.ts";
import { document } from "../cluster/iam.ts";
import type { PolicyDocument } from "../cluster/iam.ts";

/** Where the runner is. */
export interface RunnerPlace {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Ids of the subnets its interfaces are put into. */
  readonly subnetIds: readonly string[];
  /** ARN of the runner's log group, without a trailing `:*`. */
  readonly logGroupArn: string;
  /** ARN of the connection to GitHub. */
  readonly connectionArn: string;
}

/**
 * Lets CodeBuild take the role, for builds of this account only.
 * Source: AWS CodeBuild User Guide, "Cross-service confused deputy prevention".
 */
export function runnerTrust(account: string, region: string, project: string): PolicyDocument {
  return document({
    Sid: "CodeBuild",
    Effect: "Allow",
    Principal: { Service: "codebuild.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": account },
      ArnEquals: { "aws:SourceArn": arn({ service: "codebuild", region, account, resource: `project/${project}` }) },
    },
  });
}

/**
 * The role of the runner itself. What a job may change it gets from the deploying role, which GitHub's token lets it take.
 * Source: AWS CodeBuild User Guide, "Create a CodeBuild service role"; "Allow CodeBuild access to AWS services required
 * to create a VPC network interface".
 */
export function runnerPolicy({ account, region, subnetIds, logGroupArn, connectionArn }: RunnerPlace): PolicyDocument {
  const ec2 = (resource: string) => arn({ service: "ec2", region, account, resource });
  return document(
    { Sid: "WriteLog", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${logGroupArn}:*` },
    { Sid: "FetchJobs", Effect: "Allow", Action: ["codeconnections:GetConnection", "codeconnections:GetConnectionToken"], Resource: connectionArn },
    {
      Sid: "FindNetwork",
      Effect: "Allow",
      Action: ["ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
      Resource: "*",
    },
    { Sid: "JoinNetwork", Effect: "Allow", Action: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"], Resource: "*" },
    {
      Sid: "HandInterfaceToCodeBuild",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterfacePermission",
      Resource: ec2("network-interface/*"),
      Condition: {
        StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" },
        ArnEquals: { "ec2:Subnet": subnetIds.map((id) => ec2(`subnet/${id}`)) },
      },
    },
  );
}
