/** The compact form in which parsed declarations are kept on disk. Short keys: these files are read at every start. */

/** A type: a simple kind, or an object with one key that says which kind it is. */
export type StoredType =
  | "string" | "number" | "boolean" | "any" | "asset" | "archive"
  | { readonly array: StoredType }
  | { readonly map: StoredType }
  /** Dotted name of a nested type, its side (`input` or `output`) first. */
  | { readonly ref: string }
  | { readonly union: readonly StoredType[] }
  /** Dotted name of an enumeration. */
  | { readonly enum: string; readonly open?: 1 }
  | { readonly literals: readonly (string | number)[] };

/** A property; absent keys mean no. */
export interface StoredProperty {
  readonly t: StoredType;
  /** Required. */
  readonly r?: 1;
  /** Changing it makes a new resource. */
  readonly f?: 1;
  /** Legal values that the documentation closes. */
  readonly v?: readonly string[];
  /** Documentation. */
  readonly d?: string;
}

/** Properties by name. */
export type StoredProperties = Readonly<Record<string, StoredProperty>>;

/** A resource type or a function. */
export interface StoredDeclaration {
  readonly inputs: StoredProperties;
  readonly outputs: StoredProperties;
  /** Whether undeclared arguments are accepted. */
  readonly open?: 1;
  readonly imports?: readonly string[];
}

/** Nested types of one namespace by dotted name without the side. */
export type StoredNamespace = Readonly<Record<string, StoredProperties>>;

/** Values of enumerations by dotted name. */
export type StoredEnums = Readonly<Record<string, readonly (string | number)[]>>;
