/** What a recorded graph comes to before anything is made of it: what the clouds would refuse at preview, and which rules it breaks. */
import { node } from "../../golive/prove/production.ts";
import type { Registration } from "../../golive/graph/record.ts";
import { CACHE } from "../../golive/run/places.ts";
import { rules } from "../../policies/catalogue.ts";
import { evaluate } from "../../policies/evaluate.ts";
import { awsLaws } from "../../rehearsal/aws/index.ts";
import { kubernetesLaws } from "../../rehearsal/kubernetes/index.ts";
import { autoname, autonames, NameTooLongError } from "../../rehearsal/outputs/index.ts";
import { checkRandom } from "../../rehearsal/random/index.ts";
import { checkInputs, openSchemas } from "../../rehearsal/schema/index.ts";
import { UNKNOWN } from "../../rehearsal/types.ts";
import type { Props, Value, World } from "../../rehearsal/types.ts";
import { UNKNOWN as SENTINEL } from "../../policies/unknown.ts";

const EMPTY: World = { get: () => undefined, list: () => [], all: () => [] };
const schemas = openSchemas({ cacheDirectory: CACHE });

/** One line for each refusal of an argument that AWS, Kubernetes or the provider's schema would give at preview. */
export function refusals(graph: readonly Registration[], region = "eu-central-1", account = "123456789012"): string[] {
  return graph.flatMap((each) => {
    const { type, name, custom } = each;
    if (!custom || type.startsWith("pulumi:")) return [];
    const schema = schemas.resource(type);
    const [inputs, tooLong] = named(each, unspelled(node(each, schemas).props) as Props);
    const form = [...tooLong, ...checkInputs(schema, inputs), ...(type.startsWith("random:") ? checkRandom(schema, inputs) : [])];
    const where = typeof inputs["region"] === "string" ? inputs["region"] : region;
    const laws = [...awsLaws, ...kubernetesLaws].filter(({ tokens, phase, on }) => phase === "check" && on.includes("create") && (tokens.includes(type) || tokens.includes(`${type.split(":")[0] ?? ""}:*`)));
    const said = laws.flatMap((law) => law.judge({ operation: "create", token: type, region: where, account, inputs, world: EMPTY }));
    return [...form.map(({ property, reason }) => `${name}: ${property} ${reason}`), ...said.map(({ code, message, property }) => `${name}: ${code} ${message} (${property ?? ""})`)];
  });
}

/** The arguments with the name that the provider makes up, or why it cannot. */
function named({ type, name }: Registration, inputs: Props): [Props, { property: string; reason: string }[]] {
  const rule = type.startsWith("aws:") ? autonames(type, schemas.resource(type)) : undefined;
  if (rule === undefined || inputs[rule.property] !== undefined || inputs[`${rule.property}Prefix`] !== undefined) return [inputs, []];
  try {
    return [{ ...inputs, [rule.property]: autoname(name, rule, "0a1b2c3", inputs) }, []];
  } catch (error) {
    if (!(error instanceof NameTooLongError)) throw error;
    return [inputs, [{ property: rule.property, reason: error.message }]];
  }
}

/** One line for each finding of the policy pack about resources of the graph; rules that find nothing to look at say nothing. */
export function violations(graph: readonly Registration[]): string[] {
  const nodes = graph.map((each) => node(each, schemas));
  return evaluate(nodes, rules)
    .filter(({ outcome, urn }) => outcome === "violation" && urn !== undefined)
    .map(({ rule, urn, message }) => `${rule}: ${urn?.split("::").at(-1) ?? ""}: ${message ?? ""}`);
}

function unspelled(value: unknown): Value {
  if (value === SENTINEL) return UNKNOWN;
  if (Array.isArray(value)) return value.map(unspelled);
  if (typeof value !== "object" || value === null) return value as Value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unspelled(each)]));
}
