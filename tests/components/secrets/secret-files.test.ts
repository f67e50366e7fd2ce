import * as k8s from "@pulumi/kubernetes";
import { parse } from "yaml";
import { describe, expect, test } from "@jest/globals";
import { secretHandles } from "../../../components/secrets/catalogue.ts";
import { classParameters, mountedObjects, SecretFiles } from "../../../components/secrets/secret-files.ts";
import { only, record } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { DEVELOPMENT, PRODUCTION } from "../network/fixture.ts";

const HANDLES = secretHandles(PRODUCTION, { twilio: { accountSid: "a", authToken: "b", fromNumber: "c" }, sentry: { dsn: "d" } });
const FILE = { filePermission: "0444" };

describe("a class for a workload's pods", () => {
  test("is one object, in the pods' namespace, through Pod Identity", async () => {
    const classes: unknown[] = [];
    const graph = await record(() => {
      const provider = new k8s.Provider("cluster", { kubeconfig: "{}" });
      new SecretFiles("files", { context: PRODUCTION, provider, namespace: "optibid", workload: "api", secrets: HANDLES.slice(0, 1) }).className.apply((name) => classes.push(name));
    });
    const found = only(graph, "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass");
    expect(found.provider).toBe("cluster");
    expect(found.inputs).toMatchObject({
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: { name: "api", namespace: "optibid", labels: { "app.kubernetes.io/name": "api", "optibid.com/data-classification": "restricted" } },
      spec: { provider: "aws", parameters: { region: "eu-central-1", failoverRegion: "eu-west-1", usePodIdentity: "true" } },
    });
    expect(classes).toEqual(["api"]);
    expect(refusals(graph)).toEqual([]);
    expect(violations(graph)).toEqual([]);
  });

  test("each value is a file of its own, and the whole another", () => {
    expect(parse(classParameters(PRODUCTION, HANDLES.slice(0, 1))["objects"] as string)).toEqual([
      {
        objectName: "optibid-production/jwt",
        objectType: "secretsmanager",
        objectAlias: "jwt.json",
        ...FILE,
        jmesPath: [
          { path: "current", objectAlias: "jwt-secret", ...FILE },
          { path: "previous", objectAlias: "jwt-secret-previous", ...FILE },
        ],
      },
    ]);
  });

  test("every file has a name of its own: the provider refuses two of the same", () => {
    const files = mountedObjects(HANDLES).flatMap(({ objectName, objectAlias, jmesPath }) => [objectName, objectAlias, ...jmesPath.map((each) => each.objectAlias)]);
    expect(new Set(files).size).toBe(files.length);
    expect(mountedObjects(HANDLES).flatMap(({ jmesPath }) => jmesPath.map(({ objectAlias }) => objectAlias))).toEqual([
      "jwt-secret",
      "jwt-secret-previous",
      "session-secret",
      "session-secret-previous",
      "encryption-key",
      "cache-operator-username",
      "cache-operator-password",
      "grafana-admin-password",
      "synthetic-user-email",
      "synthetic-user-password",
      "twilio-account-sid",
      "twilio-auth-token",
      "twilio-from-number",
      "sentry-dsn",
    ]);
  });

  test("one Region: no failover", () => {
    expect(classParameters(DEVELOPMENT, HANDLES)).not.toHaveProperty("failoverRegion");
  });
});
