/** The alarms of the platform, made of the alarm table. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Severity, Thresholds } from "../../../config/sections/alerting.ts";
import { GLOBAL_REGION } from "../../arn.ts";
import { Component, transformed } from "../../component.ts";
import type { Transform } from "../../component.ts";
import { tags } from "../../context.ts";
import type { PlatformContext } from "../../context.ts";
import { ruleText, alarmsOf } from "./spec.ts";
import type { AlarmSpec, CompositeSpec, Measure, Metric } from "./spec.ts";
import type { Subjects } from "./subjects.ts";
import { alarmTable } from "./table.ts";

export interface AlarmsArgs {
  readonly context: PlatformContext;
  /** Topics of the home Region. */
  readonly topicArns: Readonly<Record<Severity, pulumi.Input<string>>>;
  /** Topics of us-east-1. */
  readonly globalTopicArns: Readonly<Record<Severity, pulumi.Input<string>>>;
  readonly subjects: Subjects;
  readonly thresholds: Thresholds;
  /** Whether the platform is declared to be in maintenance: what would page is silent. Default false. */
  readonly maintenance?: boolean | undefined;
  readonly transform?: {
    readonly alarm?: Transform<aws.cloudwatch.MetricAlarmArgs>;
    readonly composite?: Transform<aws.cloudwatch.CompositeAlarmArgs>;
  };
}

const COMPARISON = { ">": "GreaterThanThreshold", ">=": "GreaterThanOrEqualToThreshold", "<": "LessThanThreshold" } as const;
/** Seconds a composite waits for its suppressor, and keeps silent after it: an alarm looks back five minutes. */
const SUPPRESSION = { wait: 60, extension: 300 } as const;
const RUNBOOK = "See docs/runbooks/on-call.md.";

/** Metric and composite alarms (checklist PRC-056, OPT-54, OPT-72, OPT-80, OPT-P1 to OPT-P6). */
export class Alarms extends Component {
  /** Physical names of all alarms. */
  readonly names: readonly string[];

  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("alerting", "Alarms", name, opts);
    const { context, subjects, thresholds, maintenance = false } = args;
    const { alarms, composites } = alarmTable(subjects, thresholds, context, maintenance);
    const made = new Map<string, pulumi.Resource>();
    for (const spec of alarms) made.set(spec.id, this.createAlarm(args, spec));
    for (const spec of composites) made.set(spec.id, this.createComposite(args, spec, made));
    this.names = [...alarms, ...composites].map(({ id }) => alarmName(context, id));
    this.registerOutputs({ names: this.names });
  }

  private createAlarm(args: AlarmsArgs, spec: AlarmSpec): aws.cloudwatch.MetricAlarm {
    const { context, transform } = args;
    const name = this.part(spec.id);
    const [needed, of] = spec.points;
    return new aws.cloudwatch.MetricAlarm(
      name,
      transformed<aws.cloudwatch.MetricAlarmArgs>(transform?.alarm, name, {
        ...placeOf(context, spec),
        name: alarmName(context, spec.id),
        alarmDescription: `${spec.says} ${RUNBOOK}`,
        ...measured(spec.measure, spec.period),
        evaluationPeriods: of,
        datapointsToAlarm: needed,
        threshold: spec.threshold,
        comparisonOperator: COMPARISON[spec.when],
        treatMissingData: spec.silence,
        ...actions(args, spec),
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private createComposite(args: AlarmsArgs, spec: CompositeSpec, made: ReadonlyMap<string, pulumi.Resource>): aws.cloudwatch.CompositeAlarm {
    const { context, transform } = args;
    const name = this.part(spec.id);
    const nameOf = (id: string): string => alarmName(context, id);
    const reads = [...new Set([...alarmsOf(spec.rule), ...(spec.suppressedBy === undefined ? [] : [spec.suppressedBy])])];
    return new aws.cloudwatch.CompositeAlarm(
      name,
      transformed<aws.cloudwatch.CompositeAlarmArgs>(transform?.composite, name, {
        ...placeOf(context, spec),
        alarmName: nameOf(spec.id),
        alarmDescription: `${spec.says} ${RUNBOOK}`,
        alarmRule: ruleText(spec.rule, nameOf),
        ...(spec.suppressedBy === undefined ? {} : { actionsSuppressor: { alarm: nameOf(spec.suppressedBy), waitPeriod: SUPPRESSION.wait, extensionPeriod: SUPPRESSION.extension } }),
        ...actions(args, spec),
        tags: tags(context, "internal", name),
      }),
      // The rule names alarms by text: CloudWatch refuses one that is not there.
      this.child({ dependsOn: reads.flatMap((id) => made.get(id) ?? []) }),
    );
  }
}

/** Physical name of an alarm. */
export function alarmName({ name }: Pick<PlatformContext, "name">, id: string): string {
  return `${name}-${id}`;
}

function placeOf(context: PlatformContext, { global }: { readonly global?: true }): { region?: string } {
  return global === true && context.region !== GLOBAL_REGION ? { region: GLOBAL_REGION } : {};
}

function actions({ context, topicArns, globalTopicArns }: AlarmsArgs, spec: AlarmSpec | CompositeSpec): { alarmActions: pulumi.Input<string>[]; okActions: pulumi.Input<string>[] } {
  const topic = (placeOf(context, spec).region === undefined ? topicArns : globalTopicArns)[spec.severity];
  return { alarmActions: [topic], okActions: [topic] };
}

/** A percentile has an argument of its own, and too few samples for it leave the alarm as it is. */
function measured(measure: Measure, period: number): Partial<aws.cloudwatch.MetricAlarmArgs> {
  if (!("expression" in measure)) {
    const { namespace, name: metricName, dimensions, stat } = measure;
    const statistic = /^p\d/.test(stat) ? { extendedStatistic: stat, evaluateLowSampleCountPercentiles: "ignore" } : { statistic: stat };
    return { namespace, metricName, dimensions, ...statistic, period };
  }
  const metrics = Object.entries(measure.of).map(([id, metric]) => ({ id, metric: queried(metric, period), returnData: false }));
  const steps = Object.entries(measure.steps ?? {}).map(([id, expression]) => ({ id, expression, returnData: false }));
  return { metricQueries: [{ id: "value", expression: measure.expression, label: "value", returnData: true }, ...steps, ...metrics] };
}

function queried({ namespace, name: metricName, dimensions, stat }: Metric, period: number): aws.types.input.cloudwatch.MetricAlarmMetricQueryMetric {
  return { namespace, metricName, dimensions, stat, period };
}
