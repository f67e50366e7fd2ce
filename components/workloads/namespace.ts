/**
 * ProgramNamespace: where programs and tasks run, closed before anything is in it.
 *
 * It stands apart from the programs, because their secrets have to be in it before they are.
 */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels } from "../cluster/labels.ts";
import type { Part } from "../cluster/labels.ts";
import { DEFAULT_DENY } from "../cluster/network-rules.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { DEFAULT_NAMESPACE } from "./parts.ts";

/** What the objects that fence the namespace in belong to. */
export const FENCE: Part = { name: "namespace", component: "isolation" };

export interface ProgramNamespaceArgs {
  readonly context: PlatformContext;
  /** Provider of the cluster's Kubernetes API. */
  readonly provider: k8s.Provider;
  /** Its name. Default {@link DEFAULT_NAMESPACE}. */
  readonly namespace?: string | undefined;
  readonly transform?: { readonly namespace?: Transform<k8s.core.v1.NamespaceArgs> };
}

/** A namespace that admits restricted pods only, and in which nobody may talk to anybody yet (PRC-018, PRC-020). */
export class ProgramNamespace extends Component {
  /** Its name. Known at preview, also while it is not there: what is in it has to depend on this component. */
  readonly namespace: string;

  constructor(name: string, args: ProgramNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("workloads", "ProgramNamespace", name, opts);
    this.namespace = args.namespace ?? DEFAULT_NAMESPACE;
    this.createDefaultDeny(args, this.createNamespace(args));
    this.registerOutputs({ namespace: this.namespace });
  }

  /** Pods below the restricted standard are refused by the API server itself. */
  private createNamespace({ context, provider, transform }: ProgramNamespaceArgs): k8s.core.v1.Namespace {
    const name = this.part("namespace");
    const standard = ["enforce", "audit", "warn"].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, "restricted"],
      [`pod-security.kubernetes.io/${mode}-version`, "latest"],
    ]);
    return new k8s.core.v1.Namespace(
      name,
      transformed(transform?.namespace, name, {
        metadata: {
          name: this.namespace,
          labels: { ...labels(context, FENCE, "confidential"), ...Object.fromEntries(standard) },
        },
      }),
      this.child({ provider }),
    );
  }

  private createDefaultDeny({ context, provider }: ProgramNamespaceArgs, namespace: k8s.core.v1.Namespace): void {
    new k8s.networking.v1.NetworkPolicy(
      this.part("default-deny"),
      { metadata: { name: "default-deny", namespace: this.namespace, labels: labels(context, FENCE, "confidential") }, spec: DEFAULT_DENY },
      this.child({ provider, dependsOn: [namespace] }),
    );
  }
}
