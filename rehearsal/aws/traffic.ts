/** Load balancing, DNS and the edge: links between their parts. */
import type { Change, Entity, Law, Refusal, Value } from "../types.ts";
import { all, applyLaw, checkLaw, fields, flag, given, items, lookup, no, noIf, others, parseArn, pickTexts, prop, settled, text, texts } from "./kit.ts";
import { parsePolicy } from "./policy-document.ts";
import { networksOf, subnetsOf } from "./zones.ts";

const LISTENER_API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html";
const LIMITS = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html";
const TARGETS = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html";
const LOGS = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html";
const RECORDS = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html";
const ZONES = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html";
const LISTENER = ["lb/listener", "alb/listener"];
const RULE = ["lb/listenerRule", "alb/listenerRule"];
const TG = ["lb/targetGroup", "alb/targetGroup"];

const POLICIES = /^ELBSecurityPolicy-(20(11|14|15|16)-\d\d|TLS-1-0-2015-0[34]|TLS-1-[12]-2017-01|TLS-1-2-Ext-2018-06|FS-(2018-06|1-1-2019-08|1-2-2019-08|1-2-Res-2019-08|1-2-Res-2020-10)|TLS13-1-[0-3]-.*20\d\d-\d\d)$/;

const listener = checkLaw("listener-policy-and-actions", LISTENER, LISTENER_API, ({ sslPolicy, defaultActions }) => {
  const policy = text(sslPolicy);
  return [
    ...noIf(policy !== undefined && policy.startsWith("ELBSecurityPolicy-") && !POLICIES.test(policy), "SSLPolicyNotFound", `SSL policy '${policy}' not found`, "sslPolicy"),
    ...noIf(Array.isArray(defaultActions) && defaultActions.length === 0, "ValidationError", "A listener must have at least one default action", "defaultActions"),
    ...redirects(defaultActions, "defaultActions"),
  ];
});

const PLACEHOLDERS: Record<string, string> = { host: "#{host}", path: "/#{path}", port: "#{port}", protocol: "#{protocol}", query: "#{query}" };

/** A redirect that changes nothing would go round for ever. */
function redirects(actions: Value, path: string): Refusal[] {
  return items(actions).map(fields).flatMap((action, index) => {
    const redirect = fields(action["redirect"]);
    const loop = action["type"] === "redirect" && given(action["redirect"]) && settled(action["redirect"]) && Object.entries(PLACEHOLDERS).every(([key, same]) => !given(redirect[key]) || redirect[key] === same);
    return noIf(loop, "InvalidLoadBalancerAction", "The redirect configuration is not valid because it creates a loop.", `${path}[${index}].redirect`);
  });
}

const ruleValues = checkLaw("listener-rule-values", RULE, LIMITS, ({ conditions }) => {
  const values = items(conditions).map(fields).flatMap((one) => Object.values(one).flatMap((kind) => (Array.isArray(kind) ? kind : items(fields(kind)["values"]))));
  return noIf(values.length > 5, "ValidationError", `A rule can have at most 5 condition values, not ${values.length}`, "conditions");
});

const matcher = checkLaw("target-group-matcher", TG, "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html", (group) => {
  const written = text(fields(group["healthCheck"])["matcher"]);
  const web = ["HTTP", "HTTPS"].includes(text(group["protocol"])?.toUpperCase() ?? "") && group["protocolVersion"] !== "GRPC" && settled(group["protocolVersion"]);
  const wrong = (written?.match(/\d+/g) ?? []).some((code) => Number(code) < 200 || Number(code) > 499);
  return noIf(web && written !== undefined && written !== "" && (wrong || !/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/.test(written)), "ValidationError", `Health check matcher HTTP code '${written}' must be within '200-499' inclusive`, "healthCheck.matcher");
});

const targetKind = applyLaw("target-of-its-kind", ["lb/targetGroupAttachment", "alb/targetGroupAttachment"], TARGETS, ({ targetGroupArn, targetId }, change) => {
  const group = lookup(change, TG, targetGroupArn, "arn");
  const kind = group === undefined ? undefined : text(prop(group, "targetType")) || "instance";
  const id = text(targetId) ?? "";
  const wrong = (kind === "ip" && !/^[0-9a-fA-F.:]+$/.test(id)) || (kind === "instance" && !id.startsWith("i-")) || (kind === "lambda" && parseArn(id)?.service !== "lambda") || (kind === "alb" && parseArn(id)?.service !== "elasticloadbalancing");
  return noIf(id !== "" && kind !== undefined && wrong, kind === "instance" ? "InvalidTarget" : "ValidationError", kind === "ip" ? `The IP address '${id}' is not a valid IPv4 or IPv6 address` : `The target '${id}' is not valid for a target group of type ${kind}`, "targetId");
});

const named = (inputs: Change["inputs"]): string[] => ["defaultActions[].targetGroupArn", "defaultActions[].forward.targetGroups[].arn", "actions[].targetGroupArn", "actions[].forward.targetGroups[].arn"].flatMap((path) => pickTexts(inputs, path).map(({ value }) => value));

const oneBalancer = applyLaw("target-group-one-load-balancer", [...LISTENER, ...RULE], LIMITS, (inputs, change) => {
  const balancer = (one: Change["inputs"]) => text(one["loadBalancerArn"]) ?? text(lookup(change, LISTENER, one["listenerArn"], "arn")?.inputs["loadBalancerArn"]);
  const mine = balancer(inputs);
  const taken = named(inputs).find((arn) => others(change, ...LISTENER, ...RULE).some((other) => named(other.inputs).includes(arn) && balancer(other.inputs) !== mine && balancer(other.inputs) !== undefined));
  return noIf(mine !== undefined && taken !== undefined, "TargetGroupAssociationLimit", `The following target groups cannot be associated with more than one load balancer: ${taken}`);
});

const logWriters = applyLaw("load-balancer-log-permission", ["lb/loadBalancer", "alb/loadBalancer"], LOGS, (lb, change) =>
  ["accessLogs", "connectionLogs"].flatMap((key) => {
    const logs = fields(lb[key]);
    const bucket = lookup(change, ["s3/bucket", "s3/bucketV2"], logs["bucket"], "bucket");
    if (flag(logs["enabled"]) !== true || bucket === undefined) return [];
    const policies: Value[] = [bucket.inputs["policy"], ...all(change, "s3/bucketPolicy").filter((one) => one.inputs["bucket"] === bucket.id).map((one) => one.inputs["policy"])];
    const permitted = policies.some((policy) => parsePolicy(policy)?.statements.some((statement) => {
      const principal = statement["Principal"];
      const service = fields(principal)["Service"];
      const services = typeof service === "string" ? [service] : texts(service);
      // Older regions write under an account of ELB's own, named by its root.
      return statement["Effect"] === "Allow" && (principal === "*" || given(fields(principal)["AWS"]) || services.some((one) => /^(logdelivery\.(elasticloadbalancing|elb)|delivery\.logs)\.amazonaws\.com/.test(one)));
    }) === true);
    return noIf(!permitted, "InvalidConfigurationRequest", `Access Denied for bucket: ${bucket.id}. Please check S3bucket permission`, `${key}.bucket`);
  }),
);

const plain = (name: string): string => name.replace(/\.$/, "").toLowerCase();

const validated = applyLaw("acm-validation-names", ["acm/certificateValidation"], "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html", (inputs, change) => {
  const certificate = lookup(change, ["acm/certificate"], inputs["certificateArn"], "arn");
  if (certificate === undefined || !given(inputs["validationRecordFqdns"]) || !settled(inputs["validationRecordFqdns"])) return [];
  const there = texts(inputs["validationRecordFqdns"]).map(plain);
  const lost = items(prop(certificate, "domainValidationOptions")).map(fields).find((one) => !there.includes(plain(text(one["resourceRecordName"]) ?? "")));
  return noIf(lost !== undefined, "InvalidParameterCombination", `missing ${text(lost?.["domainName"])} DNS validation record: ${text(lost?.["resourceRecordName"])}`, "validationRecordFqdns");
});

/** The hosted zone of every CloudFront distribution, in AWS and in AWS China. */
const EDGE_ZONES = ["Z2FDTNDATAQYW2", "Z3RFFRIM2A3IF5"];

const recordValues = checkLaw("route53-record-values", ["route53/record"], RECORDS, (inputs) => [
  ...noIf(inputs["type"] === "TXT" && texts(inputs["records"]).some((one) => one.split(/"\s*"|\\"\\"/).some((part) => part.replace(/^"|"$/g, "").length > 255)), "InvalidChangeBatch", "[Invalid Resource Record: 'FATAL problem: CharacterStringTooLong (Value is too long)'']", "records"),
  ...items(inputs["aliases"]).map(fields).flatMap((alias, index) =>
    noIf(/\.cloudfront\.net\.?$/.test(text(alias["name"]) ?? "") && text(alias["zoneId"]) !== undefined && !EDGE_ZONES.includes(text(alias["zoneId"])!), "InvalidChangeBatch", `[Tried to create an alias that targets ${text(alias["name"])}, type ${text(inputs["type"])} in zone ${text(alias["zoneId"])}, but the alias target name does not lie within the target zone]`, `aliases[${index}].zoneId`),
  ),
]);

const ownRecords = applyLaw("route53-apex-records", ["route53/record"], ZONES, (inputs, change) => {
  const zone = lookup(change, ["route53/zone"], text(inputs["zoneId"])?.replace("/hostedzone/", ""), "zoneId");
  const name = plain(text(inputs["name"]) ?? "");
  const apex = zone !== undefined && (name === "" || name === plain(text(prop(zone, "name")) ?? ""));
  return noIf(change.operation === "create" && apex && ["NS", "SOA"].includes(text(inputs["type"]) ?? "") && flag(inputs["allowOverwrite"]) !== true, "InvalidChangeBatch", `[Tried to create resource record set [name='${name}.', type='${text(inputs["type"])}'] but it already exists]`, "type");
});

const zoneName = checkLaw("route53-zone-name", ["route53/zone"], ZONES, ({ name }) => {
  const written = text(name);
  const labels = (written ?? "").replace(/\.$/, "").split(".");
  return noIf(written !== undefined && written !== "" && (written.length > 1024 || labels.some((label) => label === "" || label.length > 63 || !/^[\x21-\x7e]+$/.test(label))), "InvalidDomainName", `The domain name ${written} is not valid.`, "name");
});

const zoneOnce = applyLaw("route53-private-zone-once", ["route53/zone"], ZONES, (inputs, change) => {
  const vpcs = pickTexts(inputs, "vpcs[].vpcId").map(({ value }) => value);
  const name = plain(text(inputs["name"]) ?? "");
  const taken = (one: Entity) => plain(text(prop(one, "name")) ?? "") === name && pickTexts(one.inputs, "vpcs[].vpcId").some(({ value }) => vpcs.includes(value));
  const other = others(change, "route53/zone").find(taken);
  return noIf(other !== undefined, "ConflictingDomainExists", `The VPC ${vpcs.join(", ")} has already been associated with the hosted zone ${other?.id} with the same domain name.`, "vpcs");
});

const aclForm = applyLaw("cloudfront-web-acl-form", ["cloudfront/distribution"], "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html", ({ webAclId }, change) => {
  const acl = text(webAclId);
  if (acl === undefined || acl === "" || acl.startsWith("arn:")) return [];
  const classic = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(acl) && !all(change, "wafv2/webAcl").some((one) => one.id === acl);
  return noIf(!classic, "InvalidWebACLId", `The specified web ACL does not exist: ${acl}. A web ACL of WAFv2 is named by its ARN.`, "webAclId");
});

const scalingNetwork = applyLaw("autoscaling-one-vpc", ["autoscaling/group"], "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html", ({ vpcZoneIdentifiers }, change) => {
  const vpcs = networksOf(subnetsOf(change, texts(vpcZoneIdentifiers)));
  return vpcs.length > 1 ? no("ValidationError", `The subnets belong to different VPCs: ${vpcs.join(", ")}`, "vpcZoneIdentifiers") : [];
});

/** Laws of how traffic finds its way. */
export const trafficLaws: readonly Law[] = [
  listener, ruleValues, matcher, targetKind, oneBalancer, logWriters, validated, recordValues, ownRecords, zoneName, zoneOnce, aclForm, scalingNetwork,
];
