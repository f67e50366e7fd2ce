/** Telemetry: collectors, samplers, Jaeger and Grafana on the cluster, in a namespace of their own. */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { labels } from "../cluster/labels.ts";
import { DEFAULT_DENY } from "../cluster/network-rules.ts";
import { PodIdentity } from "../cluster/pod-identity.ts";
import type { Statement } from "../cluster/iam.ts";
import { Component, transformed } from "../component.ts";
import { collectorConfig, jaegerConfig, samplerConfig } from "./collector.ts";
import { dashboardFiles } from "./dashboards/dashboards.ts";
import type { ServerName } from "./fences.ts";
import { ADMIN_PASSWORD_FILE, GRAFANA_PATHS, dashboardProvider, datasources, grafanaSettings } from "./grafana.ts";
import { OBSERVABILITY_NAMESPACE, collectorRoleName, grafanaRoleName } from "./names.ts";
import { Server } from "./server.ts";
import type { ServerArgs } from "./server.ts";
import { serverQuota } from "./server-pod.ts";
import { CONFIG_DIRECTORY, DEFAULTS, JAEGER_DATA, collectorPod, grafanaPod, jaegerPod } from "./servers.ts";
import type { TelemetryArgs } from "./telemetry-args.ts";

/** Pods beside the wanted ones while a Deployment is replaced: one that starts and one that still stops. */
const REPLACED = 2;
/** Name of the Secrets Store object that brings Grafana's password. */
const SECRET_CLASS = "grafana";
const NAMESPACE = { name: "namespace", component: "isolation" } as const;

/** Collecting, storing and showing (checklist PRC-049, PRC-059, PRC-060, OPT-57, OPT-59, OPT-79, OPT-81). */
export class Telemetry extends Component {
  readonly servers: Readonly<Record<ServerName, Server>>;

  constructor(name: string, args: TelemetryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Telemetry", name, opts);
    const fences = this.createNamespace(args);
    const identities = { collector: this.identify(args, "collector", collectorMay(args), collectorRoleName(args.context)), grafana: this.identify(args, "grafana", grafanaMay(args), grafanaRoleName(args.context)) };
    const secret = this.createSecretClass(args, fences);
    const jaeger = this.createJaeger(args, fences);
    const sampler = this.createSampler(args, [...fences, jaeger]);
    const collector = this.createCollector(args, [...fences, sampler, identities.collector]);
    const grafana = this.createGrafana(args, [...fences, jaeger, secret, identities.grafana]);
    this.servers = { collector, sampler, jaeger, grafana };
    this.registerOutputs({});
  }

  /** Pods below the restricted standard are refused by the API server itself; none may be there before quota, limits and the denial of all traffic. */
  private createNamespace(args: TelemetryArgs): pulumi.Resource[] {
    const { context, provider, collectors = DEFAULTS.collectors, jaeger } = args;
    const own = labels(context, NAMESPACE, "confidential");
    const standard = ["enforce", "audit", "warn"].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, "restricted"],
      [`pod-security.kubernetes.io/${mode}-version`, "latest"],
    ]);
    const namespace = new k8s.core.v1.Namespace(
      this.part("namespace"),
      { metadata: { name: OBSERVABILITY_NAMESPACE, labels: { ...own, ...Object.fromEntries(standard) } } },
      this.child({ provider }),
    );
    const inside = this.child({ provider, dependsOn: [namespace] });
    const metadata = (name: string) => ({ name, namespace: OBSERVABILITY_NAMESPACE, labels: own });
    const counted = [
      { resources: DEFAULTS.collector, most: collectors + REPLACED },
      { resources: DEFAULTS.sampler, most: collectors + REPLACED },
      { resources: DEFAULTS.jaeger, most: DEFAULTS.jaegers },
      { resources: DEFAULTS.grafana, most: DEFAULTS.grafanas + REPLACED },
    ];
    return [
      namespace,
      new k8s.core.v1.ResourceQuota(this.part("quota"), { metadata: metadata("servers"), spec: { hard: serverQuota(counted, { claims: DEFAULTS.jaegers, gib: jaeger?.storageGiB ?? DEFAULTS.storageGiB }) } }, inside),
      new k8s.core.v1.LimitRange(
        this.part("limits"),
        {
          metadata: metadata("containers"),
          spec: { limits: [{ type: "Container", defaultRequest: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "128Mi" }, default: { cpu: "250m", memory: "128Mi", "ephemeral-storage": "128Mi" } }] },
        },
        inside,
      ),
      new k8s.networking.v1.NetworkPolicy(this.part("default-deny"), { metadata: metadata("default-deny"), spec: DEFAULT_DENY }, inside),
    ];
  }

  private identify({ context, clusterName, after }: TelemetryArgs, server: ServerName, statements: readonly pulumi.Input<Statement>[], roleName?: string): PodIdentity {
    return new PodIdentity(
      this.part(`${server}-identity`),
      { context, clusterName, namespace: OBSERVABILITY_NAMESPACE, serviceAccount: server, statements: [...statements], ...(roleName === undefined ? {} : { transform: { role: (role) => ({ ...role, name: roleName }) } }) },
      this.child({ dependsOn: [...after] }),
    );
  }

  private createSecretClass({ context, provider, grafana, after, transform }: TelemetryArgs, fences: readonly pulumi.Resource[]): pulumi.Resource {
    const name = this.part("grafana-secret");
    const objects = pulumi
      .output(grafana.adminSecretArn)
      .apply((arn) => stringify([mountedPassword(arn)]));
    return new k8s.apiextensions.CustomResource(
      name,
      transformed<k8s.apiextensions.CustomResourceArgs>(transform?.secretClass, name, {
        apiVersion: "secrets-store.csi.x-k8s.io/v1",
        kind: "SecretProviderClass",
        metadata: { name: SECRET_CLASS, namespace: OBSERVABILITY_NAMESPACE, labels: labels(context, { name: "grafana", component: "observability" }, "restricted") },
        spec: { provider: "aws", parameters: { region: context.region, usePodIdentity: "true", objects } },
      }),
      // Its kind comes with the add-on.
      this.child({ provider, dependsOn: [...fences, ...after] }),
    );
  }

  private server(args: TelemetryArgs, server: ServerName, more: Pick<ServerArgs, "spec" | "configuration" | "replicas"> & Partial<ServerArgs>, after: readonly pulumi.Resource[]): Server {
    const { context, provider, surroundings, transform } = args;
    return new Server(
      this.part(server),
      { context, provider, server, surroundings, ...more, after: args.after, transform: transform?.[server] },
      this.child({ dependsOn: [...after] }),
    );
  }

  private createJaeger(args: TelemetryArgs, after: readonly pulumi.Resource[]): Server {
    const { images, jaeger, storageClass } = args;
    const config = stringify(jaegerConfig(jaeger?.retentionHours ?? DEFAULTS.retentionHours, JAEGER_DATA));
    return this.server(
      args,
      "jaeger",
      {
        spec: jaegerPod(images.jaeger),
        configuration: [{ name: "config", path: CONFIG_DIRECTORY, files: { "config.yaml": config } }],
        replicas: DEFAULTS.jaegers,
        // Samplers send to each pod by its own name.
        headless: true,
        storage: { path: JAEGER_DATA, gib: jaeger?.storageGiB ?? DEFAULTS.storageGiB, storageClass },
      },
      after,
    );
  }

  private createSampler(args: TelemetryArgs, after: readonly pulumi.Resource[]): Server {
    const config = stringify(samplerConfig(args.sampling ?? {}, DEFAULTS.jaegers));
    return this.server(
      args,
      "sampler",
      {
        spec: collectorPod("sampler", args.images.collector),
        configuration: [{ name: "config", path: CONFIG_DIRECTORY, files: { "config.yaml": config } }],
        replicas: args.collectors ?? DEFAULTS.collectors,
        // Collectors choose the pod by the trace, so its name has to stand for every pod.
        headless: true,
      },
      after,
    );
  }

  private createCollector(args: TelemetryArgs, after: readonly pulumi.Resource[]): Server {
    const { context, images } = args;
    const config = pulumi
      .output(args.prometheus.endpoint)
      .apply((prometheusEndpoint) => stringify(collectorConfig({ region: context.region, prometheusEndpoint, environment: context.environment })));
    return this.server(
      args,
      "collector",
      {
        spec: collectorPod("collector", images.collector, { AWS_REGION: context.region }),
        configuration: [{ name: "config", path: CONFIG_DIRECTORY, files: { "config.yaml": config } }],
        replicas: args.collectors ?? DEFAULTS.collectors,
      },
      after,
    );
  }

  private createGrafana(args: TelemetryArgs, after: readonly pulumi.Resource[]): Server {
    const { context, images, prometheus, watched } = args;
    const sources = pulumi.output(prometheus.endpoint).apply((endpoint) => datasources(context.region, endpoint));
    const files = pulumi.output(watched).apply((known) => dashboardFiles({ name: context.name, ...known }));
    return this.server(
      args,
      "grafana",
      {
        spec: grafanaPod(images.grafana, grafanaSettings(context.region), SECRET_CLASS),
        configuration: [
          { name: "datasources", path: GRAFANA_PATHS.datasources, files: { "datasources.yaml": sources } },
          { name: "providers", path: GRAFANA_PATHS.providers, files: { "providers.yaml": dashboardProvider() } },
          { name: "dashboards", path: GRAFANA_PATHS.dashboards, files: filesOf(files) },
        ],
        // Nothing is kept in them: any of them will do.
        replicas: DEFAULTS.grafanas,
      },
      after,
    );
  }
}

/** The names of the files are known, whatever their contents wait for. */
function filesOf(files: pulumi.Output<Record<string, string>>): Record<string, pulumi.Output<string>> {
  const names = Object.keys(dashboardFiles({ name: "", databaseId: "", replicaIds: [], cacheNodeIds: [], distributionId: "", webAclName: "" }));
  return Object.fromEntries(names.map((name) => [name, files.apply((all) => all[name] ?? "")]));
}

/**
 * The member `password` of the secret as a file. The driver writes as root, and volumes of this kind know no `fsGroup`:
 * Grafana reads as one of the others, who are nobody but the pod.
 */
function mountedPassword(secretArn: string) {
  const filePermission = "0444";
  return {
    objectName: secretArn,
    objectType: "secretsmanager",
    objectAlias: "grafana.json",
    filePermission,
    jmesPath: [{ path: "password", objectAlias: ADMIN_PASSWORD_FILE, filePermission }],
  };
}

function collectorMay({ prometheus }: TelemetryArgs): pulumi.Input<Statement>[] {
  return [pulumi.output(prometheus.workspaceArn).apply((arn): Statement => ({ Sid: "WriteMetrics", Effect: "Allow", Action: "aps:RemoteWrite", Resource: arn }))];
}

/** CloudWatch knows no resources for reading metrics (Service Authorization Reference). */
function grafanaMay({ context, prometheus, grafana }: TelemetryArgs): pulumi.Input<Statement>[] {
  return [
    pulumi
      .output(prometheus.workspaceArn)
      .apply((arn): Statement => ({ Sid: "QueryMetrics", Effect: "Allow", Action: ["aps:QueryMetrics", "aps:GetLabels", "aps:GetSeries", "aps:GetMetricMetadata"], Resource: arn })),
    { Sid: "ReadCloudWatch", Effect: "Allow", Action: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics", "cloudwatch:DescribeAlarms"], Resource: "*" },
    pulumi
      .output(grafana.adminSecretArn)
      .apply((arn): Statement => ({ Sid: "ReadPassword", Effect: "Allow", Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], Resource: arn })),
    pulumi.output(grafana.secretsKeyArn).apply(
      (arn): Statement => ({
        Sid: "DecryptPassword",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: arn,
        Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${context.region}.amazonaws.com` } },
      }),
    ),
  ];
}
