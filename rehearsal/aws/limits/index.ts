/** The limits of single values, as laws. */
import type { Law } from "../../types.ts";
import { blockLimits } from "./blocks.ts";
import { computeLimits } from "./compute.ts";
import { dataLimits } from "./data.ts";
import { deliveryLimits } from "./delivery.ts";
import { edgeLimits } from "./edge.ts";
import { identityLimits } from "./identity.ts";
import { limitLaw, type ServiceLimits } from "./limit.ts";
import { managementLimits } from "./management.ts";
import { observabilityLimits } from "./observability.ts";
import { siblingsLimits } from "./siblings.ts";

/** Every service's limits. */
export const LIMITS: readonly ServiceLimits[] = [...computeLimits, ...dataLimits, ...edgeLimits, ...identityLimits, ...observabilityLimits, ...deliveryLimits, ...managementLimits, ...siblingsLimits, ...blockLimits];

/** One law a service. */
export const limitLaws: readonly Law[] = LIMITS.map(limitLaw);
