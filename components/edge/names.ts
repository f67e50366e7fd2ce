/**
 * Decisions about domain names: which certificate names there are, and which records prove them.
 */

/** The platform's names: the domain first, then the others, each once. */
export function allNames(domain: string, others: readonly string[] = []): [string, ...string[]] {
  return [domain, ...new Set(others.filter((name) => name !== domain))];
}

/**
 * Names that need a validation record of their own. A wildcard is proved by the record of the name it stands under.
 *
 * Source: AWS Certificate Manager User Guide, "DNS validation".
 */
export function validatedNames(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.replace(/^\*\./, "")))];
}

/**
 * A name as part of a logical name: `www.optibid.com` under `optibid.com` is `www`, the domain itself `apex`.
 * Names outside the domain keep their dots as dashes.
 */
export function recordPart(domain: string, name: string): string {
  if (name === domain) return "apex";
  const relative = name.endsWith(`.${domain}`) ? name.slice(0, -domain.length - 1) : name;
  return relative.replace(/\*/g, "wildcard").replace(/\./g, "-");
}

/**
 * Certificate authorities that may issue for the domain: Amazon's, and wildcard certificates from nobody unless one
 * of the names is a wildcard.
 *
 * Source: AWS Certificate Manager User Guide, "Configure a CAA record"; RFC 8659.
 */
export function caaRecords(names: readonly string[]): string[] {
  const wildcards = names.some((name) => name.startsWith("*.")) ? '0 issuewild "amazon.com"' : '0 issuewild ";"';
  return ['0 issue "amazon.com"', wildcards];
}
