import { describe, expect, test } from "@jest/globals";
import { DEFAULT_DENY } from "../../../components/cluster/network-rules.ts";
import { apiFlows, taskFlows, webFlows, workerFlows } from "../../../components/workloads/flows.ts";

const servers = { api: { labels: { app: "api" }, port: 8080 }, web: { labels: { app: "web" }, port: 3000 } };
const worker = { app: "email-worker" };
const surroundings = {
  loadBalancerCidrs: ["10.20.32.0/20"],
  dataCidrs: ["10.20.96.0/20", "10.20.112.0/20"],
  nodeCidrs: ["10.20.32.0/20"],
  dnsAddress: "172.20.0.10",
};
const observed = { ...surroundings, telemetry: { namespace: "telemetry", labels: { app: "collector" } } };
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: "TCP", port }));
const data = [{ ipBlock: { cidr: "10.20.96.0/20" } }, { ipBlock: { cidr: "10.20.112.0/20" } }];
const names = {
  to: [{ ipBlock: { cidr: "172.20.0.10/32" } }, { ipBlock: { cidr: "10.20.32.0/20" } }],
  ports: [{ protocol: "UDP", port: 53 }, { protocol: "TCP", port: 53 }],
};
const database = { to: data, ports: tcp(5432) };
const cache = { to: data, ports: tcp(6379) };
const credentials = { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: tcp(80) };
const https = { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }], ports: tcp(443) };
const collector = {
  to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "telemetry" } }, podSelector: { matchLabels: { app: "collector" } } }],
  ports: tcp(4318),
};

test("by default nothing goes in or out of any pod", () => {
  expect(DEFAULT_DENY).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
});

describe("the API", () => {
  const ingress = [
    { from: [{ ipBlock: { cidr: "10.20.32.0/20" } }], ports: tcp(8443) },
    { from: [{ podSelector: { matchLabels: { app: "web" } } }], ports: tcp(8080) },
  ];
  const egress = [names, database, cache, credentials, https];

  test("is reached by the load balancer over TLS and by the frontend, and reaches data, credentials and HTTPS", () => {
    expect(apiFlows(servers, surroundings)).toEqual({ podSelector: { matchLabels: { app: "api" } }, policyTypes: ["Ingress", "Egress"], ingress, egress });
  });

  test("also reaches the collector, where there is one", () => {
    expect(apiFlows(servers, observed)).toMatchObject({ ingress, egress: [...egress, collector] });
  });

  test("finds database, cache and collector on other ports", () => {
    const { egress: ways } = apiFlows(servers, { ...surroundings, poolPort: 5434, cachePort: 6380, telemetry: { ...observed.telemetry, port: 14318 } }) as { egress: { ports: unknown }[] };
    expect([ways[1], ways[2], ways[5]].map((way) => way?.ports)).toEqual([tcp(5434), tcp(6380), tcp(14318)]);
  });
});

describe("the frontend", () => {
  test("is reached by the load balancer over TLS, and reaches the API alone", () => {
    expect(webFlows(servers, surroundings)).toEqual({
      podSelector: { matchLabels: { app: "web" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [{ ipBlock: { cidr: "10.20.32.0/20" } }], ports: tcp(8443) }],
      egress: [names, { to: [{ podSelector: { matchLabels: { app: "api" } } }], ports: tcp(8080) }],
    });
  });

  test("reaches the collector too, where there is one", () => {
    expect((webFlows(servers, observed) as { egress: unknown[] }).egress).toEqual([names, expect.objectContaining({ ports: tcp(8080) }), collector]);
  });
});

describe("a worker", () => {
  test("is reached by nobody, and reaches its queue, the database, credentials and HTTPS", () => {
    expect(workerFlows(worker, surroundings)).toEqual({
      podSelector: { matchLabels: { app: "email-worker" } },
      policyTypes: ["Ingress", "Egress"],
      egress: [names, database, cache, credentials, https],
    });
  });

  test("also reaches the collector, where there is one", () => {
    expect((workerFlows(worker, observed) as { egress: unknown[] }).egress.at(-1)).toEqual(collector);
  });
});

test("a task is reached by nobody and reaches what it names", () => {
  expect(taskFlows({ app: "export" }, ["pool", "credentials"], observed)).toEqual({
    podSelector: { matchLabels: { app: "export" } },
    policyTypes: ["Ingress", "Egress"],
    egress: [names, database, credentials],
  });
});
