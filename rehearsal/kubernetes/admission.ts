/**
 * What the admission controllers of a cluster ask of pods: that their service account, priority class and runtime
 * class exist, and that the Pod Security level of the namespace allows them.
 *
 * For a pod the API server itself says no. For what makes pods it says yes and the pods are never made, so the rollout
 * the provider waits for fails; the rehearsal says that at once.
 */
import type { Change, Entity, Law, Refusal } from "../types.ts";
import { SYSTEM_PRIORITIES } from "./configuration.ts";
import { bodyOf, findObject } from "./existence.ts";
import { Field, isObject } from "./field.ts";
import { qualifiedPlural } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { objectLaw, worldLaw } from "./law.ts";
import { nameOf, namespaceOf } from "./meta.ts";
import { LEVELS, podSecurityProblems } from "./pod-security.ts";
import type { Level } from "./pod-security.ts";

const ADMISSION = "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/";
const ENFORCE = "pod-security.kubernetes.io/enforce";

/** What makes pods, and where in it the template of the pod is. */
export const MAKERS: Readonly<Record<string, readonly string[]>> = {
  "core/v1:Pod": [],
  "core/v1:ReplicationController": ["spec", "template"],
  "apps/v1:Deployment": ["spec", "template"],
  "apps/v1:ReplicaSet": ["spec", "template"],
  "apps/v1:StatefulSet": ["spec", "template"],
  "apps/v1:DaemonSet": ["spec", "template"],
  "batch/v1:Job": ["spec", "template"],
  "batch/v1:CronJob": ["spec", "jobTemplate", "spec", "template"],
};

/** Pods that a change leads to. */
export interface Made {
  readonly kind: Kind;
  readonly change: Change;
  readonly namespace: string;
  readonly template: Field;
  readonly spec: Field;
}

/** The pods a change would lead to; undefined where there are none, or nobody waits for them. */
function madeBy(change: Change, kind: Kind): Made | undefined {
  const path = MAKERS[change.token.slice("kubernetes:".length)];
  const namespace = namespaceOf(change.inputs);
  const root = new Field(change.inputs);
  if (path === undefined || namespace === undefined) return undefined;
  const template = root.at(...path);
  const idle = root.at("spec", "replicas").number === 0 || root.at("spec", "parallelism").number === 0 || root.at("spec", "suspend").flag === true;
  const unwatched = root.at("metadata", "annotations").key("pulumi.com/skipAwait").text === "true";
  // An update of a pod does not pass these again: what they look at cannot be changed.
  if (kind.kind === "Pod" ? change.operation === "update" : idle || unwatched) return undefined;
  return { kind, change, namespace, template, spec: template.at("spec") };
}

/** `pods "x" is forbidden: why`, or what comes of it where a controller makes the pods. */
export function forbidden(made: Made, why: string, property: string): Refusal {
  return refusedPod(made, "Forbidden", (pod) => `pods ${pod} is forbidden: ${why}`, property);
}

/** `Pod "x" is invalid: why`, for what admission filled in; or what comes of it where a controller makes the pods. */
export function invalidPod(made: Made, why: string, property: string): Refusal {
  return refusedPod(made, "Invalid", (pod) => `Pod ${pod} is invalid: ${why}`, property);
}

function refusedPod({ kind, change, template }: Made, code: string, say: (pod: string) => string, property: string): Refusal {
  const name = nameOf(change.inputs) ?? "";
  const sentence = say(JSON.stringify(kind.kind === "Pod" ? name : `${name}-`));
  const message = kind.kind === "Pod" ? sentence : `${qualifiedPlural(kind)} ${JSON.stringify(name)} can never become ready: its pods are refused: ${sentence}`;
  return { code, message, property: template.path === "" ? property : `${template.path}.${property}` };
}

/** Whether something that the world does not itemise may have made things in this namespace. */
function opaque({ change, namespace }: Made): boolean {
  // The control plane and the add-ons of EKS keep their own accounts there.
  if (namespace === "kube-system") return true;
  return change.world.list("kubernetes:helm.sh/v3:Release", change.region).some((release) => releaseNamespace(release) === namespace);
}

function releaseNamespace({ inputs }: Entity): string {
  const namespace = inputs["namespace"];
  return typeof namespace === "string" && namespace !== "" ? namespace : "default";
}

function judgeAccount(made: Made): Refusal[] {
  const account = made.spec.at("serviceAccountName").text || made.spec.at("serviceAccount").text || "default";
  const { namespace, change } = made;
  const tokens = ["kubernetes:core/v1:ServiceAccount", "kubernetes:core/v1:ServiceAccountPatch"];
  if (account === "default" || opaque(made) || findObject(change.world, change.region, tokens, account, namespace) !== undefined) return [];
  return [forbidden(made, `error looking up service account ${namespace}/${account}: serviceaccount ${JSON.stringify(account)} not found`, "spec.serviceAccountName")];
}

/** Whether a chart is installed in the cluster, which may have brought things that have no namespace. */
function hasCharts({ change }: Made): boolean {
  return change.world.list("kubernetes:helm.sh/v3:Release", change.region).length > 0;
}

function judgePriority(made: Made): Refusal[] {
  const { text: name = "" } = made.spec.at("priorityClassName");
  const { change } = made;
  if (name === "" || Object.hasOwn(SYSTEM_PRIORITIES, name) || hasCharts(made)) return [];
  if (findObject(change.world, change.region, ["kubernetes:scheduling.k8s.io/v1:PriorityClass"], name) !== undefined) return [];
  return [forbidden(made, `no PriorityClass with name ${name} was found`, "spec.priorityClassName")];
}

/** The class a pod has: the one it names, else the one for all; undefined where that cannot be told. */
function classOf({ spec, change }: Made): { value: number; preemption: string } | undefined {
  const name = spec.at("priorityClassName");
  const [system, classes] = [SYSTEM_PRIORITIES[name.text ?? ""], change.world.list("kubernetes:scheduling.k8s.io/v1:PriorityClass", change.region)];
  if (system !== undefined) return { value: system, preemption: "PreemptLowerPriority" };
  const bodies = classes.map((entity) => new Field(bodyOf(entity)));
  if (name.unknown || bodies.some((body) => !body.settled)) return undefined;
  const found = name.empty ? bodies.find((body) => body.at("globalDefault").flag === true) : bodies.find((body) => body.at("metadata", "name").text === name.text);
  if (found === undefined && !name.empty) return undefined;
  return { value: found?.at("value").number ?? 0, preemption: found?.at("preemptionPolicy").text || "PreemptLowerPriority" };
}

/** What the class decides, the pod may repeat but not change. */
function judgeClass(made: Made): Refusal[] {
  const computed = hasCharts(made) && made.spec.at("priorityClassName").empty ? undefined : classOf(made);
  if (computed === undefined) return [];
  const [priority, preemption] = [made.spec.at("priority").number, made.spec.at("preemptionPolicy").text ?? ""];
  const by = "priority admission controller computed";
  if (priority !== undefined && priority !== computed.value) {
    return [forbidden(made, `the integer value of priority (${priority}) must not be provided in pod spec; ${by} ${computed.value} from the given PriorityClass name`, "spec.priority")];
  }
  if (preemption === "" || preemption === computed.preemption) return [];
  return [forbidden(made, `the string value of PreemptionPolicy (${preemption}) must not be provided in pod spec; ${by} ${computed.preemption} from the given PriorityClass name`, "spec.preemptionPolicy")];
}

function judgeRuntime(made: Made): Refusal[] {
  const { text: name = "" } = made.spec.at("runtimeClassName");
  const { change } = made;
  if (name === "" || hasCharts(made) || findObject(change.world, change.region, ["kubernetes:node.k8s.io/v1:RuntimeClass"], name) !== undefined) return [];
  return [forbidden(made, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`, "spec.runtimeClassName")];
}

/** The Pod Security level of a namespace, and the version it is pinned to. */
function levelOf({ change, namespace }: Made): { level: Level; version: string } {
  const entity = findObject(change.world, change.region, ["kubernetes:core/v1:Namespace"], namespace);
  const labels = new Field(entity === undefined ? {} : bodyOf(entity)).at("metadata", "labels");
  const level = LEVELS.find((one) => one === labels.key(ENFORCE).text) ?? "privileged";
  return { level, version: labels.key(`${ENFORCE}-version`).text ?? "latest" };
}

function judgeSecurity(made: Made): Refusal[] {
  const { level, version } = levelOf(made);
  const metadata = made.template.at("metadata").value;
  const problems = podSecurityProblems(level, isObject(metadata) ? metadata : {}, made.spec);
  return problems === undefined ? [] : [forbidden(made, `violates PodSecurity "${level}:${version}": ${problems}`, "spec")];
}

/** A law over the pods that changes lead to. */
export const admission = (name: string, source: string, judge: (made: Made) => Refusal[]): Law =>
  worldLaw(
    name,
    source,
    (change, kind) => {
      const made = madeBy(change, kind);
      return made === undefined ? [] : judge(made);
    },
    ["create", "update"],
    Object.keys(MAKERS),
  );

/** Labels of a namespace that Pod Security admission reads. */
const labelLaw = objectLaw("pod-security-labels", ["core/v1:Namespace"], "https://kubernetes.io/docs/concepts/security/pod-security-admission/", (root) => {
  const labels = root.at("metadata", "labels");
  for (const mode of ["enforce", "audit", "warn"]) {
    const level = labels.key(`pod-security.kubernetes.io/${mode}`);
    if (level.text !== undefined && !LEVELS.some((one) => one === level.text)) level.invalid("must be one of privileged, baseline, restricted");
    const version = labels.key(`pod-security.kubernetes.io/${mode}-version`);
    if (version.text !== undefined && !/^(latest|v1\.(0|[1-9]\d*))$/.test(version.text)) version.invalid('must be "latest" or "v1.x"');
  }
});

/** Whether pods would be admitted. */
export const admissionLaws: readonly Law[] = [
  admission("service-account-exists", `${ADMISSION}#serviceaccount`, judgeAccount),
  admission("priority-class-exists", `${ADMISSION}#priority`, judgePriority),
  admission("priority-of-class", `${ADMISSION}#priority`, judgeClass),
  admission("runtime-class-exists", `${ADMISSION}#runtimeclass`, judgeRuntime),
  admission("pod-security", `${ADMISSION}#podsecurity`, judgeSecurity),
  labelLaw,
];
