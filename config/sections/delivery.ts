/** How images come to the cluster, and which releases there are: sections `delivery` and `release`. */
import { z } from "zod";
import type { Contradiction } from "../contradiction.ts";
import { httpsUrl, image, roleArn, shortName } from "../values.ts";

const accountId = z.string().regex(/^\d{12}$/, { error: "an account number, twelve digits, in quotes" });

/** Names of the repositories that every stack's programs come from. */
export const PROGRAM_IMAGES = ["api", "web", "worker", "migration", "export"] as const;
/** Images of others that run in the cluster, mirrored into the platform's registry. */
export const MIRRORED_IMAGES = ["policy-controller", "grafana", "jaeger", "collector", "caddy"] as const;

/** Settings of `optibid:delivery`. */
export const delivery = z.strictObject({
  registry: z.strictObject({
    mode: z.enum(["create", "adopt"]).default("create").describe("`create` where this stack owns the registry, `adopt` where another stack or account does."),
    prefix: z.string().regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, { error: "lower-case letters and digits, such as optibid" }).max(30).default("optibid").describe("First part of the repositories' names."),
    account: accountId.optional().describe("Account of an adopted registry; the stack's own where it is left out."),
    readers: z.array(accountId).max(20).default([]).describe("Other accounts that pull from an own registry."),
    keepImages: z.int().min(10).max(1_000).default(50).describe("Tagged images kept in each repository: every release that may be rolled back to."),
    untaggedDays: z.int().min(1).max(365).default(14).describe("Days an image without a tag is kept."),
    scanning: z.enum(["enhanced", "basic", "adopt"]).default("enhanced").describe("`enhanced` scans ever after a push (Amazon Inspector), `basic` on push; `adopt` leaves the registry's own setting alone."),
    replicate: z.boolean().default(true).describe("Whether images are copied to drRegion."),
  }).prefault({}).describe("Amazon ECR."),
  images: z.array(shortName).min(1).max(50).default([...PROGRAM_IMAGES]).describe("Repositories of the platform's programs."),
  mirrors: z.array(z.string().regex(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/, { error: "the name of a repository, such as grafana" })).max(50).default([...MIRRORED_IMAGES]).describe("Repositories of mirrored images of others."),
  signing: z.strictObject({
    enforce: z.boolean().default(true).describe("Whether pods whose images are not signed are refused."),
    signers: z.array(roleArn).max(10).default([]).describe("Roles that sign images, beside the one that deploys."),
  }).prefault({}).describe("Signatures of images."),
  runner: z.strictObject({
    repository: httpsUrl.describe("Repository on GitHub whose jobs are run, such as https://github.com/optibid/platform.git."),
    connectionArn: z.string().regex(/^arn:aws:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/, { error: "the ARN of a connection, arn:aws:codeconnections:<region>:<account>:connection/<id>" }).optional().describe("A confirmed connection to GitHub; without it, one is made."),
    connectionConfirmed: z.boolean().default(false).describe("Whether the connection that was made has been confirmed in the console: only then the runner is made."),
    computeType: z.enum(["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE"]).default("BUILD_GENERAL1_MEDIUM").describe("Size of the machine."),
  }).optional().describe("Runs GitHub Actions jobs in the VPC. Without it, whoever deploys needs another way to the cluster's API."),
});

/** A version as it is written: `1.4.2`, `2026-11-22.3`. */
const version = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/, { error: "a version of up to 64 letters, digits and . _ + -, in quotes where it looks like a number" });

/** Settings of `optibid:release`. */
export const release = z.strictObject({
  version: version.describe("Version that runs; one of the history."),
  history: z.array(
    z.strictObject({
      version: version.describe("Its name."),
      images: z.record(z.string().regex(/^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)*$/, { error: "a path under workloads, such as api" }), image).describe("Image of each program by digest, by its path under workloads."),
      migration: z.enum(["reversible", "irreversible"]).default("reversible").describe("Whether the version before it still works on the database as this version's migration leaves it."),
      note: z.string().max(200).optional().describe("Why a migration cannot be gone back on, or anything else worth knowing."),
    }),
  ).min(1).max(50).describe("Versions, the newest first."),
});

/** Defaults filled in. */
export type DeliveryConfig = z.output<typeof delivery>;
export type ReleaseConfig = z.output<typeof release>;

/** Every `image` under a value, by its path in dots: of `{ api: { image } }`, `api`. */
export function imagesIn(workloads: unknown, path: readonly string[] = []): Record<string, string> {
  if (typeof workloads !== "object" || workloads === null || Array.isArray(workloads)) return {};
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(workloads)) {
    if (key === "image" && typeof value === "string" && path.length > 0) found[path.join(".")] = value;
    else Object.assign(found, imagesIn(value, [...path, key]));
  }
  return found;
}

/** The versions of a record: what runs, and what ran before it. */
export function versionsOf({ version: current, history }: ReleaseConfig): { readonly current?: ReleaseConfig["history"][number]; readonly previous?: ReleaseConfig["history"][number] } {
  const index = history.findIndex((each) => each.version === current);
  const [now, before] = index < 0 ? [] : history.slice(index, index + 2);
  return { ...(now === undefined ? {} : { current: now }), ...(before === undefined ? {} : { previous: before }) };
}

/**
 * Settings of delivery that do not go together with the rest.
 *
 * @param region home region of the stack
 * @param workloads the section `workloads`
 * @param others images of others by their path, such as `observability.images.grafana`
 */
export function deliveryContradictions(section: DeliveryConfig, region: string, workloads: unknown, others: Readonly<Record<string, string>> = {}): Contradiction[] {
  const { registry, images, mirrors, signing, runner } = section;
  const found: Contradiction[] = [];
  if (registry.mode === "create" && registry.account !== undefined) {
    found.push({ path: ["delivery", "registry", "account"], value: registry.account, accepted: "nothing where the registry is created; adopt one in another account" });
  }
  if (registry.mode === "adopt" && registry.readers.length > 0) {
    found.push({ path: ["delivery", "registry", "readers"], value: registry.readers, accepted: "nothing where the registry is adopted; its owner says who may pull" });
  }
  const names = [...images, ...mirrors];
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) {
    found.push({ path: ["delivery", images.filter((each) => each === name).length > 1 ? "images" : "mirrors"], value: name, accepted: "names that are all different, among images and mirrors together" });
  }
  if (registry.mode === "create" && signing.enforce && !mirrors.includes("policy-controller")) {
    found.push({ path: ["delivery", "mirrors"], value: mirrors, accepted: "a list with policy-controller: it checks the signatures, and runs from the platform's registry like everything else" });
  }
  if (runner !== undefined && runner.connectionArn !== undefined && runner.connectionArn.split(":")[3] !== region) {
    found.push({ path: ["delivery", "runner", "connectionArn"], value: runner.connectionArn, accepted: `a connection in ${region}` });
  }
  if (runner !== undefined && runner.connectionArn !== undefined && runner.connectionConfirmed) {
    found.push({ path: ["delivery", "runner", "connectionConfirmed"], value: true, accepted: "nothing beside connectionArn: it is for a connection that is made here" });
  }
  const expected = `.dkr.ecr.${region}.amazonaws.com/${registry.prefix}/`;
  const programs = Object.entries(imagesIn(workloads)).map(([path, value]) => [`workloads.${path}.image`, value] as const);
  for (const [path, value] of [...programs, ...Object.entries(others)]) {
    const right = /^\d{12}$/.test(value.slice(0, 12)) && value.slice(12).startsWith(expected) && (registry.account === undefined || value.startsWith(registry.account));
    if (!right) found.push({ path: path.split("."), value, accepted: `an image of ${registry.account ?? "<account>"}${expected}: admission refuses any other` });
  }
  return found;
}

/**
 * What is wrong with a record of releases.
 *
 * @param workloads the section `workloads`
 */
export function releaseContradictions(section: ReleaseConfig, workloads: unknown): Contradiction[] {
  const found: Contradiction[] = [];
  section.history.forEach(({ version: name }, index) => {
    const first = section.history.findIndex((each) => each.version === name);
    if (first < index) found.push({ path: ["release", "history", index, "version"], value: name, accepted: "a version that is not in the history yet" });
  });
  const index = section.history.findIndex((each) => each.version === section.version);
  const current = section.history[index];
  if (current === undefined) {
    found.push({ path: ["release", "version"], value: section.version, accepted: section.history.map((each) => each.version).join(", ") });
    return found;
  }
  const running = imagesIn(workloads);
  for (const path of [...new Set([...Object.keys(current.images), ...Object.keys(running)])].sort()) {
    const [noted, runs] = [current.images[path], running[path]];
    if (noted === runs) continue;
    const where = ["release", "history", index, "images", path];
    found.push({ path: where, value: noted, accepted: runs === undefined ? `nothing: there is no image at workloads.${path}` : `${runs}, the image at workloads.${path}` });
  }
  return found;
}
