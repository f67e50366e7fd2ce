/**
 * What the rehearsal cloud does with a request, apart from the wire: check, diff, create, read, update, delete, invoke.
 * The store is the only thing it changes.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Path } from "./codec.ts";
import { GLOBAL, partitionOf, placeOf } from "./places.ts";
import { RefusedError, unreachable } from "./refused.ts";
import type { Target } from "./target.ts";
import { checkInputs, checkProviderConfig, readProviderConfig } from "../schema/index.ts";
import type { ResourceSchema, Schemas } from "../schema/index.ts";
import { autoname, autonames, diffProperties, inventOutputs, listComputedAtPreview, NameTooLongError } from "../outputs/index.ts";
import { invoke } from "../functions/index.ts";
import { checkRandom, createRandom } from "../random/index.ts";
import { storable } from "../world/store.ts";
import type { Kept, Store } from "../world/store.ts";
import { UNKNOWN } from "../types.ts";
import type { Change, Law, PackageName, Props, Refusal, Value, World } from "../types.ts";

/** The bridge notes here which arguments it filled in itself. */
const DEFAULTS = "__defaults";

/** Outputs by which things are imported where that is not their id. */
const IMPORT_NAMES = ["identifier", "arn", "name"] as const;

/** Types whose ids are unique only within another thing, and the argument that names it. Source: Lambda API, AddPermission. */
const WITHIN: Readonly<Record<string, string>> = { "aws:lambda/permission:Permission": "function" };

const EMPTY_WORLD: World = { get: () => undefined, list: () => [], all: () => [] };

/** One property that `Check` refuses. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

export interface CloudOptions {
  readonly pkg: PackageName;
  readonly schemas: Schemas;
  readonly laws: readonly Law[];
  readonly store: Omit<Store, "faults">;
  /** Twelve digits. */
  readonly account: string;
  /** Region of a provider that names none. */
  readonly region: string;
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
    const { inputs, defaults, failures } = this.#named(schema, target, olds, given, randomSeed);
    failures.push(...checkInputs(schema, inputs));
    if (failures.length === 0 && this.pkg === "random") failures.push(...checkRandom(schema, inputs));
    if (failures.length === 0) {
      const change = this.#change("create", target, schema, inputs, EMPTY_WORLD);
      for (const { code, message, property } of this.#judge(change, "check")) {
        failures.push({ property: property ?? "", reason: `${code}: ${message}` });
      }
    }
    return { inputs: defaults.length > 0 ? { ...inputs, [DEFAULTS]: defaults } : inputs, failures };
  }

  /** What would change, and whether a new resource must replace the old one. */
  diff(target: Target, oldInputs: Props, newInputs: Props): { changed: readonly string[]; replaces: readonly string[]; deleteBeforeReplace: boolean } {
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
  create(target: Target, given: Props, marked: readonly Path[]): { id: string; outputs: Props; secrets: Path[] } {
    const { store } = this.#options;
    const schema = this.#schema(target.token);
    const inputs = bare(given);
    const change = this.#change("create", target, schema, inputs, store);
    this.#obey(change, "creating", target);
    const seed = createHash("sha256").update(`${target.urn}#${store.nextGeneration(target.urn)}`).digest("hex");
    const { id, outputs, secrets: own = [] } =
      this.pkg === "random" ? createRandom(schema, inputs) : { secrets: [], ...inventOutputs(schema, { ...change, ...inventions(change.region, seed) }, this.#defaultTags(target)) };
    const secrets = [...marked, ...own.map((name): Path => [name]), ...alwaysSecret(target.token, outputs)];
    store.put({ token: target.token, region: change.region, id, inputs: storable(inputs), outputs: storable(outputs), urn: target.urn, seed, secrets: texts(secrets) });
    return { id, outputs, secrets };
  }

  /** The thing as it is now; undefined when it is not there. */
  read(target: Target, id: string, knownInputs: Props): { id: string; inputs: Props; outputs: Props; secrets: Path[] } | undefined {
    const entity = this.#find(target, id, knownInputs) ?? (Object.keys(knownInputs).length === 0 ? this.#imported(target, id) : undefined);
    if (entity === undefined) return undefined;
    return { id: entity.id, inputs: { ...entity.inputs }, outputs: { ...entity.outputs }, secrets: entity.secrets.map((path) => JSON.parse(path) as Path) };
  }

  /** Outputs that a preview of an update knows: what is there, with the new arguments over it. */
  previewUpdate(target: Target, olds: Props, news: Props): Props {
    const schema = this.#schema(target.token);
    const preview = listComputedAtPreview(schema, bare(news));
    const known = Object.entries({ ...olds, ...preview }).map(([key, value]): [string, Value] => [key, value === UNKNOWN && !(key in news) && key in olds ? olds[key] : value]);
    return Object.fromEntries(known);
  }

  /** Changes the thing in place. @throws RefusedError */
  update(target: Target, id: string, given: Props, marked: readonly Path[]): { outputs: Props; secrets: Path[] } {
    const { store } = this.#options;
    const schema = this.#schema(target.token);
    const inputs = bare(given);
    const old = this.#find(target, id, inputs);
    if (old === undefined) throw new RefusedError("updating", target, [{ code: "NotFound", message: `${target.token} ${id} does not exist` }]);
    const change: Change = { ...this.#change("update", target, schema, inputs, store), id, olds: old.outputs, region: old.region };
    this.#obey(change, "updating", target);
    const outputs = this.pkg === "random" ? { ...old.outputs, ...inputs } : inventOutputs(schema, { ...change, ...inventions(old.region, old.seed) }, this.#defaultTags(target)).outputs;
    // What the provider itself marked when it made the thing is no argument, and stays marked.
    const own = old.secrets.map((path) => JSON.parse(path) as Path).filter(([top]) => top !== undefined && !(top in inputs));
    const secrets = [...marked, ...own, ...alwaysSecret(target.token, outputs)];
    store.put({ ...old, inputs: storable(inputs), outputs: storable(outputs), secrets: texts(secrets) });
    return { outputs, secrets };
  }

  /** Takes the thing, as it was last known, away; a thing that is not there is gone already. @throws RefusedError */
  remove(target: Target, id: string, inputs: Props, known: Props): void {
    const { store } = this.#options;
    const entity = this.#find(target, id, inputs);
    if (entity === undefined) return;
    // A random thing's successor has its id ("none") and is there before it goes.
    if (this.pkg === "random" && Object.entries(entity.outputs).some(([key, value]) => typeof value === "string" && value !== known[key])) return;
    const schema = this.#schema(target.token);
    const change: Change = {
      ...this.#change("delete", target, schema, entity.inputs, store),
      id,
      olds: entity.outputs,
      region: entity.region,
    };
    this.#obey(change, "deleting", target);
    store.remove(entity.token, entity.region, entity.id, entity.urn);
  }

  /** Answers a function call. @throws where the function is unknown or has no answer here */
  invoke(token: string, args: Props, config: Props): Props {
    const { schemas, store, account, region: ambient } = this.#options;
    const region = typeof config["region"] === "string" ? config["region"] : ambient;
    return invoke(token, args, { region, account, partition: partitionOf(region), world: store, schemas });
  }

  /** What is wrong with the configuration of a provider instance. */
  checkConfig(config: Props): Failure[] {
    return checkProviderConfig(this.#options.schemas, this.pkg, config);
  }

  /** Tags that the provider instance puts on everything. */
  #defaultTags({ config }: Target): Props {
    if (this.pkg !== "aws") return {};
    const { defaultTags } = readProviderConfig(this.#schema("pulumi:providers:aws"), config);
    return record(record(defaultTags)?.["tags"]) ?? {};
  }

  #schema(token: string): ResourceSchema {
    return this.#options.schemas.resource(token);
  }

  /** Fills in the name that the provider makes up, keeping the one it made up before. */
  #named(schema: ResourceSchema, target: Target, olds: Props, news: Props, randomSeed: Uint8Array): { inputs: Props; defaults: string[]; failures: Failure[] } {
    const rule = autonames(target.token, schema);
    const path = rule?.property.split(".") ?? [];
    const [top] = path;
    // A prefix excludes the name: the provider leaves it to AWS's own suffix.
    const prefixed = news[`${rule?.property ?? ""}Prefix`];
    if (rule === undefined || top === undefined || (prefixed !== undefined && prefixed !== null)) return { inputs: news, defaults: [], failures: [] };
    try {
      const inputs = named(news, olds, path, () => autoname(target.name, rule, hexOf(randomSeed), news));
      return { inputs, defaults: path.length === 1 && inputs !== news ? [top] : [], failures: [] };
    } catch (error) {
      if (!(error instanceof NameTooLongError)) throw error;
      return { inputs: news, defaults: [], failures: [{ property: rule.property, reason: error.message }] };
    }
  }

  #change(operation: Change["operation"], target: Target, schema: ResourceSchema, inputs: Props, world: World): Change {
    const region = this.#place(target, schema, inputs);
    return { operation, token: target.token, region, account: this.#options.account, inputs, world };
  }

  /** What an import names by something else than the id it will have: a database instance by its identifier. */
  #imported(target: Target, name: string): Kept | undefined {
    const place = this.#place(target, this.#schema(target.token), {});
    return this.#options.store.list(target.token, place).find(({ outputs }) => IMPORT_NAMES.some((property) => outputs[property] === name));
  }

  /** Random things have no account to be unique in: every password's id is "none", so each lives at its own URN. */
  #place(target: Target, schema: ResourceSchema, inputs: Props): string {
    return this.pkg === "random" ? target.urn : placeOf(this.pkg, schema, inputs, target.config, this.#options.region);
  }

  #find(target: Target, id: string, inputs: Props): Kept | undefined {
    const { store } = this.#options;
    const schema = this.#schema(target.token);
    const place = this.#place(target, schema, inputs);
    const found = store.get(target.token, id, place, target.urn) ?? (place === GLOBAL || this.pkg === "random" ? undefined : store.get(target.token, id, undefined, target.urn));
    const within = WITHIN[target.token];
    const elsewhere = within !== undefined && inputs[within] !== undefined && inputs[within] !== found?.inputs[within];
    return elsewhere ? undefined : found;
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

/** Marks as they are kept: a secret element makes its whole list secret, whatever is put in its place later. */
function texts(paths: readonly Path[]): string[] {
  const whole = paths.map((path) => path.slice(0, path.findLastIndex((step) => typeof step === "string") + 1));
  return [...new Set(whole.map((path) => JSON.stringify(path)))];
}

/** What the provider of Kubernetes marks whether it was marked or not. Source: pulumi-kubernetes provider/pkg/provider, annotateSecrets. */
function alwaysSecret(token: string, outputs: Props): Path[] {
  return token === "kubernetes:core/v1:Secret" ? ["data", "stringData"].filter((key) => outputs[key] !== undefined && outputs[key] !== null).map((key): Path => [key]) : [];
}

function kept(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The arguments with the name at this path: as given, else as before, else a new one. */
function named(news: Props, olds: Props, path: readonly string[], make: () => string): Props {
  const [head = "", ...tail] = path;
  const given = news[head];
  const absent = given === undefined || given === null;
  if (tail.length === 0) return absent ? { ...news, [head]: kept(olds[head]) ?? make() } : news;
  const inner = absent ? {} : record(given);
  return inner === undefined ? news : { ...news, [head]: named(inner, record(olds[head]) ?? {}, tail, make) };
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
