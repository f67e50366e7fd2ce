/** Opens a stack for the Automation API: against AWS as it stands, or rehearsed under a state of its own. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation/index.js";
import { parseDocument } from "yaml";
import { findEngine } from "../../engine/find.ts";
import type { Engine } from "../../engine/engine.ts";
import { searchPath } from "../../engine/shims.ts";
import { Failure } from "./failure.ts";
import { CACHE, HOME, PROJECT, readSettings, ROOT, stackPlaces } from "./places.ts";
import { rehearsalEnvironment, startRehearsal } from "./rehearsal.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { clearDeadLocks } from "./locks.ts";
import { Origins } from "./origins.ts";
import { engineConfig, secretKeys } from "./settings.ts";
import { checkedSettings } from "./check.ts";
import { takeBack } from "./whole.ts";

/** The stack that only ever lives in the rehearsal cloud. */
export const LOCAL = "local";

export interface OpenOptions {
  /** Deploys into the rehearsal cloud instead of AWS. Always so for `local`. */
  readonly rehearse: boolean;
  /** Sees one line for each step. */
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Whether the stack's configuration must be whole: not for taking a stack down or looking at it. */
  readonly checkConfig?: boolean;
  /** Program to run; the platform's own by default. */
  readonly program?: PulumiFn;
}

export interface OpenStack {
  readonly stack: Stack;
  readonly engine: Engine;
  readonly rehearsed: boolean;
  /** The stack's configuration with full keys. */
  readonly config: Readonly<Record<string, string>>;
  /** Where the program makes each resource, once it ran. */
  readonly origins: Origins;
  /** Environment the engine runs with, beside the process's own. */
  readonly environment: Record<string, string>;
  close(): Promise<void>;
}

/** Whether a stack is rehearsed: `local` always is. */
export function isRehearsed(stack: string, asked: boolean | undefined): boolean {
  return stack === LOCAL || asked === true;
}

/** Finds the engine with the project's own places. */
export async function engineFor(progress: (line: string) => void, signal?: AbortSignal): Promise<Engine> {
  const { engine } = await findEngine({
    directory: join(CACHE, "engine"),
    env: process.env,
    progress,
    ...(signal === undefined ? {} : { signal }),
  });
  return engine;
}

/** Environment in which the engine, inline or plain, uses a rehearsed stack's own state and nothing of the user's account. */
export function rehearsedEnvironment(name: string, engine: Engine): Record<string, string> {
  const places = stackPlaces(name);
  mkdirSync(places.state, { recursive: true });
  return {
    PATH: searchPath(engine, join(CACHE, "shims")),
    PULUMI_HOME: join(HOME, "pulumi"),
    // Without the sums that the file store would keep beside each file: the engine never reads them.
    PULUMI_BACKEND_URL: `file://${places.state}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...CHECKPOINTS,
  };
}

/**
 * The engine renames each state into its place, so that none is ever half written: the copy of the one before is not
 * needed. And it collects its garbage, which is nearly all of what it allocates, less often. Source: pulumi/pulumi
 * sdk/go/common/env; Go, "A Guide to the Go Garbage Collector".
 */
const CHECKPOINTS = { PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true", GOGC: process.env["GOGC"] ?? "400" } as const;

/**
 * Opens a stack.
 *
 * @throws Failure where the stack or its configuration cannot be used
 * @throws NoEngineError where there is no engine
 */
export async function openStack(name: string, options: OpenOptions): Promise<OpenStack> {
  const text = options.checkConfig === false ? readSettings(name) : checkedSettings(name);
  options.progress("looking for the engine");
  const engine = await engineFor(options.progress, options.signal);
  const { LocalWorkspace, PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
  const pulumiCommand = await PulumiCommand.get({ root: engine.root, skipVersionCheck: true });
  const origins = new Origins();
  const program = origins.watching(options.program ?? (await import("../../index.ts")).default);
  if (options.rehearse) await withoutTraces();

  if (!options.rehearse) {
    const environment = { PATH: searchPath(engine, join(CACHE, "shims")), PULUMI_SKIP_UPDATE_CHECK: "true" };
    const stack = await LocalWorkspace.selectStack(
      { stackName: name, projectName: PROJECT, program },
      { workDir: ROOT, pulumiCommand, envVars: environment },
    ).catch((error: unknown) => {
      throw new Failure(
        `Stack "${name}" cannot be opened in the current Pulumi backend: ${firstLine(error)}\n` +
          `Log in (pulumi login), then: pulumi stack init ${name} --secrets-provider awskms://alias/pulumi-${name}\n` +
          `Without an account, rehearse it: golive preview ${name} --rehearse`,
      );
    });
    return { stack, engine, rehearsed: false, config: engineConfig(text), origins, environment, close: async () => undefined };
  }

  if (clearDeadLocks(name) > 0) options.progress(`an earlier run of ${name} ended without taking its lock away; it is taken away now`);
  if (await takeBack(name)) options.progress(`an earlier run of ${name} was cut off before the engine wrote its state; the rehearsed world is as it was before that run`);
  options.progress("starting the rehearsal cloud");
  const rehearsal: Rehearsal = await startRehearsal(name);
  try {
    const { project } = stackPlaces(name);
    mkdirSync(project, { recursive: true });
    const noted = copySettings(text, project, name);
    // As in the project's own: the plain `pulumi` command may run the program from here.
    writeFileSync(join(project, "Pulumi.yaml"), `name: ${PROJECT}\nruntime: { name: nodejs, options: { typescript: false } }\nmain: ${ROOT}\n`);
    const environment = { ...rehearsedEnvironment(name, engine), ...rehearsalEnvironment(rehearsal.ports) };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: name, projectName: PROJECT, program },
      { workDir: project, pulumiCommand, envVars: environment },
    );
    const config = engineConfig(text);
    if (noted !== undefined) {
      await encrypt(stack, config, secretKeys(text));
      noted();
    }
    return { stack, engine, rehearsed: true, config, origins, environment, close: () => rehearsal.stop() };
  } catch (error) {
    await rehearsal.stop();
    throw error;
  }
}

/**
 * Keeps out of the engine's state from which lines of the program each resource comes. They are a fifth of it, name
 * places on this machine, and nothing reads them; the SDK has no switch for them.
 */
async function withoutTraces(): Promise<void> {
  const { Resource } = await import("@pulumi/pulumi");
  Object.defineProperty(Resource, "stackTrace", { value: () => [] });
}

/**
 * Copies a stack's settings for a rehearsal where they changed since, without what is encrypted: a rehearsal has keys of
 * its own. Keeps the encryption salt that the engine noted in the earlier copy.
 *
 * @returns what notes that the copy is whole, once it is; nothing where it already was
 */
function copySettings(text: string, project: string, name: string): (() => void) | undefined {
  const to = join(project, `Pulumi.${name}.yaml`);
  const mark = join(project, "settings.sha256");
  const now = createHash("sha256").update(JSON.stringify(engineConfig(text))).digest("hex");
  if (existsSync(to) && existsSync(mark) && readFileSync(mark, "utf8") === now) return undefined;
  const salt = existsSync(to) ? /^encryptionsalt: .*$/m.exec(readFileSync(to, "utf8"))?.[0] : undefined;
  const document = parseDocument(text);
  for (const key of ["encryptionsalt", "secretsprovider", "encryptedkey"]) document.delete(key);
  for (const key of secretKeys(text)) document.deleteIn(["config", key]);
  writeFileSync(to, `${document.toString().trimEnd()}\n${salt === undefined ? "" : `${salt}\n`}`);
  return () => writeFileSync(mark, now);
}

/** Puts the stand-ins of encrypted values where the engine encrypts them again, under the rehearsal's key. */
async function encrypt(stack: Stack, config: Readonly<Record<string, string>>, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await stack.setAllConfig(Object.fromEntries(keys.map((key) => [key, { value: config[key] ?? "", secret: true }])));
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n").find((line) => line.includes("error:")) ?? text.split("\n")[0] ?? text;
}
