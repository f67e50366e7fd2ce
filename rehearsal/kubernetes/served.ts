/** Which kinds a cluster serves: released versions of Kubernetes' own, and custom ones that have a definition. */
import type { Change, Entity, Law, Refusal } from "../types.ts";
import { bodyOf } from "./existence.ts";
import { Field } from "./field.ts";
import { apiVersionOf } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { objectLaw, worldLaw } from "./law.ts";
import { dns1035Label, dnsSubdomain } from "./names.ts";

/** Groups whose kinds come with EKS: Auto Mode, its Karpenter, the VPC resource controller. */
const EKS_GROUPS: ReadonlySet<string> = new Set([
  "eks.amazonaws.com", "karpenter.sh", "karpenter.k8s.aws", "vpcresources.k8s.aws", "crd.k8s.amazonaws.com", "networking.k8s.aws", "elbv2.k8s.aws",
]);

/** What may have made definitions that the world does not itemise. */
const BRINGERS = ["kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart", "kubernetes:yaml/v2:ConfigFile", "kubernetes:yaml/v2:ConfigGroup", "kubernetes:kustomize/v2:Directory"];
const DEFINITIONS = ["kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinitionPatch"];

function defines(entity: Entity, { group, kind, version }: Kind): boolean {
  const spec = new Field(bodyOf(entity)).at("spec");
  if (spec.at("group").text !== group || spec.at("names", "kind").text !== kind) return false;
  return spec.at("versions").items().some((one) => one.at("name").text === version && one.at("served").flag !== false);
}

/** Whether anything could have brought a kind that the world does not show: a chart, or an add-on of EKS. */
function broughtUnseen(change: Change): boolean {
  return BRINGERS.some((token) => change.world.list(token, change.region).length > 0) || change.world.list("aws:eks/addon:Addon").length > 0;
}

function judgeServed(change: Change, kind: Kind): Refusal[] {
  const no: Refusal[] = [{ code: "NotFound", message: `no matches for kind ${JSON.stringify(kind.kind)} in version ${JSON.stringify(apiVersionOf(kind))}`, property: "apiVersion" }];
  // No released server of Kubernetes 1.33 or later serves an alpha or beta version of its own by default, and EKS none at all.
  if (kind.builtIn) return /alpha|beta/.test(kind.version) || kind.group === "extensions" ? no : [];
  const rehearsed = change.region.endsWith(".eks.amazonaws.com");
  if (!rehearsed || EKS_GROUPS.has(kind.group) || broughtUnseen(change)) return [];
  return DEFINITIONS.flatMap((token) => change.world.list(token, change.region)).some((entity) => defines(entity, kind)) ? [] : no;
}

/** Name, versions and names of a definition. Source: apiextensions-apiserver/pkg/apis/apiextensions/validation. */
function checkDefinition(root: Field): void {
  const spec = root.at("spec");
  const names = spec.at("names");
  const [group, plural, kind, list, singular] = [spec.at("group"), names.at("plural"), names.at("kind"), names.at("listKind"), names.at("singular")];
  const name = root.at("metadata", "name");
  if (group.empty) group.required();
  else if (group.text !== undefined) {
    group.syntax(dnsSubdomain(group.text));
    if (!group.text.includes(".")) group.invalid("should be a domain with at least one dot");
  }
  spec.at("scope").requireOneOf(["Cluster", "Namespaced"]);
  if (name.text !== undefined && plural.text !== undefined && group.text !== undefined && name.text !== `${plural.text}.${group.text}`) {
    name.invalid(`must be spec.names.plural+"."+spec.group`);
  }
  for (const field of [plural, singular]) if (field.text !== undefined && field.text !== "") field.syntax(dns1035Label(field.text));
  plural.require();
  kind.require();
  for (const field of [kind, list]) if (field.text !== undefined && field.text !== "") field.syntax(dns1035Label(field.text.toLowerCase()));
  if (kind.text !== undefined && kind.text !== "" && list.text === kind.text) list.invalid("kind and listKind may not be the same");
  for (const short of names.at("shortNames").items()) if (short.text !== undefined) short.syntax(dns1035Label(short.text));
  checkVersions(spec.at("versions"));
}

function checkVersions(versions: Field): void {
  const items = versions.items();
  const seen = new Set<string>();
  for (const version of items) {
    const name = version.at("name");
    if (name.text !== undefined) {
      name.syntax(dns1035Label(name.text));
      if (seen.has(name.text)) versions.invalid("must contain unique version names");
      seen.add(name.text);
    }
    const schema = version.at("schema", "openAPIV3Schema");
    if (!schema.given && version.settled) version.at("schema", "openAPIV3Schema").required("schemas are required");
    else if (!schema.at("type").unknown && schema.at("type").text !== "object") schema.at("type").invalid("must be object at the root", schema.at("type").text ?? "");
  }
  if (versions.unknown || items.some((version) => version.at("storage").unknown)) return;
  if (items.filter((version) => version.at("storage").flag === true).length !== 1) versions.invalid("must have exactly one version marked as storage version");
}

/** Whether the cluster knows the kind, and whether definitions of kinds are right. */
export const servedLaws: readonly Law[] = [
  worldLaw("kind-is-served", "https://kubernetes.io/docs/reference/using-api/deprecation-guide/", judgeServed, ["create"]),
  objectLaw("custom-resource-definition", ["apiextensions/v1:CustomResourceDefinition"], "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/", checkDefinition),
];

