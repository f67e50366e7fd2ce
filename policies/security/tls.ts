/**
 * Certificates in use, that is encryption on the wire at the edge: PRC-006, PRC-112, OPT-44.
 */
import { dig, flag, list, number, quoted, record, strings, text, word } from "../inputs.ts";
import type { Node } from "../graph.ts";
import { examine, notApplicable, type ResourceRule, type Rule } from "../rule.ts";
import { CLASSIC_LOAD_BALANCER, DISTRIBUTION, LISTENERS } from "../types.ts";
import { behaviours } from "../distributions.ts";

/**
 * Predefined security policies of Application and Network Load Balancers that speak TLS 1.2 and newer only
 * (Elastic Load Balancing User Guide, "Security policies"): TLS 1.3, FIPS and post-quantum ones included.
 */
const MODERN_POLICIES: ReadonlySet<string> = new Set(
  [
    "TLS-1-2-2017-01", "TLS-1-2-Ext-2018-06", "FS-1-2-2019-08", "FS-1-2-Res-2019-08", "FS-1-2-Res-2020-10",
    "TLS13-1-2-2021-06", "TLS13-1-2-Res-2021-06", "TLS13-1-2-Ext1-2021-06", "TLS13-1-2-Ext2-2021-06", "TLS13-1-3-2021-06",
    "TLS13-1-2-FIPS-2023-04", "TLS13-1-2-Res-FIPS-2023-04", "TLS13-1-2-Ext0-FIPS-2023-04", "TLS13-1-2-Ext1-FIPS-2023-04",
    "TLS13-1-2-Ext2-FIPS-2023-04", "TLS13-1-3-FIPS-2023-04",
    "TLS13-1-2-PQ-2025-09", "TLS13-1-2-Res-PQ-2025-09", "TLS13-1-2-Ext1-PQ-2025-09", "TLS13-1-2-Ext2-PQ-2025-09", "TLS13-1-3-PQ-2025-09",
    "TLS13-1-2-FIPS-PQ-2025-09", "TLS13-1-2-Res-FIPS-PQ-2025-09", "TLS13-1-2-Ext0-FIPS-PQ-2025-09", "TLS13-1-2-Ext1-FIPS-PQ-2025-09",
    "TLS13-1-2-Ext2-FIPS-PQ-2025-09", "TLS13-1-3-FIPS-PQ-2025-09",
  ].map((name) => `ELBSecurityPolicy-${name}`),
);

/** The least minor version of TLS 1 that a listener's policy speaks; undefined where it is older than 1.2 or not known. */
function listenerFloor(policy: string | undefined): number | undefined {
  if (policy === undefined || !MODERN_POLICIES.has(policy)) return undefined;
  return policy.includes("-TLS13-1-3-") ? 3 : 2;
}

const plainHttp: ResourceRule = {
  name: "listener-https",
  items: ["PRC-010", "PRC-112", "OPT-38", "OPT-44"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.1" }, { name: "CIS EKS", reference: "5.4.5" }, { name: "NIST 800-53", reference: "SC-8" }],
  demands: "An HTTP listener does nothing but redirect to HTTPS.",
  why: "Passwords and session cookies would cross the network in the clear.",
  remediation: "Make the default action a redirect with protocol HTTPS, or the listener an HTTPS one.",
  looksAt: LISTENERS,
  judge(node) {
    // HTTP is the default of Application Load Balancers; Gateway Load Balancers have neither protocol nor port.
    const protocol = text(node.props["protocol"])?.toUpperCase() ?? (number(node.props["port"]) === undefined ? undefined : "HTTP");
    if (protocol === undefined) return notApplicable("a listener of a Gateway Load Balancer has no protocol");
    if (protocol !== "HTTP") return notApplicable(`the protocol is ${protocol}`);
    return examine((check) => {
      const actions = list(node.props["defaultActions"]);
      check.that(() => actions.length > 0, "it has no action", "defaultActions");
      check.each(() => actions, (action, index) => {
        const redirects = dig(action, "type") === "redirect" && dig(action, "redirect", "protocol") === "HTTPS";
        if (!redirects) check.fail(`it answers ${quoted(dig(action, "type"))} over HTTP instead of redirecting to HTTPS`, `defaultActions[${index}]`);
      });
    });
  },
};

const modernPolicy: ResourceRule = {
  name: "listener-tls-minimum",
  items: ["PRC-112", "OPT-38"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SC-13" }],
  demands: "HTTPS and TLS listeners speak TLS 1.2 or newer.",
  why: "TLS 1.0 and 1.1 can be broken and are refused by auditors.",
  remediation: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06 or a stricter one.",
  thresholds: ["tlsMinorVersion"],
  looksAt: LISTENERS,
  judge(node, { thresholds }) {
    const protocol = text(node.props["protocol"])?.toUpperCase();
    if (protocol !== "HTTPS" && protocol !== "TLS") return notApplicable("the listener does not end TLS");
    const policy = node.props["sslPolicy"];
    return examine((check) => {
      const floor = listenerFloor(text(policy));
      if (floor === undefined) check.fail(`sslPolicy is ${quoted(policy)}; the default, ELBSecurityPolicy-2016-08, speaks TLS 1.0`, "sslPolicy");
      else if (floor < thresholds.tlsMinorVersion) check.fail(`sslPolicy is ${quoted(policy)}, which speaks TLS 1.${floor}`, "sslPolicy");
    });
  },
};

const classic: ResourceRule = {
  name: "classic-load-balancer-https",
  items: ["PRC-112", "OPT-44"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.3" }],
  demands: "Every listener of a Classic Load Balancer is HTTPS or SSL.",
  why: "It cannot redirect; what it listens to in the clear it serves in the clear.",
  remediation: "Move to an Application Load Balancer, or set lbProtocol to https and a certificate.",
  looksAt: [CLASSIC_LOAD_BALANCER],
  judge(node) {
    return examine((check) => {
      check.that(() => list(node.props["listeners"]).length > 0, "it has no listeners", "listeners");
      check.each(() => list(node.props["listeners"]), (listener, index) => {
        const protocol = dig(listener, "lbProtocol");
        if (!/^(https|ssl)$/i.test(text(protocol) ?? "")) check.fail(`lbProtocol is ${quoted(protocol)}`, `listeners[${index}].lbProtocol`);
      });
    });
  },
};

/** Security policies of CloudFront with TLS 1.2 or newer, by minor version (CloudFront Developer Guide, "Supported protocols and ciphers"). */
const MODERN_VIEWER = /^TLSv1\.(?:(2)_(?:2018|2019|2021|2025)|(3)_2025)$/;

const viewerTls: ResourceRule = {
  name: "distribution-tls-minimum",
  items: ["PRC-006", "PRC-112", "OPT-50"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.7" }],
  demands: "CloudFront serves a certificate of ours and speaks TLS 1.2 or newer.",
  why: "With the default certificate CloudFront accepts TLS 1.0, whatever minimumProtocolVersion says.",
  remediation: "Set viewerCertificate.acmCertificateArn and minimumProtocolVersion TLSv1.2_2021.",
  thresholds: ["tlsMinorVersion"],
  looksAt: [DISTRIBUTION],
  judge(node, { thresholds }) {
    return examine((check) => {
      const certificate = node.props["viewerCertificate"];
      check.that(() => word(dig(certificate, "cloudfrontDefaultCertificate") ?? false) !== "true", "it serves CloudFront's own certificate", "viewerCertificate.cloudfrontDefaultCertificate");
      const version = dig(certificate, "minimumProtocolVersion");
      check.that(() => Number(minorOf(MODERN_VIEWER, text(version))) >= thresholds.tlsMinorVersion, `minimumProtocolVersion is ${quoted(version)}; the default is TLSv1`, "viewerCertificate.minimumProtocolVersion");
    });
  },
};

const viewerHttps: ResourceRule = {
  name: "distribution-viewer-https",
  items: ["PRC-010", "PRC-112", "OPT-44"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.3" }],
  demands: "CloudFront serves viewers over HTTPS only, redirecting or refusing HTTP.",
  why: "Passwords and session cookies would cross the network in the clear.",
  remediation: "Set viewerProtocolPolicy to redirect-to-https or https-only in every behaviour.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    return examine((check) => {
      for (const { read, path } of behaviours(node, check)) {
        check.part(() => {
          const policy = dig(read(), "viewerProtocolPolicy");
          if (policy !== "redirect-to-https" && policy !== "https-only") check.fail(`viewerProtocolPolicy is ${quoted(policy)}`, `${path}.viewerProtocolPolicy`);
        });
      }
    });
  },
};

const OUTDATED = ["SSLv3", "TLSv1", "TLSv1.1"];

const originHttps: ResourceRule = {
  name: "distribution-origin-https",
  items: ["PRC-112", "OPT-38"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.9" }, { name: "AWS FSBP", reference: "CloudFront.10" }],
  demands: "CloudFront speaks to custom origins over HTTPS with TLS 1.2.",
  why: "What viewers sent encrypted would travel on in the clear.",
  remediation: "Set originProtocolPolicy to https-only and originSslProtocols to [TLSv1.2].",
  looksAt: [DISTRIBUTION],
  judge(node) {
    return examine((check) =>
      check.each(() => list(node.props["origins"]), (origin, index) => {
        // With match-viewer the origin is spoken to as the viewer spoke to CloudFront.
        const asViewer = () => dig(origin, "customOriginConfig", "originProtocolPolicy") === "match-viewer" && viewersUseHttps(node, dig(origin, "originId"));
        const custom = record(dig(origin, "customOriginConfig"));
        // Buckets and VPC origins: the first is HTTPS always, the second is decided at the VpcOrigin.
        if (custom === undefined) return;
        const path = `origins[${index}].customOriginConfig`;
        check.that(() => custom["originProtocolPolicy"] === "https-only" || asViewer(), () => `originProtocolPolicy is ${quoted(custom["originProtocolPolicy"])}`, `${path}.originProtocolPolicy`);
        check.part(() => {
          const outdated = strings(custom["originSslProtocols"]).filter((protocol) => OUTDATED.includes(protocol));
          if (outdated.length > 0) check.fail(`it accepts ${outdated.join(", ")}`, `${path}.originSslProtocols`);
        });
      }),
    );
  },
};

/** Whether every behaviour that leads to the origin, and there is one, takes HTTPS only. */
function viewersUseHttps(node: Node, originId: unknown): boolean {
  const all = [...list(node.props["defaultCacheBehavior"]), ...list(node.props["orderedCacheBehaviors"])].filter((behaviour) => dig(behaviour, "targetOriginId") === originId);
  return all.length > 0 && all.every((behaviour) => ["redirect-to-https", "https-only"].includes(word(dig(behaviour, "viewerProtocolPolicy"))));
}

const vpcOrigin: ResourceRule = {
  name: "vpc-origin-https",
  items: ["PRC-112"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.9" }],
  demands: "CloudFront speaks to VPC origins over HTTPS with TLS 1.2.",
  why: "What viewers sent encrypted would travel on in the clear.",
  remediation: "Set originProtocolPolicy to https-only and originSslProtocols to TLSv1.2.",
  looksAt: ["aws:cloudfront/vpcOrigin:VpcOrigin"],
  judge(node) {
    return examine((check) => {
      const config = node.props["vpcOriginEndpointConfig"];
      const path = "vpcOriginEndpointConfig";
      check.that(() => dig(config, "originProtocolPolicy") === "https-only", () => `originProtocolPolicy is ${quoted(dig(config, "originProtocolPolicy"))}`, `${path}.originProtocolPolicy`);
      check.that(() => !strings(dig(config, "originSslProtocols", "items")).some((protocol) => OUTDATED.includes(protocol)), "it accepts outdated protocols", `${path}.originSslProtocols`);
    });
  },
};

/** Predefined policy of Classic Load Balancers without TLS 1.0 and 1.1 (AWS Security Hub ELB.8). */
const MODERN_CLASSIC = "ELBSecurityPolicy-TLS-1-2-2017-01";

const classicPolicy: ResourceRule = {
  name: "classic-load-balancer-tls-minimum",
  items: ["PRC-112", "OPT-38"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.8" }],
  demands: "TLS policies of Classic Load Balancers allow TLS 1.2 only.",
  why: "TLS 1.0 and 1.1 can be broken and are refused by auditors.",
  remediation: `Set the attribute Reference-Security-Policy to ${MODERN_CLASSIC}.`,
  looksAt: ["aws:elb/loadBalancerPolicy:LoadBalancerPolicy", "aws:elb/sslNegotiationPolicy:SslNegotiationPolicy"],
  judge(node) {
    const general = node.type === "aws:elb/loadBalancerPolicy:LoadBalancerPolicy";
    if (general && node.props["policyTypeName"] !== "SSLNegotiationPolicyType") return notApplicable("it is no TLS policy");
    const property = general ? "policyAttributes" : "attributes";
    return examine((check) => {
      const attributes = list(node.props[property]);
      const value = (name: string) => dig(attributes.find((attribute) => dig(attribute, "name") === name), "value");
      const reference = value("Reference-Security-Policy");
      if (reference !== undefined) return check.that(() => reference === MODERN_CLASSIC, `Reference-Security-Policy is ${quoted(reference)}`, property);
      const outdated = ["Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1"].filter((name) => flag(value(name)) === true);
      check.that(() => outdated.length === 0, `it allows ${outdated.join(", ")}`, property);
      check.that(() => flag(value("Protocol-TLSv1.2")) === true, "it does not allow TLS 1.2", property);
    });
  },
};

/**
 * Security policies of API Gateway with TLS 1.2 or newer, by minor version (API Gateway Developer Guide, "Security policies
 * for custom domains"): `TLS13_1_2` speaks both.
 */
const MODERN_API = /^(?:TLS_1_(2)|SecurityPolicy_TLS(?:13_1_([23])|1([23])(?!_1_))_[A-Za-z0-9_]{1,60})$/;

/** The minor version that an expression finds in one of its groups; undefined, which is less than any, where it finds none. */
function minorOf(expression: RegExp, name: string | undefined): string | undefined {
  return expression.exec(name ?? "")?.slice(1).find((group) => group !== undefined);
}

const apiDomain: ResourceRule = {
  name: "api-domain-tls-minimum",
  items: ["PRC-112", "OPT-38"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SC-13" }],
  demands: "Domains of API Gateway speak TLS 1.2 or newer.",
  why: "TLS 1.0 and 1.1 can be broken and are refused by auditors.",
  remediation: "Set securityPolicy to TLS_1_2 or a policy with TLS 1.3.",
  thresholds: ["tlsMinorVersion"],
  looksAt: ["aws:apigateway/domainName:DomainName", "aws:apigatewayv2/domainName:DomainName"],
  judge(node, { thresholds }) {
    const [value, path] = node.type === "aws:apigateway/domainName:DomainName"
      ? [() => node.props["securityPolicy"], "securityPolicy"]
      : [() => dig(node.props["domainNameConfiguration"], "securityPolicy"), "domainNameConfiguration.securityPolicy"];
    return examine((check) => check.that(() => Number(minorOf(MODERN_API, text(value()))) >= thresholds.tlsMinorVersion, () => `securityPolicy is ${quoted(value())}; left out it may be TLS_1_0`, path));
  },
};

export const rules: readonly Rule[] = [classicPolicy, apiDomain, plainHttp, modernPolicy, classic, viewerTls, viewerHttps, originHttps, vpcOrigin];
