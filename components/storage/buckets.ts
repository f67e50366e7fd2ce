/** Buckets: where the platform keeps files, one bucket a purpose. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { PlatformContext } from "../context.ts";
import { writtenByConfig, writtenByTrail } from "./bucket-policy.ts";
import type { BucketPlace, BucketStatement } from "./bucket-policy.ts";
import { DataBucket } from "./data-bucket.ts";
import type { DataBucketArgs, DataBucketTransform } from "./data-bucket.ts";
import { ARCHIVE_AFTER_DAYS, archived, expiring, rarelyRead, tidy, watched } from "./lifecycle.ts";
import { LogBucket } from "./log-bucket.ts";
import { auditLock } from "./object-lock.ts";
import { Replication } from "./replication.ts";
import type { ReplicationArgs } from "./replication.ts";

/** Purposes of the buckets made here; the log bucket is made before all others. */
export const PURPOSES = ["uploads", "assets", "exports", "audit", "config", "backups"] as const;
/** One of {@link PURPOSES}. */
export type Purpose = (typeof PURPOSES)[number];

/** Buckets whose objects are copied to the Region of disaster recovery: what nobody could make again. */
export const REPLICATED = ["uploads", "assets", "backups"] as const satisfies readonly Purpose[];

/** Classes of keys that buckets use. */
export type BucketKeys = Readonly<Record<"data" | "audit" | "backups", pulumi.Input<string>>>;

/** How long things are kept, in days. */
export interface Retention {
  /** Files that users and jobs export. Default 90. */
  readonly exportDays: number;
  /** Audit records and the history of the account's configuration. Default 2,557: seven years. At least 180. */
  readonly auditDays: number;
  /** Time for which nobody can delete an audit record. Default 365. See `auditLock` for environments other than production. */
  readonly auditLockDays: number;
  /** Earlier versions of what was replaced or deleted. Default 90. */
  readonly noncurrentDays: number;
}

/** Retention where nothing else is asked for (PRC-113). */
export const RETENTION: Retention = { exportDays: 90, auditDays: 2_557, auditLockDays: 365, noncurrentDays: 90 };

export interface BucketsArgs {
  readonly context: PlatformContext;
  /** ARNs of the keys in the home Region. That for `audit` must admit CloudTrail and AWS Config. */
  readonly keyArns: BucketKeys;
  /** ARNs of the same keys in the Region of disaster recovery. Required where the context has one. */
  readonly drKeyArns?: Pick<BucketKeys, "data" | "backups"> | undefined;
  /** The log bucket of the home Region. */
  readonly logs: LogBucket;
  /** Days access logs are kept in the other Region. Default 400. */
  readonly logRetentionDays?: number | undefined;
  /** Origins (`https://…`) whose pages send files to the uploads bucket. */
  readonly uploadOrigins: readonly [string, ...string[]];
  /** Name of the trail that writes to the audit bucket. Default the platform's name. */
  readonly trailName?: string | undefined;
  /** Id of the organisation (`o-…`) whose trail it is. Default: the account's own trail. */
  readonly organisationId?: string | undefined;
  /** Default {@link RETENTION}. */
  readonly retention?: Retention | undefined;
  /** Whether copies are promised within fifteen minutes. Default true. */
  readonly replicationTimeControl?: boolean | undefined;
  /** Whom else a bucket admits, by purpose. Not `assets`, whose policy the edge makes. Default nobody. */
  readonly admit?: Readonly<Partial<Record<Exclude<Purpose, "assets">, (place: BucketPlace) => pulumi.Input<readonly BucketStatement[]>>>> | undefined;
  readonly transform?: (DataBucketTransform & NonNullable<ReplicationArgs["transform"]>) | undefined;
}

/**
 * The buckets for uploads, static assets, exports, audit records, the account's configuration and backups (PRC-063,
 * PRC-064, PRC-111, PRC-113, OPT-55, OPT-78).
 *
 * AWS Config has a bucket of its own: it does not deliver to one with Object Lock (AWS CloudFormation Template
 * Reference, `AWS::Config::DeliveryChannel`). The policy of the assets bucket is made by the edge, which alone knows the
 * distribution that reads it.
 */
export class Buckets extends Component {
  readonly buckets: Readonly<Record<Purpose, DataBucket>>;
  /** Copies in the Region of disaster recovery; none where there is no such Region. */
  readonly copies: Readonly<Partial<Record<Purpose, DataBucket>>>;
  /** Receives the access logs of buckets in the Region of disaster recovery; none where there are no copies. */
  readonly drLogs: LogBucket | undefined;

  constructor(name: string, args: BucketsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage", "Buckets", name, opts);
    check(name, args);
    this.buckets = Object.fromEntries(PURPOSES.map((purpose) => [purpose, this.createBucket(args, purpose)])) as Record<Purpose, DataBucket>;
    const { context, drKeyArns, logRetentionDays } = args;
    const copied = context.drRegion !== undefined && drKeyArns !== undefined;
    this.drLogs = copied ? new LogBucket(this.part("dr-logs"), { context, region: context.drRegion, retentionDays: logRetentionDays }, this.child()) : undefined;
    this.copies = this.createCopies(args, this.drLogs);
    this.registerOutputs({});
  }

  private createBucket(args: BucketsArgs, purpose: Purpose): DataBucket {
    const { context, keyArns, logs, transform } = args;
    return new DataBucket(this.part(purpose), { context, purpose, logs, transform, keyArn: keyArns[KEY_OF[purpose]], ...settings(args, purpose) }, this.child());
  }

  private createCopies(args: BucketsArgs, logs: LogBucket | undefined): Partial<Record<Purpose, DataBucket>> {
    const { context, drKeyArns, keyArns, replicationTimeControl = true, transform } = args;
    const region = context.drRegion;
    if (region === undefined || drKeyArns === undefined || logs === undefined) return {};
    const pairs = REPLICATED.map((purpose) => {
      const { classification, lifecycle, policyElsewhere } = settings(args, purpose);
      const [keyArn, destinationKeyArn] = [keyArns[KEY_OF[purpose]], drKeyArns[KEY_OF[purpose]]];
      const destination = new DataBucket(this.part(`dr-${purpose}`), { context, purpose, region, classification, lifecycle, policyElsewhere, logs, transform, keyArn: destinationKeyArn }, this.child());
      new Replication(
        this.part(`${purpose}-replication`),
        { context, source: this.buckets[purpose], destination, destinationRegion: region, keyArn, destinationKeyArn, timeControl: replicationTimeControl, transform },
        this.child(),
      );
      return [purpose, destination] as const;
    });
    return Object.fromEntries(pairs);
  }
}

/** Which class of key each bucket uses. */
const KEY_OF = { uploads: "data", assets: "data", exports: "data", audit: "audit", config: "audit", backups: "backups" } as const satisfies Record<Purpose, keyof BucketKeys>;

type Settings = Pick<DataBucketArgs, "classification" | "lifecycle" | "statements" | "policyElsewhere" | "objectLock" | "uploadOrigins" | "backedUp">;

/** What differs between the buckets. */
function settings(args: BucketsArgs, purpose: Purpose): Settings {
  const { context, uploadOrigins, retention = RETENTION, trailName = context.name, organisationId, admit } = args;
  const tidied = tidy(retention.noncurrentDays);
  const admitted = (own: (place: BucketPlace) => BucketStatement[] = () => []): Pick<Settings, "statements"> => {
    const more = purpose === "assets" ? undefined : admit?.[purpose];
    return { statements: (place) => pulumi.output(more?.(place) ?? []).apply((others) => [...own(place), ...others]) };
  };
  switch (purpose) {
    case "uploads":
      return { classification: "confidential", lifecycle: [tidied, watched(30)], uploadOrigins, backedUp: true, ...admitted() };
    case "assets":
      return { classification: "public", lifecycle: [tidied], policyElsewhere: true };
    case "exports":
      return { classification: "confidential", lifecycle: [tidied, expiring(retention.exportDays)], ...admitted() };
    case "audit":
      return {
        classification: "restricted",
        lifecycle: [tidied, archived(retention.auditDays)],
        objectLock: auditLock(context, retention.auditLockDays),
        ...admitted((place) => writtenByTrail(place, trailName, organisationId)),
      };
    case "config":
      return { classification: "restricted", lifecycle: [tidied, archived(retention.auditDays)], ...admitted(writtenByConfig) };
    case "backups":
      return { classification: "restricted", lifecycle: [tidied, rarelyRead(30)], ...admitted() };
  }
}

/** @throws with every mistake at once */
function check(name: string, { context, drKeyArns, retention = RETENTION }: BucketsArgs): void {
  const least = 2 * ARCHIVE_AFTER_DAYS;
  const rows: readonly (readonly [boolean, string])[] = [
    [context.drRegion !== undefined && drKeyArns === undefined, `drRegion is ${context.drRegion}, so drKeyArns are required`],
    [retention.auditDays < least, `retention.auditDays ${retention.auditDays}: records are archived after ${ARCHIVE_AFTER_DAYS} days, and Glacier bills 90 more; at least ${least}`],
    [retention.auditDays < retention.auditLockDays, `retention.auditDays ${retention.auditDays}: nobody can delete a record before ${retention.auditLockDays} days; at least as many`],
  ];
  const wrong = rows.filter(([is]) => is).map(([, message]) => message);
  if (wrong.length > 0) throw new pulumi.RunError(`${name}: ${wrong.join("; ")}`);
}

