/**
 * Shield: AWS Shield Advanced on what the internet reaches (PRC-075).
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

export interface ShieldArgs {
  readonly context: PlatformContext;
  /** What is protected, by a short name: ARNs of a distribution or a hosted zone. */
  readonly resourceArns: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * Protections of an account that is subscribed to Shield Advanced. The subscription itself (3,000 USD a month, bound
 * for a year) is made by hand, once for the organisation.
 */
export class Shield extends Component {
  constructor(name: string, args: ShieldArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge", "Shield", name, opts);
    for (const [what, resourceArn] of Object.entries(args.resourceArns)) {
      const part = this.part(what);
      new aws.shield.Protection(
        part,
        { name: `${args.context.name}-${what}`, resourceArn, tags: tags(args.context, "internal", part) },
        this.child(),
      );
    }
    this.registerOutputs({});
  }
}
