/** LimitRanger: pods whose containers ask for more or less than their namespace allows. Source: plugin/pkg/admission/limitranger/admission.go. */
import type { Law, Refusal } from "../types.ts";
import { admission, forbidden, invalidPod } from "./admission.ts";
import type { Made } from "./admission.ts";
import { amounts, containersOf, rangesOf, shownAmount, totalOf } from "./pod-size.ts";
import type { Range, Sized } from "./pod-size.ts";

const SOURCE = "https://kubernetes.io/docs/concepts/policy/limit-range/";

/** What an entry says to one size. */
function complaints({ type, min, max, ratio }: Range, { requests, limits }: Sized): string[] {
  const found: string[] = [];
  const compare = (word: string, name: string, bound: bigint, wrong: (amount: bigint) => boolean, needed: "request" | "limit"): void => {
    const usage = `${word} ${name} usage per ${type} is ${shownAmount(name, bound)}`;
    const given = { request: requests.get(name), limit: limits.get(name) };
    if (given[needed] === undefined) return void found.push(`${usage}.  No ${needed} is specified`);
    for (const side of needed === "request" ? (["request", "limit"] as const) : (["limit", "request"] as const)) {
      const amount = given[side];
      if (amount !== undefined && wrong(amount)) return void found.push(`${usage}, but ${side} is ${shownAmount(name, amount)}`);
    }
  };
  for (const [name, bound] of min) compare("minimum", name, bound, (amount) => amount < bound, "request");
  for (const [name, bound] of max) compare("maximum", name, bound, (amount) => amount > bound, "limit");
  for (const [name, bound] of ratio) {
    const [request, limit] = [requests.get(name), limits.get(name)];
    const head = `${name} max limit to request ratio per ${type} is ${shownAmount(name, bound)}`;
    if (request === undefined || request === 0n) found.push(`${head}, but no request is specified or request is 0.`);
    else if (limit === undefined || limit === 0n) found.push(`${head}, but no limit is specified or limit is 0.`);
    else if (limit * 10n ** 9n > bound * request) found.push(`${head}, but provided ratio is ${(Number(limit) / Number(request)).toFixed(6)}`);
  }
  return found;
}

function judgeLimits(made: Made): Refusal[] {
  // Resources of the pod as a whole are counted in another way.
  if (made.spec.at("resources").given) return [];
  const ranges = rangesOf(made.change.world, made.change.region, made.namespace);
  const containers = containersOf(made.spec, ranges);
  const total = totalOf(containers, amounts(made.spec.at("overhead")));
  const found = ranges.flatMap((range) => {
    if (range.type === "Container") return containers.flatMap((container) => complaints(range, container));
    return range.type === "Pod" ? complaints(range, total) : [];
  });
  if (found.length === 0) return [];
  return [forbidden(made, found.length === 1 ? (found[0] ?? "") : `[${found.join(", ")}]`, "spec.containers")];
}

/** Resources whose limit may be above the request; of others both are the same. */
const FLEXIBLE = ["cpu", "memory", "ephemeral-storage"];

/** A container that asks for more than the limit its namespace gives to those without one: no such pod is valid. */
function judgeDefaults(made: Made): Refusal[] {
  if (made.spec.at("resources").given) return [];
  const written = ["initContainers", "containers"].flatMap((key) => made.spec.at(key).items());
  const sized = containersOf(made.spec, rangesOf(made.change.world, made.change.region, made.namespace));
  return written.flatMap((container, index): Refusal[] => {
    const [resources, size] = [container.at("resources"), sized[index]];
    if (!resources.settled || size === undefined) return [];
    return FLEXIBLE.flatMap((name) => {
      const [request, limit] = [size.requests.get(name), size.limits.get(name)];
      if (request === undefined || limit === undefined || request <= limit || resources.at("limits").key(name).given) return [];
      const field = container.at("resources", "requests").path.slice(made.template.path.length).replace(/^\./, "");
      return [invalidPod(made, `${field}: Invalid value: ${JSON.stringify(shownAmount(name, request))}: must be less than or equal to ${name} limit of ${shownAmount(name, limit)}`, field)];
    });
  });
}

/** Whether pods are of a size that their namespace allows. */
export const limitAdmissionLaws: readonly Law[] = [admission("limit-ranger", SOURCE, judgeLimits), admission("limit-range-defaults", SOURCE, judgeDefaults)];

