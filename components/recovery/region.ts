/** The other Region: what the stack is called there, and how a component is made to live in it. */
import type * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "../context.ts";

/** The stack in the Region of disaster recovery; it has no further one. */
export type RecoveryContext = PlatformContext & { readonly drRegion?: undefined };

/**
 * The context of what stands in the other Region: its name ends in `-dr`, so that global names (roles) stay apart.
 *
 * @throws RangeError where there is no such Region, or the name would be longer than 24 characters
 */
export function recoveryContext(context: PlatformContext): RecoveryContext {
  const { drRegion, ...rest } = context;
  if (drRegion === undefined) throw new RangeError("drRegion: required for a pilot light");
  const name = `${context.name}-dr`;
  if (name.length > 24) throw new RangeError(`name "${name}" has ${name.length} characters; at most 24, so the stack's own at most 21`);
  return { ...rest, name, region: drRegion };
}

/** Types that live nowhere in particular have no `region`. */
const GLOBAL = /^aws:(iam|route53|cloudfront|index)\//;

/**
 * Puts every AWS resource below a component into a Region that is not the provider's, by its own `region` argument.
 * A provider instance of its own would do the same, and hide from the graph where each thing is.
 */
export function inRegion(region: string): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    if (!type.startsWith("aws:") || GLOBAL.test(type)) return undefined;
    const given = props as { readonly region?: pulumi.Input<string> };
    return { props: { ...given, region: given.region ?? region }, opts };
  };
}
