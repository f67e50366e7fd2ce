/**
 * Alerting as data: who is on call, how an alert climbs, which severity goes where, and from which value on something is
 * wrong (checklist PRC-055 to PRC-058, OPT-69 to OPT-72, OPT-80, OPT-P1 to OPT-P6).
 */
import { z } from "zod";
import type { Contradiction } from "../contradiction.ts";
import { DAYS, MINUTES_A_DAY, MINUTES_A_WEEK, minutesOf, momentOf } from "./calendar.ts";
import type { Day } from "./calendar.ts";
import { emailAddress, shortName } from "../values.ts";

/** How bad it is: somebody gets up for it, somebody looks at it today, somebody may want to know. */
export const SEVERITIES = ["critical", "warning", "info"] as const;
/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** Where alerts can be sent. */
export const CHANNELS = ["pagerduty", "slack", "teams", "email"] as const;
/** One of {@link CHANNELS}. */
export type Channel = (typeof CHANNELS)[number];

const clock = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: "a time of day such as 09:00, or 24:00 for midnight at the end of the day" });
const timeZone = z.string().refine((name) => isTimeZone(name), { error: "an IANA time zone such as Europe/Berlin" });
const localMoment = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/, { error: "a local date and time such as 2026-12-24T09:00" });
const date = z.string().refine((text) => isDate(text), { error: "a date such as 2026-01-05" });
const different = <T extends readonly string[]>(list: T): boolean => new Set(list).size === list.length;
const channels = z.array(z.enum(CHANNELS)).refine(different, { error: "channels that are all different" });
const percent = (value: number, what: string) => z.number().min(1).max(100).default(value).describe(`${what}, per cent.`);

const shift = z.strictObject({
  days: z.array(z.enum(DAYS)).min(1).refine(different, { error: "days that are all different" }).default([...DAYS]).describe("Days on which the shift is."),
  from: clock.default("00:00").describe("When it begins on each of the days."),
  until: clock.default("24:00").describe("When it ends on the same day. A shift over midnight is two."),
  rotation: z.array(shortName).min(2, { error: "at least two people: one alone is never off call" }).refine(different, { error: "people that are all different" })
    .describe("Who takes turns, a week each, in order. The next in turn is the secondary."),
});

const onCall = z.strictObject({
  timeZone: timeZone.default("Europe/Berlin").describe("Time zone of handover and shifts."),
  handover: z.strictObject({
    day: z.enum(DAYS).default("mon").describe("Day of the handover."),
    time: clock.default("09:00").describe("Hour of the handover."),
  }).prefault({}).describe("When the week changes hands."),
  start: date.default("2026-01-05").describe("The first handover: from here the weeks are counted. A day of the handover's name."),
  shifts: z.array(shift).min(1).describe("Shifts that together cover the week, each with a rotation of its own."),
  overrides: z.array(z.strictObject({
    from: localMoment.describe("Begin, in the schedule's time zone."),
    until: localMoment.describe("End."),
    person: shortName.describe("Who takes the call."),
    covers: shortName.describe("Whose call it is."),
  })).default([]).describe("Who stands in for whom, and when: holidays, illness."),
});

const step = z.strictObject({
  afterMinutes: z.int().min(0).max(1_440).describe("Minutes after the alert, while nobody has taken it."),
  notify: z.union([z.enum(["primary", "secondary", "everyone"]), z.enum(CHANNELS), shortName])
    .describe("`primary` or `secondary` of the rotation, `everyone` in it, a person, or a channel."),
});

const thresholds = z.strictObject({
  apiResponseMs: z.number().positive().default(200).describe("OPT-P1: response time of 95 % of the API's requests, ms."),
  pageLoadMs: z.number().positive().default(3_000).describe("OPT-P2: initial page load, ms."),
  databaseQueryMs: z.number().positive().default(100).describe("OPT-P3: answer of the database to a query, ms."),
  loginMs: z.number().positive().default(500).describe("OPT-P4: login, ms."),
  emailSeconds: z.number().positive().default(30).describe("OPT-P5: e-mail delivery, s."),
  smsSeconds: z.number().positive().default(10).describe("OPT-P6: SMS delivery, s."),
  errorRatePercent: z.number().positive().max(100).default(1).describe("Share of requests that end in an error of ours, per cent."),
  cpuPercent: percent(80, "Processor"),
  memoryPercent: percent(80, "Memory"),
  connectionsPercent: percent(80, "Connections of those there can be"),
  storageFreePercent: percent(15, "Free storage"),
  iopsPercent: percent(80, "I/O operations of those provisioned"),
  diskQueueDepth: z.number().positive().default(20).describe("Requests that wait for the disk."),
  burstBalancePercent: percent(20, "What is left of the burst of disk throughput"),
  replicaLagSeconds: z.number().positive().default(30).describe("How far a replica is behind, s."),
  swapMiB: z.number().positive().default(256).describe("Swap in use, MiB."),
  cacheEvictions: z.int().min(0).default(100).describe("Keys evicted in five minutes: memory is short."),
  restarts: z.int().min(0).default(3).describe("Restarts of a workload's containers in fifteen minutes."),
  blockedRequests: z.int().positive().default(5_000).describe("Requests the firewall blocks in five minutes: an attack."),
  certificateDays: z.int().min(1).max(390).default(30).describe("Days before a certificate ends."),
}).prefault({}).describe("From which value on something is wrong.");

/** What escalation steps call something else by. */
const RESERVED: readonly string[] = ["primary", "secondary", "everyone", ...CHANNELS];

/** The section `alerting`. Has no default: nobody can be on call by default. */
export const alerting = z.strictObject({
  email: z.array(emailAddress).min(1).max(10).refine(different, { error: "addresses that are all different" }).describe("Mailboxes that get alerts routed to `email`, and word of every alert that could not be delivered."),
  people: z.record(shortName.refine((name) => !RESERVED.includes(name), { error: "a short name that is no role and no channel" }), z.strictObject({ email: emailAddress.describe("Where the person is reached.") })).describe("Who can be on call, by a short name."),
  onCall: onCall.describe("The rotation."),
  routes: z.strictObject({
    critical: channels.default(["pagerduty", "slack", "teams", "email"]).describe("Somebody gets up for it."),
    warning: channels.default(["slack", "teams", "email"]).describe("Somebody looks at it today."),
    info: channels.default(["slack"]).describe("Somebody may want to know."),
  }).prefault({}).describe("Which severity goes to which channels."),
  escalation: z.array(step).min(1).default([{ afterMinutes: 0, notify: "primary" }, { afterMinutes: 15, notify: "secondary" }, { afterMinutes: 30, notify: "everyone" }])
    .describe("How a critical alert climbs while nobody takes it. The last step is a person."),
  pagerdutyRegion: z.enum(["us", "eu"]).default("us").describe("Service region of the PagerDuty account."),
  thresholds,
});

/** The section with every default filled in. */
export type Alerting = z.output<typeof alerting>;
/** The values from which on something is wrong. */
export type Thresholds = Alerting["thresholds"];

/**
 * Values of the section that do not go together, with key paths below the section.
 *
 * @param environment critical alerts have to wake somebody everywhere but in `dev` and `staging`
 */
export function alertingContradictions(section: Alerting, { environment }: { readonly environment: string }): Contradiction[] {
  return [...people(section), ...schedule(section), ...routing(section, environment), ...escalation(section)];
}

function people({ people: known, onCall: { shifts, overrides } }: Alerting): Contradiction[] {
  const named = Object.keys(known);
  const accepted = `somebody of ${named.join(", ") || "people, which is empty"}`;
  const stranger = (path: (string | number)[], person: string): Contradiction[] => (named.includes(person) ? [] : [{ path, value: person, accepted }]);
  return [
    ...shifts.flatMap(({ rotation }, at) => rotation.flatMap((person, index) => stranger(["onCall", "shifts", at, "rotation", index], person))),
    ...overrides.flatMap(({ person, covers, from, until }, at) => [
      ...stranger(["onCall", "overrides", at, "person"], person),
      ...stranger(["onCall", "overrides", at, "covers"], covers),
      ...(until > from ? [] : [{ path: ["onCall", "overrides", at, "until"], value: until, accepted: `a moment after from, which is ${from}` }]),
      ...(person !== covers ? [] : [{ path: ["onCall", "overrides", at, "person"], value: person, accepted: "somebody other than the one who is covered" }]),
    ]),
  ];
}

function schedule({ onCall: { shifts, start, handover } }: Alerting): Contradiction[] {
  const found: Contradiction[] = [];
  const weekday = DAYS[(new Date(`${start}T00:00:00Z`).getUTCDay() + 6) % 7];
  if (weekday !== handover.day) found.push({ path: ["onCall", "start"], value: start, accepted: `a ${handover.day}, the day of the handover` });
  if (handover.time === "24:00") found.push({ path: ["onCall", "handover", "time"], value: handover.time, accepted: "00:00 of the next day instead" });
  const covered = new Uint8Array(MINUTES_A_WEEK);
  shifts.forEach(({ days, from, until }, at) => {
    if (minutesOf(until) <= minutesOf(from)) found.push({ path: ["onCall", "shifts", at, "until"], value: until, accepted: `a time after from, which is ${from}; a shift over midnight is two` });
    const twice = days.find((day) => covered.slice(minute(day, from), minute(day, until)).some((count) => count > 0));
    if (twice !== undefined) found.push({ path: ["onCall", "shifts", at], value: `${twice} ${from}-${until}`, accepted: "a time in which no earlier shift is" });
    for (const day of days) covered.fill(1, minute(day, from), minute(day, until));
  });
  const gap = covered.indexOf(0);
  if (gap !== -1) {
    const end = covered.indexOf(1, gap);
    found.push({ path: ["onCall", "shifts"], value: `nobody from ${spoken(gap)} to ${spoken(end === -1 ? MINUTES_A_WEEK : end)}`, accepted: "shifts that cover the whole week" });
  }
  return found;
}

function minute(day: Day, time: string): number {
  return DAYS.indexOf(day) * MINUTES_A_DAY + minutesOf(time);
}

/** `mon 09:00`. */
function spoken(minuteOfWeek: number): string {
  return momentOf(minuteOfWeek).replace(":", " ");
}

function routing({ routes }: Alerting, environment: string): Contradiction[] {
  const wakes = environment !== "production" && environment !== "local" ? true : routes.critical.includes("pagerduty");
  return [
    ...SEVERITIES.flatMap((severity) => (routes[severity].length > 0 ? [] : [{ path: ["routes", severity], value: [], accepted: `at least one of ${CHANNELS.join(", ")}` }])),
    ...(wakes || routes.critical.length === 0 ? [] : [{ path: ["routes", "critical"], value: routes.critical, accepted: "channels with pagerduty among them: nothing else wakes somebody" }]),
  ];
}

function escalation({ escalation: steps, people: known }: Alerting): Contradiction[] {
  const found: Contradiction[] = [];
  const roles = ["primary", "secondary", "everyone"];
  const somebody = [...roles, ...Object.keys(known)];
  steps.forEach(({ afterMinutes, notify }, at) => {
    const before = steps[at - 1];
    if (before === undefined && afterMinutes !== 0) found.push({ path: ["escalation", 0, "afterMinutes"], value: afterMinutes, accepted: "0: the first step is at once" });
    if (before !== undefined && afterMinutes <= before.afterMinutes) found.push({ path: ["escalation", at, "afterMinutes"], value: afterMinutes, accepted: `more than ${before.afterMinutes}, the minutes of the step before` });
    if (![...somebody, ...CHANNELS].includes(notify)) found.push({ path: ["escalation", at, "notify"], value: notify, accepted: `one of ${[...somebody, ...CHANNELS].join(", ")}` });
  });
  const last = steps.at(-1);
  if (last !== undefined && (CHANNELS as readonly string[]).includes(last.notify)) {
    found.push({ path: ["escalation", steps.length - 1, "notify"], value: last.notify, accepted: `somebody: one of ${somebody.join(", ")}. A channel takes nothing over` });
  }
  return found;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name.includes("/") || name === "UTC";
  } catch {
    return false; // RangeError: no such zone
  }
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}
