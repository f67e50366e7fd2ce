/** Shows a long run while it goes on: one live line on a terminal, plain lines elsewhere. */
import type { Account } from "./collect.ts";

/** Milliseconds between two plain lines. */
const PLAIN_EVERY = 3_000;

/** Milliseconds between two drawings of the live line. */
const LIVE_EVERY = 100;

export interface Progress {
  /** One line that stays. */
  line(text: string): void;
  /** Follows an account until the returned function is called; `total` is how many resources are expected, where that is known. */
  follow(doing: string, account: Account, total?: number): () => void;
  /** Milliseconds each finished step took, in order. */
  readonly steps: readonly { readonly name: string; readonly milliseconds: number }[];
  /** Times a step. */
  step<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

/**
 * @param out where to write; the standard error by default, so that `--json` on the standard output stays clean
 * @param quiet writes nothing, but times all the same
 */
export async function makeProgress(out: NodeJS.WriteStream = process.stderr, quiet = false): Promise<Progress> {
  const live = out.isTTY === true && !quiet && process.env["CI"] === undefined;
  const draw = live ? (await import("log-update")).createLogUpdate(out, { showCursor: true }) : undefined;
  const steps: { name: string; milliseconds: number }[] = [];
  const line = (text: string): void => {
    if (quiet) return;
    draw?.clear();
    out.write(`${text}\n`);
  };
  return {
    steps,
    line,
    follow(doing, account, total) {
      if (quiet) return () => undefined;
      const started = Date.now();
      let last = "";
      const timer = setInterval(
        () => {
          const text = describe(doing, account, total, Date.now() - started);
          if (draw !== undefined) draw(text);
          else if (text !== last) out.write(`${text}\n`);
          last = text;
        },
        live ? LIVE_EVERY : PLAIN_EVERY,
      );
      return () => {
        clearInterval(timer);
        draw?.clear();
      };
    },
    async step(name, work) {
      const started = performance.now();
      try {
        return await work();
      } finally {
        steps.push({ name, milliseconds: performance.now() - started });
      }
    },
  };
}

/** The live line: what is done, how much is left, what is being worked on. */
export function describe(doing: string, account: Account, total: number | undefined, elapsed: number): string {
  const seconds = `${Math.round(elapsed / 1000)} s`;
  const count = total === undefined ? `${account.done} resources` : `${Math.min(account.done, total)} of ${total} resources`;
  const faults = account.failed.size === 0 ? "" : `, ${account.failed.size} failed`;
  const broken = account.violations.filter(({ enforcement }) => enforcement === "mandatory").length;
  const policy = broken === 0 ? "" : `, ${broken} violations`;
  const current = [...account.working].at(-1);
  const at = current === undefined ? "" : ` · ${nameOf(current)}`;
  return `${doing}: ${count}${faults}${policy}, ${seconds}${at}`;
}

/** The type and name in a URN: `aws:ec2/vpc:Vpc optibid-network-vpc`. */
export function nameOf(urn: string): string {
  const parts = urn.split("::");
  const type = parts[2]?.split("$").at(-1) ?? "";
  return `${type} ${parts.slice(3).join("::")}`;
}
