/** How a service that an account has only once is come by. */

/**
 * - `create`: the stack makes it, and owns its settings.
 * - `adopt`: the account has it already; the stack makes nothing that would clash with it, and adds what is its own.
 * - `off`: the stack has nothing to do with it.
 *
 * AWS refuses a second detector, recorder or hub of an account and Region, and a deployment that asks for one fails.
 */
export type Mode = "create" | "adopt" | "off";
