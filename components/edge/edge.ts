/**
 * Edge: everything between a visitor and the pods.
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import type { DataBucket } from "../storage/data-bucket.ts";
import { LOG_RETENTION_DAYS } from "../storage/log-group.ts";
import { AccessLog } from "./access-log.ts";
import type { AccessLogArgs } from "./access-log.ts";
import { Addresses } from "./addresses.ts";
import type { AddressesArgs } from "./addresses.ts";
import { Balancer } from "./balancer.ts";
import type { Backend, BalancerArgs } from "./balancer.ts";
import { Distribution } from "./distribution.ts";
import type { DistributionArgs } from "./distribution.ts";
import { Domain } from "./domain.ts";
import type { DomainArgs, HostedZone } from "./domain.ts";
import { Firewall } from "./firewall.ts";
import type { FirewallArgs } from "./firewall.ts";
import type { FirewallScope, RateLimits } from "./firewall-rules.ts";
import type { Maintenance } from "./maintenance.ts";
import { allNames } from "./names.ts";
import { Shield } from "./shield.ts";

export interface EdgeArgs {
  readonly context: PlatformContext;
  /** The platform's domain, apex of the hosted zone when that is created: `optibid.com`. */
  readonly domain: string;
  /** Further names of the platform, such as `www.optibid.com`. Default none. */
  readonly alternativeNames?: readonly string[];
  /** A public hosted zone to create, or the id of one that holds the domain. */
  readonly zone: HostedZone;
  readonly vpcId: pulumi.Input<string>;
  /** What has to be there first: the VPC's internet gateway, and the policy of the log bucket. Default nothing. */
  readonly after?: readonly pulumi.Resource[];
  /** Private subnets of the load balancer, at least two, each in another zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Bucket of the load balancer's logs. Its policy must admit the load balancer's log delivery. */
  readonly logBucket: pulumi.Input<string>;
  /** Key of log groups in the home region. Its policy must admit CloudWatch Logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Key of log groups in us-east-1, where CloudFront's and Route 53's are and no key of another region reaches. */
  readonly globalLogsKeyArn: pulumi.Input<string>;
  /** How long requests are kept, in days; a value CloudWatch Logs knows. Default 400. */
  readonly logRetentionDays?: number;
  /** Cluster whose pods are served. */
  readonly clusterName: string;
  /** Security group of the cluster's nodes. */
  readonly podSecurityGroupId: pulumi.Input<string>;
  /** Port on which all pods take HTTPS. */
  readonly podPort: number;
  readonly api: Backend;
  readonly web: Backend;
  /** Requests one client may make in five minutes. */
  readonly rateLimits?: RateLimits;
  /** Maintenance mode. Default: off. */
  readonly maintenance?: Maintenance;
  /** Content security policy of answers that bring none. */
  readonly contentSecurityPolicy?: string;
  /** Region of Origin Shield. Default: none. */
  readonly originShieldRegion?: string;
  /** Which edge locations serve. Default `PriceClass_100`. */
  readonly priceClass?: DistributionArgs["priceClass"];
  /** Bucket of the static assets; it gets its policy here. Default: the frontend serves them itself. */
  readonly assets?: DataBucket;
  /** Its copy in the Region of disaster recovery, which gets its policy here too. Default: none. */
  readonly assetsCopy?: DataBucket | undefined;
  /** Where the frontend's build is taken from. Default `pods`. */
  readonly build?: DistributionArgs["build"];
  /** Whether AWS Shield Advanced protects the edge. Needs a subscription (3,000 USD a month). Default false. */
  readonly shieldAdvanced?: boolean;
  readonly transform?: {
    readonly domain?: NonNullable<DomainArgs["transform"]>;
    readonly balancer?: NonNullable<BalancerArgs["transform"]>;
    readonly firewall?: NonNullable<FirewallArgs["transform"]>;
    readonly distribution?: NonNullable<DistributionArgs["transform"]>;
    readonly accessLog?: NonNullable<AccessLogArgs["transform"]>;
    readonly addresses?: NonNullable<AddressesArgs["transform"]>;
  };
}

/** CloudFront, web ACLs, an internal load balancer, certificates and names. */
export class Edge extends Component {
  readonly domain: Domain;
  readonly balancer: Balancer;
  readonly distribution: Distribution;
  readonly addresses: Addresses;
  /** Names under which the web ACLs report metrics. */
  readonly webAclNames: { readonly global: pulumi.Output<string>; readonly regional: pulumi.Output<string> };
  /** What the API's pods register in. */
  readonly apiTargetGroupArn: pulumi.Output<string>;
  /** What the frontend's pods register in. */
  readonly webTargetGroupArn: pulumi.Output<string>;

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge", "Edge", name, opts);
    const names = allNames(args.domain, args.alternativeNames);
    this.domain = this.createDomain(args, names);
    this.balancer = this.createBalancer(args);
    const regional = this.createFirewall(args, "REGIONAL", args.logsKeyArn);
    this.guardBalancer(regional);
    const global = this.createFirewall(args, "CLOUDFRONT", args.globalLogsKeyArn);
    this.distribution = this.createDistribution(args, names, global);
    this.webAclNames = { global: metricName(global), regional: metricName(regional) };
    this.createAccessLog(args);
    this.addresses = this.createAddresses(args, names);
    if (args.shieldAdvanced === true) this.createShield(args);
    this.apiTargetGroupArn = this.balancer.apiTargetGroup.arn;
    this.webTargetGroupArn = this.balancer.webTargetGroup.arn;
    this.registerOutputs({ domainName: this.distribution.distribution.domainName });
  }

  private createDomain({ context, zone, globalLogsKeyArn, logRetentionDays = LOG_RETENTION_DAYS, transform }: EdgeArgs, names: [string, ...string[]]): Domain {
    return new Domain(this.part("domain"), { context, names, zone, globalLogsKeyArn, logRetentionDays, transform: transform?.domain }, this.child());
  }

  private createBalancer(args: EdgeArgs): Balancer {
    return new Balancer(
      this.part("balancer"),
      {
        context: args.context,
        vpcId: args.vpcId,
        subnetIds: args.subnetIds,
        certificateArn: this.domain.regionalCertificateArn,
        logBucket: args.logBucket,
        after: args.after ?? [],
        clusterName: args.clusterName,
        podSecurityGroupId: args.podSecurityGroupId,
        podPort: args.podPort,
        api: args.api,
        web: args.web,
        transform: args.transform?.balancer,
      },
      this.child(),
    );
  }

  private createFirewall(args: EdgeArgs, scope: FirewallScope, logsKeyArn: pulumi.Input<string>): Firewall {
    return new Firewall(
      this.part(`${scope.toLowerCase()}-firewall`),
      {
        context: args.context,
        scope,
        logsKeyArn,
        logRetentionDays: args.logRetentionDays ?? LOG_RETENTION_DAYS,
        rateLimits: args.rateLimits,
        transform: args.transform?.firewall,
      },
      this.child(),
    );
  }

  private guardBalancer({ webAcl }: Firewall): void {
    new aws.wafv2.WebAclAssociation(
      this.part("balancer-guard"),
      { resourceArn: this.balancer.loadBalancer.arn, webAclArn: webAcl.arn },
      this.child(),
    );
  }

  private createDistribution(args: EdgeArgs, names: [string, ...string[]], { webAcl }: Firewall): Distribution {
    const { maintenance, contentSecurityPolicy, originShieldRegion, priceClass, assets, assetsCopy, build } = args;
    return new Distribution(
      this.part("cdn"),
      {
        context: args.context,
        names,
        certificateArn: this.domain.cloudfrontCertificateArn,
        loadBalancerArn: this.balancer.loadBalancer.arn,
        loadBalancerDnsName: this.balancer.loadBalancer.dnsName,
        webAclArn: webAcl.arn,
        after: args.after ?? [],
        healthPaths: [args.api.healthPath, args.web.healthPath],
        maintenance,
        contentSecurityPolicy,
        originShieldRegion,
        priceClass,
        assets,
        assetsCopy,
        build,
        transform: args.transform?.distribution,
      },
      this.child(),
    );
  }

  private createAccessLog({ context, globalLogsKeyArn, logRetentionDays, transform }: EdgeArgs): void {
    new AccessLog(
      this.part("access-log"),
      {
        context,
        distributionArn: this.distribution.distribution.arn,
        logsKeyArn: globalLogsKeyArn,
        logRetentionDays: logRetentionDays ?? LOG_RETENTION_DAYS,
        transform: transform?.accessLog,
      },
      this.child(),
    );
  }

  private createAddresses({ context, api, web, transform }: EdgeArgs, names: [string, ...string[]]): Addresses {
    return new Addresses(
      this.part("addresses"),
      {
        context,
        zoneId: this.domain.zoneId,
        names,
        distribution: this.distribution.distribution,
        healthPaths: { api: api.healthPath, web: web.healthPath },
        transform: transform?.addresses,
      },
      this.child(),
    );
  }

  /** Not the load balancer: it is internal, and no flood reaches it but through the distribution. */
  private createShield({ context }: EdgeArgs): void {
    new Shield(
      this.part("shield"),
      {
        context,
        resourceArns: {
          distribution: this.distribution.distribution.arn,
          "hosted-zone": this.domain.zoneArn,
        },
      },
      this.child(),
    );
  }
}

function metricName({ webAcl }: Firewall): pulumi.Output<string> {
  return webAcl.visibilityConfig.metricName;
}
