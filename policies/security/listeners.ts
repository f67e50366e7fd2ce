/**
 * Encryption on the wire where a listener alone does not decide it: rules of listeners, Network Load Balancers, and the way to targets. PRC-112, OPT-44.
 */
import { dig, list, quoted, text, word } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { LISTENER_RULES, LISTENERS, TARGET_GROUPS } from "../types.ts";

const rulesRedirect: StackRule = {
  name: "listener-rule-https",
  items: ["PRC-112", "OPT-44"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.1" }, { name: "CIS EKS", reference: "5.4.5" }, { name: "NIST 800-53", reference: "SC-8" }],
  demands: "A rule of an HTTP listener does nothing but redirect to HTTPS.",
  why: "The listener redirects, and a rule in front of it serves in the clear what it matches.",
  remediation: "Move the rule to the HTTPS listener, or make its action a redirect with protocol HTTPS.",
  looksAt: "stack",
  subjects: LISTENER_RULES,
  judge(node, _policy, graph) {
    const [listener] = graph.referenced(node, "listenerArn", LISTENERS);
    if (listener === undefined) return notApplicable("its listener is not in the stack");
    // HTTP where it is left out, on Application Load Balancers, which alone have rules.
    const protocol = text(listener.props["protocol"])?.toUpperCase() ?? "HTTP";
    if (protocol !== "HTTP") return notApplicable(`the protocol of its listener is ${protocol}`);
    return examine((check) => {
      check.that(() => list(node.props["actions"]).length > 0, "it has no action", "actions");
      check.each(() => list(node.props["actions"]), (action, index) => {
        const redirects = dig(action, "type") === "redirect" && dig(action, "redirect", "protocol") === "HTTPS";
        if (!redirects) check.fail(`it answers ${quoted(dig(action, "type"))} over HTTP instead of redirecting to HTTPS`, `actions[${index}]`);
      });
    });
  },
};

const networkTls: StackRule = {
  name: "network-listener-tls",
  items: ["PRC-112", "OPT-44"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.18" }, { name: "CIS EKS", reference: "5.4.5" }, { name: "NIST 800-53", reference: "SC-8" }],
  demands: "Listeners of Network Load Balancers end TLS, unless they lead to an Application Load Balancer that does.",
  why: "What is passed on as it comes is encrypted only if every client and target happens to do it.",
  remediation: "Set protocol to TLS with a certificate and a security policy.",
  looksAt: "stack",
  subjects: LISTENERS,
  judge(node, _policy, graph) {
    const protocol = text(node.props["protocol"])?.toUpperCase();
    if (protocol !== "TCP") return notApplicable("it is no listener for TCP alone, which TLS needs");
    return examine((check) => {
      const targets = graph.referenced(node, "defaultActions", TARGET_GROUPS);
      const balanced = targets.length > 0 && targets.every(({ props }) => props["targetType"] === "alb");
      check.that(() => balanced, `its protocol is ${protocol}`, "protocol");
    });
  },
};

/** What Security Hub takes for recommended: forward secrecy and no CBC, TLS 1.3 first; FIPS and post-quantum ones included (Security Hub, ELB.17). */
const RECOMMENDED = /^ELBSecurityPolicy-TLS13-1-(2|2-Res|3)(-FIPS)?(-PQ)?-20\d{2}-\d{2}$/;

const recommended: ResourceRule = {
  name: "listener-tls-recommended",
  items: ["PRC-112", "OPT-38"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.17" }, { name: "NIST 800-53", reference: "SC-13" }],
  demands: "HTTPS and TLS listeners use a policy that AWS recommends, with TLS 1.3 and without weak ciphers.",
  why: "What is recorded today can be read once the key is stolen, where ciphers lack forward secrecy.",
  remediation: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06, or its Res, FIPS or PQ form.",
  looksAt: LISTENERS,
  judge(node) {
    const protocol = text(node.props["protocol"])?.toUpperCase();
    if (protocol !== "HTTPS" && protocol !== "TLS") return notApplicable("the listener does not end TLS");
    const policy = () => node.props["sslPolicy"];
    return examine((check) => check.that(() => RECOMMENDED.test(word(policy())), () => `sslPolicy is ${quoted(policy())}`, "sslPolicy"));
  },
};

/** Protocols of target groups that encrypt. */
const ENCRYPTED = ["HTTPS", "TLS", "QUIC"];

const toTargets: ResourceRule = {
  name: "target-group-encrypted",
  items: ["PRC-112", "OPT-38"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.22" }, { name: "NIST 800-53", reference: "SC-8" }],
  demands: "Load balancers speak HTTPS, TLS or QUIC to their targets.",
  why: "What clients sent encrypted would cross the network in the clear on the last part of its way.",
  remediation: "Let the targets end TLS, with a certificate of any kind, and set protocol to HTTPS. The target group is replaced.",
  looksAt: TARGET_GROUPS,
  judge(node) {
    const { targetType, protocol } = node.props;
    if (targetType === "lambda" || targetType === "alb") return notApplicable("functions and load balancers are not reached by a protocol of the target group's choice");
    if (text(protocol)?.toUpperCase() === "GENEVE") return notApplicable("a Gateway Load Balancer passes on packets as they are");
    return examine((check) => check.that(() => ENCRYPTED.includes(word(protocol).toUpperCase()), () => `protocol is ${quoted(protocol)}`, "protocol"));
  },
};

const checksOfTargets: ResourceRule = {
  name: "target-group-health-check-encrypted",
  items: ["PRC-112", "OPT-38"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "ELB.21" }, { name: "NIST 800-53", reference: "SC-8" }],
  demands: "Load balancers check the health of their targets over HTTPS.",
  why: "Whoever can read the checks learns what runs where, and whoever can answer them decides where requests go.",
  remediation: "Set healthCheck.protocol to HTTPS; it is HTTP where it is left out, whatever protocol the target group speaks.",
  looksAt: TARGET_GROUPS,
  judge(node) {
    if (node.props["targetType"] === "lambda") return notApplicable("functions are asked by invoking them");
    if (text(node.props["protocol"])?.toUpperCase() === "GENEVE") return notApplicable("the control is of Application and Network Load Balancers");
    const protocol = () => dig(node.props["healthCheck"], "protocol");
    return examine((check) => check.that(() => word(protocol()).toUpperCase() === "HTTPS", () => `healthCheck.protocol is ${quoted(protocol())}`, "healthCheck.protocol"));
  },
};

export const rules: readonly Rule[] = [rulesRedirect, networkTls, recommended, toTargets, checksOfTargets];
