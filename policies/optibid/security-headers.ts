/**
 * Infrastructure security of the platform's own checklist: OPT-43, OPT-45.
 */
import { behaviours } from "../distributions.ts";
import { atLeast, dig, flag, quoted, text, word } from "../inputs.ts";
import { isHidden } from "../unknown.ts";
import { examine, type ResourceRule, type Rule } from "../rule.ts";
import { CLASSIC_LOAD_BALANCER, DISTRIBUTION, LOAD_BALANCERS } from "../types.ts";

const headers: ResourceRule = {
  name: "response-security-headers",
  items: ["OPT-43", "OPT-44", "OPT-45", "PRC-092"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SI-10" }],
  demands: "Response headers policies set HSTS for a year, a Content-Security-Policy, nosniff, frame options and a referrer policy.",
  why: "Browsers then refuse plain HTTP, injected scripts and framing by other sites.",
  remediation: "Fill securityHeadersConfig.",
  thresholds: ["hstsSeconds"],
  looksAt: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  judge(node, { thresholds }) {
    const config = () => node.props["securityHeadersConfig"];
    const at = "securityHeadersConfig";
    return examine((check) => {
      check.that(() => atLeast(dig(config(), "strictTransportSecurity", "accessControlMaxAgeSec"), thresholds.hstsSeconds), "HSTS is missing or shorter than a year", `${at}.strictTransportSecurity`);
      check.that(() => text(dig(config(), "contentSecurityPolicy", "contentSecurityPolicy")) !== undefined, "there is no Content-Security-Policy", `${at}.contentSecurityPolicy`);
      check.that(() => flag(dig(config(), "contentTypeOptions", "override")) !== undefined, "there is no X-Content-Type-Options", `${at}.contentTypeOptions`);
      const frame = () => dig(config(), "frameOptions", "frameOption");
      check.that(() => ["DENY", "SAMEORIGIN"].includes(word(frame())), () => `X-Frame-Options is ${quoted(frame())}`, `${at}.frameOptions`);
      check.that(() => text(dig(config(), "referrerPolicy", "referrerPolicy")) !== undefined, "there is no Referrer-Policy", `${at}.referrerPolicy`);
    });
  },
};

const attached: ResourceRule = {
  name: "distribution-response-headers",
  items: ["OPT-43", "OPT-45"],
  severity: "medium",
  frameworks: [],
  demands: "Every behaviour of CloudFront has a response headers policy.",
  why: "Headers that are written but not attached protect nobody.",
  remediation: "Set responseHeadersPolicyId in every behaviour.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    return examine((check) => {
      for (const { read, path } of behaviours(node, check)) {
        check.part(() => {
          const behaviour = read();
          const given = isHidden(() => dig(behaviour, "responseHeadersPolicyId")) || text(dig(behaviour, "responseHeadersPolicyId")) !== undefined;
          if (!given) check.fail("it has no response headers policy", `${path}.responseHeadersPolicyId`);
        });
      }
    });
  },
};

const aliased: ResourceRule = {
  name: "balancer-invalid-headers-dropped",
  items: ["OPT-08", "PRC-092"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.4" }, { name: "AWS FSBP", reference: "ELB.12" }, { name: "AWS FSBP", reference: "ELB.14" }],
  demands: "Load balancers of HTTP drop malformed headers and ambiguous requests.",
  why: "Request smuggling lives on what two servers read differently.",
  remediation: "Set dropInvalidHeaderFields to true, and leave desyncMitigationMode at defensive or make it strictest.",
  looksAt: [...LOAD_BALANCERS, CLASSIC_LOAD_BALANCER],
  judge(node) {
    return examine((check) => {
      if ((text(node.props["loadBalancerType"]) ?? "application") !== "application") return;
      // Classic Load Balancers cannot drop headers.
      if (node.type !== CLASSIC_LOAD_BALANCER) check.that(() => flag(node.props["dropInvalidHeaderFields"]) === true, "malformed headers are passed on, which is the default", "dropInvalidHeaderFields");
      check.that(() => (text(node.props["desyncMitigationMode"]) ?? "defensive") !== "monitor", "ambiguous requests are passed on", "desyncMitigationMode");
    });
  },
};

export const rules: readonly Rule[] = [headers, attached, aliased];
