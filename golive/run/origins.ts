/**
 * Where in the program each resource is made: noted while the program runs, from the call stack of the resource's constructor.
 *
 * The SDK sends such places to the engine itself, which keeps them in the state and tells them in no event; and it takes
 * the whole stack as text, which costs far more than the one frame that is needed here.
 */
import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { ROOT } from "./places.ts";

/** A line of the program. */
export interface Origin {
  /** From the root of the checkout. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** How many frames are looked at: constructors of the classes, and what a package may put between. */
const FRAMES = 16;

const HERE = fileURLToPath(import.meta.url);

export class Origins {
  /** By type and logical name; null where two places made resources of the same ones. */
  readonly #found = new Map<string, Origin | null>();

  /** The program, every resource of which is noted. */
  watching(program: PulumiFn): PulumiFn {
    return async () => {
      pulumi.runtime.registerStackTransformation(({ resource, type, name }) => {
        const origin = originOf(resource);
        if (origin === undefined) return undefined;
        const key = `${type}::${name}`;
        const known = this.#found.get(key);
        this.#found.set(key, known === undefined || (known?.file === origin.file && known.line === origin.line) ? origin : null);
        return undefined;
      });
      return program();
    };
  }

  /** The line that makes the resource with this URN; undefined where the program did not run, or cannot be told. */
  of(urn: string): Origin | undefined {
    const [, , types = "", ...name] = urn.split("::");
    return this.#found.get(`${types.split("$").at(-1) ?? ""}::${name.join("::")}`) ?? undefined;
  }
}

/** The innermost line of the checkout that is not one of the constructors of the resource's own classes. */
function originOf(resource: pulumi.Resource): Origin | undefined {
  const classes = classNames(resource);
  for (const frame of frames()) {
    if (frame.isConstructor() && classes.delete(frame.getFunctionName() ?? "")) continue;
    const file = pathOf(frame);
    const line = frame.getLineNumber();
    if (file !== undefined && line !== null) return { file, line };
  }
  return undefined;
}

function classNames(resource: pulumi.Resource): Set<string> {
  const names = new Set<string>();
  for (let at: unknown = Object.getPrototypeOf(resource); at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) names.add((at as object).constructor.name);
  return names;
}

/** The frames behind the hook that asks. */
function frames(): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = FRAMES;
    Error.prepareStackTrace = (_error, sites) => sites;
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, originOf);
    return holder.stack as NodeJS.CallSite[];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Path from the root of the checkout; undefined for packages, Node itself and golive's own hook. */
function pathOf(frame: NodeJS.CallSite): string | undefined {
  const name = frame.getFileName() ?? "";
  const file = name.startsWith("file:") ? fileURLToPath(name) : name;
  if (!isAbsolute(file) || file === HERE) return undefined;
  const path = relative(ROOT, file).replaceAll("\\", "/");
  return path.startsWith("..") || path.includes("node_modules/") ? undefined : path;
}
