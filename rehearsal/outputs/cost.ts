/** Cost allocation tags. Budgets and anomalies are with the other services. */
import type { Inventor } from "../types.ts";
import { inventor, named } from "./forms.ts";

/** Inventors of Cost Explorer's types that the generic answer would get wrong: a tag's status is known by its key. */
export const COST: readonly Inventor[] = [
  inventor(["aws:costexplorer/costAllocationTag:CostAllocationTag"], ({ inputs }) => named(inputs, "tagKey"), ({ id }) => ({ type: id.startsWith("aws:") ? "AWSGenerated" : "UserDefined" })),
];
