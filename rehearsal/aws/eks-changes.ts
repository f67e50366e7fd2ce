/** How an EKS cluster may change, and what its parts must agree on. */
import type { Law } from "../types.ts";
import { overlap, parseCidr } from "./cidr.ts";
import { all, applyLaw, fields, lookup, noIf, prop, text, texts } from "./kit.ts";
import { networksOf, subnetsOf } from "./zones.ts";

const UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html";
const MODES = "https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html";
const NODES = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html";
const SERVICES = "https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html";
const ACCESS = "https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html";
const INVALID = "InvalidParameterException";

const minor = (value: unknown): number | undefined => {
  const found = /^1\.(\d+)$/.exec(typeof value === "string" ? value : "");
  return found === null ? undefined : Number(found[1]);
};

const upgrade = applyLaw("eks-one-minor-at-a-time", ["eks/cluster"], UPDATE, ({ version }, change) => {
  const [from, to] = [minor(change.olds?.["version"]), minor(version)];
  return noIf(change.operation === "update" && from !== undefined && to !== undefined && to !== from && to !== from + 1, INVALID, `Unsupported Kubernetes minor version update from 1.${from} to 1.${to}`, "version");
}, ["update"]);

const STEPS = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

const mode = applyLaw("eks-authentication-mode-forward", ["eks/cluster"], MODES, ({ accessConfig }, change) => {
  const before = text(fields(change.olds?.["accessConfig"])["authenticationMode"]);
  const after = text(fields(accessConfig)["authenticationMode"]);
  if (before === undefined || after === undefined || before === "" || before === after) return [];
  const [from, to] = [STEPS.indexOf(before), STEPS.indexOf(after)];
  return noIf(from >= 0 && to >= 0 && to !== from + 1, INVALID, `Unsupported authentication mode update from ${before} to ${after}`, "accessConfig.authenticationMode");
}, ["update"]);

const services = applyLaw("eks-service-range-outside-vpc", ["eks/cluster"], SERVICES, (cluster, change) => {
  const range = parseCidr(text(fields(cluster["kubernetesNetworkConfig"])["serviceIpv4Cidr"]) ?? "");
  const vpc = networksOf(subnetsOf(change, texts(fields(cluster["vpcConfig"])["subnetIds"])))[0];
  const home = lookup(change, ["ec2/vpc"], vpc);
  const theirs = home === undefined ? undefined : parseCidr(text(prop(home, "cidrBlock")) ?? "");
  return noIf(range !== undefined && theirs !== undefined && overlap(range, theirs), INVALID, `The specified service IPv4 CIDR overlaps with the CIDR of VPC ${vpc}`, "kubernetesNetworkConfig.serviceIpv4Cidr");
}, ["create"]);

const nodes = applyLaw("eks-node-version", ["eks/nodeGroup"], NODES, ({ clusterName, version }, change) => {
  const cluster = lookup(change, ["eks/cluster"], clusterName, "name");
  const [mine, theirs] = [minor(version), cluster === undefined ? undefined : minor(prop(cluster, "version"))];
  return noIf(mine !== undefined && theirs !== undefined && mine > theirs, INVALID, `Requested Nodegroup kubernetes version 1.${mine} is newer than the cluster's 1.${theirs}`, "version");
});

/** EKS makes entries itself for the creator and for the roles of nodes and Fargate pods; a role of this world is the creator of nothing. */
const entry = applyLaw("eks-access-policy-needs-entry", ["eks/accessPolicyAssociation"], ACCESS, ({ clusterName, principalArn }, change) => {
  const role = lookup(change, ["iam/role", "iam/user"], principalArn, "arn");
  const cluster = lookup(change, ["eks/cluster"], clusterName, "name");
  if (role === undefined || cluster === undefined) return [];
  const entered = all(change, "eks/accessEntry").some((one) => one.inputs["clusterName"] === clusterName && one.inputs["principalArn"] === principalArn);
  const made = all(change, "eks/nodeGroup", "eks/fargateProfile").some((one) => one.inputs["clusterName"] === clusterName && [one.inputs["nodeRoleArn"], one.inputs["podExecutionRoleArn"]].includes(principalArn));
  const own = fields(prop(cluster, "computeConfig"))["nodeRoleArn"] === principalArn;
  const strict = fields(cluster.inputs["accessConfig"])["bootstrapClusterCreatorAdminPermissions"] !== false;
  return noIf(strict && !entered && !made && !own, "ResourceNotFoundException", `The specified principalArn could not be found: ${text(principalArn)}. You can view your available access entries with 'list-access-entries'.`, "principalArn");
});

/** Laws of changes to EKS. */
export const eksChangeLaws: readonly Law[] = [upgrade, mode, services, nodes, entry];
