/** The curve of a preview over sizes of the platform: as text, as a picture, and as one number. */
import { cpus } from "node:os";
import { columns, duration } from "../../golive/format/text.ts";

/** One size. */
export interface Point {
  readonly size: number;
  readonly resources: number;
  /** Milliseconds of a preview under the policy pack. */
  readonly preview: number;
  /** Milliseconds of a preview without it. */
  readonly bare: number;
}

/**
 * The exponent with which time grows over the sizes: 1 is linear, 2 quadratic. Least squares on the logarithms, after
 * what a preview takes before its first resource is taken off: where the straight line through all points begins. Growth
 * that is worse than linear has that line begin below nothing, and nothing is taken off.
 */
export function exponent(points: readonly { readonly resources: number; readonly time: number }[]): number {
  const [first] = points;
  if (first === undefined || points.length < 2) return Number.NaN;
  const straight = line(points.map(({ resources, time }) => [resources, time] as const));
  const start = Math.max(0, Math.min(first.time * 0.9, straight.start));
  return line(points.map(({ resources, time }) => [Math.log(resources), Math.log(Math.max(1, time - start))] as const)).slope;
}

/** The straight line with the least squares. */
function line(points: readonly (readonly [number, number])[]): { readonly start: number; readonly slope: number } {
  const mean = (at: 0 | 1): number => points.reduce((sum, each) => sum + each[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const slope = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return { start: y - slope * x, slope };
}

/** The curve as lines of text: a bar a size, and the time a resource against that of the smallest. */
export function chart(points: readonly Point[]): string {
  const longest = Math.max(...points.map(({ preview }) => preview));
  const [smallest] = points;
  const each = ({ preview, resources }: Point): number => preview / resources;
  return columns(
    points.map((point) => [
      `× ${point.size}`,
      `${point.resources} resources`,
      duration(point.preview),
      `${each(point).toFixed(1)} ms a resource`,
      `(${(each(point) / each(smallest ?? point)).toFixed(2)})`,
      `× ${(point.preview / point.bare).toFixed(2)} for the pack`,
      "█".repeat(Math.max(1, Math.round((point.preview / longest) * 40))),
    ]),
  );
}

/** The curve as a picture, with the straight line through its first and last point to hold it against. */
export function picture(points: readonly Point[]): string {
  const [width, height, edge] = [640, 360, 50];
  const most = Math.max(...points.map(({ resources }) => resources));
  const longest = Math.max(...points.map(({ preview }) => preview));
  const x = (resources: number): number => Math.round(edge + (resources / most) * (width - 2 * edge));
  const y = (time: number): number => Math.round(height - edge - (time / longest) * (height - 2 * edge));
  const marks = points.map(({ resources, preview }) => `<circle cx="${x(resources)}" cy="${y(preview)}" r="4" fill="#268bd2"/><text x="${x(resources) - 8}" y="${y(preview) - 10}" text-anchor="end">${resources}: ${duration(preview)}</text>`);
  const line = points.map(({ resources, preview }) => `${x(resources)},${y(preview)}`).join(" ");
  const [first, last] = [points[0], points.at(-1)];
  const straight = first === undefined || last === undefined ? "" : `<line x1="${x(first.resources)}" y1="${y(first.preview)}" x2="${x(last.resources)}" y2="${y(last.preview)}" stroke="#93a1a1" stroke-dasharray="4"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Helvetica" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/><path d="M${edge} ${edge}V${height - edge}H${width - edge}" fill="none" stroke="#44546a"/>`,
    `<text x="${width / 2}" y="${height - 15}" text-anchor="middle">resources</text><text x="${edge}" y="${edge - 15}">time of a preview under the policy pack</text>`,
    `${straight}<polyline points="${line}" fill="none" stroke="#268bd2"/>${marks.join("")}</svg>\n`,
  ].join("\n");
}

/** The verdict in words. */
export function verdict(points: readonly Point[]): string {
  const grown = exponent(points.map(({ resources, preview }) => ({ resources, time: preview })));
  return `time grows with resources to the power of ${grown.toFixed(2)} (1 is linear, 2 quadratic), on ${cpus().length} cores`;
}
