/** SensitiveData: Macie looks at buckets, and into them for personal data and credentials. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, keep } from "../component.ts";
import type { PlatformContext } from "../context.ts";

export interface SensitiveDataArgs {
  readonly context: PlatformContext;
}

/**
 * Amazon Macie at home and in the Region of disaster recovery (checklist PRC-113, PRC-116, OPT-54). It costs by bucket, and
 * by what it reads into. What it reads daily by itself (automated discovery) is a switch of the Macie administrator, for
 * which CloudFormation and the provider have no resource.
 * Source: Amazon Macie User Guide, "Performing automated sensitive data discovery".
 */
export class SensitiveData extends Component {
  constructor(name: string, { context }: SensitiveDataArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "SensitiveData", name, opts);
    for (const region of [context.region, ...(context.drRegion === undefined ? [] : [context.drRegion])]) {
      new aws.macie2.Account(
        this.part(region === context.region ? "macie" : `macie-${region}`),
        // How soon a finding about a bucket that repeats is reported again; a new one always goes out at once.
        { region, status: "ENABLED", findingPublishingFrequency: "FIFTEEN_MINUTES" },
        this.child(keep(context.protect)),
      );
    }
    this.registerOutputs();
  }
}
