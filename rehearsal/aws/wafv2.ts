/** WAFv2 web ACLs, their rules, associations and logs. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { parseCidr } from "./cidr.ts";
import { absent, all, applyLaw, checkLaw, fields, given, items, noIf, num, oneOf, parseArn, prop, range, repeated, settled, text, texts } from "./kit.ts";

const CREATE = "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html";
const LOGS = "https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html";
const ASSOCIATE = "https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html";
const CODE = "WAFInvalidParameterException";

function invalid(reason: string, field: string, parameter: string | number | undefined): string {
  return `Error reason: ${reason}, field: ${field}, parameter: ${parameter}`;
}

const scope = checkLaw("waf-scope", ["wafv2/webAcl", "wafv2/ipSet", "wafv2/regexPatternSet", "wafv2/ruleGroup"], CREATE, (inputs, change) => [
  ...oneOf(inputs["scope"], ["CLOUDFRONT", "REGIONAL"], CODE, "scope"),
  ...noIf(inputs["scope"] === "CLOUDFRONT" && change.region !== "us-east-1" && change.region !== "aws-global", CODE, invalid("The scope is not valid.", "SCOPE_VALUE", "CLOUDFRONT"), "scope"),
]);

const rules = checkLaw("waf-rules", ["wafv2/webAcl", "wafv2/ruleGroup"], CREATE, (inputs, change) => {
  const acl = change.token.includes("webAcl");
  const list = items(inputs["rules"]).map(fields);
  const priorities = list.map((rule) => num(rule["priority"])).filter((n) => n !== undefined);
  const names = list.map((rule) => text(rule["name"])).filter((name) => name !== undefined);
  const usual = fields(inputs["defaultAction"]);
  return [
    ...noIf(repeated(priorities).length > 0, CODE, invalid("You have used a duplicate priority.", "RULE", `priority ${repeated(priorities).join(", ")}`), "rules"),
    ...noIf(repeated(names).length > 0, "WAFDuplicateItemException", `AWS WAF couldn't perform the operation because some rules have the same name: ${repeated(names).join(", ")}`, "rules"),
    ...noIf(acl && settled(inputs["defaultAction"]) && given(usual["allow"]) === given(usual["block"]), CODE, invalid("You have used none or multiple values for a field that requires exactly one value.", "DEFAULT_ACTION", JSON.stringify(usual)), "defaultAction"),
    ...metric(fields(inputs["visibilityConfig"]), "visibilityConfig"),
    ...list.flatMap((rule, index) => ruleFaults(rule, `rules[${index}]`, text(inputs["scope"]))),
    ...noIf(num(inputs["capacity"]) !== undefined && (num(inputs["capacity"])! < 1 || num(inputs["capacity"])! > 5000), "WAFLimitsExceededException", "The capacity of a rule group is between 1 and 5000.", "capacity"),
    ...bodies(inputs),
  ];
});

function metric(config: Props, path: string): Refusal[] {
  const name = text(config["metricName"]);
  return noIf(name !== undefined && (!/^[\w#:./-]{1,255}$/.test(name) || name === "All" || name === "Default_Action"), CODE, invalid("Your request contains fields that are malformed.", "METRIC_NAME", name), `${path}.metricName`);
}

function ruleFaults(rule: Props, path: string, scope: string | undefined): Refusal[] {
  const statement = fields(rule["statement"]);
  const kinds = Object.keys(statement).filter((key) => key.endsWith("Statement") && given(statement[key]));
  const group = kinds.includes("managedRuleGroupStatement") || kinds.includes("ruleGroupReferenceStatement");
  const actions = Object.keys(fields(rule["action"])).filter((key) => given(fields(rule["action"])[key]));
  const overrides = Object.keys(fields(rule["overrideAction"])).filter((key) => given(fields(rule["overrideAction"])[key]));
  const name = text(rule["name"]);
  return [
    ...noIf(name !== undefined && !/^[\w-]{1,128}$/.test(name), CODE, invalid("Your request contains fields that are malformed.", "RULE_NAME", name), `${path}.name`),
    ...noIf(settled(rule["statement"]) && kinds.length !== 1, CODE, invalid("You have used none or multiple values for a field that requires exactly one value.", "STATEMENT", `${kinds.length} statements`), `${path}.statement`),
    ...noIf(group && given(rule["action"]), CODE, invalid("You have specified an action for a rule that references a rule group: use an override action.", "RULE", name), `${path}.action`),
    ...noIf(group && absent(rule["overrideAction"]), CODE, invalid("A reference in your rule statement is not valid: a rule group needs an override action.", "RULE", name), `${path}.overrideAction`),
    ...noIf(kinds.length === 1 && !group && given(rule["overrideAction"]), CODE, invalid("An override action is only for rules that reference a rule group.", "RULE", name), `${path}.overrideAction`),
    ...noIf(kinds.length === 1 && !group && absent(rule["action"]), CODE, invalid("You have used none or multiple values for a field that requires exactly one value.", "RULE_ACTION", name), `${path}.action`),
    ...noIf(actions.length > 1 || overrides.length > 1, CODE, invalid("You have used none or multiple values for a field that requires exactly one value.", "RULE_ACTION", [...actions, ...overrides].join(", ")), `${path}.action`),
    ...metric(fields(rule["visibilityConfig"]), `${path}.visibilityConfig`),
    ...statementFaults(statement, `${path}.statement`, scope),
  ];
}

/** AWS's own rule groups: "AWS Managed Rules rule groups list" in the WAF Developer Guide. */
const MANAGED = ["CommonRuleSet", "AdminProtectionRuleSet", "KnownBadInputsRuleSet", "SQLiRuleSet", "LinuxRuleSet", "UnixRuleSet", "WindowsRuleSet", "PHPRuleSet", "WordPressRuleSet", "AmazonIpReputationList", "AnonymousIpList", "BotControlRuleSet", "ATPRuleSet", "ACFPRuleSet", "AntiDDoSRuleSet"].map((name) => `AWSManagedRules${name}`);

function statementFaults(statement: Props, path: string, scope: string | undefined): Refusal[] {
  const rate = fields(statement["rateBasedStatement"]);
  const managed = fields(statement["managedRuleGroupStatement"]);
  const nested = ["andStatement", "orStatement", "notStatement"].flatMap((key) =>
    items(fields(statement[key])["statements"]).flatMap((one, index) => statementFaults(fields(one), `${path}.${key}.statements[${index}]`, scope)),
  );
  const down = [[rate["scopeDownStatement"], "rateBasedStatement"], [managed["scopeDownStatement"], "managedRuleGroupStatement"]] as const;
  const limit = num(rate["limit"]);
  const referred = ["ipSetReferenceStatement", "regexPatternSetReferenceStatement", "ruleGroupReferenceStatement"].map((key) => [key, text(fields(statement[key])["arn"])] as const);
  return [
    ...noIf(managed["vendorName"] === "AWS" && text(managed["name"]) !== undefined && !MANAGED.includes(text(managed["name"])!), CODE, invalid("The managed rule group does not exist.", "MANAGED_RULE_SET", text(managed["name"])), `${path}.managedRuleGroupStatement.name`),
    ...noIf(limit !== undefined && (limit < 10 || limit > 2000000000), CODE, invalid("The rate limit must be between 10 and 2,000,000,000.", "RATE_LIMIT", limit), `${path}.rateBasedStatement.limit`),
    ...oneOf(rate["evaluationWindowSec"], [60, 120, 300, 600], CODE, `${path}.rateBasedStatement.evaluationWindowSec`, invalid("The evaluation window is 60, 120, 300 or 600 seconds.", "EVALUATION_WINDOW", num(rate["evaluationWindowSec"]))),
    ...oneOf(rate["aggregateKeyType"], ["IP", "FORWARDED_IP", "CUSTOM_KEYS", "CONSTANT"], CODE, `${path}.rateBasedStatement.aggregateKeyType`),
    ...noIf(rate["aggregateKeyType"] === "FORWARDED_IP" && absent(rate["forwardedIpConfig"]), CODE, invalid("A forwarded IP configuration is required.", "FORWARDED_IP_CONFIG", "FORWARDED_IP"), `${path}.rateBasedStatement.forwardedIpConfig`),
    ...noIf(rate["aggregateKeyType"] === "CONSTANT" && absent(rate["scopeDownStatement"]), CODE, invalid("A scope-down statement is required to count all requests.", "SCOPE_DOWN", "CONSTANT"), `${path}.rateBasedStatement.scopeDownStatement`),
    ...referred.flatMap(([key, arn]) => {
      const parts = parseArn(arn);
      const global = parts?.resource.startsWith("global/") === true;
      const mixed = parts?.service === "wafv2" && ((scope === "REGIONAL" && global) || (scope === "CLOUDFRONT" && !global));
      return noIf(mixed, CODE, invalid("A reference in your rule statement is not valid: it is of the other scope.", "RULE_STATEMENT", arn), `${path}.${key}.arn`);
    }),
    ...nested,
    ...down.flatMap(([one, key]) => (given(one) ? statementFaults(fields(one), `${path}.${key}.scopeDownStatement`, scope) : [])),
  ];
}

function bodies(inputs: Props): Refusal[] {
  const keys = items(inputs["customResponseBodies"]).map((one) => text(fields(one)["key"]));
  const used = items(inputs["rules"]).flatMap((rule, index) => {
    const response = fields(fields(fields(fields(rule)["action"])["block"])["customResponse"]);
    return [{ key: text(response["customResponseBodyKey"]), code: response["responseCode"], path: `rules[${index}].action.block.customResponse` }];
  });
  return used.flatMap(({ key, code, path }) => [
    ...noIf(key !== undefined && key !== "" && settled(inputs["customResponseBodies"]) && !keys.includes(key), CODE, invalid("The custom response body key is not defined.", "CUSTOM_RESPONSE", key), `${path}.customResponseBodyKey`),
    ...range(code as Value, 200, 599, CODE, `${path}.responseCode`),
  ]);
}

const addresses = checkLaw("waf-ip-set", ["wafv2/ipSet"], "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateIPSet.html", (inputs) => [
  ...oneOf(inputs["ipAddressVersion"], ["IPV4", "IPV6"], CODE, "ipAddressVersion"),
  ...texts(inputs["addresses"]).flatMap((address, index) => {
    const cidr = parseCidr(address);
    const version = inputs["ipAddressVersion"] === "IPV6" ? 6 : inputs["ipAddressVersion"] === "IPV4" ? 4 : undefined;
    const bad = cidr === undefined || cidr.prefix === 0 || (version !== undefined && cidr.version !== version);
    return noIf(bad, CODE, invalid("The parameter contains formatting that is not valid.", "IP_ADDRESS", address), `addresses[${index}]`);
  }),
]);

const association = applyLaw("waf-association", ["wafv2/webAclAssociation"], ASSOCIATE, (inputs, change) => {
  const acl = parseArn(inputs["webAclArn"]);
  const resource = parseArn(inputs["resourceArn"]);
  const global = acl?.resource.startsWith("global/") === true;
  const reason = "The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.";
  const lb = resource?.service !== "elasticloadbalancing" ? undefined : all(change, "lb/loadBalancer", "alb/loadBalancer").find((one) => prop(one, "arn") === inputs["resourceArn"] || one.id === inputs["resourceArn"]);
  return [
    ...noIf(resource?.service === "cloudfront", CODE, invalid(reason, "RESOURCE_ARN", text(inputs["resourceArn"])), "resourceArn"),
    ...noIf(global && resource !== undefined && resource.service !== "cloudfront" && resource.service !== "amplify", CODE, invalid(`${reason} A web ACL of scope CLOUDFRONT cannot be associated with a regional resource.`, "WEB_ACL_ARN", text(inputs["webAclArn"])), "webAclArn"),
    ...noIf(!global && acl !== undefined && resource !== undefined && resource.region !== "" && resource.region !== acl.region, CODE, invalid("The resource must be in the Region of the web ACL.", "RESOURCE_ARN", text(inputs["resourceArn"])), "resourceArn"),
    ...noIf(resource?.service === "elasticloadbalancing" && resource.account === change.account && lb === undefined, "WAFUnavailableEntityException", "AWS WAF couldn't retrieve a resource that you specified for this operation. The resource might not exist.", "resourceArn"),
    ...noIf(lb !== undefined && prop(lb, "loadBalancerType") === "network", CODE, invalid(reason, "RESOURCE_ARN", text(inputs["resourceArn"])), "resourceArn"),
  ];
});

const logging = checkLaw("waf-log-destination", ["wafv2/webAclLoggingConfiguration"], LOGS, (inputs) => {
  const list = texts(inputs["logDestinationConfigs"]);
  const redacted = items(inputs["redactedFields"]).map(fields);
  return [
    ...noIf(Array.isArray(inputs["logDestinationConfigs"]) && inputs["logDestinationConfigs"].length !== 1, CODE, invalid("A web ACL has one log destination.", "LOG_DESTINATION", list.join(", ")), "logDestinationConfigs"),
    ...list.flatMap((arn, index) => {
      const parts = parseArn(arn);
      const name = parts === undefined ? "" : parts.service === "s3" ? parts.resource : (parts.resource.split(parts.service === "logs" ? ":" : "/")[1] ?? "");
      const legal = parts !== undefined && ["s3", "logs", "firehose"].includes(parts.service) && name.startsWith("aws-waf-logs-");
      return noIf(!legal, CODE, invalid("The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.", "LOG_DESTINATION", arn), `logDestinationConfigs[${index}]`);
    }),
    ...redacted.flatMap((field, index) => noIf(settled(field) && Object.values(field).filter(given).length !== 1, CODE, invalid("You have used none or multiple values for a field that requires exactly one value.", "REDACTED_FIELDS", index), `redactedFields[${index}]`)),
  ];
});

const destination = applyLaw("waf-log-destination-exists", ["wafv2/webAclLoggingConfiguration"], LOGS, (inputs, change) =>
  texts(inputs["logDestinationConfigs"]).flatMap((arn, index) => {
    const parts = parseArn(arn);
    if (parts === undefined || (parts.account !== "" && parts.account !== change.account)) return [];
    const [shorts, plain] = parts.service === "logs" ? [["cloudwatch/logGroup"], arn.replace(/:\*$/, "")] : parts.service === "s3" ? [["s3/bucket", "s3/bucketV2"], arn] : [["kinesis/firehoseDeliveryStream"], arn];
    const found = all(change, ...shorts).some((one) => text(prop(one, "arn"))?.replace(/:\*$/, "") === plain);
    return noIf(!found, "WAFNonexistentItemException", `AWS WAF couldn't perform the operation because your resource doesn't exist: ${arn}`, `logDestinationConfigs[${index}]`);
  }),
);

/** Laws of WAFv2. */
export const wafLaws: readonly Law[] = [scope, rules, addresses, association, logging, destination];
