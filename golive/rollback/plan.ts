/** What a return to an earlier release changes in a stack's settings file, or why it cannot be. Pure. */
import { isMap, isScalar, parseDocument } from "yaml";
import type { Document } from "yaml";
import { NAMESPACE } from "../../config/check.ts";
import { isRecord, problems, sentence } from "../../config/problems.ts";
import { imagesIn, release as releaseSchema, releaseContradictions } from "../../config/sections/delivery.ts";
import type { ReleaseConfig } from "../../config/sections/delivery.ts";
import { Failure } from "../run/failure.ts";

type Version = ReleaseConfig["history"][number];

/** One image that is swapped. */
export interface Swap {
  /** Key path as it stands in the file: `optibid:workloads.api.image`. */
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** A rollback that can be done. */
export interface RollbackPlan {
  /** Version that runs. */
  readonly from: string;
  /** Version that will. */
  readonly to: string;
  /** Images that differ between the two, by key path. */
  readonly swaps: readonly Swap[];
  /** The settings file as it will be: every byte beside version and images is as it was. */
  readonly text: string;
}

const RELEASE = `${NAMESPACE}:release`;
const WORKLOADS = `${NAMESPACE}:workloads`;

/**
 * Plans the return to an earlier release.
 *
 * @param stack name of the stack, for messages
 * @param text the stack's settings file
 * @param to version to return to; the one before what runs where it is left out
 * @throws Failure with the reason and the next step where it cannot be
 */
export function planRollback(stack: string, text: string, to?: string): RollbackPlan {
  const file = `Pulumi.${stack}.yaml`;
  const document = parseDocument(text);
  const settings: unknown = document.errors.length > 0 ? undefined : document.toJS();
  const config = isRecord(settings) ? settings["config"] : undefined;
  if (!isRecord(config)) throw new Failure(`${file} cannot be read: golive config check ${stack} says why.`);
  const record = recordOf(stack, file, config);
  const { current, target, passed } = route(file, record, to);

  const final = passed.filter(({ migration }) => migration === "irreversible");
  if (final.length > 0) {
    const reasons = final.map(({ version, note }) => `${version}${note === undefined ? "" : ` (${note})`}`).join(", ");
    throw new Failure(
      `${stack} cannot return from ${current.version} to ${target.version}: the migration of ${reasons} cannot be gone back on, and ${target.version} would not work on the database as it is now.\n` +
        `Mend forward with a new release, or restore the database first: docs/runbooks/rollback.md`,
    );
  }
  const running = imagesIn(config[WORKLOADS]);
  const odd = [...Object.keys(running).filter((path) => !(path in target.images)), ...Object.keys(target.images).filter((path) => !(path in running))].sort();
  if (odd.length > 0) {
    throw new Failure(
      `${stack} cannot return to ${target.version}: it has not the same programs as ${current.version} (${odd.join(", ")}).\n` +
        `Bring the section ${WORKLOADS} of ${file} back to what it was at ${target.version} by the history of the repository, then run: golive up ${stack}`,
    );
  }
  const swaps = Object.keys(running)
    .filter((path) => running[path] !== target.images[path])
    .sort()
    .map((path): Swap => ({ path: `${WORKLOADS}.${path}.image`, from: running[path] ?? "", to: target.images[path] ?? "" }));
  const edits: Edit[] = [
    { path: ["config", RELEASE, "version"], value: target.version },
    ...swaps.map(({ path, to: value }): Edit => ({ path: ["config", WORKLOADS, ...path.slice(WORKLOADS.length + 1).split(".")], value })),
  ];
  return { from: current.version, to: target.version, swaps, text: edited(file, text, document, edits) };
}

/** The record of releases, whole and true to what the file deploys. */
function recordOf(stack: string, file: string, config: Record<string, unknown>): ReleaseConfig {
  const given = config[RELEASE];
  if (given === undefined) {
    throw new Failure(`${stack} has no record of its releases, so there is nothing to return to. Begin one: ${RELEASE} in ${file}, as docs/runbooks/rollback.md shows.`);
  }
  const parsed = releaseSchema.safeParse(given);
  if (!parsed.success) throw new Failure(problems(parsed.error, given, RELEASE, () => Object.keys(releaseSchema.shape)).map((each) => `${file}: ${sentence({ ...each, path: each.path.replace(`${RELEASE}:`, `${RELEASE}.`) })}`).join("\n"));
  const wrong = releaseContradictions(parsed.data, config[WORKLOADS]);
  if (wrong.length > 0) {
    throw new Failure(wrong.map(({ path, value, accepted }) => `${file}: ${NAMESPACE}:${path.join(".")} is ${value === undefined ? "missing" : JSON.stringify(value)}; accepted: ${accepted}`).join("\n"));
  }
  return parsed.data;
}

/** From which release to which, and the releases whose migrations are gone back on. */
function route(file: string, { version, history }: ReleaseConfig, to: string | undefined): { current: Version; target: Version; passed: Version[] } {
  const at = history.findIndex((each) => each.version === version);
  const current = history[at];
  if (current === undefined) throw new Failure(`${file}: ${RELEASE}.version is ${version}, which is not in the history`);
  const older = history.slice(at + 1);
  const names = older.map((each) => each.version).join(", ");
  const [previous] = older;
  if (previous === undefined) throw new Failure(`${version} is the first release that ${file} records: there is none before it to return to.`);
  if (to === undefined) return { current, target: previous, passed: [current] };
  if (to === version) throw new Failure(`${to} is what runs. It can return to: ${names}`);
  const index = history.findIndex((each) => each.version === to);
  const target = history[index];
  if (target === undefined) throw new Failure(`${file} records no release ${to}. It can return to: ${names}`);
  if (index < at) throw new Failure(`${to} is newer than ${version}, which runs: that is no rollback. Set its images and ${RELEASE}.version in ${file} and run golive up.`);
  return { current, target, passed: history.slice(at, index) };
}

interface Edit {
  readonly path: readonly string[];
  readonly value: string;
}

/**
 * Replaces the texts of scalars and nothing else: comments, quotes and layout stay. The result is read again, and has to
 * differ in exactly the values asked for: an anchor that others share would change those too.
 */
function edited(file: string, text: string, document: Document, edits: readonly Edit[]): string {
  const places = edits.map(({ path, value }) => {
    const node = nodeAt(document, path);
    const range = isScalar(node) ? node.range : undefined;
    if (range === undefined || range === null) throw new Failure(`${file}: ${path.slice(1).join(".")} is no plain value but an alias; write the value itself there, so that it can be changed alone`);
    return { start: range[0], end: range[1], value };
  });
  const result = places
    .sort((a, b) => b.start - a.start)
    .reduce((whole, { start, end, value }) => whole.slice(0, start) + spelled(value, whole.slice(start, end)) + whole.slice(end), text);
  const wanted = document.toJS() as Record<string, unknown>;
  for (const { path, value } of edits) assign(wanted, path, value);
  const reread = parseDocument(result);
  if (reread.errors.length > 0 || JSON.stringify(reread.toJS()) !== JSON.stringify(wanted)) {
    throw new Failure(`${file} cannot be changed safely: one of its values is shared by an anchor. Write the images out where they are used.`);
  }
  return result;
}

function nodeAt(document: Document, path: readonly string[]): unknown {
  let at: unknown = document.contents;
  for (const step of path) at = isMap(at) ? at.get(step, true) : undefined;
  return at;
}

/** The value in the quotes of the one it replaces; in quotes too where plain text would be read as something else. */
function spelled(value: string, before: string): string {
  if (before.startsWith('"')) return JSON.stringify(value);
  if (before.startsWith("'")) return `'${value.replaceAll("'", "''")}'`;
  return parseDocument(value).toJS() === value ? value : JSON.stringify(value);
}

function assign(whole: Record<string, unknown>, path: readonly string[], value: string): void {
  const [head = "", ...tail] = path;
  if (tail.length === 0) whole[head] = value;
  else assign(whole[head] as Record<string, unknown>, tail, value);
}
