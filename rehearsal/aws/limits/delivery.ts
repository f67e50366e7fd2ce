/** Limits on single values: builds and releases. */
import { among, between, count, like, upTo, type ServiceLimits } from "./limit.ts";
import { IAM_NAME } from "./forms.ts";

const DOCS = "https://docs.aws.amazon.com";

/** By service, the limits of each type. */
export const deliveryLimits: readonly ServiceLimits[] = [
  {
    service: "codebuild",
    code: "InvalidInputException",
    source: `${DOCS}/codebuild/latest/APIReference`,
    types: {
      "codebuild/project": { "cache.modes[]": among("LOCAL_DOCKER_LAYER_CACHE", "LOCAL_SOURCE_CACHE", "LOCAL_CUSTOM_CACHE"), "cache.type": among("NO_CACHE", "S3", "LOCAL"), description: upTo(255), secondaryArtifacts: count(12), secondarySourceVersions: count(12), secondarySources: count(12), "source.gitCloneDepth": between(0) },
      "codebuild/reportGroup": { name: upTo(128, 2), type: among("TEST", "CODE_COVERAGE") },
      "codebuild/sourceCredential": { authType: among("OAUTH", "BASIC_AUTH", "PERSONAL_ACCESS_TOKEN", "CODECONNECTIONS", "SECRETS_MANAGER"), serverType: among("GITHUB", "BITBUCKET", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED") },
    },
  },
  {
    service: "codeconnections",
    code: "ValidationException",
    source: `${DOCS}/codeconnections/latest/APIReference`,
    types: {
      "codeconnections/host": { name: upTo(64), providerEndpoint: upTo(512), providerType: among("Bitbucket", "GitHub", "GitHubEnterpriseServer", "GitLab", "GitLabSelfManaged", "AzureDevOps") },
    },
  },
  {
    service: "codepipeline",
    code: "ValidationException",
    source: `${DOCS}/codepipeline/latest/APIReference`,
    types: {
      "codepipeline/pipeline": { executionMode: among("QUEUED", "SUPERSEDED", "PARALLEL"), name: like(/^[\w.@-]+$/, 100), pipelineType: among("V1", "V2"), triggers: count(50), variables: count(50) },
      "codepipeline/webhook": { name: upTo(100), authentication: among("GITHUB_HMAC", "IP", "UNAUTHENTICATED"), targetAction: upTo(100), targetPipeline: upTo(100) },
    },
  },
  {
    service: "codedeploy",
    code: "ValidationException",
    source: `${DOCS}/codedeploy/latest/APIReference`,
    types: {
      "codedeploy/application": { computePlatform: among("Server", "Lambda", "ECS"), name: like(IAM_NAME, 100) },
      "codedeploy/deploymentGroup": { deploymentGroupName: like(IAM_NAME, 100), outdatedInstancesStrategy: among("UPDATE", "IGNORE") },
      "codedeploy/deploymentConfig": { computePlatform: among("Server", "Lambda", "ECS") },
    },
  },
];
