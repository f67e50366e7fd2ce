/** What the tests of audit and detection share. */
import type { AuditArgs } from "../../../components/audit/audit.ts";
import { audit } from "../../../config/sections/audit.ts";
import { PRODUCTION } from "../network/fixture.ts";

export const ACCOUNT = "123456789012";
const key = (name: string, region = "eu-central-1"): string => `arn:aws:kms:${region}:${ACCOUNT}:key/${name}`;
export const topic = (name: string): string => `arn:aws:sns:eu-central-1:${ACCOUNT}:optibid-production-${name}`;

export const TOPICS = { critical: topic("critical"), warning: topic("warning") };

/** Audit as production has it, with the section's own defaults. */
export const ARGS: AuditArgs = {
  context: PRODUCTION,
  ...audit.parse({}),
  bucket: { name: "optibid-production-audit" },
  configBucket: { name: "optibid-production-config" },
  dataBucketArns: ["arn:aws:s3:::optibid-production-uploads", "arn:aws:s3:::optibid-production-exports"],
  keyArns: { audit: key("audit"), logs: key("logs"), data: key("data"), drData: key("data", "eu-west-1"), drLogs: key("logs", "eu-west-1") },
  topics: TOPICS,
};
