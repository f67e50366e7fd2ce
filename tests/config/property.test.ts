/**
 * Configurations at random. Every valid one builds the platform, and in production mode breaks no law and no mandatory
 * rule; every invalid one is refused with the key path, and nothing ever throws.
 *
 * A recording takes a second: `make check` looks at a sample, CI at all of them, split over two processes by
 * property-more.test.ts. GOLIVE_CONFIGURATIONS sets the number.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { checkSettings } from "../../golive/run/check.ts";
import { laid, overlayOf, pathIn, problemsIn, schema, settingsOf, valueOf } from "./arbitraries.ts";
import type { Settings } from "./arbitraries.ts";
import { judgedConfigurations } from "./judged.ts";

const base = settingsOf(readFileSync(new URL("../../Pulumi.production.yaml", import.meta.url), "utf8"));
const MINUTES = 60_000;

judgedConfigurations(0);

test("the schema is walked whole: each key of each section is drawn", () => {
  const drawn = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    if (path.split(".").length <= 2 && path !== "") drawn.add(path);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) for (const [key, each] of Object.entries(value)) walk(each, path === "" ? key : `${path}.${key}`);
  };
  for (const overlay of fc.sample(overlayOf(schema), { numRuns: 300 })) walk(overlay, "");
  const known = Object.entries(schema.properties ?? {}).filter(([key]) => key !== "environment").flatMap(([key, { properties }]) => [key, ...Object.keys(properties ?? {}).map((each) => `${key}.${each}`)]);
  expect(known.filter((path) => !drawn.has(path))).toEqual([]);
});

/** What a mistake does to valid settings, and the key path its message must begin with. */
type Mistake = (settings: Settings) => { readonly text: string; readonly path?: string };

/** A leaf or section of the settings, by its keys. */
interface Place {
  readonly path: readonly string[];
  readonly value: unknown;
}

function placesIn(value: unknown, path: readonly string[] = []): Place[] {
  const inner = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key])) : [];
  return path.length === 0 ? inner : [{ path, value }, ...inner];
}

function changed(settings: Settings, path: readonly string[], change: (holder: Record<string, unknown>, key: string) => void): string {
  const copy = structuredClone(settings);
  const holder = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy.config);
  change(holder, path.at(-1) ?? "");
  return stringify(copy);
}

const shown = (path: readonly string[]): string => path.join(".");
const own = (settings: Settings): Place[] => placesIn(settings.config).filter(({ path }) => path[0]?.startsWith("optibid:"));
/** Keys under free names (environment variables, admins) are no typing mistakes. */
const FREE = /\.(environment|admins|people|images|secure)(\.|$)/;

const MISTAKES: Readonly<Record<string, (pick: number) => Mistake>> = {
  "a value of another type": (pick) => (settings) => {
    const all = own(settings).filter(({ path }) => !FREE.test(shown(path)));
    const { path, value } = all[pick % all.length]!;
    const wrong = typeof value === "object" ? 17 : [{ a: 1 }];
    return { text: changed(settings, path, (holder, key) => void (holder[key] = wrong)), path: shown(path) };
  },
  "a key misspelt": (pick) => (settings) => {
    const all = own(settings).filter(({ path }) => path.length > 1 && !FREE.test(shown(path)));
    const { path } = all[pick % all.length]!;
    const typo = `${path.at(-1) ?? ""}z`;
    return {
      text: changed(settings, path, (holder, key) => {
        holder[typo] = holder[key];
        delete holder[key];
      }),
      path: shown([...path.slice(0, -1), typo]),
    };
  },
  "a required key left out": (pick) => (settings) => {
    const all = ["environment", "owner", "costCentre", "network", "cluster", "edge", "workloads"].map((key) => [`optibid:${key}`]).concat([["optibid:network", "cidr"], ["optibid:network", "zones"], ["optibid:cluster", "deployRoleArn"], ["optibid:edge", "domain"]]);
    const path = all[pick % all.length]!;
    return { text: changed(settings, path, (holder, key) => void delete holder[key]), path: shown(path) };
  },
  "a number out of range": (pick) => (settings) => {
    const all = ["optibid:database.replicas", "optibid:database.storage.allocated", "optibid:cache.nodes", "optibid:cluster.cpuLimit", "optibid:logRetentionDays", "optibid:edge.rateLimits.all"];
    const path = (all[pick % all.length] ?? "").split(".");
    const text = stringify(laid(settings, nested(path.map((part) => part.replace("optibid:", "")), [-1, 1e12, 0.5][pick % 3])));
    return { text, path: shown(path) };
  },
  "a contradiction": (pick) => (settings) => {
    const all: readonly (readonly [string, Record<string, unknown>])[] = [
      ["optibid:drRegion", { drRegion: "eu-central-1" }],
      ["optibid:database.storage.max", { database: { storage: { allocated: 1000, max: 1001 } } }],
      ["optibid:edge.alternativeNames[0]", { edge: { alternativeNames: ["www.elsewhere.com"] } }],
      ["optibid:edge.podTls.cpuLimit", { edge: { podTls: { cpuRequest: 500, cpuLimit: 400 } } }],
      ["optibid:edge.podTls.image", { edge: { podTls: { image: `docker.io/library/caddy@sha256:${"0".repeat(64)}` } } }],
      ["optibid:observability.images.grafana", { observability: { images: { grafana: `docker.io/grafana/grafana@sha256:${"0".repeat(64)}` } } }],
      ["optibid:network.zones[1]", { network: { zones: ["eu-central-1a", "eu-west-1a"] } }],
    ];
    const [path, overlay] = all[pick % all.length]!;
    return { text: stringify(laid(settings, overlay)), path };
  },
};

function nested(path: readonly string[], value: unknown): Record<string, unknown> {
  const [head = "", ...tail] = path;
  return { [head]: tail.length === 0 ? value : nested(tail, value) };
}

describe("a mistake is named by its key path", () => {
  test.each(Object.entries(MISTAKES))("%s", (_title, mistake) => {
    fc.assert(
      fc.property(fc.nat(10_000), (pick) => {
        const { text, path } = mistake(pick)(base);
        const problems = problemsIn("production", text);
        expect(problems.length).toBeGreaterThan(0);
        expect(problems.some((problem) => problem.startsWith(`Pulumi.production.yaml: ${path ?? ""}`))).toBe(true);
        expect(problems.join("\n")).not.toMatch(/^\s+at |\[object|undefined/m);
      }),
      { numRuns: 50 },
    );
  });

  test("whatever values are laid over it, each refused one is one of theirs", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(schema.properties ?? {})), fc.oneof(fc.jsonValue(), valueOf({})) as fc.Arbitrary<unknown>, { minKeys: 1, maxKeys: 3 }), (overlay) => {
        const problems = checkSettings("production", stringify(laid(base, overlay)));
        for (const problem of problems) expect(problem).toMatch(/^Pulumi\.production\.yaml: (optibid|aws):\w/);
        expect(problems.length === 0 || problems.every((problem) => pathIn(problem).length > 0 || problem.includes("aws:region"))).toBe(true);
      }),
      { numRuns: 200 },
    );
  }, 2 * MINUTES);

  test("a file that is no settings at all is refused and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string().map((text) => `config:\n${text}`), fc.jsonValue().map((value) => stringify(value)), fc.nat(Math.floor(stringify(base).length / 2)).map((at) => stringify(base).slice(0, at)), fc.constantFrom("config: &a [*a]", "config: *b", "a: 1\na: 2", "%YAML 9", "config: !!binary x", "\u0000", "config:\n\t- x")), (text) => {
        const problems = problemsIn("x", text);
        expect(problems.length).toBeGreaterThan(0);
        for (const problem of problems) expect(problem).toMatch(/^Pulumi\.x\.yaml: ./);
      }),
      { numRuns: 200 },
    );
  });
});
