/** Claims of persistent volumes, as the API server checks their spec. Source: ValidatePersistentVolumeClaimSpec. */
import type { Field } from "./field.ts";
import { dnsSubdomain } from "./names.ts";
import { quantityAt } from "./resources.ts";
import { checkSelector } from "./selector.ts";

/** How a volume can be mounted. */
export const ACCESS_MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

/** Complains about unknown modes, and about `ReadWriteOncePod` beside others. */
export function checkAccessModes(modes: Field): void {
  if (modes.empty) modes.required("at least 1 access mode is required");
  for (const mode of modes.items()) if (mode.text !== undefined && !ACCESS_MODES.includes(mode.text)) modes.unsupportedValue(mode.text, ACCESS_MODES);
  const known = new Set(modes.texts);
  if (known.has("ReadWriteOncePod") && known.size > 1) modes.forbidden("may not use ReadWriteOncePod with other access modes");
}

/** The spec of a claim, or of a template of one. */
export function checkClaimSpec(spec: Field): void {
  if (spec.unknown) return;
  const modes = spec.at("accessModes");
  checkAccessModes(modes);
  const selector = spec.at("selector");
  if (selector.given) checkSelector(selector);
  const requests = spec.at("resources", "requests");
  const storage = requests.at("storage");
  if (!storage.given) requests.key("storage").required();
  else {
    const amount = quantityAt(storage);
    if (amount !== undefined && amount <= 0n) requests.key("storage").invalid("must be greater than zero");
  }
  for (const list of [requests, spec.at("resources", "limits")]) {
    for (const [name, amount] of list.entries()) if (list !== requests || name !== "storage") quantityAt(amount);
  }
  for (const key of ["storageClassName", "volumeAttributesClassName"]) {
    const name = spec.at(key);
    if (name.text !== undefined && name.text !== "") name.syntax(dnsSubdomain(name.text));
  }
  const mode = spec.at("volumeMode");
  mode.ifGivenOneOf(["Block", "Filesystem"]);
}
