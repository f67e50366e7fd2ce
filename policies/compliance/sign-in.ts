/**
 * Who signs in, and how: people with a second factor, pipelines from their own repository: PRC-121, PRC-124, OPT-21.
 */
import { list, matchesGlob, record, statements, strings, type Statement } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";

const ROLE = "aws:iam/role:Role";
/** The account itself, or a user of it: what people sign in as. */
const PEOPLE = /^arn:aws[a-z-]*:iam::\d{12}:(root|user\/.+)$|^\d{12}$/;

function conditionsOf(statement: Statement, operator: RegExp): [string, unknown][] {
  return Object.entries(statement.condition).filter(([name]) => operator.test(name)).flatMap(([, keys]) => Object.entries(record(keys) ?? {}));
}

const humans: ResourceRule = {
  name: "role-of-people-mfa",
  items: ["PRC-121"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "IAM.5" }, { name: "CIS AWS 3.0", reference: "1.10" }, { name: "NIST 800-53", reference: "IA-2(1)" }],
  demands: "A role that users of an account can assume asks for a second factor.",
  why: "A stolen password or access key would be enough to take the role.",
  remediation: "Add the condition Bool aws:MultiFactorAuthPresent true to the trust policy.",
  looksAt: [ROLE],
  judge(node) {
    return examine((check) => {
      const found = statements(node.props["assumeRolePolicy"]);
      if (found === undefined) return check.fail("the trust policy is missing or not JSON", "assumeRolePolicy");
      const people = found.filter(({ effect, principals }) => effect === "Allow" && principals.some((principal) => PEOPLE.test(principal)));
      check.that(() => people.every(asksForFactor), "users may assume it with a password or key alone", "assumeRolePolicy");
    });
  },
};

/** `BoolIfExists` lets access keys without a second factor in. An external id is for the machines of a third party, which have none. */
function asksForFactor(statement: Statement): boolean {
  const present = conditionsOf(statement, /^Bool$/i).some(([key, value]) => /^aws:MultiFactorAuthPresent$/i.test(key) && list(value).map(String).every((one) => one.toLowerCase() === "true"));
  const recent = conditionsOf(statement, /^NumericLessThan(Equals)?$/i).some(([key]) => /^aws:MultiFactorAuthAge$/i.test(key));
  const machine = conditionsOf(statement, /^StringEquals$/i).some(([key]) => /^sts:ExternalId$/i.test(key));
  return present || recent || machine;
}

const USER = "aws:iam/user:User";
const PASSWORD = "aws:iam/userLoginProfile:UserLoginProfile";

const federation: StackRule = {
  name: "people-federated",
  items: ["PRC-121"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "IAM.5" }, { name: "CIS AWS 3.0", reference: "1.10" }, { name: "CIS AWS 3.0", reference: "1.21" }, { name: "NIST 800-53", reference: "AC-2(1)" }],
  demands: "People come by federation: no user of IAM signs in to the console with a password.",
  why: "Whoever leaves the company keeps a password of IAM until somebody thinks of it, and Pulumi's state has it in the meantime.",
  remediation: "Remove the login profile; give the people a permission set of IAM Identity Center, or let their identity provider assume a role.",
  looksAt: "stack",
  subjects: [USER, PASSWORD],
  judge(node, _policy, graph) {
    return examine((check) => check.that(() => node.type === USER && graph.referrers(node, [PASSWORD], "user").length === 0, "a password lets the user in"));
  },
};

const pipelines: ResourceRule = {
  name: "pipeline-role-own-repository",
  items: ["PRC-124", "OPT-21"],
  severity: "critical",
  frameworks: [{ name: "NIST 800-53", reference: "AC-3" }, { name: "NIST 800-53", reference: "IA-9" }],
  demands: "A role for jobs of GitHub Actions names the repository, and what runs there, that may assume it.",
  why: "Everyone on GitHub can have a token signed by the same issuer.",
  remediation: "Add conditions StringEquals on the issuer's aud and on its sub, such as repo:owner/name:environment:production.",
  looksAt: [ROLE],
  judge(node) {
    const found = statements(node.props["assumeRolePolicy"]) ?? [];
    const trusting = found.filter(({ effect, principals }) => effect === "Allow" && principals.some((principal) => principal.includes("oidc-provider/token.actions.githubusercontent.com")));
    if (found.length > 0 && trusting.length === 0) return notApplicable("no job of GitHub Actions may assume it");
    return examine((check) => {
      check.that(() => found.length > 0, "the trust policy is missing or not JSON", "assumeRolePolicy");
      for (const statement of trusting) {
        const keys = conditionsOf(statement, /^(ForAnyValue:)?String(Equals|Like)$/i);
        const values = (claim: string) => keys.filter(([key]) => key.toLowerCase().endsWith(`:${claim}`)).flatMap(([, value]) => strings(value));
        const subjects = values("sub");
        check.that(() => values("aud").length > 0, "it takes tokens made for others", "assumeRolePolicy");
        check.that(() => subjects.length > 0 && subjects.every(isOfOneRepository), "more than one branch or environment of one repository may assume it", "assumeRolePolicy");
      }
    });
  },
};

/** Whether a subject names owner, repository and a part of what runs there. */
function isOfOneRepository(subject: string): boolean {
  return /^repo:[^*?:/]+\/[^*?:/]+:[^*?]/.test(subject) && !matchesGlob(subject, "repo:other/other:ref:refs/heads/other");
}

export const rules: readonly Rule[] = [humans, federation, pipelines];
