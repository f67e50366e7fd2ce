/**
 * Resource limits configured: PRC-021…PRC-023.
 */
import { isGiven, isReplica } from "../databases.ts";
import { dig, flag, isPositiveQuantity, list, number, quoted, text, word } from "../inputs.ts";
import { eachContainer, nameOf, podTemplate, type Container } from "../pods.ts";
import { examine, notApplicable, type ResourceRule, type Rule } from "../rule.ts";
import { DB_INSTANCE, WORKLOADS } from "../types.ts";

/** Ephemeral containers cannot have limits (core/v1 EphemeralContainer). */
const LIMITED: readonly Container["kind"][] = ["containers", "initContainers"];

function limit(resource: "cpu" | "memory", item: "PRC-021" | "PRC-022", why: string): ResourceRule {
  return {
    name: `container-${resource}-limit`,
    items: [item],
    severity: "medium",
    frameworks: [{ name: "NIST 800-53", reference: "SC-6" }],
    demands: `Every container has a ${resource} limit.`,
    why,
    remediation: `Set resources.limits.${resource}.`,
    looksAt: WORKLOADS,
    judge(node) {
      const pod = podTemplate(node);
      return examine((check) =>
        eachContainer(
          pod,
          check,
          (container) => {
            const value = dig(container.spec, "resources", "limits", resource);
            if (!isPositiveQuantity(value)) check.fail(`the ${resource} limit of container ${nameOf(container)} is ${quoted(value)}`, `${container.path}.resources.limits.${resource}`);
          },
          LIMITED,
        ),
      );
    },
  };
}

const FAST_STORAGE = ["gp3", "io1", "io2"];

const databaseStorage: ResourceRule = {
  name: "database-storage-fast",
  items: ["PRC-023"],
  severity: "medium",
  frameworks: [],
  demands: "Databases store on gp3, io1 or io2.",
  why: "gp2 slows down when its burst credits run out; magnetic storage always is slow.",
  remediation: "Set storageType to gp3.",
  looksAt: [DB_INSTANCE],
  judge(node) {
    const { props } = node;
    if (text(props["engine"])?.startsWith("aurora") === true) return notApplicable("Aurora manages its own storage");
    if (isReplica(node) && !isGiven(node, "storageType")) return notApplicable("the replica takes over the storage of its source");
    return examine((check) => {
      const type = props["storageType"] ?? (props["iops"] === undefined ? undefined : "io1");
      check.that(() => FAST_STORAGE.includes(word(type)), `storageType is ${quoted(type)}; the default is gp2`, "storageType");
    });
  },
};

const volumes: ResourceRule = {
  name: "volume-fast",
  items: ["PRC-023"],
  severity: "low",
  frameworks: [],
  demands: "Disks of machines are gp3, io1 or io2, and gp3 is what Kubernetes gives to claims.",
  why: "gp2 slows down when its burst credits run out.",
  remediation: "Set the volume type to gp3.",
  looksAt: ["aws:ebs/volume:Volume", "aws:ec2/launchTemplate:LaunchTemplate", "kubernetes:storage.k8s.io/v1:StorageClass"],
  judge(node) {
    return examine((check) => {
      if (node.type === "aws:ebs/volume:Volume") {
        return check.that(() => FAST_STORAGE.includes(word(node.props["type"])), () => `type is ${quoted(node.props["type"])}; the default is gp2`, "type");
      }
      if (node.type === "kubernetes:storage.k8s.io/v1:StorageClass") {
        if (!/ebs/.test(word(node.props["provisioner"] ?? ""))) return;
        // Default gp3 (EBS CSI driver, StorageClass parameters).
        const type = dig(node.props["parameters"], "type") ?? "gp3";
        return check.that(() => FAST_STORAGE.includes(word(type)), `parameters.type is ${quoted(type)}`, "parameters.type");
      }
      check.each(() => list(node.props["blockDeviceMappings"]), (mapping, index) => {
        const ebs = dig(mapping, "ebs");
        // A mapping without a type of its own keeps the image's.
        if (ebs === undefined || ebs === null || dig(ebs, "volumeType") === undefined) return;
        if (!FAST_STORAGE.includes(word(dig(ebs, "volumeType")))) check.fail(`volumeType is ${quoted(dig(ebs, "volumeType"))}`, `blockDeviceMappings[${index}].ebs.volumeType`);
      });
    });
  },
};

const insights: ResourceRule = {
  name: "database-performance-insights",
  items: ["OPT-60", "PRC-028", "PRC-042"],
  severity: "medium",
  frameworks: [],
  demands: "Databases record which statements load them (Performance Insights).",
  why: "A missing index shows there long before users complain.",
  remediation: "Set performanceInsightsEnabled to true.",
  looksAt: [DB_INSTANCE, "aws:rds/clusterInstance:ClusterInstance"],
  judge(node) {
    return examine((check) => check.that(() => flag(node.props["performanceInsightsEnabled"]) === true, "Performance Insights is off, which is the default", "performanceInsightsEnabled"));
  },
};

const storageGrows: ResourceRule = {
  name: "database-storage-grows",
  items: ["PRC-023"],
  severity: "low",
  frameworks: [],
  demands: "A database's storage grows by itself up to a limit.",
  why: "A full disk stops the database.",
  remediation: "Set maxAllocatedStorage above allocatedStorage.",
  looksAt: [DB_INSTANCE],
  judge(node) {
    if (text(node.props["engine"])?.startsWith("aurora") === true) return notApplicable("Aurora storage always grows");
    if (isReplica(node)) return notApplicable("the replica takes over the storage of its source");
    return examine((check) => {
      const [most, now] = [number(node.props["maxAllocatedStorage"]) ?? 0, number(node.props["allocatedStorage"]) ?? 0];
      check.that(() => most > now, "storage autoscaling is off, which is the default", "maxAllocatedStorage");
    });
  },
};

export const rules: readonly Rule[] = [
  limit("cpu", "PRC-021", "One busy container takes the node's processors from all others."),
  limit("memory", "PRC-022", "One leaking container makes the node kill others."),
  databaseStorage, volumes, insights, storageGrows,
];
