/** The Pod Security Standards, and what a namespace's level means for pods and for what makes them. */
import { describe, expect, test } from "@jest/globals";
import { Field } from "../../../rehearsal/kubernetes/field.ts";
import { podSecurityProblems } from "../../../rehearsal/kubernetes/pod-security.ts";
import type { Level } from "../../../rehearsal/kubernetes/pod-security.ts";
import type { Props } from "../../../rehearsal/types.ts";
import { change, good, said, thing, worldOf, wrong } from "./objects.ts";

const safe: Props = { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ["ALL"] }, seccompProfile: { type: "RuntimeDefault" } };
const pod = (context: Props = safe, spec: Props = {}): Props => ({ containers: [{ name: "a", image: "i", securityContext: context }], ...spec });
const bare: Props = { containers: [{ name: "a", image: "i" }, { name: "b", image: "i" }] };
const bareProblems =
  'allowPrivilegeEscalation != false (containers "a", "b" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or containers "a", "b" must set securityContext.runAsNonRoot=true), seccompProfile (pod or containers "a", "b" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';

describe("levels", () => {
  test.each<[Level, string, Props, string | undefined]>([
    ["privileged", "anything", pod({ privileged: true }), undefined],
    ["baseline", "no security context", bare, undefined],
    ["restricted", "a safe one", pod(), undefined],
    ["restricted", "no security context", bare, bareProblems],
    ["baseline", "privileged", pod({ privileged: true }), 'privileged (container "a" must not set securityContext.privileged=true)'],
    ["baseline", "the host's namespaces", pod({}, { hostNetwork: true, hostPID: true }), "host namespaces (hostNetwork=true, hostPID=true)"],
    ["baseline", "a path of the host", pod({}, { volumes: [{ name: "root", hostPath: { path: "/" } }] }), 'hostPath volumes (volume "root")'],
    ["restricted", "a path of the host", pod(safe, { volumes: [{ name: "root", hostPath: { path: "/" } }] }), 'restricted volume types (volume "root" uses restricted volume type "hostPath")'],
    ["restricted", "volumes of every good sort", pod(safe, { volumes: ["configMap", "csi", "emptyDir", "persistentVolumeClaim", "projected", "secret"].map((kind) => ({ name: kind, [kind]: {} })) }), undefined],
    ["baseline", "a port of the host", { containers: [{ name: "a", ports: [{ containerPort: 80, hostPort: 80 }] }] }, 'hostPort (container "a" uses hostPort 80)'],
    ["baseline", "more capabilities", pod({ capabilities: { add: ["NET_ADMIN", "CHOWN"] } }), 'non-default capabilities (container "a" must not include "NET_ADMIN" in securityContext.capabilities.add)'],
    ["restricted", "the one capability", pod({ ...safe, capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } }), undefined],
    ["restricted", "more capabilities", pod({ ...safe, capabilities: { drop: ["ALL"], add: ["CHOWN"] } }), 'unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add)'],
    ["baseline", "no seccomp", pod({ seccompProfile: { type: "Unconfined" } }), 'seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined")'],
    ["baseline", "an unsafe sysctl", pod({}, { securityContext: { sysctls: [{ name: "kernel.msgmax", value: "1" }] } }), "forbidden sysctls (kernel.msgmax)"],
    ["baseline", "an unmasked /proc", pod({ procMount: "Unmasked" }), 'procMount (container "a" must not set securityContext.procMount to "Unmasked")'],
    ["baseline", "a host in a probe", { containers: [{ name: "a", livenessProbe: { httpGet: { port: 80, host: "10.0.0.1" } } }] }, 'probe or lifecycle host (container "a" uses probe or lifecycle host "10.0.0.1")'],
    ["baseline", "SELinux of one's own", pod({ seLinuxOptions: { type: "spc_t", user: "u" } }), 'seLinuxOptions (container "a" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set)'],
    ["baseline", "no AppArmor", pod({ appArmorProfile: { type: "Unconfined" } }), 'forbidden AppArmor profile (container "a" must not set AppArmor profile type to "Unconfined")'],
    ["baseline", "a process of a Windows host", pod({ windowsOptions: { hostProcess: true } }), 'hostProcess (container "a" must not set securityContext.windowsOptions.hostProcess=true)'],
    ["restricted", "root", pod({ ...safe, runAsUser: 0 }), 'runAsUser=0 (container "a" must not set runAsUser=0)'],
    ["restricted", "what the pod says for all", pod({ allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } }, { securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } }), undefined],
    ["restricted", "an init container", pod(safe, { initContainers: [{ name: "i", securityContext: { ...safe, runAsNonRoot: false } }] }), 'runAsNonRoot != true (container "i" must not set securityContext.runAsNonRoot=false)'],
    ["restricted", "a volume of no type", pod(safe, { volumes: [{ name: "scratch" }] }), undefined],
    ["restricted", "a Windows pod", pod({ runAsNonRoot: true }, { os: { name: "windows" } }), undefined],
  ])("%s, %s", (level, _what, spec, problems) => {
    expect(podSecurityProblems(level, {}, new Field(spec))).toBe(problems);
  });

  test("an AppArmor annotation", () => {
    const annotations = { "container.apparmor.security.beta.kubernetes.io/a": "unconfined" };
    expect(podSecurityProblems("baseline", { annotations }, new Field(pod({})))).toBe(
      'forbidden AppArmor profile (annotation must not set AppArmor profile type to "container.apparmor.security.beta.kubernetes.io/a="unconfined"")',
    );
  });
});

describe("namespaces", () => {
  const enforced = (labels: Props) => worldOf(thing("core/v1:Namespace", { metadata: { name: "shop", labels } }));
  const strict = enforced({ "pod-security.kubernetes.io/enforce": "restricted" });
  const problems = bareProblems.replaceAll('containers "a", "b"', 'container "web"');

  test("a pod is refused", () => {
    expect(said(change("core/v1:Pod", good("core/v1:Pod", { "metadata.namespace": "shop" }), { world: strict }))).toEqual([
      `Forbidden: pods "web" is forbidden: violates PodSecurity "restricted:latest": ${problems}`,
    ]);
  });

  test.each(["apps/v1:Deployment", "apps/v1:DaemonSet", "apps/v1:StatefulSet", "batch/v1:Job", "batch/v1:CronJob"])("a %s can never become ready", (kind) => {
    const answers = said(change(kind, good(kind, { "metadata.namespace": "shop" }), { world: strict }));
    expect([answers.length, answers[0]?.includes(`"web" can never become ready: its pods are refused: pods "web-" is forbidden: violates PodSecurity "restricted:latest": ${problems}`)]).toEqual([1, true]);
  });

  test("a safe deployment is accepted", () => {
    const inputs = good("apps/v1:Deployment", { "metadata.namespace": "shop", "spec.template.spec.containers.0.securityContext": safe });
    expect(said(change("apps/v1:Deployment", inputs, { world: strict }))).toEqual([]);
  });

  test.each([
    [{ "pod-security.kubernetes.io/warn": "restricted", "pod-security.kubernetes.io/audit": "restricted" }],
    [{ "pod-security.kubernetes.io/enforce": "privileged" }],
    [{ "pod-security.kubernetes.io/enforce": "baseline" }],
    [{}],
  ])("labels %j let it in", (labels) => {
    expect(said(change("core/v1:Pod", good("core/v1:Pod", { "metadata.namespace": "shop" }), { world: enforced(labels) }))).toEqual([]);
  });

  test.each<[Props, string[]]>([
    [{ "pod-security.kubernetes.io/enforce": "strict" }, ['Namespace "web" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted']],
    [{ "pod-security.kubernetes.io/enforce": "baseline", "pod-security.kubernetes.io/enforce-version": "v1.33" }, []],
    [{ "pod-security.kubernetes.io/warn-version": "1.33" }, ['Namespace "web" is invalid: metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.33": must be "latest" or "v1.x"']],
  ])("labels %j of a namespace", (labels, expected) => {
    expect(wrong("core/v1:Namespace", { "metadata.labels": labels })).toEqual(expected);
  });
});
