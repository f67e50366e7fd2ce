/**
 * The rule: a small typed value with a pure function of four answers.
 */
import type { ItemId } from "../checklist/ids.ts";
import type { Policy, ThresholdName } from "./config.ts";
import type { Graph, Node } from "./graph.ts";
import { isNotKnown } from "./unknown.ts";

/** How bad a violation is. */
export type Severity = "critical" | "high" | "medium" | "low";

/** A control of a published framework that asks for the same. */
export interface Framework {
  readonly name: "AWS FSBP" | "CIS AWS 3.0" | "CIS AWS 5.0" | "CIS AWS 7.0" | "AWS Security Hub" | "CIS EKS" | "Pod Security Standards" | "NIST 800-53" | "SOC 2";
  /** The control's id or title in that framework. */
  readonly reference: string;
}

/** One thing that is wrong. */
export interface Finding {
  /** For people: what is wrong, with the value found. */
  readonly message: string;
  /** Property path, where it is about one. */
  readonly property?: string | undefined;
}

/** A rule's answer about one resource. */
export type Judgement =
  | { readonly kind: "pass" }
  | { readonly kind: "violation"; readonly findings: readonly Finding[] }
  | { readonly kind: "not-applicable"; readonly reason: string }
  | { readonly kind: "deferred"; readonly reason: string };

interface RuleBase {
  /** Kebab-case and unique; the name of the policy in the pack. */
  readonly name: string;
  /** Checklist items the rule helps to decide. */
  readonly items: readonly ItemId[];
  readonly severity: Severity;
  readonly frameworks: readonly Framework[];
  /** What must be so, as one sentence. */
  readonly demands: string;
  /** Why: what goes wrong otherwise. */
  readonly why: string;
  /** How to make it so. */
  readonly remediation: string;
  /** Numbers of policy the rule compares with; a stack may tighten them through the pack's configuration. */
  readonly thresholds?: readonly ThresholdName[];
}

/** Decides on one resource's inputs, so that a violation blocks before anything is created. */
export interface ResourceRule extends RuleBase {
  /** Resource types it looks at. */
  readonly looksAt: readonly string[];
  judge(node: Node, policy: Policy): Judgement;
}

/** Decides on each subject in sight of the whole stack. */
export interface StackRule extends RuleBase {
  readonly looksAt: "stack";
  /** Types of the resources it answers for, one verdict each. */
  readonly subjects: readonly string[];
  judge(subject: Node, policy: Policy, graph: Graph): Judgement;
}

export type Rule = ResourceRule | StackRule;

/** Whether the rule needs the whole stack. */
export function isStackRule(rule: Rule): rule is StackRule {
  return rule.looksAt === "stack";
}

/** The types a rule answers for. */
export function typesOf(rule: Rule): readonly string[] {
  return isStackRule(rule) ? rule.subjects : rule.looksAt;
}

/** Why a rule has nothing to say of most resources. */
export const OTHER_TYPE = "another type of resource";

/** The answer where a rule has nothing to say about a resource of a type it looks at. */
export function notApplicable(reason: string): Judgement {
  return { kind: "not-applicable", reason };
}

/**
 * Collects what is wrong with one resource. A part that is not known yet does not hide what is wrong elsewhere:
 * any finding is a violation, otherwise anything unknown is deferred, otherwise it passes.
 */
export class Check {
  readonly findings: Finding[] = [];
  readonly unknown: string[] = [];

  /** Records a finding. */
  fail(message: string, property?: string): void {
    this.findings.push({ message, property });
  }

  /** Records a finding where the condition does not hold. The condition may read unknown values. */
  that(holds: () => boolean, message: string | (() => string), property?: string): void {
    this.part(() => {
      if (!holds()) this.fail(typeof message === "string" ? message : message(), property);
    });
  }

  /** Looks at each element of a list; one unknown element does not hide the others. */
  each(read: () => readonly unknown[], look: (element: unknown, index: number) => void): void {
    this.part(() => {
      const elements = read();
      for (let index = 0; index < elements.length; index++) this.part(() => look(elements[index], index));
    });
  }

  /** Runs one part of the examination, noting that it could not be decided where it meets an unknown value. */
  part(look: () => void): void {
    try {
      look();
    } catch (error) {
      if (!isNotKnown(error)) throw error;
      this.unknown.push(error.message);
    }
  }

  /** The answer. */
  judgement(): Judgement {
    if (this.findings.length > 0) return { kind: "violation", findings: this.findings };
    if (this.unknown.length > 0) return { kind: "deferred", reason: this.unknown.join("; ") };
    return { kind: "pass" };
  }
}

/** Examines one resource and gives the answer. */
export function examine(look: (check: Check) => void): Judgement {
  const check = new Check();
  check.part(() => look(check));
  return check.judgement();
}

/** Asks a rule about a resource, failing closed: unknown values defer, and a rule that breaks is a violation that says so. */
export function ask(rule: Rule, node: Node, policy: Policy, graph: () => Graph): Judgement {
  try {
    return isStackRule(rule) ? rule.judge(node, policy, graph()) : rule.judge(node, policy);
  } catch (error) {
    if (isNotKnown(error)) return { kind: "deferred", reason: error.message };
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      kind: "violation",
      findings: [{ message: `rule ${rule.name} is broken and cannot vouch for this resource (${detail}); report the bug in the rule` }],
    };
  }
}
