/** CIS Amazon Web Services Foundations Benchmark. */
import type { Benchmark, Control, Outside } from "./benchmark.ts";

const unseen = (reason: string): Outside => ({ why: "not-in-a-graph", reason });
const ROOT = unseen("credentials of the root user are no resource; Security Hub, which every stack switches on, reports them");
const USERS = unseen("the platform makes no IAM user; what was made by hand is seen in the account, where Security Hub and the analyzer of unused access look");
const ORGANISATION = unseen("the platform is deployed into one account; the organisation above it belongs to whoever keeps the landing zone");

const DELETION: Outside = { why: "departs", reason: "only the root user can switch MFA delete on, by hand and with a device; what must not be deleted is under Object Lock and vault locks instead, which not even he undoes" };

/** Number in this edition, what it asks, its number in editions 5.0 and 3.0 (of which Security Hub checks both), and why nothing decides it. */
type Row = readonly [id: string, asks: string, five?: string, three?: string, outside?: Outside];

/** Source: CIS AWS Foundations Benchmark v7.0.0, v5.0.0 and v3.0.0. */
const ROWS: readonly Row[] = [
  ["2.1.1", "root access of member accounts is managed centrally", undefined, undefined, ORGANISATION],
  ["2.1.2", "guardrails bind every account of the organisation", undefined, undefined, ORGANISATION],
  ["2.1.3", "no workload runs in the management account", undefined, undefined, ORGANISATION],
  ["2.1.4", "organisational units follow environment and sensitivity", undefined, undefined, ORGANISATION],
  ["2.1.5", "policies of the organisation are managed by a delegated administrator", undefined, undefined, ORGANISATION],
  ["2.1.6", "services of the organisation are managed by delegated administrators", undefined, undefined, ORGANISATION],
  ["2.2", "the account's contact details are current", "1.1", "1.1", unseen("whether a name and a number are still right is for people to confirm")],
  ["2.3", "somebody is named for security", "1.2", "1.2"],
  ["2.4", "the root user has no access key", "1.3", "1.4", ROOT],
  ["2.5", "the root user signs in with MFA", "1.4", "1.5", ROOT],
  ["2.6", "the root user signs in with a hardware token", "1.5", "1.6", ROOT],
  ["2.7", "nobody works as root", "1.6", "1.7", unseen("use is seen over time; the alarm on it (5.3) tells at once")],
  ["2.8", "passwords have 14 characters or more", "1.7", "1.8"],
  ["2.9", "passwords are not used again", "1.8", "1.9"],
  ["2.10", "whoever signs in with a password has MFA", "1.9", "1.10"],
  ["2.11", "credentials that nobody used for 45 days are switched off", "1.11", "1.12", USERS],
  ["2.12", "access keys are rotated within 90 days", "1.13", "1.14"],
  ["2.13", "users have rights by their groups only", "1.14", "1.15"],
  ["2.14", "nobody has every right on everything", "1.15", "1.16"],
  ["2.15", "a role may work with AWS Support", "1.16", "1.17"],
  ["2.16", "machines have roles", "1.17", "1.18", { why: "not-deployed", types: ["aws:ec2/instance:Instance"] }],
  ["2.17", "expired server certificates of IAM are removed", "1.18", "1.19"],
  ["2.18", "access from outside the account is analysed", "1.19", "1.20"],
  ["2.19", "people come by federation", "1.20", "1.21"],
  ["2.20", "nobody has AWSCloudShellFullAccess", "1.21", "1.22"],
  ["2.21", "no resource policy is open to everybody"],
  ["3.1.1", "buckets refuse plain HTTP", "2.1.1", "2.1.1"],
  ["3.1.2", "versions of objects are deleted with MFA", "2.1.2", "2.1.2", DELETION],
  ["3.1.3", "data in buckets is discovered and classified", "2.1.3", "2.1.3"],
  ["3.1.4", "buckets block public access", "2.1.4", "2.1.4"],
  ["3.2.1", "databases are encrypted", "2.2.1", "2.3.1"],
  ["3.2.2", "databases take minor versions", "2.2.2", "2.3.2"],
  ["3.2.3", "databases are not public", "2.2.3", "2.3.3"],
  ["3.2.4", "databases stand in more than one zone", "2.2.4"],
  ["3.3.1", "file systems are encrypted", "2.3.1", "2.4.1"],
  ["4.1", "CloudTrail records all Regions", "3.1", "3.1"],
  ["4.2", "CloudTrail's files can be validated", "3.2", "3.2"],
  ["4.3", "AWS Config records all Regions", "3.3", "3.3"],
  ["4.4", "reads of the trail's bucket are logged", "3.4", "3.4"],
  ["4.5", "the trail is encrypted with a key of ours", "3.5", "3.5"],
  ["4.6", "keys are rotated", "3.6", "3.6"],
  ["4.7", "every VPC has flow logs", "3.7", "3.7"],
  ["4.8", "writes of objects are recorded", "3.8", "3.8"],
  ["4.9", "reads of objects are recorded", "3.9", "3.9"],
  ["4.10", "what AWS puts before the web keeps access logs"],
  ["5.1", "calls without permission are noticed", "4.1", "4.1"],
  ["5.2", "sign-in to the console without MFA is noticed", "4.2", "4.2"],
  ["5.3", "use of the root user is noticed", "4.3", "4.3"],
  ["5.4", "changes of IAM policies are noticed", "4.4", "4.4"],
  ["5.5", "changes of CloudTrail are noticed", "4.5", "4.5"],
  ["5.6", "failed sign-in is noticed", "4.6", "4.6"],
  ["5.7", "keys that are disabled or deleted are noticed", "4.7", "4.7"],
  ["5.8", "changes of bucket policies are noticed", "4.8", "4.8"],
  ["5.9", "changes of AWS Config are noticed", "4.9", "4.9"],
  ["5.10", "changes of security groups are noticed", "4.10", "4.10"],
  ["5.11", "changes of network ACLs are noticed", "4.11", "4.11"],
  ["5.12", "changes of gateways are noticed", "4.12", "4.12"],
  ["5.13", "changes of route tables are noticed", "4.13", "4.13"],
  ["5.14", "changes of VPCs are noticed", "4.14", "4.14"],
  ["5.15", "changes of the organisation are noticed", "4.15", "4.15"],
  ["5.16", "Security Hub is on", "4.16", "4.16"],
  ["6.1.1", "volumes are encrypted by default", "5.1.1", "2.2.1"],
  ["6.1.2", "SMB is open to trusted networks only", "5.1.2"],
  ["6.2", "network ACLs do not open administration to the world", "5.2", "5.1"],
  ["6.3", "security groups do not open administration to the world by IPv4", "5.3", "5.2"],
  ["6.4", "security groups do not open administration to the world by IPv6", "5.4", "5.3"],
  ["6.5", "default security groups let nothing pass", "5.5", "5.4"],
  ["6.6", "routes to peers are no wider than needed", "5.6", "5.5"],
  ["6.7", "machines answer metadata by IMDSv2 only", "5.7", "5.6"],
  ["6.8", "AWS's services are reached by VPC endpoints"],
];

const OBJECTS = "the benchmark wants the objects of every bucket; ours those of the buckets that hold data: those that hold logs would record the writing of their own records";
/** Where our rule asks for less than the benchmark. */
const NARROWER: Readonly<Record<string, string>> = { "4.8": OBJECTS, "4.9": OBJECTS };

/** The benchmark with what decides each of its recommendations. */
export const cisAws: Benchmark = {
  name: "CIS AWS 7.0",
  edition: "CIS Amazon Web Services Foundations Benchmark v7.0.0, with the numbers of v5.0.0 and v3.0.0",
  controls: ROWS.map(([id, asks, five, three, outside]): Control => ({
    id,
    asks,
    also: [
      ...(five === undefined ? [] : [{ name: "CIS AWS 5.0" as const, reference: five }]),
      ...(three === undefined ? [] : [{ name: "CIS AWS 3.0" as const, reference: three }]),
    ],
    ...(outside === undefined ? {} : { outside }),
    ...(NARROWER[id] === undefined ? {} : { narrower: NARROWER[id] }),
  })),
};
