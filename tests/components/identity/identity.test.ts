import { beforeAll, describe, expect, test } from "@jest/globals";
import * as k8s from "@pulumi/kubernetes";
import { Identity } from "../../../components/identity/identity.ts";
import type { IdentityArgs } from "../../../components/identity/identity.ts";
import { PEOPLE } from "../../../components/identity/people-roles.ts";
import { identity } from "../../../config/sections/identity.ts";
import { only, record } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { refusals, violations } from "../judge.ts";
import { children, DEVELOPMENT, keptNames, namesOf, policy, PRODUCTION, strays } from "../network/fixture.ts";

const CRITICAL = "arn:aws:sns:eu-central-1:123456789012:optibid-production-critical";
type Args = Omit<IdentityArgs, "cluster">;

const ARGS: Args = {
  context: PRODUCTION,
  ...identity.parse({}),
  github: { repository: "optibid/platform", branches: ["main"], provider: "create", stateBucket: "optibid-pulumi-state", stateKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/state" },
  topics: { critical: CRITICAL, warning: CRITICAL.replace("critical", "warning") },
  trailLogGroupName: "/aws/cloudtrail/optibid-production",
};

function make(args: Partial<Args> = {}, admitted: readonly string[] = []): Promise<Registration[]> {
  return record(() => {
    const provider = new k8s.Provider("kubernetes", { kubeconfig: "{}" });
    return new Identity("identity", { ...ARGS, ...args, cluster: { name: "optibid-production", provider, namespaces: ["optibid"], admitted } });
  });
}
const ofType = (graph: readonly Registration[], type: string): Registration[] => graph.filter((each) => each.type === type);
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const ENTRY = "aws:eks/accessEntry:AccessEntry";

let graph: Registration[];
beforeAll(async () => {
  graph = await make();
});

test("exactly these children", () => {
  const attached = (who: string, ...more: string[]): string[] => [`iam:RolePolicyAttachment ${who}-attachment`, ...more.map((policy_) => `iam:RolePolicyAttachment ${who}-${policy_}-attachment`)];
  expect(children(graph).filter((line) => line !== "providers:kubernetes kubernetes")).toEqual(
    [
      "golive:identity:Identity identity", "iam:AccountPasswordPolicy identity-passwords",
      "golive:identity:People identity-people", "iam:Policy identity-people-boundary",
      ...[...PEOPLE, "break-glass"].flatMap((who) => [`iam:Role identity-people-${who}`, `iam:Policy identity-people-${who}-policy`]),
      ...["admin", "read-only"].flatMap((who) => attached(`identity-people-${who}`, "ViewOnlyAccess", "SecurityAudit")),
      ...attached("identity-people-operator", "ViewOnlyAccess", "SecurityAudit", "AWSSupportAccess"),
      ...["developer", "break-glass"].flatMap((who) => attached(`identity-people-${who}`, "ViewOnlyAccess")),
      "golive:identity:Pipeline identity-pipeline", "iam:OpenIdConnectProvider identity-pipeline-github", "iam:Policy identity-pipeline-boundary",
      "iam:Role identity-pipeline-plan", "iam:Role identity-pipeline-deploy",
      ...["plan", "deploy-foundation", "deploy-data", "deploy-applications", "deploy-security", "deploy-account"].flatMap((part) => [`iam:Policy identity-pipeline-${part}-policy`, `iam:RolePolicyAttachment identity-pipeline-${part}-attachment`]),
      "iam:RolePolicyAttachment identity-pipeline-plan-read-attachment", "iam:RolePolicyAttachment identity-pipeline-deploy-read-attachment",
      "golive:identity:BreakGlassAlarm identity-break-glass", "cloudwatch:EventRule identity-break-glass-taken", "cloudwatch:EventTarget identity-break-glass-taken-target",
      "golive:audit:ActivityAlarms identity-break-glass-trail", "cloudwatch:LogMetricFilter identity-break-glass-trail-break-glass-filter", "cloudwatch:MetricAlarm identity-break-glass-trail-break-glass-alarm",
      "golive:identity:ClusterAccess identity-cluster",
      ...[...PEOPLE, "break-glass", "plan", "deploy"].flatMap((who) => [`eks:AccessEntry identity-cluster-${who}`, `eks:AccessPolicyAssociation identity-cluster-${who}-policy`]),
      ...["operators", "readers"].flatMap((group) => [`rbac.authorization.k8s.io:ClusterRole identity-cluster-${group}-role`, `rbac.authorization.k8s.io:ClusterRoleBinding identity-cluster-${group}-binding`]),
    ].sort(),
  );
  expect(strays(graph).filter((name) => name !== "kubernetes")).toEqual([]);
});

test("nothing AWS refuses, nothing the rules forbid", async () => {
  expect(refusals(graph)).toEqual([]);
  expect(violations(graph)).toEqual([]);
  const developed = await make({ context: DEVELOPMENT });
  expect(refusals(developed)).toEqual([]);
});

test("what the account has once is kept in production, and nothing elsewhere", async () => {
  expect(keptNames(graph)).toEqual(["identity-passwords", "identity-pipeline-github"]);
  expect(keptNames(await make({ context: DEVELOPMENT }))).toEqual([]);
});

test("passwords as the CIS benchmark has them", () => {
  expect(only(graph, "aws:iam/accountPasswordPolicy:AccountPasswordPolicy").inputs).toEqual({
    minimumPasswordLength: 14, passwordReusePrevention: 24, maxPasswordAge: 90,
    requireLowercaseCharacters: true, requireUppercaseCharacters: true, requireNumbers: true, requireSymbols: true,
    allowUsersToChangePassword: true, hardExpiry: false,
  });
});

describe("roles of people", () => {
  test.each([...PEOPLE, "break-glass"])("%s: nobody without a second factor", (who) => {
    const role = only(graph, ROLE, `people-${who}`);
    const [statement, ...more] = policy(role.inputs["assumeRolePolicy"]).Statement;
    expect(more).toEqual([]);
    expect(statement).toMatchObject({ Principal: { AWS: ["arn:aws:iam::123456789012:root"] }, Action: "sts:AssumeRole", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } });
    expect(role.inputs["name"]).toBe(`optibid-production-${who}`);
  });

  test.each(PEOPLE)("%s: within the boundary", (who) => {
    expect(namesOf(only(graph, ROLE, `people-${who}`).propertyDependencies["permissionsBoundary"])).toEqual(["identity-people-boundary"]);
  });

  test("sessions are the shorter the more a role may do", () => {
    expect([...PEOPLE, "break-glass"].map((who) => only(graph, ROLE, `people-${who}`).inputs["maxSessionDuration"])).toEqual([3_600, 14_400, 28_800, 28_800, 3_600]);
  });

  test("Identity Center and SAML bring the second factor as a tag of the session", async () => {
    const sso = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Admin_0123456789abcdef";
    const saml = "arn:aws:iam::123456789012:saml-provider/okta";
    const made = await make({ people: { ...ARGS.people, admin: [sso, saml] } });
    expect(policy(only(made, ROLE, "people-admin").inputs["assumeRolePolicy"]).Statement).toEqual([
      { Sid: "SessionWithMfa", Effect: "Allow", Principal: { AWS: [sso] }, Action: "sts:AssumeRole", Condition: { StringEquals: { "aws:PrincipalTag/mfa": "true" } } },
      { Sid: "SamlWithMfa", Effect: "Allow", Principal: { Federated: [saml] }, Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"], Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml", "aws:RequestTag/mfa": "true" } } },
    ]);
    expect(refusals(made)).toEqual([]);
  });
});

describe("the pipeline", () => {
  const trust = (graph_: Registration[], who: string): unknown => policy(only(graph_, ROLE, `pipeline-${who}`).inputs["assumeRolePolicy"]).Statement[0]?.["Condition"];

  test("roles are only for this repository's pull requests, main branch and environment", async () => {
    const made = await make({ github: { ...ARGS.github!, provider: "adopt" } });
    const audience = { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" };
    expect(trust(made, "plan")).toEqual({ StringEquals: { ...audience, "token.actions.githubusercontent.com:sub": ["repo:optibid/platform:pull_request", "repo:optibid/platform:ref:refs/heads/main"] } });
    expect(trust(made, "deploy")).toEqual({ StringEquals: { ...audience, "token.actions.githubusercontent.com:sub": ["repo:optibid/platform:environment:production"] } });
    expect(policy(only(made, ROLE, "pipeline-deploy").inputs["assumeRolePolicy"]).Statement[0]?.["Principal"]).toEqual({ Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" });
    expect(ofType(made, "aws:iam/openIdConnectProvider:OpenIdConnectProvider")).toEqual([]);
  });

  test("the provider, and roles that wait for it", () => {
    expect(only(graph, "aws:iam/openIdConnectProvider:OpenIdConnectProvider").inputs).toMatchObject({ url: "https://token.actions.githubusercontent.com", clientIdLists: ["sts.amazonaws.com"] });
    expect(namesOf(only(graph, ROLE, "pipeline-deploy").propertyDependencies["assumeRolePolicy"])).toEqual(["identity-pipeline-github"]);
  });

  test.each(["plan", "deploy"])("%s: within the pipeline's boundary", (who) => {
    expect(namesOf(only(graph, ROLE, `pipeline-${who}`).propertyDependencies["permissionsBoundary"])).toEqual(["identity-pipeline-boundary"]);
  });

  test("planning allows nothing but the state, and denies the data", () => {
    const { Statement } = policy(only(graph, POLICY, "pipeline-plan-policy").inputs["policy"]);
    expect(Statement.filter(({ Effect }) => Effect === "Allow")).toEqual([
      { Sid: "ReadState", Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws:s3:::optibid-pulumi-state/*"] },
      { Sid: "DecryptState", Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: "arn:aws:kms:eu-central-1:123456789012:key/state" },
    ]);
    expect(Statement.filter(({ Effect }) => Effect === "Deny").map(({ Sid, Resource, NotResource }) => [Sid, Resource ?? { not: NotResource }])).toEqual([["NoOtherObjects", { not: ["arn:aws:s3:::optibid-pulumi-state/*"] }], ["NoData", "*"]]);
  });

  test("without a repository there is none", async () => {
    const { github: _, ...rest } = ARGS;
    const made = await record(() => new Identity("identity", { ...rest, cluster: { name: "c", provider: new k8s.Provider("kubernetes", { kubeconfig: "{}" }), namespaces: ["optibid"], admitted: [] } }));
    expect(made.filter(({ name }) => name.includes("pipeline"))).toEqual([]);
    expect(ofType(made, ENTRY).map(({ name }) => name)).toEqual(["admin", "break-glass", "developer", "operator", "read-only"].map((who) => `identity-cluster-${who}`));
  });
});

describe("break-glass", () => {
  test("is heard of at once, though taking a role is a reading call", () => {
    expect(only(graph, "aws:cloudwatch/eventRule:EventRule").inputs["state"]).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    expect(namesOf(only(graph, "aws:cloudwatch/eventRule:EventRule").propertyDependencies["eventPattern"])).toEqual(["identity-people-break-glass"]);
    expect(only(graph, "aws:cloudwatch/eventTarget:EventTarget").inputs["arn"]).toBe(CRITICAL);
  });

  test("raises an alarm on the trail's record, and none where there is no trail", async () => {
    expect(only(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter").inputs["pattern"]).toBe('{ ($.eventSource = sts.amazonaws.com) && ($.eventName = AssumeRole*) && ($.requestParameters.roleArn = "*:role/optibid-production-break-glass") }');
    expect(only(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").inputs["alarmActions"]).toEqual([CRITICAL]);
    expect(ofType(await make({ trailLogGroupName: undefined }), "aws:cloudwatch/metricAlarm:MetricAlarm")).toEqual([]);
  });
});

describe("in the cluster", () => {
  const view = (graph_: readonly Registration[]): Record<string, unknown> =>
    Object.fromEntries(ofType(graph_, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation").map(({ name, inputs }) => [name.replace(/^identity-cluster-(.*)-policy$/, "$1"), [String(inputs["policyArn"]).replace(/^.*\//, ""), inputs["accessScope"]]]));

  test("each role has the policy and scope of its task", () => {
    const platform = { type: "namespace", namespaces: ["optibid"] };
    const everything = { type: "cluster" };
    expect(view(graph)).toEqual({
      admin: ["AmazonEKSClusterAdminPolicy", everything],
      operator: ["AmazonEKSEditPolicy", platform],
      developer: ["AmazonEKSViewPolicy", platform],
      "read-only": ["AmazonEKSViewPolicy", platform],
      "break-glass": ["AmazonEKSClusterAdminPolicy", everything],
      plan: ["AmazonEKSViewPolicy", everything],
      deploy: ["AmazonEKSClusterAdminPolicy", everything],
    });
  });

  test("groups, and what they are bound to", () => {
    expect(Object.fromEntries(ofType(graph, ENTRY).map(({ name, inputs }) => [name.replace("identity-cluster-", ""), inputs["kubernetesGroups"]]))).toEqual({
      admin: undefined, operator: ["optibid:operators"], developer: ["optibid:readers"], "read-only": ["optibid:readers"], "break-glass": undefined, plan: ["optibid:readers"], deploy: undefined,
    });
    const bound = ofType(graph, "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding").map(({ inputs }) => [(inputs["roleRef"] as { name: string }).name, (inputs["subjects"] as { name: string }[]).map(({ name }) => name)]);
    expect(bound).toEqual([["optibid-production-operators", ["optibid:operators"]], ["optibid-production-readers", ["optibid:operators", "optibid:readers"]]]);
  });

  test("who the cluster let in itself gets no second entry", async () => {
    const made = await make({}, ["arn:aws:iam::123456789012:role/optibid-production-deploy", "arn:aws:iam::123456789012:role/team/optibid-production-admin", "arn:aws:iam::123456789012:role/another"]);
    expect(Object.keys(view(made)).sort()).toEqual(["break-glass", "developer", "operator", "plan", "read-only"]);
  });

  test("an entry is there before its policy", () => {
    for (const each of ofType(graph, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation")) expect(namesOf(each.dependencies)).toContain(each.name.replace(/-policy$/, ""));
  });
});

test("hooks change roles and policies", async () => {
  const made = await make({ transform: { people: { role: (args) => ({ ...args, path: "/people/" }) }, pipeline: { policy: (args) => ({ ...args, path: "/pipeline/" }) } } });
  expect(new Set(ofType(made, ROLE).filter(({ name }) => name.includes("people")).map(({ inputs }) => inputs["path"]))).toEqual(new Set(["/people/"]));
  expect(new Set(ofType(made, POLICY).filter(({ name }) => name.includes("pipeline")).map(({ inputs }) => inputs["path"]))).toEqual(new Set(["/pipeline/"]));
});
