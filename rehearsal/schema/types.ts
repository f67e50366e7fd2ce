/**
 * What a provider's schema says about a type: its arguments, its outputs and the shape of their values.
 */
import type { PackageName } from "../types.ts";

/** Shape of a value. An `object` resolves its properties when they are first asked for, since AWS's nested types recurse. */
export type TypeSpec =
  | { readonly kind: "string" | "number" | "boolean" | "any" | "asset" | "archive" }
  | { readonly kind: "array"; readonly items: TypeSpec }
  | { readonly kind: "map"; readonly values: TypeSpec }
  | ObjectType
  | { readonly kind: "union"; readonly of: readonly TypeSpec[] }
  | EnumType;

/** A named nested type. */
export interface ObjectType {
  readonly kind: "object";
  /** Dotted name in the declarations, such as `input.rds.InstanceRestoreToPointInTime`. */
  readonly name: string;
  readonly properties: Readonly<Record<string, Property>>;
}

/** Named values. */
export interface EnumType {
  readonly kind: "enum";
  readonly values: readonly (string | number)[];
  /** Whether other values of the same kind are accepted too (declared as `string | SomeEnum`). */
  readonly open: boolean;
}

/** One argument or output. */
export interface Property {
  readonly type: TypeSpec;
  readonly required: boolean;
  /** Text of the doc comment, for arguments and outputs of the type itself; nested types keep none. */
  readonly doc?: string;
  /** Whether the SDK marks it as a secret. */
  readonly secret?: boolean;
  /** Whether the documentation says that changing it makes a new resource. */
  readonly replaces: boolean;
  /** The legal values, where the documentation closes the list beyond doubt and the declared type does not. */
  readonly values?: readonly string[];
}

/** A resource type. */
export interface ResourceSchema {
  /** Type token, such as `aws:rds/instance:Instance`. */
  readonly token: string;
  readonly inputs: Readonly<Record<string, Property>>;
  /** Every property of the class, arguments included. */
  readonly outputs: Readonly<Record<string, Property>>;
  /** Outputs that are no arguments. */
  readonly computed: readonly string[];
  /** Whether other arguments than the declared ones are accepted (Kubernetes custom resources). */
  readonly open?: boolean;
  /** What the declarations say about the import id, such as `tgw-attach-0123`: arguments of `pulumi import`. */
  readonly imports?: readonly string[];
}

/** A function (data source). */
export interface FunctionSchema {
  /** Token, such as `aws:ec2/getVpc:getVpc`. */
  readonly token: string;
  readonly inputs: Readonly<Record<string, Property>>;
  readonly outputs: Readonly<Record<string, Property>>;
}

/** The schemas of the installed SDK packages. */
export interface Schemas {
  /** @throws UnknownTypeError where the installed package has no such type */
  resource(token: string): ResourceSchema;
  /** @throws UnknownTypeError where the installed package has no such function */
  function(token: string): FunctionSchema;
  /** Every resource type of the package, sorted. */
  tokens(pkg: PackageName): string[];
  /** Every function of the package, sorted. */
  functions(pkg: PackageName): string[];
  /** Installed version, such as `7.48.0`. */
  version(pkg: PackageName): string;
}

/** The installed package has no such resource type or function. */
export class UnknownTypeError extends Error {
  /** The token that was asked for. */
  readonly token: string;
  /** Known tokens that are spelt alike, nearest first. */
  readonly nearest: readonly string[];

  constructor(token: string, where: string, nearest: readonly string[]) {
    const hint = nearest.length === 0 ? "" : `; did you mean ${nearest.join(", ")}?`;
    super(`${token} is not known to ${where}${hint}`);
    this.name = "UnknownTypeError";
    this.token = token;
    this.nearest = nearest;
  }
}
