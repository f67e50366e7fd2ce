/** Every dashboard of Grafana, and the files it provisions them from. */
import { dashboardModel } from "./panel.ts";
import type { Dashboard } from "./panel.ts";
import { cacheDashboard, clusterDashboard, databaseDashboard, edgeDashboard } from "./platform.ts";
import type { Watched } from "./platform.ts";
import { apiDashboard, businessDashboard } from "./programs.ts";

/** The dashboards, most general first. */
export function dashboards(watched: Watched): Dashboard[] {
  return [clusterDashboard(), apiDashboard(), databaseDashboard(watched), cacheDashboard(watched), edgeDashboard(watched), businessDashboard(watched.name)];
}

/** The files, by name. A ConfigMap holds at most 1 MiB; all together they are a small part of it. */
export function dashboardFiles(watched: Watched): Record<string, string> {
  return Object.fromEntries(dashboards(watched).map((dashboard) => [`${dashboard.uid}.json`, JSON.stringify(dashboardModel(dashboard))]));
}
