/** Delivery: from an image to a pod. Registry, signatures, admission, the runner, and the record of releases. */
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { Admission } from "./admission.ts";
import { Registry } from "./registry.ts";
import type { RegistryArgs } from "./registry.ts";
import { registryHost } from "./registry-policies.ts";
import { Release } from "./release.ts";
import type { ReleaseVersion } from "./release.ts";
import { Runner } from "./runner.ts";
import type { RunnerArgs } from "./runner.ts";
import { SigningKey } from "./signing.ts";
import { signingAlias } from "./signing-policy.ts";
import { Verification } from "./verification.ts";
import { VERIFICATION_NAMESPACE } from "./verification-values.ts";
import type { VerificationSurroundings } from "./verification-values.ts";

export interface DeliveryArgs {
  readonly context: PlatformContext;
  /** The registry that images come from. */
  readonly registry: {
    /** `create` where this stack owns the registry, `adopt` where another stack does. */
    readonly mode: "create" | "adopt";
    /** First part of every repository's name. */
    readonly prefix: string;
    /** Account of an adopted registry, twelve digits. Default the stack's own. */
    readonly account?: string | undefined;
  };
  /** How an own registry is made; nothing of it counts where one is adopted. */
  readonly own: Pick<RegistryArgs, "images" | "keeping" | "readers" | "scanning" | "drKeyArn">;
  /** ARNs of the keys. */
  readonly keyArns: Readonly<Record<"data" | "logs", pulumi.Input<string>>>;
  /** ARNs of the roles that sign images. */
  readonly signers: readonly string[];
  /** Whether pods with unsigned images are refused. */
  readonly enforceSignatures: boolean;
  /** The cluster whose pods are judged. */
  readonly cluster: {
    readonly provider: k8s.Provider;
    readonly name: pulumi.Input<string>;
    /** Namespaces whose pods are judged, the signature controller's own aside. */
    readonly namespaces: readonly string[];
    /** What has to be there before pods: nodes. */
    readonly after: readonly pulumi.Resource[];
    readonly surroundings: VerificationSurroundings;
  };
  /** The runner in the VPC; without it, whoever deploys has a way of his own to the cluster's API. */
  readonly runner?: Omit<RunnerArgs, "context" | "keyArns"> | undefined;
  /** What runs and what ran before, where it is recorded. */
  readonly release?: { readonly current: ReleaseVersion; readonly previous?: ReleaseVersion | undefined } | undefined;
}

/** Name of the repository that mirrors the signature controller's image. */
export const CONTROLLER_MIRROR = "policy-controller";

/** The way of an image to production (checklist PRC-014, PRC-091, PRC-101, PRC-124, PRC-125, OPT-16, OPT-19, OPT-21). */
export class Delivery extends Component {
  /** The registry; absent where it is another stack's. */
  readonly registry: Registry | undefined;
  /** What has to be there before the programs' pods. */
  readonly guards: readonly pulumi.Resource[];
  /** Host of the registry and prefix of the repositories, with a slash at the end: what images begin with. */
  readonly source: pulumi.Output<string>;

  constructor(name: string, args: DeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "Delivery", name, opts);
    const { context, registry, cluster } = args;
    const account = pulumi.output(registry.account ?? context.accountId);
    this.source = account.apply((id) => `${registryHost(id, context.region)}/${registry.prefix}/`);
    const owned = registry.mode === "create";
    this.registry = owned ? this.createRegistry(args) : undefined;
    const key = owned ? this.createSigningKey(args) : undefined;
    const sources = pulumi.all([this.source]);
    const admission = new Admission(
      this.part("admission"),
      { context, provider: cluster.provider, namespaces: [...cluster.namespaces, VERIFICATION_NAMESPACE], sources },
      this.child(),
    );
    const verification = args.enforceSignatures
      ? new Verification(
          this.part("verification"),
          {
            context,
            provider: cluster.provider,
            clusterName: cluster.name,
            namespaces: cluster.namespaces,
            registryAccount: account,
            prefix: registry.prefix,
            signingAlias: signingAlias(registry.prefix),
            sources,
            controllerRepository: pulumi.interpolate`${this.source}${CONTROLLER_MIRROR}`,
            surroundings: cluster.surroundings,
            after: [...cluster.after, ...admission.guards, ...(key === undefined ? [] : [key])],
          },
          this.child(),
        )
      : undefined;
    this.guards = [...admission.guards, ...(verification === undefined ? [] : [verification.guard])];
    if (args.runner !== undefined) new Runner(this.part("runner"), { context, keyArns: args.keyArns, ...args.runner }, this.child());
    if (args.release !== undefined) new Release(this.part("release"), { context, ...args.release }, this.child());
    this.registerOutputs({ source: this.source });
  }

  private createRegistry({ context, registry, own, keyArns }: DeliveryArgs): Registry {
    return new Registry(this.part("registry"), { context, prefix: registry.prefix, keyArn: keyArns.data, ...own }, this.child());
  }

  private createSigningKey({ context, registry, own, signers }: DeliveryArgs): SigningKey {
    const readers = own.readers === undefined ? {} : { readers: own.readers };
    return new SigningKey(this.part("signing"), { context, prefix: registry.prefix, signers, ...readers }, this.child());
  }
}
