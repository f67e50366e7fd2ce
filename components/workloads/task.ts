/**
 * What the Jobs of tasks have in common, as plain values.
 */
import type * as k8s from "@pulumi/kubernetes";
import type { Task } from "./application.ts";
import { taskPod } from "./pod.ts";
import type { ConfigDirectory, PodArgs } from "./pod.ts";

type JobSpec = k8s.types.input.batch.v1.JobSpec;

/**
 * What counts as a failed attempt: a pod that its node took away does not. The rules of a Job cannot be changed.
 *
 * Source: Kubernetes, "Jobs", pod failure policy.
 */
export const FAILURE_POLICY = { rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }] };

/** Nodes are packed anew all the time; a task that cannot be moved is finished first. Source: Karpenter, "Disruption", pod-level controls. */
const STAY = { "karpenter.sh/do-not-disrupt": "true" };

/** Specification of a Job: one pod at a time, tried again a few times, stopped when it is out of time. */
export function jobSpec(args: PodArgs & { readonly labels: Record<string, string>; readonly config?: ConfigDirectory }, task: Task): JobSpec {
  return {
    completions: 1,
    parallelism: 1,
    backoffLimit: task.retries,
    activeDeadlineSeconds: task.deadlineSeconds,
    podFailurePolicy: FAILURE_POLICY,
    podReplacementPolicy: "Failed", // never two at once
    template: { metadata: { labels: args.labels, annotations: STAY }, spec: taskPod(args, task) },
  };
}
