/** A week in minutes: windows as AWS writes them, whether they meet, and where there is room. Pure; all in UTC. */

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
/** A day of the week. */
export type Day = (typeof DAYS)[number];

export const MINUTES_A_DAY = 24 * 60;
export const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
/** Windows are proposed at quarters of an hour. */
const STEP = 15;

/** Minutes since Monday 00:00; the end lies behind the start, and beyond the week where the span runs over Sunday's end. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Minutes since midnight: of `01:30`, 90. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The span of `sun:03:00-sun:04:00`. An end that is not later than its start lies in the next week. */
export function weeklySpan(window: string): Span {
  const at = (text: string): number => DAYS.indexOf(text.slice(0, 3).toLowerCase() as Day) * MINUTES_A_DAY + minutesOf(text.slice(4));
  const [from = "", to = ""] = window.split("-");
  const [start, end] = [at(from), at(to)];
  return { start, end: end > start ? end : end + MINUTES_A_WEEK };
}

/** The spans of `01:00-02:00` on some days. An end that is not later than its start lies on the next day. */
export function dailySpans(window: string, days: readonly Day[] = DAYS): Span[] {
  const [from = "", to = ""] = window.split("-");
  const length = (minutesOf(to) - minutesOf(from) + MINUTES_A_DAY) % MINUTES_A_DAY || MINUTES_A_DAY;
  return days.map((day) => {
    const start = DAYS.indexOf(day) * MINUTES_A_DAY + minutesOf(from);
    return { start, end: start + length };
  });
}

/** Whether two spans share a minute of some week. */
export function meet(one: Span, other: Span): boolean {
  return [-MINUTES_A_WEEK, 0, MINUTES_A_WEEK].some((shift) => one.start < other.end + shift && other.start + shift < one.end);
}

/** `sun:03:00`. */
export function momentOf(minutes: number): string {
  const within = ((minutes % MINUTES_A_WEEK) + MINUTES_A_WEEK) % MINUTES_A_WEEK;
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${DAYS[Math.floor(within / MINUTES_A_DAY)] ?? "mon"}:${pad(Math.floor((within % MINUTES_A_DAY) / 60))}:${pad(within % 60)}`;
}

/** `sun:03:00-sun:04:00`. */
export function weeklyWindowOf({ start, end }: Span): string {
  return `${momentOf(start)}-${momentOf(end)}`;
}

/** The daily window that begins at a time: of `05:00` and 60, `05:00-06:00`. */
export function windowFrom(time: string, minutes: number): string {
  return `${time}-${momentOf(minutesOf(time) + minutes).slice(4)}`;
}

/** The next span of the same length, at or after the given one's start, that meets none of the others; undefined where a week has none. */
export function nextFree({ start, end }: Span, others: readonly Span[]): Span | undefined {
  const first = Math.ceil(start / STEP) * STEP;
  for (let at = first; at < first + MINUTES_A_WEEK; at += STEP) {
    const candidate = { start: at % MINUTES_A_WEEK, end: (at % MINUTES_A_WEEK) + end - start };
    if (!others.some((other) => meet(candidate, other))) return candidate;
  }
  return undefined;
}
