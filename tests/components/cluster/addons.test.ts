import * as k8s from "@pulumi/kubernetes";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { ADDONS, addonFlows } from "../../../components/cluster/addon-specs.ts";
import { Addons } from "../../../components/cluster/addons.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { census, kept, namesOf, production, untagged } from "./context.ts";

const ADDON = "aws:eks/addon:Addon";
const NAMES = ["amazon-cloudwatch-observability", "aws-secrets-store-csi-driver-provider", "kube-state-metrics", "prometheus-node-exporter"];
/** Add-ons with a namespace of their own. */
const FENCED = NAMES.filter((name) => name !== "prometheus-node-exporter");
const surroundings = { subnetCidrs: ["10.20.16.0/20"], serviceCidr: "172.20.0.0/16" };
let graph: Registration[];

beforeAll(async () => {
  graph = await record(() => {
    const provider = new k8s.Provider("cluster", { kubeconfig: "{}" });
    void new Addons("a", { context: production, clusterName: "optibid-production", provider, surroundings, after: [] });
  });
});

describe("the add-ons", () => {
  test("are made of exactly these", () => {
    expect(census(graph)).toEqual(
      [
        "golive:cluster:Addons a",
        "pulumi:providers:kubernetes cluster",
        ...NAMES.map((name) => `${ADDON} a-${name}`),
        ...FENCED.flatMap((name) => [`kubernetes:core/v1:Namespace a-${name}-namespace`, `kubernetes:networking.k8s.io/v1:NetworkPolicy a-${name}-flows`]),
        "aws:iam/role:Role a-amazon-cloudwatch-observability-role",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment a-amazon-cloudwatch-observability-role-AWSXrayWriteOnlyAccess",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment a-amazon-cloudwatch-observability-role-CloudWatchAgentServerPolicy",
      ].sort(),
    );
    expect(kept(graph)).toEqual([]);
    expect(untagged(graph)).toEqual([]);
  });

  test.each(NAMES)("%s is installed, whatever was there", (name) => {
    expect(only(graph, ADDON, `a-${name}`).inputs).toMatchObject({ clusterName: "optibid-production", addonName: name, resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" });
  });

  test.each(FENCED)("%s comes after its fence", (name) => {
    expect(namesOf(only(graph, ADDON, `a-${name}`).dependencies)).toEqual(expect.arrayContaining([`a-${name}-flows`, `a-${name}-namespace`]));
  });

  test("node exporter, on the network of its node, is in a namespace of EKS", () => {
    expect(only(graph, ADDON, "node-exporter").inputs).toMatchObject({ namespaceConfig: { namespace: "kube-system" } });
  });

  test("secrets are files that follow rotation, and never Kubernetes Secrets", () => {
    const { configurationValues } = only(graph, ADDON, "csi-driver-provider").inputs;
    expect(JSON.parse(String(configurationValues))).toEqual({ "secrets-store-csi-driver": { syncSecret: { enabled: false }, enableSecretRotation: true, rotationPollInterval: "120s" } });
  });

  test("container logs are on, and nothing is injected into programs", () => {
    const { configurationValues, podIdentityAssociations } = only(graph, ADDON, "cloudwatch-observability").inputs;
    expect(JSON.parse(String(configurationValues))).toEqual({
      containerLogs: { enabled: true },
      agent: { config: { logs: { metrics_collected: { kubernetes: { enhanced_container_insights: true }, application_signals: {} } }, traces: { traces_collected: { application_signals: {} } } } },
      manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
    });
    expect(podIdentityAssociations).toEqual([{ serviceAccount: "cloudwatch-agent", roleArn: "<unknown>" }]);
  });

  test("only pods of this cluster take the role", () => {
    const [{ Principal, Condition }] = (JSON.parse(String(only(graph, "aws:iam/role:Role").inputs["assumeRolePolicy"])) as { Statement: [Record<string, unknown>] }).Statement;
    expect(Principal).toEqual({ Service: "pods.eks.amazonaws.com" });
    expect(Condition).toEqual({ StringEquals: { "aws:SourceAccount": "123456789012" }, ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:123456789012:cluster/optibid-production" } });
  });

  test("nothing is refused, no rule is broken", () => {
    expect(refusals(graph)).toEqual([]);
    expect(violations(graph)).toEqual([]);
  });
});

describe("the flows of an add-on", () => {
  test.each(ADDONS.map((spec) => [spec.name, spec] as const))("%s: called only on its ports, and outside the VPC only where it needs to", (_, spec) => {
    const { ingress = [], egress = [] } = addonFlows(spec, surroundings) as { ingress?: { from: unknown; ports: { port: number }[] }[]; egress?: { to: unknown }[] };
    expect(ingress.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual(spec.ingressPorts);
    expect(ingress.flatMap(({ from }) => from)).toEqual(spec.ingressPorts.length === 0 ? [] : [{ ipBlock: { cidr: "10.20.16.0/20" } }]);
    expect(JSON.stringify(egress).includes("0.0.0.0/0")).toBe(spec.reachesOut);
    expect(JSON.stringify(egress).includes("169.254.170.23/32")).toBe(spec.reachesOut);
  });
});
