/** Addons: what EKS installs on the cluster beside metrics-server. */
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { ADDONS, addonFlows } from "./addon-specs.ts";
import type { AddonName, AddonSpec, AddonSurroundings } from "./addon-specs.ts";
import { managedPolicyArn, podIdentityTrust } from "./iam.ts";
import { labels } from "./labels.ts";

export interface AddonsArgs {
  readonly context: PlatformContext;
  /** Name of the cluster. Known at preview. */
  readonly clusterName: string;
  /** Provider of the cluster's Kubernetes API. */
  readonly provider: k8s.Provider;
  /** Where nodes and Services are. */
  readonly surroundings: AddonSurroundings;
  /** What has to be there before: the cluster's nodes (an add-on is active when its pods run), and the log groups they write to. */
  readonly after: readonly pulumi.Resource[];
  readonly transform?: {
    readonly addon?: Transform<aws.eks.AddonArgs>;
    readonly role?: Transform<aws.iam.RoleArgs>;
    readonly networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
  };
}

/** The add-ons (checklist PRC-005, PRC-044, PRC-048, PRC-053, OPT-61). */
export class Addons extends Component {
  /** Each add-on: pods that mount secrets come after `aws-secrets-store-csi-driver-provider`. */
  readonly addons: Readonly<Record<AddonName, aws.eks.Addon>>;

  constructor(name: string, args: AddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cluster", "Addons", name, opts);
    this.addons = Object.fromEntries(ADDONS.map((spec) => [spec.name, this.createAddon(args, spec)])) as Record<AddonName, aws.eks.Addon>;
    this.registerOutputs({});
  }

  private createAddon(args: AddonsArgs, spec: AddonSpec): aws.eks.Addon {
    const name = this.part(spec.name);
    const fence = spec.standard === "host" ? [] : this.createFence(args, spec, spec.standard);
    const identity = this.createIdentity(args, spec);
    return new aws.eks.Addon(
      name,
      transformed<aws.eks.AddonArgs>(args.transform?.addon, name, {
        clusterName: args.clusterName,
        addonName: spec.name,
        ...(spec.standard === "host" ? { namespaceConfig: { namespace: spec.namespace } } : {}),
        // The namespace is already there, and EKS takes it over.
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        ...(spec.configuration === undefined ? {} : { configurationValues: JSON.stringify(spec.configuration) }),
        ...(identity === undefined ? {} : { podIdentityAssociations: [identity.association] }),
        tags: tags(args.context, "internal", name),
      }),
      this.child({ dependsOn: [...args.after, ...fence, ...(identity?.after ?? [])] }),
    );
  }

  /** Namespace and flows come first: nodes deny by default, and pods that reach nothing never make their add-on active. */
  private createFence({ context, provider, surroundings, transform }: AddonsArgs, spec: AddonSpec, standard: string): pulumi.Resource[] {
    const part = { name: spec.name, component: "add-on" };
    const namespace = new k8s.core.v1.Namespace(
      this.part(`${spec.name}-namespace`),
      {
        metadata: {
          name: spec.namespace,
          labels: { ...labels(context, part, "internal"), "pod-security.kubernetes.io/enforce": standard },
        },
      },
      this.child({ provider }),
    );
    const name = this.part(`${spec.name}-flows`);
    const policy = new k8s.networking.v1.NetworkPolicy(
      name,
      transformed<k8s.networking.v1.NetworkPolicyArgs>(transform?.networkPolicy, name, {
        metadata: { name: "flows", namespace: spec.namespace, labels: labels(context, part, "internal") },
        spec: addonFlows(spec, surroundings),
      }),
      this.child({ provider, dependsOn: [namespace] }),
    );
    return [namespace, policy];
  }

  private createIdentity({ context, clusterName, transform }: AddonsArgs, { name: addon, identity }: AddonSpec) {
    if (identity === undefined) return undefined;
    const name = this.part(`${addon}-role`);
    const trust = pulumi
      .output(context.accountId)
      .apply((account) => JSON.stringify(podIdentityTrust(account, arn({ service: "eks", region: context.region, account, resource: `cluster/${clusterName}` }))));
    const role = new aws.iam.Role(
      name,
      transformed<aws.iam.RoleArgs>(transform?.role, name, {
        // Made up from the logical name it would be longer than the 64 characters IAM takes.
        name: `${context.name}-${addon}`,
        description: `EKS add-on ${addon}`,
        assumeRolePolicy: trust,
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
    const after = identity.policies.map(
      (policy) => new aws.iam.RolePolicyAttachment(`${name}-${policy}`, { role: role.name, policyArn: managedPolicyArn(policy, context.region) }, this.child()),
    );
    return { association: { serviceAccount: identity.serviceAccount, roleArn: role.arn }, after };
  }
}
