/**
 * Who may do what: rights of users, rights over keys and roles, and who enters the cluster: PRC-005, PRC-118, PRC-119.
 */
import { stated, type Node } from "../graph.ts";
import { dig, list, quoted, record, statements, strings, text, word, type Statement } from "../inputs.ts";
import { IAM_POLICIES, allows, isEvery, policyDocuments } from "../iam.ts";
import { examine, type Check, type ResourceRule, type Rule, type StackRule } from "../rule.ts";

const USER_RIGHTS: readonly string[] = ["aws:iam/userPolicy:UserPolicy", "aws:iam/userPolicyAttachment:UserPolicyAttachment", "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive"];
const ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment";

const users: ResourceRule = {
  name: "iam-user-no-own-rights",
  items: ["PRC-118"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "IAM.2" }, { name: "CIS AWS 3.0", reference: "1.15" }, { name: "NIST 800-53", reference: "AC-2" }],
  demands: "Users have rights by groups and roles, none of their own.",
  why: "Rights given one by one stay when somebody changes the job.",
  remediation: "Attach the policy to a group, or to a role that people take.",
  looksAt: [...USER_RIGHTS, ATTACHMENT],
  judge(node) {
    return examine((check) => {
      if (node.type === ATTACHMENT) return check.that(() => list(node.props["users"]).length === 0, "it is attached to users", "users");
      // Exclusive with an empty list takes every right of its own away from a user.
      const arns = node.props["policyArns"];
      check.that(() => Array.isArray(arns) && arns.length === 0, "a user has rights of its own", "user");
    });
  },
};

type Look = (statement: Statement, path: string, check: Check) => void;

/** Looks at statements that allow something on everything of these kinds of a service. */
function allowing(node: Node, service: string, kinds: readonly string[], check: Check, look: Look): void {
  for (const { read, path } of policyDocuments(node)) {
    check.part(() => {
      for (const statement of statements(read()) ?? []) {
        const everything = statement.exceptResources || statement.resources.some((resource) => kinds.some((kind) => isEvery(resource, service, kind)));
        if (statement.effect === "Allow" && everything) look(statement, path, check);
      }
    });
  }
}

function wide(node: Node, service: string, kinds: readonly string[], look: Look) {
  return examine((check) => allowing(node, service, kinds, check, look));
}

function narrowedBy({ condition }: Statement, key: RegExp): boolean {
  return Object.values(condition).some((tests) => Object.keys(record(tests) ?? {}).some((name) => key.test(name)));
}

/** What turns encrypted data into plain, with the keys that KMS checks (KMS API, Decrypt and ReEncrypt). */
const DECRYPTS = ["kms:Decrypt", "kms:ReEncryptFrom"];

const decryption: ResourceRule = {
  name: "iam-policy-no-decrypt-everything",
  items: ["PRC-005", "PRC-119"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "KMS.1" }, { name: "AWS FSBP", reference: "KMS.2" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "No IAM policy allows to decrypt with every key.",
  why: "Whoever takes over the holder reads whatever they can get hold of.",
  remediation: "Name the keys, or add a condition on kms:ViaService or kms:ResourceAliases.",
  looksAt: IAM_POLICIES,
  judge: (node) =>
    wide(node, "kms", ["key/"], (statement, path, check) => {
      const found = DECRYPTS.filter((action) => allows(statement, action));
      check.that(() => found.length === 0 || narrowedBy(statement, /^(kms:|aws:ResourceTag\/)/i), `it allows ${found.join(" and ")} with every key`, path);
    }),
};

/** Actions by which a holder gets rights that nobody gave it. */
const CLIMBS = [
  "iam:PassRole", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:AttachUserPolicy", "iam:AttachGroupPolicy", "iam:AttachRolePolicy",
  "iam:PutUserPolicy", "iam:PutGroupPolicy", "iam:PutRolePolicy", "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:AddUserToGroup", "iam:UpdateAssumeRolePolicy",
];

const escalation: ResourceRule = {
  name: "iam-policy-no-escalation",
  items: ["PRC-118", "PRC-119"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "AC-6" }, { name: "NIST 800-53", reference: "AC-6(10)" }],
  demands: "No IAM policy allows to hand on every role, or to change the rights of everybody.",
  why: "The holder is an administrator in all but name.",
  remediation: "Name the roles, users or policies; beside iam:PassRole set the condition iam:PassedToService.",
  looksAt: IAM_POLICIES,
  judge: (node) =>
    wide(node, "iam", ["role/", "user/", "group/", "policy/"], (statement, path, check) => {
      const found = CLIMBS.filter((action) => allows(statement, action));
      // A boundary on what is created or changed keeps the holder below it.
      check.that(() => found.length === 0 || narrowedBy(statement, /^(iam:PassedToService|iam:AssociatedResourceArn|iam:PermissionsBoundary|iam:PolicyARN|aws:ResourceTag\/.*)$/i), `it allows ${found.join(", ")} for everybody`, path);
    }),
};

/** What hands out contents of everything that is kept, by service. Source: Service Authorization Reference, each service. */
const READS: readonly (readonly [service: string, kind: string, actions: readonly string[]])[] = [
  ["s3", "any/", ["s3:GetObject"]],
  ["secretsmanager", "secret:", ["secretsmanager:GetSecretValue"]],
  ["ssm", "parameter/", ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]],
];

const reading: ResourceRule = {
  name: "iam-policy-no-reading-everything",
  items: ["PRC-119"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "AC-6" }],
  demands: "No IAM policy allows to read every object of every bucket, every secret or every parameter.",
  why: "Whoever takes over the holder takes away all data, and the passwords to the rest.",
  remediation: "Name the buckets, secrets and parameters, or add a condition on their tags.",
  looksAt: IAM_POLICIES,
  judge: (node) =>
    examine((check) => {
      for (const [service, kind, actions] of READS) {
        allowing(node, service, [kind], check, (statement, path) => {
          const found = actions.filter((action) => allows(statement, action));
          check.that(() => found.length === 0 || narrowedBy(statement, /^(aws:ResourceTag\/|secretsmanager:(ResourceTag\/|SecretId$)|ssm:resourceTag\/|s3:(ExistingObjectTag\/|DataAccessPoint))/i), `it allows ${found.join(", ")} for everything`, path);
        });
      }
    }),
};

const ENTRY = "aws:eks/accessEntry:AccessEntry";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";

const entries: StackRule = {
  name: "cluster-access-by-role",
  items: ["PRC-118", "PRC-121"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "5.5.1" }, { name: "NIST 800-53", reference: "AC-2" }],
  demands: "Roles enter the cluster, no users and no whole account, and none belongs to system:masters.",
  why: "A role is taken with a second factor and for hours; a user's key lasts, and system:masters can be taken away by nobody.",
  remediation: "Set principalArn to a role, and kubernetesGroups to groups of your own.",
  looksAt: "stack",
  subjects: [ENTRY, ASSOCIATION],
  judge(node, _policy, graph) {
    return examine((check) => {
      const isRole = () => graph.referenced(node, "principalArn", ["aws:iam/role:Role"]).length > 0 || /^arn:[a-z-]{1,12}:iam::\d{12}:role\/./.test(text(node.props["principalArn"]) ?? "");
      check.that(isRole, () => `${quoted(node.props["principalArn"])} is no role`, "principalArn");
      check.each(() => list(stated(node, "kubernetesGroups")), (group, index) => {
        if (word(group).startsWith("system:")) check.fail(`it belongs to ${quoted(group)}`, `kubernetesGroups[${index}]`);
      });
    });
  },
};

/** EKS's own policies that change objects or read Secrets; what they are given in the whole cluster is given in every namespace. */
const STRONG = /cluster-access-policy\/(AmazonEKSAdminPolicy|AmazonEKSEditPolicy|AmazonEKSSecretReaderPolicy)$/;

const scopes: ResourceRule = {
  name: "cluster-access-scoped",
  items: ["PRC-118", "PRC-119"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "4.1.2" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "Whoever may change objects or read Secrets without being an administrator of the cluster may do so in named namespaces.",
  why: "The namespaces of the system hold the rights of everything else.",
  remediation: "Set accessScope.type to namespace and list the namespaces.",
  looksAt: [ASSOCIATION],
  judge(node) {
    return examine((check) => {
      const policy = text(node.props["policyArn"]);
      check.that(() => policy !== undefined, "it names no policy", "policyArn");
      if (!STRONG.test(policy ?? "")) return;
      const spaces = strings(dig(node.props["accessScope"], "namespaces"));
      check.that(() => dig(node.props["accessScope"], "type") === "namespace" && spaces.length > 0 && !spaces.includes("*"), "it holds in the whole cluster", "accessScope");
    });
  },
};

export const rules: readonly Rule[] = [users, decryption, escalation, reading, entries, scopes];
