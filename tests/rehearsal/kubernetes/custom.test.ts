/** Custom kinds: what their definitions refuse and accept, on an API server of Kubernetes 1.35 that has them. */
import { describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import type { Props } from "../../../rehearsal/types.ts";
import { change, judge, wrong } from "./objects.ts";

const POOL = "karpenter.sh/v1:NodePool";
const CLASS = "eks.amazonaws.com/v1:NodeClass";
const BINDING = "eks.amazonaws.com/v1:TargetGroupBinding";
const REQUIREMENT = "spec.template.spec.requirements.0";

/** What is said behind `is invalid: ` or `decoding error: `. */
const tail = (message: string): string => message.split(/ is invalid: | decoding error: /).at(-1) ?? "";

test.each<[kind: string, changes: Props, said: readonly string[]]>([
  [POOL, { "spec": undefined }, ["spec: Required value"]],
  [POOL, { "spec.template": undefined }, ["spec.template: Required value"]],
  [POOL, { "spec.template.spec.nodeClassRef": undefined }, ["spec.template.spec.nodeClassRef: Required value"]],
  [POOL, { "spec.template.spec.nodeClassRef.kind": "" }, ['spec.template.spec.nodeClassRef.kind: Invalid value: "": kind may not be empty']],
  [POOL, { "hostPID": true }, ['unknown field "hostPID"']],
  [POOL, { "spec.disruption.unknownField": 1 }, ['unknown field "spec.disruption.unknownField"']],
  [POOL, { "spec.disruption": "text" }, ['spec.disruption: Invalid value: "text": spec.disruption in body must be of type object']],
  [POOL, { "spec.disruption.budgets.1.reasons": ["Idle"] }, ['spec.disruption.budgets[1].reasons[0]: Unsupported value: "Idle": supported values: "Drifted", "Empty", "Underutilized"']],
  [POOL, { "spec.disruption.budgets.1.reasons": ["Empty", "Empty"] }, ['spec.disruption.budgets[1].reasons[1]: Duplicate value: "Empty"']],
  [POOL, { "spec.disruption.budgets.1.duration": "1d" }, ["spec.disruption.budgets[1].duration: Invalid value: \"1d\": spec.disruption.budgets[1].duration in body should match '^((([0-9]+(h|m))|([0-9]+h[0-9]+m))(0s)?)$'"]],
  [POOL, { "spec.disruption.budgets.1.duration": undefined }, ["spec.disruption.budgets: Invalid value: null: 'schedule' must be set with 'duration'"]],
  [POOL, { "spec.disruption.budgets.1.nodes": undefined }, []],
  [POOL, { "spec.disruption.budgets": Array.from({ length: 51 }, () => ({ nodes: "1" })) }, ["spec.disruption.budgets: Too many: 51: must have at most 50 items"]],
  [POOL, { "spec.template.spec.expireAfter": "Never" }, []],
  [POOL, { "spec.limits.cpu": "many" }, ["spec.limits[cpu]: Invalid value: \"many\": spec.limits[cpu] in body should match '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'"]],
  [POOL, { "spec.weight": 0 }, ["spec.weight: Invalid value: 0: spec.weight in body should be greater than or equal to 1"]],
  [POOL, { "spec.weight": 101 }, ["spec.weight: Invalid value: 101: spec.weight in body should be less than or equal to 100"]],
  [POOL, { "spec.weight": 1.5 }, ["spec.weight: Invalid value: 1.5: spec.weight in body must be of type integer"]],
  [POOL, { "spec.replicas": 2, "spec.weight": undefined, "spec.limits": { nodes: 4 } }, []],
  [POOL, { "spec.replicas": 2 }, ["spec.limits: Invalid value: null: only 'limits.nodes' is supported on static NodePools", "spec.weight: Invalid value: 5: 'weight' is not supported on static NodePools"]],
  [POOL, { [`${REQUIREMENT}.operator`]: "Is" }, ['spec.template.spec.requirements[0].operator: Unsupported value: "Is": supported values: "DoesNotExist", "Exists", "Gt", "Gte", "In", "Lt", "Lte", "NotIn"']],
  [POOL, { [`${REQUIREMENT}.values`]: [] }, ["spec.template.spec.requirements[0].values: Invalid value: null: requirements with operator 'In' must have a value defined"]],
  [POOL, { [`${REQUIREMENT}.minValues`]: 2 }, ["spec.template.spec.requirements[0].values: Invalid value: null: requirements with 'minValues' must have at least that many values specified in the 'values' field"]],
  [POOL, { [`${REQUIREMENT}.operator`]: "Lt" }, ["spec.template.spec.requirements[0].values: Invalid value: null: requirements operator 'Gt', 'Lt', 'Gte', or 'Lte' must have a single positive integer value"]],
  [POOL, { [`${REQUIREMENT}.key`]: "kubernetes.io/hostname" }, ['spec.template.spec.requirements[0].key: Invalid value: "kubernetes.io/hostname": label "kubernetes.io/hostname" is restricted']],
  [POOL, { [`${REQUIREMENT}.key`]: "karpenter.sh/initialized" }, ['spec.template.spec.requirements[0].key: Invalid value: "karpenter.sh/initialized": label domain "karpenter.sh" is restricted']],
  [POOL, { "spec.template.metadata.labels": { "karpenter.sh/nodepool": "web" } }, ['spec.template.metadata.labels: Invalid value: "karpenter.sh/nodepool": label "karpenter.sh/nodepool" is restricted']],
  [POOL, { "spec.template.metadata.labels": Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`a${index}`, ""])) }, ["spec.template.metadata.labels: Too many: 101: must have at most 100 items"]],
  [POOL, { "spec.template.spec.taints.0.key": "" }, ["spec.template.spec.taints[0].key: Invalid value: \"\": spec.template.spec.taints[0].key in body should be at least 1 chars long", expect.stringContaining("in body should match") as unknown as string]],
  [POOL, { [`${REQUIREMENT}.key`]: "a".repeat(317) }, ["spec.template.spec.requirements[0].key: Too long: may not be more than 316 bytes"]],
  [CLASS, { "spec.snatPolicy": "random" }, ['spec.snatPolicy: Unsupported value: "random": supported values: "Disabled", "Random"']],
  [CLASS, { "spec.subnetSelectorTerms": [] }, ["spec.subnetSelectorTerms: Invalid value: []: subnetSelectorTerms cannot be empty"]],
  [CLASS, { "spec.subnetSelectorTerms": undefined }, ["spec.subnetSelectorTerms: Required value"]],
  [CLASS, { "spec.subnetSelectorTerms": ["subnet-0a1b"] }, ['spec.subnetSelectorTerms[0]: Invalid value: "subnet-0a1b": spec.subnetSelectorTerms[0] in body must be of type object']],
  [CLASS, { "spec.securityGroupSelectorTerms.0.id": "sg" }, ["spec.securityGroupSelectorTerms[0].id: Invalid value: \"sg\": spec.securityGroupSelectorTerms[0].id in body should match '^sg-[0-9a-z]+$'"]],
  [CLASS, { "spec.securityGroupSelectorTerms.0": {} }, ["spec.securityGroupSelectorTerms: Invalid value: null: expected at least one, got none, ['tags', 'id', 'name']"]],
  [CLASS, { "spec.securityGroupSelectorTerms.0.name": "nodes" }, ["spec.securityGroupSelectorTerms: Invalid value: null: 'id' is mutually exclusive, cannot be set with a combination of other fields"]],
  [CLASS, { "spec.instanceProfile": "nodes" }, ["spec: Invalid value: must specify exactly one of ['role', 'instanceProfile']"]],
  [CLASS, { "spec.ephemeralStorage.size": "80GiB" }, [expect.stringMatching(/^spec\.ephemeralStorage\.size: Invalid value: "80GiB"/) as unknown as string]],
  [CLASS, { "spec.ephemeralStorage.iops": 100 }, ["spec.ephemeralStorage.iops: Invalid value: 100: spec.ephemeralStorage.iops in body should be greater than or equal to 3000"]],
  [CLASS, { "spec.tags": { "karpenter.sh/nodepool": "web" } }, ['spec.tags: Invalid value: "karpenter.sh/nodepool": tag contains a restricted tag matching karpenter.sh/nodepool']],
  [CLASS, { "spec.subnetSelectorTerm": [] }, ['unknown field "spec.subnetSelectorTerm"']],
  [CLASS, { "spec.somethingThatCameLater": true, "spec.advancedNetworking.enableV4Egress": true }, []],
  [CLASS, { "spec.ephemeralStorage.kmsKeyId": "x" }, ['unknown field "spec.ephemeralStorage.kmsKeyId"']],
  [BINDING, { "spec.serviceRef.port": undefined }, ["spec.serviceRef.port: Required value"]],
  [BINDING, { "spec.serviceRef.port": true }, ["spec.serviceRef.port: Invalid value: true: spec.serviceRef.port in body must be of type integer,string"]],
  [BINDING, { "spec.targetType": "lambda" }, ['spec.targetType: Unsupported value: "lambda": supported values: "instance", "ip"']],
  [BINDING, { "spec.targetGroupArn": "arn" }, ['unknown field "spec.targetGroupArn"']],
  [BINDING, { "spec.multiClusterTargetGroup": "yes" }, ['spec.multiClusterTargetGroup: Invalid value: "yes": spec.multiClusterTargetGroup in body must be of type boolean']],
])("%s, %j", (kind, changes, said) => {
  expect(wrong(kind, changes).map(tail)).toEqual(said);
});

describe("kinds of charts", () => {
  const said = (kind: string, spec: Props | typeof UNKNOWN): string[] => judge(change(kind, { metadata: { name: "web" }, spec }), "check").map(({ message }) => tail(message));
  const SECRETS = "secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
  const IMAGES = "policy.sigstore.dev/v1beta1:ClusterImagePolicy";
  const signed = { images: [{ glob: "**" }], authorities: [{ key: { kms: "awskms:///alias/a" } }], mode: "enforce" };
  const by = (authority: Props): Props => ({ ...signed, authorities: [authority] });
  test.each<[kind: string, spec: Props | typeof UNKNOWN, said: readonly string[]]>([
    [SECRETS, { provider: "aws", parameters: { region: "eu-central-1", objects: "- objectName: a" } }, []],
    [SECRETS, { provider: "aws", parameters: { usePodIdentity: true } }, ["spec.parameters[usePodIdentity]: Invalid value: true: spec.parameters[usePodIdentity] in body must be of type string"]],
    [SECRETS, { provider: "aws", secrets: [] }, ['unknown field "spec.secrets"']],
    [SECRETS, UNKNOWN, []],
    [IMAGES, signed, []],
    [IMAGES, UNKNOWN, []],
    [IMAGES, { ...signed, images: [] }, ["spec.images: Required value"]],
    [IMAGES, { ...signed, images: [{}] }, ["spec.images[0].glob: Required value"]],
    [IMAGES, { ...signed, mode: "block" }, ['spec.mode: Unsupported value: "block": supported values: "enforce", "warn"']],
    [IMAGES, by({}), ["spec.authorities[0]: Invalid value: expected exactly one, got neither: key, keyless, static"]],
    [IMAGES, by({ key: { kms: "a" }, static: { action: "pass" } }), ["spec.authorities[0]: Invalid value: expected exactly one, got both: key, static"]],
    [IMAGES, by({ key: { kms: "a", data: "b" } }), ["spec.authorities[0].key: Invalid value: expected exactly one, got both: data, kms"]],
    [IMAGES, by({ key: { kms: UNKNOWN } }), []],
    [IMAGES, by({ static: { action: "allow" } }), ['spec.authorities[0].static.action: Unsupported value: "allow": supported values: "fail", "pass"']],
    [IMAGES, by({ keyless: { url: "https://fulcio.example.com", identities: [{ issuer: "i", subject: "s" }] } }), []],
    [IMAGES, by({ keyless: { identities: [] } }), ["spec.authorities[0].keyless: Invalid value: expected exactly one, got neither: url, ca-cert", "spec.authorities[0].keyless.identities: Required value"]],
    [IMAGES, by({ kms: "a" }), ['unknown field "spec.authorities[0].kms"']],
  ])("%s %j", (kind, spec, expected) => {
    expect(said(kind, spec)).toEqual(expected);
  });
});
