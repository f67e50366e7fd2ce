/**
 * Syntax of names, labels and the like. Each function answers with what is wrong, in the words of
 * k8s.io/apimachinery/pkg/util/validation; no answer means the text is good.
 */

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const WILDCARD_SUBDOMAIN = new RegExp(`^\\*\\.${LABEL}(\\.${LABEL})*$`);
const QUALIFIED_NAME = new RegExp(`^${QUALIFIED}$`);
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const HTTP_HEADER = /^[-A-Za-z0-9]+$/;
/** Printable ASCII without `=`: since Kubernetes 1.34 for every cluster. */
const RELAXED_ENV_NAME = /^[ -<>-~]+$/;

const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const DNS_1035_RULE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** Length of the text in bytes of UTF-8, as Go counts it. */
export function bytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

function checked(text: string, most: number, form: RegExp, rule: string): string[] {
  return [...(bytes(text) > most ? [`must be no more than ${most} characters`] : []), ...(form.test(text) ? [] : [rule])];
}

/** RFC 1123 subdomain, at most 253 bytes. */
export const dnsSubdomain = (text: string): string[] => checked(text, 253, DNS_SUBDOMAIN, SUBDOMAIN_RULE);

/** RFC 1123 label, at most 63 bytes. */
export const dnsLabel = (text: string): string[] => checked(text, 63, DNS_LABEL, LABEL_RULE);

/** RFC 1035 label (begins with a letter), at most 63 bytes. */
export const dns1035Label = (text: string): string[] => checked(text, 63, DNS_1035, DNS_1035_RULE);

/** `*.` before a subdomain, as in the host of an Ingress. */
export const wildcardSubdomain = (text: string): string[] =>
  checked(text, 253, WILDCARD_SUBDOMAIN, "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");

/** Name that only has to fit into one step of a URL: RBAC objects. */
export function pathSegment(text: string): string[] {
  if (text === "." || text === "..") return [`may not be '${text}'`];
  return ["/", "%"].filter((sign) => text.includes(sign)).map((sign) => `may not contain '${sign}'`);
}

/** `[prefix/]name`: keys of labels, annotations and extended resources. */
export function qualifiedName(text: string): string[] {
  const parts = text.split("/");
  if (parts.length > 2) {
    return [`a qualified name ${QUALIFIED_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const [prefix, name = ""] = parts.length === 2 ? (parts as [string, string]) : [undefined, parts[0]];
  return [
    ...(prefix === undefined ? [] : prefix === "" ? ["prefix part must be non-empty"] : dnsSubdomain(prefix).map((reason) => `prefix part ${reason}`)),
    ...(name === "" ? ["name part must be non-empty"] : bytes(name) > 63 ? ["name part must be no more than 63 characters"] : []),
    ...(QUALIFIED_NAME.test(name) ? [] : [`name part ${QUALIFIED_RULE}`]),
  ];
}

/** Value of a label: empty, or like a name of at most 63 bytes. */
export function labelValue(text: string): string[] {
  return [
    ...(bytes(text) > 63 ? ["must be no more than 63 characters"] : []),
    ...(text === "" || QUALIFIED_NAME.test(text) ? [] : [LABEL_VALUE_RULE]),
  ];
}

/** Key of a ConfigMap or Secret. */
export function configKey(text: string): string[] {
  return [
    ...(bytes(text) > 253 ? ["must be no more than 253 characters"] : []),
    ...(CONFIG_KEY.test(text) ? [] : ["a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"]),
    ...(text === "." ? ["must not be '.'"] : text === ".." ? ["must not be '..'"] : text.startsWith("..") ? ["must not start with '..'"] : []),
  ];
}

/** Name of an environment variable. */
export function environmentName(text: string): string[] {
  return RELAXED_ENV_NAME.test(text) ? [] : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** Name of an HTTP header. */
export function httpHeaderName(text: string): string[] {
  return HTTP_HEADER.test(text) ? [] : ["a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"];
}

/** Port number: 1–65535. */
export function portNumber(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : ["must be between 1 and 65535, inclusive"];
}

/** Name of a port (IANA_SVC_NAME): at most 15 bytes, with a letter, no doubled dash. */
export function portName(text: string): string[] {
  return [
    ...(bytes(text) > 15 ? ["must be no more than 15 characters"] : []),
    ...(/^[-a-z0-9]+$/.test(text) ? [] : ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"]),
    ...(/[a-z]/.test(text) ? [] : ["must contain at least one letter (a-z)"]),
    ...(text.includes("--") ? ["must not contain consecutive hyphens"] : []),
    ...(text.startsWith("-") || text.endsWith("-") ? ["must not begin or end with a hyphen"] : []),
  ];
}

/** The name with which objects that are made from this one begin: a trailing dash is dropped. */
export function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name;
}
