/** IAM roles, policies and attachments. Policy documents are in `policies.ts`. */
import type { Law, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, flag, items, lookup, no, noIf, num, others, prop, range, settled, text, texts } from "./kit.ts";

const ROLE = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html";
const DELETE = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html";
const QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";

const values = checkLaw("iam-values", ["iam/role", "iam/policy", "iam/user", "iam/group", "iam/instanceProfile"], ROLE, (inputs) => {
  const path = text(inputs["path"]);
  const description = text(inputs["description"]);
  return [
    ...range(inputs["maxSessionDuration"], 3600, 43200, "ValidationError", "maxSessionDuration", `Value '${String(num(inputs["maxSessionDuration"]))}' at 'maxSessionDuration' failed to satisfy constraint: it is between 3600 and 43200 seconds`),
    ...noIf(path !== undefined && path !== "" && (!/^\/([\x21-\x7e]+\/)?$/.test(path) || path.length > 512), "ValidationError", `The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters: ${path}`, "path"),
    ...noIf((description?.length ?? 0) > 1000, "ValidationError", "Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 1000", "description"),
    ...noIf(description !== undefined && /[^\t\n\r\x20-\x7e\xa1-\xff]/.test(description), "ValidationError", "Value at 'description' failed to satisfy constraint: it has characters that IAM does not take", "description"),
    ...noIf(texts(inputs["managedPolicyArns"]).length > 25, "LimitExceeded", `Cannot exceed quota for PoliciesPerRole: ${items(inputs["managedPolicyArns"]).length}`, "managedPolicyArns"),
  ];
});

const roleNames = checkLaw("iam-role-name-given", ["iam/rolePolicy", "iam/rolePolicyAttachment", "iam/instanceProfile"], ROLE, ({ role }) =>
  noIf(text(role) !== undefined && role !== "" && !/^[\w+=,.@-]{1,128}$/.test(text(role)!), "ValidationError", `The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_- (${text(role)})`, "role"),
);

/** The longest prefix that leaves room for the 26 characters that the provider adds. */
const prefixes = checkLaw("iam-name-prefix", ["iam/role", "iam/policy", "iam/instanceProfile"], QUOTAS, ({ namePrefix }, change) => {
  const most = change.token.includes("role") ? 38 : 102;
  return noIf((text(namePrefix)?.length ?? 0) > most, "ValidationError", `expected length of name_prefix to be in the range (1 - ${most}), got ${text(namePrefix)}`, "namePrefix");
});

const emptyTrust = checkLaw("iam-trust-policy-given", ["iam/role"], ROLE, ({ assumeRolePolicy }) => noIf(assumeRolePolicy === "", "MalformedPolicyDocument", "Syntax errors in policy.", "assumeRolePolicy"));

const issuer = checkLaw("iam-oidc-url", ["iam/openIdConnectProvider"], "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html", ({ url }) =>
  noIf(text(url) !== undefined && url !== "" && !/^(https:\/\/)?[^/:]+(:443)?(\/.*)?$/.test(text(url)!), "ValidationError", `Invalid Open ID Connect Provider URL: ${text(url)}`, "url"),
);

const keys = applyLaw("iam-access-keys-per-user", ["iam/accessKey"], QUOTAS, ({ user }, change) =>
  noIf(change.operation === "create" && others(change, "iam/accessKey").filter((one) => one.inputs["user"] === user).length >= 2, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", "user"),
);

/** Inline policies of one role share 10,240 characters, white space not counted. */
const inlineSize = applyLaw("iam-inline-policies-size", ["iam/rolePolicy"], QUOTAS, ({ role, policy }, change) => {
  const size = (value: Value) => (text(value) ?? (absent(value) ? "" : JSON.stringify(value))).replace(/\s/g, "").length;
  const sum = others(change, "iam/rolePolicy").filter((one) => one.inputs["role"] === role).reduce((total, one) => total + size(one.inputs["policy"]), size(policy));
  return noIf(sum > 10240 && size(policy) <= 10240, "LimitExceeded", `Maximum policy size of 10240 bytes exceeded for role ${text(role)}`, "policy");
});

const attached = applyLaw(
  "iam-role-delete-conflict",
  ["iam/role"],
  DELETE,
  (inputs, change) => {
    if (flag({ ...inputs, ...change.olds }["forceDetachPolicies"]) === true) return [];
    const self = lookup(change, ["iam/role"], change.id);
    const names = [change.id, self === undefined ? undefined : text(prop(self, "name"))].filter((name) => name !== undefined);
    const managed = all(change, "iam/rolePolicyAttachment").some((one) => names.includes(text(one.inputs["role"]) ?? "")) || all(change, "iam/policyAttachment").some((one) => texts(one.inputs["roles"]).some((role) => names.includes(role)));
    const inline = all(change, "iam/rolePolicy").some((one) => names.includes(text(one.inputs["role"]) ?? ""));
    return [
      ...noIf(managed, "DeleteConflict", "Cannot delete entity, must detach all policies first."),
      ...noIf(inline, "DeleteConflict", "Cannot delete entity, must delete policies first."),
    ];
  },
  ["delete"],
);

const users = applyLaw(
  "iam-user-delete-conflict",
  ["iam/user", "iam/group"],
  DELETE,
  (inputs, change) => {
    const user = change.token.includes("iam/user");
    if (user && flag({ ...inputs, ...change.olds }["forceDestroy"]) === true) return [];
    const self = lookup(change, [user ? "iam/user" : "iam/group"], change.id);
    const names = [change.id, self === undefined ? undefined : text(prop(self, "name"))].filter((name) => name !== undefined);
    const of = (short: string, key: string) => all(change, short).some((one) => names.includes(text(one.inputs[key]) ?? "") || texts(one.inputs[key]).some((name) => names.includes(name)));
    if (user) {
      return [
        ...noIf(of("iam/accessKey", "user"), "DeleteConflict", "Cannot delete entity, must delete access keys first."),
        ...noIf(of("iam/userLoginProfile", "user"), "DeleteConflict", "Cannot delete entity, must delete login profile first."),
        ...noIf(of("iam/userPolicyAttachment", "user"), "DeleteConflict", "Cannot delete entity, must detach all policies first."),
        ...noIf(of("iam/userPolicy", "user"), "DeleteConflict", "Cannot delete entity, must delete policies first."),
        ...noIf(of("iam/groupMembership", "users") || of("iam/userGroupMembership", "user"), "DeleteConflict", "Cannot delete entity, must remove users from group first."),
      ];
    }
    return [
      ...noIf(of("iam/groupPolicyAttachment", "group"), "DeleteConflict", "Cannot delete entity, must detach all policies first."),
      ...noIf(of("iam/groupPolicy", "group"), "DeleteConflict", "Cannot delete entity, must delete policies first."),
      ...noIf(of("iam/groupMembership", "group") || of("iam/userGroupMembership", "groups"), "DeleteConflict", "Cannot delete entity, must remove users from group first."),
    ];
  },
  ["delete"],
);

const policyAttachment = checkLaw("iam-policy-attachment-target", ["iam/policyAttachment"], QUOTAS, (inputs) =>
  ["users", "roles", "groups"].every((key) => settled(inputs[key]) && (absent(inputs[key]) || items(inputs[key]).length === 0)) ? no("ValidationError", "No Users, Roles, or Groups specified for IAM Policy Attachment") : [],
);

/** At most 25 managed policies hang on a role, however far the quota is raised. */
const manyPolicies = applyLaw("iam-policies-per-role", ["iam/rolePolicyAttachment"], QUOTAS, ({ role }, change) =>
  noIf(others(change, "iam/rolePolicyAttachment").filter((one) => one.inputs["role"] === role).length >= 25, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole", "policyArn"),
);

/** Laws of IAM. */
export const iamLaws: readonly Law[] = [values, roleNames, prefixes, emptyTrust, issuer, keys, inlineSize, attached, users, policyAttachment, manyPolicies];
