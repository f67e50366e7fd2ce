/** A CloudWatch log group that is there, encrypted and with a retention, before the service writes to it (PRC-044, PRC-045). */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { keep } from "../component.ts";
import { tags } from "../context.ts";
import type { DataClassification, PlatformContext } from "../context.ts";

/** Days logs are kept where nothing else is asked for: a year and a month, so that a yearly audit sees a whole year. */
export const LOG_RETENTION_DAYS = 400;

export interface LogGroupArgs {
  readonly context: PlatformContext;
  /** Region it is in. Default: the home Region. */
  readonly region?: string | undefined;
  /** Physical name: services write to a name they choose, or a policy names it. At most 512 characters. */
  readonly groupName: string;
  /** ARN of the customer-managed key for logs; its policy must admit CloudWatch Logs. */
  readonly keyArn: pulumi.Input<string>;
  /** Days to keep events; one of CloudWatch's values. Default {@link LOG_RETENTION_DAYS}. */
  readonly retentionInDays?: number | undefined;
  /** How sensitive the lines are. Default `confidential`. */
  readonly classification?: DataClassification | undefined;
}

/** Creates the log group as a child of the resource in `opts.parent`. */
export function createLogGroup(name: string, args: LogGroupArgs, opts: pulumi.CustomResourceOptions): aws.cloudwatch.LogGroup {
  const { context, region, groupName, keyArn, retentionInDays = LOG_RETENTION_DAYS, classification = "confidential" } = args;
  return new aws.cloudwatch.LogGroup(
    name,
    { ...(region === undefined ? {} : { region }), name: groupName, kmsKeyId: keyArn, retentionInDays, tags: tags(context, classification, name) },
    { ...opts, ...keep(context.protect) },
  );
}
