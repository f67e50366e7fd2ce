/**
 * A value with its path, and the errors the API server would raise about it. The words of the errors are those of
 * k8s.io/apimachinery/pkg/util/validation/field.
 */
import { UNKNOWN, type Props, type Refusal, type Value } from "../types.ts";

/** One complaint about one field. */
export interface FieldError {
  readonly path: string;
  /** Everything behind the path: `Invalid value: "A": must be lower case`. */
  readonly text: string;
  /** True where the object cannot even be read (HTTP 400 instead of 422). */
  readonly malformed: boolean;
}

/** Whether nothing in the value is still unknown. */
export function settled(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (Array.isArray(value)) return value.every(settled);
  return typeof value !== "object" || value === null || Object.values(value).every(settled);
}

/** Whether the value is a JSON object. */
export function isObject(value: Value): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as the API server's errors show it. */
function shown(value: Value): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "symbol") return "unknown";
  return typeof value === "object" ? JSON.stringify(value, (_key, inner: unknown) => (inner === UNKNOWN ? "unknown" : inner)) : JSON.stringify(value);
}

/** A place in an object: reads what is there and takes complaints about it. */
export class Field {
  readonly value: Value;
  readonly path: string;
  readonly #errors: FieldError[];

  constructor(value: Value, path = "", errors: FieldError[] = []) {
    this.value = value;
    this.path = path;
    this.#errors = errors;
  }

  /** All complaints made about this object, wherever in it. */
  get errors(): readonly FieldError[] {
    return this.#errors;
  }

  /** A member. Of an unknown value every member is unknown. */
  at(...keys: string[]): Field {
    return keys.reduce<Field>((field, key) => field.#child(key, field.path === "" ? key : `${field.path}.${key}`), this);
  }

  /** A member of a map, written `path[key]`. */
  key(key: string): Field {
    return this.#child(key, `${this.path}[${key}]`);
  }

  #child(key: string, path: string): Field {
    const value = isObject(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return new Field(this.value === UNKNOWN ? UNKNOWN : value, path, this.#errors);
  }

  /** The same value under another path: some errors are reported beside the place they are about. */
  named(path: string): Field {
    return new Field(this.value, path, this.#errors);
  }

  /** The elements of a list; none where it is missing or unknown. */
  items(): Field[] {
    return Array.isArray(this.value) ? this.value.map((value, index) => new Field(value, `${this.path}[${index}]`, this.#errors)) : [];
  }

  /** The members of a map, with their keys. */
  entries(): [string, Field][] {
    return isObject(this.value) ? Object.keys(this.value).filter((key) => key !== "__defaults").map((key) => [key, this.key(key)]) : [];
  }

  /** Not known yet, as a whole. */
  get unknown(): boolean {
    return this.value === UNKNOWN;
  }

  /** Whether something is there, be it known or not. */
  get given(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Whether the value is the zero value of its type: absent, empty text, 0, false, an empty list or map. */
  get empty(): boolean {
    const { value } = this;
    if (value === UNKNOWN) return false;
    if (Array.isArray(value)) return value.length === 0;
    if (isObject(value)) return Object.keys(value).length === 0;
    return value === undefined || value === null || value === "" || value === 0 || value === false;
  }

  /** Whether nothing in it is unknown. */
  get settled(): boolean {
    return settled(this.value);
  }

  /** The text; undefined where it is missing, unknown or of another type. */
  get text(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  /** The number; undefined where it is missing, unknown or of another type. */
  get number(): number | undefined {
    return typeof this.value === "number" ? this.value : undefined;
  }

  /** The flag; undefined where it is missing, unknown or of another type. */
  get flag(): boolean | undefined {
    return typeof this.value === "boolean" ? this.value : undefined;
  }

  /** The known texts of a list. */
  get texts(): string[] {
    return Array.isArray(this.value) ? this.value.filter((item): item is string => typeof item === "string") : [];
  }

  #say(text: string, malformed = false): void {
    this.#errors.push({ path: this.path, text, malformed });
  }

  /** @param about what the error shows in place of the value */
  invalid(detail: string, about: Value = this.value): void {
    this.#say(`Invalid value: ${shown(about)}: ${detail}`);
  }

  /** {@link invalid} without showing the value. */
  problem(detail: string): void {
    this.#say(`Invalid value: ${detail}`);
  }

  required(detail?: string): void {
    this.#say(detail === undefined ? "Required value" : `Required value: ${detail}`);
  }

  duplicate(about: Value = this.value): void {
    this.#say(`Duplicate value: ${shown(about)}`);
  }

  unsupported(supported: readonly string[]): void {
    this.unsupportedValue(this.value ?? "", supported);
  }

  /** {@link unsupported}, about a value that is found elsewhere. */
  unsupportedValue(value: Value, supported: readonly string[]): void {
    this.#say(`Unsupported value: ${shown(value)}: supported values: ${[...supported].sort().map((one) => JSON.stringify(one)).join(", ")}`);
  }

  forbidden(detail: string): void {
    this.#say(`Forbidden: ${detail}`);
  }

  notFound(): void {
    this.#say(`Not found: ${shown(this.value)}`);
  }

  tooLong(most: number): void {
    this.#say(`Too long: may not be more than ${most} bytes`);
  }

  tooMany(count: number, most: number): void {
    this.#say(`Too many: ${count}: must have at most ${most} items`);
  }

  /** The object cannot be read at all. */
  malformed(detail: string): void {
    this.#say(detail, true);
  }

  /** Complains where the value is its type's zero value. */
  require(detail?: string): void {
    if (this.empty) this.required(detail);
  }

  /** Complains about a given text outside a closed set; an empty one counts as absent. */
  oneOf(supported: readonly string[]): void {
    if (this.text !== undefined && this.text !== "" && !supported.includes(this.text)) this.unsupported(supported);
  }

  /** {@link oneOf} for a field where empty text is a value like any other, and a wrong one. */
  ifGivenOneOf(supported: readonly string[]): void {
    if (this.text !== undefined && !supported.includes(this.text)) this.unsupported(supported);
  }

  /** {@link oneOf}, and something must be there. */
  requireOneOf(supported: readonly string[]): void {
    if (this.empty) this.required();
    else this.oneOf(supported);
  }

  /** Complains about a negative number. */
  nonNegative(): void {
    if (this.number !== undefined && this.number < 0) this.invalid("must be greater than or equal to 0");
  }

  /** Complains about a number that is given and not above zero. */
  positive(): void {
    if (this.number !== undefined && this.number <= 0) this.invalid("must be greater than 0");
  }

  /** Complains about a number outside `low`–`high`, both inclusive. */
  between(low: number, high: number): void {
    if (this.number !== undefined && (this.number < low || this.number > high)) this.invalid(`must be between ${low} and ${high}, inclusive`);
  }

  /** Adds each reason of a syntax check. */
  syntax(reasons: readonly string[], about: Value = this.value): void {
    for (const reason of reasons) this.invalid(reason, about);
  }
}

/** Complaints as refusals about the object `what` (`Deployment.apps "x"`). */
export function refusalsOf(errors: readonly FieldError[], what: { kind: string; version: string; subject: string }): Refusal[] {
  return errors.map(({ path, text, malformed }) => {
    const message = malformed
      ? `${what.kind} in version "${what.version}" cannot be handled as a ${what.kind}: ${text}`
      : `${what.subject} is invalid: ${path}: ${text}`;
    return { code: malformed ? "BadRequest" : "Invalid", message, property: path };
  });
}
