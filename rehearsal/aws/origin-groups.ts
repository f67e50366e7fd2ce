/** CloudFront: origins that take each other's place. */
import type { Law } from "../types.ts";
import { checkLaw, fields, items, noIf, num, repeated, settled, texts } from "./kit.ts";

/** Source: Amazon CloudFront Developer Guide, "Optimize high availability with CloudFront origin failover". */
const CODES = [400, 403, 404, 416, 429, 500, 502, 503, 504];

const groups = checkLaw("cloudfront-origin-groups", ["cloudfront/distribution"], "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginGroup.html", (distribution) => {
  const origins = items(distribution["origins"]).map((origin) => fields(origin)["originId"]);
  const known = Array.isArray(distribution["origins"]) && origins.every((id) => typeof id === "string");
  return items(distribution["originGroups"]).flatMap((one, index) => {
    const path = `originGroups[${index}]`;
    const { members, failoverCriteria } = fields(one);
    const ids = texts(items(members).map((member) => fields(member)["originId"]));
    const codes = items(fields(failoverCriteria)["statusCodes"]).map(num);
    return [
      ...noIf(Array.isArray(members) && members.length !== 2, "InvalidArgument", `An origin group has two members, not ${items(members).length}.`, `${path}.members`),
      ...noIf(repeated(ids).length > 0, "InvalidArgument", `The members of an origin group must be different: ${repeated(ids).join(", ")}`, `${path}.members`),
      ...ids.flatMap((id, which) => noIf(known && !origins.includes(id), "NoSuchOrigin", `One or more of your origins or origin groups do not exist. (${id})`, `${path}.members[${which}].originId`)),
      ...noIf(settled(failoverCriteria ?? null) && codes.length === 0, "InvalidArgument", "An origin group fails over on one status code at least.", `${path}.failoverCriteria.statusCodes`),
      ...codes.flatMap((code, which) => noIf(code !== undefined && !CODES.includes(code), "InvalidArgument", `An origin group cannot fail over on ${code}: ${CODES.join(", ")}`, `${path}.failoverCriteria.statusCodes[${which}]`)),
    ];
  });
});

/** Laws of origin groups. */
export const originGroupLaws: readonly Law[] = [groups];
