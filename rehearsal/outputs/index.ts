/** Ids, names, computed properties and differences of everything in the rehearsed cloud. */
export { autoname, autonames, NameTooLongError } from "./autoname.ts";
export type { NameRule } from "./autoname.ts";
export { diffProperties } from "./diff.ts";
export type { Difference } from "./diff.ts";
export { INVENTORS, inventOutputs } from "./invent.ts";
export type { Invented } from "./invent.ts";
export { CLUSTER_SCOPED } from "./kubernetes.ts";
export { listComputedAtPreview } from "./preview.ts";
