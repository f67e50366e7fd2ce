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

function dot(graph: readonly Registration[]): string {
  const of = (type: string): Registration[] => graph.filter((each) => each.type === type);
  const count = (type: string): number => of(type).length;
  const zones = new Set(of("aws:ec2/subnet:Subnet").map(({ inputs }) => inputs["availabilityZone"])).size;
  const instances = of("aws:rds/instance:Instance");
  const replicas = instances.filter(({ inputs, propertyDependencies }) => inputs["replicateSourceDb"] !== undefined || propertyDependencies["replicateSourceDb"] !== undefined).length;
  const [cache] = of("aws:elasticache/replicationGroup:ReplicationGroup");
  const endpoints = count("aws:ec2/vpcEndpoint:VpcEndpoint");
  const keys = count("aws:kms/key:Key");
  const pods = of("kubernetes:apps/v1:Deployment");
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
      ${node("pods", "EKS Auto Mode", `${pods.length} Deployments, private API endpoint`, "#d6eaf8")}
      ${node("endpoints", "VPC endpoints", `${endpoints} services without the internet`, "#d6eaf8")}
    }
    subgraph cluster_isolated { label="isolated tier"; style="rounded,dashed"; color="#93a1a1";
      ${node("proxy", "RDS Proxy", "connection pool, IAM, TLS", "#d5f5e3")}
      ${node("db", "RDS for PostgreSQL", `Multi-AZ, ${replicas} read replica${replicas === 1 ? "" : "s"}, 35 days of backups`, "#d5f5e3")}
      ${node("cache", "ElastiCache for Valkey", `${String(cache?.inputs["numCacheClusters"] ?? "?")} nodes, four logical databases`, "#d5f5e3")}
    }
  }
  subgraph cluster_dr { label="DR region"; style=rounded; color="#dc322f";
    ${node("dr", "Copies", "database backups, secrets, keys", "#fadbd8")}
  }
  ${node("kms", "KMS", `${keys} keys by data class, rotated`, "#ebdef0")}
  ${node("logs", "Logs", `${count("aws:cloudwatch/logGroup:LogGroup")} log groups and a bucket, encrypted, retained`, "#ebdef0")}
  people -> dns [style=dashed]; people -> cdn; waf -> cdn [dir=none, style=dashed];
  cdn -> alb [label="VPC origin"]; alb -> pods; pods -> proxy; proxy -> db; pods -> cache; pods -> endpoints; pods -> nat [label="outbound"];
  db -> dr [label="replicated backups"]; kms -> db [style=dotted, dir=none]; pods -> logs [style=dotted];
}`;
}
