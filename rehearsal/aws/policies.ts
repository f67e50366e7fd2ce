/** Every property that holds a policy document, and each service's name for a bad one. */
import type { Law } from "../types.ts";
import { checkLaw, fields, flag, no, parseArn, pick, settled, text, texts } from "./kit.ts";
import { allows, listed, parsePolicy, policyFaults, type PolicyRules } from "./policy-document.ts";

const GRAMMAR = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";
const QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html";

const IDENTITY: PolicyRules = { kind: "identity" };
const RESOURCE: PolicyRules = { kind: "resource" };
/** Services whose policies hang on one thing and need not name it. */
const LOOSE: PolicyRules = { kind: "resource", resourceOptional: true };

/** Code, rules, and where such policies are. Size limits: the default IAM quotas, and each service's own. */
const DOCUMENTS: readonly (readonly [code: string, rules: PolicyRules, ...at: (readonly [short: string, path: string])[]])[] = [
  ["MalformedPolicyDocument", { kind: "trust", limit: 2048 }, ["iam/role", "assumeRolePolicy"]],
  ["MalformedPolicyDocument", { kind: "identity", limit: 6144 }, ["iam/policy", "policy"]],
  ["MalformedPolicyDocument", { kind: "identity", limit: 10240 }, ["iam/rolePolicy", "policy"], ["iam/role", "inlinePolicies[].policy"]],
  ["MalformedPolicyDocument", { kind: "identity", limit: 2048 }, ["iam/userPolicy", "policy"]],
  ["MalformedPolicyDocument", { kind: "identity", limit: 5120 }, ["iam/groupPolicy", "policy"]],
  ["MalformedPolicy", { kind: "resource", limit: 20480 }, ["s3/bucketPolicy", "policy"]],
  ["MalformedPolicyDocumentException", { kind: "resource", limit: 32768 }, ["kms/key", "policy"], ["kms/replicaKey", "policy"], ["kms/keyPolicy", "policy"]],
  ["MalformedPolicyDocumentException", { kind: "resource", limit: 20480 }, ["secretsmanager/secretPolicy", "policy"], ["secretsmanager/secret", "policy"]],
  ["InvalidParameter", LOOSE, ["sns/topicPolicy", "policy"], ["sns/topic", "policy"]],
  ["InvalidAttributeValue", LOOSE, ["sqs/queuePolicy", "policy"], ["sqs/queue", "policy"]],
  ["InvalidParameterException", LOOSE, ["ecr/repositoryPolicy", "policy"]],
  ["InvalidParameterException", { kind: "resource", limit: 5120 }, ["cloudwatch/logResourcePolicy", "policyDocument"]],
  ["InvalidParameterValueException", RESOURCE, ["backup/vaultPolicy", "policy"]],
  ["InvalidPolicyException", LOOSE, ["efs/fileSystemPolicy", "policy"]],
  ["InvalidPolicyDocument", LOOSE, ["ec2/vpcEndpoint", "policy"], ["ec2/vpcEndpointPolicy", "policy"]],
];

const documents: Law[] = DOCUMENTS.map(([code, rules, ...at], index) =>
  checkLaw(`policy-document-${index + 1}-${at[0]![0].replace("/", "-").toLowerCase()}`, [...new Set(at.map(([short]) => short))], GRAMMAR, (inputs, change) =>
    at
      .filter(([short]) => change.token.startsWith(`aws:${short}:`))
      .flatMap(([, path]) =>
        pick(inputs, path)
          .filter(({ value }) => value !== "")
          .flatMap(({ path: property, value }) => policyFaults(value, rules).map((message) => ({ code: message.startsWith("Maximum policy size") && code === "MalformedPolicyDocument" ? "LimitExceeded" : code, message: sized(message, rules), property }))),
      ),
  ),
);

function sized(message: string, rules: PolicyRules): string {
  return rules.kind === "trust" && message.startsWith("Maximum policy size") ? `Cannot exceed quota for ACLSizePerRole: ${rules.limit}` : message;
}

/** KMS refuses a key policy that would lock its makers out: nobody of the account may change the policy any more. */
const lockout = checkLaw("kms-policy-lockout", ["kms/key", "kms/replicaKey", "kms/keyPolicy"], KMS, (inputs, change) => {
  if (flag(inputs["bypassPolicyLockoutSafetyCheck"]) === true || !settled(inputs["bypassPolicyLockoutSafetyCheck"])) return [];
  const policy = inputs["policy"];
  const document = parsePolicy(policy);
  if (document === undefined || !settled(policy) || policyFaults(policy, RESOURCE).length > 0) return [];
  const open = document.statements.some((statement) => {
    const principal = statement["Principal"];
    const aws = fields(principal)["AWS"];
    const named = typeof aws === "string" ? [aws] : texts(aws);
    const ours = principal === "*" || statement["NotPrincipal"] !== undefined || named.some((one) => one === "*" || one === change.account || parseArn(one)?.account === change.account || /^A[A-Z0-9]{15,}$/.test(one));
    return ours && allows(statement, "kms:PutKeyPolicy");
  });
  return open ? [] : no("MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.", "policy");
});

const bucketResources = checkLaw("bucket-policy-resource", ["s3/bucketPolicy"], "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html", (inputs) => {
  const bucket = text(inputs["bucket"]);
  const document = parsePolicy(inputs["policy"]);
  if (document === undefined || bucket === undefined) return [];
  const named = document.statements.flatMap((statement) => [...listed(statement["Resource"]), ...listed(statement["NotResource"])]);
  const strange = named.filter((one) => {
    const resource = parseArn(one)?.resource;
    return typeof one === "string" && (resource === undefined || !(resource === bucket || resource.startsWith(`${bucket}/`) || resource.startsWith(`${bucket}*`) || /^[*?]/.test(resource) || resource.includes("$") || wildcard(resource, bucket))) && one !== "*";
  });
  return strange.length === 0 ? [] : no("MalformedPolicy", `Policy has invalid resource: ${strange.map(String).join(", ")}`, "policy");
});

function wildcard(resource: string, bucket: string): boolean {
  const head = /^[^*?/]*/.exec(resource)![0];
  return head.length < resource.length && /[*?]/.test(resource.slice(head.length, head.length + 1)) && bucket.startsWith(head);
}

const trustActions = checkLaw("trust-policy-actions", ["iam/role"], QUOTAS, (inputs) => {
  const document = parsePolicy(inputs["assumeRolePolicy"]);
  if (document === undefined || policyFaults(inputs["assumeRolePolicy"], IDENTITY).includes("Syntax errors in policy.")) return [];
  const actions = texts(document.statements.flatMap((statement) => [...listed(statement["Action"]), ...listed(statement["NotAction"])]));
  const strange = actions.filter((action) => action.includes(":") && !/^(sts|\*|s\*|st\*|sts\*):/i.test(action));
  return strange.length === 0 ? [] : no("MalformedPolicyDocument", `AssumeRole policy may only specify STS AssumeRole actions. (${strange.join(", ")})`, "assumeRolePolicy");
});

/** Laws of policy documents. */
export const policyLaws: readonly Law[] = [...documents, lockout, bucketResources, trustActions];
