/** A world in memory, and short ways to ask laws about it. */
import type { Change, Entity, Law, Props, Refusal, World } from "../../../rehearsal/types.ts";
import { token } from "../../../rehearsal/aws/kit.ts";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";

/** A thing in the world: short type, id, properties (arguments and outputs alike), region. */
export function thing(short: string, id: string, props: Props = {}, region: string = REGION): Entity {
  return { token: token(short), id, region, inputs: props, outputs: { ...props, id } };
}

export function worldOf(...entities: Entity[]): World {
  return {
    get: (wanted, id, region) =>
      entities.find((entity) => entity.token === wanted && entity.id === id && (region === undefined || entity.region === region)),
    list: (wanted, region) => entities.filter((entity) => entity.token === wanted && (region === undefined || entity.region === region)),
    all: () => entities,
  };
}

export interface Ask {
  readonly short: string;
  readonly inputs: Props;
  readonly world?: readonly Entity[];
  readonly operation?: Change["operation"];
  readonly id?: string;
  readonly olds?: Props;
  readonly region?: string;
}

/** The change the server would put before the laws. */
export function changeOf({ short, inputs, world = [], operation = "create", id, olds, region = REGION }: Ask): Change {
  return {
    operation,
    token: token(short),
    region,
    account: ACCOUNT,
    inputs,
    world: worldOf(...world),
    ...(id === undefined ? {} : { id }),
    ...(olds === undefined ? {} : { olds }),
  };
}

/** Asks every law that looks at the change, as the server does: `check` laws with an empty world. */
export function judge(laws: readonly Law[], ask: Ask): Refusal[] {
  const change = changeOf(ask);
  return laws
    .filter((law) => (law.tokens.includes(change.token) || law.tokens.includes("aws:*")) && law.on.includes(change.operation))
    .flatMap((law) => law.judge(law.phase === "check" ? { ...change, world: worldOf() } : change));
}

/** The codes of {@link judge}, in order. */
export function codes(laws: readonly Law[], ask: Ask): string[] {
  return judge(laws, ask).map(({ code }) => code);
}
