/** A stack with a pilot light, small enough to read: at home in eu-central-1, ready in eu-west-1. */
import { token } from "../../../rehearsal/aws/kit.ts";
import type { Props } from "../../../rehearsal/types.ts";
import type { Kept } from "../../../rehearsal/world/store.ts";

export const HOME = "eu-central-1";
export const AWAY = "eu-west-1";
const GLOBAL = "aws-global";

export const CONFIG: Readonly<Record<string, string>> = { "aws:region": HOME, "optibid:environment": "production", "optibid:drRegion": AWAY };

const arn = (service: string, resource: string, region = HOME): string => `arn:aws:${service}:${region}:123456789012:${resource}`;
const trust = (service: string): string => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: ["sts:AssumeRole", "sts:TagSession"] }] });

/** A thing as a world keeps it. */
export function kept(short: string, id: string, region: string, inputs: Props, outputs: Props = {}): Kept {
  const type = short.includes(":") ? short : token(short);
  return { token: type, id, region, inputs, outputs: { ...inputs, ...outputs, id }, urn: `urn:pulumi:production::optibid::${type}::${id}`, seed: "0".repeat(64), secrets: [] };
}

const GROUP = arn("elasticloadbalancing", "targetgroup/optibid-production-web/1");
export const KEY = arn("kms", "key/mrk-1", AWAY);
const PRIMARY = arn("rds", "db:optibid-production");
const VAULT = arn("backup", "backup-vault:optibid-production-backups", AWAY);
const bucket = (name: string, region: string, tags: Props = {}): Kept => kept("s3/bucket", name, region, { bucket: name, tags }, { arn: `arn:aws:s3:::${name}` });
const replicates = (from: string, to: string): Kept => kept("s3/bucketReplicationConfig", from, HOME, { bucket: from, rules: [{ status: "Enabled", destination: { bucket: `arn:aws:s3:::${to}` } }] });
const schedule = (name: string, scheduleExpression: string): Kept => kept("scheduler/schedule", `default/${name}`, HOME, { name, scheduleExpression });
const secret = (name: string, there = true): Kept => kept("secretsmanager/secret", arn("secretsmanager", `secret:${name}-AbCdEf`), HOME, { name, ...(there ? { replicas: [{ region: AWAY, kmsKeyId: KEY }] } : {}) });
const subnet = (id: string, tier: string, zone: string, cidrBlock: string): Kept => kept("ec2/subnet", id, AWAY, { vpcId: "vpc-dr", availabilityZone: `${AWAY}${zone}`, cidrBlock, tags: { tier } });
const role = (name: string, service: string): Kept => kept("iam/role", name, GLOBAL, { name, assumeRolePolicy: trust(service) }, { arn: `arn:aws:iam::123456789012:role/${name}` });

export const REPLICA = kept("rds/instance", "db-DR", AWAY, { identifier: "optibid-production-dr", replicateSourceDb: PRIMARY, instanceClass: "db.r7g.large", backupRetentionPeriod: 35, storageEncrypted: true, kmsKeyId: KEY, dbSubnetGroupName: "optibid-production-dr", skipFinalSnapshot: true }, { engine: "postgres", allocatedStorage: 100, status: "available", arn: arn("rds", "db:optibid-production-dr", AWAY) });
export const BACKUPS = kept("rds/instanceAutomatedBackupsReplication", arn("rds", "auto-backup:ab-1", AWAY), AWAY, { sourceDbInstanceArn: PRIMARY, kmsKeyId: KEY, retentionPeriod: 35 });
export const DATABASE_SECRET = secret("optibid-production-database-master");
export const VAULT_PLAN = kept("backup/plan", "plan-1", HOME, { name: "optibid-production-snapshots", rules: [{ ruleName: "daily", schedule: "cron(0 5 * * ? *)", copyActions: [{ destinationVaultArn: VAULT }] }] });
export const GATEWAY = kept("ec2/internetGateway", "igw-dr", AWAY, { vpcId: "vpc-dr" });

/** Everything. */
export const WORLD: readonly Kept[] = [
  kept("rds/instance", "db-HOME", HOME, { identifier: "optibid-production", instanceClass: "db.r7g.large", backupRetentionPeriod: 35, engine: "postgres", username: "optibid_admin", port: 5432, storageType: "gp3", maxAllocatedStorage: 1_000 }, { arn: PRIMARY, address: "optibid-production.c1.eu-central-1.rds.amazonaws.com" }),
  kept("rds/instance", "db-READS", HOME, { identifier: "optibid-production-replica-1", replicateSourceDb: "optibid-production" }),
  REPLICA,
  BACKUPS,
  VAULT_PLAN,
  kept("backup/vault", "optibid-production-backups", AWAY, { name: "optibid-production-backups" }, { arn: VAULT }),
  kept("kms/replicaKey", "mrk-1", AWAY, {}, { arn: KEY }),
  DATABASE_SECRET,
  secret("optibid-production-jwt"),
  bucket("optibid-uploads", HOME, { backup: "daily" }),
  bucket("optibid-uploads-dr", AWAY),
  replicates("optibid-uploads", "optibid-uploads-dr"),
  bucket("optibid-assets", HOME),
  bucket("optibid-production-rdb-home", HOME),
  bucket("optibid-production-rdb-away", AWAY),
  replicates("optibid-production-rdb-home", "optibid-production-rdb-away"),
  schedule("optibid-production-export-cache", "cron(0 3 * * ? *)"),
  schedule("optibid-production-copy-state", "cron(0 4 * * ? *)"),
  kept("elasticache/replicationGroup", "optibid-production-cache", HOME, { replicationGroupId: "optibid-production-cache", engine: "valkey", engineVersion: "8.1", nodeType: "cache.r7g.large", snapshotRetentionLimit: 35, snapshotWindow: "01:00-02:00" }),
  kept("eks/cluster", "optibid-production", HOME, { name: "optibid-production", version: "1.34", roleArn: "arn:aws:iam::123456789012:role/cluster", accessConfig: { authenticationMode: "API" }, bootstrapSelfManagedAddons: false, computeConfig: { enabled: true, nodePools: ["general-purpose"], nodeRoleArn: "arn:aws:iam::123456789012:role/nodes" }, storageConfig: { blockStorage: { enabled: true } }, encryptionConfig: { resources: ["secrets"], provider: { keyArn: KEY.replace(AWAY, HOME) } }, enabledClusterLogTypes: ["audit"] }, { vpcConfig: { clusterSecurityGroupId: "sg-cluster" } }),
  kept("eks/accessEntry", "optibid-production:nodes", HOME, { clusterName: "optibid-production", principalArn: "arn:aws:iam::123456789012:role/nodes", type: "EC2" }),
  kept("eks/accessPolicyAssociation", "optibid-production#nodes", HOME, { clusterName: "optibid-production", principalArn: "arn:aws:iam::123456789012:role/nodes", policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy", accessScope: { type: "cluster" } }),
  kept("eks/podIdentityAssociation", "a-1", HOME, { clusterName: "optibid-production", namespace: "optibid", serviceAccount: "api", roleArn: "arn:aws:iam::123456789012:role/api" }),
  kept("lb/targetGroup", GROUP, HOME, { name: "optibid-production-web", port: 8_443, protocol: "HTTPS", targetType: "ip", healthCheck: { protocol: "HTTPS", path: "/health" } }, { arn: GROUP }),
  kept("lb/listener", "listener-1", HOME, { port: 443, protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", defaultActions: [{ type: "forward", targetGroupArn: GROUP }] }),
  kept("lb/listenerRule", "rule-1", HOME, { priority: 10, conditions: [{ pathPattern: { values: ["/api", "/api/*"] } }], actions: [{ type: "forward", targetGroupArn: GROUP }] }),
  kept("ec2/subnet", "subnet-home", HOME, { vpcId: "vpc-home", tags: { tier: "private" } }),
  kept("kubernetes:apps/v1:Deployment", "optibid/api", "https://ABC.gr7.eu-central-1.eks.amazonaws.com", { metadata: { name: "api" } }),
  role("cluster", "eks.amazonaws.com"),
  role("nodes", "ec2.amazonaws.com"),
  kept("lb/loadBalancer", arn("elasticloadbalancing", "loadbalancer/app/optibid-production-alb/1"), HOME, { name: "optibid-production-alb", internal: true }, { arn: arn("elasticloadbalancing", "loadbalancer/app/optibid-production-alb/1"), dnsName: "internal-optibid-production-alb-1.eu-central-1.elb.amazonaws.com" }),
  kept("cloudfront/vpcOrigin", "vo_home", GLOBAL, { vpcOriginEndpointConfig: { name: "optibid-production-alb", arn: arn("elasticloadbalancing", "loadbalancer/app/optibid-production-alb/1"), httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: { items: ["TLSv1.2"], quantity: 1 } } }),
  kept("cloudfront/distribution", "E1", GLOBAL, {
    enabled: true,
    aliases: ["optibid.com"],
    origins: [
      { originId: "pods", domainName: "internal-optibid-production-alb-1.eu-central-1.elb.amazonaws.com", vpcOriginConfig: { vpcOriginId: "vo_home" } },
      { originId: "uploads", domainName: "optibid-uploads.s3.eu-central-1.amazonaws.com", originAccessControlId: "OAC1" },
      { originId: "assets", domainName: "optibid-assets.s3.eu-central-1.amazonaws.com", originAccessControlId: "OAC1" },
      { originId: "copy", domainName: "optibid-uploads-dr.s3.eu-west-1.amazonaws.com", originAccessControlId: "OAC1" },
    ],
    defaultCacheBehavior: { targetOriginId: "pods", viewerProtocolPolicy: "redirect-to-https", allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"], cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" },
    viewerCertificate: { acmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1", sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" },
    restrictions: { geoRestriction: { restrictionType: "none" } },
  }),
  kept("cloudfront/originAccessControl", "OAC1", GLOBAL, { name: "uploads", originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" }),
  kept("acm/certificate", "arn:aws:acm:us-east-1:123456789012:certificate/1", "us-east-1", { domainName: "optibid.com", validationMethod: "DNS" }, { arn: "arn:aws:acm:us-east-1:123456789012:certificate/1", status: "ISSUED" }),
  kept("acm/certificateValidation", "v1", "us-east-1", { certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1" }),
  kept("ec2/vpc", "vpc-home", HOME, { cidrBlock: "10.20.0.0/16" }),
  kept("ec2/vpc", "vpc-dr", AWAY, { cidrBlock: "10.60.0.0/16", enableDnsHostnames: true, enableDnsSupport: true }),
  GATEWAY,
  subnet("subnet-pa", "private", "a", "10.60.0.0/20"),
  subnet("subnet-pb", "private", "b", "10.60.16.0/20"),
  subnet("subnet-ia", "isolated", "a", "10.60.64.0/24"),
  subnet("subnet-ib", "isolated", "b", "10.60.65.0/24"),
  kept("rds/subnetGroup", "optibid-production-dr", AWAY, { name: "optibid-production-dr", subnetIds: ["subnet-ia", "subnet-ib"] }),
  kept("rds/parameterGroup", "optibid-production-dr", AWAY, { name: "optibid-production-dr", family: "postgres17" }),
  kept("ec2/securityGroup", "sg-dr", AWAY, { vpcId: "vpc-dr", description: "PostgreSQL after a failover" }),
  kept("ecr/replicationConfiguration", "123456789012", HOME, { replicationConfiguration: { rules: [{ destinations: [{ region: AWAY, registryId: "123456789012" }] }] } }),
];

/** The world without some things. */
export const without = (...gone: readonly Kept[]): Kept[] => WORLD.filter((one) => !gone.includes(one));

/** The things of a type in a Region. */
export const those = (short: string, region: string): Kept[] => WORLD.filter((one) => one.token === token(short) && one.region === region);
export { secret };
