/** Where the instances go, and what storage may be asked for. Pure. */

/** Zones of the primary and of each replica. */
export interface Placement {
  /** Zones the primary, and its standby, may be in. */
  readonly primary: readonly string[];
  /** One zone a replica, in order. */
  readonly replicas: readonly string[];
}

/**
 * Keeps replicas away from the primary. The zone of a Multi-AZ primary cannot be chosen, and changes with a failover:
 * so its subnet group is given the first two zones, and replicas go to the others in turn. With two zones there is no
 * such choice: replicas start in the second.
 *
 * @param zones at least two
 * @param replicas number of read replicas, from 0
 */
export function placement(zones: readonly string[], replicas: number): Placement {
  const others = zones.length > 2 ? zones.slice(2) : [...zones].reverse();
  return {
    primary: zones.slice(0, 2),
    replicas: Array.from({ length: replicas }, (_, index) => others[index % others.length] as string),
  };
}

export interface StorageRequest {
  /** GiB at the start. */
  readonly allocated: number;
  /** GiB it may grow to. */
  readonly max: number;
  /** I/O operations a second; only from 400 GiB. */
  readonly iops?: number | undefined;
  /** MiB a second; only from 400 GiB. */
  readonly throughput?: number | undefined;
}

/** gp3 volumes for PostgreSQL. Source: Amazon RDS User Guide, "gp3 storage". */
const GP3 = { min: 20, max: 65_536, tunableFrom: 400, iops: 12_000, throughput: 500 } as const;
/** Storage autoscaling wants this much headroom. Source: Amazon RDS User Guide, "Managing capacity automatically with storage autoscaling". */
const HEADROOM = 1.1;

/** What is wrong with a request for gp3 storage; nothing where RDS accepts it. */
export function storageMistakes({ allocated, max, iops, throughput }: StorageRequest): string[] {
  const mistakes: string[] = [];
  if (!Number.isInteger(allocated) || allocated < GP3.min || allocated > GP3.max) {
    mistakes.push(`storage.allocated ${allocated}: gp3 for PostgreSQL has ${GP3.min} to ${GP3.max} GiB, whole`);
  }
  if (!Number.isInteger(max) || max < allocated * HEADROOM || max > GP3.max) {
    mistakes.push(`storage.max ${max}: has to be whole, at least a tenth above storage.allocated (${allocated}) and at most ${GP3.max} GiB`);
  }
  if ((iops !== undefined || throughput !== undefined) && allocated < GP3.tunableFrom) {
    mistakes.push(`storage.iops and storage.throughput can be set from ${GP3.tunableFrom} GiB; storage.allocated is ${allocated}`);
  }
  if (iops !== undefined && iops < GP3.iops) mistakes.push(`storage.iops ${iops}: at least ${GP3.iops}, which the volume has anyway`);
  if (throughput !== undefined && throughput < GP3.throughput) {
    mistakes.push(`storage.throughput ${throughput}: at least ${GP3.throughput} MiB/s, which the volume has anyway`);
  }
  return mistakes;
}
