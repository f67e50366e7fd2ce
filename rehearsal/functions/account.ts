/** Functions about the account, the partition and its regions. */
import { arn, digest, suffix } from "../outputs/forms.ts";
import { loadBalancerZone, REGIONS, zoneId, zoneNames } from "../outputs/regions.ts";
import type { Props } from "../types.ts";
import { filtersOf, regionOf } from "./context.ts";
import type { Answer, FunctionContext } from "./context.ts";

/** Name of the role in which the rehearsed caller works. */
const CALLER = "golive-rehearsal";

const callerIdentity: Answer = (_args, { account, partition }) => ({
  accountId: account,
  arn: arn({ account, partition, region: "" }, "sts", `assumed-role/${CALLER}/pulumi`),
  id: account,
  userId: `AROA${digest(`caller:${account}`, 17).toUpperCase()}:pulumi`,
});

const partition: Answer = (_args, context) => ({
  partition: context.partition, id: context.partition, dnsSuffix: suffix(context.partition), reverseDnsPrefix: suffix(context.partition).split(".").reverse().join("."),
});

function region(args: Props, context: FunctionContext): Props {
  const name = typeof args["name"] === "string" && args["name"] !== "" ? args["name"] : regionOf(args, context);
  const known = REGIONS[name];
  if (known === undefined) throw new Error(`region ${name} is not known to the rehearsal`);
  return { name, region: name, id: name, description: known.description, endpoint: `ec2.${name}.${suffix(context.partition)}` };
}

function regions(args: Props, context: FunctionContext): Props {
  return { ...args, id: context.partition, names: Object.keys(REGIONS).sort() };
}

function availabilityZones(args: Props, context: FunctionContext): Props {
  const where = regionOf(args, context);
  const excluded = new Set([args["excludeNames"], args["excludeZoneIds"]].flatMap((list) => (Array.isArray(list) ? list.map(String) : [])));
  const zones = zoneNames(where).map((name) => ({ name, id: zoneId(where, name) }));
  const facts = (zone: { name: string; id: string }): Record<string, string> => ({ "zone-name": zone.name, "zone-id": zone.id, "zone-type": "availability-zone", "region-name": where, "group-name": where, "opt-in-status": "opt-in-not-required", state: "available" });
  const state = typeof args["state"] === "string" ? args["state"] : "available";
  const kept = zones.filter((zone) => !excluded.has(zone.name) && !excluded.has(zone.id) && state === "available" && filtersOf(args).every(({ name, values }) => values.includes(facts(zone)[name] ?? "")));
  return { ...args, id: where, region: where, names: kept.map(({ name }) => name), zoneIds: kept.map(({ id }) => id), groupNames: kept.length === 0 ? [] : [where] };
}

/** Accounts that deliver access logs in the older regions. Source: "Enable access logs" in the Application Load Balancer guide. */
const ELB_ACCOUNTS: Readonly<Record<string, string>> = {
  "us-east-1": "127311923021", "us-east-2": "033677994240", "us-west-1": "027434742980", "us-west-2": "797873946194", "af-south-1": "098369216593", "ap-east-1": "754344448648",
  "ap-south-1": "718504428378", "ap-northeast-1": "582318560864", "ap-northeast-2": "600734575887", "ap-northeast-3": "383597477331", "ap-southeast-1": "114774131450", "ap-southeast-2": "783225319266",
  "ap-southeast-3": "589379963580", "ca-central-1": "985666609251", "eu-central-1": "054676820928", "eu-north-1": "897822967062", "eu-south-1": "635631232127", "eu-west-1": "156460612806",
  "eu-west-2": "652711504416", "eu-west-3": "009996457667", "me-south-1": "076674570225", "sa-east-1": "507241528517",
};

function elbAccount(args: Props, context: FunctionContext): Props {
  const where = regionOf(args, context);
  const account = ELB_ACCOUNTS[where];
  if (account === undefined) throw new Error(`unsupported Region: ${where}; regions opened after August 2022 deliver logs as logdelivery.elasticloadbalancing.amazonaws.com`);
  return { id: account, region: where, arn: arn({ ...context, region: "", account }, "iam", "root") };
}

function service(args: Props, context: FunctionContext): Props {
  const parts = String(args["reverseDnsName"] ?? args["dnsName"] ?? "").split(".");
  const reversed = args["dnsName"] === undefined ? parts : parts.reverse();
  const id = String(args["serviceId"] ?? reversed[3] ?? "");
  const where = String(args["region"] ?? reversed[2] ?? context.region);
  const prefix = String(args["reverseDnsPrefix"] ?? suffix(context.partition).split(".").reverse().join("."));
  const reverse = `${prefix}.${where}.${id}`;
  return { dnsName: reverse.split(".").reverse().join("."), id: reverse, partition: context.partition, region: where, reverseDnsName: reverse, reverseDnsPrefix: prefix, serviceId: id, supported: REGIONS[where] !== undefined };
}

/** Functions answered here, by token. */
export const ACCOUNT: Readonly<Record<string, Answer>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": callerIdentity,
  "aws:index/getPartition:getPartition": partition,
  "aws:index/getRegion:getRegion": region,
  "aws:index/getRegions:getRegions": regions,
  "aws:index/getAvailabilityZones:getAvailabilityZones": availabilityZones,
  "aws:index/getService:getService": service,
  "aws:s3/getCanonicalUserId:getCanonicalUserId": (_args, { account }) => ({ id: digest(`canonical:${account}`, 64), displayName: "" }),
  "aws:elb/getServiceAccount:getServiceAccount": elbAccount,
  "aws:lb/getHostedZoneId:getHostedZoneId": (args, context) => {
    const type = args["loadBalancerType"] === "network" ? "network" : "application";
    return { ...args, id: loadBalancerZone(regionOf(args, context), type), region: regionOf(args, context) };
  },
};
