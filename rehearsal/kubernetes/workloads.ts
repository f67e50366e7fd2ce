/** Controllers of pods: Deployment, ReplicaSet, StatefulSet, DaemonSet, ReplicationController, and plain pods. Source: pkg/apis/apps/validation. */
import type { Law } from "../types.ts";
import { checkClaimSpec } from "./claims.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { dnsLabel } from "./names.ts";
import { checkPodAnnotations, checkPodSpec, checkPodTemplate } from "./pod.ts";
import { checkSelector, matches, selectsNothingSpecial } from "./selector.ts";

const SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/";
const NOT_A_PERCENT = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** Seconds a Deployment may take to progress where it says nothing. */
const DEFAULT_PROGRESS_SECONDS = 600;

/** A whole number from 0 up, or a percentage. */
export function checkIntOrPercent(value: Field): void {
  if (value.text !== undefined) {
    if (!/^[0-9]+%$/.test(value.text)) value.invalid(NOT_A_PERCENT);
  } else value.nonNegative();
}

/** Complains above 100 %. */
export function checkAtMostAll(value: Field): void {
  if (value.text !== undefined && /^[0-9]+%$/.test(value.text) && Number(value.text.slice(0, -1)) > 100) value.invalid("must not be greater than 100%");
}

/** Whether it is certainly no pod at all. */
function isZero(value: Field, fallback: boolean): boolean {
  if (!value.given) return fallback;
  if (value.text !== undefined) return !/^[0-9]+%$/.test(value.text) || Number(value.text.slice(0, -1)) === 0;
  return value.number === 0;
}

/** Selector, and template labels that it must match. */
function checkSelected(spec: Field, empty: string): void {
  const selector = spec.at("selector");
  const labels = spec.at("template", "metadata", "labels");
  if (!selector.given) return selector.required();
  if (selector.unknown) return;
  checkSelector(selector);
  if (selectsNothingSpecial(selector)) return selector.invalid(empty);
  if (matches(selector, labels) === false) labels.invalid("`selector` does not match template `labels`", labels.value ?? null);
}

/** Such pods are always restarted and never end by themselves. */
function checkEndless(spec: Field, kind: string): void {
  const pod = spec.at("template", "spec");
  const policy = pod.at("restartPolicy");
  if (policy.text !== undefined && policy.text !== "" && policy.text !== "Always") policy.unsupported(["Always"]);
  const deadline = pod.at("activeDeadlineSeconds");
  if (deadline.given && !deadline.unknown) deadline.forbidden(`activeDeadlineSeconds in ${kind} is not Supported`);
}

function checkRollingUpdate(rolling: Field): void {
  const unavailable = rolling.at("maxUnavailable");
  const surge = rolling.at("maxSurge");
  checkIntOrPercent(unavailable);
  checkIntOrPercent(surge);
  // Both are a quarter where they are left out.
  if (isZero(unavailable, false) && isZero(surge, false)) unavailable.invalid("may not be 0 when `maxSurge` is 0");
  checkAtMostAll(unavailable);
}

function checkDeployment(root: Field): void {
  const spec = root.at("spec");
  spec.at("replicas").nonNegative();
  checkSelected(spec, "empty selector is invalid for deployment");
  checkPodTemplate(spec.at("template"));
  checkEndless(spec, "ReplicaSet");
  const strategy = spec.at("strategy");
  const type = strategy.at("type");
  const rolling = strategy.at("rollingUpdate");
  if (type.text === "Recreate") {
    if (rolling.given) rolling.forbidden("may not be specified when strategy `type` is 'Recreate'");
  } else if (type.text !== undefined && type.text !== "" && type.text !== "RollingUpdate") strategy.unsupported(["Recreate", "RollingUpdate"]);
  else checkRollingUpdate(rolling);
  const ready = spec.at("minReadySeconds");
  ready.nonNegative();
  spec.at("revisionHistoryLimit").nonNegative();
  const deadline = spec.at("progressDeadlineSeconds");
  deadline.nonNegative();
  const seconds = deadline.given ? deadline.number : DEFAULT_PROGRESS_SECONDS;
  const least = ready.given ? ready.number : 0;
  if (seconds !== undefined && least !== undefined && seconds <= least) deadline.invalid("must be greater than minReadySeconds", seconds);
}

function checkReplicaSet(root: Field): void {
  const spec = root.at("spec");
  spec.at("replicas").nonNegative();
  spec.at("minReadySeconds").nonNegative();
  checkSelected(spec, "empty selector is invalid for deployment");
  checkPodTemplate(spec.at("template"));
  checkEndless(spec, "ReplicaSet");
}

function checkDaemonSet(root: Field): void {
  const spec = root.at("spec");
  const selector = spec.at("selector");
  const labels = spec.at("template", "metadata", "labels");
  checkSelector(selector);
  if (matches(selector, labels) === false) labels.invalid("`selector` does not match template `labels`", labels.value ?? null);
  if (selector.given && !selector.unknown && selectsNothingSpecial(selector)) selector.invalid("empty selector is invalid for daemonset");
  checkPodTemplate(spec.at("template"));
  checkEndless(spec, "DaemonSet");
  spec.at("minReadySeconds").nonNegative();
  spec.at("revisionHistoryLimit").nonNegative();
  const strategy = spec.at("updateStrategy");
  const type = strategy.at("type");
  if (type.text !== undefined && type.text !== "" && !["OnDelete", "RollingUpdate"].includes(type.text)) strategy.unsupported(["OnDelete", "RollingUpdate"]);
  if (type.text !== "OnDelete" && !type.unknown) checkDaemonRollingUpdate(strategy.at("rollingUpdate"));
}

function checkDaemonRollingUpdate(rolling: Field): void {
  const unavailable = rolling.at("maxUnavailable");
  const surge = rolling.at("maxSurge");
  for (const value of [unavailable, surge]) {
    checkIntOrPercent(value);
    checkAtMostAll(value);
  }
  if (unavailable.unknown || surge.unknown) return;
  // One pod may be missing, and none is added, where nothing is said.
  const noneMissing = isZero(unavailable, false);
  const noneMore = isZero(surge, true);
  if (!noneMissing && !noneMore) surge.invalid("may not be set when maxUnavailable is non-zero");
  if (noneMissing && noneMore) unavailable.required("cannot be 0 when maxSurge is 0");
}

function checkStatefulSet(root: Field): void {
  const spec = root.at("spec");
  const management = spec.at("podManagementPolicy");
  if (management.text !== undefined && management.text !== "" && !["OrderedReady", "Parallel"].includes(management.text)) {
    management.invalid("must be 'OrderedReady' or 'Parallel'");
  }
  const strategy = spec.at("updateStrategy");
  const type = strategy.at("type");
  const rolling = strategy.at("rollingUpdate");
  if (type.text === "OnDelete") {
    if (rolling.given) rolling.invalid("only allowed for updateStrategy 'RollingUpdate'");
  } else if (type.text !== undefined && type.text !== "" && type.text !== "RollingUpdate") strategy.invalid("must be 'RollingUpdate' or 'OnDelete'");
  else {
    rolling.at("partition").nonNegative();
  }
  const retention = spec.at("persistentVolumeClaimRetentionPolicy");
  for (const key of ["whenDeleted", "whenScaled"]) retention.at(key).oneOf(["Delete", "Retain"]);
  const templates = spec.at("volumeClaimTemplates").items();
  for (const template of templates) checkClaimSpec(template.at("spec"));
  for (const key of ["replicas", "minReadySeconds"]) spec.at(key).nonNegative();
  spec.at("ordinals", "start").nonNegative();
  const service = spec.at("serviceName");
  if (service.text !== undefined && service.text !== "") service.syntax(dnsLabel(service.text));
  checkSelected(spec, "empty selector is invalid for statefulset");
  checkPodTemplate(spec.at("template"), templates);
  checkEndless(spec, "StatefulSet");
}

function checkPod(root: Field): void {
  const spec = root.at("spec");
  checkPodAnnotations(root.at("metadata", "annotations"));
  checkPodSpec(spec);
  const node = spec.at("nodeName");
  if (!node.empty && !node.unknown && !spec.at("schedulingGates").empty) node.forbidden("cannot be set until all schedulingGates have been cleared");
}

function checkReplicationController(root: Field): void {
  const spec = root.at("spec");
  for (const key of ["replicas", "minReadySeconds"]) spec.at(key).nonNegative();
  const template = spec.at("template");
  if (!template.given) return template.required();
  checkPodTemplate(template);
  checkEndless(spec, "ReplicationController");
  const selector = spec.at("selector");
  const labels = template.at("metadata", "labels");
  if (!selector.settled || !labels.settled) return;
  // Without a selector the labels of the template are taken.
  if (selector.empty) {
    if (labels.empty) selector.required();
    return;
  }
  const own = new Map(labels.entries().map(([key, value]) => [key, value.text]));
  if (!selector.entries().every(([key, value]) => own.get(key) === value.text)) labels.invalid("`selector` does not match template `labels`", labels.value ?? null);
}

/** Arguments of everything that makes pods, jobs excepted. */
export const workloadLaws: readonly Law[] = [
  objectLaw("deployment", ["apps/v1:Deployment"], SOURCE, checkDeployment),
  objectLaw("replica-set", ["apps/v1:ReplicaSet"], SOURCE, checkReplicaSet),
  objectLaw("daemon-set", ["apps/v1:DaemonSet"], SOURCE, checkDaemonSet),
  objectLaw("stateful-set", ["apps/v1:StatefulSet"], SOURCE, checkStatefulSet),
  objectLaw("replication-controller", ["core/v1:ReplicationController"], SOURCE, checkReplicationController),
  objectLaw("pod", ["core/v1:Pod"], "https://kubernetes.io/docs/concepts/workloads/pods/", checkPod),
  objectLaw("pod-template", ["core/v1:PodTemplate"], "https://kubernetes.io/docs/concepts/workloads/pods/", (root) => checkPodTemplate(root.at("template"))),
];
