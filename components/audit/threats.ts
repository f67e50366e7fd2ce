/** Threats: GuardDuty looks at what happens in the account, the cluster and the databases. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import type { Mode } from "./mode.ts";

/**
 * What a detector looks at beside CloudTrail, flow logs and name queries, which it always reads. Agents within
 * running machines are {@link AGENTS}.
 * Source: Amazon GuardDuty API Reference, DetectorFeatureConfiguration.
 */
export const FEATURES = ["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"] as const;

/**
 * Agents that GuardDuty installs itself: in the cluster as an EKS add-on, on machines by Systems Manager, and beside tasks
 * of ECS. The platform has the cluster alone, whose nodes Systems Manager does not manage; the others wait for what
 * somebody starts beside it, and cost nothing until then.
 * Source: Amazon GuardDuty User Guide, "How Runtime Monitoring works".
 */
const AGENTS = ["EKS_ADDON_MANAGEMENT", "EC2_AGENT_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT"] as const;

export interface ThreatsArgs {
  readonly context: PlatformContext;
  readonly mode: Exclude<Mode, "off">;
  /** Id of the detector the home Region has, whose features are switched on; only with `adopt`. Default: it is left as it is. */
  readonly detectorId?: string | undefined;
  /** Whether GuardDuty watches processes: on the cluster's nodes with an add-on and an endpoint it adds to the VPC, and on whatever else runs in the account. */
  readonly runtimeMonitoring: boolean;
  /** Where all findings are kept beyond GuardDuty's own 90 days. Default: nowhere. */
  readonly archive?: {
    readonly bucketArn: pulumi.Input<string>;
    /** Its policy, and the bucket's, must admit GuardDuty. */
    readonly keyArn: pulumi.Input<string>;
    /** What has to be there before: the bucket's policy. */
    readonly after?: readonly pulumi.Resource[] | undefined;
  };
  readonly transform?: { readonly detector?: Transform<aws.guardduty.DetectorArgs> };
}

/** GuardDuty at home and in the Region of disaster recovery (checklist PRC-116, OPT-54). */
export class Threats extends Component {
  /** @throws when a detector is named that is not adopted */
  constructor(name: string, args: ThreatsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "Threats", name, opts);
    const { context, mode, detectorId } = args;
    if (mode === "create" && detectorId !== undefined) throw new pulumi.RunError(`${name}: detectorId ${detectorId} is for mode adopt`);
    if (mode === "create") {
      const home = this.createDetector(args, context.region);
      this.createFeatures(args, home.id, context.region);
      this.createArchive(args, home);
      if (context.drRegion !== undefined) this.createFeatures(args, this.createDetector(args, context.drRegion).id, context.drRegion);
    } else if (detectorId !== undefined) {
      this.createFeatures(args, detectorId, context.region);
    }
    this.registerOutputs();
  }

  private createDetector({ context, transform }: ThreatsArgs, region: string): aws.guardduty.Detector {
    const name = this.part(`detector${suffixOf(context, region)}`);
    return new aws.guardduty.Detector(
      name,
      transformed<aws.guardduty.DetectorArgs>(transform?.detector, name, {
        region,
        enable: true,
        // How soon a finding that repeats is reported again; a new one always goes out at once.
        findingPublishingFrequency: "FIFTEEN_MINUTES",
        tags: tags(context, "internal", name),
      }),
      this.child(keep(context.protect)),
    );
  }

  private createFeatures({ context, runtimeMonitoring }: ThreatsArgs, detectorId: pulumi.Input<string>, region: string): void {
    const create = (feature: string, more: Pick<aws.guardduty.DetectorFeatureArgs, "additionalConfigurations"> = {}): void => {
      new aws.guardduty.DetectorFeature(
        this.part(`${feature.toLowerCase().replaceAll("_", "-")}${suffixOf(context, region)}`),
        { detectorId, region, name: feature, status: "ENABLED", ...more },
        this.child(),
      );
    };
    for (const feature of FEATURES) create(feature);
    if (runtimeMonitoring) create("RUNTIME_MONITORING", { additionalConfigurations: AGENTS.map((name) => ({ name, status: "ENABLED" })) });
  }

  private createArchive({ context, archive }: ThreatsArgs, detector: aws.guardduty.Detector): void {
    if (archive === undefined) return;
    const name = this.part("archive");
    new aws.guardduty.PublishingDestination(
      name,
      { detectorId: detector.id, destinationArn: archive.bucketArn, kmsKeyArn: archive.keyArn, tags: tags(context, "internal", name) },
      this.child({ dependsOn: [...(archive.after ?? [])] }),
    );
  }
}

function suffixOf({ region: home }: PlatformContext, region: string): string {
  return region === home ? "" : `-${region}`;
}
