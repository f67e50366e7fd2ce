/**
 * Workloads: the platform's programs and tasks on the cluster.
 */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels } from "../cluster/labels.ts";
import type { Part } from "../cluster/labels.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { mistakes } from "./application.ts";
import type { Application, Executable, Server, Task } from "./application.ts";
import { limits, quota } from "./capacity.ts";
import type { Limit, Quota } from "./capacity.ts";
import { Export } from "./export.ts";
import type { ExportTask, ExportTransforms } from "./export.ts";
import { apiFlows, taskFlows, webFlows, workerFlows } from "./flows.ts";
import type { Destination, Surroundings } from "./flows.ts";
import { API_LIFE, WEB_LIFE, WORKER_LIFE } from "./lifecycle.ts";
import { versionOf } from "./member.ts";
import type { MemberArgs } from "./member.ts";
import { Migration } from "./migration.ts";
import type { MigrationTask, MigrationTransforms } from "./migration.ts";
import { FENCE } from "./namespace.ts";
import type { ProgramNamespace } from "./namespace.ts";
import { PARTS, apiUrl } from "./parts.ts";
import { className, createPriorityClasses } from "./priorities.ts";
import type { RankName } from "./priorities.ts";
import { Program } from "./program.ts";
import type { ProgramArgs, ProgramTransforms } from "./program.ts";
import type { Terminator } from "./tls.ts";

/** Directory in which Next.js keeps pages it has rendered, in an image built as its documentation shows. */
const NEXT_CACHE = { path: "/app/.next/cache", size: 512 } as const;
/** Path of the API that passes events on to Sentry: the frontend's server has no way to the internet. */
const SENTRY_TUNNEL = "/api/monitoring";
/** What the migration reaches: the database itself. Its credentials come as a file. */
const MIGRATION_REACHES: readonly Destination[] = ["database"];
/** What the export reaches: the database, its role's credentials, and S3. */
const EXPORT_REACHES: readonly Destination[] = ["pool", "credentials", "https"];
/** Name of a further worker: so short that names of its pods need no cutting. Source: Kubernetes, "Object Names and IDs". */
const EXTRA_NAME = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** The programs. */
export interface Programs {
  /** The API. */
  readonly api: Server;
  /** The Next.js frontend; gets a scratch directory for its cache and the address of the API. */
  readonly web: Server;
  /** Sends what is in the e-mail queue. */
  readonly email: Application;
  /** Sends what is in the SMS queue. */
  readonly sms: Application;
}

/** The tasks. */
export interface Jobs {
  /** Runs before the programs of a release do; where it fails, none of them is touched. */
  readonly migration: MigrationTask;
  /** Exports the application's data. */
  readonly export: ExportTask;
}

export interface WorkloadsArgs {
  readonly context: PlatformContext;
  /** Provider of the cluster's Kubernetes API. */
  readonly provider: k8s.Provider;
  /** Where they run. */
  readonly namespace: ProgramNamespace;
  /** Release that runs, such as `v1.4.2`; a label of all pods. Default for each program the beginning of its image's digest. */
  readonly version?: string | undefined;
  readonly programs: Programs;
  readonly jobs: Jobs;
  /** What ends TLS in the pods of API and frontend. */
  readonly tls: Terminator;
  /** Further workers by name, each with its own Deployment. Default none. */
  readonly extra?: Readonly<Record<string, Application>>;
  /** Where load balancer, data tier, nodes, DNS and collectors are. */
  readonly surroundings: Surroundings;
  /** What has to be there before any pod starts: the cluster's nodes, where network policies are enforced. Default nothing. */
  readonly after?: readonly pulumi.Resource[];
  readonly transform?: {
    readonly quota?: Transform<k8s.core.v1.ResourceQuotaArgs>;
    readonly limits?: Transform<k8s.core.v1.LimitRangeArgs>;
    readonly migration?: MigrationTransforms;
    readonly export?: ExportTransforms;
  } & Partial<Readonly<Record<keyof Programs, ProgramTransforms>>>;
}

/** The programs and tasks, and what limits them. */
export class Workloads extends Component {
  /** Name of the namespace. Known at preview. */
  readonly namespace: string;
  readonly migration: Migration;

  /** @throws with all mistakes of all programs and tasks at once */
  constructor(name: string, args: WorkloadsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("workloads", "Workloads", name, opts);
    this.namespace = args.namespace.namespace;
    const { jobs, tls, extra = {} } = args;
    const programs = { ...args.programs, web: withFrontend(args.programs.web, apiUrl(this.namespace, args.programs.api.port)) };
    refuse(name, programs, jobs, tls, extra);

    const fences = this.createFences(args, Object.values({ ...programs, ...extra }), Object.values(jobs));
    this.migration = this.createMigration(args, jobs.migration, fences);
    const released = [...fences, this.migration.job];
    this.createServers(args, programs, released);
    this.createWorker(args, PARTS.email, programs.email, released, args.transform?.email);
    this.createWorker(args, PARTS.sms, programs.sms, released, args.transform?.sms);
    for (const [part, application] of Object.entries(extra)) this.createWorker(args, { name: part, component: "worker" }, application, released);
    this.createExport(args, jobs.export, released);
    this.registerOutputs({ namespace: this.namespace });
  }

  /** The namespace and what limits its pods, before any of them is. */
  private createFences(args: WorkloadsArgs, programs: readonly Application[], jobs: readonly Task[]): pulumi.Resource[] {
    return [
      args.namespace,
      this.createQuota(args, quota(programs, jobs, args.tls)),
      this.createLimits(args, limits([...programs, ...jobs, args.tls])),
      ...createPriorityClasses(this.logicalName, args.context, this.child({ provider: args.provider })),
    ];
  }

  private metadata(args: WorkloadsArgs, name: string) {
    return { name, namespace: this.namespace, labels: labels(args.context, FENCE, "confidential") };
  }

  private createQuota(args: WorkloadsArgs, hard: Quota): pulumi.Resource {
    const name = this.part("quota");
    return new k8s.core.v1.ResourceQuota(
      name,
      transformed(args.transform?.quota, name, { metadata: this.metadata(args, "programs"), spec: { hard: { ...hard } } }),
      this.child({ provider: args.provider, dependsOn: [args.namespace] }),
    );
  }

  private createLimits(args: WorkloadsArgs, limit: Limit): pulumi.Resource {
    const name = this.part("limits");
    return new k8s.core.v1.LimitRange(
      name,
      transformed(args.transform?.limits, name, { metadata: this.metadata(args, "containers"), spec: { limits: [limit] } }),
      this.child({ provider: args.provider, dependsOn: [args.namespace] }),
    );
  }

  private createMigration(args: WorkloadsArgs, task: MigrationTask, after: pulumi.Resource[]): Migration {
    const flows = taskFlows(selectorLabels(args.context, PARTS.migration), MIGRATION_REACHES, args.surroundings);
    const member = this.member(args, PARTS.migration, "background", task, after);
    return new Migration(this.part(PARTS.migration.name), { ...member, flows, task, transform: args.transform?.migration }, this.within(args));
  }

  private createExport(args: WorkloadsArgs, task: ExportTask, after: pulumi.Resource[]): void {
    const flows = taskFlows(selectorLabels(args.context, PARTS.export), EXPORT_REACHES, args.surroundings);
    const member = this.member(args, PARTS.export, "batch", task, after);
    new Export(this.part(PARTS.export.name), { ...member, flows, task, transform: args.transform?.export }, this.within(args));
  }

  private createServers(args: WorkloadsArgs, { api, web }: Programs, after: pulumi.Resource[]): void {
    const { context, surroundings, transform } = args;
    const servers = {
      api: { labels: selectorLabels(context, PARTS.api), port: api.port },
      web: { labels: selectorLabels(context, PARTS.web), port: web.port },
    };
    const create = (part: Part, server: Server, more: Pick<ProgramArgs, "flows" | "life" | "transform">): Program =>
      new Program(
        this.part(part.name),
        { ...this.member(args, part, "serving", server, after), application: server, front: { targetGroupArn: server.targetGroupArn, terminator: args.tls }, ...more },
        this.within(args),
      );
    create(PARTS.api, api, { flows: apiFlows(servers, surroundings), life: API_LIFE, transform: transform?.api });
    create(PARTS.web, web, { flows: webFlows(servers, surroundings), life: WEB_LIFE, transform: transform?.web });
  }

  private createWorker(args: WorkloadsArgs, part: Part, application: Application, after: pulumi.Resource[], transform?: ProgramTransforms): void {
    const flows = workerFlows(selectorLabels(args.context, part), args.surroundings);
    new Program(this.part(part.name), { ...this.member(args, part, "background", application, after), application, flows, life: WORKER_LIFE, transform }, this.within(args));
  }

  /** What a program or task is told about where it is. */
  private member(args: WorkloadsArgs, part: Part, rank: RankName, executable: Executable, after: readonly pulumi.Resource[]): Omit<MemberArgs, "flows"> {
    return {
      context: args.context,
      provider: args.provider,
      namespace: this.namespace,
      part,
      version: args.version ?? versionOf(executable.image),
      priorityClassName: className(args.context, rank),
      after: [...after, ...(args.after ?? []), ...(executable.after ?? [])],
    };
  }

  /** Options of a program: everything of it comes after the namespace. */
  private within({ namespace }: WorkloadsArgs): pulumi.ComponentResourceOptions {
    return this.child({ dependsOn: [namespace] });
  }
}

function refuse(name: string, programs: Programs, jobs: Jobs, tls: Terminator, extra: Readonly<Record<string, Application>>): void {
  const taken = new Set<string>(Object.values(PARTS).map((part) => part.name));
  const names = Object.keys(extra).flatMap((each) =>
    EXTRA_NAME.test(each) && !taken.has(each) ? [] : [`extra.${each}: not a name of at most 40 lower-case letters, digits and dashes that is free`],
  );
  const wrong = [...names, ...mistakes({ ...programs, ...Object.fromEntries(Object.entries(extra).map(([key, each]) => [`extra.${key}`, each])) }, { ...jobs }, { tls })];
  if (wrong.length > 0) throw new Error(`${name}: ${wrong.length} mistakes:\n${wrong.map((each) => `- ${each}`).join("\n")}`);
}

function withFrontend(web: Server, api: string): Server {
  return {
    ...web,
    scratch: [NEXT_CACHE, ...(web.scratch ?? [])],
    environment: { API_URL: api, SENTRY_TUNNEL_URL: `${api}${SENTRY_TUNNEL}`, ...web.environment },
  };
}
