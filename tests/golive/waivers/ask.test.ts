/** `golive waive` on a terminal: streams stand for it. */
import { PassThrough } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import type { Waiver } from "../../../checklist/waiver.ts";
import { askWaiver } from "../../../golive/waivers/ask.ts";
import type { Asked } from "../../../golive/waivers/ask.ts";
import { rules } from "../../../policies/catalogue.ts";
import { TODAY, urn, violation } from "../report/sample.ts";

const VIOLATIONS = [violation("database-multi-az", "writer"), violation("database-multi-az", "reader"), violation("database-encrypted", "writer")];
const RESOURCES = [urn("writer"), urn("reader"), "urn:pulumi:production::optibid::aws:ec2/vpc:Vpc::vpc"];

/** Answers each question in turn; without an answer left, the person goes away. */
async function talk(answers: readonly string[], given: Partial<Waiver> = {}, terminal = false): Promise<{ asked: Asked; questions: string[]; shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  if (terminal) Object.assign(output, { isTTY: true, columns: 200 });
  const questions: string[] = [];
  const left = [...answers];
  let shown = "";
  let line = "";
  output.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    line = `${line}${chunk.toString()}`.split("\n").at(-1) ?? "";
    const question = /^([A-Z].*?)(?: \(.*\))?[:?]? (?:\(y\/N\) )?$/.exec(line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, ""))?.[1];
    if (question === undefined) return;
    questions.push(question.split(",")[0]!);
    line = "";
    const next = left.shift();
    setImmediate(() => (next === undefined ? input.end() : input.write(`${next}\n`)));
  });
  const asked = await askWaiver({ input, output, given, rules, resources: RESOURCES, violations: VIOLATIONS, today: TODAY });
  return { asked, questions, shown };
}

const WHOLE: Waiver = { rule: "database-multi-az", resource: "*aws:rds/instance:Instance::reader", reason: "moved next week", owner: "anna", approver: "ben", ticket: "OPS-1", created: "2026-03-10", expires: "2026-04-01" };

describe("golive waive asks", () => {
  test("for everything, offers what is broken, shows the entry and writes on yes", async () => {
    const { asked, questions, shown } = await talk(["1", "2", "moved next week", "anna", "ben", "OPS-1", "2026-04-01", "y"]);
    expect(asked).toEqual(WHOLE);
    expect(questions).toEqual(["Rule", "Resources", "Why it may stand for now", "Owner", "Approver", "Ticket", "Last day", "Write it"]);
    expect(shown).toContain("1 database-multi-az breaks on 2 resources");
    expect(shown).toContain("2 database-encrypted breaks on 1 resource");
    expect(shown).toContain("2 aws:rds/instance:Instance::reader");
    for (const [key, value] of Object.entries(WHOLE)) expect(shown).toContain(`  ${key}: ${value}\n`);
    expect(shown).toContain("covers 1 resource\n");
  });

  test.each([["database-multi-az", "2026-06-08"], ["database-encrypted", "2026-04-09"]])("and takes the longest life that %s may have, and the one resource that breaks it, for an empty answer", async (rule, expires) => {
    const { asked } = await talk([rule, rule === "database-encrypted" ? "" : "*::writer", "r", "anna", "ben", "T", "", "yes"]);
    expect(asked).toMatchObject({ rule, resource: rule === "database-encrypted" ? "*aws:rds/instance:Instance::writer" : "*::writer", expires });
  });

  test("only for what was not given", async () => {
    const { asked, questions, shown } = await talk(["OPS-1", "y"], { ...WHOLE, ticket: undefined } as unknown as Partial<Waiver>);
    expect([asked, questions]).toEqual([WHOLE, ["Ticket", "Write it"]]);
    expect(shown).not.toContain("breaks on");
  });

  test.each<[string, Partial<Waiver>, string, string]>([
    ["a rule that is misspelt", { rule: "database-multi-zz" }, "Rule", "did you mean database-multi-az?"],
    ["a pattern that matches nothing", { resource: "*::writr" }, "Resources", "matches no resource of the stack"],
    ["a pattern that matches everything", { resource: "*" }, "Resources", "matches everything"],
    ["no reason", { reason: "" }, "Why it may stand for now", "reason is missing"],
    ["the owner as approver", { approver: "Anna" }, "Approver", "is the owner; accepted: somebody else"],
    ["a day that is none", { expires: "2026-02-30" }, "Last day", "accepted: a day as YYYY-MM-DD"],
    ["too long a life", { expires: "2026-07-01" }, "Last day", "accepted: at most 90"],
    ["a day that is over", { expires: "2026-03-09" }, "Last day", "before it was created"],
  ])("again after %s, given or answered", async (_, change, question, mistake) => {
    const [key, value] = Object.entries(change)[0] as [keyof Waiver, string];
    const good = WHOLE[key];
    const flags = await talk([good, "y"], { ...WHOLE, ...change });
    expect([flags.asked, flags.questions]).toEqual([WHOLE, [question, "Write it"]]);
    expect(flags.shown).toContain(mistake);
    if (value === "") return; // an empty answer to a question is what a missing flag is
    const { [key]: _left, ...rest } = WHOLE;
    const answered = await talk([value, good, "y"], rest);
    expect([answered.asked, answered.questions]).toEqual([WHOLE, [question, question, "Write it"]]);
    expect(answered.shown).toContain(mistake);
  });

  test.each(["", "n", "no", "yep", "Y es"])("and writes nothing on %j", async (answer) => {
    expect((await talk([answer], WHOLE)).asked).toBe("declined");
  });

  test("and nothing when the person goes away", async () => {
    expect((await talk([])).asked).toBe("interrupted");
    expect((await talk(["1", "2"])).asked).toBe("interrupted");
    expect((await talk([], WHOLE)).asked).toBe("interrupted");
  });

  test("and nothing on Ctrl-C", async () => {
    expect((await talk(["1", "\u0003"], {}, true)).asked).toBe("interrupted");
  });

  test("without letting what it shows move the cursor", async () => {
    const { shown } = await talk(["y"], { ...WHOLE, reason: "\u001b[2Jgone" });
    expect(shown).toContain("reason: \ufffd[2Jgone");
  });
});
