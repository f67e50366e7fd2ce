/** Audit and detection: which of the services that an account has only once this stack makes. */
import { z } from "zod";
import type { Contradiction } from "../contradiction.ts";

const mode = z
  .enum(["create", "adopt", "off"])
  .default("create")
  .describe("`create`: the stack makes it. `adopt`: the account has it already, as where two environments share one; nothing is made that AWS would refuse. `off`: the stack leaves it alone.");

const attach = z.boolean().default(false).describe("With `adopt`: whether what is ours is added to what the account has.");

const SCANS = ["ECR", "EC2", "LAMBDA", "LAMBDA_CODE"] as const;
const STANDARDS = ["fsbp", "cis-3.0.0", "cis-5.0.0", "nist-800-53", "pci-dss-4.0.1", "tagging"] as const;

/** Lengths and characters that AWS takes. Source: AWS Account Management Reference Guide, PutAlternateContact. */
const contact = (matter: string) =>
  z.strictObject({
    name: z.string().regex(/^\S(?:.{0,62}\S)?$/, { error: "a name of at most 64 characters" }).describe("Who it is: a team or a person."),
    title: z.string().regex(/^\S(?:.{0,48}\S)?$/, { error: "a title of at most 50 characters" }).describe("What they are, such as Security."),
    email: z.string().max(254).regex(/^[\w+=.#|!&-]{1,64}@[\w-][\w.-]*\.\w+$/, { error: "an e-mail address, such as security@example.com" }).describe("Where they read."),
    phone: z.string().regex(/^[+(0-9][0-9()+ -]{0,24}$/, { error: "a telephone number of at most 25 digits, spaces, parentheses, + and -, such as +49 30 901820" }).describe("Where they answer."),
  }).describe(`For ${matter}.`);

const different = { error: "values that are all different" };

export const audit = z.strictObject({
  trail: z.strictObject({
    mode,
    organizationId: z.string().regex(/^o-[a-z0-9]{10,32}$/, { error: "the id of an organisation, such as o-a1b2c3d4e5" }).optional().describe("Records every account of this organisation; only its management account may. Without it, this account."),
    logGroup: z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, { error: "the name of a log group, such as /aws/cloudtrail/optibid-production" }).optional().describe("With `adopt`: where the account's trail writes; alarms on activity look there."),
  }).prefault({}).describe("AWS CloudTrail: who did what."),
  config: z.strictObject({
    mode,
    attach,
    serviceLinkedRole: z.enum(["create", "adopt"]).default("create").describe("`adopt` where AWS Config was set up in this account before: the role AWSServiceRoleForConfig stays behind."),
  }).prefault({}).describe("AWS Config: what changed, and which rules it breaks."),
  guardDuty: z.strictObject({
    mode,
    detectorId: z.string().regex(/^[0-9a-f]{32}$/, { error: "the id of a detector: 32 hex digits" }).optional().describe("With `adopt`: the home Region's detector, whose features are then switched on. Without it, it stays as it is."),
    runtimeMonitoring: z.boolean().default(true).describe("Whether GuardDuty watches processes on the cluster's nodes, by an add-on and an endpoint it adds itself."),
  }).prefault({}).describe("Amazon GuardDuty: threats."),
  securityHub: z.strictObject({
    mode,
    attach,
    standards: z.array(z.enum(STANDARDS)).min(1).refine((list) => new Set(list).size === list.length, different).default(["fsbp", "cis-5.0.0"]).describe("Standards the account is measured by."),
  }).prefault({}).describe("AWS Security Hub: findings and standards."),
  inspector: z.strictObject({
    mode,
    scans: z.array(z.enum(SCANS)).min(1).refine((list) => new Set(list).size === list.length, different).optional().describe("What is scanned for vulnerabilities. Without it: ECR, EC2 and LAMBDA, and LAMBDA_CODE, which looks into the code of functions, in the Regions that have it."),
  }).prefault({}).describe("Amazon Inspector: vulnerabilities of images, instances and functions."),
  macie: z.strictObject({ mode }).prefault({}).describe("Amazon Macie: open buckets, and personal data and credentials in objects. Costs by bucket, and by what it reads. Its automated discovery is a switch in Macie itself, which nothing can declare."),
  accessAnalyzer: z.strictObject({
    mode,
    unusedAccessDays: z.int().min(1).max(365).default(90).describe("Days after which access that nobody used is reported."),
  }).prefault({}).describe("IAM Access Analyzer: access from outside, and access nobody uses."),
  accountDefaults: z.strictObject({ mode }).prefault({}).describe("What holds for the whole account: no public buckets, snapshots, images and documents, encrypted volumes, metadata only against tokens, the output of runbooks in a log group."),
  contacts: z.strictObject({
    security: contact("security: abuse, exposed keys, what is found in the account").optional(),
    operations: contact("operations: maintenance and events of AWS").optional(),
    billing: contact("bills and payments").optional(),
  }).prefault({}).describe("Whom AWS writes to and calls beside the account's owner; an account has one for each matter, and without one here it keeps its own. Better a team than a person."),
  alerts: z.boolean().default(true).describe("Whether what is found and done in the account raises this stack's alerts. Once an account is enough."),
});

/** The section with every default filled in. */
export type AuditConfig = z.output<typeof audit>;

/** Values of the section that do not go together. */
export function auditContradictions(config: AuditConfig): Contradiction[] {
  const { trail, guardDuty, inspector, config: recorder, securityHub } = config;
  const found: Contradiction[] = [];
  const only = (path: (string | number)[], value: unknown, present: boolean, accepted: string): void => {
    if (present) found.push({ path: ["audit", ...path], value, accepted });
  };
  only(["trail", "logGroup"], trail.logGroup, trail.logGroup !== undefined && trail.mode !== "adopt", "nothing, unless trail.mode is adopt: a trail that is made brings its own log group");
  only(["trail", "organizationId"], trail.organizationId, trail.organizationId !== undefined && trail.mode !== "create", "nothing, unless trail.mode is create");
  only(["guardDuty", "detectorId"], guardDuty.detectorId, guardDuty.detectorId !== undefined && guardDuty.mode !== "adopt", "nothing, unless guardDuty.mode is adopt");
  only(["config", "attach"], recorder.attach, recorder.attach && recorder.mode !== "adopt", "false, unless config.mode is adopt");
  only(["securityHub", "attach"], securityHub.attach, securityHub.attach && securityHub.mode !== "adopt", "false, unless securityHub.mode is adopt");
  // Source: Amazon Inspector User Guide, "Scanning AWS Lambda functions": code scanning goes on top of standard scanning.
  only(["inspector", "scans"], inspector.scans, inspector.scans?.includes("LAMBDA_CODE") === true && !inspector.scans.includes("LAMBDA"), "LAMBDA beside LAMBDA_CODE");
  return found;
}
