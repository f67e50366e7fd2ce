/**
 * Workloads: the platform's programs on the cluster.
 */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels } from "../cluster/labels.ts";
import type { Part } from "../cluster/labels.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { DEFAULT_RESOURCES, mistakes, quota } from "./application.ts";
import type { Application } from "./application.ts";
import { DEFAULT_DENY, apiFlows, webFlows } from "./flows.ts";
import type { Surroundings } from "./flows.ts";
import { Program } from "./program.ts";
import type { ProgramTransforms } from "./program.ts";

/** Namespace of the programs where none is given. */
export const DEFAULT_NAMESPACE = "optibid";
/** Directory in which Next.js keeps pages it has rendered, in an image built as its documentation shows. */
const NEXT_CACHE = { path: "/app/.next/cache", size: 512 } as const;

/** The API, as its objects are called. */
export const API: Part = { name: "api", component: "backend" };
const WEB: Part = { name: "web", component: "frontend" };
const NAMESPACE: Part = { name: "namespace", component: "isolation" };

export interface WorkloadsArgs {
  readonly context: PlatformContext;
  /** Provider of the cluster's Kubernetes API. */
  readonly provider: k8s.Provider;
  /** Namespace of the programs. Default {@link DEFAULT_NAMESPACE}. */
  readonly namespace?: string;
  /** The API. */
  readonly api: Application;
  /** The Next.js frontend; gets a scratch directory for its cache and the address of the API. */
  readonly web: Application;
  /** Where load balancer, data tier, nodes and DNS are. */
  readonly surroundings: Surroundings;
  /** What has to be there before pods start: the cluster's nodes, where network policies are enforced. Default nothing. */
  readonly after?: readonly pulumi.Resource[];
  readonly transform?: {
    readonly namespace?: Transform<k8s.core.v1.NamespaceArgs>;
    readonly quota?: Transform<k8s.core.v1.ResourceQuotaArgs>;
    readonly api?: ProgramTransforms;
    readonly web?: ProgramTransforms;
  };
}

/** A fenced namespace with the API and the frontend in it. */
export class Workloads extends Component {
  /** Name of the namespace. Known at preview. */
  readonly namespace: string;
  readonly api: Program;
  readonly web: Program;

  /** @throws with all mistakes of both programs at once */
  constructor(name: string, args: WorkloadsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("workloads", "Workloads", name, opts);
    this.namespace = args.namespace ?? DEFAULT_NAMESPACE;
    const web = withNextCache(args.web, `http://${API.name}.${this.namespace}.svc.cluster.local:${args.api.port}`);
    const wrong = mistakes({ api: args.api, web });
    if (wrong.length > 0) throw new Error(`${name}: ${wrong.length} mistakes:\n${wrong.map((each) => `- ${each}`).join("\n")}`);

    const namespace = this.createNamespace(args);
    const fences = [
      this.createQuota(args, namespace, [args.api, web]),
      this.createLimits(args, namespace),
      this.createDefaultDeny(args, namespace),
    ];
    const programs = {
      api: { labels: selectorLabels(args.context, API), port: args.api.port },
      web: { labels: selectorLabels(args.context, WEB), port: web.port },
    };
    this.api = this.createProgram(args, namespace, API, args.api, apiFlows(programs, args.surroundings), fences);
    this.web = this.createProgram(args, namespace, WEB, web, webFlows(programs, args.surroundings), fences);
    this.registerOutputs({ namespace: this.namespace });
  }

  private metadata(args: WorkloadsArgs, name: string) {
    return { name, namespace: this.namespace, labels: labels(args.context, NAMESPACE, "confidential") };
  }

  /** Pods below the restricted standard are refused by the API server itself. */
  private createNamespace({ context, provider, transform }: WorkloadsArgs): k8s.core.v1.Namespace {
    const name = this.part("namespace");
    const standard = ["enforce", "audit", "warn"].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, "restricted"],
      [`pod-security.kubernetes.io/${mode}-version`, "latest"],
    ]);
    return new k8s.core.v1.Namespace(
      name,
      transformed(transform?.namespace, name, {
        metadata: {
          name: this.namespace,
          labels: { ...labels(context, NAMESPACE, "confidential"), ...Object.fromEntries(standard) },
        },
      }),
      this.child({ provider }),
    );
  }

  private createQuota(
    args: WorkloadsArgs,
    namespace: k8s.core.v1.Namespace,
    applications: readonly Application[],
  ): pulumi.Resource {
    const name = this.part("quota");
    return new k8s.core.v1.ResourceQuota(
      name,
      transformed(args.transform?.quota, name, {
        metadata: this.metadata(args, "programs"),
        spec: { hard: { ...quota(applications) } },
      }),
      this.child({ provider: args.provider, dependsOn: [namespace] }),
    );
  }

  /** What a container gets that asks for nothing: debugging and migrations, not the programs. */
  private createLimits(args: WorkloadsArgs, namespace: k8s.core.v1.Namespace): pulumi.Resource {
    const memory = `${DEFAULT_RESOURCES.memory / 4}Mi`;
    const storage = `${DEFAULT_RESOURCES.ephemeralStorage / 4}Mi`;
    return new k8s.core.v1.LimitRange(
      this.part("limits"),
      {
        metadata: this.metadata(args, "containers"),
        spec: {
          limits: [
            {
              type: "Container",
              defaultRequest: { cpu: "100m", memory, "ephemeral-storage": storage },
              default: { cpu: "500m", memory, "ephemeral-storage": storage },
            },
          ],
        },
      },
      this.child({ provider: args.provider, dependsOn: [namespace] }),
    );
  }

  private createDefaultDeny(args: WorkloadsArgs, namespace: k8s.core.v1.Namespace): pulumi.Resource {
    return new k8s.networking.v1.NetworkPolicy(
      this.part("default-deny"),
      { metadata: this.metadata(args, "default-deny"), spec: DEFAULT_DENY },
      this.child({ provider: args.provider, dependsOn: [namespace] }),
    );
  }

  private createProgram(
    args: WorkloadsArgs,
    namespace: k8s.core.v1.Namespace,
    part: Part,
    application: Application,
    flows: ReturnType<typeof apiFlows>,
    after: pulumi.Resource[],
  ): Program {
    return new Program(
      this.part(part.name),
      {
        context: args.context,
        provider: args.provider,
        namespace: this.namespace,
        part,
        application,
        flows,
        after: [...after, ...(args.after ?? [])],
        transform: part === API ? args.transform?.api : args.transform?.web,
      },
      // By name, which is known at preview also while the cluster is not there; so the order has to be said.
      this.child({ dependsOn: [namespace] }),
    );
  }
}

function withNextCache(web: Application, apiUrl: string): Application {
  return {
    ...web,
    scratch: [NEXT_CACHE, ...(web.scratch ?? [])],
    environment: { API_URL: apiUrl, ...web.environment },
  };
}
