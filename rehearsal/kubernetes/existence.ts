/** What must exist, and what must not exist twice. */
import type { Change, Entity, Props, Refusal, World } from "../types.ts";
import { kindOf, qualifiedPlural } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { worldLaw } from "./law.ts";
import { nameOf, namespaceOf } from "./meta.ts";

/** Namespaces that every cluster has from the start. */
export const BORN_NAMESPACES: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** The arguments with what the provider filled in, such as the name. */
export function bodyOf(entity: Entity): Props {
  const reported = nameOf(entity.outputs);
  return reported === undefined ? entity.inputs : { ...entity.outputs, ...entity.inputs, metadata: entity.outputs["metadata"] };
}

/** The thing of one of these types with this name, in this namespace where the kind has one. */
export function findObject(world: World, cluster: string, tokens: readonly string[], name: string, namespace?: string): Entity | undefined {
  return tokens
    .flatMap((token) => world.list(token, cluster))
    .find((entity) => nameOf(bodyOf(entity)) === name && (namespace === undefined || namespaceOf(bodyOf(entity)) === namespace));
}

/** Namespaces that add-ons of EKS make, by the name of the add-on. Source: the manifests of the add-ons. */
const ADDON_NAMESPACES: Readonly<Record<string, string>> = {
  "amazon-cloudwatch-observability": "amazon-cloudwatch",
  "aws-guardduty-agent": "amazon-guardduty",
  "aws-network-flow-monitoring-agent": "amazon-network-flow-monitor",
  adot: "opentelemetry-operator-system",
  "cert-manager": "cert-manager",
  "external-dns": "external-dns",
  "kube-state-metrics": "kube-state-metrics",
  "prometheus-node-exporter": "prometheus-node-exporter",
};

/** Whether the namespace is there: made by itself, by a chart, or by an add-on of EKS. */
export function namespaceExists(world: World, cluster: string, name: string): boolean {
  if (BORN_NAMESPACES.includes(name) || findObject(world, cluster, ["kubernetes:core/v1:Namespace", "kubernetes:core/v1:NamespacePatch"], name) !== undefined) return true;
  const charts = world.list("kubernetes:helm.sh/v3:Release", cluster);
  if (charts.some(({ inputs }) => inputs["createNamespace"] === true && inputs["namespace"] === name)) return true;
  return world.list("aws:eks/addon:Addon").some(({ inputs }) => ADDON_NAMESPACES[String(inputs["addonName"])] === name);
}

function scoped(kind: Kind, change: Change): boolean {
  return kind.builtIn ? kind.namespaced : kind.namespaced && hasNamespace(change.inputs);
}

function hasNamespace(inputs: Props): boolean {
  const metadata = inputs["metadata"];
  return typeof metadata === "object" && metadata !== null && !Array.isArray(metadata) && typeof metadata["namespace"] === "string";
}

const namespaceLaw = worldLaw(
  "namespace-exists",
  "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespacelifecycle",
  (change, kind): Refusal[] => {
    const namespace = namespaceOf(change.inputs);
    if (!scoped(kind, change) || namespace === undefined || namespaceExists(change.world, change.region, namespace)) return [];
    return [{ code: "NotFound", message: `namespaces ${JSON.stringify(namespace)} not found`, property: "metadata.namespace" }];
  },
  ["create"],
);

const duplicateLaw = worldLaw(
  "already-exists",
  "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
  (change, kind): Refusal[] => {
    const name = nameOf(change.inputs);
    if (kind.form === "patch" || name === undefined) return [];
    const namespace = kind.namespaced ? namespaceOf(change.inputs) : undefined;
    const born = kind.kind === "Namespace" && kind.group === "" && BORN_NAMESPACES.includes(name);
    const served = [...new Set([change.token, ...sameKind(change, kind)])];
    if (!born && findObject(change.world, change.region, served, name, namespace) === undefined) return [];
    return [{ code: "AlreadyExists", message: `${qualifiedPlural(kind)} ${JSON.stringify(name)} already exists`, property: "metadata.name" }];
  },
  ["create"],
);

/** Tokens of the same kind in other versions of its group, as far as anything of them is there. */
function sameKind(change: Change, kind: Kind): string[] {
  const tokens = new Set<string>();
  for (const entity of change.world.all()) {
    if (entity.region !== change.region || !entity.token.startsWith("kubernetes:")) continue;
    const other = kindOf(entity.token);
    if (other?.form === "object" && other.group === kind.group && other.kind === kind.kind) tokens.add(entity.token);
  }
  return [...tokens];
}

const keepNamespaceLaw = worldLaw(
  "namespace-protected",
  "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespacelifecycle",
  (change): Refusal[] => {
    const name = nameOf(change.inputs) ?? nameOf(change.olds ?? {});
    if (name === undefined || !["default", "kube-system", "kube-public"].includes(name)) return [];
    return [{ code: "Forbidden", message: `namespaces ${JSON.stringify(name)} is forbidden: this namespace may not be deleted` }];
  },
  ["delete"],
  ["core/v1:Namespace"],
);

/** Existence of namespaces, and uniqueness of names. */
export const existenceLaws = [namespaceLaw, duplicateLaw, keepNamespaceLaw] as const;
