import { describe, expect, test } from "@jest/globals";
import { nodeClassSpec, nodePoolSpec, volumeTags } from "../../../components/cluster/node-specs.ts";
import { production } from "./context.ts";

test("nodes are private, encrypted with our key, and deny by default", () => {
  const parts = { roleName: "role", subnetIds: ["subnet-1", "subnet-2"], securityGroupId: "sg-1", volumeKeyArn: "key", tags: { owner: "us" } };
  expect(nodeClassSpec(parts)).toEqual({
    role: "role",
    subnetSelectorTerms: [{ id: "subnet-1" }, { id: "subnet-2" }],
    securityGroupSelectorTerms: [{ id: "sg-1" }],
    snatPolicy: "Random",
    networkPolicy: "DefaultDeny",
    networkPolicyEventLogs: "Enabled",
    advancedNetworking: { associatePublicIPAddress: false },
    ephemeralStorage: { size: "80Gi", iops: 3000, throughput: 125, kmsKeyID: "key" },
    tags: { owner: "us" },
  });
});

interface PoolSpec {
  readonly template: { readonly spec: { readonly requirements: readonly { key: string; values: readonly string[] }[] } };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

describe("the node pool", () => {
  test.each([
    [{}, ["on-demand"], ["arm64"], { cpu: "128", memory: "512Gi" }],
    [{ spot: true, architecture: "amd64", cpuLimit: 8, memoryLimitGiB: 32 } as const, ["on-demand", "spot"], ["amd64"], { cpu: "8", memory: "32Gi" }],
  ])("of size %j", (size, capacity, architecture, limits) => {
    const spec = nodePoolSpec(size) as unknown as PoolSpec;
    const values = (key: string) => spec.template.spec.requirements.find((each) => each.key === key)?.values;
    expect(values("karpenter.sh/capacity-type")).toEqual(capacity);
    expect(values("kubernetes.io/arch")).toEqual(architecture);
    expect(spec.limits).toEqual(limits);
  });

  test("uses the platform's node class and replaces nodes well within EKS's 21 days", () => {
    expect(nodePoolSpec()).toMatchObject({
      template: {
        spec: {
          nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: "platform" },
          expireAfter: "336h",
          terminationGracePeriod: "1h",
        },
      },
      disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "5m", budgets: [{ nodes: "10%" }] },
    });
  });
});

test("volumes that pods claim carry the platform's tags", () => {
  expect(volumeTags(production)).toEqual({
    tagSpecification_1: "owner=platform-team",
    tagSpecification_2: "environment=production",
    tagSpecification_3: "cost-centre=optibid-4711",
    tagSpecification_4: "data-classification=confidential",
    tagSpecification_5: "backup=daily",
  });
});
