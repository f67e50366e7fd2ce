/** Security groups, their rules, and network ACL rules. */
import type { Change, Law, Props, Refusal, Value } from "../types.ts";
import { parseCidr } from "./cidr.ts";
import { absent, applyLaw, checkLaw, fields, flag, given, items, lookup, no, noIf, num, oneOf, others, pick, prop, range, repeated, settled, text, texts } from "./kit.ts";

const RULES = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html";
const ACL = "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html";
const NAMES = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html";

/** What EC2 accepts in names and descriptions of security groups, and in descriptions of their rules. */
const TEXT = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;

function describes(value: Value, property: string, limit: number): Refusal[] {
  const words = text(value);
  if (words === undefined) return [];
  return [
    ...noIf(words.length > limit, "InvalidParameterValue", `Value (${words}) for parameter ${property} is invalid. Character sets beyond ${limit} characters are not supported.`, property),
    ...noIf(!TEXT.test(words), "InvalidParameterValue", `Value (${words}) for parameter ${property} is invalid. Character sets beyond ASCII are not supported, and valid characters are a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*`, property),
  ];
}

const groupNames = checkLaw("security-group-names", ["ec2/securityGroup"], NAMES, (group) => {
  const name = text(group["name"]);
  return [
    ...describes(group["name"], "name", 255),
    ...describes(group["description"], "description", 255),
    ...noIf(name?.startsWith("sg-") === true, "InvalidParameterValue", `Value (${name}) for parameter groupName is invalid. Group names may not be in the format sg-*.`, "name"),
    ...noIf(name === "default", "InvalidParameterValue", "Cannot use reserved security group name: default", "name"),
    ...noIf(group["description"] === "", "MissingParameter", "The request must contain the parameter GroupDescription", "description"),
  ];
});

/** Refuses ports that do not go with the protocol. */
function ports(rule: Props, protocol: Value, path: string): Refusal[] {
  const kind = text(protocol)?.toLowerCase();
  const from = num(rule["fromPort"]);
  const to = num(rule["toPort"]);
  if (kind === undefined || from === undefined || to === undefined) return [];
  const at = `${path}fromPort`;
  if (kind === "tcp" || kind === "udp" || kind === "6" || kind === "17") {
    if (from < 0 || from > 65535 || to < 0 || to > 65535) {
      return no("InvalidParameterValue", `Invalid value '${from < 0 || from > 65535 ? from : to}' for portRange. Must specify both from and to ports with TCP/UDP, between 0 and 65535.`, at);
    }
    return noIf(from > to, "InvalidParameterValue", `Invalid TCP/UDP port range (${from}:${to})`, at);
  }
  if (kind === "icmp" || kind === "1" || kind === "icmpv6" || kind === "58") {
    return noIf(from < -1 || from > 255 || to < -1 || to > 255, "InvalidParameterValue", `ICMP code (${to}) or type (${from}) out of range`, at);
  }
  return [];
}

function protocolOf(value: Value, property: string): Refusal[] {
  const kind = text(value)?.toLowerCase();
  if (kind === undefined || kind === "" || ["-1", "all", "tcp", "udp", "icmp", "icmpv6"].includes(kind)) return [];
  const n = Number(kind);
  if (/^\d{1,3}$/.test(kind) && n <= 255) return [];
  // The provider knows the names of the IANA registry; only what cannot be one is refused.
  return noIf(!/^[a-z][a-z0-9.+-]*$/.test(kind), "InvalidParameterValue", `Invalid value '${kind}' for IP protocol. Unknown protocol.`, property);
}

function cidrs(value: Value, version: 4 | 6, property: string): Refusal[] {
  const written = text(value);
  if (written === undefined || written === "") return [];
  const cidr = parseCidr(written);
  if (cidr === undefined || cidr.version !== version) {
    return no("InvalidParameterValue", `CIDR block ${written} is malformed`, property);
  }
  return noIf(!cidr.canonical, "InvalidParameterValue", `CIDR block ${written} is malformed: host bits are set`, property);
}

const SOURCES = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

const ruleShape = checkLaw("security-group-rule-shape", ["vpc/securityGroupIngressRule", "vpc/securityGroupEgressRule"], RULES, (rule) => {
  const sources = SOURCES.filter((key) => given(rule[key]));
  const everything = rule["ipProtocol"] === "-1" || rule["ipProtocol"] === "all";
  const ported = ["tcp", "udp", "6", "17"].includes(text(rule["ipProtocol"])?.toLowerCase() ?? "");
  return [
    ...noIf(sources.length > 1 || SOURCES.every((key) => absent(rule[key])), "InvalidParameterCombination", `Exactly one of these attributes must be configured: [${SOURCES.join(",")}]; ${sources.length} are.`),
    ...noIf(everything && [num(rule["fromPort"]), num(rule["toPort"])].some((port) => port !== undefined && port !== -1), "InvalidParameterCombination", "You may not specify all protocols and specific ports. Please specify each protocol and port range combination individually, or all protocols and no port range.", "fromPort"),
    ...noIf(ported && (absent(rule["fromPort"]) || absent(rule["toPort"])), "InvalidParameterValue", "Invalid value for portRange. Must specify both from and to ports with TCP/UDP.", "fromPort"),
    ...ports(rule, rule["ipProtocol"], ""),
    ...protocolOf(rule["ipProtocol"], "ipProtocol"),
    ...cidrs(rule["cidrIpv4"], 4, "cidrIpv4"),
    ...cidrs(rule["cidrIpv6"], 6, "cidrIpv6"),
    ...describes(rule["description"], "description", 255),
  ];
});

const oldRuleShape = checkLaw("security-group-old-rule-shape", ["ec2/securityGroupRule"], RULES, (rule) => {
  const listed = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds"].filter((key) => !settled(rule[key]) || items(rule[key]).length > 0);
  const group = given(rule["sourceSecurityGroupId"]);
  const self = flag(rule["self"]) === true;
  return [
    ...noIf(listed.length === 0 && absent(rule["sourceSecurityGroupId"]) && !self && settled(rule["self"]), "InvalidParameterCombination", "One of ['cidrBlocks', 'ipv6CidrBlocks', 'self', 'sourceSecurityGroupId', 'prefixListIds'] must be set to create an AWS Security Group Rule"),
    ...noIf(group && (self || items(rule["cidrBlocks"]).length > 0 || items(rule["ipv6CidrBlocks"]).length > 0), "InvalidParameterCombination", "sourceSecurityGroupId conflicts with cidrBlocks, ipv6CidrBlocks and self", "sourceSecurityGroupId"),
    ...ports(rule, rule["protocol"], ""),
    ...protocolOf(rule["protocol"], "protocol"),
    ...pick(rule, "cidrBlocks[]").flatMap(({ path, value }) => cidrs(value, 4, path)),
    ...pick(rule, "ipv6CidrBlocks[]").flatMap(({ path, value }) => cidrs(value, 6, path)),
    ...describes(rule["description"], "description", 255),
  ];
});

const inlineRules = checkLaw("security-group-inline-rules", ["ec2/securityGroup", "ec2/defaultSecurityGroup"], RULES, (group) =>
  ["ingress", "egress"].flatMap((side) =>
    items(group[side]).flatMap((one, index) => {
      const rule = fields(one);
      const path = `${side}[${index}].`;
      const everything = rule["protocol"] === "-1" || rule["protocol"] === "all";
      const some = [num(rule["fromPort"]), num(rule["toPort"])].some((port) => port !== undefined && port !== 0);
      return [
        ...noIf(everything && some, "InvalidParameterValue", `fromPort (${num(rule["fromPort"])}) and toPort (${num(rule["toPort"])}) must both be 0 to use the 'ALL' "-1" protocol!`, `${path}fromPort`),
        ...(everything ? [] : ports(rule, rule["protocol"], path)),
        ...protocolOf(rule["protocol"], `${path}protocol`),
        ...pick(rule, "cidrBlocks[]").flatMap(({ path: at, value }) => cidrs(value, 4, path + at)),
        ...pick(rule, "ipv6CidrBlocks[]").flatMap(({ path: at, value }) => cidrs(value, 6, path + at)),
        ...describes(rule["description"], `${path}description`, 255),
      ];
    }),
  ),
);

/** Numbers of the protocols that EC2 knows by name. */
const NUMBERS: Record<string, string> = { tcp: "6", udp: "17", icmp: "1", icmpv6: "58", all: "-1" };

function numbered(protocol: Value): string | undefined {
  const kind = text(protocol)?.toLowerCase();
  return kind === undefined ? undefined : (NUMBERS[kind] ?? kind);
}

/** What makes two rules the same for EC2; the description does not count. */
function identity(rule: Props): string {
  const all = numbered(rule["ipProtocol"]) === "-1";
  return JSON.stringify([
    rule["securityGroupId"], numbered(rule["ipProtocol"]), all ? null : num(rule["fromPort"]), all ? null : num(rule["toPort"]),
    ...SOURCES.map((key) => text(rule[key]) || null),
  ]);
}

function duplicates(short: string): Law {
  return applyLaw(`security-group-rule-duplicate-${short.endsWith("IngressRule") ? "ingress" : "egress"}`, [short], RULES, (rule, change: Change) =>
    noIf(
      others(change, short).some((other) => identity(other.inputs) === identity(rule)),
      "InvalidPermission.Duplicate",
      `the specified rule "peer: ${SOURCES.map((key) => text(rule[key])).find((one) => one !== undefined && one !== "")}, ${text(rule["ipProtocol"])}" already exists`,
    ),
  );
}

const ruleKind = checkLaw("security-group-old-rule-type", ["ec2/securityGroupRule"], RULES, (rule) => oneOf(rule["type"], ["ingress", "egress"], "InvalidParameterValue", "type"));

/** The single rules that a resource of the old kind stands for, one for each source. */
function singles(rule: Props): string[] {
  const sources = [...["cidrBlocks", "ipv6CidrBlocks", "prefixListIds"].flatMap((key) => texts(rule[key])), text(rule["sourceSecurityGroupId"]), flag(rule["self"]) === true ? text(rule["securityGroupId"]) : undefined];
  const all = numbered(rule["protocol"]) === "-1";
  return sources.filter((one) => one !== undefined && one !== "").map((one) => JSON.stringify([rule["type"], rule["securityGroupId"], numbered(rule["protocol"]), all ? null : num(rule["fromPort"]), all ? null : num(rule["toPort"]), one]));
}

const oldDuplicates = applyLaw("security-group-old-rule-duplicate", ["ec2/securityGroupRule"], RULES, (rule, change) => {
  const mine = new Set(singles(rule));
  const taken = others(change, "ec2/securityGroupRule").some((other) => singles(other.inputs).some((one) => mine.has(one)));
  return noIf(taken, "InvalidPermission.Duplicate", `the specified rule "peer: ${[...texts(rule["cidrBlocks"]), text(rule["sourceSecurityGroupId"]) ?? ""].join(", ")}, ${text(rule["protocol"])}" already exists`);
});

/** A group may name one of another VPC only where the two are peered. */
const referencedNetwork = applyLaw("security-group-rule-network", ["vpc/securityGroupIngressRule", "vpc/securityGroupEgressRule", "ec2/securityGroupRule"], "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html", (rule, change) => {
  const named = text(rule["referencedSecurityGroupId"]) ?? text(rule["sourceSecurityGroupId"]);
  const networkOf = (id: string | undefined): string | undefined => {
    const group = lookup(change, ["ec2/securityGroup"], id);
    return group === undefined ? undefined : text(prop(group, "vpcId"));
  };
  const [mine, theirs] = [networkOf(text(rule["securityGroupId"])), networkOf(named)];
  const joined = others(change, "ec2/vpcPeeringConnection").some((one) => [one.inputs["vpcId"], one.inputs["peerVpcId"]].every((vpc) => vpc === mine || vpc === theirs)) || others(change, "ec2transitgateway/vpcAttachment").length > 1;
  return noIf(mine !== undefined && theirs !== undefined && mine !== theirs && !joined, "InvalidGroup.NotFound", `You have specified two resources that belong to different networks: the security group '${named}' is in ${theirs}, not in ${mine} or a VPC peered with it.`, "referencedSecurityGroupId");
});

const aclRule = checkLaw("network-acl-rule-shape", ["ec2/networkAclRule"], ACL, (rule) => [
  ...aclEntry(rule, rule["ruleNumber"], "ruleNumber", rule["ruleAction"], "ruleAction", ""),
  ...noIf(absent(rule["cidrBlock"]) && absent(rule["ipv6CidrBlock"]), "MissingParameter", "The request must contain the parameter cidrBlock or ipv6CidrBlock", "cidrBlock"),
]);

function aclEntry(entry: Props, number: Value, numberAt: string, action: Value, actionAt: string, path: string): Refusal[] {
  const verb = text(action)?.toLowerCase();
  const from = num(entry["fromPort"]);
  const to = num(entry["toPort"]);
  const ported = ["tcp", "udp", "6", "17"].includes(text(entry["protocol"])?.toLowerCase() ?? "");
  return [
    ...range(number, 1, 32766, "InvalidParameterValue", `${path}${numberAt}`, `Value (${String(num(number))}) for parameter ruleNumber is invalid. Rule numbers are between 1 and 32766.`),
    ...noIf(verb !== undefined && verb !== "" && verb !== "allow" && verb !== "deny", "InvalidParameterValue", `Value (${verb}) for parameter ruleAction is invalid. Must be allow or deny.`, `${path}${actionAt}`),
    ...noIf(ported && from !== undefined && to !== undefined && (from > to || from < 0 || to > 65535), "InvalidParameterValue", `Invalid port range (${from}:${to})`, `${path}fromPort`),
    ...aclCidr(entry["cidrBlock"], 4, `${path}cidrBlock`),
    ...aclCidr(entry["ipv6CidrBlock"], 6, `${path}ipv6CidrBlock`),
  ];
}

function aclCidr(value: Value, version: 4 | 6, property: string): Refusal[] {
  const written = text(value);
  if (written === undefined || written === "") return [];
  return noIf(parseCidr(written)?.version !== version, "InvalidParameterValue", `Value (${written}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`, property);
}

const inlineAcl = checkLaw("network-acl-inline-rules", ["ec2/networkAcl", "ec2/defaultNetworkAcl"], ACL, (acl) =>
  ["ingress", "egress"].flatMap((side) => {
    const numbers = items(acl[side]).map((entry) => num(fields(entry)["ruleNo"])).filter((n) => n !== undefined);
    return [
      ...items(acl[side]).flatMap((one, index) => {
        const entry = fields(one);
        return aclEntry(entry, entry["ruleNo"], "ruleNo", entry["action"], "action", `${side}[${index}].`);
      }),
      ...repeated(numbers).flatMap((n) => no("NetworkAclEntryAlreadyExists", `The network acl entry identified by ${n} already exists.`, side)),
    ];
  }),
);

const aclNumbers = applyLaw("network-acl-rule-number", ["ec2/networkAclRule"], ACL, (rule, change) =>
  noIf(
    others(change, "ec2/networkAclRule").some(
      (other) =>
        other.inputs["networkAclId"] === rule["networkAclId"] &&
        num(other.inputs["ruleNumber"]) === num(rule["ruleNumber"]) &&
        (flag(other.inputs["egress"]) ?? false) === (flag(rule["egress"]) ?? false),
    ),
    "NetworkAclEntryAlreadyExists",
    `The network acl entry identified by ${num(rule["ruleNumber"])} already exists.`,
    "ruleNumber",
  ),
);

/** Laws of packet filters. */
export const securityGroupLaws: readonly Law[] = [
  groupNames, ruleShape, oldRuleShape, ruleKind, oldDuplicates, referencedNetwork, inlineRules,
  duplicates("vpc/securityGroupIngressRule"), duplicates("vpc/securityGroupEgressRule"),
  aclRule, inlineAcl, aclNumbers,
];
