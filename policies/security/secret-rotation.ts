/**
 * Rotation of secrets: PRC-003.
 */
import { dig, flag, number, text } from "../inputs.ts";
import { examine, type ResourceRule, type Rule } from "../rule.ts";

const rotation: ResourceRule = {
  name: "secret-rotation-frequent",
  items: ["PRC-003", "OPT-27"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "SecretsManager.4" }],
  demands: "A secret that rotates does so at least every 90 days.",
  why: "A leaked secret stays useful until it is replaced.",
  remediation: "Set rotationRules.automaticallyAfterDays to 90 or less, or a schedule that is as frequent.",
  thresholds: ["rotationDays"],
  looksAt: ["aws:secretsmanager/secretRotation:SecretRotation"],
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
  const fields = /^cron\((.*)\)$/.exec(schedule)?.[1]?.trim().split(/\s+/);
  const field = fields?.[3];
  if (fields?.length !== 6 || field === undefined) return Number.POSITIVE_INFINITY;
  const [start = "*", step] = field.split("/");
  const first = start === "*" ? 1 : monthOf(start);
  const every = step === undefined ? 1 : Number(step);
  if (step !== undefined && !(Number.isInteger(first) && Number.isInteger(every) && every >= 1)) return Number.POSITIVE_INFINITY;
  const months = step !== undefined
    ? Array.from({ length: Math.max(0, Math.ceil((13 - first) / every)) }, (_, index) => first + index * every)
    : start === "*" ? Array.from({ length: 12 }, (_, index) => index + 1) : start.split(",").map(monthOf);
  const gaps = months.map((month, index) => (months[index + 1] ?? (months[0] ?? 1) + 12) - month);
  // No two months in a row have more than 62 days, no three more than 92: 31 a month is never too few.
  return Math.max(...gaps) * 31 || Number.POSITIVE_INFINITY;
}

function monthOf(name: string): number {
  return MONTHS.includes(name.toUpperCase()) ? MONTHS.indexOf(name.toUpperCase()) + 1 : Number(name);
}

export const rules: readonly Rule[] = [rotation];
