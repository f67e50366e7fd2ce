/** Turns property values as the engine's wire format has them into plain ones that can be read, compared and written. */
import { OUTPUT_VALUE, RESOURCE, SECRET, SIGNATURE, UNKNOWNS } from "../../rehearsal/wire.ts";

/** A plain value: unknowns are {@link UNKNOWN_TEXT}, secrets `{ secret: … }`, resource references their URN. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** What stands for a value that is not known yet. */
export const UNKNOWN_TEXT = "<unknown>";

/** See {@link Plain}. */
export function plain(value: unknown): Plain {
  if (typeof value === "string") return UNKNOWNS.has(value) ? UNKNOWN_TEXT : value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    const record = value as Record<string, unknown>;
    switch (record[SIGNATURE]) {
      case SECRET:
        return { secret: plain(record["value"]) };
      case RESOURCE:
        return plain(record["urn"]);
      case OUTPUT_VALUE:
        return "value" in record ? plain(record["value"]) : UNKNOWN_TEXT;
      default:
        return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, plain(each)]));
    }
  }
  return null;
}
