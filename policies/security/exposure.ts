/**
 * Sensitive services not exposed: PRC-019, as far as policies, shares and addresses of services decide on it.
 */
import type { Node } from "../graph.ts";
import { dig, list, quoted, record, statements, text, word } from "../inputs.ts";
import { isGiven } from "../databases.ts";
import { isAnybodys, isPublic } from "../iam.ts";
import { examine, notApplicable, type ResourceRule, type Rule } from "../rule.ts";
import { notOff, on, oneOf, settingsRule } from "../settings.ts";
import { BUCKETS, DISTRIBUTION, SEARCH_DOMAINS } from "../types.ts";
import { isHidden, peek } from "../unknown.ts";

/** Where each type keeps the policy that says who may use it. */
const POLICY_AT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(BUCKETS.map((type) => [type, "policy"])),
  ...Object.fromEntries(SEARCH_DOMAINS.map((type) => [type, "accessPolicies"])),
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:s3/accessPoint:AccessPoint": "policy",
  "aws:sns/topic:Topic": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queue:Queue": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
  "aws:kms/key:Key": "policy",
  "aws:kms/keyPolicy:KeyPolicy": "policy",
  "aws:kms/replicaKey:ReplicaKey": "policy",
  "aws:kms/externalKey:ExternalKey": "policy",
  "aws:kms/replicaExternalKey:ReplicaExternalKey": "policy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:ecr/registryPolicy:RegistryPolicy": "policy",
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "repositoryPolicy",
  "aws:secretsmanager/secret:Secret": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  "aws:backup/vaultPolicy:VaultPolicy": "policy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy": "policy",
  "aws:glacier/vault:Vault": "accessPolicy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
  "aws:opensearch/domainPolicy:DomainPolicy": "accessPolicies",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
  "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
  "aws:glue/resourcePolicy:ResourcePolicy": "policy",
  "aws:codebuild/resourcePolicy:ResourcePolicy": "policy",
};

const resourcePolicy: ResourceRule = {
  name: "resource-policy-not-public",
  items: ["PRC-019", "PRC-119"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "S3.2" }, { name: "AWS FSBP", reference: "S3.3" }, { name: "AWS FSBP", reference: "KMS.5" }, { name: "AWS FSBP", reference: "SNS.4" }, { name: "AWS FSBP", reference: "SQS.3" }, { name: "CIS EKS", reference: "5.1.2" }, { name: "CIS AWS 7.0", reference: "2.21" }, { name: "NIST 800-53", reference: "AC-3" }],
  demands: "No policy of a bucket, topic, queue, key, secret, repository, vault or file system allows everyone.",
  why: "Any AWS account in the world, or nobody at all, could read or write it.",
  remediation: "Name the principals, or add a condition on source account, organisation or network.",
  looksAt: Object.keys(POLICY_AT),
  judge(node) {
    const property = word(POLICY_AT[node.type]);
    if (SEARCH_DOMAINS.some((type) => type === node.type) && list(dig(node.props["vpcOptions"], "subnetIds")).length > 0) return notApplicable("the domain is inside a VPC, where its security groups decide");
    return examine((check) => {
      const document = node.props[property];
      if (document === undefined || document === null || document === "") {
        // Without a policy only the owner's account has access.
        if (/Policy$/.test(node.type)) check.fail("there is no policy", property);
        return;
      }
      const found = statements(document);
      if (found === undefined) return check.fail("the policy is not JSON", property);
      for (const statement of found.filter(isPublic)) check.fail(`everyone is allowed ${quoted([...statement.actions, ...statement.notActions.map((action) => `all but ${action}`)].join(", "))}`, property);
    });
  },
};

const functionPermission: ResourceRule = {
  name: "function-permission-narrow",
  items: ["PRC-019", "PRC-119"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "Lambda.1" }],
  demands: "Whoever may invoke a function is named: an account, a role, or a service on behalf of one resource or account.",
  why: "Otherwise anybody could call the function, or make the service call it for them.",
  remediation: "Set sourceArn or sourceAccount, for S3 the latter, and a principal other than *.",
  looksAt: ["aws:lambda/permission:Permission"],
  judge(node) {
    // The ARN of a bucket says nothing of the account: whoever deletes a bucket leaves its name to others.
    const narrowing = (principal: string) => ["sourceAccount", "principalOrgId", ...(principal === "s3.amazonaws.com" ? [] : ["sourceArn"])];
    const narrowed = (principal: string) => narrowing(principal).some((property) => isGiven(node, property) && !isAnybodys(word(peek(() => node.props[property]))));
    return examine((check) => {
      const principal = text(node.props["principal"]);
      if (principal === undefined) return check.fail("there is no principal", "principal");
      check.that(() => node.props["functionUrlAuthType"] !== "NONE", "the function's URL is open to everyone", "functionUrlAuthType");
      if (principal === "*" || principal.endsWith(".amazonaws.com")) check.that(() => narrowed(principal), `${principal} may invoke the function on behalf of anybody`, "sourceArn");
    });
  },
};

const functionUrl = settingsRule(
  {
    name: "function-url-authenticated",
    items: ["PRC-019", "OPT-40"],
    severity: "high",
    frameworks: [{ name: "AWS FSBP", reference: "Lambda.1" }],
    demands: "URLs of functions ask for a signature.",
    why: "Anybody could call the function, past firewall and rate limits.",
    remediation: "Set authorizationType to AWS_IAM.",
  },
  { "aws:lambda/functionUrl:FunctionUrl": () => [oneOf("authorizationType", ["AWS_IAM"], "everyone may call it")] },
);

const SHARED: Readonly<Record<string, string>> = {
  "aws:rds/snapshot:Snapshot": "sharedAccounts",
  "aws:rds/snapshotCopy:SnapshotCopy": "sharedAccounts",
  "aws:rds/clusterSnapshot:ClusterSnapshot": "sharedAccounts",
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": "sharedAccounts",
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission": "group",
};

const snapshots: ResourceRule = {
  name: "snapshot-not-public",
  items: ["PRC-012", "PRC-019"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.1" }],
  demands: "No snapshot and no machine image is shared with everyone.",
  why: "Whoever finds it can restore the whole database or disk.",
  remediation: "List the accounts that need it instead of all.",
  looksAt: Object.keys(SHARED),
  judge(node) {
    const property = word(SHARED[node.type]);
    return examine((check) => check.each(() => list(node.props[property]), (account) => { if (account === "all") check.fail("everyone may use it", property); }));
  },
};

const FOUR = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

const accessBlock = settingsRule(
  {
    name: "public-access-block-complete",
    items: ["PRC-019"],
    severity: "critical",
    frameworks: [{ name: "AWS FSBP", reference: "S3.1" }, { name: "AWS FSBP", reference: "S3.8" }, { name: "AWS FSBP", reference: "S3.19" }, { name: "AWS FSBP", reference: "S3.24" }, { name: "CIS AWS 3.0", reference: "2.1.4" }],
    demands: "Where public access to S3 is blocked, it is blocked in all four ways.",
    why: "Each of the four leaves a way open that the others do not close.",
    remediation: "Set all four settings to true.",
  },
  {
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": () => FOUR.map((setting) => on(setting, `${setting} is off, which is the default`)),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": () => FOUR.map((setting) => on(setting, `${setting} is off, which is the default`)),
    // All on by default (S3 API, CreateAccessPoint and CreateMultiRegionAccessPoint).
    "aws:s3/accessPoint:AccessPoint": () => FOUR.map((setting) => notOff(`publicAccessBlockConfiguration.${setting}`, `${setting} is off`)),
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": () => FOUR.map((setting) => notOff(`details.publicAccessBlock.${setting}`, `${setting} is off`)),
  },
);

const originAccess: ResourceRule = {
  name: "distribution-bucket-private",
  items: ["PRC-019"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.13" }],
  demands: "CloudFront signs its requests to buckets (origin access control).",
  why: "The bucket would have to be public to be served; the older origin access identity cannot read what is encrypted with a key of ours.",
  remediation: "Add an OriginAccessControl and set originAccessControlId of the origin.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    return examine((check) =>
      check.each(() => list(node.props["origins"]), (origin, index) => {
        // An origin that is neither custom nor in a VPC is a bucket (CloudFront API, Origin).
        if (["customOriginConfig", "vpcOriginConfig"].some((kind) => record(dig(origin, kind)) !== undefined)) return;
        const signed = isHidden(() => dig(origin, "originAccessControlId")) || text(dig(origin, "originAccessControlId")) !== undefined;
        check.that(() => signed, "its requests are not signed", `origins[${index}].originAccessControlId`);
      }),
    );
  },
};

const TASK = "aws:ecs/taskDefinition:TaskDefinition";

/** A task that shares the machine's namespaces. Field names of the ECS API. */
const taskNamespaces: ResourceRule = {
  name: "task-not-in-host-namespaces",
  items: ["PRC-017", "PRC-020"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ECS.3" }],
  demands: "No ECS task shares the processes or memory of its machine.",
  why: "The task could see and signal everything else that runs there.",
  remediation: "Leave pidMode and ipcMode out, or set them to task.",
  looksAt: [TASK],
  judge: (node: Node) =>
    examine((check) => {
      for (const property of ["pidMode", "ipcMode"]) check.that(() => node.props[property] !== "host", `${property} is host`, property);
    }),
};

export const rules: readonly Rule[] = [resourcePolicy, functionPermission, functionUrl, snapshots, accessBlock, originAccess, taskNamespaces];
