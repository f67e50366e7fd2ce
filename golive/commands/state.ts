/** `golive state export`. */
import { printJson } from "../format/text.ts";
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
