/** `golive up`: engine, rehearsal cloud where it is one, preview under policy, update, settling of deferred verdicts, summary. */
import { previewText } from "../format/preview.ts";
import { componentTable, stepTable } from "../format/summary.ts";
import { bold, counted, green, printJson, red } from "../format/text.ts";
import { errorsOf } from "../run/collect.ts";
import { EXIT } from "../run/failure.ts";
import { takeInterrupts } from "../run/interrupt.ts";
import type { Interrupt } from "../run/interrupt.ts";
import { operate } from "../run/operate.ts";
import type { Operation } from "../run/operate.ts";
import { makeProgress } from "../run/progress.ts";
import type { Progress } from "../run/progress.ts";
import { recover } from "../run/recover.ts";
import { previewReport } from "../run/report.ts";
import type { PreviewReport } from "../run/report.ts";
import { settle } from "../run/settle.ts";
import type { Settled } from "../run/settle.ts";
import { isRehearsed, openStack } from "../run/stack.ts";
import type { OpenStack } from "../run/stack.ts";
import { exitCode } from "./preview.ts";

export interface UpOptions {
  readonly rehearse?: true | undefined;
  readonly json?: true | undefined;
}

/** What came of the whole. */
interface Outcome {
  readonly plan: PreviewReport;
  readonly planned: Operation;
  /** Absent where nothing had to change or a rule forbade it. */
  readonly updated?: Operation;
  /** Verdicts on the deployed state; absent where the update did not end well. */
  readonly settled?: Settled;
}

export async function up(name: string, options: UpOptions): Promise<void> {
  const progress = await makeProgress();
  const interrupt = takeInterrupts(progress.line);
  const rehearse = isRehearsed(name, options.rehearse);
  const open = await progress.step("engine and cloud", () => openStack(name, { rehearse, progress: progress.line, signal: interrupt.signal }));
  try {
    const outcome = await deploy(open, name, progress, interrupt);
    if (options.json === true) printJson(asJson(name, outcome, progress));
    else process.stdout.write(`${asText(name, outcome, progress, rehearse)}\n`);
    process.exitCode = interrupt.requested() ? EXIT.interrupted : codeOf(outcome);
  } finally {
    await open.close();
  }
}

async function deploy(open: OpenStack, name: string, progress: Progress, interrupt: Interrupt): Promise<Outcome> {
  const { signal } = interrupt;
  interrupt.check();
  await recover(open, progress.line);
  progress.line(`previewing ${name} under the policy pack`);
  const planned = await progress.step("preview", () => operate("preview", open, progress, { signal }));
  const plan = previewReport(name, planned.account, planned.error);
  interrupt.check();
  if (exitCode(plan) !== EXIT.clean) return { plan, planned };
  const moving = plan.resources.filter(({ operation }) => operation !== "same" && operation !== "read").length;
  if (moving === 0) return { plan, planned, settled: await progress.step("verdicts on the state", () => settle(open)) };
  progress.line(`updating ${name}: ${counted(moving, "resource")} to change`);
  const updated = await progress.step("update", () => operate("up", open, progress, { total: plan.resources.length, signal }));
  if (updated.error !== undefined || interrupt.requested()) return { plan, planned, updated };
  return { plan, planned, updated, settled: await progress.step("verdicts on the state", () => settle(open)) };
}

function codeOf({ plan, updated, settled }: Outcome): number {
  const planned = exitCode(plan);
  if (planned !== EXIT.clean) return planned;
  if (updated?.error !== undefined) return EXIT.failure;
  return settled !== undefined && settled.violations.length > 0 ? EXIT.violations : EXIT.clean;
}

function asText(name: string, outcome: Outcome, progress: Progress, rehearsed: boolean): string {
  const { plan, planned, updated, settled } = outcome;
  if (exitCode(plan) !== EXIT.clean) return previewText(plan);
  if (updated?.error !== undefined) {
    const reasons = errorsOf(updated.account);
    return [red(`${name} was not deployed whole. What is done is recorded; mend this and run it again:`), ...(reasons.length > 0 ? reasons : [updated.error])].join("\n");
  }
  const flag = rehearsed && name !== "local" ? " --rehearse" : "";
  const head =
    updated === undefined
      ? green(`${name}: nothing to change (${counted(plan.summary.resources, "resource")}).`)
      : green(`${name}: deployed, ${changesOf(updated)}.`);
  return [
    head,
    "",
    bold("Resources by component"),
    componentTable((updated ?? planned).account),
    "",
    bold("Policies"),
    `  ${counted(plan.summary.rules, "rule")} evaluated, ${counted(plan.summary.mandatory, "mandatory violation")}, ${plan.summary.advisory} advisory, ${plan.summary.deferred} deferred at preview`,
    ...(settled === undefined ? [] : [`  on the deployed state: ${settledText(settled)}`]),
    "",
    bold("Steps"),
    stepTable(progress.steps),
    "",
    bold("Next"),
    `  npx golive drift ${name}${flag}`,
    ...(rehearsed ? [`  npx golive rehearsal ls${name === "local" ? "" : ` --stack ${name}`}`, `  npx golive down ${name}${flag}`] : [`  npx golive state export ${name}`]),
  ].join("\n");
}

function settledText({ violations, open }: Settled): string {
  if (violations.length === 0 && open.length === 0) return "0 violations, nothing deferred";
  const lines = violations.map(({ rule, urn, message }) => `\n    ${red(rule)} ${urn.split("::").at(-1) ?? ""}: ${message}`);
  const rest = open.map(({ rule, urn, reason }) => `\n    still deferred: ${rule} ${urn.split("::").at(-1) ?? ""}: ${reason}`);
  return `${counted(violations.length, "violation")}, ${open.length} still deferred${lines.join("")}${rest.join("")}`;
}

function changesOf({ account }: Operation): string {
  const parts = Object.entries(account.changes)
    .filter(([, count]) => count > 0)
    .map(([operation, count]) => `${count} ${operation}`);
  return parts.join(", ") || "nothing changed";
}

function asJson(name: string, { plan, updated, settled }: Outcome, progress: Progress): object {
  return {
    stack: name,
    plan: plan.summary,
    violations: plan.violations,
    deferred: plan.deferred,
    changes: updated?.account.changes ?? {},
    updated: updated !== undefined,
    errors: updated?.error === undefined ? plan.summary.errors : [updated.error],
    settled: settled ?? null,
    steps: progress.steps,
  };
}
