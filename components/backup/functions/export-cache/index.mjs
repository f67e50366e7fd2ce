/**
 * Copies the newest automatic snapshot of the cache to a bucket, from which S3 replicates it to the other Region.
 *
 * ElastiCache keeps snapshots in its own Region only; a copy into a bucket is the one way out. Fails when there is no
 * fresh snapshot, so that somebody hears of it.
 */

/** States of a snapshot from which a copy can be made. */
const USABLE = "available";
/** Milliseconds in an hour. */
const HOUR = 3_600_000;

/**
 * @param {{
 *   elasticache: { describeSnapshots(input: object): Promise<any>, copySnapshot(input: object): Promise<any> },
 *   s3: { listObjectsV2(input: object): Promise<any> },
 * }} clients the services it asks
 * @param {{ replicationGroupId: string, bucket: string, maxAgeHours: number, now?: () => Date }} settings
 */
export function handlerWith(clients, { replicationGroupId, bucket, maxAgeHours, now = () => new Date() }) {
  return async function handler() {
    const newest = (await snapshots()).toSorted((one, other) => takenAt(other) - takenAt(one))[0];
    if (newest === undefined) throw new Error(`${replicationGroupId} has no automatic snapshot that can be copied`);
    const age = (now().getTime() - takenAt(newest)) / HOUR;
    if (age > maxAgeHours) throw new Error(`the newest snapshot of ${replicationGroupId}, ${newest.SnapshotName}, is ${Math.floor(age)} hours old; at most ${maxAgeHours} are allowed`);

    const target = `${replicationGroupId}-${new Date(takenAt(newest)).toISOString().slice(0, 16).replaceAll(/[:T]/g, "-")}`;
    const { KeyCount: there = 0 } = await clients.s3.listObjectsV2({ Bucket: bucket, Prefix: target, MaxKeys: 1 });
    const copied = there === 0 && (await copy(newest.SnapshotName, target));
    console.log(JSON.stringify({ snapshot: newest.SnapshotName, target: `s3://${bucket}/${target}`, copied }));
    return { snapshot: newest.SnapshotName, target, copied };
  };

  async function snapshots() {
    const found = [];
    let marker;
    do {
      const page = await clients.elasticache.describeSnapshots({ ReplicationGroupId: replicationGroupId, SnapshotSource: "system", ...(marker === undefined ? {} : { Marker: marker }) });
      found.push(...(page.Snapshots ?? []));
      marker = page.Marker;
    } while (marker);
    return found.filter(({ SnapshotStatus: status, NodeSnapshots: nodes }) => status === USABLE && nodes?.length > 0);
  }

  /** An earlier attempt whose answer was lost has done the same: that is no failure. */
  async function copy(source, target) {
    try {
      await clients.elasticache.copySnapshot({ SourceSnapshotName: source, TargetSnapshotName: target, TargetBucket: bucket });
      return true;
    } catch (error) {
      if (error?.name === "SnapshotAlreadyExistsFault") return false;
      throw error;
    }
  }
}

/** When the first of a snapshot's nodes was written down: what came later is not in it. */
function takenAt({ NodeSnapshots: nodes }) {
  return Math.min(...nodes.map(({ SnapshotCreateTime: time }) => new Date(time).getTime()));
}

/** What Lambda calls. The clients come with the runtime and are made once. */
let ready;
export async function handler() {
  ready ??= connect();
  return (await ready)();
}

async function connect() {
  const [{ ElastiCache }, { S3 }] = await Promise.all([import("@aws-sdk/client-elasticache"), import("@aws-sdk/client-s3")]);
  const { REPLICATION_GROUP_ID: replicationGroupId, BUCKET: bucket, MAX_AGE_HOURS: maxAgeHours } = process.env;
  return handlerWith({ elasticache: new ElastiCache(), s3: new S3() }, { replicationGroupId, bucket, maxAgeHours: Number(maxAgeHours) });
}
