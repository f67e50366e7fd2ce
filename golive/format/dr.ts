/** Plans and rehearsals of a recovery as text. */
import type { DrillReport } from "../dr/rehearse.ts";
import type { ClassReport, Plan } from "../dr/plan.ts";
import { bold, columns, counted, dim, green, red } from "./text.ts";

/** Minutes as people say them; `never` where there is no end. */
export function minutes(count: number): string {
  if (count === Infinity) return "never";
  if (count < 120) return `${count} min`;
  return `${Math.floor(count / 60)} h${count % 60 === 0 ? "" : ` ${count % 60} min`}`;
}

/** The table of classes: what is asked for and what there is. */
function classTable(classes: readonly ClassReport[]): string {
  const lost = (count: number): string => (count === Infinity ? "everything" : minutes(count));
  return columns([
    ["", "may be lost", "would be lost", "has to be back in", "would be back in"],
    ...classes.map(({ recoveryClass, objective, reached }) => [recoveryClass, minutes(objective.rpoMinutes), lost(reached.rpoMinutes), minutes(objective.rtoMinutes), minutes(reached.rtoMinutes)]),
  ]);
}

/** Without a bucket for Pulumi's state nobody can say what of it would be lost. */
function unjudged(classes: readonly ClassReport[]): string[] {
  return classes.some(({ recoveryClass, reached }) => recoveryClass === "configuration" && reached.rpoMinutes === Infinity)
    ? [dim("configuration is not judged: Pulumi's state is in no bucket this stack knows of (backup.stateBucket)")]
    : [];
}

function missedLines({ missed }: Pick<Plan, "missed">): string[] {
  return missed.map(({ recoveryClass, key, wanted, given }) => red(`${recoveryClass}.${key}: ${minutes(wanted)} is asked for, ${minutes(given)} is what there is`));
}

/** The plan, step by step, to be worked through. */
export function planText(plan: Plan): string {
  const steps = plan.steps.flatMap(({ title, commands, expectedMinutes, blocked, notes }, index) => [
    "",
    bold(`${index + 1}. ${title}`) + dim(expectedMinutes === 0 ? "  (meanwhile)" : `  (${minutes(expectedMinutes)})`),
    ...(blocked === undefined ? [] : [red(`   cannot be done: ${blocked}`)]),
    ...notes.map((note) => dim(`   ${note}`)),
    ...commands.map((command) => `   ${command}`),
  ]);
  const head = `${plan.home} → ${plan.away}, stack ${plan.stack}: ${counted(plan.steps.length, "step")}, ${minutes(plan.totalMinutes)}`;
  return [bold(head), ...steps, "", classTable(plan.classes), ...missedLines(plan), ...unjudged(plan.classes), plan.ready ? green("Every step can be taken and every objective that is judged is met.") : red("This stack would not come back as it should.")].join("\n");
}

/** The rehearsal, as it went. */
export function drillText(report: DrillReport): string {
  const things = report.lost.reduce((sum, { count }) => sum + count, 0);
  const rows = report.steps.map(({ id, done, said, expectedMinutes, milliseconds }) => [done ? green("done") : red("failed"), id, expectedMinutes === 0 ? "meanwhile" : minutes(expectedMinutes), dim(`${Math.round(milliseconds)} ms here`), said.join("; ")]);
  return [
    bold(`${report.home} lost in a copy of the world of ${report.stack}: ${counted(things, "thing")} of ${counted(report.lost.length, "type")} gone`),
    columns(rows),
    "",
    classTable(report.classes),
    ...missedLines(report),
    report.recovered ? green(`Back in ${report.away} after ${minutes(report.minutes)}.`) : red(`Not back in ${report.away}: ${report.steps.at(-1)?.said.join("; ") ?? "no step was taken"}`),
  ].join("\n");
}
