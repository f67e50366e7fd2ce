/** What RDS itself tells of the database: maintenance, changes and failures, which no metric shows. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";

export interface DatabaseEventsArgs {
  readonly context: PlatformContext;
  /**
   * Topics in the home Region: `warning` for what happens to instances, `info` for changes of their settings. Their
   * policies and key must admit `events.rds.amazonaws.com`.
   */
  readonly topicArns: Readonly<Record<"warning" | "info", pulumi.Input<string>>>;
}

interface Subscription {
  readonly sourceType: "db-instance" | "db-parameter-group" | "db-security-group";
  readonly eventCategories: readonly string[];
  readonly topic: "warning" | "info";
}

/**
 * One subscription a kind of source, with what Security Hub's controls RDS.20 to RDS.22 ask for; there is no cluster
 * (RDS.19). None names its sources: a database that is restored or added beside this one is heard of as well.
 */
const SUBSCRIPTIONS: readonly Subscription[] = [
  { sourceType: "db-instance", eventCategories: ["configuration change", "failure", "maintenance"], topic: "warning" },
  { sourceType: "db-parameter-group", eventCategories: ["configuration change"], topic: "info" },
  { sourceType: "db-security-group", eventCategories: ["configuration change", "failure"], topic: "info" },
];

/** Subscriptions to the events of RDS in the home Region (checklist PRC-055, PRC-056, OPT-72). */
export class DatabaseEvents extends Component {
  constructor(name: string, args: DatabaseEventsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("database", "DatabaseEvents", name, opts);
    for (const subscription of SUBSCRIPTIONS) this.subscribe(args, subscription);
    this.registerOutputs();
  }

  private subscribe({ context, topicArns }: DatabaseEventsArgs, { sourceType, eventCategories, topic }: Subscription): void {
    const name = this.part(sourceType.replace(/^db-/, ""));
    new aws.rds.EventSubscription(
      name,
      { name: `${context.name}-${sourceType}`, snsTopic: topicArns[topic], sourceType, eventCategories: [...eventCategories], tags: tags(context, "internal", name) },
      this.child(),
    );
  }
}
