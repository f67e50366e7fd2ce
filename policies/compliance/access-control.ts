/**
 * Access control and audit logging: PRC-115, PRC-117, PRC-119.
 */
import { flag, statements } from "../inputs.ts";
import { isOwnKey } from "../databases.ts";
import { IAM_POLICIES, isPublic, policyDocuments } from "../iam.ts";
import { examine, type ResourceRule, type Rule } from "../rule.ts";

const fullAdmin: ResourceRule = {
  name: "iam-policy-no-full-access",
  items: ["PRC-119"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "IAM.1" }, { name: "CIS AWS 3.0", reference: "1.16" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "No IAM policy allows every action, whatever the resource.",
  why: "Whoever takes over the holder takes over the account, or all that can be done to the resource.",
  remediation: "List the actions and resources that are needed.",
  looksAt: IAM_POLICIES,
  judge(node) {
    return examine((check) => {
      for (const { read, path } of policyDocuments(node)) {
        check.part(() => {
          const found = statements(read());
          if (found === undefined) return check.fail("the policy is missing or not JSON", path);
          const open = found.filter(({ effect, actions }) => effect === "Allow" && actions.some((action) => /^[*?]+(:[*?]+)?$/.test(action)));
          check.that(() => open.length === 0, "a statement allows every action", path);
        });
      }
    });
  },
};

const roleTrust: ResourceRule = {
  name: "iam-role-trust-closed",
  items: ["PRC-119", "PRC-118"],
  severity: "critical",
  frameworks: [{ name: "NIST 800-53", reference: "AC-3" }],
  demands: "No role can be assumed by everyone.",
  why: "Any AWS account in the world could act with the role's rights.",
  remediation: "Name the principals, or add a condition on organisation or source account.",
  looksAt: ["aws:iam/role:Role"],
  judge(node) {
    return examine((check) => {
      const found = statements(node.props["assumeRolePolicy"]);
      if (found === undefined) return check.fail("the trust policy is missing or not JSON", "assumeRolePolicy");
      const open = found.filter(isPublic);
      check.that(() => open.length === 0, "everyone may assume the role", "assumeRolePolicy");
    });
  },
};

const trail: ResourceRule = {
  name: "trail-tamper-proof",
  items: ["PRC-115", "PRC-116", "PRC-117", "OPT-55"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "CloudTrail.1" }, { name: "AWS FSBP", reference: "CloudTrail.2" }, { name: "AWS Security Hub", reference: "CloudTrail.3" }, { name: "AWS FSBP", reference: "CloudTrail.4" }, { name: "CIS AWS 3.0", reference: "3.1" }, { name: "CIS AWS 3.0", reference: "3.2" }, { name: "CIS AWS 3.0", reference: "3.5" }],
  demands: "CloudTrail records every region, signs its files and encrypts them with a key of ours.",
  why: "An attacker works in the region nobody records, and removes the traces afterwards.",
  remediation: "Set isMultiRegionTrail, enableLogFileValidation and kmsKeyId.",
  looksAt: ["aws:cloudtrail/trail:Trail"],
  judge(node) {
    return examine((check) => {
      for (const property of ["isMultiRegionTrail", "enableLogFileValidation"]) check.that(() => flag(node.props[property]) === true, `${property} is off, which is the default`, property);
      check.that(() => (flag(node.props["enableLogging"]) ?? true) === true, "it does not record", "enableLogging");
      check.that(() => isOwnKey(() => node.props["kmsKeyId"]), "it has no key of ours", "kmsKeyId");
    });
  },
};

export const rules: readonly Rule[] = [fullAdmin, roleTrust, trail];
