import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { Distribution } from "../../../components/edge/distribution.ts";
import { DataBucket } from "../../../components/storage/data-bucket.ts";
import { tidy } from "../../../components/storage/lifecycle.ts";
import { LogBucket } from "../../../components/storage/log-bucket.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { namesOf, production } from "../cluster/context.ts";
import { refusals, violations } from "../judge.ts";

const BUCKET = "optibid-production-assets-123456789012-eu-central-1";
const DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E123";
const TYPE = "aws:cloudfront/distribution:Distribution";
let graph: Registration[];

function build(withAssets: boolean, from?: "pods" | "bucket", copied = false): Promise<Registration[]> {
  return record(
    () => {
      const logs = new LogBucket("logs", { context: production });
      const assets = new DataBucket("assets", { context: production, purpose: "assets", classification: "public", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/data", lifecycle: [tidy(30)], logs, policyElsewhere: true });
      const assetsCopy = copied ? new DataBucket("copy", { context: production, purpose: "assets", region: "eu-west-1", classification: "public", keyArn: "arn:aws:kms:eu-west-1:123456789012:key/data", lifecycle: [tidy(30)], logs, policyElsewhere: true }) : undefined;
      void new Distribution("cdn", {
        context: production,
        names: ["optibid.com"],
        certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/c",
        loadBalancerArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1",
        loadBalancerDnsName: pulumi.output("internal-web.eu-central-1.elb.amazonaws.com"),
        after: [],
        webAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/w/1",
        healthPaths: ["/health"],
        ...(withAssets ? { assets, assetsCopy } : {}),
        ...(from === undefined ? {} : { build: from }),
      });
    },
    { outputs: (type) => (type === TYPE ? { arn: DISTRIBUTION } : type.endsWith(":OriginAccessControl") ? { id: "E1OAC" } : type.endsWith(":Bucket") ? { bucketRegionalDomainName: `${BUCKET}.s3.eu-central-1.amazonaws.com` } : {}) },
  );
}

beforeAll(async () => {
  graph = await build(true, "bucket");
});

describe("static assets in a bucket", () => {
  test("are an origin that is asked with signed requests", () => {
    expect(only(graph, TYPE).inputs["origins"]).toMatchObject([{ originId: "load-balancer" }, { originId: "assets", domainName: `${BUCKET}.s3.eu-central-1.amazonaws.com` }]);
    expect(namesOf(only(graph, TYPE).propertyDependencies["origins"] ?? [])).toContain("cdn-assets-access");
    expect(only(graph, "aws:cloudfront/originAccessControl:OriginAccessControl").inputs).toEqual({
      name: "optibid-production-assets",
      description: "Signs requests for static assets",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
  });

  test("have their own paths, and no header of the viewer goes along", () => {
    const ordered = only(graph, TYPE).inputs["orderedCacheBehaviors"] as Record<string, unknown>[];
    expect(ordered.map(({ pathPattern, targetOriginId }) => [pathPattern, targetOriginId])).toEqual([
      ["/_next/static/*", "assets"],
      ["/assets/*", "assets"],
      ["/_next/image*", "load-balancer"],
      ["/api/*", "load-balancer"],
    ]);
    expect(ordered.map((behavior) => "originRequestPolicyId" in behavior)).toEqual([false, false, true, true]);
    for (const behavior of ordered) expect(behavior).toMatchObject({ viewerProtocolPolicy: "redirect-to-https", compress: true });
  });

  test("are read by this distribution and nobody else", () => {
    const { inputs, dependencies } = only(graph, "aws:s3/bucketPolicy:BucketPolicy", "assets-policy");
    const statements = (JSON.parse(String(inputs["policy"])) as { Statement: { Sid: string }[] }).Statement;
    expect(statements.map(({ Sid }) => Sid)).toEqual(["ReadByDistribution", "OnlyOverTls", "OnlyWithKms", "OnlyWithOwnKeys"]);
    expect(statements[0]).toEqual({
      Sid: "ReadByDistribution",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${BUCKET}/*`,
      Condition: { StringEquals: { "aws:SourceArn": DISTRIBUTION } },
    });
    expect(inputs["bucket"]).toBe(BUCKET);
    expect(namesOf(dependencies)).toContain("assets-public-access");
  });

  test("AWS refuses nothing, and no rule about buckets or their origin is broken", () => {
    expect(refusals(graph)).toEqual([]);
    // The rest of the edge (web ACL, access log) is not in this graph, nor is a copy of the bucket.
    expect(violations(graph).filter((each) => /bucket|origin|assets/.test(each) && !each.startsWith("distribution-origin-failover"))).toEqual([]);
  });

  test("the build stays with the pods where nobody uploads it", async () => {
    const ordered = only(await build(true), TYPE).inputs["orderedCacheBehaviors"] as Record<string, unknown>[];
    expect(ordered.map(({ pathPattern, targetOriginId }) => [pathPattern, targetOriginId]).slice(0, 2)).toEqual([["/_next/static/*", "load-balancer"], ["/assets/*", "assets"]]);
    expect(ordered[0]).toHaveProperty("originRequestPolicyId");
  });

  test("without a bucket the frontend serves them, and no path is added", async () => {
    const plain = await build(false);
    const { inputs } = only(plain, TYPE);
    expect((inputs["origins"] as unknown[]).length).toBe(1);
    expect((inputs["orderedCacheBehaviors"] as Record<string, unknown>[]).map(({ pathPattern, targetOriginId }) => [pathPattern, targetOriginId])).toEqual([
      ["/_next/static/*", "load-balancer"],
      ["/_next/image*", "load-balancer"],
      ["/api/*", "load-balancer"],
    ]);
  });

  test("a copy in the other Region takes the place of a bucket that is out of order", async () => {
    const copied = await build(true, "bucket", true);
    const { origins, originGroups, orderedCacheBehaviors } = only(copied, TYPE).inputs as Record<string, Record<string, unknown>[]>;
    expect(origins?.map(({ originId, originAccessControlId }) => [originId, originAccessControlId])).toEqual([["load-balancer", undefined], ["assets", "<unknown>"], ["assets-copy", "<unknown>"]]);
    expect(originGroups).toEqual([{ originId: "assets-or-copy", members: [{ originId: "assets" }, { originId: "assets-copy" }], failoverCriteria: { statusCodes: [500, 502, 503, 504] } }]);
    expect(orderedCacheBehaviors?.map(({ targetOriginId }) => targetOriginId)).toEqual(["assets-or-copy", "assets-or-copy", "load-balancer", "load-balancer"]);
    const { inputs, dependencies } = only(copied, "aws:s3/bucketPolicy:BucketPolicy", "assets-copy-policy");
    expect(inputs["region"]).toBe("eu-west-1");
    const statements = (JSON.parse(String(inputs["policy"])) as { Statement: { Sid: string; Resource: unknown; Condition: unknown }[] }).Statement;
    expect(statements.map(({ Sid }) => Sid)).toEqual(["ReadByDistribution", "OnlyOverTls", "OnlyWithKms", "OnlyWithOwnKeys"]);
    expect(statements[0]).toMatchObject({ Resource: expect.stringMatching(/^arn:aws:s3:::optibid-production-assets-.*\/\*$/) as unknown, Condition: { StringEquals: { "aws:SourceArn": DISTRIBUTION } } });
    expect(namesOf(dependencies)).toContain("copy-public-access");
    expect(refusals(copied)).toEqual([]);
    expect(violations(copied).filter((each) => /bucket|origin|assets/.test(each))).toEqual([]);
    expect(only(graph, TYPE).inputs).not.toHaveProperty("originGroups");
    expect(violations(graph).filter((each) => each.startsWith("distribution-origin-failover"))).toHaveLength(1);
  });
});
