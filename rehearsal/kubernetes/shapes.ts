/** What the definition of a custom kind says of its fields, and what an API server refuses because of it. */
import { distance } from "fastest-levenshtein";
import type { Field } from "./field.ts";
import { isObject } from "./field.ts";

/** How a value of a custom kind has to look. */
export type Shape =
  | { readonly kind: "text"; readonly pattern?: RegExp; readonly values?: readonly string[]; readonly shortest?: number; readonly longest?: number }
  | { readonly kind: "whole"; readonly least?: number; readonly most?: number }
  | { readonly kind: "flag" }
  /** A whole number or a text: ports and quantities. */
  | { readonly kind: "either"; readonly pattern?: RegExp }
  | { readonly kind: "list"; readonly of: Shape; readonly most?: number; readonly distinct?: boolean }
  | { readonly kind: "map"; readonly of: Shape; readonly most?: number }
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, Shape>>; readonly required?: readonly string[]; readonly names?: Names; readonly rule?: (field: Field) => void };

/**
 * Which names beside the known ones are refused. `all` where the definition is published; `near` where it is not, so
 * that only what is plainly a slip of the pen is told from a field that came later.
 */
export type Names = "all" | "near";

/** Most letters by which a misspelt name differs from the right one. */
const SLIP = 2;

export const text: Shape = { kind: "text" };
export const flag: Shape = { kind: "flag" };
export const list = (of: Shape, more: { most?: number; distinct?: boolean } = {}): Shape => ({ kind: "list", of, ...more });
export const map = (of: Shape, more: { most?: number } = {}): Shape => ({ kind: "map", of, ...more });
export const oneOf = (...values: readonly string[]): Shape => ({ kind: "text", values });
export const object = (fields: Readonly<Record<string, Shape>>, more: { required?: readonly string[]; names?: Names; rule?: (field: Field) => void } = {}): Shape => ({ kind: "object", fields, ...more });

const CALLED = { text: "string", whole: "integer", flag: "boolean", either: "integer,string", list: "array", map: "object", object: "object" } as const;

function fits(shape: Shape, field: Field): boolean {
  switch (shape.kind) {
    case "text": return field.text !== undefined;
    case "whole": return Number.isInteger(field.value);
    case "flag": return field.flag !== undefined;
    case "either": return field.text !== undefined || Number.isInteger(field.value);
    case "list": return Array.isArray(field.value);
    default: return isObject(field.value);
  }
}

function refuses(known: readonly string[], name: string, names: Names): boolean {
  return names === "all" || known.some((each) => distance(each.toLowerCase(), name.toLowerCase()) <= SLIP);
}

function checkText(field: Field, { pattern, values, shortest = 0, longest = Infinity }: Extract<Shape, { kind: "text" }>): void {
  const value = field.text ?? "";
  if (values !== undefined && !values.includes(value)) field.unsupported(values);
  if (value.length < shortest) field.invalid(`${field.path} in body should be at least ${shortest} chars long`);
  if (value.length > longest) field.tooLong(longest);
  if (pattern !== undefined && !pattern.test(value)) field.invalid(`${field.path} in body should match '${pattern.source}'`);
}

function checkList(field: Field, { of, most = Infinity, distinct = false }: Extract<Shape, { kind: "list" }>): void {
  const items = field.items();
  if (items.length > most) field.tooMany(items.length, most);
  const seen = new Set<unknown>();
  for (const item of items) {
    checkShape(item, of);
    if (distinct && item.settled && seen.has(item.value)) item.duplicate();
    seen.add(item.value);
  }
}

function checkObject(field: Field, { fields, required = [], names = "all", rule }: Extract<Shape, { kind: "object" }>): void {
  const known = Object.keys(fields);
  for (const [name, member] of field.entries()) {
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape !== undefined) checkShape(field.at(name), shape);
    else if (member.given && refuses(known, name, names)) field.malformed(`strict decoding error: unknown field "${field.path}.${name}"`);
  }
  for (const name of required) if (!field.at(name).given) field.at(name).required();
  // The server asks the rules of a definition only where the rest is right.
  if (field.errors.length === 0) rule?.(field);
}

/** Complains about what a value does not have in common with its shape. A value not known yet has everything. */
export function checkShape(field: Field, shape: Shape): void {
  if (field.unknown || !field.given) return;
  if (!fits(shape, field)) {
    field.invalid(`${field.path} in body must be of type ${CALLED[shape.kind]}`);
    return;
  }
  switch (shape.kind) {
    case "text": return checkText(field, shape);
    case "list": return checkList(field, shape);
    case "object": return checkObject(field, shape);
    case "map": {
      const entries = field.entries();
      if (shape.most !== undefined && entries.length > shape.most) field.tooMany(entries.length, shape.most);
      for (const [, member] of entries) checkShape(member, shape.of);
      return;
    }
    case "either":
      if (shape.pattern !== undefined && !shape.pattern.test(String(field.value))) field.invalid(`${field.path} in body should match '${shape.pattern.source}'`);
      return;
    case "whole": {
      const { number = 0 } = field;
      if (shape.least !== undefined && number < shape.least) field.invalid(`${field.path} in body should be greater than or equal to ${shape.least}`);
      if (shape.most !== undefined && number > shape.most) field.invalid(`${field.path} in body should be less than or equal to ${shape.most}`);
      return;
    }
    case "flag": return;
  }
}
