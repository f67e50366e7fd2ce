/**
 * Settings of buckets beside access, versions and TLS: PRC-044, PRC-064, PRC-111, PRC-113, PRC-117.
 */
import { stated, type Graph, type Node } from "../graph.ts";
import { dig, flag, list, number, quoted, statements, text, word } from "../inputs.ts";
import { examine, notApplicable, type Check, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { isOwnKey } from "../databases.ts";
import { allows } from "../iam.ts";
import { isHidden, peek, someHold } from "../unknown.ts";
import { BUCKET_ENCRYPTIONS, BUCKET_LIFECYCLES, BUCKET_LOCKS, BUCKET_LOGGINGS, BUCKETS } from "../types.ts";

const TRAIL = "aws:cloudtrail/trail:Trail";
const ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

const lifecycle: StackRule = {
  name: "bucket-lifecycle-set",
  items: ["PRC-113"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "S3.13" }, { name: "NIST 800-53", reference: "SI-12" }],
  demands: "Every bucket has a lifecycle rule that is in force.",
  why: "Data without an end is kept longer than anybody agreed to, and so is what a broken upload left.",
  remediation: "Add a BucketLifecycleConfiguration with an enabled rule.",
  looksAt: "stack",
  subjects: BUCKETS,
  judge(bucket, _policy, graph) {
    return examine((check) => {
      const separate = graph.referrers(bucket, BUCKET_LIFECYCLES, "bucket").some(({ props }) => list(props["rules"]).some((rule) => dig(rule, "status") === "Enabled"));
      check.that(() => separate || list(stated(bucket, "lifecycleRules")).some((rule) => flag(dig(rule, "enabled")) === true), "no rule is in force, so nothing ever ends");
    });
  },
};

const access: StackRule = {
  name: "bucket-access-logged",
  items: ["PRC-044", "PRC-115"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "S3.9" }, { name: "AWS Security Hub", reference: "CloudTrail.7" }, { name: "CIS AWS 3.0", reference: "3.4" }, { name: "NIST 800-53", reference: "AU-2" }],
  demands: "Requests to every bucket are logged, except to those that receive such logs.",
  why: "Who read what cannot be told afterwards otherwise.",
  remediation: "Add a BucketLogging with a targetBucket.",
  looksAt: "stack",
  subjects: BUCKETS,
  judge(bucket, _policy, graph) {
    const separate = graph.referrers(bucket, BUCKET_LOGGINGS, "bucket").length > 0;
    if (separate || INLINE_LOGGING.map((property) => stated(bucket, property)).some((block) => isNamed(() => dig(block, "targetBucket")))) return { kind: "pass" };
    // A log of the log would grow by itself (S3 User Guide, "Logging requests with server access logging").
    if (receivesLogs(bucket, graph)) return notApplicable("it receives the logs of others");
    return examine((check) => check.fail("requests to it are logged nowhere, which is the default"));
  },
};

/** Whether another bucket names it, or its policy lets S3 write logs to it. */
function receivesLogs(bucket: Node, graph: Graph): boolean {
  const named = graph.referrers(bucket, BUCKET_LOGGINGS, "targetBucket").length > 0 || graph.ofType(BUCKETS).some((other) => INLINE_LOGGING.some((property) => graph.points(other, property, bucket)));
  return named || someHold(graph.referrers(bucket, ["aws:s3/bucketPolicy:BucketPolicy"], "bucket"), ({ props }) => (statements(props["policy"]) ?? []).some(({ effect, principals }) => effect === "Allow" && principals.includes("logging.s3.amazonaws.com")));
}

/** The property with the settings inside, of either form of bucket. */
const INLINE_LOGGING = ["logging", "loggings"];

function isNamed(read: () => unknown): boolean {
  return isHidden(read) || text(read()) !== undefined;
}

const acls: ResourceRule = {
  name: "bucket-acls-off",
  items: ["PRC-019", "PRC-119"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "S3.12" }, { name: "NIST 800-53", reference: "AC-3" }],
  demands: "Access to a bucket is decided by its policy alone, not by ACLs of objects.",
  why: "Whoever uploads an object could give it to anybody, past the policy.",
  remediation: "Set rule.objectOwnership to BucketOwnerEnforced, or leave the ownership controls out.",
  looksAt: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
  judge(node) {
    const owner = () => dig(node.props["rule"], "objectOwnership");
    return examine((check) => check.that(() => owner() === "BucketOwnerEnforced", () => `objectOwnership is ${quoted(owner())}, which lets ACLs decide`, "rule.objectOwnership"));
  },
};

const encryption: ResourceRule = {
  name: "bucket-encryption-own-key",
  items: ["PRC-111", "OPT-38", "OPT-53"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-28(1)" }, { name: "NIST 800-53", reference: "SC-12(2)" }],
  demands: "Where the default encryption of a bucket is set, it is one S3 knows, and its KMS key is ours.",
  why: "AWS's own key for S3 can be neither taken away from anybody nor used in another account or region.",
  remediation: "Set applyServerSideEncryptionByDefault.kmsMasterKeyId beside aws:kms, or use AES256.",
  looksAt: [...BUCKETS, ...BUCKET_ENCRYPTIONS],
  judge(node) {
    const property = BUCKET_ENCRYPTIONS.includes(node.type) ? "rules" : INLINE_ENCRYPTION.find((each) => isHidden(() => node.props[each]) || list(node.props[each]).length > 0);
    // Every object is encrypted with S3's keys where nothing is said, since January 2023 (S3 User Guide, "Setting default server-side encryption behavior").
    if (property === undefined) return notApplicable("nothing is said, so S3 encrypts with its own keys");
    return examine((check) => {
      const given = node.props[property];
      const rules = property === "rules" ? list(given) : [...list(dig(given, "rule")), ...list(dig(given, "rules"))];
      check.that(() => rules.length > 0, "it has no rules", property);
      check.each(() => rules, (rule) => defaultKey(rule, check));
    });
  },
};

/** The property with the settings inside, of either form of bucket. */
const INLINE_ENCRYPTION = ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"];

function defaultKey(rule: unknown, check: Check): void {
  const preset = dig(rule, "applyServerSideEncryptionByDefault") ?? dig(rule, "applyServerSideEncryptionByDefaults");
  // A rule may only switch keys of customers off, or bucket keys on.
  if (preset === undefined) return;
  const algorithm = word(dig(preset, "sseAlgorithm"));
  check.that(() => ["AES256", "aws:kms", "aws:kms:dsse"].includes(algorithm), `the algorithm is ${quoted(algorithm)}`, "rules");
  check.that(() => algorithm === "AES256" || isOwnKey(() => dig(preset, "kmsMasterKeyId")), "the key is AWS's own for S3", "rules");
}

const replication: ResourceRule = {
  name: "bucket-replication-on",
  items: ["PRC-064", "OPT-76"],
  severity: "medium",
  frameworks: [{ name: "AWS Security Hub", reference: "S3.7" }, { name: "NIST 800-53", reference: "CP-9(3)" }],
  demands: "Every rule that copies a bucket is in force and names a destination, and copies what is under a KMS key under a key as well.",
  why: "Somebody relies on the copy, and it is not there.",
  remediation: "Set status to Enabled and destination.bucket; beside sseKmsEncryptedObjects set destination.encryptionConfiguration.",
  looksAt: ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"],
  judge(node) {
    return examine((check) => {
      check.that(() => list(node.props["rules"]).length > 0, "it has no rules", "rules");
      check.each(() => list(node.props["rules"]), (rule, index) => {
        const at = `rules[${index}]`;
        check.that(() => dig(rule, "status") === "Enabled", "the rule is not in force", `${at}.status`);
        check.that(() => isNamed(() => dig(rule, "destination", "bucket")), "it copies to nowhere", `${at}.destination.bucket`);
        const underKey = dig(rule, "sourceSelectionCriteria", "sseKmsEncryptedObjects", "status") === "Enabled";
        check.that(() => !underKey || isNamed(() => dig(rule, "destination", "encryptionConfiguration", "replicaKmsKeyId")), "there is no key for the copies", `${at}.destination.encryptionConfiguration`);
      });
    });
  },
};

const locked: ResourceRule = {
  name: "object-lock-retains",
  items: ["PRC-113", "PRC-117"],
  severity: "medium",
  frameworks: [{ name: "AWS Security Hub", reference: "S3.15" }, { name: "NIST 800-53", reference: "AU-9" }],
  demands: "A bucket with Object Lock keeps every new object for a stated time.",
  why: "Without a default each object has to ask for it, and none does.",
  remediation: "Set rule.defaultRetention with a mode and days or years.",
  looksAt: BUCKET_LOCKS,
  judge(node) {
    return examine((check) => retention(node.props["rule"], check));
  },
};

function retention(rule: unknown, check: Check): void {
  const preset = () => dig(rule, "defaultRetention") ?? dig(rule, "defaultRetentions");
  check.that(() => ["COMPLIANCE", "GOVERNANCE"].includes(word(dig(preset(), "mode"))), "objects have no default retention", "rule.defaultRetention.mode");
  check.that(() => (number(dig(preset(), "days")) ?? number(dig(preset(), "years")) ?? 0) > 0, "it has no length", "rule.defaultRetention.days");
}

/** What changes who may use a bucket or how it is kept. Source: AWS FSBP, S3.6: its list of blocked actions. */
const OWNERS = ["s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutObjectAcl"];

/** The account of a principal, where it says one. */
const OF_ACCOUNT = /^(?:arn:[a-z-]{1,12}:(?:iam|sts)::)?(\d{12})(?::|$)/;

/** The account the stack is in: what has an ARN of its own tells, and what is set for the whole account. */
function ownAccount(graph: Graph): string | undefined {
  for (const node of graph.ofType([ACCOUNT_BLOCK])) {
    const account = peek(() => text(node.props["accountId"]));
    if (account !== undefined) return account;
  }
  for (const node of graph.nodes) {
    const account = /^arn:[a-z-]{1,12}:[a-z0-9-]{1,40}:[a-z0-9-]{0,20}:(\d{12}):/.exec(peek(() => text(node.props["arn"])) ?? "")?.[1];
    if (account !== undefined) return account;
  }
  return undefined;
}

const foreigners: StackRule = {
  name: "bucket-policy-own-account",
  items: ["PRC-019", "PRC-119"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "S3.6" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "No bucket policy lets another account change the policy, the ACLs or the encryption of a bucket.",
  why: "The other account could give the bucket to anybody, or lock its owner out.",
  remediation: "Allow other accounts to read and write objects alone, and name the actions.",
  looksAt: "stack",
  subjects: [...BUCKETS, "aws:s3/bucketPolicy:BucketPolicy"],
  judge(node, _policy, graph) {
    if (node.type !== "aws:s3/bucketPolicy:BucketPolicy" && stated(node, "policy") === undefined) return notApplicable("it has no policy inside");
    return examine((check) => {
      const granted = (statements(node.props["policy"]) ?? []).filter(({ effect }) => effect === "Allow").map((statement) => ({
        accounts: statement.principals.flatMap((principal) => OF_ACCOUNT.exec(principal)?.[1] ?? []),
        actions: OWNERS.filter((action) => allows(statement, action)),
      }));
      const named = granted.filter(({ accounts, actions }) => accounts.length > 0 && actions.length > 0);
      if (named.length === 0) return;
      const own = ownAccount(graph);
      if (own === undefined) return void check.unknown.push("which account is the stack's own is known once something of it is there");
      for (const { accounts, actions } of named) {
        const others = accounts.filter((account) => account !== own);
        check.that(() => others.length === 0, `account ${others.join(", ")} is allowed ${actions.join(", ")}`, "policy");
      }
    });
  },
};

const trailBucket: StackRule = {
  name: "trail-bucket-locked",
  items: ["PRC-117", "OPT-55"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "AU-9" }, { name: "NIST 800-53", reference: "AU-9(2)" }],
  demands: "What CloudTrail wrote can be deleted by nobody until its time is over (Object Lock in compliance mode).",
  why: "An intruder with the rights of an administrator removes the traces first.",
  remediation: "Give the trail's bucket objectLockEnabled and a BucketObjectLockConfiguration with mode COMPLIANCE.",
  looksAt: "stack",
  subjects: [TRAIL],
  judge(trail, _policy, graph) {
    const [bucket] = graph.referenced(trail, "s3BucketName", BUCKETS);
    if (bucket === undefined) return notApplicable("its bucket is of another stack or account");
    return examine((check) => {
      const [lock] = graph.referrers(bucket, BUCKET_LOCKS, "bucket");
      const inside = stated(bucket, "objectLockConfiguration");
      const rule = lock === undefined ? (dig(inside, "rule") ?? dig(inside, "rules")) : lock.props["rule"];
      if (rule === undefined) return check.fail(`${bucket.name} has no Object Lock that keeps anything`, "s3BucketName");
      retention(rule, check);
      check.that(() => dig(rule, "defaultRetention", "mode") !== "GOVERNANCE" && dig(rule, "defaultRetentions", "mode") !== "GOVERNANCE", "an administrator may delete it before its time", "s3BucketName");
    });
  },
};

export const rules: readonly Rule[] = [lifecycle, access, acls, encryption, replication, locked, foreigners, trailBucket];
