/** What faces the internet: S3, CloudFront, load balancers, certificates, DNS and WAF. Source: the services' API references. */
import type { Inventor, InventContext, Props, Value } from "../types.ts";
import { arn, digest, hexOf, inventor, letters, lookup, moment, named, number, record, suffix, text, texts, uuid } from "./forms.ts";
import { loadBalancerZone, s3WebsiteZone } from "./regions.ts";

type Known = InventContext & { readonly id: string };

/** Hosted zone of every CloudFront distribution. Source: Route 53 API reference, AliasTarget. */
export const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

const upper = (context: InventContext, label: string, length: number): string => letters(hexOf(context, label, 64), length).toUpperCase();

function bucket(context: Known): Props {
  const dns = suffix(context.partition);
  const website = context.region === "eu-central-1" || !/^(us-east-1|us-west-[12]|eu-west-1|ap-southeast-[12]|ap-northeast-1|sa-east-1)$/.test(context.region) ? `s3-website.${context.region}` : `s3-website-${context.region}`;
  const hosted = context.inputs["website"] !== undefined;
  return {
    arn: arn(context, "s3", context.id, { region: "", account: "" }),
    bucketDomainName: `${context.id}.s3.${dns}`,
    bucketRegionalDomainName: `${context.id}.s3.${context.region}.${dns}`,
    bucketRegion: context.region,
    hostedZoneId: s3WebsiteZone(context.region),
    websiteDomain: hosted ? `${website}.${dns}` : "",
    websiteEndpoint: hosted ? `${context.id}.${website}.${dns}` : "",
    requestPayer: "BucketOwner",
  };
}

/** Settings of a bucket carry the bucket's name, and the expected owner where one is given. */
const setting = ({ inputs }: InventContext): string => [named(inputs, "bucket"), ...(text(inputs["expectedBucketOwner"]) === undefined ? [] : [named(inputs, "expectedBucketOwner")])].join(",");

const SETTINGS = ["Policy", "Versioning", "VersioningV2", "PublicAccessBlock", "ServerSideEncryptionConfiguration", "ServerSideEncryptionConfigurationV2", "LifecycleConfiguration", "LifecycleConfigurationV2", "OwnershipControls", "ReplicationConfig", "Logging", "LoggingV2", "ObjectLockConfiguration", "ObjectLockConfigurationV2", "Notification", "CorsConfiguration", "CorsConfigurationV2", "RequestPaymentConfiguration", "RequestPaymentConfigurationV2", "AccelerateConfiguration", "AccelerateConfigurationV2", "WebsiteConfiguration", "WebsiteConfigurationV2"];

const objectOf = (context: Known): Props => ({
  arn: arn(context, "s3", `${named(context.inputs, "bucket")}/${named(context.inputs, "key")}`, { region: "", account: "" }),
  etag: named(context.inputs, "etag", digest(JSON.stringify(context.inputs["content"] ?? context.inputs["contentBase64"] ?? null), 32)),
  versionId: letters(hexOf(context, "version", 64), 32),
  storageClass: named(context.inputs, "storageClass", "STANDARD"),
  contentType: named(context.inputs, "contentType", "application/octet-stream"),
});

export const S3: readonly Inventor[] = [
  inventor(["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"], ({ inputs }) => named(inputs, "bucket"), bucket),
  inventor(SETTINGS.map((name) => `aws:s3/bucket${name}:Bucket${name}`), setting, ({ inputs }) => ({
    // What S3 does where nothing else is asked for.
    objectLockEnabled: named(inputs, "objectLockEnabled", "Enabled"),
    transitionDefaultMinimumObjectSize: named(inputs, "transitionDefaultMinimumObjectSize", "all_storage_classes_128K"),
  })),
  inventor(["aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"], ({ inputs }) => `${named(inputs, "bucket")}/${named(inputs, "key")}`, objectOf),
  inventor(["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"], (context) => named(context.inputs, "accountId", context.account), (context) => ({ accountId: context.id })),
];

const cloudfrontArn = (context: InventContext, resource: string): string => arn(context, "cloudfront", resource, { region: "" });
const etag = (context: InventContext): string => `E${upper(context, `etag:${digest(JSON.stringify(context.inputs), 12)}`, 13)}`;

const policy = (name: string, kind: string): Inventor =>
  inventor([`aws:cloudfront/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`], (context) => uuid(context, name), (context) => ({ arn: cloudfrontArn(context, `${kind}/${context.id}`), etag: etag(context) }));

export const CLOUDFRONT: readonly Inventor[] = [
  inventor(["aws:cloudfront/distribution:Distribution"], (context) => `E${upper(context, "distribution", 13)}`, (context) => ({
    arn: cloudfrontArn(context, `distribution/${context.id}`),
    domainName: `d${letters(hexOf(context, "domain", 64), 13)}.cloudfront.net`,
    hostedZoneId: CLOUDFRONT_ZONE,
    status: "Deployed",
    etag: etag(context),
    callerReference: `pulumi-${hexOf(context, "caller", 26)}`,
    lastModifiedTime: moment(context),
    inProgressValidationBatches: 0,
    loggingV1Enabled: context.inputs["loggingConfig"] !== undefined,
    trustedKeyGroups: [{ enabled: false, items: [] }],
    trustedSigners: [{ enabled: false, items: [] }],
  })),
  inventor(["aws:cloudfront/originAccessControl:OriginAccessControl"], (context) => `E${upper(context, "oac", 13)}`, (context) => ({ arn: cloudfrontArn(context, `origin-access-control/${context.id}`), etag: etag(context) })),
  inventor(["aws:cloudfront/originAccessIdentity:OriginAccessIdentity"], (context) => `E${upper(context, "oai", 13)}`, (context) => ({
    iamArn: arn(context, "iam", `user/CloudFront Origin Access Identity ${context.id}`, { region: "", account: "cloudfront" }),
    cloudfrontAccessIdentityPath: `origin-access-identity/cloudfront/${context.id}`, s3CanonicalUserId: hexOf(context, "canonical", 96), etag: etag(context), callerReference: `pulumi-${hexOf(context, "caller", 26)}`,
  })),
  inventor(["aws:cloudfront/publicKey:PublicKey"], (context) => `K${upper(context, "key", 13)}`, (context) => ({ etag: etag(context), callerReference: `pulumi-${hexOf(context, "caller", 26)}` })),
  inventor(["aws:cloudfront/keyGroup:KeyGroup"], (context) => uuid(context, "group"), (context) => ({ etag: etag(context) })),
  inventor(["aws:cloudfront/vpcOrigin:VpcOrigin"], (context) => `vo_${letters(hexOf(context, "vo", 64), 22)}`, (context) => ({ arn: cloudfrontArn(context, `vpcorigin/${context.id}`), etag: etag(context) })),
  inventor(["aws:cloudfront/function:Function"], ({ inputs }) => named(inputs, "name"), (context) => ({ arn: cloudfrontArn(context, `function/${context.id}`), etag: etag(context), liveStageEtag: context.inputs["publish"] === false ? "" : etag(context), status: context.inputs["publish"] === false ? "UNPUBLISHED" : "UNASSOCIATED" })),
  inventor(["aws:cloudfront/monitoringSubscription:MonitoringSubscription"], ({ inputs }) => named(inputs, "distributionId")),
  inventor(["aws:cloudfront/realtimeLogConfig:RealtimeLogConfig"], (context) => cloudfrontArn(context, `realtime-log-config/${named(context.inputs, "name")}`), (context) => ({ arn: context.id })),
  policy("CachePolicy", "cache-policy"),
  policy("OriginRequestPolicy", "origin-request-policy"),
  policy("ResponseHeadersPolicy", "response-headers-policy"),
  policy("ContinuousDeploymentPolicy", "continuous-deployment-policy"),
];

/** Load balancing has two module names of one API. */
const loadBalancing = (kind: string): string[] => ["lb", "alb"].map((module) => `aws:${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`);
const SHORT: Readonly<Record<string, string>> = { application: "app", network: "net", gateway: "gwy" };

const balancerArn = (context: InventContext): string => {
  const type = named(context.inputs, "loadBalancerType", "application");
  return arn(context, "elasticloadbalancing", `loadbalancer/${SHORT[type] ?? "app"}/${named(context.inputs, "name")}/${hexOf(context, "lb", 16)}`);
};

function balancer(context: Known): Props {
  const { inputs } = context;
  const type = named(inputs, "loadBalancerType", "application");
  const label = `${inputs["internal"] === true ? "internal-" : ""}${named(inputs, "name")}`;
  const mappings = Array.isArray(inputs["subnetMappings"]) ? inputs["subnetMappings"].map((mapping) => record(mapping)["subnetId"]) : [];
  const subnets = [...texts(inputs["subnets"]), ...texts(mappings)];
  return {
    arn: context.id,
    arnSuffix: context.id.split(":loadbalancer/")[1] ?? "",
    dnsName: type === "application" ? `${label}-${1_000_000_000 + number(hexOf(context, "dns", 12), 999_999_999)}.${context.region}.elb.${suffix(context.partition)}` : `${named(inputs, "name")}-${hexOf(context, "lb", 16)}.elb.${context.region}.${suffix(context.partition)}`,
    zoneId: loadBalancerZone(context.region, type === "application" ? "application" : "network"),
    vpcId: text(lookup(context, "aws:ec2/subnet:Subnet", subnets[0])?.["vpcId"]) ?? "",
    subnets,
    internal: inputs["internal"] ?? false,
    ipAddressType: named(inputs, "ipAddressType", "ipv4"),
    loadBalancerType: type,
  };
}

export const ELBV2: readonly Inventor[] = [
  inventor(loadBalancing("LoadBalancer"), balancerArn, balancer),
  inventor(loadBalancing("TargetGroup"), (context) => arn(context, "elasticloadbalancing", `targetgroup/${named(context.inputs, "name")}/${hexOf(context, "tg", 16)}`), (context) => ({
    arn: context.id, arnSuffix: context.id.split(":").at(-1) ?? "", loadBalancerArns: [], ipAddressType: named(context.inputs, "ipAddressType", "ipv4"),
    healthCheck: { enabled: true, healthyThreshold: 3, interval: 30, matcher: "200", path: "/", port: "traffic-port", protocol: "HTTP", timeout: 5, unhealthyThreshold: 3, ...record(context.inputs["healthCheck"]) },
  })),
  inventor(loadBalancing("Listener"), (context) => `${named(context.inputs, "loadBalancerArn").replace(":loadbalancer/", ":listener/")}/${hexOf(context, "listener", 16)}`, (context) => ({
    arn: context.id,
    protocol: named(context.inputs, "protocol", "HTTP"),
    sslPolicy: named(context.inputs, "sslPolicy", /HTTPS|TLS/.test(named(context.inputs, "protocol")) ? "ELBSecurityPolicy-2016-08" : ""),
  })),
  inventor(loadBalancing("ListenerRule"), (context) => `${named(context.inputs, "listenerArn").replace(":listener/", ":listener-rule/")}/${hexOf(context, "rule", 16)}`, (context) => ({ arn: context.id, priority: context.inputs["priority"] ?? 1 })),
  inventor(loadBalancing("ListenerCertificate"), ({ inputs }) => `${named(inputs, "listenerArn")}_${named(inputs, "certificateArn")}`),
  inventor(loadBalancing("TargetGroupAttachment"), (context) => `${named(context.inputs, "targetGroupArn")}-${hexOf(context, "attachment", 26)}`),
];

/** One record proves a name and its wildcard, so both share it. */
function validation(context: InventContext, name: string): Props {
  const base = name.replace(/^\*\./, "");
  const from = digest(`${context.account}:${base}`, 32);
  return { domainName: name, resourceRecordName: `_${from}.${base}.`, resourceRecordType: "CNAME", resourceRecordValue: `_${digest(from, 32)}.${letters(digest(base, 64), 10)}.acm-validations.aws.` };
}

function certificate(context: Known): Props {
  const { inputs } = context;
  const imported = text(inputs["certificateBody"]) !== undefined;
  const names = [...new Set([named(inputs, "domainName"), ...texts(inputs["subjectAlternativeNames"])])].filter((name) => name !== "");
  const byDns = named(inputs, "validationMethod", "DNS") === "DNS";
  return {
    arn: context.id,
    domainValidationOptions: imported || !byDns ? [] : names.map((name) => validation(context, name)),
    validationEmails: imported || byDns ? [] : names.flatMap((name) => ["admin", "hostmaster", "postmaster", "webmaster"].map((box) => `${box}@${name.replace(/^\*\./, "")}`)),
    status: text(context.olds?.["status"]) ?? (imported ? "ISSUED" : "PENDING_VALIDATION"),
    type: imported ? "IMPORTED" : "AMAZON_ISSUED",
    subjectAlternativeNames: names,
    keyAlgorithm: named(inputs, "keyAlgorithm", "RSA_2048"),
    validationMethod: imported ? "NONE" : named(inputs, "validationMethod", "DNS"),
    renewalEligibility: "INELIGIBLE",
    pendingRenewal: false,
    renewalSummaries: [],
    notAfter: "",
    notBefore: "",
    options: { certificateTransparencyLoggingPreference: "ENABLED", export: "DISABLED", ...record(inputs["options"]) },
  };
}

export const ACM: readonly Inventor[] = [
  inventor(["aws:acm/certificate:Certificate"], (context) => arn(context, "acm", `certificate/${uuid(context, "certificate")}`), certificate),
  // The provider's id is the moment the certificate was issued.
  inventor(["aws:acm/certificateValidation:CertificateValidation"], (context) => moment(context).replace("T", " ").replace("Z", " +0000 UTC")),
];

function nameServers(context: InventContext): string[] {
  return ["com", "net", "org", "co.uk"].map((tld, index) => `ns-${512 * index + number(hexOf(context, `ns${tld}`, 12), 512)}.awsdns-${String(number(hexOf(context, tld, 12), 64)).padStart(2, "0")}.${tld}`);
}

function recordName({ inputs, world }: InventContext): string {
  const name = named(inputs, "name").replace(/\.$/, "").toLowerCase();
  const zone = text(world.get("aws:route53/zone:Zone", named(inputs, "zoneId"))?.outputs["name"])?.replace(/\.$/, "");
  if (zone === undefined || name === zone || name.endsWith(`.${zone}`)) return name;
  return name === "" ? zone : `${name}.${zone}`;
}

export const ROUTE53: readonly Inventor[] = [
  inventor(["aws:route53/zone:Zone"], (context) => `Z0${upper(context, "zone", 19)}`, (context) => {
    const servers = nameServers(context);
    return { zoneId: context.id, arn: arn(context, "route53", `hostedzone/${context.id}`, { region: "", account: "" }), nameServers: servers, primaryNameServer: servers[0], comment: named(context.inputs, "comment", "Managed by Pulumi") };
  }),
  inventor(["aws:route53/record:Record"], ({ inputs }) => [named(inputs, "zoneId"), named(inputs, "name").toLowerCase(), named(inputs, "type"), text(inputs["setIdentifier"])].filter((part) => part !== undefined).join("_"), (context) => ({ fqdn: recordName(context) })),
  inventor(["aws:route53/healthCheck:HealthCheck"], (context) => uuid(context, "check"), (context) => ({ arn: arn(context, "route53", `healthcheck/${context.id}`, { region: "", account: "" }) })),
  inventor(["aws:route53/queryLog:QueryLog"], (context) => uuid(context, "log"), (context) => ({ arn: arn(context, "route53", `queryloggingconfig/${context.id}`, { region: "", account: "" }) })),
  inventor(["aws:route53/hostedZoneDnsSec:HostedZoneDnsSec"], ({ inputs }) => named(inputs, "hostedZoneId")),
  inventor(["aws:route53/zoneAssociation:ZoneAssociation"], ({ inputs }) => `${named(inputs, "zoneId")}:${named(inputs, "vpcId")}`, (context) => ({ owningAccount: context.account })),
  inventor(["aws:route53/keySigningKey:KeySigningKey"], ({ inputs }) => `${named(inputs, "hostedZoneId")},${named(inputs, "name")}`, (context) => {
    const value = hexOf(context, "digest", 64).toUpperCase();
    const tag = number(hexOf(context, "tag", 12), 65_535);
    const key = Buffer.from(hexOf(context, "key", 128), "hex").toString("base64");
    return { digestAlgorithmMnemonic: "SHA-256", digestAlgorithmType: 2, digestValue: value, dnskeyRecord: `257 3 13 ${key}`, dsRecord: `${tag} 13 2 ${value}`, flag: 257, keyTag: tag, publicKey: key, signingAlgorithmMnemonic: "ECDSAP256SHA256", signingAlgorithmType: 13 };
  }),
];

const wafArn = (context: InventContext, kind: string, id: string): string => {
  const global = context.inputs["scope"] === "CLOUDFRONT";
  return arn(context, "wafv2", `${global ? "global" : "regional"}/${kind}/${named(context.inputs, "name")}/${id}`, global ? { region: "us-east-1" } : {});
};

/** Web ACL capacity units of AWS's managed rule groups. Source: "AWS Managed Rules rule groups list" in the WAF Developer Guide. */
const MANAGED_CAPACITY: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700, AWSManagedRulesAdminProtectionRuleSet: 100, AWSManagedRulesKnownBadInputsRuleSet: 200, AWSManagedRulesSQLiRuleSet: 200, AWSManagedRulesLinuxRuleSet: 200, AWSManagedRulesUnixRuleSet: 100, AWSManagedRulesWindowsRuleSet: 200, AWSManagedRulesPHPRuleSet: 100, AWSManagedRulesWordPressRuleSet: 100, AWSManagedRulesAmazonIpReputationList: 25, AWSManagedRulesAnonymousIpList: 50, AWSManagedRulesACFPRuleSet: 50, AWSManagedRulesATPRuleSet: 50, AWSManagedRulesBotControlRuleSet: 50, AWSManagedRulesAntiDDoSRuleSet: 50,
};

/** The sum over the rules: managed groups by table, rate rules 2, reference and geo rules 1, everything else 10. */
function capacity(rules: Value): number {
  return (Array.isArray(rules) ? rules : []).reduce<number>((sum, rule) => {
    const statement = record(record(rule)["statement"]);
    const managed = record(statement["managedRuleGroupStatement"])["name"];
    if (typeof managed === "string") return sum + (MANAGED_CAPACITY[managed] ?? 50);
    if (statement["rateBasedStatement"] !== undefined) return sum + 2;
    return sum + (statement["ipSetReferenceStatement"] !== undefined || statement["geoMatchStatement"] !== undefined ? 1 : 10);
  }, 0);
}

const waf = (name: string, kind: string, more: (context: Known) => Props = () => ({})): Inventor =>
  inventor([`aws:wafv2/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`], (context) => uuid(context, name), (context) => ({
    arn: wafArn(context, kind, context.id), lockToken: uuid(context, `lock:${digest(JSON.stringify(context.inputs), 12)}`), ...more(context),
  }));

export const WAFV2: readonly Inventor[] = [
  waf("WebAcl", "webacl", ({ inputs }) => ({ capacity: capacity(inputs["rules"]), applicationIntegrationUrl: "" })),
  waf("IpSet", "ipset"),
  waf("RuleGroup", "rulegroup"),
  waf("RegexPatternSet", "regexpatternset"),
  inventor(["aws:wafv2/webAclAssociation:WebAclAssociation"], ({ inputs }) => `${named(inputs, "webAclArn")},${named(inputs, "resourceArn")}`),
  inventor(["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"], ({ inputs }) => named(inputs, "resourceArn")),
];
