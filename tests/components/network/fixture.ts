/** What the tests of the core components share: a production context, a development one, and readers of recordings. */
import type { Registration } from "../../../golive/graph/record.ts";
import type { PlatformContext } from "../../../components/context.ts";

export const ZONES = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] as const;

export const PRODUCTION: PlatformContext = {
  name: "optibid-production",
  environment: "production",
  accountId: "123456789012",
  region: "eu-central-1",
  drRegion: "eu-west-1",
  protect: true,
  deletionProtection: true,
  owner: "platform",
  costCentre: "cc-1",
};

export const DEVELOPMENT: PlatformContext = {
  ...PRODUCTION,
  name: "optibid-dev",
  environment: "dev",
  drRegion: undefined,
  protect: false,
  deletionProtection: false,
};

/** Tags a resource of {@link PRODUCTION} has to carry. */
export function expectedTags(classification: string, name: string): Record<string, string> {
  return {
    owner: "platform",
    environment: "production",
    "cost-centre": "cc-1",
    "data-classification": classification,
    Name: name,
  };
}

/** `type name` of everything registered, sorted; types without their module path. */
export function children(registrations: readonly Registration[]): string[] {
  return registrations.map(({ type, name }) => `${shortType(type)} ${name}`).sort();
}

/** `rds:Instance` for `aws:rds/instance:Instance`, `golive:database:Database` as it is. */
function shortType(type: string): string {
  const [pkg, module = "", kind = ""] = type.split(":");
  return pkg === "golive" ? type : `${module.split("/")[0] ?? ""}:${kind}`;
}

/** Names, from URNs. */
export function namesOf(urns: readonly string[] | undefined): string[] {
  return (urns ?? []).map((urn) => urn.slice(urn.lastIndexOf("::") + 2)).sort();
}

/** Names of what is protected and kept. */
export function keptNames(registrations: readonly Registration[]): string[] {
  return registrations.filter(({ protect, retainOnDelete }) => protect && retainOnDelete).map(({ name }) => name).sort();
}

/** Children whose parent is not a component, and children whose name does not begin with their parent's. */
export function strays(registrations: readonly Registration[]): string[] {
  const byUrn = new Map(registrations.map((each) => [each.urn, each]));
  return registrations
    .filter(({ parent, name }) => {
      const owner = parent === undefined ? undefined : byUrn.get(parent);
      return owner === undefined ? !registrations.some((each) => each.name === name && !each.custom) : owner.custom || !name.startsWith(`${owner.name}-`);
    })
    .map(({ name }) => name);
}

/** A policy that was given as JSON. */
export function policy(text: unknown): { Version: string; Statement: Record<string, unknown>[] } {
  return JSON.parse(String(text)) as { Version: string; Statement: Record<string, unknown>[] };
}
