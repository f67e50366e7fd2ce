/**
 * Export: writes the application's data to the exports bucket on a schedule (OPT-78).
 */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { Task } from "./application.ts";
import { Member } from "./member.ts";
import type { MemberArgs, MemberTransforms } from "./member.ts";
import { jobSpec } from "./task.ts";

/** Seconds after its time that an export may still start, as after a change of the control plane; later it waits for its next time. */
const STARTING_DEADLINE_SECONDS = 3_600;
/** Runs that are kept with their logs. */
const HISTORY = { successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 3 } as const;

/** The export as a task. */
export interface ExportTask extends Task {
  /** When it starts: a cron expression of five fields. */
  readonly schedule: string;
  /** Zone of the schedule, such as `Europe/Berlin`. */
  readonly timeZone: string;
}

export interface ExportArgs extends MemberArgs {
  readonly task: ExportTask;
  readonly transform?: ExportTransforms | undefined;
}

/** Hooks of the export's objects. */
export interface ExportTransforms extends MemberTransforms {
  readonly cronJob?: Transform<k8s.batch.v1.CronJobArgs>;
}

/** A CronJob; one run at a time, and a run that is still going makes the next one wait for its next turn. */
export class Export extends Member {
  constructor(name: string, args: ExportArgs, opts?: pulumi.ComponentResourceOptions) {
    super("Export", name, args, opts);
    const { task, part, priorityClassName } = args;
    const cronJob = this.part("cron-job");
    const labels = this.podLabels(args);
    new k8s.batch.v1.CronJob(
      cronJob,
      transformed(args.transform?.cronJob, cronJob, {
        metadata: this.metadata(args),
        spec: {
          schedule: task.schedule,
          timeZone: task.timeZone,
          concurrencyPolicy: "Forbid",
          startingDeadlineSeconds: STARTING_DEADLINE_SECONDS,
          ...HISTORY,
          jobTemplate: { metadata: { labels }, spec: jobSpec({ name: part.name, priorityClassName, labels }, task) },
        },
      }),
      this.child({ provider: args.provider, dependsOn: [...this.own, ...args.after] }),
    );
    this.registerOutputs({});
  }
}
