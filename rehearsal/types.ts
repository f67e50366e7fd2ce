/**
 * The words of the rehearsal cloud. Every part of it speaks in these: the schema reader, the laws that refuse,
 * the inventors of outputs, the store and the provider-protocol server.
 */

/** Plain property values as the engine sends them, secrets unwrapped, with {@link UNKNOWN} in place of what is not known yet. */
export type Value = string | number | boolean | null | undefined | typeof UNKNOWN | Value[] | { [key: string]: Value };

/** The properties of one resource. */
export type Props = { [key: string]: Value };

/** A value that the engine does not know yet. Only seen at preview and in `Check`; a law never refuses because of it. */
export const UNKNOWN: unique symbol = Symbol.for("golive.rehearsal.unknown");

/** Package whose provider is played. */
export type PackageName = "aws" | "kubernetes" | "random";

/** A thing that exists in the rehearsed account. */
export interface Entity {
  /** Resource type, such as `aws:ec2/vpc:Vpc`. */
  readonly token: string;
  /** Provider-assigned id, such as `vpc-0a1b2c3d4e5f60718`. */
  readonly id: string;
  /** AWS region the thing lives in (`aws-global` for global services); for Kubernetes the id of the cluster it was sent to. */
  readonly region: string;
  /** The arguments it was made or last changed with. */
  readonly inputs: Props;
  /** The whole state as the provider reports it: arguments and computed properties. */
  readonly outputs: Props;
}

/** What laws and inventors may ask of the world. Reading only. */
export interface World {
  /** The thing with this id, in this region where one is given. */
  get(token: string, id: string, region?: string): Entity | undefined;
  /** All things of a type, in this region where one is given. */
  list(token: string, region?: string): Entity[];
  /** Everything there is. */
  all(): Iterable<Entity>;
}

/** Something that is about to be done to the world. */
export interface Change {
  readonly operation: "create" | "update" | "delete";
  readonly token: string;
  /** Region the request goes to (for Kubernetes: the cluster). */
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Id of the thing that is changed or deleted; absent on create. */
  readonly id?: string;
  /** New arguments; on delete the last ones. */
  readonly inputs: Props;
  /** State before the change; absent on create. */
  readonly olds?: Props;
  readonly world: World;
}

/** The cloud says no. */
export interface Refusal {
  /** AWS's error code (`InvalidSubnet.Range`, `DBSubnetGroupDoesNotCoverEnoughAZs`) or Kubernetes' reason (`Invalid`, `NotFound`). */
  readonly code: string;
  /** AWS's wording, close enough to recognise; names the value that was refused. */
  readonly message: string;
  /** Property path the refusal is about, such as `subnetIds[1]`, where it is about one. */
  readonly property?: string;
}

/**
 * One reason to say no. Pure: sees the change and the world, answers with refusals or nothing.
 */
export interface Law {
  /** Short kebab-case name, unique. */
  readonly name: string;
  /** Resource types it looks at; `"aws:*"` and `"kubernetes:*"` mean every type of that package. */
  readonly tokens: readonly string[];
  /** Operations it looks at. */
  readonly on: readonly Change["operation"][];
  /**
   * `check`: needs only the arguments, so it is asked at preview too (values may be UNKNOWN, and `world` is empty);
   * `apply`: needs the world, asked when the change is really made.
   */
  readonly phase: "check" | "apply";
  /** Where AWS or Kubernetes documents it. */
  readonly source: string;
  judge(change: Change): Refusal[];
}

/** Asked for the computed properties of one or more resource types. */
export interface InventContext extends Change {
  /** Partition of the region: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** A stream of lower-case hex of the length asked for, the same for the same resource. */
  hex(length: number): string;
}

/** Makes the id and the computed outputs of a resource type. What it leaves out is filled in from the schema. */
export interface Inventor {
  readonly tokens: readonly string[];
  /** The provider-assigned id. */
  id?(context: InventContext): string;
  /** Computed properties beside the arguments; sees the id. */
  outputs?(context: InventContext & { readonly id: string }): Props;
}
