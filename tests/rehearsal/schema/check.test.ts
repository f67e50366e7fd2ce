import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkInputs, checkProviderConfig, openSchemas } from "../../../rehearsal/schema/index.ts";
import type { Schemas } from "../../../rehearsal/schema/index.ts";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import type { Props } from "../../../rehearsal/types.ts";

let cacheDirectory: string;
let schemas: Schemas;

beforeAll(() => {
  cacheDirectory = mkdtempSync(join(tmpdir(), "check-"));
  schemas = openSchemas({ cacheDirectory });
});
afterAll(() => rmSync(cacheDirectory, { recursive: true, force: true }));

const proxy = { engineFamily: "POSTGRESQL", roleArn: "arn:aws:iam::111122223333:role/r", vpcSubnetIds: ["subnet-1"] };
const deployment = (container: Props): Props => ({
  metadata: { name: "web" },
  spec: { selector: { matchLabels: { app: "web" } }, template: { spec: { containers: [{ name: "web", ...container }] } } },
});

const cases: [string, string, Props, { property: string; reason: string }[]][] = [
  ["a good one", "aws:rds/proxy:Proxy", proxy, []],
  ["an unknown property", "aws:rds/proxy:Proxy", { ...proxy, requireTLS: true }, [{ property: "requireTLS", reason: "unknown property; did you mean requireTls?" }]],
  ["missing ones", "aws:rds/proxy:Proxy", { engineFamily: "POSTGRESQL", roleArn: null }, [
    { property: "roleArn", reason: "missing required property" },
    { property: "vpcSubnetIds", reason: "missing required property" },
  ]],
  ["unknown values count as present", "aws:rds/proxy:Proxy", { engineFamily: UNKNOWN, roleArn: UNKNOWN, vpcSubnetIds: [UNKNOWN], idleClientTimeout: UNKNOWN }, []],
  ["bookkeeping at every level", "aws:rds/proxy:Proxy", { ...proxy, __defaults: ["name"], auths: [{ __defaults: [], authScheme: "SECRETS" }] }, []],
  ["a nested unknown property", "aws:rds/proxy:Proxy", { ...proxy, auths: [{ authSchema: "SECRETS" }] }, [{ property: "auths[0].authSchema", reason: "unknown property; did you mean authScheme?" }]],
  ["text for a number, as the bridge reads it", "aws:rds/proxy:Proxy", { ...proxy, idleClientTimeout: "1800" }, []],
  ["text that is no number", "aws:rds/proxy:Proxy", { ...proxy, idleClientTimeout: "long" }, [{ property: "idleClientTimeout", reason: 'expected a number, got the string "long"' }]],
  ["a boolean for a number", "aws:rds/proxy:Proxy", { ...proxy, idleClientTimeout: true }, [{ property: "idleClientTimeout", reason: "expected a number, got the boolean true" }]],
  ["text for a boolean", "aws:rds/proxy:Proxy", { ...proxy, requireTls: "true" }, []],
  ["other text for a boolean", "aws:rds/proxy:Proxy", { ...proxy, requireTls: "yes" }, [{ property: "requireTls", reason: 'expected true or false, got the string "yes"' }]],
  ["an object without a text for a name of a set", "aws:lb/loadBalancer:LoadBalancer", { ipAddressType: JSON.parse('{"toString":2,"__proto__":{}}') as Props }, [{ property: "ipAddressType", reason: "expected a string, got an object" }]],
  ["a number for text", "aws:rds/proxy:Proxy", { ...proxy, tags: { version: 3 } }, []],
  ["an object for text", "aws:rds/proxy:Proxy", { ...proxy, roleArn: { arn: "x" } }, [{ property: "roleArn", reason: "expected a string, got an object" }]],
  ["text for a list", "aws:rds/proxy:Proxy", { ...proxy, vpcSubnetIds: "subnet-1" }, [{ property: "vpcSubnetIds", reason: 'expected a list, got the string "subnet-1"' }]],
  ["a list in a list of text", "aws:rds/proxy:Proxy", { ...proxy, vpcSubnetIds: [["subnet-1"]] }, [{ property: "vpcSubnetIds[0]", reason: "expected a string, got a list" }]],
  ["a key that is no identifier", "aws:rds/proxy:Proxy", { ...proxy, tags: { "cost-centre": {} } }, [{ property: 'tags["cost-centre"]', reason: "expected a string, got an object" }]],
  ["a value outside a closed set", "aws:rds/proxy:Proxy", { ...proxy, endpointNetworkType: "IPV5" }, [{ property: "endpointNetworkType", reason: 'expected one of IPV4, IPV6, DUAL, got the string "IPV5"' }]],
  ["a value that the documentation misspells", "aws:elasticache/serverlessCache:ServerlessCache", { engine: "valkey", networkType: "dual_stack" }, []],
  ["a secret is not repeated", "aws:glue/connection:Connection", { athenaProperties: "hunter2" }, [{ property: "athenaProperties", reason: "expected a map, got a string" }]],
  ["a class outside an open enumeration", "aws:rds/instance:Instance", { instanceClass: "db.r9g.large" }, []],
  ["days of a lifecycle rule", "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", { bucket: "b", rules: [{ id: "a", status: "Enabled", expiration: { days: "soon" } }] }, [{ property: "rules[0].expiration.days", reason: 'expected a number, got the string "soon"' }]],
  ["a policy as text or object", "aws:iam/role:Role", { assumeRolePolicy: "{}" }, []],
  ["a Kubernetes object", "kubernetes:apps/v1:Deployment", deployment({ image: "nginx", ports: [{ containerPort: 80 }] }), []],
  ["Kubernetes reads no numbers from text", "kubernetes:apps/v1:Deployment", deployment({ ports: [{ containerPort: "80" }] }), [{ property: "spec.template.spec.containers[0].ports[0].containerPort", reason: 'expected a number, got the string "80"' }]],
  ["quantities may be numbers", "kubernetes:apps/v1:Deployment", deployment({ resources: { limits: { cpu: 1, memory: "1Gi" } } }), []],
  ["a number for the value of a variable", "kubernetes:apps/v1:Deployment", deployment({ env: [{ name: "PORT", value: 80 }] }), [{ property: "spec.template.spec.containers[0].env[0].value", reason: "expected a string, got the number 80" }]],
  ["true for a quantity", "kubernetes:apps/v1:Deployment", deployment({ resources: { limits: { cpu: true } } }), [{ property: "spec.template.spec.containers[0].resources.limits.cpu", reason: "expected a string, got the boolean true" }]],
  ["a number for the value of a metric", "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", { spec: { maxReplicas: 2, scaleTargetRef: { kind: "Deployment", name: "web" }, metrics: [{ type: "External", external: { metric: { name: "a" }, target: { type: "Value", value: 5 } } }] } }, []],
  ["text for the value of a class", "kubernetes:scheduling.k8s.io/v1:PriorityClass", { value: "5" }, [{ property: "value", reason: 'expected a number, got the string "5"' }]],
  ["a number for the type of a range", "kubernetes:core/v1:LimitRange", { spec: { limits: [{ type: 5, max: { cpu: 2 } }] } }, [{ property: "spec.limits[0].type", reason: "expected a string, got the number 5" }]],
  ["annotations may not", "kubernetes:core/v1:ConfigMap", { metadata: { annotations: { a: 1 } } }, [{ property: "metadata.annotations.a", reason: "expected a string, got the number 1" }]],
  ["ports by name or number", "kubernetes:core/v1:Service", { spec: { ports: [{ port: 80, targetPort: "http" }, { port: 81, targetPort: 8081 }] } }, []],
  ["an unknown Kubernetes field", "kubernetes:apps/v1:Deployment", deployment({ imagePullpolicy: "Always" }), [{ property: "spec.template.spec.containers[0].imagePullpolicy", reason: "unknown property; did you mean imagePullPolicy?" }]],
  ["another kind", "kubernetes:apps/v1:Deployment", { ...deployment({}), kind: "StatefulSet" }, [{ property: "kind", reason: 'expected one of Deployment, got the string "StatefulSet"' }]],
  ["fields of a custom resource", "kubernetes:cert-manager.io/v1:Certificate", { apiVersion: "cert-manager.io/v1", kind: "Certificate", spec: { any: ["thing"] } }, []],
  ["metadata of a custom resource", "kubernetes:cert-manager.io/v1:Certificate", { apiVersion: "cert-manager.io/v1", kind: "Certificate", metadata: { nam: "x" } }, [{ property: "metadata.nam", reason: "unknown property; did you mean name?" }]],
];

describe("checkInputs", () => {
  test.each(cases)("%s (%s)", (_, token, inputs, failures) => {
    expect(checkInputs(schemas.resource(token), inputs)).toEqual(failures);
  });
});

describe("checkProviderConfig", () => {
  test.each([
    ["nested values as JSON", "aws", { region: "eu-central-1", defaultTags: '{"tags":{"owner":"x"}}', skipMetadataApiCheck: "true", version: "7.48.0" }, []],
    ["values not known yet inside JSON", "aws", { assumeRoles: '[{"roleArn":"04da6b54-80e4-46f7-96ec-b56ff0331ba9"}]' }, []],
    ["a nested mistake", "aws", { defaultTags: '{"tag":{}}' }, [{ property: "defaultTags.tag", reason: "unknown property; did you mean tags?" }]],
    ["text that is no JSON", "aws", { defaultTags: "owner" }, [{ property: "defaultTags", reason: 'expected an object, got the string "owner"' }]],
    ["an unknown setting", "aws", { regoin: "eu-central-1" }, [{ property: "regoin", reason: "unknown property; did you mean region?" }]],
    ["Kubernetes", "kubernetes", { kubeconfig: UNKNOWN, enableServerSideApply: "true" }, []],
  ] as const)("%s (%s)", (_, pkg, inputs, failures) => {
    expect(checkProviderConfig(schemas, pkg, inputs)).toEqual(failures);
  });
});
