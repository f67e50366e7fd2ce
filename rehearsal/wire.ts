/** Marks of Pulumi's wire format; constants of the protocol. Source: pulumi/pulumi sdk/nodejs/runtime/rpc.ts and sdk/go/common/resource/plugin/rpc.go. */

/** Key that says what an object stands for. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** What {@link SIGNATURE} says of a secret, whose plain or encrypted value is beside it. */
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What it says of a reference to a resource. */
export const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** What it says of a value with its dependencies. */
export const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Text that stands for a value of any type that is not known yet. */
export const UNKNOWN_ANY = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Every text that stands for an unknown value: of any type, boolean, number, list, map, asset, archive. */
export const UNKNOWNS: ReadonlySet<string> = new Set([
  UNKNOWN_ANY,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
