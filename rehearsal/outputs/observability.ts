/** Prometheus, canaries, real users and identity pools. Source: the "Resource types" tables of the Service Authorization Reference. */
import type { Inventor, InventContext } from "../types.ts";
import { arn, inventor, named, uuid } from "./forms.ts";

const ofWorkspace = ({ inputs }: InventContext): string => named(inputs, "workspaceId");

export const OBSERVABILITY: readonly Inventor[] = [
  inventor(["aws:amp/scraper:Scraper"], (context) => `s-${uuid(context, "scraper")}`, (context) => ({
    arn: arn(context, "aps", `scraper/${context.id}`),
    roleArn: arn(context, "iam", `role/aws-service-role/scraper.aps.amazonaws.com/AWSServiceRoleForAmazonPrometheusScraper_${uuid(context, "role")}`, { region: "" }),
  })),
  inventor(["aws:amp/ruleGroupNamespace:RuleGroupNamespace"], (context) => arn(context, "aps", `rulegroupsnamespace/${ofWorkspace(context)}/${named(context.inputs, "name")}`), (context) => ({ arn: context.id })),
  inventor(["aws:amp/alertManagerDefinition:AlertManagerDefinition", "aws:amp/workspaceConfiguration:WorkspaceConfiguration"], ofWorkspace, (context) => ({ retentionPeriodInDays: context.inputs["retentionPeriodInDays"] ?? 150 })),
  inventor(["aws:amp/scraperLoggingConfiguration:ScraperLoggingConfiguration"], ({ inputs }) => named(inputs, "scraperId")),
  inventor(["aws:synthetics/canary:Canary"], ({ inputs }) => named(inputs, "name"), (context) => {
    // Synthetics makes a function and a layer of its own, with a new version of each for new code.
    const own = `cwsyn-${context.id}-${uuid(context, "function")}`;
    return {
      arn: arn(context, "synthetics", `canary:${context.id}`),
      engineArn: arn(context, "lambda", `function:${own}:1`),
      sourceLocationArn: arn(context, "lambda", `layer:${own}:1`),
      status: context.inputs["startCanary"] === true ? "RUNNING" : "READY",
    };
  }),
  inventor(["aws:rum/appMonitor:AppMonitor"], ({ inputs }) => named(inputs, "name"), (context) => {
    const appMonitorId = uuid(context, "monitor");
    return {
      appMonitorId,
      arn: arn(context, "rum", `appmonitor/${context.id}`),
      cwLogGroup: context.inputs["cwLogEnabled"] === true ? `/aws/vendedlogs/RUMService_${context.id}${appMonitorId.slice(0, 8)}` : "",
    };
  }),
  inventor(["aws:cognito/identityPool:IdentityPool"], (context) => `${context.region}:${uuid(context, "pool")}`, (context) => ({ arn: arn(context, "cognito-identity", `identitypool/${context.id}`) })),
  inventor(["aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment"], ({ inputs }) => named(inputs, "identityPoolId")),
];
