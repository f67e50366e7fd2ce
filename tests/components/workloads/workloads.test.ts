import { beforeAll, describe, expect, test } from "@jest/globals";
import { only } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { census, namesOf } from "../cluster/context.ts";
import { settingsFile, terminatorContainer, terminatorVolumes } from "../../../components/workloads/tls.ts";
import { refusals, violations } from "../judge.ts";
import { DIGEST, api, build, jobs, metadata, programs, spec, tls, web, worker } from "./fixture.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
const PROGRAMS = ["api", "web", "email-worker", "sms-worker"];

interface DeploymentSpec {
  readonly selector: { readonly matchLabels: Record<string, string> };
  readonly template: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: { readonly initContainers?: object[]; readonly volumes: object[]; readonly containers: { readonly env: object[]; readonly volumeMounts: object[] }[] } };
}

const deployment = (graph: readonly Registration[], name: string) => only(graph, DEPLOYMENT, `w-${name}-deployment`);

describe("the programs on the cluster", () => {
  let graph: Registration[];
  beforeAll(async () => {
    graph = await build();
  });

  test("are made of exactly these", () => {
    const ofProgram = (name: string) => [
      `golive:workloads:Program w-${name}`,
      `kubernetes:apps/v1:Deployment w-${name}-deployment`,
      `kubernetes:autoscaling/v2:HorizontalPodAutoscaler w-${name}-autoscaler`,
      `kubernetes:core/v1:ServiceAccount w-${name}-service-account`,
      `kubernetes:networking.k8s.io/v1:NetworkPolicy w-${name}-flows`,
      `kubernetes:policy/v1:PodDisruptionBudget w-${name}-disruption-budget`,
    ];
    const ofServer = (name: string) => [`kubernetes:core/v1:ConfigMap w-${name}-tls`, `kubernetes:core/v1:Service w-${name}-service`, `kubernetes:eks.amazonaws.com/v1:TargetGroupBinding w-${name}-targets`];
    expect(census(graph)).toEqual(
      [
        "golive:workloads:Workloads w",
        "golive:workloads:ProgramNamespace n",
        "golive:workloads:Migration w-migration",
        "golive:workloads:Export w-export",
        "kubernetes:batch/v1:Job w-migration-job",
        "kubernetes:core/v1:ConfigMap w-migration-script",
        "kubernetes:core/v1:ServiceAccount w-migration-service-account",
        "kubernetes:networking.k8s.io/v1:NetworkPolicy w-migration-flows",
        "kubernetes:batch/v1:CronJob w-export-cron-job",
        "kubernetes:core/v1:ServiceAccount w-export-service-account",
        "kubernetes:networking.k8s.io/v1:NetworkPolicy w-export-flows",
        "kubernetes:core/v1:LimitRange w-limits",
        "kubernetes:core/v1:Namespace n-namespace",
        "kubernetes:core/v1:ResourceQuota w-quota",
        "kubernetes:networking.k8s.io/v1:NetworkPolicy n-default-deny",
        "kubernetes:scheduling.k8s.io/v1:PriorityClass w-priority-background",
        "kubernetes:scheduling.k8s.io/v1:PriorityClass w-priority-batch",
        "kubernetes:scheduling.k8s.io/v1:PriorityClass w-priority-serving",
        "pulumi:providers:kubernetes kubernetes",
        ...PROGRAMS.flatMap(ofProgram),
        ...["api", "web"].flatMap(ofServer),
      ].sort(),
    );
  });

  test("are refused by nobody and break no rule", () => {
    expect(refusals(graph)).toEqual([]);
    // The class of the migration's secrets, and Sentry's DSN for the frontend, come with the platform.
    expect(violations(graph).filter((each) => !/^(secret-class-exists|program-provider-credentials): /.test(each))).toEqual([]);
  });

  test("all go through the cluster's provider, into the one namespace, under the platform's labels", () => {
    const objects = graph.filter(({ type }) => type.startsWith("kubernetes:"));
    const clusterWide = ["kubernetes:core/v1:Namespace", "kubernetes:scheduling.k8s.io/v1:PriorityClass"];
    expect(new Set(objects.map(({ provider }) => provider))).toEqual(new Set(["kubernetes"]));
    const inNamespace = objects.filter(({ type }) => !clusterWide.includes(type));
    expect(new Set(inNamespace.map((each) => metadata(each).namespace))).toEqual(new Set(["optibid"]));
    for (const each of objects) {
      expect(metadata(each).labels).toMatchObject({
        "app.kubernetes.io/part-of": "optibid",
        "app.kubernetes.io/managed-by": "pulumi",
        "optibid.com/owner": "platform-team",
        "optibid.com/environment": "production",
        "optibid.com/cost-centre": "optibid-4711",
        "optibid.com/data-classification": each.type === clusterWide[1] ? "internal" : "confidential",
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

  test.each(PROGRAMS)("every selector of %s finds its pods and no others", (name) => {
    const labelsOf = (each: string) => spec<DeploymentSpec>(deployment(graph, each)).template.metadata.labels;
    const selectors = [
      spec<DeploymentSpec>(deployment(graph, name)).selector.matchLabels,
      spec<DeploymentSpec["selector"] & { selector: DeploymentSpec["selector"] }>(only(graph, BUDGET, `w-${name}-disruption-budget`)).selector.matchLabels,
      spec<{ podSelector: DeploymentSpec["selector"] }>(only(graph, POLICY, `w-${name}-flows`)).podSelector.matchLabels,
      ...graph.filter((each) => each.name === `w-${name}-service`).map((each) => spec<{ selector: Record<string, string> }>(each).selector),
    ];
    const found = (selector: Record<string, string>) => PROGRAMS.filter((each) => Object.entries(selector).every(([key, value]) => labelsOf(each)[key] === value));
    for (const selector of selectors) expect(found(selector)).toEqual([name]);
  });

  test.each([
    ["api", 3, 12, ["cpu", "memory"], 30, "serving"],
    ["web", 3, 12, ["cpu", "memory"], 30, "serving"],
    ["email-worker", 2, 8, ["cpu"], 10, "background"],
    ["sms-worker", 2, 8, ["cpu"], 10, "background"],
  ])("%s is updated without a pod missing, and its number belongs to the autoscaler", (name, min, max, metrics, minReadySeconds, rank) => {
    expect(deployment(graph, name).ignoreChanges).toEqual(["spec.replicas"]);
    expect(deployment(graph, name).inputs["spec"]).toMatchObject({
      replicas: min,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
      minReadySeconds,
      template: { spec: { serviceAccountName: name, priorityClassName: `optibid-production-${rank}` } },
    });
    const utilization: Record<string, number> = { cpu: 60, memory: 75 };
    expect(only(graph, AUTOSCALER, `w-${name}-autoscaler`).inputs["spec"]).toMatchObject({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      minReplicas: min,
      maxReplicas: max,
      metrics: metrics.map((metric) => ({ type: "ContainerResource", containerResource: { name: metric, container: name, target: { type: "Utilization", averageUtilization: utilization[metric] } } })),
    });
    expect(only(graph, BUDGET, `w-${name}-disruption-budget`).inputs["spec"]).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" });
  });

  test("start only once they are fenced in and the database is at their release", () => {
    for (const name of PROGRAMS) {
      expect(namesOf(deployment(graph, name).dependencies)).toEqual(
        expect.arrayContaining(["n-default-deny", "w-limits", "w-quota", "w-priority-serving", "w-migration-job", `w-${name}-flows`, `w-${name}-service-account`]),
      );
    }
  });

  test("rank above one another as users notice them", () => {
    const classes = graph.filter(({ type }) => type === "kubernetes:scheduling.k8s.io/v1:PriorityClass");
    expect(classes.map((each) => [metadata(each).name, each.inputs["value"], each.inputs["preemptionPolicy"], each.inputs["globalDefault"]]).sort()).toEqual([
      ["optibid-production-background", 100_000, "PreemptLowerPriority", false],
      ["optibid-production-batch", 10_000, "Never", false],
      ["optibid-production-serving", 1_000_000, "PreemptLowerPriority", false],
    ]);
  });

  test("service accounts hand out no token", () => {
    const accounts = graph.filter(({ type }) => type === "kubernetes:core/v1:ServiceAccount");
    expect(accounts.map((each) => [metadata(each).name, each.inputs["automountServiceAccountToken"]]).sort()).toEqual(
      [...PROGRAMS, "migration", "export"].sort().map((name) => [name, false]),
    );
  });

  test.each([
    ["api", 8080, api.targetGroupArn],
    ["web", 3000, web.targetGroupArn],
  ])("the service of %s registers in its target group", (name, port, targetGroupARN) => {
    expect(only(graph, "kubernetes:core/v1:Service", `w-${name}-service`).inputs["spec"]).toMatchObject({
      type: "ClusterIP",
      ports: [
        { name: "http", protocol: "TCP", port, targetPort: "http" },
        { name: "https", protocol: "TCP", port: 8443, targetPort: 8443 },
      ],
    });
    const binding = only(graph, "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding", `w-${name}-targets`);
    expect(binding.inputs["spec"]).toEqual({
      serviceRef: { name, port: 8443 },
      targetGroupARN,
      targetType: "ip",
    });
    expect(binding.deleteBeforeReplace).toBe(true); // its target group cannot be changed, and its name is taken
  });

  test.each([["api", 8080], ["web", 3000]])("TLS ends in the pods of %s, beside the program, with settings named after their content", (name, port) => {
    const settings = only(graph, "kubernetes:core/v1:ConfigMap", `w-${name}-tls`);
    expect(settings.inputs["immutable"]).toBe(true);
    expect(settings.inputs["data"]).toEqual(settingsFile(port));
    expect(metadata(settings).name).toMatch(new RegExp(`^${name}-tls-[0-9a-f]{10}$`));
    const pod = spec<DeploymentSpec>(deployment(graph, name)).template.spec;
    expect(pod.initContainers).toEqual([terminatorContainer(tls)]);
    expect(pod.volumes).toEqual(expect.arrayContaining(terminatorVolumes(metadata(settings).name)));
    expect(namesOf(deployment(graph, name).dependencies)).toContain(`w-${name}-tls`);
  });

  test.each(["email-worker", "sms-worker"])("nothing stands beside %s, which nobody calls", (name) => {
    expect(spec<DeploymentSpec>(deployment(graph, name)).template.spec).not.toHaveProperty("initContainers");
  });

  test("the frontend knows the API and has room for its cache", () => {
    const [container] = spec<DeploymentSpec>(deployment(graph, "web")).template.spec.containers;
    expect(container?.env).toContainEqual({ name: "API_URL", value: "http://api.optibid.svc.cluster.local:8080" });
    expect(container?.env).toContainEqual({ name: "SENTRY_TUNNEL_URL", value: "http://api.optibid.svc.cluster.local:8080/api/monitoring" });
    expect(container?.volumeMounts).toEqual([
      { name: "tmp", mountPath: "/tmp" },
      { name: "app-next-cache", mountPath: "/app/.next/cache" },
    ]);
  });

  test("the frontend and the workers are kept from what is not theirs", () => {
    const ports = (name: string) => spec<{ egress: { ports: { port: number }[] }[] }>(only(graph, POLICY, `w-${name}-flows`)).egress.flatMap((rule) => rule.ports.map(({ port }) => port));
    expect(Object.fromEntries([...PROGRAMS, "migration", "export"].map((name) => [name, ports(name)]))).toEqual({
      api: [53, 53, 5432, 6379, 80, 443],
      web: [53, 53, 8080],
      "email-worker": [53, 53, 5432, 6379, 80, 443],
      "sms-worker": [53, 53, 5432, 6379, 80, 443],
      migration: [53, 53, 5433],
      export: [53, 53, 5432, 80, 443],
    });
    const reached = graph.filter((each) => each.type === POLICY && "ingress" in spec<object>(each)).map(({ name }) => name);
    expect(reached.sort()).toEqual(["w-api-flows", "w-web-flows"]);
  });
});

describe("the release", () => {
  const versions = (graph: readonly Registration[]) =>
    PROGRAMS.map((name) => {
      const { selector, template } = spec<DeploymentSpec>(deployment(graph, name));
      expect(selector.matchLabels).not.toHaveProperty(["app.kubernetes.io/version"]);
      return template.metadata.labels["app.kubernetes.io/version"];
    });

  test("is a label of pods, by its name", async () => {
    expect(new Set(versions(await build({ version: "v1.4.2" })))).toEqual(new Set(["v1.4.2"]));
  });

  test("is the beginning of the image's digest where it has no name", async () => {
    expect(new Set(versions(await build()))).toEqual(new Set([DIGEST.slice("sha256:".length, "sha256:".length + 12)]));
  });
});

describe("mistakes", () => {
  test("of all programs and tasks are told at once, and nothing is made", async () => {
    const given = {
      programs: { ...programs, api: { ...api, image: "api:latest" }, web: { ...web, image: "web", port: 80 }, sms: { ...worker, scaling: { min: 1, max: 1 } } },
      jobs: { ...jobs, export: { ...jobs.export, retries: -1 } },
      tls: { ...tls, image: "caddy:2" },
    };
    await expect(build(given)).rejects.toThrow(
      /^w: 6 mistakes:\n- api\.image: .*\n- web\.image: .*\n- web\.port: .*\n- sms\.scaling\.min: .*\n- export\.retries: .*\n- tls\.image: .*$/,
    );
  });

  test.each(["api", "email-worker", "Batch", "a_b", "-a", `a${"b".repeat(40)}`])("of a further worker's name: %s", async (name) => {
    await expect(build({ extra: { [name]: worker } })).rejects.toThrow(`- extra.${name}: not a name`);
  });
});

test("further workers run like the others and count towards the quota", async () => {
  const [few, many] = [await build(), await build({ extra: { "bench-1": worker, "bench-2": worker } })];
  expect(many.filter(({ name }) => !few.some((each) => each.name === name)).map(({ type, name }) => `${type} ${name}`).sort()).toEqual(
    ["bench-1", "bench-2"].flatMap((name) => [
      `golive:workloads:Program w-${name}`,
      `kubernetes:apps/v1:Deployment w-${name}-deployment`,
      `kubernetes:autoscaling/v2:HorizontalPodAutoscaler w-${name}-autoscaler`,
      `kubernetes:core/v1:ServiceAccount w-${name}-service-account`,
      `kubernetes:networking.k8s.io/v1:NetworkPolicy w-${name}-flows`,
      `kubernetes:policy/v1:PodDisruptionBudget w-${name}-disruption-budget`,
    ]).sort(),
  );
  const pods = (graph: readonly Registration[]) => Number(spec<{ hard: Record<string, string> }>(only(graph, "kubernetes:core/v1:ResourceQuota", "w-quota")).hard["pods"]);
  expect(pods(many) - pods(few)).toBe(24); // 8 + 2 × 2 each
  expect(refusals(many)).toEqual([]);
  expect(violations(many).filter((each) => !/^(secret-class-exists|program-provider-credentials): /.test(each))).toEqual([]);
});

test("numbers and names can be chosen", async () => {
  const graph = await build({ programs: { ...programs, api: { ...api, scaling: { min: 2, max: 4, cpuPercent: 50 } } } }, "shop");
  expect(metadata(only(graph, "kubernetes:core/v1:Namespace")).name).toBe("shop");
  expect(new Set(graph.map((each) => (each.type.startsWith("kubernetes:") ? metadata(each).namespace : undefined)))).toEqual(new Set([undefined, "shop"]));
  expect(only(graph, AUTOSCALER, "w-api-autoscaler").inputs["spec"]).toMatchObject({
    minReplicas: 2,
    maxReplicas: 4,
    metrics: [{ containerResource: { target: { averageUtilization: 50 } } }, { containerResource: { target: { averageUtilization: 75 } } }],
  });
});

test("a transform changes what a child is made with", async () => {
  const graph = await build({ transform: { api: { service: (given) => ({ ...given, spec: { ...given.spec, sessionAffinity: "None" } }) } } });
  expect(only(graph, "kubernetes:core/v1:Service", "w-api-service").inputs["spec"]).toMatchObject({ sessionAffinity: "None" });
  expect(only(graph, "kubernetes:core/v1:Service", "w-web-service").inputs["spec"]).not.toHaveProperty("sessionAffinity");
});
