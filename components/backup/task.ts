/** A small function with its log, its role and somebody to tell when it fails: what backups do beyond AWS Backup. */
import { readdirSync, readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn } from "../arn.ts";
import type { Statement } from "../cluster/iam.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";
import { nodeFunction } from "../function.ts";
import { createServiceRole } from "./roles.ts";

export interface BackupTaskArgs {
  readonly context: PlatformContext;
  /** Folder of the code below `functions/`; the end of the function's name. */
  readonly task: "validate-restore" | "inspect-database" | "export-cache" | "copy-state";
  readonly description: string;
  /** Settings, none of them secret. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** What it may do beyond its log, its traces and its alarm. */
  readonly statements: pulumi.Input<readonly Statement[]>;
  /** ARN of the key for logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  readonly logRetentionDays?: number | undefined;
  /** ARN of the topic that is told when every attempt has failed, and of its key. */
  readonly topicArn: pulumi.Input<string>;
  readonly topicKeyArn: pulumi.Input<string>;
  /** Runs at this time; without it something else calls it. */
  readonly schedule?: string | undefined;
  /** Where it runs when it has to reach something there; it then reaches nothing else. */
  readonly network?: { readonly subnetIds: readonly pulumi.Input<string>[]; readonly securityGroupId: pulumi.Input<string> } | undefined;
  /** Seconds it may take. Default 900, the longest Lambda allows: copying is done by the services, the function only asks for it. */
  readonly timeoutSeconds?: number | undefined;
  readonly transform?: Transform<aws.lambda.FunctionArgs> | undefined;
}

const TIMEOUT = 900;

/**
 * What Lambda does in the function's name to put it into a network. None of it can be bound to a resource.
 * Source: AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC".
 */
const JOIN_NETWORK: Statement = {
  Sid: "JoinNetwork",
  Effect: "Allow",
  Action: ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"],
  Resource: "*",
};

/** Lambda does that, not the code: the code has the same role and may not. Source: same place, "Best practices for using Lambda functions with Amazon VPCs". */
function notByCode(functionArn: string): Statement {
  return { Sid: "NotByTheCode", Effect: "Deny", Action: JOIN_NETWORK.Action, Resource: "*", Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } } };
}

/** One function of the backups. */
export class BackupTask extends Component {
  readonly functionName: string;
  readonly arn: pulumi.Output<string>;
  readonly fn: aws.lambda.Function;

  constructor(name: string, args: BackupTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "BackupTask", name, opts);
    this.functionName = `${args.context.name}-${args.task}`;

    this.fn = this.createFunction(args);
    this.scheduleFunction(args);

    this.arn = this.fn.arn;
    this.registerOutputs({ functionName: this.functionName, arn: this.arn });
  }

  private createFunction(args: BackupTaskArgs): aws.lambda.Function {
    const { context, task, topicArn } = args;
    const logs = createLogGroup(
      this.part("logs"),
      { context, groupName: `/aws/lambda/${this.functionName}`, keyArn: args.logsKeyArn, retentionInDays: args.logRetentionDays },
      this.child(),
    );
    const { role, permissions } = createServiceRole(
      this.part("role"),
      context,
      { service: "lambda.amazonaws.com", description: args.description },
      pulumi.all([args.statements, logs.name, topicArn, args.topicKeyArn, arnIn(context, "logs", `log-group:/aws/lambda/${this.functionName}:*`), arnIn(context, "lambda", `function:${this.functionName}`)]).apply(([own, , topic, key, log, self]): Statement[] => [
        ...own,
        ...(args.network === undefined ? [] : [JOIN_NETWORK, notByCode(self)]),
        { Sid: "Log", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: log },
        { Sid: "Trace", Effect: "Allow", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: "*" },
        { Sid: "TellOfFailure", Effect: "Allow", Action: "sns:Publish", Resource: topic },
        { Sid: "EncryptWhatIsTold", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key, Condition: { StringEquals: { "kms:ViaService": `sns.${context.region}.amazonaws.com` } } },
      ]),
      this.child(),
    );
    const name = this.part("function");
    const functionArgs = transformed<aws.lambda.FunctionArgs>(args.transform, name, {
      name: this.functionName,
      description: args.description,
      role: role.arn,
      ...nodeFunction(),
      code: codeOf(task),
      timeout: args.timeoutSeconds ?? TIMEOUT,
      memorySize: 256,
      environment: { variables: { ...args.environment } },
      loggingConfig: { logFormat: "JSON", logGroup: logs.name, applicationLogLevel: "INFO", systemLogLevel: "INFO" },
      ...(args.network === undefined ? {} : { vpcConfig: { subnetIds: [...args.network.subnetIds], securityGroupIds: [args.network.securityGroupId] } }),
      deadLetterConfig: { targetArn: topicArn },
      tags: tags(context, "internal", name),
    });
    return new aws.lambda.Function(name, functionArgs, this.child({ dependsOn: [...permissions, logs] }));
  }

  private scheduleFunction({ context, schedule, description }: BackupTaskArgs): void {
    if (schedule === undefined) return;
    const { role, permissions } = createServiceRole(
      this.part("caller"),
      context,
      { service: "scheduler.amazonaws.com", description: `Calls ${this.functionName}` },
      this.fn.arn.apply((arn): Statement[] => [{ Sid: "Call", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: arn }]),
      this.child(),
    );
    new aws.scheduler.Schedule(
      this.part("schedule"),
      {
        name: this.functionName,
        description,
        scheduleExpression: schedule,
        scheduleExpressionTimezone: "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: { arn: this.fn.arn, roleArn: role.arn, retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3_600 } },
      },
      this.child({ dependsOn: [...permissions] }),
    );
  }
}

/** Everything in the folder of a task. */
function codeOf(task: BackupTaskArgs["task"]): pulumi.asset.AssetArchive {
  const folder = new URL(`./functions/${task}/`, import.meta.url);
  return new pulumi.asset.AssetArchive(Object.fromEntries(readdirSync(folder).sort().map((file) => [file, new pulumi.asset.StringAsset(readFileSync(new URL(file, folder), "utf8"))])));
}
