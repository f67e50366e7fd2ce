/** Cost: what a month may cost, and from where on a surprise is worth a message. */
import { z } from "zod";
import { emailAddress } from "../values.ts";

/** The section `cost`. */
export const cost = z.strictObject({
  monthlyLimitUsd: z.number().positive().max(10_000_000).default(6_000).describe("What the environment may cost in a month, USD. Alerts at 80 % and 100 % spent, and when the month is forecast to end above 100 %."),
  scope: z.enum(["account", "environment"]).default("account").describe("What counts against the limit: everything in the account, or what carries the environment's tag, which has to be an active cost allocation tag: without that the budget stays at zero and says nothing."),
  emails: z.array(emailAddress).max(10).default([]).describe("Mailboxes told about spend, beside the alert topic. AWS Budgets takes one topic and ten mailboxes a notification."),
  anomalies: z.strictObject({
    monitor: z.union([z.literal("create"), z.literal("off"), z.string().regex(/^arn:aws:ce::\d{12}:anomalymonitor\/[0-9a-f-]{36}$/, { error: "`create`, `off`, or the ARN of the account's monitor, arn:aws:ce::<account>:anomalymonitor/<id>" })])
      .default("create").describe("An account has one monitor of all services: `create` it, name the one that is there, or leave anomalies to the account that pays (`off`)."),
    thresholdUsd: z.number().min(0).default(100).describe("Smallest surprise worth a message, USD."),
    thresholdPercent: z.number().min(0).default(20).describe("Smallest surprise worth a message, per cent above what was expected. Both must be passed."),
  }).prefault({}).describe("Cost Anomaly Detection."),
  allocationTags: z.enum(["activate", "leave"]).default("leave").describe("Whether the platform's tags are made cost allocation tags. Only the account that pays can, and only for tags seen on a bill."),
}).prefault({});

/** The section with every default filled in. */
export type Cost = z.output<typeof cost>;
