/**
 * PodIdentity: what one service account may do in AWS.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { document, podIdentityTrust } from "./iam.ts";
import type { Statement } from "./iam.ts";

export interface PodIdentityArgs {
  readonly context: PlatformContext;
  /** Name of the cluster. Known at preview. */
  readonly clusterName: pulumi.Input<string>;
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Name of the service account. */
  readonly serviceAccount: string;
  /** What its pods may do in AWS. At least one statement. */
  readonly statements: pulumi.Input<readonly pulumi.Input<Statement>[]>;
  readonly transform?: {
    readonly role?: Transform<aws.iam.RoleArgs>;
    readonly association?: Transform<aws.eks.PodIdentityAssociationArgs>;
  };
}

/** An IAM role for the pods of one service account, handed to them by EKS Pod Identity. */
export class PodIdentity extends Component {
  /** The role; its name is what a KMS or bucket policy refers to. */
  readonly role: aws.iam.Role;

  constructor(name: string, args: PodIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cluster", "PodIdentity", name, opts);
    this.role = this.createRole(args);
    this.createAssociation(args, this.createPolicy(args));
    this.registerOutputs({ roleArn: this.role.arn });
  }

  private createRole({ context, clusterName, namespace, serviceAccount, transform }: PodIdentityArgs): aws.iam.Role {
    const name = this.part("role");
    const trust = pulumi.all([context.accountId, clusterName]).apply(([account, cluster]) => {
      const clusterArn = arn({ service: "eks", region: context.region, account, resource: `cluster/${cluster}` });
      return JSON.stringify(podIdentityTrust(account, clusterArn));
    });
    return new aws.iam.Role(
      name,
      transformed(transform?.role, name, {
        description: `Pods of service account ${namespace}/${serviceAccount}`,
        assumeRolePolicy: trust,
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private createPolicy({ statements }: PodIdentityArgs): aws.iam.RolePolicy {
    const policy = pulumi
      .output(statements)
      .apply((list) => JSON.stringify(document(...list)));
    return new aws.iam.RolePolicy(this.part("policy"), { role: this.role.name, policy }, this.child());
  }

  private createAssociation(
    { context, clusterName, namespace, serviceAccount, transform }: PodIdentityArgs,
    policy: aws.iam.RolePolicy,
  ): void {
    const name = this.part("association");
    new aws.eks.PodIdentityAssociation(
      name,
      transformed(transform?.association, name, {
        clusterName,
        namespace,
        serviceAccount,
        roleArn: this.role.arn,
        tags: tags(context, "internal", name),
      }),
      this.child({ dependsOn: [policy] }),
    );
  }
}
