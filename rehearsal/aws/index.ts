/**
 * The laws of AWS: every reason for which the rehearsal cloud refuses what AWS would refuse.
 */
import type { Law } from "../types.ts";
import { cloudfrontLaws } from "./cloudfront.ts";
import { computeLaws } from "./compute.ts";
import { edgeWorldLaws } from "./edge-world.ts";
import { eksLaws } from "./eks.ts";
import { elasticacheLaws } from "./elasticache.ts";
import { elbv2Laws } from "./elbv2.ts";
import { iamLaws } from "./iam.ts";
import { kmsLaws } from "./kms.ts";
import { messagingLaws } from "./messaging.ts";
import { nameLaws, tagLaws } from "./names.ts";
import { networkLaws } from "./network.ts";
import { observabilityLaws } from "./observability.ts";
import { policyLaws } from "./policies.ts";
import { rdsWorldLaws } from "./rds-world.ts";
import { rdsLaws } from "./rds.ts";
import { inUseLaws, referenceLaws } from "./reference-laws.ts";
import { s3Laws } from "./s3.ts";
import { securityGroupLaws } from "./security-groups.ts";
import { storageLaws } from "./storage.ts";
import { wafLaws } from "./wafv2.ts";

/** Every law, in the order in which they are asked: form first, then what is named, then each service's own. */
export const awsLaws: readonly Law[] = [
  ...nameLaws,
  ...tagLaws,
  ...policyLaws,
  ...referenceLaws,
  ...inUseLaws,
  ...networkLaws,
  ...securityGroupLaws,
  ...elbv2Laws,
  ...rdsLaws,
  ...rdsWorldLaws,
  ...elasticacheLaws,
  ...eksLaws,
  ...iamLaws,
  ...kmsLaws,
  ...s3Laws,
  ...cloudfrontLaws,
  ...edgeWorldLaws,
  ...wafLaws,
  ...messagingLaws,
  ...observabilityLaws,
  ...computeLaws,
  ...storageLaws,
];
