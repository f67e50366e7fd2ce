/**
 * Program: one application on the cluster, with everything that keeps it running.
 */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { selectorLabels } from "../cluster/labels.ts";
import { transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { DEFAULT_SCALING, SURGE_PERCENT } from "./application.ts";
import type { Application } from "./application.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { Member, digest } from "./member.ts";
import type { MemberArgs, MemberTransforms } from "./member.ts";
import { TLS_PORT } from "./parts.ts";
import { programPod } from "./pod.ts";
import { settingsFile } from "./tls.ts";
import type { Terminator } from "./tls.ts";

/** How a program is reached from outside the cluster. */
export interface Front {
  /** Target group of the load balancer. */
  readonly targetGroupArn: pulumi.Input<string>;
  /** What ends TLS in its pods. */
  readonly terminator: Terminator;
}

export interface ProgramArgs extends MemberArgs {
  readonly application: Application;
  /** How its pods start, prove that they are well, and stop. */
  readonly life: Lifecycle;
  /** Its way to the load balancer; nobody calls a program without one. */
  readonly front?: Front | undefined;
  readonly transform?: ProgramTransforms | undefined;
}

/** Hooks of a program's objects. */
export interface ProgramTransforms extends MemberTransforms {
  readonly deployment?: Transform<k8s.apps.v1.DeploymentArgs>;
  readonly service?: Transform<k8s.core.v1.ServiceArgs>;
  readonly autoscaler?: Transform<k8s.autoscaling.v2.HorizontalPodAutoscalerArgs>;
  readonly disruptionBudget?: Transform<k8s.policy.v1.PodDisruptionBudgetArgs>;
}

/** A Deployment, scaled, spread and fenced in; behind a load balancer's target group where it serves. */
export class Program extends Member {
  constructor(name: string, args: ProgramArgs, opts?: pulumi.ComponentResourceOptions) {
    super("Program", name, args, opts);
    const { front } = args;
    const tls = front && { terminator: front.terminator, settings: this.createTlsSettings(args) };
    const deployment = this.createDeployment(args, tls, [...this.own, ...(tls === undefined ? [] : [tls.settings]), ...args.after]);
    if (front !== undefined) this.bindTargetGroup(args, front.targetGroupArn, this.createService(args));
    this.createAutoscaler(args, deployment);
    this.createDisruptionBudget(args);
    this.registerOutputs({});
  }

  /** Named after its content: changed settings are other pods, and pods that still run find those they were made with. */
  private createTlsSettings(args: ProgramArgs): k8s.core.v1.ConfigMap {
    const data = settingsFile(args.application.port);
    return new k8s.core.v1.ConfigMap(
      this.part("tls"),
      { metadata: { ...this.metadata(args), name: `${args.part.name}-tls-${digest(data)}` }, immutable: true, data },
      this.child({ provider: args.provider }),
    );
  }

  /**
   * No pod goes before a new one has worked for a while. The number of pods is a starting point that belongs to the
   * autoscaler afterwards.
   */
  private createDeployment(args: ProgramArgs, tls: { readonly terminator: Terminator; readonly settings: k8s.core.v1.ConfigMap } | undefined, dependsOn: pulumi.Resource[]): k8s.apps.v1.Deployment {
    const { context, part, application, life, priorityClassName } = args;
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
          minReadySeconds: life.minReadySeconds,
          progressDeadlineSeconds: 600,
          revisionHistoryLimit: 5,
          template: {
            metadata: { labels: this.podLabels(args) },
            spec: programPod({ name: part.name, priorityClassName, life, matchLabels, tls: tls && { terminator: tls.terminator, configMap: tls.settings.metadata.name } }, application),
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
          // Within the cluster programs speak HTTP; the number of the other port is found whatever kind of container has it.
          ports: [
            { name: "http", protocol: "TCP", port: args.application.port, targetPort: "http" },
            { name: "https", protocol: "TCP", port: TLS_PORT, targetPort: TLS_PORT },
          ],
        },
      }),
      this.child({ provider: args.provider }),
    );
  }

  /** The controller refuses another target group for a binding that is there. */
  private bindTargetGroup(args: ProgramArgs, targetGroupARN: pulumi.Input<string>, service: k8s.core.v1.Service): void {
    new k8s.apiextensions.CustomResource(
      this.part("targets"),
      {
        apiVersion: "eks.amazonaws.com/v1",
        kind: "TargetGroupBinding",
        metadata: this.metadata(args),
        spec: {
          serviceRef: { name: args.part.name, port: TLS_PORT },
          targetGroupARN,
          targetType: "ip",
        },
      },
      this.child({ provider: args.provider, dependsOn: [service], replaceOnChanges: ["spec.targetGroupARN"], deleteBeforeReplace: true }),
    );
  }

  /**
   * Doubles within a minute under load; gives back a tenth a minute, after five quiet ones. It looks at the program's
   * container alone: what stands beside it would water the averages down.
   */
  private createAutoscaler(args: ProgramArgs, deployment: k8s.apps.v1.Deployment): void {
    const name = this.part("autoscaler");
    const { min, max, cpuPercent, memoryPercent } = { ...DEFAULT_SCALING, ...args.application.scaling };
    const most = { cpu: cpuPercent, memory: memoryPercent };
    new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      name,
      transformed(args.transform?.autoscaler, name, {
        metadata: this.metadata(args),
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: args.part.name },
          minReplicas: min,
          maxReplicas: max,
          metrics: args.life.scalesOn.map((resource) => ({
            type: "ContainerResource",
            containerResource: { name: resource, container: args.part.name, target: { type: "Utilization", averageUtilization: most[resource] } },
          })),
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
