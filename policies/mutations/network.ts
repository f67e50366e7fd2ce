/**
 * Networks, machines and clusters broken, one rule at a time.
 */
import { adds, breaks, removes, type Extra, type Mutation } from "../mutation.ts";
import type { Node } from "../graph.ts";

/** A rule that lets the internet in at a port. */
function open(port: number): Extra {
  return {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    props: { securityGroupId: "sg-0", ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4: "0.0.0.0/0" },
  };
}

const CLUSTER = { type: "aws:eks/cluster:Cluster", props: {} };
const FUNCTION = { type: "aws:lambda/function:Function", props: { runtime: "nodejs24.x" } };
const TEMPLATE = { type: "aws:ec2/launchTemplate:LaunchTemplate", props: { metadataOptions: { httpTokens: "required" } } };
const GROUP = { type: "aws:autoscaling/group:Group", props: { minSize: 2, vpcZoneIdentifiers: ["subnet-0", "subnet-1"], targetGroupArns: ["arn:aws:elasticloadbalancing:eu-central-1:111111111111:targetgroup/app/0"], healthCheckType: "ELB" } };
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";

/** Routes the table of a data subnet to the internet gateway. */
const routed: Mutation = {
  rule: "data-subnets-isolated",
  title: "routes a data subnet to the internet gateway",
  alsoFires: [],
  mutate(graph) {
    const group = graph.find(({ type }) => type === "aws:rds/subnetGroup:SubnetGroup");
    const subnets = group?.propertyDependencies["subnetIds"] ?? [];
    const association = graph.find((node) => node.type === ASSOCIATION && (node.propertyDependencies["subnetId"] ?? []).some((urn) => subnets.includes(urn)));
    const gateway = graph.find(({ type }) => type === GATEWAY);
    if (association === undefined || gateway === undefined) return [...graph];
    const route: Node = {
      urn: "urn:pulumi:mutation::golive::aws:ec2/route:Route::mutation-data-subnets-isolated",
      type: "aws:ec2/route:Route",
      name: "mutation-data-subnets-isolated",
      props: { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-0" },
      dependencies: [gateway.urn],
      propertyDependencies: { routeTableId: association.propertyDependencies["routeTableId"] ?? [], gatewayId: [gateway.urn] },
      protect: false,
    };
    return [...graph, route];
  },
};

export const mutations: readonly Mutation[] = [
  adds("ingress-world-web-only", "opens port 8080 to the internet", open(8080)),
  adds("ingress-administration-restricted", "opens SSH to the internet", open(22), ["ingress-world-web-only"]),
  adds("ingress-database-closed", "opens PostgreSQL to the internet", open(5432), ["ingress-world-web-only"]),
  adds("ingress-cache-closed", "opens Redis to the internet", open(6379), ["ingress-world-web-only"]),
  adds("network-acl-administration-restricted", "lets SSH through a network ACL", {
    type: "aws:ec2/networkAclRule:NetworkAclRule", props: { ruleAction: "allow", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0", ruleNumber: 1 },
  }),
  removes("default-security-group-closed", "leaves the default security group open", ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"]),
  breaks("default-network-acl-closed", "lets everything through the default network ACL", { ingress: [{ action: "allow", ruleNo: 100, protocol: "tcp", fromPort: 443, toPort: 443, cidrBlock: "10.0.0.0/8" }] }, {
    extra: { type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", props: {} },
  }),
  breaks("subnet-no-public-addresses", "gives machines public addresses", { mapPublicIpOnLaunch: true }),
  breaks("machine-no-public-address", "asks for a public address", { networkInterfaces: [{ associatePublicIpAddress: "true" }] }, { types: [TEMPLATE.type], extra: TEMPLATE }),
  breaks("machine-metadata-v2", "accepts metadata requests without a token", { "metadataOptions.httpTokens": "optional" }, { extra: TEMPLATE }),
  breaks("volume-encrypted", "leaves a disk unencrypted", { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "false" } }] }, { types: [TEMPLATE.type], extra: TEMPLATE }),
  breaks("volume-fast", "uses a gp2 disk", { type: "gp2" }, { types: ["aws:ebs/volume:Volume"], extra: { type: "aws:ebs/volume:Volume", props: { encrypted: true, type: "gp3" } } }),
  breaks("machine-group-spread", "leaves one machine", { minSize: 1 }, { extra: GROUP }),
  breaks("machine-group-health-check", "ignores the load balancer's health check", { healthCheckType: "EC2" }, { extra: GROUP }),
  breaks("cluster-endpoint-private", "makes the Kubernetes API public", { "vpcConfig.endpointPublicAccess": true }, { extra: CLUSTER }),
  breaks("cluster-secrets-encrypted", "leaves Kubernetes Secrets without a key", { encryptionConfig: undefined }, { extra: CLUSTER }),
  breaks("cluster-logs-complete", "drops the audit log", { enabledClusterLogTypes: ["api"] }, { extra: CLUSTER }),
  breaks("cluster-version-supported", "runs a version of Kubernetes without standard support", { version: "1.29" }, { extra: CLUSTER }),
  breaks("cluster-upgrade-not-forced", "upgrades past what stands in the way", { forceUpdateVersion: true }, { extra: CLUSTER }),
  breaks("cluster-deletion-protected", "lets the cluster be deleted", { deletionProtection: undefined }, { extra: CLUSTER }),
  breaks("cluster-access-by-entries", "lets aws-auth give access too", { "accessConfig.authenticationMode": "API_AND_CONFIG_MAP" }, { extra: CLUSTER }),
  breaks("cluster-creator-no-administrator", "makes the creator administrator", { "accessConfig.bootstrapClusterCreatorAdminPermissions": true }, { extra: CLUSTER }),
  adds("node-group-no-ssh", "opens SSH to the nodes", { type: "aws:eks/nodeGroup:NodeGroup", props: { remoteAccess: { ec2SshKey: "key" } } }),
  breaks("function-runtime-supported", "runs a function on an ended runtime", { runtime: "nodejs16.x" }, { extra: FUNCTION }),
  breaks("function-several-zones", "puts a function into one zone", { vpcConfig: { subnetIds: ["subnet-0"], securityGroupIds: ["sg-0"] } }, { extra: FUNCTION }),
  breaks("machine-group-launch-template", "starts machines from a launch configuration", { launchConfiguration: "old", launchTemplate: undefined, mixedInstancesPolicy: undefined }, { extra: GROUP }),
  removes("vpc-service-endpoints", "fetches images over the internet", ["aws:ec2/vpcEndpoint:VpcEndpoint"]),
  adds("vpc-public-access-blocked", "lets internet gateways in", { type: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", props: { internetGatewayBlockMode: "off" } }),
  adds("network-attachment-approved", "accepts networks unasked", { type: "aws:ec2transitgateway/transitGateway:TransitGateway", props: { autoAcceptSharedAttachments: "enable" } }),
  adds("network-interface-source-checked", "passes on traffic of others", { type: "aws:ec2/networkInterface:NetworkInterface", props: { subnetId: "subnet-0", sourceDestCheck: false } }),
  adds("vpn-connections-logged", "logs no connections of a VPN", { type: "aws:ec2clientvpn/endpoint:Endpoint", props: { connectionLogOptions: { enabled: false } } }),
  adds("prefix-list-not-open", "trusts the whole internet by a list", { type: "aws:ec2/managedPrefixList:ManagedPrefixList", props: { name: "partners", addressFamily: "IPv4", maxEntries: 5, entries: [{ cidr: "0.0.0.0/0" }] } }),
  adds("peering-route-narrow", "leads everything to a peer", { type: "aws:ec2/route:Route", props: { routeTableId: "rtb-0", destinationCidrBlock: "0.0.0.0/0", vpcPeeringConnectionId: "pcx-0" } }),
  adds("network-acl-in-use", "makes an ACL that guards nothing", { type: "aws:ec2/networkAcl:NetworkAcl", props: { vpcId: "vpc-0" } }),
  adds("address-in-use", "keeps an address for nothing", { type: "aws:ec2/eip:Eip", props: { domain: "vpc" } }),
  removes("vpc-flow-logs", "takes the flow logs away", ["aws:ec2/flowLog:FlowLog"]),
  routed,
];
