/* eslint-disable @typescript-eslint/no-explicit-any -- answers are read by name */
/** Every fix: what it makes of what is wrong, what it leaves, and that a second time changes nothing. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import fc from "fast-check";
import { parse } from "yaml";
import { Analyzer } from "../../policies/analyzer.ts";
import { rules } from "../../policies/catalogue.ts";
import { evaluate } from "../../policies/evaluate.ts";
import { NOTHING } from "../../policies/remediations/choice.ts";
import { RETENTIONS } from "../../policies/remediations/logs.ts";
import type { Kind } from "../../policies/remediations/remediation.ts";
import { remediations } from "../../policies/remediations/table.ts";
import { isStackRule, typesOf } from "../../policies/rule.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { WAIVERS_POLICY } from "../../policies/waived.ts";
import { nodeOf } from "../../policies/wire.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import { CACHE } from "../../golive/run/places.ts";
import { call, GROUP, KNOWN, LISTENER, mend, packWith, remediate, requestFor, ROLE, secret } from "./remediation.ts";
import type { Props } from "./remediation.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const API_DOMAIN = "aws:apigateway/domainName:DomainName";
const SEARCH = "aws:opensearch/domain:Domain";

const outcome = (policy: string, type: string, props: Props) =>
  evaluate([nodeOf(requestFor(type, props).serializeBinary())], rules.filter(({ name }) => name === policy)).map((verdict) => verdict.outcome);

/** Arguments that a rule finds wrong, and what they become. */
const FIXED: readonly (readonly [policy: string, type: string, before: Props, after: Props])[] = [
  ["log-group-retention", GROUP, { name: "a", retentionInDays: 7 }, { name: "a", retentionInDays: 30 }],
  ["log-group-retention", GROUP, { retentionInDays: "14" }, { retentionInDays: 30 }],
  ["log-group-retention", GROUP, {}, { retentionInDays: 3653 }],
  ["log-group-retention", GROUP, { retentionInDays: 0 }, { retentionInDays: 3653 }],
  ["log-group-retention", GROUP, { retentionInDays: null }, { retentionInDays: 3653 }],
  ["listener-tls-minimum", LISTENER, { protocol: "HTTPS" }, { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }],
  ["listener-tls-minimum", LISTENER, { protocol: "TLS", sslPolicy: "ELBSecurityPolicy-2016-08" }, { protocol: "TLS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }],
  ["listener-tls-minimum", "aws:alb/listener:Listener", { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04" }, { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04" }],
  ["listener-tls-minimum", LISTENER, { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-1-FIPS-PQ-2025-09" }, { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09" }],
  ["distribution-tls-minimum", DISTRIBUTION, { viewerCertificate: { acmCertificateArn: UNKNOWN, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1" } }, { viewerCertificate: { acmCertificateArn: UNKNOWN, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" } }],
  ["distribution-tls-minimum", DISTRIBUTION, { viewerCertificate: [{ iamCertificateId: "a", sslSupportMethod: "sni-only" }] }, { viewerCertificate: [{ iamCertificateId: "a", sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" }] }],
  ["api-domain-tls-minimum", API_DOMAIN, { securityPolicy: "TLS_1_0" }, { securityPolicy: "TLS_1_2" }],
  ["api-domain-tls-minimum", API_DOMAIN, {}, { securityPolicy: "TLS_1_2" }],
  ["data-store-encrypted-in-transit", SEARCH, { nodeToNodeEncryption: { enabled: true }, domainEndpointOptions: { enforceHttps: true } }, { nodeToNodeEncryption: { enabled: true }, domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" } }],
  ["data-store-encrypted-in-transit", "aws:elasticsearch/domain:Domain", { nodeToNodeEncryption: { enabled: true }, domainEndpointOptions: [{ tlsSecurityPolicy: "Policy-Min-TLS-1-0-2019-07" }] }, { nodeToNodeEncryption: { enabled: true }, domainEndpointOptions: [{ tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" }] }],
];

/** Arguments that are left as they are although a fix is on: fine already, not known yet, or without a safe fix. */
const LEFT: readonly (readonly [why: string, type: string, props: Props])[] = [
  ["long enough", GROUP, { retentionInDays: 60 }],
  ["a delivery group", GROUP, { logGroupClass: "DELIVERY", retentionInDays: 1 }],
  ["unknown", GROUP, { retentionInDays: UNKNOWN }],
  ["unknown class", GROUP, { logGroupClass: UNKNOWN, retentionInDays: 1 }],
  ["no TLS", LISTENER, { protocol: "HTTP" }],
  ["modern", LISTENER, { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" }],
  ["a policy that nobody knows", LISTENER, { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS14-1-4-2031-01" }],
  ["unknown policy", LISTENER, { protocol: "HTTPS", sslPolicy: UNKNOWN }],
  ["CloudFront's own certificate", DISTRIBUTION, { viewerCertificate: { cloudfrontDefaultCertificate: true } }],
  ["no certificate", DISTRIBUTION, {}],
  ["dedicated addresses", DISTRIBUTION, { viewerCertificate: { acmCertificateArn: "arn", sslSupportMethod: "vip", minimumProtocolVersion: "TLSv1" } }],
  ["unknown how", DISTRIBUTION, { viewerCertificate: { acmCertificateArn: "arn", sslSupportMethod: UNKNOWN, minimumProtocolVersion: "TLSv1" } }],
  ["a version that nobody knows", DISTRIBUTION, { viewerCertificate: { acmCertificateArn: "arn", sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.4_2031" } }],
  ["a policy that nobody knows", API_DOMAIN, { securityPolicy: "TLS_1_9" }],
  ["says nothing of its endpoint", SEARCH, { nodeToNodeEncryption: { enabled: true } }],
  ["two blocks", SEARCH, { domainEndpointOptions: [{}, {}] }],
  ["a policy that nobody knows", SEARCH, { domainEndpointOptions: { tlsSecurityPolicy: "Policy-Min-TLS-1-4-2031-01" } }],
];

describe("a fix", () => {
  const pack = packWith({ kinds: ["log-retention", "tls"] });

  test.each(FIXED)("of %s: %s %j", async (policy, type, before, after) => {
    expect(outcome(policy, type, before)).not.toContain("pass");
    const mended = await mend(pack, type, before);
    expect(mended).toMatchObject({ policies: [policy], diagnostics: [], props: after });
    expect(mended.props).toEqual(after);
    expect(outcome(policy, type, after)).toEqual(["pass"]);
    expect((await mend(pack, type, after)).policies).toEqual([]);
  });

  test.each(LEFT)("leaves what it should: %s: %s %j", async (_why, type, props) => {
    expect(await mend(pack, type, props)).toMatchObject({ policies: [], diagnostics: [], props });
  });

  test.each([["nothing", NOTHING], ["another kind", { kinds: ["tags"] as Kind[], tags: {} }]])("is off where the stack asks for %s", async (_what, choice) => {
    for (const [, type, before] of FIXED) expect((await mend(new Analyzer(rules, "mandatory", choice), type, before)).policies).toEqual([]);
  });

  test("goes as far as the stack's own threshold, and no further than CloudWatch", async () => {
    const strict = (logDays: number): Analyzer => {
      const made = packWith({ kinds: [] });
      made.configure({ "log-group-retention": { enforcementLevel: "remediate", logDays } });
      return made;
    };
    expect((await mend(strict(100), GROUP, { retentionInDays: 60 })).props).toEqual({ retentionInDays: 120 });
    expect((await mend(strict(4_000), GROUP, { retentionInDays: 60 })).policies).toEqual([]);
  });

  test("what it leaves is judged as if there were none", async () => {
    for (const [level, number] of [["mandatory", 1], ["advisory", 0]] as const) {
      const answer = await call(packWith({}, level), "analyze", requestFor(LISTENER, { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS14-1-4-2031-01" }).serializeBinary());
      const diagnostics: any[] = (analyzer as any).AnalyzeResponse.deserializeBinary(answer).getDiagnosticsList();
      expect(diagnostics.map((each) => [each.getPolicyname(), each.getEnforcementlevel()])).toEqual([["listener-tls-minimum", number], ["listener-tls-recommended", number]]);
    }
  });

  test("keeps off what the program leaves to somebody else, and what is waived", async () => {
    expect((await mend(pack, GROUP, { retentionInDays: 7 }, ["retentionInDays"])).policies).toEqual([]);
    expect((await mend(pack, GROUP, { retentionInDays: 7 }, ["*"])).policies).toEqual([]);
    expect((await mend(pack, DISTRIBUTION, FIXED[9]![2], ['viewerCertificate["minimumProtocolVersion"]'])).policies).toEqual([]);
    expect((await mend(pack, GROUP, { retentionInDays: 7 }, ["tags", "name"])).policies).toEqual(["log-group-retention"]);
    const waived = packWith();
    const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
    const waiver = { rule: "log-group-retention", resource: "*::subject", reason: "short on purpose", owner: "anna", approver: "ben", ticket: "OPS-1", created: day(-1), expires: day(10) };
    waived.configure({ [WAIVERS_POLICY]: { entries: [waiver] } });
    expect((await mend(waived, GROUP, { retentionInDays: 7, tags: { ...KNOWN } })).policies).toEqual([]);
    waived.configure({ [WAIVERS_POLICY]: { entries: [{ ...waiver, resource: "*::another" }] } });
    expect((await mend(waived, GROUP, { retentionInDays: 7, tags: { ...KNOWN } })).policies).toEqual(["log-group-retention"]);
  });

  test("that is broken changes nothing and says so", async () => {
    const broken = remediations.find(({ policy }) => policy === "log-group-retention") as { fix: unknown };
    const whole = broken.fix;
    broken.fix = () => { throw new TypeError("oops"); };
    try {
      expect(await mend(pack, GROUP, { retentionInDays: 7 })).toMatchObject({ policies: ["log-group-retention"], diagnostics: ["the fix of log-group-retention is broken and changed nothing (TypeError: oops); report the bug in the fix"], props: { retentionInDays: 7 } });
    } finally {
      broken.fix = whole;
    }
  });

  test("of a rule that the pack does not have does nothing", async () => {
    const bare = packWith({}, "mandatory", []);
    expect((await mend(bare, GROUP, { retentionInDays: 7, tags: { ...KNOWN } })).policies).toEqual([]);
    expect((await mend(bare, GROUP, { retentionInDays: 7 })).policies).toEqual(["ownership-tags"]);
  });

  test("reads no property where none is on for the type, and one without properties as empty", async () => {
    const request = requestFor("aws:ec2/route:Route", {});
    request.setProperties(undefined);
    // A struct that no reader could read.
    const unreadable = Buffer.concat([request.serializeBinary(), Buffer.from([0x12, 0x02, 0xff, 0xff])]);
    const answer = await remediate(packWith(), unreadable);
    expect(answer.getRemediationsList()).toEqual([]);
    expect(new Set(answer.getNotApplicableList().map((each: any) => each.getPolicyName()))).toEqual(new Set([...remediations.map(({ policy }) => policy), ...rules.filter((rule) => !isStackRule(rule)).map(({ name }) => name)]));
    const bare = requestFor(GROUP, {});
    bare.setProperties(undefined);
    bare.setOptions(undefined);
    const [first] = (await remediate(pack, bare.serializeBinary())).getRemediationsList();
    expect(first.getProperties().toJavaScript()).toEqual({ retentionInDays: 3653 });
  });

  test("of several follows the one before, each with all properties as they are then", async () => {
    const answer = await remediate(packWith(), requestFor(GROUP, { retentionInDays: 7 }).serializeBinary());
    const steps = answer.getRemediationsList().map((entry: any) => [entry.getPolicyname(), entry.getPolicypackname(), entry.getPolicypackversion(), entry.getProperties().toJavaScript()]);
    expect(steps).toEqual([
      ["ownership-tags", "golive", "1.0.0", { retentionInDays: 7, tags: KNOWN }],
      ["log-group-retention", "golive", "1.0.0", { retentionInDays: 30, tags: KNOWN }],
    ]);
    expect(answer.getRemediationsList().map((entry: any) => entry.getDescription())).toEqual(["ownership-tags", "log-group-retention"].map((name) => remediations.find(({ policy }) => policy === name)?.does));
  });
});

describe("whatever is asked for", () => {
  const retention = fc.oneof(fc.constantFrom(...RETENTIONS, 0, UNKNOWN, null, undefined, "7", "x"), fc.integer({ min: -5, max: 5_000 }));
  const tagValue = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(UNKNOWN, null, secret("hush")));
  const tags = fc.oneof(fc.constantFrom(undefined, null, UNKNOWN), fc.dictionary(fc.oneof(fc.constantFrom("owner", "Owner", "environment", "cost-centre", "CostCenter", "data-classification", "DATA_CLASSIFICATION"), fc.string({ maxLength: 6 })), tagValue, { maxKeys: 12 }));
  const word = fc.constantFrom(undefined, null, UNKNOWN, "", "HTTPS", "TLS", "HTTP", "sni-only", "vip", "arn", "TLSv1", "TLSv1.2_2021", "TLS_1_0", "TLS_1_2", "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS13-1-0-PQ-2025-09", "Policy-Min-TLS-1-0-2019-07");
  const shapes: readonly (readonly [string, fc.Arbitrary<Props>])[] = [
    [GROUP, fc.record({ retentionInDays: retention, logGroupClass: fc.constantFrom(undefined, "STANDARD", "DELIVERY", UNKNOWN), tags })],
    [LISTENER, fc.record({ protocol: word, sslPolicy: word, tags })],
    [DISTRIBUTION, fc.record({ viewerCertificate: fc.record({ acmCertificateArn: word, iamCertificateId: word, sslSupportMethod: word, minimumProtocolVersion: word, cloudfrontDefaultCertificate: fc.constantFrom(undefined, true, false, UNKNOWN) }), tags })],
    [API_DOMAIN, fc.record({ securityPolicy: word, tags })],
    [SEARCH, fc.record({ domainEndpointOptions: fc.oneof(word, fc.record({ tlsSecurityPolicy: word }), fc.array(fc.record({ tlsSecurityPolicy: word }), { maxLength: 2 })), tags })],
    [ROLE, fc.record({ tags })],
  ];

  test.each(shapes)("%s: a second time changes nothing, only what was wrong changes, and nothing gets worse", async (type, arbitrary) => {
    const pack = packWith();
    await fc.assert(
      fc.asyncProperty(arbitrary, async (drawn) => {
        const props = JSON.parse(JSON.stringify(drawn)) as Props;
        const once = await mend(pack, type, props);
        expect(once.diagnostics).toEqual([]);
        expect(await mend(pack, type, once.props)).toMatchObject({ policies: [], props: once.props });
        for (const policy of once.policies.filter((each) => each !== "ownership-tags")) expect([policy, ...new Set(outcome(policy, type, props))]).toEqual([policy, "violation"]);
        // Rules that pass, pass still; each rule whose fix worked has nothing more to say of what it mended.
        for (const rule of rules.filter((each) => !isStackRule(each) && typesOf(each).includes(type))) {
          if (outcome(rule.name, type, props)[0] === "pass") expect([rule.name, outcome(rule.name, type, once.props)]).toEqual([rule.name, ["pass"]]);
        }
        if (once.policies.includes("log-group-retention")) expect(outcome("log-group-retention", type, once.props)).toEqual(["pass"]);
        if (once.policies.includes("listener-tls-minimum")) expect(outcome("listener-tls-minimum", type, once.props)).toEqual(["pass"]);
        if (once.policies.includes("api-domain-tls-minimum")) expect(outcome("api-domain-tls-minimum", type, once.props)).toEqual(["pass"]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the platform as it is", () => {
  const known = (value: unknown): unknown => {
    if (value === "<unknown>") return UNKNOWN;
    if (Array.isArray(value)) return value.map(known);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, known(each)])) : value;
  };

  test.each(["dev", "local", "staging", "production"])("%s leaves nothing to mend", async (stack) => {
    const graph = parse(readFileSync(`tests/golden/graphs/${stack}.yaml`, "utf8")) as Record<string, { type: string; inputs?: Props }>;
    const pack = packWith();
    const mended: string[] = [];
    for (const [name, { type, inputs }] of Object.entries(graph)) {
      if (!type.startsWith("aws:")) continue;
      const { policies, diagnostics } = await mend(pack, type, known(inputs ?? {}) as Props);
      mended.push(...[...policies, ...diagnostics].map((each) => `${each} ${name}`));
    }
    expect(Object.keys(graph).length).toBeGreaterThan(500);
    expect(mended).toEqual([]);
  });
});

test("every fix mends a rule about single resources, on types that the rule looks at, or says itself what it demands", () => {
  for (const { policy, demands, types, does } of remediations) {
    const rule = rules.find(({ name }) => name === policy);
    expect(does).toMatch(/^[A-Z].*[.]$/);
    if (rule === undefined) expect([policy, demands]).toEqual([policy, expect.stringMatching(/^[A-Z].*[.]$/)]);
    else expect([policy, isStackRule(rule), types.filter((type) => !typesOf(rule).includes(type))]).toEqual([policy, false, []]);
  }
  expect(new Set(remediations.map(({ policy }) => policy)).size).toBe(remediations.length);
});

test("every fix is in the documentation, and no other", () => {
  const rows = readFileSync("docs/remediations.md", "utf8").match(/^\| `.*\|$/gm);
  expect(rows).toEqual(remediations.map(({ kind, policy, does }) => `| \`${kind}\` | \`${policy}\` | ${does} |`));
});

test("no fix changes what the provider would replace a resource for", () => {
  const schemas = openSchemas({ cacheDirectory: CACHE });
  for (const [policy, type, before, after] of FIXED) {
    const touched = Object.keys(after).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
    expect([policy, touched.map((key) => schemas.resource(type).inputs[key]?.replaces)]).toEqual([policy, touched.map(() => false)]);
  }
});
