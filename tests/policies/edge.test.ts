import { describe, expect, test } from "@jest/globals";
import { check, outcome, patched, resource, urnOf } from "./support.ts";
import { UNKNOWN } from "../../policies/unknown.ts";
import { ruleNamed } from "../../policies/catalogue.ts";
import { evaluate } from "../../policies/evaluate.ts";
import { ISSUED, LONG_KEY, SELF_SIGNED, SHORT_KEY } from "./certificates.ts";

const LISTENER = "aws:lb/listener:Listener";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const CERTIFICATE = "aws:acm/certificate:Certificate";

const distribution = {
  webAclId: "arn:aws:wafv2:us-east-1:111111111111:global/webacl/edge/1",
  defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https", compress: true, cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6", responseHeadersPolicyId: "p" },
  orderedCacheBehaviors: [{ pathPattern: "/api/*", viewerProtocolPolicy: "https-only", compress: true, cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", responseHeadersPolicyId: "p" }],
  origins: [{ originId: "alb", domainName: "origin.example.com", customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"], httpPort: 80, httpsPort: 443 } }],
  viewerCertificate: { acmCertificateArn: "arn", minimumProtocolVersion: "TLSv1.2_2021", sslSupportMethod: "sni-only" },
  loggingConfig: { bucket: "logs.s3.amazonaws.com" },
};
const on = { type: DISTRIBUTION, good: distribution };

describe("certificates", () => {
  check("certificate-dns-validated", {
    type: CERTIFICATE, good: { domainName: "optibid.example", validationMethod: "DNS" },
    bad: [{ validationMethod: "EMAIL" }], missing: ["validationMethod"], unknown: ["validationMethod"],
    exempt: [{ certificateBody: ISSUED }, { certificateAuthorityArn: "arn" }],
  });
  check("certificate-publicly-trusted", {
    type: CERTIFICATE, good: { validationMethod: "DNS" }, bad: [{ certificateAuthorityArn: "arn" }, { certificateAuthorityArn: UNKNOWN }],
    exempt: [{ certificateBody: ISSUED }], safe: ["certificateAuthorityArn"],
  });
  check("certificate-not-self-signed", {
    type: CERTIFICATE, good: { certificateBody: ISSUED }, bad: [{ certificateBody: SELF_SIGNED }, { certificateBody: "not a certificate" }],
    unknown: ["certificateBody"], exempt: [{ certificateBody: undefined, validationMethod: "DNS" }],
  });
  test("a certificate made by a resource that signs itself is found by its edge, before its text is known", () => {
    const source = resource("tls:index/selfSignedCert:SelfSignedCert", "own", {});
    expect(outcome("certificate-not-self-signed", [resource(CERTIFICATE, "subject", { certificateBody: UNKNOWN }, { certificateBody: ["own"] }), source])).toBe("violation");
  });
  check("certificate-not-expiring", {
    type: CERTIFICATE, good: { validationMethod: "DNS", notAfter: "2026-12-01T00:00:00Z" },
    bad: [{ notAfter: "2026-02-01T00:00:00Z" }, { notAfter: "2026-02-14T00:00:00Z" }, { notAfter: undefined, certificateBody: "not a certificate" }],
    fine: [{ notAfter: "2026-02-14T00:00:01Z" }, { notAfter: undefined, certificateBody: ISSUED }],
    unknown: ["notAfter"],
  });
  const validation = resource("aws:acm/certificateValidation:CertificateValidation", "validation", { certificateArn: "arn:c" });
  test.each([
    ["validated by DNS, by ARN", { validationMethod: "DNS", arn: "arn:c" }, [validation], "pass"],
    ["validated by DNS, by edge", { validationMethod: "DNS", notAfter: UNKNOWN }, [resource(validation.type, "validation", { certificateArn: UNKNOWN }, { certificateArn: ["subject"] })], "pass"],
    ["validated by DNS, and yet about to end", { validationMethod: "DNS", arn: "arn:c", notAfter: "2026-01-20T00:00:00Z" }, [validation], "violation"],
    ["validated by DNS, its date empty until a refresh", { validationMethod: "DNS", arn: "arn:c", notAfter: "" }, [validation], "pass"],
    ["validated by e-mail", { validationMethod: "EMAIL", arn: "arn:c" }, [validation], "deferred"],
    ["another one validated", { validationMethod: "DNS", arn: "arn:d" }, [validation], "deferred"],
    ["imported, and its body not known", { certificateBody: UNKNOWN, arn: "arn:c" }, [validation], "deferred"],
  ])("a certificate %s: %s", (_title, props, others, expected) => {
    expect(outcome("certificate-not-expiring", [resource(CERTIFICATE, "subject", props), ...others])).toBe(expected);
  });
  test("a certificate ACM has not issued yet is deferred", () => {
    expect(outcome("certificate-not-expiring", [resource(CERTIFICATE, "subject", { validationMethod: "DNS" })])).toBe("deferred");
  });
  check("certificate-chain-included", {
    type: CERTIFICATE, good: { certificateBody: ISSUED, certificateChain: ISSUED }, bad: [{ certificateChain: "" }],
    missing: ["certificateChain"], unknown: ["certificateChain"], exempt: [{ certificateBody: undefined }],
  });
});

describe("keys and logs of certificates", () => {
  check("certificate-key-strong", {
    type: CERTIFICATE, good: { keyAlgorithm: "RSA_2048" }, bad: [{ keyAlgorithm: "RSA_1024" }, { certificateBody: SHORT_KEY }], fine: [{ keyAlgorithm: "EC_prime256v1" }, { certificateBody: ISSUED }, { certificateBody: "not a certificate" }, { certificateBody: LONG_KEY }],
    safe: ["keyAlgorithm", "certificateBody"], unknown: ["keyAlgorithm", "certificateBody"],
  });
  check("certificate-transparent", {
    type: CERTIFICATE, good: { options: { certificateTransparencyLoggingPreference: "ENABLED" } }, bad: [{ "options.certificateTransparencyLoggingPreference": "DISABLED" }], safe: ["options"], unknown: ["options"],
  });
});

describe("encryption on the wire", () => {
  const redirect = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };
  check("listener-https", {
    type: LISTENER, good: { port: 80, protocol: "HTTP", defaultActions: [redirect] },
    bad: [
      { defaultActions: [{ type: "forward", targetGroupArn: "arn" }] },
      { "defaultActions[0].redirect.protocol": undefined },
      { "defaultActions[0].redirect.protocol": "#{protocol}" },
      { defaultActions: [redirect, { type: "forward" }] },
      { protocol: undefined, defaultActions: [{ type: "forward" }] },
    ],
    safe: ["protocol"], missing: ["defaultActions"], unknown: ["protocol", "defaultActions", "defaultActions[0].type"],
    exempt: [{ protocol: "HTTPS" }, { protocol: "TCP" }, { protocol: undefined, port: undefined }],
  });
  test("an ALB listener of the older module is looked at too", () => {
    expect(outcome("listener-https", [resource("aws:alb/listener:Listener", "subject", { port: 80, protocol: "HTTP", defaultActions: [{ type: "forward" }] })])).toBe("violation");
  });
  check("listener-tls-minimum", {
    type: LISTENER, good: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
    bad: ["ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS-1-1-2017-01", "ELBSecurityPolicy-FS-1-1-2019-08", "ELBSecurityPolicy-TLS13-1-0-2021-06", "ELBSecurityPolicy-TLS13-1-1-2021-06", "ELBSecurityPolicy-TLS13-1-0-PQ-2025-09"].map((sslPolicy) => ({ sslPolicy })),
    fine: ["ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04", "ELBSecurityPolicy-FS-1-2-Res-2020-10", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"].map((sslPolicy) => ({ sslPolicy })),
    missing: ["sslPolicy"], unknown: ["sslPolicy"], exempt: [{ protocol: "HTTP" }],
  });
  const listener = (props: Record<string, unknown>) => resource(LISTENER, "listener", { arn: "arn:listener", port: 80, protocol: "HTTP", ...props });
  const RULE = "aws:lb/listenerRule:ListenerRule";
  check("listener-rule-https", {
    type: RULE, good: { listenerArn: "arn:listener", actions: [redirect] }, others: [listener({})],
    bad: [{ actions: [{ type: "forward", targetGroupArn: "arn" }] }, { actions: [] }, { "actions[0].redirect.protocol": "#{protocol}" }, { "actions[0].redirect": { host: "example.com" } }],
    missing: ["actions", "actions[0].redirect"], unknown: ["actions", "actions[0].type"], exempt: [{ listenerArn: "arn:other" }],
  });
  test.each([["HTTPS", "not-applicable"], [undefined, "violation"], [UNKNOWN, "deferred"]])("a rule that forwards, of a listener for %s: %s", (protocol, expected) => {
    expect(outcome("listener-rule-https", [resource(RULE, "subject", { actions: [{ type: "forward" }] }, { listenerArn: ["listener"] }), listener({ protocol })])).toBe(expected);
  });
  const balancer = (targetType: unknown) => resource("aws:lb/targetGroup:TargetGroup", "targets", { arn: "arn:targets", targetType });
  check("network-listener-tls", {
    type: LISTENER, good: { protocol: "TCP", port: 443, defaultActions: [{ type: "forward", targetGroupArn: "arn:targets" }] }, others: [balancer("alb")],
    bad: [{ "defaultActions[0].targetGroupArn": "arn:other" }, { defaultActions: [] }], missing: ["defaultActions"], unknown: ["protocol"], exempt: [{ protocol: "TCP_UDP" }, { protocol: "TLS" }, { protocol: "HTTP" }, { protocol: undefined }, { protocol: "UDP" }],
  });
  test.each([["ip", "violation"], [undefined, "violation"], [UNKNOWN, "deferred"]])("a listener that passes TCP on to targets of type %s: %s", (targetType, expected) => {
    expect(outcome("network-listener-tls", [resource(LISTENER, "subject", { protocol: "TCP", defaultActions: [{ targetGroupArn: "arn:targets" }] }), balancer(targetType)])).toBe(expected);
  });
  check("classic-load-balancer-drains", {
    type: "aws:elb/loadBalancer:LoadBalancer", good: { connectionDraining: true, crossZoneLoadBalancing: true }, bad: [{ connectionDraining: false }, { crossZoneLoadBalancing: false }],
    safe: ["crossZoneLoadBalancing"], missing: ["connectionDraining"], unknown: ["connectionDraining", "crossZoneLoadBalancing"],
  });
  const GROUP = "aws:lb/targetGroup:TargetGroup";
  check("target-group-encrypted", {
    type: GROUP, good: { protocol: "HTTPS", port: 8443, targetType: "ip" }, bad: [{ protocol: "HTTP" }, { protocol: "TCP" }, { protocol: "TCP_QUIC" }, { protocol: "UDP", targetType: "instance" }, { protocol: 443 }],
    fine: [{ protocol: "TLS" }, { protocol: "QUIC" }, { protocol: "https" }, { targetType: undefined }], missing: ["protocol"], unknown: ["protocol", "targetType"],
    exempt: [{ targetType: "lambda", protocol: undefined }, { targetType: "alb", protocol: "TCP" }, { protocol: "GENEVE" }],
  });
  check("target-group-health-check-encrypted", {
    type: GROUP, good: { protocol: "HTTPS", healthCheck: { protocol: "HTTPS", path: "/health" } },
    bad: [{ "healthCheck.protocol": "HTTP" }, { protocol: "TLS", "healthCheck.protocol": "TCP" }, { targetType: "alb", protocol: "TCP", "healthCheck.protocol": "HTTP" }, { "healthCheck.protocol": true }],
    fine: [{ protocol: "TCP" }, { protocol: undefined }, { "healthCheck.protocol": "https" }], missing: ["healthCheck", "healthCheck.protocol"], unknown: ["healthCheck", "healthCheck.protocol", "targetType", "protocol"],
    exempt: [{ targetType: "lambda", protocol: undefined, healthCheck: undefined }, { protocol: "GENEVE" }],
  });
  test.each(["target-group-encrypted", "target-group-health-check-encrypted"])("%s looks at target groups by their older name too", (rule) =>
    expect(outcome(rule, [resource("aws:alb/targetGroup:TargetGroup", "subject", { protocol: "HTTP" })])).toBe("violation"));
  check("listener-tls-recommended", {
    type: LISTENER, good: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
    bad: ["ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS-1-2-2017-01", "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", "ELBSecurityPolicy-FS-1-2-2019-08", "ELBSecurityPolicy-TLS13-1-0-2021-06"].map((sslPolicy) => ({ sslPolicy })),
    fine: ["ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09"].map((sslPolicy) => ({ sslPolicy })),
    missing: ["sslPolicy"], unknown: ["sslPolicy", "protocol"], exempt: [{ protocol: "HTTP" }, { protocol: undefined }],
  });
  test("a listener for TLS has a policy too", () => expect(outcome("listener-tls-recommended", [resource(LISTENER, "subject", { protocol: "TLS" })])).toBe("violation"));
  check("distribution-tls-recommended", {
    ...on, bad: ["TLSv1", "TLSv1.1_2016", "TLSv1.2_2018", "TLSv1.2_2019"].map((version) => ({ "viewerCertificate.minimumProtocolVersion": version })), fine: ["TLSv1.2_2025", "TLSv1.3_2025"].map((version) => ({ "viewerCertificate.minimumProtocolVersion": version })),
    missing: ["viewerCertificate.minimumProtocolVersion", "viewerCertificate"], unknown: ["viewerCertificate", "viewerCertificate.minimumProtocolVersion"], exempt: [{ viewerCertificate: { cloudfrontDefaultCertificate: true } }],
  });
  check("distribution-server-name", {
    ...on, bad: [{ "viewerCertificate.sslSupportMethod": "vip" }, { "viewerCertificate.sslSupportMethod": "static-ip" }], missing: ["viewerCertificate.sslSupportMethod", "viewerCertificate"],
    unknown: ["viewerCertificate", "viewerCertificate.sslSupportMethod"], exempt: [{ viewerCertificate: { cloudfrontDefaultCertificate: true } }],
  });
  const page = { defaultRootObject: "index.html", defaultCacheBehavior: { targetOriginId: "pages" }, origins: [{ originId: "pages", domainName: "b.s3.amazonaws.com" }, { originId: "api", customOriginConfig: {} }] };
  check("distribution-root-object", {
    type: DISTRIBUTION, good: page, bad: [{ defaultRootObject: "" }], missing: ["defaultRootObject"], unknown: ["defaultRootObject", "origins", "defaultCacheBehavior"],
    fine: [{ defaultRootObject: undefined, "defaultCacheBehavior.targetOriginId": "api" }, { defaultRootObject: undefined, "origins[0].vpcOriginConfig": { vpcOriginId: "vo" } }],
  });
  const lambda = { originId: "f", domainName: "abc.lambda-url.eu-central-1.on.aws", originAccessControlId: "E1", customOriginConfig: {} };
  check("distribution-function-private", {
    type: DISTRIBUTION, good: { origins: [lambda] }, bad: [{ "origins[0].originAccessControlId": "" }], missing: ["origins[0].originAccessControlId"], safe: ["origins", "origins[0].customOriginConfig"],
    fine: [{ "origins[0].originAccessControlId": UNKNOWN }, { origins: [{ ...lambda, originAccessControlId: undefined, domainName: "origin.example.com" }] }], unknown: ["origins", "origins[0].domainName"],
  });
  const bucket = resource("aws:s3/bucket:Bucket", "pages", { bucket: "optibid-pages" });
  const origin = (domainName: unknown, more: Record<string, unknown> = {}) => ({ origins: [{ originId: "pages", domainName, ...more }] });
  check("distribution-bucket-exists", {
    type: DISTRIBUTION, good: origin("optibid-pages.s3.eu-central-1.amazonaws.com"), others: [bucket],
    bad: ["gone.s3.eu-central-1.amazonaws.com", "gone.s3.amazonaws.com", "gone.s3-eu-west-1.amazonaws.com", "gone.s3.dualstack.eu-west-1.amazonaws.com", "pages.example.com"].map((domainName) => ({ "origins[0].domainName": domainName })),
    fine: ["optibid-pages.s3.amazonaws.com", "optibid-pages.s3-eu-west-1.amazonaws.com", "optibid-pages.s3.dualstack.eu-west-1.amazonaws.com"].map((domainName) => ({ "origins[0].domainName": domainName })).concat(
      [origin("api.example.com", { customOriginConfig: {} }), origin(UNKNOWN, { vpcOriginConfig: {} })] as never[],
    ),
    missing: ["origins[0].domainName"], safe: ["origins"], unknown: ["origins", "origins[0].domainName"],
  });
  test.each([
    ["from the bucket, before either is there", UNKNOWN, UNKNOWN, { origins: ["pages"] }, "pass"],
    ["of a name that one bucket may get yet", "gone.s3.amazonaws.com", UNKNOWN, {}, "deferred"],
    ["of a name beside a bucket of another", "gone.s3.amazonaws.com", "optibid-pages", { origins: ["pages"] }, "violation"],
  ])("an origin %s", (_title, domainName, name, edges, expected) => {
    expect(outcome("distribution-bucket-exists", [resource(DISTRIBUTION, "subject", origin(domainName), edges as Record<string, string[]>), resource("aws:s3/bucket:Bucket", "pages", { bucket: name })])).toBe(expected);
  });
  check("distribution-signers-key-groups", {
    ...on, bad: [{ "defaultCacheBehavior.trustedSigners": ["self"] }, { "orderedCacheBehaviors[0].trustedSigners": ["111111111111"] }],
    fine: [{ "defaultCacheBehavior.trustedKeyGroups": ["group"] }, { "defaultCacheBehavior.trustedSigners": [] }],
    safe: ["defaultCacheBehavior.trustedSigners"], unknown: ["defaultCacheBehavior", "orderedCacheBehaviors"],
  });
  check("origin-access-signed", {
    type: "aws:cloudfront/originAccessControl:OriginAccessControl", good: { signingBehavior: "always" }, bad: [{ signingBehavior: "never" }, { signingBehavior: "no-override" }], missing: ["signingBehavior"], unknown: ["signingBehavior"],
  });
  check("classic-load-balancer-https", {
    type: "aws:elb/loadBalancer:LoadBalancer", good: { listeners: [{ lbPort: 443, lbProtocol: "https", instancePort: 80, instanceProtocol: "http" }] },
    bad: [{ "listeners[0].lbProtocol": "http" }, { "listeners[1]": { lbProtocol: "tcp" } }, { listeners: [] }],
    missing: ["listeners", "listeners[0].lbProtocol"], unknown: ["listeners"],
  });
  check("distribution-tls-minimum", {
    ...on,
    bad: [{ viewerCertificate: { cloudfrontDefaultCertificate: true } }, { viewerCertificate: { cloudfrontDefaultCertificate: true, minimumProtocolVersion: "TLSv1.2_2021" } }, { "viewerCertificate.minimumProtocolVersion": "TLSv1.1_2016" }],
    fine: [{ "viewerCertificate.minimumProtocolVersion": "TLSv1.2_2018" }, { "viewerCertificate.minimumProtocolVersion": "TLSv1.3_2025" }, { "viewerCertificate.acmCertificateArn": UNKNOWN }],
    missing: ["viewerCertificate", "viewerCertificate.minimumProtocolVersion"], unknown: ["viewerCertificate"],
  });
  check("distribution-viewer-https", {
    ...on, bad: [{ "defaultCacheBehavior.viewerProtocolPolicy": "allow-all" }, { "orderedCacheBehaviors[0].viewerProtocolPolicy": "allow-all" }],
    missing: ["defaultCacheBehavior", "defaultCacheBehavior.viewerProtocolPolicy"], unknown: ["defaultCacheBehavior", "orderedCacheBehaviors"],
  });
  check("distribution-origin-https", {
    ...on, bad: [{ "origins[0].customOriginConfig.originProtocolPolicy": "match-viewer" }, { "origins[0].customOriginConfig.originSslProtocols": ["TLSv1", "TLSv1.2"] }],
    missing: ["origins[0].customOriginConfig.originProtocolPolicy"], safe: ["origins[0].customOriginConfig"], unknown: ["origins"],
  });
  test.each([
    ["redirect-to-https", "alb", "pass"], ["https-only", "alb", "pass"], ["allow-all", "alb", "violation"], [undefined, "alb", "violation"], ["https-only", "another", "violation"], [UNKNOWN, "alb", "deferred"],
  ])("an origin spoken to as viewers speak, who come by %s to %s: %s", (viewerProtocolPolicy, targetOriginId, expected) => {
    const props = { defaultCacheBehavior: { targetOriginId, viewerProtocolPolicy }, origins: [{ originId: "alb", customOriginConfig: { originProtocolPolicy: "match-viewer", originSslProtocols: ["TLSv1.2"] } }] };
    expect(outcome("distribution-origin-https", [resource(DISTRIBUTION, "subject", props)])).toBe(expected);
  });
  check("vpc-origin-https", {
    type: "aws:cloudfront/vpcOrigin:VpcOrigin", good: { vpcOriginEndpointConfig: { originProtocolPolicy: "https-only", originSslProtocols: { items: ["TLSv1.2"], quantity: 1 } } },
    bad: [{ "vpcOriginEndpointConfig.originProtocolPolicy": "http-only" }, { "vpcOriginEndpointConfig.originSslProtocols.items": ["TLSv1"] }],
    missing: ["vpcOriginEndpointConfig"], unknown: ["vpcOriginEndpointConfig"],
  });
});

describe("caching and headers", () => {
  check("distribution-compresses", { ...on, bad: [{ "defaultCacheBehavior.compress": false }], missing: ["orderedCacheBehaviors[0].compress"], unknown: ["defaultCacheBehavior"] });
  check("distribution-caches", {
    ...on, bad: [{ "defaultCacheBehavior.cachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" }],
    fine: [{ defaultCacheBehavior: { forwardedValues: {}, defaultTtl: 3600 } }], missing: ["defaultCacheBehavior.cachePolicyId"], unknown: ["defaultCacheBehavior.cachePolicyId"],
  });
  test("behaviours that are not known yet may cache", () => {
    const props = { ...patched(distribution, { "defaultCacheBehavior.cachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" }), orderedCacheBehaviors: UNKNOWN };
    expect(outcome("distribution-caches", [resource(DISTRIBUTION, "subject", props)])).toBe("deferred");
  });
  test("a cache policy of the stack is followed by its edge", () => {
    const edge = { defaultCacheBehavior: ["assets"] };
    const props = patched(distribution, { "defaultCacheBehavior.cachePolicyId": UNKNOWN });
    expect(outcome("distribution-caches", [resource(DISTRIBUTION, "subject", props, edge), resource("aws:cloudfront/cachePolicy:CachePolicy", "assets", { maxTtl: 86400 })])).toBe("pass");
  });
  check("cache-policy-compressed", {
    type: "aws:cloudfront/cachePolicy:CachePolicy", good: { maxTtl: 60, parametersInCacheKeyAndForwardedToOrigin: { enableAcceptEncodingBrotli: true, enableAcceptEncodingGzip: true } },
    bad: [{ "parametersInCacheKeyAndForwardedToOrigin.enableAcceptEncodingBrotli": false }], missing: ["parametersInCacheKeyAndForwardedToOrigin"],
    unknown: ["maxTtl"], exempt: [{ maxTtl: 0 }],
  });
  check("object-browser-caching", {
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", good: { customHeadersConfig: { items: [{ header: "Cache-Control", value: "public, max-age=31536000", override: false }] } },
    bad: [{ "customHeadersConfig.items[0].value": "no-store" }, { "customHeadersConfig.items[0].value": "max-age=0" }], missing: ["customHeadersConfig.items[0].value"],
    unknown: ["customHeadersConfig"], exempt: [{ customHeadersConfig: undefined }],
  });
  check("cache-engine-supported", {
    type: "aws:elasticache/replicationGroup:ReplicationGroup", good: { engine: "redis", engineVersion: "7.1" },
    bad: [{ engineVersion: "5.0.6" }], fine: [{ engine: "valkey", engineVersion: "8.0" }], safe: ["engineVersion"], unknown: ["engineVersion", "engine"], exempt: [{ engine: "memcached" }],
  });
  check("response-security-headers", {
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    good: { securityHeadersConfig: {
      strictTransportSecurity: { accessControlMaxAgeSec: 63072000, override: true }, contentSecurityPolicy: { contentSecurityPolicy: "default-src 'self'", override: true },
      contentTypeOptions: { override: true }, frameOptions: { frameOption: "DENY", override: true }, referrerPolicy: { referrerPolicy: "same-origin", override: true },
    } },
    bad: [{ "securityHeadersConfig.strictTransportSecurity.accessControlMaxAgeSec": 3600 }],
    missing: ["securityHeadersConfig", ...["strictTransportSecurity", "contentSecurityPolicy", "contentTypeOptions", "frameOptions", "referrerPolicy"].map((header) => `securityHeadersConfig.${header}`)],
    unknown: ["securityHeadersConfig"],
  });
  check("distribution-response-headers", {
    ...on, bad: [{ "orderedCacheBehaviors[0].responseHeadersPolicyId": "" }], fine: [{ "defaultCacheBehavior.responseHeadersPolicyId": UNKNOWN }],
    missing: ["defaultCacheBehavior.responseHeadersPolicyId"], unknown: ["defaultCacheBehavior"],
  });
  check("balancer-invalid-headers-dropped", {
    type: "aws:lb/loadBalancer:LoadBalancer", good: { dropInvalidHeaderFields: true }, bad: [{ dropInvalidHeaderFields: false }, { desyncMitigationMode: "monitor" }],
    fine: [{ loadBalancerType: "network", dropInvalidHeaderFields: undefined }], missing: ["dropInvalidHeaderFields"], safe: ["desyncMitigationMode"], unknown: ["dropInvalidHeaderFields"],
  });
});

describe("rate limiting", () => {
  const limit = { name: "limit", priority: 1, action: { block: {} }, statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: "IP" } }, visibilityConfig: {} };
  const ACL = "aws:wafv2/webAcl:WebAcl";
  check("web-acl-rate-limit", {
    type: ACL, good: { rules: [limit] },
    bad: [{ "rules[0].action": { count: {} } }, { "rules[0].statement.rateBasedStatement.limit": 1_000_000 }, { "rules[0].statement.rateBasedStatement.aggregateKeyType": "CONSTANT" }, { "rules[0].statement": { geoMatchStatement: {} } }, { rules: [] }],
    fine: [{ "rules[0].action": { challenge: {} } }, { rules: undefined, ruleJson: JSON.stringify([{ Action: { Block: {} }, Statement: { RateBasedStatement: { Limit: 100, AggregateKeyType: "IP" } } }]) }],
    missing: ["rules", "rules[0].action"], unknown: ["rules"],
  });
  const counted = { cloudwatchMetricsEnabled: true, metricName: "m", sampledRequestsEnabled: true };
  check("web-acl-metrics", {
    type: ACL, good: { visibilityConfig: counted, rules: [{ ...limit, visibilityConfig: counted }] },
    bad: [{ "visibilityConfig.cloudwatchMetricsEnabled": false }, { "rules[0].visibilityConfig.cloudwatchMetricsEnabled": false }, { rules: undefined, ruleJson: JSON.stringify([{ Name: "a", VisibilityConfig: { CloudWatchMetricsEnabled: false } }]) }],
    fine: [{ rules: undefined, ruleJson: JSON.stringify([{ Name: "a", VisibilityConfig: { CloudWatchMetricsEnabled: true } }]) }], safe: ["rules"],
    missing: ["visibilityConfig", "rules[0].visibilityConfig"], unknown: ["visibilityConfig", "rules"],
  });
  test("rules of a group given as JSON are read", () => {
    expect(outcome("web-acl-metrics", [resource("aws:wafv2/ruleGroup:RuleGroup", "subject", { visibilityConfig: counted, rulesJson: JSON.stringify([{ Name: "a", VisibilityConfig: {} }]) })])).toBe("violation");
  });
  const managed = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesAmazonIpReputationList"].map((name, priority) => ({
    name, priority, overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { name, vendorName: "AWS" } },
  }));
  check("web-acl-managed-rules", { type: ACL, good: { rules: managed }, bad: [{ "rules[1].overrideAction": { count: {} } }, { rules: managed.slice(1) }], missing: ["rules"], unknown: ["rules"] });
  check("distribution-web-acl", { ...on, bad: [{ webAclId: "" }], fine: [{ webAclId: UNKNOWN }], missing: ["webAclId"] });
  const association = (props: Record<string, unknown>, edges = {}) => resource("aws:wafv2/webAclAssociation:WebAclAssociation", "association", props, edges);
  check("load-balancer-web-acl", {
    type: "aws:lb/loadBalancer:LoadBalancer", good: { arn: "arn:alb", loadBalancerType: "application" }, others: [association({ resourceArn: "arn:alb" })],
    bad: [{ arn: "arn:another" }], safe: ["loadBalancerType"], missing: ["arn"], unknown: ["loadBalancerType"], exempt: [{ loadBalancerType: "network" }],
  });
  test("a web ACL's association is followed by its edge at preview", () => {
    const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "subject", { arn: UNKNOWN });
    expect(outcome("load-balancer-web-acl", [balancer, association({ resourceArn: UNKNOWN }, { resourceArn: ["subject"] })])).toBe("pass");
    expect(outcome("load-balancer-web-acl", [balancer, association({ resourceArn: UNKNOWN })])).toBe("violation");
  });
  check("api-stage-throttled", {
    type: "aws:apigatewayv2/stage:Stage", good: { defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 50 } },
    bad: [{ "defaultRouteSettings.throttlingRateLimit": 0 }], missing: ["defaultRouteSettings"], unknown: ["defaultRouteSettings"],
  });
});

test("every finding names its resource, property and value", () => {
  const rule = ruleNamed("distribution-viewer-https");
  const node = resource(DISTRIBUTION, "subject", patched(distribution, { "orderedCacheBehaviors[0].viewerProtocolPolicy": "allow-all" }));
  expect(evaluate([node], rule === undefined ? [] : [rule], undefined).map(({ urn, outcome: found, property, message }) => ({ urn, found, property, message }))).toEqual([
    { urn: urnOf("subject"), found: "violation", property: "orderedCacheBehaviors[0].viewerProtocolPolicy", message: 'viewerProtocolPolicy is "allow-all"' },
  ]);
});

describe("origins that take each other's place", () => {
  const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
  const reads = { pathPattern: "/files/*", targetOriginId: "both", allowedMethods: ["GET", "HEAD", "OPTIONS"] };
  const takes = { targetOriginId: "one", allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] };
  const group = (...members: string[]) => [{ originId: "both", members: members.map((originId) => ({ originId })), failoverCriteria: { statusCodes: [500] } }];
  check("distribution-origin-failover", {
    type: DISTRIBUTION,
    good: { defaultCacheBehavior: takes, orderedCacheBehaviors: [reads], origins: [{ originId: "one" }, { originId: "other" }], originGroups: group("one", "other") },
    bad: [
      { originGroups: [] }, { originGroups: group("one") }, { originGroups: group("one", "one") }, { originGroups: group("one", "gone") }, { "orderedCacheBehaviors[0].targetOriginId": "one" }, { "orderedCacheBehaviors[0].targetOriginId": undefined },
      { defaultCacheBehavior: { targetOriginId: "one" }, orderedCacheBehaviors: [] }, { defaultCacheBehavior: undefined, orderedCacheBehaviors: undefined },
    ],
    fine: [{ defaultCacheBehavior: { targetOriginId: "both" }, orderedCacheBehaviors: [] }, { "orderedCacheBehaviors[1]": { ...reads, targetOriginId: "one" } }, { "orderedCacheBehaviors[1]": { ...reads, targetOriginId: UNKNOWN } }],
    missing: ["originGroups", "origins"], unknown: ["originGroups", "origins", "orderedCacheBehaviors", "orderedCacheBehaviors[0].targetOriginId", "orderedCacheBehaviors[0].allowedMethods"],
    exempt: [{ orderedCacheBehaviors: [] }, { orderedCacheBehaviors: undefined, originGroups: [] }, { orderedCacheBehaviors: [takes] }],
  });
});
