/**
 * Distribution: CloudFront in front of the internal load balancer.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { bucketPolicy, readByDistribution } from "../storage/bucket-policy.ts";
import type { DataBucket } from "../storage/data-bucket.ts";
import { ALL_VIEWER, API_CACHE, ASSET_CACHE, CACHING_DISABLED, HOST_ONLY, IMAGE_CACHE } from "./caching.ts";
import { assetHeaders, securityHeaders } from "./headers.ts";
import { maintenanceCode } from "./maintenance.ts";
import type { Maintenance } from "./maintenance.ts";

export interface DistributionArgs {
  readonly context: PlatformContext;
  /** Names that viewers ask for. */
  readonly names: readonly [string, ...string[]];
  /** Validated certificate in us-east-1 for those names. */
  readonly certificateArn: pulumi.Input<string>;
  /** ARN of the internal load balancer. */
  readonly loadBalancerArn: pulumi.Input<string>;
  /** DNS name of the internal load balancer. */
  readonly loadBalancerDnsName: pulumi.Input<string>;
  /** What has to be there before CloudFront connects to the VPC: its internet gateway, though no traffic passes it. */
  readonly after: readonly pulumi.Resource[];
  /** Web ACL of scope CLOUDFRONT. */
  readonly webAclArn: pulumi.Input<string>;
  /** Maintenance mode. Default: off. */
  readonly maintenance?: Maintenance;
  /** Paths that maintenance mode lets through. */
  readonly healthPaths: readonly string[];
  /** Content security policy of answers that bring none. Default {@link DEFAULT_CSP}. */
  readonly contentSecurityPolicy?: string;
  /** Region of Origin Shield, which joins the requests of all edge caches. Default: none. */
  readonly originShieldRegion?: string;
  /** Which edge locations serve. Default `PriceClass_100`: North America, Europe and Israel. */
  readonly priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /**
   * Bucket of the home Region with the static assets, without a policy: it gets its only one here. Its key must admit
   * CloudFront. Default: the frontend serves its assets itself.
   */
  readonly assets?: DataBucket;
  /**
   * Copy of {@link assets} in the context's `drRegion`, without a policy like it: asked where the bucket at home fails.
   * Default: nothing takes its place.
   */
  readonly assetsCopy?: DataBucket | undefined;
  /**
   * Where the frontend's build (`/_next/static`) is taken from. `bucket` keeps the files of earlier releases within reach
   * of pages that are still open, and needs a pipeline that uploads each build before its pods run. Default `pods`.
   */
  readonly build?: "pods" | "bucket";
  readonly transform?: {
    readonly assetsPolicy?: Transform<aws.s3.BucketPolicyArgs>;
    readonly distribution?: Transform<aws.cloudfront.DistributionArgs>;
    readonly vpcOrigin?: Transform<aws.cloudfront.VpcOriginArgs>;
    readonly cachePolicy?: Transform<aws.cloudfront.CachePolicyArgs>;
    readonly headersPolicy?: Transform<aws.cloudfront.ResponseHeadersPolicyArgs>;
  };
}

type Origin = aws.types.input.cloudfront.DistributionOrigin;
type Behavior = Omit<aws.types.input.cloudfront.DistributionOrderedCacheBehavior, "pathPattern">;

const ORIGIN = "load-balancer";
const ASSETS = "assets";
const ASSETS_COPY = "assets-copy";
const ASSETS_GROUP = "assets-or-copy";
/**
 * Answers of the bucket that say it is out of order. Not 403 and 404: what is not there is no more in the copy, and each
 * request for it would be made twice. Source: Amazon CloudFront Developer Guide, "Optimize high availability with
 * CloudFront origin failover".
 */
const OUT_OF_ORDER = [500, 502, 503, 504];
/** What the bucket of static assets holds: the frontend's build, and files that come with no build. */
const ASSET_PATHS = { built: "/_next/static/*", other: "/assets/*" } as const;
const READ = ["GET", "HEAD", "OPTIONS"];
const ALL_METHODS = [...READ, "DELETE", "PATCH", "POST", "PUT"];

/** A distribution that redirects to HTTPS, compresses, caches what may be cached and can be put into maintenance. */
export class Distribution extends Component {
  readonly distribution: aws.cloudfront.Distribution;

  /** @throws when the maintenance settings are wrong */
  constructor(name: string, args: DistributionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge", "Distribution", name, opts);
    const vpcOrigin = this.createVpcOrigin(args);
    const maintenance = this.createMaintenance(args);
    const behaviors = this.createBehaviors(args, maintenance);
    this.distribution = this.createDistribution(args, [this.pods(args, vpcOrigin), ...this.assets(args)], behaviors);
    this.admitToAssets(args);
    this.registerOutputs({ domainName: this.distribution.domainName });
  }

  private createVpcOrigin({ context, loadBalancerArn, after, transform }: DistributionArgs): aws.cloudfront.VpcOrigin {
    const name = this.part("vpc-origin");
    return new aws.cloudfront.VpcOrigin(
      name,
      transformed(transform?.vpcOrigin, name, {
        vpcOriginEndpointConfig: {
          name: `${context.name}-alb`,
          arn: loadBalancerArn,
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
        },
        tags: tags(context, "internal", name),
      }),
      // CloudFront takes "up to 15 minutes", which is all the provider waits by itself.
      this.child({ dependsOn: [...after], customTimeouts: { create: "30m", update: "30m", delete: "30m" } }),
    );
  }

  private createMaintenance({ context, maintenance, healthPaths }: DistributionArgs): aws.cloudfront.Function {
    const name = this.part("maintenance");
    return new aws.cloudfront.Function(
      name,
      {
        runtime: "cloudfront-js-2.0",
        comment: "Answers 503 while the platform is being maintained",
        publish: true,
        code: maintenanceCode(maintenance ?? { enabled: false }, healthPaths),
        tags: tags(context, "public", name),
      },
      this.child(),
    );
  }

  private createCachePolicy(args: DistributionArgs, kind: string, policy: aws.cloudfront.CachePolicyArgs) {
    const name = this.part(`${kind}-cache`);
    return new aws.cloudfront.CachePolicy(name, transformed(args.transform?.cachePolicy, name, policy), this.child());
  }

  private createHeadersPolicy(args: DistributionArgs, kind: string, policy: aws.cloudfront.ResponseHeadersPolicyArgs) {
    const name = this.part(`${kind}-headers`);
    const transform = args.transform?.headersPolicy;
    return new aws.cloudfront.ResponseHeadersPolicy(name, transformed(transform, name, policy), this.child());
  }

  private createBehaviors(args: DistributionArgs, maintenance: aws.cloudfront.Function) {
    const pageHeaders = this.createHeadersPolicy(args, "page", securityHeaders(args.contentSecurityPolicy));
    const immutableHeaders = this.createHeadersPolicy(args, "asset", assetHeaders(args.contentSecurityPolicy));
    const hostOnly = new aws.cloudfront.OriginRequestPolicy(this.part("host-only"), HOST_ONLY, this.child());
    const functionAssociations = [{ eventType: "viewer-request", functionArn: maintenance.arn }];
    const common = {
      targetOriginId: ORIGIN,
      viewerProtocolPolicy: "redirect-to-https",
      compress: true,
      cachedMethods: READ,
      responseHeadersPolicyId: pageHeaders.id,
    };
    const file: Behavior = {
      ...common,
      allowedMethods: READ,
      cachePolicyId: this.createCachePolicy(args, "asset", ASSET_CACHE).id,
      responseHeadersPolicyId: immutableHeaders.id,
    };
    const fromPods: Behavior = { ...file, originRequestPolicyId: hostOnly.id };
    // A bucket is asked by its own name: with the viewer's Host, CloudFront's signature would be for another bucket.
    const fromBucket: Behavior = { ...file, targetOriginId: args.assetsCopy === undefined ? ASSETS : ASSETS_GROUP };
    const image: Behavior = {
      ...common,
      allowedMethods: READ,
      cachePolicyId: this.createCachePolicy(args, "image", IMAGE_CACHE).id,
      originRequestPolicyId: hostOnly.id,
      functionAssociations,
    };
    const api: Behavior = {
      ...common,
      allowedMethods: ALL_METHODS,
      cachePolicyId: this.createCachePolicy(args, "api", API_CACHE).id,
      originRequestPolicyId: ALL_VIEWER,
      functionAssociations,
    };
    const page: Behavior = {
      ...common,
      allowedMethods: ALL_METHODS,
      cachePolicyId: CACHING_DISABLED,
      originRequestPolicyId: ALL_VIEWER,
      functionAssociations,
    };
    return {
      defaultCacheBehavior: page,
      orderedCacheBehaviors: [
        { pathPattern: ASSET_PATHS.built, ...(args.assets !== undefined && args.build === "bucket" ? fromBucket : fromPods) },
        ...(args.assets === undefined ? [] : [{ pathPattern: ASSET_PATHS.other, ...fromBucket }]),
        { pathPattern: "/_next/image*", ...image },
        { pathPattern: "/api/*", ...api },
      ],
    };
  }

  private pods({ loadBalancerDnsName, originShieldRegion }: DistributionArgs, vpcOrigin: aws.cloudfront.VpcOrigin): Origin {
    return {
      originId: ORIGIN,
      domainName: loadBalancerDnsName,
      vpcOriginConfig: { vpcOriginId: vpcOrigin.id, originReadTimeout: 30, originKeepaliveTimeout: 5 },
      ...(originShieldRegion === undefined ? {} : { originShield: { enabled: true, originShieldRegion } }),
    };
  }

  /** The bucket of static assets and its copy, asked with signed requests (PRC-026). */
  private assets({ context, assets, assetsCopy }: DistributionArgs): Origin[] {
    if (assets === undefined) return [];
    const access = new aws.cloudfront.OriginAccessControl(
      this.part("assets-access"),
      { name: `${context.name}-assets`, description: "Signs requests for static assets", originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
      this.child(),
    );
    const origin = (originId: string, { bucket }: DataBucket): Origin => ({ originId, domainName: bucket.bucketRegionalDomainName, originAccessControlId: access.id });
    return [origin(ASSETS, assets), ...(assetsCopy === undefined ? [] : [origin(ASSETS_COPY, assetsCopy)])];
  }

  private admitToAssets(args: DistributionArgs): void {
    const { context: { region, drRegion }, assets, assetsCopy } = args;
    if (assets !== undefined) this.admit(args, "assets-policy", assets, region);
    if (assetsCopy !== undefined && drRegion !== undefined) this.admit(args, "assets-copy-policy", assetsCopy, drRegion);
  }

  /** Only this distribution reads the assets. Its ARN is not known before it is there. */
  private admit({ context, transform }: DistributionArgs, part: string, { bucketName, publicAccess }: DataBucket, region: string): void {
    const name = this.part(part);
    const policy = pulumi
      .all([context.accountId, bucketName, this.distribution.arn])
      .apply(([account, bucket, arn]) => JSON.stringify(bucketPolicy({ account, bucket, region }, [readByDistribution({ account, bucket, region }, arn)])));
    const args = transformed<aws.s3.BucketPolicyArgs>(transform?.assetsPolicy, name, { ...(region === context.region ? {} : { region }), bucket: bucketName, policy });
    new aws.s3.BucketPolicy(name, args, this.child({ dependsOn: [publicAccess] }));
  }

  private createDistribution(
    args: DistributionArgs,
    origins: Origin[],
    behaviors: ReturnType<Distribution["createBehaviors"]>,
  ): aws.cloudfront.Distribution {
    const { context } = args;
    const name = this.part("distribution");
    return new aws.cloudfront.Distribution(
      name,
      transformed(args.transform?.distribution, name, {
        enabled: true,
        comment: context.name,
        aliases: [...args.names],
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        priceClass: args.priceClass ?? "PriceClass_100",
        webAclId: args.webAclArn,
        origins,
        ...(args.assets === undefined || args.assetsCopy === undefined
          ? {}
          : { originGroups: [{ originId: ASSETS_GROUP, members: [{ originId: ASSETS }, { originId: ASSETS_COPY }], failoverCriteria: { statusCodes: OUT_OF_ORDER } }] }),
        ...behaviors,
        viewerCertificate: {
          acmCertificateArn: args.certificateArn,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
        restrictions: { geoRestriction: { restrictionType: "none" } },
        tags: tags(context, "public", name),
      }),
      this.child(),
    );
  }
}
