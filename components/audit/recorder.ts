/** Recorder: AWS Config writes down what every resource looked like, and judges it by rules. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arnIn } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import type { Mode } from "./mode.ts";
import { configRules } from "./rules.ts";

export interface RecorderArgs {
  readonly context: PlatformContext;
  /** Whether the account's recorders, one a Region, are made here. Not `off`: then there is no recorder to speak of. */
  readonly mode: Exclude<Mode, "off">;
  /** Whether the rules are made; with an adopted recorder they are judged on what that one records. */
  readonly rules: boolean;
  /**
   * `create` makes the service-linked role of AWS Config; `adopt` where the account has it, which is so as soon as
   * Config was ever set up in any Region of it.
   */
  readonly serviceLinkedRole: "create" | "adopt";
  /** Port of the database: no security group may open it to the internet. */
  readonly databasePort: number;
  /** A bucket without a default lock, whose policy admits AWS Config. */
  readonly bucketName: pulumi.Input<string>;
  /** Encrypts what is delivered, in the bucket's Region; its policy must admit AWS Config. */
  readonly auditKeyArn: pulumi.Input<string>;
  /** What has to be there before: the bucket's policy. */
  readonly after?: readonly pulumi.Resource[] | undefined;
  readonly transform?: {
    readonly recorder?: Transform<aws.cfg.RecorderArgs>;
    readonly rule?: Transform<aws.cfg.RuleArgs>;
  };
}

/** AWS Config with its rules (checklist PRC-115, PRC-119, PRC-120, OPT-54). */
export class Recorder extends Component {
  constructor(name: string, args: RecorderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "Recorder", name, opts);
    const { context, mode } = args;
    const elsewhere = context.drRegion === undefined ? [] : [context.drRegion];
    const running = mode === "adopt" ? [] : this.createRecorders(args, [context.region, ...elsewhere]);
    if (args.rules) this.createRules(args, running);
    this.registerOutputs();
  }

  private createRecorders(args: RecorderArgs, regions: readonly string[]): pulumi.Resource[] {
    const role = this.createRole(args);
    return regions.flatMap((region) => this.createRecorder(args, region, role));
  }

  private createRole({ context, serviceLinkedRole }: RecorderArgs): pulumi.Resource[] {
    if (serviceLinkedRole === "adopt") return [];
    const name = this.part("role");
    return [
      new aws.iam.ServiceLinkedRole(
        name,
        { awsServiceName: "config.amazonaws.com", tags: tags(context, "internal", name) },
        this.child(keep(context.protect)),
      ),
    ];
  }

  /**
   * Global resources (IAM) are recorded at home only, or each would be there once a Region.
   * Source: AWS Config Developer Guide, "Recording AWS Resources", global resource types.
   */
  private createRecorder(args: RecorderArgs, region: string, role: readonly pulumi.Resource[]): pulumi.Resource[] {
    const { context, bucketName, auditKeyArn, after = [] } = args;
    const atHome = region === context.region;
    const suffix = atHome ? "" : `-${region}`;
    const kept = keep(context.protect);
    const name = this.part(`recorder${suffix}`);
    const recorderArgs = transformed<aws.cfg.RecorderArgs>(args.transform?.recorder, name, {
      name: context.name,
      region,
      roleArn: arnIn(context, "iam", "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", ""),
      recordingGroup: atHome
        ? { allSupported: true, includeGlobalResourceTypes: true, recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }] }
        : { allSupported: true, includeGlobalResourceTypes: false, recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }] },
      recordingMode: { recordingFrequency: "CONTINUOUS" },
    });
    const recorder = new aws.cfg.Recorder(name, recorderArgs, this.child({ dependsOn: [...role], ...kept }));
    const channel = new aws.cfg.DeliveryChannel(
      this.part(`channel${suffix}`),
      {
        name: context.name,
        region,
        s3BucketName: bucketName,
        s3KmsKeyArn: auditKeyArn,
        snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
      },
      this.child({ dependsOn: [recorder, ...after], ...kept }),
    );
    // Nothing can be recorded before there is where to deliver it.
    const status = new aws.cfg.RecorderStatus(
      this.part(`recording${suffix}`),
      { name: recorder.name, region, isEnabled: true },
      this.child({ dependsOn: [channel], ...kept }),
    );
    return [recorder, status];
  }

  private createRules({ context, databasePort, transform }: RecorderArgs, running: readonly pulumi.Resource[]): void {
    for (const [key, { identifier, description, parameters }] of Object.entries(configRules(databasePort))) {
      const name = this.part(`rule-${key}`);
      new aws.cfg.Rule(
        name,
        transformed<aws.cfg.RuleArgs>(transform?.rule, name, {
          name: `${context.name}-${key}`,
          description,
          source: { owner: "AWS", sourceIdentifier: identifier },
          ...(parameters === undefined ? {} : { inputParameters: JSON.stringify(parameters) }),
          tags: tags(context, "internal", name),
        }),
        this.child({ dependsOn: [...running] }),
      );
    }
  }
}
