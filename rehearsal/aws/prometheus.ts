/** Amazon Managed Service for Prometheus: workspaces, scrapers, rules and the alert manager. */
import { parse } from "yaml";
import type { Law, Props, Refusal, Value } from "../types.ts";
import { absent, applyLaw, checkLaw, fields, flag, given, items, lookup, no, noIf, oneOf, others, parseArn, prop, range, repeated, settled, text, texts } from "./kit.ts";

const WORKSPACE = "https://docs.aws.amazon.com/prometheus/latest/APIReference/API_CreateWorkspace.html";
const SCRAPER = "https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-collector-how-to.html";
const RULES = "https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-ruler-rulesfile.html";
const ALERTS = "https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-config.html";
const INVALID = "ValidationException";

/** What a text is as YAML; undefined where it is none. */
function yaml(value: string): Value {
  try {
    return parse(value) as Value;
  } catch {
    return undefined;
  }
}

const groupArn = (value: Value, property: string): Refusal[] =>
  noIf(text(value) !== undefined && !/^arn:aws[a-z-]*:logs:[a-z0-9-]+:\d{12}:log-group:.+:\*$/.test(text(value)!), INVALID, `Invalid log group ARN: ${text(value)}. It must end with ':*'.`, property);

const workspace = checkLaw("prometheus-workspace-values", ["amp/workspace"], WORKSPACE, (inputs) => [
  ...noIf((text(inputs["alias"])?.length ?? 0) > 100, INVALID, "The alias has at most 100 characters.", "alias"),
  ...groupArn(fields(inputs["loggingConfiguration"])["logGroupArn"], "loggingConfiguration.logGroupArn"),
  // The id is hexadecimal: `mrk-`, with which that of a multi-Region key begins, is not. Source: pattern of kmsKeyArn.
  ...noIf(text(inputs["kmsKeyArn"]) !== undefined && !/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-f0-9-]+$/.test(text(inputs["kmsKeyArn"])!), INVALID, `1 validation error detected: Value '${text(inputs["kmsKeyArn"])}' at 'kmsKeyArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:key/[-a-f0-9]+`, "kmsKeyArn"),
]);

const configuration = checkLaw("prometheus-workspace-configuration", ["amp/workspaceConfiguration"], "https://docs.aws.amazon.com/prometheus/latest/APIReference/API_UpdateWorkspaceConfiguration.html", (inputs) => [
  ...range(inputs["retentionPeriodInDays"], 1, 1095, INVALID, "retentionPeriodInDays"),
  ...range(inputs["outOfOrderTimeWindowInSeconds"], 0, 600, INVALID, "outOfOrderTimeWindowInSeconds"),
  ...range(inputs["ruleQueryOffsetInSeconds"], 0, 86_400, INVALID, "ruleQueryOffsetInSeconds"),
]);

const DURATION = /^(\d+)(ms|s|m|h|d)$/;
const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

function seconds(value: Value): number | undefined {
  const found = DURATION.exec(text(value) ?? "");
  return found === null ? undefined : Number(found[1]) * SECONDS[found[2]!]!;
}

/** A configuration has jobs with different names, and none asks more often than every 30 seconds. */
function scrapeFaults(written: string): Refusal[] {
  const config = yaml(written);
  if (typeof config !== "object" || config === null || Array.isArray(config)) return no(INVALID, "The scrape configuration is not valid YAML.", "scrapeConfiguration");
  const jobs = items(fields(config)["scrape_configs"]).map(fields);
  const intervals: Value[] = [fields(fields(config)["global"])["scrape_interval"], ...jobs.map((job) => job["scrape_interval"])];
  const [twice] = repeated(jobs.map((job) => text(job["job_name"])));
  return [
    ...noIf(jobs.length === 0, INVALID, "The scrape configuration has no scrape_configs.", "scrapeConfiguration"),
    ...noIf(jobs.some((job) => absent(job["job_name"])), INVALID, "job_name is empty", "scrapeConfiguration"),
    ...noIf(twice !== undefined, INVALID, `found multiple scrape configs with job name "${twice}"`, "scrapeConfiguration"),
    ...noIf(intervals.some((one) => (seconds(one) ?? 30) < 30), INVALID, "The scrape interval is at least 30 seconds.", "scrapeConfiguration"),
  ];
}

const scraper = checkLaw("prometheus-scraper-values", ["amp/scraper"], SCRAPER, (inputs) => {
  const [source, destination] = [fields(inputs["source"]), fields(inputs["destination"])];
  const subnets = fields(source["eks"])["subnetIds"];
  const written = text(inputs["scrapeConfiguration"]);
  return [
    ...noIf(given(source["eks"]) && given(source["vpc"]), INVALID, "A scraper has one source: an EKS cluster or a VPC.", "source"),
    ...noIf(given(destination["amp"]) && given(destination["cloudwatch"]), INVALID, "A scraper has one destination.", "destination"),
    ...noIf(settled(subnets) && Array.isArray(subnets) && new Set(texts(subnets)).size < 2, INVALID, "Subnets must be in at least two Availability Zones.", "source.eks.subnetIds"),
    ...noIf(items(subnets).length > 5, INVALID, "A scraper has at most 5 subnets.", "source.eks.subnetIds"),
    ...(written === undefined ? [] : scrapeFaults(written)),
  ];
});

/** The cluster has to answer within its VPC, and to know access entries: the scraper gets in by one of its own. */
const scraperCluster = applyLaw("prometheus-scraper-cluster", ["amp/scraper"], SCRAPER, (inputs, change) => {
  const wanted = fields(fields(inputs["source"])["eks"]);
  if (absent(wanted["clusterArn"])) return [];
  const cluster = lookup(change, ["eks/cluster"], wanted["clusterArn"], "arn");
  if (cluster === undefined) return no("ResourceNotFoundException", `EKS cluster ${text(wanted["clusterArn"])} not found`, "source.eks.clusterArn");
  const zones = texts(wanted["subnetIds"]).flatMap((id) => text(prop(lookup(change, ["ec2/subnet"], id) ?? cluster, "availabilityZone")) ?? []);
  return [
    ...noIf(flag(fields(prop(cluster, "vpcConfig"))["endpointPrivateAccess"]) === false, INVALID, "The EKS cluster must have private endpoint access enabled.", "source.eks.clusterArn"),
    ...noIf(zones.length > 1 && new Set(zones).size < 2, INVALID, "Subnets must be in at least two Availability Zones.", "source.eks.subnetIds"),
  ];
});

const scraperWorkspace = applyLaw("prometheus-workspace-exists", ["amp/scraper", "amp/ruleGroupNamespace", "amp/alertManagerDefinition", "amp/workspaceConfiguration"], SCRAPER, (inputs, change) => {
  const ofScraper = change.token.includes("scraper");
  const value: Value = ofScraper ? fields(fields(inputs["destination"])["amp"])["workspaceArn"] : inputs["workspaceId"];
  const property = ofScraper ? "destination.amp.workspaceArn" : "workspaceId";
  return noIf(given(value) && lookup(change, ["amp/workspace"], value, "arn") === undefined, "ResourceNotFoundException", `Workspace not found: ${text(value)}`, property);
});

const scraperLogging = checkLaw("prometheus-scraper-logging", ["amp/scraperLoggingConfiguration"], "https://docs.aws.amazon.com/prometheus/latest/APIReference/API_UpdateScraperLoggingConfiguration.html", (inputs) => [
  ...groupArn(fields(fields(inputs["loggingDestination"])["cloudwatchLogs"])["logGroupArn"], "loggingDestination.cloudwatchLogs.logGroupArn"),
  ...items(inputs["scraperComponents"]).flatMap((one, index) => oneOf(one, ["SERVICE_DISCOVERY", "COLLECTOR", "EXPORTER"], INVALID, `scraperComponents[${index}]`)),
]);

const scraperExists = applyLaw("prometheus-scraper-exists", ["amp/scraperLoggingConfiguration"], SCRAPER, ({ scraperId }, change) =>
  noIf(given(scraperId) && lookup(change, ["amp/scraper"], scraperId) === undefined, "ResourceNotFoundException", `Scraper not found: ${text(scraperId)}`, "scraperId"),
);

const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

function ruleFaults(rule: Props, where: string): Refusal[] {
  const [record, alert] = [text(rule["record"]), text(rule["alert"])];
  return [
    ...noIf((record === undefined) === (alert === undefined), INVALID, `${where}: one of 'record' or 'alert' must be set`, "data"),
    ...noIf(absent(rule["expr"]), INVALID, `${where}: field 'expr' must be set in rule`, "data"),
    ...noIf(record !== undefined && !METRIC.test(record), INVALID, `${where}: invalid recording rule name: ${record}`, "data"),
    ...noIf(record !== undefined && (given(rule["for"]) || given(rule["annotations"])), INVALID, `${where}: invalid field 'for' or 'annotations' in recording rule`, "data"),
  ];
}

const ruleGroups = checkLaw("prometheus-rule-groups", ["amp/ruleGroupNamespace"], RULES, (inputs) => {
  const data = text(inputs["data"]);
  const name = text(inputs["name"]);
  const groups = data === undefined ? undefined : fields(yaml(data))["groups"];
  const named = items(groups).map((group) => text(fields(group)["name"]));
  const [twice] = repeated(named);
  return [
    ...noIf(name !== undefined && name !== "" && !/^[0-9A-Za-z][-.0-9A-Z_a-z]{0,63}$/.test(name), INVALID, `The name ${name} has letters, digits and -._, at most 64.`, "name"),
    ...noIf((data?.length ?? 0) > 1_048_576, INVALID, "A rule group namespace has at most 1 MB.", "data"),
    ...noIf(data !== undefined && !Array.isArray(groups), INVALID, "error parsing the rules configuration: it has no groups", "data"),
    ...noIf(named.some((one) => one === undefined), INVALID, "Groupname must not be empty", "data"),
    ...noIf(twice !== undefined, INVALID, `groupname: "${twice}" is repeated in the same file`, "data"),
    ...items(groups).flatMap((group) => items(fields(group)["rules"]).flatMap((rule, index) => ruleFaults(fields(rule), `group "${text(fields(group)["name"])}", rule ${index}`))),
  ];
});

const RECEIVERS = ["name", "sns_configs", "pagerduty_configs"];

const alertManager = checkLaw("prometheus-alert-manager", ["amp/alertManagerDefinition"], ALERTS, (inputs) => {
  const definition = text(inputs["definition"]);
  if (definition === undefined) return [];
  const config = text(fields(yaml(definition))["alertmanager_config"]);
  const inner = config === undefined ? undefined : yaml(config);
  if (inner === undefined) return no(INVALID, "The alert manager definition has no alertmanager_config.", "definition");
  const receivers = items(fields(inner)["receivers"]).map(fields);
  const names = receivers.map((receiver) => text(receiver["name"]));
  const route = fields(fields(inner)["route"]);
  const wanted = [route, ...items(route["routes"]).map(fields)].flatMap((one) => text(one["receiver"]) ?? []);
  const lost = wanted.find((one) => !names.includes(one));
  const strange = receivers.flatMap((receiver) => Object.keys(receiver)).find((key) => !RECEIVERS.includes(key));
  const topics = receivers.flatMap((receiver) => items(receiver["sns_configs"]).map((one) => fields(one)["topic_arn"]));
  return [
    ...noIf(definition.length > 1_048_576, INVALID, "An alert manager definition has at most 1 MB.", "definition"),
    ...noIf(wanted.length === 0, INVALID, "no route provided in config", "definition"),
    ...noIf(lost !== undefined, INVALID, `undefined receiver "${lost}" used in route`, "definition"),
    ...noIf(strange !== undefined, INVALID, `receiver type ${strange} is not supported`, "definition"),
    ...topics.flatMap((topic) => noIf(!/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/.test(text(topic) ?? ""), INVALID, `invalid topic_arn: ${text(topic)}`, "definition")),
  ];
});

const alertManagerOnce = applyLaw("prometheus-alert-manager-once", ["amp/alertManagerDefinition"], ALERTS, ({ workspaceId }, change) =>
  noIf(change.operation === "create" && others(change, "amp/alertManagerDefinition").some((one) => one.inputs["workspaceId"] === workspaceId), "ConflictException", `An alert manager definition already exists for workspace ${text(workspaceId)}`, "workspaceId"),
);

const workspaceName = applyLaw("prometheus-rule-groups-once", ["amp/ruleGroupNamespace"], RULES, ({ workspaceId, name }, change) => [
  ...noIf(change.operation === "create" && others(change, "amp/ruleGroupNamespace").some((one) => one.inputs["workspaceId"] === workspaceId && one.inputs["name"] === name), "ConflictException", `Rule groups namespace ${text(name)} already exists`, "name"),
]);

const workspaceKey = applyLaw("prometheus-workspace-key", ["amp/workspace"], WORKSPACE, ({ kmsKeyArn }, change) => {
  const key = lookup(change, ["kms/key", "kms/replicaKey"], kmsKeyArn, "arn");
  return [
    // Keys of other accounts are not in this world.
    ...noIf(parseArn(kmsKeyArn)?.account === change.account && key === undefined, INVALID, `The KMS key ${text(kmsKeyArn)} does not exist`, "kmsKeyArn"),
    ...noIf(key !== undefined && flag(prop(key, "isEnabled")) === false, INVALID, `The KMS key ${text(kmsKeyArn)} is disabled`, "kmsKeyArn"),
  ];
});

/** Laws of Prometheus. */
export const prometheusLaws: readonly Law[] = [workspace, workspaceKey, configuration, scraper, scraperCluster, scraperWorkspace, scraperLogging, scraperExists, ruleGroups, workspaceName, alertManager, alertManagerOnce];
