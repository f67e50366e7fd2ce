/** Turns what zod found into sentences: where, what was refused, what is accepted. */
import { distance } from "fastest-levenshtein";
import type { z } from "zod";

/** One mistake in a stack's configuration. */
export interface Problem {
  /** Key path as it stands in the file: `optibid:database.backupDays`. */
  readonly path: string;
  /** What was found there, shortened; absent where nothing was. */
  readonly value?: string;
  /** What is accepted. */
  readonly accepted: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** The problem as one line. */
export function sentence({ path, value, accepted, suggestion }: Problem): string {
  const found = value === undefined ? "is missing" : `is ${value}`;
  const hint = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  return `${path} ${found}; accepted: ${accepted}${hint}`;
}

/** Longest value that is quoted back. */
const QUOTED = 60;

/** A value as it is quoted in a message. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}

/** The known key nearest to a misspelt one, if it is near enough to be meant. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((each) => ({ each, away: distance(key.toLowerCase(), each.toLowerCase()) }))
    .sort((a, b) => a.away - b.away);
  return best !== undefined && best.away <= Math.max(2, Math.floor(key.length / 3)) ? best.each : undefined;
}

/**
 * All problems of a failed parse, in the order of the schema.
 *
 * @param input what was parsed
 * @param namespace put before the path (`optibid`)
 * @param keysAt the known keys of the object at a path, for suggestions
 */
export function problems(
  error: z.ZodError,
  input: unknown,
  namespace: string,
  keysAt: (path: readonly PropertyKey[]) => readonly string[],
): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const here = keyPath(namespace, issue.path);
    if (issue.code === "unrecognized_keys") {
      const known = keysAt(issue.path);
      return issue.keys.map((key) => {
        const suggestion = nearest(key, known);
        return {
          path: keyPath(namespace, [...issue.path, key]),
          value: "no known key",
          accepted: known.length === 0 ? "no key here" : known.join(", "),
          ...(suggestion === undefined ? {} : { suggestion }),
        };
      });
    }
    const found = valueAt(input, issue.path) ?? defaultOf(issue);
    // A credential of the wrong form is no less a secret.
    const shown = found !== undefined && issue.path[0] === "credentials" ? "of another form" : quoted(found);
    return [{ path: here, accepted: accepted(issue), ...(found === undefined ? {} : { value: shown }) }];
  });
}

/** `optibid:network.zones[1]`. */
export function keyPath(namespace: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step, index) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return index === 0 ? `${text}:${String(step)}` : `${text}.${String(step)}`;
  }, namespace);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined),
    input,
  );
}

/** The value that was refused where the file does not have it: a default that does not go together with something else. */
function defaultOf(issue: z.core.$ZodIssue): unknown {
  return issue.code === "custom" ? issue.params?.["value"] : undefined;
}

function accepted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `a value of type ${issue.expected}`;
    case "invalid_value":
      return issue.values.map(String).join(", ");
    case "too_small":
      return `${issue.origin === "string" ? "a length of " : issue.origin === "array" ? "a list of " : ""}at least ${issue.minimum}`;
    case "too_big":
      return `${issue.origin === "string" ? "a length of " : issue.origin === "array" ? "a list of " : ""}at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

/** Whether a value is a mapping. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
