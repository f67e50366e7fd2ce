/** The forms in which AWS writes ids, ARNs, names and addresses. */
import { createHash } from "node:crypto";
import type { Inventor, InventContext, Props, Value } from "../types.ts";

/** The part of {@link InventContext} that a form needs. */
export type Place = Pick<InventContext, "account" | "region" | "partition" | "hex">;

/** Hex that belongs to one part of a resource: the same for the same resource and label. Up to 128 digits. */
export function hexOf(context: Pick<InventContext, "hex">, label: string, length: number): string {
  return createHash("sha512").update(`${context.hex(32)}\n${label}`).digest("hex").slice(0, length);
}

/** Hex that belongs to any text: the same for the same text. Up to 128 digits. */
export const digest = (text: string, length: number): string => createHash("sha512").update(text).digest("hex").slice(0, length);

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits made of hex, at most 64. */
export function letters(hex: string, length: number): string {
  return Array.from({ length }, (_, index) => LETTERS.charAt(Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16) % LETTERS.length)).join("");
}

/** An id such as `vpc-0a1b2c3d4e5f60718`: the prefix and seventeen hex digits, the first of them 0 as AWS has it. */
export const prefixed = (context: Pick<InventContext, "hex">, prefix: string, label = prefix): string => `${prefix}-0${hexOf(context, label, 16)}`;

/** A UUID of version 4 form. */
export function uuid(context: Pick<InventContext, "hex">, label: string): string {
  const hex = hexOf(context, label, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}

/** An ARN; `region` and `account` may be left empty where the service is global or account-less. */
export function arn(place: Pick<Place, "partition" | "region" | "account">, service: string, resource: string, over: { region?: string; account?: string } = {}): string {
  return ["arn", place.partition, service, over.region ?? place.region, over.account ?? place.account, resource].join(":");
}

/** DNS suffix of the partition. */
export const suffix = (partition: string): string => (partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com");

/** The text of an argument, or undefined where it is absent, not known yet or no text. */
export function text(value: Value): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The text of a named argument, or a fallback. */
export const named = (inputs: Props, property: string, fallback = ""): string => text(inputs[property]) ?? fallback;

/** The items of a list that are text. */
export const texts = (value: Value): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : []);

/** An object, or an empty one. */
export const record = (value: Value): Props => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {});

/** A whole number below `bound`, made of hex. */
export const number = (hex: string, bound: number): number => Number.parseInt(hex.slice(0, 12), 16) % bound;

/** When the resource was made, in RFC 3339: any moment of 2026, the same for the same resource. */
export function moment(context: Pick<InventContext, "hex">): string {
  return new Date(Date.UTC(2026, 0, 1) + number(hexOf(context, "moment", 12), 200 * 86_400) * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}

/** An inventor of an id made of a prefix, and outputs. */
export function inventor(tokens: readonly string[], id: (context: InventContext) => string, outputs?: (context: InventContext & { readonly id: string }) => Props): Inventor {
  return outputs === undefined ? { tokens, id } : { tokens, id, outputs };
}

/** The thing of a type with this id, in the same region or any. */
export function lookup(context: InventContext, token: string, id: Value): Props | undefined {
  const wanted = text(id);
  return wanted === undefined ? undefined : context.world.get(token, wanted, context.region)?.outputs;
}
