/** The arguments the database's tests build it with: production, and the smallest there is. */
import type { DatabaseArgs } from "../../../components/database/args.ts";
import { DEVELOPMENT, PRODUCTION, ZONES } from "../network/fixture.ts";

/** ARN of a key. */
export const key = (region: string, name: string): string => `arn:aws:kms:${region}:123456789012:key/${name}`;

export const ARGS: DatabaseArgs = {
  context: PRODUCTION,
  vpcId: "vpc-1",
  zones: ZONES,
  isolatedSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  rotationSubnetIds: ["subnet-pa", "subnet-pb"],
  endpointSecurityGroupId: "sg-endpoints",
  clients: { cluster: "sg-cluster" },
  keyArns: { data: key("eu-central-1", "data"), logs: key("eu-central-1", "logs"), secrets: key("eu-central-1", "secrets") },
  drKeyArns: { backups: key("eu-west-1", "backups"), secrets: key("eu-west-1", "secrets") },
};

export const SMALL: DatabaseArgs = { ...ARGS, context: DEVELOPMENT, drKeyArns: undefined, multiAz: false, replicas: 0, insights: "standard", backupRetentionDays: 7, instanceClass: "db.t4g.medium", storage: { allocated: 20, max: 50 } };

export const INSTANCE = "aws:rds/instance:Instance";
