/**
 * The laws of Kubernetes: every reason for which the rehearsal cloud refuses what an API server would refuse.
 */
import type { Law } from "../types.ts";
import { admissionLaws } from "./admission.ts";
import { admissionPolicyLaws } from "./admission-policies.ts";
import { applyLaws } from "./apply.ts";
import { configurationLaws } from "./configuration.ts";
import { customLaws } from "./custom.ts";
import { existenceLaws } from "./existence.ts";
import { jobLaws } from "./jobs.ts";
import { limitAdmissionLaws } from "./limit-admission.ts";
import { metadataLaw } from "./meta.ts";
import { networkingLaws } from "./networking.ts";
import { numberLaw } from "./numbers.ts";
import { policyAdmissionLaws } from "./policy-admission.ts";
import { quotaAdmissionLaws } from "./quota-admission.ts";
import { quotaLaws } from "./quotas.ts";
import { rbacLaws } from "./rbac.ts";
import { scalingLaws } from "./scaling.ts";
import { servedLaws } from "./served.ts";
import { serviceLaws } from "./services.ts";
import { storageLaws } from "./storage.ts";
import { updateLaws } from "./updates.ts";
import { workloadLaws } from "./workloads.ts";

/** Every law, in the order in which they are asked. */
export const kubernetesLaws: readonly Law[] = [
  numberLaw,
  metadataLaw,
  ...workloadLaws,
  ...jobLaws,
  ...serviceLaws,
  ...networkingLaws,
  ...scalingLaws,
  ...rbacLaws,
  ...configurationLaws,
  ...quotaLaws,
  ...storageLaws,
  ...servedLaws,
  ...customLaws,
  ...existenceLaws,
  ...applyLaws,
  ...admissionLaws,
  ...admissionPolicyLaws,
  ...policyAdmissionLaws,
  ...limitAdmissionLaws,
  ...quotaAdmissionLaws,
  ...updateLaws,
];
