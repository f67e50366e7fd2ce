/**
 * Serves the rules to the engine over its analyzer protocol.
 *
 * `PolicyPack` of `@pulumi/policy` does the same, but reads every resource anew for every policy and says "not
 * applicable" by throwing, which for a pack of this size costs several times what the rules do: ADR 0007.
 */
import * as grpc from "@grpc/grpc-js";
import * as sdk from "@pulumi/policy/deserialize.js";
import type { EnforcementLevel } from "@pulumi/policy";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { AnalyzeRequest, AnalyzerResource, AnalyzeResponse, AnalyzeStackRequest, ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { DEFERRED_POLICY, DEFERRED_DEMANDS } from "./analyzer.ts";
import type { Analyzer, Answer, RuleSettings } from "./analyzer.ts";
import { THRESHOLDS } from "./config.ts";
import type { Node } from "./graph.ts";
import { isStackRule, type Rule } from "./rule.ts";
import { checked } from "./unknown.ts";

/** The module is marked internal, so its type declarations are empty; this is the part used here. */
const { deserializeProperties } = sdk as unknown as { deserializeProperties(properties: object, keepSecrets: boolean): object };

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

/** Starts serving on a free port of the loopback interface. */
export async function serve(analyzer: Analyzer, pack: PackName): Promise<number> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": LARGEST_MESSAGE });
  server.addService(services.AnalyzerService, handlers(analyzer, pack));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => (error === null ? resolve(port) : reject(error)));
  });
}

/** The protocol's calls. */
export function handlers(analyzer: Analyzer, pack: PackName): grpc.UntypedServiceImplementation {
  return {
    analyze: answering((request: AnalyzeRequest) => response(analyzer.judge(nodeOf(request)), pack)),
    analyzeStack: answering((request: AnalyzeStackRequest) => response(analyzer.judgeStack(request.getResourcesList().map(nodeOf)), pack)),
    remediate: answering(() => new messages.RemediateResponse()),
    getAnalyzerInfo: answering(() => info(analyzer, pack)),
    getPluginInfo: answering(() => new plugins.PluginInfo().setVersion(pack.version)),
    configure: answering((request: ConfigureAnalyzerRequest) => {
      analyzer.configure(settingsOf(request));
      return new empty.Empty();
    }),
    configureStack: answering(() => new messages.AnalyzerStackConfigureResponse()),
  };
}

/** A call that fails is an error of the run, with its cause: nothing is judged by half. */
function answering<Request, Response>(answer: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> {
  return (call, done) => {
    try {
      done(null, answer(call.request));
    } catch (error) {
      done({ code: grpc.status.UNKNOWN, details: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };
}

function nodeOf(resource: AnalyzeRequest | AnalyzerResource): Node {
  const options = resource.getOptions();
  const edges = "getDependenciesList" in resource;
  const parent = edges ? resource.getParent() : options?.getParent();
  return {
    urn: resource.getUrn(),
    type: resource.getType(),
    name: resource.getName(),
    props: checked(deserializeProperties(resource.getProperties() ?? new struct.Struct(), false)) as Node["props"],
    parent: parent === "" ? undefined : parent,
    dependencies: edges ? resource.getDependenciesList() : [],
    propertyDependencies: edges ? Object.fromEntries(resource.getPropertydependenciesMap().getEntryList().map(([property]) => [property, resource.getPropertydependenciesMap().get(property)?.getUrnsList() ?? []])) : {},
    protect: options?.getProtect() ?? false,
  };
}

function response({ reports, notApplicable }: Answer, { name, version }: PackName): AnalyzeResponse {
  return new messages.AnalyzeResponse()
    .setDiagnosticsList(
      reports.map(({ policy, description, message, urn, level, severity }) =>
        new messages.AnalyzeDiagnostic()
          .setPolicyname(policy)
          .setPolicypackname(name)
          .setPolicypackversion(version)
          .setDescription(description)
          .setMessage(message)
          .setUrn(urn)
          // "remediate" without a remediation is as good as mandatory.
          .setEnforcementlevel(LEVELS[level === "remediate" ? "mandatory" : level])
          .setSeverity(severity === undefined ? 0 : SEVERITIES[severity]),
      ),
    )
    .setNotApplicableList(notApplicable.map(({ policy, reason }) => new messages.PolicyNotApplicable().setPolicyName(policy).setReason(reason)));
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
  return new messages.AnalyzerInfo()
    .setName(name)
    .setVersion(version)
    .setDescription(description)
    .setSupportsconfig(true)
    .setPoliciesList([...analyzer.rules.map((rule) => described(rule, LEVELS[analyzer.levelOf(rule)])), deferred]);
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

function schemaOf(names: NonNullable<Rule["thresholds"]>): Record<string, object> {
  return Object.fromEntries(
    names.map((name) => {
      const { value, stricter, unit } = THRESHOLDS[name];
      const bound = stricter === "higher" ? { minimum: value } : { maximum: value };
      return [name, { type: "integer", default: value, description: `In ${unit}.`, ...bound }];
    }),
  );
}
