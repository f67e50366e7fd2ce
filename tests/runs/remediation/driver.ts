/**
 * Previews and deploys a small stack whose resources want mending, by the real engine, with the pack and into a rehearsed
 * world. Prints one line of JSON.
 */
import * as pulumi from "@pulumi/pulumi";
import { makeReport } from "../../../golive/report/make.ts";
import { markdown } from "../../../golive/report/markdown.ts";
import { checkText } from "../../../golive/report/text.ts";
import type { Remediated } from "../../../golive/run/remediated.ts";
import { operate } from "../../../golive/run/operate.ts";
import { makeProgress } from "../../../golive/run/progress.ts";
import { policyConfig, writePolicyConfig } from "../../../golive/run/policy-config.ts";
import { previewReport } from "../../../golive/run/report.ts";
import { openStack } from "../../../golive/run/stack.ts";

/** What one operation came to. */
export interface Ran {
  readonly remediations: readonly Remediated[];
  /** Rules that found something, with the resource's name. */
  readonly violations: readonly string[];
  readonly operations: Readonly<Record<string, number>>;
  readonly errors: readonly string[];
  readonly text: string;
  readonly markdown: string;
}

export interface Outcome {
  readonly preview: Ran;
  readonly up: Ran;
  /** The preview after it, of the same program. */
  readonly again: Ran;
  /** Inputs in the engine's state, secrets shown, by name. */
  readonly state: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

class Thing extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;

  constructor(type: string, name: string, props: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
    super(type, name, { arn: undefined, ...props }, opts);
  }
}

const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }] });

const KEY_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
    { Effect: "Allow", Principal: { Service: "logs.eu-central-1.amazonaws.com" }, Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"], Resource: "*" },
  ],
});

/** The engine wants a promise; nothing here has to be awaited. */
function program(): Promise<void> {
  const tags = { owner: "a", environment: "b", "cost-centre": "c", "data-classification": "internal" };
  const key = new Thing("aws:kms/key:Key", "key", { enableKeyRotation: true, policy: KEY_POLICY, tags });
  new Thing("aws:cloudwatch/logGroup:LogGroup", "short", { name: "/mend/short", retentionInDays: 7, kmsKeyId: key.arn, tags: { Owner: "storage-team" } });
  new Thing("aws:cloudwatch/logGroup:LogGroup", "endless", { name: "/mend/endless", kmsKeyId: key.arn, tags });
  new Thing("aws:cloudwatch/logGroup:LogGroup", "fine", { name: "/mend/fine", retentionInDays: 60, kmsKeyId: key.arn, tags });
  new Thing("aws:cloudwatch/logGroup:LogGroup", "ignored", { name: "/mend/ignored", retentionInDays: 7, kmsKeyId: key.arn, tags }, { ignoreChanges: ["retentionInDays"] });
  new Thing("aws:ssm/parameter:Parameter", "hush", { name: "/mend/hush", type: "SecureString", value: pulumi.secret("hushhush"), tags: { Owner: pulumi.secret("whisperers"), CostCenter: key.arn } });
  const role = new Thing("aws:iam/role:Role", "role", { assumeRolePolicy: trust, tags });
  const code = new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset("export const handler = async () => 1;") });
  new Thing("aws:lambda/function:Function", "function", { role: role.arn, runtime: "nodejs22.x", handler: "index.handler", code });
  return Promise.resolve();
}

async function ran(kind: "preview" | "up"): Promise<Ran> {
  const progress = await makeProgress();
  const open = await openStack("dev", { rehearse: true, progress: progress.line, program });
  try {
    const handed = writePolicyConfig("dev", policyConfig("dev", new Date()).config);
    const { account, error } = await operate(kind, open, progress, { policyConfig: handed });
    const { waived, check } = makeReport(previewReport("dev", account, error), true);
    return {
      remediations: waived.remediations,
      violations: waived.violations.map(({ rule, urn }) => `${rule} ${urn.split("::").at(-1) ?? ""}`).sort(),
      operations: waived.summary.operations,
      errors: waived.summary.errors,
      text: checkText(check),
      markdown: markdown(check, ""),
    };
  } finally {
    await open.close();
  }
}

async function recorded(): Promise<Outcome["state"]> {
  const open = await openStack("dev", { rehearse: true, progress: () => undefined, program });
  try {
    const { resources } = (await open.stack.exportStack()).deployment as { readonly resources?: readonly { readonly urn: string; readonly inputs?: Record<string, unknown> }[] };
    return Object.fromEntries((resources ?? []).map(({ urn, inputs }) => [urn.split("::").at(-1) ?? "", inputs ?? {}]));
  } finally {
    await open.close();
  }
}

const outcome: Outcome = { preview: await ran("preview"), up: await ran("up"), again: await ran("preview"), state: await recorded() };
process.stdout.write(`${JSON.stringify(outcome)}\n`);
