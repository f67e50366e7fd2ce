/** Verification: no pod starts whose images the pipeline has not signed. */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { arn, arnIn } from "../arn.ts";
import type { Statement } from "../cluster/iam.ts";
import { labels } from "../cluster/labels.ts";
import { DEFAULT_DENY } from "../cluster/network-rules.ts";
import { PodIdentity } from "../cluster/pod-identity.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { VERIFICATION_ACCOUNT, VERIFICATION_CHART, VERIFICATION_NAMESPACE, chartValues, imagePolicySpec, verificationFlows } from "./verification-values.ts";
import type { VerificationSurroundings } from "./verification-values.ts";

export interface VerificationArgs {
  readonly context: PlatformContext;
  /** Provider of the cluster's Kubernetes API. */
  readonly provider: k8s.Provider;
  /** Name of the cluster. */
  readonly clusterName: pulumi.Input<string>;
  /** Namespaces whose pods are judged. */
  readonly namespaces: readonly string[];
  /** Account of the registry, twelve digits. */
  readonly registryAccount: pulumi.Input<string>;
  /** The registry's prefix. */
  readonly prefix: string;
  /** Name of the signing key's alias, in the registry's account and the stack's Region. */
  readonly signingAlias: string;
  /** Beginnings of the images that are signed. */
  readonly sources: pulumi.Input<readonly string[]>;
  /** Mirror of the controller's image, without digest. */
  readonly controllerRepository: pulumi.Input<string>;
  readonly surroundings: VerificationSurroundings;
  /** What has to be there before the controller's pods: nodes. */
  readonly after: readonly pulumi.Resource[];
  readonly transform?: { readonly release?: Transform<k8s.helm.v3.ReleaseArgs> };
}

/** Signatures checked at admission (checklist PRC-014, PRC-091; docs/adr/0005-image-signing.md). */
export class Verification extends Component {
  /** What has to be there before the first pod that is to be judged. */
  readonly guard: pulumi.Resource;

  constructor(name: string, args: VerificationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "Verification", name, opts);
    const namespace = this.createNamespace(args);
    const fences = this.fence(args, namespace);
    const identity = this.identify(args);
    const release = this.install(args, [...args.after, ...fences, identity]);
    this.guard = this.demandSignatures(args, release);
    this.registerOutputs();
  }

  private metadata({ context }: VerificationArgs, name: string) {
    return { name, namespace: VERIFICATION_NAMESPACE, labels: labels(context, { name: VERIFICATION_ACCOUNT, component: "admission" }, "internal") };
  }

  private createNamespace(args: VerificationArgs): k8s.core.v1.Namespace {
    const standard = ["enforce", "audit", "warn"].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, "restricted"],
      [`pod-security.kubernetes.io/${mode}-version`, "latest"],
    ]);
    const own = labels(args.context, { name: VERIFICATION_ACCOUNT, component: "admission" }, "internal");
    return new k8s.core.v1.Namespace(
      this.part("namespace"),
      { metadata: { name: VERIFICATION_NAMESPACE, labels: { ...own, ...Object.fromEntries(standard) } } },
      this.child({ provider: args.provider }),
    );
  }

  private fence(args: VerificationArgs, namespace: k8s.core.v1.Namespace): pulumi.Resource[] {
    const policy = (part: string, spec: k8s.types.input.networking.v1.NetworkPolicySpec) =>
      new k8s.networking.v1.NetworkPolicy(
        this.part(part),
        { metadata: this.metadata(args, part), spec },
        this.child({ provider: args.provider, dependsOn: [namespace] }),
      );
    return [policy("default-deny", DEFAULT_DENY), policy("flows", verificationFlows(args.surroundings))];
  }

  /** Pulls signatures and reads the public half of the key; signs nothing. */
  private identify(args: VerificationArgs): PodIdentity {
    const { context, prefix, signingAlias } = args;
    const statements = pulumi.output(args.registryAccount).apply((account): Statement[] => [
      { Sid: "LogInToRegistry", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Sid: "PullSignatures",
        Effect: "Allow",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"],
        Resource: arn({ service: "ecr", region: context.region, account, resource: `repository/${prefix}/*` }),
      },
      {
        Sid: "ReadPublicKey",
        Effect: "Allow",
        Action: ["kms:DescribeKey", "kms:GetPublicKey"],
        Resource: arn({ service: "kms", region: context.region, account, resource: "key/*" }),
        // IAM knows keys by id only; the alias of a key is a condition.
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": signingAlias } },
      },
    ]);
    return new PodIdentity(
      this.part("identity"),
      { context, clusterName: args.clusterName, namespace: VERIFICATION_NAMESPACE, serviceAccount: VERIFICATION_ACCOUNT, statements },
      // By name, which is known also while the cluster is not there; so the order has to be said.
      this.child({ dependsOn: [...args.after] }),
    );
  }

  private install(args: VerificationArgs, after: readonly pulumi.Resource[]): k8s.helm.v3.Release {
    const name = this.part("controller");
    const values = pulumi
      .output(args.controllerRepository)
      .apply((repository) => chartValues({ repository, namespaces: args.namespaces, region: args.context.region }));
    return new k8s.helm.v3.Release(
      name,
      transformed<k8s.helm.v3.ReleaseArgs>(args.transform?.release, name, {
        name: VERIFICATION_ACCOUNT,
        namespace: VERIFICATION_NAMESPACE,
        ...VERIFICATION_CHART,
        values,
        atomic: true,
        // Its one hook clears leases after the uninstall with an image of its own; they go with the namespace.
        disableWebhooks: true,
        maxHistory: 5,
        timeout: 600,
      }),
      this.child({ provider: args.provider, dependsOn: [...after] }),
    );
  }

  private demandSignatures(args: VerificationArgs, release: k8s.helm.v3.Release): pulumi.Resource {
    const keyAliasArn = pulumi
      .output(args.registryAccount)
      .apply((account) => arnIn({ accountId: account, region: args.context.region }, "kms", args.signingAlias));
    return new k8s.apiextensions.CustomResource(
      this.part("policy"),
      {
        apiVersion: "policy.sigstore.dev/v1beta1",
        kind: "ClusterImagePolicy",
        metadata: { name: `${args.context.name}-signed`, labels: labels(args.context, { name: "images", component: "admission" }, "internal") },
        spec: pulumi.all([args.sources, keyAliasArn]).apply(([sources, key]) => imagePolicySpec(sources, key)),
      },
      this.child({ provider: args.provider, dependsOn: [release] }),
    );
  }
}
