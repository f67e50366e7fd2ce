/**
 * Serves the rules to the engine over its analyzer protocol.
 *
 * `PolicyPack` of `@pulumi/policy` does the same, but reads every resource anew for every policy and says "not
 * applicable" by throwing, which for a pack of this size costs several times what the rules do: ADR 0007.
 */
import { inspect, promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import type { EnforcementLevel } from "@pulumi/policy";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { AnalyzerStackConfigureRequest, ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { DEFERRED_POLICY, DEFERRED_DEMANDS } from "./analyzer.ts";
import type { Analyzer, Answer, Report, RuleSettings, Unasked } from "./analyzer.ts";
import { THRESHOLDS } from "./config.ts";
import { enforcementLevel } from "./environment.ts";
import { choiceOf } from "./remediations/choice.ts";
import { remediated } from "./remediations/answer.ts";
import { unjudged, type Unjudged } from "./remediations/table.ts";
import { isStackRule, type Rule } from "./rule.ts";
import { nodeOf, nodesOf } from "./wire.ts";
import { WAIVERS_DEMANDS, WAIVERS_POLICY, WAIVERS_SCHEMA } from "./waived.ts";

/** Bytes of the largest request: a stack of some ten thousand resources. The SDK's own limit. */
const LARGEST_MESSAGE = 400 * 1024 * 1024;

const LEVELS: Readonly<Record<EnforcementLevel, 0 | 1 | 2 | 3>> = { advisory: 0, mandatory: 1, disabled: 2, remediate: 3 };
const SEVERITIES = { low: 1, medium: 2, high: 3, critical: 4 } as const;

/** What a pack is called. */
export interface PackName {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

/** The protocol's service, of which requests to judge come, and answers go, as bytes: most of each is the same or of no concern. */
const SERVICE = {
  ...services.AnalyzerService,
  analyze: { ...services.AnalyzerService.analyze, requestDeserialize: asIs, responseSerialize: asIs },
  analyzeStack: { ...services.AnalyzerService.analyzeStack, requestDeserialize: asIs, responseSerialize: asIs },
  remediate: { ...services.AnalyzerService.remediate, requestDeserialize: asIs, responseSerialize: asIs },
};

function asIs<Bytes>(bytes: Bytes): Bytes {
  return bytes;
}

/** Starts serving on a free port of the loopback interface. */
export async function serve(analyzer: Analyzer, pack: PackName): Promise<number> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": LARGEST_MESSAGE, "grpc.enable_channelz": 0 });
  server.addService(SERVICE, handlers(analyzer, pack));
  return promisify(server.bindAsync.bind(server))("127.0.0.1:0", grpc.ServerCredentials.createInsecure());
}

/** The protocol's calls. */
export function handlers(analyzer: Analyzer, pack: PackName): grpc.UntypedServiceImplementation {
  return {
    analyze: answering((request: Uint8Array) => response(analyzer.judge(nodeOf(request)), pack)),
    analyzeStack: answering((request: Uint8Array) => response(analyzer.judgeStack(nodesOf(request)), pack)),
    remediate: answering((request: Uint8Array) => remediated(request, analyzer, pack)),
    getAnalyzerInfo: answering(() => info(analyzer, pack)),
    getPluginInfo: answering(() => new plugins.PluginInfo().setVersion(pack.version)),
    configure: answering((request: ConfigureAnalyzerRequest) => {
      analyzer.configure(settingsOf(request));
      return new empty.Empty();
    }),
    configureStack: answering((request: AnalyzerStackConfigureRequest) => {
      // An engine with a language host hands the stack's configuration over here and not in the pack's environment;
      // `pulumi policy analyze` hands over none. Source: pulumi/pulumi sdk/go/common/resource/plugin/analyzer_plugin.go.
      const config = request.getConfigMap().getEntryList();
      const environment = { PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)) };
      if (config.length > 0) analyzer.configureStack(enforcementLevel(environment), choiceOf(environment));
      return new messages.AnalyzerStackConfigureResponse();
    }),
  };
}

/** A call that fails is an error of the run, with its cause: nothing is judged by half. */
function answering<Request, Response>(answer: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> {
  return (call, done) => {
    try {
      done(null, answer(call.request));
    } catch (error) {
      done({ code: grpc.status.UNKNOWN, details: inspect(error) });
    }
  };
}

/** An answer as bytes. Messages of one type that follow each other are one message, lists put together. */
function response({ reports, notApplicable, others }: Answer, pack: PackName): Buffer {
  const own = new messages.AnalyzeResponse().setDiagnosticsList(reports.map((report) => diagnostic(report, pack))).setNotApplicableList(notApplicable.map(unasked));
  return Buffer.concat([own.serializeBinary(), bytesOf(others)]);
}

function diagnostic({ policy, description, message, urn, level, severity }: Report, { name, version }: PackName): messages.AnalyzeDiagnostic {
  return new messages.AnalyzeDiagnostic()
    .setPolicyname(policy)
    .setPolicypackname(name)
    .setPolicypackversion(version)
    .setDescription(description)
    .setMessage(message)
    .setUrn(urn)
    .setEnforcementlevel(LEVELS[level])
    .setSeverity(severity === undefined ? 0 : SEVERITIES[severity]);
}

function unasked({ policy, reason }: Unasked): messages.PolicyNotApplicable {
  return new messages.PolicyNotApplicable().setPolicyName(policy).setReason(reason);
}

/** Rules that look at other types, as bytes: the list is the same for all resources of a type. */
const ENCODED = new WeakMap<readonly Unasked[], Uint8Array>();

function bytesOf(others: readonly Unasked[]): Uint8Array {
  const known = ENCODED.get(others) ?? new messages.AnalyzeResponse().setNotApplicableList(others.map(unasked)).serializeBinary();
  ENCODED.set(others, known);
  return known;
}

function settingsOf(request: ConfigureAnalyzerRequest): Record<string, RuleSettings> {
  const names = Object.keys(LEVELS) as EnforcementLevel[];
  return Object.fromEntries(
    request.getPolicyconfigMap().getEntryList().map(([rule]) => {
      const config = request.getPolicyconfigMap().get(rule);
      const enforcementLevel = names.find((level) => LEVELS[level] === config?.getEnforcementlevel());
      return [rule, { ...config?.getProperties()?.toJavaScript(), ...(enforcementLevel === undefined ? {} : { enforcementLevel }) }];
    }),
  );
}

function info(analyzer: Analyzer, { name, version, description }: PackName): messages.AnalyzerInfo {
  const deferred = new messages.PolicyInfo().setName(DEFERRED_POLICY).setDescription(DEFERRED_DEMANDS).setEnforcementlevel(LEVELS.advisory).setPolicyType(STACK);
  const waivers = new messages.PolicyInfo().setName(WAIVERS_POLICY).setDescription(WAIVERS_DEMANDS).setEnforcementlevel(LEVELS.mandatory).setPolicyType(STACK).setConfigschema(new messages.PolicyConfigSchema().setProperties(struct.Struct.fromJavaScript(WAIVERS_SCHEMA)));
  return new messages.AnalyzerInfo()
    .setName(name)
    .setVersion(version)
    .setDescription(description)
    .setSupportsconfig(true)
    .setPoliciesList([...analyzer.rules.map((rule) => described(rule, LEVELS[analyzer.levelOf(rule)])), ...unjudged.map((fix) => mending(fix, LEVELS[analyzer.levelOf({ name: fix.policy })])), deferred, waivers]);
}

const RESOURCE = 1;
const STACK = 2;

function described(rule: Rule, level: 0 | 1 | 2 | 3): messages.PolicyInfo {
  const made = new messages.PolicyInfo()
    .setName(rule.name)
    .setDescription(rule.demands)
    .setEnforcementlevel(level)
    .setSeverity(SEVERITIES[rule.severity])
    .setPolicyType(isStackRule(rule) ? STACK : RESOURCE)
    .setTagsList([...rule.items])
    .setRemediationSteps(rule.remediation);
  const [framework] = rule.frameworks;
  if (framework !== undefined) made.setFramework(new messages.PolicyComplianceFramework().setName(framework.name).setReference(framework.reference));
  if (rule.thresholds !== undefined) made.setConfigschema(new messages.PolicyConfigSchema().setProperties(struct.Struct.fromJavaScript(schemaOf(rule.thresholds))));
  return made;
}

function mending({ policy, demands }: Unjudged, level: 0 | 1 | 2 | 3): messages.PolicyInfo {
  return new messages.PolicyInfo().setName(policy).setDescription(demands).setEnforcementlevel(level).setPolicyType(RESOURCE);
}

function schemaOf(names: NonNullable<Rule["thresholds"]>): Record<string, object> {
  return Object.fromEntries(
    names.map((name) => {
      const { value, stricter, unit } = THRESHOLDS[name];
      const bound = stricter === "higher" ? { minimum: value } : { maximum: value };
      return [name, { type: "integer", default: value, description: `In ${unit}.`, ...bound }];
    }),
  );
}
