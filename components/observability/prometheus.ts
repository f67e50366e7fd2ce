/** Prometheus: a managed workspace, what is scraped into it, the rules over it and where their alerts go. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";
import { alertManagerDefinition } from "./alert-manager.ts";
import { OBSERVABILITY_NAMESPACE, prometheusLogGroup, workspaceAlias } from "./names.ts";
import { ALERTING_RULES } from "./rules/alerting.ts";
import { rulesYaml } from "./rules/group.ts";
import type { Severity } from "./rules/group.ts";
import { RECORDING_RULES } from "./rules/recording.ts";
import { scrapeConfiguration } from "./scrape.ts";

/** Days samples are kept where nothing else is asked for; the default of the service. */
export const METRICS_RETENTION_DAYS = 150;

/** Subnets a scraper takes at most. Source: Amazon Managed Service for Prometheus API Reference, EksConfiguration. */
const SCRAPER_SUBNETS = 5;

/** Seconds by which a sample may come late: two collectors send series of the same program in no order. At most 600. */
const LATE_SECONDS = 300;

export interface PrometheusArgs {
  readonly context: PlatformContext;
  /** Name of the cluster that is scraped. Its API endpoint is private at least, and its access mode `API`. */
  readonly clusterName: string;
  /** Subnets of the scraper's interfaces, in at least two zones; the first five are used. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Security group of the scraper's interfaces: the cluster's own, which lets its members talk. */
  readonly securityGroupId: pulumi.Input<string>;
  /**
   * Keys of class `metrics` and `logs`. The first one must be of one Region: a multi-Region key is refused. Its policy
   * must admit the account's use through `aps`.
   */
  readonly keyArns: { readonly metrics: pulumi.Input<string>; readonly logs: pulumi.Input<string> };
  /** Topic of each severity, in the same Region; its policy must let `aps.amazonaws.com` publish. */
  readonly topicArns: Readonly<Record<Severity, pulumi.Input<string>>>;
  /** Days samples are kept: 1 to 1095. Default {@link METRICS_RETENTION_DAYS}. */
  readonly retentionDays?: number | undefined;
  /** Days logs of Prometheus itself are kept. Default 400. */
  readonly logRetentionDays?: number | undefined;
  /** What has to be there before the scraper: the cluster, and the alert topics' policies. */
  readonly after?: readonly pulumi.Resource[] | undefined;
  readonly transform?: {
    readonly workspace?: Transform<aws.amp.WorkspaceArgs>;
    readonly scraper?: Transform<aws.amp.ScraperArgs>;
    readonly alertManager?: Transform<aws.amp.AlertManagerDefinitionArgs>;
  } | undefined;
}

/** Metrics (checklist PRC-048, PRC-050…PRC-056, PRC-158, OPT-57, OPT-59…OPT-61, OPT-72, OPT-80…OPT-82). */
export class Prometheus extends Component {
  readonly workspaceId: pulumi.Output<string>;
  readonly workspaceArn: pulumi.Output<string>;
  /** Base address, ending in a slash: `api/v1/remote_write` below it takes samples, `api/v1/query` answers. */
  readonly endpoint: pulumi.Output<string>;

  constructor(name: string, args: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Prometheus", name, opts);
    const workspace = this.createWorkspace(args);
    this.configure(args, workspace);
    this.scrape(args, workspace);
    this.createRules(args, workspace);
    this.routeAlerts(args, workspace);
    this.workspaceId = workspace.id;
    this.workspaceArn = workspace.arn;
    this.endpoint = workspace.prometheusEndpoint;
    this.registerOutputs({ workspaceId: this.workspaceId });
  }

  private createLogs({ context, keyArns, logRetentionDays }: PrometheusArgs, part: "workspace" | "scraper"): pulumi.Output<string> {
    const groupName = prometheusLogGroup(context, part);
    const group = createLogGroup(this.part(`${part}-logs`), { context, groupName, keyArn: keyArns.logs, retentionInDays: logRetentionDays, classification: "internal" }, this.child());
    // Prometheus wants the ARN of everything in the group.
    return pulumi.interpolate`${group.arn}:*`;
  }

  private createWorkspace(args: PrometheusArgs): aws.amp.Workspace {
    const { context, keyArns, transform } = args;
    const name = this.part("workspace");
    return new aws.amp.Workspace(
      name,
      transformed<aws.amp.WorkspaceArgs>(transform?.workspace, name, {
        alias: workspaceAlias(context),
        kmsKeyArn: keyArns.metrics,
        loggingConfiguration: { logGroupArn: this.createLogs(args, "workspace") },
        tags: tags(context, "internal", name),
      }),
      this.child(keep(context.protect)),
    );
  }

  private configure({ retentionDays = METRICS_RETENTION_DAYS }: PrometheusArgs, workspace: aws.amp.Workspace): void {
    new aws.amp.WorkspaceConfiguration(
      this.part("configuration"),
      { workspaceId: workspace.id, retentionPeriodInDays: retentionDays, outOfOrderTimeWindowInSeconds: LATE_SECONDS },
      this.child(),
    );
  }

  /**
   * In access mode `API` the scraper makes its own access entry, with `AmazonPrometheusScraperPolicy`.
   * Source: Amazon Managed Service for Prometheus User Guide, "Set up managed collectors for Amazon EKS".
   */
  private scrape(args: PrometheusArgs, workspace: aws.amp.Workspace): void {
    const { context, clusterName, subnetIds, securityGroupId, after = [], transform } = args;
    const name = this.part("scraper");
    const scraper = new aws.amp.Scraper(
      name,
      transformed<aws.amp.ScraperArgs>(transform?.scraper, name, {
        alias: workspaceAlias(context),
        source: { eks: { clusterArn: arnIn(context, "eks", `cluster/${clusterName}`), subnetIds: subnetIds.slice(0, SCRAPER_SUBNETS), securityGroupIds: [securityGroupId] } },
        destination: { amp: { workspaceArn: workspace.arn } },
        scrapeConfiguration: scrapeConfiguration(clusterName, OBSERVABILITY_NAMESPACE),
        tags: tags(context, "internal", name),
      }),
      // The service takes up to half an hour to make one or to let it go.
      this.child({ dependsOn: [...after], customTimeouts: { create: "40m", delete: "40m" } }),
    );
    new aws.amp.ScraperLoggingConfiguration(
      this.part("scraper-logging"),
      {
        scraperId: scraper.id,
        loggingDestination: { cloudwatchLogs: { logGroupArn: this.createLogs(args, "scraper") } },
        scraperComponents: ["SERVICE_DISCOVERY", "COLLECTOR", "EXPORTER"],
      },
      this.child(),
    );
  }

  private createRules({ context }: PrometheusArgs, workspace: aws.amp.Workspace): void {
    const create = (part: string, data: string, dependsOn: pulumi.Resource[] = []): aws.amp.RuleGroupNamespace => {
      const name = this.part(part);
      return new aws.amp.RuleGroupNamespace(name, { name: part, workspaceId: workspace.id, data, tags: tags(context, "internal", name) }, this.child({ dependsOn }));
    };
    create("alerting", rulesYaml(ALERTING_RULES), [create("recording", rulesYaml(RECORDING_RULES))]);
  }

  private routeAlerts({ context, topicArns, after = [], transform }: PrometheusArgs, workspace: aws.amp.Workspace): void {
    const name = this.part("alert-manager");
    const definition = pulumi.output(topicArns).apply((arns) => alertManagerDefinition(arns, context.region));
    new aws.amp.AlertManagerDefinition(
      name,
      transformed<aws.amp.AlertManagerDefinitionArgs>(transform?.alertManager, name, { workspaceId: workspace.id, definition }),
      this.child({ dependsOn: [...after] }),
    );
  }
}
