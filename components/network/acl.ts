/**
 * Rules of the network ACLs, one list a tier. Network ACLs are stateless: each flow needs a rule for its answers.
 * They are the second line behind security groups: coarse, by tier, and a rule list a person can read.
 */
import type { TierName } from "./tiers.ts";
import { DATA_PORTS } from "./tiers.ts";

/** A rule in the form `aws.ec2.NetworkAcl` takes. */
export interface AclRule {
  readonly ruleNo: number;
  readonly action: "allow";
  readonly protocol: "tcp" | "icmp" | "-1";
  readonly cidrBlock: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** Both directions of one tier. */
export interface AclRules {
  readonly ingress: readonly AclRule[];
  readonly egress: readonly AclRule[];
}

const ANYWHERE = "0.0.0.0/0";
/** NAT gateways and the nodes' address translation use any port from 1024. Source: Amazon VPC User Guide, "Custom network ACLs: ephemeral ports". */
const EPHEMERAL = { from: 1024, to: 65535 } as const;
/** Remote desktop: no network ACL may admit it from anywhere (AWS FSBP EC2.21, CIS 5.2), not even inside the ephemeral range. */
const RDP = 3389;

type Unnumbered = Omit<AclRule, "ruleNo" | "action">;

function tcp(cidrBlock: string, from: number, to: number = from): Unnumbered {
  return { protocol: "tcp", cidrBlock, fromPort: from, toPort: to };
}

/** Everything between two blocks of the same trust. */
function all(cidrBlock: string): Unnumbered {
  return { protocol: "-1", cidrBlock, fromPort: 0, toPort: 0 };
}

/** "Fragmentation needed": without it path MTU discovery fails and large packets are lost silently. */
function fragmentationNeeded(cidrBlock: string): Unnumbered {
  return { protocol: "icmp", cidrBlock, fromPort: 0, toPort: 0, icmpType: 3, icmpCode: 4 };
}

/** Answers from the internet. The one port left out costs one in 64,512 connections a retry. */
function answersFromAnywhere(): Unnumbered[] {
  return [tcp(ANYWHERE, EPHEMERAL.from, RDP - 1), tcp(ANYWHERE, RDP + 1, EPHEMERAL.to), fragmentationNeeded(ANYWHERE)];
}

function answers(cidrBlock: string): Unnumbered {
  return tcp(cidrBlock, EPHEMERAL.from, EPHEMERAL.to);
}

function web(cidrBlock: string): Unnumbered[] {
  return [tcp(cidrBlock, 443), tcp(cidrBlock, 80)];
}

/** Numbers in steps of ten, so that a rule can be put between two others. */
function numbered(rules: readonly Unnumbered[]): AclRule[] {
  return rules.map((rule, index) => ({ ruleNo: 100 + index * 10, action: "allow", ...rule }));
}

/**
 * The rules of each tier.
 *
 * - public: the private tier's web traffic on its way out, and its answers.
 * - private: everything inside the tier (pods, internal load balancer, endpoints, the cluster's own interfaces), web
 *   traffic out, and answers to anywhere: what CloudFront sends through a VPC origin keeps CloudFront's own address, and
 *   passes by the rules of the way in but not by those of the way out. The data ports of the isolated tier are among the
 *   ports for answers; its own list says which may be reached. DNS goes to the VPC resolver, which network ACLs do not
 *   see. Source: Amazon CloudFront Developer Guide, "Restrict access with VPC origins".
 * - isolated: the data ports and the database's own from the private tier, traffic between its own members, nothing else.
 *
 * @param blocks the reserved block of each tier, so that a new zone changes no rule
 * @param databasePort port of the database, which may be one of the others
 */
export function aclRules(blocks: Readonly<Record<TierName, string>>, databasePort: number): Record<TierName, AclRules> {
  const dataPorts = (cidrBlock: string): Unnumbered[] => [...new Set([...Object.values(DATA_PORTS), databasePort])].map((port) => tcp(cidrBlock, port));
  return {
    public: {
      ingress: numbered([...web(blocks.private), ...answersFromAnywhere()]),
      egress: numbered([...web(ANYWHERE), answers(blocks.private), fragmentationNeeded(blocks.private)]),
    },
    private: {
      ingress: numbered([all(blocks.private), answers(blocks.isolated), ...answersFromAnywhere()]),
      egress: numbered([all(blocks.private), ...web(ANYWHERE), answers(ANYWHERE)]),
    },
    isolated: {
      ingress: numbered([all(blocks.isolated), ...dataPorts(blocks.private)]),
      egress: numbered([all(blocks.isolated), answers(blocks.private)]),
    },
  };
}
