/**
 * Docker security: PRC-014…PRC-017. The Pod Security Standards control by control are in `pod-security.ts`.
 */
import { dig, flag, list, matchesGlob, number, quoted, record, text, word } from "../inputs.ts";
import type { Graph, Node, Props } from "../graph.ts";
import { eachContainer, isWindows, nameOf, namespaceOf, objectName, podTemplate, securityField } from "../pods.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { WORKLOADS } from "../types.ts";

const REPOSITORY = "aws:ecr/repository:Repository";

const scanned: StackRule = {
  name: "image-repository-scans",
  items: ["PRC-014", "PRC-091"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ECR.1" }, { name: "CIS EKS", reference: "5.1.1" }, { name: "NIST 800-53", reference: "RA-5" }],
  demands: "Every image repository scans what is pushed, or the registry scans for it.",
  why: "Known flaws in base images go unseen otherwise.",
  remediation: "Set imageScanningConfiguration.scanOnPush, or a registry scanning configuration that covers the repository.",
  looksAt: "stack",
  subjects: [REPOSITORY],
  judge(node, _policy, graph) {
    return examine((check) => {
      if (flag(dig(node.props["imageScanningConfiguration"], "scanOnPush")) === true) return;
      const name = text(node.props["name"]) ?? node.name;
      const registry = graph.ofType(["aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"]);
      const covered = registry.some((configuration) =>
        list(configuration.props["rules"]).some((rule) =>
          ["SCAN_ON_PUSH", "CONTINUOUS_SCAN"].includes(word(dig(rule, "scanFrequency"))) &&
          list(dig(rule, "repositoryFilters")).some((filter) => matchesGlob(word(dig(filter, "filter")), name)),
        ),
      );
      check.that(() => covered, "pushed images are not scanned", "imageScanningConfiguration.scanOnPush");
    });
  },
};

const immutable: ResourceRule = {
  name: "image-tags-immutable",
  items: ["PRC-014"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ECR.2" }],
  demands: "Image tags cannot be moved.",
  why: "What was scanned and tested under a tag could be replaced by something else.",
  remediation: "Set imageTagMutability to IMMUTABLE.",
  looksAt: [REPOSITORY],
  judge(node) {
    const value = node.props["imageTagMutability"];
    return examine((check) => check.that(() => value === "IMMUTABLE", () => `imageTagMutability is ${quoted(value)}; AWS's default is MUTABLE`, "imageTagMutability"));
  },
};

const DIGEST = /@sha256:[0-9a-f]{64}$/;

const digest: ResourceRule = {
  name: "container-image-by-digest",
  items: ["PRC-014"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CM-14" }],
  demands: "Every image, of a container or of a volume, is named by its digest.",
  why: "A tag can come to mean another image between the scan and the next start of a pod.",
  remediation: "Write the image as repository@sha256:<digest>.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) => {
      eachContainer(pod, check, (container) => {
        const { image } = container.spec;
        if (!DIGEST.test(text(image) ?? "")) check.fail(`container ${nameOf(container)} runs ${quoted(image)}`, `${container.path}.image`);
      });
      check.each(() => list(pod.spec["volumes"]), (volume, index) => {
        const source = dig(volume, "image");
        if (source === undefined || source === null) return;
        const reference = dig(source, "reference");
        if (!DIGEST.test(text(reference) ?? "")) check.fail(`a volume is made of ${quoted(reference)}`, `${pod.path}.volumes[${index}].image.reference`);
      });
    });
  },
};

/** The Pod Security Standards let root be in pods with `hostUsers: false`; the checklist has no such exception. */
const nonRoot: ResourceRule = {
  name: "container-non-root",
  items: ["PRC-015"],
  severity: "high",
  frameworks: [{ name: "Pod Security Standards", reference: "Restricted: Running as Non-root" }, { name: "Pod Security Standards", reference: "Restricted: Running as Non-root user" }],
  demands: "No container runs as root.",
  why: "A flaw that lets an attacker out of a root container makes them root on the node.",
  remediation: "Set securityContext.runAsNonRoot to true, and runAsUser, where it is set, to a user other than 0.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) => {
      check.that(() => number(dig(pod.spec, "securityContext", "runAsUser")) !== 0, "the pod runs as user 0", `${pod.path}.securityContext.runAsUser`);
      // Refused by the API server even where every container says true.
      check.that(() => flag(dig(pod.spec, "securityContext", "runAsNonRoot")) !== false, "the pod may run as root", `${pod.path}.securityContext.runAsNonRoot`);
      eachContainer(pod, check, (container) => {
        const at = `${container.path}.securityContext`;
        check.that(() => flag(securityField(pod, container, "runAsNonRoot")) === true, `container ${nameOf(container)} may run as root`, `${at}.runAsNonRoot`);
        check.that(() => number(dig(container.spec, "securityContext", "runAsUser")) !== 0, `container ${nameOf(container)} runs as user 0`, `${at}.runAsUser`);
      });
    });
  },
};

const nonRootGroup: ResourceRule = {
  name: "container-non-root-group",
  items: ["PRC-015"],
  severity: "low",
  frameworks: [{ name: "NIST 800-53", reference: "AC-6" }],
  demands: "Every container runs in a group other than root's.",
  why: "Much of an image may be written by group root, and the group is root's where only the user is named.",
  remediation: "Set securityContext.runAsGroup of the pod or of each container, and leave 0 out of supplementalGroups and fsGroup.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    if (isWindows(pod)) return notApplicable("Windows has no such groups");
    return examine((check) => {
      const at = `${pod.path}.securityContext`;
      check.each(() => list(dig(pod.spec, "securityContext", "supplementalGroups")), (group) => {
        if (number(group) === 0) check.fail("the pod is in group 0 as well", `${at}.supplementalGroups`);
      });
      check.that(() => number(dig(pod.spec, "securityContext", "fsGroup")) !== 0, "its volumes belong to group 0", `${at}.fsGroup`);
      eachContainer(pod, check, (container) => {
        const group = () => number(securityField(pod, container, "runAsGroup"));
        check.that(() => group() !== undefined && group() !== 0, () => `container ${nameOf(container)} runs in ${group() === 0 ? "group 0" : "the group of its image, or in group 0"}`, `${container.path}.securityContext.runAsGroup`);
      });
    });
  },
};

const readOnly: ResourceRule = {
  name: "container-read-only-root",
  items: ["PRC-016"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "CM-7" }],
  demands: "Every container has a read-only root filesystem.",
  why: "An attacker cannot change the program or leave tools behind.",
  remediation: "Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program writes.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    if (isWindows(pod)) return notApplicable("Windows containers cannot have a read-only root filesystem");
    return examine((check) =>
      eachContainer(pod, check, (container) =>
        check.that(
          () => flag(dig(container.spec, "securityContext", "readOnlyRootFilesystem")) === true,
          `the root filesystem of container ${nameOf(container)} is writable`,
          `${container.path}.securityContext.readOnlyRootFilesystem`,
        ),
      ),
    );
  },
};

const serviceAccountToken: StackRule = {
  name: "pod-no-service-account-token",
  items: ["PRC-017", "PRC-119"],
  severity: "low",
  frameworks: [{ name: "CIS EKS", reference: "4.1.6" }],
  demands: "Pods do not mount a token for the Kubernetes API.",
  why: "An attacker in the pod could otherwise speak to the API server in its name.",
  remediation: "Set automountServiceAccountToken to false in the pod or its service account; EKS Pod Identity does not need it.",
  looksAt: "stack",
  subjects: WORKLOADS,
  judge(node, _policy, graph) {
    const { spec, path } = podTemplate(node);
    return examine((check) => {
      // The pod's own word wins over its service account's (core/v1 PodSpec).
      const own = flag(spec["automountServiceAccountToken"]);
      const mounts = own ?? flag(serviceAccount(node, spec, graph)?.props["automountServiceAccountToken"]);
      check.that(() => mounts === false, "the token of the service account is mounted", `${path}.automountServiceAccountToken`);
    });
  },
};

const ownServiceAccount: ResourceRule = {
  name: "workload-own-service-account",
  items: ["PRC-119"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "4.1.5" }, { name: "CIS EKS", reference: "5.2.1" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "Every workload runs as a service account of its own.",
  why: "What one is given as the default service account, of the cluster or of AWS, all others of the namespace have.",
  remediation: "Make a ServiceAccount for the program and set serviceAccountName.",
  looksAt: WORKLOADS,
  judge(node) {
    const { spec, path } = podTemplate(node);
    return examine((check) => check.that(() => accountOf(spec) !== "default", "it runs as the namespace's default service account", `${path}.serviceAccountName`));
  },
};

/** Name of the service account that a pod runs as; the second field is the older name of the first (core/v1 PodSpec). */
function accountOf(spec: Props): string {
  return text(spec["serviceAccountName"]) ?? text(spec["serviceAccount"]) ?? "default";
}

/** The service account of a pod, where the stack makes it. */
function serviceAccount(node: Node, spec: Props, graph: Graph): Node | undefined {
  const name = accountOf(spec);
  return graph.ofType(["kubernetes:core/v1:ServiceAccount"]).find((account) => objectName(account) === name && namespaceOf(account) === namespaceOf(node));
}

const secretFiles: ResourceRule = {
  name: "container-secrets-as-files",
  items: ["OPT-49"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "4.4.1" }, { name: "NIST 800-53", reference: "IA-5(7)" }],
  demands: "Containers read Secrets from files, not from their environment.",
  why: "The environment is inherited by every process, and ends up in crash reports and logs.",
  remediation: "Mount the Secret, or a volume of the Secrets Store CSI driver, and give the program the path.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) =>
      eachContainer(pod, check, (container) => {
        check.each(() => list(container.spec["env"]), (variable, index) => {
          if (record(dig(variable, "valueFrom", "secretKeyRef")) !== undefined) check.fail(`${word(dig(variable, "name"))} of container ${nameOf(container)} is a Secret`, `${container.path}.env[${index}]`);
        });
        check.each(() => list(container.spec["envFrom"]), (source, index) => {
          if (record(dig(source, "secretRef")) !== undefined) check.fail(`container ${nameOf(container)} takes a Secret into its environment`, `${container.path}.envFrom[${index}]`);
        });
      }),
    );
  },
};

export const rules: readonly Rule[] = [scanned, immutable, digest, nonRoot, nonRootGroup, readOnly, serviceAccountToken, ownServiceAccount, secretFiles];
