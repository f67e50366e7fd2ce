/**
 * Looks at what a restore test brought back and tells AWS Backup whether it is any good.
 *
 * AWS Backup only knows that a restore ended. Here a database has to be available, of the right engine, encrypted with
 * the right key, closed to the internet and no smaller than it should be, and then its content is looked at: it gets a
 * password of this test's own, and a function in its network logs in and says what tables and rows there are. A bucket
 * has to be encrypted and closed, and a sample of its objects has to be readable to the last byte, under the right key.
 */
import { randomBytes } from "node:crypto";

/** Longest message AWS Backup keeps of a verdict, in characters. */
const MESSAGE_LENGTH = 1_024;
/** Objects read from a restored bucket. */
const SAMPLE = 5;
/** States in which an instance answers, although something is still done to it. */
const SERVING = new Set(["available", "backing-up", "configuring-enhanced-monitoring", "configuring-log-exports", "storage-optimization"]);
/** Milliseconds between two looks, and how often it is looked, while a restored instance is being set up. */
const PAUSE = 30_000;
const LOOKS = 14;
/** How often a login is tried: RDS says that an instance is available before it begins to change its password. */
const LOGINS = 8;
const HOUR = 3_600_000;

/**
 * @param {{
 *   backup: { putRestoreValidationResult(input: object): Promise<unknown>, describeRestoreJob(input: object): Promise<any> },
 *   rds: { describeDBInstances(input: object): Promise<any>, modifyDBInstance(input: object): Promise<unknown> },
 *   s3: { listObjectsV2(input: object): Promise<any>, getObject(input: object): Promise<any>, getBucketEncryption(input: object): Promise<any>, getPublicAccessBlock(input: object): Promise<any> },
 *   lambda: { invoke(input: object): Promise<any> },
 * }} clients the services it asks
 * @param {{
 *   minDatabaseGiB: number, minObjects: number, engine: string, database: string, keyArn: string, inspector: string,
 *   tables: { table: string, newestIn?: string, maxAgeHours?: number }[], wait?: (milliseconds: number) => Promise<void>,
 * }} settings `keyArn`: the key everything restored is under; `inspector`: name of the function that looks into databases
 */
export function handlerWith(clients, settings) {
  const wait = settings.wait ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));

  /** @param {{ detail: { restoreJobId: string, resourceType: string, createdResourceArn: string } }} event */
  return async function handler({ detail }) {
    const { restoreJobId, resourceType, createdResourceArn } = detail;
    const faults = await faultsOf(resourceType, createdResourceArn, restoreJobId).catch(refusal);
    const verdict = faults.length === 0 ? "SUCCESSFUL" : "FAILED";
    const message = faults.length === 0 ? `${createdResourceArn} was looked at and is sound` : faults.join("; ");
    console.log(JSON.stringify({ restoreJobId, createdResourceArn, verdict, message }));
    await clients.backup.putRestoreValidationResult({ RestoreJobId: restoreJobId, ValidationStatus: verdict, ValidationStatusMessage: message.slice(0, MESSAGE_LENGTH) });
    return { restoreJobId, verdict };
  };

  /** @returns {Promise<string[]>} */
  async function faultsOf(resourceType, arn, restoreJobId) {
    if (typeof arn !== "string" || arn === "") return ["the restore names nothing that it made"];
    if (resourceType === "RDS") return databaseFaults(arn, restoreJobId);
    if (resourceType === "S3") return bucketFaults(arn);
    return [`nobody knows how to check a restored ${resourceType}`];
  }

  async function databaseFaults(arn, restoreJobId) {
    const identifier = arn.split(":db:").at(-1);
    const instance = await serving(identifier);
    if (instance === undefined) return [`there is no database ${identifier}`];
    const faults = [];
    if (!SERVING.has(instance.DBInstanceStatus)) faults.push(`the database is ${instance.DBInstanceStatus}, not available`);
    if (instance.Engine !== settings.engine) faults.push(`its engine is ${instance.Engine}, not ${settings.engine}`);
    if (instance.StorageEncrypted !== true) faults.push("its storage is not encrypted");
    else if (instance.KmsKeyId !== settings.keyArn) faults.push(`it is encrypted with ${instance.KmsKeyId}, not with ${settings.keyArn}`);
    if (instance.PubliclyAccessible !== false) faults.push("it can be reached from the internet");
    if (!(instance.AllocatedStorage >= settings.minDatabaseGiB)) faults.push(`it has ${instance.AllocatedStorage} GiB of storage, the original ${settings.minDatabaseGiB}`);
    if (!instance.Endpoint?.Address) faults.push("it has no address to connect to");
    return faults.length > 0 ? faults : contentFaults(identifier, instance, restoreJobId);
  }

  /** The instance, when it answers or enough has been waited. */
  async function serving(identifier) {
    for (let look = 1; ; look += 1) {
      const { DBInstances: [instance] = [] } = await clients.rds.describeDBInstances({ DBInstanceIdentifier: identifier });
      if (instance === undefined || SERVING.has(instance.DBInstanceStatus) || look === LOOKS) return instance;
      await wait(PAUSE);
    }
  }

  /** The password in the backup is as old as the backup and may be known to nobody any more: the copy gets one of its own. */
  async function contentFaults(identifier, { Endpoint: { Address: host, Port: port }, MasterUsername: user }, restoreJobId) {
    const password = randomBytes(30).toString("base64url");
    await clients.rds.modifyDBInstance({ DBInstanceIdentifier: identifier, MasterUserPassword: password, ApplyImmediately: true });
    const tables = settings.tables.map(({ table, newestIn }) => ({ table, newestIn }));
    const event = { host, port, user, password, database: settings.database, tables };
    for (let login = 1; ; login += 1) {
      await wait(PAUSE);
      await serving(identifier);
      const content = await inspected(event);
      if (content.failed !== undefined) return [`nobody could look into the database: ${content.failed}`];
      if (content.refused === undefined) return tableFaults(content, restoreJobId);
      if (login === LOGINS) return [`the database refuses its master user, with SQLSTATE ${content.refused}`];
    }
  }

  async function inspected(event) {
    const { FunctionError: fault, Payload: payload } = await clients.lambda.invoke({ FunctionName: settings.inspector, InvocationType: "RequestResponse", Payload: JSON.stringify(event) });
    const answer = JSON.parse(Buffer.from(payload).toString());
    return fault === undefined ? answer : { failed: answer.errorMessage ?? fault };
  }

  /** New is what is new against the backup: an old backup that was whole when it was made is a good one. */
  async function tableFaults({ tables, filled, wanted }, restoreJobId) {
    if (tables === 0) return ["the database has no tables"];
    const faults = filled === 0 ? [`none of its ${tables} tables holds a row`] : [];
    const { RecoveryPointCreationDate: made } = await clients.backup.describeRestoreJob({ RestoreJobId: restoreJobId });
    for (const { table, newestIn, maxAgeHours } of settings.tables) {
      const found = wanted.find((each) => each.table === table);
      if (!found?.there) faults.push(`there is no table ${table}`);
      else if (!found.filled) faults.push(`${table} is empty`);
      else if (newestIn !== undefined && found.newest === null) faults.push(`no row of ${table} says in ${newestIn} when it was made`);
      else if (newestIn !== undefined && made === undefined) faults.push("AWS Backup does not say when the backup was made");
      else if (newestIn !== undefined && (made.getTime() - Date.parse(found.newest)) / HOUR > maxAgeHours) {
        faults.push(`the newest row of ${table} is of ${found.newest}, more than ${maxAgeHours} hours before the backup of ${made.toISOString()}`);
      }
    }
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
      const { Body: body, SSEKMSKeyId: keyArn } = await clients.s3.getObject({ Bucket: bucket, Key: key });
      const bytes = await body.transformToByteArray();
      if (bytes.length !== size) faults.push(`${key} has ${bytes.length} bytes of ${size}`);
      if (keyArn !== settings.keyArn) faults.push(`${key} is encrypted with ${keyArn ?? "no key of this account"}, not with ${settings.keyArn}`);
    }
    return faults;
  }
}

/**
 * What AWS refuses about a restored thing is its fault: it is not there, or cannot be read. What may pass is no verdict:
 * Lambda calls again, and AWS Backup says when nobody has given one in time.
 */
function refusal(error) {
  if (error.$fault !== "client" || error.$retryable !== undefined || /Throttl|TooManyRequests|SlowDown|RequestTimeout/.test(error.name)) throw error;
  return [`${error.name}: ${error.message}`];
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
  const [{ Backup }, { RDS }, { S3 }, { Lambda }] = await Promise.all([import("@aws-sdk/client-backup"), import("@aws-sdk/client-rds"), import("@aws-sdk/client-s3"), import("@aws-sdk/client-lambda")]);
  const { MIN_DATABASE_GIB, MIN_OBJECTS, ENGINE, DATABASE, KEY_ARN, INSPECTOR, TABLES } = process.env;
  return handlerWith(
    { backup: new Backup(), rds: new RDS(), s3: new S3(), lambda: new Lambda() },
    { minDatabaseGiB: Number(MIN_DATABASE_GIB), minObjects: Number(MIN_OBJECTS), engine: ENGINE, database: DATABASE, keyArn: KEY_ARN, inspector: INSPECTOR, tables: JSON.parse(TABLES) },
  );
}
