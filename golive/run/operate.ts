/** Runs the engine's operations on an open stack and gives an account of each. */
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { Collector } from "./collect.ts";
import type { Account } from "./collect.ts";
import { POLICIES } from "./places.ts";
import type { Progress } from "./progress.ts";
import type { OpenStack } from "./stack.ts";
import { whole } from "./whole.ts";

/** What came of an operation. */
export interface Operation {
  readonly account: Account;
  /** What the engine's process said when it ended with an error; undefined where it ended well. */
  readonly error?: string;
}

/** How many resources the engine works on at a time; AWS throttles long before the engine's own limit. */
const PARALLEL = 32;

type Kind = "preview" | "up" | "destroy";

const DOING: Record<Kind, string> = { preview: "previewing", up: "updating", destroy: "destroying" };

/**
 * Runs one operation.
 *
 * @param total how many resources are expected, for the progress display
 * @param policyConfig file with the configuration of the policy pack; its defaults without one
 */
export async function operate(kind: Kind, open: OpenStack, progress: Progress, options: { total?: number; signal?: AbortSignal; policyConfig?: string } = {}): Promise<Operation> {
  const account = new Collector();
  const stop = progress.follow(`${DOING[kind]} ${open.stack.name}`, account, options.total);
  const common = {
    parallel: PARALLEL,
    onEvent: (event: EngineEvent) => account.add(event),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  const judged = { ...common, policyPacks: [POLICIES], ...(options.policyConfig === undefined ? {} : { policyPackConfigs: [options.policyConfig] }) };
  try {
    if (kind === "preview") await open.stack.preview(judged);
    else if (kind === "up") await whole(open, () => open.stack.up(judged));
    else await whole(open, () => open.stack.destroy(common));
    return { account };
  } catch (error) {
    return { account, error: engineError(error) };
  } finally {
    stop();
  }
}

/** The engine's own words in an Automation API error, without the echo of its output. */
export function engineError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const errors = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("error:"));
  return [...new Set(errors)].join("\n") || (text.split("\n").find((line) => line.trim() !== "") ?? text);
}
