/** Who each program is in AWS: one narrow role a service account, and the secrets that role may read. */
import * as pulumi from "@pulumi/pulumi";
import { cacheGrants } from "../cache/cache.ts";
import { PURPOSES as CACHE_PURPOSES } from "../cache/databases.ts";
import type { Purpose as CachePurpose } from "../cache/databases.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Statement } from "../cluster/iam.ts";
import { PodIdentity } from "../cluster/pod-identity.ts";
import type { Database } from "../database/database.ts";
import { masterSecretName } from "../database/master-secret.ts";
import { readSecrets } from "../secrets/access.ts";
import type { SecretKeys } from "../secrets/access.ts";
import { masterSecretHandle, secretCredentials, secretHandles } from "../secrets/catalogue.ts";
import type { Credentials, SecretHandle, SecretName } from "../secrets/catalogue.ts";
import { Secrets } from "../secrets/secrets.ts";
import { useObjects } from "../storage/object-access.ts";
import type { ObjectRights } from "../storage/object-access.ts";
import { DEFAULT_NAMESPACE, PARTS } from "../workloads/parts.ts";
import type { Foundation } from "./foundation.ts";
import type { Ground } from "./ground.ts";

/** A program or task that has a role in AWS. */
export type Member = keyof typeof PARTS;

/** What a member may do in AWS. */
interface Needs {
  readonly secrets: readonly (SecretName | "database")[];
  /** Whether it logs in to the database, with a token for its role. */
  readonly database: boolean;
  /** Logical databases of the cache it logs in to. */
  readonly cache: readonly CachePurpose[];
  readonly objects: readonly Pick<ObjectRights, "purpose" | "uses">[];
}

/** PRC-119: what each needs, and nothing else. */
const NEEDS: Readonly<Record<Member, Needs>> = {
  api: {
    secrets: ["jwt", "session", "encryption", "sentry"],
    database: true,
    cache: CACHE_PURPOSES,
    objects: [{ purpose: "uploads", uses: ["read", "write", "delete"] }, { purpose: "exports", uses: ["read"] }],
  },
  // The frontend checks sessions; all else it asks of the API.
  web: { secrets: ["session", "sentry"], database: false, cache: [], objects: [] },
  email: { secrets: ["sendgrid", "sentry"], database: true, cache: ["queues"], objects: [] },
  sms: { secrets: ["twilio", "sentry"], database: true, cache: ["queues"], objects: [] },
  migration: { secrets: ["database"], database: false, cache: [], objects: [] },
  export: { secrets: ["sentry"], database: true, cache: [], objects: [{ purpose: "exports", uses: ["write"] }] },
};

/** All {@link Member}s. */
export const MEMBERS = Object.keys(NEEDS) as readonly Member[];

/** A member's role, and the secrets it reads. */
export interface MemberIdentity {
  readonly identity: PodIdentity;
  readonly secrets: readonly SecretHandle[];
}

export interface Identities {
  readonly members: Readonly<Record<Member, MemberIdentity>>;
  readonly secrets: Secrets;
}

/** Roles of others that may read a secret, by its name. */
export type Readerships = Readonly<Partial<Record<SecretName, readonly pulumi.Input<string>[]>>>;

/** Roles first, then the secrets, whose policies name the roles. */
export function createIdentities(ground: Ground, foundation: Foundation, cluster: Cluster, database: Database, others: Readerships): Identities {
  const { config, context, part } = ground;
  const credentials = secretCredentials(config.credentials);
  const handles = [...secretHandles(context, credentials), masterSecretHandle(masterSecretName(context))];
  const members = Object.fromEntries(
    MEMBERS.map((member): [Member, MemberIdentity] => {
      const secrets = handles.filter(({ name }) => NEEDS[member].secrets.includes(name));
      const identity = new PodIdentity(
        part(`${PARTS[member].name}-identity`),
        { context, clusterName: cluster.clusterName, namespace: DEFAULT_NAMESPACE, serviceAccount: PARTS[member].name, statements: statementsOf(ground, foundation, database, NEEDS[member], secrets) },
        { parent: ground.parent, dependsOn: [cluster.cluster] },
      );
      return [member, { identity, secrets }];
    }),
  ) as Record<Member, MemberIdentity>;
  return { members, secrets: createSecrets(ground, foundation, credentials, { ...readersOf(members), ...others }) };
}

function secretKeys({ context: { drRegion } }: Ground, { encryption }: Foundation): SecretKeys {
  return { keyArn: encryption.keyArns.secrets, ...(drRegion === undefined ? {} : { drKeyArn: encryption.keyArnIn("secrets", drRegion) }) };
}

function statementsOf(
  ground: Ground,
  foundation: Foundation,
  database: Database,
  needs: Needs,
  secrets: readonly SecretHandle[],
): pulumi.Output<Statement[]> {
  const { context } = ground;
  const grants: pulumi.Input<Statement[]>[] = [];
  if (secrets.length > 0) grants.push(readSecrets(context, secrets, secretKeys(ground, foundation)));
  if (needs.database) grants.push(pulumi.all([...database.connectArns]).apply((Resource): Statement[] => [{ Sid: "LogInToDatabase", Effect: "Allow", Action: "rds-db:connect", Resource }]));
  if (needs.cache.length > 0) {
    const arns = pulumi.all(needs.cache.flatMap((purpose) => cacheGrants(context)[purpose]));
    grants.push(arns.apply((all): Statement[] => [{ Sid: "LogInToCache", Effect: "Allow", Action: "elasticache:Connect", Resource: [...new Set(all)] }]));
  }
  grants.push(...needs.objects.map((rights) => useObjects(context, { ...rights, keyArn: foundation.encryption.keyArns.data })));
  return pulumi.all(grants).apply((all) => all.flat());
}

/** Which roles read each secret. */
function readersOf(members: Readonly<Record<Member, MemberIdentity>>): Readerships {
  const readers: Partial<Record<SecretName, pulumi.Output<string>[]>> = {};
  for (const member of MEMBERS) {
    for (const name of NEEDS[member].secrets) if (name !== "database") (readers[name] ??= []).push(members[member].identity.role.arn);
  }
  return readers;
}

function createSecrets(ground: Ground, foundation: Foundation, credentials: Credentials, readers: Readerships): Secrets {
  const { config: { cluster, edge, logRetentionDays, secrets }, context, part, parent } = ground;
  return new Secrets(
    part("secrets"),
    {
      context,
      ...secretKeys(ground, foundation),
      logsKeyArn: foundation.encryption.keyArns.logs,
      logRetentionDays,
      credentials,
      deployers: [cluster.deployRoleArn],
      readers,
      syntheticEmail: `synthetic@${edge.domain}`,
      rotationDays: secrets.rotationDays,
      tokenLifetimeHours: secrets.tokenLifetimeHours,
    },
    { parent },
  );
}
