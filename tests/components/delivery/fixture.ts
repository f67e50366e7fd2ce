/** A delivery as production has it, and the arguments it is made of. */
import * as k8s from "@pulumi/kubernetes";
import { Delivery } from "../../../components/delivery/delivery.ts";
import type { DeliveryArgs } from "../../../components/delivery/delivery.ts";
import { record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { production } from "../cluster/context.ts";

export const HOST = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
export const SIGNER = "arn:aws:iam::123456789012:role/optibid-deploy";
export const CONNECTION = "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d-0000-4000-8000-000000000001";
const key = (id: string, region = "eu-central-1") => `arn:aws:kms:${region}:123456789012:key/${id}`;

/** An image by digest. */
export function imageOf(name: string, digit: string): string {
  return `${HOST}/optibid/${name}@sha256:${digit.repeat(64)}`;
}

/** Production's arguments, the provider aside. */
export function args(provider: k8s.Provider): DeliveryArgs {
  return {
    context: production,
    registry: { mode: "create", prefix: "optibid" },
    own: { images: ["api", "policy-controller"], keeping: { images: 50, untaggedDays: 14 }, drKeyArn: key("mrk-data", "eu-west-1") },
    keyArns: { data: key("mrk-data"), logs: key("mrk-logs") },
    signers: [SIGNER],
    enforceSignatures: true,
    cluster: {
      provider,
      name: "optibid-production",
      namespaces: ["optibid", "observability"],
      after: [],
      surroundings: { nodeCidrs: ["10.20.32.0/20"], serviceCidr: "172.20.0.0/16", dnsAddress: "172.20.0.10" },
    },
    runner: {
      repository: "https://github.com/optibid/platform.git",
      connection: { arn: CONNECTION },
      vpcId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      clusterSecurityGroupId: "sg-cluster",
      logRetentionDays: 400,
    },
    release: { current: { version: "1.4.2", images: { api: imageOf("api", "2") } }, previous: { version: "1.4.1", images: { api: imageOf("api", "1") } } },
  };
}

/** The graph of a delivery whose arguments were changed. */
export function build(change: (given: DeliveryArgs) => DeliveryArgs = (given) => given): Promise<Registration[]> {
  return record(() => {
    const provider = new k8s.Provider("kubernetes", { kubeconfig: "{}" });
    new Delivery("delivery", change(args(provider)));
  });
}
