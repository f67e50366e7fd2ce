/** Application, Network and Gateway Load Balancers, their listeners, rules and target groups. */
import type { Change, Entity, Law, Props, Refusal, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, items, lookup, noIf, num, oneOf, others, pickTexts, prop, range, repeated, settled, text, texts } from "./kit.ts";
import { networksOf, subnetsOf, zonesOf } from "./zones.ts";

const LB_API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html";
const LISTENER_API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html";
const RULE_API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html";
const TG_API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html";

const LB = ["lb/loadBalancer", "alb/loadBalancer"];
const LISTENER = ["lb/listener", "alb/listener"];
const RULE = ["lb/listenerRule", "alb/listenerRule"];
const TG = ["lb/targetGroup", "alb/targetGroup"];

const kindOf = (lb: Props): string => text(lb["loadBalancerType"]) || "application";

function subnetIds(lb: Props): string[] {
  return [...texts(lb["subnets"]), ...pickTexts(lb, "subnetMappings[].subnetId").map(({ value }) => value)];
}

const lbShape = checkLaw("load-balancer-shape", LB, LB_API, (lb) => {
  const application = kindOf(lb) === "application" && settled(lb["loadBalancerType"]);
  const gateway = lb["loadBalancerType"] === "gateway";
  const known = settled(lb["subnets"]) && settled(lb["subnetMappings"]);
  const distinct = new Set(subnetIds(lb)).size;
  const both = items(lb["subnets"]).length > 0 && items(lb["subnetMappings"]).length > 0;
  return [
    ...oneOf(lb["loadBalancerType"], ["application", "network", "gateway"], "ValidationError", "loadBalancerType"),
    ...oneOf(lb["ipAddressType"], ["ipv4", "dualstack", "dualstack-without-public-ipv4"], "ValidationError", "ipAddressType"),
    ...range(lb["idleTimeout"], 1, 4000, "InvalidConfigurationRequest", "idleTimeout", `Load balancer attribute key 'idle_timeout.timeout_seconds' value ${String(num(lb["idleTimeout"]))} must be between 1 and 4000 inclusive`),
    ...range(lb["clientKeepAlive"], 60, 604800, "InvalidConfigurationRequest", "clientKeepAlive", `Load balancer attribute key 'client_keep_alive.seconds' value ${String(num(lb["clientKeepAlive"]))} must be between 60 and 604800 inclusive`),
    ...oneOf(lb["desyncMitigationMode"], ["monitor", "defensive", "strictest"], "InvalidConfigurationRequest", "desyncMitigationMode"),
    ...oneOf(lb["xffHeaderProcessingMode"], ["append", "preserve", "remove"], "InvalidConfigurationRequest", "xffHeaderProcessingMode"),
    ...noIf(both, "ValidationError", "You can specify either subnets or subnet mappings, not both.", "subnets"),
    ...noIf(known && distinct === 0 && settled(lb["loadBalancerType"]), "ValidationError", "At least one subnet must be specified", "subnets"),
    ...noIf(application && known && distinct === 1, "ValidationError", "At least two subnets in two different Availability Zones must be specified", "subnets"),
    ...noIf(gateway && items(lb["securityGroups"]).length > 0, "InvalidConfigurationRequest", "Security groups are not supported for load balancers with type 'gateway'", "securityGroups"),
    ...noIf(repeated(texts(lb["securityGroups"])).length > 0, "ValidationError", "Security groups must be unique", "securityGroups"),
  ];
});

const lbNetwork = applyLaw("load-balancer-network", LB, LB_API, (lb, change) => {
  const subnets = subnetsOf(change, subnetIds(lb));
  const zones = zonesOf(subnets);
  const vpcs = networksOf(subnets);
  const groups = texts(lb["securityGroups"]).flatMap((id) => lookup(change, ["ec2/securityGroup"], id) ?? []);
  const strangers = groups.filter((group) => vpcs.length === 1 && text(prop(group, "vpcId")) !== undefined && prop(group, "vpcId") !== vpcs[0]);
  const gateways = others(change, "ec2/internetGateway", "ec2/internetGatewayAttachment").some((one) => vpcs.includes(text(one.inputs["vpcId"]) ?? ""));
  return [
    ...noIf(vpcs.length > 1, "InvalidConfigurationRequest", "All subnets must belong to the same VPC: " + vpcs.map((vpc) => `'${vpc}'`).join(", "), "subnets"),
    ...noIf(
      zones !== undefined && subnets.length > zones.length,
      "InvalidConfigurationRequest",
      "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
      "subnets",
    ),
    ...noIf(
      kindOf(lb) === "application" && zones !== undefined && subnets.length > 1 && zones.length < 2,
      "ValidationError",
      "At least two subnets in two different Availability Zones must be specified",
      "subnets",
    ),
    ...strangers.map((group) => ({
      code: "InvalidConfigurationRequest",
      message: `One or more security groups are invalid: security group '${group.id}' and the subnets belong to different VPCs`,
      property: "securityGroups",
    })),
    ...noIf(
      change.operation === "create" && kindOf(lb) !== "gateway" && flag(lb["internal"]) !== true && vpcs.length === 1 && lookup(change, ["ec2/vpc"], vpcs[0]) !== undefined && !gateways,
      "InvalidSubnet",
      `VPC ${vpcs[0]} has no internet gateway`,
      "subnets",
    ),
  ];
});

const lbProtected = applyLaw(
  "load-balancer-deletion-protection",
  LB,
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html",
  (inputs, change) =>
    noIf(
      flag((change.olds ?? inputs)["enableDeletionProtection"]) === true,
      "OperationNotPermitted",
      `Load balancer '${change.id}' cannot be deleted because deletion protection is enabled`,
      "enableDeletionProtection",
    ),
  ["delete"],
);

const PROTOCOLS: Record<string, readonly string[]> = {
  application: ["HTTP", "HTTPS"],
  network: ["TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"],
};

function listenerKind(change: Change, listener: Props): string | undefined {
  const lb = lookup(change, LB, listener["loadBalancerArn"], "arn");
  return lb === undefined ? undefined : text(prop(lb, "loadBalancerType")) || "application";
}

const listenerShape = checkLaw("listener-shape", LISTENER, LISTENER_API, (listener) => {
  const protocol = text(listener["protocol"])?.toUpperCase();
  const secure = protocol === "HTTPS" || protocol === "TLS";
  return [
    ...oneOf(protocol, [...PROTOCOLS["application"]!, ...PROTOCOLS["network"]!, "GENEVE"], "ValidationError", "protocol"),
    ...range(listener["port"], 1, 65535, "ValidationError", "port"),
    ...noIf(secure && absent(listener["certificateArn"]), "ValidationError", "A certificate must be specified for HTTPS listeners", "certificateArn"),
    ...noIf(protocol !== undefined && !secure && given(listener["certificateArn"]), "InvalidConfigurationRequest", `Certificates cannot be specified for ${protocol} listeners`, "certificateArn"),
    ...noIf(protocol !== undefined && !secure && given(listener["sslPolicy"]), "InvalidConfigurationRequest", `SSL policies cannot be specified for ${protocol} listeners`, "sslPolicy"),
    ...noIf(text(listener["sslPolicy"]) !== undefined && !/^(ELBSecurityPolicy-[A-Za-z0-9-]+)?$/.test(text(listener["sslPolicy"])!), "SSLPolicyNotFound", `SSL policy '${text(listener["sslPolicy"])}' not found`, "sslPolicy"),
    ...actions(listener["defaultActions"], "defaultActions"),
  ];
});

const ACTIONS: Record<string, string> = {
  redirect: "redirect",
  "fixed-response": "fixedResponse",
  "authenticate-cognito": "authenticateCognito",
  "authenticate-oidc": "authenticateOidc",
  "jwt-validation": "jwtValidation",
};

/** What holds for the actions of a listener and of a rule alike. */
function actions(value: Value, path: string): Refusal[] {
  const list = items(value);
  const final = list.map((one) => text(fields(one)["type"])).filter((type) => type === "forward" || type === "redirect" || type === "fixed-response");
  const all = list.flatMap((one, index) => {
    const action = fields(one);
    const type = text(action["type"]);
    const at = `${path}[${index}]`;
    const redirect = fields(action["redirect"]);
    const fixed = fields(action["fixedResponse"]);
    const groups = items(fields(action["forward"])["targetGroups"]);
    return [
      ...oneOf(action["type"], ["forward", ...Object.keys(ACTIONS)], "ValidationError", `${at}.type`),
      ...noIf(type === "forward" && absent(action["targetGroupArn"]) && absent(action["forward"]), "ValidationError", "A target group ARN must be specified for a forward action", at),
      ...noIf(type !== undefined && ACTIONS[type] !== undefined && absent(action[ACTIONS[type]]), "InvalidLoadBalancerAction", `${ACTIONS[type ?? ""]} configuration must be specified for an action of type '${type}'`, at),
      ...oneOf(redirect["statusCode"], ["HTTP_301", "HTTP_302"], "ValidationError", `${at}.redirect.statusCode`),
      ...noIf(text(fixed["statusCode"]) !== undefined && !/^[245]\d\d$/.test(text(fixed["statusCode"])!), "ValidationError", `Status code '${text(fixed["statusCode"])}' must be 2XX, 4XX or 5XX`, `${at}.fixedResponse.statusCode`),
      ...oneOf(fixed["contentType"], ["text/plain", "text/css", "text/html", "application/javascript", "application/json"], "ValidationError", `${at}.fixedResponse.contentType`),
      ...noIf((text(fixed["messageBody"])?.length ?? 0) > 1024, "ValidationError", "The message body of a fixed response is at most 1024 characters", `${at}.fixedResponse.messageBody`),
      ...groups.flatMap((group, n) => range(fields(group)["weight"], 0, 999, "ValidationError", `${at}.forward.targetGroups[${n}].weight`)),
      ...range(action["order"], 1, 50000, "ValidationError", `${at}.order`),
    ];
  });
  return [...all, ...noIf(final.length > 1, "ValidationError", "Only one of forward, redirect and fixed-response may be among the actions", path)];
}

const listenerWorld = applyLaw("listener-on-load-balancer", LISTENER, LISTENER_API, (listener, change) => {
  const kind = listenerKind(change, listener);
  const protocol = text(listener["protocol"])?.toUpperCase();
  const legal = kind === undefined ? undefined : PROTOCOLS[kind];
  const taken = others(change, ...LISTENER).some(
    (other) => other.inputs["loadBalancerArn"] === listener["loadBalancerArn"] && num(other.inputs["port"]) === num(listener["port"]) && num(listener["port"]) !== undefined,
  );
  return [
    ...noIf(taken, "DuplicateListener", `A listener already exists on this port for this load balancer '${text(listener["loadBalancerArn"])}'`, "port"),
    ...noIf(legal !== undefined && protocol !== undefined && !legal.includes(protocol), "ValidationError", `Listener protocol '${protocol}' must be one of '${legal?.join(", ")}'`, "protocol"),
    ...noIf(legal !== undefined && (protocol === undefined || absent(listener["port"])) && kind !== "application", "ValidationError", "A listener protocol and port must be specified", "protocol"),
    ...certificates(change, pickTexts(listener, "certificateArn")),
    ...groupsFit(change, listener, kind),
  ];
});

/** A target group belongs to one load balancer kind, by its protocol, and to the load balancer's VPC. */
function groupsFit(change: Change, listener: Props, kind: string | undefined): Refusal[] {
  const lb = lookup(change, LB, listener["loadBalancerArn"], "arn");
  const vpc = lb === undefined ? [] : networksOf(subnetsOf(change, subnetIds(lb.inputs)));
  const named = [...pickTexts(listener, "defaultActions[].targetGroupArn"), ...pickTexts(listener, "defaultActions[].forward.targetGroups[].arn")];
  return named.flatMap(({ path, value }) => {
    const group = lookup(change, TG, value, "arn");
    if (group === undefined) return [];
    const protocol = text(prop(group, "protocol"));
    const theirs = text(prop(group, "vpcId"));
    const legal = kind === undefined ? undefined : PROTOCOLS[kind];
    return [
      ...noIf(
        legal !== undefined && protocol !== undefined && !legal.includes(protocol) && prop(group, "targetType") !== "lambda",
        "InvalidLoadBalancerAction",
        `The load balancer type does not support the protocol ${protocol} of target group '${value}'`,
        path,
      ),
      ...noIf(vpc.length === 1 && theirs !== undefined && theirs !== "" && theirs !== vpc[0], "InvalidConfigurationRequest", `The target group '${value}' and the load balancer must be in the same VPC`, path),
    ];
  });
}

/** Whether ACM has issued the certificate: validated, imported, or signed by a private authority. */
export function issued(change: Change, certificate: Entity): boolean {
  if (["certificateBody", "certificateAuthorityArn"].some((key) => given(prop(certificate, key)))) return true;
  return all(change, "acm/certificateValidation").some((validation) => validation.inputs["certificateArn"] === prop(certificate, "arn") || validation.inputs["certificateArn"] === certificate.id);
}

function certificates(change: Change, named: { path: string; value: string }[]): Refusal[] {
  return named.flatMap(({ path, value }) => {
    const certificate = lookup(change, ["acm/certificate"], value, "arn");
    return noIf(
      certificate !== undefined && !issued(change, certificate),
      "UnsupportedCertificate",
      `The certificate '${value}' must have a fully-qualified domain name, a supported signature, and a supported key size: it is not issued.`,
      path,
    );
  });
}

const moreCertificates = applyLaw("listener-certificate-issued", ["lb/listenerCertificate", "alb/listenerCertificate"], LISTENER_API, (inputs, change) =>
  certificates(change, pickTexts(inputs, "certificateArn")),
);

const ruleShape = checkLaw("listener-rule-shape", RULE, RULE_API, (rule) => [
  ...range(rule["priority"], 1, 50000, "ValidationError", "priority", `Rule priority ${String(num(rule["priority"]))} must be between 1 and 50000`),
  ...noIf(Array.isArray(rule["conditions"]) && rule["conditions"].length === 0, "ValidationError", "A condition must be specified", "conditions"),
  ...items(rule["conditions"]).flatMap((one, index) => {
    const kinds = Object.entries(fields(one)).filter(([, value]) => given(value) && !(Array.isArray(value) && value.length === 0));
    return noIf(kinds.length > 1, "ValidationError", `A condition has exactly one field, not ${kinds.map(([key]) => key).join(", ")}`, `conditions[${index}]`);
  }),
  ...actions(rule["actions"], "actions"),
]);

const rulePriority = applyLaw("listener-rule-priority", RULE, RULE_API, (rule, change) =>
  noIf(
    num(rule["priority"]) !== undefined &&
      others(change, ...RULE).some((other) => other.inputs["listenerArn"] === rule["listenerArn"] && num(prop(other, "priority")) === num(rule["priority"])),
    "PriorityInUse",
    `Priority '${num(rule["priority"])}' is currently in use`,
    "priority",
  ),
);

const groupShape = checkLaw("target-group-shape", TG, TG_API, (group) => {
  const type = text(group["targetType"]) || "instance";
  const known = settled(group["targetType"]);
  const protocol = text(group["protocol"])?.toUpperCase();
  const check = fields(group["healthCheck"]);
  const lambda = type === "lambda" && known;
  const web = protocol === "HTTP" || protocol === "HTTPS";
  const interval = num(check["interval"]) ?? (lambda ? 35 : 30);
  const timeout = num(check["timeout"]);
  const stickiness = text(fields(group["stickiness"])["type"]);
  const probe = text(check["protocol"])?.toUpperCase();
  return [
    ...oneOf(group["targetType"], ["instance", "ip", "lambda", "alb"], "ValidationError", "targetType"),
    ...oneOf(protocol, [...PROTOCOLS["application"]!, ...PROTOCOLS["network"]!, "GENEVE"], "ValidationError", "protocol"),
    ...range(group["port"], 1, 65535, "ValidationError", "port"),
    ...noIf(known && !lambda && absent(group["port"]), "ValidationError", "A port must be specified", "port"),
    ...noIf(known && !lambda && absent(group["protocol"]), "ValidationError", "A protocol must be specified", "protocol"),
    ...noIf(known && !lambda && absent(group["vpcId"]), "ValidationError", "A VPC ID must be specified", "vpcId"),
    ...noIf(type === "alb" && protocol !== undefined && protocol !== "TCP", "ValidationError", `Protocol '${protocol}' is not supported with target type 'alb'`, "protocol"),
    ...range(group["deregistrationDelay"], 0, 3600, "ValidationError", "deregistrationDelay"),
    ...noIf(num(group["slowStart"]) !== undefined && num(group["slowStart"]) !== 0 && (num(group["slowStart"])! < 30 || num(group["slowStart"])! > 900), "ValidationError", "Slow start duration must be 0, or between 30 and 900 seconds", "slowStart"),
    ...noIf(!web && protocol !== undefined && given(group["protocolVersion"]), "ValidationError", `A protocol version cannot be specified for a target group with protocol ${protocol}`, "protocolVersion"),
    ...oneOf(text(group["protocolVersion"])?.toUpperCase(), ["HTTP1", "HTTP2", "GRPC"], "ValidationError", "protocolVersion"),
    ...range(check["interval"], 5, 300, "ValidationError", "healthCheck.interval", "Health check interval must be between 5 and 300 seconds"),
    ...range(check["timeout"], 2, 120, "ValidationError", "healthCheck.timeout", "Health check timeout must be between 2 and 120 seconds"),
    ...range(check["healthyThreshold"], 2, 10, "ValidationError", "healthCheck.healthyThreshold", "Healthy threshold count must be between 2 and 10"),
    ...range(check["unhealthyThreshold"], 2, 10, "ValidationError", "healthCheck.unhealthyThreshold", "Unhealthy threshold count must be between 2 and 10"),
    ...noIf(timeout !== undefined && settled(check["interval"]) && timeout >= interval && (web || lambda), "ValidationError", `Health check interval (${interval}) must be greater than the timeout (${timeout})`, "healthCheck.timeout"),
    ...oneOf(probe, ["HTTP", "HTTPS", "TCP"], "ValidationError", "healthCheck.protocol"),
    ...noIf(web && probe === "TCP", "ValidationError", "Health check protocol 'TCP' is not supported for target groups with the protocol 'HTTP' or 'HTTPS'", "healthCheck.protocol"),
    ...noIf(probe === "TCP" && (given(check["path"]) || given(check["matcher"])), "ValidationError", "A health check path or matcher cannot be specified for TCP health checks", "healthCheck.path"),
    ...noIf(text(check["path"]) !== undefined && check["path"] !== "" && !(/^\//.test(text(check["path"])!) && text(check["path"])!.length <= 1024), "ValidationError", `Health check path '${text(check["path"])}' must begin with a '/' character and have at most 1024 characters`, "healthCheck.path"),
    ...noIf(web && stickiness !== undefined && stickiness !== "lb_cookie" && stickiness !== "app_cookie", "InvalidConfigurationRequest", `Stickiness type '${stickiness}' is not supported for target groups with the ${protocol} protocol`, "stickiness.type"),
    ...noIf(["TCP", "UDP", "TCP_UDP", "TLS"].includes(protocol ?? "") && (stickiness === "lb_cookie" || stickiness === "app_cookie") && flag(fields(group["stickiness"])["enabled"]) !== false, "InvalidConfigurationRequest", `Stickiness type '${stickiness}' is not supported for target groups with the ${protocol} protocol`, "stickiness.type"),
    ...range(fields(group["stickiness"])["cookieDuration"], 1, 604800, "ValidationError", "stickiness.cookieDuration", "Stickiness cookie duration must be between 1 and 604800 seconds"),
  ];
});

const logBucket = applyLaw("load-balancer-log-bucket", LB, LB_API, (lb, change) =>
  ["accessLogs", "connectionLogs", "healthCheckLogs"].flatMap((key) => {
    const logs = fields(lb[key]);
    const bucket = text(logs["bucket"]);
    if (flag(logs["enabled"]) !== true || bucket === undefined) return [];
    const found = all(change, "s3/bucket", "s3/bucketV2").find((one) => one.id === bucket || prop(one, "bucket") === bucket);
    return [
      ...noIf(found === undefined, "InvalidConfigurationRequest", `Access Denied for bucket: ${bucket}. Please check S3bucket permission: the bucket does not exist`, `${key}.bucket`),
      ...noIf(found !== undefined && found.region !== change.region, "InvalidConfigurationRequest", `The bucket ${bucket} must be in the region of the load balancer`, `${key}.bucket`),
    ];
  }),
);

/** Laws of load balancing. */
export const elbv2Laws: readonly Law[] = [
  lbShape, lbNetwork, lbProtected, logBucket, listenerShape, listenerWorld, moreCertificates, ruleShape, rulePriority, groupShape,
];
