/** What every function of the platform has in common. */
import type * as aws from "@pulumi/aws";
import { document } from "./cluster/iam.ts";

/** A program of one file, `index.mjs`, whose calls are traced. Source: Lambda Developer Guide, "Lambda runtimes". */
export function nodeFunction(): Pick<aws.lambda.FunctionArgs, "runtime" | "architectures" | "handler" | "tracingConfig"> {
  return { runtime: "nodejs22.x", architectures: ["arm64"], handler: "index.handler", tracingConfig: { mode: "Active" } };
}

/** Lets Lambda take a role. */
export function lambdaTrust(): string {
  return JSON.stringify(document({ Sid: "Lambda", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }));
}
