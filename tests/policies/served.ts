/** The pack as the engine meets it: requests and answers are bytes that go through its handlers. */
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { Analyzer } from "../../policies/analyzer.ts";
import { rules } from "../../policies/catalogue.ts";
import type { Node } from "../../policies/graph.ts";
import type { Rule } from "../../policies/rule.ts";
import { handlers } from "../../policies/server.ts";

/** One finding as the engine would show it. */
export interface Shown {
  readonly policy: string;
  readonly urn: string;
  readonly message: string;
}

type Handler = (call: { readonly request: Uint8Array }, done: (error: { readonly details: string } | null, value: Uint8Array) => void) => void;

/**
 * What the pack shows of these resources, sent one by one and then as a stack.
 *
 * @throws where the pack answers with an error
 */
export async function shown(nodes: readonly Node[], pack: readonly Rule[] = rules): Promise<Shown[]> {
  const served = handlers(new Analyzer(pack, "mandatory"), { name: "golive", version: "1.0.0", description: "" });
  const found: Shown[] = [];
  const send = async (method: string, request: Uint8Array): Promise<void> => {
    const bytes = await new Promise<Uint8Array>((resolve, reject) => (served[method] as unknown as Handler)({ request }, (error, value) => (error === null ? resolve(value) : reject(new Error(error.details)))));
    for (const each of analyzer.AnalyzeResponse.deserializeBinary(bytes).getDiagnosticsList()) found.push({ policy: each.getPolicyname(), urn: each.getUrn(), message: each.getMessage() });
  };
  for (const node of nodes) await send("analyze", filled(new analyzer.AnalyzeRequest(), node).serializeBinary());
  await send("analyzeStack", new analyzer.AnalyzeStackRequest().setResourcesList(nodes.map(entry)).serializeBinary());
  return found;
}

function filled<Message extends analyzer.AnalyzeRequest | analyzer.AnalyzerResource>(message: Message, { urn, type, name, props }: Node): Message {
  message.setUrn(urn).setType(type).setName(name).setProperties(struct.Struct.fromJavaScript(props as Record<string, struct.JavaScriptValue>));
  return message;
}

function entry(node: Node): analyzer.AnalyzerResource {
  const message = filled(new analyzer.AnalyzerResource(), node);
  message.setDependenciesList([...node.dependencies]);
  for (const [property, urns] of Object.entries(node.propertyDependencies)) message.getPropertydependenciesMap().set(property, new analyzer.AnalyzerPropertyDependencies().setUrnsList([...urns]));
  return message;
}
