/** Turns property values as the engine's wire format has them into plain ones that can be read, compared and written. */

/** A plain value: unknowns are {@link UNKNOWN_TEXT}, secrets `{ secret: … }`, resource references their URN. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** What stands for a value that is not known yet. */
export const UNKNOWN_TEXT = "<unknown>";

// Signatures of Pulumi's wire format; they are constants of the protocol (sdk/nodejs/runtime/rpc.ts).
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const UNKNOWN_VALUES = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // any type, and strings
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // bool
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // object
]);

/** See {@link Plain}. */
export function plain(value: unknown): Plain {
  if (typeof value === "string") return UNKNOWN_VALUES.has(value) ? UNKNOWN_TEXT : value;
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
