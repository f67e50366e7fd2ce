/** What a role needs to work on a bucket's objects: statements for Pod Identities. */
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../cluster/iam.ts";
import type { PlatformContext } from "../context.ts";
import { bucketName } from "./bucket-name.ts";
import type { BucketPurpose } from "./bucket-name.ts";
import { bucketArn } from "./bucket-policy.ts";

/** What is done with objects: `read`, `write` new ones (and finish uploads in parts), or `delete` them, which leaves a version. */
export type ObjectUse = "read" | "write" | "delete";

const ACTIONS: Readonly<Record<ObjectUse, readonly string[]>> = {
  read: ["s3:GetObject"],
  write: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
  delete: ["s3:DeleteObject"],
};

/** A part of a bucket, and what is done there. */
export interface ObjectRights {
  readonly purpose: BucketPurpose;
  /** ARN of the key the bucket is encrypted with. */
  readonly keyArn: pulumi.Input<string>;
  readonly uses: readonly [ObjectUse, ...ObjectUse[]];
  /** Objects begin with this, such as `invoices/`. Default every object. */
  readonly prefix?: string;
}

/** Statements for one bucket of the home Region: its objects, and its key through S3 and for that bucket only. */
export function objectStatements(
  { region, bucket, keyArn }: { readonly region: string; readonly bucket: string; readonly keyArn: string },
  { purpose, uses, prefix = "" }: Pick<ObjectRights, "purpose" | "uses" | "prefix">,
): Statement[] {
  const name = `${purpose.charAt(0).toUpperCase()}${purpose.slice(1)}`;
  const target = bucketArn({ bucket, region });
  // To read is to decrypt; an upload in parts decrypts what it wrote.
  const key = uses.includes("write") ? ["kms:Decrypt", "kms:GenerateDataKey"] : uses.includes("read") ? ["kms:Decrypt"] : [];
  return [
    { Sid: `ObjectsOf${name}`, Effect: "Allow", Action: uses.flatMap((use) => ACTIONS[use]), Resource: `${target}/${prefix}*` },
    ...(key.length === 0
      ? []
      : [
          {
            Sid: `KeyOf${name}`,
            Effect: "Allow" as const,
            Action: key,
            Resource: keyArn,
            Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` }, StringLike: { "kms:EncryptionContext:aws:s3:arn": [target, `${target}/*`] } },
          },
        ]),
  ];
}

/** {@link objectStatements} of the platform's own bucket: nothing has to be deployed before. */
export function useObjects(context: PlatformContext, rights: ObjectRights): pulumi.Output<Statement[]> {
  return pulumi
    .all([bucketName(context, rights.purpose), rights.keyArn])
    .apply(([bucket, keyArn]) => objectStatements({ region: context.region, bucket, keyArn }, rights));
}
