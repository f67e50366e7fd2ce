/** Everything that can be referred to, in one table. */
import { NETWORK_AND_DATA } from "./referents-network.ts";
import { SERVICES } from "./referents-services.ts";

/** Every referent by the name the reference table uses. */
export const REFERENTS = { ...NETWORK_AND_DATA, ...SERVICES } as const;

/** Name of a row of {@link REFERENTS}. */
export type ReferentName = keyof typeof REFERENTS;
