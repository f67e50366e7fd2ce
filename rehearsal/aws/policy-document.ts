/** Reads IAM policy documents and says what is wrong with them, in the way IAM reads them. */
import { fields, items, repeated, text, texts } from "./kit.ts";
import { globSource } from "../glob.ts";
import type { Props, Value } from "../types.ts";
import { UNKNOWN } from "../types.ts";

/** What a policy hangs on. */
export type PolicyKind = "identity" | "trust" | "resource";

/** A document with its statements as a list. */
export interface PolicyDocument {
  readonly root: Props;
  readonly statements: Props[];
}

/** The document as an object: from JSON text, or as it stands; undefined where it is neither, or not known. */
export function parsePolicy(value: Value): PolicyDocument | undefined {
  let root: Value = value;
  if (typeof value === "string") {
    try {
      root = JSON.parse(value) as Value;
    } catch {
      return undefined;
    }
  }
  if (typeof root !== "object" || root === null || Array.isArray(root)) return undefined;
  return { root, statements: listed(root["Statement"]).map(fields) };
}

const ROOT = ["Version", "Id", "Statement"];
const ELEMENTS = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];
const VERSIONS = ["2012-10-17", "2008-10-17"];

const OPERATORS = new Set(
  [
    "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
    "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
    "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
    "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
  ].map((name) => name.toLowerCase()),
);

const PRINCIPALS = ["AWS", "Service", "Federated", "CanonicalUser"];

/** How strict a service is with its policies. */
export interface PolicyRules {
  readonly kind: PolicyKind;
  /** Limit in characters, white space not counted. */
  readonly limit?: number;
  /** Resource policies of some services (SQS, SNS, ECR) may leave `Resource` out. */
  readonly resourceOptional?: true;
}

/**
 * Everything wrong with a policy, in IAM's words; nothing where it is fine or not yet known.
 */
export function policyFaults(value: Value, rules: PolicyRules): string[] {
  if (value === UNKNOWN || value === undefined || value === null) return [];
  if (typeof value === "string" && value.includes("{") === false) return ["Syntax errors in policy."];
  const document = parsePolicy(value);
  if (document === undefined) return ["Syntax errors in policy."];
  const { root, statements } = document;
  const faults: string[] = [];
  for (const key of Object.keys(root)) {
    if (!ROOT.includes(key)) faults.push(`Syntax errors in policy: unknown element ${key}.`);
  }
  const version = root["Version"];
  if (version !== undefined && version !== UNKNOWN && !VERSIONS.includes(text(version) ?? "")) faults.push("The policy version must be 2012-10-17 or 2008-10-17.");
  if (root["Statement"] === UNKNOWN) return faults;
  if (root["Statement"] === undefined || (Array.isArray(root["Statement"]) && root["Statement"].length === 0)) {
    return [...faults, "Syntax errors in policy: missing required element Statement."];
  }
  const sids = statements.map((statement) => text(statement["Sid"])).filter((sid) => sid !== undefined && sid !== "");
  if (repeated(sids).length > 0) faults.push(`Statement IDs (SID) in a single policy must be unique: ${repeated(sids).join(", ")}.`);
  faults.push(...statements.flatMap((statement) => statementFaults(statement, rules)));
  const size = (typeof value === "string" ? value : JSON.stringify(value)).replace(/\s/g, "").length;
  if (rules.limit !== undefined && size > rules.limit) faults.push(`Maximum policy size of ${rules.limit} bytes exceeded: ${size}`);
  return faults;
}

function statementFaults(statement: Props, { kind, resourceOptional }: PolicyRules): string[] {
  const faults: string[] = [];
  const has = (key: string) => statement[key] !== undefined;
  for (const key of Object.keys(statement)) {
    if (!ELEMENTS.includes(key)) faults.push(`Syntax errors in policy: unknown element ${key}.`);
  }
  const effect = statement["Effect"];
  if (effect !== UNKNOWN && effect !== "Allow" && effect !== "Deny") faults.push("Syntax errors in policy: Effect must be Allow or Deny.");
  if (has("Action") === has("NotAction")) {
    faults.push(has("Action") ? "Syntax errors in policy: both Action and NotAction." : "Policy statement must contain actions.");
  }
  if (has("Resource") && has("NotResource")) faults.push("Syntax errors in policy: both Resource and NotResource.");
  if (has("Principal") && has("NotPrincipal")) faults.push("Syntax errors in policy: both Principal and NotPrincipal.");
  const sid = text(statement["Sid"]);
  if (sid !== undefined && kind !== "resource" && !/^[A-Za-z0-9]*$/.test(sid)) faults.push(`Statement IDs (SID) must be alpha-numeric: ${sid}. Check that your input satisfies the regular expression [0-9A-Za-z]*`);
  if (kind === "identity") {
    if (has("Principal") || has("NotPrincipal")) faults.push("Policy document should not specify a principal.");
    if (!has("Resource") && !has("NotResource")) faults.push("Policy statement must contain resources.");
  } else {
    if (!has("Principal") && !has("NotPrincipal")) faults.push("Missing required field Principal");
    if (kind === "trust" && (has("Resource") || has("NotResource"))) faults.push("Has prohibited field Resource");
    if (kind === "resource" && resourceOptional !== true && !has("Resource") && !has("NotResource")) faults.push("Missing required field Resource");
  }
  faults.push(...["Action", "NotAction"].flatMap((key) => actionFaults(statement[key])));
  faults.push(...["Resource", "NotResource"].flatMap((key) => resourceFaults(statement[key], kind)));
  faults.push(...["Principal", "NotPrincipal"].flatMap((key) => principalFaults(statement[key])));
  faults.push(...conditionFaults(statement["Condition"]));
  return faults;
}

/** One value or several, as a list. */
export function listed(value: Value): Value[] {
  return value === undefined || value === UNKNOWN ? [] : Array.isArray(value) ? value : [value];
}

function actionFaults(value: Value): string[] {
  if (Array.isArray(value) && value.length === 0) return ["Policy statement must contain actions."];
  return listed(value).flatMap((action) => {
    if (action === UNKNOWN) return [];
    if (typeof action !== "string") return ["Syntax errors in policy: an action is text."];
    if (action === "*") return [];
    if (!action.includes(":")) return [`Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. (${action})`];
    return /^[a-zA-Z0-9*?-]+:[a-zA-Z0-9*?]+$/.test(action) ? [] : [`The policy contains an invalid action: ${action}`];
  });
}

function resourceFaults(value: Value, kind: PolicyKind): string[] {
  if (Array.isArray(value) && value.length === 0) return ["Policy statement must contain resources."];
  if (kind !== "identity") return listed(value).flatMap((one) => (typeof one === "string" || one === UNKNOWN ? [] : ["Syntax errors in policy: a resource is text."]));
  return listed(value).flatMap((resource) => {
    if (resource === UNKNOWN) return [];
    if (typeof resource !== "string") return ["Syntax errors in policy: a resource is text."];
    const partition = /^arn:([^:]*):/.exec(resource)?.[1];
    if (partition !== undefined && !/^(aws[a-z-]*)?$|[*?$]/.test(partition)) return [`Partition "${partition}" is not valid for resource "${resource}".`];
    if (/^arn:[^:]*:iam:[a-z][a-z0-9-]*:/.test(resource)) return [`IAM resource ${resource} cannot contain region information.`];
    if (resource === "*" || /^arn:[^:]*(:[^:]*){3}:.+$/.test(resource) || /^arn:[^:]*(:[^:]*)*\*$/.test(resource) || resource.startsWith("${")) return [];
    return [`Resource ${resource} must be in ARN format or "*".`];
  });
}

function principalFaults(value: Value): string[] {
  if (value === undefined || value === UNKNOWN || value === "*") return [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return ["Invalid principal in policy."];
  const keys = Object.keys(value);
  if (keys.length === 0) return ["Invalid principal in policy."];
  return keys.flatMap((key) => {
    if (!PRINCIPALS.includes(key)) return [`Invalid principal in policy: unknown type ${key}.`];
    const named = listed(fields(value)[key]);
    if (named.length === 0 && fields(value)[key] !== UNKNOWN) return ["Invalid principal in policy."];
    return named.flatMap((one) => {
      if (one === UNKNOWN) return [];
      const name = text(one);
      if (name === undefined) return ["Invalid principal in policy."];
      if (key === "AWS") {
        if (name !== "*" && /[*?]/.test(name)) return [`Invalid principal in policy: "AWS":"${name}"`];
        return name === "*" || /^\d{12}$/.test(name) || /^arn:aws[a-z-]*:(iam|sts)::(\d{12}|cloudfront):.+$/.test(name) || /^A[A-Z0-9]{15,}$/.test(name) ? [] : [`Invalid principal in policy: "AWS":"${name}"`];
      }
      if (key === "Service") {
        return name === "*" || /^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/.test(name) ? [] : [`Invalid principal in policy: "SERVICE":"${name}"`];
      }
      return [];
    });
  });
}

function conditionFaults(value: Value): string[] {
  if (value === undefined || value === UNKNOWN) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return ["Syntax errors in policy: Condition is an object."];
  return Object.entries(value).flatMap(([operator, body]) => {
    const plain = operator.replace(/^(ForAllValues|ForAnyValue):/i, "").replace(/IfExists$/i, "").toLowerCase();
    if (!OPERATORS.has(plain)) return [`Invalid Condition type : ${operator}.`];
    if (body !== UNKNOWN && (typeof body !== "object" || body === null || Array.isArray(body))) return ["Syntax errors in policy: a condition is an object of keys and values."];
    const keys = Object.keys(fields(body));
    return keys.flatMap((key) => (key.includes(":") ? [] : [`Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. (${key})`]));
  });
}

/** Whether a statement allows an action, wildcards considered; conditions are not. */
export function allows(statement: Props, action: string): boolean {
  if (statement["Effect"] !== "Allow") return false;
  const matches = (pattern: string) => new RegExp(`^${globSource(pattern, { single: true })}$`, "i").test(action);
  const actions = listed(statement["Action"]);
  const excluded = statement["NotAction"];
  return actions.some((one) => one === UNKNOWN || matches(text(one) ?? "")) || (excluded !== undefined && !texts(items(listed(excluded))).some(matches));
}
