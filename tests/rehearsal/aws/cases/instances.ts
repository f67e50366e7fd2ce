import { network, thing, type Ask, type Cases } from "../world.ts";

const cluster = thing("eks/cluster", "main", { name: "main", vpcConfig: { subnetIds: ["subnet-a", "subnet-b"] } });
const nodeRole = thing("iam/role", "nodes", { name: "nodes", arn: "arn:aws:iam::123456789012:role/nodes" });

const machine = (instanceType: string): Ask => ({ short: "ec2/launchTemplate", inputs: { name: "runner", imageId: "ami-1", instanceType } });
const nodes = (instanceTypes: string[], amiType?: string): Ask => ({
  short: "eks/nodeGroup",
  inputs: { clusterName: "main", nodeRoleArn: "arn:aws:iam::123456789012:role/nodes", subnetIds: ["subnet-a"], scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 2 }, instanceTypes, ...(amiType === undefined ? {} : { amiType }) },
  world: [...network, cluster, nodeRole],
});
const db = (instanceClass: string, engine = "postgres", engineVersion = "17.5"): Ask => ({ short: "rds/instance", inputs: { identifier: "orders", engine, engineVersion, instanceClass, allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true } });
const aurora = (instanceClass: string): Ask => ({ short: "rds/clusterInstance", inputs: { clusterIdentifier: "bids", engine: "aurora-postgresql", instanceClass }, world: [thing("rds/cluster", "bids", { clusterIdentifier: "bids", engine: "aurora-postgresql", serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 2 } })] });
const cache = (nodeType: string): Ask => ({ short: "elasticache/replicationGroup", inputs: { replicationGroupId: "cache", description: "d", engine: "valkey", nodeType, numCacheClusters: 2, automaticFailoverEnabled: true } });

/** Instance types by service. */
export const instanceCases: readonly Cases[] = [
  {
    law: "instance-type-exists",
    refuses: [["InvalidParameterValue", machine("t3.huge")], ["InvalidParameterValue", machine("m6g.metal-24xl")], ["InvalidParameterValue", machine("big.large")]],
    accepts: [machine("t4g.nano"), machine("m7i.metal-24xl"), machine("m7i-flex.large"), machine("u-6tb1.112xlarge"), machine("mac2-m2pro.metal"), machine("mac-m4.metal"), machine("z9x.large")],
  },
  {
    law: "eks-node-group-instance-types",
    refuses: [
      ["InvalidParameterException", nodes(["m6g.huge"])],
      ["InvalidParameterException", nodes(["m6g"])],
      ["InvalidParameterException", nodes(["m7g.large"], "AL2023_x86_64_STANDARD")],
      ["InvalidParameterException", nodes(["m7g.large", "m7i.large"], "BOTTLEROCKET_ARM_64")],
    ],
    accepts: [nodes(["m7g.large", "c8gn.large", "a1.large", "is4gen.large"], "AL2023_ARM_64_STANDARD"), nodes(["m7i.large", "c7i-flex.large", "g6.xlarge"], "AL2023_x86_64_STANDARD"), nodes(["m7g.large"], "CUSTOM"), nodes(["t3.medium"])],
  },
  {
    law: "db-instance-class-exists",
    refuses: [
      ["InvalidParameterValue", db("db.m7g.nano")],
      ["InvalidParameterValue", db("db.fast.large")],
      ["InvalidParameterCombination", db("db.z1d.large")],
      ["InvalidParameterCombination", db("db.serverless", "mysql", "8.4")],
      ["InvalidParameterCombination", db("db.t2.micro")],
      ["InvalidParameterCombination", db("db.m4.large", "postgres", "13.20")],
      ["InvalidParameterCombination", aurora("db.m7g.large")],
      ["InvalidParameterCombination", aurora("db.t4g.micro")],
      ["InvalidParameterValue", aurora("db.r7g.32xlarge")],
    ],
    accepts: [db("db.t4g.micro"), db("db.r9g.large"), db("db.m4.large", "mysql", "8.0"), db("db.m4.large", "postgres", "12.22"), db("db.x2iedn.32xlarge"), aurora("db.serverless"), aurora("db.r8g.large"), aurora("db.x2g.large")],
  },
  {
    law: "cache-node-type-exists",
    refuses: [["InvalidParameterValue", cache("cache.t4g.large")], ["InvalidParameterValue", cache("cache.m5.8xlarge")], ["InvalidParameterValue", cache("cache.any.large")]],
    accepts: [cache("cache.t4g.micro"), cache("cache.r6gd.xlarge"), cache("cache.r9g.large"), cache("cache.c7gn.16xlarge")],
  },
];
