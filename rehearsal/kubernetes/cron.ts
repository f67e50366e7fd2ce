/** Cron schedules, as the CronJob controller reads them: five fields, or a descriptor. Source: robfig/cron v3, ParseStandard. */

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly names: Readonly<Record<string, number>>;
}

const numbered = (names: string, first: number): Record<string, number> => Object.fromEntries(names.split(" ").map((name, index) => [name, index + first]));

const FIELDS: readonly Bounds[] = [
  { low: 0, high: 59, names: {} },
  { low: 0, high: 23, names: {} },
  { low: 1, high: 31, names: {} },
  { low: 1, high: 12, names: numbered("jan feb mar apr may jun jul aug sep oct nov dec", 1) },
  { low: 0, high: 6, names: numbered("sun mon tue wed thu fri sat", 0) },
];

const DESCRIPTORS: ReadonlySet<string> = new Set(["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]);

const DURATION = /^[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*$/;

/** Why the schedule cannot be read; undefined where it can. */
export function scheduleProblem(schedule: string): string | undefined {
  let text = schedule;
  if (/^(TZ|CRON_TZ)=/.test(text)) {
    const space = text.indexOf(" ");
    if (space < 0) return "missing time zone";
    text = text.slice(space).trim();
  }
  if (text === "") return "empty spec string";
  if (text.startsWith("@")) return descriptorProblem(text);
  const fields = text.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return `expected exactly ${FIELDS.length} fields, found ${fields.length}: [${fields.join(" ")}]`;
  for (const [index, field] of fields.entries()) {
    const bounds = FIELDS[index];
    const problem = bounds === undefined ? undefined : fieldProblem(field, bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function descriptorProblem(text: string): string | undefined {
  if (DESCRIPTORS.has(text)) return undefined;
  if (text.startsWith("@every ")) {
    const duration = text.slice("@every ".length);
    return duration === "0" || DURATION.test(duration) ? undefined : `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(duration)}`;
  }
  return `unrecognized descriptor: ${text}`;
}

function fieldProblem(field: string, bounds: Bounds): string | undefined {
  for (const range of field.split(",").filter((part) => part !== "")) {
    const problem = rangeProblem(range, bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function valueOf(text: string, bounds: Bounds): number | string {
  const named = bounds.names[text.toLowerCase()];
  if (named !== undefined) return named;
  if (!/^[+-]?\d+$/.test(text)) return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
  const number = Number(text);
  return number < 0 ? `negative number (${number}) not allowed: ${text}` : number;
}

function rangeProblem(range: string, bounds: Bounds): string | undefined {
  const [span = "", step, ...more] = range.split("/");
  const [from = "", to, ...further] = span.split("-");
  let start = bounds.low;
  let end = bounds.high;
  if (from !== "*" && from !== "?") {
    const first = valueOf(from, bounds);
    if (typeof first === "string") return first;
    start = first;
    if (further.length > 0) return `too many hyphens: ${range}`;
    const last = to === undefined ? first : valueOf(to, bounds);
    if (typeof last === "string") return last;
    end = last;
  }
  if (more.length > 0) return `too many slashes: ${range}`;
  if (step !== undefined) {
    const every = valueOf(step, { low: 0, high: 0, names: {} });
    if (typeof every === "string") return every;
    if (to === undefined && from !== "*" && from !== "?") end = bounds.high;
    if (every === 0) return `step of range should be a positive number: ${range}`;
  }
  if (start < bounds.low) return `beginning of range (${start}) below minimum (${bounds.low}): ${range}`;
  if (end > bounds.high) return `end of range (${end}) above maximum (${bounds.high}): ${range}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${range}`;
  return undefined;
}

/** Whether the name is in the time-zone database. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z0-9._+-]+(\/[A-Za-z0-9._+-]+)*$/.test(name) || name.split("/").some((part) => part === "." || part === ".." || part.startsWith("-"))) return false;
  if (/^[+-]/.test(name)) return false; // an offset is no name
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
