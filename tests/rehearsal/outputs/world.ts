import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSchemas } from "../../../rehearsal/schema/index.ts";
import type { Schemas } from "../../../rehearsal/schema/index.ts";
import type { Entity, InventContext, Props, World } from "../../../rehearsal/types.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";

/** A world of the given things. */
export function worldOf(entities: readonly Partial<Entity>[] = []): World {
  const all = entities.map((entity) => ({ token: "", id: "", region: REGION, inputs: {}, outputs: {}, ...entity }));
  return {
    get: (token, id, region) => all.find((one) => one.token === token && one.id === id && (region === undefined || one.region === region)),
    list: (token, region) => all.filter((one) => one.token === token && (region === undefined || one.region === region)),
    all: () => all,
  };
}

/** The creation of a thing; its hex is made of the token and a salt. */
export function creation(token: string, inputs: Props, more: Partial<InventContext> & { salt?: string } = {}): InventContext {
  const { salt = "", ...rest } = more;
  const hex = (length: number): string => createHash("sha512").update(`${token}${salt}`).digest("hex").slice(0, length);
  return { operation: "create", token, region: REGION, account: ACCOUNT, partition: "aws", inputs, world: worldOf(), hex, ...rest };
}

/** Schemas with a cache that is thrown away. */
export function temporarySchemas(): { schemas: Schemas; done: () => void } {
  const cacheDirectory = mkdtempSync(join(tmpdir(), "outputs-"));
  return { schemas: openSchemas({ cacheDirectory }), done: () => rmSync(cacheDirectory, { recursive: true, force: true }) };
}
