/**
 * Environment isolation: PRC-018…PRC-020, for AWS. Isolation inside the cluster is in `cluster-isolation.ts`.
 */
import { stated, type Graph, type Node } from "../graph.ts";
import { dig, flag, isOpen, list, quoted, text, word } from "../inputs.ts";
import { examine, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { isGiven } from "../databases.ts";
import { BUCKETS, DB_CLUSTER_INSTANCE, DB_INSTANCE, EKS_CLUSTER, KAFKA, SEARCH_DOMAINS, SUBNET } from "../types.ts";

const dataNotPublic: ResourceRule = {
  name: "data-service-not-public",
  items: ["PRC-012", "PRC-013", "PRC-018", "PRC-019"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.2" }, { name: "AWS FSBP", reference: "Redshift.1" }, { name: "AWS FSBP", reference: "DMS.1" }, { name: "AWS FSBP", reference: "MSK.4" }, { name: "AWS FSBP", reference: "Opensearch.2" }, { name: "AWS FSBP", reference: "ES.2" }, { name: "CIS AWS 3.0", reference: "2.3.3" }, { name: "NIST 800-53", reference: "SC-7" }],
  demands: "No database, warehouse, broker or replication instance has a public address.",
  why: "A public address leaves one security group entry between the data and the internet.",
  remediation: "Set publiclyAccessible to false, or leave it out.",
  looksAt: [
    DB_INSTANCE, DB_CLUSTER_INSTANCE, "aws:docdb/clusterInstance:ClusterInstance", "aws:neptune/clusterInstance:ClusterInstance",
    "aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup", "aws:dms/replicationInstance:ReplicationInstance", "aws:mq/broker:Broker",
    "aws:timestreaminfluxdb/dbInstance:DbInstance", KAFKA, ...SEARCH_DOMAINS,
  ],
  judge(node) {
    if (node.type === KAFKA) {
      // Brokers start without public access (MSK API, PublicAccess).
      const access = () => dig(node.props["brokerNodeGroupInfo"], "connectivityInfo", "publicAccess", "type");
      return examine((check) => check.that(() => (access() ?? "DISABLED") === "DISABLED", () => `public access is ${quoted(access())}`, "brokerNodeGroupInfo.connectivityInfo.publicAccess.type"));
    }
    if (SEARCH_DOMAINS.some((type) => type === node.type)) {
      return examine((check) => check.that(() => list(dig(node.props["vpcOptions"], "subnetIds")).length > 0, "the domain is outside any VPC, with a public endpoint", "vpcOptions.subnetIds"));
    }
    // The AWS provider sends false for every one of these types when the property is left out.
    return examine((check) => check.that(() => (flag(node.props["publiclyAccessible"] ?? false)) === false, "it has a public address", "publiclyAccessible"));
  },
};

const clusterEndpoint: ResourceRule = {
  name: "cluster-endpoint-private",
  items: ["PRC-018", "PRC-019"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "EKS.1" }, { name: "CIS EKS", reference: "5.4.1" }, { name: "CIS EKS", reference: "5.4.2" }],
  demands: "The Kubernetes API is reachable only from inside the VPC.",
  why: "Whoever obtains a credential could use it from anywhere.",
  remediation: "Set vpcConfig.endpointPublicAccess to false and endpointPrivateAccess to true.",
  looksAt: [EKS_CLUSTER],
  judge(node) {
    const config = () => node.props["vpcConfig"];
    return examine((check) => {
      check.that(() => flag(dig(config(), "endpointPublicAccess")) === false, "the endpoint is public; AWS's default is true", "vpcConfig.endpointPublicAccess");
      check.that(() => flag(dig(config(), "endpointPrivateAccess")) === true, "there is no private endpoint; AWS's default is false", "vpcConfig.endpointPrivateAccess");
    });
  },
};

const noPublicAddresses: ResourceRule = {
  name: "subnet-no-public-addresses",
  items: ["PRC-018", "PRC-020"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.15" }, { name: "CIS EKS", reference: "5.4.3" }],
  demands: "No subnet gives public addresses to whatever starts in it.",
  why: "A machine started in the wrong subnet would be on the internet at once.",
  remediation: "Leave mapPublicIpOnLaunch out; NAT gateways and load balancers bring their own addresses.",
  looksAt: ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"],
  judge(node) {
    // Default false, and true in default subnets (VPC User Guide, "Default VPC components").
    const preset = node.type === "aws:ec2/defaultSubnet:DefaultSubnet";
    return examine((check) => check.that(() => flag(node.props["mapPublicIpOnLaunch"] ?? preset) === false, "machines get public addresses", "mapPublicIpOnLaunch"));
  },
};

const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";
const SPOT = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";
const TASKS = "aws:ecs/service:Service";

const machinesPrivate: ResourceRule = {
  name: "machine-no-public-address",
  items: ["PRC-018", "PRC-019"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.9" }, { name: "AWS FSBP", reference: "EC2.25" }, { name: "AWS FSBP", reference: "Autoscaling.5" }, { name: "AWS FSBP", reference: "ECS.2" }],
  demands: "No machine and no task asks for a public address.",
  why: "Machines are reached through load balancers and Session Manager.",
  remediation: "Set associatePublicIpAddress to false, or leave it out.",
  looksAt: [INSTANCE, SPOT, TEMPLATE, CONFIGURATION, TASKS],
  judge(node) {
    return examine((check) => {
      if (node.type === TASKS) return check.that(() => flag(dig(node.props["networkConfiguration"], "assignPublicIp")) !== true, "its tasks get public addresses", "networkConfiguration.assignPublicIp");
      // Left out, the subnet decides, which rule subnet-no-public-addresses looks at.
      if (node.type !== TEMPLATE) return check.that(() => flag(node.props["associatePublicIpAddress"]) !== true, "it asks for a public address", "associatePublicIpAddress");
      check.each(() => list(node.props["networkInterfaces"]), (networkInterface, index) => {
        if (flag(dig(networkInterface, "associatePublicIpAddress")) === true) check.fail("it asks for a public address", `networkInterfaces[${index}].associatePublicIpAddress`);
      });
    });
  },
};

const metadata: ResourceRule = {
  name: "machine-metadata-v2",
  items: ["PRC-019"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "EC2.8" }, { name: "AWS FSBP", reference: "EC2.170" }, { name: "AWS FSBP", reference: "AutoScaling.3" }, { name: "CIS AWS 3.0", reference: "5.6" }],
  demands: "Machines answer metadata requests only with a session token (IMDSv2).",
  why: "Version 1 gives the machine's credentials to any request that a program can be tricked into making.",
  remediation: "Set metadataOptions.httpTokens to required.",
  looksAt: [INSTANCE, SPOT, TEMPLATE, CONFIGURATION],
  judge(node) {
    return examine((check) => {
      const options = node.props["metadataOptions"];
      if (dig(options, "httpEndpoint") === "disabled") return;
      const tokens = dig(options, "httpTokens");
      check.that(() => tokens === "required", `httpTokens is ${quoted(tokens)}; AWS's default is optional`, "metadataOptions.httpTokens");
    });
  },
};

const PUBLIC_ACCESS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

const bucketBlocked: StackRule = {
  name: "bucket-public-access-blocked",
  items: ["PRC-019"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "S3.8" }, { name: "AWS Security Hub", reference: "CloudTrail.6" }, { name: "CIS AWS 3.0", reference: "2.1.4" }],
  demands: "Every bucket blocks public access in all four ways.",
  why: "One policy or ACL written wrongly would publish the bucket.",
  remediation: "Add a BucketPublicAccessBlock for the bucket with all four settings true.",
  looksAt: "stack",
  subjects: BUCKETS,
  judge(node, _policy, graph) {
    return examine((check) => {
      const [block] = graph.referrers(node, [BLOCK], "bucket");
      if (block === undefined) return check.fail("there is no BucketPublicAccessBlock for it");
      for (const setting of PUBLIC_ACCESS) check.that(() => flag(block.props[setting]) === true, `${setting} is not on in ${block.name}; the default is false`);
    });
  },
};

const PUBLIC_ACLS = ["public-read", "public-read-write", "authenticated-read"];

const bucketAcl: ResourceRule = {
  name: "bucket-acl-private",
  items: ["PRC-019"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "S3.2" }, { name: "AWS FSBP", reference: "S3.3" }],
  demands: "No bucket or object ACL is public.",
  why: "A public ACL publishes objects one by one, unseen by whoever reads the policy.",
  remediation: "Remove the ACL; serve public files through CloudFront with origin access control.",
  looksAt: [...BUCKETS, "aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2", "aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"],
  judge(node) {
    // Default private (S3 API, CreateBucket x-amz-acl).
    return examine((check) => {
      check.that(() => !PUBLIC_ACLS.includes(word(node.props["acl"] ?? "private")), () => `acl is ${quoted(node.props["acl"])}`, "acl");
      const grants = list(node.props["grants"]).length > 0 ? list(node.props["grants"]) : list(dig(node.props["accessControlPolicy"], "grants"));
      for (const grant of grants) {
        const uri = text(dig(grant, "uri")) ?? text(dig(grant, "grantee", "uri"));
        check.that(() => uri === undefined || !/\/(AllUsers|AuthenticatedUsers)$/.test(uri), `a grant is given to ${quoted(uri)}`, "grants");
      }
    });
  },
};

const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const TABLES = ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"];
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";

const dataSubnets: StackRule = {
  name: "data-subnets-isolated",
  items: ["PRC-018", "PRC-020"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.46" }, { name: "NIST 800-53", reference: "SC-7(21)" }],
  demands: "Subnets of databases and caches have no route to or from the internet gateway.",
  why: "The data tier is then internal by construction, whatever a security group says.",
  remediation: "Put the subnet group into subnets whose route table has no internet gateway.",
  looksAt: "stack",
  subjects: ["aws:rds/subnetGroup:SubnetGroup", "aws:elasticache/subnetGroup:SubnetGroup", "aws:docdb/subnetGroup:SubnetGroup", "aws:redshift/subnetGroup:SubnetGroup"],
  judge(node, _policy, graph) {
    return examine((check) => {
      const subnets = graph.referenced(node, "subnetIds", [SUBNET]);
      for (const subnet of subnets) {
        const tables = graph.referrers(subnet, [ASSOCIATION], "subnetId").flatMap((association) => graph.referenced(association, "routeTableId", TABLES));
        const open = tables.find((table) => reachesInternet(table, graph));
        if (open !== undefined) check.fail(`subnet ${subnet.name} is routed to the internet gateway by ${open.name}`, "subnetIds");
      }
      // Subnets of another stack cannot be followed; known ids settle nothing about their routes.
      check.that(() => subnets.length > 0 || list(node.props["subnetIds"]).length > 0, "there are no subnets", "subnetIds");
    });
  },
};

function reachesInternet(table: Node, graph: Graph): boolean {
  const routes = graph.referrers(table, ["aws:ec2/route:Route"], "routeTableId");
  if (routes.some((route) => isGiven(route, "gatewayId") && leadsOut(route.props["destinationCidrBlock"] ?? route.props["destinationIpv6CidrBlock"]) && isGateway(route, "gatewayId", graph))) return true;
  if (graph.referenced(table, "routes", [GATEWAY]).length > 0) return true;
  return list(stated(table, "routes")).some((route) => text(dig(route, "gatewayId"))?.startsWith("igw-") === true);
}

function leadsOut(destination: unknown): boolean {
  return destination === undefined || isOpen(destination);
}

function isGateway(route: Node, property: string, graph: Graph): boolean {
  if (graph.referenced(route, property, [GATEWAY]).length > 0) return true;
  return text(route.props[property])?.startsWith("igw-") === true;
}

export const rules: readonly Rule[] = [dataNotPublic, clusterEndpoint, noPublicAddresses, machinesPrivate, metadata, bucketBlocked, bucketAcl, dataSubnets];
