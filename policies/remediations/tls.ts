/**
 * TLS floors towards clients. Only values known to be too low are raised: a name that the rules have never heard of may
 * be newer than they are. What a load balancer or CloudFront speaks to a server behind it is left alone, as nobody can
 * see here what that server understands; so are policies of Classic Load Balancers, which can only be replaced.
 */
import { dig, list, record, text } from "../inputs.ts";
import { DISTRIBUTION, LISTENERS, SEARCH_DOMAINS } from "../types.ts";
import { isHidden } from "../unknown.ts";
import type { Change, Remediation } from "./remediation.ts";

/** The policy of load balancers that AWS recommended for TLS 1.2 and 1.3 without further demands. */
const LISTENER_FLOOR = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Predefined policies of load balancers that speak TLS 1.0 or 1.1. Source: Elastic Load Balancing, "Security policies". */
const LOW_LISTENERS: readonly (string | undefined)[] = [
  undefined, // 2016-08
  "ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS-1-0-2015-04", "ELBSecurityPolicy-TLS-1-1-2017-01",
  "ELBSecurityPolicy-FS-2018-06", "ELBSecurityPolicy-FS-1-1-2019-08", "ELBSecurityPolicy-TLS13-1-0-2021-06", "ELBSecurityPolicy-TLS13-1-1-2021-06",
];

/** The same with FIPS or post-quantum ciphers, each of which has a sister that starts at TLS 1.2. */
const LOW_FAMILY = /^ELBSecurityPolicy-TLS13-1-[01]-(FIPS-2023-04|PQ-2025-09|FIPS-PQ-2025-09)$/;

const listeners: Remediation = {
  policy: "listener-tls-minimum",
  kind: "tls",
  does: "Gives a listener whose policy speaks TLS 1.0 or 1.1 one that starts at TLS 1.2.",
  types: LISTENERS,
  fix({ props }) {
    const now = text(props["sslPolicy"]);
    if (LOW_LISTENERS.includes(now)) return put(LISTENER_FLOOR, "sslPolicy");
    return now !== undefined && LOW_FAMILY.test(now) ? put(now.replace(/-1-[01]-/, "-1-2-"), "sslPolicy") : [];
  },
};

/** CloudFront's policies below TLS 1.2. Source: CloudFront Developer Guide, "Supported protocols and ciphers". */
const LOW_VIEWERS: readonly (string | undefined)[] = [undefined, "SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016"];

const viewers: Remediation = {
  policy: "distribution-tls-minimum",
  kind: "tls",
  does: "Lets CloudFront speak TLS 1.2 and newer to viewers, where it has a certificate of ours: with its own it goes by none of it.",
  types: [DISTRIBUTION],
  fix({ props }) {
    const certificate = props["viewerCertificate"];
    const own = ["acmCertificateArn", "iamCertificateId"].some((key) => isHidden(() => dig(certificate, key)) || text(dig(certificate, key)) !== undefined);
    // With dedicated addresses CloudFront takes newer policies only where AWS allowed them for the account.
    const named = own && dig(certificate, "sslSupportMethod") === "sni-only";
    return named && LOW_VIEWERS.includes(text(dig(certificate, "minimumProtocolVersion"))) ? put("TLSv1.2_2021", "viewerCertificate", "minimumProtocolVersion") : [];
  },
};

const LOW_API: readonly (string | undefined)[] = [undefined, "TLS_1_0"];

const apiDomains: Remediation = {
  policy: "api-domain-tls-minimum",
  kind: "tls",
  does: "Lets domains of API Gateway start at TLS 1.2.",
  types: ["aws:apigateway/domainName:DomainName"],
  fix: ({ props }) => (LOW_API.includes(text(props["securityPolicy"])) ? put("TLS_1_2", "securityPolicy") : []),
};

/** Policies of OpenSearch with TLS 1.0. Source: OpenSearch Service API reference, DomainEndpointOptions. */
const LOW_SEARCH: readonly (string | undefined)[] = [undefined, "Policy-Min-TLS-1-0-2019-07"];

const searchDomains: Remediation = {
  policy: "data-store-encrypted-in-transit",
  kind: "tls",
  does: "Lets OpenSearch domains that say how they are reached start at TLS 1.2.",
  types: SEARCH_DOMAINS,
  fix({ props }) {
    const [options, ...more] = list(props["domainEndpointOptions"]);
    // Giving the whole block would also force HTTPS upon clients that may speak none.
    const given = more.length === 0 && record(options) !== undefined;
    return given && LOW_SEARCH.includes(text(dig(options, "tlsSecurityPolicy"))) ? put("Policy-Min-TLS-1-2-2019-07", "domainEndpointOptions", "tlsSecurityPolicy") : [];
  },
};

function put(value: string, ...path: string[]): Change[] {
  return [{ path, value }];
}

export const remediations: readonly Remediation[] = [listeners, viewers, apiDomains, searchDomains];
