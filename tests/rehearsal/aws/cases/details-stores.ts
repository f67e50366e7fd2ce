import { thing, type Cases } from "../world.ts";

/** Examples of the laws of storage details. */
export const storeDetails: readonly Cases[] = [
  {
    law: "bucket-website",
    refuses: [
      ["InvalidRequest", { short: "s3/bucketWebsiteConfiguration", inputs: { bucket: "bk", indexDocument: { suffix: "index.html" }, redirectAllRequestsTo: { hostName: "x" } }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] }],
      ["MalformedXML", { short: "s3/bucketWebsiteConfiguration", inputs: { bucket: "bk" }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] }],
      ["InvalidArgument", { short: "s3/bucketWebsiteConfiguration", inputs: { bucket: "bk", indexDocument: { suffix: "a/index.html" } }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] }],
    ],
    accepts: [
      { short: "s3/bucketWebsiteConfiguration", inputs: { bucket: "bk", indexDocument: { suffix: "index.html" } }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] },
      { short: "s3/bucketWebsiteConfiguration", inputs: { bucket: "bk", redirectAllRequestsTo: { hostName: "example.com" } }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] },
    ],
  },
  {
    law: "bucket-acceleration-name",
    refuses: [
      ["InvalidRequest", { short: "s3/bucketAccelerateConfiguration", inputs: { bucket: "b.k", status: "Enabled" }, world: [thing("s3/bucket", "b.k", { bucket: "b.k" })] }],
    ],
    accepts: [
      { short: "s3/bucketAccelerateConfiguration", inputs: { bucket: "bk", status: "Enabled" }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] },
    ],
  },
  {
    law: "bucket-tiering-days",
    refuses: [
      ["InvalidArgument", { short: "s3/bucketIntelligentTieringConfiguration", inputs: { bucket: "bk", name: "n", tierings: [{ accessTier: "ARCHIVE_ACCESS", days: 60 }] }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] }],
      ["InvalidArgument", { short: "s3/bucketIntelligentTieringConfiguration", inputs: { bucket: "bk", name: "n", tierings: [{ accessTier: "DEEP_ARCHIVE_ACCESS", days: 90 }] }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] }],
    ],
    accepts: [
      { short: "s3/bucketIntelligentTieringConfiguration", inputs: { bucket: "bk", name: "n", tierings: [{ accessTier: "DEEP_ARCHIVE_ACCESS", days: 180 }] }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] },
    ],
  },
  {
    law: "bucket-object-arguments",
    refuses: [
      ["InvalidArgument", { short: "s3/bucketObjectv2", inputs: { bucket: "bk", key: "k", content: "x", serverSideEncryption: "AES256", kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" }, world: [thing("s3/bucket", "bk", { bucket: "bk" }), thing("kms/key", "1234abcd-12ab-34cd-56ef-1234567890ab", { arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" })] }],
      ["InvalidArgument", { short: "s3/bucketObjectv2", inputs: { bucket: "bk", key: "k", content: "x", contentBase64: "eA==" }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] }],
    ],
    accepts: [
      { short: "s3/bucketObjectv2", inputs: { bucket: "bk", key: "k", content: "x", serverSideEncryption: "aws:kms", kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" }, world: [thing("s3/bucket", "bk", { bucket: "bk" }), thing("kms/key", "1234abcd-12ab-34cd-56ef-1234567890ab", { arn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" })] },
    ],
  },
  {
    law: "bucket-lifecycle-exclusions",
    refuses: [
      ["MalformedXML", { short: "s3/bucketLifecycleConfiguration", inputs: { bucket: "bk", rules: [{ id: "a", status: "Enabled", filter: {}, expiration: { days: 1, date: "2027-01-01T00:00:00Z" } }] }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] }],
      ["InvalidRequest", { short: "s3/bucketLifecycleConfiguration", inputs: { bucket: "bk", rules: [{ id: "a", status: "Enabled", filter: { tag: { key: "a", value: "b" } }, abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } }] }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] }],
    ],
    accepts: [
      { short: "s3/bucketLifecycleConfiguration", inputs: { bucket: "bk", rules: [{ id: "a", status: "Enabled", filter: { tag: { key: "a", value: "b" } }, expiration: { days: 30 } }, { id: "b", status: "Enabled", filter: {}, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } }] }, world: [thing("s3/bucket", "bk", { bucket: "bk" })] },
    ],
  },
  {
    law: "bucket-notification-overlap",
    refuses: [
      ["InvalidArgument", { short: "s3/bucketNotification", inputs: { bucket: "bk", queues: [{ queueArn: "arn:aws:sqs:eu-central-1:123456789012:q", events: ["s3:ObjectCreated:*"] }, { queueArn: "arn:aws:sqs:eu-central-1:123456789012:q", events: ["s3:ObjectCreated:Put"] }] }, world: [thing("s3/bucket", "bk", { bucket: "bk" }), thing("sqs/queue", "q", { arn: "arn:aws:sqs:eu-central-1:123456789012:q" })] }],
    ],
    accepts: [
      { short: "s3/bucketNotification", inputs: { bucket: "bk", queues: [{ queueArn: "arn:aws:sqs:eu-central-1:123456789012:q", events: ["s3:ObjectCreated:*"], filterPrefix: "in/" }, { queueArn: "arn:aws:sqs:eu-central-1:123456789012:q", events: ["s3:ObjectCreated:Put"], filterPrefix: "out/" }, { queueArn: "arn:aws:sqs:eu-central-1:123456789012:q", events: ["s3:ObjectRemoved:*"] }] }, world: [thing("s3/bucket", "bk", { bucket: "bk" }), thing("sqs/queue", "q", { arn: "arn:aws:sqs:eu-central-1:123456789012:q" })] },
    ],
  },
  {
    law: "bucket-acl-or-policy",
    refuses: [
      ["InvalidRequest", { short: "s3/bucketAcl", inputs: { bucket: "bk", acl: "private", accessControlPolicy: { owner: { id: "x" } } }, world: [thing("s3/bucket", "bk", { bucket: "bk" }), thing("s3/bucketOwnershipControls", "bk", { bucket: "bk", rule: { objectOwnership: "BucketOwnerPreferred" } })] }],
    ],
    accepts: [
      { short: "s3/bucketAcl", inputs: { bucket: "bk", acl: "log-delivery-write" }, world: [thing("s3/bucket", "bk", { bucket: "bk" }), thing("s3/bucketOwnershipControls", "bk", { bucket: "bk", rule: { objectOwnership: "BucketOwnerPreferred" } })] },
    ],
  },
  {
    law: "dynamodb-table-details",
    refuses: [
      ["ValidationException", { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }], ttl: { enabled: true } } }],
      ["ValidationException", { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }], streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES", replicas: [{ regionName: "eu-central-1" }] } }],
      ["ValidationException", { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }], replicas: [{ regionName: "eu-west-1" }], streamEnabled: false } }],
      ["ValidationException", { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }], streamEnabled: false, streamViewType: "NEW_IMAGE" } }],
      ["ValidationException", { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }, { name: "g", type: "S" }], globalSecondaryIndexes: [{ name: "i", hashKey: "g", projectionType: "ALL" }] } }],
    ],
    accepts: [
      { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }] } },
      { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }], ttl: { enabled: true, attributeName: "gone" }, streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES", replicas: [{ regionName: "eu-west-1" }] } },
    ],
  },
  {
    law: "dynamodb-projected-attributes",
    refuses: [
      ["ValidationException", { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }, { name: "g", type: "S" }], globalSecondaryIndexes: [{ name: "index-1", hashKey: "g", projectionType: "INCLUDE", nonKeyAttributes: Array.from({ length: 101 }, (_, n) => `a${n}`) }] } }],
    ],
    accepts: [
      { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }] } },
      { short: "dynamodb/table", inputs: { name: "tbl", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }], ttl: { enabled: true, attributeName: "gone" }, streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES", replicas: [{ regionName: "eu-west-1" }] } },
    ],
  },
  {
    law: "efs-lifecycle",
    refuses: [
      [["BadRequest", "BadRequest"], { short: "efs/fileSystem", inputs: { lifecyclePolicies: [{ transitionToIa: "AFTER_7_DAYS", transitionToArchive: "AFTER_90_DAYS" }] } }],
      ["BadRequest", { short: "efs/fileSystem", inputs: { throughputMode: "bursting", lifecyclePolicies: [{ transitionToIa: "AFTER_7_DAYS" }, { transitionToArchive: "AFTER_90_DAYS" }] } }],
    ],
    accepts: [
      { short: "efs/fileSystem", inputs: { throughputMode: "elastic", encrypted: true, lifecyclePolicies: [{ transitionToIa: "AFTER_7_DAYS" }, { transitionToArchive: "AFTER_90_DAYS" }, { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }] } },
    ],
  },
  {
    law: "kinesis-stream-capacity",
    refuses: [
      ["ValidationException", { short: "kinesis/stream", inputs: { name: "s", shardCount: 1, streamModeDetails: { streamMode: "ON_DEMAND" } } }],
      ["ValidationException", { short: "kinesis/stream", inputs: { name: "s" } }],
    ],
    accepts: [
      { short: "kinesis/stream", inputs: { name: "s", shardCount: 1, retentionPeriod: 24 } },
      { short: "kinesis/stream", inputs: { name: "s", streamModeDetails: { streamMode: "ON_DEMAND" } } },
    ],
  },
  {
    law: "firehose-destination",
    refuses: [
      ["InvalidArgumentException", { short: "kinesis/firehoseDeliveryStream", inputs: { name: "f", destination: "s3x" } }],
      ["InvalidArgumentException", { short: "kinesis/firehoseDeliveryStream", inputs: { name: "f", destination: "extended_s3" } }],
    ],
    accepts: [
      { short: "kinesis/firehoseDeliveryStream", inputs: { name: "f", destination: "extended_s3", extendedS3Configuration: { bucketArn: "arn:aws:s3:::bk", roleArn: "arn:aws:iam::123456789012:role/r", bufferingInterval: 900 } }, world: [thing("s3/bucket", "bk", { bucket: "bk" }), thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"firehose.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] },
    ],
  },
];
