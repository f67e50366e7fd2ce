/**
 * What the rehearsal cloud does with a request, apart from the wire: check, diff, create, read, update, delete, invoke.
 * The store is the only thing it changes.
 */
import { createHash, randomBytes } from "node:crypto";
import { GLOBAL, partitionOf, placeOf } from "./places.ts";
import { RefusedError, unreachable } from "./refused.ts";
import { checkInputs } from "../schema/index.ts";
import type { ResourceSchema, Schemas } from "../schema/index.ts";
import { autoname, autonames, diffProperties, inventOutputs, listComputedAtPreview } from "../outputs/index.ts";
import { invoke } from "../functions/index.ts";
import { storable } from "../world/store.ts";
import type { Kept, Store } from "../world/store.ts";
import { UNKNOWN } from "../types.ts";
import type { Change, Law, PackageName, Props, Refusal, World } from "../types.ts";

/** The bridge notes here which arguments it filled in itself. */
const DEFAULTS = "__defaults";

const EMPTY_WORLD: World = { get: () => undefined, list: () => [], all: () => [] };

/** One property that `Check` refuses. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** A resource a request is about. */
export interface Target {
  readonly urn: string;
  readonly token: string;
  /** Logical name. */
  readonly name: string;
  /** Configuration of the provider instance the request came through. */
  readonly config: Props;
}

export interface CloudOptions {
  readonly pkg: PackageName;
  readonly schemas: Schemas;
  readonly laws: readonly Law[];
  readonly store: Store;
  /** Twelve digits. */
  readonly account: string;
}

/** One package's side of the rehearsal cloud. */
export class Cloud {
  readonly pkg: PackageName;
  readonly #options: CloudOptions;
  readonly #laws = new Map<string, Law[]>();

  constructor(options: CloudOptions) {
    this.pkg = options.pkg;
    this.#options = options;
  }

  /** Completes the arguments (names that the provider makes up) and lists everything wrong with them. */
  check(target: Target, olds: Props, news: Props, randomSeed: Uint8Array): { inputs: Props; failures: Failure[] } {
    const schema = this.#schema(target.token);
    const { [DEFAULTS]: _noted, ...given } = news;
    const { inputs, defaults } = this.#named(schema, target, olds, given, randomSeed);
    const failures: Failure[] = checkInputs(schema, inputs);
    if (failures.length === 0) {
      const change = this.#change("create", target, schema, inputs, EMPTY_WORLD);
      for (const { code, message, property } of this.#judge(change, "check")) {
        failures.push({ property: property ?? "", reason: `${code}: ${message}` });
      }
    }
    return { inputs: defaults.length > 0 ? { ...inputs, [DEFAULTS]: defaults } : inputs, failures };
  }

  /** What would change, and whether a new resource must replace the old one. */
  diff(target: Target, oldInputs: Props, newInputs: Props): { changed: string[]; replaces: string[]; deleteBeforeReplace: boolean } {
    const schema = this.#schema(target.token);
    const { changed, replaces } = diffProperties(schema, bare(oldInputs), bare(newInputs));
    const rule = autonames(target.token, schema);
    // A name that was given by hand cannot exist twice, so the old one must go first (as in the Terraform bridge).
    const noted = newInputs[DEFAULTS];
    const named = rule !== undefined && !(Array.isArray(noted) && noted.includes(rule.property));
    return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && named };
  }

  /** Outputs that a preview of a creation knows. */
  previewCreate(target: Target, inputs: Props): Props {
    return listComputedAtPreview(this.#schema(target.token), bare(inputs));
  }

  /** Makes the thing. @throws RefusedError */
  create(target: Target, given: Props, secrets: readonly string[]): { id: string; outputs: Props } {
    const { store } = this.#options;
    const schema = this.#schema(target.token);
    const inputs = bare(given);
    const change = this.#change("create", target, schema, inputs, store);
    this.#obey(change, "creating", target);
    const seed = createHash("sha256").update(`${target.urn}#${store.nextGeneration(target.urn)}`).digest("hex");
    const { id, outputs } = inventOutputs(schema, { ...change, ...inventions(change.region, seed) });
    const entity = { token: target.token, region: change.region, id, inputs, outputs: storable(outputs), urn: target.urn, seed, secrets };
    store.put({ ...entity, inputs: storable(inputs) });
    return { id, outputs };
  }

  /** The thing as it is now; undefined when it is not there. */
  read(target: Target, id: string, knownInputs: Props): { inputs: Props; outputs: Props } | undefined {
    const entity = this.#find(target, id, knownInputs);
    return entity === undefined ? undefined : { inputs: { ...entity.inputs }, outputs: { ...entity.outputs } };
  }

  /** Outputs that a preview of an update knows: what is there, with the new arguments over it. */
  previewUpdate(target: Target, olds: Props, news: Props): Props {
    const schema = this.#schema(target.token);
    const preview = listComputedAtPreview(schema, bare(news));
    return Object.fromEntries(
      Object.entries({ ...olds, ...preview }).map(([key, value]) => [key, value === UNKNOWN && !(key in news) && key in olds ? olds[key] : value]),
    );
  }

  /** Changes the thing in place. @throws RefusedError */
  update(target: Target, id: string, given: Props, secrets: readonly string[]): Props {
    const { store } = this.#options;
    const schema = this.#schema(target.token);
    const inputs = bare(given);
    const old = this.#find(target, id, inputs);
    if (old === undefined) throw new RefusedError("updating", target, [{ code: "NotFound", message: `${target.token} ${id} does not exist` }]);
    const change: Change = { ...this.#change("update", target, schema, inputs, store), id, olds: old.outputs, region: old.region };
    this.#obey(change, "updating", target);
    const { outputs } = inventOutputs(schema, { ...change, ...inventions(old.region, old.seed) });
    store.put({ ...old, inputs: storable(inputs), outputs: storable(outputs), secrets });
    return outputs;
  }

  /** Takes the thing away; a thing that is not there is gone already. @throws RefusedError */
  remove(target: Target, id: string, inputs: Props): void {
    const { store } = this.#options;
    const entity = this.#find(target, id, inputs);
    if (entity === undefined) return;
    const schema = this.#schema(target.token);
    const change: Change = {
      ...this.#change("delete", target, schema, entity.inputs, store),
      id,
      olds: entity.outputs,
      region: entity.region,
    };
    this.#obey(change, "deleting", target);
    store.remove(entity.token, entity.region, entity.id);
  }

  /** Answers a function call. @throws where the function is unknown or has no answer here */
  invoke(token: string, args: Props, config: Props): Props {
    const { schemas, store, account } = this.#options;
    const schema = schemas.function(token);
    const asked = args["region"] ?? config["region"];
    const region = typeof asked === "string" ? asked : "us-east-1";
    const failures = checkInputs({ token, inputs: schema.inputs, outputs: schema.outputs, computed: [] }, args);
    if (failures.length > 0) throw new Error(`${token}: ${failures.map(({ property, reason }) => `${property}: ${reason}`).join("; ")}`);
    return invoke(token, args, { region, account, partition: partitionOf(region), world: store });
  }

  #schema(token: string): ResourceSchema {
    return this.#options.schemas.resource(token);
  }

  #named(schema: ResourceSchema, target: Target, olds: Props, news: Props, randomSeed: Uint8Array): { inputs: Props; defaults: string[] } {
    const rule = autonames(target.token, schema);
    if (rule === undefined) return { inputs: news, defaults: [] };
    const [top, ...rest] = rule.property.split(".");
    if (top === undefined) return { inputs: news, defaults: [] };
    if (rest.length === 0) {
      if (news[top] !== undefined && news[top] !== null) return { inputs: news, defaults: [] };
      return { inputs: { ...news, [top]: kept(olds[top]) ?? autoname(target.name, rule, hexOf(randomSeed)) }, defaults: [top] };
    }
    return { inputs: nestedName(news, olds, [top, ...rest], () => autoname(target.name, rule, hexOf(randomSeed))), defaults: [] };
  }

  #change(operation: Change["operation"], target: Target, schema: ResourceSchema, inputs: Props, world: World): Change {
    const region = placeOf(this.pkg, schema, inputs, target.config);
    return { operation, token: target.token, region, account: this.#options.account, inputs, world };
  }

  #find(target: Target, id: string, inputs: Props): Kept | undefined {
    const { store } = this.#options;
    const schema = this.#schema(target.token);
    const place = placeOf(this.pkg, schema, inputs, target.config);
    return store.get(target.token, id, place) ?? (place === GLOBAL ? undefined : store.get(target.token, id));
  }

  #obey(change: Change, doing: string, target: Target): void {
    const outage = this.pkg === "kubernetes" ? unreachable(change) : undefined;
    const refusals = outage === undefined ? [...this.#judge(change, "check"), ...this.#judge(change, "apply")] : [outage];
    if (refusals.length > 0) throw new RefusedError(doing, target, refusals);
  }

  #judge(change: Change, phase: Law["phase"]): Refusal[] {
    return this.#lawsFor(change.token)
      .filter((law) => law.phase === phase && law.on.includes(change.operation))
      .flatMap((law) => law.judge(change));
  }

  #lawsFor(token: string): Law[] {
    const found = this.#laws.get(token);
    if (found !== undefined) return found;
    const every = `${this.pkg}:*`;
    const laws = this.#options.laws.filter(({ tokens }) => tokens.includes(token) || tokens.includes(every));
    this.#laws.set(token, laws);
    return laws;
  }
}

function bare(props: Props): Props {
  const { [DEFAULTS]: _noted, ...rest } = props;
  return rest;
}

function kept(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function nestedName(news: Props, olds: Props, path: string[], make: () => string): Props {
  const [head, ...tail] = path as [string, ...string[]];
  const inner = record(news[head]);
  const before = record(olds[head]);
  if (inner === undefined && news[head] !== undefined && news[head] !== null) return news; // unknown as a whole
  if (tail.length > 0) return { ...news, [head]: nestedName(inner ?? {}, before ?? {}, tail, make) };
  return kept(news[head]) !== undefined || news[head] === UNKNOWN ? news : { ...news, [head]: kept(olds[head]) ?? make() };
}

function record(value: unknown): Props | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Props) : undefined;
}

function hexOf(seed: Uint8Array): string {
  return seed.length > 0 ? createHash("sha256").update(seed).digest("hex") : randomBytes(32).toString("hex");
}

function inventions(region: string, seed: string): { partition: string; hex(length: number): string } {
  let drawn = "";
  let block = 0;
  return {
    partition: partitionOf(region),
    hex(length) {
      while (drawn.length < length) drawn += createHash("sha256").update(`${seed}/${block++}`).digest("hex");
      const head = drawn.slice(0, length);
      drawn = drawn.slice(length);
      return head;
    },
  };
}
