/** What the managed scraper collects from the cluster, as a plain value and as YAML (PRC-048, PRC-053). */
import { stringify } from "yaml";

/** Seconds between two scrapes; the shortest a managed scraper allows is 30. */
const INTERVAL = "60s";

const IN_CLUSTER = { scheme: "https", authorization: { credentials_file: "/var/run/secrets/kubernetes.io/serviceaccount/token" } } as const;

/** Through the API server: the scraper has no way of its own to kubelets. */
function kubelet(job: string, path: string, keep: string) {
  return {
    job_name: job,
    ...IN_CLUSTER,
    kubernetes_sd_configs: [{ role: "node" }],
    relabel_configs: [
      { target_label: "__address__", replacement: "kubernetes.default.svc:443" },
      { source_labels: ["__meta_kubernetes_node_name"], regex: "(.+)", target_label: "__metrics_path__", replacement: `/api/v1/nodes/$1/proxy${path}` },
    ],
    metric_relabel_configs: [{ source_labels: ["__name__"], action: "keep", regex: keep }],
  };
}

/** Pods of a program, on one of their ports. */
function pods(job: string, namespace: string, name: string, port: number, keep: string) {
  return {
    job_name: job,
    // kube-state-metrics speaks of other pods than itself: their labels win.
    honor_labels: true,
    kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [namespace] } }],
    relabel_configs: [
      { source_labels: ["__meta_kubernetes_pod_label_app_kubernetes_io_name"], action: "keep", regex: name },
      { source_labels: ["__meta_kubernetes_pod_container_init"], action: "drop", regex: "true" },
      { source_labels: ["__meta_kubernetes_pod_ip"], target_label: "__address__", replacement: `$1:${port}` },
      { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
      { source_labels: ["__meta_kubernetes_pod_node_name"], target_label: "node" },
    ],
    metric_relabel_configs: [{ source_labels: ["__name__"], action: "keep", regex: keep }],
  };
}

/** Port of kube-state-metrics, node exporter, and of the collector's and Jaeger's own metrics. */
export const METRICS_PORTS = { kubeStateMetrics: 8080, nodeExporter: 9100, telemetry: 8888 } as const;

/** Only what rules and dashboards read is kept: Prometheus is paid by the sample. */
export function scrapeConfiguration(clusterName: string, namespace: string): string {
  return stringify(
    {
      global: { scrape_interval: INTERVAL, external_labels: { cluster: clusterName } },
      scrape_configs: [
        {
          job_name: "kubernetes-apiservers",
          ...IN_CLUSTER,
          kubernetes_sd_configs: [{ role: "endpoints" }],
          relabel_configs: [
            {
              source_labels: ["__meta_kubernetes_namespace", "__meta_kubernetes_service_name", "__meta_kubernetes_endpoint_port_name"],
              action: "keep",
              regex: "default;kubernetes;https",
            },
          ],
          metric_relabel_configs: [{ source_labels: ["__name__"], action: "keep", regex: "apiserver_request_total" }],
        },
        kubelet("cadvisor", "/metrics/cadvisor", "container_(cpu_usage_seconds_total|memory_working_set_bytes)"),
        kubelet("kubelet", "/metrics", "kubelet_volume_stats_(available|capacity)_bytes"),
        pods(
          "kube-state-metrics",
          "kube-state-metrics",
          "kube-state-metrics",
          METRICS_PORTS.kubeStateMetrics,
          "kube_(deployment_(spec_replicas|status_replicas_available)|pod_status_phase|pod_(init_)?container_(status_restarts_total|resource_limits)|horizontalpodautoscaler_(spec_max_replicas|status_current_replicas))",
        ),
        pods(
          "node-exporter",
          "kube-system",
          "prometheus-node-exporter",
          METRICS_PORTS.nodeExporter,
          "node_(cpu_seconds_total|memory_Mem(Available|Total)_bytes|filesystem_(avail|size)_bytes)",
        ),
        pods("telemetry", namespace, "collector|sampler|jaeger", METRICS_PORTS.telemetry, "otelcol_receiver_refused_spans(_total)?"),
      ],
    },
    // Prometheus's own form has no references within a document: what is the same is written again.
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
