/**
 * Versions that are still mended, and how they are renewed: PRC-134; and what survives the loss of a machine or zone: PRC-066, PRC-069.
 */
import { engineOf } from "../databases.ts";
import { dig, flag, list, quoted, text, word } from "../inputs.ts";
import { examine, notApplicable, type ResourceRule, type Rule } from "../rule.ts";
import { notOff, on, settingsRule, type Settings } from "../settings.ts";
import { CACHE_CLUSTER, CLASSIC_LOAD_BALANCER, DB_CLUSTER, DB_CLUSTER_INSTANCE, DB_INSTANCE, EKS_CLUSTER, GRAPH_CLUSTER, REPLICATION_GROUP } from "../types.ts";
import { isHidden } from "../unknown.ts";

/** Last day of standard support of Kubernetes on EKS (EKS User Guide, "Kubernetes release calendar"); a newer version counts as supported. */
const KUBERNETES: Readonly<Record<string, string>> = {
  "1.28": "2024-11-26", "1.29": "2025-03-23", "1.30": "2025-07-23", "1.31": "2025-11-26",
  "1.32": "2026-03-23", "1.33": "2026-07-29", "1.34": "2026-12-02", "1.35": "2027-03-27",
};
/** Minor version of the oldest one listed: what is older can no longer be had. */
const OLDEST = 28;

/** Whether a version of Kubernetes such as `1.35` is under standard support of EKS at a moment. */
export function isSupported(version: string, now: Date): boolean {
  const end = KUBERNETES[version];
  return Number(version.split(".")[1]) >= OLDEST && (end === undefined || new Date(`${end}T23:59:59Z`) >= now);
}

const kubernetes: ResourceRule = {
  name: "cluster-version-supported",
  items: ["PRC-134", "OPT-20"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "EKS.2" }, { name: "NIST 800-53", reference: "SI-2" }],
  demands: "Clusters run a version of Kubernetes under standard support.",
  why: "After it AWS asks a multiple of the price, and a year later upgrades the cluster whether it is ready or not.",
  remediation: "Raise version, one minor version at a time.",
  looksAt: [EKS_CLUSTER],
  judge(node, { now }) {
    return examine((check) => {
      const { version } = node.props;
      // Left out, EKS takes the newest (EKS API, CreateCluster).
      if (version === undefined || version === null) return;
      check.that(() => isSupported(word(version), now), () => `standard support of ${quoted(version)} has ended`, "version");
    });
  },
};

/** Day after which AWS no longer mends a runtime (Lambda Developer Guide, "Runtime deprecation policy"). */
const RUNTIMES: Readonly<Record<string, string>> = {
  "nodejs18.x": "2025-09-01", "nodejs20.x": "2026-04-30", "nodejs22.x": "2027-04-30", "nodejs24.x": "2028-04-30",
  "python3.9": "2025-12-15", "python3.10": "2026-10-31", "python3.11": "2027-06-30", "python3.12": "2028-10-31", "python3.13": "2029-06-30", "python3.14": "2029-06-30",
  "java8.al2": "2027-06-30", "java11": "2027-06-30", "java17": "2027-06-30", "java21": "2029-06-30", "java25": "2029-06-30",
  "dotnet8": "2026-11-10", "dotnet9": "2026-11-10", "dotnet10": "2028-11-14", "ruby3.2": "2026-03-31", "ruby3.3": "2027-03-31", "ruby3.4": "2028-03-31", "ruby4.0": "2029-03-31",
  "provided.al2": "2026-07-31", "provided.al2023": "2029-06-30",
};
/** Runtimes that ended before those. */
const ENDED = /^(nodejs(4\.3|6\.10|8\.10|1[0-6]\.x)?(-edge)?|python(2\.7|3\.[6-8])|java8|dotnetcore.*|dotnet[5-7](\.0)?|ruby2\.\d|go1\.x|provided)$/;

const runtime: ResourceRule = {
  name: "function-runtime-supported",
  items: ["PRC-134"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "Lambda.2" }, { name: "NIST 800-53", reference: "SI-2" }],
  demands: "Functions run on a runtime that AWS still mends.",
  why: "Flaws of an ended runtime stay open, and in the end the function can no longer be changed.",
  remediation: "Set runtime to a current one, such as nodejs24.x.",
  looksAt: ["aws:lambda/function:Function"],
  judge(node, { now }) {
    if (node.props["packageType"] === "Image") return notApplicable("the image brings its runtime along");
    return examine((check) => {
      const name = text(node.props["runtime"]);
      if (name === undefined) return check.fail("it has no runtime", "runtime");
      const end = RUNTIMES[name];
      check.that(() => !ENDED.test(name) && (end === undefined || new Date(`${end}T23:59:59Z`) >= now), `${name} is no longer mended`, "runtime");
    });
  },
};

const zones: ResourceRule = {
  name: "function-several-zones",
  items: ["PRC-066"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "Lambda.5" }, { name: "NIST 800-53", reference: "CP-10" }],
  demands: "A function in a VPC has subnets in at least two zones.",
  why: "The zone that fails takes the function with it otherwise.",
  remediation: "Give it subnets of two zones.",
  looksAt: ["aws:lambda/function:Function"],
  judge(node) {
    return examine((check) => {
      const subnets = list(dig(node.props["vpcConfig"], "subnetIds"));
      check.that(() => subnets.length !== 1, "it has one subnet", "vpcConfig.subnetIds");
    });
  },
};

/** On where it is left out, for every one of these types (AWS provider). */
const upgrading: Settings = () => [notOff("autoMinorVersionUpgrade", "minor versions are not installed")];

const minorVersions = settingsRule(
  {
    name: "data-service-minor-upgrades",
    items: ["PRC-134"],
    severity: "medium",
    frameworks: [
      { name: "AWS FSBP", reference: "RDS.13" }, { name: "AWS FSBP", reference: "RDS.35" }, { name: "AWS FSBP", reference: "ElastiCache.2" }, { name: "CIS AWS 3.0", reference: "2.3.2" },
      { name: "NIST 800-53", reference: "SI-2" },
    ],
    demands: "Databases and caches install minor versions in their maintenance window.",
    why: "Known flaws of the engine stay open otherwise.",
    remediation: "Leave autoMinorVersionUpgrade out.",
  },
  {
    [DB_INSTANCE]: upgrading,
    [DB_CLUSTER_INSTANCE]: upgrading,
    "aws:neptune/clusterInstance:ClusterInstance": upgrading,
    [REPLICATION_GROUP]: upgrading,
    [CACHE_CLUSTER]: (node) => (text(node.props["engine"]) === "memcached" ? "Memcached has no minor versions that install themselves" : upgrading(node)),
  },
);

const copied: Settings = () => [on("copyTagsToSnapshot", "its snapshots have no tags, which is the default")];

const snapshotTags = settingsRule(
  {
    name: "database-snapshot-tags",
    items: ["PRC-062", "PRC-113"],
    severity: "low",
    frameworks: [...["RDS.16", "RDS.17", "RDS.47", "RDS.48"].map((reference) => ({ name: "AWS FSBP" as const, reference })), { name: "AWS FSBP", reference: "Neptune.8" }],
    demands: "Snapshots of databases carry the tags of the database.",
    why: "Owner, class of data and retention are told by tags; without them nobody knows what may be deleted.",
    remediation: "Set copyTagsToSnapshot to true.",
  },
  {
    [DB_INSTANCE]: (node) => (engineOf(node)?.startsWith("aurora") === true ? "the cluster decides" : copied(node)),
    [DB_CLUSTER]: copied,
    [GRAPH_CLUSTER]: copied,
  },
);

const draining = settingsRule(
  {
    name: "classic-load-balancer-drains",
    items: ["PRC-066", "PRC-069"],
    severity: "low",
    frameworks: [{ name: "AWS FSBP", reference: "ELB.7" }, { name: "AWS FSBP", reference: "ELB.9" }],
    demands: "A Classic Load Balancer lets requests end before it takes a machine out, and uses the machines of every zone.",
    why: "Every deployment would cut requests off, and one zone could be full while another is idle.",
    remediation: "Set connectionDraining to true and leave crossZoneLoadBalancing out.",
  },
  { [CLASSIC_LOAD_BALANCER]: () => [on("connectionDraining", "requests are cut off, which is the default"), notOff("crossZoneLoadBalancing", "machines of other zones are not used")] },
);

const template: ResourceRule = {
  name: "machine-group-launch-template",
  items: ["PRC-066", "PRC-134"],
  severity: "low",
  frameworks: [{ name: "AWS FSBP", reference: "AutoScaling.9" }],
  demands: "An Auto Scaling group starts its machines from a launch template.",
  why: "Launch configurations get no new kinds of machines, and have no versions to go back to.",
  remediation: "Set launchTemplate or mixedInstancesPolicy instead of launchConfiguration.",
  looksAt: ["aws:autoscaling/group:Group"],
  judge(node) {
    return examine((check) => {
      const old = isHidden(() => node.props["launchConfiguration"]) || text(node.props["launchConfiguration"]) !== undefined;
      check.that(() => !old, "it uses a launch configuration", "launchConfiguration");
    });
  },
};

const unforced: ResourceRule = {
  name: "cluster-upgrade-not-forced",
  items: ["PRC-134"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "MA-2" }],
  demands: "No cluster is upgraded past what stands in the way of it.",
  why: "EKS holds an upgrade back when the cluster uses what the new version no longer has.",
  remediation: "Leave forceUpdateVersion out.",
  looksAt: [EKS_CLUSTER],
  judge(node) {
    return examine((check) => check.that(() => flag(node.props["forceUpdateVersion"] ?? false) === false, "upgrades are forced", "forceUpdateVersion"));
  },
};

export const rules: readonly Rule[] = [kubernetes, runtime, zones, minorVersions, snapshotTags, draining, template, unforced];
