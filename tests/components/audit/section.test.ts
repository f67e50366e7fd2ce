import { describe, expect, test } from "@jest/globals";
import { SCANS } from "../../../components/audit/scanners.ts";
import { STANDARDS } from "../../../components/audit/hub.ts";
import { audit, auditContradictions } from "../../../config/sections/audit.ts";

test("the defaults make everything", () => {
  const config = audit.parse({});
  const { alerts, ...services } = config;
  expect(Object.values(services).map(({ mode }) => mode)).toEqual(Array(7).fill("create"));
  expect(alerts).toBe(true);
  expect(auditContradictions(config)).toEqual([]);
});

test("every standard and scan it names is one the components know", () => {
  expect(audit.safeParse({ securityHub: { standards: Object.keys(STANDARDS) } }).success).toBe(true);
  expect(SCANS).toEqual(expect.arrayContaining(["ECR", "EC2", "LAMBDA", "LAMBDA_CODE"]));
});

describe("refused", () => {
  test.each<[string, object, string]>([
    ["an unknown mode", { trail: { mode: "maybe" } }, "trail.mode"],
    ["an id that is no detector's", { guardDuty: { mode: "adopt", detectorId: "abc" } }, "guardDuty.detectorId"],
    ["the same standard twice", { securityHub: { standards: ["fsbp", "fsbp"] } }, "securityHub.standards"],
    ["no scan at all", { inspector: { scans: [] } }, "inspector.scans"],
    ["more than a year", { accessAnalyzer: { unusedAccessDays: 366 } }, "accessAnalyzer.unusedAccessDays"],
    ["a key that is not there", { macie: {} }, ""],
  ])("%s", (_, input, path) => {
    const parsed = audit.safeParse(input);
    expect(parsed.error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });
});

describe("contradictions", () => {
  test.each<[object, string]>([
    [{ trail: { mode: "create", logGroup: "/aws/cloudtrail/x" } }, "audit.trail.logGroup"],
    [{ trail: { mode: "off", organizationId: "o-a1b2c3d4e5" } }, "audit.trail.organizationId"],
    [{ guardDuty: { mode: "create", detectorId: "0".repeat(32) } }, "audit.guardDuty.detectorId"],
    [{ config: { mode: "off", attach: true } }, "audit.config.attach"],
    [{ securityHub: { mode: "create", attach: true } }, "audit.securityHub.attach"],
    [{ inspector: { scans: ["LAMBDA_CODE"] } }, "audit.inspector.scans"],
  ])("%j", (input, path) => {
    expect(auditContradictions(audit.parse(input)).map((each) => each.path.join("."))).toEqual([path]);
  });
});
