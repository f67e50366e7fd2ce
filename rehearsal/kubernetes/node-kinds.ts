/**
 * What nodes are made of: Karpenter's NodePool and the NodeClass of EKS Auto Mode.
 *
 * Sources: the definition of karpenter.sh/v1 NodePool; Amazon EKS User Guide, "Create a Node Class for Amazon EKS" and
 * "Configure advanced security settings for nodes". The definition of a NodeClass itself is not published.
 */
import type { Field } from "./field.ts";
import { flag, list, map, object, oneOf, text } from "./shapes.ts";
import type { Shape } from "./shapes.ts";

const QUALIFIED = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(\/))?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const AGE: Shape = { kind: "text", pattern: /^(([0-9]+(s|m|h))+|Never)$/ };
const AMOUNT: Shape = { kind: "either", pattern: /^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$/ };

/** Labels of Karpenter's own that a pool may speak of. */
const OPEN_LABELS = ["karpenter.sh/capacity-type", "karpenter.sh/nodepool"];

function checkLabelName(field: Field, name: string): void {
  const domain = name.split("/")[0] ?? "";
  if (domain.endsWith("karpenter.sh") && !OPEN_LABELS.includes(name)) field.invalid('label domain "karpenter.sh" is restricted', name);
  for (const restricted of ["karpenter.sh/nodepool", "kubernetes.io/hostname"]) if (name === restricted) field.invalid(`label "${restricted}" is restricted`, name);
}

function checkLabels(labels: Field): void {
  for (const [name] of labels.entries()) checkLabelName(labels, name);
}

function checkBudgets(disruption: Field): void {
  const budgets = disruption.at("budgets");
  if (budgets.items().some((budget) => !budget.unknown && budget.at("schedule").given !== budget.at("duration").given)) budgets.invalid("'schedule' must be set with 'duration'", null);
}

function checkRequirement(requirement: Field): void {
  const [key, operator, values, least] = [requirement.at("key"), requirement.at("operator").text, requirement.at("values"), requirement.at("minValues").number];
  if (key.text !== undefined) checkLabelName(key, key.text);
  if (operator === "In" && values.empty) values.invalid("requirements with operator 'In' must have a value defined", null);
  const bound = values.items().map(({ text: one }) => one);
  if (/^[GL]te?$/.test(operator ?? "") && values.settled && !(bound.length === 1 && /^\+?\d+$/.test(bound[0] ?? ""))) {
    values.invalid("requirements operator 'Gt', 'Lt', 'Gte', or 'Lte' must have a single positive integer value", null);
  }
  if (operator === "In" && least !== undefined && values.settled && bound.length < least) {
    values.invalid("requirements with 'minValues' must have at least that many values specified in the 'values' field", null);
  }
}

function checkStatic(spec: Field): void {
  if (!spec.at("replicas").given) return;
  const limits = spec.at("limits").entries().map(([name]) => name);
  if (limits.some((name) => name !== "nodes")) spec.at("limits").invalid("only 'limits.nodes' is supported on static NodePools", null);
  if (spec.at("weight").given) spec.at("weight").invalid("'weight' is not supported on static NodePools");
}

function checkReference(reference: Field): void {
  for (const name of ["group", "kind", "name"]) if (reference.at(name).text === "") reference.at(name).invalid(`${name} may not be empty`);
}

const taints = list(
  object(
    { key: { kind: "text", shortest: 1, pattern: QUALIFIED }, value: { kind: "text", pattern: QUALIFIED }, effect: oneOf("NoSchedule", "PreferNoSchedule", "NoExecute"), timeAdded: text },
    { required: ["effect", "key"] },
  ),
);

const requirements = list(
  object(
    {
      key: { kind: "text", longest: 316, pattern: QUALIFIED },
      operator: oneOf("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"),
      values: list(text),
      minValues: { kind: "whole", least: 1, most: 50 },
    },
    { required: ["key", "operator"], rule: checkRequirement },
  ),
  { most: 100 },
);

/** `nodes` is 10% where it is left out. */
const budget = object({
  nodes: { kind: "text", pattern: /^((100|[0-9]{1,2})%|[0-9]+)$/ },
  duration: { kind: "text", pattern: /^((([0-9]+(h|m))|([0-9]+h[0-9]+m))(0s)?)$/ },
  schedule: { kind: "text", pattern: /^(@(annually|yearly|monthly|weekly|daily|midnight|hourly))|((.+)\s(.+)\s(.+)\s(.+)\s(.+))$/ },
  reasons: list(oneOf("Underutilized", "Empty", "Drifted"), { most: 50, distinct: true }),
});

const nodeTemplate = object(
  {
    metadata: object({
      annotations: map(text),
      labels: { kind: "map", of: { kind: "text", longest: 63, pattern: LABEL_VALUE }, most: 100 },
    }, { rule: (metadata) => checkLabels(metadata.at("labels")) }),
    spec: object(
      {
        expireAfter: AGE,
        terminationGracePeriod: { kind: "text", pattern: /^([0-9]+(s|m|h))+$/ },
        nodeClassRef: object({ group: { kind: "text", pattern: /^[^/]*$/ }, kind: text, name: text }, { required: ["group", "kind", "name"], rule: checkReference }),
        requirements,
        taints,
        startupTaints: taints,
      },
      { required: ["nodeClassRef", "requirements"] },
    ),
  },
  { required: ["spec"] },
);

/** `spec` of a NodePool. */
export const nodePool = object(
  {
    disruption: object(
      { budgets: list(budget, { most: 50 }), consolidateAfter: AGE, consolidationPolicy: oneOf("WhenEmpty", "WhenEmptyOrUnderutilized", "Balanced") },
      { rule: checkBudgets },
    ),
    limits: map(AMOUNT),
    replicas: { kind: "whole", least: 0 },
    template: nodeTemplate,
    weight: { kind: "whole", least: 1, most: 100 },
  },
  { required: ["template"], rule: checkStatic },
);

/** Tags that EKS puts on nodes itself. */
const OWN_TAGS = ["karpenter.sh/provisioner-name", "karpenter.sh/nodepool", "karpenter.sh/nodeclaim", "karpenter.sh/managed-by", "eks.amazonaws.com/nodeclass"];

function checkTags(tags: Field): void {
  for (const [name] of tags.entries()) {
    if (OWN_TAGS.includes(name) || name.startsWith("kubernetes.io/cluster/")) tags.invalid(`tag contains a restricted tag matching ${name}`, name);
  }
}

function checkTerms(terms: Field): void {
  if (terms.settled && terms.empty) terms.invalid(`${terms.path.replace(/^.*\./, "")} cannot be empty`);
  for (const term of terms.items().filter(({ unknown }) => !unknown)) {
    const [id, others] = [term.at("id").given, term.at("tags").given || term.at("name").given];
    if (!id && !others) terms.invalid("expected at least one, got none, ['tags', 'id', 'name']", null);
    if (id && others) terms.invalid("'id' is mutually exclusive, cannot be set with a combination of other fields", null);
  }
}

function checkNodeClass(spec: Field): void {
  for (const name of ["subnetSelectorTerms", "securityGroupSelectorTerms"]) checkTerms(spec.at(name));
  if (spec.at("role").given === spec.at("instanceProfile").given) spec.problem("must specify exactly one of ['role', 'instanceProfile']");
  checkTags(spec.at("tags"));
}

const terms = (id: RegExp, fields: Readonly<Record<string, Shape>> = {}): Shape => list(object({ id: { kind: "text", pattern: id }, tags: map(text), ...fields }, { names: "near" }), { most: 30 });
const subnets = terms(/^subnet-[0-9a-z]+$/);
const groups = terms(/^sg-[0-9a-z]+$/, { name: text });

/** `1–59000Gi`, `1–64000G`, `1–58Ti` or `1–64T`, as an EBS volume can be. */
const SIZE = /^([1-9][0-9]{0,3}|[1-4][0-9]{4}|5[0-8][0-9]{3}|59000)Gi$|^([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-3][0-9]{3}|64000)G$|^([1-9]|[1-4][0-9]|5[0-8])Ti$|^([1-9]|[1-5][0-9]|6[0-4])T$/;

/** `spec` of a NodeClass. */
export const nodeClass = object(
  {
    role: text,
    instanceProfile: text,
    subnetSelectorTerms: subnets,
    securityGroupSelectorTerms: groups,
    podSubnetSelectorTerms: subnets,
    podSecurityGroupSelectorTerms: groups,
    capacityReservationSelectorTerms: terms(/^cr-[0-9a-z]+$/, { owner: text }),
    snatPolicy: oneOf("Random", "Disabled"),
    networkPolicy: oneOf("DefaultAllow", "DefaultDeny"),
    networkPolicyEventLogs: oneOf("Disabled", "Enabled"),
    ephemeralStorage: object(
      { size: { kind: "text", pattern: SIZE }, iops: { kind: "whole", least: 3_000, most: 16_000 }, throughput: { kind: "whole", least: 125, most: 1_000 }, kmsKeyID: text },
      { names: "near" },
    ),
    advancedNetworking: object(
      { associatePublicIPAddress: flag, httpsProxy: { kind: "text", longest: 255 }, noProxy: list({ kind: "text", longest: 255 }, { most: 50 }), ipv4PrefixSize: oneOf("Auto", "32") },
      { names: "near" },
    ),
    advancedSecurity: object({ fips: flag, kernelLockdown: oneOf("integrity", "none") }, { names: "near" }),
    certificateBundles: list(object({ name: text, data: text }, { required: ["name", "data"], names: "near" })),
    tags: map(text),
  },
  { required: ["subnetSelectorTerms", "securityGroupSelectorTerms"], names: "near", rule: checkNodeClass },
);
