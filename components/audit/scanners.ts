/** Scanners: Inspector looks for known vulnerabilities, Access Analyzer for access that is too wide or not used. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { CODE_SCANNING_REGIONS } from "../../config/code-scanning.ts";
import { Component, keep } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import type { Mode } from "./mode.ts";

/** What Inspector can scan. Source: Amazon Inspector API Reference, Enable; `LAMBDA_CODE` goes only with `LAMBDA`. */
export const SCANS = ["ECR", "EC2", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"] as const;

/** One of {@link SCANS}. */
export type Scan = (typeof SCANS)[number];

/** Images, instances and functions, and the code of functions where Inspector looks into it. */
export function defaultScans(region: string): readonly Scan[] {
  return ["ECR", "EC2", "LAMBDA", ...(CODE_SCANNING_REGIONS.includes(region) ? (["LAMBDA_CODE"] as const) : [])];
}

export interface ScannersArgs {
  readonly context: PlatformContext;
  readonly inspector: {
    /** With `adopt` and `off`, Inspector is as the account has it. */
    readonly mode: Mode;
    /** Default: {@link defaultScans} of the home Region. */
    readonly scans?: readonly Scan[] | undefined;
  };
  readonly accessAnalyzer: {
    /** With `adopt` and `off`, the account has its analyzers, of which AWS allows one of each kind. */
    readonly mode: Mode;
    /** Days after which access that nobody used is reported, 1 to 365. */
    readonly unusedAccessDays: number;
  };
}

/** Amazon Inspector (checklist PRC-014, PRC-091) and IAM Access Analyzer (PRC-119, PRC-120). */
export class Scanners extends Component {
  constructor(name: string, args: ScannersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "Scanners", name, opts);
    if (args.inspector.mode === "create") this.createInspector(args);
    if (args.accessAnalyzer.mode === "create") this.createAnalyzers(args);
    this.registerOutputs();
  }

  private createInspector({ context, inspector }: ScannersArgs): void {
    new aws.inspector2.Enabler(
      this.part("inspector"),
      { region: context.region, accountIds: [context.accountId], resourceTypes: [...(inspector.scans ?? defaultScans(context.region))] },
      this.child(keep(context.protect)),
    );
  }

  /** One for access from outside the account, one for access within it that is not used: the regular access review. */
  private createAnalyzers({ context, accessAnalyzer }: ScannersArgs): void {
    const create = (part: string, args: Pick<aws.accessanalyzer.AnalyzerArgs, "type" | "configuration">): void => {
      const name = this.part(part);
      new aws.accessanalyzer.Analyzer(name, { analyzerName: `${context.name}-${part}`, ...args, tags: tags(context, "internal", name) }, this.child());
    };
    create("external-access", { type: "ACCOUNT" });
    create("unused-access", { type: "ACCOUNT_UNUSED_ACCESS", configuration: { unusedAccess: { unusedAccessAge: accessAnalyzer.unusedAccessDays } } });
  }
}
