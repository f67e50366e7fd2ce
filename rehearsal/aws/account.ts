/** What an account has once: Macie, the contacts AWS writes to, and the settings of Systems Manager. */
import type { Law } from "../types.ts";
import { applyLaw, checkLaw, noIf, oneOf, others, text } from "./kit.ts";

const MACIE = "https://docs.aws.amazon.com/macie/latest/APIReference/macie.html";
const CONTACT = "https://docs.aws.amazon.com/accounts/latest/reference/API_PutAlternateContact.html";
const SETTING = "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateServiceSetting.html";

const BAD = "ValidationException";

const macie = checkLaw("macie-values", ["macie2/account"], MACIE, ({ status, findingPublishingFrequency }) => [
  ...oneOf(status, ["ENABLED", "PAUSED"], BAD, "status"),
  ...oneOf(findingPublishingFrequency, ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"], BAD, "findingPublishingFrequency"),
]);

const oneMacie = applyLaw("macie-one-a-region", ["macie2/account"], MACIE, (_, change) =>
  noIf(change.operation === "create" && others(change, "macie2/account").length > 0, "ConflictException", "Macie has already been enabled"),
);

/** Argument, longest text, and pattern where AWS has one. */
const CONTACT_FIELDS: readonly (readonly [key: string, longest: number, pattern?: RegExp])[] = [
  ["name", 64],
  ["title", 50],
  ["emailAddress", 254, /^\s*[\w+=.#|!&-]+@[\w.-]+\.\w+\s*$/],
  ["phoneNumber", 25, /^[\s0-9()+-]+$/],
];

const contact = checkLaw("alternate-contact-values", ["account/alternativeContact"], CONTACT, (inputs) => [
  ...oneOf(inputs["alternateContactType"], ["BILLING", "OPERATIONS", "SECURITY"], BAD, "alternateContactType"),
  ...CONTACT_FIELDS.flatMap(([key, longest, pattern]) => {
    const value = text(inputs[key]);
    if (value === undefined) return [];
    return [
      ...noIf(value === "" || value.length > longest, BAD, `Value at '${key}' failed to satisfy constraint: Member must have length between 1 and ${longest}`, key),
      ...noIf(pattern !== undefined && value !== "" && !pattern.test(value), BAD, `Value at '${key}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern?.source}`, key),
    ];
  }),
]);

/** Settings of an account and Region, each by the end of its ARN, with their values where AWS lists them. */
const SETTINGS: Readonly<Record<string, readonly string[] | undefined>> = {
  "/ssm/appmanager/appmanager-enabled": undefined,
  "/ssm/automation/customer-script-log-destination": undefined,
  "/ssm/automation/customer-script-log-group-name": undefined,
  "/ssm/automation/enable-adaptive-concurrency": undefined,
  "/ssm/documents/console/public-sharing-permission": ["Enable", "Disable"],
  "/ssm/managed-instance/activation-tier": ["standard", "advanced"],
  "/ssm/managed-instance/default-ec2-instance-management-role": undefined,
  "/ssm/opsinsights/opscenter": ["Enabled", "Disabled"],
  "/ssm/parameter-store/default-parameter-tier": ["Standard", "Advanced", "Intelligent-Tiering"],
  "/ssm/parameter-store/high-throughput-enabled": ["true", "false"],
};

const setting = checkLaw("service-setting-values", ["ssm/serviceSetting"], SETTING, ({ settingId, settingValue }) => {
  const id = text(settingId);
  if (id === undefined) return [];
  const path = id.replace(/^arn:[a-z-]+:ssm:[a-z0-9-]+:\d{12}:servicesetting/, "");
  if (!Object.hasOwn(SETTINGS, path)) return noIf(true, "ServiceSettingNotFound", `The specified service setting ${id} was not found.`, "settingId");
  const values = SETTINGS[path];
  return values === undefined ? [] : oneOf(settingValue, values, BAD, "settingValue");
});

/** Laws of what an account has once. */
export const accountLaws: readonly Law[] = [macie, oneMacie, contact, setting];
