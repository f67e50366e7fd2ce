/**
 * The laws of AWS: every reason for which the rehearsal cloud refuses what AWS would refuse.
 */
import type { Law } from "../types.ts";
import { accountLaws } from "./account.ts";
import { alertingLaws } from "./alerting.ts";
import { backupLaws } from "./backup.ts";
import { auditLaws } from "./audit.ts";
import { cacheWorldLaws } from "./cache-world.ts";
import { cloudfrontLaws } from "./cloudfront.ts";
import { codeBuildLaws } from "./codebuild.ts";
import { computeLaws } from "./compute.ts";
import { dataProtectionLaws } from "./data-protection.ts";
import { costLaws } from "./cost.ts";
import { detectionLaws } from "./detection.ts";
import { edgeWorldLaws } from "./edge-world.ts";
import { eksLaws } from "./eks.ts";
import { eksChangeLaws } from "./eks-changes.ts";
import { elasticacheLaws } from "./elasticache.ts";
import { elbv2Laws } from "./elbv2.ts";
import { federationLaws } from "./federation.ts";
import { iamLaws } from "./iam.ts";
import { instanceTypeLaws } from "./instance-types.ts";
import { kmsLaws } from "./kms.ts";
import { limitLaws } from "./limits/index.ts";
import { messagingLaws } from "./messaging.ts";
import { nameLaws, tagLaws } from "./names.ts";
import { networkLaws } from "./network.ts";
import { observabilityLaws } from "./observability.ts";
import { originGroupLaws } from "./origin-groups.ts";
import { parameterLaws } from "./parameters.ts";
import { policyLaws } from "./policies.ts";
import { prometheusLaws } from "./prometheus.ts";
import { queryLogLaws } from "./query-logs.ts";
import { rdsLaws } from "./rds.ts";
import { rdsChangeLaws } from "./rds-changes.ts";
import { rdsEventLaws } from "./rds-events.ts";
import { rdsWorldLaws } from "./rds-world.ts";
import { inUseLaws, referenceLaws } from "./reference-laws.ts";
import { registryLaws } from "./registry.ts";
import { routingLaws } from "./routing.ts";
import { s3Laws } from "./s3.ts";
import { s3AccessLaws } from "./s3-access.ts";
import { s3SettingLaws } from "./s3-settings.ts";
import { secretLaws } from "./secrets.ts";
import { securityGroupLaws } from "./security-groups.ts";
import { storageLaws } from "./storage.ts";
import { syntheticsLaws } from "./synthetics.ts";
import { trafficLaws } from "./traffic.ts";
import { trustLaws } from "./trust.ts";
import { accountDetailLaws } from "./account-details.ts";
import { messageDetailLaws } from "./messages-details.ts";
import { networkDetailLaws } from "./network-details.ts";
import { rdsEngineLaws } from "./rds-engines.ts";
import { recordLaws } from "./records.ts";
import { storageDetailLaws } from "./storage-details.ts";
import { taskDetailLaws } from "./task-details.ts";
import { wafStatementLaws } from "./waf-statements.ts";
import { wafLaws } from "./wafv2.ts";

/** Every law, in the order in which they are asked: form first, then what is named, then each service's own. */
export const awsLaws: readonly Law[] = [
  ...nameLaws,
  ...tagLaws,
  ...policyLaws,
  ...referenceLaws,
  ...inUseLaws,
  ...networkLaws,
  ...routingLaws,
  ...securityGroupLaws,
  ...elbv2Laws,
  ...trafficLaws,
  ...rdsLaws,
  ...rdsWorldLaws,
  ...rdsChangeLaws,
  ...rdsEventLaws,
  ...elasticacheLaws,
  ...cacheWorldLaws,
  ...eksLaws,
  ...eksChangeLaws,
  ...iamLaws,
  ...trustLaws,
  ...kmsLaws,
  ...s3Laws,
  ...s3AccessLaws,
  ...s3SettingLaws,
  ...cloudfrontLaws,
  ...originGroupLaws,
  ...edgeWorldLaws,
  ...queryLogLaws,
  ...wafLaws,
  ...messagingLaws,
  ...secretLaws,
  ...parameterLaws,
  ...observabilityLaws,
  ...dataProtectionLaws,
  ...prometheusLaws,
  ...syntheticsLaws,
  ...computeLaws,
  ...registryLaws,
  ...codeBuildLaws,
  ...storageLaws,
  ...alertingLaws,
  ...costLaws,
  ...backupLaws,
  ...auditLaws,
  ...detectionLaws,
  ...accountLaws,
  ...federationLaws,
  ...accountDetailLaws,
  ...messageDetailLaws,
  ...networkDetailLaws,
  ...rdsEngineLaws,
  ...recordLaws,
  ...storageDetailLaws,
  ...taskDetailLaws,
  ...wafStatementLaws,
  ...instanceTypeLaws,
  ...limitLaws,
];
