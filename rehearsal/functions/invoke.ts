/** Answers the functions (data sources) that the rehearsal plays, and names those it does not. */
import { checkInputs } from "../schema/index.ts";
import type { Props } from "../types.ts";
import { ACCOUNT } from "./account.ts";
import { CATALOG } from "./catalog.ts";
import { FunctionError } from "./context.ts";
import type { Answer, FunctionContext } from "./context.ts";
import { IMAGES } from "./images.ts";
import { LOOKUPS } from "./lookups.ts";
import { decodeManifests } from "./manifests.ts";
import { policyDocument } from "./policy.ts";

/** Every function that is played, by token. */
export const ANSWERS: Readonly<Record<string, Answer>> = { ...ACCOUNT, ...CATALOG, ...IMAGES, ...LOOKUPS, "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument, "kubernetes:yaml:decode": decodeManifests };

/**
 * Answers a function.
 *
 * @param token such as `aws:index/getCallerIdentity:getCallerIdentity`
 * @param args known values only: the engine invokes nothing with unknown ones
 * @throws UnknownTypeError where the installed package has no such function
 * @throws FunctionError where the rehearsal cannot answer it, the arguments do not fit, or nothing is found
 */
export function invoke(token: string, args: Props, context: FunctionContext): Props {
  const schema = context.schemas.function(token);
  // The functions of @pulumi/kubernetes are called from inside the SDK and declare neither arguments nor result.
  const declared = Object.keys(schema.outputs).length > 0;
  const failures = declared ? checkInputs({ token, inputs: schema.inputs }, args) : [];
  if (failures.length > 0) throw new FunctionError(token, failures.map(({ property, reason }) => `${property}: ${reason}`).join("; "));
  const answer = ANSWERS[token];
  if (answer === undefined) throw new FunctionError(token, "the rehearsal cannot answer this function");
  try {
    return answer(args, context);
  } catch (error) {
    throw error instanceof FunctionError ? error : new FunctionError(token, error instanceof Error ? error.message : String(error));
  }
}
