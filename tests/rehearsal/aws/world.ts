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

/** A network that stands: one VPC over two zones, with a gateway, two groups and a role, a key and a bucket. */
export const network: readonly Entity[] = [
  thing("ec2/vpc", "vpc-1", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true }),
  thing("ec2/vpc", "vpc-2", { cidrBlock: "10.1.0.0/16" }),
  thing("ec2/subnet", "subnet-a", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", availabilityZone: `${REGION}a` }),
  thing("ec2/subnet", "subnet-a2", { vpcId: "vpc-1", cidrBlock: "10.0.2.0/24", availabilityZone: `${REGION}a` }),
  thing("ec2/subnet", "subnet-b", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24", availabilityZone: `${REGION}b` }),
  thing("ec2/subnet", "subnet-x", { vpcId: "vpc-2", cidrBlock: "10.1.0.0/24", availabilityZone: `${REGION}b` }),
  thing("ec2/securityGroup", "sg-1", { vpcId: "vpc-1", name: "one" }),
  thing("ec2/securityGroup", "sg-2", { vpcId: "vpc-2", name: "two" }),
];

/** ARN of something in the account and region of the tests. */
export function arn(service: string, resource: string, region: string = REGION): string {
  return `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
}

/** A policy with one statement. */
export function policy(statement: Record<string, unknown>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

export const trust = (service: string): string => policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });

/** Examples of one law: what it refuses, with the exact codes of this law, and what every law accepts. */
export interface Cases {
  readonly law: string;
  readonly refuses: readonly (readonly [code: string | readonly string[], ask: Ask])[];
  readonly accepts: readonly Ask[];
}
