/** `golive up`: engine, rehearsal cloud where it is one, preview under policy, update, settling of deferred verdicts, summary. */
import { enforcementLevel } from "../../policies/environment.ts";
import { componentTable, stepTable } from "../format/summary.ts";
import { bold, counted, green, printJson, red } from "../format/text.ts";
import { makeReport } from "../report/make.ts";
import type { Made } from "../report/make.ts";
import { checkText, countsText, itemsText, mandatoryItems, remediationsText, waiversText } from "../report/text.ts";
import { waiverErrorLine } from "../report/words.ts";
import { errorsOf } from "../run/collect.ts";
import { EXIT, Failure } from "../run/failure.ts";
import { takeInterrupts } from "../run/interrupt.ts";
import type { Interrupt } from "../run/interrupt.ts";
import { operate } from "../run/operate.ts";
import type { Operation } from "../run/operate.ts";
import { makeProgress } from "../run/progress.ts";
import type { Progress } from "../run/progress.ts";
import { recover } from "../run/recover.ts";
import { policyConfig, writePolicyConfig } from "../run/policy-config.ts";
import type { PolicyConfig } from "../run/policy-config.ts";
import { previewReport } from "../run/report.ts";
import { settle } from "../run/settle.ts";
import { isRehearsed, openStack } from "../run/stack.ts";
import type { OpenStack } from "../run/stack.ts";
import { standing, waivedExitCode, waiversName } from "../waivers/file.ts";
import type { WaivedReport } from "../waivers/file.ts";

export interface UpOptions {
  readonly rehearse?: true | undefined;
  readonly json?: true | undefined;
}

/** What came of the whole. */
export interface Outcome {
  /** Whether rules are mandatory in this stack: then a verdict that nobody could give is no pass. */
  readonly strict: boolean;
  readonly plan: Made;
  readonly planned: Operation;
  /** Absent where nothing had to change or a rule forbade it. */
  readonly updated?: Operation;
  /** Verdicts on the deployed state, those that are still open as deferred; absent where the update did not end well. */
  readonly settled?: Made;
}

export async function up(name: string, options: UpOptions): Promise<void> {
  const progress = await makeProgress();
  const interrupt = takeInterrupts(progress.line);
  const rehearse = isRehearsed(name, options.rehearse);
  const policy = checkedPolicyConfig(name);
  const open = await progress.step("engine and cloud", () => openStack(name, { rehearse, progress: progress.line, signal: interrupt.signal }));
  try {
    const outcome = await deploy(open, name, policy, progress, interrupt);
    if (options.json === true) printJson(asJson(name, outcome, progress));
    else process.stdout.write(`${asText(name, outcome, progress, open)}\n`);
    process.exitCode = interrupt.requested() ? EXIT.interrupted : codeOf(outcome);
  } finally {
    await open.close();
  }
}

/** The configuration of the pack. @throws Failure where a waiver is wrong: nothing is deployed on one */
function checkedPolicyConfig(name: string): PolicyConfig {
  const { config, errors } = policyConfig(name, new Date());
  if (errors.length > 0) throw new Failure([`${waiversName(name)} has ${counted(errors.length, "mistake")}; mend them or take the entries out:`, ...errors.map((error) => `  ${waiverErrorLine(error)}`)].join("\n"));
  return config;
}

async function deploy(open: OpenStack, name: string, policy: PolicyConfig, progress: Progress, interrupt: Interrupt): Promise<Outcome> {
  const { signal } = interrupt;
  const { rehearsed } = open;
  const strict = enforcementLevel({ PULUMI_CONFIG: JSON.stringify(open.config) }) === "mandatory";
  interrupt.check();
  await recover(open, progress.line);
  const handed = writePolicyConfig(name, policy);
  const settling = async (): Promise<Made> => makeReport(await progress.step("verdicts on the state", () => settle(open, handed)), rehearsed, open.origins);
  progress.line(`previewing ${name} under the policy pack`);
  const planned = await progress.step("preview", () => operate("preview", open, progress, { signal, policyConfig: handed }));
  const plan = makeReport(previewReport(name, planned.account, planned.error), rehearsed, open.origins);
  interrupt.check();
  if (waivedExitCode(plan.waived) !== EXIT.clean) return { strict, plan, planned };
  const { resources } = plan.waived;
  const moving = resources.filter(({ operation }) => operation !== "same" && operation !== "read").length;
  if (moving === 0) return { strict, plan, planned, settled: await settling() };
  progress.line(`updating ${name}: ${counted(moving, "resource")} to change`);
  const updated = await progress.step("update", () => operate("up", open, progress, { total: resources.length, signal, policyConfig: handed }));
  if (updated.error !== undefined || interrupt.requested()) return { strict, plan, planned, updated };
  return { strict, plan, planned, updated, settled: await settling() };
}

/** As of the preview; then 1 where the update failed, 2 where the deployed state breaks a mandatory rule that is not waived, and 1 where a verdict stays open. */
export function codeOf({ strict, plan, updated, settled }: Omit<Outcome, "planned">): number {
  const planned = waivedExitCode(plan.waived);
  if (planned !== EXIT.clean) return planned;
  if (updated?.error !== undefined) return EXIT.failure;
  if (settled === undefined) return EXIT.clean;
  if (standing(settled.waived) > 0) return EXIT.violations;
  return strict && openVerdicts(settled).length > 0 ? EXIT.failure : EXIT.clean;
}

/** Verdicts that the deployed state did not settle and that no waiver covers. */
function openVerdicts({ waived }: Made): WaivedReport["deferred"] {
  return waived.deferred.filter(({ waiver }) => waiver === undefined);
}

function asText(name: string, outcome: Outcome, progress: Progress, { rehearsed, origins }: OpenStack): string {
  const { plan, planned, updated, settled } = outcome;
  if (waivedExitCode(plan.waived) !== EXIT.clean) return checkText(plan.check);
  if (updated?.error !== undefined) {
    const reasons = errorsOf(updated.account);
    const broken = makeReport(previewReport(name, updated.account, updated.error), rehearsed, origins).check.items;
    const head = red(`${name} was not deployed whole. What is done is recorded; mend this and run it again:`);
    return [head, ...(reasons.length > 0 ? reasons : [updated.error]), ...(broken.length === 0 ? [] : ["", itemsText(broken)])].join("\n");
  }
  const flag = rehearsed && name !== "local" ? " --rehearse" : "";
  const done = updated === undefined ? `${name}: nothing to change (${counted(plan.waived.summary.resources, "resource")})` : `${name}: deployed, ${changesOf(updated)}`;
  const head = { [EXIT.clean]: green(`${done}.`), [EXIT.violations]: red(`${done}, but what is there breaks rules:`) }[codeOf(outcome)] ?? red(`${done}, but some verdicts could not be given:`);
  return [
    head,
    "",
    bold("Resources by component"),
    componentTable((updated ?? planned).account),
    "",
    bold("Policies"),
    ...policyLines(plan, settled),
    "",
    bold("Steps"),
    stepTable(progress.steps),
    "",
    bold("Next"),
    `  npx golive drift ${name}${flag}`,
    ...(rehearsed ? [`  npx golive rehearsal ls${name === "local" ? "" : ` --stack ${name}`}`, `  npx golive down ${name}${flag}`] : [`  npx golive state export ${name}`]),
  ].join("\n");
}

/** Counts, then every violation that was let through or found on the state, and waivers that nothing needs. */
export function policyLines(plan: Made, settled: Made | undefined): string[] {
  const open = settled?.waived.deferred ?? [];
  const found = settled === undefined ? "" : `  on the deployed state: ${counted(settled.check.counts.standing, "violation")}, ${settled.check.counts.waived} waived, ${open.length} still deferred`;
  const last = (settled ?? plan).check;
  const told = new Set(last.items.flatMap(({ findings }) => findings.map(({ rule, urn }) => `${rule} ${urn}`)));
  // What holds is what the state shows; what only the preview could see is told beside it.
  const before = settled === undefined ? [] : mandatoryItems(plan.check.items, (finding) => !told.has(`${finding.rule} ${finding.urn}`));
  const details = [remediationsText(plan.check.remediations), itemsText([...mandatoryItems(last.items), ...before]), waiversText({ ...last.waivers, stale: staleIn(plan, settled) })].filter((text) => text !== "");
  return [
    `  ${countsText(plan.check)}, ${plan.check.counts.deferred} deferred at preview`,
    ...(found === "" ? [] : [found]),
    ...open.map(({ rule, urn, reason, waiver }) => `    ${waiver === undefined ? "" : "waived, "}still deferred: ${rule} ${urn.split("::").at(-1) ?? ""}: ${reason}`),
    ...details.flatMap((text) => ["", text]),
  ];
}

/** Waivers that neither the preview nor the deployed state needs. */
function staleIn(plan: Made, settled: Made | undefined): WaivedReport["waivers"]["stale"] {
  const unneeded = new Set((settled?.waived.waivers.stale ?? plan.waived.waivers.stale).map(({ entry }) => entry));
  return plan.waived.waivers.stale.filter(({ entry }) => unneeded.has(entry));
}

function changesOf({ account }: Operation): string {
  const parts = Object.entries(account.changes)
    .filter(([, count]) => count > 0)
    .map(([operation, count]) => `${count} ${operation}`);
  return parts.join(", ") || "nothing changed";
}

/** What `golive up --json` prints. */
export function asJson(name: string, { plan, updated, settled }: Pick<Outcome, "plan" | "updated" | "settled">, progress: Pick<Progress, "steps">): object {
  const { summary, violations, remediations, deferred, waivers } = plan.waived;
  return {
    stack: name,
    plan: summary,
    violations,
    remediations,
    deferred,
    waivers: { ...waivers, stale: staleIn(plan, settled) },
    changes: updated?.account.changes ?? {},
    updated: updated !== undefined,
    errors: updated?.error === undefined ? summary.errors : [updated.error],
    settled: settled === undefined ? null : { violations: settled.waived.violations.filter(({ enforcement }) => enforcement === "mandatory"), open: settled.waived.deferred },
    steps: progress.steps,
  };
}
