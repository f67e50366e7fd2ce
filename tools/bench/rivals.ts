/** The others that a preview is measured with: awsguard from npm, and Checkov where it is installed. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { run, which } from "../../engine/shell.ts";
import type { Registration } from "../../golive/graph/record.ts";

/** Newest version of awsguard on npm. */
const AWSGUARD = "0.3.1";

function version(name: string): string {
  return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
}

function writePack(folder: string, program: string, dependencies: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  write("package.json", JSON.stringify({ name: "pack", version: "0.0.1", main: "index.js", dependencies }));
  write("PulumiPolicy.yaml", "runtime:\n  name: nodejs\n  options:\n    typescript: false\n");
  write("index.js", program);
}

/** Makes a pack of one policy that does nothing, on the SDK of this project: what the engine charges for any pack. */
export function emptyPack(folder: string): string {
  writePack(folder, 'const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("empty", { policies: [{ name: "nothing", description: "nothing", enforcementLevel: "advisory", validateResource: () => undefined }] });\n', {});
  symlinkSync(join(dirname(createRequire(import.meta.url).resolve("@pulumi/policy/package.json")), "..", ".."), join(folder, "node_modules"));
  return folder;
}

/**
 * Makes a pack of awsguard's rules, all of them advisory, on the SDK of this project.
 *
 * @returns its folder; undefined where npm could not install it
 */
export async function awsguard(folder: string): Promise<string | undefined> {
  writePack(folder, 'const { AwsGuard } = require("@pulumi/awsguard");\nnew AwsGuard({ all: "advisory" });\n', { "@pulumi/awsguard": AWSGUARD, "@pulumi/policy": version("@pulumi/policy"), "@pulumi/pulumi": version("@pulumi/pulumi") });
  const { code } = await run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"], { cwd: folder });
  return code === 0 ? folder : undefined;
}

/** Terraform's name of a module where it is not the module's own; none where the resource stands alone. */
const MODULES: Readonly<Record<string, string>> = { ec2: "", vpc: "vpc", lb: "", rds: "db", cfg: "config", ecr: "ecr", s3: "s3", apigateway: "api_gateway", applicationautoscaling: "appautoscaling", index: "" };

/** Types whose Terraform name follows no rule. */
const TYPES: Readonly<Record<string, string>> = {
  "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
  "aws:lb/listener:Listener": "aws_lb_listener",
  "aws:lb/targetGroup:TargetGroup": "aws_lb_target_group",
  "aws:rds/cluster:Cluster": "aws_rds_cluster",
  "aws:rds/proxy:Proxy": "aws_db_proxy",
  "aws:iam/policy:Policy": "aws_iam_policy",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "aws_iam_openid_connect_provider",
  "aws:s3/bucket:Bucket": "aws_s3_bucket",
};

/** The name by which Terraform, and so Checkov, knows a type of AWS; the provider's tables are not to be had here, so a few are guesses that Checkov skips. */
export function terraformType(token: string): string {
  const known = TYPES[token];
  if (known !== undefined) return known;
  const [, path = "", kind = ""] = token.split(":");
  const module = path.split("/")[0] ?? "";
  const prefix = MODULES[module] ?? snake(module);
  return ["aws", prefix, snake(kind)].filter((part) => part !== "").join("_");
}

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** The recorded resources of AWS as the plan that `terraform show -json` prints: what Checkov reads. */
export function terraformPlan(registrations: readonly Registration[]): object {
  const resources = registrations
    .filter(({ type, custom }) => custom && type.startsWith("aws:"))
    .map(({ type, name, inputs }) => ({ address: `${terraformType(type)}.${name}`, mode: "managed", type: terraformType(type), name, provider_name: "registry.terraform.io/hashicorp/aws", values: snaked(inputs) }));
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources } },
    resource_changes: resources.map(({ values, ...rest }) => ({ ...rest, change: { actions: ["create"], before: null, after: values } })),
    configuration: { root_module: {} },
  };
}

function snaked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snaked);
  if (typeof value !== "object" || value === null) return value;
  // Terraform knows a nested object as a list of one block.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [snake(key), typeof inner === "object" && inner !== null && !Array.isArray(inner) && !/tags|variables|labels/i.test(key) ? [snaked(inner)] : snaked(inner)]));
}

/**
 * One run of Checkov over a plan.
 *
 * @returns how many checks it made; undefined where it is not installed
 */
export async function checkov(plan: string): Promise<number | undefined> {
  const binary = which("checkov", process.env["PATH"] ?? "");
  if (binary === undefined) return undefined;
  const { stdout, stderr } = await run(binary, ["--file", plan, "--framework", "terraform_plan", "--output", "json", "--compact", "--quiet", "--skip-download"]);
  const { summary } = JSON.parse(stdout) as { summary?: { passed: number; failed: number } };
  if (summary === undefined) throw new Error(`Checkov judged nothing: ${stderr.slice(0, 300)}`);
  return summary.passed + summary.failed;
}
