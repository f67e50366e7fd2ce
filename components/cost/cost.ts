/** Spend: a monthly budget, and word of costs that nobody expected. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { REQUIRED_TAGS, tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

export interface CostArgs {
  readonly context: PlatformContext;
  /** What the environment may cost in a month, USD. */
  readonly monthlyLimitUsd: number;
  /** What counts: everything in the account, or what carries the environment's tag. The tag counts only once it is an active cost allocation tag. Default `account`. */
  readonly scope?: "account" | "environment" | undefined;
  /** Mailboxes told, beside the topic. At most ten. */
  readonly emails?: readonly string[] | undefined;
  /** Topic for spend. Its policy must admit AWS Budgets and Cost Anomaly Detection, as must its key's. Budgets and anomalies live in us-east-1. */
  readonly topicArn: pulumi.Input<string>;
  readonly anomalies: {
    /** `create`, `off`, or the ARN of the account's monitor of all services: an account has one. */
    readonly monitor: string;
    /** USD that a surprise must be worth. */
    readonly thresholdUsd: number;
    /** Per cent above what was expected. */
    readonly thresholdPercent: number;
  };
  /** Whether the tags are made cost allocation tags; only the account that pays can. Default `leave`. */
  readonly allocationTags?: "activate" | "leave" | undefined;
  readonly transform?: {
    readonly budget?: Transform<aws.budgets.BudgetArgs>;
    readonly monitor?: Transform<aws.costexplorer.AnomalyMonitorArgs>;
    readonly subscription?: Transform<aws.costexplorer.AnomalySubscriptionArgs>;
  };
}

/** Shares of the limit at which somebody is told. */
const NOTIFICATIONS = [
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
  { notificationType: "FORECASTED", threshold: 100 },
] as const;

/** Budget and anomaly detection (checklist OPT-72: spend). */
export class Cost extends Component {
  constructor(name: string, args: CostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cost", "Cost", name, opts);
    this.createBudget(args);
    this.watchAnomalies(args);
    if (args.allocationTags === "activate") this.activateTags();
    this.registerOutputs({});
  }

  private createBudget({ context, monthlyLimitUsd, scope = "account", emails = [], topicArn, transform }: CostArgs): void {
    const name = this.part("budget");
    new aws.budgets.Budget(
      name,
      transformed<aws.budgets.BudgetArgs>(transform?.budget, name, {
        name: `${context.name}-monthly`,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(monthlyLimitUsd),
        limitUnit: "USD",
        ...(scope === "account" ? {} : { costFilters: [{ name: "TagKeyValue", values: [`user:environment$${context.environment}`] }] }),
        notifications: NOTIFICATIONS.map(({ notificationType, threshold }) => ({
          notificationType,
          threshold,
          thresholdType: "PERCENTAGE",
          comparisonOperator: "GREATER_THAN",
          subscriberSnsTopicArns: [topicArn],
          ...(emails.length === 0 ? {} : { subscriberEmailAddresses: [...emails] }),
        })),
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private watchAnomalies(args: CostArgs): void {
    const { context, topicArn, anomalies, transform } = args;
    if (anomalies.monitor === "off") return;
    const name = this.part("anomalies");
    const above = (key: string, value: number) => ({ dimension: { key, matchOptions: ["GREATER_THAN_OR_EQUAL"], values: [String(value)] } });
    new aws.costexplorer.AnomalySubscription(
      name,
      transformed<aws.costexplorer.AnomalySubscriptionArgs>(transform?.subscription, name, {
        name: `${context.name}-anomalies`,
        frequency: "IMMEDIATE", // the only one that goes to a topic; daily and weekly summaries go to mailboxes
        monitorArnLists: [anomalies.monitor === "create" ? this.createMonitor(args) : anomalies.monitor],
        subscribers: [{ type: "SNS", address: topicArn }],
        thresholdExpression: { ands: [above("ANOMALY_TOTAL_IMPACT_ABSOLUTE", anomalies.thresholdUsd), above("ANOMALY_TOTAL_IMPACT_PERCENTAGE", anomalies.thresholdPercent)] },
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private createMonitor({ context, transform }: CostArgs): pulumi.Output<string> {
    const name = this.part("monitor");
    const args = transformed<aws.costexplorer.AnomalyMonitorArgs>(transform?.monitor, name, {
      name: `${context.name}-services`,
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
      tags: tags(context, "internal", name),
    });
    return new aws.costexplorer.AnomalyMonitor(name, args, this.child()).arn;
  }

  private activateTags(): void {
    for (const tagKey of REQUIRED_TAGS) new aws.costexplorer.CostAllocationTag(this.part(`tag-${tagKey}`), { tagKey, status: "Active" }, this.child());
  }
}
