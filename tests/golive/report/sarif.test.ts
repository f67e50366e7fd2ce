/** The SARIF that is written, held against the schema of the standard. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { sarif } from "../../../golive/report/sarif.ts";
import { check, preview, SAMPLE, violation, waiver } from "./sample.ts";

/** zod takes a reference (RFC 3986, 4.1) for a whole URI; the characters that one may have are asked for instead. */
const reference = (_key: string, value: unknown): unknown => (isReference(value) ? { type: "string", pattern: "^[A-Za-z0-9._~:/?#@!$&'()*+,;=%\\[\\]-]*$" } : value);
const isReference = (value: unknown): boolean => typeof value === "object" && value !== null && "format" in value && value.format === "uri-reference";
const text = readFileSync(new URL("schema/sarif-2.1.0.json", import.meta.url), "utf8");
const schema = z.fromJSONSchema(JSON.parse(text, reference) as Parameters<typeof z.fromJSONSchema>[0]);
const wrong = (log: unknown): string[] => schema.safeParse(JSON.parse(JSON.stringify(log))).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
const ADDRESS = "https://github.com/optibid/golive/blob/abc/";

describe("what is written is SARIF 2.1.0", () => {
  const clean = { ...preview([]), summary: { ...preview([]).summary, complete: true } };
  test.each([
    ["everything that a preview may have to say", SAMPLE],
    ["nothing", check(clean)],
    ["errors of the run", check({ ...clean, summary: { ...clean.summary, complete: false, errors: ["no credentials\nat all", ""] } })],
    ["a violation of no resource and of no rule that is known", check(preview([violation("database-multi-az", "x", { urn: "" }), violation("database-multi-az", "x", { rule: "foreign", items: [], remediation: "" })]))],
    ["a file that is no list of waivers", check(clean, "waivers: 3\n")],
    ["a waived violation alone", check(preview([violation("database-multi-az", "x")]), `waivers:\n${waiver("database-multi-az", "x")}`)],
    ["five hundred violations", check(preview(Array.from({ length: 500 }, (_, index) => violation("database-multi-az", `db-${index}`))))],
  ])("%s", (_, report) => {
    expect(wrong(sarif(report, ADDRESS))).toEqual([]);
  });
});

describe("the schema refuses what is none", () => {
  type Log = { version: string; runs: { tool: { driver: Record<string, unknown> }; results: Record<string, unknown>[] }[] };
  const broken = (change: (log: Log) => void): Log => {
    const log = structuredClone(sarif(SAMPLE, ADDRESS)) as Log;
    change(log);
    return log;
  };
  test.each<[string, (log: Log) => void]>([
    ["another version", (log) => (log.version = "2.0.0")],
    ["a tool without a name", (log) => delete log.runs[0]!.tool.driver["name"]],
    ["an unknown level", (log) => (log.runs[0]!.results[0]!["level"] = "mandatory")],
    ["a result without a message", (log) => delete log.runs[0]!.results[0]!["message"]],
    ["an unknown property", (log) => (log.runs[0]!.results[0]!["waived"] = true)],
    ["line 0", (log) => (log.runs[0]!.results[0]!["locations"] = [{ physicalLocation: { artifactLocation: { uri: "a" }, region: { startLine: 0 } } }])],
    ["a suppression of no kind", (log) => (log.runs[0]!.results[0]!["suppressions"] = [{ status: "accepted" }])],
    ["the same rule twice", (log) => (log.runs[0]!.tool.driver["rules"] = [{ id: "a" }, { id: "a" }])],
    ["a place with blanks", (log) => (log.runs[0]!.results[0]!["locations"] = [{ physicalLocation: { artifactLocation: { uri: "a b" } } }])],
    ["help that is no address", (log) => (log.runs[0]!.tool.driver["rules"] = [{ id: "a", helpUri: "no address" }])],
  ])("%s", (_, change) => {
    expect(wrong(broken(change))).not.toEqual([]);
  });
});
