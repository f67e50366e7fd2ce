/** Registry: the repositories of the platform's images, and their copies in the Region of disaster recovery. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { document } from "../cluster/iam.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { creationStatements, lifecyclePolicy, repositoryPolicy } from "./registry-policies.ts";
import type { Keeping } from "./registry-policies.ts";

export interface RegistryArgs {
  readonly context: PlatformContext;
  /** First part of every repository's name: `optibid` in `optibid/api`. */
  readonly prefix: string;
  /** Last parts of the names, one repository each: `api`. Append-only. */
  readonly images: readonly string[];
  /** Key of the images (class `data`); its policy must admit use and grants through ECR. */
  readonly keyArn: pulumi.Input<string>;
  /** What is kept. */
  readonly keeping: Keeping;
  /** Accounts that may pull, twelve digits each. Default none but the own. */
  readonly readers?: readonly string[];
  /** `enhanced` scans on push and ever after (Amazon Inspector), `basic` on push; `adopt` leaves the registry's setting alone: there is one a Region. Default `enhanced`. */
  readonly scanning?: "enhanced" | "basic" | "adopt";
  /** Key in the Region of disaster recovery (class `data`): where it is given, images are copied there. The registry has one such setting a Region. */
  readonly drKeyArn?: pulumi.Input<string> | undefined;
  readonly transform?: {
    readonly repository?: Transform<aws.ecr.RepositoryArgs>;
    readonly scanning?: Transform<aws.ecr.RegistryScanningConfigurationArgs>;
    readonly replication?: Transform<aws.ecr.ReplicationConfigurationArgs>;
    readonly template?: Transform<aws.ecr.RepositoryCreationTemplateArgs>;
  };
}

/** Tags never move. */
const MUTABILITY = { imageTagMutability: "IMMUTABLE" } as const;

/** The image registry (checklist PRC-014, PRC-091, PRC-101, PRC-125, OPT-19). */
export class Registry extends Component {
  /** ARN of each repository, by the last part of its name. */
  readonly repositoryArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "Registry", name, opts);
    const policy = JSON.stringify(repositoryPolicy(args.readers ?? [], args.context.region));
    const lifecycle = JSON.stringify(lifecyclePolicy(args.keeping));
    const repositories = args.images.map((image) => [image, this.createRepository(args, image, policy, lifecycle)] as const);
    this.repositoryArns = Object.fromEntries(repositories.map(([image, { arn }]) => [image, arn]));
    this.scan(args);
    this.replicate(args, policy, lifecycle);
    this.registerOutputs({ repositoryArns: this.repositoryArns });
  }

  private createRepository({ context, prefix, keyArn, transform }: RegistryArgs, image: string, policy: string, lifecycle: string): aws.ecr.Repository {
    const name = this.part(image);
    const repository = new aws.ecr.Repository(
      name,
      transformed<aws.ecr.RepositoryArgs>(transform?.repository, name, {
        name: `${prefix}/${image}`,
        ...MUTABILITY,
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: keyArn }],
        forceDelete: !context.protect,
        tags: tags(context, "internal", name),
      }),
      this.child(keep(context.protect)),
    );
    new aws.ecr.LifecyclePolicy(`${name}-lifecycle`, { repository: repository.name, policy: lifecycle }, this.child({ dependsOn: [repository] }));
    new aws.ecr.RepositoryPolicy(`${name}-policy`, { repository: repository.name, policy }, this.child({ dependsOn: [repository] }));
    return repository;
  }

  private scan({ prefix, scanning = "enhanced", transform }: RegistryArgs): void {
    if (scanning === "adopt") return;
    const name = this.part("scanning");
    new aws.ecr.RegistryScanningConfiguration(
      name,
      transformed<aws.ecr.RegistryScanningConfigurationArgs>(transform?.scanning, name, {
        scanType: scanning === "enhanced" ? "ENHANCED" : "BASIC",
        rules: [
          {
            scanFrequency: scanning === "enhanced" ? "CONTINUOUS_SCAN" : "SCAN_ON_PUSH",
            repositoryFilters: [{ filter: `${prefix}/*`, filterType: "WILDCARD" }],
          },
        ],
      }),
      this.child(),
    );
  }

  /** ECR makes the copies' repositories itself, on the first push: the template says how. */
  private replicate(args: RegistryArgs, policy: string, lifecycle: string): void {
    const { context, prefix, drKeyArn, transform } = args;
    if (context.drRegion === undefined || drKeyArn === undefined) return;
    const region = context.drRegion;
    const templateName = this.part("copies");
    const role = this.createCopyRole(context, prefix, region, drKeyArn);
    const template = new aws.ecr.RepositoryCreationTemplate(
      templateName,
      transformed<aws.ecr.RepositoryCreationTemplateArgs>(transform?.template, templateName, {
        region,
        prefix,
        description: `${context.name} copies of images`,
        appliedFors: ["REPLICATION"],
        customRoleArn: role.role.arn,
        ...MUTABILITY,
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: drKeyArn }],
        lifecyclePolicy: lifecycle,
        repositoryPolicy: policy,
        resourceTags: tags(context, "internal", templateName),
      }),
      this.child({ dependsOn: [role.policy] }),
    );
    const name = this.part("replication");
    new aws.ecr.ReplicationConfiguration(
      name,
      transformed<aws.ecr.ReplicationConfigurationArgs>(transform?.replication, name, {
        replicationConfiguration: {
          rules: [
            {
              destinations: [{ region, registryId: context.accountId }],
              repositoryFilters: [{ filter: `${prefix}/`, filterType: "PREFIX_MATCH" }],
            },
          ],
        },
      }),
      // An image pushed before the template would get a repository with ECR's own settings.
      this.child({ dependsOn: [template] }),
    );
  }

  private createCopyRole(context: PlatformContext, prefix: string, region: string, keyArn: pulumi.Input<string>): { role: aws.iam.Role; policy: aws.iam.RolePolicy } {
    const name = this.part("copies-role");
    const trust = { Sid: "EcrTemplates", Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: "sts:AssumeRole" } as const;
    const role = new aws.iam.Role(
      name,
      { description: "ECR makes the repositories of copied images", assumeRolePolicy: JSON.stringify(document(trust)), tags: tags(context, "internal", name) },
      this.child(),
    );
    const statements = pulumi
      .all([context.accountId, keyArn])
      .apply(([account, key]) => JSON.stringify(document(...creationStatements(prefix, account, region, key))));
    const policy = new aws.iam.RolePolicy(this.part("copies-policy"), { role: role.name, policy: statements }, this.child());
    return { role, policy };
  }
}
