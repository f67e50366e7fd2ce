/** Schemas of the rehearsed providers, read from the type declarations of the installed SDK packages. */
export { openSchemas } from "./open.ts";
export { packageOf } from "./packages.ts";
export { checkInputs, checkProviderConfig, readProviderConfig } from "./check.ts";
export type { Failure } from "./check.ts";
export { UnknownTypeError } from "./types.ts";
export type { EnumType, FunctionSchema, ObjectType, Property, ResourceSchema, Schemas, TypeSpec } from "./types.ts";
