/** SecretFiles: secrets as files in a pod, by the Secrets Store CSI driver and AWS's provider for it. */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { labels } from "../cluster/labels.ts";
import { Component } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import type { SecretHandle } from "./catalogue.ts";

export interface SecretFilesArgs {
  readonly context: PlatformContext;
  /** The cluster. */
  readonly provider: k8s.Provider;
  /** Namespace of the pods. */
  readonly namespace: pulumi.Input<string>;
  /** Name of the workload; the class has the same. */
  readonly workload: string;
  /** What its pods read. Their Pod Identity must be allowed to, see `readSecrets`. At least one. */
  readonly secrets: readonly SecretHandle[];
}

/**
 * Mode of the files. The driver writes them as root, and a volume of this kind knows no `fsGroup`, so a process without
 * root's rights reads them as "others"; others than the pod do not see the volume.
 */
export const FILE_MODE = "0444";

/** An entry of `objects`. Source: aws/secrets-store-csi-driver-provider-aws, README, "SecretProviderClass options". */
interface MountedObject {
  readonly objectName: string;
  readonly objectType: "secretsmanager";
  readonly objectAlias: string;
  readonly filePermission: string;
  readonly jmesPath: readonly { readonly path: string; readonly objectAlias: string; readonly filePermission: string }[];
}

/**
 * What the provider mounts: each secret whole, as `<name>.json`, and each of its values in a file of its own. Named by
 * name and not by ARN, because the replica has the same name in the other Region.
 */
export function mountedObjects(secrets: readonly SecretHandle[]): MountedObject[] {
  return secrets.map(({ name, secretName, files }) => ({
    objectName: secretName,
    objectType: "secretsmanager",
    objectAlias: `${name}.json`,
    filePermission: FILE_MODE,
    jmesPath: files.map(({ key, file }) => ({ path: key, objectAlias: file, filePermission: FILE_MODE })),
  }));
}

/** Parameters of the class: every one a text, as the driver hands them on. */
export function classParameters({ region, drRegion }: Pick<PlatformContext, "region" | "drRegion">, secrets: readonly SecretHandle[]): Record<string, string> {
  return {
    region,
    ...(drRegion === undefined ? {} : { failoverRegion: drRegion }),
    usePodIdentity: "true",
    objects: stringify(mountedObjects(secrets)),
  };
}

/** A SecretProviderClass for the pods of one workload. */
export class SecretFiles extends Component {
  /** Name of the class, for the pod's volume; pods that use it wait for it. */
  readonly className: pulumi.Output<string>;

  constructor(name: string, args: SecretFilesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("secrets", "SecretFiles", name, opts);
    const { context, provider, namespace, workload, secrets } = args;
    const secretClass = new k8s.apiextensions.CustomResource(
      this.part("class"),
      {
        apiVersion: "secrets-store.csi.x-k8s.io/v1",
        kind: "SecretProviderClass",
        metadata: { name: workload, namespace, labels: labels(context, { name: workload, component: "secrets" }, "restricted") },
        spec: { provider: "aws", parameters: classParameters(context, secrets) },
      },
      this.child({ provider }),
    );
    this.className = secretClass.metadata.apply((metadata) => metadata.name);
    this.registerOutputs({ className: this.className });
  }
}
