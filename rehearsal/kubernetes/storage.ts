/** Volumes, claims and classes of storage. Source: pkg/apis/core/validation, pkg/apis/storage/validation. */
import type { Law } from "../types.ts";
import { checkAccessModes, checkClaimSpec } from "./claims.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { dnsSubdomain, qualifiedName } from "./names.ts";
import { quantityAt } from "./resources.ts";
import { checkNodeSelector } from "./scheduling.ts";

const SOURCE = "https://kubernetes.io/docs/concepts/storage/";
const VOLUME_SOURCES = [
  "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc",
  "flexVolume", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi",
];

function checkCapacity(capacity: Field): void {
  if (capacity.unknown) return;
  if (capacity.empty) capacity.required();
  const names = capacity.entries().map(([name]) => name);
  if (!names.includes("storage") || names.length > 1) capacity.unsupported(["storage"]);
  for (const [, amount] of capacity.entries()) {
    const value = quantityAt(amount);
    if (value !== undefined && value <= 0n) amount.invalid("must be greater than zero");
  }
}

function checkVolume(root: Field): void {
  const spec = root.at("spec");
  if (spec.unknown) return;
  const modes = spec.at("accessModes");
  if (modes.empty) modes.required();
  else checkAccessModes(modes);
  checkCapacity(spec.at("capacity"));
  spec.at("persistentVolumeReclaimPolicy").oneOf(["Delete", "Recycle", "Retain"]);
  const required = spec.at("nodeAffinity", "required");
  if (spec.at("nodeAffinity").given) {
    if (!required.given) required.required("must specify required node constraints");
    else if (!required.unknown) checkNodeSelector(required);
  }
  const given = VOLUME_SOURCES.filter((key) => spec.at(key).given);
  if (given.length === 0) spec.required("must specify a volume type");
  for (const key of given.slice(1)) spec.at(key).forbidden("may not specify more than 1 volume type");
  if (given.includes("csi")) {
    const csi = spec.at("csi");
    const driver = csi.at("driver");
    if (driver.empty) driver.required();
    else if (driver.text !== undefined) {
      if (driver.text.length > 63) driver.tooLong(63);
      driver.syntax(dnsSubdomain(driver.text.toLowerCase()));
    }
    if (csi.at("volumeHandle").empty) csi.at("volumeHandle").required();
  }
  const name = spec.at("storageClassName");
  if (name.text !== undefined && name.text !== "") name.syntax(dnsSubdomain(name.text));
  const mode = spec.at("volumeMode");
  if (mode.text !== undefined && mode.text !== "" && !["Block", "Filesystem"].includes(mode.text)) mode.unsupported(["Block", "Filesystem"]);
}

function checkStorageClass(root: Field): void {
  const provisioner = root.at("provisioner");
  if (provisioner.empty) provisioner.required();
  else if (provisioner.text !== undefined) provisioner.syntax(qualifiedName(provisioner.text.toLowerCase()), provisioner.text.toLowerCase());
  const reclaim = root.at("reclaimPolicy");
  if (reclaim.text !== undefined && reclaim.text !== "" && !["Delete", "Retain"].includes(reclaim.text)) reclaim.unsupported(["Delete", "Retain"]);
  const binding = root.at("volumeBindingMode");
  if (binding.text !== undefined && !["Immediate", "WaitForFirstConsumer"].includes(binding.text)) binding.unsupported(["Immediate", "WaitForFirstConsumer"]);
}

/** Arguments of volumes, claims and storage classes. */
export const storageLaws: readonly Law[] = [
  objectLaw("persistent-volume", ["core/v1:PersistentVolume"], `${SOURCE}persistent-volumes/`, checkVolume),
  objectLaw("persistent-volume-claim", ["core/v1:PersistentVolumeClaim"], `${SOURCE}persistent-volumes/`, (root) => checkClaimSpec(root.at("spec"))),
  objectLaw("storage-class", ["storage/v1:StorageClass"], `${SOURCE}storage-classes/`, checkStorageClass),
];
