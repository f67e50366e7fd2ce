/** Metadata of every object: name, namespace, labels, annotations, finalizers. Source: apimachinery/pkg/api/validation/objectmeta.go. */
import type { Change, Law, Props } from "../types.ts";
import { Field, isObject, refusalsOf } from "./field.ts";
import { kindOf, qualifiedKind } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { bytes, dns1035Label, dnsLabel, dnsSubdomain, labelValue, maskTrailingDash, pathSegment, qualifiedName } from "./names.ts";

/** Total size of an object's annotations, keys and values (256 KiB). */
const ANNOTATIONS_BYTES = 256 * 1024;

/** CronJob names leave 11 characters of a Job's 63 for the time. */
const CRON_JOB_NAME = 52;

/** RBAC names are only steps of a URL. */
const PATH_SEGMENT_NAMES: ReadonlySet<string> = new Set(["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]);

/** Kinds whose names end up as one label of a DNS name. */
const LABEL_NAMES: ReadonlySet<string> = new Set(["Namespace", "PodSchedulingContext", "PodScheduling"]);

/** The object's name; undefined while unknown or made up by the provider. */
export function nameOf(inputs: Props): string | undefined {
  const metadata = inputs["metadata"];
  const name = isObject(metadata) ? metadata["name"] : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** The object's namespace, `default` where none is given; undefined while unknown. */
export function namespaceOf(inputs: Props): string | undefined {
  const metadata = new Field(inputs).at("metadata");
  const namespace = metadata.at("namespace");
  if (namespace.unknown) return undefined;
  return namespace.text === undefined || namespace.text === "" ? "default" : namespace.text;
}

/** `Deployment.apps "x"`, the subject of the API server's errors. */
export function subjectOf(kind: Kind, inputs: Props): string {
  return `${qualifiedKind(kind)} ${JSON.stringify(nameOf(inputs) ?? "")}`;
}

/** What is wrong with the name of an object of this kind. */
export function nameSyntax({ kind, group }: Pick<Kind, "kind" | "group">, name: string): string[] {
  if (group === "rbac.authorization.k8s.io" && PATH_SEGMENT_NAMES.has(kind)) return pathSegment(name);
  if (kind === "Service" && group === "") return dns1035Label(name);
  if (LABEL_NAMES.has(kind)) return dnsLabel(name);
  if (kind === "StatefulSet" && group === "apps") return dnsLabel(name);
  if (kind === "APIService" || kind === "IPAddress" || kind === "PodDisruptionBudget") return pathSegment(name);
  return dnsSubdomain(name);
}

/** A CronJob's name must leave room for what is added to the names of its Jobs. */
function further(kind: Kind, name: Field): void {
  const { text } = name;
  if (text === undefined) return;
  if (kind.group === "batch" && kind.kind === "CronJob" && bytes(text) > CRON_JOB_NAME) {
    name.invalid(`must be no more than ${CRON_JOB_NAME} characters`);
  }
}

/** Labels: keys are qualified names, values at most 63 bytes. */
export function checkLabels(labels: Field): void {
  for (const [key, value] of labels.entries()) {
    labels.syntax(qualifiedName(key), key);
    if (value.text !== undefined) labels.syntax(labelValue(value.text), value.text);
  }
}

/** Annotations: keys are qualified names, 256 KiB in all. */
export function checkAnnotations(annotations: Field): void {
  let total = 0;
  for (const [key, value] of annotations.entries()) {
    annotations.syntax(qualifiedName(key.toLowerCase()), key);
    total += bytes(key) + bytes(value.text ?? "");
  }
  if (total > ANNOTATIONS_BYTES) annotations.tooLong(ANNOTATIONS_BYTES);
}

function checkOwners(owners: Field): void {
  let controllers = 0;
  for (const owner of owners.items()) {
    for (const key of ["apiVersion", "kind", "name", "uid"]) if (owner.at(key).empty) owner.at(key).invalid("must not be empty", "");
    const version = owner.at("apiVersion");
    if ((version.text ?? "").split("/").length > 2) owners.at("apiVersion").invalid("version must not be empty", version.text ?? "");
    if (owner.at("controller").flag === true) controllers += 1;
  }
  if (controllers > 1) owners.invalid("Only one reference can have Controller set to true");
}

/** Finalizers that need no domain. */
const STANDARD_FINALIZERS = ["kubernetes", "orphan", "foregroundDeletion"];

function checkFinalizers(finalizers: Field, kind: Kind): void {
  for (const finalizer of finalizers.items()) {
    const { text } = finalizer;
    if (text === undefined) continue;
    finalizers.syntax(qualifiedName(text), text);
    const domain = text.includes("/") || !kind.builtIn || kind.kind === "PodDisruptionBudget";
    if (!domain && !STANDARD_FINALIZERS.includes(text)) finalizer.invalid("name is neither a standard finalizer name nor is it fully qualified");
  }
  if (finalizers.texts.includes("orphan") && finalizers.texts.includes("foregroundDeletion")) {
    finalizers.invalid("finalizer orphan and foregroundDeletion cannot be both set");
  }
}

/** Metadata of an object of this kind. The name may be absent: then the provider makes one up. */
export function checkMetadata(kind: Kind, metadata: Field): void {
  const generate = metadata.at("generateName");
  if (generate.text !== undefined) generate.syntax(nameSyntax(kind, maskTrailingDash(generate.text)));
  const name = metadata.at("name");
  if (name.text !== undefined && name.text !== "") {
    name.syntax(nameSyntax(kind, name.text));
    further(kind, name);
  }
  // On a kind without namespaces the API server drops the namespace silently.
  const namespace = metadata.at("namespace");
  if (kind.namespaced && namespace.text !== undefined && namespace.text !== "") namespace.syntax(dnsLabel(namespace.text));
  checkLabels(metadata.at("labels"));
  checkAnnotations(metadata.at("annotations"));
  checkOwners(metadata.at("ownerReferences"));
  checkFinalizers(metadata.at("finalizers"), kind);
}

/** The refusals a check of the whole object comes to. */
export function judged(change: Change, kind: Kind, check: (root: Field) => void): ReturnType<Law["judge"]> {
  const root = new Field(change.inputs);
  check(root);
  return refusalsOf(root.errors, { kind: kind.kind, version: kind.version, subject: subjectOf(kind, change.inputs) });
}

/** Every object's metadata. */
export const metadataLaw: Law = {
  name: "kubernetes-metadata",
  tokens: ["kubernetes:*"],
  on: ["create", "update"],
  phase: "check",
  source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
  judge(change) {
    const kind = kindOf(change.token);
    if (kind === undefined || kind.form === "list") return [];
    return judged(change, kind, (root) => checkMetadata(kind, root.at("metadata")));
  },
};
