import { ACCOUNT, arn, network, policy, thing, type Cases } from "../world.ts";

const G = "aws-global";
const US = "us-east-1";
const certArn = arn("acm", "certificate/1", US);
const certificate = thing("acm/certificate", certArn, { arn: certArn, domainName: "optibid.example", subjectAlternativeNames: ["*.optibid.example"], validationMethod: "DNS" }, US);
const validated = thing("acm/certificateValidation", certArn, { certificateArn: certArn }, US);
const globalAcl = arn("wafv2", "global/webacl/edge/1", US);
const regionalAcl = arn("wafv2", "regional/webacl/alb/1");
const lbArn = arn("elasticloadbalancing", "loadbalancer/app/web/1");
const lb = thing("lb/loadBalancer", lbArn, { arn: lbArn, internal: true, loadBalancerType: "application", subnets: ["subnet-a", "subnet-b"] });
const behavior = { targetOriginId: "alb", viewerProtocolPolicy: "redirect-to-https", allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"], cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" };
const distribution = {
  enabled: true,
  origins: [{ originId: "alb", domainName: "origin.optibid.example", customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] } }],
  defaultCacheBehavior: behavior,
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
};
const own = { ...distribution, aliases: ["www.optibid.example"], viewerCertificate: { acmCertificateArn: certArn, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" } };
const D = "cloudfront/distribution";
const visibility = { cloudwatchMetricsEnabled: true, metricName: "m", sampledRequestsEnabled: true };
const managed = { name: "common", priority: 1, overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" } }, visibilityConfig: visibility };
const rate = { name: "rate", priority: 2, action: { block: {} }, statement: { rateBasedStatement: { limit: 2000, evaluationWindowSec: 300, aggregateKeyType: "IP" } }, visibilityConfig: visibility };
const acl = { name: "acl", scope: "REGIONAL", defaultAction: { allow: {} }, visibilityConfig: visibility, rules: [managed, rate] };
const WAF = "WAFInvalidParameterException";
const zone = thing("route53/zone", "Z1", { zoneId: "Z1", name: "optibid.example" }, G);
const record = { zoneId: "Z1", name: "www", type: "A", ttl: 60, records: ["192.0.2.1"] };
const logs = (service: string, name: string) => ({ resourceArn: regionalAcl, logDestinationConfigs: [service === "logs" ? arn("logs", `log-group:${name}`) : `arn:aws:s3:::${name}`] });
const theAcl = thing("wafv2/webAcl", "1", { arn: regionalAcl });
const edgeAcl = thing("wafv2/webAcl", "2", { arn: globalAcl }, US);
const keyPolicy = policy({ Effect: "Allow", Principal: { Service: "logs.eu-central-1.amazonaws.com" }, Action: "kms:*", Resource: "*" });
const keyArn = arn("kms", "key/1");
const alarm = { name: "cpu", comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 3, metricName: "CPUUtilization", namespace: "AWS/RDS", period: 60, statistic: "Average", threshold: 80 };
const trail = { name: "audit", s3BucketName: "audit", isMultiRegionTrail: true };
const queue = (name: string, more = {}) => thing("sqs/queue", name, { name, arn: arn("sqs", name), ...more });

export const edgeCases: readonly Cases[] = [
  {
    law: "cloudfront-behaviors",
    refuses: [
      ["NoSuchOrigin", { short: D, region: G, inputs: { ...distribution, defaultCacheBehavior: { ...behavior, targetOriginId: "other" } } }],
      ["InvalidArgument", { short: D, region: G, inputs: { ...distribution, defaultCacheBehavior: { ...behavior, forwardedValues: { queryString: false, cookies: { forward: "none" } } } } }],
      ["InvalidArgument", { short: D, region: G, inputs: { ...distribution, defaultCacheBehavior: { ...behavior, cachePolicyId: undefined } } }],
      ["InvalidArgument", { short: D, region: G, inputs: { ...distribution, defaultCacheBehavior: { ...behavior, allowedMethods: ["GET", "HEAD", "POST"] } } }],
      ["InvalidTTLOrder", { short: D, region: G, inputs: { ...distribution, defaultCacheBehavior: { ...behavior, cachePolicyId: undefined, forwardedValues: { queryString: false, cookies: { forward: "none" } }, minTtl: 100, defaultTtl: 10 } } }],
      ["InvalidLambdaFunctionAssociation", { short: D, region: G, inputs: { ...distribution, defaultCacheBehavior: { ...behavior, lambdaFunctionAssociations: [{ eventType: "viewer-request", lambdaArn: arn("lambda", "function:fn", US) }] } } }],
    ],
    accepts: [{ short: D, region: G, inputs: { ...distribution, orderedCacheBehaviors: [{ ...behavior, pathPattern: "/api/*", allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] }] } }],
  },
  {
    law: "cloudfront-origins",
    refuses: [
      ["InvalidArgument", { short: D, region: G, inputs: { ...distribution, origins: [{ originId: "alb", domainName: "https://x.example" }] } }],
      ["InvalidArgument", { short: D, region: G, inputs: { ...distribution, origins: [{ originId: "alb", domainName: "x.example", originPath: "api/" }] } }],
      ["InvalidArgument", { short: D, region: G, inputs: { ...distribution, origins: [{ originId: "alb", domainName: "x.example", connectionAttempts: 5 }] } }],
    ],
    accepts: [{ short: D, region: G, inputs: { ...distribution, origins: [{ originId: "alb", domainName: "x.example", originPath: "/api", customHeaders: [{ name: "x-origin-verify", value: "v" }], s3OriginConfig: { originAccessIdentity: "" } }] } }],
  },
  {
    law: "cloudfront-viewer-certificate",
    refuses: [
      ["InvalidViewerCertificate", { short: D, region: G, inputs: { ...own, viewerCertificate: { ...own.viewerCertificate, acmCertificateArn: arn("acm", "certificate/1") } } }],
      ["InvalidViewerCertificate", { short: D, region: G, inputs: { ...distribution, aliases: ["www.optibid.example"] } }],
      ["InvalidMinimumProtocolVersion", { short: D, region: G, inputs: { ...own, viewerCertificate: { ...own.viewerCertificate, minimumProtocolVersion: "TLSv1.2" } } }],
      ["InvalidArgument", { short: D, region: G, inputs: { ...own, viewerCertificate: { acmCertificateArn: certArn } } }],
    ],
    accepts: [{ short: D, region: G, inputs: own, world: [certificate, validated] }],
  },
  {
    law: "cloudfront-values",
    refuses: [
      ["InvalidWebACLId", { short: D, region: G, inputs: { ...distribution, webAclId: regionalAcl } }],
      ["InvalidGeoRestrictionParameter", { short: D, region: G, inputs: { ...distribution, restrictions: { geoRestriction: { restrictionType: "whitelist" } } } }],
      ["InvalidDefaultRootObject", { short: D, region: G, inputs: { ...distribution, defaultRootObject: "/index.html" } }],
      ["InvalidErrorCode", { short: D, region: G, inputs: { ...distribution, customErrorResponses: [{ errorCode: 418 }] } }],
    ],
    accepts: [{ short: D, region: G, inputs: { ...distribution, webAclId: globalAcl, priceClass: "PriceClass_100", customErrorResponses: [{ errorCode: 503, responseCode: 503, responsePagePath: "/sorry.html" }] }, world: [edgeAcl] }],
  },
  {
    law: "cloudfront-certificate-usable",
    refuses: [
      ["InvalidViewerCertificate", { short: D, region: G, inputs: own, world: [certificate] }],
      ["InvalidViewerCertificate", { short: D, region: G, inputs: own }],
      ["InvalidViewerCertificate", { short: D, region: G, inputs: { ...own, aliases: ["a.b.optibid.example"] }, world: [certificate, validated] }],
    ],
    accepts: [{ short: D, region: G, inputs: { ...own, aliases: ["optibid.example", "www.optibid.example"] }, world: [certificate, validated] }],
  },
  {
    law: "cloudfront-alias-once",
    refuses: [["CNAMEAlreadyExists", { short: D, region: G, inputs: own, world: [certificate, validated, thing(D, "E1", own, G)] }]],
    accepts: [{ short: D, region: G, operation: "update", id: "E1", inputs: own, world: [certificate, validated, thing(D, "E1", own, G)] }],
  },
  {
    law: "cloudfront-web-acl",
    refuses: [["InvalidWebACLId", { short: D, region: G, inputs: { ...distribution, webAclId: globalAcl } }]],
    accepts: [{ short: D, region: G, inputs: { ...distribution, webAclId: globalAcl }, world: [edgeAcl] }],
  },
  {
    law: "cloudfront-vpc-origin",
    refuses: [["InvalidArgument", { short: "cloudfront/vpcOrigin", region: G, inputs: { vpcOriginEndpointConfig: { arn: lbArn } }, world: [...network, thing("lb/loadBalancer", lbArn, { ...lb.inputs, internal: false }), thing("ec2/internetGateway", "igw-1", { vpcId: "vpc-1" })] }], ["InvalidArgument", { short: "cloudfront/vpcOrigin", region: G, inputs: { vpcOriginEndpointConfig: { arn: lbArn } }, world: [...network, lb] }]],
    accepts: [{ short: "cloudfront/vpcOrigin", region: G, inputs: { vpcOriginEndpointConfig: { name: "o", arn: lbArn, httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: { items: ["TLSv1.2"], quantity: 1 } } }, world: [...network, lb, thing("ec2/internetGateway", "igw-1", { vpcId: "vpc-1" })] }],
  },
  {
    law: "cloudfront-cache-policy",
    refuses: [
      ["InvalidArgument", { short: "cloudfront/cachePolicy", region: G, inputs: { name: "p", minTtl: 10, defaultTtl: 5, maxTtl: 20 } }],
      ["InvalidArgument", { short: "cloudfront/cachePolicy", region: G, inputs: { name: "p", minTtl: 0, defaultTtl: 0, maxTtl: 0, parametersInCacheKeyAndForwardedToOrigin: { enableAcceptEncodingGzip: true } } }],
      ["InvalidArgument", { short: "cloudfront/cachePolicy", region: G, inputs: { name: "p", parametersInCacheKeyAndForwardedToOrigin: { headersConfig: { headerBehavior: "whitelist" } } } }],
    ],
    accepts: [{ short: "cloudfront/cachePolicy", region: G, inputs: { name: "p", minTtl: 0, defaultTtl: 60, maxTtl: 3600, parametersInCacheKeyAndForwardedToOrigin: { enableAcceptEncodingGzip: true, enableAcceptEncodingBrotli: true, headersConfig: { headerBehavior: "whitelist", headers: { items: ["Authorization"] } }, cookiesConfig: { cookieBehavior: "none" }, queryStringsConfig: { queryStringBehavior: "all" } } } }],
  },
  {
    law: "cloudfront-origin-request-policy",
    refuses: [["InvalidArgument", { short: "cloudfront/originRequestPolicy", region: G, inputs: { name: "p", headersConfig: { headerBehavior: "everything" } } }]],
    accepts: [{ short: "cloudfront/originRequestPolicy", region: G, inputs: { name: "p", headersConfig: { headerBehavior: "allViewer" }, cookiesConfig: { cookieBehavior: "all" }, queryStringsConfig: { queryStringBehavior: "all" } } }],
  },
  {
    law: "cloudfront-response-headers-policy",
    refuses: [["InvalidArgument", { short: "cloudfront/responseHeadersPolicy", region: G, inputs: { name: "p", securityHeadersConfig: { frameOptions: { frameOption: "ALLOW", override: true } } } }], ["InvalidArgument", { short: "cloudfront/responseHeadersPolicy", region: G, inputs: { name: "p", customHeadersConfig: { items: [{ header: "Strict-Transport-Security", value: "x", override: true }] } } }]],
    accepts: [{ short: "cloudfront/responseHeadersPolicy", region: G, inputs: { name: "p", securityHeadersConfig: { frameOptions: { frameOption: "DENY", override: true } }, customHeadersConfig: { items: [{ header: "Permissions-Policy", value: "camera=()", override: true }] } } }],
  },
  {
    law: "cloudfront-parts",
    refuses: [["InvalidArgument", { short: "cloudfront/function", region: G, inputs: { name: "f", runtime: "nodejs22.x", code: "x" } }], ["InconsistentQuantities", { short: "cloudfront/vpcOrigin", region: G, inputs: { vpcOriginEndpointConfig: { arn: lbArn, originSslProtocols: { items: ["TLSv1.2"], quantity: 2 } } } }]],
    accepts: [{ short: "cloudfront/function", region: G, inputs: { name: "f", runtime: "cloudfront-js-2.0", code: "function handler(e) { return e.request; }" } }],
  },
  {
    law: "acm-certificate-request",
    refuses: [["ValidationException", { short: "acm/certificate", inputs: { domainName: "no_underscores", validationMethod: "DNS" } }], ["InvalidDomainValidationOptionsException", { short: "acm/certificate", inputs: { domainName: `${"a".repeat(60)}.example`, validationMethod: "DNS" } }], ["ValidationException", { short: "acm/certificate", inputs: {} }]],
    accepts: [{ short: "acm/certificate", inputs: { domainName: "optibid.example", subjectAlternativeNames: ["*.optibid.example"], validationMethod: "DNS" } }],
  },
  {
    law: "acm-validation-records",
    refuses: [["InvalidParameterCombination", { short: "acm/certificateValidation", region: US, inputs: { certificateArn: certArn, validationRecordFqdns: ["a"] }, world: [thing("acm/certificate", certArn, { arn: certArn, validationMethod: "EMAIL" }, US)] }]],
    accepts: [{ short: "acm/certificateValidation", region: US, inputs: { certificateArn: certArn, validationRecordFqdns: ["a"] }, world: [certificate] }],
  },
  {
    law: "route53-record-shape",
    refuses: [
      ["InvalidInput", { short: "route53/record", region: G, inputs: { ...record, aliases: [{ name: "x", zoneId: "Z2", evaluateTargetHealth: true }] } }],
      ["InvalidInput", { short: "route53/record", region: G, inputs: { ...record, ttl: undefined } }],
      ["InvalidInput", { short: "route53/record", region: G, inputs: { ...record, records: undefined } }],
      ["InvalidChangeBatch", { short: "route53/record", region: G, inputs: { ...record, records: ["not.an.address"] } }],
      ["InvalidInput", { short: "route53/record", region: G, inputs: { ...record, weightedRoutingPolicies: [{ weight: 1 }] } }],
      ["InvalidChangeBatch", { short: "route53/record", region: G, inputs: { ...record, name: "a".repeat(64) } }],
    ],
    accepts: [{ short: "route53/record", region: G, inputs: record, world: [zone] }, { short: "route53/record", region: G, inputs: { zoneId: "Z1", name: "optibid.example", type: "A", aliases: [{ name: "d1.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false }] }, world: [zone] }],
  },
  {
    law: "route53-record-place",
    refuses: [
      ["InvalidChangeBatch", { short: "route53/record", region: G, inputs: record, world: [zone, thing("route53/record", "r", record, G)] }],
      ["InvalidChangeBatch", { short: "route53/record", region: G, inputs: record, world: [zone, thing("route53/record", "r", { ...record, type: "CNAME", records: ["x.example"] }, G)] }],
      ["InvalidChangeBatch", { short: "route53/record", region: G, inputs: { ...record, name: "other.example." }, world: [zone] }],
      ["InvalidChangeBatch", { short: "route53/record", region: G, inputs: { ...record, name: "", type: "CNAME", records: ["x.example"] }, world: [zone] }],
    ],
    accepts: [{ short: "route53/record", region: G, inputs: { ...record, type: "AAAA", records: ["2001:db8::1"] }, world: [zone, thing("route53/record", "r", record, G)] }],
  },
  {
    law: "route53-zone-not-empty",
    refuses: [["HostedZoneNotEmpty", { short: "route53/zone", region: G, operation: "delete", id: "Z1", inputs: { name: "optibid.example" }, world: [zone, thing("route53/record", "r", record, G)] }]],
    accepts: [{ short: "route53/zone", region: G, operation: "delete", id: "Z1", inputs: { name: "optibid.example" }, world: [zone, thing("route53/record", "r", { zoneId: "Z1", name: "optibid.example", type: "NS" }, G)] }],
  },
  {
    law: "route53-health-check",
    refuses: [["InvalidInput", { short: "route53/healthCheck", region: G, inputs: { type: "HTTPS", fqdn: "x.example", requestInterval: 20 } }], ["InvalidInput", { short: "route53/healthCheck", region: G, inputs: { type: "HTTPS", fqdn: "x.example", regions: ["eu-west-1"] } }], ["InvalidInput", { short: "route53/healthCheck", region: G, inputs: { type: "HTTPS" } }]],
    accepts: [{ short: "route53/healthCheck", region: G, inputs: { type: "HTTPS", fqdn: "x.example", port: 443, requestInterval: 30, failureThreshold: 3 } }],
  },
  {
    law: "waf-scope",
    refuses: [[WAF, { short: "wafv2/webAcl", inputs: { ...acl, scope: "CLOUDFRONT" } }], [WAF, { short: "wafv2/webAcl", inputs: { ...acl, scope: "GLOBAL" } }]],
    accepts: [{ short: "wafv2/webAcl", region: US, inputs: { ...acl, scope: "CLOUDFRONT" } }, { short: "wafv2/webAcl", inputs: acl }],
  },
  {
    law: "waf-rules",
    refuses: [
      [WAF, { short: "wafv2/webAcl", inputs: { ...acl, rules: [managed, { ...rate, priority: 1 }] } }],
      [WAF, { short: "wafv2/webAcl", inputs: { ...acl, rules: [{ ...rate, statement: { rateBasedStatement: { limit: 5 } } }] } }],
      [WAF, { short: "wafv2/webAcl", inputs: { ...acl, rules: [{ ...rate, statement: { rateBasedStatement: { limit: 2000, evaluationWindowSec: 90 } } }] } }],
      [WAF, { short: "wafv2/webAcl", inputs: { ...acl, rules: [{ ...managed, overrideAction: undefined }] } }],
      [WAF, { short: "wafv2/webAcl", inputs: { ...acl, defaultAction: {} } }],
    ],
    accepts: [{ short: "wafv2/webAcl", inputs: acl }],
  },
  {
    law: "waf-ip-set",
    refuses: [[WAF, { short: "wafv2/ipSet", inputs: { name: "s", scope: "REGIONAL", ipAddressVersion: "IPV4", addresses: ["10.0.0.1"] } }], [WAF, { short: "wafv2/ipSet", inputs: { name: "s", scope: "REGIONAL", ipAddressVersion: "IPV4", addresses: ["2001:db8::/32"] } }]],
    accepts: [{ short: "wafv2/ipSet", inputs: { name: "s", scope: "REGIONAL", ipAddressVersion: "IPV4", addresses: ["192.0.2.1/32"] } }],
  },
  {
    law: "waf-association",
    refuses: [
      [WAF, { short: "wafv2/webAclAssociation", inputs: { webAclArn: regionalAcl, resourceArn: `arn:aws:cloudfront::${ACCOUNT}:distribution/E1` }, world: [theAcl] }],
      [WAF, { short: "wafv2/webAclAssociation", inputs: { webAclArn: globalAcl, resourceArn: lbArn }, world: [edgeAcl, lb] }],
      ["WAFUnavailableEntityException", { short: "wafv2/webAclAssociation", inputs: { webAclArn: regionalAcl, resourceArn: lbArn }, world: [theAcl] }],
    ],
    accepts: [{ short: "wafv2/webAclAssociation", inputs: { webAclArn: regionalAcl, resourceArn: lbArn }, world: [theAcl, lb] }],
  },
  {
    law: "waf-log-destination",
    refuses: [[WAF, { short: "wafv2/webAclLoggingConfiguration", inputs: logs("logs", "waf") }], [WAF, { short: "wafv2/webAclLoggingConfiguration", inputs: logs("s3", "waf-logs") }]],
    accepts: [{ short: "wafv2/webAclLoggingConfiguration", inputs: logs("logs", "aws-waf-logs-x"), world: [theAcl, thing("cloudwatch/logGroup", "aws-waf-logs-x", { arn: arn("logs", "log-group:aws-waf-logs-x") })] }],
  },
  {
    law: "waf-log-destination-exists",
    refuses: [["WAFNonexistentItemException", { short: "wafv2/webAclLoggingConfiguration", inputs: logs("logs", "aws-waf-logs-x"), world: [theAcl] }]],
    accepts: [{ short: "wafv2/webAclLoggingConfiguration", inputs: logs("s3", "aws-waf-logs-x"), world: [theAcl, thing("s3/bucket", "aws-waf-logs-x", { arn: "arn:aws:s3:::aws-waf-logs-x" })] }],
  },
  {
    law: "secret-values",
    refuses: [["InvalidParameterException", { short: "secretsmanager/secret", inputs: { name: "s", recoveryWindowInDays: 3 } }], ["InvalidParameterException", { short: "secretsmanager/secret", inputs: { name: "s", replicas: [{ region: "eu-central-1" }] } }]],
    accepts: [{ short: "secretsmanager/secret", inputs: { name: "app/s", recoveryWindowInDays: 0 } }, { short: "secretsmanager/secret", inputs: { name: "app/s", recoveryWindowInDays: 30, replicas: [{ region: "eu-west-1" }] } }],
  },
  {
    law: "secret-version-value",
    refuses: [["InvalidParameterException", { short: "secretsmanager/secretVersion", inputs: { secretId: "s", secretString: "a", secretBinary: "b" } }]],
    accepts: [{ short: "secretsmanager/secretVersion", inputs: { secretId: "s", secretString: "a" }, world: [thing("secretsmanager/secret", "s", { name: "s" })] }],
  },
  {
    law: "secret-rotation-rules",
    refuses: [["InvalidParameterException", { short: "secretsmanager/secretRotation", inputs: { secretId: "s", rotationRules: { automaticallyAfterDays: 30, scheduleExpression: "rate(30 days)" } } }], ["InvalidParameterException", { short: "secretsmanager/secretRotation", inputs: { secretId: "s", rotationRules: { automaticallyAfterDays: 2000 } } }]],
    accepts: [{ short: "secretsmanager/secretRotation", inputs: { secretId: "s", rotationRules: { automaticallyAfterDays: 30 } }, world: [thing("secretsmanager/secret", "s", { name: "s" })] }],
  },
  {
    law: "queue-attributes",
    refuses: [["InvalidAttributeValue", { short: "sqs/queue", inputs: { name: "q", visibilityTimeoutSeconds: 50000 } }], ["InvalidParameterValue", { short: "sqs/queue", inputs: { name: "q", redrivePolicy: "{}" } }], ["InvalidAttributeValue", { short: "sqs/queue", inputs: { name: "q", sqsManagedSseEnabled: true, kmsMasterKeyId: "k" } }]],
    accepts: [{ short: "sqs/queue", inputs: { name: "q.fifo", fifoQueue: true, contentBasedDeduplication: true, messageRetentionSeconds: 1209600 } }],
  },
  {
    law: "queue-dead-letter-target",
    refuses: [["InvalidParameterValue", { short: "sqs/queue", inputs: { name: "q", redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "dead"), maxReceiveCount: 5 }) } }], ["InvalidParameterValue", { short: "sqs/queue", inputs: { name: "q", redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "dead.fifo"), maxReceiveCount: 5 }) }, world: [queue("dead.fifo", { fifoQueue: true })] }]],
    accepts: [{ short: "sqs/queue", inputs: { name: "q", redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "dead"), maxReceiveCount: 5 }) }, world: [queue("dead")] }],
  },
  {
    law: "topic-attributes",
    refuses: [["InvalidParameter", { short: "sns/topic", inputs: { name: "t", displayName: "x".repeat(101) } }]],
    accepts: [{ short: "sns/topic", inputs: { name: "t", displayName: "Alarms" } }],
  },
  {
    law: "topic-subscription",
    refuses: [["InvalidParameter", { short: "sns/topicSubscription", inputs: { topic: "t", protocol: "pigeon", endpoint: "x" } }], ["InvalidParameter", { short: "sns/topicSubscription", inputs: { topic: "t", protocol: "email", endpoint: "nobody" } }]],
    accepts: [{ short: "sns/topicSubscription", inputs: { topic: arn("sns", "t"), protocol: "email", endpoint: "ops@optibid.example" }, world: [thing("sns/topic", arn("sns", "t"), { arn: arn("sns", "t") })] }],
  },
  {
    law: "log-group-values",
    refuses: [["InvalidParameterException", { short: "cloudwatch/logGroup", inputs: { name: "g", retentionInDays: 35 } }]],
    accepts: [{ short: "cloudwatch/logGroup", inputs: { name: "/optibid/g", retentionInDays: 365 } }, { short: "cloudwatch/logGroup", inputs: { name: "g", retentionInDays: 0 } }],
  },
  {
    law: "log-group-key-policy",
    refuses: [["AccessDeniedException", { short: "cloudwatch/logGroup", inputs: { name: "g", kmsKeyId: keyArn }, world: [thing("kms/key", "1", { arn: keyArn })] }]],
    accepts: [{ short: "cloudwatch/logGroup", inputs: { name: "g", kmsKeyId: keyArn }, world: [thing("kms/key", "1", { arn: keyArn, policy: keyPolicy })] }],
  },
  {
    law: "log-group-deletion-protection",
    refuses: [["ValidationException", { short: "cloudwatch/logGroup", operation: "delete", id: "g", inputs: { deletionProtectionEnabled: true } }]],
    accepts: [{ short: "cloudwatch/logGroup", operation: "delete", id: "g", inputs: {} }],
  },
  {
    law: "log-subscription-filters",
    refuses: [["LimitExceededException", { short: "cloudwatch/logSubscriptionFilter", inputs: { logGroup: "/aws/x", name: "c" }, world: ["a", "b"].map((name) => thing("cloudwatch/logSubscriptionFilter", name, { logGroup: "/aws/x" })) }]],
    accepts: [{ short: "cloudwatch/logSubscriptionFilter", inputs: { logGroup: "/aws/x", name: "c" }, world: [thing("cloudwatch/logSubscriptionFilter", "a", { logGroup: "/aws/x" })] }],
  },
  {
    law: "log-metric-filter",
    refuses: [["InvalidParameterException", { short: "cloudwatch/logMetricFilter", inputs: { name: "f", logGroupName: "/aws/x", pattern: "", metricTransformation: { name: "a:b", namespace: "n", value: "1" } } }], ["InvalidParameterException", { short: "cloudwatch/logMetricFilter", inputs: { name: "f", logGroupName: "/aws/x", pattern: "", metricTransformation: { name: "a", namespace: "n", value: "1", defaultValue: "0", dimensions: { a: "$.a" } } } }]],
    accepts: [{ short: "cloudwatch/logMetricFilter", inputs: { name: "f", logGroupName: "/aws/x", pattern: "{ $.errorCode = * }", metricTransformation: { name: "Errors", namespace: "OptiBid", value: "1" } } }],
  },
  {
    law: "alarm-values",
    refuses: [
      ["ValidationError", { short: "cloudwatch/metricAlarm", inputs: { ...alarm, period: 45 } }],
      ["ValidationError", { short: "cloudwatch/metricAlarm", inputs: { ...alarm, datapointsToAlarm: 4 } }],
      ["ValidationError", { short: "cloudwatch/metricAlarm", inputs: { ...alarm, treatMissingData: "ok" } }],
      ["MissingParameter", { short: "cloudwatch/metricAlarm", inputs: { ...alarm, statistic: undefined } }],
      ["ValidationError", { short: "cloudwatch/metricAlarm", inputs: { ...alarm, threshold: undefined } }],
    ],
    accepts: [{ short: "cloudwatch/metricAlarm", inputs: alarm }, { short: "cloudwatch/metricAlarm", inputs: { name: "ratio", comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, threshold: 1, metricQueries: [{ id: "e1", expression: "m1/2", returnData: true }, { id: "m1", metric: { metricName: "a", namespace: "n", period: 60, stat: "Sum" } }] } }],
  },
  {
    law: "alarm-actions-region",
    refuses: [["ValidationError", { short: "cloudwatch/metricAlarm", inputs: { ...alarm, alarmActions: [arn("sns", "t", US)] } }]],
    accepts: [{ short: "cloudwatch/metricAlarm", inputs: { ...alarm, alarmActions: [arn("sns", "t")] } }],
  },
  {
    law: "composite-alarm-rule",
    refuses: [["ValidationError", { short: "cloudwatch/compositeAlarm", inputs: { alarmName: "all", alarmRule: "ALARM(cpu) OR ALARM(\"gone\")" }, world: [thing("cloudwatch/metricAlarm", "cpu", alarm)] }]],
    accepts: [{ short: "cloudwatch/compositeAlarm", inputs: { alarmName: "all", alarmRule: "ALARM(cpu)" }, world: [thing("cloudwatch/metricAlarm", "cpu", alarm)] }],
  },
  {
    law: "dashboard-body",
    refuses: [["InvalidParameterInput", { short: "cloudwatch/dashboard", inputs: { dashboardName: "d", dashboardBody: "{" } }]],
    accepts: [{ short: "cloudwatch/dashboard", inputs: { dashboardName: "d", dashboardBody: "{\"widgets\":[]}" } }],
  },
  {
    law: "trail-values",
    refuses: [["InvalidCloudWatchLogsRoleArnException", { short: "cloudtrail/trail", inputs: { ...trail, cloudWatchLogsGroupArn: arn("logs", "log-group:g:*") } }], ["InvalidParameterCombinationException", { short: "cloudtrail/trail", inputs: { ...trail, includeGlobalServiceEvents: false } }]],
    accepts: [{ short: "cloudtrail/trail", inputs: trail, world: [thing("s3/bucket", "audit", { bucket: "audit" }), thing("s3/bucketPolicy", "audit", { bucket: "audit", policy: policy({ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "s3:PutObject", Resource: "arn:aws:s3:::audit/*" }) })] }],
  },
  {
    law: "trail-bucket-policy",
    refuses: [["InsufficientS3BucketPolicyException", { short: "cloudtrail/trail", inputs: trail, world: [thing("s3/bucket", "audit", { bucket: "audit" })] }]],
    accepts: [{ short: "cloudtrail/trail", inputs: trail, world: [thing("s3/bucket", "audit", { bucket: "audit", policy: policy({ Effect: "Allow", Principal: { Service: ["cloudtrail.amazonaws.com"] }, Action: "s3:*", Resource: "arn:aws:s3:::audit/*" }) })] }],
  },
  {
    law: "event-rule",
    refuses: [["ValidationException", { short: "cloudwatch/eventRule", inputs: { name: "r" } }], ["InvalidEventPatternException", { short: "cloudwatch/eventRule", inputs: { name: "r", eventPattern: "{" } }], ["ValidationException", { short: "cloudwatch/eventRule", inputs: { name: "r", scheduleExpression: "rate(1 days)" } }]],
    accepts: [{ short: "cloudwatch/eventRule", inputs: { name: "r", scheduleExpression: "rate(5 minutes)" } }, { short: "cloudwatch/eventRule", inputs: { name: "r", eventPattern: "{\"source\":[\"aws.guardduty\"]}" } }],
  },
  {
    law: "event-targets",
    refuses: [["LimitExceededException", { short: "cloudwatch/eventTarget", inputs: { rule: "r", arn: arn("sns", "t") }, world: [thing("cloudwatch/eventRule", "r", { name: "r" }), ...["1", "2", "3", "4", "5"].map((id) => thing("cloudwatch/eventTarget", id, { rule: "r" }))] }]],
    accepts: [{ short: "cloudwatch/eventTarget", inputs: { rule: "r", arn: arn("sns", "t") }, world: [thing("cloudwatch/eventRule", "r", { name: "r" })] }],
  },
  {
    law: "event-target-retries",
    refuses: [["ValidationException", { short: "cloudwatch/eventTarget", inputs: { rule: "r", arn: "a", retryPolicy: { maximumRetryAttempts: 200 } } }]],
    accepts: [{ short: "cloudwatch/eventTarget", inputs: { rule: "r", arn: "a", retryPolicy: { maximumRetryAttempts: 3 } }, world: [thing("cloudwatch/eventRule", "r", { name: "r" })] }],
  },
];
