/**
 * The two laws that follow from the reference tables: what is named must exist where it is named, and what is still
 * named cannot be deleted.
 */
import type { Change, Entity, Law, Refusal } from "../types.ts";
import { all, GLOBAL, isSelf, parseArn, pickTexts, prop, token, visible } from "./kit.ts";
import { REFERENCES, type Reference, type ReferenceOptions } from "./references.ts";
import type { Referent } from "./referent.ts";
import { REFERENTS, type ReferentName } from "./referents.ts";

const SOURCE = "https://docs.aws.amazon.com/ec2/latest/devguide/ec2-error-codes.html and each service's API reference, Errors";

/** One law a referent: every reference to it must name a thing that is there. */
export const referenceLaws: readonly Law[] = (Object.keys(REFERENTS) as ReferentName[]).flatMap((name) => {
  const rows = REFERENCES.filter(([, , to, options]) => to === name && options?.unchecked === undefined);
  if (rows.length === 0) return [];
  return [
    {
      name: `reference-${kebab(name)}`,
      tokens: [...new Set(rows.flatMap(([shorts]) => shorts.map(token)))],
      on: ["create", "update"],
      phase: "apply",
      source: SOURCE,
      judge: (change: Change) => rows.flatMap((row) => (names(row, change.token) ? missing(change, row) : [])),
    } satisfies Law,
  ];
});

/** One law a referent that AWS keeps while it is in use. */
export const inUseLaws: readonly Law[] = (Object.keys(REFERENTS) as ReferentName[]).flatMap((name) => {
  const referent: Referent = REFERENTS[name];
  const rows = REFERENCES.filter(([, , to, options]) => to === name && options?.holds === true);
  const { inUse } = referent;
  if (inUse === undefined || rows.length === 0) return [];
  return [
    {
      name: `in-use-${kebab(name)}`,
      tokens: inUse[0].map(token),
      on: ["delete"],
      phase: "apply",
      source: SOURCE,
      judge: (change: Change) => held(change, referent, rows),
    } satisfies Law,
  ];
});

function names([shorts]: Reference, wanted: string): boolean {
  return shorts.some((short) => token(short) === wanted);
}

/** Refusals for what one row of the table names and the world lacks. */
function missing(change: Change, [, paths, to, options]: Reference): Refusal[] {
  const referent: Referent = REFERENTS[to];
  const [code, message] = options?.missing ?? referent.missing;
  const candidates = () => all(change, ...referent.things.map(([short]) => short));
  return paths.flatMap((path) =>
    pickTexts(change.inputs, path)
      .filter(({ value }) => !beyond(change, referent, value))
      .filter(({ value }) => !exists(change, referent, options, candidates(), value))
      .map(({ path: property, value }) => ({ code, message: message.replace("%", value), property })),
  );
}

/** Whether the value names something that no stack of this account holds. */
function beyond(change: Change, referent: Referent, value: string): boolean {
  if (referent.outside?.test(value) === true) return true;
  const arn = parseArn(value);
  return arn !== undefined && arn.account !== "" && arn.account !== change.account;
}

function exists(
  change: Change,
  referent: Referent,
  options: ReferenceOptions | undefined,
  candidates: readonly Entity[],
  value: string,
): boolean {
  const reach = referent.anywhere ?? options?.anywhere;
  const region = parseArn(value)?.region ?? "";
  const anywhere = reach === true || (reach === "arn" && region !== "");
  return candidates.some((entity) => {
    if (!anywhere && !visible(entity, change.region)) return false;
    if (region !== "" && entity.region !== region && entity.region !== GLOBAL) return false;
    return identities(referent, entity).includes(plain(referent, value));
  });
}

/** Everything by which a thing may be named. */
function identities(referent: Referent, entity: Entity): string[] {
  return referent.things
    .filter(([short]) => token(short) === entity.token)
    .flatMap(([, ...keys]) => keys)
    .flatMap((key) => {
      if (key === "id") return [entity.id];
      const whole = prop(entity, key);
      if (typeof whole === "string") return [whole];
      return pickTexts(entity.outputs, key).map(({ value }) => value);
    })
    .map((value) => plain(referent, value));
}

function plain(referent: Referent, value: string): string {
  return referent.plain === undefined ? value : referent.plain(value);
}

/** The refusal to delete something that others name, naming the first of them. */
function held(change: Change, referent: Referent, rows: readonly Reference[]): Refusal[] {
  const self = change.id === undefined ? undefined : change.world.get(change.token, change.id, change.region);
  if (self === undefined || referent.inUse === undefined) return [];
  const mine = identities(referent, self);
  const [, code, message] = referent.inUse;
  for (const [shorts, paths, , options] of rows) {
    const anywhere = referent.anywhere !== undefined || options?.anywhere === true;
    for (const user of all(change, ...shorts)) {
      if (isSelf(change, user) || (!anywhere && !visible(user, change.region))) continue;
      // A rule of the group itself goes with the group.
      if (mine.includes(String(user.inputs["securityGroupId"]))) continue;
      const uses = paths.some((path) => {
        return pickTexts(user.inputs, path).some(({ value }) => mine.includes(plain(referent, value)));
      });
      if (uses) return [{ code, message: message.replace("%", self.id).replace("#", user.id) }];
    }
  }
  return [];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
