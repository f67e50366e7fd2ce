/** Which secrets the platform has, what they are called in Secrets Manager, and which files pods read them from. Pure. */
import * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "../context.ts";

/** Keys that rotate: who checks a signature accepts the previous one as well. */
export const ROTATED = ["jwt", "session"] as const;
/** One of {@link ROTATED}. */
export type RotatedName = (typeof ROTATED)[number];

/** Logins with a generated password: of people at the cache, of Grafana's administrator, of the user the canaries sign in as. */
export const LOGINS = ["cache-operator", "grafana-admin", "synthetic-user"] as const;
/** One of {@link LOGINS}. */
export type LoginName = (typeof LOGINS)[number];

/** Secrets the platform makes itself. */
export const GENERATED = [...ROTATED, "encryption", ...LOGINS] as const;
/** One of {@link GENERATED}. */
export type GeneratedName = (typeof GENERATED)[number];

/** What each company's service asks of its customers; every value comes from the encrypted stack configuration. */
const FIELDS = {
  sendgrid: ["apiKey"],
  twilio: ["accountSid", "authToken", "fromNumber"],
  sentry: ["dsn", "authToken"],
  pagerduty: ["routingKey"],
  slack: ["webhookUrl", "workspaceId", "channelId"],
  teams: ["webhookUrl"],
} as const;

/** A company whose service the platform uses. */
export type ProviderName = keyof typeof FIELDS;
/** All of {@link ProviderName}. */
export const PROVIDERS = Object.keys(FIELDS) as readonly ProviderName[];

/** Credentials by provider and field. Which are given is known at preview; their values need not be. */
export type Credentials = {
  readonly [Provider in ProviderName]?: { readonly [Field in (typeof FIELDS)[Provider][number]]?: pulumi.Input<string> | undefined } | undefined;
};

/** Name of a secret in the platform's own words. */
export type SecretName = GeneratedName | ProviderName;

/** One value of a secret, and the file it becomes. */
export interface SecretFile {
  /** Member of the secret's JSON. */
  readonly key: string;
  /** Name of the file in the directory the secrets are mounted at. */
  readonly file: string;
}

/** A secret as those see it who read it: nothing here has to be deployed before. */
export interface SecretHandle {
  readonly name: SecretName | "database";
  /** Name in Secrets Manager: `optibid-production/jwt`. */
  readonly secretName: string;
  /** Every value it holds. */
  readonly files: readonly SecretFile[];
}

const GENERATED_FILES: Readonly<Record<GeneratedName, readonly SecretFile[]>> = {
  jwt: keyFiles("jwt-secret"),
  session: keyFiles("session-secret"),
  encryption: [{ key: "key", file: "encryption-key" }],
  "cache-operator": ["username", "password"].map((key) => ({ key, file: `cache-operator-${key}` })),
  "grafana-admin": [{ key: "password", file: "grafana-admin-password" }],
  "synthetic-user": ["email", "password"].map((key) => ({ key, file: `synthetic-user-${key}` })),
};

function keyFiles(file: string): SecretFile[] {
  return [{ key: "current", file }, { key: "previous", file: `${file}-previous` }];
}

/** Name of a secret in Secrets Manager. At most 512 characters. */
export function secretName(context: Pick<PlatformContext, "name">, name: SecretName): string {
  return `${context.name}/${name}`;
}

/** The credentials that were given, by provider, in the order of the table above. */
export function givenCredentials(credentials: Credentials): readonly { readonly provider: ProviderName; readonly values: Readonly<Record<string, pulumi.Input<string>>> }[] {
  return PROVIDERS.flatMap((provider) => {
    const given: Readonly<Record<string, pulumi.Input<string> | undefined>> = credentials[provider] ?? {};
    const values = Object.fromEntries(FIELDS[provider].flatMap((field) => (given[field] === undefined ? [] : [[field, given[field]] as const])));
    return Object.keys(values).length === 0 ? [] : [{ provider, values }];
  });
}

/** Every secret there will be: the generated ones, and one for each provider of whom anything is given. */
export function secretHandles(context: Pick<PlatformContext, "name">, credentials: Credentials): readonly SecretHandle[] {
  const generated = GENERATED.map((name) => ({ name, secretName: secretName(context, name), files: GENERATED_FILES[name] }));
  const given = givenCredentials(credentials).map(({ provider, values }) => ({
    name: provider,
    secretName: secretName(context, provider),
    files: Object.keys(values).map((key) => ({ key, file: `${provider}-${kebab(key)}` })),
  }));
  return [...generated, ...given];
}

/** The master credentials of the database, which its own component makes and rotates. */
export function masterSecretHandle(secretName: string): SecretHandle {
  return { name: "database", secretName, files: ["username", "password"].map((key) => ({ key, file: `database-${key}` })) };
}

/** Those of the handles that a workload is to have; a provider nobody gave credentials of is left out. */
export function handlesOf(handles: readonly SecretHandle[], ...names: readonly SecretName[]): readonly SecretHandle[] {
  return handles.filter(({ name }) => (names as readonly string[]).includes(name));
}

/** `accountSid` becomes `account-sid`. */
function kebab(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Credentials as the stack's configuration has them: texts where the engine decrypted them, ciphertext in a file that is only read. */
export type ConfiguredCredentials = { readonly [Provider in ProviderName]?: Readonly<Record<string, string | { readonly secure: string } | undefined>> | undefined };

/** The configured credentials as secret values: nothing made of them is ever shown. */
export function secretCredentials(configured: ConfiguredCredentials): Credentials {
  return Object.fromEntries(
    PROVIDERS.flatMap((provider) => {
      const values = Object.entries(configured[provider] ?? {}).flatMap(([field, value]) =>
        value === undefined ? [] : [[field, pulumi.secret(typeof value === "string" ? value : value.secure)] as const],
      );
      return values.length === 0 ? [] : [[provider, Object.fromEntries(values)] as const];
    }),
  );
}
