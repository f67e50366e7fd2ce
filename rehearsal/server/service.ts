/**
 * The provider protocol over a {@link Cloud}: `pulumirpc.ResourceProvider` as the engine speaks it.
 *
 * Several provider instances of a package reach one port, and no request names its instance. Each instance has
 * a connection of its own, though, so its configuration is kept by the peer's address.
 */
import * as grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { UNKNOWN } from "../types.ts";
import type { Props } from "../types.ts";
import type { Cloud } from "./cloud.ts";
import type { Target } from "./target.ts";
import { decode, encode, hasUnknown } from "./codec.ts";
import { patiently } from "./retries.ts";
import type { Call } from "../world/faults.ts";

interface Named {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

/** Sees a request; it may wait, count or fail it. */
export type Gate = (method: string, token: string) => Promise<void> | void;

/** Where requests can be met on their way. */
export interface Gates {
  /** Every request, before anything is done. */
  readonly before: Gate;
  /** Every request, when the world is changed and the answer not yet sent. */
  readonly after: Gate;
  /** Calls that reach the cloud: not those of a preview. */
  readonly cloud: (call: Call) => Promise<void>;
}

/**
 * The handlers of one package's provider.
 *
 * @param version version of the SDK package that is played
 */
export function providerService(cloud: Cloud, version: string, gates: Gates): grpc.UntypedServiceImplementation {
  const configurations = new Map<string, Props>();
  let latest: Props = {};

  const configOf = (peer: string): Props => configurations.get(peer) ?? latest;
  const target = (request: Named, peer: string): Target => ({
    urn: request.getUrn(),
    token: request.getType() || typeOf(request.getUrn()),
    name: request.getName() || (request.getUrn().split("::")[3] ?? ""),
    config: configOf(peer),
  });

  const on =
    <Request, Response>(method: string, handle: (request: Request, peer: string) => Response | Promise<Response>) =>
    (call: grpc.ServerUnaryCall<Request, Response>, callback: grpc.sendUnaryData<Response>): void => {
      const named = call.request as Partial<Named>;
      const token = named.getType?.() || typeOf(named.getUrn?.() ?? "");
      const reached = reaches(method, call.request);
      const respond = async (): Promise<Response> => {
        await gates.before(method, token);
        if (reached !== undefined) await gates.cloud({ operation: reached, token: token || tokenOf(call.request), name: named.getName?.() || (named.getUrn?.().split("::")[3] ?? "") });
        const response = await handle(call.request, call.getPeer());
        await gates.after(method, token);
        return response;
      };
      respond().then(
        (response) => callback(null, response),
        (error: unknown) => callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
    };

  return {
    handshake: on("handshake", () => {
      const response = new proto.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    }),
    attach: on("attach", () => new empty.Empty()),
    cancel: on("cancel", () => new empty.Empty()),
    getPluginInfo: on("getPluginInfo", () => {
      const info = new plugin.PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getMapping: on("getMapping", () => new proto.GetMappingResponse()),
    getMappings: on("getMappings", () => new proto.GetMappingsResponse()),

    checkConfig: on("checkConfig", (request: proto.CheckRequest) => {
      const { props, secrets } = decode(request.getNews());
      const response = new proto.CheckResponse();
      response.setInputs(encode(props, secrets));
      response.setFailuresList(cloud.checkConfig(props).map(failure));
      return response;
    }),
    diffConfig: on("diffConfig", (request: proto.DiffRequest) => {
      const olds = decode(request.getOldInputs() ?? request.getOlds()).props;
      const news = decode(request.getNews()).props;
      const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
      const response = new proto.DiffResponse();
      response.setChanges(hasUnknown(news) ? proto.DiffResponse.DiffChanges.DIFF_UNKNOWN : changes(changed));
      response.setDiffsList(changed);
      return response;
    }),
    configure: on("configure", (request: proto.ConfigureRequest, peer) => {
      latest = decode(request.getArgs()).props;
      configurations.set(peer, latest);
      const response = new proto.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),

    invoke: on("invoke", (request: proto.InvokeRequest, peer) => {
      const { props, secrets } = decode(request.getArgs());
      const response = new proto.InvokeResponse();
      response.setReturn(encode(cloud.invoke(request.getTok(), props, configOf(peer)), secrets));
      return response;
    }),
    check: on("check", (request: proto.CheckRequest, peer) => {
      const { props, secrets } = decode(request.getNews());
      const { inputs, failures } = cloud.check(target(request, peer), decode(request.getOlds()).props, props, request.getRandomseed_asU8());
      const response = new proto.CheckResponse();
      response.setInputs(encode(inputs, secrets));
      response.setFailuresList(failures.map(failure));
      return response;
    }),
    diff: on("diff", (request: proto.DiffRequest, peer) => {
      const olds = decode(request.getOldInputs() ?? request.getOlds()).props;
      const news = decode(request.getNews()).props;
      const ignored = new Set(request.getIgnorechangesList());
      const found = cloud.diff(target(request, peer), olds, news);
      const paths = found.changed.filter((path) => !ignored.has(path) && !ignored.has(top(path)));
      const replaces = found.replaces.filter((path) => paths.includes(path) || paths.some((each) => top(each) === top(path)));
      const response = new proto.DiffResponse();
      response.setChanges(changes(paths));
      response.setDiffsList([...new Set(paths.map(top))]);
      response.setReplacesList([...new Set(replaces.map(top))]);
      response.setDeletebeforereplace(replaces.length > 0 && found.deleteBeforeReplace);
      response.setHasdetaileddiff(true);
      for (const path of paths) response.getDetaileddiffMap().set(path, difference(path, olds, news, replaces));
      return response;
    }),
    create: on("create", (request: proto.CreateRequest, peer) => {
      const { props, secrets } = decode(request.getProperties());
      const subject = target(request, peer);
      const response = new proto.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(encode(cloud.previewCreate(subject, props), secrets));
        return response;
      }
      const made = cloud.create(subject, props, secrets);
      response.setId(made.id);
      response.setProperties(encode(made.outputs, made.secrets));
      return response;
    }),
    read: on("read", (request: proto.ReadRequest, peer) => {
      const inputs = decode(request.getInputs());
      const state = decode(request.getProperties());
      const known = Object.keys(inputs.props).length > 0 ? inputs : state;
      const found = cloud.read(target(request, peer), request.getId(), known.props);
      const response = new proto.ReadResponse();
      if (found === undefined) return response; // an empty id says that it is gone
      const secrets = [...state.secrets, ...inputs.secrets, ...found.secrets];
      const noted = inputs.props["__defaults"];
      response.setId(found.id);
      response.setProperties(encode(found.outputs, secrets));
      response.setInputs(encode(noted === undefined ? found.inputs : { ...found.inputs, __defaults: noted }, secrets));
      return response;
    }),
    update: on("update", (request: proto.UpdateRequest, peer) => {
      const { props, secrets } = decode(request.getNews());
      const subject = target(request, peer);
      const response = new proto.UpdateResponse();
      const olds = decode(request.getOlds());
      const changed = request.getPreview()
        ? { outputs: cloud.previewUpdate(subject, olds.props, props), secrets: [...secrets, ...olds.secrets.filter(([key]) => key !== undefined && !(key in props))] }
        : cloud.update(subject, request.getId(), props, secrets);
      response.setProperties(encode(changed.outputs, changed.secrets));
      return response;
    }),
    delete: on("delete", async (request: proto.DeleteRequest, peer) => {
      const known = decode(request.getProperties()).props;
      const inputs = request.getOldInputs() === undefined ? known : decode(request.getOldInputs()).props;
      const subject = target(request, peer);
      await patiently(subject.token, () => cloud.remove(subject, request.getId(), inputs, known));
      return new empty.Empty();
    }),
  };
}

/** What a request does in the cloud; undefined where it never gets there. */
function reaches(method: string, request: unknown): Call["operation"] | undefined {
  if (method === "create" || method === "update") return (request as { getPreview(): boolean }).getPreview() ? undefined : method;
  return method === "read" || method === "delete" || method === "invoke" ? method : undefined;
}

/** The function that is called. */
function tokenOf(request: unknown): string {
  return (request as { getTok?(): string }).getTok?.() ?? "";
}

/** The type in a URN: the last of its `$`-separated types. */
function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

function top(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

function failure({ property, reason }: { property: string; reason: string }): proto.CheckFailure {
  const message = new proto.CheckFailure();
  message.setProperty(property);
  message.setReason(reason);
  return message;
}

function changes(found: readonly string[]): proto.DiffResponse.DiffChanges {
  return found.length > 0 ? proto.DiffResponse.DiffChanges.DIFF_SOME : proto.DiffResponse.DiffChanges.DIFF_NONE;
}

function difference(path: string, olds: Props, news: Props, replaces: readonly string[]): proto.PropertyDiff {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;
  const replacing = replaces.some((each) => each === path || each === top(path));
  const diff = new proto.PropertyDiff();
  const [plain, replace] = at(olds, path) === undefined ? [ADD, ADD_REPLACE] : at(news, path) === undefined ? [DELETE, DELETE_REPLACE] : [UPDATE, UPDATE_REPLACE];
  diff.setKind(replacing ? replace : plain);
  diff.setInputdiff(true);
  return diff;
}

/** The value at a property path such as `a.b[0]["c.d"]`. */
function at(props: Props, path: string): unknown {
  let value: unknown = props;
  for (const [, key, quoted, index] of path.matchAll(/([^.[\]"]+)|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/g)) {
    const step = index ?? quoted ?? key ?? "";
    if (typeof value !== "object" || value === null || value === (UNKNOWN as unknown)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value ?? undefined;
}

