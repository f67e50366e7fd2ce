import { ACCOUNT, arn, policy, thing, trust, type Cases } from "../world.ts";

const bucket = (name: string) => thing("s3/bucket", name, { bucket: name, arn: `arn:aws:s3:::${name}` });
const versions = (name: string) => thing("s3/bucketVersioning", name, { bucket: name, versioningConfiguration: { status: "Enabled" } });
const CORS = "s3/bucketCorsConfiguration";
const rule = { allowedMethods: ["GET"], allowedOrigins: ["https://optibid.com"] };
const cors = (...corsRules: Record<string, unknown>[]) => ({ short: CORS, inputs: { bucket: "src", corsRules: corsRules as never[] }, world: [bucket("src")] });
const lifecycle = (...transitions: [number, string][]) => ({
  short: "s3/bucketLifecycleConfiguration",
  inputs: { bucket: "src", rules: [{ id: "a", status: "Enabled", filter: { prefix: "" }, transitions: transitions.map(([days, storageClass]) => ({ days, storageClass })) }] },
  world: [bucket("src")],
});
const replication = (one: Record<string, unknown>, destination: Record<string, unknown> = {}) => ({
  short: "s3/bucketReplicationConfig",
  inputs: { bucket: "src", role: arn("iam", "role/r", ""), rules: [{ id: "all", status: "Enabled", filter: { prefix: "" }, deleteMarkerReplication: { status: "Enabled" }, ...one, destination: { bucket: "arn:aws:s3:::dst", ...destination } } as never] },
  world: [bucket("src"), bucket("dst"), versions("src"), versions("dst")],
});
const lock = (defaultRetention: Record<string, unknown>, more: Record<string, string> = {}) => ({
  short: "s3/bucketObjectLockConfiguration",
  inputs: { bucket: "src", ...more, rule: { defaultRetention: defaultRetention as never } },
  world: [bucket("src"), versions("src")],
});
const encryption = (blockedEncryptionTypes: string[]) => ({
  short: "s3/bucketServerSideEncryptionConfiguration",
  inputs: { bucket: "src", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, blockedEncryptionTypes }] },
  world: [bucket("src")],
});
const logging = (targetObjectKeyFormat: Record<string, unknown>) => ({
  short: "s3/bucketLogging",
  inputs: { bucket: "src", targetBucket: "dst", targetPrefix: "s3/", targetObjectKeyFormat: targetObjectKeyFormat as never },
  world: [bucket("src"), bucket("dst")],
});

const secret = thing("secretsmanager/secret", arn("secretsmanager", "secret:jwt-AbCdEf"), { name: "jwt", arn: arn("secretsmanager", "secret:jwt-AbCdEf") });
const role = thing("iam/role", "r", { name: "r", arn: arn("iam", "role/r", ""), assumeRolePolicy: trust("lambda.amazonaws.com") }, "aws-global");
const rotator = thing("lambda/function", "rotate", { name: "rotate", arn: arn("lambda", "function:rotate"), role: arn("iam", "role/r", "") });
const permission = (more: Record<string, string> = {}) =>
  thing("lambda/permission", "p", { statementId: "p", action: "lambda:InvokeFunction", function: "rotate", principal: "secretsmanager.amazonaws.com", ...more });
const rotation = { secretId: secret.id, rotationLambdaArn: arn("lambda", "function:rotate"), rotationRules: { automaticallyAfterDays: 30 } };
const ROTATION = "secretsmanager/secretRotation";
const open = policy({ Effect: "Allow", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" });
const closed = policy({ Effect: "Deny", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*", Condition: { StringNotEquals: { "aws:PrincipalAccount": ACCOUNT } } });

/** Settings of buckets, and secrets. */
export const storageCases: readonly Cases[] = [
  {
    law: "bucket-cors",
    refuses: [
      ["InvalidRequest", cors({ ...rule, allowedMethods: ["GET", "OPTIONS"] })],
      ["InvalidRequest", cors({ ...rule, allowedOrigins: ["https://*.*.com"] })],
      ["InvalidRequest", cors({ ...rule, allowedHeaders: ["x-*-*"] })],
      ["InvalidRequest", cors({ ...rule, exposeHeaders: ["*"] })],
      ["InvalidRequest", cors({ ...rule, id: "a" }, { ...rule, id: "a" })],
      ["InvalidRequest", cors({ ...rule, id: "x".repeat(256) })],
      ["MalformedXML", cors({ ...rule, allowedMethods: [] })],
      ["MalformedXML", cors(...Array.from({ length: 101 }, () => rule))],
    ],
    accepts: [cors({ ...rule, allowedMethods: ["GET", "PUT", "POST", "DELETE", "HEAD"], allowedOrigins: ["*", "https://*.optibid.com"], allowedHeaders: ["*"], exposeHeaders: ["ETag"] }), cors(...Array.from({ length: 100 }, () => rule))],
  },
  {
    law: "bucket-logging-format",
    refuses: [["MalformedXML", logging({ partitionedPrefix: { partitionDateSource: "Now" } })], ["MalformedXML", logging({ partitionedPrefix: { partitionDateSource: "EventTime" }, simplePrefix: {} })]],
    accepts: [logging({ partitionedPrefix: { partitionDateSource: "DeliveryTime" } }), logging({ simplePrefix: {} })],
  },
  {
    law: "bucket-blocked-encryption",
    refuses: [["MalformedXML", encryption(["SSE-S3"])]],
    accepts: [encryption(["SSE-C"]), encryption(["NONE"])],
  },
  {
    law: "bucket-lifecycle-order",
    refuses: [
      ["InvalidArgument", lifecycle([30, "STANDARD_IA"], [45, "GLACIER"])],
      ["InvalidArgument", lifecycle([40, "ONEZONE_IA"], [69, "DEEP_ARCHIVE"])],
      ["InvalidRequest", lifecycle([30, "STANDARD_IA"], [60, "STANDARD_IA"])],
      ["InvalidRequest", { ...lifecycle([30, "STANDARD_IA"]), inputs: { ...lifecycle([30, "STANDARD_IA"]).inputs, transitionDefaultMinimumObjectSize: "none" } }],
    ],
    accepts: [lifecycle([30, "STANDARD_IA"], [60, "GLACIER"]), lifecycle([90, "GLACIER"], [180, "DEEP_ARCHIVE"]), { ...lifecycle([30, "STANDARD_IA"]), inputs: { ...lifecycle([30, "STANDARD_IA"]).inputs, transitionDefaultMinimumObjectSize: "varies_by_storage_class" } }],
  },
  {
    law: "bucket-replication-values",
    refuses: [
      ["InvalidRequest", replication({}, { bucket: "arn:aws:s3:::src" })],
      ["InvalidArgument", replication({}, { metrics: { status: "Enabled", eventThreshold: { minutes: 30 } } })],
      ["InvalidArgument", replication({}, { metrics: { status: "Enabled" }, replicationTime: { status: "Enabled", time: { minutes: 5 } } })],
      ["InvalidRequest", replication({ filter: { tag: { key: "a", value: "b" } } })],
      ["InvalidRequest", replication({ filter: { and: { prefix: "a", tags: { a: "b" } } } })],
      ["InvalidRequest", replication({}, { accessControlTranslation: { owner: "Destination" } })],
      ["MalformedXML", replication({}, { storageClass: "COLD" })],
      ["InvalidArgument", replication({ id: "x".repeat(256) })],
    ],
    accepts: [
      replication({}, { storageClass: "STANDARD_IA", metrics: { status: "Enabled", eventThreshold: { minutes: 15 } }, replicationTime: { status: "Enabled", time: { minutes: 15 } } }),
      replication({ filter: { tag: { key: "a", value: "b" } }, deleteMarkerReplication: { status: "Disabled" } }),
      replication({}, { account: ACCOUNT, accessControlTranslation: { owner: "Destination" } }),
    ],
  },
  {
    law: "bucket-object-lock-retention",
    refuses: [["MalformedXML", lock({ mode: "COMPLIANCE" })], ["MalformedXML", lock({ days: 30 })], ["MalformedXML", lock({ mode: "COMPLIANCE", days: 30 }, { objectLockEnabled: "Yes" })]],
    accepts: [lock({ mode: "COMPLIANCE", days: 30 }, { objectLockEnabled: "Enabled" }), lock({ mode: "GOVERNANCE", years: 1 })],
  },
  {
    law: "secret-policy-public",
    refuses: [["PublicPolicyException", { short: "secretsmanager/secretPolicy", inputs: { secretArn: secret.id, policy: open, blockPublicPolicy: true } }]],
    accepts: [
      { short: "secretsmanager/secretPolicy", inputs: { secretArn: secret.id, policy: open }, world: [secret] },
      { short: "secretsmanager/secretPolicy", inputs: { secretArn: secret.id, policy: closed, blockPublicPolicy: true }, world: [secret] },
    ],
  },
  {
    law: "secret-rotation-permission",
    refuses: [
      ["AccessDeniedException", { short: ROTATION, inputs: rotation, world: [secret, role, rotator] }],
      ["AccessDeniedException", { short: ROTATION, inputs: rotation, world: [secret, role, rotator, permission({ principal: "s3.amazonaws.com" })] }],
      ["AccessDeniedException", { short: ROTATION, inputs: rotation, world: [secret, role, rotator, permission({ sourceAccount: "999999999999" })] }],
      ["AccessDeniedException", { short: ROTATION, inputs: rotation, world: [secret, role, rotator, permission({ function: "other" })] }],
    ],
    accepts: [
      { short: ROTATION, inputs: rotation, world: [secret, role, rotator, permission({ sourceAccount: ACCOUNT })] },
      { short: ROTATION, inputs: rotation, world: [secret, role, rotator, permission({ function: arn("lambda", "function:rotate") })] },
    ],
  },
];
