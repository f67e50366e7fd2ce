import { afterAll, describe, expect, test } from "@jest/globals";
import { token } from "../../../rehearsal/aws/kit.ts";
import { diffProperties, inventOutputs } from "../../../rehearsal/outputs/index.ts";
import type { Props } from "../../../rehearsal/types.ts";
import { ACCOUNT, REGION, creation, temporarySchemas } from "./world.ts";

const { schemas, done } = temporarySchemas();
afterAll(done);

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}";
const invent = (short: string, inputs: Props) => inventOutputs(schemas.resource(token(short)), creation(token(short), inputs));

describe("ids and outputs have AWS's form", () => {
  test.each<[string, Props, RegExp, Record<string, RegExp>]>([
    ["amp/scraper", { scrapeConfiguration: "a" }, new RegExp(`^s-${UUID}$`), { arn: new RegExp(`^arn:aws:aps:${REGION}:${ACCOUNT}:scraper/s-${UUID}$`), roleArn: /^arn:aws:iam::\d{12}:role\/aws-service-role\/scraper\.aps\.amazonaws\.com\/AWSServiceRoleForAmazonPrometheusScraper_/ }],
    ["amp/ruleGroupNamespace", { workspaceId: "ws-1", name: "a", data: "x" }, new RegExp(`^arn:aws:aps:${REGION}:${ACCOUNT}:rulegroupsnamespace/ws-1/a$`), { arn: /rulegroupsnamespace\/ws-1\/a$/ }],
    ["amp/alertManagerDefinition", { workspaceId: "ws-1", definition: "x" }, /^ws-1$/, {}],
    ["amp/workspaceConfiguration", { workspaceId: "ws-1" }, /^ws-1$/, { retentionPeriodInDays: /^150$/ }],
    ["amp/scraperLoggingConfiguration", { scraperId: "s-1" }, /^s-1$/, {}],
    ["synthetics/canary", { name: "login", startCanary: true }, /^login$/, { arn: /:canary:login$/, engineArn: new RegExp(`:function:cwsyn-login-${UUID}:1$`), sourceLocationArn: new RegExp(`:layer:cwsyn-login-${UUID}:1$`), status: /^RUNNING$/ }],
    ["synthetics/canary", { name: "login" }, /^login$/, { status: /^READY$/ }],
    ["rum/appMonitor", { name: "optibid", domain: "optibid.com" }, /^optibid$/, { arn: /:appmonitor\/optibid$/, appMonitorId: new RegExp(`^${UUID}$`), cwLogGroup: /^$/ }],
    ["rum/appMonitor", { name: "optibid", domain: "optibid.com", cwLogEnabled: true }, /^optibid$/, { cwLogGroup: /^\/aws\/vendedlogs\/RUMService_optibid[0-9a-f]{8}$/ }],
    ["cognito/identityPool", { identityPoolName: "a" }, new RegExp(`^${REGION}:${UUID}$`), { arn: new RegExp(`^arn:aws:cognito-identity:${REGION}:${ACCOUNT}:identitypool/${REGION}:${UUID}$`) }],
    ["cognito/identityPoolRoleAttachment", { identityPoolId: "p", roles: {} }, /^p$/, {}],
  ])("%s", (short, inputs, id, outputs) => {
    const invented = invent(short, inputs);
    expect(invented.id).toMatch(id);
    for (const [name, form] of Object.entries(outputs)) expect(String(invented.outputs[name])).toMatch(form);
  });
});

describe("a change makes a new resource, or not", () => {
  test.each<[string, Props, Props, boolean]>([
    ["amp/workspace", { alias: "a" }, { alias: "b" }, false],
    ["amp/workspace", { kmsKeyArn: "a" }, { kmsKeyArn: "b" }, true],
    ["amp/scraper", { scrapeConfiguration: "a" }, { scrapeConfiguration: "b" }, false],
    ["amp/scraper", { source: { eks: { clusterArn: "a" } } }, { source: { eks: { clusterArn: "b" } } }, true],
    ["amp/ruleGroupNamespace", { data: "a" }, { data: "b" }, false],
    ["amp/ruleGroupNamespace", { name: "a" }, { name: "b" }, true],
    ["amp/alertManagerDefinition", { workspaceId: "a" }, { workspaceId: "b" }, true],
    ["synthetics/canary", { s3Key: "a" }, { s3Key: "b" }, false],
    ["synthetics/canary", { name: "a" }, { name: "b" }, true],
    ["rum/appMonitor", { domain: "a" }, { domain: "b" }, false],
    ["rum/appMonitor", { name: "a" }, { name: "b" }, true],
    ["cloudwatch/logDataProtectionPolicy", { policyDocument: "a" }, { policyDocument: "b" }, false],
    ["cloudwatch/logDataProtectionPolicy", { logGroupName: "a" }, { logGroupName: "b" }, true],
  ])("%s from %j to %j", (short, before, after, replaced) => {
    expect(diffProperties(schemas.resource(token(short)), before, after).replaces.length > 0).toBe(replaced);
  });
});
