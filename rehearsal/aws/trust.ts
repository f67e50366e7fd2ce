/** Roles that a service takes over must trust it; services try when the role is given to them. */
import type { Law, Props } from "../types.ts";
import { fields, lookup, noIf, pickTexts, text, texts, token } from "./kit.ts";
import { parsePolicy } from "./policy-document.ts";

/** Where the role is given, who takes it over, and how the service says that it cannot (`%` is the role). */
type Row = readonly [name: string, short: string, path: string, services: readonly string[], code: string, message: string];

const ROWS: readonly Row[] = [
  ["role-trust-lambda", "lambda/function", "role", ["lambda.amazonaws.com"], "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda. (%)"],
  ["role-trust-monitoring", "rds/instance", "monitoringRoleArn", ["monitoring.rds.amazonaws.com", "rds.amazonaws.com"], "InvalidParameterValue", "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING (%)"],
  ["role-trust-node-group", "eks/nodeGroup", "nodeRoleArn", ["ec2.amazonaws.com"], "InvalidParameterException", "Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole %"],
  ["role-trust-backup", "backup/selection", "iamRoleArn", ["backup.amazonaws.com"], "InvalidParameterValueException", "IAM Role % cannot be assumed by AWS Backup"],
  ["role-trust-trail", "cloudtrail/trail", "cloudWatchLogsRoleArn", ["cloudtrail.amazonaws.com"], "InvalidCloudWatchLogsRoleArnException", "Access denied. Check the trust relationships for your role. (%)"],
  ["role-trust-firehose", "kinesis/firehoseDeliveryStream", "extendedS3Configuration.roleArn", ["firehose.amazonaws.com"], "InvalidArgumentException", "Firehose is unable to assume role %. Please check the role provided."],
  ["role-trust-state-machine", "sfn/stateMachine", "roleArn", ["states.amazonaws.com"], "AccessDeniedException", "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role. (%)"],
  ["role-trust-build", "codebuild/project", "serviceRole", ["codebuild.amazonaws.com"], "InvalidInputException", "CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify that: 1) The provided service role exists, 2) The role name is case-sensitive and matches exactly, and 3) The role has the necessary trust policy configured. (%)"],
];

/** Whether a role lets one of these services take it over, under its global or regional name. */
function trusts(role: Props, services: readonly string[]): boolean {
  const document = parsePolicy(role["assumeRolePolicy"]);
  if (document === undefined) return true;
  const global = (service: string) => service.replace(/\.[a-z]{2}(-[a-z]+)+-\d\./, ".").replace(/\.cn$/, "");
  return document.statements.some((statement) => {
    const principal = statement["Principal"];
    const service = fields(principal)["Service"];
    const named = typeof service === "string" ? [service] : texts(service);
    return statement["Effect"] === "Allow" && (principal === "*" || named.some((one) => services.includes(global(one))));
  });
}

/** One law a place where a role is given. */
export const trustLaws: readonly Law[] = ROWS.map(([name, short, path, services, code, message]) => ({
  name,
  tokens: [token(short)],
  on: ["create", "update"],
  phase: "apply",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
  judge: (change) =>
    pickTexts(change.inputs, path).flatMap(({ path: property, value }) => {
      const role = lookup(change, ["iam/role"], value, "arn");
      return noIf(role !== undefined && text(role.inputs["assumeRolePolicy"]) !== undefined && !trusts(role.inputs, services), code, message.replace("%", value), property);
    }),
}));
