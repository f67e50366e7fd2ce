/** Release: which version runs, and which one ran before it, where people and programs find it. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

/** A version of the platform's programs. */
export interface ReleaseVersion {
  readonly version: string;
  /** Image of each program by digest, by its path under the configuration's `workloads`: `api`. */
  readonly images: Readonly<Record<string, string>>;
}

export interface ReleaseArgs {
  readonly context: PlatformContext;
  /** What runs. */
  readonly current: ReleaseVersion;
  /** What ran before, and what a rollback returns to. Absent for the first release. */
  readonly previous?: ReleaseVersion | undefined;
  readonly transform?: { readonly parameter?: Transform<aws.ssm.ParameterArgs> };
}

/** Name of the parameter that says which version runs, or ran before. */
export function releaseParameter(context: Pick<PlatformContext, "name">, which: "current" | "previous"): string {
  return `/${context.name}/release/${which}`;
}

/** Deployment version and rollback version (checklist PRC-101, PRC-125, PRC-147). */
export class Release extends Component {
  readonly current: ReleaseVersion;
  readonly previous: ReleaseVersion | undefined;

  constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "Release", name, opts);
    this.current = args.current;
    this.previous = args.previous;
    this.note(args, "current", args.current);
    if (args.previous !== undefined) this.note(args, "previous", args.previous);
    this.registerOutputs({ current: this.current, previous: this.previous });
  }

  private note({ context, transform }: ReleaseArgs, which: "current" | "previous", release: ReleaseVersion): void {
    const name = this.part(which);
    const { version, images } = release;
    new aws.ssm.Parameter(
      name,
      transformed<aws.ssm.ParameterArgs>(transform?.parameter, name, {
        name: releaseParameter(context, which),
        description: which === "current" ? "Version that runs, with its images" : "Version that a rollback returns to, with its images",
        type: "String",
        dataType: "text",
        // Nothing secret: the other argument, `value`, would hide it.
        insecureValue: JSON.stringify({ version, images }),
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }
}
