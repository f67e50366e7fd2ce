/** ClusterAccess: what the roles of people and pipeline may do in Kubernetes. */
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { accessPolicyArn } from "../cluster/iam.ts";
import { labels } from "../cluster/labels.ts";
import { Component } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

/** One IAM role and what it is in the cluster. */
export interface ClusterRole {
  readonly roleArn: pulumi.Input<string>;
  /** One of EKS's access policies. Source: Amazon EKS User Guide, "Review access policy permissions". */
  readonly policy: "AmazonEKSClusterAdminPolicy" | "AmazonEKSEditPolicy" | "AmazonEKSViewPolicy";
  /** Namespaces the policy holds in; without any, in all of them. */
  readonly namespaces?: readonly string[] | undefined;
  /** Group in Kubernetes, for what EKS's policies do not give; see {@link GROUPS}. */
  readonly group?: Group | undefined;
}

/** Groups of our own. They may not begin with `system:`, `eks:`, `aws:`, `amazon:` or `iam:`. */
export const GROUPS = { operators: "optibid:operators", readers: "optibid:readers" } as const;

/** One of {@link GROUPS}. */
export type Group = keyof typeof GROUPS;

export interface ClusterAccessArgs {
  readonly context: PlatformContext;
  readonly clusterName: pulumi.Input<string>;
  readonly provider: k8s.Provider;
  /** The roles, by a short name. EKS refuses a second entry for a role, so none of these may be among the cluster's own. */
  readonly roles: Readonly<Record<string, ClusterRole>>;
}

const READ = ["get", "list", "watch"] as const;

/** What is not in any namespace and which EKS's view policy does not show. */
const READER_RULES = [
  { apiGroups: [""], resources: ["nodes", "namespaces", "persistentvolumes"], verbs: [...READ] },
  { apiGroups: ["storage.k8s.io"], resources: ["storageclasses", "volumeattachments"], verbs: [...READ] },
  { apiGroups: ["scheduling.k8s.io"], resources: ["priorityclasses"], verbs: [...READ] },
  { apiGroups: ["networking.k8s.io"], resources: ["ingressclasses"], verbs: [...READ] },
  { apiGroups: ["metrics.k8s.io"], resources: ["nodes", "pods"], verbs: [...READ] },
  { apiGroups: ["karpenter.sh"], resources: ["nodepools", "nodeclaims"], verbs: [...READ] },
  { apiGroups: ["eks.amazonaws.com"], resources: ["nodeclasses"], verbs: [...READ] },
];

/** To take a node out of service: mark it, and evict its pods within their disruption budgets. */
const OPERATOR_RULES = [
  { apiGroups: [""], resources: ["nodes"], verbs: ["patch"] },
  { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
  { apiGroups: ["karpenter.sh"], resources: ["nodeclaims"], verbs: ["delete"] },
];

/** RBAC bound to IAM roles through access entries (checklist PRC-118, PRC-119). */
export class ClusterAccess extends Component {
  constructor(name: string, args: ClusterAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("identity", "ClusterAccess", name, opts);
    for (const [who, role] of Object.entries(args.roles)) this.admit(args, who, role);
    this.createRole(args, "readers", READER_RULES, ["operators", "readers"]);
    this.createRole(args, "operators", OPERATOR_RULES, ["operators"]);
    this.registerOutputs();
  }

  private admit({ context, clusterName }: ClusterAccessArgs, who: string, { roleArn, policy, namespaces, group }: ClusterRole): void {
    const name = this.part(who);
    const entry = new aws.eks.AccessEntry(
      name,
      {
        clusterName,
        principalArn: roleArn,
        type: "STANDARD",
        ...(group === undefined ? {} : { kubernetesGroups: [GROUPS[group]] }),
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
    new aws.eks.AccessPolicyAssociation(
      `${name}-policy`,
      {
        clusterName,
        principalArn: roleArn,
        policyArn: accessPolicyArn(policy, context.region),
        accessScope: namespaces === undefined ? { type: "cluster" } : { type: "namespace", namespaces: [...namespaces] },
      },
      this.child({ dependsOn: [entry] }),
    );
  }

  private createRole({ context, provider }: ClusterAccessArgs, part: Group, rules: k8s.types.input.rbac.v1.PolicyRule[], groups: readonly Group[]): void {
    const metadata = { name: `${context.name}-${part}`, labels: labels(context, { name: part, component: "access" }, "internal") };
    const role = new k8s.rbac.v1.ClusterRole(this.part(`${part}-role`), { metadata, rules }, this.child({ provider }));
    new k8s.rbac.v1.ClusterRoleBinding(
      this.part(`${part}-binding`),
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role.metadata.name },
        subjects: groups.map((group) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: GROUPS[group] })),
      },
      this.child({ provider }),
    );
  }
}
