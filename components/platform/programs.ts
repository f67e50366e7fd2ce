/** The programs, who they are in AWS, and what they are told. */
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../../config/schema.ts";
import { PURPOSES } from "../cache/databases.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Statement } from "../cluster/iam.ts";
import { PodIdentity } from "../cluster/pod-identity.ts";
import type { Edge } from "../edge/edge.ts";
import { POD_DISK } from "../workloads/application.ts";
import type { Application } from "../workloads/application.ts";
import { API, DEFAULT_NAMESPACE, Workloads } from "../workloads/workloads.ts";
import { PROGRAMS } from "./compute.ts";
import type { DataTier } from "./data.ts";
import type { Foundation } from "./foundation.ts";
import type { Ground } from "./ground.ts";

export function createWorkloads(ground: Ground, { network }: Foundation, cluster: Cluster, edge: Edge, data: DataTier): Workloads {
  const { config, context, part, parent } = ground;
  const { blocks } = network;
  const identity = grantApi(ground, cluster, data);
  return new Workloads(
    part("workloads"),
    {
      context,
      provider: cluster.provider,
      api: application(config.workloads.api, PROGRAMS.api, edge.apiTargetGroupArn, connections(ground, data)),
      web: application(config.workloads.web, PROGRAMS.web, edge.webTargetGroupArn),
      surroundings: { loadBalancerCidrs: [blocks.private], dataCidrs: [blocks.isolated], nodeCidrs: [blocks.private], dnsAddress: cluster.dnsAddress },
      // EKS gives a pod its credentials when the pod is made: one that is there before the association never gets any.
      after: [cluster.nodes, identity],
    },
    { parent },
  );
}

/** The API logs in to the database and the cache with IAM tokens: there is no password to hand out (PRC-003, PRC-004). */
function grantApi({ context, part, parent }: Ground, cluster: Cluster, { database, cache }: DataTier): PodIdentity {
  const cacheArns = pulumi.all(PURPOSES.flatMap((purpose) => cache.databases[purpose].connectArns));
  return new PodIdentity(
    part("api-identity"),
    {
      context,
      clusterName: cluster.clusterName,
      namespace: DEFAULT_NAMESPACE,
      serviceAccount: API.name,
      statements: [
        { Sid: "LogInToDatabase", Effect: "Allow", Action: "rds-db:connect", Resource: pulumi.all([...database.connectArns]) },
        { Sid: "LogInToCache", Effect: "Allow", Action: "elasticache:Connect", Resource: cacheArns.apply((arns) => [...new Set(arns)]) },
      ].map((statement) => pulumi.output(statement) as pulumi.Output<Statement>),
    },
    { parent, dependsOn: [cluster.cluster] },
  );
}

/** Where the data tier is, as settings of the API: names and addresses, nothing secret (OPT-26, OPT-29, OPT-30). */
function connections({ context }: Ground, { database, cache }: DataTier): Record<string, pulumi.Input<string>> {
  const logical = PURPOSES.flatMap((purpose) => {
    const { index, user, keyPrefix } = cache.databases[purpose];
    const name = `REDIS_${purpose.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
    return [[`${name}_DATABASE`, String(index)], [`${name}_USER`, user], [`${name}_KEY_PREFIX`, keyPrefix]];
  });
  return {
    AWS_REGION: context.region,
    DATABASE_HOST: database.endpoint,
    DATABASE_PORT: String(database.port),
    DATABASE_NAME: database.databaseName,
    DATABASE_USER: database.applicationUser,
    DATABASE_SSL_MODE: "verify-full",
    REDIS_HOST: cache.endpoint,
    REDIS_PORT: String(cache.port),
    REDIS_TLS: "true",
    ...Object.fromEntries(logical),
  };
}

function application(
  program: StackConfig["workloads"]["api"],
  place: { readonly port: number; readonly healthPath: string },
  targetGroupArn: pulumi.Input<string>,
  settings: Readonly<Record<string, pulumi.Input<string>>> = {},
): Application {
  const { image, min, max, cpuRequest, cpuLimit, memory, environment } = program;
  return { ...place, image, targetGroupArn, scaling: { min, max }, resources: { cpuRequest, cpuLimit, memory, ephemeralStorage: POD_DISK }, environment: { ...settings, ...environment } };
}
