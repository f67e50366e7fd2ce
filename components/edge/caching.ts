/**
 * What CloudFront caches, for how long, and what makes two requests the same (PRC-025, PRC-026), as plain values.
 */
import type * as aws from "@pulumi/aws";
import { IMMUTABLE_SECONDS } from "./headers.ts";

type CachePolicy = aws.cloudfront.CachePolicyArgs;

/** AWS's managed cache policy `CachingDisabled`. */
export const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** AWS's managed origin request policy `AllViewer`: every header, cookie and query string, Host included. */
export const ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3";

const DAY = 86_400;
const COMPRESSED = { enableAcceptEncodingBrotli: true, enableAcceptEncodingGzip: true } as const;

/** Files with a hash in their name: the path is all that matters. */
export const ASSET_CACHE: CachePolicy = {
  comment: "Hashed static assets",
  minTtl: 0,
  defaultTtl: IMMUTABLE_SECONDS,
  maxTtl: IMMUTABLE_SECONDS,
  parametersInCacheKeyAndForwardedToOrigin: {
    ...COMPRESSED,
    headersConfig: { headerBehavior: "none" },
    cookiesConfig: { cookieBehavior: "none" },
    queryStringsConfig: { queryStringBehavior: "none" },
  },
};

/** Images that the frontend scales: by address, width and quality, and by the formats the browser takes. */
export const IMAGE_CACHE: CachePolicy = {
  comment: "Images scaled by the frontend",
  minTtl: 0,
  defaultTtl: DAY,
  maxTtl: IMMUTABLE_SECONDS,
  parametersInCacheKeyAndForwardedToOrigin: {
    ...COMPRESSED,
    headersConfig: { headerBehavior: "whitelist", headers: { items: ["Accept"] } },
    cookiesConfig: { cookieBehavior: "none" },
    queryStringsConfig: { queryStringBehavior: "whitelist", queryStrings: { items: ["url", "w", "q"] } },
  },
};

/**
 * API answers: kept only where the API says so and at most five minutes, and never shared between callers, because
 * the credentials are part of the key.
 */
export const API_CACHE: CachePolicy = {
  comment: "API responses, as their Cache-Control says",
  minTtl: 0,
  defaultTtl: 0,
  maxTtl: 300,
  parametersInCacheKeyAndForwardedToOrigin: {
    ...COMPRESSED,
    headersConfig: { headerBehavior: "whitelist", headers: { items: ["Accept", "Authorization", "Origin"] } },
    cookiesConfig: { cookieBehavior: "all" },
    queryStringsConfig: { queryStringBehavior: "all" },
  },
};

/**
 * What reaches the origin with requests for shared content: only Host, which the origin's certificate is checked
 * against. No cookie, so nobody's session can shape what others are served.
 */
export const HOST_ONLY: aws.cloudfront.OriginRequestPolicyArgs = {
  comment: "Host only",
  headersConfig: { headerBehavior: "whitelist", headers: { items: ["Host"] } },
  cookiesConfig: { cookieBehavior: "none" },
  queryStringsConfig: { queryStringBehavior: "none" },
};
