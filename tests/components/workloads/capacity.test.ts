import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { limits, quota } from "../../../components/workloads/capacity.ts";
import { quotaLaws } from "../../../rehearsal/kubernetes/quotas.ts";
import type { Props } from "../../../rehearsal/types.ts";
import { api, jobs, worker } from "./fixture.ts";

const tls = { image: "x", resources: { cpuRequest: 10, cpuLimit: 20, memory: 64, ephemeralStorage: 128 } };
const resources = { cpuRequest: 100, cpuLimit: 200, memory: 256, ephemeralStorage: 512 };

test("the quota holds all pods at their most, those that start and those that stop, every task twice, and what ends TLS in the pods of servers", () => {
  // 4 + 2 × 1 pods of a server, 10 + 2 × 3 of a worker, and 2 of one task
  const programs = [{ ...api, resources, scaling: { min: 2, max: 4 } }, { ...worker, resources, scaling: { min: 2, max: 10 } }];
  expect(quota(programs, [{ ...jobs.export, resources }], tls)).toEqual({
    pods: "24",
    "requests.cpu": "2460m",
    "limits.cpu": "4920m",
    "requests.memory": "6528Mi",
    "limits.memory": "6528Mi",
    "requests.ephemeral-storage": "13056Mi",
    "limits.ephemeral-storage": "13056Mi",
    persistentvolumeclaims: "0",
    secrets: "0",
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  });
});

describe("a container", () => {
  test("has at most what the largest program or task has, each by its own measure", () => {
    const many = { ...api, resources: { ...resources, cpuLimit: 4000 } };
    const large = { ...jobs.export, resources: { ...resources, memory: 8192, ephemeralStorage: 2048 } };
    expect(limits([many, large])).toEqual({
      type: "Container",
      defaultRequest: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "256Mi" },
      default: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "256Mi" },
      max: { cpu: "4000m", memory: "8192Mi", "ephemeral-storage": "2048Mi" },
    });
  });

  test("has at least room for what a container gets that asks for nothing", () => {
    expect(limits([{ ...api, resources: { cpuRequest: 10, cpuLimit: 10, memory: 64, ephemeralStorage: 64 } }]).max).toEqual({ cpu: "500m", memory: "256Mi", "ephemeral-storage": "256Mi" });
  });
});

test("whatever the sizes, the API server takes quota and limits, and every container is within its limits", () => {
  const size = fc.record({ cpuRequest: fc.integer({ min: 10, max: 192_000 }), cpuLimit: fc.integer({ min: 10, max: 192_000 }), memory: fc.integer({ min: 64, max: 1_572_864 }), ephemeralStorage: fc.integer({ min: 256, max: 4_096 }) });
  const scaling = fc.record({ min: fc.integer({ min: 2, max: 500 }), max: fc.integer({ min: 2, max: 500 }) });
  const said = (kind: string, spec: object): string[] => {
    const token = `kubernetes:core/v1:${kind}`;
    const inputs = { metadata: { name: "x" }, spec } as unknown as Props;
    const world = { get: () => undefined, list: () => [], all: () => [] };
    return quotaLaws.filter(({ tokens }) => tokens.includes(token)).flatMap((law) => law.judge({ operation: "create", token, region: "cluster", account: "123456789012", inputs, world })).map(({ message }) => message);
  };
  fc.assert(
    fc.property(fc.array(fc.tuple(size, scaling), { minLength: 1, maxLength: 6 }), size, (sizes, taskSize) => {
      const programs = sizes.map(([resources, each]) => ({ ...api, resources, scaling: each }));
      const task = { ...jobs.export, resources: taskSize };
      const limit = limits([...programs, task]) as { max: Record<string, string> };
      expect(said("ResourceQuota", { hard: quota(programs, [task], tls) })).toEqual([]);
      expect(said("LimitRange", { limits: [limit] })).toEqual([]);
      for (const { resources: each } of [...programs, task]) {
        expect(Number.parseInt(limit.max["cpu"] ?? "", 10)).toBeGreaterThanOrEqual(each.cpuLimit);
        expect(Number.parseInt(limit.max["memory"] ?? "", 10)).toBeGreaterThanOrEqual(each.memory);
      }
    }),
  );
});
