/**
 * Where IAM keeps the policies that say what somebody may do, and whom a policy of a resource lets in.
 */
import type { Node } from "./graph.ts";
import { dig, isOpen, list, record, word, type Statement } from "./inputs.ts";

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

function isNarrowed({ condition }: Statement): boolean {
  return Object.entries(condition).some(([operator, tests]) =>
    POSITIVE.test(operator) &&
    Object.entries(record(tests) ?? {}).some(([key, value]) => {
      const values = list(value).map(word);
      return NARROWING.has(key.toLowerCase()) && values.length > 0 && !values.some((one) => one === "*" || one === "false" || isOpen(one) || ANY_ACCOUNT.test(one));
    }),
  );
}

/** Whether a statement lets everybody in, with nothing that tells callers apart. */
export function isPublic(statement: Statement): boolean {
  const everyone = statement.exceptPrincipals || statement.principals.some((principal) => principal === "*" || ANY_ACCOUNT.test(principal));
  return statement.effect === "Allow" && everyone && !isNarrowed(statement);
}
