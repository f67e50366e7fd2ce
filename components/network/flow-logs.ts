/** Flow logs of the VPC: all traffic, to an encrypted log group that only they can write to. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn } from "../arn.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";

export interface FlowLogsArgs {
  readonly context: PlatformContext;
  readonly vpcId: pulumi.Input<string>;
  /** ARN of the key for logs. */
  readonly keyArn: pulumi.Input<string>;
  /** Days they are kept; one of CloudWatch's values. Default 400. */
  readonly retentionInDays?: number | undefined;
  /** Changes the arguments of children. */
  readonly transform?: { readonly flowLog?: Transform<aws.ec2.FlowLogArgs> } | undefined;
}

/** Seconds over which flows are put together: the shorter of the two values AWS knows. */
const AGGREGATION_INTERVAL = 60;

/** Flow logs (checklist PRC-044, PRC-116). */
export class FlowLogs extends Component {
  constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network", "FlowLogs", name, opts);
    const { context } = args;
    const groupName = `/aws/vpc/${context.name}/flow-logs`;

    const group = createLogGroup(
      this.part("group"),
      { context, groupName, keyArn: args.keyArn, retentionInDays: args.retentionInDays },
      this.child(),
    );
    const role = this.createRole(context);
    const permission = this.permitWriting(context, role, groupName);
    this.createFlowLog(args, group, role, permission);

    this.registerOutputs();
  }

  private createRole(context: PlatformContext): aws.iam.Role {
    const name = this.part("role");
    return new aws.iam.Role(
      name,
      {
        description: `Writes the flow logs of ${context.name}`,
        assumeRolePolicy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "vpc-flow-logs.amazonaws.com" },
              Action: "sts:AssumeRole",
              Condition: {
                StringEquals: { "aws:SourceAccount": context.accountId },
                ArnLike: { "aws:SourceArn": arnIn(context, "ec2", "vpc-flow-log/*") },
              },
            },
          ],
        }),
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }

  /** Source: Amazon VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs", less the right to create groups. */
  private permitWriting(context: PlatformContext, role: aws.iam.Role, groupName: string): aws.iam.RolePolicy {
    return new aws.iam.RolePolicy(
      this.part("policy"),
      {
        role: role.name,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
              Resource: [arnIn(context, "logs", `log-group:${groupName}`), arnIn(context, "logs", `log-group:${groupName}:*`)],
            },
            { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: arnIn(context, "logs", "log-group:*") },
          ],
        }),
      },
      this.child(),
    );
  }

  /** After the permission: what flows before it is there is lost. */
  private createFlowLog(
    { context, vpcId, transform }: FlowLogsArgs,
    group: aws.cloudwatch.LogGroup,
    role: aws.iam.Role,
    permission: aws.iam.RolePolicy,
  ): void {
    const name = this.part("log");
    const args = transformed<aws.ec2.FlowLogArgs>(transform?.flowLog, name, {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: AGGREGATION_INTERVAL,
      tags: tags(context, "confidential", name),
    });
    new aws.ec2.FlowLog(name, args, this.child({ dependsOn: [permission] }));
  }
}
