/**
 * After a crash: resources that were being made when an earlier run was cut off.
 *
 * The engine notes a creation before it begins it. Cut off between the cloud's deed and the note of its end, nobody
 * knows whether the thing is there: to create it again would double it, or be refused because its name is taken. So
 * nothing is begun before each of them is settled: adopted, where it is there, or forgotten. In the rehearsal the world
 * itself knows what was made for which URN; of AWS a person has to say. See docs/adr/0006-after-a-crash.md.
 *
 * And what the engine was about to delete before its replacement comes: it notes such a thing as deleted already when
 * it plans to, so that a run cut off in between would create the replacement beside it. So it counts as not deleted,
 * and the engine looks whether it is there.
 */
import { openStore } from "../../rehearsal/world/store.ts";
import { Failure } from "./failure.ts";
import { engineError } from "./operate.ts";
import { stackPlaces } from "./places.ts";
import type { OpenStack } from "./stack.ts";
import { exportedState, importState } from "./state.ts";
import type { ExportedState } from "./state.ts";

/** A resource as the exported state has it. Source: pulumi/pulumi sdk/go/common/apitype, ResourceV3. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly deletedWith?: string;
  /** Its successor is there; it only waits to be deleted. */
  readonly delete?: boolean;
  /** It is deleted, and its successor not yet there. */
  readonly pendingReplacement?: boolean;
}

interface Pending {
  readonly type: string;
  readonly resource: StateResource;
}

/** URN to the id of what is there; `undefined` where nothing is. */
export type Decisions = ReadonlyMap<string, string | undefined>;

/** Resources whose creation was begun and never noted as ended. */
export function pendingCreates({ deployment }: ExportedState): StateResource[] {
  const { pending_operations: pending } = deployment as { readonly pending_operations?: readonly Pending[] | null };
  return (pending ?? []).filter(({ type }) => type === "creating").map(({ resource }) => resource);
}

/**
 * The state with these creations settled: what is adopted has its id, and its place after what it depends on.
 * What it replaces becomes what the engine would have made of it.
 */
export function settledState(state: ExportedState, decisions: Decisions): ExportedState {
  const { pending_operations: pending, resources: recorded, ...rest } = state.deployment as unknown as { pending_operations?: readonly Pending[] | null; resources?: readonly StateResource[] };
  const resources = [...(recorded ?? [])];
  for (const resource of pendingCreates(state)) {
    const id = decisions.get(resource.urn);
    if (id === undefined) continue;
    const before = resources.findIndex(({ urn, delete: leaving }) => urn === resource.urn && leaving !== true);
    const [old] = before < 0 ? [] : resources.splice(before, 1);
    const needed = new Set(needs(resource));
    const at = resources.findLastIndex(({ urn }) => needed.has(urn)) + 1;
    resources.splice(at, 0, { ...resource, id });
    if (old !== undefined && old.pendingReplacement !== true) resources.push({ ...old, delete: true });
  }
  for (const [index, resource] of resources.entries()) {
    if (resource.pendingReplacement !== true) continue;
    const { pendingReplacement: _noted, ...kept } = resource;
    resources[index] = kept;
  }
  const open = (pending ?? []).filter(({ type, resource }) => type !== "creating" || !decisions.has(resource.urn));
  return { ...state, deployment: { ...rest, resources, ...(open.length > 0 ? { pending_operations: open } : {}) } as ExportedState["deployment"] };
}

function needs({ parent, provider, dependencies, propertyDependencies, deletedWith }: StateResource): string[] {
  // A provider reference is its URN with its id behind.
  const providerUrn = provider?.split("::").slice(0, -1).join("::");
  const named = Object.values(propertyDependencies ?? {}).flatMap((urns) => urns ?? []);
  return [parent, providerUrn, deletedWith, ...(dependencies ?? []), ...named].filter((urn): urn is string => urn !== undefined && urn !== "");
}

/**
 * Settles what an earlier run left open, before anything is begun. Says how many creations there were.
 *
 * @throws Failure where a person has to say what is there
 */
export async function recover(open: OpenStack, say: (line: string) => void): Promise<number> {
  const state = await exportedState(open);
  const begun = pendingCreates(state);
  if (begun.length === 0) {
    if (planned(state).length > 0) await settleCreations(open, state, new Map());
    return 0;
  }
  if (!open.rehearsed) throw new Failure(question(open.stack.name, begun));
  const decisions = await lookInWorld(open.stack.name, state, begun);
  await settleCreations(open, state, decisions);
  const adopted = [...decisions.values()].filter((id) => id !== undefined).length;
  say(`an earlier run of ${open.stack.name} was cut off while it created ${begun.map(({ urn }) => nameIn(urn)).join(", ")}: ${adopted} of ${begun.length} are there and taken over`);
  return begun.length;
}

/**
 * Writes the decisions into the state, and has the engine read what was adopted and what may be deleted. They have to be
 * about every open creation: the engine drops what is still open from a state that it imports.
 */
export async function settleCreations(open: OpenStack, state: ExportedState, decisions: Decisions): Promise<void> {
  await importState(open, settledState(state, decisions));
  const adopted = [...decisions].flatMap(([urn, id]) => (id === undefined ? [] : [urn]));
  const target = [...new Set([...adopted, ...planned(state)])];
  if (target.length === 0) return;
  try {
    await open.stack.refresh({ target });
  } catch (error) {
    await importState(open, state);
    throw new Failure(`What an earlier run of ${open.stack.name} left could not be read:\n${engineError(error)}`);
  }
}

/** What the engine notes as deleted, or only meant to delete. */
function planned({ deployment }: ExportedState): string[] {
  return (deployment.resources ?? []).filter(({ pendingReplacement }: Partial<StateResource>) => pendingReplacement === true).map(({ urn }) => urn);
}

/** What the world has of each, under an id that the state does not know. */
async function lookInWorld(stack: string, { deployment }: ExportedState, begun: readonly StateResource[]): Promise<Decisions> {
  const known = new Set((deployment.resources ?? []).map((resource: StateResource) => `${resource.urn} ${resource.id ?? ""}`));
  const store = openStore(stackPlaces(stack).world);
  try {
    const all = [...store.all()];
    return new Map(
      begun.map(({ urn }) => {
        const found = all.filter((thing) => thing.urn === urn && !known.has(`${urn} ${thing.id}`)).map(({ id }) => id);
        if (found.length > 1) throw new Failure(`The world of ${stack} has ${found.length} things for ${urn}: ${found.join(", ")}. Delete all but one: golive rehearsal edit <id> --delete --stack ${stack}`);
        return [urn, found[0]];
      }),
    );
  } finally {
    await store.close();
  }
}

function question(stack: string, begun: readonly StateResource[]): string {
  return [
    `An earlier run of ${stack} was cut off while it created these; nobody noted whether AWS has them:`,
    ...begun.map(({ urn }) => `  ${urn}`),
    "Nothing is begun before that is known: created again they would be there twice, or refused because their names are taken. Look in AWS, and say of every one, in one command:",
    `  golive state recover ${stack} --adopt '<urn>=<id>' --forget '<urn>'`,
    "--adopt: it is there, under this id (the one its documentation imports it by); --forget: it is not there.",
  ].join("\n");
}

function nameIn(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
