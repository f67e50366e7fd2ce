/**
 * Telling secrets in plain text from harmless settings, by name and by look.
 */
import { text } from "./inputs.ts";
import type { Check } from "./rule.ts";
import { peek } from "./unknown.ts";

const SECRET_NAME = /(^|[_\-.])(secret|[a-z0-9]*passw(or)?d|pass|pwd|passphrase|token|credentials?|(api|access|private|encryption|signing|secret|auth|jwt|session|master|ssh)[_\-.]?key)([_\-.]|$)/i;
/** Names that say where a secret is, or what it is called, not what it is. */
const POINTER_NAME = /[_\-.](file|path|dir|arn|name|id|ref|length|ttl|expiry|expires|expires[_\-.]in|header|algorithm|url|uri|endpoint|issuer|type|enabled)$/i;
const CONNECTION_NAME = /(^|[_\-.])(dsn|(database|db|redis|cache|amqp|mongo(db)?|postgres(ql)?|mysql)[_\-.]?(url|uri)|connection[_\-.]?string)$/i;
/** A user and a password in a URL, an AWS access key id, a private key. */
const SECRET_VALUE = /:\/\/[^/\s:@]*:[^/\s@$][^/\s@]*@|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Whether a setting of this name and value carries a secret in plain text. Reads an unknown value only where the name asks for it. */
export function isPlainSecret(name: string, read: () => unknown): boolean {
  if (namesSecret(name)) return text(read()) !== undefined;
  if (CONNECTION_NAME.test(snake(name))) return SECRET_VALUE.test(text(read()) ?? "");
  return false;
}

/** Whether a name says that its value is a secret. */
export function namesSecret(name: string): boolean {
  const written = snake(name);
  return SECRET_NAME.test(written) && !POINTER_NAME.test(written);
}

/** Whether a text holds a known kind of secret: a URL with a password, an access key id, a private key. */
export function holdsSecret(value: string): boolean {
  return SECRET_VALUE.test(value);
}

/** `jwtSecret` and `JWT_SECRET` name the same thing. */
function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
}

/** Records a setting that carries a secret. */
export function plainSetting(check: Check, name: string, read: () => unknown, path: string, where: string): void {
  check.part(() => {
    if (isPlainSecret(name, read) || (!CONNECTION_NAME.test(name) && SECRET_VALUE.test(known(read)))) {
      check.fail(`${where} carries ${name} in plain text`, path);
    }
  });
}

/** Settings with harmless names are only searched for known patterns; an unknown one has none to find. */
function known(read: () => unknown): string {
  return text(peek(read)) ?? "";
}

