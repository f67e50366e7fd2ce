/**
 * Answers the engine's call `Remediate`: one entry for each fix, with all properties as they are then. The engine goes on
 * with the last, and judges that.
 */
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { AnalyzeRequest, Remediation as Entry, RemediateResponse } from "@pulumi/pulumi/proto/analyzer_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { Analyzer } from "../analyzer.ts";
import { isStackRule, OTHER_TYPE } from "../rule.ts";
import type { PackName } from "../server.ts";
import { isNotKnown } from "../unknown.ts";
import { nodeOf } from "../wire.ts";
import type { Change, Remediation } from "./remediation.ts";
import { unjudged, type Fixes } from "./table.ts";
import { changed } from "./wire.ts";

/**
 * What is mended in one resource. Where no fix is on for its type, which is the rule, no property is read.
 *
 * @param bytes the engine's request
 */
export function remediated(bytes: Uint8Array, analyzer: Analyzer, pack: PackName): Uint8Array {
  const fixes = analyzer.fixesFor(nodeOf(bytes).type);
  const others = ENCODED.get(fixes) ?? encoded(fixes, analyzer);
  ENCODED.set(fixes, others);
  // Messages of one type that follow each other are one message, lists put together.
  return fixes.on.length === 0 ? others : Buffer.concat([mended(bytes, fixes, analyzer, pack).serializeBinary(), others]);
}

/** Policies that mend nothing of a type, as bytes: the same for all of its resources. */
const ENCODED = new WeakMap<Fixes, Uint8Array>();

/** Without it the engine would count them as passed, once for each resource. */
function encoded({ on, elsewhere }: Fixes, { rules }: Analyzer): Uint8Array {
  const idle = rules.filter((rule) => !isStackRule(rule)).map(({ name }) => name);
  const reasons = new Map([...[...idle, ...unjudged.map(({ policy }) => policy)].map((policy) => [policy, NOT_ON] as const), ...elsewhere.map((policy) => [policy, OTHER_TYPE] as const)]);
  for (const { policy } of on) reasons.delete(policy);
  // A buffer: the server copies it into its frame.
  return Buffer.from(new messages.RemediateResponse().setNotApplicableList([...reasons].map(([policy, reason]) => new messages.PolicyNotApplicable().setPolicyName(policy).setReason(reason))).serializeBinary());
}

const NOT_ON = "no fix is on";

function mended(bytes: Uint8Array, { on }: Fixes, analyzer: Analyzer, pack: PackName): RemediateResponse {
  const answer = new messages.RemediateResponse();
  const request = messages.AnalyzeRequest.deserializeBinary(bytes);
  for (const fix of on) {
    try {
      const changes = analyzer.mend(fix, nodeOf(request.serializeBinary())).filter(({ path }) => !isIgnored(request, path));
      if (changes.length === 0) continue;
      const properties = changed(request.getProperties() ?? new struct.Struct(), changes);
      request.setProperties(properties);
      answer.addRemediations(entry(fix, pack).setProperties(properties));
    } catch (error) {
      if (isNotKnown(error)) continue;
      // The rule still judges what the fix left; that the fix is broken must be seen as well.
      answer.addRemediations(entry(fix, pack).setDiagnostic(`the fix of ${fix.policy} is broken and changed nothing (${String(error)}); report the bug in the fix`));
    }
  }
  return answer;
}

function entry({ policy, does }: Remediation, { name, version }: PackName): Entry {
  return new messages.Remediation().setPolicyname(policy).setPolicypackname(name).setPolicypackversion(version).setDescription(does);
}

/** Whether the program leaves the property to somebody else, by `ignoreChanges`: whatever is set there would never come to be. */
function isIgnored(request: AnalyzeRequest, [top]: Change["path"]): boolean {
  return (request.getOptions()?.getIgnorechangesList() ?? []).some((pattern) => pattern === "*" || pattern.split(/[.[]/)[0] === top);
}
