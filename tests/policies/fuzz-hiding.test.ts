/**
 * Knowing less never makes a rule more content: where a value is hidden that a rule has read, its verdict stays or waits.
 */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ruleNamed, rules } from "../../policies/catalogue.ts";
import { defaultPolicy, evaluate } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { mutations } from "../../policies/mutations.ts";
import { examine, isStackRule, typesOf, type ResourceRule, type Rule } from "../../policies/rule.ts";
import { peek } from "../../policies/unknown.ts";
import { graphs } from "./fuzz.ts";
import { hiding, isGiven, placesRead, valueAt, type Place } from "./hide.ts";
import { platform } from "./platform.ts";
import { NOW, resource, urnOf } from "./support.ts";

const policy = defaultPolicy(NOW);

/** The answers of one rule by resource. */
function answers(nodes: readonly Node[], rule: Rule): ReadonlyMap<string, string> {
  return new Map(evaluate(nodes, [rule], policy).flatMap(({ urn, outcome }) => (urn === undefined ? [] : [[urn, outcome]])));
}

/** Verdicts that change, where these places are hidden one at a time, other than to wait. */
function flips(nodes: readonly Node[], rule: Rule, places: readonly Place[]): string[] {
  return places.flatMap(({ urn, path }) => {
    const { known, hidden } = hiding(nodes, urn, path);
    const after = answers(hidden, rule);
    return [...answers(known, rule)].flatMap(([subject, before]) => {
      const now = after.get(subject);
      return now === before || now === "deferred" ? [] : [`${rule.name} about ${subject}, without ${urn} ${path.join(".")}: ${before} to ${now}`];
    });
  });
}

/** What one rule sees: a resource rule only its subjects. */
function sightOf(rule: Rule, nodes: readonly Node[]): readonly Node[][] {
  return isStackRule(rule) ? [[...nodes]] : nodes.filter(({ type }) => typesOf(rule).includes(type)).map((node) => [node]);
}

test("a rule that takes what it cannot see for what is right is found out", () => {
  const trusting: Rule = { ...(ruleNamed("key-rotated") as ResourceRule), judge: (node: Node) => examine((check) => check.that(() => peek(() => node.props["enableKeyRotation"]) !== false, "rotation is off")) };
  const nodes = [resource("aws:kms/key:Key", "key", { enableKeyRotation: false, tags: { team: "platform" } })];
  const places = placesRead(nodes, [trusting], policy);
  expect(places).toEqual([{ urn: urnOf("key"), path: ["enableKeyRotation"] }]);
  expect(flips(nodes, trusting, places)).toEqual([`key-rotated about ${urnOf("key")}, without ${urnOf("key")} enableKeyRotation: violation to pass`]);
});

describe("every value that a rule reads is hidden", () => {
  test.each(rules.map((rule) => [rule.name, rule] as const))("%s: of a good platform and of a broken one", (name, rule) => {
    const grounds = [platform(), ...mutations.filter((mutation) => mutation.rule === name).map((mutation) => mutation.mutate(platform()))];
    const sights = grounds.flatMap((nodes) => sightOf(rule, nodes)).map((nodes) => ({ nodes, places: placesRead(nodes, [rule], policy) }));
    expect(sights.flatMap(({ nodes, places }) => flips(nodes, rule, places))).toEqual([]);
  });

  test("of random resources", () => {
    fc.assert(
      fc.property(graphs(4, { tame: true }), fc.nat(), (nodes, choice) => {
        // What a preview does not know is a value, not an empty one.
        const places = placesRead(nodes, rules, policy).filter((place) => isGiven(valueAt(nodes, place)));
        const place = places[choice % places.length];
        if (place === undefined) return;
        expect(rules.flatMap((rule) => flips(nodes, rule, [place]))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
