/** Arguments of the backups that the tests start from. */
import type { BackupArgs } from "../../../components/backup/args.ts";
import { PRODUCTION } from "../network/fixture.ts";

const key = (name: string, region = "eu-central-1"): string => `arn:aws:kms:${region}:123456789012:key/${name}`;

export const BACKUP: BackupArgs = {
  context: PRODUCTION,
  retention: { dailyAt: "05:00", dailyKeepDays: 35, weeklyKeepDays: 90, monthlyKeepDays: 400, coldAfterDays: 35 },
  lockGraceDays: 7,
  restoreTest: { day: "TUE", at: "08:00" },
  cacheExportAt: "03:00",
  manageRegion: true,
  databaseArn: "arn:aws:rds:eu-central-1:123456789012:db:optibid-production",
  databaseGiB: 100,
  restoredContent: { database: "optibid", tables: [{ table: "public.schema_migrations", maxAgeHours: 24 }, { table: "public.users", newestIn: "last_login_at", maxAgeHours: 24 }] },
  replicationGroupId: "optibid-production-cache",
  vpcId: "vpc-1",
  isolatedSubnetIds: ["subnet-a", "subnet-b"],
  keyArns: { data: key("data"), logs: key("logs"), backups: key("backups"), alerts: key("alerts") },
  drKeyArn: key("backups", "eu-west-1"),
  topicArn: "arn:aws:sns:eu-central-1:123456789012:optibid-production-high",
  audit: { restoreMinutes: 60, reportBucket: "optibid-production-config-123456789012-eu-central-1" },
  state: { from: "optibid-pulumi-state", to: "optibid-production-config-123456789012-eu-central-1", keyArn: key("backups"), at: "04:00" },
};

export { key };
