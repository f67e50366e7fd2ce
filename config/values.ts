/** Kinds of values that several sections of a stack's configuration take, each with the words that say what is accepted. */
import { parseCidr } from "cidr-tools";
import { z } from "zod";

/** A CIDR block in canonical form. */
export const cidr = z.string().refine((text) => isCanonicalCidr(text), { error: "an IPv4 block with no bit set behind its prefix, such as 10.20.0.0/16", abort: true });

/**
 * Parts of the name of a Region: continent or country, direction, number. Only of the partition `aws`: the certificates,
 * the firewall and the metrics of CloudFront are in us-east-1, and neither keys nor principals reach from one partition
 * into another. Source: AWS, "Regions and Availability Zones"; AWS Fault Isolation Boundaries, "Partitions".
 */
const REGION = "(us|eu|ap|ca|sa|me|af|il|mx)-(north|south|east|west|central|northeast|southeast|northwest|southwest)-[1-9]";
export const zoneName = z.string().regex(new RegExp(`^${REGION}[a-z]$`), { error: "a zone name such as eu-central-1a" });
export const regionName = z.string().regex(new RegExp(`^${REGION}$`), { error: "a region name such as eu-central-1" });
export const roleArn = z.string().regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, { error: "the ARN of an IAM role, arn:aws:iam::<account>:role/<name>" });
export const hostName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, { error: "a domain name in lower case, such as optibid.com" });
export const image = z
  .string()
  .regex(/^[a-z0-9]+(?:[._:/-]+[a-z0-9]+)*@sha256:[0-9a-f]{64}$/, { error: "an image by digest, repository@sha256:<64 hex digits>; a tag can be moved" });
export const dailyWindow = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, { error: "a daily window in UTC, such as 01:00-02:00" });
export const weeklyWindow = z
  .string()
  .regex(/^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/, { error: "a weekly window in UTC, such as sun:03:00-sun:04:00" });

/** Days CloudWatch Logs can keep a log group. Source: CloudWatch Logs API Reference, PutRetentionPolicy. */
export const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653] as const;
export const logDays = z.literal(LOG_DAYS);

/** A short name that becomes part of resource names. */
export const shortName = z.string().regex(/^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/, { error: "a short name in lower case, such as platform" });
/** An address that mail is sent to. */
export const emailAddress = z.email({ error: "an e-mail address, such as oncall@optibid.com" });
/** An address on the web that is only reached over TLS. */
export const httpsUrl = z.url({ protocol: /^https$/, error: "an https:// address" });

function isCanonicalCidr(text: string): boolean {
  try {
    const parsed = parseCidr(text);
    return parsed.version === 4 && parsed.prefixPresent && parsed.cidr === text && parsed.start === BigInt(parsed.ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0));
  } catch {
    return false; // no CIDR block at all
  }
}

/** Length of a block's prefix. */
export function prefixOf(text: string): number {
  return Number(text.split("/")[1]);
}
