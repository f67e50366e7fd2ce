import { afterAll, expect, test } from "@jest/globals";
import { inventOutputs } from "../../../rehearsal/outputs/index.ts";
import type { Props } from "../../../rehearsal/types.ts";
import { ACCOUNT, creation, REGION, temporarySchemas } from "./world.ts";

const { schemas, done } = temporarySchemas();
afterAll(done);

const invent = (token: string, inputs: Props) => inventOutputs(schemas.resource(token), creation(token, inputs));

test.each<[string, Props, RegExp]>([
  ["aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", { state: "block-new-sharing" }, new RegExp(`^${REGION}$`)],
  ["aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", { httpTokens: "required" }, new RegExp(`^${ACCOUNT}$`)],
  ["aws:securityhub/findingAggregator:FindingAggregator", { linkingMode: "ALL_REGIONS" }, new RegExp(`^arn:aws:securityhub:${REGION}:${ACCOUNT}:finding-aggregator/[0-9a-f-]{36}$`)],
  ["aws:guardduty/publishingDestination:PublishingDestination", { detectorId: "d", destinationArn: "arn:aws:s3:::b", kmsKeyArn: "k" }, /^d:[0-9a-f]{32}$/],
])("%s: the form of its id", (token, inputs, form) => {
  expect(invent(token, inputs).id).toMatch(form);
});

test("what is not asked for has no preference", () => {
  expect(invent("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", { httpTokens: "required" }).outputs).toMatchObject({ httpTokens: "required", httpEndpoint: "no-preference", instanceMetadataTags: "no-preference", httpPutResponseHopLimit: -1 });
});

test("a destination is of its detector", () => {
  const { id, outputs } = invent("aws:guardduty/publishingDestination:PublishingDestination", { detectorId: "d", destinationArn: "arn:aws:s3:::b", kmsKeyArn: "k" });
  expect(outputs["arn"]).toBe(`arn:aws:guardduty:${REGION}:${ACCOUNT}:detector/d/publishingdestination/${id.slice(2)}`);
});
