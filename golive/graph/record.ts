/**
 * Records the resource graph of a Pulumi program without an engine: every registration with its parent,
 * options, dependencies and inputs, as a preview would send them. Golden graphs, component tests and
 * `golive prove` read it.
 *
 * What it cannot show: names the provider makes up in `Check` (they are unknown here) and engine-side transforms.
 */
import * as pulumi from "@pulumi/pulumi";
import * as runtime from "@pulumi/pulumi/runtime/index.js";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";
import { plain } from "./plain.ts";
import type { Plain } from "./plain.ts";

/** One resource as the program registered it. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; absent for the stack itself. */
  readonly parent?: string;
  /** False for components. */
  readonly custom: boolean;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Name of an explicit provider; absent for the default one. */
  readonly provider?: string;
  /** URNs, sorted. */
  readonly dependencies: readonly string[];
  /** Input property to the URNs it was computed from, sorted. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Inputs; unknown values as `"<unknown>"`, secrets as `{ secret: … }`. */
  readonly inputs: { [key: string]: Plain };
  readonly ignoreChanges: readonly string[];
  readonly aliases: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly replaceOnChanges: readonly string[];
  /** How long an operation may take, such as `{ create: "30m" }`; empty where the provider decides. */
  readonly customTimeouts: Readonly<Record<string, string>>;
}

export interface RecordOptions {
  /** Pulumi project; default `optibid`. */
  readonly project?: string;
  /** Stack; default `test`. */
  readonly stack?: string;
  /** Stack configuration with full keys (`optibid:environment`). */
  readonly config?: Readonly<Record<string, string>>;
  /** Answers function calls; without it, or where it returns undefined, the call fails by name. */
  readonly invoke?: (token: string, args: Record<string, unknown>) => Record<string, unknown> | undefined;
  /** Outputs that a preview would know, or knows to be unknown, beside the inputs. Default {@link standardOutputs}. */
  readonly outputs?: (type: string, name: string, inputs: Record<string, unknown>) => Record<string, unknown>;
}

/** Answers of the account that tests and proofs stand in. */
export function standardInvoke(token: string): Record<string, unknown> | undefined {
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: "123456789012", arn: "arn:aws:iam::123456789012:role/deploy", userId: "AROAEXAMPLE:deploy", id: "123456789012" };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", dnsSuffix: "amazonaws.com", id: "aws", reverseDnsPrefix: "com.amazonaws" };
    case "aws:ec2/getManagedPrefixList:getManagedPrefixList":
      return { id: "pl-a3a144ca", arn: "arn:aws:ec2:eu-central-1:aws:prefix-list/pl-a3a144ca", name: "com.amazonaws.global.cloudfront.origin-facing" };
    default:
      return undefined;
  }
}

/** What the engine writes for a value it does not know yet. Source: @pulumi/pulumi runtime/rpc, `unknownValue`. */
const UNKNOWN_ON_THE_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Outputs within an object that is also an argument: unknown to a preview, and nothing at all where only the argument is echoed. */
export function standardOutputs(type: string, _name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (type !== "aws:eks/cluster:Cluster") return {};
  return { vpcConfig: { ...(inputs["vpcConfig"] as object), clusterSecurityGroupId: UNKNOWN_ON_THE_WIRE } };
}

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getProvider(): string;
  getDeletebeforereplace(): boolean;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { forEach(visit: (value: { getUrnsList(): string[] }, key: string) => void): void };
  getIgnorechangesList(): string[];
  getAliasesList(): { toObject(): { urn: string; spec?: { name: string; type: string } } }[];
  getReplaceonchangesList(): string[];
  getCustomtimeouts(): { toObject(): Record<string, string> } | undefined;
}

class RecordingMonitor extends MockMonitor {
  readonly registrations: Registration[] = [];

  override async registerResource(
    request: RegisterRequest,
    callback: (error: unknown, response: { getUrn(): string } | undefined) => void,
  ): Promise<void> {
    await super.registerResource(request, (error, response: { getUrn(): string }) => {
      if (error == null) this.registrations.push(registration(response.getUrn(), request));
      callback(error, response);
    });
  }
}

/** The mocks name the stack in a URN's type where the engine leaves it out. */
function engineUrn(urn: string): string {
  return urn.replace("::pulumi:pulumi:Stack$", "::");
}

function timeouts(given: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).flatMap(([key, value]) => (value === "" ? [] : [[key.replace(/^pb_/, ""), value]])));
}

function registration(urn: string, request: RegisterRequest): Registration {
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((value, property) => {
    const urns = value.getUrnsList();
    if (urns.length > 0) propertyDependencies[property] = [...new Set(urns.map(engineUrn))].sort();
  });
  const provider = request.getProvider();
  const parent = request.getParent();
  return {
    urn: engineUrn(urn),
    type: request.getType(),
    name: request.getName(),
    ...(parent === "" ? {} : { parent: engineUrn(parent) }),
    custom: request.getCustom(),
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    ...(provider === "" ? {} : { provider: provider.split("::")[3] ?? provider }),
    dependencies: [...new Set(request.getDependenciesList().map(engineUrn))].sort(),
    propertyDependencies,
    inputs: plain(request.getObject()?.toJavaScript() ?? {}) as { [key: string]: Plain },
    ignoreChanges: request.getIgnorechangesList(),
    aliases: request.getAliasesList().map((alias) => {
      const { urn: aliasUrn, spec } = alias.toObject();
      return aliasUrn !== "" ? aliasUrn : `${spec?.type ?? ""}::${spec?.name ?? ""}`;
    }),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    replaceOnChanges: request.getReplaceonchangesList(),
    customTimeouts: timeouts(request.getCustomtimeouts()?.toObject() ?? {}),
  };
}

/**
 * Runs the program and returns what it registered, sorted by URN, the stack itself left out.
 *
 * @throws what the program throws; a function call nobody answers, by its token
 */
export async function record(program: () => unknown, options: RecordOptions = {}): Promise<Registration[]> {
  const { project = "optibid", stack = "test", config = {}, invoke = standardInvoke, outputs = standardOutputs } = options;
  const monitor = new RecordingMonitor({
    call({ token, inputs }: MockCallArgs) {
      const answer = invoke(token, inputs as Record<string, unknown>);
      if (answer === undefined) {
        const details = `function ${token} has no answer in this recording`;
        throw Object.assign(new Error(details), { code: 2, details }); // the SDK shows a gRPC error's `details`
      }
      return answer;
    },
    newResource({ type, name, inputs, custom }: MockResourceArgs) {
      const known = inputs as Record<string, unknown>;
      return { id: undefined, state: custom === false ? {} : { ...known, ...outputs(type, name, known) } };
    },
  });
  // The SDK takes a stack trace for every promise, which is most of a recording's time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  await runtime.setMocks({ call: () => ({}), newResource: () => ({ id: undefined, state: {} }) }, project, stack, true);
  runtime.setMockOptions(monitor, project, stack, true);
  runtime.setAllConfig({ ...config });
  // Caught inside: a stack that rejects leaves rejections nobody can handle in its output properties.
  let failure: { error: unknown } | undefined;
  await runtime.runInPulumiStack(async () => {
    try {
      await program();
    } catch (error) {
      failure = { error };
    }
  });
  await runtime.disconnect();
  Error.stackTraceLimit = stackTraceLimit;
  if (failure !== undefined) throw failure.error;
  // The order of registration depends on timing; the URN does not.
  return monitor.registrations
    .filter(({ type }) => type !== "pulumi:pulumi:Stack")
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/** The registration of this type whose name ends in `suffix`; fails with the names there are when it is not exactly one. */
export function only(registrations: readonly Registration[], type: string, suffix = ""): Registration {
  const found = registrations.filter((each) => each.type === type && each.name.endsWith(suffix));
  const [first] = found;
  if (first === undefined || found.length > 1) {
    const names = registrations.filter((each) => each.type === type).map(({ name }) => name);
    throw new pulumi.RunError(`expected one ${type} ending in "${suffix}", found ${found.length} among: ${names.join(", ") || "none"}`);
  }
  return first;
}
