/**
 * Looks at what a restore test brought back and tells AWS Backup whether it is any good.
 *
 * AWS Backup only knows that a restore ended. Here a database has to be available, encrypted, closed to the internet and
 * no smaller than it should be; a bucket has to be encrypted and closed, and a sample of its objects has to be readable
 * to the last byte.
 */

/** Longest message AWS Backup keeps of a verdict, in characters. */
const MESSAGE_LENGTH = 1_024;
/** Objects read from a restored bucket. */
const SAMPLE = 5;
/** States in which an instance answers, although something is still done to it. */
const SERVING = new Set(["available", "backing-up", "configuring-enhanced-monitoring", "configuring-log-exports", "storage-optimization"]);
/** Milliseconds between two looks, and how often it is looked, while a restored instance is being set up. */
const PAUSE = 30_000;
const LOOKS = 20;

/**
 * @param {{
 *   backup: { putRestoreValidationResult(input: object): Promise<unknown> },
 *   rds: { describeDBInstances(input: object): Promise<any> },
 *   s3: { listObjectsV2(input: object): Promise<any>, getObject(input: object): Promise<any>, getBucketEncryption(input: object): Promise<any>, getPublicAccessBlock(input: object): Promise<any> },
 * }} clients the services it asks
 * @param {{ minDatabaseGiB: number, minObjects: number, wait?: (milliseconds: number) => Promise<void> }} settings
 */
export function handlerWith(clients, settings) {
  const wait = settings.wait ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));

  /** @param {{ detail: { restoreJobId: string, resourceType: string, createdResourceArn: string } }} event */
  return async function handler({ detail }) {
    const { restoreJobId, resourceType, createdResourceArn } = detail;
    const faults = await faultsOf(resourceType, createdResourceArn);
    const verdict = faults.length === 0 ? "SUCCESSFUL" : "FAILED";
    const message = faults.length === 0 ? `${createdResourceArn} was looked at and is sound` : faults.join("; ");
    console.log(JSON.stringify({ restoreJobId, createdResourceArn, verdict, message }));
    await clients.backup.putRestoreValidationResult({ RestoreJobId: restoreJobId, ValidationStatus: verdict, ValidationStatusMessage: message.slice(0, MESSAGE_LENGTH) });
    return { restoreJobId, verdict };
  };

  /** @returns {Promise<string[]>} */
  async function faultsOf(resourceType, arn) {
    if (typeof arn !== "string" || arn === "") return ["the restore names nothing that it made"];
    if (resourceType === "RDS") return databaseFaults(arn);
    if (resourceType === "S3") return bucketFaults(arn);
    return [`nobody knows how to check a restored ${resourceType}`];
  }

  async function databaseFaults(arn) {
    const identifier = arn.split(":db:").at(-1);
    let instance;
    for (let look = 0; look < LOOKS; look += 1) {
      if (look > 0) await wait(PAUSE);
      const { DBInstances: found } = await clients.rds.describeDBInstances({ DBInstanceIdentifier: identifier });
      instance = found?.[0];
      if (instance === undefined || SERVING.has(instance.DBInstanceStatus)) break;
    }
    if (instance === undefined) return [`there is no database ${identifier}`];
    const faults = [];
    if (!SERVING.has(instance.DBInstanceStatus)) faults.push(`the database is ${instance.DBInstanceStatus}, not available`);
    if (instance.StorageEncrypted !== true) faults.push("its storage is not encrypted");
    if (instance.PubliclyAccessible !== false) faults.push("it can be reached from the internet");
    if (!(instance.AllocatedStorage >= settings.minDatabaseGiB)) faults.push(`it has ${instance.AllocatedStorage} GiB of storage, the original ${settings.minDatabaseGiB}`);
    if (!instance.Endpoint?.Address) faults.push("it has no address to connect to");
    return faults;
  }

  async function bucketFaults(arn) {
    const bucket = arn.split(":::").at(-1);
    const faults = [];
    const { ServerSideEncryptionConfiguration: encryption } = await clients.s3.getBucketEncryption({ Bucket: bucket });
    if (!(encryption?.Rules?.length > 0)) faults.push("the bucket is not encrypted");
    const { PublicAccessBlockConfiguration: block } = await clients.s3.getPublicAccessBlock({ Bucket: bucket });
    if (!(block?.BlockPublicPolicy && block?.RestrictPublicBuckets)) faults.push("the bucket can be made public");
    const { Contents: objects = [] } = await clients.s3.listObjectsV2({ Bucket: bucket, MaxKeys: 1_000 });
    if (objects.length < settings.minObjects) faults.push(`it holds ${objects.length} objects, at least ${settings.minObjects} were expected`);
    for (const { Key: key, Size: size } of spread(objects)) {
      const { Body: body } = await clients.s3.getObject({ Bucket: bucket, Key: key });
      const bytes = await body.transformToByteArray();
      if (bytes.length !== size) faults.push(`${key} has ${bytes.length} bytes of ${size}`);
    }
    return faults;
  }
}

/** A few objects from all over the list. */
function spread(objects) {
  const step = Math.max(1, Math.floor(objects.length / SAMPLE));
  return objects.filter((_, index) => index % step === 0).slice(0, SAMPLE);
}

/** What Lambda calls. The clients come with the runtime and are made once. */
let ready;
export async function handler(event) {
  ready ??= connect();
  return (await ready)(event);
}

async function connect() {
  const [{ Backup }, { RDS }, { S3 }] = await Promise.all([import("@aws-sdk/client-backup"), import("@aws-sdk/client-rds"), import("@aws-sdk/client-s3")]);
  return handlerWith(
    { backup: new Backup(), rds: new RDS(), s3: new S3() },
    { minDatabaseGiB: Number(process.env.MIN_DATABASE_GIB), minObjects: Number(process.env.MIN_OBJECTS) },
  );
}
