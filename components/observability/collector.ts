/**
 * The OpenTelemetry collectors' configuration, as plain values (PRC-059, OPT-57, OPT-59).
 *
 * Two tiers: whether a trace is kept can only be said by who sees all its spans, so the collectors that programs send to
 * hand every trace by its id to one of the samplers. A collector more or less changes nothing, a sampler more or less
 * moves only its share of the traces.
 */
import { OBSERVABILITY_NAMESPACE, serverHost } from "./names.ts";
import { PORTS } from "./fences.ts";

/** Which traces are kept. */
export interface Sampling {
  /** Share of ordinary traces that are kept, in percent. Default 10. */
  readonly percent?: number | undefined;
  /** Milliseconds from which a trace counts as slow and is kept. Default 500. */
  readonly slowMilliseconds?: number | undefined;
}

/** Numbers where none are given. */
export const DEFAULT_SAMPLING = { percent: 10, slowMilliseconds: 500 } as const;

/** Routes whose traces are all kept: logging in, trading, paying. */
export const CRITICAL_ROUTES = ["/api/auth/.*", "/api/(trading|trades|bids|market)(/.*)?", "/api/payments?(/.*)?"] as const;

/** Seconds a sampler waits for the last span of a trace: longer than any request may take. */
const DECISION_WAIT = "30s";
/** Traces a sampler holds meanwhile. */
const TRACES_IN_MEMORY = 50_000;

/** What must not be stored in a trace: addresses of mail, cards. RE2 expressions. */
const MASKED_VALUES = ["[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+[.][A-Za-z]{2,}", "\\b(?:[0-9][ -]?){13,16}\\b"] as const;

const RECEIVERS = {
  otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${PORTS.otlpGrpc}` }, http: { endpoint: `0.0.0.0:${PORTS.otlpHttp}` } } },
} as const;
/** Turns data away before the container's memory limit does worse. */
const MEMORY_LIMITER = { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 } as const;
const HEALTH = { endpoint: `0.0.0.0:${PORTS.health}` } as const;
const TELEMETRY = { metrics: { level: "normal", readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: PORTS.metrics } } } }] } } as const;
/** Between nodes of the VPC the network encrypts (AWS Nitro System, encryption in transit); no pod has a certificate. */
const PLAINTEXT = { tls: { insecure: true } } as const;

/** What a collector has to know of its surroundings. */
export interface CollectorPlace {
  /** Region of the Prometheus workspace. */
  readonly region: string;
  /** Base address of the workspace, ending in a slash. */
  readonly prometheusEndpoint: string;
  /** Environment that every span and metric is marked with. */
  readonly environment: string;
}

/** The first tier: takes everything, sends metrics to Prometheus and traces to the sampler of their id. */
export function collectorConfig({ region, prometheusEndpoint, environment }: CollectorPlace) {
  return {
    extensions: { health_check: HEALTH, sigv4auth: { region, service: "aps" } },
    receivers: RECEIVERS,
    processors: {
      memory_limiter: MEMORY_LIMITER,
      resource: { attributes: [{ key: "deployment.environment.name", value: environment, action: "upsert" }] },
      redaction: { allow_all_keys: true, blocked_values: [...MASKED_VALUES], summary: "silent" },
      batch: {},
    },
    exporters: {
      loadbalancing: {
        routing_key: "traceID",
        protocol: { otlp: PLAINTEXT },
        resolver: { dns: { hostname: `sampler.${OBSERVABILITY_NAMESPACE}.svc.cluster.local`, port: String(PORTS.otlpGrpc) } },
      },
      prometheusremotewrite: { endpoint: `${prometheusEndpoint}api/v1/remote_write`, auth: { authenticator: "sigv4auth" }, resource_to_telemetry_conversion: { enabled: false } },
    },
    service: {
      extensions: ["health_check", "sigv4auth"],
      telemetry: TELEMETRY,
      pipelines: {
        traces: { receivers: ["otlp"], processors: ["memory_limiter", "resource", "redaction"], exporters: ["loadbalancing"] },
        metrics: { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["prometheusremotewrite"] },
      },
    },
  };
}

/**
 * The second tier: keeps every trace that failed, was slow or is critical, and a share of the rest.
 *
 * @param stores number of Jaeger's pods, each of which gets all that is kept
 */
export function samplerConfig(sampling: Sampling, stores: number) {
  const percent = sampling.percent ?? DEFAULT_SAMPLING.percent;
  const exporters = Array.from({ length: stores }, (_, index) => `otlp/jaeger-${index}`);
  const threshold = sampling.slowMilliseconds ?? DEFAULT_SAMPLING.slowMilliseconds;
  return {
    extensions: { health_check: HEALTH },
    receivers: RECEIVERS,
    processors: {
      memory_limiter: MEMORY_LIMITER,
      tail_sampling: {
        decision_wait: DECISION_WAIT,
        num_traces: TRACES_IN_MEMORY,
        policies: [
          { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
          { name: "slow", type: "latency", latency: { threshold_ms: threshold } },
          { name: "critical", type: "string_attribute", string_attribute: { key: "http.route", values: [...CRITICAL_ROUTES], enabled_regex_matching: true } },
          { name: "rest", type: "probabilistic", probabilistic: { sampling_percentage: percent } },
        ],
      },
      batch: {},
    },
    exporters: Object.fromEntries(exporters.map((name, index) => [name, { endpoint: `jaeger-${index}.${serverHost("jaeger")}:${PORTS.otlpGrpc}`, ...PLAINTEXT }])),
    service: {
      extensions: ["health_check"],
      telemetry: TELEMETRY,
      pipelines: { traces: { receivers: ["otlp"], processors: ["memory_limiter", "tail_sampling", "batch"], exporters } },
    },
  };
}

/**
 * Jaeger's configuration: traces in Badger on a volume, for a stated time.
 *
 * Why Badger and not a search cluster: it survives restarts and moves of the pod, holds what is sampled of one platform,
 * and needs no second data store to run. A store has one writer, so each pod has its own with all traces in it: losing
 * a pod, its node or its zone loses nothing, and while it moves samplers queue for it.
 *
 * @param retentionHours hours a trace is kept
 * @param directory where the volume is mounted
 */
export function jaegerConfig(retentionHours: number, directory: string) {
  const store = "badger";
  return {
    extensions: {
      healthcheckv2: { use_v2: true, http: HEALTH },
      jaeger_storage: {
        backends: {
          [store]: { badger: { directories: { keys: `${directory}/keys`, values: `${directory}/values` }, ephemeral: false, consistency: true, ttl: { spans: `${retentionHours}h` } } },
        },
      },
      jaeger_query: { storage: { traces: store }, http: { endpoint: `0.0.0.0:${PORTS.query}` } },
    },
    receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${PORTS.otlpGrpc}` } } } },
    processors: { batch: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: store } },
    service: {
      extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
      telemetry: TELEMETRY,
      pipelines: { traces: { receivers: ["otlp"], processors: ["batch"], exporters: ["jaeger_storage_exporter"] } },
    },
  };
}
