/** Roles and bindings. That a bound role exists is not asked: the API server does not either. Source: pkg/apis/rbac/validation. */
import type { Law } from "../types.ts";
import type { Field } from "./field.ts";
import type { Kind } from "./kinds.ts";
import { objectLaw } from "./law.ts";
import { dnsSubdomain, pathSegment } from "./names.ts";
import { checkSelector } from "./selector.ts";

const GROUP = "rbac.authorization.k8s.io";

function checkRule(rule: Field, namespaced: boolean): void {
  if (rule.unknown) return;
  const verbs = rule.at("verbs");
  if (verbs.empty) verbs.required("verbs must contain at least one value");
  const urls = rule.at("nonResourceURLs");
  if (urls.unknown) return;
  const [groups, resources, names] = [rule.at("apiGroups"), rule.at("resources"), rule.at("resourceNames")];
  if (!urls.empty) {
    if (namespaced) urls.invalid("namespaced rules cannot apply to non-resource URLs");
    if (!groups.empty || !resources.empty || !names.empty) urls.invalid("rules cannot apply to both regular resources and non-resource URLs");
    return;
  }
  if (groups.empty) groups.required("resource rules must supply at least one api group");
  if (resources.empty) resources.required("resource rules must supply at least one resource");
}

function checkRole(root: Field, { kind }: Kind): void {
  for (const rule of root.at("rules").items()) checkRule(rule, kind === "Role");
  const aggregation = root.at("aggregationRule");
  if (kind !== "ClusterRole" || !aggregation.given) return;
  const selectors = aggregation.at("clusterRoleSelectors");
  if (selectors.empty) selectors.required("at least one clusterRoleSelector required if aggregationRule is non-nil");
  for (const selector of selectors.items()) checkSelector(selector);
}

function checkSubject(subject: Field, namespaced: boolean): void {
  const name = subject.at("name");
  const kind = subject.at("kind");
  const group = subject.at("apiGroup");
  if (name.empty) name.required();
  if (kind.text === "ServiceAccount") {
    if (name.text !== undefined && name.text !== "") name.syntax(dnsSubdomain(name.text));
    if (group.text !== undefined && group.text !== "") group.unsupported([""]);
    if (!namespaced && subject.at("namespace").empty) subject.at("namespace").required();
  } else if (kind.text === "User" || kind.text === "Group") {
    // Left out, the group is the only one there can be.
    if (group.text !== undefined && group.text !== "" && group.text !== GROUP) group.unsupported([GROUP]);
  } else if (!kind.unknown && !subject.unknown) kind.unsupported(["Group", "ServiceAccount", "User"]);
}

function checkBinding(root: Field, { kind }: Kind): void {
  const ref = root.at("roleRef");
  const group = ref.at("apiGroup");
  if (group.text !== undefined && group.text !== "" && group.text !== GROUP) group.unsupported([GROUP]);
  const legal = kind === "RoleBinding" ? ["ClusterRole", "Role"] : ["ClusterRole"];
  if (!ref.at("kind").unknown && !legal.includes(ref.at("kind").text ?? "")) ref.at("kind").unsupported(legal);
  const name = ref.at("name");
  if (name.empty) name.required();
  else if (name.text !== undefined) name.syntax(pathSegment(name.text));
  for (const subject of root.at("subjects").items()) checkSubject(subject, kind === "RoleBinding");
}

/** Arguments of roles and bindings. */
export const rbacLaws: readonly Law[] = [
  objectLaw("role", ["rbac/v1:Role", "rbac/v1:ClusterRole"], "https://kubernetes.io/docs/reference/access-authn-authz/rbac/", checkRole),
  objectLaw("role-binding", ["rbac/v1:RoleBinding", "rbac/v1:ClusterRoleBinding"], "https://kubernetes.io/docs/reference/access-authn-authz/rbac/", checkBinding),
];
