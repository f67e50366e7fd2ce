/** Identity: who may take the roles of people, and which repository deploys. */
import { z } from "zod";

/** What may take a role of people: the account, its users, a role of IAM Identity Center, or a SAML provider. */
const principal = z
  .string()
  .regex(/^arn:aws:iam::\d{12}:(root|(user|role|saml-provider)\/[\w+=,.@/-]{1,512})$/, { error: "an ARN of IAM: arn:aws:iam::<account>:root, :user/<name>, :role/<name> or :saml-provider/<name>" });

// A trust policy has at most 2,048 characters. Source: IAM User Guide, "IAM and AWS STS quotas".
const principals = z
  .array(principal)
  .max(6)
  .refine((list) => new Set(list).size === list.length, { error: "principals that are all different" })
  .refine((list) => list.join("").length <= 900, { error: "ARNs of at most 900 characters together: the trust policy has room for no more" })
  .default([]);

const who = "An empty list stands for the account itself, whose policies then say who. Roles and SAML providers must tag the session with mfa=true.";

export const identity = z.strictObject({
  passwordPolicy: z.strictObject({
    mode: z.enum(["create", "adopt"]).default("create").describe("`adopt` where another stack or the organisation sets it: an account has one."),
  }).prefault({}).describe("The account's password policy."),
  people: z.strictObject({
    admin: principals.describe(`Who may administer. ${who}`),
    operator: principals.describe(`Who may operate. ${who}`),
    developer: principals.describe(`Who may look at logs, traces and metrics. ${who}`),
    "read-only": principals.describe(`Who may see what there is. ${who}`),
    "break-glass": principals.describe(`Who may take the emergency role, which raises an alarm. ${who}`),
  }).prefault({}).describe("Roles of people; each demands a second factor."),
  github: z.strictObject({
    repository: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[\w.-]{1,100}$/, { error: "a repository on GitHub: owner/name" }).describe("Whose workflows may plan and deploy. They deploy from the GitHub environment that has the name of this one."),
    branches: z.array(z.string().regex(/^[\w][\w./-]{0,200}$/, { error: "the name of a branch, such as main" })).max(5).default(["main"]).describe("Branches whose runs may plan, beside pull requests."),
    provider: z.enum(["create", "adopt"]).default("create").describe("`adopt` where the account has GitHub's OpenID Connect provider: there can be one."),
    stateBucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: "the name of a bucket" }).optional().describe("Bucket of Pulumi's state, where it is on S3."),
    stateKeyArn: z.string().regex(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,64}$/, { error: "the ARN of a KMS key" }).optional().describe("Key that encrypts the secrets in Pulumi's state, where it is one of KMS."),
  }).optional().describe("GitHub Actions by OpenID Connect. Without it, nothing comes in from there."),
});

/** The section with every default filled in. */
export type IdentityConfig = z.output<typeof identity>;
