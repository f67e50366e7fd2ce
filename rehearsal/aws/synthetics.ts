/** CloudWatch Synthetics and RUM, data protection of logs, bodies of dashboards, identity pools, settings of add-ons. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, given, items, lookup, no, noIf, num, oneOf, prop, range, settled, text, texts } from "./kit.ts";
import { parsePolicy } from "./policy-document.ts";

const CANARY = "https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html";
const RUNTIMES = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Runtime_Support_Policy.html";
const RUM = "https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_CreateAppMonitor.html";
const POOL = "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CreateIdentityPool.html";
const INVALID = "ValidationException";

/** Runtimes that no canary can be made with any more. */
const DEPRECATED: readonly RegExp[] = [/^syn-1\.0$/, /^syn-nodejs-2\.\d$/, /^syn-nodejs-puppeteer-[3-7]\.\d$/, /^syn-python-selenium-[1-4]\.\d$/, /^syn-python-selenium-5\.[01]$/];
const RUNTIME = /^syn-(nodejs|nodejs-puppeteer|nodejs-playwright|python-selenium|java)-\d+\.\d+(-beta)?$/;

function runtimeFaults(value: Value): Refusal[] {
  const runtime = text(value);
  if (runtime === undefined || runtime === "") return [];
  if (DEPRECATED.some((one) => one.test(runtime))) return no(INVALID, `Deprecated runtime version specified. Please use a supported runtime version. (${runtime})`, "runtimeVersion");
  return noIf(!RUNTIME.test(runtime), INVALID, `Invalid runtime version: ${runtime}`, "runtimeVersion");
}

/** Once, at most every minute and at least every hour, or by a cron expression of six fields. */
function scheduleFaults(value: Value): Refusal[] {
  const expression = text(value);
  if (expression === undefined || expression === "") return [];
  const rate = /^rate\((\d+) (minutes?|hour)\)$/.exec(expression);
  const minutes = rate === null ? undefined : Number(rate[1]) * (rate[2] === "hour" ? 60 : 1);
  const cron = /^cron\((\S+ ){5}\S+\)$/.test(expression);
  return noIf(!cron && (minutes === undefined || minutes > 60), INVALID, `Invalid schedule expression: ${expression}. A rate is between 1 minute and 1 hour.`, "schedule.expression");
}

/** Names that Lambda keeps to itself. Source: AWS Lambda Developer Guide, "Defined runtime environment variables". */
const RESERVED = /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|LAMBDA_\w+|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;

function runFaults(run: Props, retries: Value): Refusal[] {
  const timeout = num(run["timeoutInSeconds"]);
  const memory = num(run["memoryInMb"]);
  const variables = fields(run["environmentVariables"]);
  const size = Object.entries(variables).reduce((sum, [name, value]) => sum + name.length + (text(value)?.length ?? 0), 0);
  const [reserved] = Object.keys(variables).filter((name) => RESERVED.test(name));
  return [
    ...range(run["timeoutInSeconds"], 3, 840, INVALID, "runConfig.timeoutInSeconds"),
    ...range(run["memoryInMb"], 960, 3008, INVALID, "runConfig.memoryInMb"),
    ...noIf(memory !== undefined && memory % 64 !== 0, INVALID, `Memory ${memory} must be a multiple of 64.`, "runConfig.memoryInMb"),
    ...range(run["ephemeralStorage"], 1024, 5120, INVALID, "runConfig.ephemeralStorage"),
    ...range(retries, 0, 2, INVALID, "schedule.retryConfig.maxRetries"),
    ...noIf(num(retries) === 2 && timeout !== undefined && timeout >= 600, INVALID, "With two retries the timeout is less than 600 seconds.", "runConfig.timeoutInSeconds"),
    ...noIf(reserved !== undefined, INVALID, `The environment variable ${reserved} is reserved.`, "runConfig.environmentVariables"),
    ...noIf(size > 4096, INVALID, "Environment variables have at most 4 KB.", "runConfig.environmentVariables"),
  ];
}

const canary = checkLaw("synthetics-canary-values", ["synthetics/canary"], CANARY, (inputs) => {
  const name = text(inputs["name"]);
  const handler = text(inputs["handler"]);
  const s3 = given(inputs["s3Bucket"]) || given(inputs["s3Key"]);
  const known = settled([inputs["zipFile"], inputs["s3Bucket"], inputs["s3Key"]]);
  const encryption = fields(fields(inputs["artifactConfig"])["s3Encryption"]);
  return [
    ...noIf(name !== undefined && name !== "" && !/^[0-9a-z_-]{1,255}$/.test(name), INVALID, `Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-z_\\-]+$`, "name"),
    ...runtimeFaults(inputs["runtimeVersion"]),
    ...noIf(handler !== undefined && handler !== "" && !/^([0-9a-zA-Z_-]+(\/|\.))*[0-9A-Za-z_-]+(\.|::)[A-Za-z_][A-Za-z0-9_]*$/.test(handler), INVALID, `Invalid handler: ${handler}`, "handler"),
    ...scheduleFaults(fields(inputs["schedule"])["expression"]),
    ...runFaults(fields(inputs["runConfig"]), fields(fields(inputs["schedule"])["retryConfig"])["maxRetries"]),
    ...range(inputs["successRetentionPeriod"], 1, 455, INVALID, "successRetentionPeriod"),
    ...range(inputs["failureRetentionPeriod"], 1, 455, INVALID, "failureRetentionPeriod"),
    ...noIf(text(inputs["artifactS3Location"]) !== undefined && !/^(s3:\/\/)?[a-z0-9][a-z0-9.-]{2,62}(\/.*)?$/.test(text(inputs["artifactS3Location"])!), INVALID, `Invalid artifact location: ${text(inputs["artifactS3Location"])}`, "artifactS3Location"),
    ...noIf(given(inputs["zipFile"]) && s3, INVALID, "The code is either a zip file or in S3, not both.", "zipFile"),
    ...noIf(known && absent(inputs["zipFile"]) && !(given(inputs["s3Bucket"]) && given(inputs["s3Key"])), INVALID, "The code is missing: give a zip file, or bucket and key.", "s3Bucket"),
    ...oneOf(encryption["encryptionMode"], ["SSE_S3", "SSE_KMS"], INVALID, "artifactConfig.s3Encryption.encryptionMode"),
    ...noIf(encryption["encryptionMode"] === "SSE_S3" && given(encryption["kmsKeyArn"]), INVALID, "A KMS key is only for SSE_KMS.", "artifactConfig.s3Encryption.kmsKeyArn"),
  ];
});

/** Code, role and artifacts have to be there, and Lambda must be let in by the role. */
const canaryNeeds = applyLaw("synthetics-canary-needs", ["synthetics/canary"], CANARY, (inputs, change) => {
  const role = lookup(change, ["iam/role"], inputs["executionRoleArn"], "arn");
  const trust = parsePolicy(role?.inputs["assumeRolePolicy"]);
  const trusted = trust?.statements.some((statement) => {
    const service = fields(statement["Principal"])["Service"];
    return service === "lambda.amazonaws.com" || texts(service).includes("lambda.amazonaws.com");
  });
  const code = all(change, "s3/bucketObjectv2", "s3/bucketObject", "s3/objectCopy").some((one) => one.inputs["bucket"] === inputs["s3Bucket"] && one.inputs["key"] === inputs["s3Key"]);
  const bucket = /^(?:s3:\/\/)?([^/]+)/.exec(text(inputs["artifactS3Location"]) ?? "")?.[1];
  const buckets = all(change, "s3/bucket", "s3/bucketV2");
  const own = (name: Value) => buckets.some((one) => prop(one, "bucket") === name);
  return [
    ...noIf(given(inputs["executionRoleArn"]) && role === undefined, INVALID, `Role ${text(inputs["executionRoleArn"])} does not exist or cannot be assumed by Lambda`, "executionRoleArn"),
    ...noIf(role !== undefined && trust !== undefined && trusted !== true, INVALID, "The role defined for the function cannot be assumed by Lambda.", "executionRoleArn"),
    ...noIf(own(inputs["s3Bucket"]) && !code, INVALID, `Unable to fetch S3 object: ${text(inputs["s3Key"])}`, "s3Key"),
    ...noIf(bucket !== undefined && !own(bucket), INVALID, `The artifact bucket ${bucket} does not exist.`, "artifactS3Location"),
  ];
});

const appMonitor = checkLaw("rum-app-monitor-values", ["rum/appMonitor"], RUM, (inputs) => {
  const config = fields(inputs["appMonitorConfiguration"]);
  const name = text(inputs["name"]);
  const list = inputs["domainLists"];
  const known = settled(inputs["domain"]) && settled(list);
  const both = given(inputs["domain"]) && items(list).length > 0;
  const none = absent(inputs["domain"]) && items(list).length === 0;
  const domains = texts([inputs["domain"], ...items(list)]);
  const strange = domains.find((one) => !/^(localhost|\d{1,3}(\.\d{1,3}){3}|(\*\.)?([A-Za-z0-9-]{1,63}\.)+(\*|[A-Za-z][A-Za-z0-9-]{0,62}))$/.test(one));
  return [
    ...noIf(name !== undefined && name !== "" && !/^(?!\.)[.\-_#A-Za-z0-9]{1,255}$/.test(name), INVALID, `Value '${name}' at 'name' failed to satisfy constraint`, "name"),
    ...noIf(known && (both || none), INVALID, "Exactly one of Domain and DomainList must be given.", "domain"),
    ...noIf(items(list).length > 5, INVALID, "DomainList has at most 5 domains.", "domainLists"),
    ...noIf(strange !== undefined, INVALID, `The domain ${strange} is not valid.`, domains[0] === text(inputs["domain"]) ? "domain" : "domainLists"),
    ...range(config["sessionSampleRate"], 0, 1, INVALID, "appMonitorConfiguration.sessionSampleRate"),
    ...items(config["telemetries"]).flatMap((one, index) => oneOf(one, ["errors", "performance", "http"], INVALID, `appMonitorConfiguration.telemetries[${index}]`)),
    ...noIf(items(config["includedPages"]).length > 0 && items(config["excludedPages"]).length > 0, INVALID, "Pages are either included or excluded, not both.", "appMonitorConfiguration.includedPages"),
    ...noIf(text(config["identityPoolId"]) !== undefined && config["identityPoolId"] !== "" && !/^[\w-]+:[0-9a-zA-Z-]+$/.test(text(config["identityPoolId"])!), INVALID, `Identity pool id ${text(config["identityPoolId"])} is not valid.`, "appMonitorConfiguration.identityPoolId"),
    ...oneOf(fields(inputs["customEvents"])["status"], ["ENABLED", "DISABLED"], INVALID, "customEvents.status"),
  ];
});

const identityPool = checkLaw("cognito-identity-pool-name", ["cognito/identityPool"], POOL, ({ identityPoolName }) =>
  noIf(text(identityPoolName) !== undefined && !/^[\w\s+=,.@-]{1,128}$/.test(text(identityPoolName)!), "InvalidParameterException", `1 validation error detected: Value '${text(identityPoolName)}' at 'identityPoolName' failed to satisfy constraint`, "identityPoolName"),
);

const poolRoles = checkLaw("cognito-identity-pool-roles", ["cognito/identityPoolRoleAttachment"], "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html", ({ roles }) => {
  const [strange] = Object.keys(fields(roles)).filter((key) => !["authenticated", "unauthenticated"].includes(key));
  return noIf(strange !== undefined, "InvalidParameterException", `Invalid role key ${strange}: it is authenticated or unauthenticated`, "roles");
});

const poolExists = applyLaw("cognito-identity-pool-exists", ["cognito/identityPoolRoleAttachment"], "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html", ({ identityPoolId }, change) =>
  noIf(given(identityPoolId) && lookup(change, ["cognito/identityPool"], identityPoolId) === undefined, "ResourceNotFoundException", `IdentityPool '${text(identityPoolId)}' not found.`, "identityPoolId"),
);

function json(value: string): Value {
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}

const WIDGETS = ["metric", "text", "log", "alarm", "explorer", "custom"];

/** The body of a dashboard. What is not JSON is another law's. */
const widgets = checkLaw("dashboard-widgets", ["cloudwatch/dashboard"], "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html", (inputs) => {
  const body = json(text(inputs["dashboardBody"]) ?? "");
  const list = fields(body)["widgets"];
  const bad = (index: number, what: string): Refusal[] => no("InvalidParameterInput", `The dashboard body is invalid: /widgets/${index} ${what}`, "dashboardBody");
  return [
    ...noIf(given(list) && !Array.isArray(list), "InvalidParameterInput", "The dashboard body is invalid: /widgets should be array", "dashboardBody"),
    ...noIf(items(list).length > 500, "InvalidParameterInput", "A dashboard has at most 500 widgets.", "dashboardBody"),
    ...items(list).flatMap((one, index) => {
      const widget = fields(one);
      const properties = fields(widget["properties"]);
      const outside = (key: string, low: number, high: number) => num(widget[key]) !== undefined && (num(widget[key])! < low || num(widget[key])! > high);
      if (!WIDGETS.includes(text(widget["type"]) ?? "")) return bad(index, `type should be one of ${WIDGETS.join(", ")}`);
      if (outside("x", 0, 23)) return bad(index, "x should be 0 to 23");
      if (outside("width", 1, 24)) return bad(index, "width should be 1 to 24");
      if (outside("height", 1, 1000)) return bad(index, "height should be 1 to 1000");
      if (widget["type"] === "metric" && absent(properties["region"])) return bad(index, "should have required property 'region'");
      if (widget["type"] === "metric" && absent(properties["metrics"]) && absent(properties["annotations"])) return bad(index, "should have metrics or an alarm annotation");
      if (widget["type"] === "text" && absent(properties["markdown"])) return bad(index, "should have required property 'markdown'");
      return [];
    }),
  ];
});

/** EKS reads the settings of an add-on as JSON or YAML, and what is an object. */
const addon = checkLaw("eks-addon-values", ["eks/addon"], "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html", (inputs) => {
  const values = text(inputs["configurationValues"]);
  const parsed = values === undefined || !values.trimStart().startsWith("{") ? {} : json(values);
  const accounts = items(inputs["podIdentityAssociations"]).map((one) => fields(one)["serviceAccount"]);
  return [
    ...oneOf(inputs["resolveConflictsOnCreate"], ["NONE", "OVERWRITE"], "InvalidParameterException", "resolveConflictsOnCreate"),
    ...oneOf(inputs["resolveConflictsOnUpdate"], ["NONE", "OVERWRITE", "PRESERVE"], "InvalidParameterException", "resolveConflictsOnUpdate"),
    ...noIf(parsed === undefined, "InvalidParameterException", "ConfigurationValue is not in valid JSON or YAML format", "configurationValues"),
    ...noIf(text(inputs["addonVersion"]) !== undefined && inputs["addonVersion"] !== "" && !/^v?\d+\.\d+[\w.+-]*$/.test(text(inputs["addonVersion"])!), "InvalidParameterException", `Addon version specified is not supported: ${text(inputs["addonVersion"])}`, "addonVersion"),
    ...noIf(new Set(accounts).size !== accounts.length && settled(accounts), "InvalidParameterException", "A service account has one pod identity association.", "podIdentityAssociations"),
  ];
});

/** Laws of canaries, real users, dashboards, identity pools and add-ons. */
export const syntheticsLaws: readonly Law[] = [{ ...canary, source: `${CANARY} ${RUNTIMES}` }, canaryNeeds, appMonitor, identityPool, poolRoles, poolExists, widgets, addon];
