/** What a stack has, wherever that is written down: Pulumi's state, or the world of a rehearsal. */
import { z } from "zod";
import { backup, hasReplica, recovery } from "../../config/sections/backup.ts";
import type { Objectives } from "../../config/sections/objectives.ts";
import { Failure } from "../run/failure.ts";
import type { Props, Value } from "../../rehearsal/types.ts";
import type { Kept } from "../../rehearsal/world/store.ts";

/** A resource, as far as a recovery looks at it. Secrets are never read from it. */
export interface Thing {
  /** `rds/instance` for `aws:rds/instance:Instance`; other packages keep their whole token. */
  readonly type: string;
  readonly id: string;
  /** AWS Region; empty for what has none, and for Kubernetes. */
  readonly region: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

/** A stack and what it has. */
export interface Estate {
  readonly stack: string;
  /** Home Region. */
  readonly home: string;
  /** Region of disaster recovery. */
  readonly away: string;
  readonly objectives: Objectives;
  /** Whether the configuration wants a replica there. */
  readonly replicaWanted: boolean;
  readonly things: readonly Thing[];
}

/** Settings of a stack that a recovery depends on, from its configuration with full keys. */
export type Plain = Readonly<Record<string, string>>;

const environments = z.enum(["production", "staging", "dev", "local"]);

/**
 * Puts an estate together.
 *
 * @throws Failure where the stack has no Region of disaster recovery, or nothing is deployed
 */
export function estateOf(stack: string, config: Plain, things: readonly Thing[]): Estate {
  const home = config["aws:region"];
  const away = config["optibid:drRegion"];
  if (home === undefined) throw new Failure(`Stack "${stack}" names no home Region (aws:region)`);
  if (away === undefined) throw new Failure(`Stack "${stack}" has no disaster recovery: its configuration names no drRegion. A mistake within ${home} is undone from backups: see docs/runbooks/disaster-recovery.md`);
  if (things.length === 0) throw new Failure(`Nothing is deployed in stack "${stack}", so there is nothing to recover. First: golive up ${stack}`);
  const section = parsed(backup, config["optibid:backup"]);
  const pilot = parsed(recovery, config["optibid:recovery"]);
  const environment = environments.catch("dev").parse(config["optibid:environment"]);
  return { stack, home, away, objectives: section.objectives, replicaWanted: hasReplica(pilot, { environment, drRegion: away }), things };
}

function parsed<Schema extends z.ZodType>(schema: Schema, text: string | undefined): z.output<Schema> {
  const found = schema.safeParse(text === undefined ? {} : JSON.parse(text));
  if (!found.success) throw new Failure(`The configuration is wrong: ${z.prettifyError(found.error)}`);
  return found.data;
}

/** Types that live nowhere in particular. */
const GLOBAL = /^(iam|route53|cloudfront|shield)\//;

/** Resources of an exported state. */
export function thingsOfState(resources: readonly { readonly type: string; readonly id?: string; readonly inputs?: unknown; readonly outputs?: unknown }[], home: string): Thing[] {
  return resources.flatMap(({ type, id, inputs, outputs }): Thing[] => {
    if (id === undefined || type.startsWith("pulumi:")) return [];
    const [given, told] = [record(inputs), record(outputs)];
    return [thing(type, id, text(told["region"]) ?? text(given["region"]) ?? home, given, told)];
  });
}

/** Things of a rehearsed world. */
export function thingsOfWorld(kept: Iterable<Kept>): Thing[] {
  return [...kept].map(({ token, id, region, inputs, outputs }) => thing(token, id, region, inputs, outputs));
}

function thing(token: string, id: string, region: string, inputs: Props, outputs: Props): Thing {
  const short = token.startsWith("aws:") ? (token.split(":")[1] ?? token) : token;
  return { type: short, id, region: !token.startsWith("aws:") || GLOBAL.test(short) ? "" : region, inputs, outputs };
}

/** An object, or an empty one. */
export function record(value: unknown): Props {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Props) : {};
}

/** Text that is there. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The members of a list that are objects. */
export function records(value: Value): Props[] {
  return Array.isArray(value) ? value.map(record) : [];
}

/** A property as the cloud reports it, else as it was asked for. */
export function property({ inputs, outputs }: Thing, key: string): Value {
  return outputs[key] ?? inputs[key];
}

/** {@link property}, where it is text. */
export function told(thing: Thing, key: string): string | undefined {
  return text(property(thing, key));
}
