/**
 * The laws of AWS: every reason for which the rehearsal cloud refuses what AWS would refuse.
 */
import type { Law } from "../types.ts";
import { cacheWorldLaws } from "./cache-world.ts";
import { cloudfrontLaws } from "./cloudfront.ts";
import { computeLaws } from "./compute.ts";
import { edgeWorldLaws } from "./edge-world.ts";
import { eksLaws } from "./eks.ts";
import { eksChangeLaws } from "./eks-changes.ts";
import { elasticacheLaws } from "./elasticache.ts";
import { elbv2Laws } from "./elbv2.ts";
import { iamLaws } from "./iam.ts";
import { kmsLaws } from "./kms.ts";
import { messagingLaws } from "./messaging.ts";
import { nameLaws, tagLaws } from "./names.ts";
import { networkLaws } from "./network.ts";
import { observabilityLaws } from "./observability.ts";
import { parameterLaws } from "./parameters.ts";
import { policyLaws } from "./policies.ts";
import { rdsLaws } from "./rds.ts";
import { rdsChangeLaws } from "./rds-changes.ts";
import { rdsWorldLaws } from "./rds-world.ts";
import { inUseLaws, referenceLaws } from "./reference-laws.ts";
import { routingLaws } from "./routing.ts";
import { s3Laws } from "./s3.ts";
import { s3AccessLaws } from "./s3-access.ts";
import { securityGroupLaws } from "./security-groups.ts";
import { storageLaws } from "./storage.ts";
import { trafficLaws } from "./traffic.ts";
import { trustLaws } from "./trust.ts";
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
  ...elasticacheLaws,
  ...cacheWorldLaws,
  ...eksLaws,
  ...eksChangeLaws,
  ...iamLaws,
  ...trustLaws,
  ...kmsLaws,
  ...s3Laws,
  ...s3AccessLaws,
  ...cloudfrontLaws,
  ...edgeWorldLaws,
  ...wafLaws,
  ...messagingLaws,
  ...parameterLaws,
  ...observabilityLaws,
  ...computeLaws,
  ...storageLaws,
];
