/**
 * The edge broken, one rule at a time.
 */
import { adds, breaks, removes, type Mutation } from "../mutation.ts";
import { DISTRIBUTION } from "../types.ts";

const LISTENER = "aws:lb/listener:Listener";
const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";
const FORWARD = [{ type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:111111111111:targetgroup/app/0" }];
const CERTIFICATE = "aws:acm/certificate:Certificate";
/** A self-signed certificate made for this purpose; its key was thrown away. */
export const SELF_SIGNED = `-----BEGIN CERTIFICATE-----
MIIBgzCCASmgAwIBAgIUdyFBTDJR5Y9LuDMWVmV+qlOvgsswCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMc2VsZi5leGFtcGxlMB4XDTI2MTEyMjAyMTYxNloXDTQ2MTEx
NzAyMTYxNlowFzEVMBMGA1UEAwwMc2VsZi5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEqeKb+0GBAsFydf7+ZF2yjtMQyf3aN5VnaTxZHUqdMIM0h0pv
Sbx7XxQAfWxG8XeWJxoGkgBhHMADHpc8lXlV+6NTMFEwHQYDVR0OBBYEFBApYw4+
yEOAqUrACaI1xlAhDM2oMB8GA1UdIwQYMBaAFBApYw4+yEOAqUrACaI1xlAhDM2o
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgKNdjkCSPzGdA0bBM
1bPMUL6wOf+VT8ucugfEu7AhuKkCIQChrFlDw2Y5UFr+G45odGbr7TJbMWwhtKsx
qSxfnRBElw==
-----END CERTIFICATE-----`;
const IMPORTED = { type: CERTIFICATE, props: { certificateBody: SELF_SIGNED, certificateChain: SELF_SIGNED } };
const HEADERS = { type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", props: {} };

/** Removes the first of the listed rules of a web ACL that fits. */
function without(fits: (rule: { statement?: { rateBasedStatement?: unknown; managedRuleGroupStatement?: unknown } }) => boolean) {
  return (props: Readonly<Record<string, unknown>>) => ({ rules: (props["rules"] as never[]).filter((rule) => !fits(rule)) });
}

/** Logs leave CloudFront in two ways; both are closed. */
const silent: Mutation = {
  rule: "distribution-access-logs",
  title: "switches access logs off",
  alsoFires: [],
  mutate(graph) {
    const undelivered = graph.filter(({ type }) => type !== "aws:cloudwatch/logDeliverySource:LogDeliverySource");
    return breaks("distribution-access-logs", "switches access logs off", { loggingConfig: undefined }, { types: [DISTRIBUTION] }).mutate(undelivered);
  },
};

/** Adds a rule to the listener for HTTP. */
const inTheClear: Mutation = {
  rule: "listener-rule-https",
  title: "serves a path over HTTP",
  alsoFires: [],
  mutate(graph) {
    const listener = graph.find(({ type, props }) => type === LISTENER && props["protocol"] === "HTTP");
    if (listener === undefined) return [...graph];
    const urn = `urn:pulumi:mutation::golive::${LISTENER_RULE}::mutation-listener-rule-https`;
    return [...graph, { urn, type: LISTENER_RULE, name: "mutation-listener-rule-https", props: { actions: FORWARD }, dependencies: [listener.urn], propertyDependencies: { listenerArn: [listener.urn] }, protect: false }];
  },
};

export const mutations: readonly Mutation[] = [
  breaks("certificate-dns-validated", "validates by e-mail", { validationMethod: "EMAIL" }),
  breaks("certificate-publicly-trusted", "takes a certificate of a private authority", { certificateAuthorityArn: "arn:aws:acm-pca:eu-central-1:111111111111:certificate-authority/0", validationMethod: undefined }),
  breaks("certificate-not-self-signed", "imports a self-signed certificate", { certificateBody: SELF_SIGNED, certificateChain: SELF_SIGNED, validationMethod: undefined }, { types: [CERTIFICATE] }),
  breaks("certificate-not-expiring", "lets a certificate come within days of its end", { notAfter: "2000-01-01T00:00:00Z" }, { types: [CERTIFICATE] }),
  breaks("certificate-chain-included", "imports a certificate without its chain", { certificateBody: SELF_SIGNED, certificateChain: undefined, validationMethod: undefined }, { types: [CERTIFICATE], extra: IMPORTED, alsoFires: ["certificate-not-self-signed"] }),
  breaks("listener-https", "serves plain HTTP", { defaultActions: FORWARD, protocol: "HTTP", port: 80 }, { types: [LISTENER], extra: { type: LISTENER, props: {} } }),
  breaks("listener-tls-minimum", "accepts TLS 1.0", { sslPolicy: "ELBSecurityPolicy-2016-08" }, { alsoFires: ["listener-tls-recommended"], extra: { type: LISTENER, props: { protocol: "HTTPS", port: 443, defaultActions: FORWARD } } }),
  breaks("classic-load-balancer-https", "adds a Classic Load Balancer that serves HTTP", { listeners: [{ lbPort: 80, lbProtocol: "http", instancePort: 80, instanceProtocol: "http" }] }, {
    extra: { type: "aws:elb/loadBalancer:LoadBalancer", props: { internal: true, subnets: ["subnet-0", "subnet-1"], accessLogs: { bucket: "logs", enabled: true }, connectionDraining: true } },
  }),
  inTheClear,
  adds("network-listener-tls", "passes TCP on as it comes", { type: LISTENER, props: { protocol: "TCP", port: 443, defaultActions: FORWARD } }),
  adds("classic-load-balancer-drains", "cuts requests off", {
    type: "aws:elb/loadBalancer:LoadBalancer",
    props: { listeners: [{ lbPort: 443, lbProtocol: "https", instancePort: 443, instanceProtocol: "https" }], internal: true, subnets: ["subnet-0", "subnet-1"], accessLogs: { bucket: "logs", enabled: true }, connectionDraining: false },
  }),
  breaks("listener-tls-recommended", "takes ciphers without forward secrecy", { sslPolicy: "ELBSecurityPolicy-TLS-1-2-2017-01" }, { extra: { type: LISTENER, props: { protocol: "HTTPS", port: 443, defaultActions: FORWARD } } }),
  breaks("distribution-tls-recommended", "takes the ciphers of 2018", { "viewerCertificate.minimumProtocolVersion": "TLSv1.2_2018" }),
  breaks("distribution-server-name", "takes an address of its own", { "viewerCertificate.sslSupportMethod": "vip" }),
  breaks("distribution-root-object", "serves a bucket at the root without an object to serve", (props) => ({
    "defaultCacheBehavior.targetOriginId": "pages", origins: [...((props["origins"] ?? []) as object[]), { originId: "pages", domainName: "pages.s3.eu-central-1.amazonaws.com", originAccessControlId: "E0" }],
  }), { alsoFires: ["distribution-bucket-exists"] }),
  breaks("distribution-bucket-exists", "serves a bucket that nobody has", (props) => ({
    origins: [...((props["origins"] ?? []) as object[]), { originId: "gone", domainName: "gone.s3.eu-central-1.amazonaws.com", originAccessControlId: "E0" }],
  })),
  breaks("distribution-origin-failover", "leaves every origin without a second", { originGroups: undefined }),
  breaks("distribution-signers-key-groups", "trusts the keys of an account", { "defaultCacheBehavior.trustedSigners": ["self"] }),
  breaks("distribution-function-private", "serves a function's URL without signing requests", (props) => ({
    origins: [...((props["origins"] ?? []) as object[]), { originId: "function", domainName: "abc.lambda-url.eu-central-1.on.aws", customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"], httpPort: 80, httpsPort: 443 } }],
  })),
  breaks("certificate-key-strong", "takes a key of 1024 bits", { keyAlgorithm: "RSA_1024" }, { types: [CERTIFICATE] }),
  breaks("certificate-transparent", "keeps a certificate out of the public logs", { options: { certificateTransparencyLoggingPreference: "DISABLED" } }),
  breaks("web-acl-metrics", "counts nothing", { "visibilityConfig.cloudwatchMetricsEnabled": false }),
  breaks("distribution-tls-minimum", "serves CloudFront's own certificate", { viewerCertificate: { cloudfrontDefaultCertificate: true } }),
  breaks("distribution-viewer-https", "serves viewers over HTTP", { "defaultCacheBehavior.viewerProtocolPolicy": "allow-all" }),
  breaks("distribution-origin-https", "speaks HTTP to an origin", { "origins[0].customOriginConfig": { originProtocolPolicy: "http-only", originSslProtocols: ["TLSv1.2"], httpPort: 80, httpsPort: 443 } }),
  breaks("distribution-bucket-private", "serves a bucket without signing requests", (props) => ({ origins: [...((props["origins"] ?? []) as object[]), { originId: "public", domainName: "public.s3.eu-central-1.amazonaws.com" }] }), { alsoFires: ["distribution-bucket-exists"] }),
  adds("origin-access-signed", "signs no requests to a bucket", { type: "aws:cloudfront/originAccessControl:OriginAccessControl", props: { name: "x", originAccessControlOriginType: "s3", signingBehavior: "never", signingProtocol: "sigv4" } }),
  breaks("vpc-origin-https", "speaks HTTP to the VPC origin", { "vpcOriginEndpointConfig.originProtocolPolicy": "http-only" }, { extra: { type: "aws:cloudfront/vpcOrigin:VpcOrigin", props: {} } }),
  breaks("distribution-caches", "caches nothing", { "defaultCacheBehavior.cachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", orderedCacheBehaviors: [] }),
  breaks("distribution-compresses", "sends everything uncompressed", { "defaultCacheBehavior.compress": false }),
  breaks("cache-policy-compressed", "switches Brotli off", { "parametersInCacheKeyAndForwardedToOrigin.enableAcceptEncodingBrotli": false }, { extra: { type: "aws:cloudfront/cachePolicy:CachePolicy", props: { maxTtl: 60, parametersInCacheKeyAndForwardedToOrigin: { enableAcceptEncodingGzip: true } } } }),
  breaks("object-browser-caching", "forbids browsers to cache", { customHeadersConfig: { items: [{ header: "Cache-Control", value: "no-store", override: true }] } }, { types: [HEADERS.type], extra: HEADERS }),
  breaks("distribution-response-headers", "leaves the security headers out of a behaviour", { "defaultCacheBehavior.responseHeadersPolicyId": undefined }),
  breaks("response-security-headers", "drops the Content-Security-Policy", { "securityHeadersConfig.contentSecurityPolicy": undefined }),
  breaks("distribution-web-acl", "takes the web ACL off the distribution", { webAclId: undefined }),
  silent,
  breaks("web-acl-rate-limit", "drops the rate limit", without((rule) => rule.statement?.rateBasedStatement !== undefined)),
  breaks("web-acl-managed-rules", "drops AWS's managed rules", without((rule) => rule.statement?.managedRuleGroupStatement !== undefined)),
  removes("load-balancer-web-acl", "takes the web ACL off the load balancer", ["aws:wafv2/webAclAssociation:WebAclAssociation"]),
  removes("web-acl-logged", "stops logging what the web ACL judges", ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"]),
  removes("zone-queries-logged", "stops logging which names are asked for", ["aws:route53/queryLog:QueryLog"]),
  breaks("web-acl-log-redacted", "logs cookies", { redactedFields: [{ singleHeader: { name: "authorization" } }] }),
  breaks("balancer-invalid-headers-dropped", "passes malformed headers on", { dropInvalidHeaderFields: false }),
  breaks("load-balancer-access-logs", "switches access logs off", { accessLogs: undefined }),
  breaks("load-balancer-internal", "puts the load balancer on the internet", { internal: false }),
  breaks("load-balancer-deletion-protected", "lets the load balancer be deleted", { enableDeletionProtection: false }),
  breaks("load-balancer-several-zones", "puts the load balancer into one zone", { subnets: ["subnet-0"], subnetMappings: undefined }),
  breaks("target-group-encrypted", "speaks HTTP to the pods", { protocol: "HTTP" }),
  breaks("target-group-health-check-encrypted", "checks the pods over HTTP", { "healthCheck.protocol": "HTTP" }),
  breaks("target-group-health-check", "switches health checks off", { "healthCheck.enabled": false }),
  breaks("target-group-session-persistence", "switches stickiness off", { stickiness: { enabled: false, type: "lb_cookie" } }),
  breaks("api-stage-throttled", "leaves an API stage without limits", {}, { extra: { type: "aws:apigatewayv2/stage:Stage", props: { accessLogSettings: { destinationArn: "arn:aws:logs:eu-central-1:111111111111:log-group:api", format: "$context.requestId" } } } }),
];
