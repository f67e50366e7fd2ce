/** The random provider: real randomness under the provider's own rules. */
export { checkRandom, createRandom } from "./create.ts";
export type { Random } from "./create.ts";
