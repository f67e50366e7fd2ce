/** Adds a waiver to a file's text: checked first by the evaluator that will read it, comments left where they are. */
import { isMap, isSeq, parseDocument } from "yaml";
import { judgeEntries, matcher, WAIVER_KEYS } from "../../checklist/waiver.ts";
import type { WaivableRule, Waiver, WaiverError, WaiverKey } from "../../checklist/waiver.ts";
import { evaluateWaivers } from "../../checklist/waivers.ts";
import { nearest } from "../../config/problems.ts";

export interface AddInput {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Its text; undefined where there is none yet. */
  readonly text: string | undefined;
  /** What is to be added; what was not given is left out. */
  readonly waiver: Partial<Waiver>;
  readonly rules: readonly WaivableRule[];
  /** URNs of the stack's resources. */
  readonly resources: readonly string[];
  readonly today: Date;
}

/** The new text and how many resources the pattern matches, or everything that is wrong with the waiver. */
export type Added = { readonly text: string; readonly matches: number } | { readonly refused: readonly string[] };

const HEADER = "# Rules that this stack may break for a while: who let it, why, and until when. `golive waive` adds one.\n";

/** Adds one waiver, or says why not. */
export function addWaiver({ file, text, waiver, rules, resources, today }: AddInput): Added {
  const before = evaluateWaivers({ file, text, violations: [], rules, resources, today });
  const broken = before.errors.filter(({ entry }) => entry === 0);
  if (broken.length > 0) return { refused: broken.map(({ line, message }) => `${file}:${line} ${message}; mend it first`) };
  const next = appended(text ?? `${HEADER}waivers: []\n`, waiver);
  const { errors } = evaluateWaivers({ file, text: next.text, violations: [], rules, resources, today });
  const refused = errors.filter(({ entry }) => entry === next.entry).map((error) => told(error, waiver, rules));
  const matches = resourceMatches(waiver.resource ?? "", resources);
  const useless = refused.length === 0 && matches === 0 ? [matchesNothing(waiver.resource)] : [];
  return refused.length + useless.length > 0 ? { refused: [...refused, ...useless] } : { text: next.text, matches };
}

/** What is wrong with one key of a waiver that is not whole yet, one sentence each. */
export function mistakesIn(waiver: Partial<Waiver>, key: WaiverKey, { rules, resources, today }: Pick<AddInput, "rules" | "resources" | "today">): string[] {
  const { errors } = judgeEntries({ file: "", entries: [{ number: 1, line: 1, value: waiver }], rules, resources, today });
  const found = errors.filter((error) => error.key === key).map((error) => told(error, waiver, rules));
  if (key !== "resource" || found.length > 0 || resourceMatches(waiver.resource ?? "", resources) > 0) return found;
  return [matchesNothing(waiver.resource)];
}

/** How many resources a pattern matches. */
export function resourceMatches(pattern: string, resources: readonly string[]): number {
  return resources.filter(matcher(pattern)).length;
}

function matchesNothing(pattern: string | undefined): string {
  return `resource ${JSON.stringify(pattern)} matches no resource of the stack; it is a glob over whole URNs, such as "*::<name>"`;
}

function told({ kind, message }: WaiverError, waiver: Partial<Waiver>, rules: AddInput["rules"]): string {
  return `${message}${kind === "unknown-rule" ? meant(waiver.rule ?? "", rules) : ""}`;
}

function appended(text: string, waiver: Partial<Waiver>): { text: string; entry: number } {
  const document = parseDocument(text);
  if (!isMap(document.contents)) document.contents = document.createNode({ waivers: [] }) as unknown as typeof document.contents;
  if (!isSeq(document.get("waivers"))) document.set("waivers", document.createNode([]));
  const list = document.get("waivers");
  if (!isSeq(list)) throw new Error("waivers is no list after it was made one");
  list.flow = false;
  const keys = WAIVER_KEYS.filter((key) => waiver[key] !== undefined);
  list.add(document.createNode(Object.fromEntries(keys.map((key) => [key, waiver[key]]))));
  return { text: document.toString({ lineWidth: 0 }), entry: list.items.length };
}

function meant(rule: string, rules: AddInput["rules"]): string {
  const best = nearest(rule, rules.map(({ name }) => name));
  return best === undefined ? "" : `; did you mean ${best}?`;
}
