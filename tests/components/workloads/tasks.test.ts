import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { only } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { namesOf } from "../cluster/context.ts";
import { api, build, jobs, metadata, spec } from "./fixture.ts";
import type { Given } from "./fixture.ts";

const JOB = "kubernetes:batch/v1:Job";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const labels = (name: string) => ({ "app.kubernetes.io/name": name, "app.kubernetes.io/version": "0123456789ab" });
const migration = (change: Partial<typeof jobs.migration>): Given => ({ jobs: { ...jobs, migration: { ...jobs.migration, ...change } } });
const jobName = (graph: readonly Registration[]) => metadata(only(graph, JOB, "w-migration-job")).name;

describe("the migration", () => {
  test("is one pod that is tried again, gets so much time, and stays to be looked at", async () => {
    const job = only(await build(), JOB, "w-migration-job");
    expect(metadata(job).annotations).toEqual({ "pulumi.com/replaceUnready": "true" });
    expect(job.customTimeouts).toEqual({ create: "2400s", update: "2400s" });
    const { template, ...rest } = spec<Record<string, unknown> & { template: object }>(job);
    expect(rest).toEqual({
      completions: 1,
      parallelism: 1,
      backoffLimit: 2,
      activeDeadlineSeconds: 1800,
      podFailurePolicy: { rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }] },
      podReplacementPolicy: "Failed",
    });
    expect(template).toMatchObject({
      metadata: { labels: labels("migration"), annotations: { "karpenter.sh/do-not-disrupt": "true" } },
      spec: { serviceAccountName: "migration", restartPolicy: "Never", priorityClassName: "optibid-production-background" },
    });
  });

  test("finds its script and its credentials as files", async () => {
    const graph = await build();
    const script = only(graph, CONFIG_MAP, "w-migration-script");
    expect(script.inputs).toMatchObject({ immutable: true, data: { "maintenance.sql": "SELECT 1;\n" } });
    const { template } = spec<{ template: { spec: { containers: { env: object[]; volumeMounts: object[] }[]; volumes: object[] } } }>(only(graph, JOB, "w-migration-job"));
    const [container] = template.spec.containers;
    expect(container?.env).toContainEqual({ name: "MAINTENANCE_SQL_FILE", value: "/etc/optibid/maintenance/maintenance.sql" });
    expect(container?.env).toContainEqual({ name: "DATABASE_CREDENTIALS_FILE", value: "/run/secrets/optibid/master.json" });
    expect(container?.volumeMounts).toEqual([
      { name: "tmp", mountPath: "/tmp" },
      { name: "etc-optibid-maintenance", mountPath: "/etc/optibid/maintenance", readOnly: true },
      { name: "run-secrets-optibid", mountPath: "/run/secrets/optibid", readOnly: true },
    ]);
    expect(template.spec.volumes.slice(1)).toEqual([
      { name: "etc-optibid-maintenance", configMap: { name: metadata(script).name, defaultMode: 0o444 } },
      { name: "run-secrets-optibid", csi: { driver: "secrets-store.csi.k8s.io", readOnly: true, volumeAttributes: { secretProviderClass: "migration" } } },
    ]);
  });

  test("is another Job for another image, command, script or release, and the same for the same", async () => {
    const [first, again] = [jobName(await build()), jobName(await build())];
    expect(again).toBe(first);
    const others = [
      migration({ image: api.image.replace("@sha256:0", "@sha256:1") }),
      migration({ command: ["node", "dist/other.js"] }),
      migration({ maintenanceSql: "SELECT 2;\n" }),
      { version: "v1.4.2" },
    ];
    const names = [first];
    for (const given of others) names.push(jobName(await build(given)));
    expect(new Set(names).size).toBe(5);
    for (const name of names) expect(name).toMatch(/^migration-[0-9a-f]{10}$/);
  });

  test("keeps its name while it has more time or retries: a Job may be given those", async () => {
    expect(jobName(await build(migration({ deadlineSeconds: 3_600, retries: 5 })))).toBe(jobName(await build()));
  });

  test("takes a script that is known only later", async () => {
    const graph = await build(migration({ maintenanceSql: pulumi.output(Promise.resolve("SELECT 1;\n")) }));
    expect(jobName(graph)).toBe(jobName(await build()));
  });

  test("waits for its fences and its script", async () => {
    expect(namesOf(only(await build(), JOB, "w-migration-job").dependencies)).toEqual(
      expect.arrayContaining(["n-default-deny", "w-migration-flows", "w-migration-script", "w-migration-service-account", "w-priority-background", "w-quota"]),
    );
  });
});

test("the export is exactly this", async () => {
  const { jobTemplate, ...rest } = spec<Record<string, unknown> & { jobTemplate: object }>(only(await build(), "kubernetes:batch/v1:CronJob", "w-export-cron-job"));
  expect(rest).toEqual({
    schedule: "15 4 * * *",
    timeZone: "Europe/Berlin",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
  });
  expect(jobTemplate).toMatchObject({
    metadata: { labels: labels("export") },
    spec: {
      backoffLimit: 1,
      activeDeadlineSeconds: 7200,
      template: {
        metadata: { labels: labels("export") },
        spec: { serviceAccountName: "export", restartPolicy: "Never", priorityClassName: "optibid-production-batch", containers: [{ command: ["node", "dist/export.js"] }] },
      },
    },
  });
});
