/** ECR as a whole registry: scanning, replication, templates, and the finer rules of repositories. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { absent, applyLaw, checkLaw, fields, given, items, no, noIf, oneOf, others, prop, repeated, settled, text, texts } from "./kit.ts";

const API = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_";
const CODE = "InvalidParameterException";
const MUTABILITY = ["MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"];

/** Filters of tags that keep their own mutability: at most five, each with at most two wildcards. */
function exclusions(inputs: Props): Refusal[] {
  const filters = inputs["imageTagMutabilityExclusionFilters"];
  const list = items(filters);
  const mutability = text(inputs["imageTagMutability"]);
  return [
    ...noIf(mutability?.endsWith("_WITH_EXCLUSION") === true && settled(filters) && list.length === 0, CODE, `Invalid parameter: image tag mutability ${mutability} needs at least one exclusion filter.`, "imageTagMutabilityExclusionFilters"),
    ...noIf(list.length > 5, CODE, `At most 5 exclusion filters may be given: ${list.length}`, "imageTagMutabilityExclusionFilters"),
    ...list.flatMap((one, index) => {
      const filter = text(fields(one)["filter"]);
      const at = `imageTagMutabilityExclusionFilters[${index}]`;
      return [
        ...oneOf(fields(one)["filterType"], ["WILDCARD"], CODE, `${at}.filterType`),
        ...noIf(filter !== undefined && !/^[0-9a-zA-Z._*-]{1,128}$/.test(filter), CODE, `Invalid exclusion filter '${filter}': letters, digits and ._*-, at most 128`, `${at}.filter`),
        ...noIf((filter?.split("*").length ?? 0) > 3, CODE, `Invalid exclusion filter '${filter}': at most 2 wildcards`, `${at}.filter`),
      ];
    }),
  ];
}

const tagExclusions = checkLaw("ecr-tag-exclusions", ["ecr/repository", "ecr/repositoryCreationTemplate"], `${API}ImageTagMutabilityExclusionFilter.html`, exclusions);

const scanning = checkLaw("ecr-scanning-rules", ["ecr/registryScanningConfiguration"], `${API}PutRegistryScanningConfiguration.html`, (inputs) => {
  const type = text(inputs["scanType"]);
  const rules = items(inputs["rules"]);
  const legal = type === "BASIC" ? ["SCAN_ON_PUSH", "MANUAL"] : ["SCAN_ON_PUSH", "CONTINUOUS_SCAN"];
  return [
    ...oneOf(type, ["BASIC", "ENHANCED"], CODE, "scanType"),
    ...noIf(rules.length > 2, CODE, `A scanning configuration has at most 2 rules: ${rules.length}`, "rules"),
    ...rules.flatMap((rule, index) => {
      const at = `rules[${index}]`;
      const filters = items(fields(rule)["repositoryFilters"]);
      return [
        ...(type === "BASIC" || type === "ENHANCED" ? oneOf(fields(rule)["scanFrequency"], legal, CODE, `${at}.scanFrequency`, `Invalid scan frequency for scan type ${type}: ${text(fields(rule)["scanFrequency"])}`) : []),
        ...noIf(filters.length > 100, CODE, `A scanning rule has at most 100 filters: ${filters.length}`, `${at}.repositoryFilters`),
        ...filters.flatMap((one, which) => {
          const filter = text(fields(one)["filter"]);
          return [
            ...oneOf(fields(one)["filterType"], ["WILDCARD"], CODE, `${at}.repositoryFilters[${which}].filterType`),
            ...noIf(filter !== undefined && (filter.length > 256 || !/^[a-z0-9*](?:[._\-/a-z0-9*]?[a-z0-9*]+)*$/.test(filter)), CODE, `Invalid parameter at 'filter' failed to satisfy constraint: '${filter}'`, `${at}.repositoryFilters[${which}].filter`),
          ];
        }),
      ];
    }),
  ];
});

const replication = checkLaw("ecr-replication-rules", ["ecr/replicationConfiguration"], `${API}PutReplicationConfiguration.html`, (inputs, change) => {
  const rules = items(fields(inputs["replicationConfiguration"])["rules"]);
  const at = "replicationConfiguration.rules";
  const all = rules.flatMap((rule) => items(fields(rule)["destinations"]).map((one) => `${text(fields(one)["registryId"])}/${text(fields(one)["region"])}`));
  return [
    ...noIf(rules.length > 10, CODE, `A replication configuration has at most 10 rules: ${rules.length}`, at),
    ...noIf(new Set(all).size > 25, CODE, `A replication configuration has at most 25 destinations: ${new Set(all).size}`, at),
    ...rules.flatMap((rule, index) => [
      ...items(fields(rule)["destinations"]).flatMap((one, which) => {
        const [region, registry] = [text(fields(one)["region"]), text(fields(one)["registryId"])];
        const here = `${at}[${index}].destinations[${which}]`;
        return [
          ...noIf(registry !== undefined && !/^\d{12}$/.test(registry), CODE, `Invalid parameter at 'registryId' failed to satisfy constraint: 'must satisfy regular expression '[0-9]{12}''`, `${here}.registryId`),
          ...noIf(region !== undefined && !/^[0-9a-z-]{2,25}$/.test(region), CODE, `Invalid parameter at 'region' failed to satisfy constraint: 'must satisfy regular expression '[0-9a-z-]{2,25}''`, `${here}.region`),
          ...noIf(region === change.region && registry === change.account, CODE, `Invalid parameter: the destination ${region} of account ${registry} is the source registry itself.`, `${here}.region`),
        ];
      }),
      ...items(fields(rule)["repositoryFilters"]).flatMap((one, which) => {
        const filter = text(fields(one)["filter"]);
        const here = `${at}[${index}].repositoryFilters[${which}]`;
        return [
          ...oneOf(fields(one)["filterType"], ["PREFIX_MATCH"], CODE, `${here}.filterType`),
          ...noIf(filter !== undefined && (filter.length < 2 || filter.length > 256 || !/^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*\/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$/.test(filter)), CODE, `Invalid parameter at 'filter' failed to satisfy constraint: '${filter}'`, `${here}.filter`),
        ];
      }),
    ]),
  ];
});

const template = checkLaw("ecr-creation-template", ["ecr/repositoryCreationTemplate"], `${API}CreateRepositoryCreationTemplate.html`, (inputs) => {
  const prefix = text(inputs["prefix"]);
  const applied = texts(inputs["appliedFors"]);
  const encryption = items(inputs["encryptionConfigurations"]).map(fields);
  const needsRole = encryption.some((one) => text(one["encryptionType"])?.startsWith("KMS")) || (settled(inputs["resourceTags"]) && Object.keys(fields(inputs["resourceTags"])).length > 0);
  return [
    ...noIf(prefix !== undefined && prefix !== "ROOT" && (prefix.length > 256 || !/^((?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/?)$/.test(prefix)), CODE, `Invalid parameter at 'prefix' failed to satisfy constraint: '${prefix}'`, "prefix"),
    ...noIf(settled(inputs["appliedFors"]) && items(inputs["appliedFors"]).length === 0, CODE, "Invalid parameter at 'appliedFor': at least one of REPLICATION, PULL_THROUGH_CACHE and CREATE_ON_PUSH is required.", "appliedFors"),
    ...applied.flatMap((one, index) => oneOf(one, ["REPLICATION", "PULL_THROUGH_CACHE", "CREATE_ON_PUSH"], CODE, `appliedFors[${index}]`)),
    ...noIf(repeated(applied).length > 0, CODE, `Invalid parameter at 'appliedFor': ${repeated(applied).join(", ")} is given more than once.`, "appliedFors"),
    ...oneOf(inputs["imageTagMutability"], MUTABILITY, CODE, "imageTagMutability"),
    ...encryption.flatMap((one, index) => [
      ...oneOf(one["encryptionType"], ["AES256", "KMS", "KMS_DSSE"], CODE, `encryptionConfigurations[${index}].encryptionType`),
      ...noIf((one["encryptionType"] === "AES256" || absent(one["encryptionType"])) && given(one["kmsKey"]), CODE, "A KMS key needs the encryption type KMS.", `encryptionConfigurations[${index}].kmsKey`),
    ]),
    ...noIf(needsRole && absent(inputs["customRoleArn"]), CODE, "A custom role is required when the template has KMS encryption or resource tags.", "customRoleArn"),
    ...noIf((text(inputs["description"])?.length ?? 0) > 256, CODE, "The description has at most 256 characters.", "description"),
  ];
});

const templateOnce = applyLaw("ecr-creation-template-once", ["ecr/repositoryCreationTemplate"], `${API}CreateRepositoryCreationTemplate.html`, (inputs, change) =>
  noIf(
    change.operation === "create" && others(change, "ecr/repositoryCreationTemplate").some((one) => prop(one, "prefix") === inputs["prefix"]),
    "TemplateAlreadyExistsException",
    `The repository creation template for prefix '${text(inputs["prefix"])}' already exists.`,
    "prefix",
  ),
);

/** Words and actions of a lifecycle rule, beside its numbers. */
function lifecycleRules(policy: Value, property: string): Refusal[] {
  const message = (why: string): string => `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`;
  const document = parsed(policy);
  if (document === undefined) return [];
  return items(document["rules"]).map(fields).flatMap((rule) => {
    const selection = fields(rule["selection"]);
    const patterns = texts(selection["tagPatternList"]);
    return [
      ...noIf(absent(fields(rule["action"])["type"]), CODE, message("object has missing required properties ([\"action\"])"), property),
      ...oneOf(fields(rule["action"])["type"], ["expire", "transition"], CODE, property, message("action type must be expire or transition")),
      ...noIf(items(selection["tagPrefixList"]).length > 0 && patterns.length > 0, CODE, message("only one of tagPrefixList and tagPatternList may be given"), property),
      ...patterns.flatMap((pattern) => noIf(pattern.split("*").length > 5, CODE, message(`tag pattern '${pattern}' has more than four wildcards`), property)),
      ...noIf(absent(selection["countType"]), CODE, message("countType is required"), property),
    ];
  });
}

function parsed(policy: Value): Props | undefined {
  if (typeof policy !== "string") return settled(policy) && given(policy) ? fields(policy) : undefined;
  try {
    return fields(JSON.parse(policy) as Value);
  } catch {
    return undefined;
  }
}

const lifecycle = checkLaw("ecr-lifecycle-actions", ["ecr/lifecyclePolicy"], "https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html", (inputs) => lifecycleRules(inputs["policy"], "policy"));

const templateLifecycle = checkLaw("ecr-template-lifecycle", ["ecr/repositoryCreationTemplate"], `${API}CreateRepositoryCreationTemplate.html`, (inputs) => {
  const policy = text(inputs["lifecyclePolicy"]);
  if (policy === undefined || policy === "") return [];
  const document = parsed(policy);
  if (document === undefined || items(document["rules"]).length === 0) return no(CODE, "Invalid parameter at 'lifecyclePolicy' failed to satisfy constraint: 'Lifecycle policy validation failure: it has no rules'", "lifecyclePolicy");
  return lifecycleRules(policy, "lifecyclePolicy");
});

/** Laws of the registry. */
export const registryLaws: readonly Law[] = [tagExclusions, scanning, replication, template, templateOnce, templateLifecycle, lifecycle];
