/**
 * Nodes: which machines EKS Auto Mode runs, how their volumes are encrypted, and that network policies are enforced.
 */
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { labels } from "./labels.ts";
import { NODE_POOL_NAME, nodeClassSpec, nodePoolSpec, STORAGE_CLASS, volumeTags } from "./node-specs.ts";
import type { NodePoolSize } from "./node-specs.ts";

type CustomResourceArgs = k8s.apiextensions.CustomResourceArgs;

export interface NodesArgs {
  readonly context: PlatformContext;
  /** Name of the cluster. */
  readonly clusterName: pulumi.Input<string>;
  /** Provider of the cluster's Kubernetes API. */
  readonly provider: k8s.Provider;
  /** Name of the role that instances take. */
  readonly roleName: pulumi.Input<string>;
  /** Private subnets that nodes live in, one a zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** IPv4 ranges of those subnets: where the API server and the kubelets answer. */
  readonly subnetCidrs: readonly pulumi.Input<string>[];
  /** IPv4 range of Services. */
  readonly serviceCidr: string;
  /** The cluster's security group. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Customer-managed key of node volumes and of volumes that pods claim. */
  readonly volumeKeyArn: pulumi.Input<string>;
  /** What has to be there before nodes can join: permissions and access of their role. */
  readonly after: readonly pulumi.Resource[];
  /** Which and how many machines. */
  readonly size?: NodePoolSize | undefined;
  readonly transform?: {
    readonly nodeClass?: Transform<CustomResourceArgs>;
    readonly nodePool?: Transform<CustomResourceArgs>;
    readonly storageClass?: Transform<k8s.storage.v1.StorageClassArgs>;
    readonly metricsServer?: Transform<aws.eks.AddonArgs>;
  };
}

/** Port of the metrics server as EKS installs it. Source: Amazon EKS User Guide, "Metrics Server". */
const METRICS_SERVER_PORT = 10251;
/** Port of the kubelet, where the metrics server reads. */
const KUBELET_PORT = 10250;

/** The data plane of the cluster. */
export class Nodes extends Component {
  constructor(name: string, args: NodesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cluster", "Nodes", name, opts);
    const enforcement = this.enforceNetworkPolicies(args);
    const nodeClass = this.createNodeClass(args);
    const nodePool = this.createNodePool(args, nodeClass);
    this.createStorageClass(args);
    const metricsPolicy = this.admitMetricsServer(args);
    this.createMetricsServer(args, [enforcement, nodePool, metricsPolicy]);
    this.registerOutputs({});
  }

  private metadata(context: PlatformContext, name: string, component: string) {
    return { name, labels: labels(context, { name: "cluster", component }, "internal") };
  }

  /** Auto Mode's controller is off until this ConfigMap exists: policies would be accepted and ignored. */
  private enforceNetworkPolicies({ context, provider }: NodesArgs): k8s.core.v1.ConfigMap {
    return new k8s.core.v1.ConfigMap(
      this.part("network-policies"),
      {
        metadata: { ...this.metadata(context, "amazon-vpc-cni", "network"), namespace: "kube-system" },
        data: { "enable-network-policy-controller": "true" },
      },
      this.child({ provider }),
    );
  }

  private createNodeClass(args: NodesArgs): k8s.apiextensions.CustomResource {
    const name = this.part("node-class");
    return new k8s.apiextensions.CustomResource(
      name,
      transformed(args.transform?.nodeClass, name, {
        apiVersion: "eks.amazonaws.com/v1",
        kind: "NodeClass",
        metadata: this.metadata(args.context, NODE_POOL_NAME, "node-class"),
        spec: nodeClassSpec({ ...args, tags: tags(args.context, "confidential", `${args.context.name}-node`) }),
      }),
      this.child({ provider: args.provider, dependsOn: [...args.after] }),
    );
  }

  private createNodePool(
    args: NodesArgs,
    nodeClass: k8s.apiextensions.CustomResource,
  ): k8s.apiextensions.CustomResource {
    const name = this.part("node-pool");
    return new k8s.apiextensions.CustomResource(
      name,
      transformed(args.transform?.nodePool, name, {
        apiVersion: "karpenter.sh/v1",
        kind: "NodePool",
        metadata: this.metadata(args.context, NODE_POOL_NAME, "node-pool"),
        spec: nodePoolSpec(args.size),
      }),
      // A pool is gone when its nodes are: each may take as long to drain as its pods are given.
      this.child({ provider: args.provider, dependsOn: [nodeClass], customTimeouts: { delete: "75m" } }),
    );
  }

  /** The default class, so that a claim that names none is encrypted with the platform's key. */
  private createStorageClass(args: NodesArgs): void {
    const name = this.part("storage-class");
    const metadata = this.metadata(args.context, STORAGE_CLASS, "storage");
    new k8s.storage.v1.StorageClass(
      name,
      transformed(args.transform?.storageClass, name, {
        metadata: { ...metadata, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "ebs.csi.eks.amazonaws.com",
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: "Delete",
        parameters: { type: "gp3", encrypted: "true", kmsKeyId: args.volumeKeyArn, ...volumeTags(args.context) },
      }),
      this.child({ provider: args.provider }),
    );
  }

  /** Nodes deny by default, so the metrics server needs its own two flows: from the API server, and to kubelets. */
  private admitMetricsServer({ context, provider, subnetCidrs, serviceCidr }: NodesArgs): k8s.networking.v1.NetworkPolicy {
    const network = subnetCidrs.map((cidr) => ({ ipBlock: { cidr } }));
    return new k8s.networking.v1.NetworkPolicy(
      this.part("metrics-server-policy"),
      {
        metadata: { ...this.metadata(context, "metrics-server", "metrics"), namespace: "kube-system" },
        spec: {
          podSelector: { matchLabels: { "app.kubernetes.io/name": "metrics-server" } },
          policyTypes: ["Ingress", "Egress"],
          ingress: [{ from: network, ports: [{ protocol: "TCP", port: METRICS_SERVER_PORT }] }],
          egress: [
            { to: network, ports: [{ protocol: "TCP", port: KUBELET_PORT }, { protocol: "TCP", port: 443 }] },
            { to: [{ ipBlock: { cidr: serviceCidr } }], ports: [{ protocol: "TCP", port: 443 }] },
          ],
        },
      },
      this.child({ provider }),
    );
  }

  /** The one add-on Auto Mode lacks and autoscaling needs. It becomes active only once there is a node for it. */
  private createMetricsServer(args: NodesArgs, dependsOn: pulumi.Resource[]): void {
    const name = this.part("metrics-server");
    new aws.eks.Addon(
      name,
      transformed(args.transform?.metricsServer, name, {
        clusterName: args.clusterName,
        addonName: "metrics-server",
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        tags: tags(args.context, "internal", name),
      }),
      this.child({ dependsOn }),
    );
  }
}
