/** Alarms of the cluster, network, edge, functions, queues and backups (checklist PRC-056, OPT-54, OPT-72). Pure. */
import type { Thresholds } from "../../../config/sections/alerting.ts";
import type { AlarmSpec } from "./spec.ts";
import type { Subjects } from "./subjects.ts";

const ITEMS = ["PRC-056", "OPT-72"] as const;
const DAY = 86_400;

/** Source of names: CloudWatch User Guide, "Amazon EKS and Kubernetes Container Insights metrics". */
export function clusterAlarms({ cluster: { name, workloads } }: Subjects, thresholds: Thresholds): AlarmSpec[] {
  const node = (id: string, metric: string, says: string, threshold: number): AlarmSpec => ({
    id, items: [...ITEMS, "OPT-80"], severity: "warning", says, measure: { namespace: "ContainerInsights", name: metric, dimensions: { ClusterName: name }, stat: "Maximum" },
    when: ">", threshold, period: 300, points: [3, 3], silence: "missing",
  });
  return [
    node("node-cpu", "node_cpu_utilization", "A node's processor is busy.", thresholds.cpuPercent),
    node("node-memory", "node_memory_utilization", "A node's memory is short.", thresholds.memoryPercent),
    node("node-disk", "node_filesystem_utilization", "A node's disk fills up.", 100 - thresholds.storageFreePercent),
    { ...node("node-failed", "cluster_failed_node_count", "A node does not do its work.", 0), points: [2, 2] },
    {
      id: "pods-unschedulable", items: ITEMS, severity: "warning", says: "Pods find no node: capacity or limits are used up.",
      // Source: Amazon EKS User Guide, "Monitor your cluster data with CloudWatch": metrics of the control plane, in AWS/EKS.
      measure: { namespace: "AWS/EKS", name: "scheduler_pending_pods_UNSCHEDULABLE", dimensions: { ClusterName: name }, stat: "Maximum" },
      when: ">", threshold: 0, period: 60, points: [10, 10], silence: "notBreaching",
    },
    ...workloads.flatMap(({ namespace, name: workload }) => {
      const pod = (id: string, metric: string, stat: string, says: string, threshold: number, container: { readonly ContainerName?: string } = {}): AlarmSpec => ({
        id: `${workload}-${id}`, items: [...ITEMS, "OPT-80"], severity: "warning", says: `${workload}: ${says}`,
        measure: { namespace: "ContainerInsights", name: metric, dimensions: { ClusterName: name, Namespace: namespace, PodName: workload, ...container }, stat },
        when: ">", threshold, period: 300, points: [3, 3], silence: "missing",
      });
      // The program's container has the workload's name; what stands beside it in the pod has a limit of its own.
      // Source: CloudWatch User Guide, "Amazon EKS and Kubernetes Container Insights with enhanced observability metrics".
      const program = { ContainerName: workload };
      return [
        pod("cpu", "container_cpu_utilization_over_container_limit", "Average", "the pods' processor share is used up.", thresholds.cpuPercent, program),
        pod("memory", "container_memory_utilization_over_container_limit", "Maximum", "a pod is about to be killed for its memory.", thresholds.memoryPercent, program),
        { ...pod("restarts", "pod_number_of_container_restarts", "Sum", "containers keep restarting.", thresholds.restarts), period: 900, points: [1, 1] as const, silence: "notBreaching" as const },
      ];
    }),
  ];
}

export function networkAlarms({ natGateways }: Subjects): AlarmSpec[] {
  return Object.entries(natGateways).flatMap(([zone, id]): AlarmSpec[] => [
    {
      id: `nat-${zone}-ports`, items: ITEMS, severity: "warning", says: `The NAT gateway of ${zone} has no port left for one destination.`,
      measure: { namespace: "AWS/NATGateway", name: "ErrorPortAllocation", dimensions: { NatGatewayId: id }, stat: "Sum" },
      when: ">", threshold: 0, period: 60, points: [3, 5], silence: "notBreaching",
    },
    {
      id: `nat-${zone}-drops`, items: ITEMS, severity: "warning", says: `The NAT gateway of ${zone} drops packets.`,
      measure: {
        expression: "IF(sent > 1000, 100 * FILL(dropped, 0) / sent, 0)",
        of: {
          dropped: { namespace: "AWS/NATGateway", name: "PacketsDropCount", dimensions: { NatGatewayId: id }, stat: "Sum" },
          sent: { namespace: "AWS/NATGateway", name: "PacketsOutToDestination", dimensions: { NatGatewayId: id }, stat: "Sum" },
        },
      },
      // More than 0.01 % is a fault. Source: Amazon VPC User Guide, "NAT gateway metrics".
      when: ">", threshold: 0.01, period: 60, points: [10, 15], silence: "notBreaching",
    },
  ]);
}

export function edgeAlarms({ webAcls, certificates }: Subjects, { region }: { readonly region: string }, thresholds: Thresholds): AlarmSpec[] {
  return [
    {
      id: "firewall-blocks", items: [...ITEMS, "OPT-54"], severity: "warning", says: "The firewall at the edge blocks many requests: an attack, or a rule that is wrong.",
      // Web ACLs of CloudFront have no dimension Region. Source: AWS WAF Developer Guide, "AWS WAF metrics and dimensions".
      measure: { namespace: "AWS/WAFV2", name: "BlockedRequests", dimensions: { WebACL: webAcls.global, Rule: "ALL" }, stat: "Sum" },
      when: ">", threshold: thresholds.blockedRequests, period: 300, points: [2, 2], silence: "notBreaching", global: true,
    },
    {
      id: "firewall-regional-blocks", items: [...ITEMS, "OPT-54"], severity: "warning", says: "The firewall at the load balancer blocks what CloudFront let through.",
      measure: { namespace: "AWS/WAFV2", name: "BlockedRequests", dimensions: { WebACL: webAcls.regional, Rule: "ALL", Region: region }, stat: "Sum" },
      when: ">", threshold: thresholds.blockedRequests, period: 300, points: [2, 2], silence: "notBreaching",
    },
    ...Object.entries(certificates).map(([id, { arn, global }]): AlarmSpec => ({
      id: `certificate-${id}`, items: ["PRC-056", "OPT-72"], severity: "critical", says: `The certificate ${id} ends in less than ${thresholds.certificateDays} days: its renewal has failed.`,
      // Reported twice a day, and not at all in the first hours. Source: ACM User Guide, "Supported CloudWatch metrics".
      measure: { namespace: "AWS/CertificateManager", name: "DaysToExpiry", dimensions: { CertificateArn: arn }, stat: "Minimum" },
      when: "<", threshold: thresholds.certificateDays, period: DAY, points: [1, 1], silence: "missing", ...(global ? { global: true as const } : {}),
    })),
  ];
}

export function backgroundAlarms({ functions, deadLetterQueues, backupVaults }: Subjects): AlarmSpec[] {
  return [
    ...Object.entries(functions).map(([id, name]): AlarmSpec => ({
      id: `function-${id}-errors`, items: ITEMS, severity: "warning", says: `The function ${id} fails.`,
      measure: { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: name }, stat: "Sum" },
      when: ">", threshold: 0, period: 300, points: [1, 1], silence: "notBreaching",
    })),
    ...Object.entries(deadLetterQueues).map(([id, name]): AlarmSpec => ({
      id: `queue-${id}-dead-letters`, items: ITEMS, severity: "warning", says: `Messages of ${id} could not be processed.`,
      measure: { namespace: "AWS/SQS", name: "ApproximateNumberOfMessagesVisible", dimensions: { QueueName: name }, stat: "Maximum" },
      when: ">", threshold: 0, period: 300, points: [1, 1], silence: "notBreaching",
    })),
    ...Object.entries(backupVaults).map(([id, name]): AlarmSpec => ({
      id: `backup-${id}-failed`, items: ["PRC-056", "PRC-062"], severity: "warning", says: `A backup into the vault ${id} failed.`,
      // Source: AWS Backup Developer Guide, "AWS Backup metrics with Amazon CloudWatch".
      measure: { namespace: "AWS/Backup", name: "NumberOfBackupJobsFailed", dimensions: { BackupVaultName: name }, stat: "Sum" },
      when: ">", threshold: 0, period: 3_600, points: [1, 1], silence: "notBreaching",
    })),
  ];
}
