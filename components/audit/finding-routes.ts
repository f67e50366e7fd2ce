/** FindingRoutes: EventBridge rules that carry findings to the alert topics. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import type { AlertTopics } from "./activity-alarms.ts";
import { findings } from "./finding-patterns.ts";
import type { Finding } from "./finding-patterns.ts";

export interface FindingRoutesArgs {
  readonly context: PlatformContext;
  readonly topics: AlertTopics;
  /** Queue for events that could not be delivered; its policy must admit EventBridge. Default: they are retried for a day, then lost. */
  readonly deadLetterQueueArn?: pulumi.Input<string> | undefined;
  readonly transform?: { readonly rule?: Transform<aws.cloudwatch.EventRuleArgs> };
}

/** Security findings as alerts (checklist PRC-116, OPT-54). */
export class FindingRoutes extends Component {
  constructor(name: string, args: FindingRoutesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "FindingRoutes", name, opts);
    for (const [key, finding] of Object.entries(findings(args.context.region))) this.route(args, key, finding);
    this.registerOutputs();
  }

  private route({ context, topics, deadLetterQueueArn, transform }: FindingRoutesArgs, key: string, finding: Finding): void {
    const name = this.part(key);
    const ruleArgs = transformed<aws.cloudwatch.EventRuleArgs>(transform?.rule, name, {
      name: `${context.name}-${key}`,
      description: finding.description,
      eventPattern: JSON.stringify(finding.pattern),
      state: "ENABLED",
      tags: tags(context, "internal", name),
    });
    const rule = new aws.cloudwatch.EventRule(name, ruleArgs, this.child());
    new aws.cloudwatch.EventTarget(
      `${name}-target`,
      {
        rule: rule.name,
        targetId: "alerts",
        arn: topics[finding.severity],
        ...(deadLetterQueueArn === undefined ? {} : { deadLetterConfig: { arn: deadLetterQueueArn } }),
      },
      this.child(),
    );
  }
}
