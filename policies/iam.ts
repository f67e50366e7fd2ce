/**
 * Where IAM keeps the policies that say what somebody may do, and whom a policy of a resource lets in.
 */
import type { Node } from "./graph.ts";
import { dig, isOpen, list, matchesGlob, record, word, type Statement } from "./inputs.ts";

const ROLE = "aws:iam/role:Role";
/** IAM Identity Center makes a role of it in every account. */
const PERMISSION_SET = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy";

/** Types with policies of identities. */
export const IAM_POLICIES: readonly string[] = ["aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy", PERMISSION_SET, ROLE];

/** A policy document, with the path it was found at: reading it may meet an unknown value. */
export interface Document {
  readonly read: () => unknown;
  readonly path: string;
}

/** The policy documents of a resource: a role has any number inside it, every other type has one. */
export function policyDocuments(node: Node): Document[] {
  const path = node.type === PERMISSION_SET ? "inlinePolicy" : "policy";
  if (node.type !== ROLE) return [{ read: () => node.props[path], path }];
  return list(node.props["inlinePolicies"]).flatMap((inline, index) => {
    // An empty block means that there are none (AWS provider, Role).
    const read = () => dig(inline, "policy");
    return dig(inline, "name") === undefined && read() === undefined ? [] : [{ read, path: `inlinePolicies[${index}].policy` }];
  });
}

const EXCLUSIVE = ["Role", "User", "Group"].map((holder) => `aws:iam/${holder.toLowerCase()}PolicyAttachmentsExclusive:${holder}PolicyAttachmentsExclusive`);

/** Property with the policies, by ARN, that somebody is given, by type. */
export const ATTACHED: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  [ROLE]: "managedPolicyArns",
  // Everything that is attached to somebody, in one.
  ...Object.fromEntries(EXCLUSIVE.map((type) => [type, "policyArns"])),
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
};

/** Whether a statement speaks of an action, which IAM compares without regard to case. */
export function allows({ actions, notActions }: Statement, action: string): boolean {
  const matches = (patterns: readonly string[]) => patterns.some((pattern) => matchesGlob(pattern.toLowerCase(), action.toLowerCase(), "?"));
  return matches(actions) || (notActions.length > 0 && !matches(notActions));
}

/**
 * Whether a pattern covers every resource of a kind, such as `key/` of KMS, whatever account it is of. One that names
 * an account has been thought about; ARNs of buckets name none.
 */
export function isEvery(pattern: string, service: string, kind: string): boolean {
  const [, partition, , region, account] = pattern.split(":");
  return matchesGlob(pattern, ["arn", partition, service, region, account === "" ? "" : "any", `${kind}any`].join(":"), "?");
}

/** Condition keys that tell callers apart by who or where they are; AWS's own list for S3, and what other services add to it. */
const NARROWING = new Set([
  "aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceip",
  "aws:sourcevpcarn", "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths",
  "aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:userid", "aws:principalisawsservice",
  "kms:calleraccount", "s3:dataaccesspointaccount", "s3:dataaccesspointarn", "elasticfilesystem:accessedviamounttarget",
]);

/** Operators that let a request through only where the key is there and fits. */
const POSITIVE = /^(foranyvalue:)?(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|ipaddress|bool)$/i;

/** A principal of whatever account. */
const ANY_ACCOUNT = /^arn:[a-z*-]{1,12}:(iam|sts)::\*/;

/** An ARN of whatever account: one without any, as those of buckets, says by its name alone whose it is. */
const ANYBODYS_ARN = /^arn:(?:[^:]*:){0,3}\*+$|^arn:(?:[^:]*:){3}(?:\*|:\*+$)/;

/** Whether a value of a condition, such as a source's ARN or account, is true of everybody. */
export function isAnybodys(value: string): boolean {
  return /^(o-)?[*?]+$/.test(value) || ANYBODYS_ARN.test(value);
}

function isNarrowed({ condition }: Statement): boolean {
  return Object.entries(condition).some(([operator, tests]) =>
    POSITIVE.test(operator) &&
    Object.entries(record(tests) ?? {}).some(([key, value]) => {
      const values = list(value).map(word);
      return NARROWING.has(key.toLowerCase()) && values.length > 0 && !values.some((one) => one === "false" || isOpen(one) || isAnybodys(one));
    }),
  );
}

/** Whether a statement lets everybody in, with nothing that tells callers apart. */
export function isPublic(statement: Statement): boolean {
  const everyone = statement.exceptPrincipals || statement.principals.some((principal) => principal === "*" || ANY_ACCOUNT.test(principal));
  return statement.effect === "Allow" && everyone && !isNarrowed(statement);
}
