/** Reads the configuration of the stack that is being deployed, from the engine. */
import * as pulumi from "@pulumi/pulumi";
import { keysAt, NAMESPACE } from "./check.ts";
import { problems, sentence } from "./problems.ts";
import { stackSchema } from "./schema.ts";
import type { StackConfig } from "./schema.ts";

/** The configuration and the home region. */
export interface Loaded {
  readonly config: StackConfig;
  /** From `aws:region`. */
  readonly region: string;
}

/**
 * @throws pulumi.RunError with every mistake, one a line
 */
export function loadConfig(): Loaded {
  const given: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(stackSchema.shape)) {
    // Asked of the runtime: `Config` warns where an encrypted value is read, and these are wrapped again right after.
    const text = pulumi.runtime.getConfig(`${NAMESPACE}:${key}`);
    // A text that looks like a number stays a text where one is asked for: cost centre "4711".
    if (text !== undefined) given[key] = schema.safeParse(text).success ? text : parsed(text);
  }
  const result = stackSchema.safeParse(given);
  const region = new pulumi.Config("aws").get("region");
  const found = result.success ? [] : problems(result.error, given, NAMESPACE, keysAt).map(sentence);
  if (region === undefined) found.push("aws:region is missing; accepted: the region of the zones, such as eu-central-1");
  if (!result.success || region === undefined) throw new pulumi.RunError(`The configuration of ${pulumi.getStack()} cannot be used:\n${found.join("\n")}`);
  return { config: result.data, region };
}

/** The engine hands objects and numbers over as JSON, and text as it stands. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" || typeof value === "number" || typeof value === "boolean" ? value : text;
  } catch {
    return text;
  }
}
