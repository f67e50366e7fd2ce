/**
 * The base of every component: the type token, the rule that a child's name starts with its parent's,
 * and the `transform` hooks.
 */
import * as pulumi from "@pulumi/pulumi";

/**
 * Changes what a component passes to one of its children: returns the arguments to use instead.
 * The policy pack still judges the result.
 */
export type Transform<Args> = (args: Args, name: string) => Args;

/** Applies a hook where the caller gave one. */
export function transformed<Args>(hook: Transform<Args> | undefined, name: string, args: Args): Args {
  return hook === undefined ? args : hook(args, name);
}

/**
 * A component of the platform, of type `golive:<module>:<Kind>`.
 *
 * Children are created with {@link Component.child} as options, so that each has the component as its parent,
 * and are named `${name}-part`.
 */
export abstract class Component extends pulumi.ComponentResource {
  /** The logical name; the prefix of every child's name. */
  protected readonly logicalName: string;
  /** What the whole component waits for: Pulumi does not hand a component's `dependsOn` down to its children. */
  readonly #after: pulumi.ComponentResourceOptions["dependsOn"];

  protected constructor(
    module: string,
    kind: string,
    name: string,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(`golive:${module}:${kind}`, name, {}, opts);
    this.logicalName = name;
    this.#after = opts?.dependsOn;
  }

  /** Options of a child: this component as its parent, after what the component comes after, with anything else the child needs. */
  protected child(more: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    const dependsOn = both(this.#after, more.dependsOn);
    return { parent: this, ...more, ...(dependsOn === undefined ? {} : { dependsOn }) };
  }

  /** Name of a child: the component's name, a dash, and the part. */
  protected part(part: string): string {
    return `${this.logicalName}-${part}`;
  }
}

type DependsOn = pulumi.ResourceOptions["dependsOn"];

function both(one: DependsOn, other: DependsOn): DependsOn {
  if (one === undefined || other === undefined) return one ?? other;
  if (isPlain(one) && isPlain(other)) return [one, other].flat();
  return pulumi.all([one, other]).apply(([first, second]) => [first, second].flat() as pulumi.Resource[]);
}

/** Whether it is a list or a resource as it stands. An output of resources would have them searched for unknown values, each time. */
function isPlain(dependsOn: unknown): dependsOn is pulumi.Resource | pulumi.Input<pulumi.Resource>[] {
  return Array.isArray(dependsOn) || pulumi.Resource.isInstance(dependsOn);
}

/**
 * Options that keep a stateful resource: protected against deletion by Pulumi and left in AWS when it is
 * removed from the program. Nothing where the environment may be thrown away.
 */
export function keep(protect: boolean): Pick<pulumi.CustomResourceOptions, "protect" | "retainOnDelete"> {
  return protect ? { protect: true, retainOnDelete: true } : {};
}
