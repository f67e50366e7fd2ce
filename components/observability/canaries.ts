/** Canaries: programs of CloudWatch Synthetics that use the platform as its users do. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import type { Statement } from "../cluster/iam.ts";
import { document } from "../cluster/iam.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { LOG_RETENTION_DAYS } from "../storage/log-group.ts";
import { lambdaTrust } from "../function.ts";
import { ARTIFACT_PREFIX, CODE_PREFIX, CanaryBucket } from "./canary-bucket.ts";
import { CANARY_RUNTIME, CANARY_SPECS, canaryFiles, codeDigest, everyMinutes } from "./canary-specs.ts";
import { CANARIES, canaryBucketName, canaryName, canaryRoleName } from "./names.ts";
import type { CanaryKind } from "./names.ts";

/** Days runs are kept where nothing else is asked for. */
export const ARTIFACT_DAYS = 31;

export interface CanariesArgs {
  readonly context: PlatformContext;
  /** Address of the platform: `https://optibid.com`. */
  readonly baseUrl: pulumi.Input<string>;
  /** Secret with the synthetic user's `{ "email", "password" }`. */
  readonly credentialsSecretArn: pulumi.Input<string>;
  readonly keyArns: { readonly data: pulumi.Input<string>; readonly logs: pulumi.Input<string>; readonly secrets: pulumi.Input<string> };
  /** Whether they run; stopped ones are there all the same. Default true. */
  readonly enabled?: boolean | undefined;
  /** Days runs are kept, 1 to 455. Default {@link ARTIFACT_DAYS}. */
  readonly artifactDays?: number | undefined;
  /** Days logs are kept. Default 400. */
  readonly logRetentionDays?: number | undefined;
  readonly accessLog?: { readonly bucket: pulumi.Input<string>; readonly prefix: string } | undefined;
  readonly transform?: { readonly canary?: Transform<aws.synthetics.CanaryArgs>; readonly role?: Transform<aws.iam.RoleArgs>; readonly bucket?: Transform<aws.s3.BucketArgs> } | undefined;
}

/** The canaries (checklist OPT-66, OPT-73, OPT-83, OPT-P2, OPT-P4, OPT-P5, OPT-P6, PRC-038). */
export class Canaries extends Component {
  /** Physical names, known at preview. */
  readonly names: Readonly<Record<CanaryKind, string>>;

  constructor(name: string, args: CanariesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Canaries", name, opts);
    this.names = Object.fromEntries(CANARIES.map((kind) => [kind, canaryName(args.context, kind)])) as Record<CanaryKind, string>;
    const { context, keyArns, accessLog, artifactDays = ARTIFACT_DAYS, transform } = args;
    const bucket = new CanaryBucket(
      this.part("storage"),
      { context, keyArn: keyArns.data, artifactDays, accessLog, transform: transform?.bucket === undefined ? undefined : { bucket: transform.bucket } },
      this.child(),
    );
    for (const kind of CANARIES) this.createOne(args, kind, bucket);
    this.registerOutputs({ names: this.names });
  }

  private createOne(args: CanariesArgs, kind: CanaryKind, bucket: CanaryBucket): void {
    const code = this.upload(args, kind, bucket);
    const role = this.createRole(args, kind);
    const policy = this.permit(args, kind, role);
    const canary = this.createCanary(args, kind, bucket, code, role, policy);
    this.createLogGroup(args, kind, canary);
  }

  private upload({ context, keyArns }: CanariesArgs, kind: CanaryKind, bucket: CanaryBucket): aws.s3.BucketObjectv2 {
    const files = canaryFiles(kind);
    const name = this.part(`${kind}-code`);
    return new aws.s3.BucketObjectv2(
      name,
      {
        bucket: bucket.bucketName,
        key: `${CODE_PREFIX}${kind}-${codeDigest(files)}.zip`,
        source: new pulumi.asset.AssetArchive(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, new pulumi.asset.StringAsset(text)]))),
        contentType: "application/zip",
        kmsKeyId: keyArns.data,
        serverSideEncryption: "aws:kms",
        tags: tags(context, "internal", name),
      },
      this.child({ dependsOn: [...bucket.ready] }),
    );
  }

  private createRole({ context, transform }: CanariesArgs, kind: CanaryKind): aws.iam.Role {
    const name = this.part(`${kind}-role`);
    return new aws.iam.Role(
      name,
      transformed<aws.iam.RoleArgs>(transform?.role, name, { name: canaryRoleName(context, kind), description: `Canary: ${CANARY_SPECS[kind].description}`, assumeRolePolicy: lambdaTrust(), tags: tags(context, "internal", name) }),
      this.child(),
    );
  }

  private permit(args: CanariesArgs, kind: CanaryKind, role: aws.iam.Role): aws.iam.RolePolicy {
    const { context, keyArns, credentialsSecretArn } = args;
    const policy = pulumi
      .all([context.accountId, keyArns.data, keyArns.secrets, credentialsSecretArn])
      .apply(([account, dataKey, secretsKey, secret]) => JSON.stringify(document(...canaryMay(context, kind, { account, dataKey, secretsKey, secret }))));
    return new aws.iam.RolePolicy(this.part(`${kind}-policy`), { role: role.name, policy }, this.child());
  }

  private createCanary(args: CanariesArgs, kind: CanaryKind, bucket: CanaryBucket, code: aws.s3.BucketObjectv2, role: aws.iam.Role, policy: aws.iam.RolePolicy): aws.synthetics.Canary {
    const { context, baseUrl, credentialsSecretArn, keyArns, enabled = true, artifactDays = ARTIFACT_DAYS, transform } = args;
    const spec = CANARY_SPECS[kind];
    const name = this.part(kind);
    return new aws.synthetics.Canary(
      name,
      transformed<aws.synthetics.CanaryArgs>(transform?.canary, name, {
        name: canaryName(context, kind),
        runtimeVersion: CANARY_RUNTIME,
        handler: "index.handler",
        s3Bucket: bucket.bucketName,
        s3Key: code.key,
        s3Version: code.versionId,
        executionRoleArn: role.arn,
        schedule: { expression: everyMinutes(spec.everyMinutes) },
        runConfig: {
          timeoutInSeconds: spec.timeoutSeconds,
          memoryInMb: 1_024,
          activeTracing: true,
          environmentVariables: {
            BASE_URL: baseUrl,
            MAX_MILLISECONDS: String(spec.maxMilliseconds),
            ...(spec.signsIn ? { CREDENTIALS_SECRET_ARN: credentialsSecretArn } : {}),
          },
        },
        artifactS3Location: pulumi.interpolate`s3://${bucket.bucketName}/${ARTIFACT_PREFIX}${kind}`,
        artifactConfig: { s3Encryption: { encryptionMode: "SSE_KMS", kmsKeyArn: keyArns.data } },
        successRetentionPeriod: artifactDays,
        failureRetentionPeriod: artifactDays,
        startCanary: enabled,
        // Function and layers are Synthetics' own and would stay behind.
        deleteLambda: true,
        tags: tags(context, "internal", name),
      }),
      this.child({ dependsOn: [policy] }),
    );
  }

  /** The role may not make log groups, so that there is no unencrypted one that is kept for ever; only Synthetics knows the function's name. */
  private createLogGroup({ context, keyArns, logRetentionDays = LOG_RETENTION_DAYS }: CanariesArgs, kind: CanaryKind, canary: aws.synthetics.Canary): void {
    const name = this.part(`${kind}-logs`);
    new aws.cloudwatch.LogGroup(
      name,
      { name: canary.engineArn.apply(functionLogGroup), kmsKeyId: keyArns.logs, retentionInDays: logRetentionDays, tags: tags(context, "internal", name) },
      this.child(keep(context.protect)),
    );
  }
}

/** Log group of the Lambda function behind a canary: `arn:aws:lambda:<region>:<account>:function:<name>:<version>`. */
export function functionLogGroup(engineArn: string): string {
  return `/aws/lambda/${engineArn.split(":")[6] ?? ""}`;
}

interface Allowed {
  readonly account: string;
  readonly dataKey: string;
  readonly secretsKey: string;
  readonly secret: string;
}

/** What a canary may do. Source: Amazon CloudWatch User Guide, "Required roles and permissions for CloudWatch canaries". */
export function canaryMay(context: PlatformContext, kind: CanaryKind, { account, dataKey, secretsKey, secret }: Allowed): Statement[] {
  const { region } = context;
  const bucket = arn({ service: "s3", resource: canaryBucketName(context, account), partitionRegion: region });
  const logs = arn({ service: "logs", region, account, resource: `log-group:/aws/lambda/cwsyn-${canaryName(context, kind)}-*` });
  const signIn: Statement[] = [
    { Sid: "ReadCredentials", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret },
    { Sid: "DecryptCredentials", Effect: "Allow", Action: "kms:Decrypt", Resource: secretsKey, Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } } },
  ];
  return [
    { Sid: "StoreArtifacts", Effect: "Allow", Action: "s3:PutObject", Resource: `${bucket}/${ARTIFACT_PREFIX}${kind}/*` },
    { Sid: "ReadCode", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `${bucket}/${CODE_PREFIX}*` },
    { Sid: "FindBucket", Effect: "Allow", Action: "s3:GetBucketLocation", Resource: bucket },
    { Sid: "EncryptArtifacts", Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: dataKey, Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } } },
    { Sid: "WriteLogs", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${logs}:*` },
    { Sid: "Trace", Effect: "Allow", Action: ["s3:ListAllMyBuckets", "xray:PutTraceSegments"], Resource: "*" },
    { Sid: "Measure", Effect: "Allow", Action: "cloudwatch:PutMetricData", Resource: "*", Condition: { StringEquals: { "cloudwatch:namespace": "CloudWatchSynthetics" } } },
    ...(CANARY_SPECS[kind].signsIn ? signIn : []),
  ];
}
