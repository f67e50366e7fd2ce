/** A stack may ask for TLS 1.3: policies that also speak 1.2 are then too old. */
import { describe, expect, test } from "@jest/globals";
import { ruleNamed } from "../../policies/catalogue.ts";
import { DEFAULTS } from "../../policies/config.ts";
import { evaluate } from "../../policies/evaluate.ts";
import { resource } from "./support.ts";

const LISTENER = (sslPolicy: string) => resource("aws:lb/listener:Listener", "subject", { protocol: "HTTPS", sslPolicy });
const CDN = (minimumProtocolVersion: string) => resource("aws:cloudfront/distribution:Distribution", "subject", { viewerCertificate: { acmCertificateArn: "arn", minimumProtocolVersion } });
const API = (securityPolicy: string) => resource("aws:apigateway/domainName:DomainName", "subject", { securityPolicy });

describe.each([
  ["listener-tls-minimum", LISTENER, { older: "ELBSecurityPolicy-TLS13-1-1-2021-06", both: "ELBSecurityPolicy-TLS13-1-2-2021-06", newest: "ELBSecurityPolicy-TLS13-1-3-2021-06", foreign: "ELBSecurityPolicy-TLS13-1-3-2099-01" }],
  ["distribution-tls-minimum", CDN, { older: "TLSv1.1_2016", both: "TLSv1.2_2021", newest: "TLSv1.3_2025", foreign: "TLSv1.4_2099" }],
  ["api-domain-tls-minimum", API, { older: "TLS_1_0", both: "TLS_1_2", newest: "SecurityPolicy_TLS13_1_3_2025_09", foreign: "TLS_1_9" }],
  ["api-domain-tls-minimum", API, { older: "TLS_1_0", both: "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", newest: "SecurityPolicy_TLS13_1_3_FIPS_2025_09", foreign: "SecurityPolicy_TLS14_1_3_X" }],
  ["api-domain-tls-minimum", API, { older: "TLS_1_0", both: "SecurityPolicy_TLS12_PFS_2025_EDGE", newest: "SecurityPolicy_TLS13_2025_EDGE", foreign: "" }],
] as const)("%s", (name, subject, { older, both, newest, foreign }) => {
  const rule = ruleNamed(name)!;
  const outcome = (policy: string, tlsMinorVersion: number): string[] => evaluate([subject(policy)], [rule], { thresholds: { ...DEFAULTS, tlsMinorVersion }, now: new Date() }).map((verdict) => verdict.outcome);

  test.each([
    [older, "violation", "violation"],
    [both, "pass", "violation"],
    [newest, "pass", "pass"],
    [foreign, "violation", "violation"],
  ])("%s: with TLS 1.2 %s, with TLS 1.3 %s", (policy, usual, strict) => {
    expect([outcome(policy, DEFAULTS.tlsMinorVersion), outcome(policy, 3)]).toEqual([[usual], [strict]]);
  });

  test("names the threshold", () => expect(rule.thresholds).toEqual(["tlsMinorVersion"]));
});
