/** Rehearses a recovery: the home Region is lost in a copy of the world, and every step of the plan is taken there. */
import { RefusedError } from "../../rehearsal/server/refused.ts";
import type { Store } from "../../rehearsal/world/store.ts";
import { Failure } from "../run/failure.ts";
import { assetsOf } from "./assets.ts";
import { copyWorld } from "./copy.ts";
import { loseRegion, take } from "./drill.ts";
import { estateOf, thingsOfWorld } from "./estate.ts";
import type { Plain } from "./estate.ts";
import { planOf } from "./plan.ts";
import type { ClassReport, Plan, StepId } from "./plan.ts";

/** A step that was taken, or tried. */
export interface Taken {
  readonly id: StepId;
  readonly title: string;
  readonly done: boolean;
  /** What came of it, or why it failed. */
  readonly said: readonly string[];
  /** Minutes it is expected to take in AWS. */
  readonly expectedMinutes: number;
  /** Milliseconds it took here: what is measured is that it can be done, not how fast AWS is. */
  readonly milliseconds: number;
}

export interface DrillReport {
  readonly stack: string;
  readonly home: string;
  readonly away: string;
  /** How many things went with the Region, by type, most first. */
  readonly lost: readonly { readonly type: string; readonly count: number }[];
  readonly steps: readonly Taken[];
  /** Minutes the steps that were taken need in AWS. */
  readonly minutes: number;
  /** What of each class of data would be lost, and when it would be back. */
  readonly classes: readonly ClassReport[];
  readonly missed: Plan["missed"];
  /** Whether the platform came back. */
  readonly recovered: boolean;
}

/**
 * Rehearses. Stops at the first step that cannot be taken.
 *
 * @param source the stack's own world; only read
 * @param line sees one line for each step
 * @throws Failure where there is nothing to rehearse with
 */
export async function rehearse(stack: string, config: Plain, source: Store, line: (text: string) => void): Promise<DrillReport> {
  const estate = estateOf(stack, config, thingsOfWorld(source.all()));
  const plan = planOf(estate);
  const world = copyWorld(source, estate.home);
  try {
    const drill = { estate, assets: assetsOf(estate), world };
    line(`${estate.home} is lost, in a copy of the world of ${stack}`);
    const lost = loseRegion(drill);
    const steps: Taken[] = [];
    for (const { id, title, expectedMinutes } of plan.steps) {
      line(title);
      const started = performance.now();
      const { done, said } = id === "declare" ? { done: true, said: [`${[...lost.values()].reduce((sum, count) => sum + count, 0)} things are gone`] } : attempt(() => take(id, drill));
      steps.push({ id, title, done, said, expectedMinutes, milliseconds: performance.now() - started });
      if (!done) break;
    }
    return {
      stack,
      home: estate.home,
      away: estate.away,
      lost: [...lost].map(([type, count]) => ({ type, count })).sort((one, other) => other.count - one.count || one.type.localeCompare(other.type)),
      steps,
      minutes: steps.filter(({ done }) => done).reduce((sum, { expectedMinutes }) => sum + expectedMinutes, 0),
      classes: plan.classes,
      missed: plan.missed,
      recovered: steps.length === plan.steps.length && steps.every(({ done }) => done),
    };
  } finally {
    await world.close();
  }
}

function attempt(work: () => readonly string[]): { readonly done: boolean; readonly said: readonly string[] } {
  try {
    return { done: true, said: work() };
  } catch (error) {
    if (error instanceof Failure || error instanceof RefusedError) return { done: false, said: error.message.split("\n") };
    throw error;
  }
}
