/**
 * The program: reads the stack's configuration, builds the platform, exports what others need.
 * It runs the same under the plain `pulumi` command and under golive, against AWS and in the rehearsal cloud.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Platform } from "./components/platform.ts";
import { loadConfig } from "./config/load.ts";

export default async function deploy(): Promise<Record<string, unknown>> {
  const { config, region } = loadConfig();
  const { accountId } = await aws.getCallerIdentity();
  const platform = new Platform(`optibid-${config.environment}`, { config, region, accountId });
  return {
    environment: config.environment,
    domain: config.edge.domain,
    distribution: platform.edge.distribution.distribution.domainName,
    nameServers: platform.edge.domain.nameServers,
    clusterName: platform.cluster.clusterName,
    kubeconfig: pulumi.secret(platform.cluster.kubeconfig),
    databaseEndpoint: platform.database.endpoint,
    databaseMaintenanceSql: platform.database.maintenanceSql,
    cacheEndpoint: platform.cache.endpoint,
    egressAddresses: platform.network.egressAddresses,
  };
}
