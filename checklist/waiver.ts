/**
 * What a waiver has to be, and what it covers. Knows no file format: `checklist/waivers.ts` reads them, the policy pack
 * is handed them.
 */
import picomatch from "picomatch";

/** Longest life of a waiver in days, the day it was created not counted; shorter for critical rules. */
export const MAX_DAYS = { critical: 30, other: 90 } as const;

/** Length of a pattern, and asterisks in it: with more, matching could take longer than anybody waits. */
const MAX_PATTERN = { characters: 1000, asterisks: 6 } as const;

/** The keys of an entry, all of them required, all of them text. */
export const WAIVER_KEYS = ["rule", "resource", "reason", "owner", "approver", "ticket", "created", "expires"] as const;

export type WaiverKey = (typeof WAIVER_KEYS)[number];

/** One entry as it is written. */
export type Waiver = Readonly<Record<WaiverKey, string>>;

/** What a waived violation carries. */
export interface Waived extends Waiver {
  /** Number of the entry in its file, from 1. */
  readonly entry: number;
  /** Days left; 0 on the last day. */
  readonly daysLeft: number;
}

/** A mistake in a file of waivers. */
export interface WaiverError {
  readonly file: string;
  /** Number of the entry, from 1; 0 where it is about the whole file. */
  readonly entry: number;
  /** Line in the file, from 1. */
  readonly line: number;
  readonly kind: "malformed" | "unknown-rule" | "self-approved" | "too-long" | "expired" | "too-broad" | "duplicate";
  /** The key that is wrong, where it is one. */
  readonly key?: string;
  /** What is wrong, and what is accepted. */
  readonly message: string;
}

/** What is known of a rule. */
export interface WaivableRule {
  readonly name: string;
  readonly severity: string;
}

/** An entry before anybody has looked at it. */
export interface Entry {
  /** From 1. */
  readonly number: number;
  /** Line in the file, from 1. */
  readonly line: number;
  readonly value: unknown;
}

export interface EntriesInput {
  /** Name of the file, for messages. */
  readonly file: string;
  readonly entries: readonly Entry[];
  readonly rules: readonly WaivableRule[];
  /** URNs of all resources there are, where they are known: what matches all of them is too broad. */
  readonly resources?: readonly string[];
  /** URNs of resources that may not be all there are. */
  readonly urns?: readonly string[];
  /** The moment of judgement; its day in UTC counts. A waiver holds to the end of the day on which it expires. */
  readonly today: Date;
}

/** An entry without a mistake. */
export interface Valid {
  readonly line: number;
  readonly waived: Waived;
  /** Whether the pattern fits a URN. */
  readonly matches: (urn: string) => boolean;
}

type Complaint = Pick<WaiverError, "kind" | "key" | "message">;

const DAY = 86_400_000;

/** The entries that count, those that end first before the others, and what is wrong with the rest. Never throws. */
export function judgeEntries(input: EntriesInput): { readonly valid: readonly Valid[]; readonly errors: readonly WaiverError[] } {
  const { file, today } = input;
  const found = input.entries.map((entry) => ({ entry, ...checkEntry(entry.value, input) }));
  const doubles = duplicates(found.flatMap(({ entry, waiver }) => (waiver === undefined ? [] : [{ entry, waiver }])));
  const errors = found.flatMap(({ entry, complaints: own }) => [...own, ...(doubles.get(entry.number) ?? [])].map((each) => ({ file, entry: entry.number, line: entry.line, ...each })));
  const wrong = new Set(errors.map(({ entry }) => entry));
  const valid = found.flatMap(({ entry, waiver }): Valid[] => {
    if (waiver === undefined || wrong.has(entry.number)) return [];
    return [{ line: entry.line, matches: matcher(waiver.resource), waived: { ...waiver, entry: entry.number, daysLeft: daysBetween(today, waiver.expires) } }];
  });
  return { valid: valid.toSorted((a, b) => a.waived.daysLeft - b.waived.daysLeft), errors };
}

/** The waiver that covers a violation; of several that fit, the one that ends first: nobody is told that there is more time than there is. */
export function waiverOf(valid: readonly Valid[], rule: string, urn: string): Waived | undefined {
  return valid.find(({ waived, matches }) => waived.rule === rule && matches(urn))?.waived;
}

/** The predicate of a resource pattern: a glob over the whole URN, in which an asterisk stands for anything, slashes too. */
export function matcher(pattern: string): (urn: string) => boolean {
  // Extended globs and negation are off: what they match is hard to see, and an exclamation mark would waive all the rest.
  const matches = picomatch(pattern, { bash: true, dot: true, nonegate: true, noextglob: true });
  return (urn) => matches(urn);
}

/** The last day that a waiver of this rule may hold when it is created on this day, as YYYY-MM-DD. */
export function latestDay(created: Date, rule: WaivableRule | undefined): string {
  return new Date(created.getTime() + mostDays(rule) * DAY).toISOString().slice(0, 10);
}

function mostDays(rule: WaivableRule | undefined): number {
  return rule?.severity === "critical" ? MAX_DAYS.critical : MAX_DAYS.other;
}

function checkEntry(value: unknown, { rules, resources = [], urns = [], today }: EntriesInput): { waiver?: Waiver; complaints: Complaint[] } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { complaints: [malformed(`must be a mapping with the keys ${WAIVER_KEYS.join(", ")}`)] };
  const given = new Map(Object.entries(value));
  const shape = [
    ...[...given.keys()].filter((key) => !WAIVER_KEYS.some((known) => known === key)).map((key) => malformed(`${key} is no known key; accepted: ${WAIVER_KEYS.join(", ")}`, key)),
    ...WAIVER_KEYS.flatMap((key) => missing(key, given)),
  ];
  const text = (key: WaiverKey): string => {
    const found: unknown = given.get(key);
    return typeof found === "string" ? found.trim() : "";
  };
  const waiver = Object.fromEntries(WAIVER_KEYS.map((key) => [key, text(key)])) as Record<WaiverKey, string>;
  const complaints = [
    ...shape,
    ...checkRule(waiver.rule, rules),
    ...checkPattern(waiver.resource, [...resources, ...urns], resources),
    ...checkPeople(waiver),
    ...checkDates(waiver, rules, today),
  ];
  return shape.length > 0 ? { complaints } : { waiver, complaints };
}

function malformed(message: string, key?: string): Complaint {
  return { kind: "malformed", ...(key === undefined ? {} : { key }), message };
}

function missing(key: WaiverKey, given: ReadonlyMap<string, unknown>): Complaint[] {
  const value = given.get(key);
  if (value === undefined || value === null || (typeof value === "string" && value.trim() === "")) return [malformed(`${key} is missing`, key)];
  return typeof value === "string" ? [] : [malformed(`${key} must be text; in quotes, where it looks like something else`, key)];
}

function checkRule(rule: string, rules: readonly WaivableRule[]): Complaint[] {
  if (rule === "" || rules.some(({ name }) => name === rule)) return [];
  return [{ kind: "unknown-rule", key: "rule", message: `there is no rule ${JSON.stringify(rule)}; docs/policies/README.md lists them` }];
}

/** A type and a name that no resource has: what matches them was not written for any resource. */
const NOBODY = "zq9:zq9/zq9:Zq9::zq9";

function checkPattern(pattern: string, known: readonly string[], resources: readonly string[]): Complaint[] {
  if (pattern === "") return [];
  if (pattern.length > MAX_PATTERN.characters || pattern.split("*").length - 1 > MAX_PATTERN.asterisks) {
    return [malformed(`resource is too long a pattern; accepted: up to ${MAX_PATTERN.characters} characters and ${MAX_PATTERN.asterisks} asterisks`, "resource")];
  }
  if (!picomatch.scan(pattern).isGlob) return [];
  const matches = matcher(pattern);
  // `urn:pulumi:<stack>::<project>`, of the resources that are known and as the pattern itself has it.
  const own = pattern.startsWith("urn:pulumi:") && pattern.split("::").length > 2 ? [pattern] : [];
  const roots = new Set([...known, ...own, "urn:pulumi:zq9::zq9"].map((urn) => urn.split("::").slice(0, 2).join("::").replaceAll("*", "zq9")));
  const everything = [...roots].some((root) => matches(`${root}::${NOBODY}`)) || matches(NOBODY) || matches("zq9");
  if (everything || (resources.length > 1 && resources.every(matches))) {
    return [{ kind: "too-broad", key: "resource", message: `resource ${JSON.stringify(pattern)} matches everything; accepted: a pattern that names the type or the name of what it is for` }];
  }
  return [];
}

function checkPeople({ owner, approver }: Waiver): Complaint[] {
  if (owner === "" || approver === "" || !samePerson(owner, approver)) return [];
  return [{ kind: "self-approved", key: "approver", message: `approver ${JSON.stringify(approver)} is the owner; accepted: somebody else` }];
}

/** `Anna <anna@optibid.com>`, `anna+oncall@optibid.com`, `@anna` and `ANNA` are one person. */
function samePerson(one: string, other: string): boolean {
  const [a, b] = [person(one), person(other)];
  if (a.domain !== "" && b.domain !== "" && a.domain !== b.domain) return false;
  return a.name === b.name;
}

function person(text: string): { name: string; domain: string } {
  const address = /<([^<>]+)>/.exec(text)?.[1] ?? text;
  const plain = address.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim().replace(/^@/, "");
  const at = plain.lastIndexOf("@");
  return at < 0 ? { name: plain, domain: "" } : { name: plain.slice(0, at).replace(/\+.*$/, ""), domain: plain.slice(at + 1) };
}

function checkDates({ rule, created, expires }: Waiver, rules: readonly WaivableRule[], today: Date): Complaint[] {
  const wrong = Object.entries({ created, expires }).filter(([, date]) => date !== "" && !isDate(date));
  if (wrong.length > 0) return wrong.map(([key, date]) => malformed(`${key} is ${JSON.stringify(date)}; accepted: a day as YYYY-MM-DD`, key));
  if (created === "" || expires === "") return [];
  const most = mostDays(rules.find(({ name }) => name === rule));
  const life = daysBetween(new Date(created), expires);
  const complaints: Complaint[] = [];
  if (daysBetween(today, created) > 0) complaints.push(malformed(`created is ${created}, which is yet to come`, "created"));
  if (life < 0) complaints.push(malformed(`expires is ${expires}, before it was created on ${created}`, "expires"));
  if (life > most) complaints.push({ kind: "too-long", key: "expires", message: `expires ${life} days after it was created; accepted: at most ${most}${most === MAX_DAYS.critical ? ", the rule being critical" : ""}` });
  if (daysBetween(today, expires) < 0) complaints.push({ kind: "expired", key: "expires", message: `expired on ${expires}` });
  return complaints;
}

/** Whether a text is a day that exists: `2026-02-30` is none. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function daysBetween(from: Date, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from.toISOString().slice(0, 10))) / DAY);
}

/** Entries for the same rule and pattern: none of them counts, for nobody can say which one was meant. */
function duplicates(entries: readonly { readonly entry: Entry; readonly waiver: Waiver }[]): Map<number, Complaint[]> {
  const groups = Map.groupBy(entries, ({ waiver }) => `${waiver.rule} ${waiver.resource.replace(/\*+/g, "*")}`);
  return new Map(
    [...groups.values()]
      .filter((group) => group.length > 1)
      .flatMap((group) => group.map(({ entry }) => [entry.number, [{ kind: "duplicate" as const, message: `waives the same as entry ${group.filter((other) => other.entry !== entry).map((other) => other.entry.number).join(", ")}; accepted: one of them` }]] as const)),
  );
}
