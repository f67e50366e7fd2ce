/**
 * What CloudFront, the web firewall and certificates owe visitors beside encryption: PRC-006, PRC-019, PRC-075, PRC-116.
 */
import { X509Certificate } from "node:crypto";
import { behaviours } from "../distributions.ts";
import type { Node } from "../graph.ts";
import { dig, flag, list, quoted, record, text, word } from "../inputs.ts";
import { rulesOf } from "../web-acl.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { BUCKETS, DISTRIBUTION, WEB_ACL } from "../types.ts";
import { isHidden } from "../unknown.ts";

const serverName: ResourceRule = {
  name: "distribution-server-name",
  items: ["PRC-006", "OPT-50"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.8" }],
  demands: "CloudFront tells its certificates apart by the name that the viewer asks for (SNI).",
  why: "An address of its own in every edge location costs a multiple and helps no browser of this decade.",
  remediation: "Set viewerCertificate.sslSupportMethod to sni-only.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    const certificate = node.props["viewerCertificate"];
    if (flag(dig(certificate, "cloudfrontDefaultCertificate")) === true) return notApplicable("CloudFront's own certificate needs none; another rule forbids it");
    return examine((check) => {
      const method = () => dig(certificate, "sslSupportMethod");
      check.that(() => method() === "sni-only", () => `sslSupportMethod is ${quoted(method())}`, "viewerCertificate.sslSupportMethod");
    });
  },
};

/** Viewer policies without CBC ciphers (Security Hub, CloudFront.15). */
const RECOMMENDED = ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"];

const viewerPolicy: ResourceRule = {
  name: "distribution-tls-recommended",
  items: ["PRC-112", "OPT-38"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.15" }, { name: "NIST 800-53", reference: "SC-13" }],
  demands: "CloudFront speaks to viewers with a policy of 2021 or later.",
  why: "The older policies with TLS 1.2 still take ciphers that are known to be weak.",
  remediation: "Set viewerCertificate.minimumProtocolVersion to TLSv1.2_2021 or newer.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    const certificate = node.props["viewerCertificate"];
    if (flag(dig(certificate, "cloudfrontDefaultCertificate")) === true) return notApplicable("CloudFront's own certificate takes no policy; another rule forbids it");
    const version = () => dig(certificate, "minimumProtocolVersion");
    return examine((check) => check.that(() => RECOMMENDED.includes(word(version())), () => `minimumProtocolVersion is ${quoted(version())}`, "viewerCertificate.minimumProtocolVersion"));
  },
};

/** Whether an origin is a bucket: neither custom nor in a VPC (CloudFront API, Origin). */
function isBucket(origin: unknown): boolean {
  return ["customOriginConfig", "vpcOriginConfig"].every((kind) => record(dig(origin, kind)) === undefined);
}

const rootObject: ResourceRule = {
  name: "distribution-root-object",
  items: ["PRC-019"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.1" }],
  demands: "A distribution that serves a bucket at its root names the object to serve there.",
  why: "A request for / is answered with the list of the bucket's objects otherwise, where the bucket allows it.",
  remediation: "Set defaultRootObject to index.html.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    return examine((check) => {
      const [root] = behaviours(node, check);
      const target = dig(root?.read(), "targetOriginId");
      const fromBucket = list(node.props["origins"]).some((origin) => dig(origin, "originId") === target && isBucket(origin));
      check.that(() => !fromBucket || text(node.props["defaultRootObject"]) !== undefined, "it names no root object", "defaultRootObject");
    });
  },
};

const functionOrigin: ResourceRule = {
  name: "distribution-function-private",
  items: ["PRC-019", "OPT-40"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.16" }],
  demands: "CloudFront signs its requests to the URLs of functions (origin access control).",
  why: "The function would have to answer everybody, past the firewall.",
  remediation: "Add an OriginAccessControl of type lambda and set originAccessControlId of the origin.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    return examine((check) =>
      check.each(() => list(node.props["origins"]), (origin, index) => {
        // The URL of a function is a custom origin.
        if (record(dig(origin, "customOriginConfig")) === undefined || !/\.lambda-url\.[a-z0-9-]{1,30}\.on\.aws$/.test(word(dig(origin, "domainName")))) return;
        const signed = isHidden(() => dig(origin, "originAccessControlId")) || text(dig(origin, "originAccessControlId")) !== undefined;
        check.that(() => signed, "its requests are not signed", `origins[${index}].originAccessControlId`);
      }),
    );
  },
};

/** Bucket in the name that CloudFront asks: `<bucket>.s3.<region>.amazonaws.com` and its older forms (Amazon S3 User Guide, virtual-hosted-style access). */
const BUCKET_HOST = /^(.{3,63})\.s3[.-](?:dualstack\.)?(?:[a-z0-9-]{1,30}\.)?amazonaws\.com(?:\.cn)?$/;

const bucketThere: StackRule = {
  name: "distribution-bucket-exists",
  items: ["PRC-019", "OPT-40"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.12" }],
  demands: "A bucket that CloudFront serves is one of the stack.",
  why: "Whoever takes the name of a bucket that is gone serves what he likes under our domain.",
  remediation: "Take domainName from the bucket (bucketRegionalDomainName), and remove an origin together with its bucket.",
  looksAt: "stack",
  subjects: [DISTRIBUTION],
  judge(node, _policy, graph) {
    const buckets = graph.ofType(BUCKETS);
    const linked = graph.referenced(node, "origins", BUCKETS).length > 0;
    return examine((check) =>
      check.each(() => list(node.props["origins"]), (origin, index) => {
        if (!isBucket(origin) || (linked && isHidden(() => dig(origin, "domainName")))) return;
        const [, name] = BUCKET_HOST.exec(word(dig(origin, "domainName"))) ?? [];
        check.that(() => name !== undefined && buckets.some(({ props }) => text(props["bucket"]) === name), () => `no bucket of the stack is ${quoted(dig(origin, "domainName"))}`, `origins[${index}].domainName`);
      }),
    );
  },
};

const signers: ResourceRule = {
  name: "distribution-signers-key-groups",
  items: ["PRC-019", "OPT-40"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.17" }],
  demands: "Signed URLs and cookies are checked with key groups, not with the keys of accounts.",
  why: "Keys of an account are made by its root user alone, and no policy says who may change them.",
  remediation: "Make a PublicKey and a KeyGroup, name it in trustedKeyGroups and remove trustedSigners. Paths that anybody may read need neither.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    return examine((check) => {
      for (const { read, path } of behaviours(node, check)) check.that(() => list(dig(read(), "trustedSigners")).length === 0, "it trusts the keys of accounts", `${path}.trustedSigners`);
    });
  },
};

const metrics: ResourceRule = {
  name: "web-acl-metrics",
  items: ["PRC-075", "PRC-116", "OPT-54"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "WAF.12" }, { name: "NIST 800-53", reference: "SI-4" }],
  demands: "Web ACLs and rule groups, and every rule in them, count in CloudWatch.",
  why: "An attack, and a rule that turns customers away, would be seen by nobody.",
  remediation: "Set visibilityConfig.cloudwatchMetricsEnabled to true everywhere.",
  looksAt: [WEB_ACL, "aws:wafv2/ruleGroup:RuleGroup"],
  judge(node: Node) {
    return examine((check) => {
      const counts = (holder: unknown, path: string) =>
        check.that(() => flag(dig(holder, "visibilityConfig", "cloudwatchMetricsEnabled") ?? dig(holder, "visibilityConfig", "cloudWatchMetricsEnabled")) === true, "it is not counted", `${path}visibilityConfig.cloudwatchMetricsEnabled`);
      counts(node.props, "");
      check.each(() => rulesOf(node), (rule, index) => counts(rule, `rules[${index}].`));
    });
  },
};

const CERTIFICATE = "aws:acm/certificate:Certificate";
/** Shortest RSA key that browsers take (CA/Browser Forum Baseline Requirements, 6.1.5). */
const RSA_BITS = 2048;

const strongKey: ResourceRule = {
  name: "certificate-key-strong",
  items: ["PRC-006", "OPT-50"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ACM.2" }, { name: "NIST 800-53", reference: "SC-12" }],
  demands: "RSA keys of certificates have 2048 bits or more.",
  why: "Browsers refuse shorter ones, which can be broken.",
  remediation: "Request RSA_2048 or EC_prime256v1, or import a certificate with a longer key.",
  looksAt: [CERTIFICATE, "aws:iam/serverCertificate:ServerCertificate"],
  judge(node) {
    return examine((check) => {
      // RSA_2048 where it is left out (ACM API, RequestCertificate).
      check.that(() => word(node.props["keyAlgorithm"] ?? "RSA_2048") !== "RSA_1024", "its key has 1024 bits", "keyAlgorithm");
      check.part(() => {
        const bits = rsaBits(text(node.props["certificateBody"]));
        check.that(() => bits === undefined || bits >= RSA_BITS, `its key has ${bits} bits`, "certificateBody");
      });
    });
  },
};

/** Length of the RSA key in a certificate; undefined for other keys, and for what cannot be read, which another rule refuses. */
function rsaBits(pem: string | undefined): number | undefined {
  if (pem === undefined) return undefined;
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyDetails?.modulusLength;
  } catch {
    return undefined;
  }
}

const transparency: ResourceRule = {
  name: "certificate-transparent",
  items: ["PRC-006", "OPT-50"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-17" }],
  demands: "Certificates of ACM are written to the public logs.",
  why: "Browsers refuse a certificate that no log knows.",
  remediation: "Leave options.certificateTransparencyLoggingPreference out.",
  looksAt: [CERTIFICATE],
  judge(node) {
    // On where it is left out (ACM API, CertificateOptions).
    const preference = () => dig(node.props["options"], "certificateTransparencyLoggingPreference") ?? "ENABLED";
    return examine((check) => check.that(() => preference() === "ENABLED", "it is kept out of the logs", "options.certificateTransparencyLoggingPreference"));
  },
};

export const rules: readonly Rule[] = [serverName, viewerPolicy, rootObject, functionOrigin, bucketThere, signers, metrics, strongKey, transparency];
