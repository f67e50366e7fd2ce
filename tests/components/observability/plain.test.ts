import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { CRITICAL_ROUTES, collectorConfig, jaegerConfig, samplerConfig } from "../../../components/observability/collector.ts";
import { MASKED, TOKENS, dataProtectionPolicy } from "../../../components/observability/data-protection.ts";
import { dashboardFiles, dashboards } from "../../../components/observability/dashboards/dashboards.ts";
import { dashboardModel } from "../../../components/observability/dashboards/panel.ts";
import { serverFlows } from "../../../components/observability/fences.ts";
import type { ServerName } from "../../../components/observability/fences.ts";
import { datasources, grafanaSettings } from "../../../components/observability/grafana.ts";
import { CANARIES, canaryBucketName, canaryName, canaryRoleName, containerLogGroup, grafanaRoleName } from "../../../components/observability/names.ts";
import { operationsDashboard } from "../../../components/observability/operations-dashboard.ts";
import { browserDestinations } from "../../../components/observability/program-settings.ts";
import { guestTrust } from "../../../components/observability/real-users.ts";
import { serverQuota } from "../../../components/observability/server-pod.ts";
import { PRODUCTION } from "../network/fixture.ts";
import { SURROUNDINGS, WATCHED } from "./fixture.ts";

const LONGEST = { ...PRODUCTION, name: "a".repeat(24), region: "ap-southeast-2" };

describe("names", () => {
  test("keep to the limits of their services, however long the platform's is", () => {
    expect(CANARIES.map((kind) => canaryName(LONGEST, kind)).filter((name) => !/^[0-9a-z_-]{1,255}$/.test(name))).toEqual([]);
    expect([...CANARIES.map((kind) => canaryRoleName(LONGEST, kind)), grafanaRoleName(LONGEST)].filter((name) => name.length > 64)).toEqual([]);
    expect(canaryBucketName(LONGEST, "123456789012").length).toBeLessThanOrEqual(63);
  });
  test.each([
    [canaryName(PRODUCTION, "api-health"), "optibid-production-api-health"],
    [containerLogGroup("optibid-production", "application"), "/aws/containerinsights/optibid-production/application"],
    [canaryBucketName(PRODUCTION, "123456789012"), "optibid-production-canaries-123456789012-eu-central-1"],
  ])("%s", (name, wanted) => expect(name).toBe(wanted));
});

describe("what logs are masked of", () => {
  const policy = dataProtectionPolicy("p", "eu-central-1", "/findings");
  test("the same is reported and masked", () => {
    const [report, mask] = policy.Statement;
    expect(report?.DataIdentifier).toEqual(mask?.DataIdentifier);
    expect(report?.DataIdentifier).toEqual([...MASKED.map((each) => `arn:aws:dataprotection::aws:data-identifier/${each}`), ...TOKENS.map(({ Name }) => Name)]);
    expect(mask?.Operation).toEqual({ Deidentify: { MaskConfig: {} } });
    expect(report?.Operation).toEqual({ Audit: { FindingsDestination: { CloudWatchLogs: { LogGroup: "/findings" } } } });
  });
  test.each([
    ["JsonWebToken", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", true],
    ["JsonWebToken", "eyJ.nothing", false],
    ["SendGridKey", `SG.${"a".repeat(22)}.${"b".repeat(43)}`, true],
    ["TwilioKey", `SK${"0".repeat(32)}`, true],
    ["TwilioKey", "SKU-1234", false],
  ])("%s in %s: %s", (name, line, found) => {
    expect(new RegExp(TOKENS.find(({ Name }) => Name === name)?.Regex ?? "^$").test(line)).toBe(found);
  });
  test("tokens keep to the characters AWS takes", () => {
    expect(TOKENS.filter(({ Regex }) => !/^[\w#=@/;, ^$?[\]{}|\\*+.-]{1,200}$/.test(Regex))).toEqual([]);
  });
});

describe("the collectors", () => {
  const place = { region: "eu-central-1", prometheusEndpoint: "https://aps/ws-1/", environment: "production" };
  const used = (config: { service: { pipelines: Record<string, { receivers: string[]; processors: string[]; exporters: string[] }>; extensions: string[] } } & Record<string, unknown>) => {
    const pipelines = Object.values(config.service.pipelines);
    return Object.fromEntries((["receivers", "processors", "exporters"] as const).map((kind) => [kind, [...new Set(pipelines.flatMap((each) => each[kind]))].sort()]));
  };
  test.each([
    ["collector", collectorConfig(place)],
    ["sampler", samplerConfig({}, 2)],
    ["jaeger", jaegerConfig(168, "/var/lib/jaeger")],
  ])("%s uses all that it declares, and nothing else", (_, config) => {
    const whole = config as never as Parameters<typeof used>[0];
    expect(used(whole)).toEqual(Object.fromEntries(["receivers", "processors", "exporters"].map((kind) => [kind, Object.keys(whole[kind] as object).sort()])));
    expect([...whole.service.extensions].sort()).toEqual(Object.keys(whole["extensions"] as object).sort());
  });
  test("memory is limited first, everywhere in the two tiers", () => {
    const firsts = [collectorConfig(place), samplerConfig({}, 2)].flatMap(({ service }) => Object.values(service.pipelines).map(({ processors }) => processors[0]));
    expect(new Set(firsts)).toEqual(new Set(["memory_limiter"]));
  });
  test("keep errors, slow traces and critical paths whole, and a share of the rest", () => {
    const { policies } = samplerConfig({ percent: 5, slowMilliseconds: 300 }, 2).processors.tail_sampling;
    expect(policies).toEqual([
      { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
      { name: "slow", type: "latency", latency: { threshold_ms: 300 } },
      { name: "critical", type: "string_attribute", string_attribute: { key: "http.route", values: [...CRITICAL_ROUTES], enabled_regex_matching: true } },
      { name: "rest", type: "probabilistic", probabilistic: { sampling_percentage: 5 } },
    ]);
  });
  test.each([["/api/auth/login", true], ["/api/trades/:id", true], ["/api/trading", true], ["/api/payments", true], ["/api/payment/intent", true], ["/api/profile", false], ["/api/tradition", false]])("route %s critical: %s", (route, critical) => {
    expect(CRITICAL_ROUTES.some((each) => new RegExp(`^(?:${each})$`).test(route))).toBe(critical);
  });
  test("a trace goes to one sampler, and what is kept to every store", () => {
    expect(collectorConfig(place).exporters.loadbalancing).toMatchObject({ routing_key: "traceID", resolver: { dns: { hostname: "sampler.observability.svc.cluster.local", port: "4317" } } });
    expect(Object.values(samplerConfig({}, 2).exporters).map(({ endpoint }) => endpoint)).toEqual(["jaeger-0.jaeger.observability.svc.cluster.local:4317", "jaeger-1.jaeger.observability.svc.cluster.local:4317"]);
    expect(collectorConfig(place).exporters.prometheusremotewrite.endpoint).toBe("https://aps/ws-1/api/v1/remote_write");
  });
  test.each([["a mail to user@optibid.com", true], ["card 4111 1111 1111 1111", true], ["order 12345", false]])("masks %s: %s", (text, masked) => {
    expect(collectorConfig(place).processors.redaction.blocked_values.some((each) => new RegExp(each).test(text))).toBe(masked);
  });
  test("Jaeger keeps traces on its volume, for the time asked for", () => {
    expect(jaegerConfig(72, "/data").extensions.jaeger_storage.backends.badger).toEqual({ badger: { directories: { keys: "/data/keys", values: "/data/values" }, ephemeral: false, consistency: true, ttl: { spans: "72h" } } });
  });
});

describe("the fences", () => {
  const egress = (server: ServerName) => JSON.stringify(serverFlows(server, SURROUNDINGS).egress);
  test.each<[ServerName, boolean]>([["collector", true], ["grafana", true], ["sampler", false], ["jaeger", false]])("%s reaches AWS: %s", (server, reaches) => {
    expect(egress(server).includes("169.254.170.23/32")).toBe(reaches);
    expect(egress(server).includes("0.0.0.0/0")).toBe(reaches);
  });
  test("only the senders' namespaces get telemetry in", () => {
    expect(serverFlows("collector", SURROUNDINGS).ingress).toEqual([
      { from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "optibid" } } }], ports: [{ protocol: "TCP", port: 4317 }, { protocol: "TCP", port: 4318 }] },
      { from: [{ ipBlock: { cidr: "10.20.16.0/20" } }], ports: [{ protocol: "TCP", port: 8888 }] },
    ]);
  });
  test("nobody in the cluster calls Grafana", () => {
    expect(serverFlows("grafana", SURROUNDINGS).ingress).toBeUndefined();
  });
  test("every call that one side may make, the other takes", () => {
    const pods = (server: ServerName) => ({ podSelector: { matchLabels: { "app.kubernetes.io/name": server } } });
    for (const [from, to, port] of [["collector", "sampler", 4317], ["sampler", "jaeger", 4317], ["grafana", "jaeger", 16_686]] as const) {
      expect(serverFlows(from, SURROUNDINGS).egress).toContainEqual({ to: [pods(to)], ports: [{ protocol: "TCP", port }] });
      expect(serverFlows(to, SURROUNDINGS).ingress).toContainEqual({ from: [pods(from)], ports: [{ protocol: "TCP", port }] });
    }
  });
});

test("the quota holds all servers at their most", () => {
  const resources = { cpuRequest: 100, cpuLimit: 500, memory: 256, ephemeralStorage: 64 };
  expect(serverQuota([{ resources, most: 3 }, { resources, most: 2 }], { claims: 2, gib: 50 })).toEqual({
    pods: "5", "requests.cpu": "500m", "limits.cpu": "2500m", "requests.memory": "1280Mi", "limits.memory": "1280Mi",
    "requests.ephemeral-storage": "320Mi", "limits.ephemeral-storage": "320Mi", "requests.storage": "100Gi",
    persistentvolumeclaims: "2", "services.loadbalancers": "0", "services.nodeports": "0",
  });
});

describe("the dashboards", () => {
  const all = dashboards({ name: "optibid", ...WATCHED });
  const models = all.map(dashboardModel);
  test("are these", () => {
    expect(all.map(({ uid, title }) => [uid, title])).toEqual([["optibid-platform", "Platform"], ["optibid-api", "API"], ["optibid-database", "Database"], ["optibid-cache", "Cache"], ["optibid-edge", "Edge"], ["optibid-business", "Business"]]);
  });
  test("every panel has a place of its own within the grid, and something to show", () => {
    for (const { panels } of models) {
      expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x},${y}`)).size).toBe(panels.length);
      expect(panels.filter(({ gridPos: { x, w }, targets }) => x + w > 24 || targets.length === 0)).toEqual([]);
      expect(panels.flatMap(({ targets }) => targets.filter(({ refId }) => refId === ""))).toEqual([]);
    }
  });
  test("business: what the checklist asks to be seen", () => {
    const items = new Set(all.at(-1)?.panels.flatMap(({ items: served }) => served));
    expect(["OPT-62", "OPT-63", "OPT-64", "OPT-65", "OPT-66", "OPT-67"].filter((item) => !items.has(item))).toEqual([]);
  });
  test("only sources that are provisioned are asked, and CloudFront where it reports", () => {
    const uids = new Set(models.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ datasource }) => datasource.uid))));
    const provisioned = (parse(datasources("eu-central-1", "https://aps/")) as { datasources: { uid: string }[] }).datasources.map(({ uid }) => uid);
    expect([...uids].filter((uid) => !provisioned.includes(uid))).toEqual([]);
    const edge = JSON.stringify(models.find(({ uid }) => uid === "optibid-edge")?.panels);
    expect(edge).toContain('"region":"us-east-1","namespace":"AWS/CloudFront"');
  });
  test("fit into a ConfigMap", () => {
    expect(JSON.stringify(dashboardFiles({ name: "optibid", ...WATCHED })).length).toBeLessThan(500_000);
  });
  test("the one of operations is within CloudWatch's grid and shows every canary", () => {
    const { widgets } = operationsDashboard({ name: "optibid", ...WATCHED }, "eu-central-1");
    expect(widgets.filter(({ x, width }) => x + width > 24)).toEqual([]);
    expect(widgets[0]?.properties.metrics.map((series) => series[3])).toEqual(CANARIES.map((kind) => `optibid-${kind}`));
  });
});

describe("Grafana", () => {
  test("lets nobody in unnamed, and holds no password", () => {
    const settings = grafanaSettings("eu-central-1");
    expect(settings).toMatchObject({ GF_AUTH_ANONYMOUS_ENABLED: "false", GF_USERS_ALLOW_SIGN_UP: "false", GF_SECURITY_ADMIN_PASSWORD__FILE: "/etc/optibid/secrets/admin-password" });
    expect(Object.keys(settings)).not.toContain("GF_SECURITY_ADMIN_PASSWORD");
  });
});

describe("what browsers are allowed", () => {
  test.each([
    [undefined, ["https://dataplane.rum.eu-central-1.amazonaws.com", "https://cognito-identity.eu-central-1.amazonaws.com"]],
    ["o1.ingest.de.sentry.io", ["https://dataplane.rum.eu-central-1.amazonaws.com", "https://cognito-identity.eu-central-1.amazonaws.com", "https://o1.ingest.de.sentry.io"]],
  ])("browsers connect to, with Sentry at %s", (host, wanted) => {
    expect(browserDestinations("eu-central-1", host)).toEqual(wanted);
  });
});

test("guests of the pool, and of no other, take the role", () => {
  expect(guestTrust("eu-central-1:pool").Statement[0]?.Condition).toEqual({
    StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-central-1:pool" },
    "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
  });
});
