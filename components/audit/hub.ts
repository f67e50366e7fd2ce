/** Hub: Security Hub brings the findings of all services together and measures the account by standards. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import type { Mode } from "./mode.ts";

/**
 * Standards by a short name, as the end of their ARN.
 * Source: AWS Security Hub User Guide, "Standards reference for Security Hub CSPM".
 */
export const STANDARDS = {
  fsbp: "aws-foundational-security-best-practices/v/1.0.0",
  "cis-3.0.0": "cis-aws-foundations-benchmark/v/3.0.0",
  "cis-5.0.0": "cis-aws-foundations-benchmark/v/5.0.0",
  "nist-800-53": "nist-800-53/v/5.0.0",
  "pci-dss-4.0.1": "pci-dss/v/4.0.1",
  tagging: "aws-resource-tagging-standard/v/1.0.0",
} as const;

/** One of {@link STANDARDS}. */
export type Standard = keyof typeof STANDARDS;

export interface HubArgs {
  readonly context: PlatformContext;
  /** With `adopt` the account's hub gets the standards, and nothing else. */
  readonly mode: Exclude<Mode, "off">;
  /** Standards the account is measured by. */
  readonly standards: readonly Standard[];
  readonly transform?: { readonly hub?: Transform<aws.securityhub.AccountArgs> };
}

/** Security Hub with its standards (checklist PRC-116, PRC-119, OPT-54). */
export class Hub extends Component {
  constructor(name: string, args: HubArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "Hub", name, opts);
    const { context, mode } = args;
    const hub = mode === "adopt" ? undefined : this.createHub(args, context.region);
    this.subscribe(args, hub);
    if (hub !== undefined && context.drRegion !== undefined) this.collect(context, context.drRegion, [hub, this.createHub(args, context.drRegion)]);
    this.registerOutputs();
  }

  private createHub({ context, transform }: HubArgs, region: string): aws.securityhub.Account {
    const name = this.part(region === context.region ? "hub" : `hub-${region}`);
    return new aws.securityhub.Account(
      name,
      transformed<aws.securityhub.AccountArgs>(transform?.hub, name, {
        region,
        // The standards are named here, in the version that is wanted, and not taken as AWS last set them.
        enableDefaultStandards: false,
        controlFindingGenerator: "SECURITY_CONTROL",
        autoEnableControls: true,
      }),
      this.child(keep(context.protect)),
    );
  }

  private subscribe({ context: { region }, standards }: HubArgs, hub: pulumi.Resource | undefined): void {
    for (const standard of standards) {
      new aws.securityhub.StandardsSubscription(
        this.part(`standard-${standard}`),
        { standardsArn: arn({ service: "securityhub", region, resource: `standards/${STANDARDS[standard]}` }) },
        this.child(hub === undefined ? {} : { dependsOn: [hub] }),
      );
    }
  }

  /** What is found in the Region of disaster recovery is seen, and alerted on, at home. */
  private collect(context: PlatformContext, region: string, hubs: pulumi.Resource[]): void {
    new aws.securityhub.FindingAggregator(
      this.part("aggregator"),
      { region: context.region, linkingMode: "SPECIFIED_REGIONS", specifiedRegions: [region] },
      this.child({ dependsOn: hubs }),
    );
  }
}
