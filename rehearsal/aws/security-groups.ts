/** Security groups, their rules, and network ACL rules. */
import type { Change, Law, Props, Refusal, Value } from "../types.ts";
import { parseCidr } from "./cidr.ts";
import { absent, applyLaw, checkLaw, fields, flag, given, items, no, noIf, num, others, pick, range, repeated, settled, text } from "./kit.ts";

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
    ...noIf(sources.length !== 1, "InvalidParameterCombination", `Exactly one of these attributes must be configured: [${SOURCES.join(",")}]; ${sources.length} are.`),
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
    ...noIf(listed.length === 0 && !group && !self && settled(rule["self"]), "InvalidParameterCombination", "One of ['cidrBlocks', 'ipv6CidrBlocks', 'self', 'sourceSecurityGroupId', 'prefixListIds'] must be set to create an AWS Security Group Rule"),
    ...noIf(group && (self || listed.includes("cidrBlocks") || listed.includes("ipv6CidrBlocks")), "InvalidParameterCombination", "sourceSecurityGroupId conflicts with cidrBlocks, ipv6CidrBlocks and self", "sourceSecurityGroupId"),
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
        ...noIf(everything && some, "InvalidParameterValue", `fromPort (${String(rule["fromPort"])}) and toPort (${String(rule["toPort"])}) must both be 0 to use the 'ALL' "-1" protocol!`, `${path}fromPort`),
        ...(everything ? [] : ports(rule, rule["protocol"], path)),
        ...protocolOf(rule["protocol"], `${path}protocol`),
        ...pick(rule, "cidrBlocks[]").flatMap(({ path: at, value }) => cidrs(value, 4, path + at)),
        ...pick(rule, "ipv6CidrBlocks[]").flatMap(({ path: at, value }) => cidrs(value, 6, path + at)),
        ...describes(rule["description"], `${path}description`, 255),
      ];
    }),
  ),
);

/** What makes two rules the same for EC2; the description does not count. */
function identity(rule: Props): string {
  const all = rule["ipProtocol"] === "-1";
  return JSON.stringify([
    rule["securityGroupId"], rule["ipProtocol"], all ? null : num(rule["fromPort"]), all ? null : num(rule["toPort"]),
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
  groupNames, ruleShape, oldRuleShape, inlineRules,
  duplicates("vpc/securityGroupIngressRule"), duplicates("vpc/securityGroupEgressRule"),
  aclRule, inlineAcl, aclNumbers,
];
