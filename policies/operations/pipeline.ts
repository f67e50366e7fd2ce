/**
 * Builds, releases, and the switch that shows visitors a page while the platform is maintained: PRC-122, PRC-125, PRC-136, OPT-02, OPT-21, OPT-78.
 */
import { stated, type Node } from "../graph.ts";
import { dig, flag, list, parseJson, quoted, text, word } from "../inputs.ts";
import { namesSecret, plainSetting } from "../plain-secrets.ts";
import { namespaceOf, objectName } from "../pods.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { given, oneOf, settingsRule, type Setting } from "../settings.ts";
import { CRON_JOBS, DEPLOYMENTS, DISTRIBUTION, JOBS } from "../types.ts";
import { someHold } from "../unknown.ts";

const PROJECT = "aws:codebuild/project:Project";

const builds: ResourceRule = {
  name: "build-project-safe",
  items: ["PRC-122", "OPT-21"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "CodeBuild.1" }, { name: "AWS FSBP", reference: "CodeBuild.2" }, { name: "AWS FSBP", reference: "CodeBuild.4" }],
  demands: "A build project keeps its logs, has no credentials in its variables or its repository's address, and is not privileged.",
  why: "Who can read a project's settings or start a build would have what the build has.",
  remediation: "Use variables of type SECRETS_MANAGER, a connection for the repository, logsConfig, and privilegedMode false.",
  looksAt: [PROJECT],
  judge(node) {
    return examine((check) => {
      const { props } = node;
      check.each(() => list(dig(props["environment"], "environmentVariables")), (variable, index) => {
        // PLAINTEXT is the default (CodeBuild API, EnvironmentVariable).
        if (word(dig(variable, "type") ?? "PLAINTEXT") !== "PLAINTEXT") return;
        const name = word(dig(variable, "name"));
        const path = `environment.environmentVariables[${index}]`;
        // The id alone says whose key it is, and goes with a secret.
        if (namesSecret(name) || /^AWS_ACCESS_KEY_ID$/i.test(name)) return check.fail(`${name} is written in the clear`, path);
        plainSetting(check, name, () => dig(variable, "value"), path, "the project");
      });
      for (const property of ["source", "secondarySources"]) {
        check.each(() => list(props[property]), (source) => {
          check.that(() => !/^https?:\/\/[^/]*@/.test(word(dig(source, "location") ?? "")), "the address carries credentials", `${property}.location`);
          check.that(() => flag(dig(source, "insecureSsl") ?? false) === false, "the certificate of the repository's server is not checked", `${property}.insecureSsl`);
        });
      }
      check.that(() => flag(dig(props["environment"], "privilegedMode") ?? false) === false, "builds are privileged", "environment.privilegedMode");
      // Logs go to CloudWatch unless they are switched off (CodeBuild API, CloudWatchLogsConfig).
      const logs = ["cloudwatchLogs", "s3Logs"].map((place) => word(dig(props["logsConfig"], place, "status") ?? (place === "s3Logs" ? "DISABLED" : "ENABLED")));
      check.that(() => logs.includes("ENABLED"), "its logs are kept nowhere", "logsConfig");
    });
  },
};

const encrypted = settingsRule(
  {
    name: "build-results-encrypted",
    items: ["PRC-111", "PRC-122"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "CodeBuild.3" }, { name: "AWS FSBP", reference: "CodeBuild.7" }, { name: "NIST 800-53", reference: "SC-28" }],
    demands: "What builds leave behind, logs, artifacts and reports, is encrypted.",
    why: "Logs and reports hold what the tests were given.",
    remediation: "Leave encryptionDisabled at false, wherever it may be set.",
  },
  {
    [PROJECT]: () => [
      off("logsConfig.s3Logs.encryptionDisabled", "logs are not encrypted"),
      off("artifacts.encryptionDisabled", "artifacts are not encrypted"),
      { path: "secondaryArtifacts", wrong: "artifacts are not encrypted", holds: (value) => list(value).every((artifact) => flag(dig(artifact, "encryptionDisabled") ?? false) === false) },
    ],
    "aws:codebuild/reportGroup:ReportGroup": ({ props }) =>
      dig(props["exportConfig"], "type") === "NO_EXPORT" ? "reports stay in CodeBuild, which encrypts them" : [off("exportConfig.s3Destination.encryptionDisabled", "reports are not encrypted")],
  },
);

/** A flag that must not be on, which it is not when left out. */
function off(path: string, wrong: string): Setting {
  return { path, wrong, holds: (value) => flag(value ?? false) === false };
}

const REPOSITORY = "aws:ecr/repository:Repository";
const LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy";

const tidied: StackRule = {
  name: "image-repository-lifecycle",
  items: ["PRC-113", "PRC-125"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "ECR.3" }],
  demands: "Every repository of images has a lifecycle policy.",
  why: "Old images with known flaws stay within reach of every deployment, and are paid for.",
  remediation: "Add a LifecyclePolicy for the repository.",
  looksAt: "stack",
  subjects: [REPOSITORY],
  judge(repository, _policy, graph) {
    return examine((check) => {
      const name = text(stated(repository, "name"));
      const policies = graph.ofType([LIFECYCLE]);
      const holds = (policy: Node) => graph.points(policy, "repository", repository) || (name !== undefined && policy.props["repository"] === name);
      check.that(() => someHold(policies, holds), "its images are kept for ever");
    });
  },
};

const copies = settingsRule(
  {
    name: "image-copies-as-safe",
    items: ["PRC-014", "PRC-125"],
    severity: "medium",
    frameworks: [{ name: "AWS FSBP", reference: "ECR.2" }, { name: "AWS FSBP", reference: "ECR.3" }],
    demands: "Repositories that ECR makes by itself, for copies and caches, have tags that stay and a lifecycle policy.",
    why: "After a disaster it is the copies that run.",
    remediation: "Set imageTagMutability to IMMUTABLE and lifecyclePolicy in the template.",
  },
  {
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": () => [
      oneOf("imageTagMutability", ["IMMUTABLE"], "a tag may come to mean another image, which is the default"),
      given("lifecyclePolicy", "its images are kept for ever"),
    ],
  },
);

/** Releases that must stay in a registry, to be rolled back to. */
const RELEASES = 10;
const DAYS = 30;

const releases: ResourceRule = {
  name: "registry-keeps-releases",
  items: ["PRC-125", "OPT-19"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ECR.3" }, { name: "NIST 800-53", reference: "CM-2(3)" }],
  demands: "A registry's lifecycle policy keeps the last 10 releases, or those of 30 days, at least.",
  why: "What the registry has forgotten cannot be rolled back to.",
  remediation: "Let rules for tagged images expire what is more than 10 images or 30 days old.",
  looksAt: [LIFECYCLE],
  judge(node) {
    return examine((check) => {
      const read = node.props["policy"];
      const rules = list(dig(typeof read === "string" ? parseJson(read) : read, "rules"));
      check.that(() => rules.length > 0, "it has no readable rules", "policy");
      for (const rule of rules) {
        const selection = dig(rule, "selection");
        if (dig(selection, "tagStatus") === "untagged") continue;
        const least = dig(selection, "countType") === "imageCountMoreThan" ? RELEASES : DAYS;
        check.that(() => Number(dig(selection, "countNumber")) >= least, `a rule keeps ${quoted(dig(selection, "countNumber"))}`, "policy");
      }
    });
  },
};

const FUNCTION = "aws:cloudfront/function:Function";

const switchable: StackRule = {
  name: "edge-function-in-use",
  items: ["PRC-136"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "MA-2" }],
  demands: "A function of CloudFront is published, and a behaviour of a distribution runs it.",
  why: "A switch for maintenance that is not connected lets visitors into a platform that is being changed.",
  remediation: "Leave publish at true, and name the function in functionAssociations of the behaviours.",
  looksAt: "stack",
  subjects: [FUNCTION],
  judge(node, _policy, graph) {
    return examine((check) => {
      check.that(() => flag(node.props["publish"] ?? true) === true, "it is not published", "publish");
      const used = ["defaultCacheBehavior", "orderedCacheBehaviors"].flatMap((property) => graph.referrers(node, [DISTRIBUTION], property));
      check.that(() => used.length > 0, "no distribution uses it");
    });
  },
};

const exports: ResourceRule = {
  name: "schedule-runs-alone",
  items: ["OPT-78"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9" }],
  demands: "A CronJob is not suspended, never runs twice at once, and is ended when it hangs.",
  why: "Two exports at once write over each other, and one that hangs keeps the next from starting.",
  remediation: "Set concurrencyPolicy Forbid or Replace, and activeDeadlineSeconds of its jobs.",
  looksAt: CRON_JOBS,
  judge(node) {
    return examine((check) => {
      const spec = node.props["spec"];
      check.that(() => text(dig(spec, "schedule")) !== undefined, "it has no schedule", "spec.schedule");
      check.that(() => flag(dig(spec, "suspend") ?? false) === false, "it is suspended", "spec.suspend");
      // Allow is the default (batch/v1 CronJobSpec).
      check.that(() => ["Forbid", "Replace"].includes(word(dig(spec, "concurrencyPolicy"))), "it may run twice at once", "spec.concurrencyPolicy");
      check.that(() => Number(dig(spec, "jobTemplate", "spec", "activeDeadlineSeconds")) > 0, "a run that hangs is never ended", "spec.jobTemplate.spec.activeDeadlineSeconds");
    });
  },
};

const migrated: StackRule = {
  name: "migration-before-programs",
  items: ["OPT-02", "PRC-125"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CM-3" }],
  demands: "The Deployments of a namespace with a migration Job come after it.",
  why: "A program that starts before its schema fails, or writes what the migration then loses.",
  remediation: "Let the Deployments depend on the Job.",
  looksAt: "stack",
  subjects: JOBS,
  judge(node, _policy, graph) {
    if (!/migrat/.test(objectName(node))) return notApplicable("it is no migration");
    return examine((check) => {
      const programs = graph.ofType(DEPLOYMENTS).filter((each) => namespaceOf(each) === namespaceOf(node));
      check.that(() => programs.length > 0, "nothing comes after it");
      for (const program of programs) check.that(() => program.dependencies.includes(node.urn), `${objectName(program)} does not wait for it`);
    });
  },
};

export const rules: readonly Rule[] = [builds, encrypted, tidied, copies, releases, switchable, exports, migrated];
