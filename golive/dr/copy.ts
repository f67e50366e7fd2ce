/** A copy of a rehearsed world to lose a Region in: the stack's own world stays as it is. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsLaws } from "../../rehearsal/aws/index.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import { Cloud } from "../../rehearsal/server/cloud.ts";
import { REHEARSAL_ACCOUNT } from "../../rehearsal/server/places.ts";
import type { Target } from "../../rehearsal/server/target.ts";
import type { Props } from "../../rehearsal/types.ts";
import { openStore } from "../../rehearsal/world/store.ts";
import type { Kept, Store } from "../../rehearsal/world/store.ts";
import { CACHE } from "../run/places.ts";

export interface WorldCopy {
  readonly store: Store;
  /** Makes a thing under AWS's laws. @throws RefusedError */
  create(token: string, name: string, inputs: Props): { readonly id: string; readonly outputs: Props };
  /** Changes a thing under AWS's laws. @throws RefusedError */
  update(thing: Kept, inputs: Props): Props;
  /** Takes the copy away. */
  close(): Promise<void>;
}

/** Copies a world, thing by thing: the file itself may be written to while it is read. */
export function copyWorld(from: Store, home: string): WorldCopy {
  const directory = mkdtempSync(join(tmpdir(), "golive-dr-"));
  const store = openStore(directory);
  for (const thing of from.all()) store.put(thing);
  const cloud = new Cloud({ pkg: "aws", schemas: openSchemas({ cacheDirectory: CACHE }), laws: awsLaws, store, account: REHEARSAL_ACCOUNT, region: home });
  const target = (token: string, name: string): Target => ({ urn: `urn:pulumi:dr::optibid::${token}::${name}`, token, name, config: {} });
  return {
    store,
    create: (token, name, inputs) => cloud.create(target(token, name), inputs, []),
    update: (thing, inputs) => cloud.update(target(thing.token, thing.urn.split("::").at(-1) ?? thing.id), thing.id, { ...inputs, ...(thing.region.startsWith("aws-") ? {} : { region: thing.region }) }, []).outputs,
    async close() {
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
