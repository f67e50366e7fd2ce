import { describe, expect, test } from "@jest/globals";
import { fileURLToPath } from "node:url";
import { checkoutAddress } from "../../../golive/report/documented.ts";
import { junit } from "../../../golive/report/junit.ts";
import { locator, readSources } from "../../../golive/report/locate.ts";
import { makeReport } from "../../../golive/report/make.ts";
import { LIMIT, markdown } from "../../../golive/report/markdown.ts";
import { secretsOf, textMasker } from "../../../golive/report/mask-text.ts";
import { sarif } from "../../../golive/report/sarif.ts";
import { checkText } from "../../../golive/report/text.ts";
import { ruleNamed } from "../../../policies/catalogue.ts";
import { check, HOSTILE, preview, SAMPLE, urn, violation } from "./sample.ts";

const SECRETS = /s3cr3t|hunter2|AKIAABCDEFGHIJKLMNOP/;
const CHECKOUT = "https://github.example/optibid/golive/blob/abc/";
const OUTPUTS = { text: checkText, json: (report: typeof SAMPLE) => JSON.stringify(report), sarif: (report: typeof SAMPLE) => JSON.stringify(sarif(report, CHECKOUT)), junit, markdown: (report: typeof SAMPLE) => markdown(report, CHECKOUT) };

describe("shape", () => {
  test("findings stand under their first item, what must be mended first", () => {
    expect(SAMPLE.items.map(({ id }) => id)).toEqual([...new Set(["database-encrypted", "database-multi-az"].map((rule) => ruleNamed(rule)?.items[0]))].sort());
    expect(SAMPLE.items.find(({ findings }) => findings.length === 2)?.findings.map(({ location }) => location.name)).toEqual(["optibid-database-writer", "optibid-database-reader"]);
    expect(SAMPLE.items.flatMap(({ findings }) => findings.map(({ location, waiver }) => [location.name, waiver?.daysLeft])).sort()).toEqual([["optibid-database-old", undefined], ["optibid-database-reader", 10], ["optibid-database-writer", undefined]]);
    expect([SAMPLE.verdict, SAMPLE.counts]).toEqual(["refused", { standing: 1, advisory: 1, waived: 1, deferred: 1 }]);
    expect(SAMPLE.waivers.applied.map(({ entry, urns }) => [entry, urns])).toEqual([[1, [urn("optibid-database-reader")]]]);
    expect([SAMPLE.waivers.errors.map(({ entry, kind }) => [entry, kind]), SAMPLE.waivers.stale.map(({ entry }) => entry)]).toEqual([[[2, "expired"]], [3]]);
  });
});

describe.each(Object.entries(OUTPUTS))("%s", (_, write) => {
  const text = write(SAMPLE);

  test("shows every rule, resource, fix, waiver and deferred verdict", () => {
    const told = [...SAMPLE.items.flatMap(({ findings }) => findings.flatMap(({ rule, location, waiver }) => [rule, location.name, ...(waiver === undefined ? [] : [waiver.expires, waiver.owner, waiver.approver, waiver.ticket])])), "database-replicated", "expired on 2026-03-09", "database.ts"];
    const plain = text.replaceAll("\\", "");
    expect(told.filter((each) => !plain.includes(each))).toEqual([]);
  });

  test("shows no secret", () => {
    expect(HOSTILE).toMatch(SECRETS);
    expect(text).not.toMatch(SECRETS);
  });

  test("carries no control character of a finding", () => {
    expect(text).not.toMatch(/\u0000|\u001b\[31m \|/);
  });
});

describe("SARIF", () => {
  interface Result { ruleId: string; ruleIndex: number; level: string; message: { text: string }; locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[]; partialFingerprints: object; suppressions: { kind: string; status: string; justification: string }[] }
  const { version, runs } = sarif(SAMPLE, CHECKOUT) as { version: string; runs: { tool: { driver: { name: string; rules: { id: string }[] } }; results: Result[]; invocations: { executionSuccessful: boolean; toolExecutionNotifications: unknown[] }[] }[] };
  const [run] = runs;

  test("is a log of one run whose results point to their rules and to a line", () => {
    expect([version, runs.length, run?.tool.driver.name, run?.invocations[0]?.executionSuccessful]).toEqual(["2.1.0", 1, "golive", true]);
    expect(run?.results.map(({ ruleId, ruleIndex }) => run.tool.driver.rules[ruleIndex]?.id === ruleId)).toEqual([true, true, true, true]);
    expect(run?.results.map(({ locations }) => `${locations[0]?.physicalLocation.artifactLocation.uri}:${locations[0]?.physicalLocation.region.startLine}`).sort()).toEqual(["components/database/database.ts:1", "components/database/database.ts:3", "components/database/database.ts:5", "waivers/production.yaml:3"]);
  });

  test("mandatory is an error, advisory a warning, a waived finding suppressed with its reason", () => {
    expect(run?.results.map(({ ruleId, level, suppressions }) => [ruleId, level, suppressions.map(({ kind, status }) => `${kind} ${status}`)]).sort()).toEqual([
      ["database-encrypted", "warning", []], ["database-multi-az", "error", []], ["database-multi-az", "error", ["external accepted"]], ["waiver-wrong", "error", []],
    ]);
  });

  test("fingerprints tell results apart and stay the same from run to run", () => {
    const prints = run?.results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints)) ?? [];
    expect(new Set(prints).size).toBe(4);
    expect((sarif(SAMPLE, CHECKOUT) as { runs: { results: Result[] }[] }).runs[0]?.results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))).toEqual(prints);
  });

  test("what has no known place points to the stack's settings", () => {
    const log = JSON.stringify(sarif(check(preview([violation("database-multi-az", "x", { urn: "" })])), CHECKOUT));
    expect(log).toContain('"uri":"Pulumi.production.yaml"');
  });
});

describe("JUnit", () => {
  const xml = junit(SAMPLE);

  test("counts what failed and what was skipped", () => {
    expect(/<testsuites ([^>]*)>/.exec(xml)?.[1]).toBe('name="golive preview production" tests="6" failures="2" errors="0" skipped="2"');
    expect([xml.match(/<failure /g)?.length, xml.match(/<skipped /g)?.length, xml.match(/<testcase /g)?.length]).toEqual([2, 2, 6]);
  });

  test("every tag is closed, and no text is taken for markup or holds a character that XML forbids", () => {
    const open: string[] = [];
    for (const [, closing, name, self] of xml.replace(/^<\?xml[^>]*\?>/, "").matchAll(/<(\/?)([a-z-]+)(?:\s[a-z]+="[^"<]*")*(\/?)>/g)) {
      if (closing === "/") expect(open.pop()).toBe(name);
      else if (self !== "/") open.push(name ?? "");
    }
    expect(open).toEqual([]);
    expect(xml.replace(/^<\?xml[^>]*\?>/, "").replace(/<(\/?)([a-z-]+)(?:\s[a-z]+="[^"<]*")*(\/?)>/g, "")).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|apos|#\d+);)/);
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });

  test("errors of the run are errors", () => {
    const report = preview([]);
    expect(junit(check({ ...report, summary: { ...report.summary, errors: ["no credentials\nat all"] } }))).toContain('<error message="no credentials" type="error">no credentials\nat all</error>');
  });
});

describe("Markdown", () => {
  test("begins with its marker, and text stays text", () => {
    const text = markdown(SAMPLE, CHECKOUT);
    expect(text.split("\n").slice(0, 2)).toEqual(["<!-- golive preview production -->", "### ❌ Refused: production (rehearsed, without AWS)"]);
    expect(text.match(/<details/g)?.length).toBe(text.match(/^<\/details>$/gm)?.length);
    expect(text).not.toMatch(/<b> &|@everyone|[^\\]`x/);
  });

  test.each([10, 400, 5000])("%i violations stay under GitHub's limit, with every section closed and a note of what was left out", (count) => {
    const many = Array.from({ length: count }, (_, index) => violation("database-multi-az", `db-${index}`, { message: `${"ü🙂<".repeat(index % 700)}` }));
    const text = markdown(check(preview(many)), CHECKOUT);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
    expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    const shown = text.match(/^- \*\*\[?database/gm)?.length ?? 0;
    expect(text.includes(`${count - shown} entries left out`)).toBe(shown < count);
    expect(shown === count).toBe(count === 10);
  });

  test("a clean preview is told shortly", () => {
    const text = markdown(check(preview([], { summary: { ...preview([]).summary, complete: true } })), CHECKOUT);
    expect([text.includes("✅"), text.includes("<details")]).toEqual([true, false]);
  });
});

describe("documentation", () => {
  const page = "docs/policies/reliability/high-availability.md#database-multi-az";
  test.each<[string, string, (checkout: string) => string, string]>([
    ["text", CHECKOUT, () => checkText(SAMPLE), `\n    ${page}\n`],
    ["JUnit", CHECKOUT, () => junit(SAMPLE), `\n${page}`],
    ["SARIF", CHECKOUT, (checkout) => JSON.stringify(sarif(SAMPLE, checkout)), `"helpUri":"${CHECKOUT}${page}"`],
    ["SARIF of a checkout that is nowhere else", "file:///home/anna/golive/", (checkout) => JSON.stringify(sarif(SAMPLE, checkout)), `"helpUri":"file:///home/anna/golive/${page}"`],
    ["Markdown", CHECKOUT, (checkout) => markdown(SAMPLE, checkout), `**[database-multi-az](${CHECKOUT}${page})**`],
    ["Markdown of a checkout that is nowhere else", "file:///home/anna/golive/", (checkout) => markdown(SAMPLE, checkout), "**database-multi-az** "],
  ])("%s leads to the page of the rule", (_, checkout, write, expected) => {
    expect(write(checkout)).toContain(expected);
  });

  test("a workflow of GitHub knows the address of its checkout", () => {
    const env = { GITHUB_SERVER_URL: "https://github.example", GITHUB_REPOSITORY: "optibid/golive", GITHUB_SHA: "abc" };
    expect(checkoutAddress(env)).toBe(CHECKOUT);
    expect(checkoutAddress({ ...env, GITHUB_SHA: "" })).toMatch(/^file:\/\/\/.+\/$/);
  });
});

describe("locations", () => {
  const locate = locator(readSources(fileURLToPath(new URL("../../../", import.meta.url))));
  const at = (types: string, name: string): unknown => locate(`urn:pulumi:production::optibid::${types}::${name}`);

  test("of the checkout: a component and a resource that one line makes", () => {
    expect(at("golive:platform:Platform$golive:database:Database", "optibid-production-database")).toMatchObject({ component: "golive:database:Database", file: "components/database/database.ts", line: expect.any(Number) });
    const { file, line, component } = locate("urn:pulumi:production::optibid::golive:platform:Platform$golive:network:Network$aws:ec2/vpc:Vpc::optibid-production-network-vpc");
    const source = readSources(fileURLToPath(new URL("../../../", import.meta.url))).get(file ?? "")?.split("\n")[(line ?? 0) - 1];
    expect([component, file, source?.includes("new aws.ec2.Vpc(")]).toEqual(["golive:network:Network", "components/network/network.ts", true]);
  });

  test.each([
    ["two that could have made it: the component's own line", new Map([["components/a/a.ts", 'x\nsuper("a", "A", n)\nnew aws.s3.Bucket(b)\nnew aws.s3.Bucket(c)']]), { file: "components/a/a.ts", line: 2 }],
    ["one of them by its name", new Map([["components/a/a.ts", 'super("a", "A", n)\nnew aws.s3.Bucket(b)\nnew aws.s3.Bucket(\n this.part("logs")']]), { file: "components/a/a.ts", line: 3 }],
    ["another file of the folder", new Map([["components/a/a.ts", 'super("a", "A", n)'], ["components/a/logs.ts", "\nnew aws.s3.Bucket(b)"]]), { file: "components/a/logs.ts", line: 2 }],
    ["an unknown component", new Map<string, string>(), { component: "golive:a:A" }],
  ])("%s", (_, sources, expected) => {
    const { type, name, ...place } = locator(sources)("urn:pulumi:s::p::golive:a:A$aws:s3/bucket:Bucket::a-logs");
    expect([type, name, place]).toEqual(["aws:s3/bucket:Bucket", "a-logs", { component: "golive:a:A", ...expected }]);
  });
});

test("what golive preview prints as JSON has the place and the page of every violation too", () => {
  const { waived, check: { items } } = makeReport(preview([violation("database-multi-az", "optibid-database-writer"), { ...violation("database-multi-az", "optibid-database-reader"), rule: "of-another-pack", items: [], remediation: "" }]), true);
  expect(waived.violations).toEqual(items.flatMap(({ findings }) => findings).toSorted((one, other) => (one.rule < other.rule ? -1 : 1)));
  expect(waived.violations).toMatchObject([
    { documentation: "docs/policies/reliability/high-availability.md#database-multi-az", location: { component: "golive:database:Database", name: "optibid-database-writer", file: expect.stringMatching(/^components\/database\//) } },
    { documentation: "", demands: "" },
  ]);
});

test("the line that the program was at comes before what the sources tell", () => {
  const urn = "urn:pulumi:s::p::golive:a:A$aws:s3/bucket:Bucket::a-logs";
  const locate = locator(new Map([["components/a/a.ts", 'super("a", "A", n)']]), (each) => (each === urn ? { file: "components/b.ts", line: 7 } : undefined));
  expect(locate(urn)).toEqual({ component: "golive:a:A", type: "aws:s3/bucket:Bucket", name: "a-logs", file: "components/b.ts", line: 7 });
  expect(locate("urn:pulumi:s::p::golive:a:A::a")).toMatchObject({ file: "components/a/a.ts", line: 1 });
});

test.each([
  ["redis://:pass@word@host", "redis://:[secret]@word@host"], ["https://user:pw@host/x and more", "https://user:[secret]@host/x and more"], ["https://host:8080/a@b", "https://host:8080/a@b"],
  ["key AKIAABCDEFGHIJKLMNOP.", "key [secret]."], ["-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nrest", "[secret]\nrest"],
  ["Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.abc", "Bearer [secret]"], ["token-of-the-run", "[secret]"], ["multiAz is off", "multiAz is off"],
])("masks %j", (text, expected) => {
  expect(textMasker(secretsOf({ GITHUB_TOKEN: "token-of-the-run", HOME: "multiAz is off", PWD: "multiAz is off", DB_PASSWORD: "off" }))(text)).toBe(expected);
});
