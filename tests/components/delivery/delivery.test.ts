import { beforeAll, describe, expect, test } from "@jest/globals";
import { only } from "../../../golive/graph/record.ts";
import type { Registration } from "../../../golive/graph/record.ts";
import { census, kept, namesOf, untagged } from "../cluster/context.ts";
import { refusals, violations } from "../judge.ts";
import { policy } from "../network/fixture.ts";
import { CONNECTION, HOST, SIGNER, build, imageOf } from "./fixture.ts";

const REPOSITORY = "aws:ecr/repository:Repository";
const ADMISSION = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";

let graph: Registration[];
beforeAll(async () => {
  graph = await build();
});

const REGISTRY_PARTS = ["", "-lifecycle", "-policy"];
const VERIFICATION = [
  "golive:cluster:PodIdentity delivery-verification-identity",
  "golive:delivery:Verification delivery-verification",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation delivery-verification-identity-association",
  "aws:iam/role:Role delivery-verification-identity-role",
  "aws:iam/rolePolicy:RolePolicy delivery-verification-identity-policy",
  "kubernetes:core/v1:Namespace delivery-verification-namespace",
  "kubernetes:helm.sh/v3:Release delivery-verification-controller",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy delivery-verification-default-deny",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy delivery-verification-flows",
  "kubernetes:policy.sigstore.dev/v1beta1:ClusterImagePolicy delivery-verification-policy",
];
const SIGNING = [
  "golive:delivery:SigningKey delivery-signing",
  "aws:kms/alias:Alias delivery-signing-alias",
  "aws:kms/alias:Alias delivery-signing-replica-alias",
  "aws:kms/key:Key delivery-signing-key",
  "aws:kms/replicaKey:ReplicaKey delivery-signing-replica",
];
const COPIES = [
  "aws:ecr/replicationConfiguration:ReplicationConfiguration delivery-registry-replication",
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate delivery-registry-copies",
  "aws:iam/role:Role delivery-registry-copies-role",
  "aws:iam/rolePolicy:RolePolicy delivery-registry-copies-policy",
];
const REGISTRY = [
  "golive:delivery:Registry delivery-registry",
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration delivery-registry-scanning",
  ...["api", "policy-controller"].flatMap((image) => REGISTRY_PARTS.map((part) => `aws:ecr/${["repository:Repository", "lifecyclePolicy:LifecyclePolicy", "repositoryPolicy:RepositoryPolicy"][REGISTRY_PARTS.indexOf(part)] ?? ""} delivery-registry-${image}${part}`)),
];
const GUARDS = [
  "golive:delivery:Admission delivery-admission",
  ...["pods", "controllers", "schedules"].flatMap((kind) => [`${ADMISSION} delivery-admission-${kind}`, `${ADMISSION}Binding delivery-admission-${kind}-binding`]),
];
const CONNECTED = [
  "golive:delivery:Runner delivery-runner",
  "aws:cloudwatch/logGroup:LogGroup delivery-runner-log",
  "aws:codebuild/project:Project delivery-runner-project",
  "aws:codebuild/webhook:Webhook delivery-runner-webhook",
  "aws:ec2/securityGroup:SecurityGroup delivery-runner-sg",
  "aws:iam/role:Role delivery-runner-role",
  "aws:iam/rolePolicy:RolePolicy delivery-runner-policy",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule delivery-runner-to-https",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule delivery-runner-to-cluster",
];
const RELEASE = ["golive:delivery:Release delivery-release", "aws:ssm/parameter:Parameter delivery-release-current", "aws:ssm/parameter:Parameter delivery-release-previous"];
const ALWAYS = ["golive:delivery:Delivery delivery", "pulumi:providers:kubernetes kubernetes"];
const sorted = (...lists: readonly (readonly string[])[]): string[] => lists.flat().sort();

describe("what it is made of", () => {
  test("in production", () => {
    expect(census(graph)).toEqual(sorted(ALWAYS, REGISTRY, COPIES, SIGNING, GUARDS, VERIFICATION, CONNECTED, RELEASE));
    expect(untagged(graph)).toEqual([]);
    expect(kept(graph)).toEqual(["delivery-registry-api", "delivery-registry-policy-controller", "delivery-runner-log", "delivery-signing-key", "delivery-signing-replica"]);
  });

  test.each<[string, Parameters<typeof build>[0], readonly (readonly string[])[]]>([
    ["with another stack's registry", (given) => ({ ...given, registry: { mode: "adopt", prefix: "optibid" } }), [GUARDS, VERIFICATION, CONNECTED, RELEASE]],
    ["without signatures", (given) => ({ ...given, enforceSignatures: false }), [REGISTRY, COPIES, SIGNING, GUARDS, CONNECTED, RELEASE]],
    ["without a runner, or a record", (given) => ({ ...given, runner: undefined, release: undefined }), [REGISTRY, COPIES, SIGNING, GUARDS, VERIFICATION]],
    ["with a first release", (given) => ({ ...given, release: { current: { version: "1", images: {} } } }), [REGISTRY, COPIES, SIGNING, GUARDS, VERIFICATION, CONNECTED, RELEASE.slice(0, 2)]],
    ["without disaster recovery", (given) => ({ ...given, context: { ...given.context, drRegion: undefined } }), [REGISTRY, SIGNING.filter((each) => !each.includes("replica")), GUARDS, VERIFICATION, CONNECTED, RELEASE]],
    ["with the registry's own scanning", (given) => ({ ...given, own: { ...given.own, scanning: "adopt" } }), [REGISTRY.filter((each) => !each.includes("scanning")), COPIES, SIGNING, GUARDS, VERIFICATION, CONNECTED, RELEASE]],
  ])("%s", async (_what, change, parts) => {
    expect(census(await build(change))).toEqual(sorted(ALWAYS, ...parts));
  });

  test.each([
    [false, ["golive:delivery:Runner delivery-runner", "aws:codeconnections/connection:Connection delivery-runner-connection"]],
    [true, [...CONNECTED, "aws:codeconnections/connection:Connection delivery-runner-connection"]],
  ])("a new connection that is confirmed: %s", async (confirmed, parts) => {
    const made = await build((given) => ({ ...given, runner: { ...given.runner!, connection: { confirmed } } }));
    expect(census(made).filter((each) => each.includes("delivery-runner"))).toEqual([...parts].sort());
    expect(refusals(made)).toEqual([]);
  });
});

describe("clouds and rules", () => {
  test.each<[string, Parameters<typeof build>[0]]>([
    ["production", undefined],
    ["an adopted registry", (given) => ({ ...given, registry: { mode: "adopt", prefix: "optibid", account: "999999999999" } })],
    ["a throwaway", (given) => ({ ...given, context: { ...given.context, name: "optibid-dev", environment: "dev", drRegion: undefined, protect: false, deletionProtection: false }, own: { ...given.own, readers: ["111111111111"], scanning: "basic" } })],
  ])("AWS and Kubernetes refuse nothing, and no rule is broken: %s", async (_what, change) => {
    const made = await build(change);
    expect(refusals(made)).toEqual([]);
    expect(violations(made)).toEqual([]);
  });
});

describe("the registry", () => {
  test("has repositories that scan, encrypt and never move a tag", () => {
    const { inputs } = only(graph, REPOSITORY, "-api");
    expect(inputs).toMatchObject({
      name: "optibid/api",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "arn:aws:kms:eu-central-1:123456789012:key/mrk-data" }],
      forceDelete: false,
    });
  });

  test("keeps fifty releases, and their signatures first", () => {
    const { inputs } = only(graph, "aws:ecr/lifecyclePolicy:LifecyclePolicy", "-api-lifecycle");
    const { rules } = JSON.parse(String(inputs["policy"])) as { rules: { rulePriority: number; selection: object }[] };
    expect(rules.map(({ rulePriority, selection }) => [rulePriority, selection])).toEqual([
      [1, { tagStatus: "tagged", tagPatternList: ["sha256-*"], countType: "imageCountMoreThan", countNumber: 150 }],
      [2, { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 }],
      [3, { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 50 }],
    ]);
  });

  test("lets nobody in without TLS, and other accounts only pull", async () => {
    const sids = (from: readonly Registration[]) => policy(only(from, "aws:ecr/repositoryPolicy:RepositoryPolicy", "-api-policy").inputs["policy"]).Statement.map((each) => [each["Sid"], each["Effect"], each["Principal"]]);
    expect(sids(graph)).toEqual([["OnlyOverTls", "Deny", "*"]]);
    const shared = await build((given) => ({ ...given, own: { ...given.own, readers: ["111111111111"] } }));
    expect(sids(shared)).toEqual([["OnlyOverTls", "Deny", "*"], ["PullByOtherAccounts", "Allow", { AWS: ["arn:aws:iam::111111111111:root"] }]]);
  });

  test("is copied to the Region of disaster recovery, encrypted with the key there", () => {
    expect(only(graph, "aws:ecr/replicationConfiguration:ReplicationConfiguration").inputs["replicationConfiguration"]).toEqual({
      rules: [{ destinations: [{ region: "eu-west-1", registryId: "123456789012" }], repositoryFilters: [{ filter: "optibid/", filterType: "PREFIX_MATCH" }] }],
    });
    expect(only(graph, "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate").inputs).toMatchObject({
      region: "eu-west-1", prefix: "optibid", appliedFors: ["REPLICATION"], encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "arn:aws:kms:eu-west-1:123456789012:key/mrk-data" }],
    });
    expect(namesOf(only(graph, "aws:ecr/replicationConfiguration:ReplicationConfiguration").dependencies)).toEqual(["delivery-registry-copies"]);
  });

  test.each([["enhanced", "ENHANCED", "CONTINUOUS_SCAN"], ["basic", "BASIC", "SCAN_ON_PUSH"]] as const)("scans %s", async (scanning, scanType, scanFrequency) => {
    const made = await build((given) => ({ ...given, own: { ...given.own, scanning } }));
    expect(only(made, "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration").inputs).toEqual({
      scanType, rules: [{ scanFrequency, repositoryFilters: [{ filter: "optibid/*", filterType: "WILDCARD" }] }],
    });
  });
});

describe("signatures", () => {
  test("are made with a key for the pipeline alone", () => {
    const { inputs } = only(graph, "aws:kms/key:Key");
    expect(inputs).toMatchObject({ keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "ECC_NIST_P256", multiRegion: true });
    const sign = policy(inputs["policy"]).Statement.find((each) => each["Sid"] === "SignImages");
    expect(sign).toEqual({
      Sid: "SignImages", Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: ["kms:Sign"], Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": [SIGNER] }, StringEquals: { "kms:SigningAlgorithm": "ECDSA_SHA_256", "kms:MessageType": "DIGEST" } },
    });
    expect(policy(inputs["policy"]).Statement.flatMap((each) => each["Action"] as string[]).filter((action) => action === "kms:*" || action.startsWith("kms:Sign"))).toEqual(["kms:Sign"]);
  });

  test("are demanded of every image of the registry", () => {
    expect(only(graph, "kubernetes:policy.sigstore.dev/v1beta1:ClusterImagePolicy").inputs["spec"]).toEqual({
      mode: "enforce",
      images: [{ glob: `${HOST}/optibid/**` }],
      authorities: [{ name: "pipeline", key: { kms: "awskms:///arn:aws:kms:eu-central-1:123456789012:alias/optibid/image-signing", hashAlgorithm: "sha256" } }],
    });
  });

  test("are checked by a controller from the platform's own registry, which fails closed", () => {
    const release = only(graph, "kubernetes:helm.sh/v3:Release");
    expect(release.inputs).toMatchObject({ chart: "oci://ghcr.io/sigstore/helm-charts/policy-controller", version: "0.10.6", namespace: "image-verification", atomic: true });
    const { webhook } = release.inputs["values"] as { webhook: Record<string, unknown> };
    expect(webhook).toMatchObject({
      replicaCount: 2,
      failurePolicy: "Fail",
      image: { repository: `${HOST}/optibid/policy-controller`, version: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
      namespaceSelector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["optibid", "observability"] }] },
      configData: { "no-match-policy": "deny" },
    });
    expect(namesOf(release.dependencies)).toEqual(expect.arrayContaining(["delivery-verification-flows", "delivery-verification-identity-association", "delivery-admission-pods-binding"]));
    expect(namesOf(only(graph, "kubernetes:policy.sigstore.dev/v1beta1:ClusterImagePolicy").dependencies)).toEqual(["delivery-verification-controller"]);
  });

  test("the controller reads: it can neither sign nor push", () => {
    const { Statement } = policy(only(graph, "aws:iam/rolePolicy:RolePolicy", "identity-policy").inputs["policy"]);
    expect(Statement.flatMap((each) => each["Action"])).toEqual([
      "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer", "kms:DescribeKey", "kms:GetPublicKey",
    ]);
  });
});

describe("the runner", () => {
  test("is a machine a job in the private subnets, and reaches the API endpoint", () => {
    expect(only(graph, "aws:codebuild/project:Project").inputs).toMatchObject({
      name: "optibid-production-runner",
      source: { type: "GITHUB", location: "https://github.com/optibid/platform.git", auth: { type: "CODECONNECTIONS", resource: CONNECTION } },
      environment: { type: "ARM_CONTAINER", privilegedMode: false },
      vpcConfig: { vpcId: "vpc-1", subnets: ["subnet-a", "subnet-b"] },
    });
    expect(only(graph, "aws:codebuild/webhook:Webhook").inputs["filterGroups"]).toEqual([{ filters: [{ type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" }] }]);
    expect(only(graph, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs).toMatchObject({ securityGroupId: "sg-cluster", fromPort: 443, toPort: 443 });
  });
});

describe("the record of releases", () => {
  test.each([["current", "1.4.2", "2"], ["previous", "1.4.1", "1"]])("%s", (which, version, digit) => {
    const { inputs } = only(graph, "aws:ssm/parameter:Parameter", which);
    expect(inputs["name"]).toBe(`/optibid-production/release/${which}`);
    expect(JSON.parse(String(inputs["insecureValue"]))).toEqual({ version, images: { api: imageOf("api", digit) } });
  });
});
