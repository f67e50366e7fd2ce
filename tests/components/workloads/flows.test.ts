import { describe, expect, test } from "@jest/globals";
import { DEFAULT_DENY, apiFlows, webFlows } from "../../../components/workloads/flows.ts";

const programs = { api: { labels: { app: "api" }, port: 8080 }, web: { labels: { app: "web" }, port: 3000 } };
const surroundings = {
  loadBalancerCidrs: ["10.20.32.0/20"],
  dataCidrs: ["10.20.96.0/20", "10.20.112.0/20"],
  nodeCidrs: ["10.20.32.0/20"],
  dnsAddress: "172.20.0.10",
};
const names = {
  to: [{ ipBlock: { cidr: "172.20.0.10/32" } }, { ipBlock: { cidr: "10.20.32.0/20" } }],
  ports: [{ protocol: "UDP", port: 53 }, { protocol: "TCP", port: 53 }],
};
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: "TCP", port }));

test("by default nothing goes in or out of any pod", () => {
  expect(DEFAULT_DENY).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
});

describe("the API", () => {
  test("is reached by the load balancer and the frontend, and reaches data, credentials and HTTPS", () => {
    expect(apiFlows(programs, surroundings)).toEqual({
      podSelector: { matchLabels: { app: "api" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        { from: [{ ipBlock: { cidr: "10.20.32.0/20" } }], ports: tcp(8080) },
        { from: [{ podSelector: { matchLabels: { app: "web" } } }], ports: tcp(8080) },
      ],
      egress: [
        names,
        { to: [{ ipBlock: { cidr: "10.20.96.0/20" } }, { ipBlock: { cidr: "10.20.112.0/20" } }], ports: tcp(5432, 6379) },
        { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: tcp(80) },
        { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }], ports: tcp(443) },
      ],
    });
  });

  test("finds database and cache on other ports", () => {
    const { egress } = apiFlows(programs, { ...surroundings, databasePort: 5433, cachePort: 6380 }) as { egress: { ports: unknown }[] };
    expect(egress[1]?.ports).toEqual(tcp(5433, 6380));
  });
});

test("the frontend is reached by the load balancer and reaches the API alone", () => {
  expect(webFlows(programs, surroundings)).toEqual({
    podSelector: { matchLabels: { app: "web" } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: [{ ipBlock: { cidr: "10.20.32.0/20" } }], ports: tcp(3000) }],
    egress: [names, { to: [{ podSelector: { matchLabels: { app: "api" } } }], ports: tcp(8080) }],
  });
});
