/** Takes secrets out of texts: what rules quote may have been a secret that nobody marked. */
import { namesSecret } from "../../policies/plain-secrets.ts";
import { MASK } from "../run/mask.ts";

/** What is a secret by its look: private keys, access key ids, JSON Web Tokens, tokens of GitHub. Sources: RFC 7468, AWS IAM User Guide, RFC 7519, GitHub's token formats. */
const LOOKS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}\b/g,
];
/** The password in a URL. Source: RFC 3986, 3.2.1. */
const URL_PASSWORD = /(:\/\/[^/\s:@]*:)[^/\s@]+(?=@)/g;

/** Shorter values are words that stand for themselves somewhere else. */
const LEAST = 8;

/** Names of the working directory, which looks like a short word for password. Source: POSIX.1-2017, cd. */
const DIRECTORIES = ["PWD", "OLDPWD"];

/** Values in an environment whose names say that they are secrets. */
export function secretsOf(environment: NodeJS.ProcessEnv): string[] {
  return Object.entries(environment).flatMap(([name, value]) => (namesSecret(name) && !DIRECTORIES.includes(name) && value !== undefined ? [value] : []));
}

/** A masker for what is a secret by its look, and for these values. */
export function textMasker(secrets: readonly string[]): (text: string) => string {
  // The longest first: one secret may be part of another.
  const values = secrets.filter(({ length }) => length >= LEAST).toSorted((a, b) => b.length - a.length);
  return (text) => {
    const without = values.reduce((left, value) => left.replaceAll(value, MASK), text);
    return LOOKS.reduce((left, look) => left.replace(look, MASK), without).replace(URL_PASSWORD, (_, user: string) => `${user}${MASK}`);
  };
}

/** The same value with every text in it masked. */
export function maskedTexts<T>(value: T, mask: (text: string) => string): T {
  return deep(value, mask) as T;
}

function deep(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map((each) => deep(each, mask));
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deep(each, mask)]));
  return value;
}
