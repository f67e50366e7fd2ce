/**
 * Who may reach and use what: policies of resources, rights, shares, user data.
 */
import { describe, expect, test } from "@jest/globals";
import { check, outcome, resource } from "./support.ts";
import { UNKNOWN } from "../../policies/unknown.ts";

const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: "*", ...statement }] });
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";

describe("policies of resources", () => {
  check("resource-policy-not-public", {
    type: "aws:sqs/queuePolicy:QueuePolicy", good: { policy: document({ Principal: { AWS: "arn:aws:iam::111111111111:root" } }) },
    bad: [
      { policy: document({ Principal: "*" }) }, { policy: document({ Principal: { AWS: ["arn:aws:iam::111111111111:root", "*"] } }) }, { policy: document({ NotPrincipal: { AWS: "111111111111" } }) },
      { policy: document({ Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }) },
      { policy: document({ Principal: "*", Condition: { StringNotEquals: { "aws:SourceAccount": "111111111111" } } }) },
      { policy: document({ Principal: "*", Condition: { StringLike: { "aws:SourceArn": "*" } } }) },
      { policy: document({ Principal: "*", Condition: { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"] } } }) },
      { policy: document({ Principal: "*", Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } } }) },
      { policy: document({ Principal: { AWS: "arn:aws:iam::*:role/reader" } }) },
      { policy: document({ Principal: "*", Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/reader" } } }) },
      ...["arn:aws:s3:::*", "arn:aws:sns:eu-central-1:*:alerts", "arn:aws:sns:*", "arn:*", "arn:aws:sns:*:*:*"].map((source) => ({ policy: document({ Principal: "*", Condition: { ArnLike: { "aws:SourceArn": [source] } } }) })),
      { policy: document({ Principal: "*", Condition: { StringLike: { "aws:PrincipalOrgID": "o-*" } } }) },
      { policy: "{" }, { policy: document({ Principal: ["arn:aws:iam::111111111111:root", "*"] }) },
    ],
    fine: [
      { policy: document({ Principal: "*", Condition: { StringEquals: { "aws:VpceAccount": "111111111111" } } }) },
      { policy: document({ Principal: "*", Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::optibid-data" } } }) },
      { policy: document({ Principal: { Service: "sns.amazonaws.com" } }) }, { policy: document({ Effect: "Deny", Principal: "*" }) },
      { policy: document({ Principal: "*", Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:sns:eu-central-1:111111111111:*" } } }) },
      { policy: document({ Principal: { AWS: "*" }, Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-1"] } } }) },
    ],
    missing: ["policy"], unknown: ["policy"],
  });
  test.each([
    ["aws:sns/topic:Topic", {}, "pass"], ["aws:kms/key:Key", { policy: document({ Principal: "*" }) }, "violation"], [BUCKET_POLICY, {}, "violation"],
    ["aws:opensearch/domain:Domain", { accessPolicies: document({ Principal: "*" }) }, "violation"],
    ["aws:opensearch/domain:Domain", { accessPolicies: document({ Principal: "*" }), vpcOptions: { subnetIds: ["a"] } }, "not-applicable"],
    ["aws:efs/fileSystemPolicy:FileSystemPolicy", { policy: document({ Principal: { AWS: "*" }, Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } } }) }, "pass"],
  ])("%s %j: %s", (type, props, expected) => expect(outcome("resource-policy-not-public", [resource(type, "subject", props)])).toBe(expected));

  check("function-permission-narrow", {
    type: "aws:lambda/permission:Permission", good: { principal: "sns.amazonaws.com", sourceArn: "arn:aws:sns:eu-central-1:111111111111:alerts" },
    bad: [
      { principal: "*", sourceArn: undefined }, { functionUrlAuthType: "NONE" }, { sourceArn: "arn:aws:sns:*:*:*" }, { principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::optibid-data" }, { principal: "s3.amazonaws.com", sourceArn: UNKNOWN }, { sourceArn: "*", principal: "*" }, { principal: "events.amazonaws.com", sourceArn: "arn:aws:events:eu-central-1:*:rule/nightly" },
      { sourceArn: undefined, sourceAccount: "*" }, { sourceArn: undefined, principal: "*", principalOrgId: "o-*" },
    ],
    fine: [{ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::*", sourceAccount: "111111111111" }, { principal: "events.amazonaws.com", sourceArn: "arn:aws:events:*:111111111111:rule/*" },
      { principal: "111111111111", sourceArn: undefined }, { sourceArn: UNKNOWN }, { sourceArn: undefined, sourceAccount: "111111111111" }],
    missing: ["sourceArn", "principal"], unknown: ["principal"],
  });
  check("function-url-authenticated", { type: "aws:lambda/functionUrl:FunctionUrl", good: { authorizationType: "AWS_IAM" }, bad: [{ authorizationType: "NONE" }], missing: ["authorizationType"], unknown: ["authorizationType"] });
  check("snapshot-not-public", { type: "aws:rds/snapshot:Snapshot", good: { sharedAccounts: ["111111111111"] }, bad: [{ sharedAccounts: ["111111111111", "all"] }], safe: ["sharedAccounts"], unknown: ["sharedAccounts", "sharedAccounts[0]"] });
  check("distribution-bucket-private", {
    type: "aws:cloudfront/distribution:Distribution", good: { origins: [{ originId: "b", originAccessControlId: "oac" }] }, bad: [{ "origins[0].originAccessControlId": "" }, { origins: [{ originId: "b", s3OriginConfig: { originAccessIdentity: "origin-access-identity/cloudfront/E1" } }] }],
    fine: [{ "origins[0].originAccessControlId": UNKNOWN }, { origins: [{ originId: "a", customOriginConfig: {} }] }, { origins: [{ originId: "a", vpcOriginConfig: { vpcOriginId: UNKNOWN } }] }],
    missing: ["origins[0].originAccessControlId"], unknown: ["origins"],
  });
  const four = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
  check("public-access-block-complete", {
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", good: four, bad: [{ restrictPublicBuckets: false }], fine: [{ blockPublicAcls: "true" }], missing: Object.keys(four), unknown: Object.keys(four),
  });
  test.each([[{}, "pass"], [{ publicAccessBlockConfiguration: { blockPublicPolicy: false } }, "violation"]])("an access point %j: %s", (props, expected) => {
    expect(outcome("public-access-block-complete", [resource("aws:s3/accessPoint:AccessPoint", "subject", props)])).toBe(expected);
  });
  test.each([[{}, "pass"], [{ details: { publicAccessBlock: { restrictPublicBuckets: false } } }, "violation"], [{ details: UNKNOWN }, "deferred"]])("an access point of many Regions %j: %s", (props, expected) => {
    expect(outcome("public-access-block-complete", [resource("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "subject", props)])).toBe(expected);
  });
});

describe("addresses of services", () => {
  test.each([
    ["data-service-not-public", "aws:msk/cluster:Cluster", {}, "pass"],
    ["data-service-not-public", "aws:msk/cluster:Cluster", { brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } } } }, "violation"],
    ["data-service-not-public", "aws:elasticsearch/domain:Domain", {}, "violation"],
    ["data-service-not-public", "aws:opensearch/domain:Domain", { vpcOptions: { subnetIds: [UNKNOWN] } }, "pass"],
    ["machine-no-public-address", "aws:ecs/service:Service", { networkConfiguration: { assignPublicIp: true } }, "violation"],
    ["machine-no-public-address", "aws:ecs/service:Service", {}, "pass"],
    ["machine-metadata-v2", "aws:ec2/spotInstanceRequest:SpotInstanceRequest", {}, "violation"],
    ["subnet-no-public-addresses", "aws:ec2/defaultSubnet:DefaultSubnet", {}, "violation"],
    ["subnet-no-public-addresses", "aws:ec2/defaultSubnet:DefaultSubnet", { mapPublicIpOnLaunch: false }, "pass"],
    ["balancer-invalid-headers-dropped", "aws:elb/loadBalancer:LoadBalancer", {}, "pass"],
    ["balancer-invalid-headers-dropped", "aws:elb/loadBalancer:LoadBalancer", { desyncMitigationMode: "monitor" }, "violation"],
    ["load-balancer-access-logs", "aws:lb/loadBalancer:LoadBalancer", { accessLogs: { enabled: true } }, "violation"],
  ])("%s: %s %j: %s", (rule, type, props, expected) => expect(outcome(rule, [resource(type, "subject", props)])).toBe(expected));
});

describe("rights", () => {
  check("iam-administrator-not-attached", {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", good: { role: "r", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    bad: [{ policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }, { policyArn: "arn:aws-cn:iam::aws:policy/PowerUserAccess" }], safe: ["policyArn"], unknown: ["policyArn"],
  });
  test("a role that lists its policies", () => {
    expect(outcome("iam-administrator-not-attached", [resource("aws:iam/role:Role", "subject", { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] })])).toBe("violation");
    expect(outcome("iam-administrator-not-attached", [resource("aws:iam/role:Role", "subject", {})])).toBe("pass");
  });
  check("iam-policy-no-service-wildcard", {
    type: "aws:iam/policy:Policy", good: { policy: document({ Action: ["sqs:Get*", "s3:ListBucket"] }) },
    bad: [{ policy: document({ Action: ["s3:GetObject", "s3:*"] }) }, { policy: document({ Action: undefined, NotAction: "iam:*" }) }],
    fine: [{ policy: document({ Action: "s3:*", Resource: "arn:aws:s3:::b/*" }) }, { policy: document({ Effect: "Deny", Action: "s3:*" }) }], safe: ["policy"], unknown: ["policy"],
  });
  test.each([
    [{ inlinePolicies: [{ name: "all", policy: document({ Action: "*" }) }] }, "violation"], [{ inlinePolicies: [{ name: "some", policy: document({ Action: "sqs:SendMessage" }) }] }, "pass"],
    [{ inlinePolicies: [{}] }, "pass"], [{}, "pass"], [{ inlinePolicies: [{ name: "later", policy: UNKNOWN }] }, "deferred"], [{ inlinePolicies: [{ name: "broken", policy: "{" }] }, "violation"],
  ])("a role with %j: full access %s", (props, expected) => expect(outcome("iam-policy-no-full-access", [resource("aws:iam/role:Role", "subject", props)])).toBe(expected));
  check("cluster-role-no-wildcard", {
    type: "kubernetes:rbac.authorization.k8s.io/v1:Role", good: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
    bad: [
      { "rules[0].verbs": ["*"] }, { "rules[0].resources": ["pods", "*"] }, { "rules[0].resources": ["*/scale"] }, { "rules[0].apiGroups": ["*"] },
      { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { tier: "read" } }, {}] } }, { aggregationRule: { clusterRoleSelectors: [{ matchLabels: {}, matchExpressions: [] }] } },
    ],
    fine: [{ aggregationRule: { clusterRoleSelectors: [{ matchLabels: { tier: "read" } }, { matchExpressions: [{ key: "tier", operator: "Exists" }] }] } }],
    safe: ["rules"], unknown: ["rules", "rules[0].verbs", "aggregationRule"],
  });
  check("cluster-admin-not-bound", {
    type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", good: { roleRef: { kind: "ClusterRole", name: "view" }, subjects: [{ kind: "Group", name: "developers" }] },
    bad: [{ "roleRef.name": "cluster-admin" }, { roleRef: { kind: "Role", name: "cluster-admin" } }, { "subjects[0].name": "system:anonymous" }, { "subjects[0].name": "system:masters" }], missing: ["roleRef"], unknown: ["roleRef.name", "subjects"],
  });
  check("cluster-editor-not-bound", {
    type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", good: { roleRef: { kind: "ClusterRole", name: "view" } },
    bad: [{ "roleRef.name": "admin" }, { "roleRef.name": "edit" }, { roleRef: { name: "edit" } }], fine: [{ roleRef: { kind: "Role", name: "admin" } }], safe: ["roleRef"], unknown: ["roleRef", "roleRef.name"],
  });
});

describe("user data", () => {
  const encoded = (script: string) => Buffer.from(script).toString("base64");
  check("machine-no-plain-secrets", {
    type: "aws:ec2/instance:Instance", good: { userData: "#!/bin/sh\nyum update -y\n" },
    bad: [
      { userData: "export DB_PASSWORD=hunter2" }, { userData: "AWS_KEY=AKIAIOSFODNN7EXAMPLE" }, { userDataBase64: encoded("export API_TOKEN='abc'") }, { userData: encoded("psql postgres://app:pw@db/app") },
    ],
    fine: [{ userData: "DB_PASSWORD=$(aws secretsmanager get-secret-value)" }, { userData: "export DB_HOST=db.example\nPASSWORD_FILE=/run/secret" }], safe: ["userData"], unknown: ["userData"],
  });
});
