/** Which keys are needed outside the home Region. Pure. */
import { GLOBAL_REGION, partitionOf } from "../arn.ts";
import type { PlatformContext } from "../context.ts";
import type { DataClass } from "./key-policy.ts";

/**
 * Regions besides the home Region that get a replica of a class's key.
 *
 * - data, secrets, backups, audit, logs: the Region of disaster recovery, to restore there with no call to the lost Region;
 * - metrics: none. Amazon Managed Service for Prometheus refuses a multi-Region key (the pattern of `kmsKeyArn` in the
 *   API Reference, CreateWorkspace, has no room for `mrk-`), so this class must never get a replica;
 * - logs, alerts: the Region of the edge, where the log group of CloudFront's web ACL and the alarms of its metrics must be.
 */
export function replicaRegions(dataClass: DataClass, { region, drRegion }: Pick<PlatformContext, "region" | "drRegion">): string[] {
  const edge = partitionOf(region) === "aws" ? GLOBAL_REGION : undefined;
  const wanted: Readonly<Record<DataClass, readonly (string | undefined)[]>> = {
    data: [drRegion],
    secrets: [drRegion],
    backups: [drRegion],
    audit: [drRegion],
    logs: [edge, drRegion],
    alerts: [edge],
    metrics: [],
  };
  return [...new Set(wanted[dataClass])].filter((each) => each !== undefined && each !== region) as string[];
}
