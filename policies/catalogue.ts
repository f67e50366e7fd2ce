/**
 * Every rule there is, in the order of the checklist. Policy names lead back to rules through this list.
 */
import { rules as accessControl } from "./compliance/access-control.ts";
import { rules as account } from "./compliance/account.ts";
import { rules as audit } from "./compliance/audit.ts";
import { rules as buckets } from "./compliance/buckets.ts";
import { rules as dataProtection } from "./compliance/data-protection.ts";
import { rules as dataStores } from "./compliance/data-stores.ts";
import { rules as detection } from "./compliance/detection.ts";
import { rules as identity } from "./compliance/identity.ts";
import { rules as leastPrivilege } from "./compliance/least-privilege.ts";
import { rules as signIn } from "./compliance/sign-in.ts";
import { rules as vaults } from "./compliance/vaults.ts";
import { rules as alerts } from "./monitoring/alerts.ts";
import { rules as databaseEvents } from "./monitoring/database-events.ts";
import { rules as healthChecks } from "./monitoring/health-checks.ts";
import { rules as logging } from "./monitoring/logging.ts";
import { rules as metrics } from "./monitoring/metrics.ts";
import { rules as onCall } from "./monitoring/on-call.ts";
import { rules as serviceLogs } from "./monitoring/service-logs.ts";
import { rules as pipeline } from "./operations/pipeline.ts";
import { rules as programs } from "./optibid/programs.ts";
import { rules as securityHeaders } from "./optibid/security-headers.ts";
import { rules as caching } from "./performance/caching.ts";
import { rules as database } from "./performance/database.ts";
import { rules as loadBalancing } from "./performance/load-balancing.ts";
import { rules as resourceLimits } from "./performance/resource-limits.ts";
import { rules as availability } from "./reliability/availability.ts";
import { rules as backups } from "./reliability/backups.ts";
import { rules as dataServices } from "./reliability/data-services.ts";
import { rules as originFailover } from "./reliability/origin-failover.ts";
import { rules as rateLimiting } from "./reliability/rate-limiting.ts";
import { rules as recovery } from "./reliability/recovery.ts";
import { rules as upkeep } from "./reliability/upkeep.ts";
import type { Rule } from "./rule.ts";
import { rules as certificates } from "./security/certificates.ts";
import { rules as clusterAccess } from "./security/cluster-access.ts";
import { rules as clusterIsolation } from "./security/cluster-isolation.ts";
import { rules as clusterObjects } from "./security/cluster-objects.ts";
import { rules as containers } from "./security/containers.ts";
import { rules as databaseAccess } from "./security/database-access.ts";
import { rules as edge } from "./security/edge.ts";
import { rules as exposure } from "./security/exposure.ts";
import { rules as firewall } from "./security/firewall.ts";
import { rules as isolation } from "./security/isolation.ts";
import { rules as listeners } from "./security/listeners.ts";
import { rules as networkDefaults } from "./security/network-defaults.ts";
import { rules as nodes } from "./security/nodes.ts";
import { rules as podSecurity } from "./security/pod-security.ts";
import { rules as registries } from "./security/registries.ts";
import { rules as secretRotation } from "./security/secret-rotation.ts";
import { rules as secrets } from "./security/secrets.ts";
import { rules as tasks } from "./security/tasks.ts";
import { rules as tls } from "./security/tls.ts";

export const rules: readonly Rule[] = [
  ...secrets, ...secretRotation, ...certificates, ...tls, ...listeners, ...edge, ...firewall, ...networkDefaults, ...containers, ...podSecurity, ...registries, ...tasks, ...isolation, ...databaseAccess, ...exposure, ...clusterIsolation, ...clusterAccess, ...clusterObjects, ...nodes,
  ...resourceLimits, ...caching, ...database, ...loadBalancing,
  ...healthChecks, ...logging, ...serviceLogs, ...metrics, ...alerts, ...databaseEvents, ...onCall,
  ...backups, ...availability, ...dataServices, ...originFailover, ...rateLimiting, ...recovery, ...upkeep,
  ...dataProtection, ...dataStores, ...buckets, ...vaults, ...identity, ...account, ...detection, ...accessControl, ...leastPrivilege, ...audit, ...signIn, ...pipeline, ...securityHeaders, ...programs,
];

const byName: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.name, rule]));

/** The rule behind a policy's name. */
export function ruleNamed(name: string): Rule | undefined {
  return byName.get(name);
}
