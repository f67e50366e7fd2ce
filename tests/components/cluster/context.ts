/** The stack that the tests of cluster, edge and workloads stand in. */
import type { PlatformContext } from "../../../components/context.ts";
import type { Registration } from "../../../golive/graph/record.ts";

export const production: PlatformContext = {
  name: "optibid-production",
  environment: "production",
  accountId: "123456789012",
  region: "eu-central-1",
  drRegion: "eu-west-1",
  protect: true,
  deletionProtection: true,
  owner: "platform-team",
  costCentre: "optibid-4711",
};

export const throwaway: PlatformContext = { ...production, name: "optibid-dev", environment: "dev", protect: false, deletionProtection: false };

/** What AWS tells of a cluster beside its arguments, as far as a test needs to recognise it. */
export function clusterOutputs(type: string, _name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (type !== "aws:eks/cluster:Cluster") return {};
  return {
    vpcConfig: { ...(inputs["vpcConfig"] as object), clusterSecurityGroupId: "sg-cluster" },
    endpoint: "https://ABCDEF.gr7.eu-central-1.eks.amazonaws.com",
    certificateAuthority: { data: "Q0E=" },
    arn: "arn:aws:eks:eu-central-1:123456789012:cluster/optibid-production",
  };
}

/** Type and name of everything registered, sorted: what a component is made of. */
export function census(registrations: readonly Registration[]): string[] {
  return registrations.map(({ type, name }) => `${type} ${name}`).sort();
}

/** Names of the registrations that are protected and kept. */
export function kept(registrations: readonly Registration[]): string[] {
  return registrations.filter((each) => each.protect && each.retainOnDelete).map(({ name }) => name).sort();
}

/** Last parts of URNs: the logical names. */
export function namesOf(urns: readonly string[]): string[] {
  return urns.map((urn) => urn.split("::").at(-1) ?? urn).sort();
}

/** Registrations that take tags but lack one of the required ones. */
export function untagged(registrations: readonly Registration[]): string[] {
  const required = ["owner", "environment", "cost-centre", "data-classification"];
  return registrations
    .filter(({ inputs }) => "tags" in inputs)
    .filter(({ inputs }) => required.some((key) => !(key in (inputs["tags"] as object))))
    .map(({ name }) => name);
}
