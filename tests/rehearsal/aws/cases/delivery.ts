import { ACCOUNT, arn, network, thing, trust, type Cases } from "../world.ts";

const CODE = "InvalidParameterException";
const INPUT = "InvalidInputException";
const filter = { filter: "sha256-*", filterType: "WILDCARD" };
const excluding = { name: "api", imageTagMutability: "IMMUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters: [filter] };
const scan = (scanType: string, scanFrequency: string, pattern = "optibid/*") => ({ scanType, rules: [{ scanFrequency, repositoryFilters: [{ filter: pattern, filterType: "WILDCARD" }] }] });
const replicate = (region: string, registryId: string, prefix = "optibid/") => ({
  replicationConfiguration: { rules: [{ destinations: [{ region, registryId }], repositoryFilters: [{ filter: prefix, filterType: "PREFIX_MATCH" }] }] },
});
const key = arn("kms", "key/1", "eu-west-1");
const copier = arn("iam", "role/copier", "");
const template = { prefix: "optibid", appliedFors: ["REPLICATION"], customRoleArn: copier, encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key }], imageTagMutability: "IMMUTABLE" };
const copies = [thing("iam/role", "copier", { name: "copier", arn: copier, assumeRolePolicy: trust("ecr.amazonaws.com") }, "aws-global"), thing("kms/key", "1", { arn: key, keyId: "1" }, "eu-west-1")];
const rule = (selection: object, action: object | undefined = { type: "expire" }) => JSON.stringify({ rules: [{ rulePriority: 1, selection, ...(action === undefined ? {} : { action }) }] });
const ANY = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 5 };
const tagged = { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 5 };
const repository = thing("ecr/repository", "api", { name: "api" });

const roleArn = arn("iam", "role/build", "");
const role = thing("iam/role", "build", { name: "build", arn: roleArn, assumeRolePolicy: trust("codebuild.amazonaws.com") });
const build = {
  name: "runner",
  serviceRole: roleArn,
  source: { type: "GITHUB", location: "https://github.com/optibid/platform.git", auth: { type: "CODECONNECTIONS", resource: arn("codeconnections", "connection/1") } },
  artifacts: { type: "NO_ARTIFACTS" },
  environment: { type: "ARM_CONTAINER", computeType: "BUILD_GENERAL1_SMALL", image: "aws/codebuild/amazonlinux-aarch64-standard:3.0" },
  vpcConfig: { vpcId: "vpc-1", subnets: ["subnet-a"], securityGroupIds: ["sg-1"] },
};
const environment = (more: object) => ({ short: "codebuild/project", inputs: { ...build, environment: { ...build.environment, ...more } } });
const standing = thing("codebuild/project", arn("codebuild", "project/runner"), { ...build, arn: arn("codebuild", "project/runner") });
const connection = (connectionStatus: string) => thing("codeconnections/connection", arn("codeconnections", "connection/1"), { name: "github", arn: arn("codeconnections", "connection/1"), connectionStatus });
const hook = { projectName: "runner", filterGroups: [{ filters: [{ type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" }] }] };
const filters = (...list: object[]) => ({ short: "codebuild/webhook", inputs: { projectName: "runner", filterGroups: [{ filters: list }] } as never });
const CALENDAR = "BEGIN:VCALENDAR\nVERSION:2.0\nX-CALENDAR-TYPE:DEFAULT_CLOSED\nEND:VCALENDAR\n";
const calendar = { name: "optibid-maintenance", documentType: "ChangeCalendar", documentFormat: "TEXT", content: CALENDAR };
const command = { name: "patch", documentType: "Command", content: "{\"schemaVersion\":\"2.2\"}" };

export const deliveryCases: readonly Cases[] = [
  {
    law: "ecr-tag-exclusions",
    refuses: [
      [CODE, { short: "ecr/repository", inputs: { ...excluding, imageTagMutabilityExclusionFilters: [] } }],
      [CODE, { short: "ecr/repository", inputs: { ...excluding, imageTagMutabilityExclusionFilters: [{ ...filter, filterType: "PREFIX" }] } }],
      [CODE, { short: "ecr/repository", inputs: { ...excluding, imageTagMutabilityExclusionFilters: [{ ...filter, filter: "a*b*c*" }] } }],
      [CODE, { short: "ecr/repository", inputs: { ...excluding, imageTagMutabilityExclusionFilters: [{ ...filter, filter: "a b" }] } }],
      [CODE, { short: "ecr/repository", inputs: { ...excluding, imageTagMutabilityExclusionFilters: Array.from({ length: 6 }, () => filter) } }],
    ],
    accepts: [{ short: "ecr/repository", inputs: excluding }, { short: "ecr/repository", inputs: { name: "api", imageTagMutability: "IMMUTABLE" } }],
  },
  {
    law: "ecr-scanning-rules",
    refuses: [
      [CODE, { short: "ecr/registryScanningConfiguration", inputs: scan("DEEP", "SCAN_ON_PUSH") }],
      [CODE, { short: "ecr/registryScanningConfiguration", inputs: scan("BASIC", "CONTINUOUS_SCAN") }],
      [CODE, { short: "ecr/registryScanningConfiguration", inputs: scan("ENHANCED", "MANUAL") }],
      [CODE, { short: "ecr/registryScanningConfiguration", inputs: scan("BASIC", "SCAN_ON_PUSH", "Optibid") }],
      [CODE, { short: "ecr/registryScanningConfiguration", inputs: { scanType: "BASIC", rules: [1, 2, 3].map(() => scan("BASIC", "SCAN_ON_PUSH").rules[0]!) } }],
    ],
    accepts: [{ short: "ecr/registryScanningConfiguration", inputs: scan("ENHANCED", "CONTINUOUS_SCAN") }, { short: "ecr/registryScanningConfiguration", inputs: scan("BASIC", "SCAN_ON_PUSH", "*") }, { short: "ecr/registryScanningConfiguration", inputs: { scanType: "BASIC" } }],
  },
  {
    law: "ecr-replication-rules",
    refuses: [
      [CODE, { short: "ecr/replicationConfiguration", inputs: replicate("eu-central-1", ACCOUNT) }],
      [CODE, { short: "ecr/replicationConfiguration", inputs: replicate("eu-west-1", "123") }],
      [CODE, { short: "ecr/replicationConfiguration", inputs: replicate("eu-west-1", ACCOUNT, "/optibid") }],
      [CODE, { short: "ecr/replicationConfiguration", inputs: { replicationConfiguration: { rules: Array.from({ length: 11 }, () => ({ destinations: [{ region: "eu-west-1", registryId: ACCOUNT }] })) } } }],
    ],
    accepts: [
      { short: "ecr/replicationConfiguration", inputs: replicate("eu-west-1", ACCOUNT) },
      { short: "ecr/replicationConfiguration", inputs: replicate("eu-central-1", "999999999999", "opti") },
      { short: "ecr/replicationConfiguration", inputs: { replicationConfiguration: { rules: [] } } },
    ],
  },
  {
    law: "ecr-creation-template",
    refuses: [
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { ...template, prefix: "Optibid" } }],
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { ...template, appliedFors: [] } }],
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { ...template, appliedFors: ["COPY"] } }],
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { ...template, customRoleArn: undefined } }],
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { prefix: "optibid", appliedFors: ["REPLICATION"], resourceTags: { owner: "x" } } }],
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { ...template, encryptionConfigurations: [{ encryptionType: "AES256", kmsKey: key }] } }],
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { ...template, imageTagMutability: "FROZEN" } }],
    ],
    accepts: [
      { short: "ecr/repositoryCreationTemplate", inputs: template, world: copies, region: "eu-west-1" },
      { short: "ecr/repositoryCreationTemplate", inputs: { prefix: "ROOT", appliedFors: ["PULL_THROUGH_CACHE", "CREATE_ON_PUSH"] } },
    ],
  },
  {
    law: "ecr-creation-template-once",
    refuses: [["TemplateAlreadyExistsException", { short: "ecr/repositoryCreationTemplate", inputs: template, world: [...copies, thing("ecr/repositoryCreationTemplate", "optibid", template)] }]],
    accepts: [{ short: "ecr/repositoryCreationTemplate", inputs: template, region: "eu-west-1", world: [...copies, thing("ecr/repositoryCreationTemplate", "optibid", template)] }],
  },
  {
    law: "ecr-template-lifecycle",
    refuses: [
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { ...template, lifecyclePolicy: "no json" } }],
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { ...template, lifecyclePolicy: "{\"rules\":[]}" } }],
      [CODE, { short: "ecr/repositoryCreationTemplate", inputs: { ...template, lifecyclePolicy: rule(ANY, { type: "delete" }) } }],
    ],
    accepts: [{ short: "ecr/repositoryCreationTemplate", inputs: { ...template, lifecyclePolicy: rule(ANY) }, world: copies, region: "eu-west-1" }],
  },
  {
    law: "ecr-lifecycle-actions",
    refuses: [
      [CODE, { short: "ecr/lifecyclePolicy", inputs: { repository: "api", policy: rule(ANY, { type: "delete" }) } }],
      [CODE, { short: "ecr/lifecyclePolicy", inputs: { repository: "api", policy: rule(ANY, {}) } }],
      [CODE, { short: "ecr/lifecyclePolicy", inputs: { repository: "api", policy: rule({ ...tagged, tagPrefixList: ["v"] }) } }],
      [CODE, { short: "ecr/lifecyclePolicy", inputs: { repository: "api", policy: rule({ ...tagged, tagPatternList: ["*a*b*c*d*"] }) } }],
    ],
    accepts: [{ short: "ecr/lifecyclePolicy", inputs: { repository: "api", policy: rule(tagged) }, world: [repository] }, { short: "ecr/lifecyclePolicy", inputs: { repository: "api", policy: rule({ ...tagged, tagPatternList: ["*a*b*c*"] }) }, world: [repository] }],
  },
  {
    law: "codebuild-project-values",
    refuses: [
      [INPUT, { short: "codebuild/project", inputs: { ...build, name: "a runner" } }],
      [INPUT, { short: "codebuild/project", inputs: { ...build, source: { type: "GITHUB" } } }],
      [INPUT, { short: "codebuild/project", inputs: { ...build, source: { type: "NO_SOURCE" } } }],
      [INPUT, { short: "codebuild/project", inputs: { ...build, source: { ...build.source, type: "SUBVERSION" } } }],
      [INPUT, { short: "codebuild/project", inputs: { ...build, source: { type: "CODEPIPELINE" } } }],
      [INPUT, { short: "codebuild/project", inputs: { ...build, artifacts: { type: "S3" } } }],
      [INPUT, environment({ type: "ARM64" })],
      [INPUT, environment({ computeType: "SMALL" })],
      [INPUT, environment({ computeType: "BUILD_LAMBDA_1GB" })],
      [INPUT, environment({ imagePullCredentialsType: "SERVICE_ROLE" })],
      [INPUT, environment({ type: "ARM_LAMBDA_CONTAINER", computeType: "BUILD_LAMBDA_1GB" })],
      [INPUT, { short: "codebuild/project", inputs: { ...build, buildTimeout: 4 } }],
      [INPUT, { short: "codebuild/project", inputs: { ...build, queuedTimeout: 481 } }],
      [INPUT, { short: "codebuild/project", inputs: { ...build, vpcConfig: { ...build.vpcConfig, subnets: [] } } }],
      [INPUT, { short: "codebuild/project", inputs: { ...build, vpcConfig: { ...build.vpcConfig, securityGroupIds: ["1", "2", "3", "4", "5", "6"] } } }],
    ],
    accepts: [
      { short: "codebuild/project", inputs: build, world: [...network, role] },
      { short: "codebuild/project", inputs: { ...build, vpcConfig: undefined, source: { type: "CODEPIPELINE" }, artifacts: { type: "CODEPIPELINE" }, environment: { type: "ARM_LAMBDA_CONTAINER", computeType: "BUILD_LAMBDA_2GB", image: "aws/codebuild/amazonlinux-aarch64-lambda-standard:nodejs20" } }, world: [role] },
    ],
  },
  {
    law: "codebuild-project-once",
    refuses: [["ResourceAlreadyExistsException", { short: "codebuild/project", inputs: build, world: [...network, role, standing] }]],
    accepts: [{ short: "codebuild/project", inputs: { ...build, name: "another" }, world: [...network, role, standing] }],
  },
  {
    law: "codebuild-project-network",
    refuses: [
      [INPUT, { short: "codebuild/project", inputs: { ...build, vpcConfig: { ...build.vpcConfig, subnets: ["subnet-x"] } }, world: [...network, role] }],
      [INPUT, { short: "codebuild/project", inputs: { ...build, vpcConfig: { ...build.vpcConfig, securityGroupIds: ["sg-2"] } }, world: [...network, role] }],
    ],
    accepts: [{ short: "codebuild/project", inputs: { ...build, vpcConfig: { ...build.vpcConfig, subnets: ["subnet-a", "subnet-b"] } }, world: [...network, role] }],
  },
  {
    law: "role-trust-build",
    refuses: [[INPUT, { short: "codebuild/project", inputs: build, world: [...network, thing("iam/role", "build", { name: "build", arn: roleArn, assumeRolePolicy: trust("ec2.amazonaws.com") })] }]],
    accepts: [{ short: "codebuild/project", inputs: build, world: [...network, role] }],
  },
  {
    law: "codebuild-webhook-filters",
    refuses: [
      [INPUT, filters({ type: "HEAD_REF", pattern: "main" })],
      [INPUT, filters({ type: "EVENT", pattern: "WORKFLOW_QUEUED" })],
      [INPUT, filters({ type: "EVENT", pattern: "PUSH" }, { type: "BRANCH", pattern: "main" })],
      [INPUT, { short: "codebuild/webhook", inputs: { ...hook, branchFilter: "main" } }],
      [INPUT, { short: "codebuild/webhook", inputs: { ...hook, buildType: "ALL" } }],
    ],
    accepts: [{ short: "codebuild/webhook", inputs: hook, world: [standing, connection("AVAILABLE")] }, { ...filters({ type: "EVENT", pattern: "PUSH, PULL_REQUEST_CREATED" }, { type: "HEAD_REF", pattern: "^refs/heads/main$" }), world: [standing] }],
  },
  {
    law: "codebuild-webhook-project",
    refuses: [
      ["OAuthProviderException", { short: "codebuild/webhook", inputs: hook, world: [standing, connection("PENDING")] }],
      ["ResourceAlreadyExistsException", { short: "codebuild/webhook", inputs: hook, world: [standing, thing("codebuild/webhook", "runner", hook)] }],
      [INPUT, { short: "codebuild/webhook", inputs: hook, world: [thing("codebuild/project", "p", { ...build, source: { type: "S3", location: "b/k" } })] }],
    ],
    accepts: [{ short: "codebuild/webhook", inputs: hook, world: [standing] }],
  },
  {
    law: "code-connection-values",
    refuses: [
      ["ValidationException", { short: "codeconnections/connection", inputs: { name: "g".repeat(33), providerType: "GitHub" } }],
      ["ValidationException", { short: "codeconnections/connection", inputs: { name: "github", providerType: "Github" } }],
      ["ValidationException", { short: "codeconnections/connection", inputs: { name: "github" } }],
      ["ValidationException", { short: "codestarconnections/connection", inputs: { name: "github", providerType: "GitHub", hostArn: arn("codeconnections", "host/a-1") } }],
    ],
    accepts: [{ short: "codeconnections/connection", inputs: { name: "optibid-production-github", providerType: "GitHub" } }],
  },
  {
    law: "ssm-document-values",
    refuses: [
      ["ValidationException", { short: "ssm/document", inputs: { ...calendar, name: "a" } }],
      ["ValidationException", { short: "ssm/document", inputs: { ...calendar, name: "aws-maintenance" } }],
      ["ValidationException", { short: "ssm/document", inputs: { ...calendar, documentType: "Calendar" } }],
      ["ValidationException", { short: "ssm/document", inputs: { ...command, documentFormat: "ICS" } }],
      ["InvalidDocumentContent", { short: "ssm/document", inputs: { ...calendar, content: "X-CALENDAR-TYPE:DEFAULT_OPEN" } }],
      ["InvalidDocumentContent", { short: "ssm/document", inputs: { ...calendar, content: CALENDAR.replace("DEFAULT_CLOSED", "CLOSED") } }],
      ["InvalidDocumentContent", { short: "ssm/document", inputs: { ...command, content: "schemaVersion: 2.2" } }],
      ["MaxDocumentSizeExceeded", { short: "ssm/document", inputs: { ...command, content: `"${"x".repeat(65_536)}"`, documentFormat: "YAML" } }],
    ],
    accepts: [{ short: "ssm/document", inputs: calendar }, { short: "ssm/document", inputs: command }, { short: "ssm/document", inputs: { ...command, documentFormat: "YAML", content: "schemaVersion: '2.2'" } }],
  },
  {
    law: "ssm-document-once",
    refuses: [["DocumentAlreadyExists", { short: "ssm/document", inputs: command, world: [thing("ssm/document", "patch", command)] }]],
    accepts: [{ short: "ssm/document", inputs: command, world: [thing("ssm/document", "patch", command, "eu-west-1")] }],
  },
];
