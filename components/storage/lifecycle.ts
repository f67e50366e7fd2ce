/** How long objects stay, and where: rules of a bucket's lifecycle. Pure. */
import type * as aws from "@pulumi/aws";

/** A rule of a lifecycle. */
export type LifecycleRule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/** Objects smaller than 128 KB stay in S3 Standard, where they cost less: what S3 does unless it is told otherwise. */
const EVERYTHING = { status: "Enabled", filter: { prefix: "" } } as const;
/** Days after which the parts of an upload that nobody finished go. */
const UNFINISHED_DAYS = 7;

/**
 * What every bucket tidies up: earlier versions, the markers of deletions that hide nothing any more, unfinished uploads.
 *
 * @param noncurrentDays days an object outlives its deletion or replacement: time to take a mistake or an attack back
 */
export function tidy(noncurrentDays: number): LifecycleRule {
  return {
    id: "tidy",
    ...EVERYTHING,
    noncurrentVersionExpiration: { noncurrentDays },
    expiration: { expiredObjectDeleteMarker: true },
    abortIncompleteMultipartUpload: { daysAfterInitiation: UNFINISHED_DAYS },
  };
}

/** Objects of which nobody knows how often they are asked for: S3 watches and moves them. */
export function watched(afterDays: number): LifecycleRule {
  return { id: "watched", ...EVERYTHING, transitions: [{ days: afterDays, storageClass: "INTELLIGENT_TIERING" }] };
}

/** Objects that are rarely read: infrequent access after `afterDays`, at least the 30 S3 asks for. */
export function rarelyRead(afterDays: number): LifecycleRule {
  return { id: "rarely-read", ...EVERYTHING, transitions: [{ days: afterDays, storageClass: "STANDARD_IA" }] };
}

/** Objects that go after `days`. */
export function expiring(days: number): LifecycleRule {
  return { id: "expiring", ...EVERYTHING, expiration: { days } };
}

/** Days after which records move to Glacier. What is deleted within 90 days of that is paid for all the same. */
export const ARCHIVE_AFTER_DAYS = 90;

/** Records: to Glacier, and gone after `days`; more than {@link ARCHIVE_AFTER_DAYS}. */
export function archived(days: number): LifecycleRule {
  return { id: "archived", ...EVERYTHING, transitions: [{ days: ARCHIVE_AFTER_DAYS, storageClass: "GLACIER" }], expiration: { days } };
}
