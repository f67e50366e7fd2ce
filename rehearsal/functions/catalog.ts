/** Functions about things that AWS publishes: managed policies of CloudFront, prefix lists, images and add-on versions. */
import { ADDON_VERSIONS } from "../outputs/eks.ts";
import { arn, digest } from "../outputs/forms.ts";
import type { Props } from "../types.ts";
import { filtersOf, regionOf } from "./context.ts";
import type { Answer, FunctionContext } from "./context.ts";

/** Source: "Use managed cache policies" in the CloudFront Developer Guide. */
const CACHE: Readonly<Record<string, { id: string; ttl: readonly [least: number, usual: number, most: number] }>> = {
  "Managed-CachingDisabled": { id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", ttl: [0, 0, 0] },
  "Managed-CachingOptimized": { id: "658327ea-f89d-4fab-a63d-7e88639e58f6", ttl: [1, 86_400, 31_536_000] },
  "Managed-CachingOptimizedForUncompressedObjects": { id: "b2884449-e4de-46a7-ac36-70bc7f1ddd6d", ttl: [1, 86_400, 31_536_000] },
  "Managed-Elemental-MediaPackage": { id: "08627262-05a9-4f76-9ded-b50ca2e3a84f", ttl: [0, 86_400, 31_536_000] },
  "Managed-Amplify": { id: "2e54312d-136d-493c-8eb9-b001f22f67d2", ttl: [2, 2, 600] },
  "UseOriginCacheControlHeaders": { id: "83da9c7e-98b4-4e11-a168-04f0df8e2c65", ttl: [0, 0, 31_536_000] },
  "UseOriginCacheControlHeaders-QueryStrings": { id: "4cc15a8a-d715-48a4-82b8-cc0b614638fe", ttl: [0, 0, 31_536_000] },
};

/** Source: "Use managed origin request policies" in the CloudFront Developer Guide. */
const ORIGIN_REQUEST: Readonly<Record<string, string>> = {
  "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
  "Managed-AllViewerAndCloudFrontHeaders-2022-06": "33f36d7e-f396-46d9-90e0-52428a34d9dc",
  "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  "Managed-CORS-CustomOrigin": "59781a5b-3903-41f3-afcb-af62929ccde1",
  "Managed-CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
  "Managed-Elemental-MediaTailor-PersonalizedManifests": "775133bc-15f2-49f9-abea-afb2e0bf67d2",
  "Managed-UserAgentRefererHeaders": "acba4595-bd28-49b8-b9fe-13317c0390fa",
};

/** Source: "Use managed response headers policies" in the CloudFront Developer Guide. */
const RESPONSE_HEADERS: Readonly<Record<string, string>> = {
  "Managed-SimpleCORS": "60669652-455b-4ae9-85a4-c4c02393f86c",
  "Managed-CORS-With-Preflight": "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
  "Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
  "Managed-CORS-and-SecurityHeadersPolicy": "e61eb60c-9c35-4d20-a928-2b84e02af89c",
  "Managed-CORS-with-preflight-and-SecurityHeadersPolicy": "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
};

/** Finds a policy by name or id: AWS's own, then those in the world. */
function published(kind: string, token: string, ids: Readonly<Record<string, string>>, resource: string, args: Props, context: FunctionContext): { name: string; id: string; own?: Props } {
  const byName = Object.entries(ids).find(([name, id]) => name === args["name"] || id === args["id"]);
  if (byName !== undefined) return { name: byName[0], id: byName[1] };
  const entity = context.world.list(token).find((one) => one.id === args["id"] || one.outputs["name"] === args["name"]);
  if (entity === undefined) throw new Error(`no ${kind} ${String(args["name"] ?? args["id"])}; AWS publishes ${Object.keys(ids).join(", ")}, and the rehearsed account has no ${resource} of that name`);
  return { name: String(entity.outputs["name"]), id: entity.id, own: entity.outputs };
}

const policyArn = (context: FunctionContext, kind: string, id: string, own: boolean): string => arn({ ...context, region: "" }, "cloudfront", `${kind}/${id}`, own ? {} : { account: "" });

function cachePolicy(args: Props, context: FunctionContext): Props {
  const ids = Object.fromEntries(Object.entries(CACHE).map(([name, { id }]) => [name, id]));
  const { name, id, own } = published("cache policy", "aws:cloudfront/cachePolicy:CachePolicy", ids, "cache policy", args, context);
  const [minTtl, defaultTtl, maxTtl] = CACHE[name]?.ttl ?? [0, 86_400, 31_536_000];
  const compressed = name === "Managed-CachingOptimized" || name.startsWith("UseOrigin") || name === "Managed-Amplify";
  const forwarded = { cookiesConfigs: [{ cookieBehavior: "none", cookies: [] }], headersConfigs: [{ headerBehavior: "none", headers: [] }], queryStringsConfigs: [{ queryStringBehavior: "none", queryStrings: [] }], enableAcceptEncodingBrotli: compressed, enableAcceptEncodingGzip: compressed };
  return { minTtl, defaultTtl, maxTtl, comment: "", parametersInCacheKeyAndForwardedToOrigins: [forwarded], ...own, name, id, arn: policyArn(context, "cache-policy", id, own !== undefined), etag: "E23ZP02F085DFQ" };
}

function originRequestPolicy(args: Props, context: FunctionContext): Props {
  const { name, id, own } = published("origin request policy", "aws:cloudfront/originRequestPolicy:OriginRequestPolicy", ORIGIN_REQUEST, "origin request policy", args, context);
  const all = name.startsWith("Managed-AllViewer");
  return {
    comment: "", cookiesConfigs: [{ cookieBehavior: all ? "all" : "none", cookies: [] }], queryStringsConfigs: [{ queryStringBehavior: all ? "all" : "none", queryStrings: [] }],
    headersConfigs: [{ headerBehavior: name.endsWith("ExceptHostHeader") ? "allExcept" : all ? "allViewer" : "whitelist", headers: name.endsWith("ExceptHostHeader") ? [{ items: ["Host"] }] : [] }],
    ...own, name, id, arn: policyArn(context, "origin-request-policy", id, own !== undefined), etag: "E23ZP02F085DFQ",
  };
}

function responseHeadersPolicy(args: Props, context: FunctionContext): Props {
  const { name, id, own } = published("response headers policy", "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", RESPONSE_HEADERS, "response headers policy", args, context);
  const secure = { contentSecurityPolicies: [], contentTypeOptions: [{ override: true }], frameOptions: [{ frameOption: "SAMEORIGIN", override: false }], referrerPolicies: [{ referrerPolicy: "strict-origin-when-cross-origin", override: false }], strictTransportSecurities: [{ accessControlMaxAgeSec: 31_536_000, includeSubdomains: false, override: false, preload: false }], xssProtections: [{ modeBlock: true, override: false, protection: true, reportUri: "" }] };
  return { comment: "", corsConfigs: [], customHeadersConfigs: [], removeHeadersConfigs: [], serverTimingHeadersConfigs: [], securityHeadersConfigs: name.includes("Security") ? [secure] : [], ...own, name, id, arn: policyArn(context, "response-headers-policy", id, own !== undefined), etag: "E23ZP02F085DFQ" };
}

/** Services that AWS publishes prefix lists of. Source: "AWS-managed prefix lists" in the VPC User Guide; the addresses are examples. */
const PREFIXES: Readonly<Record<string, { cidrs: readonly string[]; most: number }>> = {
  s3: { cidrs: ["3.5.134.0/23", "52.219.170.0/23"], most: 20 },
  dynamodb: { cidrs: ["52.94.17.0/24"], most: 10 },
  "global.cloudfront.origin-facing": { cidrs: ["13.124.199.0/24", "130.176.0.0/18"], most: 55 },
  "vpc-lattice": { cidrs: ["169.254.171.0/24"], most: 10 },
  "ec2-instance-connect": { cidrs: ["3.120.181.40/29"], most: 1 },
};

function prefixList(args: Props, context: FunctionContext): { name: string; id: string; cidrs: readonly string[]; most: number; region: string } {
  const region = regionOf(args, context);
  const names = Object.keys(PREFIXES).map((key) => (key.startsWith("global.") ? `com.amazonaws.${key}` : `com.amazonaws.${region}.${key}`));
  // The id of a published list is the one that gateway endpoints of the service report.
  const idOf = (name: string): string => `pl-${digest(name, 8)}`;
  const filter = filtersOf(args).find(({ name }) => name === "prefix-list-name")?.values[0];
  const wanted = args["name"] ?? filter;
  const name = names.find((one) => one === wanted || idOf(one) === (args["prefixListId"] ?? args["id"]));
  if (name === undefined) throw new Error(`no matching prefix list found for ${String(wanted ?? args["prefixListId"] ?? args["id"])}`);
  const facts = PREFIXES[name.replace(/^com\.amazonaws\./, "").replace(`${region}.`, "")];
  return { name, id: idOf(name), cidrs: facts?.cidrs ?? [], most: facts?.most ?? 10, region };
}

const managedPrefixList: Answer = (args, context) => {
  const own = context.world.list("aws:ec2/managedPrefixList:ManagedPrefixList", regionOf(args, context)).find((one) => one.id === args["id"] || one.outputs["name"] === args["name"]);
  if (own !== undefined) return { tags: {}, ...own.outputs, id: own.id };
  const { name, id, cidrs, most, region } = prefixList(args, context);
  return { ...args, id, name, region, addressFamily: "IPv4", arn: arn({ ...context, region }, "ec2", `prefix-list/${id}`, { account: "aws" }), entries: cidrs.map((cidr) => ({ cidr, description: "" })), maxEntries: most, ownerId: "AWS", tags: {}, version: 1 };
};

/** Parameters that AWS publishes: image ids and releases. Source: "Calling AMI public parameters" and the EKS User Guide. */
function parameter(args: Props, context: FunctionContext): Props {
  const name = String(args["name"]);
  const region = regionOf(args, context);
  const own = context.world.list("aws:ssm/parameter:Parameter", region).find((one) => one.outputs["name"] === name);
  if (own !== undefined) return { ...args, id: name, name, region, arn: own.outputs["arn"], type: own.outputs["type"], value: own.outputs["value"], insecureValue: own.outputs["type"] === "SecureString" ? "" : own.outputs["value"], version: own.outputs["version"] ?? 1 };
  const value = publicValue(name, region);
  if (value === undefined) throw new Error(`reading SSM Parameter (${name}): ParameterNotFound`);
  return { ...args, id: name, name, region, arn: arn({ ...context, region }, "ssm", `parameter${name}`, { account: "" }), type: "String", value, insecureValue: value, version: 1 };
}

function publicValue(name: string, region: string): string | undefined {
  if (!name.startsWith("/aws/service/")) return undefined;
  if (/release_version$/.test(name)) return `${/\/(\d\.\d+)\//.exec(name)?.[1] ?? "1.34"}.1-20260101`;
  if (/image_version$/.test(name)) return "1.49.0";
  if (/image_id$|ami-amazon-linux-latest|ami-windows-latest|canonical\/ubuntu|\/recommended\/image_id$|eks\/optimized-ami/.test(name)) return `ami-0${digest(`${region}:${name}`, 16)}`;
  return undefined;
}

/** Functions answered here, by token. */
export const CATALOG: Readonly<Record<string, Answer>> = {
  "aws:cloudfront/getCachePolicy:getCachePolicy": cachePolicy,
  "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": originRequestPolicy,
  "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": responseHeadersPolicy,
  "aws:ec2/getPrefixList:getPrefixList": (args, context) => {
    const { name, id, cidrs, region } = prefixList(args, context);
    return { ...args, id, name, region, cidrBlocks: [...cidrs] };
  },
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": managedPrefixList,
  "aws:ssm/getParameter:getParameter": parameter,
  "aws:eks/getAddonVersion:getAddonVersion": (args, context) => {
    const version = ADDON_VERSIONS[String(args["addonName"])];
    if (version === undefined) throw new Error(`no version of the add-on ${String(args["addonName"])} is known to the rehearsal; it knows ${Object.keys(ADDON_VERSIONS).join(", ")}`);
    return { ...args, id: String(args["addonName"]), version, region: regionOf(args, context) };
  },
};
