/** What {@link Telemetry} is told. */
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import type { Sampling } from "./collector.ts";
import type { Watched } from "./dashboards/platform.ts";
import type { ServerName, Surroundings } from "./fences.ts";
import type { ServerTransforms } from "./server.ts";

/** Images by digest. */
export interface TelemetryImages {
  /** OpenTelemetry collector, contrib distribution: it has `loadbalancing`, `tail_sampling`, `redaction`, `sigv4auth`. */
  readonly collector: string;
  /** Jaeger, version 2. */
  readonly jaeger: string;
  /** Grafana, version 12 or later, with the plugin `grafana-amazonprometheus-datasource` in `/opt/grafana/plugins`. */
  readonly grafana: string;
}

export interface TelemetryArgs {
  readonly context: PlatformContext;
  readonly provider: k8s.Provider;
  /** Name of the cluster. Known at preview. */
  readonly clusterName: string;
  readonly images: TelemetryImages;
  /** The workspace that metrics go to and come from. */
  readonly prometheus: { readonly endpoint: pulumi.Input<string>; readonly workspaceArn: pulumi.Input<string> };
  /** Secret with Grafana's administrator password, `{ "password" }`, and the key (class `secrets`) it is encrypted with. */
  readonly grafana: { readonly adminSecretArn: pulumi.Input<string>; readonly secretsKeyArn: pulumi.Input<string> };
  /** What dashboards look at, beside the platform's own name. */
  readonly watched: pulumi.Input<Omit<Watched, "name">>;
  /** Storage class of Jaeger's volume: encrypted, on EBS. */
  readonly storageClass: string;
  /** Pods of collector and of sampler, each. Default 2. */
  readonly collectors?: number | undefined;
  readonly sampling?: Sampling | undefined;
  readonly jaeger?: { readonly retentionHours?: number | undefined; readonly storageGiB?: number | undefined } | undefined;
  readonly surroundings: Surroundings;
  /** What has to be there before pods start: nodes, and the Secrets Store add-on. */
  readonly after: readonly pulumi.Resource[];
  readonly transform?: (Partial<Record<ServerName, ServerTransforms>> & { readonly secretClass?: Transform<k8s.apiextensions.CustomResourceArgs> }) | undefined;
}
