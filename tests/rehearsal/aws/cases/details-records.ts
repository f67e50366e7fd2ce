import { network, thing, type Cases } from "../world.ts";

/** Examples of the laws of records. */
export const recordDetails: readonly Cases[] = [
  {
    law: "route53-record-forms",
    refuses: [
      ["InvalidChangeBatch", { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "CAA", ttl: 60, records: ["300 issue \"amazon.com\""] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] }],
      ["InvalidChangeBatch", { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "MX", ttl: 60, records: ["99999 mail.example.com"] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] }],
      ["InvalidChangeBatch", { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "DS", ttl: 60, records: ["abc"] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] }],
      ["InvalidChangeBatch", { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "A", ttl: 60, records: ["1.1.1.1", "1.1.1.1"] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] }],
    ],
    accepts: [
      { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "MX", ttl: 60, records: ["10 mail.example.com"] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] },
      { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "DS", ttl: 60, records: ["123 4 5 0123456789abcdef"] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] },
      { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "SRV", ttl: 60, records: ["1 10 5269 xmpp.example.com."] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] },
      { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "A", aliases: [{ name: "d111111abcdef8.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false }] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] },
    ],
  },
  {
    law: "route53-alias-values",
    refuses: [
      ["InvalidChangeBatch", { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "NS", aliases: [{ name: "x.example.com", zoneId: "Z", evaluateTargetHealth: false }] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] }],
      [["InvalidChangeBatch", "InvalidInput"], { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "A", aliases: [{ name: "d111111abcdef8.cloudfront.net", zoneId: "Z2FDTNDATAQYW3", evaluateTargetHealth: true }] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] }],
      ["InvalidChangeBatch", { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "A", aliases: [{ name: "d111111abcdef8.cloudfront.net", zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: false }] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] }],
    ],
    accepts: [
      { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "MX", ttl: 60, records: ["10 mail.example.com"] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] },
      { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "DS", ttl: 60, records: ["123 4 5 0123456789abcdef"] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] },
      { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "SRV", ttl: 60, records: ["1 10 5269 xmpp.example.com."] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] },
      { short: "route53/record", inputs: { zoneId: "Z", name: "a", type: "A", aliases: [{ name: "d111111abcdef8.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false }] }, world: [thing("route53/zone", "Z", { zoneId: "Z", name: "example.com" })] },
    ],
  },
  {
    law: "route53-health-check-kind",
    refuses: [
      ["InvalidInput", { short: "route53/healthCheck", inputs: { type: "CLOUDWATCH_METRIC" } }],
      ["InvalidInput", { short: "route53/healthCheck", inputs: { type: "HTTP", ipAddress: "10.0.0.1", port: 80 } }],
    ],
    accepts: [
      { short: "route53/healthCheck", inputs: { type: "HTTPS", fqdn: "api.example.com", port: 443, resourcePath: "/healthz" } },
      { short: "route53/healthCheck", inputs: { type: "CLOUDWATCH_METRIC", cloudwatchAlarmName: "a", cloudwatchAlarmRegion: "eu-central-1", insufficientDataHealthStatus: "Unhealthy" } },
      { short: "route53/healthCheck", inputs: { type: "TCP", ipAddress: "203.0.113.10", port: 443 } },
    ],
  },
  {
    law: "route53-private-zone",
    refuses: [
      ["InvalidInput", { short: "route53/zone", inputs: { name: "a.internal", vpcs: [{ vpcId: "vpc-1" }], delegationSetId: "N1" }, world: [...network] }],
    ],
    accepts: [
      { short: "route53/zone", inputs: { name: "a.internal", vpcs: [{ vpcId: "vpc-1" }] }, world: [...network] },
    ],
  },
];
