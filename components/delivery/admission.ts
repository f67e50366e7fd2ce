/** Admission: the API server itself refuses images that are not named by digest or come from elsewhere. */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "../cluster/labels.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { GUARDED, admissionSpec } from "./admission-rules.ts";

export interface AdmissionArgs {
  readonly context: PlatformContext;
  /** Provider of the cluster's Kubernetes API. */
  readonly provider: k8s.Provider;
  /** Namespaces whose pods are judged. They need not be there yet. */
  readonly namespaces: readonly string[];
  /** Beginnings of the images that may run, such as `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/`. At least one. */
  readonly sources: pulumi.Input<readonly string[]>;
  readonly transform?: {
    readonly policy?: Transform<k8s.admissionregistration.v1.ValidatingAdmissionPolicyArgs>;
    readonly binding?: Transform<k8s.admissionregistration.v1.ValidatingAdmissionPolicyBindingArgs>;
  };
}

/**
 * Digest and registry of every image, judged inside the API server: no controller, nothing to be down
 * (checklist PRC-014, PRC-015; docs/adr/0005-image-signing.md).
 */
export class Admission extends Component {
  /** What has to be there before the first pod that is to be judged. */
  readonly guards: readonly pulumi.Resource[];

  constructor(name: string, args: AdmissionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "Admission", name, opts);
    const sources = pulumi.output(args.sources);
    this.guards = GUARDED.map((guarded) => {
      const policyName = this.part(guarded.name);
      // Cluster-scoped, so the name says whose it is.
      const physical = `${args.context.name}-images-${guarded.name}`;
      const metadata = { name: physical, labels: labels(args.context, { name: "images", component: "admission" }, "internal") };
      const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        policyName,
        transformed<k8s.admissionregistration.v1.ValidatingAdmissionPolicyArgs>(args.transform?.policy, policyName, {
          metadata,
          spec: sources.apply((list) => admissionSpec(guarded, list)),
        }),
        this.child({ provider: args.provider }),
      );
      const bindingName = `${policyName}-binding`;
      return new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
        bindingName,
        transformed<k8s.admissionregistration.v1.ValidatingAdmissionPolicyBindingArgs>(args.transform?.binding, bindingName, {
          metadata,
          spec: {
            policyName: physical,
            validationActions: ["Deny", "Audit"],
            matchResources: {
              namespaceSelector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...args.namespaces] }] },
            },
          },
        }),
        this.child({ provider: args.provider, dependsOn: [policy] }),
      );
    });
    this.registerOutputs();
  }
}
