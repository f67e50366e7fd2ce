/** Certificates, distributions, web ACLs and DNS: what depends on each other. */
import type { Change, Law } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, given, items, lookup, no, noIf, num, oneOf, others, parseArn, prop, repeated, settled, text, texts } from "./kit.ts";
import { issued } from "./elbv2.ts";
import { networksOf, subnetsOf } from "./zones.ts";

const CERTIFICATE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html";
const ALIAS = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html";
const ACM = "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html";
const VPC_ORIGIN = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html";

/** Whether a certificate's name covers a host: the same, or one label below a wildcard. */
export function covers(name: string, host: string): boolean {
  const [wanted, mine] = [host.toLowerCase(), name.toLowerCase()];
  if (wanted === mine) return true;
  return mine.startsWith("*.") && wanted.slice(wanted.indexOf(".")) === mine.slice(1) && !wanted.startsWith(".");
}

const viewerCertificate = applyLaw("cloudfront-certificate-usable", ["cloudfront/distribution"], CERTIFICATE, (distribution, change) => {
  const arn = text(fields(distribution["viewerCertificate"])["acmCertificateArn"]);
  const parts = parseArn(arn);
  if (arn === undefined || parts === undefined || parts.region !== "us-east-1" || parts.account !== change.account) return [];
  const certificate = all(change, "acm/certificate").find((one) => one.id === arn || prop(one, "arn") === arn);
  const property = "viewerCertificate.acmCertificateArn";
  if (certificate === undefined || !issued(change, certificate)) {
    return no("InvalidViewerCertificate", `The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain. (${arn})`, property);
  }
  const names = [text(prop(certificate, "domainName")), ...texts(prop(certificate, "subjectAlternativeNames"))].filter((name) => name !== undefined && name !== "");
  const bare = names.length === 0 ? [] : texts(distribution["aliases"]).filter((alias) => !names.some((name) => covers(name!, alias)));
  return bare.flatMap((alias) =>
    no("InvalidViewerCertificate", `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add: ${alias}. For more details, see ${ALIAS}`, "aliases"),
  );
});

const aliasOnce = applyLaw("cloudfront-alias-once", ["cloudfront/distribution"], ALIAS, (distribution, change) => {
  const taken = new Set(others(change, "cloudfront/distribution").flatMap((other) => texts(other.inputs["aliases"]).map((alias) => alias.toLowerCase())));
  return texts(distribution["aliases"])
    .filter((alias) => taken.has(alias.toLowerCase()))
    .flatMap((alias) => no("CNAMEAlreadyExists", `One or more of the CNAMEs you provided are already associated with a different resource. (${alias})`, "aliases"));
});

const webAcl = applyLaw("cloudfront-web-acl", ["cloudfront/distribution"], "https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html", ({ webAclId }, change) => {
  const arn = parseArn(webAclId);
  if (arn?.service !== "wafv2" || arn.account !== change.account || !arn.resource.startsWith("global/")) return [];
  const found = all(change, "wafv2/webAcl").some((acl) => prop(acl, "arn") === webAclId);
  return noIf(!found, "InvalidWebACLId", `The specified web ACL does not exist: ${text(webAclId)}`, "webAclId");
});

const vpcOrigin = applyLaw("cloudfront-vpc-origin", ["cloudfront/vpcOrigin"], VPC_ORIGIN, (inputs, change) => {
  const arn = text(fields(inputs["vpcOriginEndpointConfig"])["arn"]);
  const lb = all(change, "lb/loadBalancer", "alb/loadBalancer").find((one) => one.id === arn || prop(one, "arn") === arn);
  if (lb === undefined) return [];
  const vpcs = networksOf(subnetsOf(change, texts(lb.inputs["subnets"])));
  const gateways = all(change, "ec2/internetGateway", "ec2/internetGatewayAttachment").some((one) => vpcs.includes(text(one.inputs["vpcId"]) ?? ""));
  return [
    ...noIf(prop(lb, "internal") !== true, "InvalidArgument", `The load balancer ${arn} of a VPC origin must be internal.`, "vpcOriginEndpointConfig.arn"),
    ...noIf(prop(lb, "loadBalancerType") === "gateway", "InvalidArgument", "A Gateway Load Balancer cannot be a VPC origin.", "vpcOriginEndpointConfig.arn"),
    ...noIf(vpcs.length === 1 && !gateways, "InvalidArgument", `The VPC ${vpcs[0]} of a VPC origin must have an internet gateway.`, "vpcOriginEndpointConfig.arn"),
  ];
});

const DOMAIN = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/;

const certificate = checkLaw("acm-certificate-request", ["acm/certificate"], ACM, (inputs) => {
  const imported = given(inputs["certificateBody"]);
  const asked = given(inputs["domainName"]);
  const private_ = given(inputs["certificateAuthorityArn"]);
  const names = [["domainName", text(inputs["domainName"])] as const, ...texts(inputs["subjectAlternativeNames"]).map((name, index) => [`subjectAlternativeNames[${index}]`, name] as const)];
  const common = text(inputs["domainName"]);
  return [
    ...noIf(!imported && settled(inputs["certificateBody"]) && absent(inputs["domainName"]), "ValidationException", "A certificate needs a domain name, or a body to import.", "domainName"),
    ...noIf(imported && absent(inputs["privateKey"]) && absent(inputs["privateKeyWo"]), "ValidationException", "A certificate that is imported needs its private key.", "privateKey"),
    ...noIf(imported && given(inputs["validationMethod"]), "ValidationException", "A certificate that is imported has no validation method.", "validationMethod"),
    ...noIf(asked && absent(inputs["certificateBody"]) && !private_ && settled(inputs["certificateAuthorityArn"]) && absent(inputs["validationMethod"]), "ValidationException", "A public certificate needs a validation method.", "validationMethod"),
    ...oneOf(inputs["validationMethod"], ["DNS", "EMAIL", "HTTP", "NONE"], "ValidationException", "validationMethod"),
    ...oneOf(inputs["keyAlgorithm"], ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"], "ValidationException", "keyAlgorithm"),
    ...names.flatMap(([property, name]) => noIf(name !== undefined && name !== "" && (!DOMAIN.test(name) || name.length > 253), "ValidationException", `Value '${name}' at '${property}' failed to satisfy constraint: it is not a fully qualified domain name.`, property)),
    ...noIf(common !== undefined && common.length > 64, "InvalidDomainValidationOptionsException", `The first domain name you provide cannot exceed 64 octets, including periods: ${common}`, "domainName"),
    ...noIf(texts(inputs["subjectAlternativeNames"]).length > 99, "LimitExceededException", "A certificate has at most 100 names.", "subjectAlternativeNames"),
  ];
});

const validation = applyLaw("acm-validation-records", ["acm/certificateValidation"], "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html", (inputs, change) => {
  const found = lookup(change, ["acm/certificate"], inputs["certificateArn"], "arn");
  if (found === undefined) return [];
  const method = prop(found, "validationMethod");
  return noIf(given(inputs["validationRecordFqdns"]) && method !== "DNS" && given(method), "InvalidParameterCombination", "validationRecordFqdns is only valid for DNS validation.", "validationRecordFqdns");
});

const ZONES = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html";

/** Route 53's host names: labels of at most 63 characters, 255 in all; `*` alone in a label and escapes allowed. */
function dnsName(name: string): boolean {
  const plain = name.replace(/\.$/, "");
  return plain.length <= 255 && plain.split(".").every((label) => label.length > 0 && label.length <= 63 && /^([\x21-\x7e]+)$/.test(label));
}

const ROUTING = ["weightedRoutingPolicies", "failoverRoutingPolicies", "latencyRoutingPolicies", "geolocationRoutingPolicies", "geoproximityRoutingPolicy", "cidrRoutingPolicy"];

const record = checkLaw("route53-record-shape", ["route53/record"], ZONES, (inputs) => {
  const alias = items(inputs["aliases"]).length > 0 || !settled(inputs["aliases"]);
  const records = items(inputs["records"]);
  const type = text(inputs["type"]);
  const name = text(inputs["name"]);
  const routed = ROUTING.filter((key) => given(inputs[key]) && !(Array.isArray(inputs[key]) && items(inputs[key]).length === 0));
  const multi = given(inputs["multivalueAnswerRoutingPolicy"]) && inputs["multivalueAnswerRoutingPolicy"] !== false;
  const values = records.filter((one): one is string => typeof one === "string");
  return [
    ...oneOf(type, ["A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"], "InvalidInput", "type"),
    ...noIf(alias && (given(inputs["ttl"]) || records.length > 0) && settled(inputs["aliases"]), "InvalidInput", "Invalid request: An alias record takes no TTL and no records.", "aliases"),
    ...noIf(!alias && absentRecords(inputs), "InvalidInput", "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none.", "records"),
    ...noIf(!alias && !absentRecords(inputs) && absent(inputs["ttl"]), "InvalidInput", "Invalid request: Expected all of [TTL, and ResourceRecords]: TTL is missing.", "ttl"),
    ...noIf(num(inputs["ttl"]) !== undefined && (num(inputs["ttl"])! < 0 || num(inputs["ttl"])! > 2147483647), "InvalidInput", `Invalid TTL ${num(inputs["ttl"])}`, "ttl"),
    ...noIf(name !== undefined && name !== "" && !dnsName(name), "InvalidChangeBatch", `FATAL problem: DomainLabelTooLong or DomainTooLong encountered with '${name}'`, "name"),
    ...noIf(routed.length + (multi ? 1 : 0) > 1, "InvalidInput", `A record has one routing policy, not ${routed.join(", ")}.`, routed[0]),
    ...noIf((routed.length > 0 || multi) && absent(inputs["setIdentifier"]), "InvalidInput", "Invalid request: Missing field 'SetIdentifier' in ResourceRecordSet", "setIdentifier"),
    ...noIf(given(inputs["setIdentifier"]) && routed.length === 0 && !multi && settled(inputs["multivalueAnswerRoutingPolicy"]) && ROUTING.every((key) => settled(inputs[key])), "InvalidInput", "A set identifier needs a routing policy.", "setIdentifier"),
    ...noIf(multi && items(inputs["aliases"]).length > 0, "InvalidInput", "Multivalue answer records cannot be aliases.", "multivalueAnswerRoutingPolicy"),
    ...noIf(type === "CNAME" && records.length > 1, "InvalidChangeBatch", `InvalidChangeBatch: [Tried to create CNAME ${name} with ${records.length} values]`, "records"),
    ...values.flatMap((value, index) => {
      const bad =
        (type === "A" && !/^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(value.trim())) ||
        (type === "AAAA" && !(value.includes(":") && /^[0-9a-fA-F:.]+$/.test(value.trim()))) ||
        (type === "MX" && !/^\d+\s+\S+$/.test(value.trim())) ||
        (type === "CAA" && !/^\d+\s+\S+\s+.+$/.test(value.trim())) ||
        (type === "SRV" && !/^\d+\s+\d+\s+\d+\s+\S+$/.test(value.trim()));
      return noIf(bad, "InvalidChangeBatch", `[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalValue (Value is not a valid ${type} record) encountered with '${value}'']`, `records[${index}]`);
    }),
  ];
});

function absentRecords(inputs: Change["inputs"]): boolean {
  return settled(inputs["records"]) && items(inputs["records"]).length === 0;
}

/** A record's whole name in its zone, as the provider completes it. */
function complete(name: string, zone: string): string {
  const [plain, root] = [name.replace(/\.$/, "").toLowerCase(), zone.replace(/\.$/, "").toLowerCase()];
  return plain === "" ? root : plain === root || plain.endsWith(`.${root}`) || name.endsWith(".") ? plain : `${plain}.${root}`;
}

const recordPlace = applyLaw("route53-record-place", ["route53/record"], ZONES, (inputs, change) => {
  const id = text(inputs["zoneId"])?.replace("/hostedzone/", "");
  const zone = lookup(change, ["route53/zone"], id, "zoneId");
  const root = zone === undefined ? undefined : text(prop(zone, "name"));
  if (root === undefined) return [];
  const name = complete(text(inputs["name"]) ?? "", root);
  const apex = root.replace(/\.$/, "").toLowerCase();
  const siblings = others(change, "route53/record").filter((other) => text(other.inputs["zoneId"])?.replace("/hostedzone/", "") === id && complete(text(other.inputs["name"]) ?? "", root) === name);
  const same = siblings.find((other) => other.inputs["type"] === inputs["type"] && (other.inputs["setIdentifier"] ?? "") === (inputs["setIdentifier"] ?? ""));
  const mixed = siblings.find((other) => other.inputs["type"] === inputs["type"] && given(other.inputs["setIdentifier"]) !== given(inputs["setIdentifier"]));
  const cname = siblings.find((other) => (other.inputs["type"] === "CNAME") !== (inputs["type"] === "CNAME"));
  const aliasType = items(inputs["aliases"]).length > 0;
  return [
    ...noIf(!(name === apex || name.endsWith(`.${apex}`)), "InvalidChangeBatch", `[RRSet with DNS name ${name}. is not permitted in zone ${apex}.]`, "name"),
    ...noIf(same !== undefined && inputs["allowOverwrite"] !== true, "InvalidChangeBatch", `[Tried to create resource record set [name='${name}.', type='${text(inputs["type"])}'] but it already exists]`, "name"),
    ...noIf(same === undefined && mixed !== undefined, "InvalidChangeBatch", `[RRSet with DNS name ${name}., type ${text(inputs["type"])} cannot be created as simple and non-simple record sets cannot share a name]`, "setIdentifier"),
    ...noIf(cname !== undefined, "InvalidChangeBatch", `[RRSet of type CNAME with DNS name ${name}. is not permitted as it conflicts with other records with the same DNS name in zone ${apex}.]`, "type"),
    ...noIf(inputs["type"] === "CNAME" && name === apex && !aliasType, "InvalidChangeBatch", `[RRSet of type CNAME with DNS name ${name}. is not permitted at apex in zone ${apex}.]`, "type"),
  ];
});

const zoneEmpty = applyLaw(
  "route53-zone-not-empty",
  ["route53/zone"],
  "https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html",
  (inputs, change) => {
    if ({ ...inputs, ...change.olds }["forceDestroy"] === true) return [];
    const self = lookup(change, ["route53/zone"], change.id);
    const root = self === undefined ? undefined : text(prop(self, "name"));
    const ids = [change.id, self === undefined ? undefined : text(prop(self, "zoneId"))].filter((one) => one !== undefined);
    const left = all(change, "route53/record").find((one) => {
      const own = root !== undefined && complete(text(one.inputs["name"]) ?? "", root) === root.replace(/\.$/, "").toLowerCase() && ["NS", "SOA"].includes(text(one.inputs["type"]) ?? "");
      return ids.includes((text(one.inputs["zoneId"]) ?? "").replace("/hostedzone/", "")) && !own;
    });
    return noIf(left !== undefined, "HostedZoneNotEmpty", `The specified hosted zone contains non-required resource record sets and so cannot be deleted. (${left?.id})`);
  },
  ["delete"],
);

const healthCheck = checkLaw("route53-health-check", ["route53/healthCheck"], "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html", (inputs) => {
  const type = text(inputs["type"]);
  const endpoint = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"].includes(type ?? "");
  const search = type?.endsWith("_STR_MATCH") === true;
  return [
    ...oneOf(type, ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"], "InvalidInput", "type"),
    ...oneOf(inputs["requestInterval"], [10, 30], "InvalidInput", "requestInterval", `Invalid request interval ${num(inputs["requestInterval"])}: it is 10 or 30.`),
    ...noIf(num(inputs["failureThreshold"]) !== undefined && (num(inputs["failureThreshold"])! < 1 || num(inputs["failureThreshold"])! > 10), "InvalidInput", "The failure threshold must be between 1 and 10.", "failureThreshold"),
    ...noIf(endpoint && absent(inputs["fqdn"]) && absent(inputs["ipAddress"]), "InvalidInput", "Invalid request: an endpoint needs a domain name or an IP address.", "fqdn"),
    ...noIf(search && absent(inputs["searchString"]), "InvalidInput", "Search string is required for this type of health check.", "searchString"),
    ...noIf(!search && type !== undefined && given(inputs["searchString"]), "InvalidInput", "A search string is only for string-matching health checks.", "searchString"),
    ...noIf(type === "TCP" && absent(inputs["port"]), "InvalidInput", "A port is required for TCP health checks.", "port"),
    ...noIf(num(inputs["port"]) !== undefined && (num(inputs["port"])! < 1 || num(inputs["port"])! > 65535), "InvalidInput", "The port must be between 1 and 65535.", "port"),
    ...noIf(Array.isArray(inputs["regions"]) && settled(inputs["regions"]) && new Set(texts(inputs["regions"])).size < 3 && texts(inputs["regions"]).length > 0, "InvalidInput", "Invalid parameter: A minimum of three regions must be specified.", "regions"),
    ...texts(inputs["regions"]).flatMap((region, index) => oneOf(region, ["us-east-1", "us-west-1", "us-west-2", "eu-west-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "sa-east-1"], "InvalidInput", `regions[${index}]`)),
    ...noIf(type === "CALCULATED" && items(inputs["childHealthchecks"]).length > 256, "InvalidInput", "A calculated health check has at most 256 children.", "childHealthchecks"),
    ...noIf(repeated(texts(inputs["regions"])).length > 0, "InvalidInput", "Health check regions must be unique.", "regions"),
  ];
});

/** Laws of certificates, DNS and the links between the parts of the edge. */
export const edgeWorldLaws: readonly Law[] = [
  viewerCertificate, aliasOnce, webAcl, vpcOrigin, certificate, validation, record, recordPlace, zoneEmpty, healthCheck,
];
