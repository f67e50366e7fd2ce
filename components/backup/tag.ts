/** The tag by which backup plans find what they back up. */

/**
 * Carried by whatever AWS Backup is to keep: the primary database, the buckets with the data of users, and the volumes
 * of the cluster. Not by replicas and copies, which would only be backed up twice.
 */
export const BACKUP_TAG = { key: "backup", value: "daily" } as const;

/** The tag as a member of `tags`. */
export const BACKUP_TAGS: Readonly<Record<string, string>> = { [BACKUP_TAG.key]: BACKUP_TAG.value };
