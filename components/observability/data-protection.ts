/**
 * What CloudWatch Logs masks in what it stores, as a plain value: personal data, cards and credentials (OPT-39, PRC-110).
 */
import { partitionOf } from "../arn.ts";

/**
 * Managed data identifiers, each with the country where AWS wants one.
 * Source: Amazon CloudWatch Logs User Guide, "CloudWatch Logs managed data identifiers for sensitive data types".
 */
export const MASKED = [
  "EmailAddress",
  "Name",
  "Address",
  "PhoneNumber-DE",
  "PhoneNumber-ES",
  "PhoneNumber-FR",
  "PhoneNumber-GB",
  "PhoneNumber-IT",
  "PhoneNumber-US",
  "CreditCardNumber",
  "CreditCardSecurityCode",
  "BankAccountNumber-DE",
  "BankAccountNumber-GB",
  "AwsSecretKey",
  "OpenSshPrivateKey",
  "PkcsPrivateKey",
] as const;

/** An identifier of our own: a name that no managed one has, and a regular expression. */
export interface CustomIdentifier {
  readonly Name: string;
  readonly Regex: string;
}

/**
 * Tokens have no managed identifier. At most ten, of 200 characters each, without parentheses
 * (CloudWatch Logs User Guide, "Custom data identifiers").
 */
export const TOKENS: readonly CustomIdentifier[] = [
  { Name: "JsonWebToken", Regex: "eyJ[A-Za-z0-9_-]+[.]eyJ[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+" },
  { Name: "SendGridKey", Regex: "SG[.][A-Za-z0-9_-]{16,32}[.][A-Za-z0-9_-]{32,64}" },
  { Name: "TwilioKey", Regex: "SK[0-9a-f]{32}" },
];

interface Operation {
  readonly Audit?: { readonly FindingsDestination: { readonly CloudWatchLogs: { readonly LogGroup: string } } };
  readonly Deidentify?: { readonly MaskConfig: Readonly<Record<string, never>> };
}

/** A data protection policy. */
export interface DataProtectionPolicy {
  readonly Name: string;
  readonly Description: string;
  readonly Version: "2021-06-01";
  readonly Configuration: { readonly CustomDataIdentifier: readonly CustomIdentifier[] };
  readonly Statement: readonly { readonly Sid: string; readonly DataIdentifier: readonly string[]; readonly Operation: Operation }[];
}

/**
 * The policy of a log group: one statement counts and reports, the other masks, over the same identifiers in the same
 * order, as AWS demands.
 *
 * @param region decides the partition of the identifiers
 * @param findings log group that gets the findings; another one than the policy's own
 */
export function dataProtectionPolicy(name: string, region: string, findings: string): DataProtectionPolicy {
  const managed = MASKED.map((identifier) => `arn:${partitionOf(region)}:dataprotection::aws:data-identifier/${identifier}`);
  const DataIdentifier = [...managed, ...TOKENS.map((each) => each.Name)];
  return {
    Name: name,
    Description: "Masks personal data, cards and credentials",
    Version: "2021-06-01",
    Configuration: { CustomDataIdentifier: TOKENS },
    Statement: [
      { Sid: "Report", DataIdentifier, Operation: { Audit: { FindingsDestination: { CloudWatchLogs: { LogGroup: findings } } } } },
      { Sid: "Mask", DataIdentifier, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
  };
}
