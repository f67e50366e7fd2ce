/**
 * Retention of logs. Raising it deletes nothing; shortening it would, at once and for good, so no fix does.
 */
import { number } from "../inputs.ts";
import type { Remediation } from "./remediation.ts";

/** Days that CloudWatch Logs accepts. Source: CloudWatch Logs API reference, PutRetentionPolicy. */
export const RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;

const LONGEST = 3653;

const logGroups: Remediation = {
  policy: "log-group-retention",
  kind: "log-retention",
  does: "Raises the retention of a log group to the shortest one that is long enough, and ends one without an end after ten years, the longest that CloudWatch knows.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  fix({ props }, { thresholds }) {
    // Left out or 0, logs are kept for ever. A group may hold years of them already, which anything shorter would delete.
    const days = number(props["retentionInDays"]) || LONGEST;
    const enough = RETENTIONS.find((each) => each >= Math.max(days, thresholds.logDays));
    return enough === undefined ? [] : [{ path: ["retentionInDays"], value: enough }];
  },
};

export const remediations: readonly Remediation[] = [logGroups];
