/** Planted faults: which calls they meet, and how often. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { attempt, passes } from "../../../rehearsal/server/retries.ts";
import { meets } from "../../../rehearsal/world/faults.ts";
import type { Call, Fault } from "../../../rehearsal/world/faults.ts";
import { openStore } from "../../../rehearsal/world/store.ts";
import type { Store } from "../../../rehearsal/world/store.ts";

const CALL: Call = { operation: "create", token: "aws:rds/instance:Instance", name: "primary" };

describe("a fault meets", () => {
  test.each<[Partial<Fault>, boolean]>([
    [{ type: "aws:rds/instance:Instance" }, true],
    [{ type: "aws:rds/*" }, true],
    [{ type: "*" }, true],
    [{ type: "aws:rds/instance" }, false],
    [{ type: "aws:rds.instance:Instance" }, false],
    [{ type: "*", operation: "create" }, true],
    [{ type: "*", operation: "delete" }, false],
    [{ type: "*", name: "primary" }, true],
    [{ type: "*", name: "other" }, false],
  ])("%j: %j", (fault, met) => {
    expect(meets(fault as Fault, CALL)).toBe(met);
  });
});

describe("in a world", () => {
  let directory = "";
  let store: Store;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "golive-faults-"));
    store = openStore(directory);
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test("they are counted down in the order they were planted, and outlive the process", async () => {
    store.faults.plant({ type: "*", error: "One", times: 1 });
    store.faults.plant({ type: "*", error: "Two", times: 2 });
    await store.close();
    store = openStore(directory);
    expect([1, 2, 3, 4].map(() => store.faults.meet(CALL)?.error)).toEqual(["One", "Two", "Two", undefined]);
    expect(store.faults.list()).toEqual([]);
  });

  test("one without a number stays until it is cleared", () => {
    store.faults.plant({ type: "*", slow: 1 });
    expect([1, 2, 3].map(() => store.faults.meet(CALL)?.slow)).toEqual([1, 1, 1]);
    expect(store.faults.clear()).toBe(1);
    expect(store.faults.meet(CALL)).toBeUndefined();
  });

  test.each([
    ["aws", "ThrottlingException", true],
    ["aws", "RequestLimitExceeded", true],
    ["aws", "TooManyRequestsException", true],
    ["aws", "InternalFailure", true],
    ["aws", "ConnectionReset", true],
    ["aws", "AccessDeniedException", false],
    ["aws", "InvalidSubnet.Range", false],
    ["kubernetes", "TooManyRequests", true],
    ["kubernetes", "Forbidden", false],
  ] as const)("the provider of %s asks again after %s: %j", async (pkg, error, again) => {
    expect(passes(pkg, error)).toBe(again);
    store.faults.plant({ type: "*", error, times: 2 });
    const answer = attempt(pkg, store.faults, CALL);
    if (again) await expect(answer).resolves.toBeUndefined();
    else await expect(answer).rejects.toThrow(`creating aws:rds/instance:Instance (primary): api error ${error}: `);
    expect(store.faults.list().map(({ times }) => times)).toEqual(again ? [] : [1]);
  });

  test.each([["aws", "ThrottlingException", 25], ["kubernetes", "TooManyRequests", 10]] as const)("the provider of %s gives up on %s after %d attempts", async (pkg, error, attempts) => {
    store.faults.plant({ type: "*", error, times: attempts + 1 });
    await expect(attempt(pkg, store.faults, CALL)).rejects.toThrow(`gave up after ${attempts} attempts`);
    expect(store.faults.list().map(({ times }) => times)).toEqual([1]);
  });

  test("a slow call takes its time, and then goes through", async () => {
    store.faults.plant({ type: "*", slow: 60, times: 1 });
    const begun = performance.now();
    await attempt("aws", store.faults, CALL);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
  });
});
