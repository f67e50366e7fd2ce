/**
 * Member: what programs and tasks have in common: an account of their own and a fence around their pods.
 */
import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labelValue, labels } from "../cluster/labels.ts";
import type { Part } from "../cluster/labels.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";

type NetworkPolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;

export interface MemberArgs {
  readonly context: PlatformContext;
  readonly provider: k8s.Provider;
  /** Name of the namespace. */
  readonly namespace: pulumi.Input<string>;
  /** Name of the program and of its objects, and its role on the platform. */
  readonly part: Part;
  /** Release that runs; see {@link versionOf}. */
  readonly version: string;
  /** Name of the priority class of its pods. */
  readonly priorityClassName: string;
  /** Who may reach it, and whom it may reach. */
  readonly flows: NetworkPolicySpec;
  /** What has to be there before its pods start. */
  readonly after: readonly pulumi.Resource[];
}

/** Hooks that programs and tasks share. */
export interface MemberTransforms {
  readonly networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
}

/** Release of an image where none is named: the first twelve digits of its digest, which are in every list of images. */
export function versionOf(image: string): string {
  return image.slice(image.lastIndexOf(":") + 1).slice(0, 12);
}

/** Ten hexadecimal digits that stand for some content: of two contents, never the same. */
export function digest(...content: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 10);
}

/** Something that runs on the cluster under a name of its own. */
export abstract class Member extends Component {
  /** What its pods need and it makes itself. */
  protected readonly own: readonly pulumi.Resource[];

  protected constructor(kind: string, name: string, args: MemberArgs & { readonly transform?: MemberTransforms | undefined }, opts?: pulumi.ComponentResourceOptions) {
    super("workloads", kind, name, opts);
    this.own = [this.createServiceAccount(args), this.createNetworkPolicy(args)];
  }

  protected metadata({ context, namespace, part }: MemberArgs) {
    return { name: part.name, namespace, labels: labels(context, part, "confidential") };
  }

  /** Labels of its pods: those of its objects and the release, by which a rollout can be told from the one before. */
  protected podLabels({ context, part, version }: MemberArgs): Record<string, string> {
    return { ...labels(context, part, "confidential"), "app.kubernetes.io/version": labelValue(version) };
  }

  private createServiceAccount(args: MemberArgs): k8s.core.v1.ServiceAccount {
    return new k8s.core.v1.ServiceAccount(
      this.part("service-account"),
      { metadata: this.metadata(args), automountServiceAccountToken: false },
      this.child({ provider: args.provider }),
    );
  }

  private createNetworkPolicy(args: MemberArgs & { readonly transform?: MemberTransforms | undefined }): k8s.networking.v1.NetworkPolicy {
    const name = this.part("flows");
    return new k8s.networking.v1.NetworkPolicy(
      name,
      transformed(args.transform?.networkPolicy, name, { metadata: this.metadata(args), spec: args.flows }),
      this.child({ provider: args.provider }),
    );
  }
}
