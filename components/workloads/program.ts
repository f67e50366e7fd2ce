/**
 * Program: one application on the cluster, with everything that keeps it running.
 */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels } from "../cluster/labels.ts";
import type { Part } from "../cluster/labels.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { DEFAULT_SCALING, SURGE_PERCENT } from "./application.ts";
import type { Application } from "./application.ts";
import { podSpec } from "./pod.ts";

type NetworkPolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;

export interface ProgramArgs {
  readonly context: PlatformContext;
  readonly provider: k8s.Provider;
  /** Name of the namespace. */
  readonly namespace: pulumi.Input<string>;
  /** Name of the program and of its objects, and its role on the platform. */
  readonly part: Part;
  readonly application: Application;
  /** Who may reach it, and whom it may reach. */
  readonly flows: NetworkPolicySpec;
  /** What has to be there before its pods start. */
  readonly after: readonly pulumi.Resource[];
  readonly transform?: ProgramTransforms | undefined;
}

/** Hooks of a program's objects. */
export interface ProgramTransforms {
  readonly deployment?: Transform<k8s.apps.v1.DeploymentArgs>;
  readonly service?: Transform<k8s.core.v1.ServiceArgs>;
  readonly autoscaler?: Transform<k8s.autoscaling.v2.HorizontalPodAutoscalerArgs>;
  readonly disruptionBudget?: Transform<k8s.policy.v1.PodDisruptionBudgetArgs>;
  readonly networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
}

/** A Deployment behind a load balancer's target group, scaled, spread and fenced in. */
export class Program extends Component {
  constructor(name: string, args: ProgramArgs, opts?: pulumi.ComponentResourceOptions) {
    super("workloads", "Program", name, opts);
    const account = this.createServiceAccount(args);
    const fence = this.createNetworkPolicy(args);
    const deployment = this.createDeployment(args, [account, fence, ...args.after]);
    const service = this.createService(args);
    this.bindTargetGroup(args, service);
    this.createAutoscaler(args, deployment);
    this.createDisruptionBudget(args);
    this.registerOutputs({});
  }

  private metadata({ context, namespace, part }: ProgramArgs) {
    return { name: part.name, namespace, labels: labels(context, part, "confidential") };
  }

  private createServiceAccount(args: ProgramArgs): k8s.core.v1.ServiceAccount {
    return new k8s.core.v1.ServiceAccount(
      this.part("service-account"),
      { metadata: this.metadata(args), automountServiceAccountToken: false },
      this.child({ provider: args.provider }),
    );
  }

  private createNetworkPolicy(args: ProgramArgs): k8s.networking.v1.NetworkPolicy {
    const name = this.part("flows");
    const policy = { metadata: this.metadata(args), spec: args.flows };
    return new k8s.networking.v1.NetworkPolicy(
      name,
      transformed(args.transform?.networkPolicy, name, policy),
      this.child({ provider: args.provider }),
    );
  }

  /**
   * No pod goes before a new one has served for half a minute: by then the load balancer, which asks twice in twenty
   * seconds, sends to it as well. The number of pods is a starting point that belongs to the autoscaler afterwards.
   */
  private createDeployment(args: ProgramArgs, dependsOn: pulumi.Resource[]): k8s.apps.v1.Deployment {
    const { context, part, application } = args;
    const name = this.part("deployment");
    const matchLabels = selectorLabels(context, part);
    return new k8s.apps.v1.Deployment(
      name,
      transformed(args.transform?.deployment, name, {
        metadata: this.metadata(args),
        spec: {
          replicas: (application.scaling ?? DEFAULT_SCALING).min,
          selector: { matchLabels },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: `${SURGE_PERCENT}%` } },
          minReadySeconds: 30,
          progressDeadlineSeconds: 600,
          revisionHistoryLimit: 5,
          template: {
            metadata: { labels: labels(context, part, "confidential") },
            spec: podSpec(part.name, application, matchLabels),
          },
        },
      }),
      this.child({ provider: args.provider, dependsOn, ignoreChanges: ["spec.replicas"] }),
    );
  }

  private createService(args: ProgramArgs): k8s.core.v1.Service {
    const name = this.part("service");
    return new k8s.core.v1.Service(
      name,
      transformed(args.transform?.service, name, {
        metadata: this.metadata(args),
        spec: {
          type: "ClusterIP",
          selector: selectorLabels(args.context, args.part),
          ports: [{ name: "http", protocol: "TCP", port: args.application.port, targetPort: "http" }],
        },
      }),
      this.child({ provider: args.provider }),
    );
  }

  /** The controller refuses another target group for a binding that is there. */
  private bindTargetGroup(args: ProgramArgs, service: k8s.core.v1.Service): void {
    new k8s.apiextensions.CustomResource(
      this.part("targets"),
      {
        apiVersion: "eks.amazonaws.com/v1",
        kind: "TargetGroupBinding",
        metadata: this.metadata(args),
        spec: {
          serviceRef: { name: args.part.name, port: args.application.port },
          targetGroupARN: args.application.targetGroupArn,
          targetType: "ip",
        },
      },
      this.child({ provider: args.provider, dependsOn: [service], replaceOnChanges: ["spec.targetGroupARN"], deleteBeforeReplace: true }),
    );
  }

  /** Doubles within a minute under load; gives back a tenth a minute, after five quiet ones. */
  private createAutoscaler(args: ProgramArgs, deployment: k8s.apps.v1.Deployment): void {
    const name = this.part("autoscaler");
    const { min, max, cpuPercent, memoryPercent } = { ...DEFAULT_SCALING, ...args.application.scaling };
    const metric = (resource: string, averageUtilization: number) => ({
      type: "Resource",
      resource: { name: resource, target: { type: "Utilization", averageUtilization } },
    });
    new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      name,
      transformed(args.transform?.autoscaler, name, {
        metadata: this.metadata(args),
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: args.part.name },
          minReplicas: min,
          maxReplicas: max,
          metrics: [metric("cpu", cpuPercent), metric("memory", memoryPercent)],
          behavior: {
            scaleUp: {
              stabilizationWindowSeconds: 0,
              selectPolicy: "Max",
              policies: [
                { type: "Percent", value: 100, periodSeconds: 60 },
                { type: "Pods", value: 2, periodSeconds: 60 },
              ],
            },
            scaleDown: {
              stabilizationWindowSeconds: 300,
              selectPolicy: "Max",
              policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
            },
          },
        },
      }),
      this.child({ provider: args.provider, dependsOn: [deployment] }),
    );
  }

  /** One pod at a time may be moved; broken ones always, or they would hold up a node for ever. */
  private createDisruptionBudget(args: ProgramArgs): void {
    const name = this.part("disruption-budget");
    new k8s.policy.v1.PodDisruptionBudget(
      name,
      transformed(args.transform?.disruptionBudget, name, {
        metadata: this.metadata(args),
        spec: {
          maxUnavailable: 1,
          selector: { matchLabels: selectorLabels(args.context, args.part) },
          unhealthyPodEvictionPolicy: "AlwaysAllow",
        },
      }),
      this.child({ provider: args.provider }),
    );
  }
}
