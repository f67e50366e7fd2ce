/** Services. Source: pkg/apis/core/validation, validateService. */
import type { Law } from "../types.ts";
import { familyOf, NOT_A_BLOCK, NOT_AN_IP, parseBlock } from "./addresses.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { checkLabels } from "./meta.ts";
import { dnsLabel, dnsSubdomain, portNumber, qualifiedName } from "./names.ts";
import { checkPortNumberOrName } from "./probes.ts";

const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

/** Ports that are opened on nodes: the API server's default range, and that of EKS. */
const NODE_PORTS = { low: 30000, high: 32767 } as const;

/** A client sticks to a pod for at most a day. */
const MOST_STICKY_SECONDS = 86400;

const HEADLESS = "None";

function checkPort(port: Field, several: boolean, names: Set<string>): void {
  const name = port.at("name");
  if (several && name.empty) name.required();
  else if (name.text !== undefined && name.text !== "") {
    name.syntax(dnsLabel(name.text));
    if (names.has(name.text)) name.duplicate();
    names.add(name.text);
  }
  const number = port.at("port");
  if (!number.unknown) number.syntax(portNumber(number.number ?? 0), number.number ?? 0);
  port.at("protocol").oneOf(["SCTP", "TCP", "UDP"]);
  const target = port.at("targetPort");
  // An absent one becomes the port itself, and so do 0 and empty text.
  if (!target.empty) checkPortNumberOrName(target);
  const application = port.at("appProtocol");
  if (application.text !== undefined) application.syntax(qualifiedName(application.text));
}

function checkUniquePorts(ports: readonly Field[]): void {
  const taken = new Set<string>();
  const nodes = new Set<string>();
  for (const port of ports) {
    const protocol = port.at("protocol");
    if (protocol.unknown) continue;
    const name = protocol.text || "TCP";
    const node = port.at("nodePort");
    if (node.number !== undefined && node.number !== 0) {
      if (nodes.has(`${name}/${node.number}`)) node.duplicate();
      nodes.add(`${name}/${node.number}`);
    }
    const { number } = port.at("port");
    if (number === undefined) continue;
    if (taken.has(`${name}/${number}`)) port.duplicate({ Name: "", Protocol: name, AppProtocol: null, Port: number, TargetPort: 0, NodePort: 0 });
    taken.add(`${name}/${number}`);
  }
}

function checkNodePorts(spec: Field, type: string): void {
  for (const port of spec.at("ports").items()) {
    const node = port.at("nodePort");
    if (node.number === undefined || node.number === 0) continue;
    // For an ExternalName the port is kept and never opened.
    if (type === "ClusterIP") node.forbidden("may not be used when `type` is 'ClusterIP'");
    else if (type !== "ExternalName" && (node.number < NODE_PORTS.low || node.number > NODE_PORTS.high)) {
      node.invalid(`provided port is not in the valid range. The range of valid ports is ${NODE_PORTS.low}-${NODE_PORTS.high}`);
    }
  }
}

function checkExternalName(spec: Field): void {
  for (const key of ["clusterIPs", "ipFamilies"]) if (!spec.at(key).empty && !spec.at(key).unknown) spec.at(key).forbidden("may not be set for ExternalName services");
  if (!spec.at("clusterIP").empty && !spec.at("clusterIP").unknown && spec.at("clusterIPs").empty) spec.at("clusterIPs").forbidden("may not be set for ExternalName services");
  if (spec.at("ipFamilyPolicy").given && !spec.at("ipFamilyPolicy").unknown) spec.at("ipFamilyPolicy").forbidden("may not be set for ExternalName services");
  const name = spec.at("externalName");
  if (name.unknown) return;
  const text = (name.text ?? "").replace(/\.$/, "");
  if (text === "") name.required();
  else name.syntax(dnsSubdomain(text), text);
}

function checkAddresses(spec: Field): void {
  const single = spec.at("clusterIP");
  const list = spec.at("clusterIPs");
  if (single.unknown || !list.settled) return;
  const first = single.text ?? "";
  // The list is filled from the single one, never the reverse.
  if (first === "" && !list.empty) list.invalid("must be empty when `clusterIP` is not specified");
  if (first !== "" && !list.empty && list.texts[0] !== first) list.invalid("first value must match `clusterIP`");
  const addresses = list.empty ? (first === "" ? [] : [list.named(`${list.path}[0]`)]) : list.items();
  const texts = list.empty ? [first] : list.texts;
  addresses.forEach((address, index) => {
    const text = texts[index] ?? "";
    if (index === 0 && text === HEADLESS) {
      if (texts.length > 1) list.invalid("'None' must be the first and only value");
    } else if (familyOf(text) === undefined) address.invalid(NOT_AN_IP, text);
  });
  if (texts.length > 2) list.invalid("may only hold up to 2 values");
  if (texts.length === 2 && familyOf(texts[0] ?? "") !== undefined && familyOf(texts[0] ?? "") === familyOf(texts[1] ?? "")) {
    list.invalid("may specify no more than one IP for each IP family");
  }
}

function checkFamilies(spec: Field): void {
  const seen = new Set<string>();
  for (const family of spec.at("ipFamilies").items()) {
    if (family.text === undefined) continue;
    if (!["IPv4", "IPv6"].includes(family.text)) family.unsupported(["IPv4", "IPv6"]);
    if (seen.has(family.text)) family.duplicate();
    seen.add(family.text);
  }
  const policy = spec.at("ipFamilyPolicy");
  if (policy.text !== undefined && !["PreferDualStack", "RequireDualStack", "SingleStack"].includes(policy.text)) policy.unsupported(["PreferDualStack", "RequireDualStack", "SingleStack"]);
}

function checkAffinity(spec: Field): void {
  const affinity = spec.at("sessionAffinity");
  affinity.oneOf(["ClientIP", "None"]);
  // Without affinity the API server drops the settings silently.
  if (affinity.text === "ClientIP") {
    const seconds = spec.at("sessionAffinityConfig", "clientIP", "timeoutSeconds");
    if (seconds.number !== undefined && (seconds.number <= 0 || seconds.number > MOST_STICKY_SECONDS)) seconds.invalid(`must be greater than 0 and less than ${MOST_STICKY_SECONDS}`);
  }
}

function checkTraffic(spec: Field, type: string): void {
  const external = spec.at("externalTrafficPolicy");
  const reachable = type === "LoadBalancer" || type === "NodePort" || (type === "ClusterIP" && !spec.at("externalIPs").empty);
  if (!external.empty && external.text !== undefined) {
    if (!reachable) external.invalid("may only be set for externally-accessible services");
    else external.oneOf(["Cluster", "Local"]);
  }
  const health = spec.at("healthCheckNodePort");
  if (health.number !== undefined && health.number !== 0 && !external.unknown && !(type === "LoadBalancer" && external.text === "Local")) {
    health.invalid("may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
  }
  const internal = spec.at("internalTrafficPolicy");
  if (internal.text !== undefined && !["Cluster", "Local"].includes(internal.text)) internal.unsupported(["Cluster", "Local"]);
  const distribution = spec.at("trafficDistribution");
  const ways = ["PreferClose", "PreferSameNode", "PreferSameZone"];
  if (distribution.text !== undefined && !ways.includes(distribution.text)) distribution.unsupported(ways);
}

function checkBalancer(spec: Field, type: string): void {
  const only = "may only be used when `type` is 'LoadBalancer'";
  const ranges = spec.at("loadBalancerSourceRanges");
  const where = spec.at("LoadBalancerSourceRanges");
  if (!ranges.empty && !ranges.unknown) {
    if (type !== "LoadBalancer") where.forbidden(only);
    ranges.items().forEach((range, index) => {
      const { text } = range;
      if (text !== undefined && parseBlock(text.trim()) === undefined) range.named(`${where.path}[${index}]`).invalid(NOT_A_BLOCK, text.trim());
    });
  }
  const allocate = spec.at("allocateLoadBalancerNodePorts");
  if (allocate.given && !allocate.unknown && type !== "LoadBalancer") allocate.forbidden(only);
  const cls = spec.at("loadBalancerClass");
  if (!cls.given || cls.unknown) return;
  if (type !== "LoadBalancer") cls.forbidden(only);
  else if (cls.text !== undefined) cls.syntax(qualifiedName(cls.text));
}

function checkService(root: Field): void {
  const spec = root.at("spec");
  if (spec.unknown) return;
  const kind = spec.at("type");
  kind.oneOf(TYPES);
  const ports = spec.at("ports");
  const names = new Set<string>();
  for (const port of ports.items()) checkPort(port, ports.items().length > 1, names);
  checkUniquePorts(ports.items());
  checkLabels(spec.at("selector"));
  checkAffinity(spec);
  for (const address of spec.at("externalIPs").items()) if (address.text !== undefined && familyOf(address.text) === undefined) address.invalid(NOT_AN_IP);
  if (kind.unknown) return;
  const type = kind.text || "ClusterIP";
  if (!TYPES.includes(type)) return;
  const addresses = [spec.at("clusterIP"), spec.at("clusterIPs")];
  const headless = spec.at("clusterIP").text === HEADLESS || (spec.at("clusterIP").empty && spec.at("clusterIPs").texts[0] === HEADLESS);
  if (ports.empty && !headless && type !== "ExternalName" && addresses.every((address) => address.settled)) ports.required();
  if (headless && (type === "LoadBalancer" || type === "NodePort")) {
    spec.at("clusterIPs").named("spec.clusterIPs[0]").invalid(`may not be set to 'None' for ${type} services`, HEADLESS);
  }
  if (type === "ExternalName") checkExternalName(spec);
  else {
    checkAddresses(spec);
    checkFamilies(spec);
  }
  checkNodePorts(spec, type);
  checkBalancer(spec, type);
  checkTraffic(spec, type);
}

/** Arguments of Services. */
export const serviceLaws: readonly Law[] = [
  objectLaw("service", ["core/v1:Service"], "https://kubernetes.io/docs/concepts/services-networking/service/", checkService),
];
