/** Who may sign images, and who may check signatures. Pure. */
import { arn } from "../arn.ts";

/** A statement of the signing key's policy. */
interface SigningStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly AWS: string };
  readonly Action: readonly string[];
  /** In a key policy, `*` is the key itself. */
  readonly Resource: "*";
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Where the key is, and who signs with it. */
export interface SigningPlace {
  /** Twelve digits. */
  readonly account: string;
  /** Decides the partition. */
  readonly region: string;
  /** ARNs of the roles that sign: those of the pipeline. A role need not be there yet. */
  readonly signers: readonly string[];
  /** Other accounts that check signatures, twelve digits each. */
  readonly readers: readonly string[];
}

/** Administration without use, as for the other keys; an asymmetric key has no rotation of its own. */
const ADMINISTRATION = [
  "kms:CreateAlias", "kms:CreateKey", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*", "kms:Update*", "kms:Disable*", "kms:Get*", "kms:Delete*",
  "kms:TagResource", "kms:UntagResource", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion", "kms:ReplicateKey", "kms:SynchronizeMultiRegionKey",
] as const;

/**
 * Signing is for the pipeline's roles, with the one algorithm cosign uses; the public half is for everybody in the
 * account to whom IAM gives it.
 */
export function signingKeyPolicy({ account, region, signers, readers }: SigningPlace): { readonly Version: "2012-10-17"; readonly Statement: readonly SigningStatement[] } {
  const root = (id: string) => ({ AWS: arn({ service: "iam", account: id, resource: "root", partitionRegion: region }) });
  const statement = (Sid: string, id: string, Action: readonly string[], Condition?: SigningStatement["Condition"]): SigningStatement => ({
    Sid, Effect: "Allow", Principal: root(id), Action, Resource: "*", ...(Condition === undefined ? {} : { Condition }),
  });
  return {
    Version: "2012-10-17",
    Statement: [
      statement("AdministerThroughIam", account, ADMINISTRATION),
      statement("CheckSignatures", account, ["kms:DescribeKey", "kms:GetPublicKey", "kms:Verify"]),
      ...readers.map((reader) => statement(`CheckSignatures${reader}`, reader, ["kms:DescribeKey", "kms:GetPublicKey", "kms:Verify"])),
      ...(signers.length === 0
        ? []
        : [
            statement("SignImages", account, ["kms:Sign"], {
              ArnEquals: { "aws:PrincipalArn": signers },
              StringEquals: { "kms:SigningAlgorithm": "ECDSA_SHA_256", "kms:MessageType": "DIGEST" },
            }),
          ]),
    ],
  };
}

/** Name of the signing key's alias: the registry's, because all stacks that share the registry share its signatures. */
export function signingAlias(prefix: string): string {
  return `alias/${prefix}/image-signing`;
}
