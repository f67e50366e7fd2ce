/**
 * Priority classes: who gets a place first when nodes run short. They belong to the whole cluster, so their names say
 * whose they are.
 */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels } from "../cluster/labels.ts";
import type { PlatformContext } from "../context.ts";

interface Rank {
  readonly value: number;
  /** Whether it may push out pods of lower rank. */
  readonly preempts: boolean;
  readonly description: string;
}

/**
 * Ranks, from 0 (pods without a class) to 1,000,000,000 (the most that a class of one's own may have). The migration
 * has the workers' rank: a release waits for it, and half a migration is worse than a late e-mail.
 *
 * Source: Kubernetes, "Pod Priority and Preemption".
 */
export const RANKS = {
  serving: { value: 1_000_000, preempts: true, description: "Programs that users wait for" },
  background: { value: 100_000, preempts: true, description: "Workers, and migrations that a release waits for" },
  batch: { value: 10_000, preempts: false, description: "Scheduled work that can wait for a place" },
} as const satisfies Readonly<Record<string, Rank>>;

/** One of {@link RANKS}. */
export type RankName = keyof typeof RANKS;

/** Name of a rank's class in the cluster. */
export function className(context: PlatformContext, rank: RankName): string {
  return `${context.name}-${rank}`;
}

/**
 * Makes the classes. Value and preemption cannot be changed in place, so a new one of the same name comes after the
 * old one is gone; running pods keep the number they have.
 *
 * @param name prefix of the logical names
 */
export function createPriorityClasses(name: string, context: PlatformContext, options: pulumi.CustomResourceOptions): pulumi.Resource[] {
  return (Object.keys(RANKS) as RankName[]).map((rank) => {
    const { value, preempts, description } = RANKS[rank];
    return new k8s.scheduling.v1.PriorityClass(
      `${name}-priority-${rank}`,
      {
        metadata: { name: className(context, rank), labels: labels(context, { name: rank, component: "priority" }, "internal") },
        value,
        globalDefault: false,
        preemptionPolicy: preempts ? "PreemptLowerPriority" : "Never",
        description,
      },
      { ...options, replaceOnChanges: ["value", "preemptionPolicy"], deleteBeforeReplace: true },
    );
  });
}
