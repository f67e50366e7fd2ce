/**
 * What holds for the whole account, whatever is made in it later: PRC-012, PRC-019, PRC-111, PRC-118, PRC-121.
 */
import { stated, type Node } from "../graph.ts";
import { ATTACHED } from "../iam.ts";
import { atLeast, dig, flag, list, number, quoted, strings, text, word } from "../inputs.ts";
import { examine, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { on, oneOf, settingsRule, type Setting } from "../settings.ts";
import { someHold } from "../unknown.ts";

/** At least this, and not AWS's own lower default. */
function least(path: string, value: number, what: string): Setting {
  return { path, wrong: what, holds: (found) => atLeast(found, value) };
}

const PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy";

const passwords = settingsRule(
  {
    name: "password-policy-strong",
    items: ["PRC-118", "PRC-121"],
    severity: "medium",
    frameworks: [
      { name: "AWS FSBP", reference: "IAM.7" }, { name: "CIS AWS 3.0", reference: "1.8" }, { name: "CIS AWS 3.0", reference: "1.9" }, { name: "NIST 800-53", reference: "IA-5(1)" },
    ],
    demands: "Passwords of users have 14 characters of every kind at least, and the last 24 are refused.",
    why: "A short or used password is guessed, or found in an old leak.",
    remediation: "Set minimumPasswordLength to 14, passwordReusePrevention to 24, and every require… to true.",
  },
  {
    [PASSWORDS]: () => [
      // Six characters, and any that was used before, where it is left out (IAM API, UpdateAccountPasswordPolicy).
      least("minimumPasswordLength", 14, "passwords may be shorter than 14 characters"),
      least("passwordReusePrevention", 24, "old passwords may be used again"),
      ...["LowercaseCharacters", "UppercaseCharacters", "Numbers", "Symbols"].map((kind) => on(`require${kind}`, "a kind of character is not asked for, which is the default")),
    ],
  },
);

const PUBLIC_DOCUMENTS = "/ssm/documents/console/public-sharing-permission";

const sharing = settingsRule(
  {
    name: "account-shares-nothing-publicly",
    items: ["PRC-012", "PRC-019"],
    severity: "high",
    frameworks: [{ name: "AWS FSBP", reference: "EC2.182" }, { name: "AWS FSBP", reference: "SSM.7" }, { name: "NIST 800-53", reference: "AC-3" }],
    demands: "The account refuses to share disks' snapshots, machine images and Systems Manager documents with everyone.",
    why: "One wrong click gives a disk with everything on it to whoever looks first.",
    remediation: "Set the state to block-all-sharing (images: block-new-sharing), and the documents' sharing permission to Disable.",
  },
  {
    // `block-new-sharing` leaves those public that are (EBS User Guide, "Block public access for snapshots").
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": () => [oneOf("state", ["block-all-sharing"], "snapshots are, or stay, public")],
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": () => [oneOf("state", ["block-new-sharing"], "images may be published")],
    "aws:ssm/serviceSetting:ServiceSetting": ({ props }) =>
      word(props["settingId"]).endsWith(PUBLIC_DOCUMENTS) ? [oneOf("settingValue", ["Disable"], "documents may be published")] : "the setting is about something else",
  },
);

const RUNBOOK_OUTPUT = "/ssm/automation/customer-script-log-destination";

const runbooks = settingsRule(
  {
    name: "runbook-output-logged",
    items: ["PRC-044", "PRC-116"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "SSM.6" }, { name: "NIST 800-53", reference: "AU-12" }],
    demands: "What the scripts of Systems Manager's runbooks print goes to CloudWatch Logs.",
    why: "A runbook changes what is in production; without its output nobody can tell what it did.",
    remediation: "Set the service setting /ssm/automation/customer-script-log-destination to CloudWatch.",
  },
  {
    "aws:ssm/serviceSetting:ServiceSetting": ({ props }) =>
      word(props["settingId"]).endsWith(RUNBOOK_OUTPUT) ? [oneOf("settingValue", ["CloudWatch"], "their output goes nowhere")] : "the setting is about something else",
  },
);

const CONTACT = "aws:account/alternativeContact:AlternativeContact";

const contacts: StackRule = {
  name: "security-contact-named",
  items: ["PRC-116", "OPT-54"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "Account.1" }, { name: "CIS AWS 3.0", reference: "1.2" }, { name: "NIST 800-53", reference: "IR-6" }],
  demands: "Where the account's contacts are kept, one of them is for security.",
  why: "AWS tells of exposed keys and of abuse by mail; the owner's address is read by whoever pays the bills.",
  remediation: "Add an AlternativeContact of type SECURITY.",
  looksAt: "stack",
  subjects: [CONTACT],
  judge(_contact, _policy, graph) {
    return examine((check) =>
      check.that(() => someHold(graph.ofType([CONTACT]), ({ props }) => props["alternateContactType"] === "SECURITY"), "none of the account's contacts is for security", "alternateContactType"),
    );
  },
};

/** Where a role is given AWS's own policies. */
const GIVING_ROLES = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "aws:iam/role:Role", "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
];

const support: StackRule = {
  name: "aws-support-role",
  items: ["PRC-118", "PRC-119"],
  severity: "low",
  frameworks: [{ name: "CIS AWS 3.0", reference: "1.17" }, { name: "NIST 800-53", reference: "IR-7" }],
  demands: "A stack that says how people sign in to the account has a role that may open cases with AWS Support.",
  why: "In an incident with AWS nobody could ask AWS, except as an administrator or as root.",
  remediation: "Attach AWS's policy AWSSupportAccess to the role of those who handle incidents.",
  looksAt: "stack",
  // An account has one: where it is, the account is the stack's to care for.
  subjects: [PASSWORDS],
  judge(_passwords, _policy, graph) {
    return examine((check) => {
      // What comes from a policy of the stack is not AWS's own.
      const given = graph.ofType(GIVING_ROLES)
        .map((node) => ({ node, property: ATTACHED[node.type]! }))
        .filter(({ node, property }) => graph.referenced(node, property, ["aws:iam/policy:Policy"]).length === 0)
        .map(({ node, property }) => () => list(stated(node, property)));
      check.that(() => someHold(given, (arns) => arns().some((arn) => /^arn:[a-z-]{1,12}:iam::aws:policy\/AWSSupportAccess$/.test(word(arn)))), "no role may work with AWS Support");
    });
  },
};

const metadataDefaults = settingsRule(
  {
    name: "machine-metadata-default-v2",
    items: ["PRC-019"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "EC2.8" }, { name: "CIS AWS 3.0", reference: "5.6" }],
    demands: "Machines that say nothing about it answer metadata requests only with a session token (IMDSv2), and not over a second hop.",
    why: "A machine that somebody starts by hand would give its credentials to any request that reaches it.",
    remediation: "Set httpTokens to required and httpPutResponseHopLimit to 1, or 2 where containers read it.",
  },
  {
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": ({ props }) =>
      props["httpEndpoint"] === "disabled"
        ? "machines answer no metadata requests"
        : [
            oneOf("httpTokens", ["required"], "version 1 is answered as well, or the image decides"),
            // -1 and nothing leave it to the machine, whose own default is 1.
            { path: "httpPutResponseHopLimit", wrong: "answers travel far", holds: (value) => (number(value) ?? -1) <= 2 },
          ],
  },
);

const APP_MONITOR = "aws:rum/appMonitor:AppMonitor";

const guests: StackRule = {
  name: "identity-pool-guests-measured-only",
  items: ["PRC-019", "PRC-118"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "Cognito.2" }, { name: "NIST 800-53", reference: "AC-14" }],
  demands: "An identity pool gives credentials to people who did not sign in only where their browsers report page loads with them, and never by the classic flow.",
  why: "Everyone in the world gets the credentials, and the classic flow leaves the size of the rights to the caller.",
  remediation: "Set allowUnauthenticatedIdentities to false, or name the pool in an AppMonitor and leave allowClassicFlow at false.",
  looksAt: "stack",
  subjects: ["aws:cognito/identityPool:IdentityPool"],
  judge(pool, _policy, graph) {
    return examine((check) => {
      // Off by default, both (Cognito API, CreateIdentityPool).
      if (flag(pool.props["allowUnauthenticatedIdentities"] ?? false) === false) return;
      check.that(() => graph.referrers(pool, [APP_MONITOR], "appMonitorConfiguration").length > 0, "guests get credentials, and no page loads are measured with them", "allowUnauthenticatedIdentities");
      check.that(() => flag(pool.props["allowClassicFlow"] ?? false) === false, "guests choose their own rights by the classic flow", "allowClassicFlow");
    });
  },
};

const documents: ResourceRule = {
  name: "document-not-public",
  items: ["PRC-019"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "SSM.4" }],
  demands: "No Systems Manager document is shared with everyone.",
  why: "It shows how the platform is run, and what its scripts hold.",
  remediation: "List the accounts that need it in permissions.account_ids, or leave permissions out.",
  looksAt: ["aws:ssm/document:Document"],
  judge(node) {
    return examine((check) => {
      // Account ids separated by commas, or the word all (AWS provider, Document).
      const accounts = () => word(dig(node.props["permissions"], "account_ids") ?? dig(node.props["permissions"], "accountIds") ?? "");
      check.that(() => !accounts().split(",").some((account) => account.trim().toLowerCase() === "all"), () => `it is shared with ${quoted(accounts())}`, "permissions");
    });
  },
};

/**
 * Regions in which Amazon Inspector looks into the code of functions, beside what they depend on.
 * Source: AWS Config Developer Guide, "inspector-lambda-code-scan-enabled": the Regions in which the rule exists.
 */
export const CODE_SCANNED: readonly string[] = [
  "us-east-1", "us-east-2", "us-west-2", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "ap-northeast-1", "ap-southeast-1", "ap-southeast-2",
];

/** Whether Inspector looks into the code of functions where this is; a region that is not said may be one where it does. */
function codeIsScanned(node: Node): boolean {
  const region = text(stated(node, "region"));
  return region === undefined || CODE_SCANNED.includes(region);
}

const inspector = settingsRule(
  {
    name: "vulnerabilities-scanned",
    items: ["PRC-014", "PRC-116"],
    severity: "high",
    frameworks: [{ name: "AWS FSBP", reference: "Inspector.1" }, { name: "AWS FSBP", reference: "Inspector.2" }, { name: "AWS FSBP", reference: "Inspector.3" }, { name: "AWS FSBP", reference: "Inspector.4" }, { name: "NIST 800-53", reference: "RA-5" }],
    demands: "Inspector scans images, machines and functions, and the code of functions in the Regions where it can.",
    why: "A flaw found after the image was built is found by nobody otherwise.",
    remediation: "Name ECR, EC2, LAMBDA and LAMBDA_CODE in resourceTypes; in a Region without code scanning, name the region and leave LAMBDA_CODE out.",
  },
  {
    "aws:inspector2/enabler:Enabler": (node) =>
      ["ECR", "EC2", "LAMBDA", ...(codeIsScanned(node) ? ["LAMBDA_CODE"] : [])].map((kind): Setting => ({ path: "resourceTypes", wrong: `${kind} is not scanned`, holds: (value) => strings(value).includes(kind) })),
  },
);

/** Standards to be checked against, by a part of their ARN. */
const STANDARDS = ["aws-foundational-security-best-practices", "cis-aws-foundations-benchmark"];

const standards: StackRule = {
  name: "security-standards-checked",
  items: ["PRC-116", "OPT-54"],
  severity: "medium",
  frameworks: [{ name: "CIS AWS 3.0", reference: "4.16" }, { name: "NIST 800-53", reference: "CA-7" }],
  demands: "Security Hub checks the account against AWS's best practices and the CIS benchmark, with every control that is added to them.",
  why: "What changes beside the program is measured by nobody otherwise.",
  remediation: "Add a StandardsSubscription for each, or leave enableDefaultStandards at true, and leave autoEnableControls at true.",
  looksAt: "stack",
  subjects: ["aws:securityhub/account:Account"],
  judge(hub, _policy, graph) {
    return examine((check) => {
      check.that(() => flag(hub.props["autoEnableControls"] ?? true) === true, "controls that are added to a standard are not checked", "autoEnableControls");
      // On by default: both standards then (Security Hub API, EnableSecurityHub).
      if (flag(hub.props["enableDefaultStandards"] ?? true) === true) return;
      const arns = graph.ofType(["aws:securityhub/standardsSubscription:StandardsSubscription"]).map((subscription) => () => word(subscription.props["standardsArn"]));
      for (const standard of STANDARDS) check.that(() => someHold(arns, (arn) => arn().includes(standard)), `it does not check ${standard}`, "enableDefaultStandards");
    });
  },
};

const keysOfUsers: ResourceRule = {
  name: "iam-no-lasting-keys",
  items: ["PRC-118", "PRC-121"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "IAM.3" }, { name: "CIS AWS 3.0", reference: "1.14" }, { name: "NIST 800-53", reference: "IA-5" }],
  demands: "No program is given an access key that lasts until somebody deletes it.",
  why: "It works from anywhere, knows no second factor, and its secret lies in the state.",
  remediation: "Let programs take a role: EKS Pod Identity, a service's role, or OIDC for pipelines. Set status to Inactive until the key is gone.",
  looksAt: ["aws:iam/accessKey:AccessKey"],
  judge(node) {
    return examine((check) => {
      // Active by default (IAM API, CreateAccessKey).
      check.that(() => node.props["status"] === "Inactive", "the key is in use", "status");
    });
  },
};

export const rules: readonly Rule[] = [passwords, sharing, runbooks, contacts, support, metadataDefaults, guests, documents, inspector, standards, keysOfUsers];
