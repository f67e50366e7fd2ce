/**
 * Settles verdicts after deployment: the engine runs the pack again on the stack's state, where nothing is unknown any
 * more. A verdict that is still open then says so, and the caller decides what that means.
 */
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { run } from "../../engine/shell.ts";
import { Collector } from "./collect.ts";
import { Failure } from "./failure.ts";
import { POLICIES } from "./places.ts";
import { previewReport } from "./report.ts";
import type { PreviewReport } from "./report.ts";
import type { OpenStack } from "./stack.ts";

/**
 * Judges the open stack's state: its violations, and as deferred the verdicts that are still open.
 *
 * @param policyConfig file with the configuration of the policy pack
 * @throws Failure where the engine could not analyse it: no verdict is no pass
 */
export async function settle(open: OpenStack, policyConfig: string): Promise<PreviewReport> {
  const { code, stdout, stderr } = await run(open.engine.binary, ["policy", "analyze", "--stack", open.stack.name, "--policy-pack", POLICIES, "--policy-pack-config", policyConfig, "--json", "--non-interactive"], {
    cwd: open.stack.workspace.workDir,
    // `analyze` runs no program and hands the pack no configuration; without it every rule would be mandatory in dev too.
    env: { ...process.env, ...open.environment, PULUMI_CONFIG: JSON.stringify(open.config) },
  });
  const account = new Collector();
  for (const event of parseEvents(stdout)) account.add(event);
  const report = previewReport(open.stack.name, account);
  const refused = account.violations.some(({ enforcement }) => enforcement === "mandatory");
  if (code !== 0 && !refused) throw new Failure(`The state of ${open.stack.name} could not be judged: ${lastLine(stderr) ?? lastLine(stdout) ?? `exit code ${code}`}`);
  return report;
}

/** The engine prints one event a line, or one array of them. */
function parseEvents(text: string): EngineEvent[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) return JSON.parse(trimmed) as EngineEvent[];
  return trimmed
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as EngineEvent);
}

function lastLine(text: string): string | undefined {
  return text.trim().split("\n").at(-1) || undefined;
}
