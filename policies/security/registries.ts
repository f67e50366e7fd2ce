/**
 * Where images come from, and who may put them there: PRC-014, PRC-119.
 */
import { policyDocuments } from "../iam.ts";
import { dig, list, quoted, statements, text } from "../inputs.ts";
import { stated, type Graph, type Node } from "../graph.ts";
import { eachContainer, nameOf, podTemplate } from "../pods.ts";
import { examine, notApplicable, type Check, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { EKS_CLUSTER, WORKLOADS } from "../types.ts";

/** A private registry of an AWS account, in any partition, also by its endpoints for FIPS and for both kinds of addresses (Amazon ECR endpoints). */
const PRIVATE = /^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]{1,30}\.(amazonaws\.(com|eu|com\.cn)|on\.aws|on\.amazonwebservices\.com\.cn)\//;

const approved: ResourceRule = {
  name: "container-image-private-registry",
  items: ["PRC-014"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "5.1.4" }, { name: "NIST 800-53", reference: "CM-7(5)" }],
  demands: "Every image, of a container or of a volume, comes from a private registry of Amazon ECR.",
  why: "There it was scanned, and it is there when the registry of somebody else is not.",
  remediation: "Push the image to a repository of ours, or mirror it there, and name that one.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) => {
      const comes = (from: unknown, what: string, path: string) => check.that(() => PRIVATE.test(text(from) ?? ""), () => `${what} ${quoted(from)}`, path);
      eachContainer(pod, check, (container) => comes(container.spec["image"], `container ${nameOf(container)} runs`, `${container.path}.image`));
      check.each(() => list(pod.spec["volumes"]), (volume, index) => {
        const source = dig(volume, "image");
        if (source !== undefined && source !== null) comes(dig(source, "reference"), "a volume is made of", `${pod.path}.volumes[${index}].image.reference`);
      });
    });
  },
};

const ROLE = "aws:iam/role:Role";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Who says which role machines of a cluster take, and with which property. */
const NODES: readonly (readonly [type: string, property: string])[] = [
  [EKS_CLUSTER, "computeConfig"], ["aws:eks/nodeGroup:NodeGroup", "nodeRoleArn"], ["aws:eks/fargateProfile:FargateProfile", "podExecutionRoleArn"],
  ["kubernetes:eks.amazonaws.com/v1:NodeClass", "spec"], ["kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", "spec"],
];

/** AWS's own policies that let their holder change images. */
const PUSHERS = /:policy\/(AmazonEC2ContainerRegistryPowerUser|AmazonEC2ContainerRegistryFullAccess|AmazonElasticContainerRegistryPublicPowerUser|AmazonElasticContainerRegistryPublicFullAccess)$/;

/** Actions of ECR that read, and those with which a pull through a cache fills it (Amazon ECR User Guide, "IAM permissions required to sync an upstream registry"). */
const PULLING = /^ecr(-public)?:(batchcheck|batchget|batchimportupstreamimage$|createrepository$|describe|get|list)/i;

function changesImages(action: string): boolean {
  return /^ecr(-public)?:/i.test(action) && !PULLING.test(action);
}

const pullOnly: StackRule = {
  name: "node-role-pulls-only",
  items: ["PRC-014", "PRC-119"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "5.1.3" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "Nodes of the cluster pull images and change none.",
  why: "Whoever gets hold of a node could put a program of theirs under the name of one of ours.",
  remediation: "Attach AmazonEC2ContainerRegistryPullOnly, and let the pipeline push.",
  looksAt: "stack",
  subjects: [ROLE],
  judge(node, _policy, graph) {
    if (!NODES.some(([type, property]) => graph.referrers(node, [type], property).length > 0)) return notApplicable("no machine of a cluster takes the role");
    return examine((check) => {
      check.each(() => list(stated(node, "managedPolicyArns")), (arn) => managed(check, arn));
      for (const attachment of graph.referrers(node, [ATTACHMENT], "role")) check.part(() => managed(check, attachment.props["policyArn"]));
      for (const holder of holders(node, graph)) {
        for (const { read } of policyDocuments(holder)) {
          check.part(() => {
            const actions = (statements(read()) ?? []).filter(({ effect }) => effect === "Allow").flatMap((statement) => statement.actions).filter(changesImages);
            check.that(() => actions.length === 0, `${holder.name} allows ${actions.join(", ")}`);
          });
        }
      }
    });
  },
};

function managed(check: Check, arn: unknown): void {
  if (PUSHERS.test(text(arn) ?? "")) check.fail(`it is given ${quoted(arn)}`);
}

/** Resources of the stack with policies that a role has, inside it or attached. */
function holders(role: Node, graph: Graph): Node[] {
  const attached = graph.referrers(role, [ATTACHMENT], "role").flatMap((attachment) => graph.referenced(attachment, "policyArn", ["aws:iam/policy:Policy"]));
  return [...(stated(role, "inlinePolicies") === undefined ? [] : [role]), ...graph.referrers(role, ["aws:iam/rolePolicy:RolePolicy"], "role"), ...attached];
}

export const rules: readonly Rule[] = [approved, pullOnly];
