/** How the cloud says no. */
import type { Target } from "./target.ts";
import type { Change, Refusal } from "../types.ts";

/** A request the cloud refused; the message reads as the real provider's would. */
export class RefusedError extends Error {
  readonly refusals: readonly Refusal[];

  /** @param doing `creating`, `updating` or `deleting` */
  constructor(doing: string, target: Pick<Target, "token" | "name">, refusals: readonly Refusal[]) {
    const reasons = refusals.map(({ code, message, property }) => {
      const where = property === undefined ? "" : ` (${property})`;
      return `${doing} ${target.token} (${target.name}): api error ${code}: ${message}${where}`;
    });
    super(reasons.join("\n"));
    this.name = "RefusedError";
    this.refusals = refusals;
  }
}

/** A request for an EKS cluster that is not there (any more) reaches nobody. */
export function unreachable(change: Change): Refusal | undefined {
  if (!change.region.endsWith(".eks.amazonaws.com")) return undefined;
  const alive = change.world.list("aws:eks/cluster:Cluster").some(({ outputs }) => outputs["endpoint"] === change.region);
  return alive
    ? undefined
    : { code: "ClusterUnreachable", message: `configured Kubernetes cluster is unreachable: dial tcp: lookup ${new URL(change.region).host}: no such host` };
}
