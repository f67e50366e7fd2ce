/** Ingress, IngressClass and NetworkPolicy. Source: pkg/apis/networking/validation. */
import type { Law } from "../types.ts";
import { familyOf, NOT_A_BLOCK, parseBlock, strictlyInside } from "./addresses.ts";
import type { Field } from "./field.ts";
import { objectLaw } from "./law.ts";
import { dns1035Label, dnsLabel, dnsSubdomain, pathSegment, portName, portNumber, wildcardSubdomain } from "./names.ts";
import { checkSelector } from "./selector.ts";

const SOURCE = "https://kubernetes.io/docs/concepts/services-networking/";

/** What a path must not contain, and must not end with. */
const BAD_SEQUENCES = ["//", "/./", "/../", "%2f", "%2F"];
const BAD_ENDINGS = ["/..", "/."];

function checkHost(host: Field): void {
  if (host.text === undefined) return;
  if (host.text.includes("*")) host.syntax(wildcardSubdomain(host.text));
  else host.syntax(dnsSubdomain(host.text));
}

/** A reference to a thing in the same namespace, or to parameters. */
function checkTypedReference(ref: Field): void {
  const group = ref.at("apiGroup");
  if (group.text !== undefined) group.syntax(dnsSubdomain(group.text));
  for (const key of ["kind", "name"]) {
    const field = ref.at(key);
    if (field.empty) field.required();
    else if (field.text !== undefined) field.syntax(pathSegment(field.text));
  }
}

function checkBackend(backend: Field): void {
  if (backend.unknown) return;
  const resource = backend.at("resource");
  const service = backend.at("service");
  if (resource.given && service.given) return backend.invalid("cannot set both resource and service backends", "");
  if (resource.given) return checkTypedReference(resource);
  if (!service.given) return backend.invalid("resource or service backend is required", "");
  if (service.unknown) return;
  const name = service.at("name");
  if (name.empty) name.required();
  else if (name.text !== undefined) name.syntax(dns1035Label(name.text));
  const port = service.at("port");
  const portText = port.at("name");
  const number = port.at("number");
  if (portText.unknown || number.unknown) return;
  if (!portText.empty && !number.empty) backend.invalid("cannot set both port name & port number", "");
  else if (portText.text !== undefined && portText.text !== "") portText.syntax(portName(portText.text));
  else if (number.number !== undefined && number.number !== 0) number.syntax(portNumber(number.number));
  else backend.required("port name or number is required");
}

function checkPath(path: Field): void {
  const type = path.at("pathType");
  const text = path.at("path");
  if (!type.given) return type.required("pathType must be specified");
  if (type.text === "Exact" || type.text === "Prefix") {
    if (!text.unknown && text.text?.startsWith("/") !== true) text.invalid("must be an absolute path", text.text ?? "");
    for (const sequence of BAD_SEQUENCES) if (text.text?.includes(sequence) === true) text.invalid(`must not contain '${sequence}'`);
    for (const ending of BAD_ENDINGS) if (text.text?.endsWith(ending) === true) text.invalid(`cannot end with '${ending}'`);
  } else if (type.text === "ImplementationSpecific") {
    if (text.text !== undefined && text.text !== "" && !text.text.startsWith("/")) text.invalid("must be an absolute path");
  } else if (type.text !== undefined) type.unsupported(["Exact", "ImplementationSpecific", "Prefix"]);
  checkBackend(path.at("backend"));
}

function checkIngress(root: Field): void {
  const spec = root.at("spec");
  const rules = spec.at("rules");
  const fallback = spec.at("defaultBackend");
  if (rules.empty && !fallback.given) spec.invalid("either `defaultBackend` or `rules` must be specified", rules.value ?? null);
  if (fallback.given) checkBackend(fallback);
  for (const rule of rules.items()) {
    const host = rule.at("host");
    if (host.text !== undefined && host.text !== "") {
      if (familyOf(host.text) !== undefined) host.invalid("must be a DNS name, not an IP address");
      checkHost(host);
    }
    const http = rule.at("http");
    if (!http.given || http.unknown) continue;
    const paths = http.at("paths");
    if (paths.empty) paths.required();
    for (const path of paths.items()) checkPath(path);
  }
  for (const tls of spec.at("tls").items()) {
    for (const host of tls.at("hosts").items()) checkHost(host);
    const secret = tls.at("secretName");
    if (secret.text !== undefined && secret.text !== "") secret.syntax(dnsSubdomain(secret.text));
  }
  const name = spec.at("ingressClassName");
  if (name.text !== undefined) name.syntax(dnsSubdomain(name.text));
  const annotation = root.at("metadata", "annotations").key("kubernetes.io/ingress.class");
  if (name.text !== undefined && annotation.text !== undefined && annotation.text !== name.text) {
    annotation.named("annotations.kubernetes.io/ingress.class").invalid("must match `ingressClassName` when both are specified");
  }
}

/** `example.com/name`: a domain, a slash, a path. */
function checkDomainPath(field: Field): void {
  if (field.unknown) return;
  const { text } = field;
  if (text === undefined || text === "") return field.required();
  const slash = text.indexOf("/");
  if (slash <= 0 || slash === text.length - 1) return field.invalid("must be a domain-prefixed path (such as \"acme.io/foo\")");
  field.syntax(dnsSubdomain(text.slice(0, slash)), text.slice(0, slash));
  if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(text.slice(slash + 1))) field.invalid("must be a valid path", text.slice(slash + 1));
}

function checkIngressClass(root: Field): void {
  const spec = root.at("spec");
  const controller = spec.at("controller");
  if ((controller.text?.length ?? 0) > 250) controller.tooLong(250);
  checkDomainPath(controller);
  const parameters = spec.at("parameters");
  if (!parameters.given || parameters.unknown) return;
  checkTypedReference(parameters);
  const scope = parameters.at("scope");
  const namespace = parameters.at("namespace");
  if (scope.text !== undefined && !["Cluster", "Namespace"].includes(scope.text)) scope.unsupported(["Cluster", "Namespace"]);
  else if (scope.text === "Namespace") {
    if (!namespace.given) namespace.required("`parameters.scope` is set to 'Namespace'");
    else if (namespace.text !== undefined) namespace.syntax(dnsLabel(namespace.text));
  } else if (!scope.unknown && namespace.given) namespace.forbidden("`parameters.scope` is set to 'Cluster'");
}

function checkPolicyPort(port: Field): void {
  const protocol = port.at("protocol");
  protocol.ifGivenOneOf(["SCTP", "TCP", "UDP"]);
  const number = port.at("port");
  const end = port.at("endPort");
  if (number.number !== undefined) {
    number.syntax(portNumber(number.number));
    if (end.number === undefined) return;
    if (end.number < number.number) end.invalid("must be greater than or equal to `port`", number.number);
    end.syntax(portNumber(end.number));
  } else if (number.text !== undefined) {
    if (end.given && !end.unknown) end.invalid("may not be specified when `port` is non-numeric");
    number.syntax(portName(number.text));
  } else if (!number.given && end.given && !end.unknown) end.invalid("may not be specified when `port` is not specified");
}

function checkBlock(block: Field): void {
  const cidr = block.at("cidr");
  if (cidr.empty) return cidr.required();
  if (cidr.text === undefined) return;
  const outer = parseBlock(cidr.text);
  if (outer === undefined) return cidr.invalid(NOT_A_BLOCK);
  for (const except of block.at("except").items()) {
    if (except.text === undefined) continue;
    const inner = parseBlock(except.text);
    if (inner === undefined) except.invalid(NOT_A_BLOCK);
    else if (!strictlyInside(inner, outer)) except.invalid("must be a strict subset of `cidr`");
  }
}

function checkPeer(peer: Field): void {
  if (peer.unknown) return;
  const selectors = [peer.at("podSelector"), peer.at("namespaceSelector")].filter((selector) => selector.given);
  for (const selector of selectors) checkSelector(selector);
  const block = peer.at("ipBlock");
  if (block.given) checkBlock(block);
  if (selectors.length === 0 && !block.given) peer.required("must specify a peer");
  else if (selectors.length > 0 && block.given) peer.forbidden("may not specify both ipBlock and another peer");
}

function checkNetworkPolicy(root: Field): void {
  const spec = root.at("spec");
  checkSelector(spec.at("podSelector"));
  for (const [direction, peers] of [["ingress", "from"], ["egress", "to"]] as const) {
    for (const rule of spec.at(direction).items()) {
      for (const port of rule.at("ports").items()) checkPolicyPort(port);
      for (const peer of rule.at(peers).items()) checkPeer(peer);
    }
  }
  const types = spec.at("policyTypes");
  if (types.items().length > 2) return types.invalid("may not specify more than two policyTypes");
  for (const type of types.items()) type.ifGivenOneOf(["Egress", "Ingress"]);
}

/** Arguments of Ingresses, their classes, and network policies. */
export const networkingLaws: readonly Law[] = [
  objectLaw("ingress", ["networking/v1:Ingress"], `${SOURCE}ingress/`, checkIngress),
  objectLaw("ingress-class", ["networking/v1:IngressClass"], `${SOURCE}ingress/`, checkIngressClass),
  objectLaw("network-policy", ["networking/v1:NetworkPolicy"], `${SOURCE}network-policies/`, checkNetworkPolicy),
];
