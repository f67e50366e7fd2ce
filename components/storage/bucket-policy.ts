/** Bucket policies: what every bucket denies, and which services some admit. Pure. */
import { arn } from "../arn.ts";

/** Where a bucket is. */
export interface BucketPlace {
  readonly bucket: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** A statement of a bucket policy. */
export interface BucketStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** ARN of a bucket. */
export function bucketArn({ bucket, region }: Pick<BucketPlace, "bucket" | "region">): string {
  return arn({ service: "s3", resource: bucket, partitionRegion: region });
}

/** Nobody comes without TLS (PRC-112). */
export function tlsOnly(place: BucketPlace): BucketStatement {
  const bucket = bucketArn(place);
  return { Sid: "OnlyOverTls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [bucket, `${bucket}/*`], Condition: { Bool: { "aws:SecureTransport": "false" } } };
}

const ENCRYPTION = "s3:x-amz-server-side-encryption";
const KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/**
 * Who says nothing of encryption gets the bucket's key. Who asks for another kind, or for a key of another account or
 * Region, is refused: with such a key an intruder could keep the data from its owner. Services that deliver on AWS's
 * own account (CloudTrail, Config) are not: they are told the key where they are set up.
 */
function ownKeysOnly(place: BucketPlace): BucketStatement[] {
  const denied = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `${bucketArn(place)}/*` } as const;
  const byPeople = { Bool: { "aws:PrincipalIsAWSService": "false" } };
  const keys = arn({ service: "kms", region: place.region, account: place.account, resource: "key/*" });
  return [
    { Sid: "OnlyWithKms", ...denied, Condition: { StringNotEquals: { [ENCRYPTION]: "aws:kms" }, Null: { [ENCRYPTION]: "false" }, ...byPeople } },
    { Sid: "OnlyWithOwnKeys", ...denied, Condition: { StringNotLike: { [KEY]: keys }, Null: { [KEY]: "false" }, ...byPeople } },
  ];
}

/** A whole policy: what every bucket denies, and the statements of this one. */
export function bucketPolicy(place: BucketPlace, statements: readonly BucketStatement[] = []): { readonly Version: "2012-10-17"; readonly Statement: readonly BucketStatement[] } {
  return { Version: "2012-10-17", Statement: [...statements, tlsOnly(place), ...ownKeysOnly(place)] };
}

/**
 * One CloudFront distribution may read. Source: Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3
 * origin".
 */
export function readByDistribution(place: BucketPlace, distributionArn: string): BucketStatement {
  return {
    Sid: "ReadByDistribution",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "s3:GetObject",
    Resource: `${bucketArn(place)}/*`,
    Condition: { StringEquals: { "aws:SourceArn": distributionArn } },
  };
}

/**
 * One trail may write the logs of the account, and of its organisation where one is named.
 * Source: AWS CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail".
 *
 * @param trail name of the trail
 * @param organisation id of the organisation (`o-…`) where the trail is its
 */
export function writtenByTrail(place: BucketPlace, trail: string, organisation?: string): BucketStatement[] {
  const bucket = bucketArn(place);
  const { account, region } = place;
  const admitted = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } } as const;
  const source = { "aws:SourceArn": arn({ service: "cloudtrail", region, account, resource: `trail/${trail}` }) };
  return [
    { Sid: "TrailLooksAtAcl", ...admitted, Action: "s3:GetBucketAcl", Resource: bucket, Condition: { StringEquals: source } },
    {
      Sid: "TrailWrites",
      ...admitted,
      Action: "s3:PutObject",
      Resource: [account, ...(organisation === undefined ? [] : [organisation])].map((owner) => `${bucket}/AWSLogs/${owner}/*`),
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", ...source } },
    },
  ];
}

/**
 * AWS Config may write the account's configuration.
 * Source: AWS Config Developer Guide, "Permissions for the Amazon S3 Bucket for the AWS Config Delivery Channel".
 */
export function writtenByConfig(place: BucketPlace): BucketStatement[] {
  const bucket = bucketArn(place);
  const { account } = place;
  const admitted = { Effect: "Allow", Principal: { Service: "config.amazonaws.com" } } as const;
  const source = { "aws:SourceAccount": account };
  return [
    { Sid: "ConfigLooksAtBucket", ...admitted, Action: ["s3:GetBucketAcl", "s3:ListBucket"], Resource: bucket, Condition: { StringEquals: source } },
    {
      Sid: "ConfigWrites",
      ...admitted,
      Action: "s3:PutObject",
      Resource: `${bucket}/AWSLogs/${account}/Config/*`,
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", ...source } },
    },
  ];
}
