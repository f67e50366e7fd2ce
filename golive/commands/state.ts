/** `golive state …`: print a stack's state, and say what became of creations that were cut off. */
import { counted, printJson } from "../format/text.ts";
import { Failure } from "../run/failure.ts";
import { pendingCreates, settleCreations } from "../run/recover.ts";
import { exportedState } from "../run/state.ts";
import { isRehearsed, openStack } from "../run/stack.ts";

export async function exportState(name: string, options: { readonly rehearse?: true | undefined }): Promise<void> {
  const open = await openStack(name, { rehearse: isRehearsed(name, options.rehearse), progress: () => undefined, checkConfig: false });
  try {
    printJson(await exportedState(open));
  } finally {
    await open.close();
  }
}

/** Settles creations that an earlier run left open, all at once: adopts what is there, forgets what is not. Without decisions it lists them. */
export async function recoverState(name: string, options: { readonly rehearse?: true | undefined; readonly adopt?: readonly string[] | undefined; readonly forget?: readonly string[] | undefined }): Promise<void> {
  const adopted = (options.adopt ?? []).map((text) => {
    const [, urn, id] = /^(urn:pulumi:[^=]+)=(.+)$/.exec(text) ?? [];
    if (urn === undefined || id === undefined) throw new Failure(`"${text}" is not <urn>=<id>`);
    return [urn, id] as const;
  });
  const decisions = new Map<string, string | undefined>([...adopted, ...(options.forget ?? []).map((urn) => [urn, undefined] as const)]);
  const open = await openStack(name, { rehearse: isRehearsed(name, options.rehearse), progress: () => undefined, checkConfig: false });
  try {
    const state = await exportedState(open);
    const begun = pendingCreates(state).map(({ urn }) => urn);
    const strange = [...decisions.keys()].filter((urn) => !begun.includes(urn));
    if (strange.length > 0) throw new Failure([...strange.map((urn) => `${urn} is not among what an earlier run of ${name} was creating:`), ...(begun.length > 0 ? begun.map((urn) => `  ${urn}`) : ["  nothing"])].join("\n"));
    const left = begun.filter((urn) => !decisions.has(urn));
    if (decisions.size > 0 && left.length > 0) throw new Failure(["Nothing is settled: the engine forgets what is left open. Say of these too whether they are there:", ...left.map((urn) => `  ${urn}`)].join("\n"));
    if (decisions.size > 0) await settleCreations(open, state, decisions);
    process.stdout.write([`${name}: ${counted(decisions.size, "creation")} settled, ${left.length} open`, ...left.map((urn) => `  ${urn}`)].join("\n") + "\n");
  } finally {
    await open.close();
  }
}
