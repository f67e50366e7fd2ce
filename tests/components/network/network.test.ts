import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { INTERFACE_SERVICES } from "../../../components/network/endpoint-policies.ts";
import { Network } from "../../../components/network/network.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { children, DEVELOPMENT, expectedTags, keptNames, namesOf, policy, PRODUCTION, strays, ZONES } from "./fixture.ts";

const ARGS = { context: PRODUCTION, cidr: "10.20.0.0/16", zones: ZONES, logsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs" };
let graph: Registration[];

beforeAll(async () => {
  graph = await record(() => new Network("network", ARGS));
});

test("exactly these children in production", () => {
  const perZone = (names: string[]): string[] => names.flatMap((name) => ZONES.map((zone) => `${name}-${zone}`));
  expect(children(graph)).toEqual(
    [
      "golive:network:Network network",
      "golive:network:FlowLogs network-flow-logs",
      "golive:network:Endpoints network-endpoints",
      "ec2:Vpc network-vpc",
      "ec2:InternetGateway network-igw",
      "ec2:DefaultSecurityGroup network-default-sg",
      "ec2:DefaultNetworkAcl network-default-acl",
      "ec2:DefaultRouteTable network-default-rt",
      ...perZone(["ec2:Subnet network-public", "ec2:Subnet network-private", "ec2:Subnet network-isolated"]),
      ...perZone(["ec2:Eip network-nat-address", "ec2:NatGateway network-nat"]),
      "ec2:RouteTable network-public-rt",
      "ec2:RouteTable network-isolated-rt",
      ...perZone(["ec2:RouteTable network-private-rt", "ec2:Route network-private-route"]),
      "ec2:Route network-public-route",
      ...perZone(["public", "private", "isolated"].map((tier) => `ec2:RouteTableAssociation network-${tier}-rta`)),
      ...["public", "private", "isolated"].map((tier) => `ec2:NetworkAcl network-${tier}-acl`),
      "cloudwatch:LogGroup network-flow-logs-group",
      "iam:Role network-flow-logs-role",
      "iam:RolePolicy network-flow-logs-policy",
      "ec2:FlowLog network-flow-logs-log",
      "ec2:VpcEndpoint network-endpoints-s3",
      ...INTERFACE_SERVICES.map((service) => `ec2:VpcEndpoint network-endpoints-${service.replace(".", "-")}`),
      "ec2:SecurityGroup network-endpoints-sg",
      "vpc:SecurityGroupIngressRule network-endpoints-https",
    ].sort(),
  );
});

test("every child has its component as parent and prefix", () => {
  expect(strays(graph)).toEqual([]);
});

test("only the flow logs are protected and kept", () => {
  expect(keptNames(graph)).toEqual(["network-flow-logs-group"]);
});

describe("the VPC and its defaults", () => {
  test("resolves names, for private DNS of endpoints", () => {
    expect(only(graph, "aws:ec2/vpc:Vpc").inputs).toEqual({
      cidrBlock: "10.20.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: expectedTags("internal", "network-vpc"),
    });
  });

  test("default security group, network ACL and route table are taken over and empty", () => {
    expect(only(graph, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs).toMatchObject({ ingress: [], egress: [], vpcId: "<unknown>" });
    expect(only(graph, "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl").inputs).toMatchObject({ ingress: [], egress: [] });
    expect(only(graph, "aws:ec2/defaultRouteTable:DefaultRouteTable").inputs).toMatchObject({ routes: [] });
  });
});

describe("subnets", () => {
  test.each([
    ["network-public-eu-central-1b", "10.20.1.0/24", { tier: "public", "kubernetes.io/role/elb": "1" }],
    ["network-private-eu-central-1b", "10.20.144.0/20", { tier: "private", "kubernetes.io/role/internal-elb": "1" }],
    ["network-isolated-eu-central-1b", "10.20.9.0/24", { tier: "isolated" }],
  ])("%s", (name, cidrBlock, extra) => {
    expect(only(graph, "aws:ec2/subnet:Subnet", name).inputs).toEqual({
      vpcId: "<unknown>",
      cidrBlock,
      availabilityZone: "eu-central-1b",
      mapPublicIpOnLaunch: false,
      tags: { ...expectedTags("internal", name), ...extra },
    });
  });

  test("each tier's network ACL holds exactly its subnets", () => {
    for (const tier of ["public", "private", "isolated"]) {
      const acl = only(graph, "aws:ec2/networkAcl:NetworkAcl", `${tier}-acl`);
      expect(namesOf(acl.propertyDependencies["subnetIds"])).toEqual(ZONES.map((zone) => `network-${tier}-${zone}`));
    }
  });
});

describe("routes", () => {
  const route = (name: string): Record<string, string[]> => {
    const found = only(graph, "aws:ec2/route:Route", name);
    return Object.fromEntries(Object.entries(found.propertyDependencies).map(([key, urns]) => [key, namesOf(urns)]));
  };

  test("public subnets go to the internet gateway", () => {
    expect(route("network-public-route")).toEqual({ routeTableId: ["network-public-rt"], gatewayId: ["network-igw"] });
  });

  test.each(ZONES)("private subnet in %s goes to the NAT gateway of its own zone", (zone) => {
    expect(route(`network-private-route-${zone}`)).toEqual({ routeTableId: [`network-private-rt-${zone}`], natGatewayId: [`network-nat-${zone}`] });
    const association = only(graph, "aws:ec2/routeTableAssociation:RouteTableAssociation", `private-rta-${zone}`);
    expect(namesOf(association.propertyDependencies["routeTableId"])).toEqual([`network-private-rt-${zone}`]);
  });

  test("the isolated table has no route at all", () => {
    const tables = graph.filter(({ type }) => type === "aws:ec2/route:Route").flatMap(({ propertyDependencies }) => namesOf(propertyDependencies["routeTableId"]));
    expect(tables).not.toContain("network-isolated-rt");
    expect(only(graph, "aws:ec2/routeTable:RouteTable", "isolated-rt").inputs).not.toHaveProperty("routes");
  });

  test("NAT gateways wait for the internet gateway and stand in the public tier", () => {
    const nat = only(graph, "aws:ec2/natGateway:NatGateway", "1c");
    expect(namesOf(nat.dependencies)).toContain("network-igw");
    expect(namesOf(nat.propertyDependencies["subnetId"])).toEqual(["network-public-eu-central-1c"]);
  });
});

test("one NAT gateway serves all zones where that was asked for", async () => {
  const small = await record(() => new Network("network", { ...ARGS, context: DEVELOPMENT, natGateways: "single" }));
  expect(small.filter(({ type }) => type === "aws:ec2/natGateway:NatGateway").map(({ name }) => name)).toEqual(["network-nat-eu-central-1a"]);
  const targets = small.filter(({ name }) => name.includes("private-route-")).map(({ propertyDependencies }) => namesOf(propertyDependencies["natGatewayId"]));
  expect(targets).toEqual(ZONES.map(() => ["network-nat-eu-central-1a"]));
  expect(keptNames(small)).toEqual([]);
});

describe("flow logs", () => {
  test("all traffic, every minute, to a group that is encrypted and kept", () => {
    const log = only(graph, "aws:ec2/flowLog:FlowLog");
    expect(log.inputs).toMatchObject({ trafficType: "ALL", maxAggregationInterval: 60, logDestinationType: "cloud-watch-logs" });
    expect(namesOf(log.propertyDependencies["logDestination"])).toEqual(["network-flow-logs-group"]);
    expect(namesOf(log.dependencies)).toContain("network-flow-logs-policy");
    expect(only(graph, "aws:cloudwatch/logGroup:LogGroup").inputs).toEqual({
      name: "/aws/vpc/optibid-production/flow-logs",
      kmsKeyId: ARGS.logsKeyArn,
      retentionInDays: 400,
      tags: expectedTags("confidential", "network-flow-logs-group"),
    });
  });

  test("the role trusts flow logs of this account only and writes to this group only", () => {
    const trust = policy(only(graph, "aws:iam/role:Role").inputs["assumeRolePolicy"]);
    expect(trust.Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*" },
        },
      },
    ]);
    const rights = policy(only(graph, "aws:iam/rolePolicy:RolePolicy").inputs["policy"]);
    expect(rights.Statement.map(({ Resource }) => Resource)).toEqual([
      [
        "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/vpc/optibid-production/flow-logs",
        "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/vpc/optibid-production/flow-logs:*",
      ],
      "arn:aws:logs:eu-central-1:123456789012:log-group:*",
    ]);
  });
});

describe("endpoints", () => {
  test("S3 by routes of the private tier only", () => {
    const s3 = only(graph, "aws:ec2/vpcEndpoint:VpcEndpoint", "-s3");
    expect(s3.inputs).toMatchObject({ vpcEndpointType: "Gateway", serviceName: "com.amazonaws.eu-central-1.s3" });
    expect(namesOf(s3.propertyDependencies["routeTableIds"])).toEqual(ZONES.map((zone) => `network-private-rt-${zone}`));
  });

  test.each([...INTERFACE_SERVICES])("%s: in every private subnet, with private DNS, behind the group", (service) => {
    const endpoint = only(graph, "aws:ec2/vpcEndpoint:VpcEndpoint", `endpoints-${service.replace(".", "-")}`);
    expect(endpoint.inputs).toMatchObject({ vpcEndpointType: "Interface", serviceName: `com.amazonaws.eu-central-1.${service}`, privateDnsEnabled: true });
    expect(namesOf(endpoint.propertyDependencies["subnetIds"])).toEqual(ZONES.map((zone) => `network-private-${zone}`));
    expect(namesOf(endpoint.propertyDependencies["securityGroupIds"])).toEqual(["network-endpoints-sg"]);
    if (service === "eks-auth") expect(endpoint.inputs).not.toHaveProperty("policy");
    else for (const statement of policy(endpoint.inputs["policy"]).Statement) expect(JSON.stringify(statement["Condition"])).toContain("123456789012");
  });

  test("the group admits HTTPS from the private tier and nothing else", () => {
    expect(only(graph, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs).toMatchObject({
      cidrIpv4: "10.20.128.0/17",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
  });
});

describe("growth", () => {
  test("a fourth zone changes no input of what was there, except lists it is added to", async () => {
    const grown = await record(() => new Network("network", { ...ARGS, zones: [...ZONES, "eu-central-1d"] }));
    const after = new Map(grown.map(({ urn, inputs }) => [urn, inputs]));
    const changed = graph.filter(({ urn, inputs }) => JSON.stringify(after.get(urn)) !== JSON.stringify(inputs)).map(({ name }) => name);
    const lists = ["network-isolated-acl", "network-private-acl", "network-public-acl", ...["s3", ...INTERFACE_SERVICES].map((service) => `network-endpoints-${service.replace(".", "-")}`)];
    expect(changed.sort()).toEqual(lists.sort());
  });
});

describe("refusals and hooks", () => {
  test("one zone is refused", async () => {
    await expect(record(() => new Network("network", { ...ARGS, zones: ["eu-central-1a"] }))).rejects.toThrow(pulumi.RunError);
  });

  test("a transform sees the arguments and its result is used", async () => {
    const changed = await record(
      () => new Network("network", { ...ARGS, transform: { vpc: (args, name) => ({ ...args, tags: { was: name } }) } }),
    );
    expect(only(changed, "aws:ec2/vpc:Vpc").inputs).toEqual({
      cidrBlock: "10.20.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { was: "network-vpc" },
    });
  });
});
