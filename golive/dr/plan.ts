/** The steps of a recovery in their order, with the identifiers of the stack and the time each is expected to take. Pure. */
import { achieved, DATA_CLASSES, missedObjectives, STEP_MINUTES } from "../../config/sections/objectives.ts";
import type { MissedObjective, Objective, RecoveryClass } from "../../config/sections/objectives.ts";
import { assetsOf, protectionOf } from "./assets.ts";
import type { Assets } from "./assets.ts";
import { commandsOf, databaseThere } from "./commands.ts";
import type { Estate } from "./estate.ts";

/** Steps, in the order in which they are taken. */
export const STEPS = ["declare", "promote", "credentials", "application", "cache", "dns", "verify"] as const;

/** One of {@link STEPS}. */
export type StepId = (typeof STEPS)[number];

export interface Step {
  readonly id: StepId;
  readonly title: string;
  /** Commands for a shell, in order, with the stack's own identifiers. */
  readonly commands: readonly string[];
  readonly expectedMinutes: number;
  /** Why the step cannot be taken as things are; absent where it can. */
  readonly blocked?: string;
  /** What whoever takes it has to know. */
  readonly notes: readonly string[];
}

/** A data class: what is asked for, and what there is. */
export interface ClassReport {
  readonly recoveryClass: RecoveryClass;
  readonly objective: Objective;
  /** Infinite where nothing would come back; `null` in JSON. */
  readonly reached: Objective;
}

export interface Plan {
  readonly stack: string;
  readonly home: string;
  readonly away: string;
  readonly steps: readonly Step[];
  /** Minutes of all steps together. */
  readonly totalMinutes: number;
  readonly classes: readonly ClassReport[];
  readonly missed: readonly MissedObjective[];
  /** Whether every step can be taken and every objective is met. */
  readonly ready: boolean;
}

/** Makes the plan of an estate. */
export function planOf(estate: Estate): Plan {
  const assets = assetsOf(estate);
  const steps = STEPS.map((id): Step => {
    const blocked = blockedBy(id, estate, assets);
    return { id, title: titleOf(id, estate, assets), commands: blocked === undefined ? commandsOf(id, estate, assets) : [], expectedMinutes: minutesOf(id, assets), notes: notesOf(id, estate, assets), ...(blocked === undefined ? {} : { blocked }) };
  });
  const protection = protectionOf(estate, assets);
  const reached = achieved(protection);
  // Pulumi Cloud keeps its own state: without a bucket to copy there is nothing to measure.
  const missed = missedObjectives(estate.objectives, protection).filter(({ recoveryClass }) => recoveryClass !== "configuration" || protection.configuration.copiedEveryMinutes !== undefined);
  return {
    stack: estate.stack,
    home: estate.home,
    away: estate.away,
    steps,
    totalMinutes: steps.reduce((sum, { expectedMinutes }) => sum + expectedMinutes, 0),
    classes: DATA_CLASSES.map((recoveryClass) => ({ recoveryClass, objective: estate.objectives[recoveryClass], reached: reached[recoveryClass] })),
    missed,
    ready: missed.length === 0 && steps.every(({ blocked }) => blocked === undefined),
  };
}

function titleOf(id: StepId, estate: Estate, assets: Assets): string {
  const { home, away } = estate;
  const { database, distribution } = assets;
  const titles: Record<StepId, string> = {
    declare: `Declare ${home} lost: one person decides, and from then on nobody writes there`,
    promote: database.kind === "promote" ? `Promote the replica ${databaseThere(estate, assets)} in ${away}` : `Restore the database in ${away}`,
    credentials: `Re-attach credentials: the copies of the secrets in ${away} become secrets of their own`,
    application: `Start cluster, load balancer and programs in ${away}`,
    cache: `Seed the cache in ${away} from its last export`,
    dns: `Switch traffic to ${away}: names stay with CloudFront (${distribution?.id ?? "none"}), its origins change`,
    verify: `Verify what is served from ${away}`,
  };
  return titles[id];
}

function minutesOf(id: StepId, { database }: Assets): number {
  const minutes: Record<StepId, number> = {
    declare: STEP_MINUTES.declare,
    promote: database.kind === "promote" ? STEP_MINUTES.promote : STEP_MINUTES.restore,
    credentials: STEP_MINUTES.credentials,
    application: STEP_MINUTES.application,
    // Made while the programs start; what is left over of it is not waited for.
    cache: 0,
    dns: STEP_MINUTES.dns,
    verify: STEP_MINUTES.verify,
  };
  return minutes[id];
}

/** What is missing for a step. */
export function blockedBy(id: StepId, { home, away, replicaWanted }: Estate, assets: Assets): string | undefined {
  const { database, secrets, pilot, distribution, cluster, cacheExports } = assets;
  if (id === "promote" && database.kind === "none") return `there is no replica, no replicated backup and no copy of one in ${away}; nothing of the database outlives ${home}${replicaWanted ? ". The configuration wants a replica: deploy it (golive up)" : ""}`;
  if (id === "promote" && database.kind !== "promote" && (pilot.subnetGroup === undefined || pilot.securityGroup === undefined)) return `there is no subnet group or security group for a database in ${away}; the pilot light is not deployed`;
  if (id === "credentials" && secrets.some(({ keyThere }) => keyThere === undefined)) {
    return `not replicated to ${away}: ${secrets.filter(({ keyThere }) => keyThere === undefined).map(({ name }) => name).join(", ")}`;
  }
  if (id === "application" && pilot.privateSubnets.length < 2) return `there is no network with two private subnets in ${away}; the pilot light is not deployed`;
  if (id === "application" && cluster === undefined) return "there is no cluster at home to be made again";
  if (id === "cache" && cacheExports?.to === undefined) return `exports of the cache do not reach ${away}`;
  if (id === "dns" && distribution === undefined) return "there is no distribution whose origins could be changed";
  return undefined;
}

function notesOf(id: StepId, { away, home, replicaWanted }: Estate, assets: Assets): string[] {
  const { database, images, objects } = assets;
  if (id === "promote" && database.kind === "promote") return ["What the replica had not received is lost: note ReplicaLag from the step before.", "There is no way back: the old primary is rebuilt from the new one."];
  if (id === "promote" && replicaWanted) return [`The configuration wants a replica in ${away} and there is none: this takes longer than it should.`];
  if (id === "application" && !images) return [`Images are not replicated to ${away}: push them there first, or nodes cannot pull.`];
  if (id === "dns") {
    const left = objects.filter(({ to }) => to === undefined).map(({ bucket }) => bucket.id);
    return [`CloudFront and Route 53 are controlled from us-east-1, and serve without it: only this step needs it.`, ...(left.length === 0 ? [] : [`Only in ${home}: ${left.join(", ")}`])];
  }
  return [];
}
