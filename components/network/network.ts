/** The VPC: three tiers over the zones, closed defaults, flow logs, and the ways to AWS services that stay inside. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { aclRules } from "./acl.ts";
import { allocate } from "./cidr.ts";
import type { TierBlock } from "./cidr.ts";
import type { InterfaceService } from "./endpoint-policies.ts";
import { Endpoints } from "./endpoints.ts";
import { FlowLogs } from "./flow-logs.ts";
import { DATABASE_PORT, TIERS } from "./tiers.ts";
import type { TierName } from "./tiers.ts";

export interface NetworkArgs {
  readonly context: PlatformContext;
  /** IPv4 block of the VPC, /16 to /20, such as `10.20.0.0/16`. Changing it replaces the network. */
  readonly cidr: string;
  /** Names of the Availability Zones, such as `eu-central-1a`. Append-only: a new zone goes to the end. At least two, at most eight. */
  readonly zones: readonly string[];
  /** `per-zone` survives the loss of a zone; `single` is cheaper. Default `per-zone`. */
  readonly natGateways?: "per-zone" | "single" | undefined;
  /** ARN of the key for logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days flow logs are kept; one of CloudWatch's values. Default 400. */
  readonly flowLogRetentionDays?: number | undefined;
  /** Port of the database in the isolated tier. Default {@link DATABASE_PORT}. */
  readonly databasePort?: number | undefined;
  /** Services reached through interface endpoints. Default: all that the cluster and the data tier use. */
  readonly interfaceServices?: readonly InterfaceService[] | undefined;
  /** Changes the arguments of children. */
  readonly transform?: {
    readonly vpc?: Transform<aws.ec2.VpcArgs>;
    readonly subnet?: Transform<aws.ec2.SubnetArgs>;
    readonly natGateway?: Transform<aws.ec2.NatGatewayArgs>;
    readonly routeTable?: Transform<aws.ec2.RouteTableArgs>;
    readonly networkAcl?: Transform<aws.ec2.NetworkAclArgs>;
    readonly flowLog?: Transform<aws.ec2.FlowLogArgs>;
    readonly endpoint?: Transform<aws.ec2.VpcEndpointArgs>;
  };
}

/** A subnet with the zone it lies in. */
interface ZonedSubnet {
  readonly zone: string;
  readonly subnet: aws.ec2.Subnet;
}

type Subnets = Readonly<Record<TierName, readonly ZonedSubnet[]>>;

/** Tags by which EKS finds subnets for load balancers. Source: Amazon EKS User Guide, "Subnet tagging". */
const CLUSTER_TAGS: Readonly<Record<TierName, Readonly<Record<string, string>>>> = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
  isolated: {},
};

/** The network of the platform (checklist PRC-010…PRC-013, PRC-018…PRC-020). */
export class Network extends Component {
  readonly vpcId: pulumi.Output<string>;
  /** Ids of the NAT gateways by zone. */
  readonly natGatewayIds: Readonly<Record<string, pulumi.Output<string>>>;
  readonly cidr: string;
  readonly zones: readonly string[];
  /** Ids of the subnets of each tier, in the order of the zones. */
  readonly publicSubnetIds: readonly pulumi.Output<string>[];
  readonly privateSubnetIds: readonly pulumi.Output<string>[];
  readonly isolatedSubnetIds: readonly pulumi.Output<string>[];
  /** Reserved block of each tier: what rules name, so that a new zone changes none of them. */
  readonly blocks: Readonly<Record<TierName, string>>;
  /** The security group of the interface endpoints: admits HTTPS from the private tier. */
  readonly endpointSecurityGroupId: pulumi.Output<string>;
  /** The internet gateway, for resources that need it to be attached first (CloudFront VPC origins). */
  readonly internetGateway: aws.ec2.InternetGateway;
  /** Addresses the platform calls out from, for partners who keep lists. */
  readonly egressAddresses: readonly pulumi.Output<string>[];

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network", "Network", name, opts);
    const { zones, cidr } = args;
    if (zones.length < 2) {
      throw new pulumi.RunError(`zones: ${zones.length} named; the database and the load balancer need subnets in at least two zones`);
    }
    const tiers = allocate(cidr, TIERS, zones);

    const vpc = this.createVpc(args);
    this.closeDefaults(args, vpc);
    this.internetGateway = this.createInternetGateway(args, vpc);
    const subnets = this.createSubnets(args, vpc, tiers);
    const natGateways = this.createNatGateways(args, subnets.public);
    this.natGatewayIds = Object.fromEntries(natGateways.map((gateway, index) => [subnets.public[index]?.zone ?? "", gateway.id]));
    const privateTables = this.createRouteTables(args, vpc, subnets, natGateways);
    this.blocks = blocksOf(tiers);
    this.createNetworkAcls(args, vpc, subnets);
    this.createFlowLogs(args, vpc);
    this.endpointSecurityGroupId = this.createEndpoints(args, vpc, privateTables, subnets.private);

    this.vpcId = vpc.id;
    this.cidr = cidr;
    this.zones = zones;
    this.publicSubnetIds = idsOf(subnets.public);
    this.privateSubnetIds = idsOf(subnets.private);
    this.isolatedSubnetIds = idsOf(subnets.isolated);
    this.egressAddresses = natGateways.map(({ publicIp }) => publicIp);
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
      egressAddresses: this.egressAddresses,
    });
  }

  private createVpc({ context, cidr, transform }: NetworkArgs): aws.ec2.Vpc {
    const name = this.part("vpc");
    const vpcArgs = transformed<aws.ec2.VpcArgs>(transform?.vpc, name, {
      cidrBlock: cidr,
      // Both are needed by private DNS of the endpoints and by private zones.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: tags(context, "internal", name),
    });
    return new aws.ec2.Vpc(name, vpcArgs, this.child());
  }

  /** What AWS adds to every VPC is taken over and emptied: whatever is forgotten lands where nothing passes. */
  private closeDefaults({ context }: NetworkArgs, vpc: aws.ec2.Vpc): void {
    const named = (part: string): Record<string, string> => tags(context, "internal", this.part(part));
    new aws.ec2.DefaultSecurityGroup(
      this.part("default-sg"),
      { vpcId: vpc.id, ingress: [], egress: [], tags: named("default-sg") },
      this.child(),
    );
    new aws.ec2.DefaultNetworkAcl(
      this.part("default-acl"),
      { defaultNetworkAclId: vpc.defaultNetworkAclId, ingress: [], egress: [], tags: named("default-acl") },
      this.child(),
    );
    new aws.ec2.DefaultRouteTable(
      this.part("default-rt"),
      { defaultRouteTableId: vpc.defaultRouteTableId, routes: [], tags: named("default-rt") },
      this.child(),
    );
  }

  private createInternetGateway({ context }: NetworkArgs, vpc: aws.ec2.Vpc): aws.ec2.InternetGateway {
    const name = this.part("igw");
    return new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags: tags(context, "internal", name) }, this.child());
  }

  private createSubnets({ context, transform }: NetworkArgs, vpc: aws.ec2.Vpc, tiers: readonly TierBlock<TierName>[]): Subnets {
    const subnets: Record<TierName, ZonedSubnet[]> = { public: [], private: [], isolated: [] };
    for (const tier of tiers) {
      for (const { zone, cidr } of tier.subnets) {
        const name = this.part(`${tier.name}-${zone}`);
        const subnetArgs = transformed<aws.ec2.SubnetArgs>(transform?.subnet, name, {
          vpcId: vpc.id,
          cidrBlock: cidr,
          availabilityZone: zone,
          mapPublicIpOnLaunch: false, // the public tier too: its NAT gateways bring their own addresses
          tags: { ...tags(context, "internal", name), tier: tier.name, ...CLUSTER_TAGS[tier.name] },
        });
        subnets[tier.name].push({ zone, subnet: new aws.ec2.Subnet(name, subnetArgs, this.child()) });
      }
    }
    return subnets;
  }

  private createNatGateways(args: NetworkArgs, publicSubnets: readonly ZonedSubnet[]): aws.ec2.NatGateway[] {
    const { context, natGateways = "per-zone", transform } = args;
    const homes = natGateways === "per-zone" ? publicSubnets : publicSubnets.slice(0, 1);
    return homes.map(({ zone, subnet }) => {
      const addressName = this.part(`nat-address-${zone}`);
      const address = new aws.ec2.Eip(addressName, { domain: "vpc", tags: tags(context, "internal", addressName) }, this.child());
      const name = this.part(`nat-${zone}`);
      const gatewayArgs = transformed<aws.ec2.NatGatewayArgs>(transform?.natGateway, name, {
        subnetId: subnet.id,
        allocationId: address.allocationId,
        connectivityType: "public",
        tags: tags(context, "internal", name),
      });
      return new aws.ec2.NatGateway(name, gatewayArgs, this.child({ dependsOn: [this.internetGateway] }));
    });
  }

  /** Private zones have a table each, so that one NAT gateway or many is a change of routes only. Returns the private ones. */
  private createRouteTables(
    args: NetworkArgs,
    vpc: aws.ec2.Vpc,
    subnets: Subnets,
    natGateways: readonly aws.ec2.NatGateway[],
  ): aws.ec2.RouteTable[] {
    const open = this.createRouteTable(args, vpc, "public-rt");
    this.createDefaultRoute("public-route", open, { gatewayId: this.internetGateway.id });
    this.associate("public", open, subnets.public);

    const privateTables = subnets.private.map((zoned, index) => {
      const table = this.createRouteTable(args, vpc, `private-rt-${zoned.zone}`);
      const nat = natGateways[index] ?? natGateways[0];
      if (nat !== undefined) this.createDefaultRoute(`private-route-${zoned.zone}`, table, { natGatewayId: nat.id });
      this.associate("private", table, [zoned]);
      return table;
    });

    this.associate("isolated", this.createRouteTable(args, vpc, "isolated-rt"), subnets.isolated);
    return privateTables;
  }

  private createRouteTable({ context, transform }: NetworkArgs, vpc: aws.ec2.Vpc, part: string): aws.ec2.RouteTable {
    const name = this.part(part);
    const tableArgs = transformed<aws.ec2.RouteTableArgs>(transform?.routeTable, name, {
      vpcId: vpc.id,
      tags: tags(context, "internal", name),
    });
    return new aws.ec2.RouteTable(name, tableArgs, this.child());
  }

  private createDefaultRoute(part: string, table: aws.ec2.RouteTable, target: Partial<aws.ec2.RouteArgs>): void {
    new aws.ec2.Route(this.part(part), { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...target }, this.child());
  }

  private associate(tier: TierName, table: aws.ec2.RouteTable, subnets: readonly ZonedSubnet[]): void {
    for (const { zone, subnet } of subnets) {
      new aws.ec2.RouteTableAssociation(
        this.part(`${tier}-rta-${zone}`),
        { subnetId: subnet.id, routeTableId: table.id },
        this.child(),
      );
    }
  }

  private createNetworkAcls({ context, databasePort = DATABASE_PORT, transform }: NetworkArgs, vpc: aws.ec2.Vpc, subnets: Subnets): void {
    const rules = aclRules(this.blocks, databasePort);
    for (const { name: tier } of TIERS) {
      const name = this.part(`${tier}-acl`);
      const aclArgs = transformed<aws.ec2.NetworkAclArgs>(transform?.networkAcl, name, {
        vpcId: vpc.id,
        subnetIds: idsOf(subnets[tier]),
        ingress: [...rules[tier].ingress],
        egress: [...rules[tier].egress],
        tags: tags(context, "internal", name),
      });
      new aws.ec2.NetworkAcl(name, aclArgs, this.child());
    }
  }

  private createFlowLogs({ context, logsKeyArn, flowLogRetentionDays, transform }: NetworkArgs, vpc: aws.ec2.Vpc): void {
    new FlowLogs(
      this.part("flow-logs"),
      { context, vpcId: vpc.id, keyArn: logsKeyArn, retentionInDays: flowLogRetentionDays, transform },
      this.child(),
    );
  }

  private createEndpoints(
    { context, interfaceServices, transform }: NetworkArgs,
    vpc: aws.ec2.Vpc,
    tables: readonly aws.ec2.RouteTable[],
    subnets: readonly ZonedSubnet[],
  ): pulumi.Output<string> {
    const endpoints = new Endpoints(
      this.part("endpoints"),
      {
        context,
        vpcId: vpc.id,
        routeTableIds: tables.map(({ id }) => id),
        subnetIds: idsOf(subnets),
        clientCidr: this.blocks.private,
        services: interfaceServices,
        transform,
      },
      this.child(),
    );
    return endpoints.securityGroupId;
  }
}

function idsOf(subnets: readonly ZonedSubnet[]): pulumi.Output<string>[] {
  return subnets.map(({ subnet }) => subnet.id);
}

function blocksOf(tiers: readonly TierBlock<TierName>[]): Record<TierName, string> {
  return Object.fromEntries(tiers.map(({ name, cidr }) => [name, cidr])) as Record<TierName, string>;
}
