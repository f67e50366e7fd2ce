/** `golive rehearsal …`: look at a rehearsed world, change it behind Pulumi's back, serve it to the plain engine. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { printJson, columns, counted, dim } from "../format/text.ts";
import { maskedEntity } from "../run/mask.ts";
import { Failure } from "../run/failure.ts";
import { locksOf } from "../run/locks.ts";
import { CACHE, stackPlaces } from "../run/places.ts";
import { detachRehearsal, findRunning, rehearsalEnvironment, stopRehearsal } from "../run/rehearsal.ts";
import { engineFor, rehearsedEnvironment } from "../run/stack.ts";
import { withLanguageHost } from "../../engine/language-host/install.ts";
import { nearest } from "../../config/problems.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import { openStore } from "../../rehearsal/world/store.ts";
import type { Kept, Store } from "../../rehearsal/world/store.ts";
import { applyChange, parseChange } from "../../rehearsal/world/edit.ts";

/** Region of plain programs that name none: that of the platform. */
const DEFAULT_REGION = "eu-central-1";

interface World {
  readonly stack: string;
}

interface Json {
  readonly json?: true | undefined;
}

async function withWorld<Result>(stack: string, look: (store: Store) => Result): Promise<Result> {
  const { world } = stackPlaces(stack);
  if (!existsSync(world)) throw new Failure(`The world of "${stack}" does not exist yet. Make it: golive up ${stack}${stack === "local" ? "" : " --rehearse"}`);
  const store = openStore(world);
  try {
    return look(store);
  } finally {
    await store.close();
  }
}

export async function ls(pattern: string | undefined, options: World & Json): Promise<void> {
  await withWorld(options.stack, (store) => {
    const wanted = (pattern ?? "").toLowerCase();
    const found = [...store.all()].filter(({ token, id, urn }) => `${token} ${id} ${urn}`.toLowerCase().includes(wanted));
    if (options.json === true) return printJson(found.map(({ token, id, region, urn }) => ({ type: token, id, region, urn })));
    if (found.length > 0) process.stdout.write(`${columns(found.map(({ token, id, region, urn }) => [token, id, dim(region), urn.split("::").at(-1) ?? ""]), "")}\n`);
    process.stdout.write(`${counted(found.length, "thing")} in the world of ${options.stack}\n`);
  });
}

export async function show(thing: string, options: World & Json): Promise<void> {
  await withWorld(options.stack, (store) => {
    const entity = find(store, thing, options.stack);
    const { token, id, region, urn } = entity;
    printJson({ type: token, id, region, urn, ...maskedEntity(entity) });
  });
}

export async function edit(thing: string, changes: string[], options: World & { readonly delete?: true | undefined }): Promise<void> {
  const parsed = changes.map(parseChange);
  const faults = parsed.flatMap((each) => ("fault" in each ? [each.fault] : []));
  if (faults.length > 0) throw new Failure(faults.join("\n"));
  if (options.delete !== true && changes.length === 0) throw new Failure("Nothing to change. Give property=value, for example: golive rehearsal edit optibid-local-database-primary backupRetentionPeriod=0");
  await withWorld(options.stack, (store) => {
    const entity = find(store, thing, options.stack);
    if (options.delete === true) {
      store.remove(entity.token, entity.region, entity.id);
      process.stdout.write(`${entity.token} ${entity.id} is gone from the world of ${options.stack}\n`);
      return;
    }
    const { outputs } = openSchemas({ cacheDirectory: CACHE }).resource(entity.token);
    const strange = parsed.flatMap((each) => ("path" in each && typeof each.path[0] === "string" && !(each.path[0] in outputs) && !(each.path[0] in entity.outputs) ? [each.path[0]] : []));
    if (strange.length > 0) {
      throw new Failure(strange.map((key) => `${entity.token} has no property ${key}${hint(key, Object.keys(outputs))}`).join("\n"));
    }
    const edited = parsed.reduce<Kept>((current, change) => ("path" in change ? applyChange(current, change) : current), entity);
    store.put(edited);
    process.stdout.write(`${entity.token} ${entity.id}: ${counted(changes.length, "property")} changed. See what npx golive drift ${options.stack}${options.stack === "local" ? "" : " --rehearse"} says\n`.replace("propertys", "properties"));
  });
}

export async function reset(options: World): Promise<void> {
  const [holder] = locksOf(options.stack).filter(({ held }) => held);
  if (holder !== undefined) throw new Failure(`${options.stack} is being worked on by process ${holder.pid}; wait for it, or stop it, and then reset`);
  if (await stopRehearsal(options.stack)) process.stdout.write(`the server of ${options.stack} is stopped\n`);
  const { world, state, project } = stackPlaces(options.stack);
  for (const directory of [world, state, project]) rmSync(directory, { recursive: true, force: true });
  process.stdout.write(`the world of ${options.stack} is empty and its rehearsed state forgotten\n`);
}

export async function env(options: World & Json & { readonly idle: number }): Promise<void> {
  if (!Number.isFinite(options.idle) || options.idle <= 0) throw new Failure("--idle takes a number of seconds above 0");
  const engine = await engineFor((line) => process.stderr.write(`${line}\n`));
  const region = process.env["AWS_REGION"] ?? DEFAULT_REGION;
  const running = await detachRehearsal(options.stack, options.idle, region);
  const own = rehearsedEnvironment(options.stack, engine);
  const environment = {
    ...own,
    PATH: withLanguageHost(engine, own["PATH"] ?? "", join(CACHE, "language-host")),
    ...rehearsalEnvironment(running.ports),
    AWS_REGION: region,
  };
  if (options.json === true) printJson(environment);
  else for (const [key, value] of Object.entries(environment)) process.stdout.write(`export ${key}='${value.replaceAll("'", `'\\''`)}'\n`);
}

export async function stop(options: World): Promise<void> {
  const running = await findRunning(options.stack);
  const stopped = await stopRehearsal(options.stack);
  process.stdout.write(stopped ? `the server of ${options.stack} (process ${running?.pid ?? "?"}) is stopped\n` : `no server of ${options.stack} is running\n`);
}

function hint(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === undefined ? "" : `; did you mean ${meant}?`;
}

function find(store: Store, thing: string, stack: string): Kept {
  const all = [...store.all()];
  const exact = all.filter(({ id, urn }) => id === thing || urn === thing || urn.split("::").at(-1) === thing);
  const [entity] = exact;
  if (entity === undefined) throw new Failure(`Nothing in the world of "${stack}" has the id, logical name or URN "${thing}". See: golive rehearsal ls --stack ${stack}`);
  if (exact.length > 1) throw new Failure([`"${thing}" names ${exact.length} things; give the URN:`, ...exact.map(({ urn }) => `  ${urn}`)].join("\n"));
  return entity;
}
