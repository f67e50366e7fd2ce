/** Who may read a secret: the policy on the secret, and the statements of those who read it. Pure but for unknown ARNs. */
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import type { Statement } from "../cluster/iam.ts";
import type { PlatformContext } from "../context.ts";
import type { SecretHandle } from "./catalogue.ts";

/** Roles by what they do with a secret. */
export interface SecretUsers {
  /** Twelve digits. */
  readonly account: string;
  /** ARNs of the roles that may read the value. */
  readonly readers: readonly string[];
  /** ARNs of the roles that may read it and write a new one: who deploys, and the rotation. */
  readonly writers: readonly string[];
}

/**
 * The policy of a secret: nobody of another account, and of ours only the named roles come near the value, whatever
 * IAM allows others.
 *
 * It only denies, and it does not deny `PutResourcePolicy`: whoever may administer secrets can take it back, in an
 * event that CloudTrail shows, so nobody is locked out for good. Secrets Manager itself (replication) is no principal
 * with an ARN and is let through.
 *
 * Source: AWS Secrets Manager User Guide, "Resource-based policies"; IAM User Guide, "AWS global condition context
 * keys": `aws:PrincipalArn` of a session is the ARN of its role.
 */
export function secretPolicy({ account, readers, writers }: SecretUsers): object {
  const notAService = { Bool: { "aws:PrincipalIsAWSService": "false" } };
  const denied = { Effect: "Deny", Principal: "*", Resource: "*" };
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "OwnAccountOnly", ...denied, Action: "secretsmanager:*", Condition: { StringNotEquals: { "aws:PrincipalAccount": account }, ...notAService } },
      { Sid: "ReadersOnly", ...denied, Action: "secretsmanager:GetSecretValue", Condition: { ArnNotEquals: { "aws:PrincipalArn": [...new Set([...writers, ...readers])] }, ...notAService } },
      {
        Sid: "WritersOnly",
        ...denied,
        Action: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:UpdateSecretVersionStage", "secretsmanager:RotateSecret", "secretsmanager:CancelRotateSecret"],
        Condition: { ArnNotEquals: { "aws:PrincipalArn": [...new Set(writers)] }, ...notAService },
      },
    ],
  };
}

/** Where secrets are and which keys they are encrypted with. */
export interface SecretPlaces {
  /** Twelve digits. */
  readonly account: string;
  /** Region to key: the home Region, and that of disaster recovery where there is one. */
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * ARNs of secrets by name, in every Region: Secrets Manager puts a dash and six characters behind the name.
 * Source: AWS Secrets Manager User Guide, "Permissions policy examples", wildcard of six question marks.
 */
export function secretArns({ account, keys }: SecretPlaces, names: readonly string[]): string[] {
  return names.flatMap((name) => Object.keys(keys).map((region) => arn({ service: "secretsmanager", region, account, resource: `secret:${name}-??????` })));
}

/** What it takes to read exactly these secrets: the values, and the key they are under, only through Secrets Manager and for them. */
export function readStatements(places: SecretPlaces, names: readonly string[]): Statement[] {
  const arns = secretArns(places, names);
  return [
    { Sid: "ReadSecrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], Resource: arns },
    {
      Sid: "DecryptSecrets",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: Object.values(places.keys),
      Condition: {
        StringEquals: { "kms:ViaService": Object.keys(places.keys).map((region) => `secretsmanager.${region}.amazonaws.com`) },
        StringLike: { "kms:EncryptionContext:SecretARN": arns },
      },
    },
  ];
}

/** ARNs of the key for secrets, at home and in the Region of disaster recovery. */
export interface SecretKeys {
  readonly keyArn: pulumi.Input<string>;
  /** Required where the context has a Region of disaster recovery. */
  readonly drKeyArn?: pulumi.Input<string> | undefined;
}

/**
 * {@link readStatements} for the role of one workload, to hand to its Pod Identity.
 *
 * @param handles what the workload reads, and nothing more; at least one
 */
export function readSecrets(context: PlatformContext, handles: readonly SecretHandle[], keys: SecretKeys): pulumi.Output<Statement[]> {
  return places(context, keys).apply((known) => readStatements(known, handles.map(({ secretName }) => secretName)));
}

/** @throws where the context has a Region of disaster recovery and its key is not given */
export function places(context: PlatformContext, { keyArn, drKeyArn }: SecretKeys): pulumi.Output<SecretPlaces> {
  const { region, drRegion } = context;
  if (drRegion === undefined) return pulumi.all([context.accountId, keyArn]).apply(([account, home]) => ({ account, keys: { [region]: home } }));
  if (drKeyArn === undefined) throw new pulumi.RunError(`drRegion is ${drRegion}, so drKeyArn is required`);
  return pulumi.all([context.accountId, keyArn, drKeyArn]).apply(([account, home, away]) => ({ account, keys: { [region]: home, [drRegion]: away } }));
}
