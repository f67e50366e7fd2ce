/** Server: one program of the observability namespace, with everything that keeps it running. */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { labels, selectorLabels } from "../cluster/labels.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { serverFlows } from "./fences.ts";
import type { ServerName, Surroundings } from "./fences.ts";
import { OBSERVABILITY_NAMESPACE } from "./names.ts";
import { serverPod } from "./server-pod.ts";
import type { Mount, ServerSpec } from "./server-pod.ts";

/** Hooks of a server's objects. */
export interface ServerTransforms {
  readonly deployment?: Transform<k8s.apps.v1.DeploymentArgs>;
  readonly statefulSet?: Transform<k8s.apps.v1.StatefulSetArgs>;
  readonly service?: Transform<k8s.core.v1.ServiceArgs>;
  readonly networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
}

/** Files that a server reads, by name, in one directory. */
export interface ConfigFiles {
  /** Name of the ConfigMap's volume. */
  readonly name: string;
  readonly path: string;
  readonly files: Readonly<Record<string, pulumi.Input<string>>>;
}

export interface ServerArgs {
  readonly context: PlatformContext;
  readonly provider: k8s.Provider;
  readonly server: ServerName;
  readonly spec: ServerSpec;
  /** Its configuration; a change replaces the pods. */
  readonly configuration: readonly ConfigFiles[];
  /** How many pods. */
  readonly replicas: number;
  /** A volume that outlives the pod, in one of the paths; makes it a StatefulSet. */
  readonly storage?: { readonly path: string; readonly gib: number; readonly storageClass: string } | undefined;
  /** Whether its name stands for the pods one by one and not for an address of its own. Default false. */
  readonly headless?: boolean;
  readonly surroundings: Surroundings;
  /** What has to be there before its pods start. */
  readonly after: readonly pulumi.Resource[];
  readonly transform?: ServerTransforms | undefined;
}

/** A Deployment, or a StatefulSet where it keeps something, behind a Service and fenced in. */
export class Server extends Component {
  /** The Deployment or StatefulSet. */
  readonly workload: pulumi.Resource;

  constructor(name: string, args: ServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Server", name, opts);
    const account = this.createServiceAccount(args);
    const fence = this.createNetworkPolicy(args);
    const configs = this.createConfiguration(args);
    const service = this.createService(args);
    this.createDisruptionBudget(args);
    const after = [account, fence, service, ...configs, ...args.after];
    this.workload = args.storage === undefined ? this.createDeployment(args, after) : this.createStatefulSet(args, args.storage, after);
    this.registerOutputs({});
  }

  private identity(args: ServerArgs) {
    return { name: args.server, component: "observability" };
  }

  private metadata(args: ServerArgs, name: string = args.server) {
    return { name, namespace: OBSERVABILITY_NAMESPACE, labels: labels(args.context, this.identity(args), "confidential") };
  }

  private createServiceAccount(args: ServerArgs): pulumi.Resource {
    return new k8s.core.v1.ServiceAccount(this.part("service-account"), { metadata: this.metadata(args), automountServiceAccountToken: false }, this.child({ provider: args.provider }));
  }

  private createNetworkPolicy(args: ServerArgs): pulumi.Resource {
    const name = this.part("flows");
    const policy = { metadata: this.metadata(args), spec: serverFlows(args.server, args.surroundings) };
    return new k8s.networking.v1.NetworkPolicy(name, transformed<k8s.networking.v1.NetworkPolicyArgs>(args.transform?.networkPolicy, name, policy), this.child({ provider: args.provider }));
  }

  private createConfiguration(args: ServerArgs): pulumi.Resource[] {
    return args.configuration.map(
      ({ name, files }) =>
        new k8s.core.v1.ConfigMap(this.part(name), { metadata: this.metadata(args, configMapName(args.server, name)), data: { ...files } }, this.child({ provider: args.provider })),
    );
  }

  private createService(args: ServerArgs): pulumi.Resource {
    const name = this.part("service");
    return new k8s.core.v1.Service(
      name,
      transformed<k8s.core.v1.ServiceArgs>(args.transform?.service, name, {
        metadata: this.metadata(args),
        spec: {
          type: "ClusterIP",
          ...(args.headless === true ? { clusterIP: "None" } : {}),
          selector: selectorLabels(args.context, this.identity(args)),
          ports: Object.entries(args.spec.ports).map(([port, number]) => ({ name: port, protocol: "TCP", port: number, targetPort: port })),
        },
      }),
      this.child({ provider: args.provider }),
    );
  }

  /** The pod template: a changed configuration is a changed template, so that pods never run on an old one. */
  private template(args: ServerArgs, matchLabels: Record<string, string>) {
    const mounts = args.configuration.map(({ name, path }): Mount => ({ name, path, readOnly: true, volume: { configMap: { name: configMapName(args.server, name) } } }));
    const storage: Mount[] = args.storage === undefined ? [] : [{ name: "data", path: args.storage.path }];
    const digest = pulumi
      .all(args.configuration.map(({ files }) => pulumi.output(files)))
      .apply((all) => createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 16));
    return {
      metadata: { labels: labels(args.context, this.identity(args), "confidential"), annotations: { "optibid.com/configuration": digest } },
      spec: serverPod(args.server, { ...args.spec, mounts: [...args.spec.mounts, ...mounts, ...storage] }, matchLabels),
    };
  }

  private createDeployment(args: ServerArgs, dependsOn: pulumi.Resource[]): pulumi.Resource {
    const name = this.part("deployment");
    const matchLabels = selectorLabels(args.context, this.identity(args));
    return new k8s.apps.v1.Deployment(
      name,
      transformed<k8s.apps.v1.DeploymentArgs>(args.transform?.deployment, name, {
        metadata: this.metadata(args),
        spec: {
          replicas: args.replicas,
          selector: { matchLabels },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          revisionHistoryLimit: 5,
          template: this.template(args, matchLabels),
        },
      }),
      this.child({ provider: args.provider, dependsOn }),
    );
  }

  private createStatefulSet(args: ServerArgs, { gib, storageClass }: NonNullable<ServerArgs["storage"]>, dependsOn: pulumi.Resource[]): pulumi.Resource {
    const name = this.part("stateful-set");
    const matchLabels = selectorLabels(args.context, this.identity(args));
    return new k8s.apps.v1.StatefulSet(
      name,
      transformed<k8s.apps.v1.StatefulSetArgs>(args.transform?.statefulSet, name, {
        metadata: this.metadata(args),
        spec: {
          replicas: args.replicas,
          serviceName: args.server,
          // The pods do not wait for each other: each has all there is.
          podManagementPolicy: "Parallel",
          selector: { matchLabels },
          revisionHistoryLimit: 5,
          // Where the platform may be thrown away, its traces go with it.
          persistentVolumeClaimRetentionPolicy: { whenDeleted: args.context.protect ? "Retain" : "Delete", whenScaled: "Retain" },
          template: this.template(args, matchLabels),
          volumeClaimTemplates: [
            {
              metadata: { name: "data", labels: matchLabels },
              spec: { accessModes: ["ReadWriteOnce"], storageClassName: storageClass, resources: { requests: { storage: `${gib}Gi` } } },
            },
          ],
        },
      }),
      this.child({ provider: args.provider, dependsOn }),
    );
  }

  /** One pod at a time may be moved; broken ones always, or they would hold up a node for ever. */
  private createDisruptionBudget(args: ServerArgs): void {
    new k8s.policy.v1.PodDisruptionBudget(
      this.part("disruption-budget"),
      {
        metadata: this.metadata(args),
        spec: { maxUnavailable: 1, selector: { matchLabels: selectorLabels(args.context, this.identity(args)) }, unhealthyPodEvictionPolicy: "AlwaysAllow" },
      },
      this.child({ provider: args.provider }),
    );
  }
}

function configMapName(server: ServerName, name: string): string {
  return `${server}-${name}`;
}
