/**
 * Judges what the engine shows: one resource's inputs before anything is created, and the whole stack's outputs.
 *
 * Every request is read once, for all rules. What the engine gets to see is what `@pulumi/policy` would have told it.
 */
import type { EnforcementLevel } from "@pulumi/policy";
import { tightened, type Policy } from "./config.ts";
import { Graph, withProps, type Node } from "./graph.ts";
import { waiverOf } from "../checklist/waiver.ts";
import { handedWaivers, waived, WAIVERS_DEMANDS, WAIVERS_POLICY, type HandedWaivers } from "./waived.ts";
import { NOTHING as NO_CHOICE, type Choice } from "./remediations/choice.ts";
import type { Change, Remediation } from "./remediations/remediation.ts";
import { fixesFor, usualLevel, type Fixes } from "./remediations/table.ts";
import { ask, isStackRule, OTHER_TYPE, typesOf, type Judgement, type ResourceRule, type Rule, type Severity, type StackRule } from "./rule.ts";

/** Name of the advisory policy that reports what could not be decided before deployment. */
export const DEFERRED_POLICY = "deferred-verdicts";

/** What {@link DEFERRED_POLICY} is for. */
export const DEFERRED_DEMANDS = "Verdicts that wait for values which are known only after deployment";

/** A verdict that could not be given yet, as reported by {@link DEFERRED_POLICY}. */
export interface Deferred {
  readonly rule: string;
  readonly items: readonly string[];
  readonly urn: string;
  readonly reason: string;
}

/** What a stack sets about one rule: `enforcementLevel`, and thresholds, which may only be tightened. */
export type RuleSettings = Readonly<Record<string, unknown>> & { readonly enforcementLevel?: EnforcementLevel };

/** One finding, as the engine shows it. */
export interface Report {
  readonly policy: string;
  readonly description: string;
  readonly message: string;
  readonly urn: string;
  readonly level: EnforcementLevel;
  readonly severity?: Severity;
}

/** What a request comes to. */
export interface Answer {
  readonly reports: readonly Report[];
  /** Rules that have nothing to say, and why: they must not count as passed. */
  readonly notApplicable: readonly Unasked[];
  /** Those of them that look at other types: the same list for each resource of a type. */
  readonly others: readonly Unasked[];
}

/** A rule that has nothing to say, and why. */
export interface Unasked {
  readonly policy: string;
  readonly reason: string;
}

const NONE: readonly Unasked[] = [];

const NOTHING = "the stack has no resource this rule looks at";

/** The rules of one pack, and what they have seen of one stack. */
export class Analyzer {
  readonly rules: readonly Rule[];
  #level: EnforcementLevel;
  #choice: Choice;
  readonly #fixes = new Map<string, Fixes>();
  readonly #settings = new Map<string, RuleSettings>();
  #waivers: HandedWaivers = { valid: [], errors: [] };
  readonly #resourceRules: readonly ResourceRule[];
  readonly #stackRules: readonly StackRule[];
  /** Rules by the type they look at, and, by type, what all the others say. */
  readonly #byType = new Map<string, { readonly applies: readonly ResourceRule[]; readonly not: readonly Unasked[] }>();
  /** Deferred verdicts by rule and URN; a later verdict on the same resource replaces them. */
  readonly #deferred = new Map<string, Deferred>();
  /**
   * Inputs by URN. While a provider's own configuration is unknown, as that of a cluster which does not exist yet, the
   * engine's preview gives its resources no outputs at all: their inputs stand in.
   */
  readonly #inputs = new Map<string, Node>();

  /**
   * @param level enforcement of every rule whose settings say nothing else
   * @param choice what the stack lets the pack mend
   */
  constructor(rules: readonly Rule[], level: EnforcementLevel, choice: Choice = NO_CHOICE) {
    this.rules = rules;
    this.#level = level;
    this.#choice = choice;
    this.#resourceRules = rules.filter((rule): rule is ResourceRule => !isStackRule(rule));
    this.#stackRules = rules.filter(isStackRule);
  }

  /** Takes a stack's settings of the rules, by name, and its waivers. */
  configure(settings: Readonly<Record<string, RuleSettings>>): void {
    this.#settings.clear();
    this.#byType.clear();
    this.#fixes.clear();
    for (const [rule, each] of Object.entries(settings)) this.#settings.set(rule, each);
    this.#waivers = handedWaivers(settings[WAIVERS_POLICY]?.["entries"], this.rules, new Date());
  }

  /** Takes what follows from a stack's configuration; see the constructor. */
  configureStack(level: EnforcementLevel, choice: Choice): void {
    this.#level = level;
    this.#choice = choice;
    this.#byType.clear();
    this.#fixes.clear();
  }

  /** Enforcement of a rule. */
  levelOf(rule: Pick<Rule, "name">): EnforcementLevel {
    return this.#settings.get(rule.name)?.enforcementLevel ?? usualLevel(rule.name, this.#level, this.#choice);
  }

  /** What stands in spite of a fix counts as it does without one. */
  #levelOfViolation(rule: Rule): EnforcementLevel {
    const level = this.levelOf(rule);
    return level === "remediate" ? this.#level : level;
  }

  /** The fixes that are on for a type of resource. */
  fixesFor(type: string): Fixes {
    const known = this.#fixes.get(type) ?? fixesFor(type, (name) => this.levelOf({ name }) === "remediate");
    this.#fixes.set(type, known);
    return known;
  }

  /**
   * What a fix changes in a resource: nothing where its rule is content or cannot tell, or where a waiver lets the
   * violation stand.
   */
  mend({ policy, demands, fix }: Remediation, node: Node): readonly Change[] {
    const rule = this.#resourceRules.find(({ name }) => name === policy);
    const settled = this.#policyOf({ name: policy });
    const wrong = rule === undefined ? demands !== undefined : this.#stands(rule, node, settled);
    return wrong ? fix(node, { ...settled, tags: this.#choice.tags }) : [];
  }

  #stands(rule: ResourceRule, node: Node, policy: Policy): boolean {
    return ask(rule, node, policy, () => new Graph([node])).kind === "violation" && waiverOf(this.#waivers.valid, rule.name, node.urn) === undefined;
  }

  /** Judges one resource by its inputs. */
  judge(node: Node): Answer {
    this.#inputs.set(node.urn, node);
    const { applies, not } = this.#rulesFor(node.type);
    const graph = once(() => new Graph([node]));
    const reports: Report[] = [];
    const notApplicable: Unasked[] = [];
    for (const rule of applies) {
      const answer = ask(rule, node, this.#policyOf(rule), graph);
      reports.push(...this.#reports(rule, node.urn, answer));
      if (answer.kind === "not-applicable") notApplicable.push({ policy: rule.name, reason: answer.reason });
    }
    return { reports, notApplicable, others: not };
  }

  /** Judges a whole stack; then tells which verdicts, of this and of single resources, wait for values. */
  judgeStack(nodes: readonly Node[]): Answer {
    const graph = new Graph(nodes.map((node) => this.#withInputs(node)));
    const reports: Report[] = [];
    const notApplicable: { policy: string; reason: string }[] = [];
    for (const rule of this.#stackRules) {
      if (this.levelOf(rule) === "disabled") continue;
      const answers = graph.ofType(rule.subjects).map((subject) => {
        const answer = ask(rule, subject, this.#policyOf(rule), () => graph);
        reports.push(...this.#reports(rule, subject.urn, answer));
        return answer;
      });
      const reason = allNotApplicable(answers);
      if (reason !== undefined) notApplicable.push({ policy: rule.name, reason });
    }
    return { reports: [...reports, ...this.#waiting(new Set(nodes.map(({ urn }) => urn))), ...this.#wrongWaivers(nodes)], notApplicable, others: NONE };
  }

  #rulesFor(type: string): { readonly applies: readonly ResourceRule[]; readonly not: readonly Unasked[] } {
    const known = this.#byType.get(type);
    if (known !== undefined) return known;
    const enabled = this.#resourceRules.filter((rule) => this.levelOf(rule) !== "disabled");
    const found = {
      applies: enabled.filter((rule) => typesOf(rule).includes(type)),
      not: enabled.filter((rule) => !typesOf(rule).includes(type)).map(({ name }) => ({ policy: name, reason: OTHER_TYPE })),
    };
    this.#byType.set(type, found);
    return found;
  }

  #reports(rule: Rule, urn: string, answer: Judgement): Report[] {
    const key = `${rule.name} ${urn}`;
    this.#deferred.delete(key);
    if (answer.kind === "deferred") this.#deferred.set(key, { rule: rule.name, items: rule.items, urn, reason: answer.reason });
    if (answer.kind !== "violation") return [];
    const { name, demands, severity } = rule;
    return answer.findings.map(({ message, property }) =>
      waived({ policy: name, description: demands, message: `${demands}\n${property === undefined ? message : `${property}: ${message}`}`, urn, level: this.#levelOfViolation(rule), severity }, this.#waivers),
    );
  }

  /** Advisory, and one report a verdict: golive settles them on the deployed state. */
  #waiting(present: ReadonlySet<string>): Report[] {
    return [...this.#deferred.values()]
      .filter(({ urn }) => present.has(urn))
      .map((deferred) => ({ policy: DEFERRED_POLICY, description: DEFERRED_DEMANDS, message: JSON.stringify({ deferred }), urn: deferred.urn, level: "advisory" }));
  }

  /** Mandatory whatever the environment: a waiver that is wrong must not go unnoticed. About the stack: the engine's displays want a resource. */
  #wrongWaivers(nodes: readonly Node[]): Report[] {
    const urn = nodes.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? nodes[0]?.urn ?? "";
    return this.#waivers.errors.map((message) => ({ policy: WAIVERS_POLICY, description: WAIVERS_DEMANDS, message: `${WAIVERS_DEMANDS}.\n${message}`, urn, level: "mandatory" }));
  }

  #withInputs(node: Node): Node {
    const inputs = this.#inputs.get(node.urn);
    return inputs === undefined ? node : withProps(node, () => (Object.keys(node.props).length === 0 ? inputs : node).props);
  }

  #policyOf(rule: Pick<Rule, "name">): Policy {
    return { thresholds: tightened(this.#settings.get(rule.name) ?? {}), now: new Date() };
  }
}

function allNotApplicable(answers: readonly Judgement[]): string | undefined {
  if (answers.length === 0) return NOTHING;
  const reasons = answers.flatMap((answer) => (answer.kind === "not-applicable" ? [answer.reason] : []));
  return reasons.length === answers.length ? reasons[0] : undefined;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
