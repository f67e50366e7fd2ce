/** Starts the three providers of the rehearsal cloud in this process. */
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { Cloud } from "./cloud.ts";
import { AMBIENT_REGION, REHEARSAL_ACCOUNT } from "./places.ts";
import { attempt } from "./retries.ts";
import { providerService } from "./service.ts";
import type { Gate } from "./service.ts";
import { awsLaws } from "../aws/index.ts";
import { kubernetesLaws } from "../kubernetes/index.ts";
import { openSchemas } from "../schema/index.ts";
import { openStore } from "../world/store.ts";
import type { Law, PackageName } from "../types.ts";

/** A port a package. */
export type Ports = Record<PackageName, number>;

export interface Serving {
  readonly ports: Ports;
  /** When the last request came, in milliseconds since the epoch. */
  lastRequest(): number;
  stop(): Promise<void>;
}

/** Longest message of the protocol; the engine itself allows 400 MB. */
const MAX_MESSAGE = 400 * 1024 * 1024;

const LAWS: Record<PackageName, readonly Law[]> = { aws: awsLaws, kubernetes: kubernetesLaws, random: [] };

/**
 * Serves a world on free ports of the loopback interface.
 *
 * @param options.worldDirectory where the world is kept
 * @param options.cacheDirectory where parsed schemas are kept
 * @param options.region region of a provider that names none, as AWS_REGION gives it
 * @param options.gate sees every request before anything is done
 * @param options.after sees every request when the world is changed and the answer not yet sent
 */
export async function serve(options: { worldDirectory: string; cacheDirectory: string; region?: string; gate?: Gate; after?: Gate }): Promise<Serving> {
  const store = openStore(options.worldDirectory);
  const schemas = openSchemas({ cacheDirectory: options.cacheDirectory });
  let last = Date.now();
  const before: Gate = (method, token) => {
    last = Date.now();
    return options.gate?.(method, token);
  };
  const after: Gate = (method, token) => options.after?.(method, token);
  const servers: grpc.Server[] = [];
  const ports: Partial<Ports> = {};
  for (const pkg of ["aws", "kubernetes", "random"] as const) {
    const cloud = new Cloud({ pkg, schemas, laws: LAWS[pkg], store, account: REHEARSAL_ACCOUNT, region: options.region ?? AMBIENT_REGION });
    const server = new grpc.Server({ "grpc.max_receive_message_length": MAX_MESSAGE, "grpc.max_send_message_length": MAX_MESSAGE });
    server.addService(services.ResourceProviderService as unknown as grpc.ServiceDefinition, providerService(cloud, schemas.version(pkg), { before, after, cloud: (call) => attempt(pkg, store.faults, call) }));
    ports[pkg] = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => (error === null ? resolve(port) : reject(error)));
    });
    servers.push(server);
  }
  return {
    ports: ports as Ports,
    lastRequest: () => last,
    async stop() {
      for (const server of servers) server.forceShutdown();
      await store.close();
    },
  };
}
