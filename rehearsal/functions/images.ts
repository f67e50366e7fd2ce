/** Machine images and managed policies that AWS publishes: what is asked for exists, under an id of the right form. */
import { arn, digest } from "../outputs/forms.ts";
import type { Props, Value } from "../types.ts";
import { filtersOf, regionOf } from "./context.ts";
import type { Answer } from "./context.ts";

/** Accounts behind the owners' aliases. Source: "Find an AMI" in the EC2 User Guide. */
const OWNERS: Readonly<Record<string, string>> = { amazon: "137112412989", "aws-marketplace": "679593333241", "aws-backup-vault": "137112412989" };

/** The newest image of a name pattern; one question always has one answer. */
const image: Answer = (args, context) => {
  const region = regionOf(args, context);
  const filters = filtersOf(args);
  const of = (name: string): string | undefined => filters.find((one) => one.name === name)?.values[0];
  const owners: Value[] = Array.isArray(args["owners"]) ? args["owners"] : [];
  const owner = String(owners[0] ?? "amazon");
  const pattern = of("name") ?? String(args["nameRegex"] ?? "al2023-ami-2023.*-x86_64").replace(/^\^|\$$/g, "");
  const id = `ami-0${digest(JSON.stringify([region, owners, filters, args["nameRegex"] ?? ""]), 16)}`;
  const name = pattern.replaceAll("*", "20260101").replaceAll("?", "0");
  return {
    ...args, id, imageId: id, region, name, owners, ownerId: owner === "self" ? context.account : (OWNERS[owner] ?? owner), imageOwnerAlias: OWNERS[owner] === undefined ? "" : owner,
    arn: arn({ ...context, region }, "ec2", `image/${id}`, { account: "" }), architecture: of("architecture") ?? (/arm64|aarch64/.test(pattern) ? "arm64" : "x86_64"), virtualizationType: of("virtualization-type") ?? "hvm",
    rootDeviceType: of("root-device-type") ?? "ebs", rootDeviceName: "/dev/xvda", imageType: "machine", imageLocation: `${owner}/${name}`, hypervisor: "xen", state: "available", public: true, description: name,
    creationDate: "2026-01-01T00:00:00.000Z", deprecationTime: "2028-01-01T00:00:00.000Z", lastLaunchedTime: "", enaSupport: true, bootMode: "uefi-preferred", imdsSupport: "v2.0", tpmSupport: "", kernelId: "", ramdiskId: "", platform: "", platformDetails: "Linux/UNIX",
    rootSnapshotId: `snap-0${digest(id, 16)}`, sriovNetSupport: "simple", usageOperation: "RunInstances", blockDeviceMappings: [], productCodes: [], stateReason: { code: "UNSET", message: "UNSET" }, tags: {},
  };
};

/** A policy by ARN or name: the account's own, else AWS's, whose text is not known here and stays empty. */
const policy: Answer = (args, context) => {
  const own = context.world.list("aws:iam/policy:Policy").find((one) => one.id === args["arn"] || one.outputs["name"] === args["name"]);
  if (own !== undefined) return { ...args, ...pick(own.outputs, ["arn", "name", "path", "policy", "policyId", "description", "attachmentCount"]), tags: own.outputs["tags"] ?? {}, id: own.id };
  const written = String(args["arn"] ?? "");
  const name = String(args["name"] ?? written.split("/").at(-1));
  if (written !== "" && !/^arn:[^:]+:iam::aws:policy\//.test(written)) throw new Error(`reading IAM policy (${written}): couldn't find resource`);
  const found = written === "" ? `arn:${context.partition}:iam::aws:policy/${name}` : written;
  const path = `/${found.split(":policy/")[1]?.split("/").slice(0, -1).map((part) => `${part}/`).join("") ?? ""}`;
  return { ...args, id: found, arn: found, name, path, policyId: `ANPA${digest(found, 17).toUpperCase()}`, policy: "", description: "", attachmentCount: 0, tags: {} };
};

function pick(from: Props, names: readonly string[]): Props {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? ""]));
}

/** Functions answered here, by token. */
export const IMAGES: Readonly<Record<string, Answer>> = { "aws:ec2/getAmi:getAmi": image, "aws:iam/getPolicy:getPolicy": policy };
