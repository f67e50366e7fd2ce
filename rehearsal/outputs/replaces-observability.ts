/**
 * Arguments whose change makes a new resource, of metrics, canaries and real users: see `replaces.ts`.
 * Source: `ForceNew` and `RequiresReplace` in the AWS provider.
 */
const split = (names: string): readonly string[] => names.split(" ");

/** Paths by resource type. */
export const OBSERVABILITY_REPLACES: Readonly<Record<string, readonly string[]>> = {
  "amp/alertManagerDefinition:AlertManagerDefinition": split("workspaceId"),
  "amp/ruleGroupNamespace:RuleGroupNamespace": split("name workspaceId"),
  "amp/scraper:Scraper": split("source"),
  "amp/scraperLoggingConfiguration:ScraperLoggingConfiguration": split("scraperId"),
  "amp/workspace:Workspace": split("kmsKeyArn"),
  "amp/workspaceConfiguration:WorkspaceConfiguration": split("workspaceId"),
  "cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": split("logGroupName"),
  "cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": split("identityPoolId"),
  "rum/appMonitor:AppMonitor": split("name"),
  "synthetics/canary:Canary": split("name"),
};
