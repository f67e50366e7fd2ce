/**
 * Labels of Kubernetes objects: the recommended ones of Kubernetes, and the platform's tags where a label may hold them.
 */
import { tags } from "../context.ts";
import type { DataClassification, PlatformContext } from "../context.ts";

/** What a Kubernetes object belongs to. */
export interface Part {
  /** Short name of the program: `api`. Value of `app.kubernetes.io/name`. */
  readonly name: string;
  /** Role within the platform: `frontend`, `backend`, `node-pool`. Value of `app.kubernetes.io/component`. */
  readonly component: string;
}

/** Label keys of the platform's tags are prefixed, as Kubernetes asks of keys that are not the user's own. */
const TAG_PREFIX = "optibid.com/";

/**
 * A tag's value as a label value: at most 63 of `[A-Za-z0-9._-]`, alphanumeric at both ends. Other characters
 * become dashes.
 *
 * Source: Kubernetes, "Labels and Selectors", syntax and character set.
 */
export function labelValue(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}

/**
 * Labels by which a Service, a policy or a Deployment finds its pods. They never change in the life of the object
 * (a Deployment's selector is immutable), so no version and no tag is among them.
 */
export function selectorLabels(context: PlatformContext, part: Part): Record<string, string> {
  return {
    "app.kubernetes.io/name": part.name,
    "app.kubernetes.io/instance": labelValue(context.name),
  };
}

/** All labels of an object: {@link selectorLabels}, what it is, who manages it, and the platform's tags. */
export function labels(
  context: PlatformContext,
  part: Part,
  classification: DataClassification,
): Record<string, string> {
  const tagLabels = Object.entries(tags(context, classification)).map(
    ([key, value]) => [`${TAG_PREFIX}${key}`, labelValue(value)] as const,
  );
  return {
    ...selectorLabels(context, part),
    "app.kubernetes.io/component": part.component,
    "app.kubernetes.io/part-of": "optibid",
    "app.kubernetes.io/managed-by": "pulumi",
    ...Object.fromEntries(tagLabels),
  };
}
