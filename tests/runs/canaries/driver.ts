/**
 * Deploys a program that uses an encrypted configuration value and random ones wherever a secret can go, and prints
 * everything golive and the engine say about it as JSON. The value comes in the environment, never on the command line.
 */
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { makeReport } from "../../../golive/report/make.ts";
import { checkText } from "../../../golive/report/text.ts";
import { findDrift } from "../../../golive/run/drift.ts";
import { operate } from "../../../golive/run/operate.ts";
import { makeProgress } from "../../../golive/run/progress.ts";
import { previewReport } from "../../../golive/run/report.ts";
import { openStack } from "../../../golive/run/stack.ts";
import { exportedState } from "../../../golive/run/state.ts";

const canary = process.env["CANARY"] ?? "";
const refuse = process.env["CANARY_REFUSED"] === "1";

class Thing extends pulumi.CustomResource {
  declare readonly result: pulumi.Output<string>;

  constructor(type: string, name: string, props: pulumi.Inputs, outputs: readonly string[] = [], opts?: pulumi.CustomResourceOptions) {
    super(type, name, { ...Object.fromEntries(outputs.map((each) => [each, undefined])), ...props }, opts);
  }
}

async function program(): Promise<Record<string, unknown>> {
  const given = new pulumi.Config("optibid").requireSecret("canary");
  const password = new Thing("random:index/randomPassword:RandomPassword", "password", { length: 40, special: false }, ["result"]);
  const secret = new Thing("aws:secretsmanager/secret:Secret", "secret", { name: "canary-secret" });
  new Thing("aws:secretsmanager/secretVersion:SecretVersion", "version", { secretId: secret.id, secretString: pulumi.interpolate`{"password":"${password.result}","given":"${given}"}` });
  new Thing("aws:ssm/parameter:Parameter", "parameter", { name: "/canary", type: "SecureString", value: given });
  new Thing("kubernetes:core/v1:Secret", "object", { metadata: { name: "canary" }, stringData: { given, password: password.result } });
  // A refusal that repeats what was refused: AWS and Kubernetes do.
  if (refuse) new Thing("aws:sqs/queue:Queue", "refused", { name: pulumi.interpolate`${given} with blanks` });
  return { given, derived: password.result.apply((text) => text.toUpperCase()) };
}

const quiet = await makeProgress(process.stderr, true);
const open = await openStack("dev", { rehearse: true, progress: () => undefined, checkConfig: false, program });
try {
  await open.stack.setConfig("optibid:canary", { value: canary, secret: true });
  const events: EngineEvent[] = [];
  const planned = await operate("preview", open, quiet);
  const report = previewReport("dev", planned.account, planned.error);
  // The SDK tells the engine of its calls in debug messages, secrets and all. golive neither keeps nor shows them.
  const updated = await operate("up", open, quiet);
  await open.stack.preview({ onEvent: (event) => void (String(event.diagnosticEvent?.severity) === "debug" || events.push(event)) }).catch(() => undefined);
  const drift = refuse ? {} : await findDrift(open, quiet, new AbortController().signal);
  const { account, error } = updated;
  const said = { diagnostics: account.diagnostics, violations: account.violations, steps: [...account.steps.values()], error };
  process.stdout.write(JSON.stringify({ report, text: checkText(makeReport(report, true).check), said, events, drift, state: await exportedState(open) }));
} finally {
  await open.close();
}
process.exit(0);
