/** KeyRotation: the function that rotates signing keys, and what it may do. */
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn } from "../arn.ts";
import { document } from "../cluster/iam.ts";
import type { Statement } from "../cluster/iam.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";
import { lambdaTrust, nodeFunction } from "../function.ts";
import { places, secretArns } from "./access.ts";
import type { SecretKeys, SecretPlaces } from "./access.ts";

export interface KeyRotationArgs extends SecretKeys {
  readonly context: PlatformContext;
  /** Names in Secrets Manager of the secrets it rotates. */
  readonly secretNames: readonly string[];
  /** ARN of the key for logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days the function's log is kept; one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /** Hours for which something signed stays valid: a key is not replaced before that, or the one before it were lost too soon. */
  readonly tokenLifetimeHours: number;
  readonly transform?: { readonly function?: Transform<aws.lambda.FunctionArgs>; readonly role?: Transform<aws.iam.RoleArgs> } | undefined;
}

/** What Lambda runs. It brings the AWS SDK; nothing is bundled. */
const CODE = new URL("./functions/key-rotation/index.mjs", import.meta.url);

/** What the function may do: the steps of a rotation on its own secrets, its key through Secrets Manager, and its log. */
export function rotationStatements(known: SecretPlaces, names: readonly string[], functionArn: string, logGroupArn: string): Statement[] {
  return [
    { Sid: "WriteLog", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${logGroupArn}:*` },
    // X-Ray knows no resources. Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS X-Ray".
    { Sid: "Trace", Effect: "Allow", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: "*" },
    {
      Sid: "Rotate",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
      Resource: secretArns(known, names),
      Condition: { StringEquals: { "secretsmanager:resource/AllowRotationLambdaArn": functionArn } },
    },
    {
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: Object.values(known.keys),
      Condition: { StringEquals: { "kms:ViaService": Object.keys(known.keys).map((region) => `secretsmanager.${region}.amazonaws.com`) } },
    },
  ];
}

/** The rotation function, its role, its log and the permission to be called. */
export class KeyRotation extends Component {
  readonly functionArn: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  /** What a rotation waits for: Secrets Manager tries the function when it is set. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: KeyRotationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("secrets", "KeyRotation", name, opts);
    const functionName = `${args.context.name}-key-rotation`;
    const logs = createLogGroup(
      this.part("logs"),
      { context: args.context, groupName: `/aws/lambda/${functionName}`, keyArn: args.logsKeyArn, retentionInDays: args.logRetentionDays },
      this.child(),
    );
    const role = this.createRole(args);
    const policy = this.createPolicy(args, functionName, role, logs);
    const rotator = this.createFunction(args, functionName, role, [logs, policy]);
    const permission = this.permit(args, rotator);
    this.functionArn = rotator.arn;
    this.roleArn = role.arn;
    this.ready = [rotator, permission, policy];
    this.registerOutputs({ functionArn: this.functionArn });
  }

  private createRole({ context, transform }: KeyRotationArgs): aws.iam.Role {
    const name = this.part("role");
    const args = transformed<aws.iam.RoleArgs>(transform?.role, name, {
      description: `Rotates the signing keys of ${context.name}`,
      assumeRolePolicy: lambdaTrust(),
      tags: tags(context, "restricted", name),
    });
    return new aws.iam.Role(name, args, this.child());
  }

  private createPolicy(args: KeyRotationArgs, functionName: string, role: aws.iam.Role, logs: aws.cloudwatch.LogGroup): aws.iam.RolePolicy {
    const policy = pulumi
      .all([places(args.context, args), arnIn(args.context, "lambda", `function:${functionName}`), arnIn(args.context, "logs", `log-group:/aws/lambda/${functionName}`)])
      .apply(([known, functionArn, logGroupArn]) => JSON.stringify(document(...rotationStatements(known, args.secretNames, functionArn, logGroupArn))));
    return new aws.iam.RolePolicy(this.part("policy"), { role: role.name, policy }, this.child({ dependsOn: [logs] }));
  }

  private createFunction({ context, tokenLifetimeHours, transform }: KeyRotationArgs, functionName: string, role: aws.iam.Role, dependsOn: pulumi.Resource[]): aws.lambda.Function {
    const name = this.part("function");
    const args = transformed<aws.lambda.FunctionArgs>(transform?.function, name, {
      name: functionName,
      description: "Rotates signing keys: a new current one, the old one as previous",
      ...nodeFunction(),
      code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(readFileSync(CODE, "utf8")) }),
      role: role.arn,
      memorySize: 256,
      timeout: 60,
      environment: { variables: { MINIMUM_AGE_SECONDS: String(tokenLifetimeHours * 3600) } },
      tags: tags(context, "restricted", name),
    });
    return new aws.lambda.Function(name, args, this.child({ dependsOn }));
  }

  private permit({ context }: KeyRotationArgs, rotator: aws.lambda.Function): aws.lambda.Permission {
    return new aws.lambda.Permission(
      this.part("permission"),
      { statementId: "SecretsManager", action: "lambda:InvokeFunction", function: rotator.name, principal: "secretsmanager.amazonaws.com", sourceAccount: context.accountId },
      this.child(),
    );
  }
}
