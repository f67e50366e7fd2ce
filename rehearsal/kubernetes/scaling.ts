/** HorizontalPodAutoscaler and PodDisruptionBudget. Source: pkg/apis/autoscaling/validation, pkg/apis/policy/validation. */
import type { Law } from "../types.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { dnsLabel, pathSegment } from "./names.ts";
import { checkContainerResourceName, quantityAt } from "./resources.ts";
import { checkSelector } from "./selector.ts";
import { checkAtMostAll, checkIntOrPercent } from "./workloads.ts";

/** Longest window over which the autoscaler looks back: an hour. */
const MOST_WINDOW = 3600;

/** Longest period of a scaling policy: half an hour. */
const MOST_PERIOD = 1800;

const METRICS: Readonly<Record<string, string>> = { Object: "object", External: "external", Pods: "pods", Resource: "resource", ContainerResource: "containerResource" };

function checkNamed(ref: Field, ...keys: string[]): void {
  for (const key of keys) {
    const field = ref.at(key);
    if (field.empty) field.required();
    else if (field.text !== undefined) field.syntax(pathSegment(field.text));
  }
}

/** `group/version` of the kind that is referred to; only a described object may be of the core group. */
function checkApiVersion(ref: Field, core: boolean): void {
  const version = ref.at("apiVersion");
  if (version.unknown) return;
  const { text = "" } = version;
  if (text.split("/").length > 2) version.invalid(`unexpected GroupVersion string: ${text}`);
  else if (!core && !/^[^/]+\//.test(text)) version.invalid("apiVersion must specify API group", text);
}

function checkTarget(target: Field): void {
  const type = target.at("type");
  if (type.empty) type.required("must specify a metric target type");
  if (!type.unknown && !["Utilization", "Value", "AverageValue"].includes(type.text ?? "")) type.invalid("must be either Utilization, Value, or AverageValue", type.text ?? "");
  for (const key of ["value", "averageValue"]) {
    const amount = quantityAt(target.at(key));
    if (amount !== undefined && amount <= 0n) target.at(key).invalid("must be positive");
  }
  const utilization = target.at("averageUtilization");
  if (utilization.number !== undefined && utilization.number < 1) utilization.invalid("must be greater than 0");
}

function checkMetricSource(source: Field, kind: string): void {
  if (source.unknown) return;
  const target = source.at("target");
  const [value, average, utilization] = [target.at("value"), target.at("averageValue"), target.at("averageUtilization")];
  if (kind === "object") {
    checkNamed(source.at("describedObject"), "kind", "name");
    checkApiVersion(source.at("describedObject"), true);
  }
  if (kind === "object" || kind === "external" || kind === "pods") {
    const name = source.at("metric", "name");
    if (name.empty) name.required("must specify a metric name");
    else if (name.text !== undefined) name.syntax(pathSegment(name.text));
  } else {
    const name = source.at("name");
    if (name.empty) name.required("must specify a resource name");
    if (kind === "containerResource") {
      if (name.text !== undefined && name.text !== "") checkContainerResourceName(name, name.text);
      const container = source.at("container");
      if (container.empty) container.required("must specify a container");
      else if (container.text !== undefined) container.syntax(dnsLabel(container.text));
    }
  }
  checkTarget(target);
  if (target.unknown) return;
  if (kind === "pods" && !average.given) average.required("must specify a positive target averageValue");
  if (kind === "object" && !value.given && !average.given) average.required("must set either a target value or averageValue");
  if (kind === "external") {
    if (!value.given && !average.given) average.required("must set either a target value for metric or a per-pod target");
    if (value.given && average.given) value.forbidden("may not set both a target value for metric and a per-pod target");
  }
  if (kind === "resource" || kind === "containerResource") {
    if (!utilization.given && !average.given) utilization.required("must set either a target raw value or a target utilization");
    if (utilization.given && average.given) average.forbidden("may not set both a target raw value and a target utilization");
  }
}

function checkMetric(metric: Field): void {
  if (metric.unknown) return;
  const type = metric.at("type");
  const given = Object.values(METRICS).filter((key) => metric.at(key).given);
  if (given[0] !== undefined) checkMetricSource(metric.at(given[0]), given[0]);
  if (type.unknown) return;
  if (type.empty) type.required("must specify a metric source type");
  const expected = Object.hasOwn(METRICS, type.text ?? "") ? METRICS[type.text ?? ""] : undefined;
  if (expected === undefined) return type.unsupported(Object.keys(METRICS));
  if (!metric.at(expected).given) metric.at(expected).required("must populate information for the given metric source");
  if (given.length !== 1) for (const key of given) if (key !== expected) metric.at(key).forbidden("must populate the given metric source only");
}

function checkRules(rules: Field): void {
  if (!rules.given || rules.unknown) return;
  const window = rules.at("stabilizationWindowSeconds");
  if ((window.number ?? 0) < 0) window.invalid("must be greater than or equal to zero");
  if ((window.number ?? 0) > MOST_WINDOW) window.invalid(`must be less than or equal to ${MOST_WINDOW}`);
  const select = rules.at("selectPolicy");
  if (select.text !== undefined && !["Disabled", "Max", "Min"].includes(select.text)) select.unsupported(["Disabled", "Max", "Min"]);
  const policies = rules.at("policies");
  // Left out, they become the defaults; an empty list stays empty.
  if (Array.isArray(policies.value) && policies.value.length === 0) policies.required("must specify at least one Policy");
  for (const policy of policies.items()) {
    const type = policy.at("type");
    if (!type.unknown && !["Percent", "Pods"].includes(type.text ?? "")) type.unsupported(["Percent", "Pods"]);
    const amount = policy.at("value");
    const period = policy.at("periodSeconds");
    for (const field of [amount, period]) if (!field.unknown && (field.number ?? 0) <= 0) field.invalid("must be greater than zero", field.number ?? 0);
    if ((period.number ?? 0) > MOST_PERIOD) period.invalid(`must be less than or equal to ${MOST_PERIOD}`);
  }
}

function checkAutoscaler(root: Field): void {
  const spec = root.at("spec");
  if (spec.unknown) return;
  const least = spec.at("minReplicas");
  const most = spec.at("maxReplicas");
  if (least.number !== undefined && least.number < 1) least.invalid("must be greater than or equal to 1");
  if (!most.unknown && (most.number ?? 0) < 1) most.invalid("must be greater than 0", most.number ?? 0);
  // One is the least where nothing is said.
  const floor = least.given ? least.number : 1;
  if (!most.unknown && floor !== undefined && (most.number ?? 0) < floor) most.invalid("must be greater than or equal to `minReplicas`", most.number ?? 0);
  checkNamed(spec.at("scaleTargetRef"), "kind", "name");
  checkApiVersion(spec.at("scaleTargetRef"), false);
  for (const metric of spec.at("metrics").items()) checkMetric(metric);
  const beyondPods = spec.at("metrics").items().some((metric) => ["Object", "External"].includes(metric.at("type").text ?? ""));
  if (least.number === 0 && !beyondPods) spec.at("metrics").forbidden("must specify at least one Object or External metric to support scaling to zero replicas");
  checkRules(spec.at("behavior", "scaleUp"));
  checkRules(spec.at("behavior", "scaleDown"));
  const percent = spec.at("targetCPUUtilizationPercentage");
  if (percent.number !== undefined && percent.number < 1) spec.at("metrics").named("spec.metrics[0].resource.target.averageUtilization").invalid("must be greater than 0", percent.number);
}

function checkBudget(root: Field): void {
  const spec = root.at("spec");
  const least = spec.at("minAvailable");
  const most = spec.at("maxUnavailable");
  if (least.given && most.given && !spec.unknown) spec.invalid("minAvailable and maxUnavailable cannot be both set");
  for (const value of [least, most]) {
    checkIntOrPercent(value);
    checkAtMostAll(value);
  }
  checkSelector(spec.at("selector"));
  const eviction = spec.at("unhealthyPodEvictionPolicy");
  if (eviction.text !== undefined && !["AlwaysAllow", "IfHealthyBudget"].includes(eviction.text)) eviction.unsupported(["AlwaysAllow", "IfHealthyBudget"]);
}

/** Arguments of autoscalers and disruption budgets. */
export const scalingLaws: readonly Law[] = [
  objectLaw("horizontal-pod-autoscaler", ["autoscaling/v1:HorizontalPodAutoscaler", "autoscaling/v2:HorizontalPodAutoscaler"], "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/", checkAutoscaler),
  objectLaw("pod-disruption-budget", ["policy/v1:PodDisruptionBudget"], "https://kubernetes.io/docs/tasks/run-application/configure-pdb/", checkBudget),
];
