/** `golive rehearsal fault`: plant faults in a rehearsed world, list them, take them away. */
import { columns, counted, printJson } from "../format/text.ts";
import { Failure } from "../run/failure.ts";
import { CACHE, readSettings, stackPlaces } from "../run/places.ts";
import { passes } from "../../rehearsal/server/retries.ts";
import { openSchemas } from "../../rehearsal/schema/index.ts";
import type { PackageName } from "../../rehearsal/types.ts";
import type { Fault, Operation } from "../../rehearsal/world/faults.ts";
import { openStore } from "../../rehearsal/world/store.ts";

export interface FaultOptions {
  readonly stack: string;
  readonly type?: string | undefined;
  readonly name?: string | undefined;
  readonly operation?: Operation | undefined;
  readonly error?: string | undefined;
  readonly times?: number | undefined;
  readonly always?: true | undefined;
  readonly slow?: string | undefined;
  readonly clear?: true | undefined;
  readonly json?: true | undefined;
}

export async function fault(options: FaultOptions): Promise<void> {
  readSettings(options.stack); // a stack there is
  const planted = options.clear === true ? undefined : faultOf(options);
  const store = openStore(stackPlaces(options.stack).world);
  try {
    if (options.clear === true) {
      const cleared = store.faults.clear();
      if (options.json !== true) process.stdout.write(`${counted(cleared, "fault")} taken away from the world of ${options.stack}\n`);
    } else if (planted !== undefined) store.faults.plant(planted);
    const all = store.faults.list();
    if (options.json === true) printJson(all);
    else if (options.clear !== true) process.stdout.write(all.length === 0 ? `no faults are planted in the world of ${options.stack}\n` : `${columns(all.map(described))}\n`);
  } finally {
    await store.close();
  }
}

/** The fault that the options describe; undefined where they describe none. @throws Failure with what is wrong */
function faultOf({ type, name, operation, error, times, always, slow }: FaultOptions): Fault | undefined {
  if ([type, name, operation, error, times, always, slow].every((each) => each === undefined)) return undefined;
  if (error === undefined && slow === undefined) throw new Failure("A fault needs --error <code>, such as ThrottlingException, or --slow <duration>, such as 2s");
  if (times !== undefined && (!Number.isInteger(times) || times < 1)) throw new Failure("--times takes a whole number from 1");
  if (error !== undefined && !/^[A-Za-z][\w.]*$/.test(error)) throw new Failure(`"${error}" is no error code; AWS's are like ThrottlingException or InvalidSubnet.Range`);
  if (type !== undefined && !type.includes("*")) known(type);
  const count = always === true ? undefined : (times ?? (error === undefined ? undefined : 1));
  return {
    type: type ?? "*",
    ...(name === undefined ? {} : { name }),
    ...(operation === undefined ? {} : { operation }),
    ...(error === undefined ? {} : { error }),
    ...(count === undefined ? {} : { times: count }),
    ...(slow === undefined ? {} : { slow: milliseconds(slow) }),
  };
}

/** @throws Failure where the installed SDKs have no such type and no such function */
function known(token: string): void {
  const schemas = openSchemas({ cacheDirectory: CACHE });
  const look = (find: () => unknown): string | undefined => {
    try {
      find();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const fault = look(() => schemas.resource(token));
  if (fault !== undefined && look(() => schemas.function(token)) !== undefined) throw new Failure(fault);
}

function milliseconds(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  if (count === undefined) throw new Failure(`"${text}" is no duration; accepted: 500ms, 2s, 1m`);
  return Number(count) * (unit === "ms" ? 1 : unit === "s" ? 1_000 : 60_000);
}

function described({ type, name, operation, error, times, slow }: Fault): string[] {
  const pkg = type.split(":")[0] as PackageName;
  const retried = error === undefined || !["aws", "kubernetes", "random"].includes(pkg) ? "" : passes(pkg, error) ? "retried by the provider" : "reported at once";
  return [type, name ?? "every name", operation ?? "every operation", error ?? "", slow === undefined ? "" : `${slow} ms slower`, times === undefined ? "always" : counted(times, "call"), retried];
}
