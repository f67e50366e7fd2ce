/**
 * Copies Pulumi's state, secrets in it encrypted as they are, to the bucket for configuration, under the day's date.
 * Fails when there is nothing to copy: a state that is gone must be heard of while its last copy is still kept.
 */

/** Where Pulumi's object-store backend keeps everything. Source: Pulumi documentation, "Managing state & backends". */
const PREFIX = ".pulumi/";
/** Copies under way at once. */
const ABREAST = 8;

/**
 * @param {{ s3: { listObjectsV2(input: object): Promise<any>, copyObject(input: object): Promise<any> } }} clients
 * @param {{ from: string, to: string, now?: () => Date }} settings names of the two buckets
 */
export function handlerWith({ s3 }, { from, to, now = () => new Date() }) {
  return async function handler() {
    const day = now().toISOString().slice(0, 10);
    const keys = await list();
    if (keys.length === 0) throw new Error(`there is no state below ${PREFIX} in ${from}`);
    for (let first = 0; first < keys.length; first += ABREAST) {
      await Promise.all(keys.slice(first, first + ABREAST).map((key) => s3.copyObject({ Bucket: to, Key: `pulumi-state/${day}/${key}`, CopySource: `${from}/${encodeURIComponent(key)}` })));
    }
    console.log(JSON.stringify({ from, to, day, copied: keys.length }));
    return { day, copied: keys.length };
  };

  /** Locks are left out: a copy of one would stop whoever restores it. */
  async function list() {
    const keys = [];
    let token;
    do {
      const page = await s3.listObjectsV2({ Bucket: from, Prefix: PREFIX, ...(token === undefined ? {} : { ContinuationToken: token }) });
      keys.push(...(page.Contents ?? []).map(({ Key: key }) => key));
      token = page.NextContinuationToken;
    } while (token);
    return keys.filter((key) => !key.startsWith(`${PREFIX}locks/`));
  }
}

/** What Lambda calls. The client comes with the runtime and is made once. */
let ready;
export async function handler() {
  ready ??= connect();
  return (await ready)();
}

async function connect() {
  const { S3 } = await import("@aws-sdk/client-s3");
  return handlerWith({ s3: new S3() }, { from: process.env.STATE_BUCKET, to: process.env.CONFIGURATION_BUCKET });
}
