/** Secrets: everything only a few may know, made or taken over, stored, rotated and kept in two Regions. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { LOG_RETENTION_DAYS } from "../storage/log-group.ts";
import type { SecretKeys } from "./access.ts";
import { givenCredentials, LOGINS, ROTATED, secretHandles, secretName } from "./catalogue.ts";
import type { Credentials, LoginName, RotatedName, SecretHandle, SecretName } from "./catalogue.ts";
import { KeyRotation } from "./key-rotation.ts";
import type { KeyRotationArgs } from "./key-rotation.ts";
import { ManagedSecret } from "./managed-secret.ts";
import type { ManagedSecretTransform } from "./managed-secret.ts";

export interface SecretsArgs extends SecretKeys {
  readonly context: PlatformContext;
  /** ARN of the key for logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days logs are kept; one of CloudWatch's values. Default 400. */
  readonly logRetentionDays?: number | undefined;
  /** Credentials of other companies' services; one secret for each of whom anything is given. Default none. */
  readonly credentials?: Credentials | undefined;
  /** ARNs of the roles that deploy the platform: they write the values, and the engine reads them back. At least one. */
  readonly deployers: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  /** ARNs of the roles that read each secret. A secret that is not named is read by nobody but who deploys. */
  readonly readers?: Readonly<Partial<Record<SecretName, readonly pulumi.Input<string>[]>>> | undefined;
  /** Address of the user as whom the canaries sign in. */
  readonly syntheticEmail: string;
  /** Days between rotations. Default {@link ROTATION_DAYS}. */
  readonly rotationDays?: Readonly<Record<RotatedName, number>> | undefined;
  /** Hours for which what a key signed stays valid. Default {@link TOKEN_LIFETIME_HOURS}. */
  readonly tokenLifetimeHours?: number | undefined;
  /** Changes the arguments of children. */
  readonly transform?: (ManagedSecretTransform & NonNullable<KeyRotationArgs["transform"]> & { readonly rotation?: Transform<aws.secretsmanager.SecretRotationArgs> }) | undefined;
}

/** Days between rotations: tokens live for a week, sessions may be long-lived. At most 90 (rule `secret-rotation-frequent`). */
export const ROTATION_DAYS: Readonly<Record<RotatedName, number>> = { jwt: 30, session: 90 };
/** Hours for which what a key signed stays valid: a week, the life of a refresh token. */
export const TOKEN_LIFETIME_HOURS = 168;
/** Bytes of the JWT and the session secret (PRC-001, PRC-002) and of the encryption key, for AES-256 (PRC-005). */
const BYTES = { jwt: 64, session: 64, encryption: 32 } as const;
/** Characters of a password that ElastiCache takes: 16 to 128, and this many letters and digits have 380 bits of chance. */
const PASSWORD_LENGTH = 64;
/** When the first key was "rotated": long ago, so that the first rotation may come at once. */
const NEVER = "1970-01-01T00:00:00.000Z";

const DESCRIPTIONS: Readonly<Record<SecretName, string>> = {
  jwt: "Keys that sign JSON Web Tokens: the current one, and the one before it",
  session: "Keys that sign sessions: the current one, and the one before it",
  encryption: "Key that encrypts fields in the database; a new one would make them unreadable",
  "cache-operator": "Login of people who look into the cache",
  "grafana-admin": "Password of Grafana's administrator",
  "synthetic-user": "Login of the user as whom the canaries sign in",
  sendgrid: "SendGrid: sends e-mail",
  twilio: "Twilio: sends text messages",
  sentry: "Sentry: collects errors",
  pagerduty: "PagerDuty: calls who is on duty",
  slack: "Slack: receives alerts",
  teams: "Microsoft Teams: receives alerts",
};

/**
 * The platform's secrets (PRC-001, PRC-002, PRC-004, PRC-005, OPT-27). The database's master password has its own
 * (`MasterSecret`), because RDS rotates with it; programs log in to database and cache with IAM tokens (PRC-003).
 */
export class Secrets extends Component {
  /** Every secret there is, for {@link SecretFiles} and for statements of who reads it. */
  readonly handles: readonly SecretHandle[];
  /** ARN of each secret there is. */
  readonly arns: Readonly<Partial<Record<SecretName, pulumi.Output<string>>>>;
  /** Policies of the secrets: what pods wait for. */
  readonly policies: readonly pulumi.Resource[];
  /** Password of the cache's user for people, as a secret: the user group of the cache takes it. */
  readonly cacheOperatorPassword: pulumi.Output<string>;

  constructor(name: string, args: SecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("secrets", "Secrets", name, opts);
    const { credentials = {} } = args;
    this.handles = secretHandles(args.context, credentials);

    const rotation = this.createRotation(args);
    const passwords = Object.fromEntries(LOGINS.map((login) => [login, this.createPassword(args, login)])) as Record<LoginName, pulumi.Output<string>>;
    this.cacheOperatorPassword = passwords["cache-operator"];
    const made: [SecretName, ManagedSecret][] = [
      ...ROTATED.map((key): [SecretName, ManagedSecret] => [key, this.createRotated(args, key, rotation)]),
      ["encryption", this.createSecret(args, "encryption", { key: this.createKey(args, "encryption") })],
      ["cache-operator", this.createSecret(args, "cache-operator", { username: `${args.context.name}-operator`, password: passwords["cache-operator"] })],
      ["grafana-admin", this.createSecret(args, "grafana-admin", { password: passwords["grafana-admin"] })],
      ["synthetic-user", this.createSecret(args, "synthetic-user", { email: args.syntheticEmail, password: passwords["synthetic-user"] })],
      ...givenCredentials(credentials).map(({ provider, values }): [SecretName, ManagedSecret] => [provider, this.createSecret(args, provider, values)]),
    ];

    this.arns = Object.fromEntries(made.map(([each, secret]) => [each, secret.arn]));
    this.policies = made.map(([, secret]) => secret.policy);
    this.registerOutputs({});
  }

  private createRotation(args: SecretsArgs): KeyRotation {
    const { context, keyArn, drKeyArn, logsKeyArn, logRetentionDays = LOG_RETENTION_DAYS, tokenLifetimeHours = TOKEN_LIFETIME_HOURS, transform } = args;
    const secretNames = ROTATED.map((key) => secretName(context, key));
    return new KeyRotation(this.part("rotation"), { context, secretNames, keyArn, drKeyArn, logsKeyArn, logRetentionDays, tokenLifetimeHours, transform }, this.child());
  }

  /** Random bytes, in Base64. Kept: with other bytes nobody could read what the old ones encrypted. */
  private createKey({ context }: SecretsArgs, key: keyof typeof BYTES): pulumi.Output<string> {
    const bytes = new random.RandomBytes(this.part(`${key}-key`), { length: BYTES[key] }, this.child(keep(context.protect)));
    return pulumi.secret(bytes.base64);
  }

  private createPassword({ context }: SecretsArgs, login: LoginName): pulumi.Output<string> {
    const password = new random.RandomPassword(this.part(`${login}-password`), { length: PASSWORD_LENGTH, special: false }, this.child(keep(context.protect)));
    return pulumi.secret(password.result);
  }

  private createSecret(
    { context, keyArn, drKeyArn, deployers, readers, transform }: SecretsArgs,
    name: SecretName,
    value: Readonly<Record<string, pulumi.Input<string>>>,
    rotation?: KeyRotation,
  ): ManagedSecret {
    return new ManagedSecret(
      this.part(name),
      {
        context,
        secretName: secretName(context, name),
        description: DESCRIPTIONS[name],
        value,
        seed: rotation !== undefined,
        keyArn,
        drKeyArn,
        readers: readers?.[name] ?? [],
        writers: rotation === undefined ? deployers : [...deployers, rotation.roleArn],
        transform,
      },
      this.child(),
    );
  }

  /**
   * A key that is replaced at once and then again and again: what Pulumi's state knows is the previous key after the
   * first minute and nothing after the second rotation. Until the first, both are the same, so that no one has to
   * cope with a key that is not there.
   */
  private createRotated(args: SecretsArgs, key: RotatedName, rotation: KeyRotation): ManagedSecret {
    const bytes = this.createKey(args, key);
    const secret = this.createSecret(args, key, { current: bytes, previous: bytes, rotatedAt: NEVER }, rotation);
    const name = this.part(`${key}-rotation`);
    const days = (args.rotationDays ?? ROTATION_DAYS)[key];
    const hours = args.tokenLifetimeHours ?? TOKEN_LIFETIME_HOURS;
    if (days * 24 < hours) {
      throw new pulumi.RunError(`${this.logicalName}: rotationDays.${key} ${days}: what a key signed is valid for ${hours} hours, so at least ${Math.ceil(hours / 24)} days`);
    }
    const rotationArgs = transformed<aws.secretsmanager.SecretRotationArgs>(args.transform?.rotation, name, {
      secretId: secret.arn,
      rotationLambdaArn: rotation.functionArn,
      rotateImmediately: true,
      rotationRules: { automaticallyAfterDays: days },
    });
    new aws.secretsmanager.SecretRotation(name, rotationArgs, this.child({ dependsOn: [...rotation.ready, secret.version, secret.policy] }));
    return secret;
  }
}
