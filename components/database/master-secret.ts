/**
 * The master credentials: a secret of our own, rotated by the function AWS publishes for it.
 *
 * Not the password that RDS manages itself: RDS refuses to create a read replica of a PostgreSQL instance that has
 * one. Source: Amazon RDS User Guide, "Limitations for Secrets Manager integration with Amazon RDS".
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn, arnIn } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { recoveryDays, SEED_STAGE } from "../secrets/managed-secret.ts";
import { createLogGroup } from "../storage/log-group.ts";

export interface MasterSecretArgs {
  readonly context: PlatformContext;
  /** What the secret holds from the start; the password in it is replaced by the first rotation. */
  readonly credentials: pulumi.Input<MasterCredentials>;
  /** ARN of the key for secrets. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** ARN of the same key in the Region of disaster recovery. Required where the context has one. */
  readonly drSecretsKeyArn?: pulumi.Input<string> | undefined;
  /** ARN of the key for logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days the function's log is kept; one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /** Private subnets: the function calls Secrets Manager through its endpoint. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Security group of the rotation function. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Rules and instances that have to be there before the first rotation. */
  readonly reachableAfter: readonly pulumi.Resource[];
  /** Changes the arguments of children. */
  readonly transform?: {
    readonly secret?: Transform<aws.secretsmanager.SecretArgs>;
    readonly rotation?: Transform<aws.secretsmanager.SecretRotationArgs>;
  } | undefined;
}

/** The form the rotation function reads. Source: AWS Secrets Manager User Guide, "JSON structure of secrets: Amazon RDS PostgreSQL". */
export interface MasterCredentials {
  readonly engine: "postgres";
  readonly host: string;
  readonly port: number;
  readonly dbname: string;
  readonly dbInstanceIdentifier: string;
  readonly username: string;
  readonly password: string;
}

/** Days between rotations. */
const ROTATION_DAYS = 30;
/** The account and Region from which AWS publishes its rotation functions. Source: AWS Secrets Manager User Guide, "Rotation function templates". */
const PUBLISHER = { account: "297356227824", region: "us-east-1" } as const;

/** The master secret and its rotation (checklist PRC-003). */
export class MasterSecret extends Component {
  readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: MasterSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("database", "MasterSecret", name, opts);

    const secret = this.createSecret(args);
    const version = this.createVersion(args, secret);
    const functionName = `${args.context.name}-db-rotation`;
    const rotator = this.createFunction(args, functionName);
    this.rotate(args, functionName, secret, [version, rotator, ...args.reachableAfter]);

    this.secretArn = secret.arn;
    this.registerOutputs({ secretArn: this.secretArn });
  }

  private createSecret({ context, secretsKeyArn, drSecretsKeyArn, transform }: MasterSecretArgs): aws.secretsmanager.Secret {
    const name = this.part("secret");
    if (context.drRegion !== undefined && drSecretsKeyArn === undefined) {
      throw new pulumi.RunError(`${this.logicalName}: drRegion is ${context.drRegion}, so drSecretsKeyArn is required`);
    }
    const args = transformed<aws.secretsmanager.SecretArgs>(transform?.secret, name, {
      name: masterSecretName(context),
      description: `Master credentials of ${context.name}`,
      kmsKeyId: secretsKeyArn,
      recoveryWindowInDays: recoveryDays(context),
      ...(context.drRegion === undefined || drSecretsKeyArn === undefined
        ? {}
        : { replicas: [{ region: context.drRegion, kmsKeyId: drSecretsKeyArn }] }),
      tags: tags(context, "restricted", name),
    });
    return new aws.secretsmanager.Secret(name, args, this.child(keep(context.protect)));
  }

  /** Only the first version: the function writes the later ones, and neither a change nor a loss of this one may undo its work. */
  private createVersion({ credentials }: MasterSecretArgs, secret: aws.secretsmanager.Secret): aws.secretsmanager.SecretVersion {
    return new aws.secretsmanager.SecretVersion(
      this.part("initial"),
      { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(credentials)), versionStages: [SEED_STAGE] },
      this.child({ ignoreChanges: ["secretString"] }),
    );
  }

  private createFunction(args: MasterSecretArgs, functionName: string): aws.serverlessrepository.CloudFormationStack {
    const { context, subnetIds, securityGroupId, secretsKeyArn, logsKeyArn, logRetentionDays } = args;
    const logs = createLogGroup(
      this.part("function-logs"),
      { context, groupName: `/aws/lambda/${functionName}`, keyArn: logsKeyArn, retentionInDays: logRetentionDays },
      this.child(),
    );
    const name = this.part("function");
    return new aws.serverlessrepository.CloudFormationStack(
      name,
      {
        name: functionName,
        applicationId: arn({
          service: "serverlessrepo",
          ...PUBLISHER,
          resource: "applications/SecretsManagerRDSPostgreSQLRotationSingleUser",
        }),
        capabilities: ["CAPABILITY_IAM", "CAPABILITY_RESOURCE_POLICY"],
        parameters: {
          functionName,
          endpoint: `https://secretsmanager.${context.region}.amazonaws.com`,
          kmsKeyArn: secretsKeyArn,
          vpcSubnetIds: pulumi.all([...subnetIds]).apply((ids) => ids.join(",")),
          vpcSecurityGroupIds: securityGroupId,
        },
        tags: tags(context, "restricted", name),
      },
      // CloudFormation waits until Lambda gives its network interfaces back, which takes longer than the half hour the provider waits.
      this.child({ dependsOn: [logs], customTimeouts: { delete: "60m" } }),
    );
  }

  /** Rotates at once: the password that Pulumi's state knows stops working minutes after the database is made. */
  private rotate(
    { context, transform }: MasterSecretArgs,
    functionName: string,
    secret: aws.secretsmanager.Secret,
    dependsOn: pulumi.Resource[],
  ): void {
    const name = this.part("rotation");
    const args = transformed<aws.secretsmanager.SecretRotationArgs>(transform?.rotation, name, {
      secretId: secret.id,
      rotationLambdaArn: arnIn(context, "lambda", `function:${functionName}`),
      rotateImmediately: true,
      rotationRules: { automaticallyAfterDays: ROTATION_DAYS },
    });
    new aws.secretsmanager.SecretRotation(name, args, this.child({ dependsOn }));
  }
}

/** Name of the secret: the same in every Region it is replicated to, and known before it is made. */
export function masterSecretName({ name }: Pick<PlatformContext, "name">): string {
  return `${name}/database`;
}
