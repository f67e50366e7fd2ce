/** The whole alarm table. Pure. */
import type { Thresholds } from "../../../config/sections/alerting.ts";
import { compositeAlarms, windowAlarm } from "./composites.ts";
import { cacheAlarms, databaseAlarms } from "./data.ts";
import { performanceAlarms } from "./performance.ts";
import { backgroundAlarms, clusterAlarms, edgeAlarms, networkAlarms } from "./platform.ts";
import type { AlarmSpec, CompositeSpec } from "./spec.ts";
import type { Subjects } from "./subjects.ts";

export interface AlarmTable {
  readonly alarms: readonly AlarmSpec[];
  readonly composites: readonly CompositeSpec[];
}

/**
 * Every alarm of the platform.
 *
 * @param place the home Region
 * @param maintenance whether the platform is declared to be in maintenance
 */
export function alarmTable(subjects: Subjects, thresholds: Thresholds, place: { readonly region: string }, maintenance: boolean): AlarmTable {
  const alarms = [
    ...performanceAlarms(subjects, thresholds),
    ...databaseAlarms(subjects, thresholds),
    ...cacheAlarms(subjects, thresholds),
    ...clusterAlarms(subjects, thresholds),
    ...networkAlarms(subjects),
    ...edgeAlarms(subjects, place, thresholds),
    ...backgroundAlarms(subjects),
    windowAlarm(subjects),
  ];
  return { alarms, composites: compositeAlarms(alarms.map(({ id }) => id), maintenance) };
}
