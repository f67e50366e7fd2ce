/** What Grafana is told: where data comes from and which dashboards there are; all of it code, nothing kept in a database (PRC-049). */
import { stringify } from "yaml";
import { SOURCES, SOURCE_TYPES } from "./dashboards/panel.ts";
import { PORTS } from "./fences.ts";
import { serverHost } from "./names.ts";

/** Directories of the container. */
export const GRAFANA_PATHS = {
  data: "/var/lib/grafana",
  datasources: "/etc/grafana/provisioning/datasources",
  providers: "/etc/grafana/provisioning/dashboards",
  dashboards: "/etc/optibid/dashboards",
  secrets: "/etc/optibid/secrets",
  /** Where the image has its plugins: the usual place is within the data directory, which is empty at every start. */
  plugins: "/opt/grafana/plugins",
} as const;

/** Name of the file with the administrator's password. */
export const ADMIN_PASSWORD_FILE = "admin-password";

/** The data sources. Requests to AWS are signed with the role of the pod. */
export function datasources(region: string, prometheusEndpoint: string): string {
  const fixed = { access: "proxy", editable: false };
  return stringify({
    apiVersion: 1,
    // What is no longer in this file goes.
    prune: true,
    datasources: [
      {
        ...fixed,
        name: "Prometheus",
        uid: SOURCES.prometheus,
        type: SOURCE_TYPES.prometheus,
        url: prometheusEndpoint,
        isDefault: true,
        jsonData: { httpMethod: "POST", sigV4Auth: true, sigV4AuthType: "default", sigV4Region: region, timeInterval: "60s" },
      },
      { ...fixed, name: "CloudWatch", uid: SOURCES.cloudwatch, type: SOURCE_TYPES.cloudwatch, jsonData: { authType: "default", defaultRegion: region } },
      { ...fixed, name: "Jaeger", uid: SOURCES.jaeger, type: SOURCE_TYPES.jaeger, url: `http://${serverHost("jaeger")}:${PORTS.query}` },
    ],
  });
}

/** Where dashboards are read from. */
export function dashboardProvider(): string {
  return stringify({
    apiVersion: 1,
    providers: [{ name: "optibid", type: "file", disableDeletion: true, allowUiUpdates: false, options: { path: GRAFANA_PATHS.dashboards } }],
  });
}

/** Settings, as Grafana reads them from its environment: nobody signs up or looks in unnamed, nothing calls home. */
export function grafanaSettings(region: string): Record<string, string> {
  return {
    AWS_REGION: region,
    GF_SECURITY_ADMIN_USER: "admin",
    GF_SECURITY_ADMIN_PASSWORD__FILE: `${GRAFANA_PATHS.secrets}/${ADMIN_PASSWORD_FILE}`,
    GF_SECURITY_DISABLE_GRAVATAR: "true",
    GF_SECURITY_CONTENT_SECURITY_POLICY: "true",
    GF_SECURITY_STRICT_TRANSPORT_SECURITY: "true",
    GF_AUTH_ANONYMOUS_ENABLED: "false",
    GF_AUTH_SIGV4_AUTH_ENABLED: "true",
    GF_AWS_ALLOWED_AUTH_PROVIDERS: "default",
    GF_USERS_ALLOW_SIGN_UP: "false",
    GF_SNAPSHOTS_EXTERNAL_ENABLED: "false",
    GF_ANALYTICS_REPORTING_ENABLED: "false",
    GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
    GF_PLUGINS_PREINSTALL_DISABLED: "true",
    GF_LOG_MODE: "console",
    GF_PATHS_DATA: GRAFANA_PATHS.data,
    GF_PATHS_PLUGINS: GRAFANA_PATHS.plugins,
  };
}
