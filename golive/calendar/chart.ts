/** The calendar of a stack as a picture: a week in text, or as SVG. Pure. */
import { DAYS, MINUTES_A_DAY, MINUTES_A_WEEK, meet, weeklyWindowOf } from "../../config/sections/calendar.ts";
import type { Span } from "../../config/sections/calendar.ts";
import type { CalendarEntry } from "../../config/sections/maintenance.ts";

/** Minutes that one character stands for. */
const CELL = 30;
const CELLS_A_DAY = MINUTES_A_DAY / CELL;

/** Sign of an entry in the chart: the system's initial for maintenance, one for all backups, one for business hours. */
function sign({ kind, system }: CalendarEntry): string {
  if (kind === "business") return "-";
  if (kind === "backup") return "b";
  return { database: "D", cache: "C", cluster: "K" }[system] ?? "M";
}

/** What a cell shows: maintenance before backups before business hours, and `!` where two maintenances, or one and anything else, meet. */
function cellAt(entries: readonly CalendarEntry[], span: Span): string {
  const here = entries.filter(({ spans }) => spans.some((each) => meet(each, span)));
  const maintained = here.filter(({ kind }) => kind === "maintenance");
  const [first] = maintained.length > 0 ? maintained : here.filter(({ kind }) => kind === "backup").concat(here);
  if (first === undefined) return ".";
  return maintained.length > 0 && here.length > 1 ? "!" : sign(first);
}

/** A week, a line a day, half an hour a character, with what each sign means. */
export function chartText(entries: readonly CalendarEntry[]): string {
  const hours = Array.from({ length: 12 }, (_, index) => String(index * 2).padEnd(4)).join("");
  const rows = DAYS.map((day, index) => {
    const cells = Array.from({ length: CELLS_A_DAY }, (_, cell) => {
      const start = index * MINUTES_A_DAY + cell * CELL;
      return cellAt(entries, { start, end: start + CELL });
    });
    return `  ${day}  ${cells.join("")}`;
  });
  const width = Math.max(...entries.map(({ path }) => path.join(".").length));
  const legend = entries.map((entry) => `  ${sign(entry)}  ${entry.path.join(".").padEnd(width)}  ${entry.window}`);
  return [`       ${hours.trimEnd()}`, ...rows, "", ...legend].join("\n");
}

/** What `--json` says of a line of the calendar. */
export function entryJson({ system, kind, path, window, spans }: CalendarEntry): object {
  return { system, kind, path: path.join("."), window, spans: spans.map(weeklyWindowOf) };
}

const COLOURS = { maintenance: "#c2410c", backup: "#1d4ed8", business: "#d4d4d8" } as const;
const [LEFT, TOP, HOUR, ROW] = [52, 28, 36, 34];

/** The same week as SVG. */
export function chartSvg(stack: string, entries: readonly CalendarEntry[]): string {
  const width = LEFT + 24 * HOUR + 12;
  const height = TOP + 7 * ROW + 24 + entries.length * 18;
  const order = ["business", "backup", "maintenance"] as const;
  const boxes = order.flatMap((kind) => entries.filter((entry) => entry.kind === kind)).flatMap((entry) => entry.spans.flatMap((span) => pieces(span)).map((piece) => box(entry, piece)));
  const hours = Array.from({ length: 25 }, (_, hour) => `<line x1="${LEFT + hour * HOUR}" y1="${TOP}" x2="${LEFT + hour * HOUR}" y2="${TOP + 7 * ROW}" stroke="#e4e4e7"/><text x="${LEFT + hour * HOUR}" y="${TOP - 8}" text-anchor="middle">${hour}</text>`);
  const days = DAYS.map((day, index) => `<text x="${LEFT - 10}" y="${TOP + index * ROW + 21}" text-anchor="end">${day}</text>`);
  const legend = entries.map(({ kind, path, window }, index) => {
    const y = TOP + 7 * ROW + 24 + index * 18;
    return `<rect x="${LEFT}" y="${y - 9}" width="10" height="10" fill="${COLOURS[kind]}"/><text x="${LEFT + 16}" y="${y}">${escaped(`${path.join(".")}: ${window}`)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(`Week of ${stack}, UTC`)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...hours, ...days, ...boxes, ...legend,
    "</svg>",
    "",
  ].join("\n");
}

/** A span cut at midnights: day of the week, and minutes within it. */
function pieces({ start, end }: Span): { day: number; from: number; to: number }[] {
  const found: { day: number; from: number; to: number }[] = [];
  for (let at = start; at < end; ) {
    const midnight = (Math.floor(at / MINUTES_A_DAY) + 1) * MINUTES_A_DAY;
    const stop = Math.min(end, midnight);
    const day = Math.floor((at % MINUTES_A_WEEK) / MINUTES_A_DAY);
    found.push({ day, from: at % MINUTES_A_DAY, to: (at % MINUTES_A_DAY) + stop - at });
    at = stop;
  }
  return found;
}

function box({ kind, system, path }: CalendarEntry, { day, from, to }: { day: number; from: number; to: number }): string {
  const [x, width] = [LEFT + (from / 60) * HOUR, ((to - from) / 60) * HOUR];
  const y = TOP + day * ROW;
  const label = kind === "maintenance" ? `<text x="${x + width / 2}" y="${y + 21}" text-anchor="middle" font-size="9" fill="#ffffff">${escaped(system)}</text>` : "";
  return `<rect x="${x}" y="${y + 4}" width="${width}" height="${ROW - 8}" rx="3" fill="${COLOURS[kind]}"><title>${escaped(path.join("."))}</title></rect>${label}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
