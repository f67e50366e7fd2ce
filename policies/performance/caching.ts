/**
 * Caching enabled, and the frontend compressed: PRC-024…PRC-027, PRC-036.
 */
import { behaviours } from "../distributions.ts";
import { dig, flag, list, number, quoted, text, word } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { isHidden, NotYetKnown } from "../unknown.ts";
import { CACHE_CLUSTER, DISTRIBUTION, REPLICATION_GROUP, SERVERLESS_CACHE } from "../types.ts";

/** CloudFront's managed policy CachingDisabled, the same in every account. */
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const CACHE_POLICY = "aws:cloudfront/cachePolicy:CachePolicy";

const cachesAssets: StackRule = {
  name: "distribution-caches",
  items: ["PRC-025", "PRC-026"],
  severity: "medium",
  frameworks: [],
  demands: "A CloudFront distribution caches in at least one of its behaviours.",
  why: "Every script and picture would otherwise be fetched from the cluster again.",
  remediation: "Give the behaviour of static assets a cache policy with a time to live.",
  looksAt: "stack",
  subjects: [DISTRIBUTION],
  judge(node, _policy, graph) {
    return examine((check) => {
      const policies = ["defaultCacheBehavior", "orderedCacheBehaviors"].flatMap((property) => graph.referenced(node, property, [CACHE_POLICY]));
      if (policies.some((policy) => (number(policy.props["maxTtl"]) ?? 31_536_000) > 0)) return;
      let unknown = isHidden(() => node.props["orderedCacheBehaviors"]);
      for (const { read } of behaviours(node, check)) {
        if (isHidden(() => dig(read(), "cachePolicyId"))) {
          unknown = true;
          continue;
        }
        const policy = text(dig(read(), "cachePolicyId"));
        if (policy !== undefined ? policy !== CACHING_DISABLED : (number(dig(read(), "maxTtl")) ?? number(dig(read(), "defaultTtl")) ?? 0) > 0) return;
      }
      if (unknown) throw new NotYetKnown("the cache policy is not known yet");
      check.fail("no behaviour caches");
    });
  },
};

const compresses: ResourceRule = {
  name: "distribution-compresses",
  items: ["PRC-036", "OPT-P2"],
  severity: "low",
  frameworks: [],
  demands: "CloudFront compresses what it serves.",
  why: "Text travels at a fifth of its size.",
  remediation: "Set compress to true in every behaviour.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    return examine((check) => {
      for (const { read, path } of behaviours(node, check)) {
        check.part(() => {
          if (flag(dig(read(), "compress")) !== true) check.fail("compress is off, which is the default", `${path}.compress`);
        });
      }
    });
  },
};

const brotli: ResourceRule = {
  name: "cache-policy-compressed",
  items: ["PRC-036"],
  severity: "low",
  frameworks: [],
  demands: "Cache policies that cache keep the Brotli and gzip forms of a response.",
  why: "CloudFront compresses only what the cache policy allows it to tell apart.",
  remediation: "Set enableAcceptEncodingBrotli and enableAcceptEncodingGzip to true.",
  looksAt: [CACHE_POLICY],
  judge(node) {
    if (number(node.props["maxTtl"]) === 0) return notApplicable("a policy that does not cache cannot allow compression");
    return examine((check) => {
      const parameters = node.props["parametersInCacheKeyAndForwardedToOrigin"];
      for (const setting of ["enableAcceptEncodingBrotli", "enableAcceptEncodingGzip"]) {
        check.that(() => flag(dig(parameters, setting)) === true, `${setting} is not on`, `parametersInCacheKeyAndForwardedToOrigin.${setting}`);
      }
    });
  },
};

const cacheSupported: ResourceRule = {
  name: "cache-engine-supported",
  items: ["PRC-024", "OPT-03"],
  severity: "medium",
  frameworks: [],
  demands: "The cache runs Valkey, or Redis 6 or newer.",
  why: "Users, TLS and several databases together need it, and older versions get no security fixes.",
  remediation: "Set engine to valkey, or engineVersion to 7.1.",
  looksAt: [REPLICATION_GROUP, CACHE_CLUSTER, SERVERLESS_CACHE],
  judge(node) {
    const engine = text(node.props["engine"]);
    if (engine === "memcached") return notApplicable("the cache is Memcached");
    if (node.type === CACHE_CLUSTER && text(node.props["replicationGroupId"]) !== undefined) return notApplicable("the replication group decides");
    if (engine === "valkey" || node.type === SERVERLESS_CACHE) return { kind: "pass" };
    return examine((check) => {
      const version = node.props["engineVersion"];
      // Left out, ElastiCache takes a current version: 7.x at the time of writing (ElastiCache API, CreateReplicationGroup).
      if (version === undefined || version === null) return;
      check.that(() => Number.parseInt(word(version), 10) >= 6, `engineVersion is ${quoted(version)}`, "engineVersion");
    });
  },
};

const NOT_CACHED = ["no-store", "no-cache"];

const browserCaching: ResourceRule = {
  name: "object-browser-caching",
  items: ["PRC-027"],
  severity: "low",
  frameworks: [],
  demands: "A response headers policy that sets Cache-Control lets browsers keep the response.",
  why: "A header meant to help then makes every visit a first visit.",
  remediation: "Set Cache-Control to public, max-age=31536000, immutable for assets with a hash in their name.",
  looksAt: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  judge(node) {
    const items = list(dig(node.props["customHeadersConfig"], "items"));
    const header = items.find((item) => text(dig(item, "header"))?.toLowerCase() === "cache-control");
    if (header === undefined) return notApplicable("it does not set Cache-Control");
    const value = text(dig(header, "value")) ?? "";
    return examine((check) => check.that(() => /max-age=[1-9]/.test(value) && !NOT_CACHED.some((word) => value.includes(word)), `Cache-Control is ${quoted(value)}`, "customHeadersConfig.items"));
  },
};

export const rules: readonly Rule[] = [cachesAssets, compresses, brotli, cacheSupported, browserCaching];
