/** Workloads: the programs and tasks of the platform, their sizes, and whom they talk to. */
import { z } from "zod";
import type { Contradiction } from "../contradiction.ts";
import { httpsUrl, image } from "../values.ts";

const environment = z
  .record(z.string().regex(/^[A-Za-z_]\w*$/, { error: "the name of an environment variable" }), z.string())
  .default({})
  .describe("Settings that are not secret.");

/** The largest machines of EC2 have 192 cores and, among those that EKS Auto Mode takes, 1.5 TiB. Source: Amazon EC2, instance types. */
const LARGEST = { cpu: 192_000, memory: 1_572_864 } as const;
/** Size of a pod, with the defaults of a kind of program. */
const size = (cpuRequest: number, cpuLimit: number, memory: number) => ({
  cpuRequest: z.int().min(10).max(LARGEST.cpu).default(cpuRequest).describe("Processor share promised to a pod, in thousandths of a vCPU."),
  cpuLimit: z.int().min(10).max(LARGEST.cpu).default(cpuLimit).describe("Processor share a pod may use, in thousandths of a vCPU."),
  memory: z.int().min(64).max(LARGEST.memory).default(memory).describe("Memory of a pod, in MiB."),
  environment,
});
const scaling = (min: number, max: number) => ({
  min: z.int().min(2).max(500).default(min).describe("Fewest pods: at least two, or a node's end is an outage."),
  max: z.int().min(2).max(500).default(max).describe("Most pods."),
});
const command = (words: string[]) => z.array(z.string().min(1)).min(1).default(words).describe("Words of the command that starts it.");
const ofApi = image.optional().describe("Image by digest. The API's where it is left out: one source, one build, other commands.");

const server = z.strictObject({ image: image.describe("Image by digest."), ...scaling(3, 12), ...size(500, 2_000, 1_024) });

const worker = z.strictObject({
  image: ofApi,
  command: command(["node", "dist/worker.js"]),
  concurrency: z.int().min(1).max(1_000).default(20).describe("Messages a pod sends at once."),
  ...scaling(2, 8),
  ...size(250, 1_000, 512),
});

const task = (words: string[], deadlineSeconds: number) => ({
  image: ofApi,
  command: command(words),
  deadlineSeconds: z.int().min(60).max(86_400).default(deadlineSeconds).describe("Seconds it may take, retries included."),
  retries: z.int().min(0).max(10).default(2).describe("How often it is tried again after a failure."),
  ...size(250, 1_000, 1_024),
});

/** `*`, `*` in steps, or numbers with commas. */
const field = (number: string) => `(\\*(/[1-9]\\d?)?|${number}(,${number})*)`;
const FIELDS = ["[0-5]?\\d", "([01]?\\d|2[0-3])", "([1-9]|[12]\\d|3[01])", "([1-9]|1[0-2])", "[0-6]"].map(field);
const schedule = z.string().regex(new RegExp(`^${FIELDS.join(" ")}$`), { error: "a cron expression of five fields of numbers, lists and steps, such as 15 4 * * *" });
const ZONES: ReadonlySet<string> = new Set([...Intl.supportedValuesOf("timeZone"), "Etc/UTC"]);
const timeZone = z.string().refine((name) => ZONES.has(name), { error: "a time zone by its name in the tz database, such as Europe/Berlin or Etc/UTC" });

const rate = z.number().min(0).max(1);

/** The section `workloads`. The images of API and frontend have no default: they are what is deployed. */
export const workloads = z.strictObject({
  api: server.describe("The API."),
  web: server.describe("The Next.js frontend."),
  email: worker.prefault({}).describe("The worker that sends e-mail."),
  sms: worker.prefault({}).describe("The worker that sends SMS."),
  migration: z.strictObject(task(["node", "dist/migrate.js"], 1_800)).prefault({}).describe("Schema migrations and maintenance SQL, before a release runs."),
  export: z.strictObject({
    ...task(["node", "dist/export.js"], 7_200),
    schedule: schedule.default("15 4 * * *").describe("When it starts."),
    timeZone: timeZone.default("Etc/UTC").describe("Zone of the schedule."),
  }).prefault({}).describe("The export of the application's data."),
  services: z.strictObject({
    sendgridUrl: httpsUrl.default("https://api.sendgrid.com").describe("SendGrid's API; https://api.eu.sendgrid.com keeps mail in the EU."),
    twilioUrl: httpsUrl.default("https://api.twilio.com").describe("Twilio's API; each of its regions has another."),
  }).prefault({}).describe("Services outside."),
  sentry: z.strictObject({
    errorRate: rate.default(1).describe("Share of errors that are reported."),
    traceRate: rate.default(0.1).describe("Share of transactions that are reported."),
  }).prefault({}).describe("What Sentry is told."),
  traceRate: rate.default(1).describe("Share of traces that leave the programs. 1 lets the collector choose: only it sees which had errors or were slow."),
});

/** The section with every default filled in. */
export type WorkloadsConfig = z.output<typeof workloads>;

/** Values of the section that are each well formed but do not go together. */
export function workloadsContradictions(section: WorkloadsConfig): Contradiction[] {
  const found: Contradiction[] = [];
  for (const name of ["api", "web", "email", "sms"] as const) {
    const { min, max } = section[name];
    if (max < min) found.push({ path: ["workloads", name, "max"], value: max, accepted: `at least min, which is ${min}` });
  }
  for (const name of ["api", "web", "email", "sms", "migration", "export"] as const) {
    const { cpuRequest, cpuLimit } = section[name];
    if (cpuLimit < cpuRequest) found.push({ path: ["workloads", name, "cpuLimit"], value: cpuLimit, accepted: `at least cpuRequest, which is ${cpuRequest}` });
  }
  return found;
}
