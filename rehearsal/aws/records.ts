/** Values of DNS records and of health checks, finer than their shape. */
import { isIPv4 } from "node:net";
import type { Law, Refusal } from "../types.ts";
import { overlap, parseCidr } from "./cidr.ts";
import { absent, checkLaw, fields, given, items, no, noIf, num, repeated, settled, text, texts } from "./kit.ts";

const TYPES = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html";
const ALIAS = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html";
const CHECK = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html";
const ZONE = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html";

const short = (value: string | undefined): boolean => value !== undefined && /^\d{1,5}$/.test(value) && Number(value) <= 65_535;

/** Whether a value has the form of its type; types that are not here are not looked into. */
const FORMS: Readonly<Record<string, (value: string) => boolean>> = {
  MX: (value) => short(value.split(/\s+/)[0]),
  SRV: (value) => value.split(/\s+/).slice(0, 3).every(short),
  CAA: (value) => {
    const [flags = "", tag = ""] = value.split(/\s+/);
    return Number(flags) <= 255 && /^[a-zA-Z0-9]{1,15}$/.test(tag) && /^\S+\s+\S+\s+"[^"]*"$/.test(value);
  },
  DS: (value) => /^\d+\s+\d+\s+\d+\s+[0-9a-fA-F\s]+$/.test(value),
  CNAME: (value) => /^[\x21-\x7e]+$/.test(value) && !value.includes("/"),
  NS: (value) => /^[\x21-\x7e]+$/.test(value),
};

const values = checkLaw("route53-record-forms", ["route53/record"], TYPES, ({ type, records }) => {
  const kind = text(type) ?? "";
  const form = FORMS[kind];
  const written = texts(records);
  const twice = repeated(written.map((value) => value.trim()));
  return [
    ...noIf(twice.length > 0, "InvalidChangeBatch", `[Invalid Resource Record: 'Duplicate Resource Record: '${twice.join(", ")}'']`, "records"),
    ...items(records).flatMap((value, index): Refusal[] =>
      typeof value === "string" && form !== undefined && !form(value.trim()) ? no("InvalidChangeBatch", `[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalValue (Value is not a valid ${kind} record) encountered with '${value}'']`, `records[${index}]`) : [],
    ),
  ];
});

/** CloudFront's zone is one for all distributions, and their health is not evaluated. */
const CLOUDFRONT_ZONES = ["Z2FDTNDATAQYW2", "Z3RFFRIM2A3IF5"];

const aliases = checkLaw("route53-alias-values", ["route53/record"], ALIAS, ({ type, aliases: list }) =>
  items(list).map(fields).flatMap((alias, index) => {
    const [name, zone] = [text(alias["name"]), text(alias["zoneId"])];
    const front = name !== undefined && /\.cloudfront\.(net|cn)\.?$/.test(name);
    return [
      ...noIf(type === "NS" || type === "SOA", "InvalidChangeBatch", `[Alias resource record sets of type ${text(type)} are not supported]`, `aliases[${index}]`),
      ...noIf(front && zone !== undefined && !CLOUDFRONT_ZONES.includes(zone), "InvalidChangeBatch", `[Tried to create an alias that targets ${name}, type ${text(type)} in zone ${zone}, but the alias target name does not lie within the target zone]`, `aliases[${index}].zoneId`),
      ...noIf(front && alias["evaluateTargetHealth"] === true, "InvalidInput", "Invalid request: EvaluateTargetHealth cannot be true for an alias of a CloudFront distribution.", `aliases[${index}].evaluateTargetHealth`),
    ];
  }),
);

/** Ranges that the checkers of Route 53 do not reach. */
const UNREACHED = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"].map((range) => parseCidr(range)!);

const checks = checkLaw("route53-health-check-kind", ["route53/healthCheck"], CHECK, (inputs) => {
  const type = text(inputs["type"]);
  const address = text(inputs["ipAddress"]);
  const here = address !== undefined && isIPv4(address) ? parseCidr(`${address}/32`) : undefined;
  return [
    ...noIf(type === "CLOUDWATCH_METRIC" && (absent(inputs["cloudwatchAlarmName"]) || absent(inputs["cloudwatchAlarmRegion"])), "InvalidInput", "Invalid parameter: a health check of type CLOUDWATCH_METRIC needs an alarm: its name and Region.", "cloudwatchAlarmName"),
    ...noIf(here !== undefined && UNREACHED.some((range) => overlap(range, here)), "InvalidInput", `Invalid parameter: the IP address ${address} is private or cannot be routed to.`, "ipAddress"),
    ...noIf((num(inputs["childHealthThreshold"]) ?? 0) > 0 && type !== undefined && type !== "CALCULATED", "InvalidInput", "HealthThreshold is only for calculated health checks.", "childHealthThreshold"),
  ];
});

const zone = checkLaw("route53-private-zone", ["route53/zone"], ZONE, ({ vpcs, delegationSetId }) =>
  noIf(settled(vpcs) && items(vpcs).length > 0 && given(delegationSetId), "InvalidInput", "A reusable delegation set cannot be used with a private hosted zone.", "delegationSetId"),
);

/** Laws of records' values. */
export const recordLaws: readonly Law[] = [values, aliases, checks, zone];
