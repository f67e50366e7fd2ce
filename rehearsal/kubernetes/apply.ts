/**
 * What server-side apply, with which the provider sends every object, refuses: two entries of a list that is kept by
 * key. The object itself would be valid, as with two environment variables of one name.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy; the lists and their keys
 * are the `x-kubernetes-list-map-keys` of the API's description. Lists that validation looks at too are left to it.
 */
import type { Change, Law, Refusal } from "../types.ts";
import { MAKERS } from "./admission.ts";
import { Field } from "./field.ts";
import { apiVersionOf } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { worldLaw } from "./law.ts";
import { nameOf, namespaceOf } from "./meta.ts";

/** A list, where it is as apply writes it, and its keys with what they are where they are left out. */
interface Keyed {
  readonly list: Field;
  readonly shown: string;
  readonly keys: Readonly<Record<string, string | undefined>>;
}

const BY_NAME = { name: undefined } as const;
const BY_PORT = { containerPort: undefined, protocol: "TCP" } as const;

const shownKey = (name: string, value: unknown): string => `${name}=${typeof value === "number" ? value : JSON.stringify(value)}`;

function* keyedLists(kind: Kind, root: Field): Generator<Keyed> {
  const path = MAKERS[`${kind.group === "" ? "core" : kind.group}/${kind.version}:${kind.kind}`];
  if (kind.group === "" && kind.kind === "ServiceAccount") {
    yield { list: root.at("secrets"), shown: ".secrets", keys: BY_NAME };
    yield { list: root.at("imagePullSecrets"), shown: ".imagePullSecrets", keys: BY_NAME };
  }
  if (path === undefined) return;
  const spec = root.at(...path, "spec");
  const shown = `.${spec.path}`;
  yield { list: spec.at("imagePullSecrets"), shown: `${shown}.imagePullSecrets`, keys: BY_NAME };
  yield { list: spec.at("hostAliases"), shown: `${shown}.hostAliases`, keys: { ip: undefined } };
  for (const name of ["containers", "initContainers"]) {
    for (const container of spec.at(name).items()) {
      const within = `${shown}.${name}[${shownKey("name", container.at("name").text ?? "")}]`;
      yield { list: container.at("env"), shown: `${within}.env`, keys: BY_NAME };
      yield { list: container.at("ports"), shown: `${within}.ports`, keys: BY_PORT };
    }
  }
}

/** The key of an entry; undefined while part of it is unknown or missing. */
function keyOf(entry: Field, keys: Keyed["keys"]): string | undefined {
  const parts = Object.entries(keys).map(([name, otherwise]) => [name, entry.at(name).text ?? entry.at(name).number ?? (entry.at(name).unknown ? undefined : otherwise)] as const);
  return parts.some(([, value]) => value === undefined) ? undefined : parts.map(([name, value]) => shownKey(name, value)).join(",");
}

function twice({ list, keys }: Keyed): string | undefined {
  const seen = new Set<string>();
  return list.items().map((entry) => keyOf(entry, keys)).find((key) => key !== undefined && (seen.has(key) || !seen.add(key)));
}

function judgeApply(change: Change, kind: Kind): Refusal[] {
  if (kind.form !== "object") return [];
  const object = `${namespaceOf(change.inputs) ?? ""}/${nameOf(change.inputs) ?? ""}; ${apiVersionOf(kind)}, Kind=${kind.kind}`;
  return [...keyedLists(kind, new Field(change.inputs))].flatMap((each): Refusal[] => {
    const key = twice(each);
    return key === undefined ? [] : [{ code: "InternalError", message: `failed to create typed patch object (${object}): ${each.shown}: duplicate entries for key [${key}]`, property: each.list.path }];
  });
}

/** Entries of lists that are kept by key. */
export const applyLaws: readonly Law[] = [
  worldLaw("apply-keys", "https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy", judgeApply, ["create", "update"], [...Object.keys(MAKERS), "core/v1:ServiceAccount"]),
];
