import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import picomatch from "picomatch";
import { boundaryName, deployBoundary, peopleBoundary } from "../../../components/identity/boundary.ts";
import { policyText } from "../../../components/identity/documents.ts";
import type { Place, PolicyStatement } from "../../../components/identity/documents.ts";
import { PEOPLE, PEOPLE_ROLES, peopleTrust } from "../../../components/identity/people-roles.ts";
import { DEPLOY_PARTS, deployStatements, planStatements } from "../../../components/identity/pipeline-policies.ts";
import { SERVICE_NAMES, actionsOf, resourcesOf } from "../../../components/identity/services.ts";
import { identity } from "../../../config/sections/identity.ts";
import { policyFaults } from "../../../rehearsal/aws/policy-document.ts";

const PLACE: Place = { account: "123456789012", partition: "aws", name: "optibid-production", regions: ["eu-central-1", "eu-west-1", "us-east-1"], buckets: ["optibid-pulumi-state"] };
/** The longest of everything; the edge of the platform is only in the partition `aws`. */
const LONG: Place = { ...PLACE, name: "n".repeat(24), regions: ["ap-southeast-5", "ap-northeast-3", "us-east-1"], buckets: ["b".repeat(63)] };

const GUARDED = { guarded: true };
const policies: readonly [string, (place: Place) => readonly PolicyStatement[]][] = [
  ["people's boundary", (place) => peopleBoundary(place, GUARDED)],
  ["the pipeline's boundary", (place) => deployBoundary(place, "production", GUARDED)],
  ...PEOPLE.map((person): [string, (place: Place) => readonly PolicyStatement[]] => [person, PEOPLE_ROLES[person].statements]),
  ["plan", (place) => planStatements(place, "arn:aws:kms:eu-central-1:123456789012:key/0123456789-0123456789-0123456789-0123")],
  ...DEPLOY_PARTS.map((part): [string, (place: Place) => readonly PolicyStatement[]] => [`deploy-${part}`, (place) => deployStatements(part, place)]),
];

describe.each(policies)("%s", (_, statements) => {
  test("is a policy that IAM takes, however long the names", () => {
    for (const place of [PLACE, LONG]) expect(policyFaults(policyText(statements(place)), { kind: "identity", limit: 6_144 })).toEqual([]);
  });

  test("gives no service away whole", () => {
    const wide = statements(PLACE).filter(({ Effect, Action, Resource }) => Effect === "Allow" && [Resource].flat().includes("*") && [Action].flat().some((action) => action === "*" || action?.endsWith(":*") === true));
    expect(wide).toEqual([]);
    expect(statements(PLACE).filter(({ Effect, NotAction }) => Effect === "Allow" && NotAction !== undefined)).toEqual([]);
  });
});

const denied = (statements: readonly PolicyStatement[]): string[] => statements.filter(({ Effect }) => Effect === "Deny").map(({ Sid }) => Sid);

describe("boundaries", () => {
  test("forbid more rights, keys, other Regions and blindness", () => {
    expect(denied(peopleBoundary(PLACE, GUARDED))).toEqual(["NoUsersAndKeys", "NoWayOut", "NoRoleBeyondThis", "NoOtherTrust", "NoBlinding", "NoChangeOfBoundaries", "NoLossOfKeys", "NoOtherRegion"]);
    expect(denied(deployBoundary(PLACE, "production", GUARDED))).toEqual(["NoUsersAndKeys", "NoWayOut", "NoAdministrators", "NoOtherRole", "NoOtherEnvironment", "NoBlinding", "NoChangeOfBoundaries", "NoOtherRegion"]);
  });

  test("what may be thrown away may be torn down", () => {
    for (const statements of [peopleBoundary(PLACE, { guarded: false }), deployBoundary(PLACE, "dev", { guarded: false })]) {
      expect(denied(statements)).not.toContain("NoBlinding");
      expect(denied(statements)).not.toContain("NoChangeOfBoundaries");
      expect(denied(statements)).toContain("NoUsersAndKeys");
    }
  });

  test("a role can only be made with the boundary itself", () => {
    const statement = peopleBoundary(PLACE, GUARDED).find(({ Sid }) => Sid === "NoRoleBeyondThis");
    expect(statement?.Condition).toEqual({ StringNotEquals: { "iam:PermissionsBoundary": `arn:aws:iam::123456789012:policy/${boundaryName(PLACE.name, "people")}` } });
  });

  test("cover every service whatever a policy of ours gives", () => {
    const [allow] = deployBoundary(PLACE, "production", GUARDED);
    expect(allow).toMatchObject({ Action: actionsOf(SERVICE_NAMES), Resource: resourcesOf(SERVICE_NAMES, PLACE) });
    const parts = DEPLOY_PARTS.filter((part) => part !== "account").flatMap((part) => deployStatements(part, PLACE).flatMap(({ Action }) => [Action].flat()));
    expect(parts.toSorted()).toEqual(actionsOf(SERVICE_NAMES).toSorted());
  });
});

/** Whether a statement of these allows the action on everything, as what has no resource needs. */
function everywhere(statements: readonly PolicyStatement[], action: string): boolean {
  return statements.some(({ Effect, Action, Resource }) => Effect === "Allow" && [Resource].flat().includes("*") && [Action].flat().some((pattern) => pattern !== undefined && picomatch.isMatch(action, pattern)));
}

describe("what AWS knows no resource for", () => {
  // Source: Service Authorization Reference, actions without a resource type, of everything the platform makes.
  test.each([
    "acm:RequestCertificate", "aps:CreateWorkspace", "backup-storage:MountCapsule", "backup:UpdateRegionSettings", "ce:CreateAnomalyMonitor", "ce:CreateAnomalySubscription", "cloudfront:CreateVpcOrigin",
    "codeconnections:CreateConnection", "cognito-identity:CreateIdentityPool", "cognito-identity:SetIdentityPoolRoles", "config:PutDeliveryChannel", "config:DeleteDeliveryChannel", "ec2:EnableEbsEncryptionByDefault",
    "ec2:ModifyEbsDefaultKmsKeyId", "ec2:ModifyInstanceMetadataDefaults", "ec2:EnableSnapshotBlockPublicAccess", "ecr:CreateRepositoryCreationTemplate", "ecr:UpdateRepositoryCreationTemplate", "ecr:DeleteRepositoryCreationTemplate",
    "ecr:PutReplicationConfiguration", "ecr:GetRegistryScanningConfiguration", "ecr:GetAuthorizationToken", "ce:UpdateCostAllocationTagsStatus", "ce:ListCostAllocationTags", "logs:ListLogDeliveries", "logs:CreateLogDelivery",
    "sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes", "sns:Unsubscribe", "eks:CreateCluster", "guardduty:CreateDetector", "inspector2:Enable", "inspector2:Disable", "kms:CreateKey", "logs:PutResourcePolicy", "rds:CreateDBProxy", "rds:CrossRegionCommunication", "route53:CreateHealthCheck",
    "route53:CreateHostedZone", "s3:PutAccountPublicAccessBlock", "securityhub:CreateFindingAggregator", "synthetics:CreateCanary",
  ])("the pipeline may %s", (action) => {
    expect(everywhere(deployStatements("account", PLACE), action)).toBe(true);
    expect(everywhere(deployBoundary(PLACE, "production", GUARDED), action)).toBe(true);
  });

  test.each(["backup:StopBackupJob", "guardduty:ArchiveFindings", "guardduty:UpdateFindingsFeedback"])("operators may %s", (action) => {
    expect(everywhere(PEOPLE_ROLES.operator.statements(PLACE), action)).toBe(true);
  });

  test.each(["iam:CreateUser", "kms:Decrypt", "s3:GetObject", "rds:DeleteDBInstance", "route53:DeleteHostedZone", "inspector2:UpdateConfiguration"])("nobody may %s everywhere", (action) => {
    for (const statements of [deployStatements("account", PLACE), deployBoundary(PLACE, "production", GUARDED), PEOPLE_ROLES.operator.statements(PLACE)]) expect(everywhere(statements, action)).toBe(false);
  });
});

describe("what has a resource", () => {
  /** Whether a statement of these allows the action on this resource. */
  const on = (statements: readonly PolicyStatement[], action: string, resource: string): boolean =>
    statements.some(({ Effect, Action, Resource }) => Effect === "Allow" && [Resource].flat().some((pattern) => pattern !== undefined && picomatch.isMatch(resource.replaceAll("/", ";"), pattern.replaceAll("/", ";"))) && [Action].flat().some((pattern) => pattern !== undefined && picomatch.isMatch(action, pattern)));

  test.each([
    ["iam:UpdateRoleDescription", "arn:aws:iam::123456789012:role/optibid-production-api"],
    ["iam:UntagOpenIDConnectProvider", "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"],
    ["lambda:GetLayerVersion", "arn:aws:lambda:eu-central-1:122305336817:layer:Synthetics:64"],
    ["shield:CreateProtection", "arn:aws:shield::123456789012:protection/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"],
  ])("the pipeline may %s on %s", (action, resource) => {
    expect(on(DEPLOY_PARTS.flatMap((part) => deployStatements(part, PLACE)), action, resource)).toBe(true);
    expect(on(deployBoundary(PLACE, "production", GUARDED), action, resource)).toBe(true);
  });
});

describe("applications of the Serverless Application Repository", () => {
  test("the pipeline makes their roles and hands them on, and the boundary lets it", () => {
    const role = "arn:aws:iam::123456789012:role/serverlessrepo-*";
    const statements = deployStatements("account", PLACE);
    expect(statements.find(({ Sid }) => Sid === "OwnRolesAndPolicies")?.Resource).toContain(role);
    expect(statements.find(({ Sid }) => Sid === "HandOnOwnRoles")?.Resource).toContain(role);
    expect(deployBoundary(PLACE, "production", GUARDED).find(({ Sid }) => Sid === "Iam")?.Resource).toContain(role);
  });
});

describe("who only looks", () => {
  test.each(["operator", "developer", "read-only"] as const)("%s reads no data", (person) => {
    expect(PEOPLE_ROLES[person].statements(PLACE).filter(({ Sid }) => Sid === "NoData")).toHaveLength(1);
  });
});

describe("trust", () => {
  test("of any principals the section takes fits into a trust policy, and each has its condition", () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
    const arn = fc.oneof(
      fc.constant("arn:aws:iam::123456789012:root"),
      fc.tuple(fc.constantFrom("user", "role", "saml-provider"), name).map(([kind, of]) => `arn:aws:iam::123456789012:${kind}/${of}`),
    );
    fc.assert(
      fc.property(fc.uniqueArray(arn, { maxLength: 6 }), (principals) => {
        fc.pre(identity.safeParse({ people: { admin: principals } }).success);
        const statements = peopleTrust(principals, 3_600);
        const text = policyText(statements);
        expect(statements.filter(({ Condition }) => Condition === undefined)).toEqual([]);
        if (principals.length > 0) expect(policyFaults(text, { kind: "trust", limit: 2_048 })).toEqual([]);
      }),
    );
  });
});

describe("the section", () => {
  test("defaults: the account, no pipeline", () => {
    expect(identity.parse({})).toEqual({ passwordPolicy: { mode: "create" }, people: { admin: [], operator: [], developer: [], "read-only": [], "break-glass": [] } });
  });

  test.each<[string, object, string]>([
    ["an address that is no principal", { people: { admin: ["platform@optibid.com"] } }, "people.admin.0"],
    ["the same principal twice", { people: { operator: ["arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:root"] } }, "people.operator"],
    ["principals beyond the trust policy", { people: { admin: Array.from({ length: 4 }, (_, n) => `arn:aws:iam::123456789012:role/${"r".repeat(300)}${n}`) } }, "people.admin"],
    ["a repository without an owner", { github: { repository: "platform" } }, "github.repository"],
    ["a wildcard for a branch", { github: { repository: "optibid/platform", branches: ["*"] } }, "github.branches.0"],
    ["an alias for a key", { github: { repository: "optibid/platform", stateKeyArn: "alias/pulumi" } }, "github.stateKeyArn"],
  ])("refuses %s", (_, input, path) => {
    expect(identity.safeParse(input).error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });
});
