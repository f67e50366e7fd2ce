/** An account in memory that AWS resources are made in, as the server makes them: check, then create, update or delete. */
import { CACHE } from "../../../../golive/run/places.ts";
import { awsLaws } from "../../../../rehearsal/aws/index.ts";
import { token } from "../../../../rehearsal/aws/kit.ts";
import { openSchemas } from "../../../../rehearsal/schema/index.ts";
import { Cloud } from "../../../../rehearsal/server/cloud.ts";
import type { Target } from "../../../../rehearsal/server/target.ts";
import type { Law, Props } from "../../../../rehearsal/types.ts";
import type { Kept, Store } from "../../../../rehearsal/world/store.ts";
import { ACCOUNT, REGION } from "../world.ts";

/** Names of the laws that refused something in this process. */
export const refusedBy = new Set<string>();

const laws: readonly Law[] = awsLaws.map((law) => ({
  ...law,
  judge: (change) => {
    const refusals = law.judge(change);
    if (refusals.length > 0) refusedBy.add(law.name);
    return refusals;
  },
}));

const schemas = openSchemas({ cacheDirectory: CACHE });

function memory(): Omit<Store, "faults"> {
  const things = new Map<string, Kept>();
  const generations = new Map<string, number>();
  const key = (...parts: string[]) => parts.join("\n");
  const all = () => [...things.values()];
  return {
    get: (wanted, id, region) => all().find((one) => one.token === wanted && one.id === id && (region === undefined || one.region === region)),
    list: (wanted, region) => all().filter((one) => one.token === wanted && (region === undefined || one.region === region)),
    all,
    put: (one) => void things.set(key(one.token, one.region, one.id), one),
    remove: (wanted, region, id) => things.delete(key(wanted, region, id)),
    nextGeneration: (urn) => generations.set(urn, (generations.get(urn) ?? 0) + 1).get(urn) ?? 1,
    count: () => things.size,
    close: () => Promise.resolve(),
  };
}

/** Something that was made; the outputs that scenarios name are listed. */
export interface Made {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly bucket: string;
  readonly keyId: string;
  readonly zoneId: string;
  readonly url: string;
  readonly identifier: string;
  readonly userId: string;
  readonly userGroupId: string;
  readonly ipv6CidrBlock: string;
  readonly bucketRegionalDomainName: string;
  /** How it was made. */
  readonly made: { readonly target: Target; readonly short: string; readonly inputs: Props; readonly region: string };
}

/** The arguments do not pass `Check`. */
export class CheckError extends Error {}

/** Trust policy for services. */
export const trust = (...services: string[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: services.length === 1 ? services[0] : services }, Action: "sts:AssumeRole" }] });

/** A policy of one statement that allows reading objects, with changes. */
export const pol = (over: Record<string, unknown> = {}): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...over }] });

export const rep = (text: string, times: number): string => text.repeat(times);

/** An account with two VPCs: one with a way out and three subnets in two zones, one without and with two. */
export class Account {
  readonly #cloud = new Cloud({ pkg: "aws", schemas, laws, store: memory(), account: ACCOUNT, region: REGION });
  #count = 0;
  readonly vpc = this.c("ec2/vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  readonly vpc2 = this.c("ec2/vpc", { cidrBlock: "10.1.0.0/16" });
  readonly igw = this.c("ec2/internetGateway", { vpcId: this.vpc.id });
  readonly a = this.#subnet(this.vpc, "10.0.0.0/24", "a");
  readonly b = this.#subnet(this.vpc, "10.0.1.0/24", "b");
  readonly c3 = this.#subnet(this.vpc, "10.0.2.0/24", "a");
  readonly x = this.#subnet(this.vpc2, "10.1.0.0/24", "a");
  readonly y = this.#subnet(this.vpc2, "10.1.1.0/24", "b");
  readonly sg = this.c("ec2/securityGroup", { vpcId: this.vpc.id });
  readonly sg2 = this.c("ec2/securityGroup", { vpcId: this.vpc2.id });
  readonly role = this.roleFor("ec2.amazonaws.com");
  readonly key = this.c("kms/key", {});

  /** Makes something. */
  c(short: string, props: Props, region: string = REGION): Made {
    const name = `n${this.#count++}`;
    const target: Target = { urn: `urn:pulumi:test::optibid::${token(short)}::${name}`, token: token(short), name, config: { region } };
    const inputs = this.#checked(target, props);
    const { id, outputs } = this.#cloud.create(target, inputs, []);
    return { ...(outputs as unknown as Made), id, made: { target, short, inputs, region } };
  }

  /** Changes it in place. */
  u(one: Made, props: Props): Made {
    const inputs = this.#checked(one.made.target, { ...one.made.inputs, ...props });
    const { outputs } = this.#cloud.update(one.made.target, one.id, inputs, []);
    return { ...(outputs as unknown as Made), id: one.id, made: { ...one.made, inputs } };
  }

  /** Takes it away. */
  d(one: Made): void {
    this.#cloud.remove(one.made.target, one.id, one.made.inputs, {});
  }

  #checked(target: Target, props: Props): Props {
    const { inputs, failures } = this.#cloud.check(target, {}, props, Buffer.from(target.name));
    if (failures.length > 0) throw new CheckError(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    return inputs;
  }

  #subnet(vpc: Made, cidrBlock: string, letter: string): Made {
    return this.c("ec2/subnet", { vpcId: vpc.id, cidrBlock, availabilityZone: `${REGION}${letter}` });
  }

  roleFor(...services: string[]): Made {
    return this.c("iam/role", { assumeRolePolicy: trust(...services) });
  }

  dbg(subnetIds: string[] = [this.a.id, this.b.id]): Made {
    return this.c("rds/subnetGroup", { subnetIds });
  }

  db(over: Props = {}): Made {
    return this.c("rds/instance", { engine: "postgres", engineVersion: "17", instanceClass: "db.t4g.medium", allocatedStorage: 20, username: "app", password: "longenough1", skipFinalSnapshot: true, backupRetentionPeriod: 7, ...over });
  }

  rg(over: Props = {}): Made {
    return this.c("elasticache/replicationGroup", { description: "d", nodeType: "cache.t4g.micro", engine: "valkey", numCacheClusters: 2, automaticFailoverEnabled: true, ...over });
  }

  eks(over: Props = {}): Made {
    return this.c("eks/cluster", { roleArn: this.roleFor("eks.amazonaws.com").arn, vpcConfig: { subnetIds: [this.a.id, this.b.id] }, ...over });
  }

  nodes(over: Props = {}, cluster: Made = this.eks()): Made {
    return this.c("eks/nodeGroup", { clusterName: cluster.name, nodeRoleArn: this.role.arn, subnetIds: [this.a.id, this.b.id], scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 3 }, ...over });
  }

  fn(over: Props = {}): Made {
    return this.c("lambda/function", { role: this.roleFor("lambda.amazonaws.com").arn, runtime: "nodejs22.x", handler: "a.b", code: { asset: 1 }, ...over });
  }

  lb(over: Props = {}): Made {
    return this.c("lb/loadBalancer", { subnets: [this.a.id, this.b.id], internal: true, ...over });
  }

  tg(over: Props = {}): Made {
    return this.c("lb/targetGroup", { port: 80, protocol: "HTTP", vpcId: this.vpc.id, ...over });
  }

  lis(over: Props = {}, lb: Made = this.lb()): Made {
    return this.c("lb/listener", { loadBalancerArn: lb.arn, port: 80, protocol: "HTTP", defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } }], ...over });
  }

  cert(region: string = REGION, domainName = "example.com", validate = true): Made {
    const certificate = this.c("acm/certificate", { domainName, validationMethod: "DNS" }, region);
    if (validate) this.c("acm/certificateValidation", { certificateArn: certificate.arn }, region);
    return certificate;
  }

  bucket(over: Props = {}): Made {
    return this.c("s3/bucket", over);
  }

  dist(over: Props = {}): Made {
    return this.c("cloudfront/distribution", {
      enabled: true,
      origins: [{ originId: "o", domainName: "origin.example.com", customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] } }],
      defaultCacheBehavior: { targetOriginId: "o", viewerProtocolPolicy: "redirect-to-https", allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"], cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
      ...over,
    });
  }

  acl(scope: string, region: string = REGION, over: Props = {}): Made {
    return this.c("wafv2/webAcl", { scope, defaultAction: { allow: {} }, visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: "m", sampledRequestsEnabled: true }, ...over }, region);
  }
}

/** What is tried, the code that AWS refuses it with or "ok", and the steps. */
export type Scenario = readonly [label: string, expected: string, steps: (account: Account) => unknown];
