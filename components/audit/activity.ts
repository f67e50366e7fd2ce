/**
 * Which activity in the account raises an alarm: the list of the CIS AWS Foundations Benchmark, section on
 * monitoring, in the forms that Security Hub checks. Pure.
 */

/** What is watched for in the trail's log group. */
export interface Activity {
  /** Filter pattern over CloudTrail's records; at most 1,024 characters. */
  readonly pattern: string;
  readonly description: string;
  /** Number of events within five minutes that raises the alarm. */
  readonly threshold: number;
  readonly severity: "critical" | "warning";
}

const named = (...names: readonly string[]): string => `(${names.map((name) => `($.eventName = ${name})`).join(" || ")})`;
const from = (service: string): string => `($.eventSource = ${service}.amazonaws.com)`;

const IAM_CHANGES = [
  "DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy",
  "CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion", "AttachRolePolicy", "DetachRolePolicy",
  "AttachUserPolicy", "DetachUserPolicy", "AttachGroupPolicy", "DetachGroupPolicy",
] as const;

const activity = (severity: Activity["severity"], description: string, pattern: string, threshold = 1): Activity => ({ pattern, description, threshold, severity });

/** Everything that is watched for, by the name of its metric (CIS 3.0 4.1 to 4.15; CIS 5.0 the same). */
export const ACTIVITIES: Readonly<Record<string, Activity>> = {
  "unauthorized-calls": activity("warning", "Calls that were refused", `{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }`, 10),
  "console-without-mfa": activity("critical", "Somebody signed in to the console without MFA", `{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }`),
  "root-use": activity("critical", "The root user did something", `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`),
  "iam-changes": activity("warning", "Rights were changed", `{ ${from("iam")} && ${named(...IAM_CHANGES)} }`),
  "trail-changes": activity("critical", "CloudTrail was changed", `{ ${named("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging", "PutEventSelectors")} }`),
  "console-failures": activity("warning", "Sign-ins to the console failed", `{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }`, 5),
  "keys-disabled": activity("critical", "A key was disabled or is to be deleted", `{ ${from("kms")} && ${named("DisableKey", "ScheduleKeyDeletion")} }`),
  "bucket-policy-changes": activity("warning", "A bucket's policy was changed", `{ ${from("s3")} && ${named("PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication", "DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication")} }`),
  "config-changes": activity("critical", "AWS Config was changed", `{ ${from("config")} && ${named("StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder")} }`),
  "security-group-changes": activity("warning", "A security group was changed", `{ ${named("AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "CreateSecurityGroup", "DeleteSecurityGroup")} }`),
  "network-acl-changes": activity("warning", "A network ACL was changed", `{ ${named("CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry", "ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation")} }`),
  "gateway-changes": activity("warning", "A gateway of a network was changed", `{ ${named("CreateCustomerGateway", "DeleteCustomerGateway", "AttachInternetGateway", "CreateInternetGateway", "DeleteInternetGateway", "DetachInternetGateway")} }`),
  "route-changes": activity("warning", "A route table was changed", `{ ${from("ec2")} && ${named("CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation", "DeleteRouteTable", "DeleteRoute", "DisassociateRouteTable")} }`),
  "network-changes": activity("warning", "A network was changed", `{ ${named("CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AcceptVpcPeeringConnection", "CreateVpcPeeringConnection", "DeleteVpcPeeringConnection", "RejectVpcPeeringConnection", "AttachClassicLinkVpc", "DetachClassicLinkVpc", "DisableVpcClassicLink", "EnableVpcClassicLink")} }`),
  "organization-changes": activity("critical", "The organisation was changed", `{ ${from("organizations")} && ${named("AcceptHandshake", "AttachPolicy", "CreateAccount", "CreateOrganizationalUnit", "CreatePolicy", "DeclineHandshake", "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DetachPolicy", "DisablePolicyType", "EnablePolicyType", "InviteAccountToOrganization", "LeaveOrganization", "MoveAccount", "RemoveAccountFromOrganization", "UpdatePolicy", "UpdateOrganizationalUnit")} }`),
};
