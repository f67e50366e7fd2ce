/** GuardDuty, Security Hub, Inspector, Access Analyzer, and the account's defaults. */
import type { Law } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, given, items, lookup, no, noIf, num, oneOf, others, prop, range, repeated, settled, text, texts } from "./kit.ts";

const DETECTOR = "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html";
const FEATURE = "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfiguration.html";
const HUB = "https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_EnableSecurityHub.html";
const STANDARDS = "https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchEnableStandards.html";
const AGGREGATOR = "https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_CreateFindingAggregator.html";
const INSPECTOR = "https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html";
const ANALYZER = "https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CreateAnalyzer.html";
const SNAPSHOTS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableSnapshotBlockPublicAccess.html";
const METADATA = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataDefaults.html";

const BAD = "BadRequestException";

const detector = checkLaw("guardduty-detector-values", ["guardduty/detector"], DETECTOR, ({ findingPublishingFrequency }) =>
  oneOf(findingPublishingFrequency, ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"], BAD, "findingPublishingFrequency"),
);

const oneDetector = applyLaw("guardduty-one-a-region", ["guardduty/detector"], DETECTOR, (_, change) =>
  noIf(change.operation === "create" && others(change, "guardduty/detector").length > 0, BAD, "The request is rejected because a detector already exists for the current account."),
);

/** Features by name, with what can be configured within them. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  S3_DATA_EVENTS: [],
  EKS_AUDIT_LOGS: [],
  EBS_MALWARE_PROTECTION: [],
  RDS_LOGIN_EVENTS: [],
  LAMBDA_NETWORK_LOGS: [],
  EKS_RUNTIME_MONITORING: ["EKS_ADDON_MANAGEMENT"],
  RUNTIME_MONITORING: ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"],
  AI_PROTECTION: [],
  AI_ANALYST: [],
};

const feature = checkLaw("guardduty-feature-values", ["guardduty/detectorFeature"], FEATURE, (inputs) => {
  const name = text(inputs["name"]);
  const within = FEATURES[name ?? ""];
  const configurations = items(inputs["additionalConfigurations"]).map(fields);
  return [
    ...oneOf(inputs["name"], Object.keys(FEATURES), BAD, "name"),
    ...oneOf(inputs["status"], ["ENABLED", "DISABLED"], BAD, "status"),
    ...configurations.flatMap((one, index) => [
      ...oneOf(one["status"], ["ENABLED", "DISABLED"], BAD, `additionalConfigurations[${index}].status`),
      ...noIf(within !== undefined && text(one["name"]) !== undefined && !within.includes(text(one["name"])!), BAD, `The request is rejected because the additional configuration ${text(one["name"])} is not one of feature ${name}.`, `additionalConfigurations[${index}].name`),
    ]),
    ...noIf(repeated(configurations.map((one) => text(one["name"])).filter((one) => one !== undefined)).length > 0, BAD, "The request is rejected because an additional configuration is given more than once.", "additionalConfigurations"),
  ];
});

const featureOf = applyLaw("guardduty-feature-of-detector", ["guardduty/detectorFeature"], FEATURE, ({ detectorId, name }, change) => {
  if (lookup(change, ["guardduty/detector"], detectorId) === undefined) {
    return noIf(text(detectorId) !== undefined, BAD, "The request is rejected because the input detectorId is not owned by the current account.", "detectorId");
  }
  const rival = name === "RUNTIME_MONITORING" ? "EKS_RUNTIME_MONITORING" : name === "EKS_RUNTIME_MONITORING" ? "RUNTIME_MONITORING" : undefined;
  const both = others(change, "guardduty/detectorFeature").some((one) => one.inputs["detectorId"] === detectorId && one.inputs["name"] === rival && one.inputs["status"] === "ENABLED");
  return noIf(both, BAD, "The request is rejected because RUNTIME_MONITORING and EKS_RUNTIME_MONITORING cannot both be configured.", "name");
});

const hub = checkLaw("securityhub-values", ["securityhub/account"], HUB, ({ controlFindingGenerator }) => oneOf(controlFindingGenerator, ["STANDARD_CONTROL", "SECURITY_CONTROL"], "InvalidInputException", "controlFindingGenerator"));

const oneHub = applyLaw("securityhub-one-a-region", ["securityhub/account"], HUB, (_, change) =>
  noIf(change.operation === "create" && others(change, "securityhub/account").length > 0, "ResourceConflictException", "Account is already subscribed to Security Hub"),
);

/** Only the oldest of the benchmarks is a ruleset without a Region. */
const STANDARD = /^arn:aws[a-z-]*:securityhub:(?:([a-z]{2}(?:-[a-z]+)+-\d)::standards\/[a-z0-9-]+\/v\/\d+\.\d+\.\d+|::ruleset\/cis-aws-foundations-benchmark\/v\/1\.2\.0)$/;

const standard = checkLaw("securityhub-standard-arn", ["securityhub/standardsSubscription"], STANDARDS, ({ standardsArn }, change) => {
  const arn = text(standardsArn);
  if (arn === undefined) return [];
  const match = STANDARD.exec(arn);
  return [
    ...noIf(match === null, "InvalidInputException", `Invalid parameter 'StandardsArn'. The StandardsArn ${arn} is not valid.`, "standardsArn"),
    ...noIf(match?.[1] !== undefined && match[1] !== change.region, "InvalidInputException", `Invalid parameter 'StandardsArn'. The StandardsArn ${arn} is not of the Region ${change.region}.`, "standardsArn"),
  ];
});

const standardOfHub = applyLaw("securityhub-standard-needs-hub", ["securityhub/standardsSubscription", "securityhub/findingAggregator"], STANDARDS, (_, change) =>
  noIf(others(change, "securityhub/account").length === 0, "InvalidAccessException", `Account ${change.account} is not subscribed to AWS Security Hub`),
);

const aggregator = checkLaw("securityhub-aggregator-regions", ["securityhub/findingAggregator"], AGGREGATOR, ({ linkingMode, specifiedRegions }, change) => {
  const listed = texts(specifiedRegions);
  const wanted = linkingMode === "SPECIFIED_REGIONS" || linkingMode === "ALL_REGIONS_EXCEPT_SPECIFIED";
  return [
    ...oneOf(linkingMode, ["ALL_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED", "SPECIFIED_REGIONS", "NO_REGIONS"], "InvalidInputException", "linkingMode"),
    ...noIf(wanted && settled(specifiedRegions) && listed.length === 0, "InvalidInputException", `Regions are required with linking mode ${text(linkingMode)}.`, "specifiedRegions"),
    ...noIf(!wanted && text(linkingMode) !== undefined && listed.length > 0, "InvalidInputException", `Regions cannot be given with linking mode ${text(linkingMode)}.`, "specifiedRegions"),
    ...noIf(listed.includes(change.region), "InvalidInputException", `The aggregation Region ${change.region} cannot be linked to itself.`, "specifiedRegions"),
  ];
});

const oneAggregator = applyLaw("securityhub-one-aggregator", ["securityhub/findingAggregator"], AGGREGATOR, (_, change) =>
  noIf(change.operation === "create" && all(change, "securityhub/findingAggregator").length > 0, "InvalidInputException", "A finding aggregator already exists for the account."),
);

const inspector = checkLaw("inspector-enabler-values", ["inspector2/enabler"], INSPECTOR, ({ accountIds, resourceTypes }) => [
  ...texts(accountIds).flatMap((id, index) => noIf(!/^\d{12}$/.test(id), "ValidationException", `Value '${id}' at 'accountIds' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9]{12}`, `accountIds[${index}]`)),
  ...texts(resourceTypes).flatMap((one, index) => oneOf(one, ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"], "ValidationException", `resourceTypes[${index}]`)),
  ...noIf(Array.isArray(resourceTypes) && resourceTypes.length === 0, "ValidationException", "Value at 'resourceTypes' failed to satisfy constraint: Member must have length greater than or equal to 1", "resourceTypes"),
]);

const TYPES = ["ACCOUNT", "ACCOUNT_UNUSED_ACCESS", "ACCOUNT_INTERNAL_ACCESS", "ORGANIZATION", "ORGANIZATION_UNUSED_ACCESS", "ORGANIZATION_INTERNAL_ACCESS"];

const analyzer = checkLaw("access-analyzer-values", ["accessanalyzer/analyzer"], ANALYZER, (inputs) => {
  const type = absent(inputs["type"]) ? "ACCOUNT" : text(inputs["type"]);
  const name = text(inputs["analyzerName"]);
  const configuration = fields(inputs["configuration"]);
  return [
    ...oneOf(inputs["type"], TYPES, "ValidationException", "type"),
    ...noIf(name !== undefined && name !== "" && (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(name) || name.length > 255), "ValidationException", `Value '${name}' at 'analyzerName' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z][A-Za-z0-9_.-]*`, "analyzerName"),
    ...noIf(given(configuration["unusedAccess"]) && type !== undefined && !type.endsWith("_UNUSED_ACCESS"), "ValidationException", `The configuration unusedAccess is not of an analyzer of type ${type}.`, "configuration.unusedAccess"),
    ...noIf(given(configuration["internalAccess"]) && type !== undefined && !type.endsWith("_INTERNAL_ACCESS"), "ValidationException", `The configuration internalAccess is not of an analyzer of type ${type}.`, "configuration.internalAccess"),
    ...range(fields(configuration["unusedAccess"])["unusedAccessAge"], 1, 365, "ValidationException", "configuration.unusedAccess.unusedAccessAge"),
  ];
});

/** One of each kind for the account itself, in a Region. Source: IAM User Guide, "IAM Access Analyzer quotas". */
const oneAnalyzer = applyLaw("access-analyzer-one-a-kind", ["accessanalyzer/analyzer"], "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-quotas.html", (inputs, change) => {
  if (change.operation !== "create") return [];
  const type = text(inputs["type"]) ?? "ACCOUNT";
  const there = others(change, "accessanalyzer/analyzer");
  if (there.some((one) => prop(one, "analyzerName") === inputs["analyzerName"])) return no("ConflictException", `Analyzer ${text(inputs["analyzerName"])} already exists`, "analyzerName");
  return noIf(type === "ACCOUNT" && there.some((one) => (text(prop(one, "type")) ?? "ACCOUNT") === type), "ServiceQuotaExceededException", `You have reached the maximum number of analyzers of type ${type}: 1`, "type");
});

const blocks = checkLaw("account-block-states", ["ebs/snapshotBlockPublicAccess", "ec2/imageBlockPublicAccess"], SNAPSHOTS, ({ state }, change) =>
  oneOf(state, change.token.includes("snapshot") ? ["block-all-sharing", "block-new-sharing", "unblocked"] : ["block-new-sharing", "unblocked"], "InvalidParameterValue", "state"),
);

const metadata = checkLaw("instance-metadata-defaults", ["ec2/instanceMetadataDefaults"], METADATA, (inputs) => {
  const hops = num(inputs["httpPutResponseHopLimit"]);
  return [
    ...oneOf(inputs["httpTokens"], ["optional", "required", "no-preference"], "InvalidParameterValue", "httpTokens"),
    ...oneOf(inputs["httpEndpoint"], ["enabled", "disabled", "no-preference"], "InvalidParameterValue", "httpEndpoint"),
    ...oneOf(inputs["instanceMetadataTags"], ["enabled", "disabled", "no-preference"], "InvalidParameterValue", "instanceMetadataTags"),
    ...noIf(hops !== undefined && hops !== -1 && (hops < 1 || hops > 64), "InvalidParameterValue", `Value (${hops}) for parameter HttpPutResponseHopLimit is invalid: it is -1 or between 1 and 64.`, "httpPutResponseHopLimit"),
  ];
});

/** Laws of detection. */
export const detectionLaws: readonly Law[] = [detector, oneDetector, feature, featureOf, hub, oneHub, standard, standardOfHub, aggregator, oneAggregator, inspector, analyzer, oneAnalyzer, blocks, metadata];
