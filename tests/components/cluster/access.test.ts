import { describe, expect, test } from "@jest/globals";
import { dnsAddress, kubeconfig, publicAccessMistakes } from "../../../components/cluster/access.ts";

describe("networks that may reach a public endpoint", () => {
  test.each([
    [["203.0.113.0/24", "198.51.100.7/32"], 0],
    [["0.0.0.0/0"], 1],
    [["203.0.113.0/24", "0.0.0.0/0", "::/0"], 2],
    [["10.0.0.0/00"], 1],
    [[], 1],
  ])("%j has %d mistakes", (cidrs, count) => {
    const found = publicAccessMistakes(cidrs);
    expect(found).toHaveLength(count);
    for (const mistake of found) expect(mistake).toContain("publicAccessCidrs");
  });
});

test.each([
  ["172.20.0.0/16", "172.20.0.10"],
  ["10.100.4.0/24", "10.100.4.10"],
])("the DNS service of %s is %s", (cidr, address) => {
  expect(dnsAddress(cidr)).toBe(address);
});

test("a kubeconfig holds no credential: it asks for a token on every use", () => {
  const config = JSON.parse(
    kubeconfig({ name: "optibid", region: "eu-central-1", endpoint: "https://api", certificateAuthority: "Q0E=" }),
  );
  expect(config.clusters).toEqual([
    { name: "optibid", cluster: { server: "https://api", "certificate-authority-data": "Q0E=" } },
  ]);
  expect(config.users[0].user).toEqual({
    exec: {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      args: ["--region", "eu-central-1", "eks", "get-token", "--cluster-name", "optibid", "--output", "json"],
      interactiveMode: "Never",
      provideClusterInfo: false,
    },
  });
  expect(config["current-context"]).toBe("optibid");
});
