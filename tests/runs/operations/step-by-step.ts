/**
 * Deploys `dev` into the rehearsal cloud as golive deploys into AWS: the engine writes its state after each step, and
 * nothing is taken back. Whoever starts it kills it.
 */
import { openStack } from "../../../golive/run/stack.ts";

const open = await openStack("dev", { rehearse: true, progress: () => undefined });
await open.stack.up({ parallel: 32 });
