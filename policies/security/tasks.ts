/**
 * Docker security of containers that ECS runs: PRC-014…PRC-017, PRC-021, PRC-022, PRC-044.
 */
import type { Node } from "../graph.ts";
import { dig, flag, isPositiveQuantity, parseJson, quoted, text, word } from "../inputs.ts";
import { examine, type Check, type ResourceRule, type Rule } from "../rule.ts";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";

type ContainerJudge = (container: unknown, check: Check, name: string, path: string, task: Node) => void;

/** A rule over the containers of a task definition; ECS takes them as JSON text. */
function taskRule(rule: Omit<ResourceRule, "looksAt" | "judge"> & { readonly look: ContainerJudge }): ResourceRule {
  const { look, ...rest } = rule;
  return {
    ...rest,
    looksAt: [TASK],
    judge: (node) =>
      examine((check) => {
        const definitions = node.props["containerDefinitions"];
        const containers = typeof definitions === "string" ? parseJson(definitions) : definitions;
        if (!Array.isArray(containers) || containers.length === 0) return check.fail(`containerDefinitions are ${quoted(definitions)}, not a list of containers`, "containerDefinitions");
        check.each(() => containers, (container, index) => look(container, check, text(dig(container, "name")) ?? `${index}`, `containerDefinitions[${index}]`, node));
      }),
  };
}

const privileged = taskRule({
  name: "task-not-privileged",
  items: ["PRC-017"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "ECS.4" }],
  demands: "No container of an ECS task is privileged.",
  why: "A privileged container is the machine.",
  remediation: "Remove privileged from the container definition.",
  // Off by default (ECS API, ContainerDefinition).
  look: (container, check, name, path) => check.that(() => flag(dig(container, "privileged") ?? false) === false, `container ${name} is privileged`, `${path}.privileged`),
});

const nonRoot = taskRule({
  name: "task-non-root",
  items: ["PRC-015"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "AC-6" }],
  demands: "Every container of an ECS task names a user other than root.",
  why: "A flaw that lets an attacker out of a root container makes them root on the machine.",
  remediation: "Set user in the container definition to an id other than 0.",
  look: (container, check, name, path) =>
    check.that(() => {
      const user = dig(container, "user");
      return user !== undefined && user !== null && !/^(0|root)?(:|$)/.test(word(user));
    }, () => `the user of container ${name} is ${quoted(dig(container, "user"))}`, `${path}.user`),
});

const readOnly = taskRule({
  name: "task-read-only-root",
  items: ["PRC-016"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ECS.5" }],
  demands: "Every container of an ECS task has a read-only root filesystem.",
  why: "An attacker cannot change the program or leave tools behind.",
  remediation: "Set readonlyRootFilesystem to true in the container definition.",
  look: (container, check, name, path) =>
    check.that(() => flag(dig(container, "readonlyRootFilesystem")) === true, `the root filesystem of container ${name} is writable`, `${path}.readonlyRootFilesystem`),
});

const limits = taskRule({
  name: "task-limits",
  items: ["PRC-021", "PRC-022"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-6" }],
  demands: "Every ECS task, or each of its containers, has a processor and a memory limit.",
  why: "One busy or leaking container takes the machine from all others.",
  remediation: "Set cpu and memory of the task, or of each container.",
  look(container, check, name, path, task) {
    for (const resource of ["cpu", "memory"]) {
      check.that(() => [dig(container, resource), task.props[resource]].some(isPositiveQuantity), `container ${name} has no ${resource} limit, and the task has none`, `${path}.${resource}`);
    }
  },
});

const logs = taskRule({
  name: "task-logs",
  items: ["PRC-044"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ECS.9" }],
  demands: "Every container of an ECS task sends its output to a log driver.",
  why: "What it wrote is gone with the container otherwise.",
  remediation: "Set logConfiguration.logDriver, such as awslogs or awsfirelens.",
  look: (container, check, name, path) =>
    check.that(() => !["", "none"].includes(text(dig(container, "logConfiguration", "logDriver")) ?? ""), `the output of container ${name} is kept nowhere`, `${path}.logConfiguration.logDriver`),
});

const digest = taskRule({
  name: "task-image-by-digest",
  items: ["PRC-014"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "CM-14" }],
  demands: "Every image of an ECS task is named by its digest.",
  why: "A tag can come to mean another image between the scan and the next start of a task.",
  remediation: "Write the image as repository@sha256:<digest>.",
  look: (container, check, name, path) => check.that(() => /@sha256:[0-9a-f]{64}$/.test(text(dig(container, "image")) ?? ""), () => `container ${name} runs ${quoted(dig(container, "image"))}`, `${path}.image`),
});

export const rules: readonly Rule[] = [digest, nonRoot, readOnly, privileged, limits, logs];
