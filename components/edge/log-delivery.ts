/**
 * The policy that lets AWS deliver logs of the edge.
 */
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";

/**
 * Resource policy that lets AWS's log delivery write to one log group on behalf of this account.
 *
 * Source: Amazon CloudWatch Logs User Guide, "Logs sent to CloudWatch Logs".
 *
 * @param logGroup name of the log group
 * @returns JSON; known at preview when the account id is
 */
export function logDeliveryPolicy(
  accountId: pulumi.Input<string>,
  region: string,
  logGroup: string,
): pulumi.Output<string> {
  return pulumi.output(accountId).apply((account) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "LogDelivery",
          Effect: "Allow",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: arn({ service: "logs", region, account, resource: `log-group:${logGroup}:*` }),
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": arn({ service: "logs", region, account, resource: "*" }) },
          },
        },
      ],
    }),
  );
}
