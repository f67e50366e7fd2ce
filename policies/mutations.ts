/**
 * Every mutation, in the order of the catalogue.
 */
import type { Mutation } from "./mutation.ts";
import { mutations as account } from "./mutations/account.ts";
import { mutations as data } from "./mutations/data.ts";
import { mutations as edge } from "./mutations/edge.ts";
import { mutations as network } from "./mutations/network.ts";
import { mutations as operations } from "./mutations/operations.ts";
import { mutations as programs } from "./mutations/programs.ts";
import { mutations as services } from "./mutations/services.ts";
import { mutations as workloads } from "./mutations/workloads.ts";
import { rules } from "./catalogue.ts";

export type { Mutation } from "./mutation.ts";

const order = new Map(rules.map(({ name }, index) => [name, index]));

export const mutations: readonly Mutation[] = [...account, ...workloads, ...network, ...edge, ...data, ...services, ...operations, ...programs].toSorted(
  (one, other) => order.get(one.rule)! - order.get(other.rule)!,
);
