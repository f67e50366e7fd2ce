/** Parameter Store. */
import type { Law } from "../types.ts";
import { applyLaw, checkLaw, flag, given, noIf, oneOf, others, prop, text } from "./kit.ts";

const PUT = "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html";
const CODE = "ValidationException";

const values = checkLaw("parameter-values", ["ssm/parameter"], PUT, (inputs) => {
  const name = text(inputs["name"]);
  const value = text(inputs["value"]);
  const limit = inputs["tier"] === "Advanced" || inputs["tier"] === "Intelligent-Tiering" ? 8192 : 4096;
  const bare = name?.replace(/^\//, "") ?? "";
  return [
    ...oneOf(inputs["type"], ["String", "StringList", "SecureString"], CODE, "type"),
    ...oneOf(inputs["tier"], ["Standard", "Advanced", "Intelligent-Tiering"], CODE, "tier"),
    ...noIf(value === "" && !given(inputs["insecureValue"]), CODE, "Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1", "value"),
    ...noIf((value?.length ?? 0) > limit, CODE, `${limit === 4096 ? "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier." : "The value has at most 8192 characters."}`, "value"),
    ...noIf(name !== undefined && name !== "" && !/^[a-zA-Z0-9_.\-/]+$/.test(name) && !name.startsWith("arn:"), CODE, `Parameter name: can't contain other characters than letters, digits and _.-/: ${name}`, "name"),
    ...noIf(/^(aws|ssm)/i.test(bare), name?.startsWith("/") === true ? "AccessDeniedException" : CODE, name?.startsWith("/") === true ? `No access to reserved parameter name: ${name}.` : `Parameter name: can't be prefixed with "ssm" (case-insensitive) or "aws": ${name}`, "name"),
    ...noIf((name?.split("/").length ?? 0) > 17, "HierarchyLevelLimitExceededException", `A parameter hierarchy has at most 15 levels: ${name}`, "name"),
    ...noIf((name?.length ?? 0) > 1011, CODE, "A parameter name has at most 1011 characters.", "name"),
    ...noIf(given(inputs["keyId"]) && (inputs["type"] === "String" || inputs["type"] === "StringList"), CODE, "KeyId is only for parameters of type SecureString.", "keyId"),
  ];
});

const once = applyLaw("parameter-exists", ["ssm/parameter"], PUT, (inputs, change) =>
  noIf(
    change.operation === "create" && flag(inputs["overwrite"]) !== true && text(inputs["name"]) !== undefined && others(change, "ssm/parameter").some((one) => prop(one, "name") === inputs["name"]),
    "ParameterAlreadyExists",
    `The parameter already exists. To overwrite this value, set the overwrite option in the request to true. (${text(inputs["name"])})`,
    "name",
  ),
);

/** Laws of Parameter Store. */
export const parameterLaws: readonly Law[] = [values, once];
