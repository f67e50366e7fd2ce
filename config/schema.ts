/**
 * The configuration of a stack: everything that may differ between environments, and nothing else.
 *
 * Each top-level key is a key of `Pulumi.<stack>.yaml` under the namespace `optibid:`. The defaults are production's,
 * so a file that says little is safe; smaller environments say where they are smaller.
 */
import { z } from "zod";
import { contradictions } from "./contradictions.ts";
import { alerting } from "./sections/alerting.ts";
import { audit } from "./sections/audit.ts";
import { backup, recovery } from "./sections/backup.ts";
import { cost } from "./sections/cost.ts";
import { delivery, release } from "./sections/delivery.ts";
import { identity } from "./sections/identity.ts";
import { maintenance } from "./sections/maintenance.ts";
import { observability } from "./sections/observability.ts";
import { policies } from "./sections/policies.ts";
import { credentials, secrets } from "./sections/secrets.ts";
import { storage } from "./sections/storage.ts";
import { workloads } from "./sections/workloads.ts";
import { cidr, dailyWindow, hostName, image, logDays, prefixOf, regionName, roleArn, shortName, weeklyWindow, zoneName } from "./values.ts";

const network = z.strictObject({
  cidr: cidr.refine((text) => prefixOf(text) >= 16 && prefixOf(text) <= 20, { error: "a block of /16 to /20: AWS allows no larger VPC, and smaller ones leave no room for the tiers" })
    .describe("IPv4 block of the VPC. Changing it replaces the network."),
  zones: z.array(zoneName).min(2).max(8).refine((zones) => new Set(zones).size === zones.length, { error: "zones that are all different" })
    .describe("Availability Zones in order. Append-only: a new zone goes to the end and moves nothing."),
  natGateways: z.enum(["per-zone", "single"]).default("per-zone").describe("One NAT gateway a zone survives the loss of a zone; a single one is cheaper."),
});

const database = z.strictObject({
  port: z.int().min(1150).max(65_535).default(5433).describe("Port of primary and replicas; the pool in front of them is always on 5432. Changing it restarts them."),
  instanceClass: z.string().regex(/^db\.[cmrtx][1-9]\d?[a-z]*\.(micro|small|medium|large|xlarge|[1-9]\d?xlarge)$/, { error: "an RDS instance class such as db.r7g.large" }).default("db.r7g.large").describe("Instance class of primary and replicas."),
  multiAz: z.boolean().default(true).describe("A standby in another zone."),
  replicas: z.int().min(0).max(15).default(1).describe("Number of read replicas."),
  storage: z.strictObject({
    allocated: z.int().min(20).max(65_536).default(100).describe("GiB at the start."),
    max: z.int().min(20).max(65_536).default(1_000).describe("GiB it may grow to."),
  }).prefault({}).describe("gp3 storage."),
  backupRetentionDays: z.int().min(1).max(35).default(35).describe("Days of point-in-time recovery."),
  insights: z.enum(["advanced", "standard"]).default("advanced").describe("`advanced` keeps 15 months of performance data, `standard` 7 days."),
  backupWindow: dailyWindow.default("01:00-02:00").describe("Daily backup, UTC."),
  maintenanceWindow: weeklyWindow.default("sun:03:00-sun:04:00").describe("Weekly maintenance, UTC. May not overlap the backup window."),
});

const cache = z.strictObject({
  nodeType: z.string().regex(/^cache\.[cmrt][1-9]\d?[a-z]*\.(micro|small|medium|large|xlarge|[1-9]\d?xlarge)$/, { error: "an ElastiCache node type such as cache.r7g.large" }).default("cache.r7g.large").describe("Node type."),
  nodes: z.int().min(1).max(6).default(3).describe("Primary and replicas; with two or more, failover and Multi-AZ are on."),
  snapshotRetentionDays: z.int().min(1).max(35).default(35).describe("Days snapshots are kept."),
  snapshotWindow: dailyWindow.default("01:00-02:00").describe("Daily snapshot, UTC."),
  maintenanceWindow: weeklyWindow.default("sun:04:00-sun:05:00").describe("Weekly maintenance, UTC. May not overlap the snapshot window."),
});

const cluster = z.strictObject({
  version: z.string().regex(/^1\.\d{2}$/, { error: "a Kubernetes version such as 1.34" }).optional().describe("Kubernetes version; the platform's default where it is left out. Cannot be lowered."),
  deployRoleArn: roleArn.describe("Role that deploys the platform; it gets access to the cluster by an access entry."),
  admins: z.record(shortName, roleArn).default({}).describe("Roles of the people who administer the cluster, by a short name."),
  publicAccessCidrs: z.array(cidr.refine((text) => prefixOf(text) >= 8, { error: "a block of /8 or smaller: the endpoint is never open to the internet" })).min(1).optional()
    .describe("Networks that may reach the API endpoint from outside the VPC; without any, it is private."),
  architecture: z.enum(["arm64", "amd64"]).default("arm64").describe("CPU architecture of the nodes; the images must be built for it."),
  spot: z.boolean().default(false).describe("Whether spare capacity may be bought as Spot instances."),
  cpuLimit: z.int().min(2).max(10_000).default(128).describe("Upper limit of all nodes' vCPUs together."),
  memoryLimitGiB: z.int().min(4).max(100_000).default(512).describe("Upper limit of all nodes' memory together, in GiB."),
});

const edge = z.strictObject({
  domain: hostName.max(64, { error: "a name of at most 64 characters: ACM takes no longer one first" }).describe("The platform's domain: apex of the hosted zone where that is created."),
  alternativeNames: z.array(hostName).max(8).default([]).describe("Further names of the platform, within the domain."),
  hostedZoneId: z.string().regex(/^Z[A-Z0-9]{1,31}$/, { error: "a hosted zone id such as Z0123456789ABCDEFGHIJ" }).optional().describe("A hosted zone that exists and holds the domain; without it, one is created."),
  rateLimits: z.strictObject({
    all: z.int().min(10).max(2_000_000_000).default(2_000).describe("Requests to anything."),
    api: z.int().min(10).max(2_000_000_000).default(1_000).describe("Requests to the API."),
  }).prefault({}).describe("Requests one client may make in five minutes."),
  maintenance: z.strictObject({
    enabled: z.boolean().default(false).describe("Whether visitors see the maintenance page."),
    allowedAddresses: z.array(z.string()).default([]).describe("Addresses that still get through."),
    retryAfterSeconds: z.int().min(1).default(600).describe("When clients should try again."),
  }).prefault({}).describe("Maintenance mode."),
  priceClass: z.enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"]).default("PriceClass_100").describe("Which CloudFront locations serve."),
  podTls: z.strictObject({
    image: image.describe("Caddy 2.10 or later, by digest, with a binary that has no file capability: the official image's has one, and does not start where a pod drops them all. The repository caddy of the registry is for it."),
    cpuRequest: z.int().min(10).max(192_000).default(100).describe("Processor share promised to it in a pod, in thousandths of a vCPU."),
    cpuLimit: z.int().min(10).max(192_000).default(1_000).describe("Processor share it may use in a pod, in thousandths of a vCPU."),
    memory: z.int().min(128).max(1_572_864).default(256).describe("Its memory in a pod, in MiB: 50 while idle, and some 100 KiB for each connection."),
  }).describe("What ends TLS in the pods that the load balancer sends to."),
  build: z.enum(["pods", "bucket"]).default("pods").describe("Where the frontend's build is served from. `bucket` needs a pipeline that uploads each build to the assets bucket before its pods run."),
  shieldAdvanced: z.boolean().default(false).describe("Whether AWS Shield Advanced protects the edge. Needs a subscription (3,000 USD a month)."),
});

const fields = z.strictObject({
  environment: z.enum(["production", "staging", "dev", "local"]).describe("What the stack is. Rules are advisory in dev and mandatory everywhere else."),
  owner: z.string().regex(/^[\w .@+-]{2,128}$/, { error: "a team's name of 2 to 128 letters, digits and . @ + - _" }).describe("Who answers for the resources: a team, not a person."),
  costCentre: z.string().regex(/^[\w.-]{2,64}$/, { error: "2 to 64 letters, digits and . - _" }).describe("The cost centre that pays."),
  drRegion: regionName.optional().describe("Region that receives copies of backups and keys. Without it there is no disaster recovery."),
  logRetentionDays: logDays.default(400).describe("How long logs are kept."),
  network: network.describe("The VPC."),
  database: database.prefault({}).describe("RDS for PostgreSQL."),
  cache: cache.prefault({}).describe("ElastiCache for Valkey."),
  cluster: cluster.describe("Amazon EKS in Auto Mode."),
  edge: edge.describe("CloudFront, AWS WAF, certificates and names."),
  workloads: workloads.describe("The programs and tasks."),
  credentials: credentials.prefault({}).describe("Credentials of other companies' services, each encrypted."),
  secrets: secrets.prefault({}).describe("Secrets the platform makes itself."),
  storage: storage.prefault({}).describe("Buckets."),
  backup: backup.prefault({}).describe("AWS Backup, and what may be lost."),
  recovery: recovery.prefault({}).describe("The pilot light in drRegion."),
  audit: audit.prefault({}).describe("Audit and detection."),
  identity: identity.prefault({}).describe("People and pipelines."),
  observability: observability.describe("Metrics, traces, logs, canaries."),
  alerting: alerting.describe("Alerts, and who is on call."),
  delivery: delivery.prefault({}).describe("Images and how they come to the cluster."),
  release: release.optional().describe("Which release runs, and which ran before; `golive rollback` goes back by it."),
  maintenance: maintenance.prefault({}).describe("When things are changed."),
  cost: cost.describe("What a month may cost."),
  policies: policies.describe("What the policy pack does beside judging."),
});

/** The schema of a stack's configuration under `optibid:`. */
export const stackSchema = fields.superRefine((config, context) => {
  for (const { path, value, accepted } of contradictions(config)) context.addIssue({ code: "custom", path, params: { value }, message: accepted });
});

/** A stack's configuration with every default filled in. */
export type StackConfig = z.output<typeof fields>;
