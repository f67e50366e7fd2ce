/** Identity: who may do what, in AWS and in the cluster. */
import * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { GLOBAL_REGION, partitionOf } from "../arn.ts";
import type { AlertTopics } from "../audit/activity-alarms.ts";
import { PASSWORDS } from "../audit/rules.ts";
import { Component, keep } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { BreakGlassAlarm } from "./break-glass-alarm.ts";
import { ClusterAccess } from "./cluster-access.ts";
import type { ClusterRole } from "./cluster-access.ts";
import type { Place } from "./documents.ts";
import type { Person } from "./people-roles.ts";
import { People } from "./people.ts";
import type { PeopleArgs, Principals } from "./people.ts";
import { Pipeline } from "./pipeline.ts";
import type { PipelineArgs } from "./pipeline.ts";

export interface IdentityArgs {
  readonly context: PlatformContext;
  /** `adopt` where the account's password policy is somebody else's: an account has one. */
  readonly passwordPolicy: { readonly mode: "create" | "adopt" };
  /** Who may take each role of people; an empty list stands for the account. */
  readonly people: Readonly<Record<Person | "break-glass", Principals>>;
  /** The pipeline; without it, nothing comes in from GitHub. */
  readonly github?: {
    readonly repository: string;
    readonly branches: readonly string[];
    readonly provider: "create" | "adopt";
    /** Bucket of Pulumi's state. Default: it is not on S3. */
    readonly stateBucket?: string | undefined;
    readonly stateKeyArn?: string | undefined;
  };
  readonly cluster: {
    readonly name: pulumi.Input<string>;
    readonly provider: k8s.Provider;
    /** Namespaces of the platform's programs. At least one. */
    readonly namespaces: readonly string[];
    /** Roles that the cluster has let in itself: its deploy role and its admins, by ARN. They get no second entry. */
    readonly admitted: readonly string[];
  };
  readonly topics: AlertTopics;
  /** Where the trail writes; see `Audit.trailLogGroupName`. */
  readonly trailLogGroupName?: pulumi.Input<string> | undefined;
  readonly transform?: {
    readonly people?: NonNullable<PeopleArgs["transform"]>;
    readonly pipeline?: NonNullable<PipelineArgs["transform"]>;
  };
}

/** Roles, password policy, pipeline and cluster access (checklist PRC-118 to PRC-121). */
export class Identity extends Component {
  readonly people: People;
  readonly pipeline: Pipeline | undefined;

  constructor(name: string, args: IdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("identity", "Identity", name, opts);
    const { context, passwordPolicy, transform } = args;
    const place = placeOf(args);
    if (passwordPolicy.mode === "create") this.createPasswordPolicy(context);
    this.people = new People(
      this.part("people"),
      { context, place, principals: args.people, ...(transform?.people === undefined ? {} : { transform: transform.people }) },
      this.child(),
    );
    this.pipeline = this.createPipeline(args, place);
    this.createAlarm(args);
    this.createClusterAccess(args);
    this.registerOutputs({ roleNames: this.people.roleNames });
  }

  /** Sources: CIS AWS Foundations Benchmark 3.0, 1.8 and 1.9; AWS FSBP, IAM.7. */
  private createPasswordPolicy(context: PlatformContext): void {
    new aws.iam.AccountPasswordPolicy(
      this.part("passwords"),
      {
        minimumPasswordLength: PASSWORDS.minimumLength,
        passwordReusePrevention: PASSWORDS.remembered,
        maxPasswordAge: PASSWORDS.maximumAgeDays,
        requireLowercaseCharacters: true,
        requireUppercaseCharacters: true,
        requireNumbers: true,
        requireSymbols: true,
        allowUsersToChangePassword: true,
        // Who let a password run out may still set a new one.
        hardExpiry: false,
      },
      this.child(keep(context.protect)),
    );
  }

  private createPipeline({ context, github, transform }: IdentityArgs, place: pulumi.Output<Place>): Pipeline | undefined {
    if (github === undefined) return undefined;
    const { repository, branches, provider, stateKeyArn } = github;
    return new Pipeline(
      this.part("pipeline"),
      { context, place, repository, branches, provider, stateKeyArn, ...(transform?.pipeline === undefined ? {} : { transform: transform.pipeline }) },
      this.child(),
    );
  }

  private createAlarm({ context, topics, trailLogGroupName }: IdentityArgs): void {
    const { roles, roleNames } = this.people;
    new BreakGlassAlarm(
      this.part("break-glass"),
      { context, roleName: roleNames["break-glass"], roleArn: roles["break-glass"].arn, topics, trailLogGroupName },
      this.child(),
    );
  }

  private createClusterAccess({ context, cluster }: IdentityArgs): void {
    const { people, pipeline } = this;
    const admitted = new Set(cluster.admitted.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)));
    const { namespaces } = cluster;
    const wanted: Readonly<Record<string, { readonly roleName: string; readonly role: ClusterRole }>> = {
      admin: { roleName: people.roleNames.admin, role: { roleArn: people.roles.admin.arn, policy: "AmazonEKSClusterAdminPolicy" } },
      operator: { roleName: people.roleNames.operator, role: { roleArn: people.roles.operator.arn, policy: "AmazonEKSEditPolicy", namespaces, group: "operators" } },
      developer: { roleName: people.roleNames.developer, role: { roleArn: people.roles.developer.arn, policy: "AmazonEKSViewPolicy", namespaces, group: "readers" } },
      "read-only": { roleName: people.roleNames["read-only"], role: { roleArn: people.roles["read-only"].arn, policy: "AmazonEKSViewPolicy", namespaces, group: "readers" } },
      "break-glass": { roleName: people.roleNames["break-glass"], role: { roleArn: people.roles["break-glass"].arn, policy: "AmazonEKSClusterAdminPolicy" } },
      ...(pipeline === undefined
        ? {}
        : {
            plan: { roleName: pipeline.roleNames.plan, role: { roleArn: pipeline.planRole.arn, policy: "AmazonEKSViewPolicy", group: "readers" } },
            deploy: { roleName: pipeline.roleNames.deploy, role: { roleArn: pipeline.deployRole.arn, policy: "AmazonEKSClusterAdminPolicy" } },
          }),
    };
    const roles = Object.fromEntries(Object.entries(wanted).flatMap(([who, { roleName, role }]) => (admitted.has(roleName) ? [] : [[who, role] as const])));
    new ClusterAccess(this.part("cluster"), { context, clusterName: cluster.name, provider: cluster.provider, roles }, this.child());
  }
}

function placeOf({ context, github }: IdentityArgs): pulumi.Output<Place> {
  const partition = partitionOf(context.region);
  const regions = [context.region, ...(context.drRegion === undefined ? [] : [context.drRegion]), ...(partition === "aws" ? [GLOBAL_REGION] : [])];
  return pulumi.output(context.accountId).apply((account) => ({
    account,
    partition,
    name: context.name,
    regions: [...new Set(regions)],
    buckets: github?.stateBucket === undefined ? [] : [github.stateBucket],
  }));
}
