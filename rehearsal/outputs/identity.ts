/** IAM, KMS and Secrets Manager. Source: "IAM identifiers" in the IAM User Guide; the KMS and Secrets Manager API references. */
import type { Inventor, InventContext, Props, Value } from "../types.ts";
import { arn, digest, hexOf, inventor, letters, moment, named, text, uuid } from "./forms.ts";

type Known = InventContext & { readonly id: string };

/** Unique ids start with four letters that say what they are of. */
const unique = (context: InventContext, prefix: string): string => `${prefix}${letters(hexOf(context, "unique", 64), 17).toUpperCase()}`;
const iamArn = (context: InventContext, kind: string, name: string): string => arn(context, "iam", `${kind}${named(context.inputs, "path", "/")}${name}`, { region: "" });
const created = (context: Known, property: string): string => text(context.olds?.[property]) ?? moment(context);

const principal = (token: string, kind: string, prefix: string, dated: boolean): Inventor =>
  inventor([token], ({ inputs }) => named(inputs, "name"), (context) => ({
    arn: iamArn(context, kind, context.id), uniqueId: unique(context, prefix), ...(dated ? { createDate: created(context, "createDate") } : {}),
  }));

const issuer = (inputs: Props): string => named(inputs, "url").replace(/^https:\/\//, "");

export const IAM: readonly Inventor[] = [
  principal("aws:iam/role:Role", "role", "AROA", true),
  principal("aws:iam/instanceProfile:InstanceProfile", "instance-profile", "AIPA", true),
  principal("aws:iam/user:User", "user", "AIDA", false),
  principal("aws:iam/group:Group", "group", "AGPA", false),
  inventor(["aws:iam/policy:Policy"], (context) => iamArn(context, "policy", named(context.inputs, "name")), (context) => ({ arn: context.id, policyId: unique(context, "ANPA"), attachmentCount: context.olds?.["attachmentCount"] ?? 0 })),
  inventor(["aws:iam/rolePolicy:RolePolicy"], ({ inputs }) => `${named(inputs, "role")}:${named(inputs, "name")}`),
  inventor(["aws:iam/userPolicy:UserPolicy"], ({ inputs }) => `${named(inputs, "user")}:${named(inputs, "name")}`),
  inventor(["aws:iam/groupPolicy:GroupPolicy"], ({ inputs }) => `${named(inputs, "group")}:${named(inputs, "name")}`),
  inventor(["aws:iam/rolePolicyAttachment:RolePolicyAttachment"], ({ inputs }) => `${named(inputs, "role")}/${named(inputs, "policyArn")}`),
  inventor(["aws:iam/userPolicyAttachment:UserPolicyAttachment"], ({ inputs }) => `${named(inputs, "user")}/${named(inputs, "policyArn")}`),
  inventor(["aws:iam/groupPolicyAttachment:GroupPolicyAttachment"], ({ inputs }) => `${named(inputs, "group")}/${named(inputs, "policyArn")}`),
  inventor(["aws:iam/openIdConnectProvider:OpenIdConnectProvider"], (context) => arn(context, "iam", `oidc-provider/${issuer(context.inputs)}`, { region: "" }), (context) => ({
    arn: context.id,
    thumbprintLists: context.inputs["thumbprintLists"] ?? [digest(issuer(context.inputs), 40)],
  })),
  inventor(["aws:iam/serviceLinkedRole:ServiceLinkedRole"], (context) => linkedRole(context), (context) => ({
    arn: context.id, name: context.id.split("/").at(-1) ?? "", path: `/aws-service-role/${named(context.inputs, "awsServiceName")}/`, uniqueId: unique(context, "AROA"), createDate: created(context, "createDate"),
  })),
  inventor(["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"], () => "iam-account-password-policy", ({ inputs }) => ({ expirePasswords: typeof inputs["maxPasswordAge"] === "number" && inputs["maxPasswordAge"] > 0 })),
  inventor(["aws:iam/accountAlias:AccountAlias"], ({ inputs }) => named(inputs, "accountAlias")),
];

/** `autoscaling.amazonaws.com` gives `AWSServiceRoleForAutoScaling`: the name is AWS's own, so the first letters are made capital. */
function linkedRole(context: InventContext): string {
  const service = named(context.inputs, "awsServiceName");
  const known: Readonly<Record<string, string>> = { "autoscaling.amazonaws.com": "AutoScaling", "elasticache.amazonaws.com": "ElastiCache", "rds.amazonaws.com": "RDS", "eks.amazonaws.com": "AmazonEKS", "eks-nodegroup.amazonaws.com": "AmazonEKSNodegroup", "elasticloadbalancing.amazonaws.com": "ElasticLoadBalancing", "spot.amazonaws.com": "EC2Spot", "config.amazonaws.com": "Config", "guardduty.amazonaws.com": "AmazonGuardDuty" };
  const first = service.split(".")[0] ?? "";
  const name = known[service] ?? `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  const tail = text(context.inputs["customSuffix"]);
  return arn(context, "iam", `role/aws-service-role/${service}/AWSServiceRoleFor${name}${tail === undefined ? "" : `_${tail}`}`, { region: "" });
}

const keyArn = (context: Known): string => arn(context, "kms", `key/${context.id}`);
const multiRegion = (context: InventContext): string => `mrk-${hexOf(context, "mrk", 32)}`;

export const KMS: readonly Inventor[] = [
  inventor(["aws:kms/key:Key"], (context) => (context.inputs["multiRegion"] === true ? multiRegion(context) : uuid(context, "key")), (context) => ({
    arn: keyArn(context), keyId: context.id, multiRegion: context.inputs["multiRegion"] ?? false,
    rotationPeriodInDays: context.inputs["rotationPeriodInDays"] ?? (context.inputs["enableKeyRotation"] === true ? 365 : 0),
    policy: named(context.inputs, "policy", defaultKeyPolicy(context)),
    description: named(context.inputs, "description"),
  })),
  // A replica has the id of its primary key. Source: "Multi-Region keys" in the KMS Developer Guide.
  inventor(["aws:kms/replicaKey:ReplicaKey"], (context) => named(context.inputs, "primaryKeyArn").split("/").at(-1) ?? multiRegion(context), (context) => ({
    arn: keyArn(context), keyId: context.id, keyRotationEnabled: false, keySpec: "SYMMETRIC_DEFAULT", keyUsage: "ENCRYPT_DECRYPT", policy: named(context.inputs, "policy", defaultKeyPolicy(context)),
  })),
  inventor(["aws:kms/externalKey:ExternalKey"], (context) => (context.inputs["multiRegion"] === true ? multiRegion(context) : uuid(context, "key")), (context) => ({ arn: keyArn(context), keyState: "PendingImport" })),
  inventor(["aws:kms/alias:Alias"], ({ inputs }) => named(inputs, "name"), (context) => ({
    arn: arn(context, "kms", context.id),
    targetKeyArn: named(context.inputs, "targetKeyId").startsWith("arn:") ? named(context.inputs, "targetKeyId") : arn(context, "kms", `key/${named(context.inputs, "targetKeyId")}`),
  })),
  inventor(["aws:kms/grant:Grant"], (context) => `${named(context.inputs, "keyId")}:${hexOf(context, "grant", 64)}`, (context) => ({ grantId: context.id.split(":").at(-1) ?? "", grantToken: Buffer.from(hexOf(context, "token", 128), "hex").toString("base64") })),
  inventor(["aws:kms/keyPolicy:KeyPolicy"], ({ inputs }) => named(inputs, "keyId")),
];

/** What KMS gives a key whose maker passes no policy. Source: "Default key policy" in the KMS Developer Guide. */
function defaultKeyPolicy(context: InventContext): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [{ Sid: "Enable IAM User Permissions", Effect: "Allow", Principal: { AWS: arn(context, "iam", "root", { region: "" }) }, Action: "kms:*", Resource: "*" }],
  });
}

/** Secrets Manager adds a dash and six characters to the name. */
const secretArn = (context: InventContext): string => {
  const mixed = letters(hexOf(context, "secret", 12), 6).split("").map((letter, index) => (index % 2 === 0 ? letter.toUpperCase() : letter)).join("");
  return arn(context, "secretsmanager", `secret:${named(context.inputs, "name")}-${mixed}`);
};

/** A version is current where no label was asked for, and where it is the secret's first. Source: PutSecretValue in the API reference. */
function stagesOf({ inputs, id, world }: InventContext): Value {
  const asked = inputs["versionStages"];
  if (!Array.isArray(asked)) return ["AWSCURRENT"];
  const first = !world.list("aws:secretsmanager/secretVersion:SecretVersion").some((one) => one.id !== id && one.inputs["secretId"] === inputs["secretId"]);
  return first ? [...new Set(["AWSCURRENT", ...asked])] : asked;
}

export const SECRETS: readonly Inventor[] = [
  inventor(["aws:secretsmanager/secret:Secret"], secretArn, (context) => ({
    arn: context.id,
    replicas: (Array.isArray(context.inputs["replicas"]) ? context.inputs["replicas"] : []).map((replica) => ({ kmsKeyId: "", ...(replica as Props), lastAccessedDate: "", status: "InSync", statusMessage: "" })),
  })),
  inventor(["aws:secretsmanager/secretVersion:SecretVersion"], (context) => `${named(context.inputs, "secretId")}|${uuid(context, `version:${digest(JSON.stringify(context.inputs), 12)}`)}`, (context) => ({
    arn: named(context.inputs, "secretId"), secretArn: named(context.inputs, "secretId"), versionId: context.id.split("|").at(-1) ?? "", versionStages: stagesOf(context),
  })),
  inventor(["aws:secretsmanager/secretRotation:SecretRotation"], ({ inputs }) => named(inputs, "secretId"), () => ({ rotationEnabled: true })),
  inventor(["aws:secretsmanager/secretPolicy:SecretPolicy"], ({ inputs }) => named(inputs, "secretArn")),
];
