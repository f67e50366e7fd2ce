import { network, thing, type Cases } from "../world.ts";

/** Examples of the laws of rds engines. */
export const engineDetails: readonly Cases[] = [
  {
    law: "db-instance-engine-arguments",
    refuses: [
      ["InvalidParameterCombination", { short: "rds/instance", inputs: { identifier: "o", engine: "postgres", engineVersion: "17.5", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true, licenseModel: "license-included" } }],
      ["InvalidParameterCombination", { short: "rds/instance", inputs: { identifier: "o", engine: "postgres", engineVersion: "17.5", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true, characterSetName: "UTF8" } }],
      ["InvalidParameterCombination", { short: "rds/instance", inputs: { identifier: "o", engine: "postgres", engineVersion: "17.5", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true, replicaMode: "mounted" } }],
      ["InvalidParameterCombination", { short: "rds/instance", inputs: { identifier: "o", engine: "postgres", engineVersion: "17.5", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true, maxAllocatedStorage: 105 } }],
      ["InvalidParameterValue", { short: "rds/instance", inputs: { identifier: "o", engine: "postgres", engineVersion: "17.5", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true, dbName: "db" } }],
      ["InvalidParameterCombination", { short: "rds/instance", inputs: { identifier: "o", engine: "oracle-se2", engineVersion: "19", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true, iamDatabaseAuthenticationEnabled: true, licenseModel: "license-included" } }],
    ],
    accepts: [
      { short: "rds/instance", inputs: { identifier: "o", engine: "postgres", engineVersion: "17.5", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true } },
      { short: "rds/instance", inputs: { identifier: "o", engine: "postgres", engineVersion: "17.5", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true, caCertIdentifier: "rds-ca-rsa2048-g1" } },
      { short: "rds/instance", inputs: { identifier: "o", engine: "postgres", engineVersion: "17.5", instanceClass: "db.r7g.large", allocatedStorage: 100, storageType: "gp3", username: "optibid", manageMasterUserPassword: true, licenseModel: "postgresql-license", maxAllocatedStorage: 200 } },
    ],
  },
  {
    law: "db-cluster-engine-arguments",
    refuses: [
      ["InvalidParameterCombination", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", iops: 1000 }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
      ["InvalidParameterCombination", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", dbClusterInstanceClass: "db.r6g.large" }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
      ["InvalidParameterCombination", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", storageType: "gp3" }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
      ["InvalidParameterCombination", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "postgres", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", storageType: "io1", iops: 1000, allocatedStorage: 100 }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
      ["InvalidParameterCombination", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "postgres", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", backtrackWindow: 60, dbClusterInstanceClass: "db.r6gd.large", storageType: "io1", iops: 1000, allocatedStorage: 100 }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
      ["InvalidParameterCombination", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", backtrackWindow: 60 }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
      ["InvalidParameterCombination", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", monitoringInterval: 60 }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
      ["InvalidParameterValue", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", databaseName: "order-book" }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
    ],
    accepts: [
      { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g" }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] },
      { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", storageType: "aurora-iopt1" }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] },
      { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "postgres", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", dbClusterInstanceClass: "db.r6gd.large", storageType: "io1", iops: 1000, allocatedStorage: 100 }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] },
      { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 2, secondsUntilAutoPause: 300 } }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] },
    ],
  },
  {
    law: "db-cluster-auto-pause",
    refuses: [
      ["InvalidParameterCombination", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 2, secondsUntilAutoPause: 300 } }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
      ["InvalidParameterValue", { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 2, secondsUntilAutoPause: 60 } }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] }],
    ],
    accepts: [
      { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g" }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] },
      { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", storageType: "aurora-iopt1" }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] },
      { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "postgres", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", dbClusterInstanceClass: "db.r6gd.large", storageType: "io1", iops: 1000, allocatedStorage: 100 }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] },
      { short: "rds/cluster", inputs: { clusterIdentifier: "c", engine: "aurora-postgresql", masterUsername: "optibid", manageMasterUserPassword: true, dbSubnetGroupName: "g", serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 2, secondsUntilAutoPause: 300 } }, world: [...network, thing("rds/subnetGroup", "g", { name: "g", subnetIds: ["subnet-a", "subnet-b"] })] },
    ],
  },
  {
    law: "db-parameter-list",
    refuses: [
      ["InvalidParameterCombination", { short: "rds/parameterGroup", inputs: { name: "pg", family: "postgres17", parameters: [{ name: "log_statement", value: "ddl" }, { name: "log_statement", value: "all" }] } }],
    ],
    accepts: [
      { short: "rds/parameterGroup", inputs: { name: "pg", family: "postgres17", parameters: [{ name: "log_statement", value: "ddl" }, { name: "log_connections", value: "1" }] } },
    ],
  },
  {
    law: "db-proxy-pool",
    refuses: [
      ["InvalidParameterValue", { short: "rds/proxyDefaultTargetGroup", inputs: { dbProxyName: "p", connectionPoolConfig: { maxConnectionsPercent: 50, maxIdleConnectionsPercent: 60 } }, world: [thing("rds/proxy", "p", { name: "p" })] }],
    ],
    accepts: [
      { short: "rds/proxyDefaultTargetGroup", inputs: { dbProxyName: "p", connectionPoolConfig: { maxConnectionsPercent: 60, maxIdleConnectionsPercent: 60 } }, world: [thing("rds/proxy", "p", { name: "p" })] },
    ],
  },
];
