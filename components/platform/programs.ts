/** The programs and tasks, and what they are told. */
import type * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../../config/schema.ts";
import { PURPOSES } from "../cache/databases.ts";
import type { Purpose } from "../cache/databases.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Edge } from "../edge/edge.ts";
import { OBSERVABILITY_NAMESPACE, OTLP_ENDPOINT } from "../observability/names.ts";
import { SecretFiles } from "../secrets/secret-files.ts";
import { bucketName } from "../storage/bucket-name.ts";
import { POD_DISK } from "../workloads/application.ts";
import type { Executable } from "../workloads/application.ts";
import { versionOf } from "../workloads/member.ts";
import { ProgramNamespace } from "../workloads/namespace.ts";
import { PARTS } from "../workloads/parts.ts";
import {
  RDS_CA_FILE, cacheSettings, databaseSettings, emailSettings, exportSettings, queueSettings, secretVariables, sentrySettings, smsSettings, tracingSettings, uploadSettings,
} from "../workloads/settings.ts";
import type { Settings } from "../workloads/settings.ts";
import { Workloads } from "../workloads/workloads.ts";
import { PROGRAMS } from "./compute.ts";
import type { DataTier } from "./data.ts";
import type { Foundation } from "./foundation.ts";
import type { Ground } from "./ground.ts";
import type { Identities } from "./identities.ts";

type PartName = keyof typeof PARTS;

/** What the programs need. */
export interface Around {
  readonly cluster: Cluster;
  readonly data: DataTier;
  readonly edge: Edge;
  /** Who they are in AWS, and what they read. */
  readonly members: Identities["members"];
  /** Release that runs. */
  readonly version?: string | undefined;
  /** What has to be there before any pod starts, beside nodes and data: the secrets, the CSI driver. */
  readonly after: readonly pulumi.Resource[];
}

/** MiB of disk for what ends TLS in a pod: its log, until it is shipped. */
const TERMINATOR_DISK = 256;
/** Directory of secrets in every container. */
const SECRETS = "/run/secrets/optibid";
/** Port on which workers answer their probes. */
const WORKER = { port: 3002, healthPath: "/health" } as const;
export function createWorkloads(ground: Ground, { network }: Pick<Foundation, "network">, around: Around): Workloads {
  const { config, context, part, parent } = ground;
  const { cluster, edge, data, members, version } = around;
  const { api, web, email, sms, migration, export: exports, services } = config.workloads;
  const { podTls } = config.edge;
  const { blocks } = network;
  const namespace = new ProgramNamespace(part("programs"), { context, provider: cluster.provider }, { parent, dependsOn: [cluster.nodes] });

  /** Role and secrets of a program. EKS gives a pod its credentials when it is made, so both come first. */
  const needs = (name: PartName): Pick<Executable, "after" | "secretFiles"> => {
    const workload = PARTS[name].name;
    const { identity, secrets } = members[name];
    const files = new SecretFiles(part(`${workload}-secrets`), { context, provider: cluster.provider, namespace: namespace.namespace, workload, secrets }, { parent, dependsOn: [namespace] });
    const variables = secretVariables(secrets.flatMap((secret) => secret.files.map(({ file }) => file)));
    return { after: [identity, files], secretFiles: { className: files.className, path: SECRETS, variables } };
  };

  const told = settings(ground, around);
  return new Workloads(
    part("workloads"),
    {
      context,
      provider: cluster.provider,
      namespace,
      version,
      programs: {
        api: {
          ...PROGRAMS.api, targetGroupArn: edge.apiTargetGroupArn, ...scaled(api),
          ...pod(api, api.image, { ...told.observed("api", api.image), ...told.database, ...told.cache(...PURPOSES), ...uploadSettings(bucketName(context, "uploads")) }),
          ...needs("api"),
        },
        web: { ...PROGRAMS.web, targetGroupArn: edge.webTargetGroupArn, ...scaled(web), ...pod(web, web.image, told.observed("web", web.image)), ...needs("web") },
        email: {
          ...WORKER, ...scaled(email),
          ...pod(email, api.image, { ...told.observed("email", email.image ?? api.image), ...told.database, ...told.cache("queues"), ...queueSettings("email", email.concurrency), ...emailSettings(services.sendgridUrl) }),
          ...needs("email"),
        },
        sms: {
          ...WORKER, ...scaled(sms),
          ...pod(sms, api.image, { ...told.observed("sms", sms.image ?? api.image), ...told.database, ...told.cache("queues"), ...queueSettings("sms", sms.concurrency), ...smsSettings(services.twilioUrl) }),
          ...needs("sms"),
        },
      },
      jobs: {
        migration: { ...task(migration), ...pod(migration, api.image, told.master), ...needs("migration"), maintenanceSql: data.database.maintenanceSql },
        export: {
          ...task(exports), schedule: exports.schedule, timeZone: exports.timeZone,
          ...pod(exports, api.image, { ...told.sentry(exports.image ?? api.image), ...told.database, ...exportSettings(bucketName(context, "exports")) }),
          ...needs("export"),
        },
      },
      tls: { image: podTls.image, resources: { cpuRequest: podTls.cpuRequest, cpuLimit: podTls.cpuLimit, memory: podTls.memory, ephemeralStorage: TERMINATOR_DISK } },
      surroundings: {
        loadBalancerCidrs: [blocks.private],
        dataCidrs: [blocks.isolated],
        poolPort: data.database.port,
        databasePort: data.database.instancePort,
        cachePort: data.cache.port,
        nodeCidrs: [blocks.private],
        dnsAddress: cluster.dnsAddress,
        telemetry: { namespace: OBSERVABILITY_NAMESPACE, labels: { "app.kubernetes.io/name": "collector" } },
      },
      after: [cluster.nodes, data.database, data.cache, ...around.after],
    },
    { parent },
  );
}

/** Where things are and who listens, nothing secret (OPT-26, OPT-29, OPT-30). */
function settings({ config, context }: Ground, { data: { database, cache }, version }: Around) {
  const { sentry, traceRate } = config.workloads;
  const name = database.databaseName;
  const reported = (image: string): Settings => ({
    AWS_REGION: context.region,
    ...sentrySettings({ environment: context.environment, release: version ?? versionOf(image), ...sentry }),
  });
  return {
    database: databaseSettings({ name, host: database.endpoint, port: database.port, user: database.applicationUser }),
    master: databaseSettings({ name, host: database.primaryAddress, port: database.instancePort, caFile: RDS_CA_FILE }),
    cache: (...purposes: readonly Purpose[]): Settings =>
      cacheSettings({ host: cache.endpoint, port: cache.port, databases: Object.fromEntries(purposes.map((purpose) => [purpose, cache.databases[purpose]])) }),
    sentry: reported,
    observed: (name: PartName, image: string): Settings => ({
      ...reported(image),
      ...tracingSettings({ service: PARTS[name].name, version: version ?? versionOf(image), environment: context.environment, endpoint: OTLP_ENDPOINT, rate: traceRate }),
    }),
  };
}

type Section = StackConfig["workloads"];

function scaled({ min, max }: Section["api"] | Section["email"]) {
  return { scaling: { min, max } };
}

function task({ deadlineSeconds, retries }: Section["migration"]) {
  return { deadlineSeconds, retries };
}

/** What a section says about pods; its own settings win over the platform's. */
function pod(section: Section["api"] | Section["email"] | Section["migration"], image: string, told: Settings): Executable {
  const { cpuRequest, cpuLimit, memory, environment } = section;
  return {
    image: section.image ?? image,
    ...("command" in section ? { command: section.command } : {}),
    resources: { cpuRequest, cpuLimit, memory, ephemeralStorage: POD_DISK },
    environment: { ...told, ...environment },
  };
}
