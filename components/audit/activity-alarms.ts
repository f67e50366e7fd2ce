/** ActivityAlarms: metric filters on the trail's log group, and an alarm for each. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { ACTIVITIES } from "./activity.ts";
import type { Activity } from "./activity.ts";

/** Topics alerts go to, by how much they matter. In the home Region: CloudWatch refuses others. */
export interface AlertTopics {
  /** ARN of the topic that wakes somebody. Its policy must admit CloudWatch and EventBridge. */
  readonly critical: pulumi.Input<string>;
  /** ARN of the topic that is read in the morning. */
  readonly warning: pulumi.Input<string>;
}

export interface ActivityAlarmsArgs {
  readonly context: PlatformContext;
  /** Log group a trail of all Regions writes to. */
  readonly logGroupName: pulumi.Input<string>;
  readonly topics: AlertTopics;
  /** What is watched for, by name. Default: {@link ACTIVITIES}. */
  readonly activities?: Readonly<Record<string, Activity>> | undefined;
  readonly transform?: { readonly alarm?: Transform<aws.cloudwatch.MetricAlarmArgs> };
}

/** Seconds over which events are counted. */
const PERIOD_SECONDS = 300;

/** Alarms on what people do in the account (checklist PRC-116, OPT-54). */
export class ActivityAlarms extends Component {
  constructor(name: string, args: ActivityAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "ActivityAlarms", name, opts);
    for (const [key, activity] of Object.entries(args.activities ?? ACTIVITIES)) this.watch(args, key, activity);
    this.registerOutputs();
  }

  private watch(args: ActivityAlarmsArgs, key: string, activity: Activity): void {
    const { context, topics } = args;
    const physical = `${context.name}-${key}`;
    const metric = { name: physical, namespace: `${context.name}/activity` };
    const filter = new aws.cloudwatch.LogMetricFilter(
      this.part(`${key}-filter`),
      { name: physical, logGroupName: args.logGroupName, pattern: activity.pattern, metricTransformation: { ...metric, value: "1" } },
      this.child(),
    );
    const name = this.part(`${key}-alarm`);
    const alarmArgs = transformed<aws.cloudwatch.MetricAlarmArgs>(args.transform?.alarm, name, {
      name: `${physical}-activity`,
      alarmDescription: activity.description,
      namespace: metric.namespace,
      metricName: metric.name,
      statistic: "Sum",
      period: PERIOD_SECONDS,
      evaluationPeriods: 1,
      threshold: activity.threshold,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      // No matching record is no data.
      treatMissingData: "notBreaching",
      alarmActions: [topics[activity.severity]],
      tags: tags(context, "internal", name),
    });
    new aws.cloudwatch.MetricAlarm(name, alarmArgs, this.child({ dependsOn: [filter] }));
  }
}
