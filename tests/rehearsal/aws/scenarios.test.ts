import { afterAll, describe, expect, test } from "@jest/globals";
import { RefusedError } from "../../../rehearsal/server/refused.ts";
import { Account, CheckError, refusedBy, type Scenario } from "./scenarios/account.ts";
import { dataScenarios } from "./scenarios/data.ts";
import { edgeScenarios } from "./scenarios/edge.ts";
import { networkScenarios } from "./scenarios/network.ts";
import { platformScenarios } from "./scenarios/platform.ts";
import { PROVEN_BY_SCENARIO } from "./scenarios/proven.ts";

/** The first code a request was refused with; `check` where the schema refuses it; "ok" where nothing does. */
function outcome(steps: Scenario[2]): string {
  const account = new Account();
  try {
    steps(account);
    return "ok";
  } catch (error) {
    if (error instanceof RefusedError) return error.refusals[0]?.code ?? "";
    if (error instanceof CheckError) return /^[^:]*(?:\[[^\]]*\][^:]*)*: ([A-Z][\w.]+): /.exec(error.message)?.[1] ?? "check";
    throw error;
  }
}

describe.each([
  ["network", networkScenarios],
  ["data", dataScenarios],
  ["platform", platformScenarios],
  ["edge", edgeScenarios],
] as const)("%s", (_, scenarios) => {
  test.each(scenarios.map((one) => [...one] as const))("%s: %s", (_label, expected, steps) => {
    expect(outcome(steps)).toBe(expected);
  });
});

// After the suite, since it is about all of its tests together.
afterAll(() => {
  const silent = PROVEN_BY_SCENARIO.filter((law) => !refusedBy.has(law));
  if (silent.length > 0) throw new Error(`no scenario is refused by ${silent.join(", ")}`);
});
