/* eslint-disable @typescript-eslint/no-explicit-any -- requests and answers are built by name */
/**
 * Fixes as the engine sees them: requests go through the pack's handler as bytes, answers are read back the same way.
 */
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { Analyzer } from "../../policies/analyzer.ts";
import { rules } from "../../policies/catalogue.ts";
import type { Choice } from "../../policies/remediations/choice.ts";
import { KINDS } from "../../policies/remediations/remediation.ts";
import { OTHER_TYPE, type Rule } from "../../policies/rule.ts";
import { handlers } from "../../policies/server.ts";
import { urnOf } from "./support.ts";

export type Props = Record<string, unknown>;

export const GROUP = "aws:cloudwatch/logGroup:LogGroup";
export const LISTENER = "aws:lb/listener:Listener";
export const ROLE = "aws:iam/role:Role";
export const KNOWN = { owner: "platform-team", environment: "staging", "cost-centre": "trading" };
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });

export function packWith(choice: Partial<Choice> = {}, level: "mandatory" | "advisory" = "mandatory", own: readonly Rule[] = rules): Analyzer {
  return new Analyzer(own, level, { kinds: KINDS, tags: KNOWN, ...choice });
}

export function requestFor(type: string, props: Props, ignoreChanges: readonly string[] = []): any {
  const request = new (analyzer as any).AnalyzeRequest();
  request.setUrn(urnOf("subject"));
  request.setType(type);
  request.setName("subject");
  request.setProperties((struct as any).Struct.fromJavaScript(props));
  const options = new (analyzer as any).AnalyzerResourceOptions();
  options.setIgnorechangesList([...ignoreChanges]);
  request.setOptions(options);
  return request;
}

export async function call(pack: Analyzer, method: string, request: unknown): Promise<any> {
  const handler = handlers(pack, { name: "golive", version: "1.0.0", description: "" })[method] as any;
  return new Promise((resolve, reject) => handler({ request }, (error: { details: string } | null, value: unknown) => (error === null ? resolve(value) : reject(new Error(error.details)))));
}

/** The answer as the engine reads it. */
export async function remediate(pack: Analyzer, request: Uint8Array): Promise<any> {
  return (analyzer as any).RemediateResponse.deserializeBinary(await call(pack, "remediate", request));
}

export interface Answered {
  /** Policies that mended, in order, and what they said instead where they could not. */
  readonly policies: readonly string[];
  readonly diagnostics: readonly string[];
  /** The properties after the last; those of the request where nothing was mended. */
  readonly props: Props;
  readonly elsewhere: readonly string[];
}

export async function mend(pack: Analyzer, type: string, props: Props, ignoreChanges: readonly string[] = []): Promise<Answered> {
  const answer = await remediate(pack, requestFor(type, props, ignoreChanges).serializeBinary());
  const entries: any[] = answer.getRemediationsList();
  const last = entries.findLast((entry) => entry.getProperties() !== undefined);
  return {
    policies: entries.map((entry) => entry.getPolicyname()),
    diagnostics: entries.map((entry) => entry.getDiagnostic()).filter((text) => text !== ""),
    props: last?.getProperties().toJavaScript() ?? props,
    elsewhere: answer.getNotApplicableList().filter((entry: any) => entry.getReason() === OTHER_TYPE).map((entry: any) => entry.getPolicyName()),
  };
}
