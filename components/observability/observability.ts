/**
 * Observability: what the platform knows of itself. Metrics and their alerts, traces, dashboards, canaries and real users.
 * Logs of the cluster are {@link ClusterLogs}, which the add-on that writes them comes after.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { Canaries } from "./canaries.ts";
import type { CanariesArgs } from "./canaries.ts";
import type { Watched } from "./dashboards/platform.ts";
import { operationsDashboardName } from "./names.ts";
import { operationsDashboard } from "./operations-dashboard.ts";
import { Prometheus } from "./prometheus.ts";
import type { PrometheusArgs } from "./prometheus.ts";
import { RealUsers } from "./real-users.ts";
import type { RealUsersArgs } from "./real-users.ts";
import { Telemetry } from "./telemetry.ts";
import type { TelemetryArgs } from "./telemetry-args.ts";

type Without<Args, Key extends keyof Args> = Omit<Args, "context" | Key>;

export interface ObservabilityArgs {
  readonly context: PlatformContext;
  readonly prometheus: Without<PrometheusArgs, never>;
  readonly telemetry: Without<TelemetryArgs, "prometheus" | "watched">;
  readonly canaries: Without<CanariesArgs, never>;
  readonly realUsers: Without<RealUsersArgs, never>;
  /** What dashboards look at, beside the platform's own name. */
  readonly watched: pulumi.Input<Omit<Watched, "name">>;
  readonly transform?: { readonly dashboard?: Transform<aws.cloudwatch.DashboardArgs> } | undefined;
}

/** The whole of it (checklist PRC-048…PRC-060, PRC-129, PRC-158, OPT-57…OPT-67, OPT-73, OPT-79…OPT-83, OPT-P1…OPT-P6). */
export class Observability extends Component {
  readonly prometheus: Prometheus;
  readonly telemetry: Telemetry;
  readonly canaries: Canaries;
  readonly realUsers: RealUsers;

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Observability", name, opts);
    const { context, watched } = args;
    this.prometheus = new Prometheus(this.part("prometheus"), { context, ...args.prometheus }, this.child());
    const { endpoint, workspaceArn } = this.prometheus;
    this.telemetry = new Telemetry(this.part("telemetry"), { context, ...args.telemetry, prometheus: { endpoint, workspaceArn }, watched }, this.child());
    this.canaries = new Canaries(this.part("canaries"), { context, ...args.canaries }, this.child());
    this.realUsers = new RealUsers(this.part("real-users"), { context, ...args.realUsers }, this.child());
    this.createDashboard(args);
    this.registerOutputs({ prometheusEndpoint: endpoint });
  }

  private createDashboard({ context, watched, transform }: ObservabilityArgs): void {
    const name = this.part("dashboard");
    const body = pulumi.output(watched).apply((known) => JSON.stringify(operationsDashboard({ name: context.name, ...known }, context.region)));
    new aws.cloudwatch.Dashboard(
      name,
      transformed<aws.cloudwatch.DashboardArgs>(transform?.dashboard, name, { dashboardName: operationsDashboardName(context), dashboardBody: body }),
      this.child(),
    );
  }
}
