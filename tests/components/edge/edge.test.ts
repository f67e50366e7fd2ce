import { beforeAll, describe, expect, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import { Edge } from "../../../components/edge/edge.ts";
import type { EdgeArgs } from "../../../components/edge/edge.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { census, kept, namesOf, production, throwaway, untagged } from "../cluster/context.ts";

const args: EdgeArgs = {
  context: production,
  domain: "optibid.com",
  alternativeNames: ["www.optibid.com"],
  zone: { create: true },
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  logBucket: "optibid-production-logs",
  logsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
  globalLogsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/logs",
  clusterName: "optibid-production",
  podSecurityGroupId: "sg-cluster",
  podPort: 8443,
  api: { healthPath: "/api/health" },
  web: { healthPath: "/health" },
};

function build(more: Partial<EdgeArgs> = {}): Promise<Registration[]> {
  return record(() => void new Edge("e", { ...args, ...more }));
}

function ofType(graph: readonly Registration[], type: string): Registration[] {
  return graph.filter((each) => each.type === type);
}

describe("the production edge", () => {
  let graph: Registration[];
  beforeAll(async () => {
    graph = await build();
  });

  test("is made of exactly these", () => {
    expect(census(graph)).toEqual([
      "aws:acm/certificate:Certificate e-domain-cloudfront-certificate",
      "aws:acm/certificate:Certificate e-domain-regional-certificate",
      "aws:acm/certificateValidation:CertificateValidation e-domain-cloudfront-validation",
      "aws:acm/certificateValidation:CertificateValidation e-domain-regional-validation",
      "aws:cloudfront/cachePolicy:CachePolicy e-cdn-api-cache",
      "aws:cloudfront/cachePolicy:CachePolicy e-cdn-asset-cache",
      "aws:cloudfront/cachePolicy:CachePolicy e-cdn-image-cache",
      "aws:cloudfront/distribution:Distribution e-cdn-distribution",
      "aws:cloudfront/function:Function e-cdn-maintenance",
      "aws:cloudfront/originRequestPolicy:OriginRequestPolicy e-cdn-host-only",
      "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy e-cdn-asset-headers",
      "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy e-cdn-page-headers",
      "aws:cloudfront/vpcOrigin:VpcOrigin e-cdn-vpc-origin",
      "aws:cloudwatch/logDelivery:LogDelivery e-access-log-delivery",
      "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination e-access-log-destination",
      "aws:cloudwatch/logDeliverySource:LogDeliverySource e-access-log-source",
      "aws:cloudwatch/logGroup:LogGroup e-access-log-logs",
      "aws:cloudwatch/logGroup:LogGroup e-cloudfront-firewall-logs",
      "aws:cloudwatch/logGroup:LogGroup e-domain-query-log-logs",
      "aws:cloudwatch/logGroup:LogGroup e-regional-firewall-logs",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy e-access-log-logs-policy",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy e-cloudfront-firewall-logs-policy",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy e-domain-query-log-logs-policy",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy e-regional-firewall-logs-policy",
      "aws:ec2/securityGroup:SecurityGroup e-balancer-security-group",
      "aws:lb/listener:Listener e-balancer-http",
      "aws:lb/listener:Listener e-balancer-https",
      "aws:lb/listenerRule:ListenerRule e-balancer-api-rule",
      "aws:lb/loadBalancer:LoadBalancer e-balancer-alb",
      "aws:lb/targetGroup:TargetGroup e-balancer-api-targets",
      "aws:lb/targetGroup:TargetGroup e-balancer-web-targets",
      "aws:route53/healthCheck:HealthCheck e-addresses-api-health",
      "aws:route53/healthCheck:HealthCheck e-addresses-web-health",
      "aws:route53/queryLog:QueryLog e-domain-query-log-config",
      "aws:route53/record:Record e-addresses-apex-a",
      "aws:route53/record:Record e-addresses-apex-aaaa",
      "aws:route53/record:Record e-addresses-www-a",
      "aws:route53/record:Record e-addresses-www-aaaa",
      "aws:route53/record:Record e-domain-caa",
      "aws:route53/record:Record e-domain-validation-apex",
      "aws:route53/record:Record e-domain-validation-www",
      "aws:route53/zone:Zone e-domain-zone",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule e-balancer-to-pods",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule e-balancer-from-cloudfront",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule e-balancer-into-pods",
      "aws:wafv2/webAcl:WebAcl e-cloudfront-firewall-web-acl",
      "aws:wafv2/webAcl:WebAcl e-regional-firewall-web-acl",
      "aws:wafv2/webAclAssociation:WebAclAssociation e-balancer-guard",
      "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration e-cloudfront-firewall-logging",
      "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration e-regional-firewall-logging",
      "golive:edge:AccessLog e-access-log",
      "golive:edge:Addresses e-addresses",
      "golive:edge:Balancer e-balancer",
      "golive:edge:Distribution e-cdn",
      "golive:edge:Domain e-domain",
      "golive:edge:Edge e",
      "golive:edge:Firewall e-cloudfront-firewall",
      "golive:edge:Firewall e-regional-firewall",
      "golive:edge:QueryLog e-domain-query-log",
    ]);
  });

  test("each part stands in the region it belongs to", () => {
    const placed = graph.filter(({ inputs }) => "region" in inputs).map(({ name, inputs }) => [name, inputs["region"]]);
    expect(placed.filter(([, region]) => region === "us-east-1").map(([name]) => name).sort()).toEqual([
      "e-access-log-delivery",
      "e-access-log-destination",
      "e-access-log-logs",
      "e-access-log-logs-policy",
      "e-access-log-source",
      "e-cloudfront-firewall-logging",
      "e-cloudfront-firewall-logs",
      "e-cloudfront-firewall-logs-policy",
      "e-cloudfront-firewall-web-acl",
      "e-domain-cloudfront-certificate",
      "e-domain-cloudfront-validation",
      "e-domain-query-log-logs",
      "e-domain-query-log-logs-policy",
    ]);
    expect(new Set(placed.map(([, region]) => region))).toEqual(new Set(["us-east-1", "eu-central-1"]));
  });

  test("keeps the zone and the logs", () => {
    expect(kept(graph)).toEqual(["e-access-log-logs", "e-cloudfront-firewall-logs", "e-domain-query-log-logs", "e-domain-zone", "e-regional-firewall-logs"]);
  });

  test("the load balancer is internal, guarded, and logs", () => {
    const { inputs } = only(graph, "aws:lb/loadBalancer:LoadBalancer");
    expect(inputs).toMatchObject({
      name: "optibid-production-alb",
      internal: true,
      loadBalancerType: "application",
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableDeletionProtection: true,
      enableWafFailOpen: false,
      accessLogs: { bucket: "optibid-production-logs", prefix: "load-balancer", enabled: true },
      subnets: ["subnet-a", "subnet-b", "subnet-c"],
    });
    const guard = only(graph, "aws:wafv2/webAclAssociation:WebAclAssociation").propertyDependencies;
    expect(namesOf(guard["resourceArn"] ?? [])).toEqual(["e-balancer-alb"]);
    expect(namesOf(guard["webAclArn"] ?? [])).toEqual(["e-regional-firewall-web-acl"]);
  });

  test("only CloudFront reaches the load balancer, and it only the port on which pods end TLS", () => {
    const rules = graph.filter(({ type }) => type.startsWith("aws:vpc/securityGroup"));
    expect(
      rules.map(({ name, inputs }) => [name, inputs["fromPort"], inputs["toPort"], inputs["prefixListId"] ?? inputs["referencedSecurityGroupId"]]).sort(),
    ).toEqual([
      ["e-balancer-from-cloudfront", 443, 443, "pl-a3a144ca"],
      ["e-balancer-into-pods", 8443, 8443, "<unknown>"],
      ["e-balancer-to-pods", 8443, 8443, "sg-cluster"],
    ]);
    expect(rules.filter(({ inputs }) => "cidrIpv4" in inputs || "cidrIpv6" in inputs)).toEqual([]);
  });

  test("listeners speak modern TLS or redirect", () => {
    expect(only(graph, "aws:lb/listener:Listener", "-https").inputs).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    });
    expect(only(graph, "aws:lb/listener:Listener", "-http").inputs["defaultActions"]).toEqual([
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
    ]);
    expect(namesOf(only(graph, "aws:lb/listener:Listener", "-https").propertyDependencies["certificateArn"] ?? [])).toContain(
      "e-domain-regional-validation",
    );
    expect(only(graph, "aws:lb/listenerRule:ListenerRule").inputs["conditions"]).toEqual([{ pathPattern: { values: ["/api", "/api/*"] } }]);
  });

  test("target groups speak HTTPS, check health over it, keep sessions together and carry the cluster's name", () => {
    const groups = ofType(graph, "aws:lb/targetGroup:TargetGroup");
    expect(groups.map(({ inputs }) => [inputs["namePrefix"], inputs["port"], (inputs["healthCheck"] as { path: string }).path])).toEqual([
      ["api-", 8443, "/api/health"],
      ["web-", 8443, "/health"],
    ]);
    for (const { inputs } of groups) {
      expect(inputs).toMatchObject({
        targetType: "ip",
        protocol: "HTTPS",
        protocolVersion: "HTTP1",
        stickiness: { enabled: true, type: "lb_cookie", cookieDuration: 86_400 },
        healthCheck: { enabled: true, protocol: "HTTPS", port: "traffic-port", matcher: "200" },
        tags: { "eks:eks-cluster-name": "optibid-production" },
      });
    }
  });

  test("the distribution uses the validated certificate, the global web ACL and the VPC origin", () => {
    const distribution = only(graph, "aws:cloudfront/distribution:Distribution");
    expect(distribution.inputs).toMatchObject({
      aliases: ["optibid.com", "www.optibid.com"],
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      viewerCertificate: { sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" },
      origins: [{ originId: "load-balancer", vpcOriginConfig: { originReadTimeout: 30, originKeepaliveTimeout: 5 } }],
    });
    const from = (property: string) => namesOf(distribution.propertyDependencies[property] ?? []);
    expect(from("viewerCertificate")).toContain("e-domain-cloudfront-validation");
    expect(from("webAclId")).toEqual(["e-cloudfront-firewall-web-acl"]);
    expect(from("origins")).toEqual(expect.arrayContaining(["e-balancer-alb", "e-cdn-vpc-origin"]));
  });

  test("every behaviour redirects to HTTPS, compresses and sends security headers", () => {
    const { inputs } = only(graph, "aws:cloudfront/distribution:Distribution");
    const ordered = inputs["orderedCacheBehaviors"] as Record<string, unknown>[];
    const everything = [inputs["defaultCacheBehavior"] as Record<string, unknown>, ...ordered];
    expect(ordered.map(({ pathPattern }) => pathPattern)).toEqual(["/_next/static/*", "/_next/image*", "/api/*"]);
    for (const behavior of everything) {
      expect(behavior).toMatchObject({ viewerProtocolPolicy: "redirect-to-https", compress: true, responseHeadersPolicyId: "<unknown>" });
    }
    expect(everything.map((each) => "functionAssociations" in each)).toEqual([true, false, true, true]);
  });

  test("what callers send with an API request is part of its cache key, and no answer is cached by default", () => {
    expect(only(graph, "aws:cloudfront/cachePolicy:CachePolicy", "-api-cache").inputs).toMatchObject({
      minTtl: 0,
      defaultTtl: 0,
      maxTtl: 300,
      parametersInCacheKeyAndForwardedToOrigin: {
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
        headersConfig: { headerBehavior: "whitelist", headers: { items: ["Accept", "Authorization", "Origin"] } },
        cookiesConfig: { cookieBehavior: "all" },
        queryStringsConfig: { queryStringBehavior: "all" },
      },
    });
  });

  test("web ACLs, the distribution and the zone log to encrypted groups of the names that are demanded", () => {
    const groups = ofType(graph, "aws:cloudwatch/logGroup:LogGroup");
    expect(groups.map(({ inputs }) => [inputs["name"], inputs["kmsKeyId"], inputs["retentionInDays"]])).toEqual([
      ["/aws/vendedlogs/cloudfront/optibid-production", args.globalLogsKeyArn, 400],
      ["aws-waf-logs-optibid-production-cloudfront", args.globalLogsKeyArn, 400],
      ["aws-waf-logs-optibid-production-regional", args.logsKeyArn, 400],
      ["/aws/route53/optibid.com", args.globalLogsKeyArn, 400],
    ]);
    for (const logging of ofType(graph, "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")) {
      expect(logging.inputs["redactedFields"]).toHaveLength(5);
      expect(namesOf(logging.dependencies)).toContain(logging.name.replace("-logging", "-logs-policy"));
    }
  });

  test("log delivery may write to its one log group, for this account only", () => {
    const policy = only(graph, "aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "e-cloudfront-firewall-logs-policy");
    expect(JSON.parse(policy.inputs["policyDocument"] as string).Statement).toEqual([
      {
        Sid: "LogDelivery",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-optibid-production-cloudfront:*",
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:123456789012:*" },
        },
      },
    ]);
  });

  test("the access log leaves out cookies and query strings", () => {
    const fields = only(graph, "aws:cloudwatch/logDelivery:LogDelivery").inputs["recordFields"] as string[];
    expect(fields).toEqual(expect.arrayContaining(["c-ip", "cs-uri-stem", "sc-status"]));
    expect(fields.filter((field) => field === "cs(Cookie)" || field === "cs-uri-query" || field === "cs(Referer)")).toEqual([]);
  });

  test("both certificates are proved by the same records, made once", () => {
    const records = ofType(graph, "aws:route53/record:Record").filter(({ name }) => name.includes("validation"));
    for (const { dependencies, inputs } of records) {
      expect(namesOf(dependencies)).toContain("e-domain-cloudfront-certificate");
      expect(inputs["allowOverwrite"]).toBe(true); // another certificate of the account may have made it
    }
    const validations = ofType(graph, "aws:acm/certificateValidation:CertificateValidation");
    for (const { propertyDependencies } of validations) {
      expect(namesOf(propertyDependencies["validationRecordFqdns"] ?? [])).toEqual(
        expect.arrayContaining(["e-domain-validation-apex", "e-domain-validation-www"]),
      );
    }
  });

  test("health is watched from outside, over HTTPS", () => {
    expect(ofType(graph, "aws:route53/healthCheck:HealthCheck").map(({ inputs }) => [inputs["type"], inputs["fqdn"], inputs["resourcePath"]])).toEqual([
      ["HTTPS", "optibid.com", "/api/health"],
      ["HTTPS", "optibid.com", "/health"],
    ]);
  });

  test("tags everything that takes tags", () => {
    expect(untagged(graph)).toEqual([]);
  });
});

test("an existing zone is used, not made", async () => {
  const graph = await build({ zone: { id: "Z0123456789ABCDEFGHIJ" } });
  expect(ofType(graph, "aws:route53/zone:Zone")).toEqual([]);
  const zones = ofType(graph, "aws:route53/record:Record").map(({ inputs }) => inputs["zoneId"]);
  expect(new Set(zones)).toEqual(new Set(["Z0123456789ABCDEFGHIJ"]));
});

test("nothing is kept of an edge that may be thrown away", async () => {
  const graph = await build({ context: throwaway });
  expect(kept(graph)).toEqual([]);
  expect(only(graph, "aws:lb/loadBalancer:LoadBalancer").inputs["enableDeletionProtection"]).toBe(false);
});

test("maintenance mode changes the function and nothing else", async () => {
  const off = await build();
  const on = await build({ maintenance: { enabled: true } });
  const changed = on.filter((each, index) => JSON.stringify(each.inputs) !== JSON.stringify(off[index]?.inputs));
  expect(changed.map(({ name }) => name)).toEqual(["e-cdn-maintenance"]);
});

test("Shield Advanced protects what the internet reaches when asked to: distribution and zone", async () => {
  const graph = await build({ shieldAdvanced: true });
  expect(ofType(graph, "aws:shield/protection:Protection").map(({ name }) => name)).toEqual([
    "e-shield-distribution",
    "e-shield-hosted-zone",
  ]);
});

test("load balancer and CloudFront wait for what they need in the account", async () => {
  const graph = await record(() => {
    const gateway = new aws.ec2.InternetGateway("gateway", { vpcId: "vpc-1" });
    new Edge("e", { ...args, after: [gateway] });
  });
  expect(namesOf(only(graph, "aws:cloudfront/vpcOrigin:VpcOrigin").dependencies)).toContain("gateway");
  expect(namesOf(only(graph, "aws:lb/loadBalancer:LoadBalancer").dependencies)).toContain("gateway");
});

test("Origin Shield and rate limits are passed on", async () => {
  const graph = await build({ originShieldRegion: "eu-central-1", rateLimits: { all: 100, api: 50 } });
  expect(only(graph, "aws:cloudfront/distribution:Distribution").inputs["origins"]).toMatchObject([
    { originShield: { enabled: true, originShieldRegion: "eu-central-1" } },
  ]);
  for (const { inputs } of ofType(graph, "aws:wafv2/webAcl:WebAcl")) {
    expect(inputs["rules"]).toMatchObject([
      { statement: { rateBasedStatement: { limit: 100 } } },
      { statement: { rateBasedStatement: { limit: 50 } } },
      {},
      {},
      {},
      {},
      {},
    ]);
  }
});

test("a transform changes what a child is made with", async () => {
  const graph = await build({ transform: { balancer: { loadBalancer: (given) => ({ ...given, idleTimeout: 120 }) } } });
  expect(only(graph, "aws:lb/loadBalancer:LoadBalancer").inputs["idleTimeout"]).toBe(120);
});
