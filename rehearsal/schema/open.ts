/** Opens the schemas of the installed SDK packages, parsed on demand and kept by package name and version. */
import { join } from "node:path";
import { distance } from "fastest-levenshtein";
import type { PackageName } from "../types.ts";
import { keep, recall, remember } from "./cache.ts";
import { locate, packageOf, PACKAGES } from "./packages.ts";
import type { InstalledPackage } from "./packages.ts";
import { parseEnums, parseFunction, parseNested, parseResource, ROOT_NAMESPACE } from "./parse.ts";
import type { StoredDeclaration, StoredEnums, StoredNamespace, StoredProperties, StoredType } from "./stored.ts";
import { indexTokens } from "./tokens.ts";
import type { Declaration, TokenIndex } from "./tokens.ts";
import { UnknownTypeError } from "./types.ts";
import type { FunctionSchema, Property, ResourceSchema, Schemas, TypeSpec } from "./types.ts";

/** Changes with the kept form, so that what an older parser kept is not read. */
const FORMAT = 2;

/** How many alike tokens an error names. */
const NEAREST = 3;

/** The overlay class that stands for every custom resource of Kubernetes. */
const CUSTOM_RESOURCE: Declaration = { file: "apiextensions/customResource", name: "CustomResource" };

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** Tokens that are spelt alike; on a tie the one of the same module wins by distance of its last part. */
function nearest(token: string, known: readonly string[]): string[] {
  const wanted = token.toLowerCase();
  return known
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far || a.candidate.localeCompare(b.candidate))
    .slice(0, NEAREST)
    .filter(({ far }) => far <= Math.max(6, token.length / 2))
    .map(({ candidate }) => candidate);
}

/** One package, its files read as they are needed. */
class PackageSchemas {
  readonly pkg: InstalledPackage;
  readonly index: () => TokenIndex;
  readonly #directory: string;
  readonly #enums: () => StoredEnums;
  readonly #namespaces = new Map<string, StoredNamespace>();
  readonly #objects = new Map<string, Record<string, Property>>();
  readonly #resources = new Map<string, ResourceSchema>();
  readonly #functions = new Map<string, FunctionSchema>();

  constructor(name: PackageName, cacheDirectory: string) {
    this.pkg = locate(name);
    this.#directory = join(cacheDirectory, `${name}-${this.pkg.version}-f${FORMAT}`);
    this.index = lazily(() => remember(this.#directory, "tokens", () => indexTokens(this.pkg)));
    this.#enums = lazily(() => remember(this.#directory, "enums", () => parseEnums(this.pkg)));
  }

  resource(token: string): ResourceSchema {
    const known = this.#resources.get(token);
    if (known !== undefined) return known;
    const declaration = this.index().resources[token] ?? this.#custom(token);
    if (declaration === undefined) throw this.#unknown(token, Object.keys(this.index().resources));
    const stored = this.#declaration("resources", token, () => parseResource(this.pkg, declaration));
    const inputs = this.#properties(stored.inputs, declaration.secrets);
    const outputs = { ...inputs, ...this.#properties(stored.outputs, declaration.secrets) };
    const schema: ResourceSchema = {
      token,
      inputs,
      outputs,
      computed: Object.keys(outputs).filter((name) => inputs[name] === undefined),
      ...(stored.open === 1 ? { open: true } : {}),
      ...(stored.imports === undefined ? {} : { imports: stored.imports }),
    };
    this.#resources.set(token, schema);
    return schema;
  }

  function(token: string): FunctionSchema {
    const known = this.#functions.get(token);
    if (known !== undefined) return known;
    const declaration = this.index().functions[token];
    if (declaration === undefined) throw this.#unknown(token, Object.keys(this.index().functions));
    const stored = this.#declaration("functions", token, () => parseFunction(this.pkg, declaration));
    const schema = { token, inputs: this.#properties(stored.inputs), outputs: this.#properties(stored.outputs) };
    this.#functions.set(token, schema);
    return schema;
  }

  #unknown(token: string, known: readonly string[]): UnknownTypeError {
    return new UnknownTypeError(token, `@pulumi/${this.pkg.name}@${this.pkg.version}`, nearest(token, known));
  }

  /** Custom resources carry the token of their own group and kind: any group with a dot that is not one of Kubernetes' own. */
  #custom(token: string): Declaration | undefined {
    const match = /^kubernetes:([a-z0-9.-]+\.[a-z0-9-]+)\/v\d\w*:[A-Z]\w*$/.exec(token);
    if (this.pkg.name !== "kubernetes" || match === null) return undefined;
    const own = Object.keys(this.index().resources).some((known) => known.startsWith(`kubernetes:${match[1]}/`));
    return own ? undefined : CUSTOM_RESOURCE;
  }

  #declaration(folder: string, token: string, make: () => StoredDeclaration): StoredDeclaration {
    return remember(join(this.#directory, folder), token.replaceAll(/[:/]/g, "~"), make);
  }

  #properties(stored: StoredProperties, secrets: readonly string[] = []): Record<string, Property> {
    const properties: Record<string, Property> = {};
    for (const [name, { t, r, f, v, d }] of Object.entries(stored)) {
      properties[name] = {
        type: this.#type(t),
        required: r === 1,
        replaces: f === 1,
        ...(d === undefined ? {} : { doc: d }),
        ...(v === undefined ? {} : { values: v }),
        ...(secrets.includes(name) ? { secret: true } : {}),
      };
    }
    return properties;
  }

  #type(stored: StoredType): TypeSpec {
    if (typeof stored === "string") return { kind: stored };
    if ("array" in stored) return { kind: "array", items: this.#type(stored.array) };
    if ("map" in stored) return { kind: "map", values: this.#type(stored.map) };
    if ("union" in stored) return { kind: "union", of: stored.union.map((member) => this.#type(member)) };
    if ("literals" in stored) return { kind: "enum", values: stored.literals, open: false };
    if ("enum" in stored) {
      const values = (): readonly (string | number)[] => this.#enums()[stored.enum] ?? [];
      return { kind: "enum", open: stored.open === 1, get values() { return values(); } };
    }
    const properties = (): Record<string, Property> => this.#object(stored.ref);
    return { kind: "object", name: stored.ref, get properties() { return properties(); } };
  }

  #object(name: string): Record<string, Property> {
    const known = this.#objects.get(name);
    if (known !== undefined) return known;
    const [side = "", ...path] = name.split(".");
    const space = this.#namespace(side as "input" | "output", path.length === 1 ? ROOT_NAMESPACE : (path[0] ?? ""));
    const stored = space[path.join(".")];
    if (stored === undefined) throw new Error(`@pulumi/${this.pkg.name}@${this.pkg.version} declares no nested type ${name}`);
    const properties = this.#properties(stored);
    this.#objects.set(name, properties);
    return properties;
  }

  /** All namespaces are in one file of megabytes, so parsing one keeps them all. */
  #namespace(side: "input" | "output", space: string): StoredNamespace {
    const directory = join(this.#directory, side);
    const known = this.#namespaces.get(`${side}/${space}`) ?? recall<StoredNamespace>(directory, space) ?? this.#parsed(side, directory)[space] ?? {};
    this.#namespaces.set(`${side}/${space}`, known);
    return known;
  }

  #parsed(side: "input" | "output", directory: string): Record<string, StoredNamespace> {
    const spaces = parseNested(this.pkg, side);
    for (const [space, types] of Object.entries(spaces)) keep(directory, space, types);
    return spaces;
  }
}

/**
 * Opens the schemas of the installed SDK packages.
 *
 * Nothing is parsed before it is asked for, and what was parsed is kept, so that a warm start reads a few small files
 * and never loads TypeScript.
 *
 * @param options.cacheDirectory where parsed declarations are kept; may be deleted at any time
 */
export function openSchemas(options: { cacheDirectory: string }): Schemas {
  const opened = new Map<PackageName, PackageSchemas>();
  const open = (name: PackageName): PackageSchemas => {
    const known = opened.get(name) ?? new PackageSchemas(name, options.cacheDirectory);
    opened.set(name, known);
    return known;
  };
  const owner = (token: string): PackageSchemas => {
    const name = packageOf(token);
    if (name === undefined) throw new UnknownTypeError(token, PACKAGES.map((known) => `@pulumi/${known}@${open(known).pkg.version}`).join(", "), []);
    return open(name);
  };
  return {
    resource: (token) => owner(token).resource(token),
    function: (token) => owner(token).function(token),
    tokens: (name) => Object.keys(open(name).index().resources).sort(),
    functions: (name) => Object.keys(open(name).index().functions).sort(),
    version: (name) => open(name).pkg.version,
  };
}
