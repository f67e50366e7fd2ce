/** Secrets Manager: policies that open a secret, and rotations that could not be carried out. */
import type { Law, Props } from "../types.ts";
import { all, applyLaw, checkLaw, fields, flag, noIf, parseArn, prop, text, texts } from "./kit.ts";
import { parsePolicy } from "./policy-document.ts";

const POLICY = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html";
const TROUBLE = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html";

/** Only statements without any condition are taken for public: whether a condition narrows enough is AWS's to say. */
function isPublic(statement: Props): boolean {
  const principal = statement["Principal"];
  const aws = fields(principal)["AWS"];
  const everyone = principal === "*" || aws === "*" || texts(aws).includes("*");
  return statement["Effect"] === "Allow" && everyone && Object.keys(fields(statement["Condition"])).length === 0;
}

const publicPolicy = checkLaw("secret-policy-public", ["secretsmanager/secretPolicy"], POLICY, ({ policy, blockPublicPolicy }) =>
  noIf(flag(blockPublicPolicy) === true && (parsePolicy(policy)?.statements ?? []).some(isPublic), "PublicPolicyException", "This resource policy grants broad access to your secret. Secrets Manager does not allow creating a resource policy that grants broad access to secrets", "policy"),
);

const permitted = applyLaw("secret-rotation-permission", ["secretsmanager/secretRotation"], TROUBLE, ({ rotationLambdaArn }, change) => {
  const wanted = text(rotationLambdaArn);
  const name = parseArn(wanted)?.resource.split(":")[1];
  const target = all(change, "lambda/function").find((one) => one.region === change.region && name !== undefined && prop(one, "name") === name);
  if (target === undefined) return [];
  const names = [target.id, text(prop(target, "name")), text(prop(target, "arn")), wanted];
  const allowed = all(change, "lambda/permission").some(({ region, inputs }) => {
    const caller = text(inputs["principal"]);
    const account = text(inputs["sourceAccount"]);
    return region === change.region && names.includes(text(inputs["function"])) && (caller === "*" || caller?.startsWith("secretsmanager.") === true) && (account === undefined || account === "" || account === change.account);
  });
  return noIf(!allowed, "AccessDeniedException", "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.", "rotationLambdaArn");
});

/** Laws of secrets' policies and rotations. */
export const secretLaws: readonly Law[] = [publicPolicy, permitted];
