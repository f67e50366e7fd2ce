import type { Cases } from "../world.ts";

const origin = (originId: string) => ({ originId, domainName: `${originId}.s3.eu-central-1.amazonaws.com` });
const group = (more: object = {}) => ({ originId: "both", members: [{ originId: "one" }, { originId: "other" }], failoverCriteria: { statusCodes: [500, 502, 503, 504] }, ...more });
const behavior = { targetOriginId: "both", viewerProtocolPolicy: "redirect-to-https", allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"], cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" };
const asked = (originGroups: object[]) => ({
  short: "cloudfront/distribution",
  region: "aws-global",
  inputs: { enabled: true, origins: [origin("one"), origin("other")], originGroups, defaultCacheBehavior: behavior, restrictions: { geoRestriction: { restrictionType: "none" } }, viewerCertificate: { cloudfrontDefaultCertificate: true } } as never,
});

export const originGroupCases: readonly Cases[] = [
  {
    law: "cloudfront-origin-groups",
    refuses: [
      ["InvalidArgument", asked([group({ members: [{ originId: "one" }] })])],
      ["InvalidArgument", asked([group({ members: [{ originId: "one" }, { originId: "one" }] })])],
      ["NoSuchOrigin", asked([group({ members: [{ originId: "one" }, { originId: "third" }] })])],
      ["InvalidArgument", asked([group({ failoverCriteria: { statusCodes: [] } })])],
      ["InvalidArgument", asked([group({ failoverCriteria: { statusCodes: [500, 501] } })])],
    ],
    accepts: [asked([group()]), asked([group({ failoverCriteria: { statusCodes: [403, 404, 429] } })])],
  },
];
