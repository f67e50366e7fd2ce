/** Draws the architecture from the production stack's own graph: how much of each thing there is, and where. */
import { instance } from "@viz-js/viz";
import { recordStack } from "../golive/graph/stacks.ts";
import type { Registration } from "../golive/graph/record.ts";

/** The picture, as SVG. */
export async function architecture(): Promise<string> {
  const graph = await recordStack("production");
  const viz = await instance();
  return viz.renderString(dot(graph), { format: "svg" }).replace(/<!--[\s\S]*?-->\n?/g, "");
}

function dot(whole: readonly Registration[]): string {
  // The pilot light repeats the network: it is drawn as a place of its own.
  const graph = whole.filter(({ name }) => !name.includes("-recovery-"));
  const of = (type: string): Registration[] => graph.filter((each) => each.type === type);
  const count = (type: string): number => of(type).length;
  const zones = new Set(of("aws:ec2/subnet:Subnet").map(({ inputs }) => inputs["availabilityZone"])).size;
  const instances = of("aws:rds/instance:Instance");
  const replicas = instances.filter(({ inputs, propertyDependencies }) => inputs["replicateSourceDb"] !== undefined || propertyDependencies["replicateSourceDb"] !== undefined).length;
  const [cache] = of("aws:elasticache/replicationGroup:ReplicationGroup");
  const endpoints = count("aws:ec2/vpcEndpoint:VpcEndpoint");
  const keys = count("aws:kms/key:Key");
  const programs = of("kubernetes:apps/v1:Deployment").filter(({ name }) => name.includes("-workloads-")).length;
  const rules = count("aws:cfg/rule:Rule");
  const alarms = count("aws:cloudwatch/metricAlarm:MetricAlarm") + count("aws:cloudwatch/compositeAlarm:CompositeAlarm");
  const node = (id: string, title: string, text: string, fill: string): string => `${id} [label="${title}\\n${text}", fillcolor="${fill}"];`;
  return `digraph platform {
  graph [rankdir=TB, fontname="Helvetica", fontsize=12, compound=true, nodesep=0.35, ranksep=0.5, pad=0.3, bgcolor="white"];
  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, color="#44546a", penwidth=1, margin="0.3,0.12"];
  edge [fontname="Helvetica", fontsize=10, color="#44546a"];
  ${node("people", "People", "browsers and API clients", "#ffffff")}
  subgraph cluster_edge { label="Edge (global, us-east-1)"; style=rounded; color="#b58900";
    ${node("waf", "AWS WAF", `${count("aws:wafv2/webAcl:WebAcl")} web ACLs: managed rules, rate limits`, "#fff3cd")}
    ${node("cdn", "CloudFront", "TLS 1.2+, headers, caching, maintenance mode", "#fff3cd")}
    ${node("dns", "Route 53", `${count("aws:route53/record:Record")} records, ${count("aws:route53/healthCheck:HealthCheck")} health checks`, "#fff3cd")}
  }
  subgraph cluster_vpc { label="VPC over ${zones} zones"; style=rounded; color="#268bd2";
    subgraph cluster_public { label="public tier"; style="rounded,dashed"; color="#93a1a1";
      ${node("nat", "NAT gateways", `${count("aws:ec2/natGateway:NatGateway")}, one a zone`, "#eaf4fb")}
    }
    subgraph cluster_private { label="private tier"; style="rounded,dashed"; color="#93a1a1";
      ${node("alb", "Internal load balancer", "HTTPS, sticky sessions", "#d6eaf8")}
      ${node("pods", "EKS Auto Mode", `${programs} programs, migration, export; private API endpoint`, "#d6eaf8")}
      ${node("endpoints", "VPC endpoints", `${endpoints} services without the internet`, "#d6eaf8")}
    }
    subgraph cluster_isolated { label="isolated tier"; style="rounded,dashed"; color="#93a1a1";
      ${node("proxy", "RDS Proxy", "connection pool, IAM, TLS", "#d5f5e3")}
      ${node("db", "RDS for PostgreSQL", `Multi-AZ, ${replicas} read replica${replicas === 1 ? "" : "s"}, 35 days of backups`, "#d5f5e3")}
      ${node("cache", "ElastiCache for Valkey", `${String(cache?.inputs["numCacheClusters"] ?? "?")} nodes, four logical databases`, "#d5f5e3")}
    }
  }
  subgraph cluster_dr { label="DR region"; style=rounded; color="#dc322f";
    ${node("dr", "Pilot light", "network, replica to promote, locked vault,\\ncopies of secrets, keys, images, uploads", "#fadbd8")}
  }
  subgraph cluster_operations { label="Operations"; style=rounded; color="#6c71c4";
    ${node("telemetry", "Observability", `Prometheus, Grafana, Jaeger, ${count("aws:synthetics/canary:Canary")} canaries,\\n${count("aws:cloudwatch/logGroup:LogGroup")} log groups, encrypted and masked`, "#ebdef0")}
    ${node("alerts", "Alerting", `${alarms} alarms, PagerDuty, Slack, Teams, e-mail`, "#ebdef0")}
    ${node("backup", "AWS Backup", "daily and weekly, restores tested, audited", "#ebdef0")}
    ${node("audit", "Audit and detection", `CloudTrail, ${rules} Config rules, GuardDuty, Security Hub`, "#ebdef0")}
    ${node("delivery", "Delivery", `${count("aws:ecr/repository:Repository")} repositories, signed images only, runner`, "#ebdef0")}
    ${node("secrets", "Secrets and keys", `${count("aws:secretsmanager/secret:Secret")} secrets as files, ${keys} KMS keys, rotated`, "#ebdef0")}
  }
  people -> dns [style=dashed]; people -> cdn; waf -> cdn [dir=none, style=dashed];
  cdn -> alb [label="VPC origin"]; alb -> pods [label="HTTPS"]; pods -> proxy; proxy -> db; pods -> cache; pods -> endpoints; pods -> nat [label="outbound"];
  db -> dr [label="replication"]; backup -> dr [style=dashed]; delivery -> pods [style=dotted]; secrets -> pods [style=dotted];
  pods -> telemetry [style=dotted, constraint=false]; telemetry -> alerts [style=dotted]; alerts -> backup [style=invis]; secrets -> telemetry [style=invis]; delivery -> audit [style=invis]; audit -> alerts [style=dotted];
}`;
}
