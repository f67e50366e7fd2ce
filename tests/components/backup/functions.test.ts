import { describe, expect, jest, test } from "@jest/globals";
import { pathToFileURL } from "node:url";

type Handler = (event?: unknown) => Promise<Record<string, unknown>>;
interface Module {
  readonly handlerWith: (clients: unknown, settings: unknown) => Handler;
}
const load = (name: string): Promise<Module> => import(pathToFileURL(`components/backup/functions/${name}/index.mjs`).href) as Promise<Module>;
const quiet = (): void => void jest.spyOn(console, "log").mockImplementation(() => undefined);

describe("validate-restore", () => {
  const SOUND = { DBInstanceStatus: "available", StorageEncrypted: true, PubliclyAccessible: false, AllocatedStorage: 100, Endpoint: { Address: "restored.example" } };
  const object = (key: string, size: number): object => ({ Key: key, Size: size });

  interface World {
    readonly instances?: object[][];
    readonly objects?: object[];
    readonly bytes?: number;
    readonly encryption?: object;
    readonly block?: object;
  }
  async function verdict(resourceType: string, arn: string | undefined, world: World): Promise<{ given: unknown[]; waited: number[] }> {
    quiet();
    const given: unknown[] = [];
    const waited: number[] = [];
    const answers = [...(world.instances ?? [])];
    const { handlerWith } = await load("validate-restore");
    const handler = handlerWith(
      {
        backup: { putRestoreValidationResult: async (input: unknown) => void given.push(input) },
        rds: { describeDBInstances: async () => ({ DBInstances: answers.length > 1 ? answers.shift() : answers[0] }) },
        s3: {
          getBucketEncryption: async () => ({ ServerSideEncryptionConfiguration: world.encryption ?? { Rules: [{}] } }),
          getPublicAccessBlock: async () => ({ PublicAccessBlockConfiguration: world.block ?? { BlockPublicPolicy: true, RestrictPublicBuckets: true } }),
          listObjectsV2: async () => ({ Contents: world.objects }),
          getObject: async () => ({ Body: { transformToByteArray: async () => new Uint8Array(world.bytes ?? 3) } }),
        },
      },
      { minDatabaseGiB: 100, minObjects: 1, wait: async (milliseconds: number) => void waited.push(milliseconds) },
    );
    await handler({ detail: { restoreJobId: "job-1", resourceType, createdResourceArn: arn } });
    return { given, waited };
  }
  const DATABASE = "arn:aws:rds:eu-central-1:123456789012:db:awsbackup-restore-test-1";
  const BUCKET = "arn:aws:s3:::awsbackup-restore-test-1";
  const result = (status: string, message: unknown): unknown[] => [{ RestoreJobId: "job-1", ValidationStatus: status, ValidationStatusMessage: message }];

  test.each<[string, string, string, World]>([
    ["a sound database", "RDS", DATABASE, { instances: [[SOUND]] }],
    ["a sound bucket", "S3", BUCKET, { objects: [object("a", 3), object("b", 3)] }],
  ])("%s passes", async (_, type, arn, world) => {
    expect((await verdict(type, arn, world)).given).toEqual(result("SUCCESSFUL", `${arn} was looked at and is sound`));
  });

  test.each<[string, string, string | undefined, World, string]>([
    ["a database that is not there", "RDS", DATABASE, { instances: [[]] }, "there is no database awsbackup-restore-test-1"],
    ["one that is not encrypted", "RDS", DATABASE, { instances: [[{ ...SOUND, StorageEncrypted: false }]] }, "its storage is not encrypted"],
    ["one that is public", "RDS", DATABASE, { instances: [[{ ...SOUND, PubliclyAccessible: true }]] }, "it can be reached from the internet"],
    ["one that is too small", "RDS", DATABASE, { instances: [[{ ...SOUND, AllocatedStorage: 20 }]] }, "it has 20 GiB of storage, the original 100"],
    ["one without an address", "RDS", DATABASE, { instances: [[{ ...SOUND, Endpoint: undefined }]] }, "it has no address to connect to"],
    ["one about which nothing is known", "RDS", DATABASE, { instances: [[{ DBInstanceStatus: "available" }]] }, "its storage is not encrypted; it can be reached from the internet; it has undefined GiB of storage, the original 100; it has no address to connect to"],
    ["an empty bucket", "S3", BUCKET, { objects: [] }, "it holds 0 objects, at least 1 were expected"],
    ["a bucket without encryption", "S3", BUCKET, { objects: [object("a", 3)], encryption: {} }, "the bucket is not encrypted"],
    ["a bucket that can be opened", "S3", BUCKET, { objects: [object("a", 3)], block: { BlockPublicPolicy: true } }, "the bucket can be made public"],
    ["an object that is cut short", "S3", BUCKET, { objects: [object("a", 4)] }, "a has 3 bytes of 4"],
    ["something it does not know", "EFS", "arn:aws:elasticfilesystem:::fs-1", {}, "nobody knows how to check a restored EFS"],
    ["a restore that made nothing", "RDS", undefined, {}, "the restore names nothing that it made"],
  ])("%s fails", async (_, type, arn, world, message) => {
    expect((await verdict(type, arn, world)).given).toEqual(result("FAILED", message));
  });

  test("a database that is still being set up is waited for", async () => {
    const { given, waited } = await verdict("RDS", DATABASE, { instances: [[{ ...SOUND, DBInstanceStatus: "modifying" }], [SOUND]] });
    expect([given, waited]).toEqual([result("SUCCESSFUL", expect.any(String)), [30_000]]);
  });

  test("and given up on after a while", async () => {
    const { given, waited } = await verdict("RDS", DATABASE, { instances: [[{ ...SOUND, DBInstanceStatus: "incompatible-parameters" }]] });
    expect([given, waited.length]).toEqual([result("FAILED", "the database is incompatible-parameters, not available"), 19]);
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
          getObject: async ({ Key }: { Key: string }) => (read.push(Key), { Body: { transformToByteArray: async () => new Uint8Array(0) } }),
        },
      },
      { minDatabaseGiB: 1, minObjects: 1 },
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
