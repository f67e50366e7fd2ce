/**
 * Rate limiting: PRC-074…PRC-076.
 */
import { isGiven } from "../databases.ts";
import { dig, list, number, quoted, record, text, word } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { DISTRIBUTION, LOAD_BALANCERS, WEB_ACL } from "../types.ts";
import { stated } from "../graph.ts";
import { rulesOf } from "../web-acl.ts";

const ASSOCIATIONS = ["aws:wafv2/webAclAssociation:WebAclAssociation", "aws:wafregional/webAclAssociation:WebAclAssociation"];
const METHODS = "aws:apigateway/methodSettings:MethodSettings";
const STOPPING = ["block", "challenge", "captcha"];

const rateLimit: ResourceRule = {
  name: "web-acl-rate-limit",
  items: ["PRC-074", "PRC-076", "OPT-40", "OPT-46"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "WAF.10" }, { name: "NIST 800-53", reference: "SC-5" }],
  demands: "Every web ACL stops an address that sends too many requests.",
  why: "One client could otherwise use up the platform or guess passwords at leisure.",
  remediation: "Add a rule with a rateBasedStatement by IP and the action block.",
  thresholds: ["requestsPerFiveMinutes"],
  looksAt: [WEB_ACL],
  judge(node, { thresholds }) {
    return examine((check) => {
      const limits = rulesOf(node).filter((rule) => {
        const statement = dig(rule, "statement", "rateBasedStatement");
        // The default key is the address (WAFV2 API, RateBasedStatement).
        const byAddress = ["IP", "FORWARDED_IP"].includes(word(dig(statement, "aggregateKeyType") ?? "IP"));
        return record(statement) !== undefined && byAddress && STOPPING.some((action) => record(dig(rule, "action", action)) !== undefined);
      });
      if (limits.length === 0) return check.fail("no rule limits and stops requests by address", "rules");
      const strictest = Math.min(...limits.map((rule) => {
        const statement = dig(rule, "statement", "rateBasedStatement");
        const window = number(dig(statement, "evaluationWindowSec")) ?? 300;
        return ((number(dig(statement, "limit")) ?? Number.POSITIVE_INFINITY) * 300) / window;
      }));
      check.that(() => strictest <= thresholds.requestsPerFiveMinutes, `the limit is ${strictest} requests in five minutes`, "rules");
    });
  },
};

const MANAGED = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesAmazonIpReputationList"];

const managedRules: ResourceRule = {
  name: "web-acl-managed-rules",
  items: ["PRC-075", "OPT-42", "OPT-43", "OPT-51", "OPT-52"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "WAF.10" }],
  demands: "Every web ACL applies AWS's common, known-bad-inputs, SQL-injection and IP-reputation rules.",
  why: "They stop what is tried against every site, within days of a flaw becoming known.",
  remediation: "Add the managed rule groups with overrideAction none.",
  looksAt: [WEB_ACL],
  judge(node) {
    return examine((check) => {
      const active = rulesOf(node)
        .filter((rule) => record(dig(rule, "overrideAction", "count")) === undefined)
        .map((rule) => dig(rule, "statement", "managedRuleGroupStatement", "name"));
      for (const group of MANAGED) check.that(() => active.includes(group), `${group} is missing or only counts`, "rules");
    });
  },
};

const distributionGuarded: StackRule = {
  name: "distribution-web-acl",
  items: ["PRC-074", "PRC-075", "PRC-076", "OPT-51"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.6" }],
  demands: "Every CloudFront distribution has a web ACL.",
  why: "Attacks would reach the origin unseen.",
  remediation: "Set webAclId to the ARN of a web ACL of scope CLOUDFRONT.",
  looksAt: "stack",
  subjects: [DISTRIBUTION],
  judge(node, _policy, graph) {
    return examine((check) => {
      const [acl] = graph.referenced(node, "webAclId", [WEB_ACL]);
      check.that(() => acl !== undefined || isGiven(node, "webAclId"), "it has no web ACL", "webAclId");
    });
  },
};

const balancerGuarded: StackRule = {
  name: "load-balancer-web-acl",
  items: ["PRC-074", "PRC-075", "OPT-51"],
  severity: "high",
  frameworks: [{ name: "AWS Security Hub", reference: "ELB.16" }],
  demands: "Every Application Load Balancer has a web ACL.",
  why: "Whoever reaches it around CloudFront meets no firewall otherwise.",
  remediation: "Add a WebAclAssociation for the load balancer.",
  looksAt: "stack",
  subjects: LOAD_BALANCERS,
  judge(node, _policy, graph) {
    // The type is application by default (ELB API, CreateLoadBalancer).
    if ((text(node.props["loadBalancerType"]) ?? "application") !== "application") return notApplicable("web ACLs are for Application Load Balancers");
    const found = graph.referrers(node, ASSOCIATIONS, "resourceArn");
    return examine((check) => check.that(() => found.length > 0, "it has no web ACL"));
  },
};

const apiThrottle: ResourceRule = {
  name: "api-stage-throttled",
  items: ["PRC-074"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-5" }],
  demands: "API stages limit requests.",
  why: "Without limits of its own a stage uses up those of the account.",
  remediation: "Set defaultRouteSettings.throttlingRateLimit and throttlingBurstLimit; for REST APIs those of the settings of */*.",
  looksAt: ["aws:apigatewayv2/stage:Stage", METHODS],
  judge(node) {
    const [property, limits] = node.type === METHODS ? ["settings", node.props["settings"]] : ["defaultRouteSettings", node.props["defaultRouteSettings"]];
    if (node.type === METHODS && node.props["methodPath"] !== "*/*") return notApplicable("the settings are for some of the methods");
    return examine((check) => {
      for (const limit of ["throttlingRateLimit", "throttlingBurstLimit"]) {
        // Left out, -1: no limit but the account's.
        const value = () => dig(limits, limit);
        check.that(() => (number(value()) ?? 0) > 0, () => `${limit} is ${quoted(value())}`, `${property}.${limit}`);
      }
    });
  },
};

const apiGuarded: StackRule = {
  name: "api-web-acl",
  items: ["PRC-074", "PRC-075", "OPT-40", "OPT-51"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "APIGateway.4" }],
  demands: "Every stage of a REST API, GraphQL API and user pool has a web ACL.",
  why: "Attacks would reach the functions behind it unseen.",
  remediation: "Add a WebAclAssociation for it.",
  looksAt: "stack",
  subjects: ["aws:apigateway/stage:Stage", "aws:appsync/graphQLApi:GraphQLApi", "aws:cognito/userPool:UserPool"],
  judge(node, _policy, graph) {
    const [api] = graph.referenced(node, "restApi", ["aws:apigateway/restApi:RestApi"]);
    if (api !== undefined && list(dig(stated(api, "endpointConfiguration"), "types")).includes("PRIVATE")) return notApplicable("the API is reached from inside a VPC only");
    return examine((check) => check.that(() => graph.referrers(node, ASSOCIATIONS, "resourceArn").length > 0, "it has no web ACL"));
  },
};

export const rules: readonly Rule[] = [rateLimit, managedRules, distributionGuarded, balancerGuarded, apiThrottle, apiGuarded];
