/** Functions (data sources) of the rehearsed cloud. */
export { FunctionError } from "./context.ts";
export type { FunctionContext } from "./context.ts";
export { ANSWERS, invoke } from "./invoke.ts";
