/** Replication: a bucket's objects, copied to another Region as they are written. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { document } from "../cluster/iam.ts";
import type { Statement } from "../cluster/iam.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { bucketArn } from "./bucket-policy.ts";
import type { DataBucket } from "./data-bucket.ts";

export interface ReplicationArgs {
  readonly context: PlatformContext;
  readonly source: DataBucket;
  /** The bucket in the Region of disaster recovery. */
  readonly destination: DataBucket;
  /** Region of the destination. */
  readonly destinationRegion: string;
  /** ARN of the key the source is encrypted with. */
  readonly keyArn: pulumi.Input<string>;
  /** ARN of the key the copies are encrypted with, in their Region. */
  readonly destinationKeyArn: pulumi.Input<string>;
  /** Whether S3 promises to copy within fifteen minutes, and tells where it does not (Replication Time Control, billed). */
  readonly timeControl: boolean;
  readonly transform?: { readonly role?: Transform<aws.iam.RoleArgs>; readonly replication?: Transform<aws.s3.BucketReplicationConfigArgs> } | undefined;
}

/** Minutes within which objects are copied: the one value S3 knows. Source: Amazon S3 API Reference, ReplicationTimeValue. */
export const REPLICATION_MINUTES = 15;

/** A bucket and its key. */
export interface EncryptedBucket {
  readonly bucket: string;
  readonly region: string;
  readonly keyArn: string;
}

/**
 * What S3 may do to replicate: read versions there, write copies here, and use both keys for it, only through S3.
 * With bucket keys the encryption context is the ARN of the bucket, not of the object.
 *
 * Source: Amazon S3 User Guide, "Setting up permissions for live replication" and "Replicating encrypted objects".
 */
export function replicationStatements(source: EncryptedBucket, destination: EncryptedBucket): Statement[] {
  const [from, to] = [bucketArn(source), bucketArn(destination)];
  const through = ({ region }: EncryptedBucket, bucket: string) => ({
    StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
  });
  return [
    { Sid: "ReadSettings", Effect: "Allow", Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: from },
    { Sid: "ReadVersions", Effect: "Allow", Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"], Resource: `${from}/*` },
    { Sid: "WriteCopies", Effect: "Allow", Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], Resource: `${to}/*` },
    { Sid: "Decrypt", Effect: "Allow", Action: "kms:Decrypt", Resource: source.keyArn, Condition: through(source, from) },
    { Sid: "Encrypt", Effect: "Allow", Action: ["kms:Encrypt", "kms:GenerateDataKey"], Resource: destination.keyArn, Condition: through(destination, to) },
  ];
}

/** Off-site copies of a bucket (PRC-064). Deletions are copied as markers: the versions under them stay in both. */
export class Replication extends Component {
  readonly role: aws.iam.Role;

  constructor(name: string, args: ReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage", "Replication", name, opts);
    this.role = this.createRole(args);
    this.createRules(args, this.createPolicy(args));
    this.registerOutputs({});
  }

  private createRole({ context, transform }: ReplicationArgs): aws.iam.Role {
    const name = this.part("role");
    // No condition on the source: AWS names none that S3 sends when it takes the role of a live replication.
    const trust = JSON.stringify(document({ Sid: "S3", Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }));
    const args = transformed<aws.iam.RoleArgs>(transform?.role, name, { description: "Copies objects to the other Region", assumeRolePolicy: trust, tags: tags(context, "internal", name) });
    return new aws.iam.Role(name, args, this.child());
  }

  private createPolicy({ context, source, destination, destinationRegion, keyArn, destinationKeyArn }: ReplicationArgs): aws.iam.RolePolicy {
    const policy = pulumi.all([source.bucketName, destination.bucketName, keyArn, destinationKeyArn]).apply(([from, to, key, otherKey]) =>
      JSON.stringify(document(...replicationStatements({ bucket: from, region: context.region, keyArn: key }, { bucket: to, region: destinationRegion, keyArn: otherKey }))),
    );
    return new aws.iam.RolePolicy(this.part("policy"), { role: this.role.name, policy }, this.child());
  }

  private createRules({ source, destination, destinationKeyArn, timeControl, transform }: ReplicationArgs, policy: aws.iam.RolePolicy): void {
    const name = this.part("rules");
    const minutes = { minutes: REPLICATION_MINUTES };
    const args = transformed<aws.s3.BucketReplicationConfigArgs>(transform?.replication, name, {
      bucket: source.bucketName,
      role: this.role.arn,
      rules: [
        {
          id: "everything",
          status: "Enabled",
          priority: 1,
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Enabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: destination.arn,
            encryptionConfiguration: { replicaKmsKeyId: destinationKeyArn },
            ...(timeControl ? { replicationTime: { status: "Enabled", time: minutes }, metrics: { status: "Enabled", eventThreshold: minutes } } : { metrics: { status: "Enabled" } }),
          },
        },
      ],
    });
    new aws.s3.BucketReplicationConfig(name, args, this.child({ dependsOn: [source.versioning, destination.versioning, policy] }));
  }
}
