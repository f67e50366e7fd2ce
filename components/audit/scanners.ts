/** Scanners: Inspector looks for known vulnerabilities, Access Analyzer for access that is too wide or not used. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, keep } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import type { Mode } from "./mode.ts";

/** What Inspector can scan. Source: Amazon Inspector API Reference, Enable; `LAMBDA_CODE` goes only with `LAMBDA`. */
export const SCANS = ["ECR", "EC2", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"] as const;

/** One of {@link SCANS}. */
export type Scan = (typeof SCANS)[number];

export interface ScannersArgs {
  readonly context: PlatformContext;
  readonly inspector: {
    /** With `adopt` and `off`, Inspector is as the account has it. */
    readonly mode: Mode;
    readonly scans: readonly Scan[];
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
      { accountIds: [context.accountId], resourceTypes: [...inspector.scans] },
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
