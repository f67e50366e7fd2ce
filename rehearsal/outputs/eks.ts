/** EKS: clusters, node groups, add-ons and access. Source: the EKS API reference. */
import type { Inventor, InventContext, Props } from "../types.ts";
import { arn, hexOf, inventor, letters, lookup, moment, named, prefixed, record, text, texts, uuid } from "./forms.ts";

type Known = InventContext & { readonly id: string };

/** Kubernetes version of a cluster that asks for none. */
const DEFAULT_VERSION = "1.34";

/** Versions that the rehearsal offers of each add-on: of the form EKS publishes, not read from AWS. */
export const ADDON_VERSIONS: Readonly<Record<string, string>> = {
  "vpc-cni": "v1.20.4-eksbuild.2",
  coredns: "v1.12.3-eksbuild.1",
  "kube-proxy": "v1.34.0-eksbuild.2",
  "aws-ebs-csi-driver": "v1.50.1-eksbuild.1",
  "aws-efs-csi-driver": "v2.1.13-eksbuild.1",
  "eks-pod-identity-agent": "v1.3.9-eksbuild.3",
  "metrics-server": "v0.8.0-eksbuild.2",
  "snapshot-controller": "v8.3.0-eksbuild.1",
  "amazon-cloudwatch-observability": "v4.4.0-eksbuild.1",
  "aws-guardduty-agent": "v1.11.0-eksbuild.4",
  "aws-mountpoint-s3-csi-driver": "v2.0.0-eksbuild.1",
  "external-dns": "v0.19.0-eksbuild.2",
  "cert-manager": "v1.18.2-eksbuild.2",
  "kube-state-metrics": "v2.17.0-eksbuild.1",
  "prometheus-node-exporter": "v1.9.1-eksbuild.4",
  adot: "v0.131.0-eksbuild.1",
};

/** A certificate authority as the API returns it: a PEM file in base64. The body is made up and signs nothing. */
function authority(context: InventContext): string {
  const body = Buffer.from(hexOf(context, "ca", 128).repeat(8), "hex").toString("base64");
  const lines = body.match(/.{1,64}/g) ?? [];
  return Buffer.from(["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n")).toString("base64");
}

function cluster(context: Known): Props {
  const { inputs } = context;
  const mark = hexOf(context, "oidc", 32).toUpperCase();
  const network = record(inputs["kubernetesNetworkConfig"]);
  const vpcConfig = record(inputs["vpcConfig"]);
  const access = record(inputs["accessConfig"]);
  const subnet = texts(vpcConfig["subnetIds"])[0];
  const dns = context.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    arn: arn(context, "eks", `cluster/${context.id}`),
    certificateAuthority: { data: authority(context) },
    // Only clusters on Outposts have an id of their own.
    clusterId: "",
    createdAt: text(context.olds?.["createdAt"]) ?? moment(context),
    endpoint: `https://${mark}.${["gr7", "yl4", "sk1"][hexOf(context, "cell", 1).charCodeAt(0) % 3]}.${context.region}.eks.${dns}`,
    identities: [{ oidcs: [{ issuer: `https://oidc.eks.${context.region}.${dns}/id/${mark}` }] }],
    platformVersion: "eks.9",
    status: "ACTIVE",
    version: named(inputs, "version", DEFAULT_VERSION),
    deletionProtection: inputs["deletionProtection"] ?? false,
    accessConfig: { authenticationMode: "CONFIG_MAP", bootstrapClusterCreatorAdminPermissions: true, ...access },
    upgradePolicy: { supportType: "EXTENDED", ...record(inputs["upgradePolicy"]) },
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16", serviceIpv6Cidr: "", elasticLoadBalancing: { enabled: false }, ...network },
    vpcConfig: {
      endpointPrivateAccess: false, endpointPublicAccess: true, publicAccessCidrs: vpcConfig["endpointPublicAccess"] === false ? [] : ["0.0.0.0/0"],
      ...vpcConfig,
      clusterSecurityGroupId: prefixed(context, "sg", "cluster-sg"),
      vpcId: text(lookup(context, "aws:ec2/subnet:Subnet", subnet)?.["vpcId"]) ?? "",
    },
  };
}

const clusterVersion = (context: InventContext): string => text(lookup(context, "aws:eks/cluster:Cluster", context.inputs["clusterName"])?.["version"]) ?? DEFAULT_VERSION;

const under = (context: Known, kind: string, name: string): string => arn(context, "eks", `${kind}/${named(context.inputs, "clusterName")}/${name}/${uuid(context, kind)}`);

function nodeGroup(context: Known): Props {
  const name = named(context.inputs, "nodeGroupName");
  const version = named(context.inputs, "version", clusterVersion(context));
  return {
    arn: under(context, "nodegroup", name),
    resources: [{ autoscalingGroups: [{ name: `eks-${name}-${uuid(context, "asg")}` }], remoteAccessSecurityGroupId: "" }],
    status: "ACTIVE",
    version,
    releaseVersion: named(context.inputs, "releaseVersion", `${version}.1-20260101`),
    amiType: named(context.inputs, "amiType", "AL2023_x86_64_STANDARD"),
    capacityType: named(context.inputs, "capacityType", "ON_DEMAND"),
    diskSize: context.inputs["diskSize"] ?? (context.inputs["launchTemplate"] === undefined ? 20 : 0),
    instanceTypes: context.inputs["instanceTypes"] ?? (context.inputs["launchTemplate"] === undefined ? ["t3.medium"] : []),
  };
}

const twoPart = (property: string) => ({ inputs }: InventContext): string => `${named(inputs, "clusterName")}:${named(inputs, property)}`;
const since = (context: Known, property: string): string => text(context.olds?.[property]) ?? moment(context);

export const EKS: readonly Inventor[] = [
  inventor(["aws:eks/cluster:Cluster"], ({ inputs }) => named(inputs, "name"), cluster),
  inventor(["aws:eks/nodeGroup:NodeGroup"], twoPart("nodeGroupName"), nodeGroup),
  inventor(["aws:eks/fargateProfile:FargateProfile"], twoPart("fargateProfileName"), (context) => ({ arn: under(context, "fargateprofile", named(context.inputs, "fargateProfileName")), status: "ACTIVE" })),
  inventor(["aws:eks/addon:Addon"], twoPart("addonName"), (context) => ({
    arn: under(context, "addon", named(context.inputs, "addonName")), createdAt: since(context, "createdAt"), modifiedAt: moment(context),
    addonVersion: named(context.inputs, "addonVersion", ADDON_VERSIONS[named(context.inputs, "addonName")] ?? "v1.0.0-eksbuild.1"),
  })),
  inventor(["aws:eks/accessEntry:AccessEntry"], twoPart("principalArn"), (context) => ({
    accessEntryArn: arn(context, "eks", `access-entry/${named(context.inputs, "clusterName")}/role/${context.account}/${named(context.inputs, "principalArn").split("/").at(-1) ?? ""}/${uuid(context, "entry")}`),
    createdAt: since(context, "createdAt"), modifiedAt: moment(context), type: named(context.inputs, "type", "STANDARD"),
    userName: named(context.inputs, "userName", named(context.inputs, "principalArn")),
  })),
  inventor(["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"], ({ inputs }) => [named(inputs, "clusterName"), named(inputs, "principalArn"), named(inputs, "policyArn")].join("#"), (context) => ({ associatedAt: since(context, "associatedAt"), modifiedAt: moment(context) })),
  inventor(["aws:eks/podIdentityAssociation:PodIdentityAssociation"], (context) => `a-${letters(hexOf(context, "assoc", 64), 17)}`, (context) => ({
    associationId: context.id, associationArn: arn(context, "eks", `podidentityassociation/${named(context.inputs, "clusterName")}/${context.id}`),
  })),
  inventor(["aws:eks/identityProviderConfig:IdentityProviderConfig"], ({ inputs }) => `${named(inputs, "clusterName")}:${named(record(inputs["oidc"]), "identityProviderConfigName")}`, (context) => ({
    arn: under(context, "identityproviderconfig/oidc", named(record(context.inputs["oidc"]), "identityProviderConfigName")), status: "ACTIVE",
  })),
];
