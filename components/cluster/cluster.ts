/**
 * Cluster: Amazon EKS in Auto Mode. Why Auto Mode: docs/adr/0002-eks-auto-mode.md.
 */
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";
import { DEFAULT_SERVICE_CIDR, dnsAddress, kubeconfig, publicAccessMistakes } from "./access.ts";
import {
  CLUSTER_POLICIES,
  CLUSTER_TRUST,
  NODE_POLICIES,
  NODE_TRUST,
  accessPolicyArn,
  customTags,
  managedPolicyArn,
} from "./iam.ts";
import type { PolicyDocument } from "./iam.ts";
import { Nodes } from "./nodes.ts";
import type { NodesArgs } from "./nodes.ts";
import type { NodePoolSize } from "./node-specs.ts";

/**
 * Kubernetes version where none is given: in EKS standard support until 27 March 2027.
 * Source: Amazon EKS User Guide, "Understand the Kubernetes version lifecycle on EKS".
 */
export const DEFAULT_KUBERNETES_VERSION = "1.35";

/** All that EKS can log of its control plane. */
export const CONTROL_PLANE_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

export interface ClusterArgs {
  readonly context: PlatformContext;
  /** Kubernetes version, `major.minor`. Default {@link DEFAULT_KUBERNETES_VERSION}. Cannot be lowered. */
  readonly version?: string;
  /** Private subnets of the control plane's interfaces and of all nodes, in at least two zones. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** IPv4 ranges that hold those subnets. */
  readonly subnetCidrs: readonly pulumi.Input<string>[];
  /**
   * IPv4 range of Services: private, `/12` to `/24`, not overlapping the VPC. Default `172.20.0.0/16`. Fixed at creation.
   */
  readonly serviceCidr?: string;
  /** Key that wraps Kubernetes secrets (class `secrets`). Fixed at creation. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of node and pod volumes (class `data`). Its policy must admit the account's use through EC2. */
  readonly volumeKeyArn: pulumi.Input<string>;
  /** Key of the control-plane log group (class `logs`). Its policy must admit CloudWatch Logs for the log group. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** How long control-plane logs are kept, in days; a value CloudWatch Logs knows. Default 400. */
  readonly logRetentionDays?: number;
  /** Role that deploys the platform: the creator gets no access by itself. */
  readonly deployRoleArn: pulumi.Input<string>;
  /** Roles of the people who administer the cluster, by a short name that becomes part of a resource name. Default none. */
  readonly admins?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Networks that may reach the API endpoint from the internet, as CIDR blocks. Default: none, the endpoint is private.
   * The whole internet is refused.
   */
  readonly publicAccessCidrs?: readonly string[];
  /** Which and how many machines. */
  readonly nodes?: NodePoolSize;
  readonly transform?: {
    readonly cluster?: Transform<aws.eks.ClusterArgs>;
    readonly clusterRole?: Transform<aws.iam.RoleArgs>;
    readonly nodeRole?: Transform<aws.iam.RoleArgs>;
    readonly provider?: Transform<k8s.ProviderArgs>;
    readonly nodes?: NonNullable<NodesArgs["transform"]>;
  };
}

/** A Kubernetes cluster whose nodes, network and storage are run by EKS. */
export class Cluster extends Component {
  readonly cluster: aws.eks.Cluster;
  /** Known at preview. */
  readonly clusterName: string;
  /** Security group of control plane and nodes, made by EKS. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Address at which pods ask for names. Known at preview. */
  readonly dnsAddress: string;
  readonly kubeconfig: pulumi.Output<string>;
  /** Kubernetes provider. Works from where the API endpoint can be reached: inside the VPC, unless it is public. */
  readonly provider: k8s.Provider;
  readonly nodes: Nodes;

  /** @throws when `publicAccessCidrs` is empty or names the whole internet */
  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cluster", "Cluster", name, opts);
    const mistakes = args.publicAccessCidrs === undefined ? [] : publicAccessMistakes(args.publicAccessCidrs);
    if (mistakes.length > 0) throw new Error(`${name}: ${mistakes.join("; ")}`);

    const serviceCidr = args.serviceCidr ?? DEFAULT_SERVICE_CIDR;
    this.clusterName = args.context.name;
    this.dnsAddress = dnsAddress(serviceCidr);
    const clusterRole = this.createRole(args, "cluster", CLUSTER_TRUST);
    const permissions = this.attachPolicies(args.context, clusterRole, "cluster", CLUSTER_POLICIES);
    permissions.push(this.allowCustomTags(args.context, clusterRole));
    const nodeRole = this.createRole(args, "node", NODE_TRUST);
    const nodePermissions = this.attachPolicies(args.context, nodeRole, "node", NODE_POLICIES);
    const logGroup = this.createLogGroup(args);
    this.cluster = this.createCluster(args, clusterRole, serviceCidr, [...permissions, logGroup]);
    this.securityGroupId = this.cluster.vpcConfig.clusterSecurityGroupId;
    const nodeAccess = this.admitNodes(args, nodeRole);
    const access = this.admitPeople(args);
    this.kubeconfig = this.renderKubeconfig(args);
    this.provider = this.createProvider(args, access);
    this.nodes = this.createNodes(args, nodeRole, serviceCidr, [...nodePermissions, ...nodeAccess]);
    this.registerOutputs({ name: this.clusterName, endpoint: this.cluster.endpoint });
  }

  private createRole(args: ClusterArgs, kind: "cluster" | "node", trust: PolicyDocument): aws.iam.Role {
    const name = this.part(`${kind}-role`);
    const hook = kind === "cluster" ? args.transform?.clusterRole : args.transform?.nodeRole;
    return new aws.iam.Role(
      name,
      transformed(hook, name, {
        description: kind === "cluster" ? "EKS control plane and Auto Mode" : "Nodes of the EKS cluster",
        assumeRolePolicy: JSON.stringify(trust),
        tags: tags(args.context, "internal", name),
      }),
      this.child(),
    );
  }

  private attachPolicies(
    { region }: PlatformContext,
    role: aws.iam.Role,
    kind: string,
    policies: readonly string[],
  ): pulumi.Resource[] {
    return policies.map(
      (policy) =>
        new aws.iam.RolePolicyAttachment(
          this.part(`${kind}-role-${policy}`),
          { role: role.name, policyArn: managedPolicyArn(policy, region) },
          this.child(),
        ),
    );
  }

  private allowCustomTags({ region }: PlatformContext, role: aws.iam.Role): pulumi.Resource {
    const policy = JSON.stringify(customTags(region));
    return new aws.iam.RolePolicy(this.part("custom-tags"), { role: role.name, policy }, this.child());
  }

  /** Made before the cluster: EKS would otherwise make it itself, unencrypted and kept for ever. */
  private createLogGroup({ context, logsKeyArn, logRetentionDays }: ClusterArgs): aws.cloudwatch.LogGroup {
    return createLogGroup(
      this.part("logs"),
      {
        context,
        groupName: `/aws/eks/${this.clusterName}/cluster`,
        keyArn: logsKeyArn,
        retentionInDays: logRetentionDays,
      },
      this.child(),
    );
  }

  private createCluster(
    args: ClusterArgs,
    role: aws.iam.Role,
    serviceCidr: string,
    dependsOn: pulumi.Resource[],
  ): aws.eks.Cluster {
    const { context, publicAccessCidrs } = args;
    const name = this.part("cluster");
    return new aws.eks.Cluster(
      name,
      transformed(args.transform?.cluster, name, {
        name: this.clusterName,
        version: args.version ?? DEFAULT_KUBERNETES_VERSION,
        roleArn: role.arn,
        vpcConfig: {
          subnetIds: [...args.subnetIds],
          endpointPrivateAccess: true,
          endpointPublicAccess: publicAccessCidrs !== undefined,
          ...(publicAccessCidrs === undefined ? {} : { publicAccessCidrs: [...publicAccessCidrs] }),
        },
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        bootstrapSelfManagedAddons: false,
        // No built-in node pools: their node class has neither our key nor network policies. EKS refuses a node
        // role here without them.
        computeConfig: { enabled: true },
        storageConfig: { blockStorage: { enabled: true } },
        kubernetesNetworkConfig: {
          ipFamily: "ipv4",
          serviceIpv4Cidr: serviceCidr,
          elasticLoadBalancing: { enabled: true },
        },
        encryptionConfig: { provider: { keyArn: args.secretsKeyArn }, resources: ["secrets"] },
        enabledClusterLogTypes: [...CONTROL_PLANE_LOGS],
        upgradePolicy: { supportType: "STANDARD" },
        zonalShiftConfig: { enabled: true },
        deletionProtection: context.deletionProtection,
        tags: tags(context, "confidential", this.clusterName),
      }),
      this.child({ dependsOn, ...keep(context.protect) }),
    );
  }

  /** Custom node classes get no access entry from EKS. */
  private admitNodes({ context }: ClusterArgs, role: aws.iam.Role): pulumi.Resource[] {
    return this.admit(context, "nodes", role.arn, "EC2", "AmazonEKSAutoNodePolicy");
  }

  private admitPeople({ context, deployRoleArn, admins = {} }: ClusterArgs): pulumi.Resource[] {
    const everyone = { deploy: deployRoleArn, ...Object.fromEntries(prefixed("admin", admins)) };
    return Object.entries(everyone).flatMap(([who, arn]) =>
      this.admit(context, who, arn, "STANDARD", "AmazonEKSClusterAdminPolicy"),
    );
  }

  private admit(
    context: PlatformContext,
    who: string,
    principalArn: pulumi.Input<string>,
    type: "EC2" | "STANDARD",
    policy: string,
  ): pulumi.Resource[] {
    const clusterName = this.cluster.name;
    const name = this.part(`access-${who}`);
    const entry = new aws.eks.AccessEntry(
      name,
      { clusterName, principalArn, type, tags: tags(context, "internal", name) },
      this.child(),
    );
    const association = new aws.eks.AccessPolicyAssociation(
      `${name}-policy`,
      { clusterName, principalArn, policyArn: accessPolicyArn(policy, context.region), accessScope: { type: "cluster" } },
      this.child({ dependsOn: [entry] }),
    );
    return [entry, association];
  }

  private renderKubeconfig({ context }: ClusterArgs): pulumi.Output<string> {
    return pulumi
      .all([this.cluster.endpoint, this.cluster.certificateAuthority])
      .apply(([endpoint, authority]) =>
        kubeconfig({
          name: this.clusterName,
          region: context.region,
          endpoint,
          certificateAuthority: authority.data,
        }),
      );
  }

  /** Waits for the access entries: before them the deploying role is a stranger to the API. */
  private createProvider({ transform }: ClusterArgs, access: pulumi.Resource[]): k8s.Provider {
    const name = this.part("kubernetes");
    return new k8s.Provider(
      name,
      transformed(transform?.provider, name, {
        kubeconfig: this.kubeconfig,
        clusterIdentifier: this.cluster.arn,
        enableServerSideApply: true,
      }),
      this.child({ dependsOn: access }),
    );
  }

  private createNodes(args: ClusterArgs, role: aws.iam.Role, serviceCidr: string, after: pulumi.Resource[]): Nodes {
    return new Nodes(
      this.part("nodes"),
      {
        context: args.context,
        clusterName: this.cluster.name,
        provider: this.provider,
        roleName: role.name,
        subnetIds: args.subnetIds,
        subnetCidrs: args.subnetCidrs,
        serviceCidr,
        securityGroupId: this.securityGroupId,
        volumeKeyArn: args.volumeKeyArn,
        after,
        size: args.nodes,
        transform: args.transform?.nodes,
      },
      this.child(),
    );
  }
}

function prefixed<T>(prefix: string, record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).map(([key, value]) => [`${prefix}-${key}`, value]);
}
