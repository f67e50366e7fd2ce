/** The function that tells one channel: PagerDuty, Slack or Teams. */
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Channel, Severity } from "../../config/sections/alerting.ts";
import { arn, arnIn } from "../arn.ts";
import { document } from "../cluster/iam.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";
import { lambdaTrust, nodeFunction } from "../function.ts";
import { topicName } from "./topics.ts";
import type { Topics } from "./topics.ts";

/** Channels that a function tells; e-mail is sent by SNS itself. */
export type ForwardedChannel = Exclude<Channel, "email">;

export interface ForwarderArgs {
  readonly context: PlatformContext;
  readonly channel: ForwardedChannel;
  /** Secret with PagerDuty's routing key or the webhook's address, as text or as JSON `{"routingKey"}`, `{"webhookUrl"}` or `{"value"}`. */
  readonly secretArn: pulumi.Input<string>;
  /** Severities that are told here. At least one. */
  readonly severities: readonly Severity[];
  /** Topics of every Region, the home Region's first. */
  readonly topics: readonly [Topics, ...Topics[]];
  readonly keyArns: {
    /** Key of the dead-letter queue in the home Region. */
    readonly alerts: pulumi.Input<string>;
    readonly logs: pulumi.Input<string>;
    /** Key of the credential. */
    readonly secrets: pulumi.Input<string>;
  };
  /** Days the function's log is kept. */
  readonly logRetentionDays?: number | undefined;
  /** Where PagerDuty takes events. */
  readonly endpoint?: string | undefined;
  readonly transform?: Transform<aws.lambda.FunctionArgs> | undefined;
}

const SOURCES = ["index.mjs", "messages.mjs", "post.mjs"] as const;
/** Seconds for one alert: three tries of eight seconds, and the waits a channel may ask for between them. */
const TIMEOUT = 90;

/**
 * A function outside the VPC: an alert about the network must not need the network. It reads its one credential when it
 * runs, so that neither its settings nor the state hold it (checklist PRC-055, OPT-69, OPT-71).
 */
export class Forwarder extends Component {
  readonly functionName: string;

  constructor(name: string, args: ForwarderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("alerting", "Forwarder", name, opts);
    this.functionName = forwarderName(args.context, args.channel);
    const logs = this.createLogs(args);
    const role = this.createRole(args);
    const permission = this.permit(args, role, logs);
    const lambda = this.createFunction(args, role, [logs, permission]);
    for (const topics of args.topics) this.subscribe(args, topics, lambda);
    this.createAlarm(args);
    this.registerOutputs({ functionArn: lambda.arn });
  }

  private createLogs({ context, keyArns, logRetentionDays }: ForwarderArgs): aws.cloudwatch.LogGroup {
    return createLogGroup(
      this.part("logs"),
      { context, groupName: `/aws/lambda/${this.functionName}`, keyArn: keyArns.logs, retentionInDays: logRetentionDays, classification: "internal" },
      this.child(),
    );
  }

  private createRole({ context, channel }: ForwarderArgs): aws.iam.Role {
    const name = this.part("role");
    return new aws.iam.Role(
      name,
      {
        name: forwarderName(context, channel), // the policy of the credential names its readers
        description: `Forwards alerts to ${channel}`,
        assumeRolePolicy: lambdaTrust(),
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }

  private permit(args: ForwarderArgs, role: aws.iam.Role, logs: aws.cloudwatch.LogGroup): aws.iam.RolePolicy {
    const { context, secretArn, keyArns, topics } = args;
    const policy = pulumi.all([logs.arn, secretArn, keyArns.secrets, topics[0].deadLetters.arn, keyArns.alerts]).apply(([logArn, secret, secretsKey, queueArn, alertsKey]) =>
      JSON.stringify(
        document(
          { Sid: "WriteLog", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${logArn}:*` },
          { Sid: "ReadCredential", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret },
          { Sid: "DecryptCredential", Effect: "Allow", Action: "kms:Decrypt", Resource: secretsKey, Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${context.region}.amazonaws.com` } } },
          { Sid: "KeepUndelivered", Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn },
          { Sid: "EncryptUndelivered", Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: alertsKey, Condition: { StringEquals: { "kms:ViaService": `sqs.${context.region}.amazonaws.com` } } },
          // X-Ray has no resource to name. Source: Service Authorization Reference, "AWS X-Ray".
          { Sid: "Trace", Effect: "Allow", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: "*" },
        ),
      ),
    );
    return new aws.iam.RolePolicy(this.part("policy"), { role: role.name, policy }, this.child());
  }

  private createFunction(args: ForwarderArgs, role: aws.iam.Role, after: pulumi.Resource[]): aws.lambda.Function {
    const { context, channel, topics, transform } = args;
    const name = this.part("function");
    return new aws.lambda.Function(
      name,
      transformed<aws.lambda.FunctionArgs>(transform, name, {
        name: this.functionName,
        description: `Forwards alerts to ${channel}`,
        role: role.arn,
        ...nodeFunction(),
        code: this.code(args),
        memorySize: 256,
        timeout: TIMEOUT,
        deadLetterConfig: { targetArn: topics[0].deadLetters.arn },
        loggingConfig: { logFormat: "JSON", logGroup: `/aws/lambda/${this.functionName}` },
        tags: tags(context, "internal", name),
      }),
      // Lambda tries the dead-letter queue when it is told of it.
      this.child({ dependsOn: after }),
    );
  }

  /** The code and its settings. Names of topics and of the secret are no secrets; the secret's value is not here. */
  private code({ context, channel, secretArn, severities, topics, endpoint }: ForwarderArgs): pulumi.Output<pulumi.asset.AssetArchive> {
    return pulumi.all([context.accountId, secretArn]).apply(([account, secret]) => {
      const byTopic = topics.flatMap(({ region }) => severities.map((severity) => [arn({ service: "sns", region, account, resource: topicName(context, severity) }), severity]));
      const settings = { channel, platform: context.name, secretArn: secret, ...(endpoint === undefined ? {} : { endpoint }), severities: Object.fromEntries(byTopic) as Record<string, Severity> };
      return new pulumi.asset.AssetArchive({
        ...Object.fromEntries(SOURCES.map((file) => [file, new pulumi.asset.StringAsset(SOURCE_TEXTS[file])])),
        "settings.json": new pulumi.asset.StringAsset(JSON.stringify(settings)),
      });
    });
  }

  /** SNS delivers to functions of other Regions, so one function serves all. Source: SNS Developer Guide, "Cross-Region delivery". */
  private subscribe({ context, severities }: ForwarderArgs, { region, arns, deadLetters }: Topics, lambda: aws.lambda.Function): void {
    for (const severity of severities) {
      const part = `${severity}${region === context.region ? "" : `-${region}`}`;
      const permission = new aws.lambda.Permission(
        this.part(`${part}-permission`),
        { statementId: `${severity}-${region}`, action: "lambda:InvokeFunction", function: lambda.name, principal: "sns.amazonaws.com", sourceArn: arnIn(context, "sns", topicName(context, severity), region) },
        this.child(),
      );
      new aws.sns.TopicSubscription(
        this.part(`${part}-subscription`),
        { region, topic: arns[severity], protocol: "lambda", endpoint: lambda.arn, redrivePolicy: deadLetters.arn.apply((target) => JSON.stringify({ deadLetterTargetArn: target })) },
        this.child({ dependsOn: [permission] }),
      );
    }
  }

  private createAlarm({ context, channel, topics }: ForwarderArgs): void {
    const name = this.part("errors");
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        name: `${this.functionName}-errors`,
        alarmDescription: `Alerts do not reach ${channel}. See docs/runbooks/on-call.md.`,
        namespace: "AWS/Lambda",
        metricName: "Errors",
        dimensions: { FunctionName: this.functionName },
        statistic: "Sum",
        period: 60,
        evaluationPeriods: 1,
        threshold: 0,
        comparisonOperator: "GreaterThanThreshold",
        treatMissingData: "notBreaching", // a function that nobody calls reports nothing
        alarmActions: [topics[0].arns.fallback],
        okActions: [topics[0].arns.fallback],
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }
}

/** Physical name of a channel's function and of its role. */
function forwarderName({ name }: Pick<PlatformContext, "name">, channel: ForwardedChannel): string {
  return `${name}-alerts-${channel}`;
}

/** ARN of the role that reads a channel's credential. Known before the role is there. */
export function forwarderRoleArn(context: Pick<PlatformContext, "name" | "accountId" | "region">, channel: ForwardedChannel): pulumi.Output<string> {
  return arnIn(context, "iam", `role/${forwarderName(context, channel)}`, "");
}

/** Text, not paths: what is deployed must not depend on where the repository lies. */
const SOURCE_TEXTS = Object.fromEntries(
  SOURCES.map((file) => [file, readFileSync(new URL(`./functions/forwarder/${file}`, import.meta.url), "utf8")]),
) as Record<(typeof SOURCES)[number], string>;
