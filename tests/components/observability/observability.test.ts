import { beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { Observability } from "../../../components/observability/observability.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, namesOf, strays } from "../network/fixture.ts";
import { KEYS, SECRETS, TOPICS, observabilityArgs, provider } from "./fixture.ts";

const CANARY = "aws:synthetics/canary:Canary";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ENDPOINT = "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/";
const CANARIES = ["api-health", "email", "frontend", "login", "sms"];
const SERVERS = ["collector", "grafana", "jaeger", "sampler"];

/** What AWS would tell, as far as something is made of it. */
function outputs(type: string, name: string): Record<string, unknown> {
  if (type === "aws:amp/workspace:Workspace") return { prometheusEndpoint: ENDPOINT, arn: "arn:aws:aps:eu-central-1:123456789012:workspace/ws-1" };
  if (type === CANARY) return { engineArn: `arn:aws:lambda:eu-central-1:123456789012:function:cwsyn-${name}-1234:7` };
  return {};
}

let graph: Registration[];
beforeAll(async () => {
  graph = await record(() => void new Observability("o", observabilityArgs(provider())), { outputs });
});

function statements(name: string): Record<string, unknown>[] {
  return (JSON.parse(String(only(graph, ROLE_POLICY, name).inputs["policy"])) as { Statement: Record<string, unknown>[] }).Statement;
}

describe("observability as a whole", () => {
  test("is made of exactly these", () => {
    expect(children(graph)).toEqual(
      [
        "golive:observability:Observability o",
        "golive:observability:Prometheus o-prometheus",
        "golive:observability:Telemetry o-telemetry",
        "golive:observability:Canaries o-canaries",
        "golive:observability:CanaryBucket o-canaries-storage",
        "golive:observability:RealUsers o-real-users",
        "providers:kubernetes cluster",
        "cloudwatch:Dashboard o-dashboard",
        "amp:AlertManagerDefinition o-prometheus-alert-manager",
        "amp:RuleGroupNamespace o-prometheus-alerting",
        "amp:RuleGroupNamespace o-prometheus-recording",
        "amp:Scraper o-prometheus-scraper",
        "amp:ScraperLoggingConfiguration o-prometheus-scraper-logging",
        "amp:Workspace o-prometheus-workspace",
        "amp:WorkspaceConfiguration o-prometheus-configuration",
        "cloudwatch:LogGroup o-prometheus-scraper-logs",
        "cloudwatch:LogGroup o-prometheus-workspace-logs",
        "core:Namespace o-telemetry-namespace",
        "core:ResourceQuota o-telemetry-quota",
        "core:LimitRange o-telemetry-limits",
        "networking.k8s.io:NetworkPolicy o-telemetry-default-deny",
        "secrets-store.csi.x-k8s.io:SecretProviderClass o-telemetry-grafana-secret",
        ...SERVERS.flatMap((server) => [
          `golive:observability:Server o-telemetry-${server}`,
          `core:ServiceAccount o-telemetry-${server}-service-account`,
          `core:Service o-telemetry-${server}-service`,
          `networking.k8s.io:NetworkPolicy o-telemetry-${server}-flows`,
          `policy:PodDisruptionBudget o-telemetry-${server}-disruption-budget`,
          server === "jaeger" ? "apps:StatefulSet o-telemetry-jaeger-stateful-set" : `apps:Deployment o-telemetry-${server}-deployment`,
          ...(server === "grafana" ? ["dashboards", "datasources", "providers"] : ["config"]).map((file) => `core:ConfigMap o-telemetry-${server}-${file}`),
        ]),
        ...["collector", "grafana"].flatMap((server) => [
          `golive:cluster:PodIdentity o-telemetry-${server}-identity`,
          `eks:PodIdentityAssociation o-telemetry-${server}-identity-association`,
          `iam:Role o-telemetry-${server}-identity-role`,
          `iam:RolePolicy o-telemetry-${server}-identity-policy`,
        ]),
        ...["Bucket bucket", "BucketLifecycleConfiguration lifecycle", "BucketLogging access-log", "BucketOwnershipControls ownership", "BucketPolicy policy", "BucketPublicAccessBlock public-access", "BucketServerSideEncryptionConfiguration encryption", "BucketVersioning versioning"]
          .map((each) => `s3:${each.replace(" ", " o-canaries-storage-")}`),
        ...CANARIES.flatMap((kind) => [
          `synthetics:Canary o-canaries-${kind}`,
          `s3:BucketObjectv2 o-canaries-${kind}-code`,
          `iam:Role o-canaries-${kind}-role`,
          `iam:RolePolicy o-canaries-${kind}-policy`,
          `cloudwatch:LogGroup o-canaries-${kind}-logs`,
        ]),
        "cognito:IdentityPool o-real-users-guests",
        "cognito:IdentityPoolRoleAttachment o-real-users-guest-role-attachment",
        "iam:Role o-real-users-guest-role",
        "iam:RolePolicy o-real-users-guest-policy",
        "rum:AppMonitor o-real-users-app-monitor",
      ].sort(),
    );
  });

  test("every child has its parent's name and a component above it", () => {
    expect(strays(graph)).toEqual(["cluster"]); // the provider that the test lends
  });

  test("keeps what cannot be made again", () => {
    expect(keptNames(graph)).toEqual([...CANARIES.map((kind) => `o-canaries-${kind}-logs`), "o-prometheus-scraper-logs", "o-prometheus-workspace", "o-prometheus-workspace-logs"]);
  });

  test("nothing is refused", () => {
    expect(refusals(graph)).toEqual([]);
  });

  test("no rule is broken", () => {
    // Alarms are another part's: they name what is here.
    expect(violations(graph).filter((each) => !/^(canary-watched|canary-target-alarm): .*no alarm goes off/.test(each))).toEqual([]);
  });

  test("in an environment that may be thrown away, nothing is kept and volumes go with their pods", async () => {
    const development = await record(() => void new Observability("o", observabilityArgs(provider(), DEVELOPMENT)), { outputs });
    expect(keptNames(development)).toEqual([]);
    expect(only(development, "kubernetes:apps/v1:StatefulSet").inputs["spec"]).toMatchObject({ persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Retain" } });
    expect(refusals(development)).toEqual([]);
  });
});

describe("Prometheus", () => {
  test("is encrypted and logs itself", () => {
    expect(only(graph, "aws:amp/workspace:Workspace").inputs).toEqual({
      alias: "optibid-production",
      kmsKeyArn: KEYS.metrics,
      loggingConfiguration: { logGroupArn: "<unknown>" },
      tags: expectedTags("internal", "o-prometheus-workspace"),
    });
    expect(only(graph, "aws:amp/workspaceConfiguration:WorkspaceConfiguration").inputs).toMatchObject({ retentionPeriodInDays: 150, outOfOrderTimeWindowInSeconds: 300 });
  });

  test("scrapes the cluster from its own subnets and security group", () => {
    expect(only(graph, "aws:amp/scraper:Scraper").inputs).toMatchObject({
      source: { eks: { clusterArn: "arn:aws:eks:eu-central-1:123456789012:cluster/optibid-production", subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719"], securityGroupIds: ["sg-0a1b2c3d4e5f60718"] } },
      destination: { amp: { workspaceArn: "arn:aws:aps:eu-central-1:123456789012:workspace/ws-1" } },
    });
  });

  test("takes no more subnets than a scraper may have", async () => {
    const many = await record(() => {
      const args = observabilityArgs(provider());
      const subnetIds = Array.from({ length: 8 }, (_, index) => `subnet-0a1b2c3d4e5f6071${index}`);
      return void new Observability("o", { ...args, prometheus: { ...args.prometheus, subnetIds } });
    }, { outputs });
    expect((only(many, "aws:amp/scraper:Scraper").inputs["source"] as { eks: { subnetIds: string[] } }).eks.subnetIds).toHaveLength(5);
    expect(refusals(many)).toEqual([]);
  });

  test("sends alerts to the topic of their severity", () => {
    const { definition } = only(graph, "aws:amp/alertManagerDefinition:AlertManagerDefinition").inputs;
    const { receivers } = parse((parse(String(definition)) as { alertmanager_config: string }).alertmanager_config) as { receivers: { name: string; sns_configs: { topic_arn: string }[] }[] };
    expect(Object.fromEntries(receivers.map(({ name, sns_configs }) => [name, sns_configs[0]?.topic_arn]))).toEqual(TOPICS);
  });
});

describe("the servers", () => {
  test("wait for the fences of their namespace, and Grafana for its password and its role", () => {
    expect(namesOf(only(graph, "kubernetes:apps/v1:Deployment", "grafana-deployment").dependencies)).toEqual(
      expect.arrayContaining(["o-telemetry-default-deny", "o-telemetry-quota", "o-telemetry-limits", "o-telemetry-grafana-secret", "o-telemetry-grafana-identity-association", "o-telemetry-grafana-flows"]),
    );
  });

  test("may do in AWS exactly this", () => {
    expect(statements("collector-identity-policy").map(({ Action }) => Action)).toEqual(["aps:RemoteWrite"]);
    expect(statements("grafana-identity-policy")).toEqual([
      { Sid: "QueryMetrics", Effect: "Allow", Action: ["aps:QueryMetrics", "aps:GetLabels", "aps:GetSeries", "aps:GetMetricMetadata"], Resource: "arn:aws:aps:eu-central-1:123456789012:workspace/ws-1" },
      { Sid: "ReadCloudWatch", Effect: "Allow", Action: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics", "cloudwatch:DescribeAlarms"], Resource: "*" },
      { Sid: "ReadPassword", Effect: "Allow", Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], Resource: SECRETS.grafana },
      { Sid: "DecryptPassword", Effect: "Allow", Action: "kms:Decrypt", Resource: KEYS.secrets, Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" } } },
    ]);
  });

  test("are all held by the quota while they are replaced", () => {
    expect(only(graph, "kubernetes:core/v1:ResourceQuota").inputs["spec"]).toMatchObject({ hard: { pods: "14", persistentvolumeclaims: "2", "requests.storage": "100Gi" } });
  });

  test("a changed configuration is a changed pod", async () => {
    const annotation = (registrations: readonly Registration[]) => {
      const spec = only(registrations, "kubernetes:apps/v1:Deployment", "sampler-deployment").inputs["spec"] as { template: { metadata: { annotations: Record<string, string> } } };
      return spec.template.metadata.annotations["optibid.com/configuration"];
    };
    const args = () => observabilityArgs(provider());
    const other = await record(() => {
      const changed = args();
      return void new Observability("o", { ...changed, telemetry: { ...changed.telemetry, sampling: { percent: 50 } } });
    }, { outputs });
    expect(annotation(graph)).toMatch(/^[0-9a-f]{16}$/);
    expect(annotation(other)).not.toBe(annotation(graph));
  });

  test("the password is a file, and in no object of Kubernetes", () => {
    const { spec } = only(graph, "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass").inputs as { spec: { parameters: { objects: string; usePodIdentity: string } } };
    expect(spec.parameters.usePodIdentity).toBe("true");
    expect(parse(spec.parameters.objects)).toEqual([{ objectName: SECRETS.grafana, objectType: "secretsmanager", objectAlias: "grafana.json", filePermission: "0444", jmesPath: [{ path: "password", objectAlias: "admin-password", filePermission: "0444" }] }]);
    expect(spec).not.toHaveProperty("secretObjects");
  });
});

describe("the canaries", () => {
  test.each(CANARIES)("%s runs on a supported runtime, traced, with encrypted artifacts", (kind) => {
    expect(only(graph, CANARY, `canaries-${kind}`).inputs).toMatchObject({
      name: `optibid-production-${kind}`,
      runtimeVersion: "syn-nodejs-puppeteer-15.0",
      handler: "index.handler",
      s3Key: expect.stringMatching(new RegExp(`^code/${kind}-[0-9a-f]{12}\\.zip$`)) as unknown,
      runConfig: { activeTracing: true, environmentVariables: { BASE_URL: "https://optibid.com" } },
      artifactConfig: { s3Encryption: { encryptionMode: "SSE_KMS", kmsKeyArn: KEYS.data } },
      startCanary: true,
    });
  });

  test("write to log groups that are made for them", () => {
    expect(only(graph, "aws:cloudwatch/logGroup:LogGroup", "login-logs").inputs).toMatchObject({ name: "/aws/lambda/cwsyn-o-canaries-login-1234", kmsKeyId: KEYS.logs, retentionInDays: 400 });
    expect(CANARIES.flatMap((kind) => statements(`canaries-${kind}-policy`)).filter(({ Action }) => JSON.stringify(Action).includes("CreateLogGroup"))).toEqual([]);
  });

  test("and Grafana have roles of known names, which a secret's policy can admit", () => {
    const roles = graph.filter(({ type, inputs }) => type === "aws:iam/role:Role" && inputs["name"] !== undefined).map(({ inputs }) => inputs["name"]);
    expect(roles.sort()).toEqual([...CANARIES.map((kind) => `optibid-production-canary-${kind}`), "optibid-production-collector", "optibid-production-grafana"]);
  });

  test("only those that sign in see the credentials", () => {
    const readers = CANARIES.filter((kind) => statements(`canaries-${kind}-policy`).some(({ Resource }) => Resource === SECRETS.canary));
    expect(readers).toEqual(["email", "login", "sms"]);
    const told = CANARIES.filter((kind) => JSON.stringify(only(graph, CANARY, `canaries-${kind}`).inputs["runConfig"]).includes(SECRETS.canary));
    expect(told).toEqual(["email", "login", "sms"]);
  });
});

describe("real users", () => {
  test("are guests who may send measurements and nothing else", () => {
    expect(statements("real-users-guest-policy")).toEqual([{ Sid: "SendMeasurements", Effect: "Allow", Action: "rum:PutRumEvents", Resource: "arn:aws:rum:eu-central-1:123456789012:appmonitor/optibid-production" }]);
    expect(only(graph, "aws:cognito/identityPool:IdentityPool").inputs).toMatchObject({ allowUnauthenticatedIdentities: true, allowClassicFlow: false });
    expect(only(graph, "aws:rum/appMonitor:AppMonitor").inputs).toMatchObject({ domainLists: ["optibid.com", "*.optibid.com"], cwLogEnabled: false, appMonitorConfiguration: { allowCookies: false, sessionSampleRate: 0.2, telemetries: ["errors", "performance", "http"] } });
  });
});
