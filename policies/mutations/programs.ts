/**
 * How programs are set up, broken one rule at a time.
 */
import { adds, breaks, JOB_POD, type Mutation } from "../mutation.ts";
import { dig, list } from "../inputs.ts";
import { DEPLOYMENTS } from "../types.ts";

const POD = "spec.template.spec";
const CONTAINER = `${POD}.containers[0]`;

/** Gives a Deployment's container this environment and no other. */
function sets(rule: string, title: string, env: Readonly<Record<string, string>>): Mutation {
  return breaks(rule, title, { [`${CONTAINER}.env`]: Object.entries(env).map(([name, value]) => ({ name, value })) }, { types: DEPLOYMENTS });
}

/** Runs another program in a Deployment. */
function runs(rule: string, title: string, program: string): Mutation {
  return breaks(rule, title, { [`${CONTAINER}.image`]: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/${program}@sha256:${"0".repeat(64)}` }, {
    types: DEPLOYMENTS, where: ({ props }) => !JSON.stringify([dig(props, "spec", "template", "spec", "containers")]).includes(program),
  });
}

const template = { metadata: { labels: { app: "job" } }, spec: JOB_POD };

export const mutations: readonly Mutation[] = [
  runs("grafana-dashboards-provisioned", "runs Grafana without dashboards", "grafana"),
  runs("jaeger-storage-persistent", "keeps traces in a pod", "jaeger"),
  sets("program-traces-not-off", "switches tracing off", { OTEL_SDK_DISABLED: "true" }),
  adds("schedule-runs-alone", "adds a schedule whose runs overlap", {
    type: "kubernetes:batch/v1:CronJob", props: { metadata: { name: "overlap", namespace: "optibid" }, spec: { schedule: "* * * * *", jobTemplate: { spec: { activeDeadlineSeconds: 600, template } } } },
  }),
  adds("migration-before-programs", "adds a migration that no program waits for", {
    type: "kubernetes:batch/v1:Job", props: { metadata: { name: "migration-late", namespace: "optibid" }, spec: { template } },
  }),
  sets("program-production-mode", "runs a program in development mode", { NODE_ENV: "development" }),
  sets("program-secrets-from-store", "reads the key of tokens from a temporary directory", { JWT_SECRET_FILE: "/tmp/jwt-secret" }),
  breaks("secret-class-exists", "mounts secrets that nothing fetches", (props) => ({
    [`${POD}.volumes`]: [...list(dig(props, "spec", "template", "spec", "volumes")), { name: "none", csi: { driver: "secrets-store.csi.k8s.io", volumeAttributes: { secretProviderClass: "none" } } }],
  }), { types: DEPLOYMENTS }),
  sets("program-provider-credentials", "sends mail without a key", { SENDGRID_API_URL: "https://api.sendgrid.com" }),
  sets("program-connections-tls", "calls a service outside in the clear", { PARTNER_API_URL: "http://partner.example/api" }),
  adds("service-selects-pods", "adds a Service that selects nothing", { type: "kubernetes:core/v1:Service", props: { metadata: { name: "none", namespace: "optibid" }, spec: { type: "ClusterIP", selector: { app: "none" } } } }),
  adds("autoscaler-has-target", "scales what is not there", {
    type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    props: { metadata: { name: "none", namespace: "optibid" }, spec: { minReplicas: 2, maxReplicas: 4, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "none" } } },
  }),
  adds("cache-user-own-keys", "gives a user of the cache every key", { type: "aws:elasticache/user:User", props: { accessString: "on ~* -@all +@read -@dangerous", authenticationMode: { type: "iam" } } }),
];
