/** Route 53: logging of the queries of public zones. */
import { globSource } from "../glob.ts";
import type { Change, Entity, Law, Props } from "../types.ts";
import { all, applyLaw, checkLaw, fields, items, lookup, noIf, others, parseArn, prop, settled, text, texts } from "./kit.ts";
import { allows, parsePolicy } from "./policy-document.ts";

const CREATE = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateQueryLoggingConfig.html";
const HOME = "us-east-1";
const WRITES = ["logs:CreateLogStream", "logs:PutLogEvents"];

const place = checkLaw("route53-query-log-region", ["route53/queryLog"], CREATE, ({ cloudwatchLogGroupArn }) => {
  const arn = parseArn(cloudwatchLogGroupArn);
  const wrong = text(cloudwatchLogGroupArn) !== undefined && (arn?.service !== "logs" || !arn.resource.startsWith("log-group:") || (arn.partition === "aws" && arn.region !== HOME));
  return noIf(wrong, "InvalidInput", `The ARN for the CloudWatch Logs log group is invalid: ${text(cloudwatchLogGroupArn)}`, "cloudwatchLogGroupArn");
});

const zone = applyLaw("route53-query-log-zone", ["route53/queryLog"], CREATE, ({ zoneId }, change) => {
  const id = bare(text(zoneId));
  const found = lookup(change, ["route53/zone"], id, "zoneId");
  const taken = change.operation === "create" && others(change, "route53/queryLog").some((one) => bare(text(one.inputs["zoneId"])) === id);
  return [
    ...noIf(found !== undefined && items(found.inputs["vpcs"]).length > 0, "InvalidInput", `Query logging is for public hosted zones, and ${id} is private.`, "zoneId"),
    ...noIf(taken, "QueryLoggingConfigAlreadyExists", `A query logging configuration already exists for hosted zone ${id}.`, "zoneId"),
  ];
});

const permission = applyLaw("route53-query-log-policy", ["route53/queryLog"], CREATE, ({ cloudwatchLogGroupArn }, change) => {
  const arn = text(cloudwatchLogGroupArn);
  const permitted = arn !== undefined && WRITES.every((action) => policies(change).some((statement) => lets(statement, action, arn)));
  return noIf(arn !== undefined && !permitted, "InsufficientCloudWatchLogsResourcePolicy", "The resource policy that you're using for Route 53 query logging doesn't grant Route 53 sufficient permission to create a log stream in the specified log group.", "cloudwatchLogGroupArn");
});

function bare(id: string | undefined): string | undefined {
  return id?.replace("/hostedzone/", "");
}

/** Statements of the policies of CloudWatch Logs in the Region that Route 53 delivers to. */
function policies(change: Change): Props[] {
  const here = all(change, "cloudwatch/logResourcePolicy").filter((entity: Entity) => entity.region === HOME);
  return here.flatMap((entity) => parsePolicy(prop(entity, "policyDocument"))?.statements ?? []);
}

/** Whether a statement lets Route 53 do something to the streams of a group; conditions are not considered. */
function lets(statement: Props, action: string, group: string): boolean {
  const { Principal: principal, Resource: resource } = statement;
  const service = fields(principal)["Service"];
  const named = principal === "*" || !settled(principal ?? null) || [text(service), ...texts(service)].some((one) => one === "route53.amazonaws.com" || one === "*");
  const on = !settled(resource ?? null) || [text(resource), ...texts(resource)].some((one) => one !== undefined && covers(one, `${group.replace(/:\*$/, "")}:log-stream:x`));
  return named && on && allows(statement, action);
}

/** `*` stands for any text, also across colons; a group without its streams is taken for them. */
function covers(pattern: string, streams: string): boolean {
  return new RegExp(`^${globSource(pattern)}(:\\*|:log-stream:.*)?$`).test(streams);
}

/** Laws of query logs. */
export const queryLogLaws: readonly Law[] = [place, zone, permission];
