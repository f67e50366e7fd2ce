/**
 * Balancer: the internal load balancer between CloudFront and the pods.
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { LOAD_BALANCER_PREFIX } from "../storage/log-bucket-policy.ts";

/** A program that requests are sent to. */
export interface Backend {
  /** Path that answers 200 while a pod can serve. */
  readonly healthPath: string;
}

export interface BalancerArgs {
  readonly context: PlatformContext;
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, at least two, each in another zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Validated certificate in the home region, for the names that viewers ask for: CloudFront passes their Host on. */
  readonly certificateArn: pulumi.Input<string>;
  /** Bucket of access and connection logs, encrypted with S3's own keys: load balancers cannot write with KMS. */
  readonly logBucket: pulumi.Input<string>;
  /** What has to be there before the load balancer: the policy that lets it write to the bucket. */
  readonly after: readonly pulumi.Resource[];
  /** Cluster whose pods register as targets. Known at preview. */
  readonly clusterName: string;
  /** Security group of the cluster's nodes. */
  readonly podSecurityGroupId: pulumi.Input<string>;
  /** Port on which all pods take HTTPS, with a certificate of any kind: the load balancer asks for encryption, not for a name. */
  readonly podPort: number;
  readonly api: Backend;
  readonly web: Backend;
  readonly transform?: {
    readonly loadBalancer?: Transform<aws.lb.LoadBalancerArgs>;
    readonly targetGroup?: Transform<aws.lb.TargetGroupArgs>;
    readonly listener?: Transform<aws.lb.ListenerArgs>;
    readonly securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  };
}

/** CloudFront's addresses towards origins, kept by AWS; the same name in every region. */
const CLOUDFRONT_PREFIX_LIST = "com.amazonaws.global.cloudfront.origin-facing";
/** TLS 1.2 and 1.3 with forward secrecy. */
const SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/** Seconds a client stays with its pod: one day (PRC-039). */
const STICKY_SECONDS = 86_400;
/** Seconds a pod that leaves may finish its requests. Shorter than the pods' own shutdown delay. */
export const DEREGISTRATION_SECONDS = 30;
/** Seconds a connection may be idle. Shorter than in the pods, so that they never close one that a request is on its way on. */
export const IDLE_SECONDS = 60;

/** An internal HTTPS load balancer that only CloudFront reaches, with the API and the frontend behind it. */
export class Balancer extends Component {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly securityGroupId: pulumi.Output<string>;
  readonly apiTargetGroup: aws.lb.TargetGroup;
  readonly webTargetGroup: aws.lb.TargetGroup;

  constructor(name: string, args: BalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge", "Balancer", name, opts);
    const securityGroup = this.createSecurityGroup(args);
    this.securityGroupId = securityGroup.id;
    this.admitCloudFront(args, securityGroup);
    this.connectToPods(args, securityGroup);
    this.loadBalancer = this.createLoadBalancer(args, securityGroup);
    this.apiTargetGroup = this.createTargetGroup(args, "api", args.api);
    this.webTargetGroup = this.createTargetGroup(args, "web", args.web);
    this.createRedirect(args);
    const listener = this.createListener(args);
    this.routeApi(args, listener);
    this.registerOutputs({ dnsName: this.loadBalancer.dnsName });
  }

  private createSecurityGroup({ context, vpcId, transform }: BalancerArgs): aws.ec2.SecurityGroup {
    const name = this.part("security-group");
    return new aws.ec2.SecurityGroup(
      name,
      transformed(transform?.securityGroup, name, {
        description: "Load balancer: from CloudFront, to pods",
        vpcId,
        revokeRulesOnDelete: true,
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  /**
   * HTTPS only, although port 80 has a listener: the prefix list counts as 55 of the 60 rules a security group may
   * have, so a second reference is refused. CloudFront speaks HTTPS to this origin and redirects viewers itself.
   */
  private admitCloudFront({ context }: BalancerArgs, securityGroup: aws.ec2.SecurityGroup): void {
    const list = aws.ec2.getManagedPrefixListOutput({ name: CLOUDFRONT_PREFIX_LIST }, { parent: this });
    const name = this.part("from-cloudfront");
    new aws.vpc.SecurityGroupIngressRule(
      name,
      {
        securityGroupId: securityGroup.id,
        description: "HTTPS from CloudFront",
        prefixListId: list.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }

  /** Both ends of the way to the pods: out of the load balancer, into the nodes. */
  private connectToPods({ context, podSecurityGroupId, podPort }: BalancerArgs, securityGroup: aws.ec2.SecurityGroup): void {
    const flow = { ipProtocol: "tcp", fromPort: podPort, toPort: podPort, description: "HTTPS from load balancer to pods" };
    const out = this.part("to-pods");
    new aws.vpc.SecurityGroupEgressRule(
      out,
      {
        ...flow,
        securityGroupId: securityGroup.id,
        referencedSecurityGroupId: podSecurityGroupId,
        tags: tags(context, "internal", out),
      },
      this.child(),
    );
    const into = this.part("into-pods");
    new aws.vpc.SecurityGroupIngressRule(
      into,
      {
        ...flow,
        securityGroupId: podSecurityGroupId,
        referencedSecurityGroupId: securityGroup.id,
        tags: tags(context, "internal", into),
      },
      this.child(),
    );
  }

  private createLoadBalancer(args: BalancerArgs, securityGroup: aws.ec2.SecurityGroup): aws.lb.LoadBalancer {
    const { context, logBucket } = args;
    const name = this.part("alb");
    return new aws.lb.LoadBalancer(
      name,
      transformed(args.transform?.loadBalancer, name, {
        name: `${context.name}-alb`, // an automatic name would pass the limit of 32 characters
        loadBalancerType: "application",
        internal: true,
        ipAddressType: "ipv4",
        subnets: [...args.subnetIds],
        securityGroups: [securityGroup.id],
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        enableDeletionProtection: context.deletionProtection,
        enableZonalShift: true,
        enableWafFailOpen: false,
        idleTimeout: IDLE_SECONDS,
        accessLogs: { bucket: logBucket, prefix: LOAD_BALANCER_PREFIX, enabled: true },
        connectionLogs: { bucket: logBucket, prefix: LOAD_BALANCER_PREFIX, enabled: true },
        tags: tags(context, "internal", name),
      }),
      this.child({ dependsOn: [...args.after] }),
    );
  }

  /** Encrypted all the way, health checks included (PRC-112; AWS FSBP ELB.21, ELB.22). */
  private createTargetGroup(args: BalancerArgs, kind: string, { healthPath }: Backend): aws.lb.TargetGroup {
    const name = this.part(`${kind}-targets`);
    return new aws.lb.TargetGroup(
      name,
      transformed(args.transform?.targetGroup, name, {
        namePrefix: `${kind}-`, // at most six characters; a name of our own would stand in the way of a replacement
        vpcId: args.vpcId,
        targetType: "ip",
        ipAddressType: "ipv4",
        protocol: "HTTPS",
        protocolVersion: "HTTP1",
        port: args.podPort,
        deregistrationDelay: DEREGISTRATION_SECONDS,
        slowStart: 30,
        healthCheck: {
          enabled: true,
          protocol: "HTTPS",
          port: "traffic-port",
          path: healthPath,
          matcher: "200",
          interval: 10,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
        stickiness: { enabled: true, type: "lb_cookie", cookieDuration: STICKY_SECONDS },
        // Auto Mode registers targets only in target groups that carry its cluster's name.
        tags: { ...tags(args.context, "internal", name), "eks:eks-cluster-name": args.clusterName },
      }),
      this.child(),
    );
  }

  private createRedirect({ context, transform }: BalancerArgs): void {
    const name = this.part("http");
    new aws.lb.Listener(
      name,
      transformed(transform?.listener, name, {
        loadBalancerArn: this.loadBalancer.arn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [
          { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
        ],
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private createListener({ context, certificateArn, transform }: BalancerArgs): aws.lb.Listener {
    const name = this.part("https");
    return new aws.lb.Listener(
      name,
      transformed(transform?.listener, name, {
        loadBalancerArn: this.loadBalancer.arn,
        port: 443,
        protocol: "HTTPS",
        sslPolicy: SSL_POLICY,
        certificateArn,
        defaultActions: [{ type: "forward", targetGroupArn: this.webTargetGroup.arn }],
        routingHttpResponseServerEnabled: false,
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private routeApi({ context }: BalancerArgs, listener: aws.lb.Listener): void {
    const name = this.part("api-rule");
    new aws.lb.ListenerRule(
      name,
      {
        listenerArn: listener.arn,
        priority: 10,
        conditions: [{ pathPattern: { values: ["/api", "/api/*"] } }],
        actions: [{ type: "forward", targetGroupArn: this.apiTargetGroup.arn }],
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }
}
