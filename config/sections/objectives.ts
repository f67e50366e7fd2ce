/**
 * Recovery objectives as numbers, and what the protection of each data class really gives. Pure: the configuration is
 * checked with it before anything is deployed, and `golive dr` checks with it what is deployed.
 */

/** The data classes that come back in different ways (checklist PRC-071). */
export const DATA_CLASSES = ["database", "cache", "objects", "configuration"] as const;

/** One of {@link DATA_CLASSES}. */
export type RecoveryClass = (typeof DATA_CLASSES)[number];

/** What is allowed to be lost, and how long it may take. */
export interface Objective {
  /** Recovery point objective: the most that may be lost, in minutes. */
  readonly rpoMinutes: number;
  /** Recovery time objective: the longest until the data is served again, in minutes. */
  readonly rtoMinutes: number;
}

/** The objectives of every class. */
export type Objectives = Readonly<Record<RecoveryClass, Objective>>;

/** How a class is protected; what is left out is not there. */
export interface Protection {
  readonly database: {
    /** Point-in-time recovery in the home Region. */
    readonly pointInTime: boolean;
    /** Whether a disaster may take the whole Region: without a second one it is not provided for. */
    readonly elsewhere: boolean;
    /** A read replica in the Region of disaster recovery. */
    readonly replica: boolean;
    /** Automated backups replicated to the Region of disaster recovery. */
    readonly replicatedBackups: boolean;
    /** Minutes between two backups that are copied to the other Region. */
    readonly copiedEveryMinutes?: number | undefined;
  };
  readonly cache: {
    /** Minutes between two snapshots. */
    readonly snapshotEveryMinutes?: number | undefined;
    /** Minutes from a snapshot's start to its copy in the other Region; left out where none is made. */
    readonly exportLagMinutes?: number | undefined;
    readonly elsewhere: boolean;
  };
  readonly objects: { readonly replicated: boolean; readonly continuous: boolean; readonly elsewhere: boolean };
  readonly configuration: { readonly copiedEveryMinutes?: number | undefined };
}

/** Minutes in a day. */
export const DAY = 1_440;

/**
 * What AWS promises or what is usual, in minutes.
 *
 * - transaction logs of RDS reach S3 every five minutes (Amazon RDS User Guide, "Restoring a DB instance to a specified time");
 * - replicated automated backups follow a little later (same guide, "Replicating automated backups to another AWS Region");
 * - a replica in another Region lags by seconds, more when the source writes a lot: an alarm watches it;
 * - S3 replicates most objects within a quarter of an hour (Amazon S3 User Guide, "Replicating objects within and across Regions");
 * - AWS Backup restores S3 to any second up to a quarter of an hour ago (AWS Backup Developer Guide, "Amazon S3 backups").
 */
export const POINT_MINUTES = { replica: 1, pointInTime: 5, replicatedBackups: 15, objects: 15, copy: 120 } as const;

/**
 * How long each part of a recovery takes, in minutes; the last rehearsal and the last restore test correct them.
 * A restore within the Region needs no copy of the snapshot first. Promotion: Amazon RDS User Guide, "Promoting a read replica to be a standalone DB instance" (several minutes or longer).
 */
export const STEP_MINUTES = { declare: 5, promote: 10, restore: 60, restoreHere: 45, credentials: 2, application: 20, seedCache: 15, dns: 5, verify: 5 } as const;

/** Minutes beside bringing the data back: to decide, to start the programs, to lead traffic there and to look. */
const AROUND = STEP_MINUTES.declare + STEP_MINUTES.credentials + STEP_MINUTES.application + STEP_MINUTES.dns + STEP_MINUTES.verify;
/** The same where the Region is still there, and the programs with it. */
const BESIDE = STEP_MINUTES.declare + STEP_MINUTES.credentials + STEP_MINUTES.verify;

/** What a protection gives; infinite where nothing would come back. */
export function achieved(protection: Protection): Objectives {
  const { database, cache, objects, configuration } = protection;
  return {
    database: { rpoMinutes: databasePoint(database), rtoMinutes: databaseTime(database) },
    cache: { rpoMinutes: cachePoint(cache), rtoMinutes: cachePoint(cache) === Infinity ? Infinity : (cache.elsewhere ? AROUND : BESIDE) + STEP_MINUTES.seedCache },
    objects: objectTarget(objects),
    configuration: { rpoMinutes: configuration.copiedEveryMinutes ?? Infinity, rtoMinutes: configuration.copiedEveryMinutes === undefined ? Infinity : STEP_MINUTES.declare + STEP_MINUTES.verify },
  };
}

function databasePoint({ pointInTime, elsewhere, replica, replicatedBackups, copiedEveryMinutes }: Protection["database"]): number {
  if (!elsewhere) return pointInTime ? POINT_MINUTES.pointInTime : Infinity;
  if (replica) return POINT_MINUTES.replica;
  if (replicatedBackups) return POINT_MINUTES.replicatedBackups;
  return copiedEveryMinutes === undefined ? Infinity : copiedEveryMinutes + POINT_MINUTES.copy;
}

function databaseTime(database: Protection["database"]): number {
  if (databasePoint(database) === Infinity) return Infinity;
  if (!database.elsewhere) return BESIDE + STEP_MINUTES.restoreHere;
  return AROUND + (database.replica ? STEP_MINUTES.promote : STEP_MINUTES.restore);
}

function cachePoint({ snapshotEveryMinutes, exportLagMinutes, elsewhere }: Protection["cache"]): number {
  if (snapshotEveryMinutes === undefined) return Infinity;
  if (!elsewhere) return snapshotEveryMinutes;
  return exportLagMinutes === undefined ? Infinity : snapshotEveryMinutes + exportLagMinutes;
}

function objectTarget({ replicated, continuous, elsewhere }: Protection["objects"]): Objective {
  // A replica is there already; in the same Region the versions are, and a restore from the backup takes longer.
  if (replicated) return { rpoMinutes: POINT_MINUTES.objects, rtoMinutes: AROUND };
  if (continuous && !elsewhere) return { rpoMinutes: POINT_MINUTES.objects, rtoMinutes: BESIDE + STEP_MINUTES.restoreHere };
  return { rpoMinutes: Infinity, rtoMinutes: Infinity };
}

/** One objective that the protection does not meet. */
export interface MissedObjective {
  readonly recoveryClass: RecoveryClass;
  readonly key: "rpoMinutes" | "rtoMinutes";
  /** What is asked for. */
  readonly wanted: number;
  /** What there is. */
  readonly given: number;
}

/** The objectives that a protection misses, in the order of the classes. */
export function missedObjectives(objectives: Objectives, protection: Protection): MissedObjective[] {
  const reached = achieved(protection);
  return DATA_CLASSES.flatMap((recoveryClass) =>
    (["rpoMinutes", "rtoMinutes"] as const).flatMap((key): MissedObjective[] => {
      const [wanted, given] = [objectives[recoveryClass][key], reached[recoveryClass][key]];
      return given > wanted ? [{ recoveryClass, key, wanted, given }] : [];
    }),
  );
}
