import { describe, expect, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { only, record } from "../../../golive/graph/record.ts";

class Box extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Box", name);
    const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { parent: this, protect: true });
    new aws.ec2.Subnet(`${name}-subnet`, { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" }, { parent: this });
    new aws.ssm.Parameter(`${name}-parameter`, { type: "SecureString", value: pulumi.secret("hush") }, { parent: this, dependsOn: vpc });
  }
}

describe("record", () => {
  test("shows parents, protection, dependencies, unknowns and secrets", async () => {
    const graph = await record(() => new Box("box"));
    expect(graph.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "aws:ec2/subnet:Subnet box-subnet",
      "aws:ec2/vpc:Vpc box-vpc",
      "aws:ssm/parameter:Parameter box-parameter",
      "test:index:Box box",
    ]);
    const vpc = only(graph, "aws:ec2/vpc:Vpc");
    const subnet = only(graph, "aws:ec2/subnet:Subnet");
    const parameter = only(graph, "aws:ssm/parameter:Parameter");
    expect(vpc).toMatchObject({ protect: true, custom: true, inputs: { cidrBlock: "10.0.0.0/16" } });
    expect(vpc.parent).toContain("test:index:Box::box");
    expect(subnet.inputs).toEqual({ vpcId: "<unknown>", cidrBlock: "10.0.0.0/24" });
    expect(subnet.propertyDependencies).toEqual({ vpcId: [vpc.urn] });
    expect(parameter.inputs["value"]).toEqual({ secret: "hush" });
    expect(parameter.dependencies).toEqual([vpc.urn]);
  });

  test("a second recording does not see the first", async () => {
    const first = await record(() => new Box("one"));
    const second = await record(() => new Box("two"));
    expect(first.map(({ name }) => name)).not.toEqual(second.map(({ name }) => name));
    expect(second).toHaveLength(4);
  });

  test("a function nobody answers fails by its token", async () => {
    await expect(record(async () => void (await aws.ec2.getVpc({ id: "vpc-1" })))).rejects.toThrow("aws:ec2/getVpc:getVpc");
  });

  test("what the program throws comes through", async () => {
    await expect(
      record(() => {
        throw new Error("no such zone");
      }),
    ).rejects.toThrow("no such zone");
  });
});
