import { afterAll, describe, expect, test } from "@jest/globals";
import { inventOutputs } from "../../../rehearsal/outputs/index.ts";
import type { Props } from "../../../rehearsal/types.ts";
import { creation, temporarySchemas, worldOf } from "./world.ts";

const { schemas, done } = temporarySchemas();
afterAll(done);

const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const invent = (token: string, inputs: Props, more: Parameters<typeof creation>[2] = {}) => inventOutputs(schemas.resource(token), creation(token, inputs, more)).outputs;
const earlier = worldOf([{ token: VERSION, id: "jwt|1", inputs: { secretId: "jwt" } }]);

describe("labels of a secret's version", () => {
  test.each<[string, Props, boolean, string[]]>([
    ["the first one is current", {}, false, ["AWSCURRENT"]],
    ["the first one is current, whatever else it is called", { versionStages: ["SEED"] }, false, ["AWSCURRENT", "SEED"]],
    ["a later one is current where nothing else is asked for", {}, true, ["AWSCURRENT"]],
    ["a later one with a label of its own is not", { versionStages: ["SEED"] }, true, ["SEED"]],
  ])("%s", (_, inputs, later, stages) => {
    expect(invent(VERSION, { secretId: "jwt", secretString: "{}", ...inputs }, later ? { world: earlier } : {})["versionStages"]).toEqual(stages);
  });
});

test("a rotation that is set is on", () => {
  expect(invent("aws:secretsmanager/secretRotation:SecretRotation", { secretId: "jwt", rotationLambdaArn: "arn:aws:lambda:eu-central-1:111122223333:function:f" })["rotationEnabled"]).toBe(true);
});

test("what S3 sets by itself", () => {
  expect(invent("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", { bucket: "b" })["objectLockEnabled"]).toBe("Enabled");
  expect(invent("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", { bucket: "b", rules: [] })["transitionDefaultMinimumObjectSize"]).toBe("all_storage_classes_128K");
});
