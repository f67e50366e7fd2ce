/**
 * What a security group or network ACL lets in, in one form for all the types that can say it.
 */
import { isHidden, NotYetKnown } from "./unknown.ts";
import { stated, type Node } from "./graph.ts";
import { covers, flag, number, type PortRange, isOpen, list, portRange, record, text, word } from "./inputs.ts";
import type { Check } from "./rule.ts";

/** One way in from anywhere. */
export interface OpenDoor {
  readonly range: PortRange;
  /** The block that is open, as written. */
  readonly source: string;
  /** Path of the entry. */
  readonly property: string;
}

/**
 * Calls back for every entry of a security group or security group rule that lets in the internet at large.
 * Entries whose source or ports are unknown are noted as such in the check.
 */
export function openDoors(node: Node, check: Check, found: (door: OpenDoor) => void): void {
  const { props } = node;
  switch (node.type) {
    case "aws:ec2/securityGroupRule:SecurityGroupRule":
      // A type other than ingress lets nothing in; a missing one is judged as if it did.
      if (props["type"] === "egress") return;
      return entry(props, "", ["cidrBlocks", "ipv6CidrBlocks"], "protocol", check, found);
    case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
      return entry(props, "", ["cidrIpv4", "cidrIpv6"], "ipProtocol", check, found);
    default:
      check.each(
        () => list(props["ingress"]),
        (rule, index) => entry(record(rule) ?? {}, `ingress[${index}]`, ["cidrBlocks", "ipv6CidrBlocks"], "protocol", check, found),
      );
  }
}

function entry(
  rule: Readonly<Record<string, unknown>>,
  path: string,
  sources: readonly string[],
  protocolKey: string,
  check: Check,
  found: (door: OpenDoor) => void,
): void {
  for (const key of sources) {
    check.each(
      () => list(rule[key]),
      (source) => {
        if (!isOpen(source)) return;
        const range = portRange(rule[protocolKey], rule["fromPort"], rule["toPort"]);
        if (range !== undefined) found({ range, source: word(source), property: path === "" ? key : `${path}.${key}` });
      },
    );
  }
}

/** An entry of a network ACL. */
export interface AclEntry {
  readonly allow: boolean;
  /** AWS looks at entries in this order and takes the first that fits; an entry without a number is before none and after none. */
  readonly order: number;
  readonly source: string;
  readonly range: PortRange | undefined;
  readonly property: string;
}

/** Ingress entries of a network ACL or one network ACL rule. Left to AWS at preview, an ACL's entries count as none. */
export function aclEntries(node: Node): AclEntry[] {
  if (node.type === ACL_RULE) {
    // The provider's default for `egress` is false: the entry lets traffic in.
    if (flag(node.props["egress"]) === true) return [];
    return [aclEntry(node.props, ["ruleAction", "ruleNumber"], "")];
  }
  return list(stated(node, "ingress")).map((raw, index) => aclEntry(record(raw) ?? {}, ["action", "ruleNo"], `ingress[${index}]`));
}

function aclEntry(rule: Readonly<Record<string, unknown>>, [action, order]: readonly [string, string], property: string): AclEntry {
  if (isHidden(() => rule["cidrBlock"]) || isHidden(() => rule["ipv6CidrBlock"])) throw new NotYetKnown(`the source of ${property || "the entry"} is not known yet`);
  return {
    // A missing action must not pass: it is judged as allowing.
    allow: word(rule[action] ?? "allow").toLowerCase() === "allow",
    order: number(rule[order]) ?? Number.NaN,
    source: text(rule["cidrBlock"]) ?? text(rule["ipv6CidrBlock"]) ?? "",
    range: portRange(rule["protocol"], rule["fromPort"], rule["toPort"]),
    property,
  };
}

/** Whether another entry denies what this one lets in at a port, before it comes to it. */
export function isDeniedBefore(entry: AclEntry, port: number, others: readonly AclEntry[]): boolean {
  const v6 = entry.source.includes(":");
  return others.some(
    (other) =>
      !other.allow && other.order < entry.order && isOpen(other.source) && other.source.endsWith("/0") && other.source.includes(":") === v6 &&
      other.range !== undefined && other.range.protocol !== "udp" && covers(other.range, port),
  );
}

/** The resource type of a network ACL entry of its own. */
export const ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";
