/**
 * Custom kinds that EKS, its add-ons and the controller of signatures bring, judged by their definitions.
 *
 * Sources: the definitions in aws-load-balancer-controller (EKS Auto Mode serves TargetGroupBinding under its own
 * group), secrets-store-csi-driver and policy-controller; for the last one also what its webhook refuses.
 */
import type { Law } from "../types.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { nodeClass, nodePool } from "./node-kinds.ts";
import { checkShape, flag, list, map, object, oneOf, text } from "./shapes.ts";
import type { Shape } from "./shapes.ts";

const selector = object({
  matchLabels: map(text),
  matchExpressions: list(object({ key: text, operator: text, values: list(text) }, { required: ["key", "operator"] })),
});

const peer = object({ ipBlock: object({ cidr: text }, { required: ["cidr"] }), securityGroup: object({ groupID: text }, { required: ["groupID"] }) });

const targetGroupBinding = object(
  {
    serviceRef: object({ name: text, port: { kind: "either" } }, { required: ["name", "port"] }),
    targetGroupARN: text,
    targetGroupName: text,
    targetGroupProtocol: oneOf("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"),
    targetType: oneOf("instance", "ip"),
    ipAddressType: oneOf("ipv4", "ipv6"),
    vpcID: text,
    multiClusterTargetGroup: flag,
    iamRoleArnToAssume: text,
    assumeRoleExternalId: text,
    nodeSelector: selector,
    networking: object({
      ingress: list(object({ from: list(peer), ports: list(object({ port: { kind: "either" }, protocol: oneOf("TCP", "UDP") })) }, { required: ["from", "ports"] })),
    }),
  },
  { required: ["serviceRef"], names: "near" },
);

const secretProviderClass = object({
  provider: text,
  parameters: map(text),
  secretObjects: list(object({ secretName: text, type: text, labels: map(text), annotations: map(text), data: list(object({ objectName: text, key: text })) })),
});

const secretRef = object({ name: text, namespace: text });
const key = { data: text, hashAlgorithm: text, kms: text, secretRef };
const policyFields = {
  type: text,
  data: text,
  configMapRef: object({ key: text, name: text, namespace: text }),
  remote: object({ sha256sum: text, url: text }),
  fetchConfigFile: flag,
  includeObjectMeta: flag,
  includeSpec: flag,
  includeTypeMeta: flag,
};

const authority = object({
  name: text,
  key: object(key),
  keyless: object({
    url: text,
    "ca-cert": object(key),
    identities: list(object({ issuer: text, issuerRegExp: text, subject: text, subjectRegExp: text })),
    insecureIgnoreSCT: flag,
    trustRootRef: text,
  }),
  static: object({ action: text, message: text }),
  attestations: list(object({ name: text, predicateType: text, policy: object(policyFields) })),
  ctlog: object({ url: text, trustRootRef: text }),
  rfc3161timestamp: object({ trustRootRef: text }),
  signatureFormat: text,
  source: list(object({ oci: text, signaturePullSecrets: list(object({ name: text })), tagPrefix: text })),
});

const clusterImagePolicy = object({
  authorities: list(authority),
  images: list(object({ glob: text })),
  match: list(object({ group: text, version: text, resource: text, selector: object({ matchLabels: map(text), matchExpressions: list(object({ key: text, operator: text, values: list(text) })) }) })),
  mode: text,
  policy: object(policyFields),
});

/** Which of these fields are given; the first complaint where it is not exactly one. */
function exactlyOne(field: Field, names: readonly string[]): void {
  if (field.unknown) return;
  const given = names.filter((name) => field.at(name).unknown || !field.at(name).empty);
  if (given.length === 0) field.problem(`expected exactly one, got neither: ${names.join(", ")}`);
  if (given.length > 1) field.problem(`expected exactly one, got both: ${given.join(", ")}`);
}

function checkAuthority(one: Field): void {
  exactlyOne(one, ["key", "keyless", "static"]);
  if (!one.at("key").empty) exactlyOne(one.at("key"), ["data", "kms", "secretRef"]);
  const keyless = one.at("keyless");
  if (!keyless.empty) {
    exactlyOne(keyless, ["url", "ca-cert"]);
    keyless.at("identities").require();
  }
  const action = one.at("static", "action");
  if (!one.at("static").empty) action.requireOneOf(["pass", "fail"]);
}

/** What the webhook of the controller refuses beside the definition. */
function checkImagePolicy(spec: Field): void {
  spec.at("images").require();
  for (const image of spec.at("images").items()) image.at("glob").require();
  for (const one of spec.at("authorities").items()) checkAuthority(one);
  spec.at("mode").oneOf(["enforce", "warn"]);
}

interface Definition {
  readonly name: string;
  readonly kind: string;
  readonly spec: Shape;
  /** Whether `spec` has to be there. */
  readonly whole?: true;
  readonly source: string;
  readonly webhook?: (spec: Field) => void;
}

const DEFINITIONS: readonly Definition[] = [
  { name: "node-pool", kind: "karpenter.sh/v1:NodePool", spec: nodePool, whole: true, source: "https://karpenter.sh/docs/concepts/nodepools/" },
  { name: "node-class", kind: "eks.amazonaws.com/v1:NodeClass", spec: nodeClass, source: "https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html" },
  { name: "target-group-binding", kind: "eks.amazonaws.com/v1:TargetGroupBinding", spec: targetGroupBinding, source: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/" },
  { name: "secret-provider-class", kind: "secrets-store.csi.x-k8s.io/v1:SecretProviderClass", spec: secretProviderClass, source: "https://secrets-store-csi-driver.sigs.k8s.io/concepts#secretproviderclass" },
  { name: "cluster-image-policy", kind: "policy.sigstore.dev/v1beta1:ClusterImagePolicy", spec: clusterImagePolicy, source: "https://docs.sigstore.dev/policy-controller/overview/", webhook: checkImagePolicy },
];

/** What every definition here has beside `spec`. */
const AROUND: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata", "spec", "status"]);

/** Arguments of custom kinds. */
export const customLaws: readonly Law[] = DEFINITIONS.map(({ name, kind, spec, whole, source, webhook }) =>
  objectLaw(name, [kind], source, (root) => {
    for (const [member] of root.entries()) if (!AROUND.has(member)) root.at(member).malformed(`strict decoding error: unknown field "${member}"`);
    if (whole === true && !root.at("spec").given) root.at("spec").required();
    checkShape(root.at("spec"), spec);
    if (root.errors.length === 0) webhook?.(root.at("spec"));
  }),
);
