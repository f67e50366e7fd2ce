/**
 * Pods and containers, whatever kind of workload makes them.
 */
import type { Graph, Node, Props } from "./graph.ts";
import { dig, list, own, record, text, word } from "./inputs.ts";
import { type Check } from "./rule.ts";
import { AUTOSCALERS, CRON_JOBS, POD, POD_TEMPLATE } from "./types.ts";

/** The pod that a workload makes. */
export interface PodTemplate {
  readonly spec: Props;
  readonly metadata: Props;
  /** Path of the spec in the workload. */
  readonly path: string;
}

/** A container, with the path it was found at. */
export interface Container {
  readonly spec: Props;
  readonly path: string;
  readonly kind: "containers" | "initContainers" | "ephemeralContainers";
}

/** The pod template of a workload. An absent spec reads as an empty one, so that nothing passes because it is missing. */
export function podTemplate(node: Node): PodTemplate {
  const cron = CRON_JOBS.some((type) => type === node.type);
  const [path, holder] =
    node.type === POD ? ["spec", node.props]
    : node.type === POD_TEMPLATE ? ["template.spec", node.props["template"]]
    : cron ? ["spec.jobTemplate.spec.template.spec", dig(node.props, "spec", "jobTemplate", "spec", "template")]
    : ["spec.template.spec", dig(node.props, "spec", "template")];
  return { spec: record(dig(holder, "spec")) ?? {}, metadata: record(dig(holder, "metadata")) ?? {}, path };
}

/** Whether the pod says it runs on Windows, where the Pod Security Standards leave Linux-only controls out. */
export function isWindows(pod: PodTemplate): boolean {
  return dig(pod.spec, "os", "name") === "windows";
}

/** All kinds of containers a pod can have. */
export const EVERY_KIND: readonly Container["kind"][] = ["containers", "initContainers", "ephemeralContainers"];

/** Calls back for each container of these kinds; an unknown one does not hide the others, and a pod without containers does not pass. */
export function eachContainer(
  pod: PodTemplate,
  check: Check,
  look: (container: Container) => void,
  kinds: readonly Container["kind"][] = EVERY_KIND,
): void {
  for (const kind of kinds) {
    if (kind === "containers") check.that(() => list(pod.spec["containers"]).length > 0, "there is no container to look at", `${pod.path}.containers`);
    check.each(
      () => list(pod.spec[kind]),
      (raw, index) => look({ spec: record(raw) ?? {}, path: `${pod.path}.${kind}[${index}]`, kind }),
    );
  }
}

/** How a container is called in messages. */
export function nameOf(container: Container): string {
  return text(container.spec["name"]) ?? container.path;
}

/** A field of the security context, where the container's own wins over the pod's. */
export function securityField(pod: PodTemplate, container: Container, field: string): unknown {
  const own = dig(container.spec, "securityContext", field);
  return own === undefined || own === null ? dig(pod.spec, "securityContext", field) : own;
}

/** Namespace of a namespaced object; `default` where none is given, as the API server does. */
export function namespaceOf(node: Node): string {
  return text(dig(node.props, "metadata", "namespace")) ?? "default";
}

/** Name of a Kubernetes object; Pulumi's logical name stands for one that is not given. */
export function objectName(node: Node): string {
  return text(dig(node.props, "metadata", "name")) ?? node.name;
}

/** Labels of the pods that a workload makes. */
export function podLabels(node: Node): Props {
  return record(podTemplate(node).metadata["labels"]) ?? {};
}

/**
 * Whether a label selector matches. An empty selector matches everything; a missing one nothing
 * (meta/v1 LabelSelector).
 */
export function selects(selector: unknown, labels: Props): boolean {
  const body = record(selector);
  if (body === undefined) return false;
  const wanted = Object.entries(record(body["matchLabels"]) ?? {});
  if (!wanted.every(([key, value]) => own(labels, key) === value)) return false;
  return list(body["matchExpressions"]).every((raw) => {
    const { key, operator, values } = (record(raw) ?? {}) as { key?: string; operator?: string; values?: unknown };
    const value = key === undefined ? undefined : own(labels, word(key));
    switch (operator) {
      case "In":
        return list(values).includes(value);
      case "NotIn":
        return !list(values).includes(value);
      case "Exists":
        return value !== undefined;
      case "DoesNotExist":
        return value === undefined;
      default:
        return false;
    }
  });
}

/** Whether a label selector finds whatever there is; one that is left out counts as empty. */
export function isEmptySelector(selector: unknown): boolean {
  return Object.keys(record(dig(selector, "matchLabels")) ?? {}).length === 0 && list(dig(selector, "matchExpressions")).length === 0;
}

/** Autoscalers that govern a workload. */
export function scalersOf(workload: Node, graph: Graph): Node[] {
  const kind = workload.type.split(":").at(-1);
  return graph.ofType(AUTOSCALERS).filter((scaler) => {
    const target = dig(scaler.props["spec"], "scaleTargetRef");
    return namespaceOf(scaler) === namespaceOf(workload) && dig(target, "kind") === kind && text(dig(target, "name")) === objectName(workload);
  });
}
