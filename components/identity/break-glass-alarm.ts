/** BreakGlassAlarm: nobody takes the emergency role unheard. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ActivityAlarms } from "../audit/activity-alarms.ts";
import type { AlertTopics } from "../audit/activity-alarms.ts";
import { Component } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

export interface BreakGlassAlarmArgs {
  readonly context: PlatformContext;
  /** Name of the role. */
  readonly roleName: string;
  readonly roleArn: pulumi.Input<string>;
  readonly topics: AlertTopics;
  /** Log group of a trail of all Regions; it sees what STS did in another Region too. Default: there is none. */
  readonly trailLogGroupName?: pulumi.Input<string> | undefined;
}

/** An event the moment the role is taken, and an alarm on the trail's record of it (checklist PRC-116, OPT-54). */
export class BreakGlassAlarm extends Component {
  constructor(name: string, args: BreakGlassAlarmArgs, opts?: pulumi.ComponentResourceOptions) {
    super("identity", "BreakGlassAlarm", name, opts);
    this.createEvent(args);
    this.createAlarm(args);
    this.registerOutputs();
  }

  /**
   * Taking a role reads and changes nothing in CloudTrail's eyes, and a rule in the plain state `ENABLED` does not
   * see such calls. Source: Amazon EventBridge User Guide, "Receiving read-only management events from AWS services".
   */
  private createEvent({ context, roleArn, topics }: BreakGlassAlarmArgs): void {
    const name = this.part("taken");
    const pattern = pulumi.output(roleArn).apply((arn) =>
      JSON.stringify({
        source: ["aws.sts"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: { eventSource: ["sts.amazonaws.com"], eventName: ["AssumeRole", "AssumeRoleWithSAML"], requestParameters: { roleArn: [arn] } },
      }),
    );
    const rule = new aws.cloudwatch.EventRule(
      name,
      { name: `${context.name}-break-glass`, description: "Somebody takes the break-glass role", eventPattern: pattern, state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", tags: tags(context, "internal", name) },
      this.child(),
    );
    new aws.cloudwatch.EventTarget(`${name}-target`, { rule: rule.name, targetId: "alerts", arn: topics.critical }, this.child());
  }

  private createAlarm({ context, roleName, topics, trailLogGroupName }: BreakGlassAlarmArgs): void {
    if (trailLogGroupName === undefined) return;
    const activities = {
      "break-glass": {
        pattern: `{ ($.eventSource = sts.amazonaws.com) && ($.eventName = AssumeRole*) && ($.requestParameters.roleArn = "*:role/${roleName}") }`,
        description: "Somebody took the break-glass role",
        threshold: 1,
        severity: "critical" as const,
      },
    };
    new ActivityAlarms(this.part("trail"), { context, logGroupName: trailLogGroupName, topics, activities }, this.child());
  }
}
