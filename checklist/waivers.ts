/**
 * The one evaluator of waivers: preview, up, drift, CI and the report ask it. A waiver never hides a violation: it says
 * who let it stand, why and until when, and one that is wrong in any way leaves the violation as it was.
 */
import { LineCounter, isMap, isSeq, parseDocument } from "yaml";
import { judgeEntries, waiverOf } from "./waiver.ts";
import type { Entry, WaivableRule, Waived, Waiver, WaiverError } from "./waiver.ts";

/** A waiver that matches no violation: what it was for is mended, or it never matched. */
export interface StaleWaiver extends Waived {
  readonly file: string;
  readonly line: number;
}

/** What a violation has to say for itself. */
export interface Verdict {
  readonly rule: string;
  readonly urn: string;
}

export interface WaiverInput<V extends Verdict> {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Its YAML text; undefined where there is no file. */
  readonly text: string | undefined;
  readonly violations: readonly V[];
  readonly rules: readonly WaivableRule[];
  /** URNs of all resources there are, where they are known: what matches all of them is too broad. */
  readonly resources?: readonly string[];
  /** The moment of judgement; its day in UTC counts. A waiver holds to the end of the day on which it expires. */
  readonly today: Date;
}

export interface WaiverResult<V extends Verdict> {
  /** Every violation that came in, in its order; the waived ones say so. */
  readonly violations: readonly (V & { readonly waiver?: Waived })[];
  readonly errors: readonly WaiverError[];
  readonly stale: readonly StaleWaiver[];
  /** The entries without a mistake, as they are written. */
  readonly valid: readonly Waiver[];
}

/** Judges violations against a file of waivers. Never throws: whatever is wrong with the file is an error in the result. */
export function evaluateWaivers<V extends Verdict>({ file, text, violations, rules, resources = [], today }: WaiverInput<V>): WaiverResult<V> {
  const { entries, errors } = readEntries(file, text);
  const { valid, errors: wrong } = judgeEntries({ file, entries, rules, resources, urns: violations.map(({ urn }) => urn), today });
  const inOrder = valid.toSorted((a, b) => a.waived.entry - b.waived.entry);
  return {
    violations: violations.map((violation) => {
      const waiver = waiverOf(valid, violation.rule, violation.urn);
      return waiver === undefined ? violation : { ...violation, waiver };
    }),
    errors: [...errors, ...wrong],
    stale: inOrder.filter(({ waived, matches }) => !violations.some(({ rule, urn }) => rule === waived.rule && matches(urn))).map(({ waived, line }) => ({ ...waived, file, line })),
    valid: inOrder.map(({ waived: { entry: _entry, daysLeft: _daysLeft, ...waiver } }) => waiver),
  };
}

function readEntries(file: string, text: string | undefined): { entries: Entry[]; errors: WaiverError[] } {
  if (text === undefined) return { entries: [], errors: [] };
  const lines = new LineCounter();
  const at = (offset: number | undefined): number => lines.linePos(offset ?? 0).line || 1;
  const whole = (message: string, line = 1): WaiverError => ({ file, entry: 0, line, kind: "malformed", message });
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) return { entries: [], errors: document.errors.map(({ message, pos }) => whole(`is no YAML: ${message}`, at(pos[0]))) };
  const root = document.contents;
  if (root === null) return { entries: [], errors: [] };
  if (!isMap(root)) return { entries: [], errors: [whole("must be a mapping with the key waivers")] };
  const strange = root.items.map(({ key }) => String(key)).filter((key) => key !== "waivers");
  const errors = strange.map((key) => whole(`${key} is no known key; accepted: waivers`));
  const list = root.get("waivers");
  if (list === null || list === undefined) return { entries: [], errors };
  if (!isSeq(list)) return { entries: [], errors: [...errors, whole("waivers must be a list")] };
  const entries = list.items.map((item, index) => ({ number: index + 1, line: at(item.range?.[0]), value: plainOf(item, document) }));
  return { entries, errors };
}

/** The value of a node; undefined where it cannot be told, as with aliases that multiply. */
function plainOf(item: unknown, document: ReturnType<typeof parseDocument>): unknown {
  try {
    return (item as { toJS(document: unknown, options: object): unknown }).toJS(document, { maxAliasCount: 10 });
  } catch {
    return undefined;
  }
}
