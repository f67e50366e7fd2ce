/**
 * Secrets in the store: who rotates them, under which key they are, and whether they can be got back: PRC-001…PRC-005.
 */
import { isOwnKey } from "../databases.ts";
import { stated, type Graph, type Node } from "../graph.ts";
import { dig, flag, number, text } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";

const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";

const rotation: ResourceRule = {
  name: "secret-rotation-frequent",
  items: ["PRC-003", "OPT-27"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "SecretsManager.4" }],
  demands: "A secret that rotates does so at least every 90 days.",
  why: "A leaked secret stays useful until it is replaced.",
  remediation: "Set rotationRules.automaticallyAfterDays to 90 or less, or a schedule that is as frequent.",
  thresholds: ["rotationDays"],
  looksAt: [ROTATION],
  judge(node, { thresholds }) {
    return examine((check) => {
      const rules = dig(node.props["rotationRules"]);
      const days = number(dig(rules, "automaticallyAfterDays"));
      const schedule = text(dig(rules, "scheduleExpression"));
      if (flag(node.props["rotationEnabled"]) === false) check.fail("rotation is switched off", "rotationEnabled");
      if (days !== undefined) {
        check.that(() => days >= 1 && days <= thresholds.rotationDays, `rotates every ${days} days, less often than every ${thresholds.rotationDays}`, "rotationRules.automaticallyAfterDays");
      } else if (schedule === undefined) {
        check.fail("there is no interval and no schedule", "rotationRules");
      } else {
        const rate = /^rate\((\d+) (hours?|days?)\)$/.exec(schedule);
        const interval = rate === null ? cronInterval(schedule) : Number(rate[1]) / (rate[2]?.startsWith("hour") === true ? 24 : 1);
        check.that(() => interval <= thresholds.rotationDays, `schedule ${schedule} rotates less often than every ${thresholds.rotationDays} days`, "rotationRules.scheduleExpression");
      }
    });
  },
};

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** Longest time between two runs of a cron schedule in days, as its month field tells; infinite where it is no schedule. */
function cronInterval(schedule: string): number {
  const field = /^cron\(\s*\S+\s+\S+\s+\S+\s+(\S+)\s+\S+\s+\S+\s*\)$/.exec(schedule)?.[1];
  if (field === undefined) return Number.POSITIVE_INFINITY;
  const slash = field.indexOf("/");
  const [start, step] = slash < 0 ? [field] : [field.slice(0, slash), field.slice(slash + 1)];
  const first = start === "*" ? 1 : monthOf(start);
  const every = step === undefined ? 1 : Number(step);
  if (step !== undefined && !(Number.isInteger(first) && first >= 1 && first <= 12 && Number.isInteger(every) && every >= 1)) return Number.POSITIVE_INFINITY;
  const months = step !== undefined
    ? Array.from({ length: Math.ceil((13 - first) / every) }, (_, index) => first + index * every)
    : start === "*" ? Array.from({ length: 12 }, (_, index) => index + 1) : start.split(",").map(monthOf);
  const following = [...months.slice(1), ...months.slice(0, 1).map((month) => month + 12)];
  const gaps = months.map((month, index) => (following[index] as number) - month);
  // No two months in a row have more than 62 days, no three more than 92: 31 a month is never too few.
  return Math.max(...gaps) * 31 || Number.POSITIVE_INFINITY;
}

function monthOf(name: string): number {
  return MONTHS.includes(name.toUpperCase()) ? MONTHS.indexOf(name.toUpperCase()) + 1 : Number(name);
}

/** Secrets of the platform that stay as they are, by the last part of their name, and why. */
const LASTING: readonly (readonly [name: RegExp, reason: string])[] = [
  [/(^|[/-])encryption$/, "what is encrypted with it would have to be encrypted again"],
  [/(^|[/-])(cache-operator|grafana-admin|synthetic-user)$/, "a person or a check signs in with it, to a program that no rotation function knows"],
];

/** Where values come from that a program makes up. */
const GENERATED = ["random:index/randomPassword:RandomPassword", "random:index/randomBytes:RandomBytes", "random:index/randomString:RandomString"];

const rotates: StackRule = {
  name: "secret-rotates",
  items: ["PRC-001", "PRC-002", "PRC-003", "OPT-27"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "SecretsManager.1" }, { name: "NIST 800-53", reference: "IA-5(1)" }],
  demands: "A secret that the platform makes up itself, as for databases and tokens, is rotated by Secrets Manager.",
  why: "A leaked secret stays useful until it is replaced.",
  remediation: "Add a SecretRotation with a rotation function and an interval.",
  looksAt: "stack",
  subjects: [SECRET],
  judge(secret, _policy, graph) {
    const lasting = LASTING.find(([name]) => name.test(text(stated(secret, "name")) ?? secret.name));
    if (lasting !== undefined) return notApplicable(lasting[1]);
    const versions = graph.referrers(secret, [VERSION], "secretId");
    if (versions.length > 0 && !versions.some((version) => isGenerated(version, graph))) return notApplicable("somebody else gave it out, and only they can change it");
    return examine((check) => check.that(() => graph.referrers(secret, [ROTATION], "secretId").length > 0, "nothing rotates it"));
  },
};

/** Whether a value is made up by the program; one that the program takes from elsewhere stands in the configuration. */
function isGenerated(version: Node, graph: Graph): boolean {
  return graph.referenced(version, "secretString", GENERATED).length > 0;
}

const recoverable: ResourceRule = {
  name: "secret-recoverable",
  items: ["PRC-001", "PRC-003", "OPT-27"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "CP-9" }],
  demands: "A deleted secret can be got back for a week at least.",
  why: "What is encrypted or signed with it is lost with it.",
  remediation: "Leave recoveryWindowInDays out, or set it to 7 to 30.",
  looksAt: [SECRET],
  judge(node) {
    return examine((check) => {
      // 30 days by default, 0 deletes at once (AWS provider, Secret).
      const days = () => number(node.props["recoveryWindowInDays"]) ?? 30;
      check.that(() => days() >= 7, () => `it is gone after ${days()} days`, "recoveryWindowInDays");
    });
  },
};

const ownKey: ResourceRule = {
  name: "secret-own-key",
  items: ["PRC-005", "PRC-111", "OPT-49"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-28(1)" }],
  demands: "Secrets are encrypted with a key of ours.",
  why: "With AWS's own key, whoever may read the secret may decrypt it: there is no second lock.",
  remediation: "Set kmsKeyId to a customer-managed key.",
  looksAt: [SECRET],
  judge(node) {
    return examine((check) => check.that(() => isOwnKey(() => node.props["kmsKeyId"]), "it is under AWS's own key, which is the default", "kmsKeyId"));
  },
};

export const rules: readonly Rule[] = [rotation, rotates, recoverable, ownKey];
