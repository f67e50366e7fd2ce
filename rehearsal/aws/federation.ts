/** The account's passwords, and who comes in from outside by OpenID Connect. */
import type { Law } from "../types.ts";
import { checkLaw, fields, items, noIf, num, repeated, text, texts } from "./kit.ts";
import { listed, parsePolicy } from "./policy-document.ts";

const PASSWORDS = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html";
const PROVIDER = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html";
const SHARED = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html";

const passwords = checkLaw("iam-password-policy-ranges", ["iam/accountPasswordPolicy"], PASSWORDS, (inputs) => {
  // The provider leaves out what is zero: the policy then says nothing of it.
  const within = (property: string, low: number, high: number) => {
    const value = num(inputs[property]);
    return noIf(value !== undefined && value !== 0 && (value < low || value > high), "ValidationError", `Value '${value}' at '${property}' failed to satisfy constraint: it is between ${low} and ${high}`, property);
  };
  return [...within("minimumPasswordLength", 6, 128), ...within("passwordReusePrevention", 1, 24), ...within("maxPasswordAge", 1, 1_095)];
});

const provider = checkLaw("iam-oidc-lists", ["iam/openIdConnectProvider"], PROVIDER, ({ clientIdLists, thumbprintLists }) => [
  ...noIf(items(clientIdLists).length > 100, "LimitExceeded", "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100", "clientIdLists"),
  ...texts(clientIdLists).flatMap((id, index) => noIf(id.length > 255 || id === "", "ValidationError", "Value at 'clientIDList' failed to satisfy constraint: Member must have length between 1 and 255", `clientIdLists[${index}]`)),
  ...noIf(items(thumbprintLists).length > 5, "InvalidInput", "Thumbprint list must contain fewer than 5 entries.", "thumbprintLists"),
  ...texts(thumbprintLists).flatMap((one, index) => noIf(one.length !== 40, "ValidationError", `Value '${one}' at 'thumbprintList' failed to satisfy constraint: Member must have length equal to 40`, `thumbprintLists[${index}]`)),
  ...noIf(repeated(texts(clientIdLists)).length > 0, "ValidationError", `A client id is given more than once: ${repeated(texts(clientIdLists)).join(", ")}`, "clientIdLists"),
]);

/** Issuers that everybody shares: IAM takes no trust policy that does not say which of their users it means. */
const GITHUB = "token.actions.githubusercontent.com";

const shared = checkLaw("iam-trust-of-shared-issuer", ["iam/role"], SHARED, ({ assumeRolePolicy }) => {
  const open = (parsePolicy(assumeRolePolicy)?.statements ?? []).some((statement) => {
    if (statement["Effect"] !== "Allow") return false;
    const federated = listed(fields(statement["Principal"])["Federated"]).some((one) => text(one)?.endsWith(`:oidc-provider/${GITHUB}`) === true);
    const condition = statement["Condition"];
    if (!federated || (condition !== undefined && typeof condition !== "object")) return false;
    return !Object.values(fields(condition)).some((body) =>
      Object.entries(fields(body)).some(([key, value]) => {
        const claim = key.toLowerCase().startsWith(`${GITHUB}:`) ? key.slice(GITHUB.length + 1).toLowerCase() : undefined;
        return claim !== undefined && claim !== "aud" && (typeof value === "symbol" || !listed(value).every((one) => /^[*?]*$/.test(text(one) ?? "-")));
      }),
    );
  });
  return noIf(open, "MalformedPolicyDocument", `The trust policy must evaluate ${GITHUB}:sub, with a value that is more than a wildcard.`, "assumeRolePolicy");
});

/** Laws of passwords and of federation. */
export const federationLaws: readonly Law[] = [passwords, provider, shared];
