/** Maintenance: the calendar that people and programs ask whether a change may be made now, and the notice of its windows. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { CalendarEntry } from "../../config/sections/maintenance.ts";
import { arnIn } from "../arn.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { changeCalendar } from "./change-calendar.ts";

export interface MaintenanceArgs {
  readonly context: PlatformContext;
  /** The stack's calendar. */
  readonly entries: readonly CalendarEntry[];
  /** Topic that hears when a window begins and ends; its policy must admit EventBridge. Without it nobody is told. */
  readonly topicArn?: pulumi.Input<string> | undefined;
  readonly transform?: {
    readonly calendar?: Transform<aws.ssm.DocumentArgs>;
    readonly rule?: Transform<aws.cloudwatch.EventRuleArgs>;
    readonly target?: Transform<aws.cloudwatch.EventTargetArgs>;
  };
}

/** The calendar of maintenance (checklist PRC-100, PRC-134, PRC-135, PRC-149). */
export class Maintenance extends Component {
  /** Name of the change calendar: `aws ssm get-calendar-state --calendar-names` takes it. Known at preview. */
  readonly calendarName: string;

  constructor(name: string, args: MaintenanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("maintenance", "Maintenance", name, opts);
    this.calendarName = `${args.context.name}-maintenance`;
    const calendar = this.createCalendar(args);
    if (args.topicArn !== undefined) this.announce(args, args.topicArn, calendar);
    this.registerOutputs({ calendarName: this.calendarName });
  }

  private createCalendar({ context, entries, transform }: MaintenanceArgs): aws.ssm.Document {
    const name = this.part("calendar");
    return new aws.ssm.Document(
      name,
      transformed<aws.ssm.DocumentArgs>(transform?.calendar, name, {
        name: this.calendarName,
        documentType: "ChangeCalendar",
        documentFormat: "TEXT",
        content: changeCalendar(context.name, entries),
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  /** Source: AWS Systems Manager User Guide, "Change Calendar integration with Amazon EventBridge". */
  private announce({ context, transform }: MaintenanceArgs, topicArn: pulumi.Input<string>, calendar: aws.ssm.Document): void {
    const name = this.part("windows");
    const pattern = arnIn(context, "ssm", `document/${this.calendarName}`).apply((resource) =>
      JSON.stringify({ source: ["aws.ssm"], "detail-type": ["Calendar State Change"], resources: [resource] }),
    );
    const rule = new aws.cloudwatch.EventRule(
      name,
      transformed<aws.cloudwatch.EventRuleArgs>(transform?.rule, name, {
        name: `${context.name}-maintenance-windows`,
        description: "A maintenance window begins or ends",
        eventPattern: pattern,
        tags: tags(context, "internal", name),
      }),
      this.child({ dependsOn: [calendar] }),
    );
    const targetName = this.part("notice");
    new aws.cloudwatch.EventTarget(
      targetName,
      transformed<aws.cloudwatch.EventTargetArgs>(transform?.target, targetName, {
        rule: rule.name,
        targetId: "notice",
        arn: topicArn,
        inputTransformer: {
          inputPaths: { state: "$.detail.state", time: "$.detail.atTime" },
          inputTemplate: JSON.stringify(`Maintenance of ${context.name}: the calendar is <state> since <time>. OPEN: a window has begun; CLOSED: it has ended.`),
        },
      }),
      this.child(),
    );
  }
}
