import { beforeAll, describe, expect, test } from "@jest/globals";
import * as k8s from "@pulumi/kubernetes";
import { Workloads } from "../../../components/workloads/workloads.ts";
import type { WorkloadsArgs } from "../../../components/workloads/workloads.ts";
import type { Application } from "../../../components/workloads/application.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { census, namesOf, production } from "../cluster/context.ts";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const api: Application = {
  image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/api@${DIGEST}`,
  port: 8080,
  healthPath: "/api/health",
  targetGroupArn: "arn:api-targets",
};
const web: Application = { ...api, image: api.image.replace("/api@", "/web@"), port: 3000, healthPath: "/health", targetGroupArn: "arn:web-targets" };

type Given = Partial<Omit<WorkloadsArgs, "context" | "provider">>;

function build(more: Given = {}): Promise<Registration[]> {
  return record(() => {
    const provider = new k8s.Provider("kubernetes", { kubeconfig: "{}" });
    const surroundings = {
      loadBalancerCidrs: ["10.20.32.0/20"],
      dataCidrs: ["10.20.96.0/20"],
      nodeCidrs: ["10.20.32.0/20"],
      dnsAddress: "172.20.0.10",
    };
    new Workloads("w", { context: production, provider, api, web, surroundings, ...more });
  });
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Record<string, string>;
}

function metadata({ inputs }: Registration): Metadata {
  return inputs["metadata"] as unknown as Metadata;
}

function spec<T>({ inputs }: Registration): T {
  return inputs["spec"] as unknown as T;
}

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

describe("the programs on the cluster", () => {
  let graph: Registration[];
  beforeAll(async () => {
    graph = await build();
  });

  test("are made of exactly these", () => {
    expect(census(graph)).toEqual([
      "golive:workloads:Program w-api",
      "golive:workloads:Program w-web",
      "golive:workloads:Workloads w",
      "kubernetes:apps/v1:Deployment w-api-deployment",
      "kubernetes:apps/v1:Deployment w-web-deployment",
      "kubernetes:autoscaling/v2:HorizontalPodAutoscaler w-api-autoscaler",
      "kubernetes:autoscaling/v2:HorizontalPodAutoscaler w-web-autoscaler",
      "kubernetes:core/v1:LimitRange w-limits",
      "kubernetes:core/v1:Namespace w-namespace",
      "kubernetes:core/v1:ResourceQuota w-quota",
      "kubernetes:core/v1:Service w-api-service",
      "kubernetes:core/v1:Service w-web-service",
      "kubernetes:core/v1:ServiceAccount w-api-service-account",
      "kubernetes:core/v1:ServiceAccount w-web-service-account",
      "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding w-api-targets",
      "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding w-web-targets",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy w-api-flows",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy w-default-deny",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy w-web-flows",
      "kubernetes:policy/v1:PodDisruptionBudget w-api-disruption-budget",
      "kubernetes:policy/v1:PodDisruptionBudget w-web-disruption-budget",
      "pulumi:providers:kubernetes kubernetes",
    ]);
  });

  test("all go through the cluster's provider, into the one namespace, under the platform's labels", () => {
    const objects = graph.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(new Set(objects.map(({ provider }) => provider))).toEqual(new Set(["kubernetes"]));
    const inNamespace = objects.filter(({ type }) => type !== "kubernetes:core/v1:Namespace");
    expect(new Set(inNamespace.map((each) => metadata(each).namespace))).toEqual(new Set(["optibid"]));
    for (const each of objects) {
      expect(metadata(each).labels).toMatchObject({
        "app.kubernetes.io/part-of": "optibid",
        "app.kubernetes.io/managed-by": "pulumi",
        "optibid.com/owner": "platform-team",
        "optibid.com/environment": "production",
        "optibid.com/cost-centre": "optibid-4711",
        "optibid.com/data-classification": "confidential",
      });
    }
  });

  test("the namespace admits restricted pods only", () => {
    const { labels } = metadata(only(graph, "kubernetes:core/v1:Namespace"));
    expect(Object.entries(labels).filter(([key]) => key.startsWith("pod-security")).sort()).toEqual([
      ["pod-security.kubernetes.io/audit", "restricted"],
      ["pod-security.kubernetes.io/audit-version", "latest"],
      ["pod-security.kubernetes.io/enforce", "restricted"],
      ["pod-security.kubernetes.io/enforce-version", "latest"],
      ["pod-security.kubernetes.io/warn", "restricted"],
      ["pod-security.kubernetes.io/warn-version", "latest"],
    ]);
  });

  test.each(["api", "web"])("every selector of %s finds its pods and no others", (name) => {
    const template = spec<{ template: { metadata: { labels: Record<string, string> } } }>(only(graph, DEPLOYMENT, `w-${name}-deployment`));
    const other = spec<typeof template>(only(graph, DEPLOYMENT, `w-${name === "api" ? "web" : "api"}-deployment`));
    const selectors = [
      spec<{ selector: { matchLabels: Record<string, string> } }>(only(graph, DEPLOYMENT, `w-${name}-deployment`)).selector.matchLabels,
      spec<{ selector: Record<string, string> }>(only(graph, "kubernetes:core/v1:Service", `w-${name}-service`)).selector,
      spec<{ selector: { matchLabels: Record<string, string> } }>(only(graph, "kubernetes:policy/v1:PodDisruptionBudget", `w-${name}-disruption-budget`)).selector.matchLabels,
      spec<{ podSelector: { matchLabels: Record<string, string> } }>(only(graph, "kubernetes:networking.k8s.io/v1:NetworkPolicy", `w-${name}-flows`)).podSelector.matchLabels,
    ];
    const finds = (selector: Record<string, string>, labels: Record<string, string>) =>
      Object.entries(selector).every(([key, value]) => labels[key] === value);
    for (const selector of selectors) {
      expect(finds(selector, template.template.metadata.labels)).toBe(true);
      expect(finds(selector, other.template.metadata.labels)).toBe(false);
    }
  });

  test.each(["api", "web"])("%s is updated without a pod missing, and its number belongs to the autoscaler", (name) => {
    const deployment = only(graph, DEPLOYMENT, `w-${name}-deployment`);
    expect(deployment.ignoreChanges).toEqual(["spec.replicas"]);
    expect(deployment.inputs["spec"]).toMatchObject({
      replicas: 3,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
      minReadySeconds: 30,
      template: { spec: { serviceAccountName: name } },
    });
    expect(only(graph, "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", `w-${name}-autoscaler`).inputs["spec"]).toMatchObject({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      minReplicas: 3,
      maxReplicas: 12,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } } },
        { type: "Resource", resource: { name: "memory", target: { type: "Utilization", averageUtilization: 75 } } },
      ],
    });
    expect(only(graph, "kubernetes:policy/v1:PodDisruptionBudget", `w-${name}-disruption-budget`).inputs["spec"]).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
  });

  test("pods start only once they are fenced in", () => {
    for (const name of ["api", "web"]) {
      expect(namesOf(only(graph, DEPLOYMENT, `w-${name}-deployment`).dependencies)).toEqual(
        expect.arrayContaining(["w-default-deny", "w-limits", "w-quota", `w-${name}-flows`, `w-${name}-service-account`]),
      );
    }
  });

  test("service accounts hand out no token", () => {
    const accounts = graph.filter(({ type }) => type === "kubernetes:core/v1:ServiceAccount");
    expect(accounts.map(({ inputs }) => inputs["automountServiceAccountToken"])).toEqual([false, false]);
  });

  test.each([
    ["api", 8080, "arn:api-targets"],
    ["web", 3000, "arn:web-targets"],
  ])("the service of %s registers in its target group", (name, port, targetGroupARN) => {
    expect(only(graph, "kubernetes:core/v1:Service", `w-${name}-service`).inputs["spec"]).toMatchObject({
      type: "ClusterIP",
      ports: [{ name: "http", protocol: "TCP", port, targetPort: "http" }],
    });
    const binding = only(graph, "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding", `w-${name}-targets`);
    expect(binding.inputs["spec"]).toEqual({
      serviceRef: { name, port },
      targetGroupARN,
      targetType: "ip",
    });
    expect(binding.deleteBeforeReplace).toBe(true); // its target group cannot be changed, and its name is taken
  });

  test("the frontend knows the API and has room for its cache", () => {
    const pod = spec<{ template: { spec: { containers: { env: object[]; volumeMounts: object[] }[] } } }>(only(graph, DEPLOYMENT, "w-web-deployment"));
    const [container] = pod.template.spec.containers;
    expect(container?.env).toContainEqual({ name: "API_URL", value: "http://api.optibid.svc.cluster.local:8080" });
    expect(container?.volumeMounts).toEqual([
      { name: "tmp", mountPath: "/tmp" },
      { name: "app-next-cache", mountPath: "/app/.next/cache" },
    ]);
  });
});

test("all mistakes of both programs are told at once, and nothing is made", async () => {
  await expect(build({ api: { ...api, image: "api:latest" }, web: { ...web, image: "web", port: 80 } })).rejects.toThrow(
    /^w: 3 mistakes:\n- api\.image: .*\n- web\.image: .*\n- web\.port: .*$/,
  );
});

test("numbers and names can be chosen", async () => {
  const graph = await build({ namespace: "shop", api: { ...api, scaling: { min: 2, max: 4, cpuPercent: 50 } } });
  expect(metadata(only(graph, "kubernetes:core/v1:Namespace")).name).toBe("shop");
  expect(only(graph, "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "w-api-autoscaler").inputs["spec"]).toMatchObject({
    minReplicas: 2,
    maxReplicas: 4,
    metrics: [{ resource: { target: { averageUtilization: 50 } } }, { resource: { target: { averageUtilization: 75 } } }],
  });
});

test("a transform changes what a child is made with", async () => {
  const graph = await build({ transform: { api: { service: (given) => ({ ...given, spec: { ...given.spec, sessionAffinity: "None" } }) } } });
  expect(only(graph, "kubernetes:core/v1:Service", "w-api-service").inputs["spec"]).toMatchObject({ sessionAffinity: "None" });
  expect(only(graph, "kubernetes:core/v1:Service", "w-web-service").inputs["spec"]).not.toHaveProperty("sessionAffinity");
});
