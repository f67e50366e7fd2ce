/**
 * High availability: PRC-066…PRC-069.
 */
import { engineOf, isReplica } from "../databases.ts";
import { atLeast, dig, flag, list, number, quoted, text, word } from "../inputs.ts";
import { namespaceOf, podLabels, podTemplate, scalersOf, selects } from "../pods.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { CACHE_CLUSTER, DB_CLUSTER, DB_CLUSTER_INSTANCE, DB_INSTANCE, DEPLOYMENTS, DOCUMENT_CLUSTER, EKS_CLUSTER, GLOBAL_CLUSTERS, GRAPH_CLUSTER, LOAD_BALANCERS, REPLICATION_GROUP, STATEFUL_SETS, TABLE } from "../types.ts";

const multiAz: ResourceRule = {
  name: "database-multi-az",
  items: ["PRC-067"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.5" }, { name: "CIS AWS 5.0", reference: "2.2.4" }, { name: "NIST 800-53", reference: "CP-10" }],
  demands: "Every database has a standby in another zone.",
  why: "A zone that fails takes the database with it for as long as a restore takes.",
  remediation: "Set multiAz to true.",
  looksAt: [DB_INSTANCE],
  judge(node) {
    if (isReplica(node)) return notApplicable("a read replica is itself a second copy");
    if (engineOf(node)?.startsWith("aurora") === true) return notApplicable("Aurora has its copies in the cluster");
    return examine((check) => check.that(() => flag(node.props["multiAz"]) === true, "multiAz is off, which is the default", "multiAz"));
  },
};

const readReplica: StackRule = {
  name: "database-replicated",
  items: ["PRC-067"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "RDS.15" }],
  demands: "Every database has at least one read replica, and every Aurora cluster at least two instances.",
  why: "Reports read from the replica, and it takes over when the primary is lost for good.",
  remediation: "Add an Instance with replicateSourceDb, or a second ClusterInstance.",
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge(node, _policy, graph) {
    if (isReplica(node)) return notApplicable("it is a replica");
    return examine((check) => {
      if (node.type === DB_INSTANCE) {
        return check.that(() => graph.referrers(node, [DB_INSTANCE], "replicateSourceDb").length > 0, "it has no read replica");
      }
      // A Multi-AZ DB cluster has its two readers built in; it is told by its instance class.
      if (text(node.props["dbClusterInstanceClass"]) !== undefined) return;
      const instances = graph.referrers(node, [DB_CLUSTER_INSTANCE], "clusterIdentifier").length;
      check.that(() => instances >= 2, `it has ${instances} instances`);
    });
  },
};

const failover: ResourceRule = {
  name: "cache-failover",
  items: ["PRC-066", "PRC-068"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ElastiCache.3" }],
  demands: "Redis and Valkey have a replica in another zone and fail over to it by themselves.",
  why: "With one node, its loss signs every user out.",
  remediation: "Set automaticFailoverEnabled and multiAzEnabled to true, with two or more nodes.",
  looksAt: [REPLICATION_GROUP, CACHE_CLUSTER],
  judge(node) {
    const { props } = node;
    if (node.type === CACHE_CLUSTER) {
      if (text(props["engine"]) === "memcached") return notApplicable("Memcached has no replicas");
      if (text(props["replicationGroupId"]) !== undefined) return notApplicable("the replication group decides");
      return { kind: "violation", findings: [{ message: "a single-node Redis cluster cannot fail over; use a replication group" }] };
    }
    return examine((check) => {
      check.that(() => flag(props["automaticFailoverEnabled"]) === true, "automatic failover is off, which is the default", "automaticFailoverEnabled");
      check.that(() => flag(props["multiAzEnabled"]) === true, "Multi-AZ is off, which is the default", "multiAzEnabled");
      check.part(() => {
        const perGroup = list(props["nodeGroupConfigurations"]).map((group) => number(dig(group, "replicaCount")) ?? 0);
        const enough = atLeast(props["numCacheClusters"], 2) || atLeast(props["replicasPerNodeGroup"], 1) || (perGroup.length > 0 && perGroup.every((count) => count >= 1));
        // A secondary of a global datastore takes its shape from the primary.
        check.that(() => enough || text(props["globalReplicationGroupId"]) !== undefined, "it has no replica", "numCacheClusters");
      });
    });
  },
};

interface Protection {
  readonly name: string;
  readonly item: "PRC-066" | "PRC-067";
  readonly what: string;
  /** For each type the property that protects it. */
  readonly by: Readonly<Record<string, string>>;
  readonly references: readonly string[];
}

function protectedFromDeletion({ name, item, what, by, references }: Protection): ResourceRule {
  return {
    name,
    items: [item],
    severity: "medium",
    frameworks: references.map((reference) => ({ name: "AWS FSBP" as const, reference })),
    demands: `${what} cannot be deleted by accident.`,
    why: "One wrong command would take the platform down.",
    remediation: `Set ${[...new Set(Object.values(by))].join(" or ")} to true.`,
    looksAt: Object.keys(by),
    judge(node) {
      if (node.type === DB_INSTANCE && isReplica(node)) return notApplicable("a read replica can be made again");
      if (node.type === DB_INSTANCE && engineOf(node)?.startsWith("aurora") === true) return notApplicable("the cluster decides");
      const property = word(by[node.type]);
      return examine((check) => check.that(() => flag(node.props[property]) === true, `${property} is off, which is the default`, property));
    },
  };
}

const PROTECTED_DATABASES = [DB_INSTANCE, DB_CLUSTER, DOCUMENT_CLUSTER, GRAPH_CLUSTER, ...GLOBAL_CLUSTERS];

const BUDGETS = ["kubernetes:policy/v1:PodDisruptionBudget", "kubernetes:policy/v1beta1:PodDisruptionBudget"];

const disruption: StackRule = {
  name: "workload-disruption-budget",
  items: ["PRC-066", "PRC-069"],
  severity: "medium",
  frameworks: [],
  demands: "Every service has a PodDisruptionBudget.",
  why: "Draining nodes for an upgrade could stop all its pods at once.",
  remediation: "Add a PodDisruptionBudget whose selector matches the pods.",
  looksAt: "stack",
  subjects: [...DEPLOYMENTS, ...STATEFUL_SETS],
  judge(node, _policy, graph) {
    const budgets = graph.ofType(BUDGETS);
    return examine((check) => {
      const labels = podLabels(node);
      const found = budgets.some((budget) => namespaceOf(budget) === namespaceOf(node) && selects(dig(budget.props["spec"], "selector"), labels));
      check.that(() => found, "no PodDisruptionBudget selects its pods");
    });
  },
};

const drainable: StackRule = {
  name: "disruption-budget-lets-drain",
  items: ["PRC-069", "PRC-134"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "MA-2" }],
  demands: "A PodDisruptionBudget keeps some of the pods, and lets at least one go.",
  why: "One that lets none go stops every upgrade of the nodes; one without a number protects nothing.",
  remediation: "Set maxUnavailable to 1, or minAvailable below the number of pods.",
  looksAt: "stack",
  subjects: BUDGETS,
  judge(node, _policy, graph) {
    const spec = node.props["spec"];
    return examine((check) => {
      const [most, least] = [dig(spec, "maxUnavailable"), dig(spec, "minAvailable")].map((value) => (value === undefined || value === null ? undefined : word(value)));
      if (most !== undefined) return check.that(() => !/^0+%?$/.test(most), `maxUnavailable is ${quoted(most)}`, "spec.maxUnavailable");
      if (least === undefined) return check.fail("it says neither how many pods stay nor how many may go", "spec");
      check.that(() => least !== "100%", "minAvailable is 100%", "spec.minAvailable");
      for (const workload of graph.ofType([...DEPLOYMENTS, ...STATEFUL_SETS])) {
        if (namespaceOf(workload) !== namespaceOf(node) || !selects(dig(spec, "selector"), podLabels(workload))) continue;
        const [scaler] = scalersOf(workload, graph);
        // One pod where nothing is said (apps/v1 DeploymentSpec, autoscaling/v2 HorizontalPodAutoscalerSpec).
        const pods = number((scaler === undefined ? dig(workload.props["spec"], "replicas") : dig(scaler.props["spec"], "minReplicas")) ?? 1);
        check.that(() => least.endsWith("%") || Number(least) < Number(pods), () => `minAvailable is ${least}, and ${workload.name} has ${quoted(pods)} pods`, "spec.minAvailable");
      }
    });
  },
};

const spread: ResourceRule = {
  name: "workload-spread",
  items: ["PRC-066"],
  severity: "medium",
  frameworks: [],
  demands: "The pods of a service are spread over zones.",
  why: "Two instances in one zone fail together.",
  remediation: "Add topologySpreadConstraints with topologyKey topology.kubernetes.io/zone.",
  looksAt: [...DEPLOYMENTS, ...STATEFUL_SETS],
  judge(node) {
    const { spec } = podTemplate(node);
    return examine((check) => {
      const affinity = dig(spec, "affinity", "podAntiAffinity");
      const keys = [
        ...list(spec["topologySpreadConstraints"]).map((constraint) => dig(constraint, "topologyKey")),
        ...list(dig(affinity, "requiredDuringSchedulingIgnoredDuringExecution")).map((term) => dig(term, "topologyKey")),
        ...list(dig(affinity, "preferredDuringSchedulingIgnoredDuringExecution")).map((term) => dig(term, "podAffinityTerm", "topologyKey")),
      ];
      check.that(() => keys.includes("topology.kubernetes.io/zone"), "nothing spreads its pods over zones", "spec.template.spec.topologySpreadConstraints");
    });
  },
};

const rollout: ResourceRule = {
  name: "workload-rollout-without-gap",
  items: ["PRC-069"],
  severity: "medium",
  frameworks: [],
  demands: "A new version of a service starts before pods of the old one stop.",
  why: "A deployment would otherwise lower capacity, or stop the service.",
  remediation: "Set strategy.rollingUpdate.maxUnavailable to 0.",
  looksAt: DEPLOYMENTS,
  judge(node) {
    return examine((check) => {
      const strategy = dig(node.props["spec"], "strategy");
      const type = dig(strategy, "type") ?? "RollingUpdate";
      if (type !== "RollingUpdate") return check.fail(`the strategy is ${quoted(type)}`, "spec.strategy.type");
      const value = dig(strategy, "rollingUpdate", "maxUnavailable");
      check.that(() => value === 0 || value === "0" || value === "0%", `maxUnavailable is ${quoted(value)}; the default is 25%`, "spec.strategy.rollingUpdate.maxUnavailable");
    });
  },
};

export const rules: readonly Rule[] = [
  multiAz, readReplica, failover,
  protectedFromDeletion({
    name: "database-deletion-protected", item: "PRC-067", what: "A database",
    by: { ...Object.fromEntries(PROTECTED_DATABASES.map((type) => [type, "deletionProtection"])), [TABLE]: "deletionProtectionEnabled" },
    references: ["RDS.8", "RDS.7", "DocumentDB.5", "Neptune.4", "DynamoDB.6"],
  }),
  protectedFromDeletion({
    name: "load-balancer-deletion-protected", item: "PRC-066", what: "A load balancer",
    by: Object.fromEntries(LOAD_BALANCERS.map((type) => [type, "enableDeletionProtection"])), references: ["ELB.6"],
  }),
  protectedFromDeletion({
    name: "network-firewall-deletion-protected", item: "PRC-066", what: "A network firewall",
    by: { "aws:networkfirewall/firewall:Firewall": "deleteProtection" }, references: ["NetworkFirewall.9"],
  }),
  protectedFromDeletion({
    name: "cluster-deletion-protected", item: "PRC-066", what: "A cluster",
    by: { [EKS_CLUSTER]: "deletionProtection" }, references: [],
  }),
  disruption, drainable, spread, rollout,
];
