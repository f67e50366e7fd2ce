/** From the engine's events to the report of a preview: violations by rule and checklist item, deferred verdicts, counts. */
import { rules } from "../../policies/catalogue.ts";
import { DEFERRED_POLICY } from "../../policies/analyzer.ts";
import type { Deferred } from "../../policies/analyzer.ts";
import type { Rule } from "../../policies/rule.ts";
import { withoutMark } from "../../policies/waived.ts";
import { errorsOf } from "./collect.ts";
import type { Account, ReportedViolation } from "./collect.ts";
import type { Remediated } from "./remediated.ts";

/** A violation with what its rule says about it. */
export interface Violation {
  readonly rule: string;
  /** Checklist ids. */
  readonly items: readonly string[];
  readonly severity: string;
  /** The level it has, or would have were it not waived. */
  readonly enforcement: string;
  readonly urn: string;
  readonly message: string;
  readonly remediation: string;
}

/** What `golive preview --json` prints. Other programs build on this shape. */
export interface PreviewReport {
  readonly stack: string;
  readonly resources: readonly { readonly urn: string; readonly type: string; readonly operation: string }[];
  readonly violations: readonly Violation[];
  /** What policies mended before the engine went on. */
  readonly remediations: readonly Remediated[];
  /** Verdicts that wait for values known only after deployment. */
  readonly deferred: readonly Deferred[];
  readonly summary: {
    /** How many resources each operation touches. */
    readonly operations: Readonly<Record<string, number>>;
    readonly resources: number;
    /** Rules in the pack. */
    readonly rules: number;
    /** Violations that are mandatory, waived or not. */
    readonly mandatory: number;
    readonly advisory: number;
    readonly deferred: number;
    /** Whether the engine reached the end. */
    readonly complete: boolean;
    /** What the engine or a provider reported as an error. */
    readonly errors: readonly string[];
  };
}

/** What the engine says when it stops because of something it has reported already. */
const CLOSING_WORDS: ReadonlySet<string> = new Set(["preview failed", "update failed", "refresh failed", "destroy failed"]);

/**
 * @param error what the engine's process ended with; a mandatory violation alone is no failure of the preview
 */
export function previewReport(stack: string, account: Account, error?: string): PreviewReport {
  const byName = new Map<string, Rule>(rules.map((rule) => [rule.name, rule]));
  const violations = account.violations.filter(({ policy }) => policy !== DEFERRED_POLICY).map((each) => violation(each, byName.get(each.policy)));
  const deferred = account.violations.filter(({ policy }) => policy === DEFERRED_POLICY).flatMap(({ message }) => deferredIn(message));
  const resources = [...account.steps.values()].map(({ urn, type, operation }) => ({ urn, type, operation }));
  const operations: Record<string, number> = {};
  for (const { operation } of resources) operations[operation] = (operations[operation] ?? 0) + 1;
  const said = errorsOf(account).filter((message) => !CLOSING_WORDS.has(message));
  const mandatory = violations.filter(({ enforcement }) => enforcement === "mandatory").length;
  const refused = account.violations.some(({ enforcement }) => enforcement === "mandatory");
  const errors = said.length === 0 && error !== undefined && !refused ? [error] : said;
  return {
    stack,
    resources,
    violations,
    remediations: account.remediations,
    deferred,
    summary: {
      operations,
      resources: resources.length,
      rules: rules.length,
      mandatory,
      advisory: violations.length - mandatory,
      deferred: deferred.length,
      complete: error === undefined,
      errors,
    },
  };
}

function violation(reported: ReportedViolation, rule: Rule | undefined): Violation {
  const described = rule === undefined ? undefined : `${rule.demands}\n`;
  // Only what the pack let through may say that it would have been stricter.
  const waived = reported.enforcement === "advisory" ? withoutMark(reported.message) : undefined;
  const { message: whole, enforcement } = waived ?? reported;
  const message = described !== undefined && whole.startsWith(described) ? whole.slice(described.length) : whole;
  return {
    rule: reported.policy,
    items: rule?.items ?? [],
    severity: rule?.severity ?? "high", // a rule of another pack: its severity is not told in the event
    enforcement,
    urn: reported.urn,
    message: message.trim(),
    remediation: rule?.remediation ?? "",
  };
}

function deferredIn(message: string): Deferred[] {
  const start = message.indexOf('{"deferred":');
  if (start < 0) return [];
  return [(JSON.parse(message.slice(start)) as { deferred: Deferred }).deferred];
}
