/** Volumes of a pod. Source: pkg/apis/core/validation, ValidateVolumes. */
import { checkFieldRef, checkResourceFieldRef, VOLUME_FIELDS } from "./downward.ts";
import { Field } from "./field.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";
import { quantityAt } from "./resources.ts";
import { checkClaimSpec } from "./claims.ts";
import { checkDescendingPath, checkNoBacksteps } from "./security-context.ts";

/** In the order in which the API server looks at them. */
const SOURCES = [
  "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker",
  "persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume",
  "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral", "image",
] as const;

const MODE = "must be a number between 0 and 0777 (octal), both inclusive";
const HOST_PATH_TYPES = ["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"];

/** Ten minutes to 2³² seconds. */
const TOKEN_SECONDS = [600, 2 ** 32] as const;

function checkMode(mode: Field): void {
  if (mode.number !== undefined && (mode.number > 0o777 || mode.number < 0)) mode.invalid(MODE);
}

function checkFilePath(path: Field, where: Field = path): void {
  checkDescendingPath(path, where);
  if (path.text?.startsWith("..") === true && !path.text.startsWith("../")) where.invalid("must not start with '..'", path.text);
}

function checkItem(item: Field): void {
  item.at("key").require();
  item.at("path").require();
  checkFilePath(item.at("path"));
  checkMode(item.at("mode"));
}

function checkDownwardFile(file: Field, where: Field): void {
  if (file.at("path").empty) where.at("path").required();
  checkFilePath(file.at("path"), where.at("path"));
  const fieldRef = file.at("fieldRef");
  const resource = file.at("resourceFieldRef");
  if (fieldRef.given) {
    checkFieldRef(fieldRef.named(where.at("fieldRef").path), VOLUME_FIELDS);
    if (resource.given) where.invalid("fieldRef and resourceFieldRef can not be specified simultaneously", "resource");
  } else if (resource.given) checkResourceFieldRef(resource, true);
  else if (!file.unknown) where.required("one of fieldRef and resourceFieldRef is required");
  checkMode(file.at("mode"));
}

function checkProjected(projected: Field): void {
  checkMode(projected.at("defaultMode"));
  const paths = new Set<string>();
  const unique = (path: string | undefined, about: string): void => {
    if (path === undefined || path === "") return;
    if (paths.has(path)) projected.invalid("conflicting duplicate paths", about);
    paths.add(path);
  };
  for (const source of projected.at("sources").items()) {
    let count = 0;
    for (const kind of ["secret", "configMap"]) {
      const part = source.at(kind);
      if (!part.given) continue;
      count += 1;
      part.at("name").require();
      for (const item of part.at("items").items()) {
        checkItem(item);
        unique(item.at("path").text, part.at("name").text ?? "");
      }
    }
    if (source.at("downwardAPI").given) {
      count += 1;
      for (const file of source.at("downwardAPI", "items").items()) {
        checkDownwardFile(file, source.at("downwardAPI"));
        unique(file.at("path").text, file.at("path").text ?? "");
      }
    }
    const token = source.at("serviceAccountToken");
    if (token.given) {
      count += 1;
      const seconds = token.at("expirationSeconds");
      if (seconds.number !== undefined && seconds.number < TOKEN_SECONDS[0]) seconds.invalid("may not specify a duration less than 10 minutes");
      if (seconds.number !== undefined && seconds.number > TOKEN_SECONDS[1]) seconds.invalid("may not specify a duration larger than 2^32 seconds");
      if (token.at("path").empty) projected.at("path").required();
      else checkFilePath(token.at("path"), projected.at("path"));
    }
    if (source.at("clusterTrustBundle").given) count += 1;
    if (count > 1) source.forbidden("may not specify more than 1 volume type per source");
  }
}

function checkSource(volume: Field, kind: (typeof SOURCES)[number]): void {
  const source = volume.at(kind);
  switch (kind) {
    case "hostPath": {
      const path = source.at("path");
      if (path.empty) path.required();
      else {
        checkNoBacksteps(path);
        const type = source.at("type");
        if (type.text !== undefined && !HOST_PATH_TYPES.includes(type.text)) type.unsupported(HOST_PATH_TYPES);
      }
      break;
    }
    case "secret": case "configMap":
      source.at(kind === "secret" ? "secretName" : "name").require();
      checkMode(source.at("defaultMode"));
      source.at("items").items().forEach(checkItem);
      break;
    case "persistentVolumeClaim": source.at("claimName").require(); break;
    case "nfs":
      source.at("server").require();
      source.at("path").require();
      if (source.at("path").text?.startsWith("/") === false && source.at("path").text !== "") source.at("path").invalid("must be an absolute path");
      break;
    case "downwardAPI":
      checkMode(source.at("defaultMode"));
      for (const file of source.at("items").items()) checkDownwardFile(file, source);
      break;
    case "projected": checkProjected(source); break;
    case "csi": checkCsi(source); break;
    case "ephemeral": {
      const template = source.at("volumeClaimTemplate");
      if (!template.given) template.required();
      else checkClaimSpec(template.at("spec"));
      break;
    }
    case "image": source.at("pullPolicy").oneOf(["Always", "IfNotPresent", "Never"]); break;
    default: break;
  }
}

function checkCsi(source: Field): void {
  const driver = source.at("driver");
  if (driver.empty) driver.required();
  else if (driver.text !== undefined) {
    if (driver.text.length > 63) driver.tooLong(63);
    driver.syntax(dnsSubdomain(driver.text.toLowerCase()));
  }
  if (source.at("nodePublishSecretRef").given) source.at("nodePublishSecretRef", "name").require();
}

/** At most one source; none at all becomes an emptyDir. */
function checkVolumeSource(volume: Field): void {
  if (volume.unknown) return;
  const limit = quantityAt(volume.at("emptyDir", "sizeLimit"));
  if (limit !== undefined && limit < 0n) volume.at("emptyDir", "sizeLimit").forbidden("SizeLimit field must be a valid resource quantity");
  const given = SOURCES.filter((kind) => volume.at(kind).given);
  given.forEach((kind, index) => {
    if (index === 0) checkSource(volume, kind);
    else volume.at(kind).forbidden("may not specify more than 1 volume type");
  });
}

/**
 * The volumes of a pod.
 *
 * @param more names of volumes that come from elsewhere: the claim templates of a StatefulSet
 * @returns the good ones by name; undefined where not all are known
 */
export function checkVolumes(spec: Field, more: readonly Field[] = []): ReadonlyMap<string, Field> | undefined {
  const list = spec.at("volumes");
  const good = new Map<string, Field>();
  let complete = !list.unknown;
  const replaced = new Map(more.flatMap((template) => (template.at("metadata", "name").text === undefined ? [] : [[template.at("metadata", "name").text ?? "", template] as const])));
  for (const volume of list.items()) {
    const name = volume.at("name");
    if (name.text !== undefined && replaced.has(name.text)) continue;
    const before = volume.errors.length;
    checkVolumeSource(volume);
    if (name.empty) name.required();
    else if (name.text !== undefined) name.syntax(dnsLabel(name.text));
    if (name.text !== undefined && good.has(name.text)) name.duplicate();
    if (name.unknown || volume.unknown) complete = false;
    if (volume.errors.length === before && name.text !== undefined) good.set(name.text, volume);
  }
  for (const [name, template] of replaced) good.set(name, new Field({ persistentVolumeClaim: {} }, template.path));
  if (more.some((template) => template.unknown || template.at("metadata", "name").unknown)) complete = false;
  return complete ? good : undefined;
}
