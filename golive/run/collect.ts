/** Gathers what the engine says while it works into one account of the run. */
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { remediatedBy } from "./remediated.ts";
import type { Remediated } from "./remediated.ts";

/** What happened, or would happen, to one resource. */
export interface ResourceStep {
  readonly urn: string;
  readonly type: string;
  /** `create`, `update`, `replace`, `delete`, `same`, `read`, `refresh`. */
  readonly operation: string;
  /** URN of the parent. */
  readonly parent?: string;
}

/** A violation as the engine reports it. */
export interface ReportedViolation {
  readonly policy: string;
  readonly pack: string;
  readonly enforcement: string;
  readonly urn: string;
  readonly message: string;
}

/** Something the engine or a provider had to say. */
export interface Diagnostic {
  readonly severity: string;
  readonly urn?: string;
  readonly message: string;
}

/** What the collector has seen so far; the display reads it while the run goes on. */
export interface Account {
  readonly steps: ReadonlyMap<string, ResourceStep>;
  /** Resources that are being worked on, by URN. */
  readonly working: ReadonlySet<string>;
  readonly done: number;
  readonly violations: readonly ReportedViolation[];
  /** What policies mended, in the order in which they did. */
  readonly remediations: readonly Remediated[];
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: ReadonlySet<string>;
  /** Counts by operation, from the engine's own summary. */
  readonly changes: Readonly<Record<string, number>>;
  /** Policy packs that ran, with their versions. */
  readonly packs: Readonly<Record<string, string>>;
}

/** What the engine and the providers reported as errors, each once. */
export function errorsOf({ diagnostics }: Account): string[] {
  return [...new Set(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => withoutTrace(message)))];
}

/** What a program said when it threw, without where in whose code that was; `GOLIVE_DEBUG` shows it all. */
function withoutTrace(message: string): string {
  if (process.env["GOLIVE_DEBUG"] !== undefined) return message;
  const said = message.split("\n").filter((line) => !/^\s+at \S.*:\d+:\d+\)?$/.test(line));
  return said.join("\n").trim().replace(/^Unhandled exception: (\w*Error: )?/, "");
}

/** Steps of a replacement that are told as one. */
const REPLACING = new Set(["create-replacement", "delete-replaced", "replace"]);

export class Collector implements Account {
  readonly steps = new Map<string, ResourceStep>();
  readonly working = new Set<string>();
  readonly violations: ReportedViolation[] = [];
  readonly remediations: Remediated[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly failed = new Set<string>();
  done = 0;
  changes: Record<string, number> = {};
  packs: Record<string, string> = {};
  /** Text of an error that comes in pieces. */
  readonly #pieces = new Map<string, string>();

  /** Takes in one event. */
  add(event: EngineEvent): void {
    const mended = remediatedBy(event);
    if (mended !== undefined) this.remediations.push(mended);
    if (event.resourcePreEvent !== undefined) {
      const { urn, type, op, new: next, old } = event.resourcePreEvent.metadata;
      const parent = next?.parent ?? old?.parent;
      this.working.add(urn);
      this.steps.set(urn, { urn, type, operation: REPLACING.has(op) ? "replace" : op, ...(parent === undefined || parent === "" ? {} : { parent }) });
    } else if (event.resOutputsEvent !== undefined) {
      this.#finish(event.resOutputsEvent.metadata.urn);
    } else if (event.resOpFailedEvent !== undefined) {
      this.failed.add(event.resOpFailedEvent.metadata.urn);
      this.#finish(event.resOpFailedEvent.metadata.urn);
    } else if (event.policyEvent !== undefined) {
      const { policyName, policyPackName, enforcementLevel, resourceUrn, message } = event.policyEvent;
      this.violations.push({ policy: policyName, pack: policyPackName, enforcement: enforcementLevel, urn: resourceUrn ?? "", message: message.trim() });
    } else if (event.diagnosticEvent !== undefined) {
      this.#diagnose(event.diagnosticEvent);
    } else if (event.summaryEvent !== undefined) {
      this.changes = { ...(event.summaryEvent.resourceChanges as Record<string, number>) };
      this.packs = { ...event.summaryEvent.policyPacks };
    }
  }

  #finish(urn: string): void {
    if (this.working.delete(urn)) this.done += 1;
  }

  #diagnose({ severity, urn, message, streamID }: NonNullable<EngineEvent["diagnosticEvent"]>): void {
    if (severity !== "error" && severity !== "warning" && severity !== "info#err") return;
    const key = `${urn ?? ""} ${streamID ?? 0}`;
    const text = `${this.#pieces.get(key) ?? ""}${message}`;
    if (severity === "info#err" && !text.endsWith("\n")) {
      this.#pieces.set(key, text);
      return;
    }
    this.#pieces.delete(key);
    if (text.trim() === "") return;
    this.diagnostics.push({ severity, message: text.trim(), ...(urn === undefined || urn === "" ? {} : { urn }) });
  }
}
