/** Runner: GitHub Actions jobs inside the VPC, from where the cluster's private API can be reached. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";
import { runnerPolicy, runnerTrust } from "./runner-policy.ts";

export interface RunnerArgs {
  readonly context: PlatformContext;
  /** Address of the repository whose jobs are run, such as `https://github.com/optibid/platform.git`. */
  readonly repository: string;
  /**
   * The connection to GitHub: one that is there already and available, or one made here. A new connection is pending until
   * somebody confirms it in the console; AWS offers no other way. Until `confirmed`, only the connection is made.
   */
  readonly connection: { readonly arn: string } | { readonly confirmed: boolean };
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets with a way to the internet: jobs are fetched from GitHub. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Security group of the cluster's API endpoint: gets a rule that lets the runner in. */
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** ARNs of the keys. */
  readonly keyArns: Readonly<Record<"data" | "logs", pulumi.Input<string>>>;
  /** Days the log is kept; one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /** Size of the machine. Default `BUILD_GENERAL1_MEDIUM`: a preview of the whole platform needs about 2 GB. */
  readonly computeType?: "BUILD_GENERAL1_SMALL" | "BUILD_GENERAL1_MEDIUM" | "BUILD_GENERAL1_LARGE";
  readonly transform?: {
    readonly project?: Transform<aws.codebuild.ProjectArgs>;
    readonly webhook?: Transform<aws.codebuild.WebhookArgs>;
  };
}

/** Source: AWS CodeBuild User Guide, "Docker images provided by CodeBuild": Amazon Linux 2023 on Graviton. */
const IMAGE = "aws/codebuild/amazonlinux-aarch64-standard:3.0";
/** Minutes a job may take: the first deployment of the platform takes about an hour. */
const TIMEOUT_MINUTES = 180;
/** Minutes a job may wait for a machine. */
const QUEUED_MINUTES = 30;

/**
 * A machine for each job, made when GitHub queues it and gone when it ends (checklist PRC-124, OPT-16, OPT-21). A workflow asks for it
 * with `runs-on: codebuild-<project>-${{ github.run_id }}-${{ github.run_attempt }}`.
 */
export class Runner extends Component {
  /** Name of the CodeBuild project: part of the workflow's `runs-on`. */
  readonly projectName: string;

  constructor(name: string, args: RunnerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "Runner", name, opts);
    this.projectName = `${args.context.name}-runner`;
    const connectionArn = this.connect(args);
    if ("arn" in args.connection || args.connection.confirmed) this.createRunner(args, connectionArn);
    this.registerOutputs({ projectName: this.projectName });
  }

  private connect({ context, connection }: RunnerArgs): pulumi.Output<string> {
    if ("arn" in connection) return pulumi.output(connection.arn);
    const name = this.part("connection");
    // At most 32 characters: 24 of the context's name and 7.
    const made = new aws.codeconnections.Connection(
      name,
      { name: `${context.name}-github`, providerType: "GitHub", tags: tags(context, "internal", name) },
      this.child(),
    );
    return made.arn;
  }

  private createRunner(args: RunnerArgs, connectionArn: pulumi.Output<string>): void {
    const { context, transform } = args;
    const group = this.createSecurityGroup(args);
    const logGroup = createLogGroup(
      this.part("log"),
      { context, groupName: `/aws/codebuild/${this.projectName}`, keyArn: args.keyArns.logs, retentionInDays: args.logRetentionDays },
      this.child(),
    );
    const { role, policy } = this.createRole(args, connectionArn, logGroup);
    const name = this.part("project");
    const project = new aws.codebuild.Project(
      name,
      transformed<aws.codebuild.ProjectArgs>(transform?.project, name, {
        name: this.projectName,
        description: "Jobs of GitHub Actions inside the VPC",
        serviceRole: role.arn,
        source: {
          type: "GITHUB",
          location: args.repository,
          gitCloneDepth: 1,
          auth: { type: "CODECONNECTIONS", resource: connectionArn },
        },
        artifacts: { type: "NO_ARTIFACTS" },
        encryptionKey: args.keyArns.data,
        environment: {
          type: "ARM_CONTAINER",
          computeType: args.computeType ?? "BUILD_GENERAL1_MEDIUM",
          image: IMAGE,
          imagePullCredentialsType: "CODEBUILD",
          privilegedMode: false,
        },
        vpcConfig: { vpcId: args.vpcId, subnets: [...args.subnetIds], securityGroupIds: [group.id] },
        logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: logGroup.name }, s3Logs: { status: "DISABLED" } },
        buildTimeout: TIMEOUT_MINUTES,
        queuedTimeout: QUEUED_MINUTES,
        tags: tags(context, "internal", name),
      }),
      // CodeBuild tries the role when the project is made: it must already be able to join the network.
      this.child({ dependsOn: [policy] }),
    );
    const webhookName = this.part("webhook");
    new aws.codebuild.Webhook(
      webhookName,
      transformed<aws.codebuild.WebhookArgs>(transform?.webhook, webhookName, {
        projectName: project.name,
        buildType: "BUILD",
        filterGroups: [{ filters: [{ type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" }] }],
      }),
      this.child({ dependsOn: [project] }),
    );
  }

  private createSecurityGroup({ context, vpcId, clusterSecurityGroupId }: RunnerArgs): aws.ec2.SecurityGroup {
    const name = this.part("sg");
    const group = new aws.ec2.SecurityGroup(name, { vpcId, description: "Runner of GitHub Actions jobs", tags: tags(context, "internal", name) }, this.child());
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 } as const;
    const out = this.part("to-https");
    new aws.vpc.SecurityGroupEgressRule(
      out,
      { securityGroupId: group.id, description: "GitHub, AWS and the cluster", cidrIpv4: "0.0.0.0/0", ...https, tags: tags(context, "internal", out) },
      this.child(),
    );
    const into = this.part("to-cluster");
    new aws.vpc.SecurityGroupIngressRule(
      into,
      { securityGroupId: clusterSecurityGroupId, referencedSecurityGroupId: group.id, description: "Kubernetes API from the runner", ...https, tags: tags(context, "internal", into) },
      this.child(),
    );
    return group;
  }

  private createRole(args: RunnerArgs, connectionArn: pulumi.Output<string>, logGroup: aws.cloudwatch.LogGroup): { role: aws.iam.Role; policy: aws.iam.RolePolicy } {
    const { context, subnetIds } = args;
    const name = this.part("role");
    const trust = pulumi.output(context.accountId).apply((account) => JSON.stringify(runnerTrust(account, context.region, this.projectName)));
    const role = new aws.iam.Role(name, { description: "Runner of GitHub Actions jobs", assumeRolePolicy: trust, tags: tags(context, "internal", name) }, this.child());
    const statements = pulumi
      .all([context.accountId, pulumi.all([...subnetIds]), logGroup.arn, connectionArn])
      .apply(([account, subnets, logGroupArn, connection]) =>
        JSON.stringify(runnerPolicy({ account, region: context.region, subnetIds: subnets, logGroupArn, connectionArn: connection })),
      );
    const policy = new aws.iam.RolePolicy(this.part("policy"), { role: role.name, policy: statements }, this.child());
    return { role, policy };
  }
}
