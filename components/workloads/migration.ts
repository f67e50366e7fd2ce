/**
 * Migration: brings the database's schema up to a release before the release runs.
 */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { Task } from "./application.ts";
import { Member, digest } from "./member.ts";
import type { MemberArgs, MemberTransforms } from "./member.ts";
import { FAILURE_POLICY, jobSpec } from "./task.ts";

/** Directory of the maintenance script in the container. */
const SQL_DIRECTORY = "/etc/optibid/maintenance";
const SQL_FILE = "maintenance.sql";
/** Seconds beyond the task's own deadline until Pulumi gives up: the pod has to be placed, and a node made for it. */
const PLACEMENT_SECONDS = 600;

/**
 * The migration as a task. Its program brings the schema up to date, then runs the script that `MAINTENANCE_SQL_FILE`
 * names, outside a transaction and statement by statement. Both may be repeated: a retry starts from the beginning.
 */
export interface MigrationTask extends Task {
  /** SQL to run after the schema's own migrations: extensions, the application's role, scheduled VACUUM (OPT-02). */
  readonly maintenanceSql: pulumi.Input<string>;
}

export interface MigrationArgs extends MemberArgs {
  readonly task: MigrationTask;
  readonly transform?: MigrationTransforms | undefined;
}

/** Hooks of the migration's objects. */
export interface MigrationTransforms extends MemberTransforms {
  readonly job?: Transform<k8s.batch.v1.JobArgs>;
}

/**
 * A Job for each release. What a Job is made of cannot be changed, so its name stands for it: another image, command,
 * script or release is another Job, which runs before the old one is cleared away. Pulumi takes a Job as made once it
 * is complete, and a failed one as a failure, so what depends on it stays as it was; the next `up` tries again with a
 * new Job (`pulumi.com/replaceUnready`).
 *
 * It has no time to live: the cluster would clear it away, the next refresh would miss it, and the migration would run
 * again. It stays until the next release, with its log, and takes nothing but a line in the list of Jobs.
 *
 * Source: Pulumi, Kubernetes provider, `batch/v1.Job`; Kubernetes, "Jobs" and "TTL-after-finished controller".
 */
export class Migration extends Member {
  /** What the programs of the release depend on. */
  readonly job: k8s.batch.v1.Job;

  constructor(name: string, args: MigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("Migration", name, args, opts);
    const script = this.createScript(args);
    this.job = this.createJob(args, script);
    this.registerOutputs({ jobName: this.job.metadata.name });
  }

  /** Named after its content, so that a Job always finds the script it was made with. */
  private createScript(args: MigrationArgs): k8s.core.v1.ConfigMap {
    const { maintenanceSql } = args.task;
    return new k8s.core.v1.ConfigMap(
      this.part("script"),
      {
        metadata: { ...this.metadata(args), name: pulumi.output(maintenanceSql).apply((sql) => `${args.part.name}-sql-${digest(sql)}`) },
        immutable: true,
        data: { [SQL_FILE]: maintenanceSql },
      },
      this.child({ provider: args.provider }),
    );
  }

  private createJob(args: MigrationArgs, script: k8s.core.v1.ConfigMap): k8s.batch.v1.Job {
    const { task, part, priorityClassName, version } = args;
    const name = this.part("job");
    const jobName = pulumi.output(task.maintenanceSql).apply((sql) => `${part.name}-${digest(task.image, task.command, sql, version, FAILURE_POLICY)}`);
    const withScript = { ...task, environment: { ...task.environment, MAINTENANCE_SQL_FILE: `${SQL_DIRECTORY}/${SQL_FILE}` } };
    const timeout = `${task.deadlineSeconds + PLACEMENT_SECONDS}s`;
    return new k8s.batch.v1.Job(
      name,
      transformed(args.transform?.job, name, {
        metadata: { ...this.metadata(args), name: jobName, annotations: { "pulumi.com/replaceUnready": "true" } },
        spec: jobSpec(
          { name: part.name, priorityClassName, labels: this.podLabels(args), config: { configMap: script.metadata.name, path: SQL_DIRECTORY } },
          withScript,
        ),
      }),
      this.child({ provider: args.provider, dependsOn: [...this.own, script, ...args.after], customTimeouts: { create: timeout, update: timeout } }),
    );
  }
}
