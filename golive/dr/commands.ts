/** The commands of each step, with the identifiers of the stack. No command shows or takes a secret on its line. Pure. */
import { applicationCommands, balancer, balancerThere } from "./application.ts";
import { property, text, told } from "./estate.ts";
import type { Estate, Thing } from "./estate.ts";
import type { Assets } from "./assets.ts";
import type { StepId } from "./plan.ts";

/** What the database is called in the other Region once it is there. */
export function databaseThere({ stack }: Estate, { database, primary }: Assets): string {
  return database.kind === "promote" ? (told(database.replica, "identifier") ?? database.replica.id) : `${told(primary ?? NONE, "identifier") ?? stack}-dr`;
}

/** What the cluster is called in the other Region. */
export function clusterThere({ cluster }: Assets): string {
  return `${told(cluster ?? NONE, "name") ?? "platform"}-dr`;
}

const NONE: Thing = { type: "", id: "", region: "", inputs: {}, outputs: {} };

/** Commands of one step that is not blocked. */
export function commandsOf(id: StepId, estate: Estate, assets: Assets): string[] {
  const of: Record<StepId, (estate: Estate, assets: Assets) => string[]> = { declare, promote, credentials, application, cache, dns, verify };
  return of[id](estate, assets);
}

function declare({ stack, home, away }: Estate, { database }: Assets): string[] {
  return [
    `aws health describe-events --region us-east-1 --filter regions=${home},eventStatusCodes=open`,
    ...(database.kind === "promote"
      ? [`aws cloudwatch get-metric-statistics --region ${away} --namespace AWS/RDS --metric-name ReplicaLag --dimensions Name=DBInstanceIdentifier,Value=${told(database.replica, "identifier") ?? database.replica.id} --statistics Maximum --period 60 --start-time "$(date -u -d '30 minutes ago' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)"`]
      : []),
    `npx golive state export ${stack} > ${stack}-before.json`,
  ];
}

function promote(estate: Estate, assets: Assets): string[] {
  const { away } = estate;
  const { database, pilot, primary } = assets;
  const identifier = databaseThere(estate, assets);
  const ready = [`aws rds wait db-instance-available --region ${away} --db-instance-identifier ${identifier}`, `aws rds modify-db-instance --region ${away} --db-instance-identifier ${identifier} --multi-az --apply-immediately`];
  const place = `--db-subnet-group-name ${told(pilot.subnetGroup ?? NONE, "name")} --vpc-security-group-ids ${pilot.securityGroup?.id}${pilot.parameterGroup === undefined ? "" : ` --db-parameter-group-name ${told(pilot.parameterGroup, "name")}`}`;
  if (database.kind === "promote") {
    return [`aws rds promote-read-replica --region ${away} --db-instance-identifier ${identifier} --backup-retention-period ${String(property(database.replica, "backupRetentionPeriod") ?? 35)}`, ...ready];
  }
  if (database.kind === "restore") {
    return [
      `aws rds restore-db-instance-to-point-in-time --region ${away} --source-db-instance-automated-backups-arn ${database.backups.id} --target-db-instance-identifier ${identifier} --use-latest-restorable-time --db-instance-class ${told(primary ?? NONE, "instanceClass")} ${place} --enable-iam-database-authentication --no-publicly-accessible --copy-tags-to-snapshot --deletion-protection`,
      ...ready,
    ];
  }
  const vault = database.kind === "copy" ? told(database.vault, "name") : undefined;
  const point = `"$(aws backup list-recovery-points-by-backup-vault --region ${away} --backup-vault-name ${vault} --by-resource-arn ${told(primary ?? NONE, "arn")} --query 'max_by(RecoveryPoints,&CreationDate).RecoveryPointArn' --output text)"`;
  return [`aws rds restore-db-instance-from-db-snapshot --region ${away} --db-snapshot-identifier ${point} --db-instance-identifier ${identifier} --db-instance-class ${told(primary ?? NONE, "instanceClass")} ${place} --enable-iam-database-authentication --no-publicly-accessible --deletion-protection`, ...ready];
}

function credentials(estate: Estate, assets: Assets): string[] {
  const { away } = estate;
  const identifier = databaseThere(estate, assets);
  const address = `"$(aws rds describe-db-instances --region ${away} --db-instance-identifier ${identifier} --query 'DBInstances[0].Endpoint.Address' --output text)"`;
  return assets.secrets.flatMap(({ name }) => {
    const own = `aws secretsmanager stop-replication-to-replica --region ${away} --secret-id ${name}`;
    if (!/database|master/.test(name)) return [own];
    // The password is that of the old primary, and the replica's too; only the address is new.
    return [own, `aws secretsmanager get-secret-value --region ${away} --secret-id ${name} --query SecretString --output text | jq -c --arg host ${address} '.host=$host | .dbInstanceIdentifier="${identifier}"' | aws secretsmanager put-secret-value --region ${away} --secret-id ${name} --secret-string file:///dev/stdin`];
  });
}

function application(estate: Estate, assets: Assets): string[] {
  return applicationCommands(estate, assets, { cluster: clusterThere(assets), database: databaseThere(estate, assets) });
}

function cache({ away }: Estate, { cache: group = NONE, cacheExports, pilot }: Assets): string[] {
  const name = told(group, "replicationGroupId") ?? group.id;
  const bucket = cacheExports?.to;
  return [
    `aws elasticache create-cache-subnet-group --region ${away} --cache-subnet-group-name ${name} --cache-subnet-group-description "after a failover" --subnet-ids ${pilot.privateSubnets.map(({ id }) => id).join(" ")}`,
    `aws elasticache create-replication-group --region ${away} --replication-group-id ${name} --replication-group-description "after a failover" --engine ${told(group, "engine") ?? "valkey"} --cache-node-type ${told(group, "nodeType")} --num-cache-clusters 2 --automatic-failover-enabled --multi-az-enabled --transit-encryption-enabled --at-rest-encryption-enabled --cache-subnet-group-name ${name} --snapshot-arns "arn:aws:s3:::${bucket}/$(aws s3api list-objects-v2 --region ${away} --bucket ${bucket} --prefix ${name} --query 'max_by(Contents,&LastModified).Key' --output text)"`,
  ];
}

function dns({ stack, away }: Estate, { distribution = NONE, loadBalancer, vpcOrigin, objects, otherBuckets }: Assets): string[] {
  const name = balancerThere(loadBalancer, stack);
  const named = (bucket: Thing): string => `select(.DomainName | startswith("${told(bucket, "bucket") ?? bucket.id}.s3."))`;
  const moved = [...objects, ...otherBuckets].flatMap(({ bucket, to }) => (to === undefined ? [] : [` | (.Origins.Items[] | ${named(bucket)}).DomainName = "${to}.s3.${away}.amazonaws.com"`]));
  const remade = otherBuckets.flatMap(({ bucket, to }) => (to === undefined ? [` | (.Origins.Items[] | ${named(bucket)}) |= (del(.S3OriginConfig) | .OriginAccessControlId = "" | .DomainName = $name | .VpcOriginConfig = {VpcOriginId: $origin})`] : []));
  return [
    `aws cloudfront create-vpc-origin --vpc-origin-endpoint-config "Name=${name},Arn=$(${balancer(name, away, "LoadBalancerArn")}),HTTPPort=80,HTTPSPort=443,OriginProtocolPolicy=https-only,OriginSslProtocols={Quantity=1,Items=[TLSv1.2]}"`,
    `aws cloudfront get-distribution-config --id ${distribution.id} > ${distribution.id}.json`,
    `jq --arg origin "$(aws cloudfront list-vpc-origins --query "VpcOriginList.Items[?Name=='${name}'].Id" --output text)" --arg name "$(${balancer(name, away, "DNSName")})" '.DistributionConfig | (.Origins.Items[] | select(.VpcOriginConfig.VpcOriginId == "${vpcOrigin?.id ?? ""}")) |= (.DomainName = $name | .VpcOriginConfig.VpcOriginId = $origin)${[...moved, ...remade].join("")}' ${distribution.id}.json > ${distribution.id}-dr.json`,
    `aws cloudfront update-distribution --id ${distribution.id} --if-match "$(jq -r .ETag ${distribution.id}.json)" --distribution-config file://${distribution.id}-dr.json`,
    `aws cloudfront wait distribution-deployed --id ${distribution.id}`,
  ];
}

function verify(estate: Estate, assets: Assets): string[] {
  const { away } = estate;
  const aliases = assets.distribution?.inputs["aliases"];
  const domain = Array.isArray(aliases) ? text(aliases[0]) : undefined;
  return [
    ...(domain === undefined ? [] : [`curl --fail --silent --show-error https://${domain}/api/health`]),
    `aws rds describe-db-instances --region ${away} --db-instance-identifier ${databaseThere(estate, assets)} --query 'DBInstances[0].[DBInstanceStatus,ReadReplicaSourceDBInstanceIdentifier,StorageEncrypted,BackupRetentionPeriod]'`,
    ...assets.secrets.map(({ name }) => `aws secretsmanager describe-secret --region ${away} --secret-id ${name} --query '[Name,PrimaryRegion,KmsKeyId]'`),
    `kubectl get pods --all-namespaces --field-selector status.phase!=Running`,
  ];
}
