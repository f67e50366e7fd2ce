/** Arguments that an API server of Kubernetes 1.34 refuses and accepts; the reasons are its own. */
import { describe, expect, test } from "@jest/globals";
import type { Props } from "../../../rehearsal/types.ts";
import { wrong } from "./objects.ts";

/** Kind, what is changed in a good object of it, and what is said; nothing where it is accepted. */
type Case = readonly [kind: string, changes: Props, said: readonly string[]];

const FIRST: readonly Case[] = [
  ["apps/v1:Deployment", { "metadata.name": "Web" }, ["Deployment.apps \"Web\" is invalid: metadata.name: Invalid value: \"Web\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"]],
  ["apps/v1:Deployment", { "metadata.name": "a.b-c.d" }, []],
  ["apps/v1:Deployment", { "metadata.name": "a".repeat(254) }, ["Deployment.apps \"" + "a".repeat(254) + "\" is invalid: metadata.name: Invalid value: \"" + "a".repeat(254) + "\": must be no more than 253 characters"]],
  ["apps/v1:Deployment", { "metadata.name": "a".repeat(253) }, []],
  ["core/v1:Service", { "metadata.name": "1web" }, ["Service \"1web\" is invalid: metadata.name: Invalid value: \"1web\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"]],
  ["core/v1:Service", { "metadata.name": "a.b" }, ["Service \"a.b\" is invalid: metadata.name: Invalid value: \"a.b\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"]],
  ["core/v1:Service", { "metadata.name": "w".repeat(63) }, []],
  ["core/v1:Service", { "metadata.name": "w".repeat(64) }, ["Service \"" + "w".repeat(64) + "\" is invalid: metadata.name: Invalid value: \"" + "w".repeat(64) + "\": must be no more than 63 characters"]],
  ["core/v1:Namespace", { "metadata.name": "team.a" }, ["Namespace \"team.a\" is invalid: metadata.name: Invalid value: \"team.a\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"]],
  ["core/v1:Namespace", { "metadata.name": "1team" }, []],
  ["apps/v1:StatefulSet", { "metadata.name": "a.b" }, ["StatefulSet.apps \"a.b\" is invalid: metadata.name: Invalid value: \"a.b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"]],
  ["rbac/v1:Role", { "metadata.name": "system:Reader" }, []],
  ["rbac/v1:Role", { "metadata.name": "a/b" }, ["Role.rbac.authorization.k8s.io \"a/b\" is invalid: metadata.name: Invalid value: \"a/b\": may not contain '/'"]],
  ["rbac/v1:ClusterRole", { "metadata.name": ".." }, ["ClusterRole.rbac.authorization.k8s.io \"..\" is invalid: metadata.name: Invalid value: \"..\": may not be '..'"]],
  ["policy/v1:PodDisruptionBudget", { "metadata.name": "Any_Name" }, []],
  ["batch/v1:CronJob", { "metadata.name": "c".repeat(53) }, ["CronJob.batch \"" + "c".repeat(53) + "\" is invalid: metadata.name: Invalid value: \"" + "c".repeat(53) + "\": must be no more than 52 characters"]],
  ["batch/v1:CronJob", { "metadata.name": "c".repeat(52) }, []],
  ["batch/v1:Job", { "metadata.name": "j".repeat(64) }, ["Job.batch \"" + "j".repeat(64) + "\" is invalid: spec.template.labels: Invalid value: \"" + "j".repeat(64) + "\": must be no more than 63 characters"]],
  ["apps/v1:Deployment", { "metadata.namespace": "Team A" }, ["Deployment.apps \"web\" is invalid: metadata.namespace: Invalid value: \"Team A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"]],
  ["apps/v1:Deployment", { "metadata.namespace": "team-a" }, []],
  ["rbac/v1:ClusterRole", { "metadata.namespace": "anything" }, []],
  ["apps/v1:Deployment", { "metadata.labels": { "Bad key": "x" } }, ["Deployment.apps \"web\" is invalid: metadata.labels: Invalid value: \"Bad key\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"]],
  ["apps/v1:Deployment", { "metadata.labels": { a: "b c" } }, ["Deployment.apps \"web\" is invalid: metadata.labels: Invalid value: \"b c\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"]],
  ["apps/v1:Deployment", { "metadata.labels": { a: "b".repeat(64) } }, ["Deployment.apps \"web\" is invalid: metadata.labels: Invalid value: \"" + "b".repeat(64) + "\": must be no more than 63 characters"]],
  ["apps/v1:Deployment", { "metadata.labels": { "": "x" } }, ["Deployment.apps \"web\" is invalid: metadata.labels: Invalid value: \"\": name part must be non-empty", "Deployment.apps \"web\" is invalid: metadata.labels: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"]],
  ["apps/v1:Deployment", { "metadata.labels": { "a/b/c": "x" } }, ["Deployment.apps \"web\" is invalid: metadata.labels: Invalid value: \"a/b/c\": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"]],
  ["apps/v1:Deployment", { "metadata.labels": { "/b": "x" } }, ["Deployment.apps \"web\" is invalid: metadata.labels: Invalid value: \"/b\": prefix part must be non-empty"]],
  ["apps/v1:Deployment", { "metadata.labels": { "Example.com/b": "x" } }, ["Deployment.apps \"web\" is invalid: metadata.labels: Invalid value: \"Example.com/b\": prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"]],
  ["apps/v1:Deployment", { "metadata.labels": { "example.com/B_c": "", Env: "Prod_1.2" } }, []],
  ["apps/v1:Deployment", { "metadata.annotations": { "Example.com/Upper": "any value at all ✓" } }, []],
  ["apps/v1:Deployment", { "metadata.annotations": { "-a": "" } }, ["Deployment.apps \"web\" is invalid: metadata.annotations: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"]],
  ["apps/v1:Deployment", { "metadata.annotations": { a: "x".repeat(262143) } }, []],
  ["apps/v1:Deployment", { "metadata.annotations": { a: "x".repeat(262144) } }, ["Deployment.apps \"web\" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes"]],
  ["apps/v1:Deployment", { "metadata.finalizers": ["plain"] }, ["Deployment.apps \"web\" is invalid: metadata.finalizers[0]: Invalid value: \"plain\": name is neither a standard finalizer name nor is it fully qualified"]],
  ["apps/v1:Deployment", { "metadata.finalizers": ["example.com/clean", "orphan"] }, []],
  ["apps/v1:Deployment", { "metadata.ownerReferences": [{ apiVersion: "v1", kind: "Pod", name: "a", uid: "" }] }, ["Deployment.apps \"web\" is invalid: metadata.ownerReferences[0].uid: Invalid value: \"\": must not be empty"]],
  ["apps/v1:Deployment", { "metadata.generateName": "Web-", "metadata.name": undefined }, ["Deployment.apps \"\" is invalid: metadata.generateName: Invalid value: \"Web-\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"]],
];

describe("Names, labels and annotations", () => {
  test.each(FIRST.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});
