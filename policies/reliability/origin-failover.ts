/**
 * A second place to take content from, where the first is gone: PRC-026, PRC-064.
 */
import type { Node } from "../graph.ts";
import { dig, list, strings, text } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule } from "../rule.ts";
import { someHold } from "../unknown.ts";
import { DISTRIBUTION } from "../types.ts";

/** Whether a behaviour takes requests that change something. CloudFront fails over with GET, HEAD and OPTIONS alone. */
function writes(behaviour: unknown): boolean {
  return strings(dig(behaviour, "allowedMethods")).some((method) => !["GET", "HEAD", "OPTIONS"].includes(method.toUpperCase()));
}

/** Whether a behaviour's target is an origin group of two origins that the distribution has. */
function failsOver({ props }: Node, behaviour: unknown): boolean {
  const target = text(dig(behaviour, "targetOriginId"));
  const origins = list(props["origins"]).map((origin) => text(dig(origin, "originId")));
  return someHold(list(props["originGroups"]), (group) => {
    if (target === undefined || dig(group, "originId") !== target) return false;
    const members = list(dig(group, "members")).map((member) => text(dig(member, "originId")));
    return new Set(members.filter((member) => member !== undefined && origins.includes(member))).size > 1;
  });
}

const failover: ResourceRule = {
  name: "distribution-origin-failover",
  items: ["PRC-026", "PRC-064"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "CloudFront.4" }, { name: "NIST 800-53", reference: "SC-36" }, { name: "NIST 800-53", reference: "SI-13(5)" }],
  demands: "A distribution with behaviours that only read takes content from a second origin where the first fails.",
  why: "A bucket whose Region is lost takes every page that needs its files with it.",
  remediation: "Replicate the bucket to another Region, and let the behaviour target an origin group of both with failover on 500, 502, 503 and 504.",
  looksAt: [DISTRIBUTION],
  judge(node) {
    const reading = [node.props["defaultCacheBehavior"], ...list(node.props["orderedCacheBehaviors"])].filter((behaviour) => !writes(behaviour));
    if (reading.length === 0) return notApplicable("every behaviour takes writes, which CloudFront sends to one origin only");
    return examine((check) => check.that(() => someHold(reading, (behaviour) => failsOver(node, behaviour)), "no behaviour that only reads has an origin group of two origins", "originGroups"));
  },
};

export const rules: readonly Rule[] = [failover];
