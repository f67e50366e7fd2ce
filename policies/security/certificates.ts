/**
 * SSL/TLS certificates installed: PRC-006…PRC-009. Encryption on the wire that uses them is in `tls.ts`.
 */
import { X509Certificate } from "node:crypto";
import type { Node } from "../graph.ts";
import { quoted, text } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { isHidden, NotYetKnown, peek } from "../unknown.ts";

const ACM = "aws:acm/certificate:Certificate";
const IAM = "aws:iam/serverCertificate:ServerCertificate";
const SELF_SIGNED = "tls:index/selfSignedCert:SelfSignedCert";

/** Whether the certificate was brought along and not issued by ACM. */
function isImported(node: Node): boolean {
  return node.type === IAM || isHidden(() => node.props["certificateBody"]) || text(node.props["certificateBody"]) !== undefined;
}

function isPrivate(node: Node): boolean {
  return isHidden(() => node.props["certificateAuthorityArn"]) || text(node.props["certificateAuthorityArn"]) !== undefined;
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

const dnsValidated: ResourceRule = {
  name: "certificate-dns-validated",
  items: ["PRC-006", "OPT-50"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ACM.1" }, { name: "CIS AWS 3.0", reference: "1.19" }],
  demands: "A certificate requested from ACM is validated by DNS.",
  why: "ACM renews certificates validated by DNS on its own; one validated by e-mail expires when nobody answers.",
  remediation: "Set validationMethod to DNS and create the validation records.",
  looksAt: [ACM],
  judge(node) {
    if (isImported(node)) return notApplicable("the certificate is imported");
    if (isPrivate(node)) return notApplicable("the certificate comes from a private authority");
    const method = node.props["validationMethod"];
    return examine((check) => check.that(() => method === "DNS", () => `validationMethod is ${quoted(method)}, not DNS`, "validationMethod"));
  },
};

const publicAuthority: ResourceRule = {
  name: "certificate-publicly-trusted",
  items: ["PRC-006", "PRC-007"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SC-17" }],
  demands: "A certificate of ACM is issued by a public authority.",
  why: "Browsers refuse certificates of a private authority.",
  remediation: "Request the certificate without certificateAuthorityArn.",
  looksAt: [ACM],
  judge(node) {
    if (isImported(node)) return notApplicable("the certificate is imported; another rule looks at who signed it");
    return examine((check) => check.that(() => !isPrivate(node), "the certificate comes from a private authority", "certificateAuthorityArn"));
  },
};

const notSelfSigned: StackRule = {
  name: "certificate-not-self-signed",
  items: ["PRC-007", "OPT-50"],
  severity: "critical",
  frameworks: [{ name: "NIST 800-53", reference: "SC-17" }],
  demands: "No imported certificate is self-signed.",
  why: "Clients cannot tell a self-signed certificate from an attacker's.",
  remediation: "Request the certificate from ACM, or import one that a public authority signed.",
  looksAt: "stack",
  subjects: [ACM, IAM],
  judge(node, _policy, graph) {
    if (!isImported(node)) return notApplicable("the certificate is issued by an authority through ACM");
    return examine((check) => {
      const [source] = graph.referenced(node, "certificateBody", [SELF_SIGNED]);
      if (source !== undefined) return check.fail(`the certificate is made by ${source.name}, which signs itself`, "certificateBody");
      const certificate = parse(text(node.props["certificateBody"]) ?? "");
      if (certificate === undefined) return check.fail("the certificate cannot be read", "certificateBody");
      check.that(() => !certificate.checkIssued(certificate), `subject and issuer are both ${quoted(certificate.subject)}`, "certificateBody");
    });
  },
};

const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";

const notExpiring: StackRule = {
  name: "certificate-not-expiring",
  items: ["PRC-008"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ACM.1" }],
  demands: "Every certificate is valid for more than 30 days.",
  why: "An expired certificate takes the site down for everyone at once.",
  remediation: "Import the renewed certificate; for certificates of ACM, validate by DNS and keep the validation records.",
  thresholds: ["certificateDays"],
  looksAt: "stack",
  subjects: [ACM, IAM],
  judge(node, { thresholds, now }, graph) {
    return examine((check) => {
      const end = expiry(node);
      if (end !== undefined) {
        const days = (end.getTime() - now.getTime()) / 86_400_000;
        return check.that(() => days > thresholds.certificateDays, `expires ${end.toISOString().slice(0, 10)}, in ${Math.floor(days)} days`, "notAfter");
      }
      if (isImported(node)) return check.fail("the certificate cannot be read", "certificateBody");
      // ACM renews what it validated by DNS by itself, 60 days before the end (ACM User Guide, "Managed certificate
      // renewal"); the validation resource exists only once the certificate is issued, whose date the state tells only after a refresh.
      if (node.props["validationMethod"] === "DNS" && graph.referrers(node, [VALIDATION], "certificateArn").length > 0) return;
      throw new NotYetKnown("the day on which the certificate ends is not known yet");
    });
  },
};

/** The last day of a certificate, as far as the provider or the certificate itself tells it. */
function expiry(node: Node): Date | undefined {
  const stated = text(peek(() => node.props[node.type === IAM ? "expiration" : "notAfter"]));
  const written = stated ?? (isImported(node) ? parse(text(node.props["certificateBody"]) ?? "")?.validTo : undefined);
  const date = written === undefined ? undefined : new Date(written);
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}

const chain: ResourceRule = {
  name: "certificate-chain-included",
  items: ["PRC-009"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-17" }],
  demands: "An imported certificate comes with its intermediate certificates.",
  why: "Clients that do not have the intermediate cannot check the certificate and refuse it.",
  remediation: "Set certificateChain to the intermediates, leaf's issuer first.",
  looksAt: [ACM, IAM],
  judge(node) {
    if (!isImported(node)) return notApplicable("ACM serves the chain of certificates it issues");
    return examine((check) => check.that(() => text(node.props["certificateChain"]) !== undefined, "there is no chain", "certificateChain"));
  },
};

export const rules: readonly Rule[] = [dnsValidated, publicAuthority, notSelfSigned, notExpiring, chain];
