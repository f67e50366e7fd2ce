/** `kubernetes:yaml:decode`: manifests as text to objects, which the SDK's `ConfigFile` and `ConfigGroup` ask for. */
import { parseAllDocuments } from "yaml";
import { CLUSTER_SCOPED } from "../outputs/kubernetes.ts";
import type { Props, Value } from "../types.ts";

const isObject = (value: unknown): value is Props => typeof value === "object" && value !== null && !Array.isArray(value);

/** The objects of a document; a `List` is its items. */
function objectsOf(document: unknown): Props[] {
  if (!isObject(document)) return [];
  if (String(document["kind"]).endsWith("List") && Array.isArray(document["items"])) return document["items"].flatMap(objectsOf);
  return [document];
}

function placed(object: Props, namespace: Value): Props {
  const metadata = isObject(object["metadata"]) ? object["metadata"] : {};
  if (typeof namespace !== "string" || namespace === "" || metadata["namespace"] !== undefined || CLUSTER_SCOPED.has(String(object["kind"]))) return object;
  return { ...object, metadata: { ...metadata, namespace } };
}

/**
 * Reads every document of `text`; objects without a namespace get `defaultNamespace` where their kind has one.
 *
 * @throws where a document is no YAML, or an object has no kind
 */
export function decodeManifests(args: Props): Props {
  const documents = parseAllDocuments(String(args["text"] ?? ""));
  const objects = (Array.isArray(documents) ? documents : []).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return objectsOf(document.toJS());
  });
  const nameless = objects.find(({ apiVersion, kind }) => typeof apiVersion !== "string" || typeof kind !== "string");
  if (nameless !== undefined) throw new Error(`a Kubernetes object needs apiVersion and kind: ${JSON.stringify(nameless).slice(0, 120)}`);
  return { result: objects.map((object) => placed(object, args["defaultNamespace"])) };
}
