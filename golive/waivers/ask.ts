/** Asks on a terminal for what a waiver needs and was not given; each answer is checked by the evaluator that will read it. */
import { createInterface } from "node:readline";
import { latestDay, WAIVER_KEYS } from "../../checklist/waiver.ts";
import type { WaivableRule, Waiver, WaiverKey } from "../../checklist/waiver.ts";
import { bold, counted, cyan, dim, red } from "../format/text.ts";
import { printable } from "../report/words.ts";
import { mistakesIn, resourceMatches } from "./add.ts";
import type { Standing } from "./standing.ts";

export interface AskInput extends Standing {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** What the command line gave. */
  readonly given: Partial<Waiver>;
  readonly rules: readonly WaivableRule[];
  readonly today: Date;
}

/** The whole waiver; or that the person said no, or went away. */
export type Asked = Waiver | "declined" | "interrupted";

/** What is asked, in this order. */
const QUESTIONS: Readonly<Record<Exclude<WaiverKey, "created">, string>> = {
  rule: "Rule, by its name or number",
  resource: "Resources, as a number or a glob over URNs",
  reason: "Why it may stand for now",
  owner: "Owner, who will mend it",
  approver: "Approver, not the owner",
  ticket: "Ticket",
  expires: "Last day, as YYYY-MM-DD",
};

/** Asks for what is missing or wrong, shows the entry, and asks whether to write it. */
export async function askWaiver(asked: AskInput): Promise<Asked> {
  const { input, output, given, today } = asked;
  const terminal = createInterface({ input, output, terminal: "isTTY" in output && output.isTTY === true });
  let interrupted = false;
  terminal.on("SIGINT", () => {
    interrupted = true;
    terminal.close();
  });
  const lines = terminal[Symbol.asyncIterator]();
  const answer = async (question: string): Promise<string | undefined> => {
    terminal.setPrompt(question);
    terminal.prompt();
    const next = await lines.next();
    return next.done === true ? undefined : next.value.trim();
  };
  try {
    let waiver: Partial<Waiver> = { ...given, created: today.toISOString().slice(0, 10) };
    for (const key of WAIVER_KEYS) {
      if (key === "created") continue;
      const choices = choicesOf(key, waiver, asked);
      const usual = usualAnswer(key, waiver, choices, asked);
      if (given[key] === undefined) output.write(choices.map(({ shown }, index) => `  ${dim(String(index + 1))} ${shown}\n`).join(""));
      let value = given[key];
      for (;;) {
        if (value !== undefined) {
          const mistakes = mistakesIn({ ...waiver, [key]: value }, key, asked);
          if (mistakes.length === 0) break;
          output.write(mistakes.map((mistake) => `  ${red(printable(mistake))}\n`).join(""));
        }
        const said = await answer(`${bold(QUESTIONS[key])}${usual === undefined ? "" : dim(` (${usual})`)}: `);
        if (said === undefined) return "interrupted";
        value = said === "" ? (usual ?? "") : (choices[Number(said) - 1]?.value ?? said);
      }
      waiver = { ...waiver, [key]: value };
    }
    const whole = waiver as Waiver;
    const matched = resourceMatches(whole.resource, asked.resources);
    output.write(`\n${WAIVER_KEYS.map((key) => `  ${key}: ${printable(whole[key])}`).join("\n")}\n  ${dim(`covers ${counted(matched, "resource")}`)}\n`);
    const sure = await answer(`${bold("Write it?")} ${dim("(y/N)")} `);
    if (sure === undefined) return "interrupted";
    return /^(y|yes)$/i.test(sure) ? whole : "declined";
  } finally {
    terminal.close();
    if (interrupted) output.write("\n");
  }
}

interface Choice {
  readonly value: string;
  readonly shown: string;
}

/** What stands in the stack, to choose from. */
function choicesOf(key: WaiverKey, { rule }: Partial<Waiver>, { violations }: AskInput): Choice[] {
  if (key === "rule") return [...Map.groupBy(violations, (each) => each.rule)].map(([name, group]) => ({ value: name, shown: `${cyan(name)} ${dim(`breaks on ${counted(group.length, "resource")}`)}` }));
  if (key !== "resource") return [];
  const urns = new Set(violations.filter((each) => each.rule === rule).map(({ urn }) => urn));
  // A type and a name tell a resource apart in its stack, and the pattern stays the same when it moves to another parent.
  return [...urns].map((urn) => urn.split("::").slice(2).join("::").split("$").at(-1) ?? "").map((shown) => ({ shown, value: `*${shown}` }));
}

function usualAnswer(key: WaiverKey, { rule }: Partial<Waiver>, choices: readonly Choice[], { rules, today }: AskInput): string | undefined {
  if (key === "expires") return latestDay(today, rules.find(({ name }) => name === rule));
  return choices.length === 1 ? choices[0]?.value : undefined;
}
