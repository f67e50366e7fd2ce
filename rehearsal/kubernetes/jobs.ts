/** Jobs and CronJobs. Source: pkg/apis/batch/validation. */
import type { Law } from "../types.ts";
import { isTimeZone, scheduleProblem } from "./cron.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { bytes, dnsLabel, qualifiedName } from "./names.ts";
import { checkPodTemplate } from "./pod.ts";
import { checkSelector, matches } from "./selector.ts";

const SOURCE = "https://kubernetes.io/docs/concepts/workloads/controllers/job/";

/** Limits of Jobs with numbered completions. */
const INDEXED = { parallelism: 100_000, failed: 100_000, many: 100_000, parallelismOfMany: 10_000, failedOfMany: 10_000 } as const;

/** Longest value of a label. */
const MOST_LABEL = 63;

/** Limits of policies. */
const MOST_RULES = 20;

function checkIndexed(spec: Field): void {
  const completions = spec.at("completions");
  const parallelism = spec.at("parallelism");
  const failed = spec.at("maxFailedIndexes");
  // Where neither is given both become 1.
  if (!completions.given && parallelism.given) completions.required("when completion mode is Indexed");
  if ((parallelism.number ?? 0) > INDEXED.parallelism) parallelism.invalid(`must be less than or equal to ${INDEXED.parallelism} when completion mode is Indexed`);
  if (completions.number !== undefined && failed.number !== undefined && failed.number > completions.number) failed.invalid("must be less than or equal to completions");
  if ((failed.number ?? 0) > INDEXED.failed) failed.invalid(`must be less than or equal to ${INDEXED.failed}`);
  if ((completions.number ?? 0) <= INDEXED.many || !spec.at("backoffLimitPerIndex").given) return;
  if (!failed.given) failed.required(`must be specified when completions is above ${INDEXED.many}`);
  const tail = `when completions are above ${INDEXED.many} and used with backoff limit per index`;
  if ((parallelism.number ?? 0) > INDEXED.parallelismOfMany) parallelism.invalid(`must be less than or equal to ${INDEXED.parallelismOfMany} ${tail}`);
  if ((failed.number ?? 0) > INDEXED.failedOfMany) failed.invalid(`must be less than or equal to ${INDEXED.failedOfMany} ${tail}`);
}

function checkExitCodes(codes: Field): void {
  const operator = codes.at("operator");
  const values = codes.at("values");
  if (operator.empty) operator.required("valid values: [\"In\" \"NotIn\"]");
  else operator.oneOf(["In", "NotIn"]);
  if (values.empty) values.invalid("at least one value is required", values.value ?? null);
  if (values.items().length > 255) values.tooMany(values.items().length, 255);
  const numbers = values.items().map((value) => value.number);
  if (values.settled && numbers.some((number, index) => index > 0 && (number ?? 0) < (numbers[index - 1] ?? 0))) values.invalid("must be ordered");
  values.items().forEach((value, index) => {
    if (operator.text === "In" && value.number === 0) value.invalid("must not be 0 for the In operator");
    if (value.number !== undefined && numbers.indexOf(value.number) < index) value.duplicate();
  });
}

/** Names of a Job's containers; undefined while one of them is unknown. */
function containerNames(spec: Field): readonly string[] | undefined {
  const lists = ["containers", "initContainers"].map((key) => spec.at("template", "spec", key));
  const names = lists.flatMap((containers) => containers.items()).map((container) => container.at("name"));
  return [...lists, ...names].some((field) => field.unknown) ? undefined : names.map(({ text = "" }) => text);
}

function checkCondition(condition: Field): void {
  const [type, status] = [condition.at("type"), condition.at("status")];
  if (!type.unknown) type.syntax(qualifiedName(type.text ?? ""), type.text ?? "");
  // `True` is filled in where nothing is said.
  status.oneOf(["False", "True", "Unknown"]);
}

function checkFailurePolicy(spec: Field): void {
  const rules = spec.at("podFailurePolicy", "rules");
  if (rules.items().length > MOST_RULES) rules.tooMany(rules.items().length, MOST_RULES);
  for (const rule of rules.items()) {
    const action = rule.at("action");
    if (action.empty) action.required('valid values: ["Count" "FailIndex" "FailJob" "Ignore"]');
    else if (action.text === "FailIndex") {
      if (!spec.at("backoffLimitPerIndex").given) action.invalid("requires the backoffLimitPerIndex to be set");
    } else action.oneOf(["Count", "FailIndex", "FailJob", "Ignore"]);
    const codes = rule.at("onExitCodes");
    const conditions = rule.at("onPodConditions");
    if (codes.given) checkExitCodes(codes);
    const [container, known] = [codes.at("containerName"), containerNames(spec)];
    if (container.text !== undefined && known?.includes(container.text) === false) container.invalid("must be one of the container or initContainer names in the pod template");
    for (const condition of conditions.items()) checkCondition(condition);
    if (codes.given && !conditions.empty) rule.problem("specifying both OnExitCodes and OnPodConditions is not supported");
    if (!codes.given && conditions.empty) rule.problem("specifying one of OnExitCodes and OnPodConditions is required");
  }
}

function checkSuccess(spec: Field, rules: Field): void {
  if (rules.empty) rules.required("at least one rules must be specified when the successPolicy is specified");
  if (rules.items().length > MOST_RULES) rules.tooMany(rules.items().length, MOST_RULES);
  const all = spec.at("completions").number;
  for (const rule of rules.items()) {
    const count = rule.at("succeededCount");
    if (!count.given && !rule.at("succeededIndexes").given && !rule.unknown) rule.required("at least one of succeededCount or succeededIndexes must be specified");
    count.nonNegative();
    if (all !== undefined && count.number !== undefined && count.number > all) count.invalid(`must be less than or equal to ${all} (the number of specified completions)`);
  }
}

/** What holds for a Job and for the template of one. */
function checkJobSpec(spec: Field): void {
  for (const key of ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"]) {
    spec.at(key).nonNegative();
  }
  const perIndex = spec.at("backoffLimitPerIndex");
  const failed = spec.at("maxFailedIndexes");
  if (failed.given && !perIndex.given) perIndex.required("when maxFailedIndexes is specified");
  const mode = spec.at("completionMode");
  if (mode.text !== undefined && !["Indexed", "NonIndexed"].includes(mode.text)) mode.unsupported(["Indexed", "NonIndexed"]);
  if (mode.text === "Indexed") checkIndexed(spec);
  const numbered = mode.unknown || mode.text === "Indexed";
  for (const key of [perIndex, failed]) if (!numbered && key.given && !key.unknown) key.invalid("requires indexed completion mode");
  if (spec.at("podFailurePolicy").given) checkFailurePolicy(spec);
  const success = spec.at("successPolicy");
  if (success.given && !success.unknown) {
    if (!numbered) success.invalid("requires indexed completion mode");
    else checkSuccess(spec, success.at("rules"));
  }
  const replacement = spec.at("podReplacementPolicy");
  if (replacement.text !== undefined) {
    const legal = spec.at("podFailurePolicy").given ? ["Failed"] : ["Failed", "TerminatingOrFailed"];
    if (!legal.includes(replacement.text)) spec.at("podReplacementPolicy").unsupported(legal);
  }
  checkPodTemplate(spec.at("template"));
  checkRestart(spec);
}

function checkRestart(spec: Field): void {
  const policy = spec.at("template", "spec", "restartPolicy");
  if (policy.unknown) return;
  const text = policy.text ?? "";
  if (text === "" || text === "Always") policy.required('valid values: "OnFailure", "Never"');
  else if (text !== "OnFailure" && text !== "Never") policy.unsupported(["Never", "OnFailure"]);
  else if (spec.at("podFailurePolicy").given && text !== "Never") policy.invalid('only "Never" is supported when podFailurePolicy is specified');
}

function checkJob(root: Field): void {
  const spec = root.at("spec");
  checkJobSpec(spec);
  const manual = spec.at("manualSelector");
  const selector = spec.at("selector");
  if (selector.given) checkSelector(selector);
  if (manual.flag === true) {
    const labels = spec.at("template", "metadata", "labels");
    if (!selector.given) selector.required();
    else if (matches(selector, labels) === false) labels.invalid("`selector` does not match template `labels`", labels.value ?? null);
  } else if (!manual.unknown && selector.given && !selector.unknown) selector.invalid("`selector` not auto-generated");
  const completions = spec.at("completions").number ?? 0;
  const name = root.at("metadata", "name");
  // The pods carry the name of the Job as a label.
  if (name.text !== undefined && bytes(name.text) > MOST_LABEL) name.named("spec.template.labels").invalid(`must be no more than ${MOST_LABEL} characters`);
  if (spec.at("completionMode").text === "Indexed" && completions > 0 && name.text !== undefined) {
    const host = `${name.text}-${completions - 1}`;
    if (dnsLabel(host).length > 0) name.invalid(`will not able to create pod with invalid DNS label: ${host}`);
  }
}

function checkCronJob(root: Field): void {
  const spec = root.at("spec");
  const schedule = spec.at("schedule");
  if (schedule.empty) schedule.required();
  else if (schedule.text !== undefined) {
    const problem = scheduleProblem(schedule.text);
    if (problem !== undefined) schedule.invalid(problem);
    if (schedule.text.includes("TZ")) schedule.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
  }
  spec.at("startingDeadlineSeconds").nonNegative();
  const zone = spec.at("timeZone");
  if (zone.text === "") zone.invalid("timeZone must be nil or non-empty string");
  else if (zone.text !== undefined && zone.text.toLowerCase() === "local") zone.invalid("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
  else if (zone.text !== undefined && !isTimeZone(zone.text)) zone.invalid(`unknown time zone ${zone.text}`);
  spec.at("concurrencyPolicy").oneOf(["Allow", "Forbid", "Replace"]);
  const job = spec.at("jobTemplate", "spec");
  checkJobSpec(job);
  if (job.at("selector").given && !job.at("selector").unknown) job.at("selector").invalid("`selector` will be auto-generated");
  if (job.at("manualSelector").flag === true) job.at("manualSelector").unsupported(["nil", "false"]);
  for (const key of ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"]) spec.at(key).nonNegative();
}

/** Arguments of Jobs and CronJobs. */
export const jobLaws: readonly Law[] = [
  objectLaw("job", ["batch/v1:Job"], SOURCE, checkJob),
  objectLaw("cron-job", ["batch/v1:CronJob"], "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/", checkCronJob),
];
