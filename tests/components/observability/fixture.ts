/** What the tests of observability stand in. */
import * as k8s from "@pulumi/kubernetes";
import type { ObservabilityArgs } from "../../../components/observability/observability.ts";
import type { PlatformContext } from "../../../components/context.ts";
import { PRODUCTION } from "../network/fixture.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const key = (name: string) => `arn:aws:kms:eu-central-1:123456789012:key/${name}`;

export const KEYS = { data: key("data"), logs: key("logs"), secrets: key("secrets"), metrics: key("1234abcd-12ab-34cd-56ef-1234567890ab") };
export const IMAGES = {
  collector: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/collector@${DIGEST}`,
  jaeger: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/jaeger@${DIGEST}`,
  grafana: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/grafana@${DIGEST}`,
};
export const SECRETS = {
  grafana: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:optibid-production/grafana-AbCdEf",
  canary: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:optibid-production/canary-AbCdEf",
};
export const TOPICS = { critical: "arn:aws:sns:eu-central-1:123456789012:optibid-production-critical", warning: "arn:aws:sns:eu-central-1:123456789012:optibid-production-warning" };
export const WATCHED = { databaseId: "optibid-production", replicaIds: ["optibid-production-replica-1"], cacheNodeIds: ["optibid-production-001", "optibid-production-002"], distributionId: "E2EXAMPLE1234", webAclName: "optibid-production" };
export const SURROUNDINGS = { nodeCidrs: ["10.20.16.0/20"], dnsAddress: "172.20.0.10", senders: ["optibid"] };

/** A provider of the cluster, made inside the recording. */
export function provider(): k8s.Provider {
  return new k8s.Provider("cluster", { kubeconfig: "{}" });
}

/** Arguments of the whole. */
export function observabilityArgs(kubernetes: k8s.Provider, context: PlatformContext = PRODUCTION): ObservabilityArgs {
  return {
    context,
    prometheus: { clusterName: context.name, subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719"], securityGroupId: "sg-0a1b2c3d4e5f60718", keyArns: KEYS, topicArns: TOPICS },
    telemetry: {
      provider: kubernetes,
      clusterName: context.name,
      images: IMAGES,
      grafana: { adminSecretArn: SECRETS.grafana, secretsKeyArn: KEYS.secrets },
      storageClass: "encrypted",
      surroundings: SURROUNDINGS,
      after: [],
    },
    canaries: { baseUrl: "https://optibid.com", credentialsSecretArn: SECRETS.canary, keyArns: KEYS, accessLog: { bucket: "optibid-production-logs", prefix: "canaries/" } },
    realUsers: { domain: "optibid.com" },
    watched: WATCHED,
  };
}
