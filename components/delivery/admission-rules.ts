/**
 * Which images the API server lets in, in the Common Expression Language it judges with: pure.
 *
 * Source: Kubernetes, "Validating Admission Policy"; "Common Expression Language in Kubernetes".
 */
import type * as k8s from "@pulumi/kubernetes";

type PolicySpec = k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicySpec;

/** What has a pod's specification within it, and where. One policy each: the API server checks expressions against each kind's own fields. */
export interface Guarded {
  /** Short name, part of the policy's. */
  readonly name: string;
  readonly rules: readonly { readonly apiGroups: string[]; readonly apiVersions: string[]; readonly resources: string[] }[];
  /** Expression of the pod's specification. */
  readonly spec: string;
}

/** Pods themselves, what makes pods, and what makes that: a wrong image is refused where it is written, not minutes later where it does not start. */
export const GUARDED: readonly Guarded[] = [
  {
    name: "pods",
    rules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods", "pods/ephemeralcontainers"] }],
    spec: "object.spec",
  },
  {
    name: "controllers",
    rules: [
      { apiGroups: ["apps"], apiVersions: ["v1"], resources: ["deployments", "statefulsets", "daemonsets"] },
      { apiGroups: ["batch"], apiVersions: ["v1"], resources: ["jobs"] },
    ],
    spec: "object.spec.template.spec",
  },
  {
    name: "schedules",
    rules: [{ apiGroups: ["batch"], apiVersions: ["v1"], resources: ["cronjobs"] }],
    spec: "object.spec.jobTemplate.spec.template.spec",
  },
];

const DIGEST = "@sha256:[0-9a-f]{64}$";

/** A text as a literal of the expression language. */
function literal(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** Images of a list of containers that may be absent; one without an image counts as `""`, which no rule accepts. */
function imagesOf(field: string): string {
  return `(has(variables.podSpec.${field}) ? variables.podSpec.${field}.map(each, has(each.image) ? each.image : '') : [])`;
}

/**
 * The policy of one kind: every image of every container, init container, ephemeral container and image volume is named
 * by its digest and comes from one of the platform's repositories.
 *
 * @param sources beginnings of images, such as `123456789012.dkr.ecr.eu-central-1.amazonaws.com/optibid/`
 */
export function admissionSpec({ rules, spec }: Guarded, sources: readonly string[]): PolicySpec {
  const listed = sources.map(literal).join(", ");
  const digest = `image.matches(${literal(DIGEST)})`;
  const own = `[${listed}].exists(source, image.startsWith(source))`;
  const volumes =
    "(has(variables.podSpec.volumes) ? variables.podSpec.volumes.filter(each, has(each.image)).map(each, has(each.image.reference) ? each.image.reference : '') : [])";
  return {
    failurePolicy: "Fail",
    matchConstraints: { resourceRules: rules.map((rule) => ({ ...rule, operations: ["CREATE", "UPDATE"] })) },
    variables: [
      { name: "podSpec", expression: spec },
      { name: "images", expression: [...["containers", "initContainers", "ephemeralContainers"].map(imagesOf), volumes].join(" + ") },
    ],
    validations: [
      {
        expression: `variables.images.all(image, ${digest})`,
        messageExpression: `'images are named by their digest: ' + variables.images.filter(image, !${digest}).join(', ')`,
        reason: "Forbidden",
      },
      {
        expression: `variables.images.all(image, ${own})`,
        messageExpression: `'images come from the registry of the platform: ' + variables.images.filter(image, !${own}).join(', ')`,
        reason: "Forbidden",
      },
    ],
    auditAnnotations: [{ key: "images", valueExpression: "variables.images.join(', ')" }],
  };
}
