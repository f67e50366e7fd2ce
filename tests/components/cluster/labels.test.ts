import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { labelValue, labels, selectorLabels } from "../../../components/cluster/labels.ts";
import { production } from "./context.ts";

describe("label values", () => {
  test.each([
    ["platform-team", "platform-team"],
    ["Team Platform & Co.", "Team-Platform-Co"],
    ["-dashes-", "dashes"],
    ["x".repeat(62) + "--y", "x".repeat(62)],
    ["", ""],
  ])("%j becomes %j", (text, expected) => {
    expect(labelValue(text)).toBe(expected);
  });

  test("are always what Kubernetes accepts", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(labelValue(text)).toMatch(/^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/);
      }),
    );
  });
});

test("an object carries the recommended labels and the platform's tags", () => {
  expect(labels(production, { name: "api", component: "backend" }, "confidential")).toEqual({
    "app.kubernetes.io/name": "api",
    "app.kubernetes.io/instance": "optibid-production",
    "app.kubernetes.io/component": "backend",
    "app.kubernetes.io/part-of": "optibid",
    "app.kubernetes.io/managed-by": "pulumi",
    "optibid.com/owner": "platform-team",
    "optibid.com/environment": "production",
    "optibid.com/cost-centre": "optibid-4711",
    "optibid.com/data-classification": "confidential",
  });
});

test("a selector names only what never changes", () => {
  expect(selectorLabels(production, { name: "api", component: "backend" })).toEqual({
    "app.kubernetes.io/name": "api",
    "app.kubernetes.io/instance": "optibid-production",
  });
});
