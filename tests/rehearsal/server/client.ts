/** Speaks the provider protocol to a rehearsal server, as the engine does. */
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { decode, encode } from "../../../rehearsal/server/codec.ts";
import type { Path } from "../../../rehearsal/server/codec.ts";
import type { Props } from "../../../rehearsal/types.ts";

type Unary = (request: unknown, callback: (error: grpc.ServiceError | null, response: unknown) => void) => void;

/** One provider instance: a connection of its own. */
export class Provider {
  readonly #client: grpc.Client & Record<string, Unary>;

  constructor(port: number) {
    const Client = services.ResourceProviderClient as unknown as new (address: string, credentials: grpc.ChannelCredentials, options: object) => grpc.Client & Record<string, Unary>;
    // Without this, two clients of one process would share a connection, which two plugins of the engine never do.
    this.#client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), { "grpc.use_local_subchannel_pool": 1 });
  }

  #call<Response>(method: string, request: unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#client[method]?.call(this.#client, request, (error, response) => (error === null ? resolve(response as Response) : reject(new Error(error.details))));
    });
  }

  async configure(config: Props): Promise<void> {
    const request = new proto.ConfigureRequest();
    request.setArgs(encode(config));
    await this.#call("configure", request);
  }

  async invoke(token: string, args: Props): Promise<Props> {
    const request = new proto.InvokeRequest();
    request.setTok(token);
    request.setArgs(encode(args));
    return decode((await this.#call<proto.InvokeResponse>("invoke", request)).getReturn()).props;
  }

  async check(type: string, name: string, news: Props, olds: Props = {}): Promise<{ inputs: Props; failures: string[] }> {
    const request = new proto.CheckRequest();
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setNews(encode(news));
    request.setOlds(encode(olds));
    request.setRandomseed(Buffer.from("seed"));
    const response = await this.#call<proto.CheckResponse>("check", request);
    return { inputs: decode(response.getInputs()).props, failures: response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`) };
  }

  async create(type: string, name: string, props: Props, options: { preview?: boolean; secrets?: Path[] } = {}): Promise<{ id: string; outputs: Props; secrets: Path[] }> {
    const request = new proto.CreateRequest();
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setProperties(encode(props, options.secrets));
    request.setPreview(options.preview === true);
    const response = await this.#call<proto.CreateResponse>("create", request);
    const { props: outputs, secrets } = decode(response.getProperties());
    return { id: response.getId(), outputs, secrets };
  }

  async read(type: string, name: string, id: string, inputs: Props = {}): Promise<{ id: string; outputs: Props }> {
    const request = new proto.ReadRequest();
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setId(id);
    request.setInputs(encode(inputs));
    const response = await this.#call<proto.ReadResponse>("read", request);
    return { id: response.getId(), outputs: decode(response.getProperties()).props };
  }

  async diff(type: string, name: string, olds: Props, news: Props): Promise<{ changed: boolean; diffs: string[]; replaces: string[]; deleteBeforeReplace: boolean }> {
    const request = new proto.DiffRequest();
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setOldInputs(encode(olds));
    request.setNews(encode(news));
    const response = await this.#call<proto.DiffResponse>("diff", request);
    return {
      changed: response.getChanges() === proto.DiffResponse.DiffChanges.DIFF_SOME,
      diffs: response.getDiffsList(),
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  async update(type: string, name: string, id: string, olds: Props, news: Props): Promise<Props> {
    const request = new proto.UpdateRequest();
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setId(id);
    request.setOlds(encode(olds));
    request.setNews(encode(news));
    return decode((await this.#call<proto.UpdateResponse>("update", request)).getProperties()).props;
  }

  async remove(type: string, name: string, id: string, inputs: Props = {}, outputs: Props = inputs): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setId(id);
    request.setOldInputs(encode(inputs));
    request.setProperties(encode(outputs));
    await this.#call("delete", request);
  }

  close(): void {
    this.#client.close();
  }
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:test::optibid::${type}::${name}`;
}
