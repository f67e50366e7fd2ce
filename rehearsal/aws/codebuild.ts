/** CodeBuild, its connections to code hosts, and documents of Systems Manager. */
import type { Law, Props, Refusal } from "../types.ts";
import { absent, applyLaw, checkLaw, fields, given, isJson, items, lookup, noIf, oneOf, others, prop, range, settled, text, texts } from "./kit.ts";

const BUILD = "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_";
const CONNECTION = "https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html";
const DOCUMENT = "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html";
const CODE = "InvalidInputException";

const SOURCES = ["BITBUCKET", "CODECOMMIT", "CODEPIPELINE", "GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED", "NO_SOURCE", "S3"];
const TYPES = [
  "WINDOWS_CONTAINER", "LINUX_CONTAINER", "LINUX_GPU_CONTAINER", "ARM_CONTAINER", "WINDOWS_SERVER_2019_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER",
  "LINUX_LAMBDA_CONTAINER", "ARM_LAMBDA_CONTAINER", "LINUX_EC2", "ARM_EC2", "WINDOWS_EC2", "MAC_ARM",
];
const LAMBDA_SIZES = ["BUILD_LAMBDA_1GB", "BUILD_LAMBDA_2GB", "BUILD_LAMBDA_4GB", "BUILD_LAMBDA_8GB", "BUILD_LAMBDA_10GB"];
const SIZES = ["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE", "BUILD_GENERAL1_XLARGE", "BUILD_GENERAL1_2XLARGE", ...LAMBDA_SIZES, "ATTRIBUTE_BASED_COMPUTE", "CUSTOM_INSTANCE_TYPE"];

function environment(inputs: Props): Refusal[] {
  const { type, computeType, image, imagePullCredentialsType: credentials } = fields(inputs["environment"]);
  const lambda = text(type)?.includes("_LAMBDA_") === true;
  const sized = LAMBDA_SIZES.includes(text(computeType) ?? "");
  const known = TYPES.includes(text(type) ?? "") && SIZES.includes(text(computeType) ?? "");
  return [
    ...oneOf(type, TYPES, CODE, "environment.type"),
    ...oneOf(computeType, SIZES, CODE, "environment.computeType"),
    ...noIf(known && lambda !== sized, CODE, `Invalid environment: compute type ${text(computeType)} is not for environment type ${text(type)}`, "environment.computeType"),
    ...oneOf(credentials, ["CODEBUILD", "SERVICE_ROLE"], CODE, "environment.imagePullCredentialsType"),
    ...noIf(text(image)?.startsWith("aws/codebuild/") === true && credentials === "SERVICE_ROLE", CODE, "Invalid image pull credentials type: SERVICE_ROLE is not for curated images", "environment.imagePullCredentialsType"),
    ...noIf(lambda && given(inputs["vpcConfig"]) && items(fields(inputs["vpcConfig"])["subnets"]).length > 0, CODE, "VPC config is not supported with Lambda compute", "vpcConfig"),
  ];
}

function source(inputs: Props): Refusal[] {
  const given_ = fields(inputs["source"]);
  const type = text(given_["type"]);
  const artifacts = text(fields(inputs["artifacts"])["type"]);
  const auth = fields(given_["auth"]);
  const needsPlace = type !== undefined && SOURCES.includes(type) && type !== "NO_SOURCE" && type !== "CODEPIPELINE";
  return [
    ...oneOf(type, SOURCES, CODE, "source.type"),
    ...oneOf(artifacts, ["CODEPIPELINE", "S3", "NO_ARTIFACTS"], CODE, "artifacts.type"),
    ...noIf(needsPlace && absent(given_["location"]), CODE, `Project source location is required for source type ${type}`, "source.location"),
    ...noIf(type === "NO_SOURCE" && absent(given_["buildspec"]), CODE, "Invalid project source: buildspec is required for NO_SOURCE", "source.buildspec"),
    ...noIf(artifacts === "S3" && absent(fields(inputs["artifacts"])["location"]), CODE, "Project artifacts location is required for artifacts type S3", "artifacts.location"),
    ...noIf(type !== undefined && artifacts !== undefined && (type === "CODEPIPELINE") !== (artifacts === "CODEPIPELINE"), CODE, `Invalid artifacts: artifacts type ${artifacts} does not go with source type ${type}`, "artifacts.type"),
    ...oneOf(auth["type"], ["CODECONNECTIONS", "SECRETS_MANAGER", "OAUTH"], CODE, "source.auth.type"),
  ];
}

const project = checkLaw("codebuild-project-values", ["codebuild/project"], `${BUILD}CreateProject.html`, (inputs) => {
  const name = text(inputs["name"]);
  const vpc = fields(inputs["vpcConfig"]);
  const inVpc = given(inputs["vpcConfig"]) && Object.keys(vpc).length > 0;
  return [
    ...noIf(name !== undefined && name !== "" && !/^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/.test(name), CODE, `Invalid project name: ${name}. It is 2 to 150 letters, digits, _ and -.`, "name"),
    ...source(inputs),
    ...environment(inputs),
    ...range(inputs["buildTimeout"], 5, 2160, CODE, "buildTimeout", `Invalid project timeoutInMinutes: it must be between 5 and 2160`),
    ...range(inputs["queuedTimeout"], 5, 480, CODE, "queuedTimeout", `Invalid project queuedTimeoutInMinutes: it must be between 5 and 480`),
    ...noIf(inVpc && settled(vpc["subnets"]) && items(vpc["subnets"]).length === 0, CODE, "Invalid vpc config: subnets are required", "vpcConfig.subnets"),
    ...noIf(inVpc && settled(vpc["securityGroupIds"]) && items(vpc["securityGroupIds"]).length === 0, CODE, "Invalid vpc config: security groups are required", "vpcConfig.securityGroupIds"),
    ...noIf(items(vpc["subnets"]).length > 16, CODE, "Invalid vpc config: the maximum number of subnets is 16", "vpcConfig.subnets"),
    ...noIf(items(vpc["securityGroupIds"]).length > 5, CODE, "Invalid vpc config: the maximum number of security groups is 5", "vpcConfig.securityGroupIds"),
    ...oneOf(inputs["projectVisibility"], ["PRIVATE", "PUBLIC_READ"], CODE, "projectVisibility"),
    ...oneOf(fields(fields(inputs["logsConfig"])["cloudwatchLogs"])["status"], ["ENABLED", "DISABLED"], CODE, "logsConfig.cloudwatchLogs.status"),
  ];
});

const projectOnce = applyLaw("codebuild-project-once", ["codebuild/project"], `${BUILD}CreateProject.html`, (inputs, change) =>
  noIf(change.operation === "create" && given(inputs["name"]) && others(change, "codebuild/project").some((one) => prop(one, "name") === inputs["name"]), "ResourceAlreadyExistsException", `Project already exists: ${text(inputs["name"])}`, "name"),
);

const projectNetwork = applyLaw("codebuild-project-network", ["codebuild/project"], `${BUILD}VpcConfig.html`, (inputs, change) => {
  const vpc = fields(inputs["vpcConfig"]);
  const own = text(vpc["vpcId"]);
  const strange = (short: string, ids: readonly string[], property: string, what: string): Refusal[] =>
    ids.flatMap((id) => {
      const found = lookup(change, [short], id);
      const theirs = found === undefined ? undefined : text(prop(found, "vpcId"));
      return noIf(own !== undefined && theirs !== undefined && theirs !== own, CODE, `Invalid vpc config: the ${what} ${id} is not in VPC ${own}`, property);
    });
  return [
    ...strange("ec2/subnet", texts(vpc["subnets"]), "vpcConfig.subnets", "subnet"),
    ...strange("ec2/securityGroup", texts(vpc["securityGroupIds"]), "vpcConfig.securityGroupIds", "security group"),
  ];
});

const EVENTS = ["PUSH", "PULL_REQUEST_CREATED", "PULL_REQUEST_UPDATED", "PULL_REQUEST_REOPENED", "PULL_REQUEST_MERGED", "PULL_REQUEST_CLOSED", "WORKFLOW_JOB_QUEUED", "RELEASED", "PRERELEASED"];
const FILTERS = ["EVENT", "BASE_REF", "HEAD_REF", "ACTOR_ACCOUNT_ID", "FILE_PATH", "COMMIT_MESSAGE", "WORKFLOW_NAME", "TAG_NAME", "RELEASE_NAME", "REPOSITORY_NAME", "ORGANIZATION_NAME"];

const webhook = checkLaw("codebuild-webhook-filters", ["codebuild/webhook"], `${BUILD}WebhookFilter.html`, (inputs) => {
  const groups = items(inputs["filterGroups"]);
  return [
    ...oneOf(inputs["buildType"], ["BUILD", "BUILD_BATCH", "RUNNER_BUILDKITE_BUILD"], CODE, "buildType"),
    ...noIf(given(inputs["branchFilter"]) && groups.length > 0, CODE, "Only one of branchFilter and filterGroups may be given.", "branchFilter"),
    ...groups.flatMap((group, index) => {
      const filters = items(fields(group)["filters"]).map(fields);
      const at = `filterGroups[${index}].filters`;
      const whole = settled(fields(group)["filters"]);
      return [
        ...filters.flatMap((filter, which) => oneOf(filter["type"], FILTERS, CODE, `${at}[${which}].type`)),
        ...noIf(whole && filters.length > 0 && !filters.some(({ type }) => type === "EVENT"), CODE, "Webhook filter group must contain one EVENT filter.", at),
        ...filters.flatMap(({ type, pattern }, which) =>
          type !== "EVENT" || text(pattern) === undefined ? [] : text(pattern)!.split(",").flatMap((event) => oneOf(event.trim(), EVENTS, CODE, `${at}[${which}].pattern`, `Invalid webhook event: ${event.trim()}`)),
        ),
      ];
    }),
  ];
});

const webhookProject = applyLaw("codebuild-webhook-project", ["codebuild/webhook"], `${BUILD}CreateWebhook.html`, (inputs, change) => {
  const name = text(inputs["projectName"]);
  const found = lookup(change, ["codebuild/project"], name, "name", "arn");
  if (found === undefined || change.operation !== "create") return [];
  const { type, auth } = fields(prop(found, "source"));
  const connection = lookup(change, ["codeconnections/connection", "codestarconnections/connection"], fields(auth)["resource"], "arn");
  return [
    ...noIf(["NO_SOURCE", "S3", "CODECOMMIT", "CODEPIPELINE"].includes(text(type) ?? ""), CODE, `Webhooks are not supported for source type ${text(type)}`, "projectName"),
    ...noIf(others(change, "codebuild/webhook").some((one) => prop(one, "projectName") === name), "ResourceAlreadyExistsException", `Webhook already exists for project ${name}`, "projectName"),
    // Nobody has confirmed it in the console yet, so CodeBuild has no token to make the webhook with.
    ...noIf(connection !== undefined && prop(connection, "connectionStatus") === "PENDING", "OAuthProviderException", `Failed to create webhook. The connection ${text(fields(auth)["resource"])} is not available: PENDING`, "projectName"),
  ];
});

const connection = checkLaw("code-connection-values", ["codeconnections/connection", "codestarconnections/connection"], CONNECTION, (inputs) => {
  const name = text(inputs["name"]);
  const providers = ["Bitbucket", "GitHub", "GitHubEnterpriseServer", "GitLab", "GitLabSelfManaged", "AzureDevOps"];
  return [
    ...noIf(name !== undefined && name.length > 32, "ValidationException", `1 validation error detected: Value '${name}' at 'connectionName' failed to satisfy constraint: Member must have length less than or equal to 32`, "name"),
    ...oneOf(inputs["providerType"], providers, "ValidationException", "providerType"),
    ...noIf(given(inputs["hostArn"]) && given(inputs["providerType"]), "ValidationException", "Only one of hostArn and providerType may be given.", "hostArn"),
    ...noIf(absent(inputs["hostArn"]) && absent(inputs["providerType"]), "ValidationException", "One of hostArn and providerType must be given.", "providerType"),
  ];
});

const DOCUMENTS = [
  "Command", "Policy", "Automation", "Session", "Package", "ApplicationConfiguration", "ApplicationConfigurationSchema", "DeploymentStrategy", "ChangeCalendar",
  "Automation.ChangeTemplate", "ProblemAnalysis", "ProblemAnalysisTemplate", "CloudFormation", "ConformancePackTemplate", "QuickSetup", "ManualApprovalPolicy", "AutoApprovalPolicy",
];

const document = checkLaw("ssm-document-values", ["ssm/document"], DOCUMENT, (inputs) => {
  const name = text(inputs["name"]);
  const content = text(inputs["content"]);
  const format = text(inputs["documentFormat"]) || "JSON";
  const calendar = inputs["documentType"] === "ChangeCalendar";
  return [
    ...noIf(name !== undefined && name !== "" && !/^[a-zA-Z0-9_\-.]{3,128}$/.test(name), "ValidationException", `Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9_\\-.]{3,128}$`, "name"),
    ...noIf(/^(aws|amazon|amzn)([-_.]|$)/i.test(name ?? ""), "ValidationException", `Document name ${name} uses a prefix that is reserved: aws, amazon or amzn.`, "name"),
    ...oneOf(inputs["documentType"], DOCUMENTS, "ValidationException", "documentType"),
    ...oneOf(inputs["documentFormat"], ["JSON", "YAML", "TEXT"], "ValidationException", "documentFormat"),
    ...noIf(Buffer.byteLength(content ?? "") > 64 * 1024, "MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.", "content"),
    ...noIf(calendar && settled(inputs["documentFormat"]) && format !== "TEXT", "InvalidDocumentContent", "Documents of type ChangeCalendar have the format TEXT.", "documentFormat"),
    ...noIf(calendar && content !== undefined && !/^BEGIN:VCALENDAR\r?\n[\s\S]*\nEND:VCALENDAR\s*$/.test(content), "InvalidDocumentContent", "The content is no iCalendar.", "content"),
    ...noIf(calendar && content !== undefined && !/^X-CALENDAR-TYPE:DEFAULT_(OPEN|CLOSED)\r?$/m.test(content), "InvalidDocumentContent", "The calendar has no X-CALENDAR-TYPE of DEFAULT_OPEN or DEFAULT_CLOSED.", "content"),
    ...noIf(format === "JSON" && !calendar && settled(inputs["documentFormat"]) && content !== undefined && !isJson(content), "InvalidDocumentContent", "The content is no valid JSON.", "content"),
  ];
});

const documentOnce = applyLaw("ssm-document-once", ["ssm/document"], DOCUMENT, (inputs, change) =>
  noIf(change.operation === "create" && given(inputs["name"]) && others(change, "ssm/document").some((one) => prop(one, "name") === inputs["name"]), "DocumentAlreadyExists", `Document with same name ${text(inputs["name"])} already exists`, "name"),
);

/** Laws of builds, connections and documents. */
export const codeBuildLaws: readonly Law[] = [project, projectOnce, projectNetwork, webhook, webhookProject, connection, document, documentOnce];
