/**
 * Every rule has rows for what passes, what violates, what is left out and what is not known yet. A rule that looks only
 * at which resources there are and what they refer to has no value to leave out, or none to wait for: it is listed, and
 * the list is held to it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import ts from "typescript";
import { rules } from "../../policies/catalogue.ts";
import { defaultPolicy, evaluate } from "../../policies/evaluate.ts";
import type { Node } from "../../policies/graph.ts";
import { mutations } from "../../policies/mutations.ts";
import type { Rule } from "../../policies/rule.ts";
import { hiding, placesRead } from "./hide.ts";
import { platform } from "./platform.ts";
import { NOW } from "./support.ts";

/** Rules whose verdict rests on resources beside the subject: left out is such a resource, which rows under `bad` or tests of their own show. */
const OF_OTHER_RESOURCES: readonly string[] = [
  "account-activity-alarmed", "application-log-group-protected", "aws-support-role", "backup-plan-restores-tested", "bucket-access-logged", "canary-target-alarm", "certificate-not-expiring", "certificate-not-self-signed", "cluster-network-policies-enforced",
  "configuration-history-kept", "database-security-group-changes-heard", "key-metrics-recorded", "maintenance-outside-office-hours", "metrics-alert", "migration-before-programs", "people-federated", "trail-bucket-locked", "vpc-service-endpoints",
];

/** Rules for which a reference that is not known yet is a reference all the same: nothing waits. */
const OF_REFERENCES: readonly string[] = [
  "address-in-use", "api-web-acl", "backup-plan-restores-tested", "backup-vault-own-key", "certificate-publicly-trusted", "data-service-own-subnets", "data-store-tls-forced", "database-replicated", "default-security-group-closed", "distribution-web-acl", "event-rule-has-target",
  "file-system-backed-up", "log-group-encrypted", "machine-group-launch-template", "message-encrypted", "metrics-encrypted", "network-acl-in-use", "people-federated", "secret-own-key", "topic-subscribed", "web-acl-logged",
];

const policy = defaultPolicy(NOW);

/** Kinds of rows in the tables of each rule, those of generated names left to their own test. */
const ROWS = rowsByRule();

function rowsByRule(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(join("tests", "policies")).filter((name) => name.endsWith(".test.ts"))) {
    const source = ts.createSourceFile(file, readFileSync(join("tests", "policies", file), "utf8"), ts.ScriptTarget.Latest, true);
    const objects = new Map<string, ts.ObjectLiteralExpression>();
    const tables: [string, ts.ObjectLiteralExpression][] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isVariableDeclaration(node) && node.initializer !== undefined && ts.isObjectLiteralExpression(node.initializer)) objects.set(node.name.getText(), node.initializer);
      if (ts.isCallExpression(node) && node.expression.getText() === "check") {
        const [rule, table] = node.arguments;
        if (rule !== undefined && table !== undefined && ts.isObjectLiteralExpression(table)) tables.push(...namesOf(rule).map((name): [string, ts.ObjectLiteralExpression] => [name, table]));
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    for (const [rule, table] of tables) found.set(rule, new Set([...(found.get(rule) ?? []), ...keysOf(table, objects)]));
  }
  return found;
}

/** The rule that is named, or those whose names a template fits. */
function namesOf(name: ts.Expression): string[] {
  if (ts.isStringLiteralLike(name)) return [name.text];
  if (!ts.isTemplateExpression(name)) return [];
  const [before, after] = [name.head.text, name.templateSpans.at(-1)!.literal.text];
  return rules.map((rule) => rule.name).filter((each) => each.startsWith(before) && each.endsWith(after));
}

function keysOf(table: ts.ObjectLiteralExpression, objects: ReadonlyMap<string, ts.ObjectLiteralExpression>): string[] {
  return table.properties.flatMap((property) => {
    if (!ts.isSpreadAssignment(property)) return [property.name.getText()];
    const spread = objects.get(property.expression.getText());
    return spread === undefined ? [] : keysOf(spread, objects);
  });
}

/** Whether the rule waits for any value that it reads, of a good platform or of a broken one. */
function waits(rule: Rule): boolean {
  const grounds: readonly (readonly Node[])[] = [platform(), ...mutations.filter((mutation) => mutation.rule === rule.name).map((mutation) => mutation.mutate(platform()))];
  return grounds.some((nodes) => placesRead(nodes, [rule], policy).some(({ urn, path }) => evaluate(hiding(nodes, urn, path).hidden, [rule], policy).some(({ outcome }) => outcome === "deferred")));
}

const has = (rule: string, ...kinds: readonly string[]) => kinds.some((kind) => ROWS.get(rule)?.has(kind) === true);

describe("every rule has rows for", () => {
  const names = rules.map(({ name }) => name);
  test("what passes", () => expect(names.filter((name) => !has(name, "good"))).toEqual([]));
  test("what violates", () => expect(names.filter((name) => !has(name, "bad"))).toEqual([]));
  test("what is left out", () => expect(names.filter((name) => !has(name, "missing", "safe"))).toEqual(names.filter((name) => OF_OTHER_RESOURCES.includes(name))));
  test("what is not known yet, or is seen to wait for it", () => {
    expect(rules.filter((rule) => !has(rule.name, "unknown") && !waits(rule)).map(({ name }) => name)).toEqual(names.filter((name) => OF_REFERENCES.includes(name)));
  });
  test("lists name rules that there are", () => expect([...OF_OTHER_RESOURCES, ...OF_REFERENCES].filter((name) => !names.includes(name))).toEqual([]));
});
