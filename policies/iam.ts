/**
 * Where IAM keeps the policies that say what somebody may do.
 */
import type { Node } from "./graph.ts";
import { dig, list } from "./inputs.ts";

const ROLE = "aws:iam/role:Role";

/** Types with policies of identities. */
export const IAM_POLICIES: readonly string[] = ["aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy", ROLE];

/** A policy document, with the path it was found at: reading it may meet an unknown value. */
export interface Document {
  readonly read: () => unknown;
  readonly path: string;
}

/** The policy documents of a resource: a role has any number inside it, every other type has one. */
export function policyDocuments(node: Node): Document[] {
  if (node.type !== ROLE) return [{ read: () => node.props["policy"], path: "policy" }];
  return list(node.props["inlinePolicies"]).flatMap((inline, index) => {
    // An empty block means that there are none (AWS provider, Role).
    const read = () => dig(inline, "policy");
    return dig(inline, "name") === undefined && read() === undefined ? [] : [{ read, path: `inlinePolicies[${index}].policy` }];
  });
}
