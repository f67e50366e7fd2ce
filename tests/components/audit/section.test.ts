import { describe, expect, test } from "@jest/globals";
import { SCANS } from "../../../components/audit/scanners.ts";
import { STANDARDS } from "../../../components/audit/hub.ts";
import { audit, auditContradictions } from "../../../config/sections/audit.ts";

const CONTACT = { name: "Security", title: "Security", email: "security@example.com", phone: "+49 (30) 23125-100" };

test("a contact as AWS takes it", () => {
  expect(audit.safeParse({ contacts: { security: CONTACT, operations: CONTACT, billing: CONTACT } }).success).toBe(true);
});

test("the defaults make everything", () => {
  const config = audit.parse({});
  const { alerts, contacts, ...services } = config;
  expect(Object.values(services).map(({ mode }) => mode)).toEqual(Array(8).fill("create"));
  expect(alerts).toBe(true);
  expect(contacts).toEqual({});
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
    ["a key that is not there", { detective: {} }, ""],
    ["a contact without a telephone", { contacts: { security: { name: "Security", title: "Security", email: "security@example.com" } } }, "contacts.security.phone"],
    ["letters in a telephone number", { contacts: { security: { ...CONTACT, phone: "0800 HELP" } } }, "contacts.security.phone"],
    ["a number that is too long", { contacts: { security: { ...CONTACT, phone: "0".repeat(26) } } }, "contacts.security.phone"],
    ["an address that is none", { contacts: { security: { ...CONTACT, email: "security" } } }, "contacts.security.email"],
    ["a name that is too long", { contacts: { security: { ...CONTACT, name: "n".repeat(65) } } }, "contacts.security.name"],
    ["a contact for something else", { contacts: { legal: CONTACT } }, "contacts"],
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
