import { describe, expect, test } from "@jest/globals";
import { check, outcome, patched, resource } from "./support.ts";
import { deployment, DIGEST, podSpec } from "./fixtures.ts";
import { UNKNOWN } from "../../policies/unknown.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SPEC = "spec.template.spec";
const C = `${SPEC}.containers[0]`;
const good = deployment();

describe("containers", () => {
  const S = `${C}.securityContext`;
  check("container-image-by-digest", {
    type: DEPLOYMENT, good,
    bad: [{ [`${C}.image`]: "app:latest" }, { [`${C}.image`]: "app" }, { [`${C}.image`]: "app@sha256:abc" }, { [`${SPEC}.volumes`]: [{ name: "model", image: { reference: "registry.example/model:7" } }] }, { [`${SPEC}.volumes`]: [{ name: "model", image: {} }] }],
    fine: [{ [`${SPEC}.volumes`]: [{ name: "model", image: { reference: DIGEST } }, { name: "tmp", emptyDir: {}, image: null }] }],
    missing: [`${C}.image`], unknown: [`${C}.image`, `${SPEC}.containers`],
  });
  check("container-non-root", {
    type: DEPLOYMENT, good,
    bad: [
      { [`${S}.runAsNonRoot`]: false, [`${SPEC}.securityContext`]: { runAsNonRoot: true } },
      { [`${SPEC}.securityContext`]: { runAsNonRoot: false } },
      { [`${S}.runAsUser`]: 0 },
      { [`${SPEC}.securityContext`]: { runAsUser: 0 } },
      { [`${SPEC}.ephemeralContainers`]: [{ name: "debug" }] },
    ],
    fine: [{ [`${S}.runAsNonRoot`]: undefined, [`${SPEC}.securityContext`]: { runAsNonRoot: true } }, { [`${S}.runAsUser`]: 1000 }],
    missing: [`${S}.runAsNonRoot`, S], unknown: [`${S}.runAsNonRoot`],
  });
  check("container-non-root-group", {
    type: DEPLOYMENT, good,
    bad: [
      { [`${S}.runAsGroup`]: 0 }, { [`${S}.runAsGroup`]: undefined, [`${SPEC}.securityContext`]: { runAsGroup: 0 } }, { [`${SPEC}.securityContext`]: { supplementalGroups: [1000, 0] } }, { [`${SPEC}.securityContext`]: { fsGroup: 0 } },
      { [`${SPEC}.initContainers`]: [{ name: "init" }] },
    ],
    fine: [{ [`${S}.runAsGroup`]: undefined, [`${SPEC}.securityContext`]: { runAsGroup: 3000, fsGroup: 3000, supplementalGroups: [4000] } }],
    missing: [`${S}.runAsGroup`, S], unknown: [`${S}.runAsGroup`, `${SPEC}.securityContext`], exempt: [{ [`${SPEC}.os`]: { name: "windows" } }],
  });
  check("workload-own-service-account", {
    type: DEPLOYMENT, good, bad: [{ [`${SPEC}.serviceAccountName`]: "default" }, { [`${SPEC}.serviceAccountName`]: "" }], fine: [{ [`${SPEC}.serviceAccountName`]: undefined, [`${SPEC}.serviceAccount`]: "app" }],
    missing: [`${SPEC}.serviceAccountName`], unknown: [`${SPEC}.serviceAccountName`],
  });
  check("container-read-only-root", {
    type: DEPLOYMENT, good, bad: [{ [`${S}.readOnlyRootFilesystem`]: false }], missing: [S], unknown: [S],
    exempt: [{ [`${SPEC}.os`]: { name: "windows" } }],
  });
  check("pod-no-service-account-token", {
    type: DEPLOYMENT, good, bad: [{ [`${SPEC}.automountServiceAccountToken`]: true }], missing: [`${SPEC}.automountServiceAccountToken`], unknown: [`${SPEC}.automountServiceAccountToken`],
  });
  test.each([
    ["that mounts none", { metadata: { name: "app", namespace: "optibid" }, automountServiceAccountToken: false }, {}, "pass"],
    ["that mounts none, and a pod that does", { metadata: { name: "app", namespace: "optibid" }, automountServiceAccountToken: false }, { [`${SPEC}.automountServiceAccountToken`]: true }, "violation"],
    ["that mounts one", { metadata: { name: "app", namespace: "optibid" } }, {}, "violation"],
    ["of another namespace", { metadata: { name: "app", namespace: "other" }, automountServiceAccountToken: false }, {}, "violation"],
    ["of another name", { metadata: { name: "web", namespace: "optibid" }, automountServiceAccountToken: false }, {}, "violation"],
  ])("a service account %s", (_title, account, more, expected) => {
    const pod = patched(good, { [`${SPEC}.automountServiceAccountToken`]: undefined, [`${SPEC}.serviceAccountName`]: "app", ...more });
    expect(outcome("pod-no-service-account-token", [resource(DEPLOYMENT, "subject", pod), resource("kubernetes:core/v1:ServiceAccount", "account", account)])).toBe(expected);
  });
  check("container-no-privilege-escalation", {
    type: DEPLOYMENT, good, bad: [{ [`${S}.allowPrivilegeEscalation`]: true }], missing: [`${S}.allowPrivilegeEscalation`, S], unknown: [S],
    exempt: [{ [`${SPEC}.os`]: { name: "windows" } }],
  });
  check("container-capabilities-dropped", {
    type: DEPLOYMENT, good,
    bad: [{ [`${S}.capabilities.drop`]: ["NET_RAW"] }, { [`${S}.capabilities.add`]: ["SYS_ADMIN"] }, { [`${SPEC}.initContainers`]: [{ name: "init" }] }],
    fine: [{ [`${S}.capabilities.add`]: ["NET_BIND_SERVICE"] }],
    missing: [`${S}.capabilities`], unknown: [`${S}.capabilities`, `${S}.capabilities.add`],
  });
  check("container-not-privileged", {
    type: DEPLOYMENT, good,
    bad: [{ [`${S}.privileged`]: true }, { [`${SPEC}.securityContext`]: { windowsOptions: { hostProcess: true } } }, { [`${S}.windowsOptions`]: { hostProcess: true } }],
    fine: [{ [`${S}.privileged`]: false }], safe: [S], missing: [`${SPEC}.containers`], unknown: [`${S}.privileged`],
  });
  check("pod-seccomp-profile", {
    type: DEPLOYMENT, good,
    bad: [{ [`${S}.seccompProfile.type`]: "Unconfined" }, { [`${SPEC}.securityContext`]: { seccompProfile: { type: "Unconfined" } } }],
    fine: [{ [`${S}.seccompProfile`]: undefined, [`${SPEC}.securityContext`]: { seccompProfile: { type: "Localhost" } } }],
    missing: [`${S}.seccompProfile`], unknown: [`${S}.seccompProfile`],
  });
  check("pod-not-in-host-namespaces", {
    type: DEPLOYMENT, good,
    bad: [
      { [`${SPEC}.hostNetwork`]: true }, { [`${SPEC}.hostPID`]: true }, { [`${SPEC}.hostIPC`]: true },
      { [`${C}.ports`]: [{ containerPort: 80, hostPort: 80 }] }, { [`${C}.livenessProbe`]: { httpGet: { host: "169.254.169.254", port: 80 } } },
    ],
    fine: [{ [`${C}.ports`]: [{ containerPort: 80, hostPort: 0 }] }],
    missing: [`${SPEC}.containers`], unknown: [`${SPEC}.hostNetwork`, `${C}.ports`],
  });
  check("pod-volume-types", {
    type: DEPLOYMENT, good,
    bad: [{ [`${SPEC}.volumes`]: [{ name: "v", hostPath: { path: "/" } }] }, { [`${SPEC}.volumes`]: [{ name: "v", nfs: {} }] }],
    fine: [{ [`${SPEC}.volumes`]: [{ name: "a", emptyDir: {} }, { name: "b", persistentVolumeClaim: { claimName: UNKNOWN } }, { name: "c", csi: {} }, { name: "d", image: { reference: DIGEST } }, { name: "e", hostPath: null }, { name: "f", csi: UNKNOWN }] }],
    safe: [`${SPEC}.volumes`], unknown: [`${SPEC}.volumes`],
  });
  check("pod-kernel-settings", {
    type: DEPLOYMENT, good,
    bad: [
      { [`${SPEC}.securityContext`]: { sysctls: [{ name: "kernel.msgmax", value: "1" }] } },
      { [`${SPEC}.securityContext`]: { sysctls: [{ name: "kernel.shm_rmid_forced", value: "1+kernel.core_pattern=|/bin/sh" }] } },
      { [`${S}.procMount`]: "Unmasked" },
      { [`${S}.appArmorProfile`]: { type: "Unconfined" } },
      { "spec.template.metadata.annotations": { "container.apparmor.security.beta.kubernetes.io/app": "unconfined" } },
      { [`${S}.seLinuxOptions`]: { type: "spc_t" } },
      { [`${SPEC}.securityContext`]: { seLinuxOptions: { user: "system_u" } } },
    ],
    fine: [
      { [`${SPEC}.securityContext`]: { sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }, { name: "net.ipv4.tcp_rmem" }, { name: "net/ipv4/tcp_notsent_lowat", value: "1" }], seLinuxOptions: { level: "s0:c1", type: "container_t" } } },
      { "spec.template.metadata.annotations": { "container.apparmor.security.beta.kubernetes.io/app": "localhost/app" } },
    ],
    safe: [S], unknown: [`${S}.procMount`],
  });
  test.each([
    ["container-no-privilege-escalation", "not-applicable"], ["container-capabilities-dropped", "not-applicable"], ["pod-seccomp-profile", "not-applicable"],
    // The Standards make no other exception for Windows.
    ["container-non-root", "pass"], ["container-not-privileged", "pass"], ["pod-not-in-host-namespaces", "pass"], ["pod-volume-types", "pass"], ["pod-kernel-settings", "pass"],
  ])("a pod that runs on Windows: %s: %s", (rule, expected) => {
    expect(outcome(rule, [resource(DEPLOYMENT, "subject", patched(good, { [`${SPEC}.os`]: { name: "windows" } }))])).toBe(expected);
  });
  test.each([
    [{ "spec.template.metadata.annotations": { "container.apparmor.security.beta.kubernetes.io/app": "" } }, "pass"],
    [{ "spec.template.metadata.annotations": { "container.apparmor.security.beta.kubernetes.io/app": "runtime/default" } }, "pass"],
    [{ [`${SPEC}.securityContext`]: { seLinuxOptions: { type: "container_engine_t" } } }, "pass"],
    [{ [`${SPEC}.securityContext`]: { seLinuxOptions: { role: "system_r" } } }, "violation"],
    [{ [`${SPEC}.hostUsers`]: false, [`${S}.procMount`]: "Unmasked" }, "violation"],
    [{ [`${SPEC}.ephemeralContainers`]: [{ name: "debug", securityContext: { procMount: "Unmasked" } }] }, "violation"],
    [{ [`${SPEC}.initContainers`]: [{ name: "init", securityContext: { appArmorProfile: { type: "Unconfined" } } }] }, "violation"],
  ])("kernel settings %j: %s", (change, expected) => expect(outcome("pod-kernel-settings", [resource(DEPLOYMENT, "subject", patched(good, change))])).toBe(expected));
  test.each([
    [{ [`${C}.lifecycle`]: { preStop: { httpGet: { host: "10.0.0.1", port: 80 } } } }, "violation"], [{ [`${SPEC}.initContainers`]: [{ name: "init", startupProbe: { tcpSocket: { host: "::1", port: 80 } } }] }, "violation"],
    [{ [`${C}.lifecycle`]: { postStart: { httpGet: { host: "", port: 80 } } } }, "pass"],
  ])("probes and hooks %j: %s", (change, expected) => expect(outcome("pod-not-in-host-namespaces", [resource(DEPLOYMENT, "subject", patched(good, change))])).toBe(expected));
  check("container-secrets-as-files", {
    type: DEPLOYMENT, good,
    bad: [
      { [`${C}.env[1]`]: { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } } }, { [`${C}.envFrom`]: [{ configMapRef: { name: "app" } }, { secretRef: { name: "app" } }] },
      { [`${SPEC}.initContainers`]: [{ name: "init", envFrom: [{ secretRef: { name: "app" } }] }] },
    ],
    fine: [{ [`${C}.env[1]`]: { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } } }, { [`${C}.envFrom`]: [{ configMapRef: { name: "app" } }] }, { [`${SPEC}.volumes`]: [{ name: "s", secret: { secretName: "app" } }] }],
    safe: [`${C}.env`, `${C}.envFrom`], missing: [`${SPEC}.containers`], unknown: [`${C}.env`, `${C}.envFrom`, `${C}.env[1].valueFrom`],
  });
  check("persistent-volume-not-host-path", {
    type: "kubernetes:core/v1:PersistentVolume", good: { spec: { csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" } } }, bad: [{ "spec.hostPath": { path: "/data" } }], safe: ["spec.hostPath"], unknown: ["spec.hostPath"],
  });
  check("image-repository-scans", {
    type: "aws:ecr/repository:Repository", good: { name: "app", imageScanningConfiguration: { scanOnPush: true } },
    bad: [{ "imageScanningConfiguration.scanOnPush": false }], missing: ["imageScanningConfiguration"], unknown: ["imageScanningConfiguration"],
  });
  test.each([["app*", "pass"], ["*", "pass"], ["web*", "violation"]])("a registry that scans %s: %s", (filter, expected) => {
    const registry = resource("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "registry", {
      scanType: "ENHANCED", rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: [{ filter, filterType: "WILDCARD" }] }],
    });
    expect(outcome("image-repository-scans", [resource("aws:ecr/repository:Repository", "subject", { name: "app-api" }), registry])).toBe(expected);
  });
  check("image-tags-immutable", {
    type: "aws:ecr/repository:Repository", good: { imageTagMutability: "IMMUTABLE" },
    bad: [{ imageTagMutability: "MUTABLE" }], missing: ["imageTagMutability"], unknown: ["imageTagMutability"],
  });
  test.each([
    ["kubernetes:core/v1:Pod", { spec: podSpec() }],
    ["kubernetes:apps/v1:StatefulSet", { spec: { template: { spec: podSpec() } } }],
    ["kubernetes:apps/v1:DaemonSet", { spec: { template: { spec: podSpec() } } }],
    ["kubernetes:apps/v1:ReplicaSet", { spec: { template: { spec: podSpec() } } }],
    ["kubernetes:core/v1:ReplicationController", { spec: { template: { spec: podSpec() } } }],
    ["kubernetes:batch/v1:Job", { spec: { template: { spec: podSpec() } } }],
    ["kubernetes:core/v1:PodTemplate", { template: { spec: podSpec() } }],
    ["kubernetes:batch/v1:CronJob", { spec: { jobTemplate: { spec: { template: { spec: podSpec() } } } } }],
    ["kubernetes:batch/v1beta1:CronJob", { spec: { jobTemplate: { spec: { template: { spec: podSpec() } } } } }],
    ["kubernetes:batch/v2alpha1:CronJob", { spec: { jobTemplate: { spec: { template: { spec: podSpec() } } } } }],
    ["kubernetes:extensions/v1beta1:Deployment", { spec: { template: { spec: podSpec() } } }],
    ["kubernetes:extensions/v1beta1:DaemonSet", { spec: { template: { spec: podSpec() } } }],
    ["kubernetes:extensions/v1beta1:ReplicaSet", { spec: { template: { spec: podSpec() } } }],
    ["kubernetes:apps/v1beta1:StatefulSet", { spec: { template: { spec: podSpec() } } }],
    ["kubernetes:apps/v1beta2:DaemonSet", { spec: { template: { spec: podSpec() } } }],
  ])("finds the pods of %s", (type, props) => {
    const path = type.endsWith("CronJob") ? "spec.jobTemplate.spec.template.spec" : type.endsWith(":Pod") ? "spec" : type.endsWith(":PodTemplate") ? "template.spec" : SPEC;
    expect(outcome("container-read-only-root", [resource(type, "subject", props)])).toBe("pass");
    const broken = patched(props, { [`${path}.initContainers`]: [{ name: "init" }] });
    expect(outcome("container-read-only-root", [resource(type, "subject", broken)])).toBe("violation");
  });
});
