/** Security contexts, as far as the API server looks. Source: pkg/apis/core/validation, ValidateSecurityContext. */
import type { Field } from "./field.ts";

/** User and group ids: 0 to 2³¹ − 1. */
const MOST_ID = 2 ** 31 - 1;

function checkId(id: Field): void {
  if (id.number !== undefined && (id.number < 0 || id.number > MOST_ID)) id.invalid(`must be between 0 and ${MOST_ID}, inclusive`);
}

/** A path inside a directory: not absolute, no `..`. */
export function checkDescendingPath(path: Field, where: Field = path): void {
  if (path.text === undefined) return;
  if (path.text.startsWith("/")) where.invalid("must be a relative path", path.text);
  checkNoBacksteps(path, where);
}

/** A path without `..`. */
export function checkNoBacksteps(path: Field, where: Field = path): void {
  if (path.text?.split("/").includes("..") === true) where.invalid("must not contain '..'", path.text);
}

function checkSeccomp(profile: Field): void {
  if (!profile.given || profile.unknown) return;
  const type = profile.at("type");
  const local = profile.at("localhostProfile");
  if (!type.unknown) {
    if (type.empty || !["Localhost", "RuntimeDefault", "Unconfined"].includes(type.text ?? "")) type.unsupported(["Localhost", "RuntimeDefault", "Unconfined"]);
  }
  if (type.text === "Localhost") {
    if (!local.given) local.required("must be set when seccomp type is Localhost");
    else checkDescendingPath(local);
  } else if (!type.unknown && local.given && !local.unknown) {
    local.invalid("can only be set when seccomp type is Localhost", profile.value);
  }
}

function checkAppArmor(profile: Field): void {
  if (!profile.given || profile.unknown) return;
  const type = profile.at("type");
  const local = profile.at("localhostProfile");
  if (type.text === "Localhost") {
    const name = local.text?.trim();
    if (!local.unknown && (name === undefined || name === "")) local.required("must be set when AppArmor type is Localhost");
    else if (name !== undefined && name.length > 4095) local.tooLong(4095);
  } else if (type.text === "RuntimeDefault" || type.text === "Unconfined") {
    if (local.given && !local.unknown) local.invalid("can only be set when AppArmor type is Localhost");
  } else if (!type.unknown) {
    if (type.empty) type.required("type is required when appArmorProfile is set");
    else type.unsupported(["Localhost", "RuntimeDefault", "Unconfined"]);
  }
}

/** Security context of a container. */
export function checkSecurityContext(context: Field, hostUsers: boolean | undefined): void {
  if (!context.given || context.unknown) return;
  checkId(context.at("runAsUser"));
  checkId(context.at("runAsGroup"));
  const procMount = context.at("procMount");
  procMount.ifGivenOneOf(["Default", "Unmasked"]);
  if (procMount.text === "Unmasked" && hostUsers === true) procMount.invalid("`hostUsers` must be false to use `Unmasked`");
  checkSeccomp(context.at("seccompProfile"));
  if (context.at("allowPrivilegeEscalation").flag === false) {
    if (context.at("privileged").flag === true) context.invalid("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    if (context.at("capabilities", "add").texts.includes("CAP_SYS_ADMIN")) {
      context.invalid("cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }
  }
  checkAppArmor(context.at("appArmorProfile"));
}

const SYSCTL = /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;

function checkSysctls(context: Field, spec: Field): void {
  const seen = new Set<string>();
  for (const sysctl of context.at("sysctls").items()) {
    const name = sysctl.at("name");
    if (name.unknown) continue;
    const text = name.text ?? "";
    if (text === "") name.required();
    else if (text.length > 253 || !SYSCTL.test(text)) name.invalid("must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$");
    else if (seen.has(text)) name.duplicate();
    seen.add(text);
    const dotted = text.replaceAll("/", ".");
    if (spec.at("hostNetwork").flag === true && dotted.startsWith("net.")) name.invalid("may not be specified when 'hostNetwork' is set to true");
    if (spec.at("hostIPC").flag === true && (dotted.startsWith("kernel.shm") || dotted.startsWith("kernel.msg") || dotted === "kernel.sem" || dotted.startsWith("fs.mqueue."))) {
      name.invalid("may not be specified when 'hostIPC' is set to true");
    }
  }
}

/** Security context of a pod. */
export function checkPodSecurityContext(spec: Field): void {
  const context = spec.at("securityContext");
  if (!context.given || context.unknown) return;
  for (const key of ["fsGroup", "runAsUser", "runAsGroup"]) checkId(context.at(key));
  for (const group of context.at("supplementalGroups").items()) checkId(group);
  checkSysctls(context, spec);
  context.at("fsGroupChangePolicy").ifGivenOneOf(["OnRootMismatch", "Always"]);
  context.at("supplementalGroupsPolicy").ifGivenOneOf(["Merge", "Strict"]);
  checkSeccomp(context.at("seccompProfile"));
  checkAppArmor(context.at("appArmorProfile"));
}
