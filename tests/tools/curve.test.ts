/** The curve tells linear growth from worse. */
import { describe, expect, test } from "@jest/globals";
import { chart, exponent, picture } from "../../tools/bench/curve.ts";

const SIZES = [264, 525, 1_308, 2_613];
const of = (time: (resources: number) => number): { resources: number; time: number }[] => SIZES.map((resources) => ({ resources, time: time(resources) }));

describe("the exponent", () => {
  test.each<[string, (resources: number) => number, number, number]>([
    ["of linear growth is 1", (n) => 10 * n, 0.95, 1.05],
    ["of linear growth after a start of three seconds is 1", (n) => 3_000 + 10 * n, 0.95, 1.05],
    ["of n log n is little more", (n) => n * Math.log(n), 1.05, 1.4],
    ["of quadratic growth is about 2", (n) => n ** 2 / 100, 1.7, 2.4],
    ["of quadratic growth beneath linear growth shows", (n) => 5 * n + n ** 2 / 100, 1.25, 2.2],
  ])("%s", (_title, time, least, most) => {
    const grown = exponent(of(time));
    expect(grown).toBeGreaterThanOrEqual(least);
    expect(grown).toBeLessThanOrEqual(most);
  });
});

const POINTS = SIZES.map((resources, index) => ({ size: index + 1, resources, preview: resources * 10, bare: resources * 8 }));

test("the chart has a line a size, with the time a resource against the first", () => {
  const lines = chart(POINTS).split("\n");
  expect(lines).toHaveLength(SIZES.length);
  expect(lines.every((line) => line.includes("(1.00)"))).toBe(true);
  expect(lines.at(-1)).toContain("█".repeat(40));
});

test("the picture is an SVG with a mark a size", () => {
  const svg = picture(POINTS);
  expect(svg.match(/<circle /g)).toHaveLength(SIZES.length);
  expect(svg.startsWith("<svg ")).toBe(true);
});
