/**
 * How long a preview takes as the platform grows, two ways. Linear growth is the same time a resource at every size.
 *
 * `inside` is one platform with that many times the workloads and zones: all programs and tasks with their roles, secret
 * files and network policies, and the network over three zones with everything that hangs on a zone. No Region has
 * thirty zones, so further zones lie in further networks; further programs have the names of the first, which a preview
 * does not mind. `whole` is that many whole platforms in one stack: everything is multiplied, and the engine is
 * measured far beyond what one platform can become.
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../components/cluster/iam.ts";
import { PodIdentity } from "../../components/cluster/pod-identity.ts";
import { Network } from "../../components/network/network.ts";
import { Platform } from "../../components/platform.ts";
import { contextOf } from "../../components/platform/ground.ts";
import type { PlatformArgs } from "../../components/platform/ground.ts";
import { MEMBERS } from "../../components/platform/identities.ts";
import type { Member, MemberIdentity } from "../../components/platform/identities.ts";
import { createWorkloads } from "../../components/platform/programs.ts";
import { DEFAULT_NAMESPACE, PARTS } from "../../components/workloads/parts.ts";
import { loadConfig } from "../../config/load.ts";
import { operate } from "../../golive/run/operate.ts";
import { makeProgress } from "../../golive/run/progress.ts";
import { openStack } from "../../golive/run/stack.ts";
import { chart } from "./curve.ts";
import type { Point } from "./curve.ts";

/** Sizes that are measured. */
const SIZES = [1, 2, 5, 10] as const;

/** What is multiplied. */
export type Multiplied = "inside" | "whole";

/** What is multiplied, for people. */
export const MULTIPLIED: Readonly<Record<Multiplied, string>> = {
  inside: "one platform with so many times the workloads and zones (three zones a network: no Region has thirty)",
  whole: "so many whole platforms in one stack",
};

const PROGRAMS: Readonly<Record<Multiplied, (name: string, args: PlatformArgs, size: number) => void>> = {
  inside(name, args, size) {
    const platform = new Platform(name, args);
    for (let copy = 1; copy < size; copy++) furtherWorkloads(platform, `${name}-${copy}`, args, furtherZones(platform, `${name}-${copy}`, args, copy));
  },
  whole(name, args, size) {
    for (let copy = 0; copy < size; copy++) new Platform(copy === 0 ? name : `${name}-${copy}`, args);
  },
};

/** The network once more, in a block of its own beside the first. */
function furtherZones(parent: pulumi.ComponentResource, name: string, args: PlatformArgs, copy: number): Network {
  const { network, logRetentionDays } = args.config;
  const [first = "10", second = "0", ...rest] = network.cidr.split(".");
  return new Network(
    `${name}-network`,
    { context: contextOf(name, args), cidr: [first, String((Number(second) + copy) % 256), ...rest].join("."), zones: network.zones, natGateways: network.natGateways, flowLogRetentionDays: logRetentionDays, logsKeyArn: `arn:aws:kms:${args.region}:123456789012:key/mrk-${"0".repeat(32)}` },
    { parent },
  );
}

/** All programs and tasks once more, each with a role of its own. */
function furtherWorkloads(platform: Platform, name: string, args: PlatformArgs, network: Network): void {
  const context = contextOf(name, args);
  const { cluster, database, cache, edge } = platform;
  const member = (which: Member): MemberIdentity => ({
    identity: new PodIdentity(
      `${name}-${PARTS[which].name}-identity`,
      { context, clusterName: cluster.clusterName, namespace: DEFAULT_NAMESPACE, serviceAccount: PARTS[which].name, statements: database.connectArns.map((arn) => arn.apply((Resource): Statement => ({ Sid: "LogInToDatabase", Effect: "Allow", Action: "rds-db:connect", Resource }))) },
      { parent: platform, dependsOn: [cluster.cluster] },
    ),
    secrets: [],
  });
  const members = Object.fromEntries(MEMBERS.map((which) => [which, member(which)])) as Record<Member, MemberIdentity>;
  createWorkloads({ config: args.config, context, part: (part) => `${name}-${part}`, parent: platform }, { network }, { cluster, data: { database, cache }, edge, members, after: [] });
}

function program(multiplied: Multiplied, size: number): () => Promise<void> {
  return async () => {
    const { config, region } = loadConfig();
    const { accountId } = await aws.getCallerIdentity();
    PROGRAMS[multiplied](`optibid-${config.environment}`, { config, region, accountId }, size);
  };
}

async function measured(multiplied: Multiplied, size: number): Promise<Point> {
  const quiet = await makeProgress(process.stderr, true);
  const open = await openStack("local", { rehearse: true, progress: () => undefined, program: program(multiplied, size) });
  try {
    let begun = performance.now();
    await open.stack.preview({ parallel: 32 });
    const bare = performance.now() - begun;
    begun = performance.now();
    const { account, error } = await operate("preview", open, quiet);
    const preview = performance.now() - begun;
    // A preview that was cut short is no measurement; one that rules refuse has looked at everything.
    if (error !== undefined && account.violations.length === 0) throw new Error(error);
    return { size, resources: account.steps.size, preview, bare };
  } finally {
    await open.close();
  }
}

/** Measures every size, in one run: ratios hold whatever the machine's speed of the day. */
export async function scale(multiplied: Multiplied, say: (line: string) => void, sizes: readonly number[] = SIZES): Promise<Point[]> {
  const points: Point[] = [];
  for (const size of sizes) {
    points.push(await measured(multiplied, size));
    say(chart(points).split("\n").at(-1) ?? "");
  }
  return points;
}
