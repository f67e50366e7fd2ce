/** The vendor's own installer, through the Automation API. Given up within seconds where the machine is offline. */
import { join } from "node:path";
import semver from "semver";
import type { Attempt, Search } from "../engine.ts";
import { inspect } from "../inspect.ts";
import { stage } from "../staging.ts";
import { ENGINE_VERSION } from "../versions.ts";

/** Where the Automation API fetches the installer; asked first, because the download itself has no time-out. */
const INSTALLER = "https://get.pulumi.com/install.sh";

/** Milliseconds the vendor's site has to answer. */
const PATIENCE = 4_000;

/** Milliseconds the whole installation may take: some 150 MB. */
const INSTALL_LIMIT = 10 * 60_000;

/**
 * @param address asked first, to see whether the vendor can be reached
 * @param patience milliseconds it has to answer
 */
export async function fromVendor(search: Search, address = INSTALLER, patience = PATIENCE): Promise<Attempt> {
  const { directory, env, progress, signal } = search;
  const fix = "connect to the internet (get.pulumi.com); behind a proxy set NODE_USE_ENV_PROXY=1 beside HTTPS_PROXY";
  const limit = AbortSignal.timeout(patience);
  try {
    const answer = await fetch(address, { method: "HEAD", signal: signal === undefined ? limit : AbortSignal.any([limit, signal]) });
    if (!answer.ok) return { way: "installer", said: `${address} answered ${answer.status}`, fix };
  } catch (error) {
    return { way: "installer", said: `${address} cannot be reached (${reason(error)})`, fix };
  }
  progress(`installing Pulumi ${ENGINE_VERSION} from the vendor`);
  try {
    const version = semver.parse(ENGINE_VERSION) ?? undefined;
    const name = `vendor-${ENGINE_VERSION}`;
    const installed = await stage(directory, name, async (root) => {
      const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
      await within(INSTALL_LIMIT, PulumiCommand.install({ root, ...(version === undefined ? {} : { version }) }));
      const inspection = await inspect(join(root, "bin", "pulumi"), env);
      if (!inspection.ok) throw new Error(inspection.why);
      return inspection.version;
    });
    const root = join(directory, name);
    return {
      way: "installer",
      engine: { root, binary: join(root, "bin", "pulumi"), version: installed, way: "installer" },
      said: `installed ${installed} in ${root}`,
    };
  } catch (error) {
    return { way: "installer", said: `the installer failed: ${reason(error)}`, fix: `${fix}; or install Pulumi by hand` };
  }
}

/** The Automation API's installer has no limit of its own. */
async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${milliseconds / 60_000} minutes`)), milliseconds);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return (cause ?? error.message).trim().split("\n")[0] ?? error.name;
}
