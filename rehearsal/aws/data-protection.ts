/** Data protection policies of CloudWatch Logs. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { applyLaw, checkLaw, fields, items, lookup, no, noIf, repeated, text, texts } from "./kit.ts";

const SYNTAX = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data-start.html";
const INVALID = "InvalidParameterException";

/** Identifiers that AWS knows only with the code of a country. Source: User Guide, "CloudWatch Logs managed data identifiers for sensitive data types". */
const BY_COUNTRY = ["BankAccountNumber", "DriversLicense", "NationalIdentificationNumber", "PassportNumber", "PhoneNumber", "PostalCode", "Ssn", "TaxId", "ZipCode"];

/** Identifiers that are the same everywhere. */
const EVERYWHERE = [
  "Address", "AwsSecretKey", "CreditCardExpiration", "CreditCardNumber", "CreditCardSecurityCode", "DateOfBirth", "EmailAddress", "IpAddress", "LatLong", "Name",
  "OpenSshPrivateKey", "PgpPrivateKey", "PkcsPrivateKey", "PuttyPrivateKey", "VehicleIdentificationNumber",
];

const MANAGED = /^arn:aws[a-z-]*:dataprotection::aws:data-identifier\/([A-Za-z0-9]+)(-[A-Z]{2})?$/;

function json(value: string): Props | undefined {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Props) : undefined;
  } catch {
    return undefined;
  }
}

function fault(message: string): Refusal[] {
  return no(INVALID, `Data protection policy is invalid: ${message}`, "policyDocument");
}

function identifierFaults(identifier: Value, custom: readonly string[]): Refusal[] {
  const name = text(identifier) ?? "";
  if (custom.includes(name)) return [];
  const [, base = "", country] = MANAGED.exec(name) ?? [];
  if (base === "") return fault(`unknown data identifier ${name}`);
  if (BY_COUNTRY.includes(base) && country === undefined) return fault(`data identifier ${base} needs a country, such as ${base}-US`);
  return EVERYWHERE.includes(base) && country !== undefined ? fault(`data identifier ${base} takes no country`) : [];
}

function customFaults(custom: readonly Props[]): Refusal[] {
  return [
    ...(custom.length > 10 ? fault("at most 10 custom data identifiers are supported") : []),
    ...custom.flatMap((each) => {
      const [name, regex] = [text(each["Name"]) ?? "", text(each["Regex"]) ?? ""];
      return [
        ...(/^[A-Za-z0-9_-]{1,128}$/.test(name) ? [] : fault(`the name of a custom data identifier is not valid: ${name}`)),
        ...(EVERYWHERE.includes(name) ? fault(`a managed data identifier has the name ${name}`) : []),
        ...(/^[\w#=@/;, ^$?[\]{}|\\*+.-]{1,200}$/.test(regex) ? [] : fault(`the regular expression of ${name} is not supported: ${regex}`)),
      ];
    }),
  ];
}

/** The name of the log group that findings go to, if any. */
function findings(statement: Props): string | undefined {
  return text(fields(fields(fields(fields(statement["Operation"])["Audit"])["FindingsDestination"])["CloudWatchLogs"])["LogGroup"]);
}

const policy = checkLaw("log-data-protection-policy", ["cloudwatch/logDataProtectionPolicy"], SYNTAX, (inputs) => {
  const written = text(inputs["policyDocument"]);
  if (written === undefined) return [];
  const document = json(written);
  if (document === undefined) return fault("it is not a JSON object");
  const statements = items(document["Statement"]).map(fields);
  const [audit = {}, mask = {}] = statements;
  const custom = items(fields(document["Configuration"])["CustomDataIdentifier"]).map(fields);
  const names = custom.flatMap((each) => text(each["Name"]) ?? []);
  const operations = [fields(audit["Operation"]), fields(mask["Operation"])] as const;
  return [
    ...noIf(written.length > 30_720, INVALID, "A data protection policy has at most 30,720 characters.", "policyDocument"),
    ...(document["Version"] === "2021-06-01" ? [] : fault(`unknown Version ${String(document["Version"])}`)),
    ...(statements.length === 2 ? [] : fault("it needs one statement to audit and one to de-identify")),
    ...(statements.length === 2 && (operations[0]["Audit"] === undefined || operations[1]["Deidentify"] === undefined) ? fault("the first statement audits, the second de-identifies") : []),
    ...(operations[0]["Audit"] !== undefined && fields(operations[0]["Audit"])["FindingsDestination"] === undefined ? fault("Audit needs a FindingsDestination, which may be empty") : []),
    ...(operations[1]["Deidentify"] !== undefined && JSON.stringify(fields(operations[1]["Deidentify"])["MaskConfig"]) !== "{}" ? fault("MaskConfig must be an empty object") : []),
    ...(statements.length === 2 && JSON.stringify(audit["DataIdentifier"]) !== JSON.stringify(mask["DataIdentifier"]) ? fault("both statements must have the same DataIdentifier") : []),
    ...(statements.length === 2 && texts(audit["DataIdentifier"]).length === 0 ? fault("DataIdentifier is empty") : []),
    ...(repeated(names).length > 0 ? fault(`custom data identifier ${repeated(names)[0]} is repeated`) : []),
    ...texts(audit["DataIdentifier"]).flatMap((identifier) => identifierFaults(identifier, names)),
    ...customFaults(custom),
  ];
});

const groups = applyLaw("log-data-protection-groups", ["cloudwatch/logDataProtectionPolicy"], SYNTAX, (inputs, change) => {
  const statements = items(json(text(inputs["policyDocument"]) ?? "")?.["Statement"]).map(fields);
  const destination = statements.flatMap((statement) => findings(statement) ?? [])[0];
  return [
    ...noIf(lookup(change, ["cloudwatch/logGroup"], inputs["logGroupName"], "name") === undefined, "ResourceNotFoundException", `The specified log group does not exist: ${text(inputs["logGroupName"])}`, "logGroupName"),
    ...noIf(destination !== undefined && lookup(change, ["cloudwatch/logGroup"], destination, "name") === undefined, "ResourceNotFoundException", `The log group for findings does not exist: ${destination}`, "policyDocument"),
    ...noIf(destination !== undefined && destination === inputs["logGroupName"], INVALID, "Findings cannot go to the log group they are found in.", "policyDocument"),
  ];
});

/** Laws of data protection. */
export const dataProtectionLaws: readonly Law[] = [policy, groups];
