/** The URNs that the engine will give to a recorded graph's resources. */
import type { Registration } from "../graph/record.ts";
import { breaksRules } from "./file.ts";

/** URNs of what rules look at, by the recording's own. Those name the nearest parent's type only; the engine's name every parent's. */
export function engineUrns(graph: readonly Registration[]): Map<string, string> {
  const byUrn = new Map(graph.map((each) => [each.urn, each]));
  const types = ({ type, parent }: Registration): string => {
    const above = parent === undefined ? undefined : byUrn.get(parent);
    return above === undefined ? type : `${types(above)}$${type}`;
  };
  return new Map(graph.filter(({ type }) => breaksRules(type)).map((each) => [each.urn, `${each.urn.split("::").slice(0, 2).join("::")}::${types(each)}::${each.name}`]));
}
