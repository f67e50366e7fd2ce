import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { CACHE } from "../../../golive/run/places.ts";
import { serve } from "../../../rehearsal/server/serve.ts";
import type { Serving } from "../../../rehearsal/server/serve.ts";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import type { Fault } from "../../../rehearsal/world/faults.ts";
import { openStore } from "../../../rehearsal/world/store.ts";
import { Provider } from "./client.ts";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const BUCKET = "aws:s3/bucket:Bucket";
const PERMISSION = "aws:lambda/permission:Permission";
const PASSWORD = "random:index/randomPassword:RandomPassword";

let directory = "";
let server: Serving;
let aws: Provider;

const start = async (): Promise<void> => {
  server = await serve({ worldDirectory: join(directory, "world"), cacheDirectory: CACHE });
  aws = new Provider(server.ports.aws);
  await aws.configure({ region: "eu-central-1" });
};
const stop = async (): Promise<void> => {
  aws.close();
  await server.stop();
};

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "golive-world-"));
  await start();
});
afterEach(async () => {
  await stop();
  rmSync(directory, { recursive: true, force: true });
});

describe("check", () => {
  test("refuses every mistake at once, by property", async () => {
    const { failures } = await aws.check(VPC, "v", { cidrBlok: "10.0.0.0/16", enableDnsSupport: ["yes"], instanceTenancy: "default" });
    expect(failures.map((each) => each.split(":")[0]).sort()).toEqual(["cidrBlok", "enableDnsSupport"]);
    expect(failures.join()).toContain("cidrBlock");
  });

  test("makes up a name once and keeps it", async () => {
    const first = await aws.check(BUCKET, "Uploads", {});
    expect(first.inputs["bucket"]).toMatch(/^uploads-[0-9a-f]{7}$/);
    expect(first.inputs["__defaults"]).toEqual(["bucket"]);
    const second = await aws.check(BUCKET, "Uploads", {}, first.inputs);
    expect(second.inputs["bucket"]).toBe(first.inputs["bucket"]);
  });

  test("leaves a name with a prefix to AWS", async () => {
    const { inputs, failures } = await aws.check("aws:lb/targetGroup:TargetGroup", "a-name-far-too-long-for-a-target-group", { namePrefix: "web-", port: 80, protocol: "HTTP", vpcId: UNKNOWN });
    expect(failures).toEqual([]);
    expect(inputs["name"]).toBeUndefined();
  });

  test("refuses a made-up name over AWS's limit", async () => {
    const { failures } = await aws.check("aws:lb/targetGroup:TargetGroup", "a-name-far-too-long-for-a-target-group", { port: 80, protocol: "HTTP", vpcId: UNKNOWN });
    expect(failures).toEqual([expect.stringContaining("longer than maximum length 32")]);
  });

  test("names a type that the package does not have", async () => {
    await expect(aws.check("aws:ec2/vpcc:Vpcc", "v", {})).rejects.toThrow("aws:ec2/vpcc:Vpcc");
  });
});

describe("invoke", () => {
  test("answers what it can", async () => {
    expect(await aws.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).toMatchObject({ accountId: "123456789012" });
  });

  test("names a function it cannot answer, and one that is not there", async () => {
    await expect(aws.invoke("aws:pricing/getProduct:getProduct", { serviceCode: "AmazonEC2", filters: [] })).rejects.toThrow("aws:pricing/getProduct:getProduct");
    await expect(aws.invoke("aws:ec2/getVpcc:getVpcc", {})).rejects.toThrow("aws:ec2/getVpcc:getVpcc");
  });
});

describe("the life of a thing", () => {
  test("outputs are unknown at preview and have AWS's form afterwards", async () => {
    const preview = await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" }, { preview: true });
    expect(preview.outputs["arn"]).toBe(UNKNOWN);
    expect(preview.outputs["cidrBlock"]).toBe("10.0.0.0/16");
    const { id, outputs } = await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" });
    expect(id).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(outputs["arn"]).toBe(`arn:aws:ec2:eu-central-1:123456789012:vpc/${id}`);
  });

  test("a preview makes nothing", async () => {
    await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" }, { preview: true });
    await stop();
    const store = openStore(join(directory, "world"));
    expect(store.count()).toBe(0);
    await store.close();
    await start();
  });

  test("goes through create, read, update and delete", async () => {
    const { id, outputs } = await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" });
    expect((await aws.read(VPC, "v", id)).outputs).toEqual(outputs);
    const updated = await aws.update(VPC, "v", id, outputs, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
    expect(updated).toMatchObject({ enableDnsHostnames: true, arn: outputs["arn"] as string });
    await aws.remove(VPC, "v", id);
    expect((await aws.read(VPC, "v", id)).id).toBe("");
    await aws.remove(VPC, "v", id); // gone already: no error
  });

  test("says no with AWS's code, and changes nothing", async () => {
    const { id } = await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" });
    await expect(aws.create(SUBNET, "s", { vpcId: id, cidrBlock: "10.1.0.0/24" })).rejects.toThrow("InvalidSubnet.Range");
    await expect(aws.create(SUBNET, "s", { vpcId: "vpc-00000000000000000", cidrBlock: "10.0.0.0/24" })).rejects.toThrow("InvalidVpcID.NotFound");
    const subnet = await aws.create(SUBNET, "s", { vpcId: id, cidrBlock: "10.0.0.0/24" });
    await expect(aws.remove(VPC, "v", id)).rejects.toThrow("DependencyViolation");
    expect((await aws.read(VPC, "v", id)).id).toBe(id);
    await aws.remove(SUBNET, "s", subnet.id);
    await aws.remove(VPC, "v", id);
  });

  test("is imported by the name AWS's documentation imports it by", async () => {
    const { id } = await aws.create("aws:rds/instance:Instance", "d", { identifier: "mine", engine: "postgres", instanceClass: "db.t4g.micro", allocatedStorage: 20, username: "me", password: "secret-enough", skipFinalSnapshot: true });
    const read = await aws.read("aws:rds/instance:Instance", "d", "mine");
    expect(read.id).toBe(id);
    expect(read.outputs["identifier"]).toBe("mine");
  });

  test("survives the process", async () => {
    const { id, outputs } = await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" });
    await stop();
    await start();
    expect((await aws.read(VPC, "v", id)).outputs).toEqual(outputs);
  });

  test("sees what another process changed", async () => {
    const { id } = await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" });
    const store = openStore(join(directory, "world"));
    store.remove(VPC, "eu-central-1", id);
    await store.close();
    expect((await aws.read(VPC, "v", id)).id).toBe("");
  });

  test("ids that are unique only within another thing are kept apart", async () => {
    const store = openStore(join(directory, "world"));
    for (const name of ["one", "two"]) {
      const arn = `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;
      store.put({ token: "aws:lambda/function:Function", region: "eu-central-1", id: name, inputs: { name }, outputs: { name, arn }, urn: `urn:${name}`, seed: "00", secrets: [] });
    }
    await store.close();
    const inputs = (name: string): Record<string, string> => ({ function: name, statementId: "alerts", action: "lambda:InvokeFunction", principal: "sns.amazonaws.com" });
    const [one, two] = [await aws.create(PERMISSION, "of-one", inputs("one")), await aws.create(PERMISSION, "of-two", inputs("two"))];
    expect([one.id, two.id]).toEqual(["alerts", "alerts"]);
    const functionOf = async (name: string, of: string): Promise<unknown> => (await aws.read(PERMISSION, name, "alerts", inputs(of))).outputs["function"];
    expect([await functionOf("of-one", "one"), await functionOf("of-two", "two"), await functionOf("renamed", "one")]).toEqual(["one", "two", "one"]);
    await aws.remove(PERMISSION, "of-one", "alerts", inputs("one"), one.outputs);
    expect((await aws.read(PERMISSION, "of-one", "alerts", inputs("one"))).id).toBe("");
    expect(await functionOf("of-two", "two")).toBe("two");
  });

  test("a role waits for the policies that hold it to go, and not for ever", async () => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }] });
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] });
    const role = await aws.create("aws:iam/role:Role", "r", { name: "held", assumeRolePolicy: trust });
    const held = await aws.create("aws:iam/rolePolicy:RolePolicy", "p", { role: role.id, name: "holds", policy });
    await expect(aws.remove("aws:iam/role:Role", "r", role.id)).rejects.toThrow("DeleteConflict");
    const leaving = aws.remove("aws:iam/role:Role", "r", role.id);
    await aws.remove("aws:iam/rolePolicy:RolePolicy", "p", held.id);
    await leaving;
    expect((await aws.read("aws:iam/role:Role", "r", role.id)).id).toBe("");
  });

  test("a second thing of the same name gets another id", async () => {
    const first = await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" });
    await aws.remove(VPC, "v", first.id);
    const second = await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" });
    expect(second.id).not.toBe(first.id);
  });
});

describe("faults", () => {
  const plant = async (fault: Fault): Promise<void> => {
    const store = openStore(join(directory, "world"));
    store.faults.plant(fault);
    await store.close();
  };

  test("planted from outside meet the next call, of no preview", async () => {
    await plant({ type: VPC, error: "AccessDeniedException", times: 1 });
    await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" }, { preview: true });
    await expect(aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" })).rejects.toThrow(`creating ${VPC} (v): api error AccessDeniedException`);
    expect((await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" })).id).toMatch(/^vpc-/);
  });

  test("meet functions by their token", async () => {
    await plant({ type: "aws:index/*", operation: "invoke", error: "AccessDenied", times: 1 });
    await expect(aws.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).rejects.toThrow("invoking aws:index/getCallerIdentity:getCallerIdentity");
  });
});

describe("diff", () => {
  test("nothing, in place, replace", async () => {
    const olds = { cidrBlock: "10.0.0.0/16", enableDnsSupport: true };
    expect(await aws.diff(VPC, "v", olds, olds)).toEqual({ changed: false, diffs: [], replaces: [], deleteBeforeReplace: false });
    expect(await aws.diff(VPC, "v", olds, { ...olds, enableDnsSupport: false })).toMatchObject({ changed: true, diffs: ["enableDnsSupport"], replaces: [] });
    expect(await aws.diff(VPC, "v", olds, { ...olds, cidrBlock: "10.1.0.0/16" })).toMatchObject({ changed: true, replaces: ["cidrBlock"] });
  });

  test("what has a name of its own goes before its replacement comes; what the provider named does not", async () => {
    const role = "aws:iam/role:Role";
    const policy = '{"Version":"2012-10-17","Statement":[]}';
    const named = await aws.diff(role, "r", { name: "mine", path: "/", assumeRolePolicy: policy }, { name: "mine", path: "/other/", assumeRolePolicy: policy });
    expect(named).toMatchObject({ replaces: ["path"], deleteBeforeReplace: true });
    const made = await aws.diff(role, "r", { name: "r-1234567", path: "/", assumeRolePolicy: policy, __defaults: ["name"] }, { name: "r-1234567", path: "/other/", assumeRolePolicy: policy, __defaults: ["name"] });
    expect(made).toMatchObject({ replaces: ["path"], deleteBeforeReplace: false });
  });
});

describe("regions", () => {
  test("two provider instances of one port keep their regions apart", async () => {
    const other = new Provider(server.ports.aws);
    await other.configure({ region: "us-east-1" });
    const here = await aws.create(VPC, "here", { cidrBlock: "10.0.0.0/16" });
    const there = await other.create(VPC, "there", { cidrBlock: "10.0.0.0/16" });
    expect([here.outputs["region"], there.outputs["region"]]).toEqual(["eu-central-1", "us-east-1"]);
    await expect(aws.create(SUBNET, "s", { vpcId: there.id, cidrBlock: "10.0.0.0/24" })).rejects.toThrow("InvalidVpcID.NotFound");
    other.close();
  });

  test("a provider that names none is where the environment is", async () => {
    await stop();
    server = await serve({ worldDirectory: join(directory, "world"), cacheDirectory: CACHE, region: "ap-southeast-2" });
    aws = new Provider(server.ports.aws);
    await aws.configure({});
    expect((await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16" })).outputs["region"]).toBe("ap-southeast-2");
  });

  test("a resource's own region comes before the provider's", async () => {
    const { id, outputs } = await aws.create(VPC, "v", { cidrBlock: "10.0.0.0/16", region: "eu-west-1" });
    expect(outputs["arn"]).toBe(`arn:aws:ec2:eu-west-1:123456789012:vpc/${id}`);
  });
});

describe("secrets", () => {
  test("stay secret in what comes back, and are marked in the world", async () => {
    const made = await aws.create("aws:ssm/parameter:Parameter", "p", { name: "/p", type: "SecureString", value: "hush" }, { secrets: [["value"]] });
    expect(made.secrets).toContainEqual(["value"]);
  });

  test("a random thing that has a successor leaves that where it is", async () => {
    const random = new Provider(server.ports.random);
    const old = await random.create(PASSWORD, "one", { length: 32 });
    const next = await random.create(PASSWORD, "one", { length: 40 });
    await random.remove(PASSWORD, "one", old.id, { length: 32 }, old.outputs);
    expect((await random.read(PASSWORD, "one", next.id)).outputs["length"]).toBe(40);
    await random.remove(PASSWORD, "one", next.id, { length: 40 }, next.outputs);
    expect((await random.read(PASSWORD, "one", next.id)).id).toBe("");
    random.close();
  });

  test("a random password is random, secret and unlike any other", async () => {
    const random = new Provider(server.ports.random);
    const one = await random.create(PASSWORD, "one", { length: 64 });
    const two = await random.create(PASSWORD, "two", { length: 32 });
    expect(one.secrets).toContainEqual(["result"]);
    expect((one.outputs["result"] as string).length).toBe(64);
    expect((await random.read(PASSWORD, "one", one.id)).outputs["result"]).toBe(one.outputs["result"]);
    expect((await random.read(PASSWORD, "two", two.id)).outputs["length"]).toBe(32);
    random.close();
  });
});

describe("Kubernetes", () => {
  let kubernetes: Provider;
  beforeAll(() => undefined);
  afterAll(() => undefined);
  beforeEach(() => {
    kubernetes = new Provider(server.ports.kubernetes);
  });
  afterEach(() => kubernetes.close());

  test("without a kubeconfig things go to the ambient cluster, with the server's words in them", async () => {
    const { id, outputs } = await kubernetes.create("kubernetes:core/v1:ConfigMap", "c", { metadata: { name: "c", namespace: "default" }, data: { a: "1" } });
    expect(id).toBe("default/c");
    expect(outputs["metadata"]).toMatchObject({ name: "c", namespace: "default", uid: expect.any(String) });
  });

  test("what a Secret holds is secret, marked or not, in the form the server keeps it too", async () => {
    const made = await kubernetes.create("kubernetes:core/v1:Secret", "s", { metadata: { name: "s", namespace: "default" }, stringData: { a: "hush" } });
    expect(made.secrets).toContainEqual(["data"]);
    expect(made.outputs["data"]).toEqual({ a: Buffer.from("hush").toString("base64") });
  });

  test("a cluster of EKS that is not there cannot be reached", async () => {
    const server = "https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com";
    await kubernetes.configure({ kubeconfig: JSON.stringify({ clusters: [{ name: "x", cluster: { server } }], contexts: [{ name: "x", context: { cluster: "x" } }], "current-context": "x" }) });
    await expect(kubernetes.create("kubernetes:core/v1:Namespace", "n", { metadata: { name: "n" } })).rejects.toThrow("unreachable");
  });
});
