/** RDS: who hears of what happens to databases. */
import type { Entity, Law } from "../types.ts";
import { absent, all, applyLaw, checkLaw, flag, items, lookup, no, noIf, oneOf, prop, settled, text, texts, visible } from "./kit.ts";

const CREATE = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html";

const SOURCES = [
  "db-instance", "db-cluster", "db-parameter-group", "db-security-group", "db-snapshot", "db-cluster-snapshot", "db-proxy", "db-shard-group", "zero-etl", "custom-engine-version", "blue-green-deployment",
];

/** Every category of instances and clusters, whatever their engine. */
const DATABASES = [
  "availability", "backtrack", "backup", "configuration change", "creation", "deletion", "failover", "failure", "global-failover", "low storage", "maintenance", "migration", "notification", "read replica",
  "recovery", "restoration", "security", "security patching", "serverless",
];

/**
 * Categories by type of source, where the list is closed; the newer types get more with time.
 * Source: Amazon RDS User Guide, "Amazon RDS event categories and event messages".
 */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  "db-instance": DATABASES,
  "db-cluster": DATABASES,
  "db-parameter-group": ["configuration change"],
  "db-security-group": ["configuration change", "failure"],
};

const values = checkLaw("db-event-subscription-values", ["rds/eventSubscription"], CREATE, (inputs) => {
  const type = text(inputs["sourceType"]);
  const legal = CATEGORIES[type ?? ""];
  return [
    ...oneOf(inputs["sourceType"], SOURCES, "InvalidParameterValue", "sourceType", `Invalid source type: ${type}`),
    ...texts(inputs["eventCategories"]).flatMap((category, index) =>
      noIf(legal?.includes(category.toLowerCase()) === false, "SubscriptionCategoryNotFound", `The requested category does not exist: ${category} of source type ${type}`, `eventCategories[${index}]`),
    ),
    ...noIf(items(inputs["sourceIds"]).length > 0 && settled(inputs["sourceType"]) && absent(inputs["sourceType"]), "InvalidParameterCombination", "SourceIds need a SourceType.", "sourceIds"),
  ];
});

/** What each type of source is called by, where programs make such things. */
const NAMED: Readonly<Record<string, readonly (readonly [short: string, key: string])[]>> = {
  "db-instance": [["rds/instance", "identifier"], ["rds/clusterInstance", "identifier"]],
  "db-cluster": [["rds/cluster", "clusterIdentifier"]],
  "db-parameter-group": [["rds/parameterGroup", "name"]],
  "db-proxy": [["rds/proxy", "name"]],
};

const sources = applyLaw("db-event-subscription-sources", ["rds/eventSubscription"], CREATE, (inputs, change) => {
  const kinds = NAMED[text(inputs["sourceType"]) ?? ""];
  if (kinds === undefined) return [];
  const here = (entity: Entity): boolean => visible(entity, change.region);
  const names = kinds.flatMap(([short, key]) => all(change, short).filter(here).map((entity) => text(prop(entity, key))?.toLowerCase()));
  return texts(inputs["sourceIds"]).flatMap((id, index) => noIf(!names.includes(id.toLowerCase()), "SourceNotFound", `The source ${id} could not be found.`, `sourceIds[${index}]`));
});

const topic = applyLaw("db-event-subscription-topic", ["rds/eventSubscription"], CREATE, ({ snsTopic }, change) => {
  const found = lookup(change, ["sns/topic"], snsTopic, "arn");
  return found !== undefined && flag(prop(found, "fifoTopic")) === true ? no("SNSInvalidTopic", "Invalid topic: RDS publishes to standard topics, not to FIFO ones.", "snsTopic") : [];
});

/** Laws of event subscriptions. */
export const rdsEventLaws: readonly Law[] = [values, sources, topic];
