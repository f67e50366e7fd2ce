/**
 * Where a resource comes from: its component and the source line that made it. The program that ran knows the line; where
 * it did not run, the sources are searched, and a line is told where there is one place only that can have made it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Origin } from "../run/origins.ts";

/** A place in the sources. */
export interface Location {
  /** Component that made the resource: `golive:database:Database`. */
  readonly component?: string;
  /** `aws:rds/instance:Instance`; empty where a policy is about the whole stack. */
  readonly type: string;
  readonly name: string;
  /** From the root of the checkout. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/** Sources by path from the root of the checkout. */
export type Sources = ReadonlyMap<string, string>;

/** The component sources of a checkout. */
export function readSources(root: string): Sources {
  const files = readdirSync(join(root, "components"), { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".ts"));
  return new Map(files.sort().map((each) => [`components/${each.replaceAll("\\", "/")}`, readFileSync(join(root, "components", each), "utf8")]));
}

interface Place {
  readonly file: string;
  readonly line: number;
  /** What follows in the source. */
  readonly after: string;
}

/** How far behind `new aws.rds.Instance(` its name is looked for, in characters. */
const REACH = 200;

/**
 * Finds resources in the sources. A line that is not certain is not told: the component's own stands in.
 *
 * @param originOf the line that the running program was at
 */
export function locator(sources: Sources, originOf: (urn: string) => Origin | undefined = () => undefined): (urn: string) => Location {
  return (urn) => {
    const origin = originOf(urn);
    const [, , chain = "", ...names] = urn.split("::");
    const types = chain.split("$");
    const type = types.at(-1) ?? "";
    const name = names.join("::");
    const component = types.findLast((each) => each.startsWith("golive:"));
    if (origin !== undefined) return { ...(component === undefined ? {} : { component }), type, name, ...origin };
    const [, module = "", kind = ""] = component?.split(":") ?? [];
    if (component === undefined) return { type, name };
    const [home] = places(sources, new RegExp(`\\bsuper\\(\\s*"${literal(module)}",\\s*"${literal(kind)}"`, "g"));
    if (home === undefined) return { component, type, name };
    const place = type === component ? home : (made(sources, type, name, home) ?? home);
    return { component, type, name, file: place.file, line: place.line };
  };
}

/** The one expression in the component's file that makes it, else the one in its folder. */
function made(sources: Sources, type: string, name: string, home: Place): Place | undefined {
  const constructor = constructorOf(type);
  if (constructor === undefined) return undefined;
  const folder = home.file.slice(0, home.file.lastIndexOf("/") + 1);
  const near = new Map([...sources].filter(([file]) => file.startsWith(folder)));
  const all = places(near, constructor);
  const own = all.filter(({ file }) => file === home.file);
  return only(own, name) ?? (own.length === 0 ? only(all, name) : undefined);
}

function only(candidates: readonly Place[], name: string): Place | undefined {
  const named = candidates.filter(({ after }) => {
    const part = /^\s*this\.part\("([^"]+)"\)/.exec(after)?.[1];
    return part !== undefined && name.endsWith(`-${part}`);
  });
  if (named.length === 1) return named[0];
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** `new aws.rds.Instance(` for `aws:rds/instance:Instance`, `new k8s.apps.v1.Deployment(` for `kubernetes:apps/v1:Deployment`. */
function constructorOf(type: string): RegExp | undefined {
  const [provider, module, kind] = type.split(":");
  if (module === undefined || kind === undefined) return undefined;
  const [group = "", version = ""] = module.split("/");
  const path = provider === "kubernetes" ? `${group.split(".")[0] ?? ""}.${version}` : group;
  return new RegExp(`\\bnew \\w+\\.${literal(path)}\\.${literal(kind)}\\(`, "g");
}

function places(sources: Sources, pattern: RegExp): Place[] {
  return [...sources].flatMap(([file, text]) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ file, line: text.slice(0, index).split("\n").length, after: text.slice(index + found.length, index + found.length + REACH) })),
  );
}

function literal(text: string): string {
  return text.replace(/[^\w]/g, "\\$&");
}
