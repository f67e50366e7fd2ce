/**
 * Reads the engine's requests from their bytes, as far as somebody asks.
 *
 * Most resources of a stack are of no concern to most rules, and turning all of their properties into messages, then
 * into values, costs more than all rules together (ADR 0007). Here a request is taken apart into its fields, and its
 * properties become values when they are first read.
 */
import google from "google-protobuf";
import type { BinaryReader } from "google-protobuf";
import { withProps, type Node, type Props } from "./graph.ts";
import { checked, isUnknown, whole } from "./unknown.ts";

/** Numbers of the fields. Source: Pulumi, proto/pulumi/analyzer.proto; AnalyzeRequest and AnalyzerResource share them. */
const RESOURCE = { type: 1, properties: 2, urn: 3, name: 4, options: 5, parent: 7, dependencies: 8, propertyDependencies: 9 } as const;
const OPTIONS = { protect: 1, parent: 8 } as const;
const MAP = { key: 1, value: 2 } as const;
/** Kinds of a value; the other messages that are read here have one field, a list. Source: Protocol Buffers, google/protobuf/struct.proto. */
const VALUE = { null: 1, number: 2, text: 3, flag: 4, struct: 5, list: 6 } as const;

/** The key that marks an object as something else than an object, and what it may say. Source: Pulumi, sdk/go/common/resource/sig. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSETS: ReadonlySet<unknown> = new Set(["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"]);

/** The resource of an `AnalyzeRequest` or an `AnalyzerResource`; its properties are read when somebody asks for them. */
export function nodeOf(bytes: Uint8Array): Node {
  const node = { urn: "", type: "", name: "", parent: undefined as string | undefined, dependencies: [] as string[], propertyDependencies: {} as Record<string, readonly string[]>, protect: false };
  let properties: Uint8Array | undefined;
  fields(bytes, (field, reader) => {
    if (field === RESOURCE.type) node.type = reader.readString();
    else if (field === RESOURCE.properties) properties = reader.readBytes();
    else if (field === RESOURCE.urn) node.urn = reader.readString();
    else if (field === RESOURCE.name) node.name = reader.readString();
    else if (field === RESOURCE.options) options(reader.readBytes(), node);
    else if (field === RESOURCE.parent) node.parent = reader.readString();
    else if (field === RESOURCE.dependencies) node.dependencies.push(reader.readString());
    else if (field === RESOURCE.propertyDependencies) entry(reader.readBytes(), node.propertyDependencies, urns);
    else reader.skipField();
  });
  return withProps({ ...node, props: {} }, () => propertiesOf(properties));
}

/** The resources of an `AnalyzeStackRequest`. */
export function nodesOf(bytes: Uint8Array): Node[] {
  const nodes: Node[] = [];
  fields(bytes, (_, reader) => nodes.push(nodeOf(reader.readBytes())));
  return nodes;
}

/** Properties as rules read them: secrets unpacked, and in the SDK's proxy where something in them is unknown. */
export function propertiesOf(bytes: Uint8Array | undefined): Props {
  const seen = { unknown: false };
  const props = bytes === undefined ? {} : struct(bytes, seen);
  return seen.unknown ? checked(props) : whole(props);
}

interface Seen {
  unknown: boolean;
}

function options(bytes: Uint8Array, node: { parent: string | undefined; protect: boolean }): void {
  fields(bytes, (field, reader) => {
    if (field === OPTIONS.protect) node.protect = reader.readBool();
    else if (field === OPTIONS.parent) node.parent = reader.readString();
    else reader.skipField();
  });
}

function urns(bytes: Uint8Array): string[] {
  const found: string[] = [];
  fields(bytes, (_, reader) => found.push(reader.readString()));
  return found;
}

function struct(bytes: Uint8Array, seen: Seen): Record<string, unknown> {
  const into: Record<string, unknown> = {};
  fields(bytes, (_, reader) => entry(reader.readBytes(), into, (inner) => valueOf(inner, seen)));
  return into;
}

/** One entry of a map. A key such as `__proto__` is a key like any other. */
function entry<T>(bytes: Uint8Array, into: Record<string, T>, read: (bytes: Uint8Array) => T): void {
  let key = "";
  let value: T | undefined;
  fields(bytes, (field, reader) => {
    if (field === MAP.key) key = reader.readString();
    else value = read(reader.readBytes());
  });
  Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}

function valueOf(bytes: Uint8Array, seen: Seen): unknown {
  let value: unknown = null;
  fields(bytes, (field, reader) => {
    if (field === VALUE.text) value = text(reader.readString(), seen);
    else if (field === VALUE.struct) value = meant(struct(reader.readBytes(), seen));
    else if (field === VALUE.list) value = list(reader.readBytes(), seen);
    else if (field === VALUE.flag) value = reader.readBool();
    else if (field === VALUE.number) value = reader.readDouble();
    else reader.skipField();
  });
  return value;
}

function text(value: string, seen: Seen): string {
  if (isUnknown(value)) seen.unknown = true;
  return value;
}

function list(bytes: Uint8Array, seen: Seen): unknown[] {
  const values: unknown[] = [];
  fields(bytes, (_, reader) => values.push(valueOf(reader.readBytes(), seen)));
  return values;
}

/** What an object stands for: rules see through secrets, and an asset or archive is what it is made from. */
function meant(object: Record<string, unknown>): unknown {
  const signature = object[SIGNATURE];
  if (signature === undefined) return object;
  if (signature === SECRET) return object["value"];
  if (!ASSETS.has(signature)) throw new Error(`the engine sent a kind of value that this pack does not know: ${JSON.stringify(signature)}`);
  const { [SIGNATURE]: _, ...made } = object;
  return made;
}

/** Goes through the fields of a message. */
function fields(bytes: Uint8Array, each: (field: number, reader: BinaryReader) => void): void {
  const reader = new google.BinaryReader(bytes);
  while (reader.nextField()) each(reader.getFieldNumber(), reader);
}
