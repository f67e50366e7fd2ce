/** Limits on single values: dNS, accelerators and interfaces of programs. */
import { among, between, betweenOrUnset, count, like, upTo, type ServiceLimits } from "./limit.ts";
import { RESOLVER_NAME, WORD } from "./forms.ts";

const DOCS = "https://docs.aws.amazon.com";

/** By service, the limits of each type. */
export const edgeLimits: readonly ServiceLimits[] = [
  {
    service: "cloudfront",
    code: "InvalidArgument",
    source: `${DOCS}/cloudfront/latest/APIReference`,
    types: {
      "cloudfront/distribution": { origins: count(Infinity, 1) },
      "cloudfront/keyValueStore": { comment: upTo(128), name: like(WORD, 64) },
    },
  },
  {
    service: "route53",
    code: "InvalidInput",
    source: `${DOCS}/Route53/latest/APIReference`,
    types: {
      "route53/zone": { comment: upTo(256) },
      "route53/healthCheck": { "childHealthchecks[]": upTo(64), insufficientDataHealthStatus: among("Healthy", "Unhealthy", "LastKnownStatus"), ipAddress: like(/^(\d{1,3}(\.\d{1,3}){3}|[\da-fA-F:.]*:[\da-fA-F:.]*)$/, 45), resourcePath: upTo(255), searchString: upTo(255), fqdn: upTo(255), childHealthThreshold: between(0, 256) },
      "route53/keySigningKey": { name: upTo(128, 3) },
      "route53/cidrCollection": { name: like(WORD, 64) },
    },
  },
  {
    service: "route53resolver",
    code: "ValidationException",
    source: `${DOCS}/Route53/latest/APIReference`,
    types: {
      "route53/resolverEndpoint": { direction: among("INBOUND", "OUTBOUND", "INBOUND_DELEGATION"), ipAddresses: count(20, 2), name: like(RESOLVER_NAME, 64), protocols: count(2), "protocols[]": among("DoH", "Do53", "DoH-FIPS"), resolverEndpointType: among("IPV6", "IPV4", "DUALSTACK") },
      "route53/resolverRule": { domainName: upTo(256), name: like(RESOLVER_NAME, 64), ruleType: among("FORWARD", "SYSTEM", "RECURSIVE", "DELEGATE") },
      "route53/resolverFirewallRule": { action: among("ALLOW", "BLOCK", "ALERT"), blockOverrideDnsType: among("CNAME"), blockOverrideDomain: upTo(255), blockOverrideTtl: between(0, 604800), blockResponse: among("NODATA", "NXDOMAIN", "OVERRIDE"), confidenceThreshold: among("LOW", "MEDIUM", "HIGH"), dnsThreatProtection: among("DGA", "DNS_TUNNELING", "DICTIONARY_DGA"), firewallDomainRedirectionAction: among("INSPECT_REDIRECTION_DOMAIN", "TRUST_REDIRECTION_DOMAIN"), name: like(RESOLVER_NAME, 64) },
      "route53/resolverFirewallDomainList": { name: like(RESOLVER_NAME, 64) },
      "route53/resolverFirewallRuleGroup": { name: like(RESOLVER_NAME, 64) },
      "route53/resolverQueryLogConfig": { name: like(RESOLVER_NAME, 64) },
      "route53/resolverFirewallRuleGroupAssociation": { mutationProtection: among("ENABLED", "DISABLED"), name: like(RESOLVER_NAME, 64) },
      "route53/resolverFirewallConfig": { firewallFailOpen: among("ENABLED", "DISABLED", "USE_LOCAL_RESOURCE_SETTING") },
    },
  },
  {
    service: "apigateway",
    code: "BadRequestException",
    source: `${DOCS}/apigateway/latest/api`,
    types: {
      "apigateway/restApi": { apiKeySource: among("HEADER", "AUTHORIZER"), endpointAccessMode: among("BASIC", "STRICT"), securityPolicy: among("TLS_1_0", "TLS_1_2", "SecurityPolicy_TLS13_1_3_2025_09", "SecurityPolicy_TLS13_1_3_FIPS_2025_09", "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09", "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_PQ_2025_09", "SecurityPolicy_TLS13_1_2_2021_06", "SecurityPolicy_TLS13_2025_EDGE", "SecurityPolicy_TLS12_PFS_2025_EDGE", "SecurityPolicy_TLS12_2018_EDGE") },
      "apigateway/stage": { cacheClusterSize: among("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237") },
      "apigateway/integration": { connectionType: among("INTERNET", "VPC_LINK"), contentHandling: among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT"), responseTransferMode: among("BUFFERED", "STREAM"), type: among("HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY") },
      "apigateway/authorizer": { type: among("TOKEN", "REQUEST", "COGNITO_USER_POOLS", "JWT") },
      "apigateway/domainName": { endpointAccessMode: among("BASIC", "STRICT"), routingMode: among("BASE_PATH_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING"), securityPolicy: among("TLS_1_0", "TLS_1_2", "SecurityPolicy_TLS13_1_3_2025_09", "SecurityPolicy_TLS13_1_3_FIPS_2025_09", "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09", "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_PQ_2025_09", "SecurityPolicy_TLS13_1_2_2021_06", "SecurityPolicy_TLS13_2025_EDGE", "SecurityPolicy_TLS12_PFS_2025_EDGE", "SecurityPolicy_TLS12_2018_EDGE") },
      "apigateway/integrationResponse": { contentHandling: among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT") },
    },
  },
  {
    service: "apigatewayv2",
    code: "BadRequestException",
    source: `${DOCS}/apigatewayv2/latest/api-reference`,
    types: {
      "apigatewayv2/api": { ipAddressType: among("ipv4", "dualstack"), protocolType: among("WEBSOCKET", "HTTP") },
      "apigatewayv2/route": { authorizationType: among("NONE", "AWS_IAM", "CUSTOM", "JWT") },
      "apigatewayv2/integration": { connectionType: among("INTERNET", "VPC_LINK"), contentHandlingStrategy: among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT"), integrationType: among("AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"), passthroughBehavior: among("WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"), timeoutMilliseconds: betweenOrUnset(50, 30000) },
      "apigatewayv2/authorizer": { authorizerResultTtlInSeconds: between(0, 3600), authorizerType: among("REQUEST", "JWT") },
      "apigatewayv2/integrationResponse": { contentHandlingStrategy: among("CONVERT_TO_BINARY", "CONVERT_TO_TEXT") },
    },
  },
  {
    service: "globalaccelerator",
    code: "InvalidArgumentException",
    source: `${DOCS}/global-accelerator/latest/api`,
    types: {
      "globalaccelerator/accelerator": { ipAddressType: among("IPV4", "DUAL_STACK"), ipAddresses: count(2), "ipAddresses[]": upTo(45), name: upTo(255) },
      "globalaccelerator/listener": { clientAffinity: among("NONE", "SOURCE_IP"), portRanges: count(10, 1), protocol: among("TCP", "UDP") },
      "globalaccelerator/endpointGroup": { endpointConfigurations: count(10), endpointGroupRegion: upTo(255), healthCheckIntervalSeconds: betweenOrUnset(10, 30), healthCheckPath: like(/^\/[\w@:%+.~#?&/=\\-]*$/, 255), healthCheckPort: betweenOrUnset(1, 65535), healthCheckProtocol: among("TCP", "HTTP", "HTTPS"), portOverrides: count(10), thresholdCount: betweenOrUnset(1, 10), trafficDialPercentage: between(0, 100) },
    },
  },
];
