/**
 * How programs are set up: environment, credentials, connections, Services and autoscalers.
 */
import { describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../policies/unknown.ts";
import { deployment } from "./fixtures.ts";
import { check, outcome, patched, resource } from "./support.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const POD = "spec.template.spec";
const CONTAINER = `${POD}.containers[0]`;
const ENV = `${CONTAINER}.env`;

function env(values: Record<string, unknown>) {
  return { [ENV]: Object.entries(values).map(([name, value]) => ({ name, value })) };
}

describe("environment", () => {
  check("program-production-mode", {
    type: DEPLOYMENT, good: deployment(), fine: [env({ LOG_LEVEL: "info" }), env({ NODE_ENV: "production", DATABASE_HOST: UNKNOWN }), env({ DEBUG: "" })],
    bad: [env({ NODE_ENV: "development" }), env({ NODE_OPTIONS: "--trace-warnings" }), env({ LOG_LEVEL: "debug" }), env({ APP_LOG_LEVEL: "TRACE" }), env({ DEBUG: "*" }), { [`${POD}.containers`]: [] }],
    safe: [ENV], missing: ["spec"], unknown: [ENV, `${ENV}[0].value`],
  });
  const volumes = [{ name: "secrets", csi: { driver: "secrets-store.csi.k8s.io", volumeAttributes: { secretProviderClass: "app" } } }];
  const mounted = patched(deployment(), { ...env({ JWT_SECRET_FILE: "/run/secrets/jwt" }), [`${POD}.volumes`]: volumes, [`${CONTAINER}.volumeMounts`]: [{ name: "secrets", mountPath: "/run/secrets/" }] }) as Record<string, unknown>;
  check("program-secrets-from-store", {
    type: DEPLOYMENT, good: mounted, fine: [{ [`${POD}.volumes`]: [{ name: "secrets", secret: {} }] }, { [`${POD}.volumes`]: [{ name: "secrets", projected: { sources: [{ secret: {} }] } }] }, env({ CA_BUNDLE_FILE: "/etc/ssl/ca.pem" })],
    bad: [env({ JWT_SECRET_FILE: "/tmp/jwt" }), env({ SENTRY_DSN_FILE: "/run/secrets-of-others" }), { [`${POD}.volumes`]: [{ name: "secrets", emptyDir: {} }] }], missing: [`${CONTAINER}.volumeMounts`, `${POD}.volumes`, `${ENV}[0].value`],
    unknown: [`${POD}.volumes`, `${ENV}[0].value`],
  });
  const secretClass = (objects: unknown) => resource("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", "class", { metadata: { name: "app", namespace: "optibid" }, spec: { parameters: { objects } } });
  check("secret-class-exists", {
    type: DEPLOYMENT, good: mounted, others: [secretClass("- objectName: app")], bad: [{ [`${POD}.volumes[0].csi.volumeAttributes.secretProviderClass`]: "other" }, { "metadata.namespace": "other" }],
    missing: [`${POD}.volumes[0].csi.volumeAttributes`], unknown: [`${POD}.volumes[0].csi.volumeAttributes`], exempt: [{ [`${POD}.volumes`]: [] }],
  });
  test.each([["", "violation"], [undefined, "violation"], [UNKNOWN, "deferred"]])("a class with the objects %j: %s", (objects, expected) => {
    expect(outcome("secret-class-exists", [resource(DEPLOYMENT, "subject", mounted), secretClass(objects)])).toBe(expected);
  });
  check("program-provider-credentials", {
    type: DEPLOYMENT, good: patched(deployment(), env({ SENDGRID_API_URL: "https://x", SENDGRID_API_KEY_FILE: "/run/secrets/key" })) as Record<string, unknown>,
    fine: [{ [ENV]: [{ name: "SENTRY_DSN", valueFrom: { secretKeyRef: { name: "app", key: "dsn" } } }] }], bad: [env({ SENDGRID_API_URL: "https://x" }), env({ TWILIO_ACCOUNT_SID_FILE: "/run/secrets/sid" }), env({ SENTRY_ENVIRONMENT: "production" }), env({ SENTRY_DSN: "x" })],
    missing: [`${ENV}[1].value`], safe: [ENV], unknown: [ENV, `${ENV}[1].value`],
  });
  check("program-connections-tls", {
    type: DEPLOYMENT, good: patched(deployment(), env({ DATABASE_HOST: UNKNOWN, DATABASE_SSL_MODE: "verify-full", REDIS_HOST: "cache", REDIS_TLS: "true", API_URL: "https://api.example" })) as Record<string, unknown>,
    fine: [env({ API_URL: "http://api.optibid.svc.cluster.local:3001" }), env({ API_URL: "http://localhost:3000" }), env({ COLLECTOR_ENDPOINT: "http://127.0.0.1:4318" })],
    bad: [env({ API_URL: "http://api.example/v1" }), env({ DATABASE_HOST: "db" }), env({ DATABASE_HOST: "db", DATABASE_SSL_MODE: "require" }), env({ REDIS_HOST: "cache", REDIS_TLS: "false" })],
    missing: [`${ENV}[1].value`, `${ENV}[3].value`], unknown: [ENV, `${ENV}[4].value`],
  });
});

describe("who finds the pods", () => {
  const app = resource(DEPLOYMENT, "app", deployment());
  const meta = { metadata: { name: "app", namespace: "optibid" } };
  check("service-selects-pods", { type: "kubernetes:core/v1:Service", good: { ...meta, spec: { selector: { app: "app" } } }, others: [app], bad: [{ "spec.selector.app": "other" }, { "metadata.namespace": "other" }], missing: ["metadata.namespace"], unknown: ["spec.selector.app"], exempt: [{ "spec.selector": undefined }] });
  check("autoscaler-has-target", {
    type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", good: { ...meta, spec: { scaleTargetRef: { kind: "Deployment", name: "app" } } }, others: [app], bad: [{ "spec.scaleTargetRef.name": "other" }, { "spec.scaleTargetRef.kind": "StatefulSet" }],
    missing: ["spec", "spec.scaleTargetRef", "spec.scaleTargetRef.name"], unknown: ["spec.scaleTargetRef.name"],
  });
});

describe("users of the cache", () => {
  check("cache-user-own-keys", {
    type: "aws:elasticache/user:User", good: { accessString: "on ~sessions:* -@all +@read +@write -@dangerous" }, fine: [{ accessString: "on %R~sessions:* +@all -@dangerous" }],
    bad: [{ accessString: "on ~* +@read" }, { accessString: "on allkeys +@read" }, { accessString: "on ~sessions:* +@all" }, { accessString: "on ~sessions:* -@dangerous +@admin" }, { accessString: "on ~?ession +@read" }, { accessString: "on +@read" }],
    missing: ["accessString"], unknown: ["accessString"], exempt: [{ accessString: "off ~keys* -@all" }],
  });
});
