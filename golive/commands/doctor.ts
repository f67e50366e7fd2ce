/** `golive doctor`: what each stack would run on, and what is missing. Installs nothing. */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { LABEL, NoEngineError } from "../../engine/engine.ts";
import type { Engine } from "../../engine/engine.ts";
import { findEngine, PRESENT_WAYS } from "../../engine/find.ts";
import { hasLanguageHost } from "../../engine/shims.ts";
import { which } from "../../engine/shell.ts";
import { bold, columns, green, printJson, red, yellow } from "../format/text.ts";
import { CACHE, SETTINGS } from "../run/places.ts";
import { isRehearsed } from "../run/stack.ts";
import { locate } from "../../rehearsal/schema/packages.ts";

type Health = "ok" | "missing" | "note";

interface Finding {
  readonly what: string;
  readonly health: Health;
  readonly found: string;
  readonly fix?: string;
}

interface Report {
  readonly machine: readonly Finding[];
  readonly stacks: readonly { readonly stack: string; readonly rehearsed: boolean; readonly findings: readonly Finding[] }[];
}

export async function doctor(options: { readonly json?: true | undefined }): Promise<void> {
  const engine = await presentEngine();
  const report: Report = { machine: [engine.finding, nodeFinding()], stacks: stackNames().map((stack) => stackReport(stack, engine.engine)) };
  if (options.json === true) printJson(report);
  else process.stdout.write(`${text(report)}\n`);
  const usable = [...report.machine, ...report.stacks.filter(({ rehearsed }) => rehearsed).flatMap(({ findings }) => findings)];
  process.exitCode = usable.some(({ health }) => health === "missing") ? 1 : 0;
}

async function presentEngine(): Promise<{ engine?: Engine; finding: Finding }> {
  const what = "Pulumi engine";
  try {
    const { engine, attempts } = await findEngine({ directory: join(CACHE, "engine"), env: process.env, progress: () => undefined }, PRESENT_WAYS);
    return { engine, finding: { what, health: "ok", found: attempts.map(({ way, said }) => `${LABEL[way]}: ${said}`).join("; ") } };
  } catch (error) {
    if (!(error instanceof NoEngineError)) throw error;
    const way = which("go") === undefined ? "needs the internet (vendor's installer), or Go 1.25.11 or newer" : "golive up installs or builds it";
    return { finding: { what, health: which("go") === undefined ? "missing" : "note", found: error.attempts.map(({ said }) => said).join("; "), fix: way } };
  }
}

function nodeFinding(): Finding {
  return { what: "Node.js", health: "ok", found: `${process.versions.node} at ${process.execPath}` };
}

function stackNames(): string[] {
  return readdirSync(SETTINGS)
    .flatMap((name) => /^Pulumi\.([\w.-]+)\.yaml$/.exec(name)?.[1] ?? [])
    .sort();
}

function stackReport(stack: string, engine: Engine | undefined): Report["stacks"][number] {
  const rehearsed = isRehearsed(stack, undefined);
  const packages = (["aws", "kubernetes", "random"] as const).map((name) => `${name} ${locate(name).version}`).join(", ");
  if (rehearsed) {
    return { stack, rehearsed, findings: [{ what: "providers", health: "ok", found: `played by the rehearsal cloud: ${packages}` }, { what: "credentials", health: "ok", found: "none needed" }] };
  }
  return { stack, rehearsed, findings: [providers(packages, engine), credentials(), backend()] };
}

function providers(packages: string, engine: Engine | undefined): Finding {
  const what = "providers";
  if (engine !== undefined && hasLanguageHost(engine)) return { what, health: "ok", found: `the vendor's plugins: ${packages}; the engine fetches them at the first use` };
  return { what, health: "note", found: `the vendor's plugins: ${packages}; this engine was built without language hosts, golive runs the program itself`, fix: "the plugins are fetched from get.pulumi.com: needs the internet" };
}

/** Where AWS's SDKs look, in their order; which one answers is seen only when AWS is asked. */
function credentials(): Finding {
  const what = "credentials";
  const { AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_WEB_IDENTITY_TOKEN_FILE, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI } = process.env;
  if (AWS_ACCESS_KEY_ID !== undefined) return { what, health: "ok", found: "AWS_ACCESS_KEY_ID in the environment" };
  if (AWS_WEB_IDENTITY_TOKEN_FILE !== undefined) return { what, health: "ok", found: "a web identity token (AWS_WEB_IDENTITY_TOKEN_FILE)" };
  const shared = ["credentials", "config"].some((file) => existsSync(join(homedir(), ".aws", file)));
  if (shared) return { what, health: "ok", found: `the shared AWS files, profile ${AWS_PROFILE ?? "default"}` };
  if (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI !== undefined) return { what, health: "ok", found: "the container's role" };
  return { what, health: "missing", found: "none of the places where AWS's SDKs look has any", fix: "aws sso login, or AWS_PROFILE; to go without: --rehearse" };
}

function backend(): Finding {
  const what = "state";
  const { PULUMI_BACKEND_URL, PULUMI_ACCESS_TOKEN } = process.env;
  if (PULUMI_BACKEND_URL !== undefined) return { what, health: "ok", found: `PULUMI_BACKEND_URL (${withoutCredentials(PULUMI_BACKEND_URL)})` };
  if (PULUMI_ACCESS_TOKEN !== undefined) return { what, health: "ok", found: "Pulumi Cloud, by PULUMI_ACCESS_TOKEN" };
  if (existsSync(join(process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), "credentials.json"))) return { what, health: "ok", found: "the backend of the last pulumi login" };
  return { what, health: "missing", found: "not logged in to a backend", fix: "pulumi login s3://<bucket>, or any other backend" };
}

/** A backend's address without what may be secret in it. */
function withoutCredentials(address: string): string {
  try {
    const url = new URL(address);
    return `${url.protocol}//${url.host}${url.pathname}`;
  } catch {
    return `${address.split(":")[0] ?? ""}:…`; // no address that can be read, so nothing of it is shown
  }
}

function text({ machine, stacks }: Report): string {
  const section = (title: string, findings: readonly Finding[]): string => [bold(title), columns(findings.map(row))].join("\n");
  return [section("This machine", machine), ...stacks.map(({ stack, findings }) => section(stack, findings))].join("\n\n");
}

function row({ what, health, found, fix }: Finding): string[] {
  const mark = health === "ok" ? green("ok") : health === "note" ? yellow("note") : red("missing");
  return [mark, what, fix === undefined ? found : `${found} (to fix: ${fix})`];
}
