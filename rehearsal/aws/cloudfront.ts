/** CloudFront distributions and policies: what needs only the arguments. */
import type { Law, Props, Refusal } from "../types.ts";
import { absent, checkLaw, fields, flag, given, items, no, noIf, num, oneOf, parseArn, pick, range, repeated, settled, text, texts } from "./kit.ts";

const CREATE = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html";
const BEHAVIOR = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html";
const CERTIFICATE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html";

/** A cache behaviour and where it stands. */
function behaviors(distribution: Props): { behavior: Props; path: string }[] {
  return [
    ...(given(distribution["defaultCacheBehavior"]) ? [{ behavior: fields(distribution["defaultCacheBehavior"]), path: "defaultCacheBehavior" }] : []),
    ...items(distribution["orderedCacheBehaviors"]).map((one, index) => ({ behavior: fields(one), path: `orderedCacheBehaviors[${index}]` })),
  ];
}

const METHODS = [["GET", "HEAD"], ["GET", "HEAD", "OPTIONS"], ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]];

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

function methods(value: Props, path: string): Refusal[] {
  const allowed = texts(value["allowedMethods"]);
  const cached = texts(value["cachedMethods"]);
  return [
    ...noIf(settled(value["allowedMethods"]) && allowed.length > 0 && !METHODS.some((set) => sameSet(allowed, set)), "InvalidArgument", `The parameter AllowedMethods is invalid: ${allowed.join(", ")}`, `${path}.allowedMethods`),
    ...noIf(settled(value["cachedMethods"]) && cached.length > 0 && !METHODS.slice(0, 2).some((set) => sameSet(cached, set)), "InvalidArgument", `The parameter CachedMethods is invalid: ${cached.join(", ")}`, `${path}.cachedMethods`),
    ...noIf(settled(value["allowedMethods"]) && allowed.length > 0 && cached.some((one) => !allowed.includes(one)), "InvalidArgument", "The parameter CachedMethods must be among AllowedMethods.", `${path}.cachedMethods`),
  ];
}

/** Least, default and most seconds, in this order. */
function lives(value: Props, path: string, code = "InvalidTTLOrder"): Refusal[] {
  const [least, usual, most] = [num(value["minTtl"]), num(value["defaultTtl"]), num(value["maxTtl"])];
  const at = path === "" ? "" : `${path}.`;
  return [
    ...noIf(least !== undefined && usual !== undefined && least > usual, code, `The parameter DefaultTTL (${usual}) must be greater than or equal to MinTTL (${least}).`, `${at}defaultTtl`),
    ...noIf(most !== undefined && usual !== undefined && usual > most, code, `The parameter MaxTTL (${most}) must be greater than or equal to DefaultTTL (${usual}).`, `${at}maxTtl`),
    ...noIf(most !== undefined && least !== undefined && least > most, code, `The parameter MaxTTL (${most}) must be greater than or equal to MinTTL (${least}).`, `${at}maxTtl`),
  ];
}

const behaviorLaw = checkLaw("cloudfront-behaviors", ["cloudfront/distribution"], BEHAVIOR, (distribution) => {
  const ids = [...items(distribution["origins"]), ...items(distribution["originGroups"])].map((origin) => fields(origin)["originId"]);
  const known = Array.isArray(distribution["origins"]) && (Array.isArray(distribution["originGroups"]) || absent(distribution["originGroups"])) && ids.every((id) => typeof id === "string");
  const patterns = behaviors(distribution).map(({ behavior }) => text(behavior["pathPattern"])).filter((one) => one !== undefined);
  return [
    ...behaviors(distribution).flatMap(({ behavior, path }) => {
      const target = text(behavior["targetOriginId"]);
      const policy = given(behavior["cachePolicyId"]);
      const old = given(behavior["forwardedValues"]);
      const group = items(distribution["originGroups"]).some((one) => fields(one)["originId"] === target);
      const writes = texts(behavior["allowedMethods"]).includes("POST");
      return [
        ...noIf(known && target !== undefined && !ids.includes(target), "NoSuchOrigin", `One or more of your origins or origin groups do not exist. (${target})`, `${path}.targetOriginId`),
        ...noIf(policy && old, "InvalidArgument", "The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.", `${path}.forwardedValues`),
        ...noIf(absent(behavior["cachePolicyId"]) && absent(behavior["forwardedValues"]), "InvalidArgument", "The parameter ForwardedValues is required.", path),
        ...noIf(policy && ["minTtl", "defaultTtl", "maxTtl"].some((key) => (num(behavior[key]) ?? 0) > 0), "InvalidArgument", "The parameters MinTTL, DefaultTTL and MaxTTL cannot be used when a cache policy is associated to the cache behavior.", path),
        ...noIf(old && given(behavior["originRequestPolicyId"]) && absent(behavior["cachePolicyId"]), "InvalidArgument", "An origin request policy needs a cache policy.", `${path}.originRequestPolicyId`),
        ...oneOf(behavior["viewerProtocolPolicy"], ["allow-all", "https-only", "redirect-to-https"], "InvalidArgument", `${path}.viewerProtocolPolicy`),
        ...noIf(group && writes, "InvalidArgument", "An origin group cannot be the target of a behavior that allows POST, PUT, PATCH or DELETE.", `${path}.allowedMethods`),
        ...methods(behavior, path),
        ...lives(behavior, path),
        ...functions(behavior, path),
      ];
    }),
    ...noIf(repeated(patterns).length > 0, "InvalidArgument", `The parameter PathPattern is used more than once: ${repeated(patterns).join(", ")}`, "orderedCacheBehaviors"),
    ...noIf(repeated(texts(ids)).length > 0, "InvalidArgument", `The parameter Id of an origin or origin group must be unique: ${repeated(texts(ids)).join(", ")}`, "origins"),
  ];
});

function functions(behavior: Props, path: string): Refusal[] {
  const edge = items(behavior["functionAssociations"]).map(fields);
  const lambda = items(behavior["lambdaFunctionAssociations"]).map(fields);
  const events = edge.map((one) => text(one["eventType"])).filter((one) => one !== undefined);
  const viewers = lambda.map((one) => text(one["eventType"])).filter((one) => one?.startsWith("viewer") === true);
  return [
    ...edge.flatMap((one, index) => oneOf(one["eventType"], ["viewer-request", "viewer-response"], "InvalidFunctionAssociation", `${path}.functionAssociations[${index}].eventType`)),
    ...lambda.flatMap((one, index) => [
      ...oneOf(one["eventType"], ["viewer-request", "viewer-response", "origin-request", "origin-response"], "InvalidLambdaFunctionAssociation", `${path}.lambdaFunctionAssociations[${index}].eventType`),
      ...noIf(text(one["lambdaArn"]) !== undefined && (!/:function:[^:]+:\d+$/.test(text(one["lambdaArn"])!) || parseArn(one["lambdaArn"])?.region !== "us-east-1"), "InvalidLambdaFunctionAssociation", `The function ARN must reference a specific function version in us-east-1. (The ARN must end with the version number.) ARN: ${text(one["lambdaArn"])}`, `${path}.lambdaFunctionAssociations[${index}].lambdaArn`),
    ]),
    ...noIf(repeated(events).length > 0, "InvalidFunctionAssociation", `An event type has at most one function: ${repeated(events).join(", ")}`, `${path}.functionAssociations`),
    ...noIf(edge.length > 0 && viewers.length > 0, "InvalidFunctionAssociation", "Lambda@Edge and CloudFront Functions cannot be combined in viewer events of one behavior.", `${path}.functionAssociations`),
  ];
}

const SSL = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"];

const originLaw = checkLaw("cloudfront-origins", ["cloudfront/distribution"], CREATE, (distribution) =>
  items(distribution["origins"]).flatMap((one, index) => {
    const origin = fields(one);
    const path = `origins[${index}]`;
    const custom = fields(origin["customOriginConfig"]);
    const kinds = ["customOriginConfig", "s3OriginConfig", "vpcOriginConfig"].filter((key) => given(origin[key]));
    const domain = text(origin["domainName"]);
    const prefix = text(origin["originPath"]);
    return [
      ...noIf(kinds.length > 1, "InvalidOrigin", `An origin is of one kind, not ${kinds.join(", ")}.`, path),
      ...noIf(given(origin["customOriginConfig"]) && given(origin["originAccessControlId"]) && domain !== undefined && /\.s3-website[.-]/.test(domain), "InvalidOriginAccessControl", "An S3 website endpoint takes no origin access control.", `${path}.originAccessControlId`),
      ...noIf(domain !== undefined && (/^[a-z]+:\/\//i.test(domain) || domain.includes("/") || !/^[A-Za-z0-9.*_-]+$/.test(domain)), "InvalidArgument", `The parameter Origin DomainName does not refer to a valid domain: ${domain}`, `${path}.domainName`),
      ...noIf(prefix !== undefined && prefix !== "" && (!prefix.startsWith("/") || prefix.endsWith("/")), "InvalidArgument", `The parameter OriginPath must begin with '/' and not end with '/': ${prefix}`, `${path}.originPath`),
      ...range(origin["connectionAttempts"], 1, 3, "InvalidArgument", `${path}.connectionAttempts`),
      ...range(origin["connectionTimeout"], 1, 10, "InvalidArgument", `${path}.connectionTimeout`),
      ...oneOf(custom["originProtocolPolicy"], ["http-only", "https-only", "match-viewer"], "InvalidArgument", `${path}.customOriginConfig.originProtocolPolicy`),
      ...pick(custom, "originSslProtocols[]").flatMap(({ path: at, value }) => oneOf(value, SSL, "InvalidArgument", `${path}.customOriginConfig.${at}`)),
      ...["httpPort", "httpsPort"].flatMap((key) => {
        const port = num(custom[key]);
        return noIf(port !== undefined && port !== 80 && port !== 443 && (port < 1024 || port > 65535), "InvalidArgument", `The parameter ${key} is invalid: ${port}. It is 80, 443, or 1024 to 65535.`, `${path}.customOriginConfig.${key}`);
      }),
      ...header(origin, path),
    ];
  }),
);

/** Headers that CloudFront does not add to origin requests: "Custom headers that CloudFront can't add to origin requests". */
const FORBIDDEN_HEADERS = /^(cache-control|connection|content-length|cookie|host|if-match|if-modified-since|if-none-match|if-range|if-unmodified-since|max-forwards|pragma|proxy-authenticate|proxy-authorization|proxy-connection|range|request-range|te|trailer|transfer-encoding|upgrade|via|x-real-ip|x-amz-.*|x-edge-.*)$/i;

function header(origin: Props, path: string): Refusal[] {
  return items(origin["customHeaders"]).flatMap((one, index) => {
    const name = text(fields(one)["name"]);
    return noIf(name !== undefined && FORBIDDEN_HEADERS.test(name), "InvalidArgument", `The parameter HeaderName ${name} is not allowed.`, `${path}.customHeaders[${index}].name`);
  });
}

const certificateLaw = checkLaw("cloudfront-viewer-certificate", ["cloudfront/distribution"], CERTIFICATE, (distribution) => {
  const viewer = fields(distribution["viewerCertificate"]);
  const arn = text(viewer["acmCertificateArn"]);
  const own = given(viewer["acmCertificateArn"]) || given(viewer["iamCertificateId"]);
  const standard = flag(viewer["cloudfrontDefaultCertificate"]) === true;
  const region = parseArn(arn)?.region;
  return [
    ...noIf(region !== undefined && region !== "" && region !== "us-east-1", "InvalidViewerCertificate", `The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain. (${arn})`, "viewerCertificate.acmCertificateArn"),
    ...noIf(items(distribution["aliases"]).length > 0 && !own && settled(viewer), "InvalidViewerCertificate", "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.", "aliases"),
    ...noIf(own && absent(viewer["sslSupportMethod"]), "InvalidArgument", "The parameter SSLSupportMethod is required with a certificate of your own.", "viewerCertificate.sslSupportMethod"),
    ...noIf(standard && own, "InvalidArgument", "Only one of CloudFrontDefaultCertificate, ACMCertificateArn and IAMCertificateId may be given.", "viewerCertificate"),
    ...oneOf(viewer["sslSupportMethod"], ["sni-only", "vip", "static-ip"], "InvalidArgument", "viewerCertificate.sslSupportMethod"),
    ...oneOf(viewer["minimumProtocolVersion"], ["SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016", "TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"], "InvalidMinimumProtocolVersion", "viewerCertificate.minimumProtocolVersion"),
    ...noIf(standard && settled(viewer["minimumProtocolVersion"]) && given(viewer["minimumProtocolVersion"]) && viewer["minimumProtocolVersion"] !== "TLSv1", "InvalidMinimumProtocolVersion", "MinimumProtocolVersion must be TLSv1 with the default certificate.", "viewerCertificate.minimumProtocolVersion"),
  ];
});

const valuesLaw = checkLaw("cloudfront-values", ["cloudfront/distribution"], CREATE, (distribution) => {
  const geo = fields(fields(distribution["restrictions"])["geoRestriction"]);
  const acl = text(distribution["webAclId"]);
  const arn = parseArn(acl);
  return [
    ...oneOf(distribution["priceClass"], ["PriceClass_100", "PriceClass_200", "PriceClass_All", "None"], "InvalidArgument", "priceClass"),
    ...oneOf(distribution["httpVersion"], ["http1.1", "http2", "http3", "http2and3"], "InvalidArgument", "httpVersion"),
    ...oneOf(geo["restrictionType"], ["none", "whitelist", "blacklist"], "InvalidGeoRestrictionParameter", "restrictions.geoRestriction.restrictionType"),
    ...noIf((geo["restrictionType"] === "whitelist" || geo["restrictionType"] === "blacklist") && items(geo["locations"]).length === 0 && settled(geo["locations"]), "InvalidGeoRestrictionParameter", "The specified geo restriction parameter is not valid: locations are required.", "restrictions.geoRestriction.locations"),
    ...noIf(geo["restrictionType"] === "none" && items(geo["locations"]).length > 0, "InvalidGeoRestrictionParameter", "The specified geo restriction parameter is not valid: no locations with type none.", "restrictions.geoRestriction.locations"),
    ...noIf((text(distribution["comment"])?.length ?? 0) > 128, "InvalidArgument", "The parameter Comment has at most 128 characters.", "comment"),
    ...noIf(text(distribution["defaultRootObject"])?.startsWith("/") === true, "InvalidDefaultRootObject", "The parameter DefaultRootObject must not begin with '/'.", "defaultRootObject"),
    ...noIf(arn?.service === "wafv2" && (arn.region !== "us-east-1" || !arn.resource.startsWith("global/webacl/")), "InvalidWebACLId", `Web ACL is not accessible by the requester: ${acl} is not of scope CLOUDFRONT.`, "webAclId"),
    ...items(distribution["customErrorResponses"]).flatMap((one, index) => {
      const response = fields(one);
      const path = `customErrorResponses[${index}]`;
      return [
        ...oneOf(response["errorCode"], [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504], "InvalidErrorCode", `${path}.errorCode`),
        ...oneOf(num(response["responseCode"]) === 0 ? undefined : response["responseCode"], [200, 400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504], "InvalidResponseCode", `${path}.responseCode`),
        ...noIf((num(response["responseCode"]) ?? 0) !== 0 !== given(response["responsePagePath"]) && settled(response["responseCode"]) && settled(response["responsePagePath"]), "InvalidArgument", "ResponseCode and ResponsePagePath must be given together.", path),
        ...noIf(text(response["responsePagePath"]) !== undefined && response["responsePagePath"] !== "" && !text(response["responsePagePath"])!.startsWith("/"), "InvalidArgument", "The parameter ResponsePagePath must begin with '/'.", `${path}.responsePagePath`),
      ];
    }),
    ...texts(distribution["aliases"]).flatMap((alias, index) => (/^(\*\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z0-9-]{2,63}$/.test(alias) && alias.length <= 253 ? [] : no("InvalidArgument", `The parameter CNAME contains one or more parameters that are not valid: ${alias}`, `aliases[${index}]`))),
  ];
});

const cachePolicy = checkLaw("cloudfront-cache-policy", ["cloudfront/cachePolicy"], "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html", (policy) => {
  const key = fields(policy["parametersInCacheKeyAndForwardedToOrigin"]);
  const path = "parametersInCacheKeyAndForwardedToOrigin";
  const off = num(policy["maxTtl"]) === 0;
  const gzip = flag(key["enableAcceptEncodingGzip"]) === true || flag(key["enableAcceptEncodingBrotli"]) === true;
  const headers = texts(fields(fields(key["headersConfig"])["headers"])["items"]);
  return [
    ...lives({ minTtl: policy["minTtl"] ?? 0, defaultTtl: policy["defaultTtl"] ?? 86400, maxTtl: policy["maxTtl"] ?? 31536000 }, "", "InvalidArgument"),
    ...oneOf(fields(key["cookiesConfig"])["cookieBehavior"], ["none", "whitelist", "allExcept", "all"], "InvalidArgument", `${path}.cookiesConfig.cookieBehavior`),
    ...oneOf(fields(key["headersConfig"])["headerBehavior"], ["none", "whitelist"], "InvalidArgument", `${path}.headersConfig.headerBehavior`),
    ...oneOf(fields(key["queryStringsConfig"])["queryStringBehavior"], ["none", "whitelist", "allExcept", "all"], "InvalidArgument", `${path}.queryStringsConfig.queryStringBehavior`),
    ...noIf(off && gzip, "InvalidArgument", "The parameter EnableAcceptEncodingGzip is invalid for policy with caching disabled.", `${path}.enableAcceptEncodingGzip`),
    ...noIf(off && ["cookiesConfig", "headersConfig", "queryStringsConfig"].some((one) => Object.values(fields(key[one])).some((value) => ["whitelist", "allExcept", "all"].includes(text(value) ?? ""))), "InvalidArgument", "The parameters of the cache key are invalid for policy with caching disabled.", path),
    ...lists(key, path),
    ...noIf(gzip && headers.some((name) => name.toLowerCase() === "accept-encoding"), "InvalidArgument", "The parameter Headers contains Accept-Encoding that is not allowed with EnableAcceptEncoding.", `${path}.headersConfig.headers`),
  ];
});

/** Where a behaviour is a list, the list must be there; otherwise it must not. */
function lists(key: Props, path: string): Refusal[] {
  return [["cookiesConfig", "cookieBehavior", "cookies"], ["headersConfig", "headerBehavior", "headers"], ["queryStringsConfig", "queryStringBehavior", "queryStrings"]].flatMap(([config = "", behavior = "", list = ""]) => {
    const one = fields(key[config]);
    const kind = text(one[behavior]);
    if (kind === undefined || !settled(one)) return [];
    const count = items(fields(one[list])["items"]).length;
    const wanted = ["whitelist", "allExcept", "allViewerAndWhitelistCloudFront"].includes(kind);
    const at = path === "" ? config : `${path}.${config}`;
    return [
      ...noIf(wanted && count === 0, "InvalidArgument", `The parameter ${list} is required with the behavior ${kind}.`, at),
      ...noIf(!wanted && count > 0, "InvalidArgument", `The parameter ${list} cannot be used with the behavior ${kind}.`, at),
    ];
  });
}

const originRequest = checkLaw("cloudfront-origin-request-policy", ["cloudfront/originRequestPolicy"], "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginRequestPolicyConfig.html", (policy) => [
  ...oneOf(fields(policy["cookiesConfig"])["cookieBehavior"], ["none", "whitelist", "all", "allExcept"], "InvalidArgument", "cookiesConfig.cookieBehavior"),
  ...oneOf(fields(policy["headersConfig"])["headerBehavior"], ["none", "whitelist", "allViewer", "allViewerAndWhitelistCloudFront", "allExcept"], "InvalidArgument", "headersConfig.headerBehavior"),
  ...oneOf(fields(policy["queryStringsConfig"])["queryStringBehavior"], ["none", "whitelist", "all", "allExcept"], "InvalidArgument", "queryStringsConfig.queryStringBehavior"),
  ...lists(policy, ""),
]);

const responseHeaders = checkLaw("cloudfront-response-headers-policy", ["cloudfront/responseHeadersPolicy"], "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html", (policy) => {
  const security = fields(policy["securityHeadersConfig"]);
  const custom = items(fields(policy["customHeadersConfig"])["items"]).map((one) => text(fields(one)["header"])?.toLowerCase()).filter((one) => one !== undefined);
  const managed = custom.filter((name) => ["strict-transport-security", "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "x-xss-protection"].includes(name) || name.startsWith("access-control-"));
  const xss = fields(security["xssProtection"]);
  return [
    ...oneOf(fields(security["frameOptions"])["frameOption"], ["DENY", "SAMEORIGIN"], "InvalidArgument", "securityHeadersConfig.frameOptions.frameOption"),
    ...oneOf(fields(security["referrerPolicy"])["referrerPolicy"], ["no-referrer", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin", "same-origin", "strict-origin", "strict-origin-when-cross-origin", "unsafe-url"], "InvalidArgument", "securityHeadersConfig.referrerPolicy.referrerPolicy"),
    ...range(fields(security["strictTransportSecurity"])["accessControlMaxAgeSec"], 0, 2147483647, "InvalidArgument", "securityHeadersConfig.strictTransportSecurity.accessControlMaxAgeSec"),
    ...noIf(flag(xss["modeBlock"]) === true && given(xss["reportUri"]), "InvalidArgument", "ReportUri cannot be given with ModeBlock.", "securityHeadersConfig.xssProtection"),
    ...noIf(repeated(custom).length > 0, "InvalidArgument", `A custom header is given more than once: ${repeated(custom).join(", ")}`, "customHeadersConfig.items"),
    ...noIf(managed.length > 0, "InvalidArgument", `The custom headers ${managed.join(", ")} must be set by the security or CORS headers configuration.`, "customHeadersConfig.items"),
    ...noIf(text(fields(security["contentSecurityPolicy"])["contentSecurityPolicy"]) === "", "InvalidArgument", "The parameter ContentSecurityPolicy must not be empty.", "securityHeadersConfig.contentSecurityPolicy"),
    ...range(fields(policy["serverTimingHeadersConfig"])["samplingRate"], 0, 100, "InvalidArgument", "serverTimingHeadersConfig.samplingRate"),
    ...noIf(["corsConfig", "customHeadersConfig", "securityHeadersConfig", "serverTimingHeadersConfig", "removeHeadersConfig"].every((key) => absent(policy[key])), "InvalidArgument", "A response headers policy must have at least one header configuration."),
  ];
});

const parts = checkLaw("cloudfront-parts", ["cloudfront/function", "cloudfront/originAccessControl", "cloudfront/vpcOrigin"], CREATE, (inputs) => {
  const endpoint = fields(inputs["vpcOriginEndpointConfig"]);
  const protocols = fields(endpoint["originSslProtocols"]);
  const count = items(protocols["items"]).length;
  return [
    ...oneOf(inputs["runtime"], ["cloudfront-js-1.0", "cloudfront-js-2.0"], "InvalidArgument", "runtime"),
    ...noIf((text(inputs["code"])?.length ?? 0) > 10240, "FunctionSizeLimitExceeded", "The function code is at most 10 KB.", "code"),
    ...oneOf(inputs["originAccessControlOriginType"], ["s3", "mediastore", "lambda", "mediapackagev2"], "InvalidArgument", "originAccessControlOriginType"),
    ...oneOf(inputs["signingBehavior"], ["always", "never", "no-override", "always-amz-auth"], "InvalidArgument", "signingBehavior"),
    ...oneOf(inputs["signingProtocol"], ["sigv4", "sigv4a"], "InvalidArgument", "signingProtocol"),
    ...oneOf(endpoint["originProtocolPolicy"], ["http-only", "https-only", "match-viewer"], "InvalidArgument", "vpcOriginEndpointConfig.originProtocolPolicy"),
    ...pick(endpoint, "originSslProtocols.items[]").flatMap(({ path, value }) => oneOf(value, SSL, "InvalidArgument", `vpcOriginEndpointConfig.${path}`)),
    ...noIf(num(protocols["quantity"]) !== undefined && settled(protocols["items"]) && num(protocols["quantity"]) !== count, "InconsistentQuantities", `The value of Quantity (${num(protocols["quantity"])}) and the number of Items (${count}) don't match.`, "vpcOriginEndpointConfig.originSslProtocols.quantity"),
  ];
});

/** Laws of CloudFront that need only the arguments. */
export const cloudfrontLaws: readonly Law[] = [behaviorLaw, originLaw, certificateLaw, valuesLaw, cachePolicy, originRequest, responseHeaders, parts];
