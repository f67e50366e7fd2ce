import { describe, expect, jest, test } from "@jest/globals";
import { pathToFileURL } from "node:url";

type Handler = (event?: unknown) => Promise<Record<string, unknown>>;
interface Module {
  readonly handlerWith: (clients: unknown, settings: unknown) => Handler;
}
const load = (name: string): Promise<Module> => import(pathToFileURL(`components/backup/functions/${name}/index.mjs`).href) as Promise<Module>;
const quiet = (): void => void jest.spyOn(console, "log").mockImplementation(() => undefined);

describe("validate-restore", () => {
  const KEY = "arn:aws:kms:eu-central-1:123456789012:key/data";
  const SOUND = { DBInstanceStatus: "available", Engine: "postgres", StorageEncrypted: true, KmsKeyId: KEY, PubliclyAccessible: false, AllocatedStorage: 100, MasterUsername: "optibid_admin", Endpoint: { Address: "restored.example", Port: 5432 } };
  const NEWEST = "2026-03-02T04:00:00Z";
  const CONTENT = { tables: 12, filled: 9, wanted: [{ table: "public.migrations", there: true, filled: true, newest: null }, { table: "public.bids", there: true, filled: true, newest: NEWEST }] };
  const MADE = new Date("2026-03-02T05:00:00Z");
  const object = (key: string, size: number): object => ({ Key: key, Size: size });
  /** The same content, but for one table. */
  const but = (table: string, change: object): object => ({ ...CONTENT, wanted: CONTENT.wanted.map((each) => (each.table === table ? { ...each, ...change } : each)) });
  const refuses = (name: string, more: object = {}): Error => Object.assign(new Error("said AWS"), { name, $fault: "client", ...more });

  interface World {
    readonly instances?: object[][];
    /** What the function that looks into databases says, one answer a call. */
    readonly content?: object[];
    /** Whether it fails. */
    readonly broken?: true;
    readonly made?: Date;
    readonly objects?: object[];
    readonly bytes?: number;
    readonly encryption?: object;
    readonly block?: object;
    readonly keyArn?: string;
    /** Thrown in place of an answer, by operation. */
    readonly refused?: Readonly<Record<string, Error>>;
  }
  interface Came {
    readonly given: unknown[];
    readonly waited: number[];
    readonly passwords: { DBInstanceIdentifier: string; MasterUserPassword: string; ApplyImmediately: boolean }[];
    readonly events: Record<string, unknown>[];
  }
  async function verdict(resourceType: string, arn: string | undefined, world: World): Promise<Came> {
    quiet();
    const came: Came = { given: [], waited: [], passwords: [], events: [] };
    const first = <Each>(list: Each[]): Each | undefined => (list.length > 1 ? list.shift() : list[0]);
    const [instances, contents] = [[...(world.instances ?? [[SOUND]])], [...(world.content ?? [CONTENT])]];
    const answer = async <Answer>(operation: string, value: () => Answer): Promise<Answer> => {
      const refusal = world.refused?.[operation];
      if (refusal !== undefined) throw refusal;
      return value();
    };
    const { handlerWith } = await load("validate-restore");
    const handler = handlerWith(
      {
        backup: {
          putRestoreValidationResult: async (input: unknown) => void came.given.push(input),
          describeRestoreJob: async ({ RestoreJobId }: { RestoreJobId: string }) => ({ RecoveryPointCreationDate: RestoreJobId === "job-1" && !("made" in world) ? MADE : world.made }),
        },
        rds: {
          describeDBInstances: () => answer("describeDBInstances", () => ({ DBInstances: first(instances) })),
          modifyDBInstance: (input: Came["passwords"][number]) => answer("modifyDBInstance", () => void came.passwords.push(input)),
        },
        s3: {
          getBucketEncryption: () => answer("getBucketEncryption", () => ({ ServerSideEncryptionConfiguration: world.encryption ?? { Rules: [{}] } })),
          getPublicAccessBlock: () => answer("getPublicAccessBlock", () => ({ PublicAccessBlockConfiguration: world.block ?? { BlockPublicPolicy: true, RestrictPublicBuckets: true } })),
          listObjectsV2: async () => ({ Contents: world.objects }),
          getObject: () => answer("getObject", () => ({ SSEKMSKeyId: "keyArn" in world ? world.keyArn : KEY, Body: { transformToByteArray: async () => new Uint8Array(world.bytes ?? 3) } })),
        },
        lambda: {
          invoke: async ({ FunctionName, InvocationType, Payload }: { FunctionName: string; InvocationType: string; Payload: string }) => {
            came.events.push({ FunctionName, InvocationType, ...(JSON.parse(Payload) as object) });
            return world.broken === true ? { FunctionError: "Unhandled", Payload: Buffer.from('{"errorMessage":"connect ETIMEDOUT"}') } : { Payload: Buffer.from(JSON.stringify(first(contents))) };
          },
        },
      },
      {
        minDatabaseGiB: 100,
        minObjects: 1,
        engine: "postgres",
        database: "optibid",
        keyArn: KEY,
        inspector: "inspect",
        tables: [{ table: "public.migrations", maxAgeHours: 24 }, { table: "public.bids", newestIn: "created_at", maxAgeHours: 24 }],
        wait: async (milliseconds: number) => void came.waited.push(milliseconds),
      },
    );
    await handler({ detail: { restoreJobId: "job-1", resourceType, createdResourceArn: arn } });
    return came;
  }
  const DATABASE = "arn:aws:rds:eu-central-1:123456789012:db:awsbackup-restore-test-1";
  const BUCKET = "arn:aws:s3:::awsbackup-restore-test-1";
  const result = (status: string, message: unknown): unknown[] => [{ RestoreJobId: "job-1", ValidationStatus: status, ValidationStatusMessage: message }];

  test.each<[string, string, string, World]>([
    ["a sound database", "RDS", DATABASE, {}],
    ["one whose newest row is as old as it may be", "RDS", DATABASE, { made: new Date("2026-03-03T04:00:00Z") }],
    ["a sound bucket", "S3", BUCKET, { objects: [object("a", 3), object("b", 3)] }],
  ])("%s passes", async (_, type, arn, world) => {
    expect((await verdict(type, arn, world)).given).toEqual(result("SUCCESSFUL", `${arn} was looked at and is sound`));
  });

  test.each<[string, string, string | undefined, World, string]>([
    ["a database that is not there", "RDS", DATABASE, { instances: [[]] }, "there is no database awsbackup-restore-test-1"],
    ["one that AWS does not find", "RDS", DATABASE, { refused: { describeDBInstances: refuses("DBInstanceNotFoundFault") } }, "DBInstanceNotFoundFault: said AWS"],
    ["another engine", "RDS", DATABASE, { instances: [[{ ...SOUND, Engine: "mysql" }]] }, "its engine is mysql, not postgres"],
    ["one that is not encrypted", "RDS", DATABASE, { instances: [[{ ...SOUND, StorageEncrypted: false }]] }, "its storage is not encrypted"],
    ["one under another key", "RDS", DATABASE, { instances: [[{ ...SOUND, KmsKeyId: "arn:other" }]] }, `it is encrypted with arn:other, not with ${KEY}`],
    ["one that is public", "RDS", DATABASE, { instances: [[{ ...SOUND, PubliclyAccessible: true }]] }, "it can be reached from the internet"],
    ["one that is too small", "RDS", DATABASE, { instances: [[{ ...SOUND, AllocatedStorage: 20 }]] }, "it has 20 GiB of storage, the original 100"],
    ["one without an address", "RDS", DATABASE, { instances: [[{ ...SOUND, Endpoint: undefined }]] }, "it has no address to connect to"],
    ["one about which nothing is known", "RDS", DATABASE, { instances: [[{ DBInstanceStatus: "available" }]] }, "its engine is undefined, not postgres; its storage is not encrypted; it can be reached from the internet; it has undefined GiB of storage, the original 100; it has no address to connect to"],
    ["one whose password cannot be set", "RDS", DATABASE, { refused: { modifyDBInstance: refuses("InvalidDBInstanceStateFault") } }, "InvalidDBInstanceStateFault: said AWS"],
    ["one that nobody can look into", "RDS", DATABASE, { broken: true }, "nobody could look into the database: connect ETIMEDOUT"],
    ["one without tables", "RDS", DATABASE, { content: [{ tables: 0, filled: 0, wanted: [] }] }, "the database has no tables"],
    ["one without rows", "RDS", DATABASE, { content: [{ ...CONTENT, filled: 0 }] }, "none of its 12 tables holds a row"],
    ["one without a table", "RDS", DATABASE, { content: [but("public.migrations", { there: false, filled: false })] }, "there is no table public.migrations"],
    ["one about whose tables nothing is said", "RDS", DATABASE, { content: [{ ...CONTENT, wanted: [] }] }, "there is no table public.migrations; there is no table public.bids"],
    ["one with an empty table", "RDS", DATABASE, { content: [but("public.bids", { filled: false, newest: null })] }, "public.bids is empty"],
    ["one whose rows have no date", "RDS", DATABASE, { content: [but("public.bids", { newest: null })] }, "no row of public.bids says in created_at when it was made"],
    ["one whose newest row is older than it may be", "RDS", DATABASE, { made: new Date("2026-03-03T04:00:01Z") }, `the newest row of public.bids is of ${NEWEST}, more than 24 hours before the backup of 2026-03-03T04:00:01.000Z`],
    ["a backup of which nobody knows when it was made", "RDS", DATABASE, { made: undefined } as unknown as World, "AWS Backup does not say when the backup was made"],
    ["an empty bucket", "S3", BUCKET, { objects: [] }, "it holds 0 objects, at least 1 were expected"],
    ["a bucket without encryption", "S3", BUCKET, { objects: [object("a", 3)], encryption: {} }, "the bucket is not encrypted"],
    ["a bucket that can be opened", "S3", BUCKET, { objects: [object("a", 3)], block: { BlockPublicPolicy: true } }, "the bucket can be made public"],
    ["a bucket that nothing keeps closed", "S3", BUCKET, { refused: { getPublicAccessBlock: refuses("NoSuchPublicAccessBlockConfiguration") } }, "NoSuchPublicAccessBlockConfiguration: said AWS"],
    ["an object that is cut short", "S3", BUCKET, { objects: [object("a", 4)] }, "a has 3 bytes of 4"],
    ["an object under another key", "S3", BUCKET, { objects: [object("a", 3)], keyArn: "arn:other" }, `a is encrypted with arn:other, not with ${KEY}`],
    ["an object under no key", "S3", BUCKET, { objects: [object("a", 3)], keyArn: undefined } as unknown as World, `a is encrypted with no key of this account, not with ${KEY}`],
    ["an object that cannot be read", "S3", BUCKET, { objects: [object("a", 3)], refused: { getObject: refuses("AccessDenied") } }, "AccessDenied: said AWS"],
    ["something it does not know", "EFS", "arn:aws:elasticfilesystem:::fs-1", {}, "nobody knows how to check a restored EFS"],
    ["a restore that made nothing", "RDS", undefined, {}, "the restore names nothing that it made"],
  ])("%s fails", async (_, type, arn, world, message) => {
    expect((await verdict(type, arn, world)).given).toEqual(result("FAILED", message));
  });

  test.each<[string, Error]>([
    ["a service that is down", Object.assign(new Error("x"), { name: "ServiceUnavailable", $fault: "server" })],
    ["a network that is", new Error("connect ETIMEDOUT")],
    ["too many requests", refuses("ThrottlingException")],
    ["what the SDK would ask again", refuses("RequestTimeTooSkewed", { $retryable: {} })],
  ])("%s is no verdict: Lambda calls again", async (_, refusal) => {
    await expect(verdict("RDS", DATABASE, { refused: { describeDBInstances: refusal } })).rejects.toBe(refusal);
  });

  test("a database gets a password of its own, that only the function hears that looks into it", async () => {
    const log = jest.spyOn(console, "log").mockImplementation(() => undefined);
    const [one, two] = [await verdict("RDS", DATABASE, {}), await verdict("RDS", DATABASE, {})];
    const [password] = one.passwords.map(({ MasterUserPassword }) => MasterUserPassword);
    expect(one.passwords).toEqual([{ DBInstanceIdentifier: "awsbackup-restore-test-1", MasterUserPassword: expect.stringMatching(/^[\w-]{40}$/), ApplyImmediately: true }]);
    expect(one.events).toEqual([{ FunctionName: "inspect", InvocationType: "RequestResponse", host: "restored.example", port: 5432, user: "optibid_admin", password, database: "optibid", tables: [{ table: "public.migrations" }, { table: "public.bids", newestIn: "created_at" }] }]);
    expect(two.passwords[0]?.MasterUserPassword).not.toBe(password);
    expect(JSON.stringify([log.mock.calls, one.given])).not.toContain(password);
  });

  test("none that is not what it should be gets one", async () => {
    const { passwords, events } = await verdict("RDS", DATABASE, { instances: [[{ ...SOUND, PubliclyAccessible: true }]] });
    expect([passwords, events]).toEqual([[], []]);
  });

  test("a database that is still being set up is waited for", async () => {
    const { given, waited } = await verdict("RDS", DATABASE, { instances: [[{ ...SOUND, DBInstanceStatus: "modifying" }], [SOUND]] });
    expect([given, waited]).toEqual([result("SUCCESSFUL", expect.any(String)), [30_000, 30_000]]);
  });

  test("and given up on after a while", async () => {
    const { given, waited } = await verdict("RDS", DATABASE, { instances: [[{ ...SOUND, DBInstanceStatus: "incompatible-parameters" }]] });
    expect([given, waited.length]).toEqual([result("FAILED", "the database is incompatible-parameters, not available"), 13]);
  });

  test("a password that is not there yet is waited for, and given up on after a while", async () => {
    const late = await verdict("RDS", DATABASE, { content: [{ refused: "28P01" }, { refused: "28P01" }, CONTENT] });
    expect([late.given, late.events.length, late.passwords.length]).toEqual([result("SUCCESSFUL", expect.any(String)), 3, 1]);
    const never = await verdict("RDS", DATABASE, { content: [{ refused: "28000" }] });
    expect([never.given, never.events.length]).toEqual([result("FAILED", "the database refuses its master user, with SQLSTATE 28000"), 8]);
  });

  test("objects are read from all over the bucket, and few", async () => {
    const read: string[] = [];
    quiet();
    const { handlerWith } = await load("validate-restore");
    const objects = Array.from({ length: 100 }, (_, index) => object(String(index), 0));
    await handlerWith(
      {
        backup: { putRestoreValidationResult: async () => undefined },
        s3: {
          getBucketEncryption: async () => ({ ServerSideEncryptionConfiguration: { Rules: [{}] } }),
          getPublicAccessBlock: async () => ({ PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true } }),
          listObjectsV2: async () => ({ Contents: objects }),
          getObject: async ({ Key }: { Key: string }) => (read.push(Key), { SSEKMSKeyId: KEY, Body: { transformToByteArray: async () => new Uint8Array(0) } }),
        },
      },
      { minDatabaseGiB: 1, minObjects: 1, keyArn: KEY },
    )({ detail: { restoreJobId: "job-1", resourceType: "S3", createdResourceArn: BUCKET } });
    expect(read).toEqual(["0", "20", "40", "60", "80"]);
  });
});

describe("export-cache", () => {
  const NOW = new Date("2026-03-02T03:00:00Z");
  const snapshot = (name: string, at: string, status = "available"): object => ({ SnapshotName: name, SnapshotStatus: status, NodeSnapshots: [{ SnapshotCreateTime: new Date(at) }] });

  async function run(pages: { Snapshots?: object[]; Marker?: string }[], { there = 0, fault }: { there?: number; fault?: Error } = {}): Promise<{ answer: Promise<Record<string, unknown>>; asked: object[]; copies: object[] }> {
    quiet();
    const asked: object[] = [];
    const copies: object[] = [];
    const { handlerWith } = await load("export-cache");
    const handler = handlerWith(
      {
        elasticache: {
          describeSnapshots: async (input: object) => (asked.push(input), pages[asked.length - 1] ?? {}),
          copySnapshot: async (input: object) => {
            copies.push(input);
            if (fault !== undefined) throw fault;
          },
        },
        s3: { listObjectsV2: async () => ({ KeyCount: there }) },
      },
      { replicationGroupId: "optibid-production-cache", bucket: "b", maxAgeHours: 30, now: () => NOW },
    );
    return { answer: handler(), asked, copies };
  }
  const PAGES = [{ Snapshots: [snapshot("automatic.old", "2026-03-01T01:10:00Z")], Marker: "m" }, { Snapshots: [snapshot("automatic.new", "2026-03-02T01:10:00Z"), snapshot("automatic.making", "2026-03-02T02:59:00Z", "creating")] }];

  test("copies the newest finished snapshot under a name of its own time", async () => {
    const { answer, asked, copies } = await run(PAGES);
    expect(await answer).toEqual({ snapshot: "automatic.new", target: "optibid-production-cache-2026-03-02-01-10", copied: true });
    expect(asked).toEqual([{ ReplicationGroupId: "optibid-production-cache", SnapshotSource: "system" }, { ReplicationGroupId: "optibid-production-cache", SnapshotSource: "system", Marker: "m" }]);
    expect(copies).toEqual([{ SourceSnapshotName: "automatic.new", TargetSnapshotName: "optibid-production-cache-2026-03-02-01-10", TargetBucket: "b" }]);
  });

  test("does not copy twice", async () => {
    const { answer, copies } = await run(PAGES, { there: 1 });
    expect([(await answer)["copied"], copies]).toEqual([false, []]);
  });

  test("takes a copy that an earlier attempt made for its own", async () => {
    const { answer } = await run(PAGES, { fault: Object.assign(new Error("exists"), { name: "SnapshotAlreadyExistsFault" }) });
    expect((await answer)["copied"]).toBe(false);
  });

  test.each<[string, { Snapshots?: object[] }[], Error | undefined, RegExp]>([
    ["no snapshot", [{}], undefined, /has no automatic snapshot/],
    ["only an old one", [{ Snapshots: [snapshot("automatic.old", "2026-02-28T20:00:00Z")] }], undefined, /automatic\.old, is 31 hours old; at most 30/],
    ["a refusal", PAGES, new Error("AccessDenied"), /AccessDenied/],
  ])("fails loudly with %s", async (_, pages, fault, message) => {
    const { answer } = await run(pages, fault === undefined ? {} : { fault });
    await expect(answer).rejects.toThrow(message);
  });
});

describe("copy-state", () => {
  async function run(pages: { Contents?: { Key: string }[]; NextContinuationToken?: string }[]): Promise<{ answer: Promise<Record<string, unknown>>; copies: object[] }> {
    quiet();
    const copies: object[] = [];
    const rest = [...pages];
    const { handlerWith } = await load("copy-state");
    const handler = handlerWith({ s3: { listObjectsV2: async () => rest.shift() ?? {}, copyObject: async (input: object) => void copies.push(input) } }, { from: "state", to: "config", now: () => new Date("2026-03-02T04:00:00Z") });
    return { answer: handler(), copies };
  }

  test("copies every object below the day, locks apart", async () => {
    const { answer, copies } = await run([{ Contents: [{ Key: ".pulumi/stacks/optibid/production.json" }], NextContinuationToken: "t" }, { Contents: [{ Key: ".pulumi/meta yaml" }, { Key: ".pulumi/locks/x.json" }] }]);
    expect(await answer).toEqual({ day: "2026-03-02", copied: 2 });
    expect(copies).toEqual([
      { Bucket: "config", Key: "pulumi-state/2026-03-02/.pulumi/stacks/optibid/production.json", CopySource: "state/.pulumi%2Fstacks%2Foptibid%2Fproduction.json" },
      { Bucket: "config", Key: "pulumi-state/2026-03-02/.pulumi/meta yaml", CopySource: "state/.pulumi%2Fmeta%20yaml" },
    ]);
  });

  test("fails loudly when there is no state", async () => {
    const { answer } = await run([{}]);
    await expect(answer).rejects.toThrow(/no state below \.pulumi\/ in state/);
  });
});
