import { describe, expect, test } from "@jest/globals";
import { check, outcome, resource, urnOf } from "./support.ts";
import { deployment, podSpec } from "./fixtures.ts";
import { UNKNOWN } from "../../policies/unknown.ts";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const good = deployment();
const SPEC = "spec.template.spec";
const C = `${SPEC}.containers[0]`;

describe("isolation", () => {
  check("cluster-endpoint-private", {
    type: "aws:eks/cluster:Cluster", good: { vpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true } }, bad: [{ "vpcConfig.endpointPublicAccess": true }, { "vpcConfig.endpointPrivateAccess": false }],
    missing: ["vpcConfig", "vpcConfig.endpointPublicAccess"], unknown: ["vpcConfig", "vpcConfig.endpointPublicAccess"],
  });
  check("subnet-no-public-addresses", { type: "aws:ec2/subnet:Subnet", good: {}, bad: [{ mapPublicIpOnLaunch: true }], safe: ["mapPublicIpOnLaunch"], unknown: ["mapPublicIpOnLaunch"] });
  check("machine-no-public-address", { type: "aws:ec2/instance:Instance", good: { associatePublicIpAddress: false }, bad: [{ associatePublicIpAddress: true }], safe: ["associatePublicIpAddress"], unknown: ["associatePublicIpAddress"] });
  test("a launch template's interface asks for a public address in text", () => {
    expect(outcome("machine-no-public-address", [resource("aws:ec2/launchTemplate:LaunchTemplate", "subject", { networkInterfaces: [{ associatePublicIpAddress: "true" }] })])).toBe("violation");
  });
  check("machine-metadata-v2", { type: "aws:ec2/launchTemplate:LaunchTemplate", good: { metadataOptions: { httpTokens: "required" } }, bad: [{ "metadataOptions.httpTokens": "optional" }], fine: [{ metadataOptions: { httpEndpoint: "disabled" } }], missing: ["metadataOptions"], unknown: ["metadataOptions.httpTokens"] });

  const route = (props: Record<string, unknown>, edges = {}) => resource("aws:ec2/route:Route", "route", { destinationCidrBlock: "0.0.0.0/0", ...props }, { routeTableId: ["table"], ...edges });
  test("routes that AWS fills in at preview defer nothing", () => {
    const filled = subnets.map((node) => (node.name === "table" ? { ...node, props: { routes: UNKNOWN } } : node));
    expect(outcome("data-subnets-isolated", [resource("aws:rds/subnetGroup:SubnetGroup", "subject", { subnetIds: [UNKNOWN] }, { subnetIds: ["subnet"] }), ...filled])).toBe("pass");
  });
  const subnets = [
    resource("aws:ec2/subnet:Subnet", "subnet", { id: "subnet-1" }),
    resource("aws:ec2/internetGateway:InternetGateway", "gateway", {}),
    resource("aws:ec2/routeTable:RouteTable", "table", {}),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", {}, { subnetId: ["subnet"], routeTableId: ["table"] }),
  ];
  check("data-subnets-isolated", { type: "aws:rds/subnetGroup:SubnetGroup", good: { subnetIds: ["subnet-1"] }, others: subnets, bad: [{ subnetIds: [] }], missing: ["subnetIds"], unknown: ["subnetIds"] });
  test.each([
    ["by edge", route({ gatewayId: UNKNOWN }, { gatewayId: ["gateway"] }), "violation"],
    ["by id", route({ gatewayId: "igw-1" }), "violation"],
    ["to a NAT gateway", route({ natGatewayId: UNKNOWN }, { natGatewayId: ["nat"] }), "pass"],
    ["for one address", route({ gatewayId: "igw-1", destinationCidrBlock: "203.0.113.7/32" }), "pass"],
  ])("data subnets routed %s: %s", (_title, way, expected) => {
    expect(outcome("data-subnets-isolated", [resource("aws:rds/subnetGroup:SubnetGroup", "subject", { subnetIds: [UNKNOWN] }, { subnetIds: ["subnet"] }), ...subnets, way])).toBe(expected);
  });
});

describe("isolation in the cluster", () => {
  const deny = (spec: Record<string, unknown>, namespace = "optibid") => resource(POLICY, "deny", { metadata: { name: "deny", namespace }, spec });
  check("namespace-default-deny", { type: DEPLOYMENT, good, others: [deny({ podSelector: {}, policyTypes: ["Ingress", "Egress"] })], bad: [{ "metadata.namespace": "other" }], missing: ["metadata.namespace"], unknown: ["metadata.namespace"] });
  test.each([
    [{ podSelector: {}, policyTypes: ["Ingress"] }, "violation"],
    [{ podSelector: {} }, "violation"],
    [{ policyTypes: ["Ingress", "Egress"] }, "pass"],
    [{ podSelector: { matchLabels: { app: "app" } }, policyTypes: ["Ingress", "Egress"] }, "violation"],
    [{ podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}] }, "violation"],
  ])("a policy of %j: default deny %s", (spec, expected) => {
    expect(outcome("namespace-default-deny", [resource(DEPLOYMENT, "subject", good), deny(spec)])).toBe(expected);
  });
  check("workload-network-policy", { type: DEPLOYMENT, good, others: [deny({ podSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["app"] }] } })], bad: [{ "spec.template.metadata.labels.app": "web" }], missing: ["spec.template.metadata.labels"], unknown: ["metadata.namespace"] });
  const standard = (version: string) => ({ metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/enforce-version": version } } });
  check("namespace-pod-security", {
    type: "kubernetes:core/v1:Namespace", good: { metadata: { name: "optibid", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
    bad: [{ metadata: { labels: { "pod-security.kubernetes.io/enforce": "baseline" } } }, { metadata: { labels: { "pod-security.kubernetes.io/warn": "restricted" } } }, ...["v1.22", "v1.0", "v2.30", "1.30"].map(standard)],
    fine: ["latest", "v1.23", "v1.34"].map(standard), missing: ["metadata", "metadata.labels"], unknown: ["metadata.labels"],
  });
  test.each([
    ["privileged", ["subject"], "pass"],
    ["privileged", [], "violation"],
    ["baseline", ["subject"], "violation"],
    [undefined, ["subject"], "violation"],
  ] as const)("a namespace with enforce=%s and an add-on after %j: %s", (level, after, expected) => {
    const labels = level === undefined ? {} : { "pod-security.kubernetes.io/enforce": level };
    const addon = { ...resource("aws:eks/addon:Addon", "agent", { addonName: "agent" }), dependencies: after.map(urnOf) };
    expect(outcome("namespace-pod-security", [resource("kubernetes:core/v1:Namespace", "subject", { metadata: { name: "agents", labels } }), addon])).toBe(expected);
  });
  check("namespace-network-policy", {
    type: "kubernetes:core/v1:Namespace", good: { metadata: { name: "optibid" } }, others: [deny({ podSelector: {}, policyTypes: ["Ingress"], ingress: [{ ports: [{ port: 80 }] }] }), deny({ policyTypes: ["Egress"] })],
    bad: [{ "metadata.name": "other" }], missing: ["metadata.name"], unknown: ["metadata.name"],
  });
  test.each([
    [{ podSelector: {}, policyTypes: ["Ingress", "Egress"] }, "pass"], [{ egress: [{ ports: [{ port: 53 }] }] }, "pass"], [{ podSelector: {} }, "violation"],
    [{ podSelector: { matchLabels: { app: "app" } }, policyTypes: ["Ingress", "Egress"] }, "violation"], [UNKNOWN, "deferred"],
  ])("a namespace with a policy of %j: %s", (spec, expected) => {
    expect(outcome("namespace-network-policy", [resource("kubernetes:core/v1:Namespace", "subject", { metadata: { name: "optibid" } }), resource(POLICY, "policy", { metadata: { namespace: "optibid" }, spec })])).toBe(expected);
  });
  check("workload-own-namespace", { type: DEPLOYMENT, good, bad: [{ "metadata.namespace": "default" }, { "metadata.namespace": "kube-system" }, { "metadata.namespace": "kube-node-lease" }], fine: [{ "metadata.namespace": "kube-state-metrics" }], missing: ["metadata.namespace"], unknown: ["metadata.namespace"] });
  check("service-internal", {
    type: "kubernetes:core/v1:Service", good: { spec: { type: "ClusterIP" } }, bad: [{ spec: { type: "LoadBalancer" } }, { metadata: { annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" } }, spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" } }, { "spec.externalIPs": ["203.0.113.7"] }, { "spec.type": "NodePort" }],
    fine: [{ metadata: { annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" } }, spec: { type: "LoadBalancer" } }, { spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" } }], safe: ["spec.type"], unknown: ["spec.type"],
  });
  const allow = (spec: Record<string, unknown>) => ({ metadata: { namespace: "optibid" }, spec });
  check("network-policy-narrow", {
    type: POLICY,
    good: allow({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: "a" } } }], ports: [{ port: 80 }] }], egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }], ports: [{ port: 443 }] }] }),
    bad: [
      { "spec.ingress[0].from": [] }, { "spec.ingress[0]": {} }, { "spec.ingress[0].from": [{ ipBlock: { cidr: "::/0" } }] }, { "spec.ingress[0].from[1]": { namespaceSelector: {} } },
      { "spec.egress[0]": {} }, { "spec.egress[0].ports": [] }, { "spec.egress[0]": { to: [{ namespaceSelector: {}, podSelector: {} }] } },
    ],
    fine: [{ "spec.ingress[0].from": [{ podSelector: {} }] }, { "spec.ingress[0].from": [{ namespaceSelector: {}, podSelector: { matchLabels: { app: "web" } } }] }, { "spec.egress[0]": { ports: [{ port: 53 }] } }, { "spec.egress[0]": { to: [{ ipBlock: { cidr: "10.0.0.0/16" } }] } }],
    safe: ["spec.ingress", "spec.egress"], missing: ["spec.ingress[0].from", "spec.egress[0].ports"], unknown: ["spec", "spec.ingress", "spec.egress", "spec.ingress[0].from[0].namespaceSelector"],
  });
  check("ingress-object-tls", {
    type: "kubernetes:networking.k8s.io/v1:Ingress", good: { spec: { tls: [{ hosts: ["optibid.com"], secretName: "tls" }] } },
    bad: [{ "spec.tls": [] }, { metadata: { annotations: { "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]' } } }, { "spec.tls": [], metadata: { annotations: { "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80}]' } } }],
    fine: [
      { "spec.tls": [], metadata: { annotations: { "alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm:1" } } }, { metadata: { annotations: { "alb.ingress.kubernetes.io/listen-ports": '[{"HTTPS":443}]' } } },
      { metadata: { annotations: { "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]', "alb.ingress.kubernetes.io/ssl-redirect": "443" } } },
    ],
    missing: ["spec.tls", "spec"], unknown: ["spec.tls", "metadata"],
  });
  const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
  const ingressClass = (parameters: unknown, annotations?: object) => resource("kubernetes:networking.k8s.io/v1:IngressClass", "class", { metadata: { name: "alb", annotations }, spec: { parameters } });
  const params = (spec: unknown) => resource("kubernetes:eks.amazonaws.com/v1:IngressClassParams", "params", { metadata: { name: "alb-params" }, spec });
  const CERTIFIED = params({ certificateARNs: ["arn:aws:acm:1"] });
  const HTTP = { "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]' };
  test.each([
    ["a class with certificates", { spec: { ingressClassName: "alb" } }, [ingressClass({ name: "alb-params" }), CERTIFIED], "pass"], ["the default class with certificates", {}, [ingressClass({ name: "alb-params" }, { "ingressclass.kubernetes.io/is-default-class": "true" }), CERTIFIED], "pass"],
    ["no class", {}, [ingressClass({ name: "alb-params" }), CERTIFIED], "violation"], ["another class", { spec: { ingressClassName: "nginx" } }, [ingressClass({ name: "alb-params" }), CERTIFIED], "violation"],
    ["a class without parameters", { spec: { ingressClassName: "alb" } }, [ingressClass(undefined), CERTIFIED], "violation"], ["a class without certificates", { spec: { ingressClassName: "alb" } }, [ingressClass({ name: "alb-params" }), params({})], "violation"],
    ["a class whose certificates are not known yet", { spec: { ingressClassName: "alb" } }, [ingressClass({ name: "alb-params" }), params(UNKNOWN)], "deferred"],
    ["a class that redirects", { metadata: { annotations: HTTP }, spec: { ingressClassName: "alb" } }, [ingressClass({ name: "alb-params" }), params({ certificateARNs: ["arn:aws:acm:1"], sslRedirectPort: "443" })], "pass"],
    ["a class that does not redirect", { metadata: { annotations: HTTP }, spec: { ingressClassName: "alb" } }, [ingressClass({ name: "alb-params" }), CERTIFIED], "violation"],
  ])("an Ingress of %s: TLS %s", (_title, props, others, expected) => expect(outcome("ingress-object-tls", [resource(INGRESS, "subject", props), ...others])).toBe(expected));
  test.each([["internal", "pass"], [undefined, "pass"], ["internet-facing", "violation"], [UNKNOWN, "deferred"]])("a class of scheme %s: %s", (scheme, expected) => expect(outcome("ingress-object-internal", [{ ...params({ scheme }), name: "subject" }])).toBe(expected));
  check("ingress-object-internal", {
    type: "kubernetes:networking.k8s.io/v1:Ingress", good: { metadata: { annotations: { "alb.ingress.kubernetes.io/scheme": "internal" } } }, bad: [{ metadata: { annotations: { "alb.ingress.kubernetes.io/scheme": "internet-facing" } } }],
    safe: ["metadata.annotations"], unknown: ["metadata.annotations"],
  });
});

describe("limits, probes and replicas", () => {
  for (const kind of ["cpu", "memory"]) {
    check(`container-${kind}-limit`, {
      type: DEPLOYMENT, good, bad: [{ [`${C}.resources.limits.${kind}`]: "0" }, { [`${C}.resources.limits.${kind}`]: "much" }, { [`${SPEC}.initContainers`]: [{ name: "init" }] }],
      fine: [{ [`${C}.resources.limits.${kind}`]: 2 }, { [`${C}.resources.limits.${kind}`]: "1.5Gi" }, { [`${SPEC}.ephemeralContainers`]: [{ name: "debug" }] }],
      missing: [`${C}.resources`, `${C}.resources.limits.${kind}`], unknown: [`${C}.resources.limits`],
    });
  }
  for (const kind of ["readiness", "liveness", "startup"]) {
    check(`container-${kind}-probe`, { type: DEPLOYMENT, good, bad: [{ [`${C}.${kind}Probe`]: {} }, { [`${C}.${kind}Probe`]: { periodSeconds: 5 } }], fine: [{ [`${C}.${kind}Probe`]: { grpc: { port: 1 } } }], missing: [`${C}.${kind}Probe`], unknown: [`${C}.${kind}Probe`] });
  }
  test("a pod that runs once needs no probes", () => {
    expect(outcome("container-readiness-probe", [resource("kubernetes:core/v1:Pod", "subject", { spec: { ...podSpec(), restartPolicy: "Never" } })])).toBe("not-applicable");
  });
  check("workload-replicated", { type: DEPLOYMENT, good, bad: [{ "spec.replicas": 1 }], fine: [{ "spec.replicas": 2 }], missing: ["spec.replicas"], unknown: ["spec.replicas"] });
  test.each([[2, "pass"], [1, "violation"], [undefined, "violation"]])("an autoscaler with minReplicas %s governs: %s", (minReplicas, expected) => {
    const scaler = resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "hpa", { metadata: { namespace: "optibid" }, spec: { minReplicas, maxReplicas: 9, scaleTargetRef: { kind: "Deployment", name: "app" } } });
    expect(outcome("workload-replicated", [resource(DEPLOYMENT, "subject", good), scaler])).toBe(expected);
  });
  check("autoscaler-minimum", { type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", good: { spec: { minReplicas: 3 } }, bad: [{ "spec.minReplicas": 1 }], missing: ["spec.minReplicas"], unknown: ["spec.minReplicas"] });
  check("workload-disruption-budget", {
    type: DEPLOYMENT, good, others: [resource("kubernetes:policy/v1:PodDisruptionBudget", "pdb", { metadata: { namespace: "optibid" }, spec: { minAvailable: 1, selector: { matchLabels: { app: "app" } } } })],
    bad: [{ "spec.template.metadata.labels.app": "web" }, { "metadata.namespace": "other" }], missing: ["metadata.namespace"], unknown: ["metadata.namespace"],
  });
  const running = resource(DEPLOYMENT, "app", good);
  check("disruption-budget-lets-drain", {
    type: "kubernetes:policy/v1:PodDisruptionBudget", good: { metadata: { namespace: "optibid" }, spec: { maxUnavailable: 1, selector: { matchLabels: { app: "app" } } } }, others: [running],
    bad: [{ "spec.maxUnavailable": 0 }, { "spec.maxUnavailable": "0%" }, ...["100%", 3, "4"].map((minAvailable) => ({ "spec.maxUnavailable": undefined, "spec.minAvailable": minAvailable }))],
    fine: [{ "spec.maxUnavailable": "10%" }, ...["50%", 2, "1"].map((minAvailable) => ({ "spec.maxUnavailable": undefined, "spec.minAvailable": minAvailable })), { "spec.maxUnavailable": undefined, "spec.minAvailable": 9, "spec.selector": { matchLabels: { app: "other" } } }, { "spec.maxUnavailable": undefined, "spec.minAvailable": 9, "metadata.namespace": "other" }],
    missing: ["spec.maxUnavailable", "spec"], unknown: ["spec", "spec.maxUnavailable"],
  });
  test.each([[1, 2, "pass"], [2, 2, "violation"], [1, undefined, "violation"], [1, UNKNOWN, "deferred"]])("a budget of %s pods, and an autoscaler with at least %s: %s", (minAvailable, minReplicas, expected) => {
    const scaler = resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "hpa", { metadata: { namespace: "optibid" }, spec: { minReplicas, maxReplicas: 9, scaleTargetRef: { kind: "Deployment", name: "app" } } });
    const budget = resource("kubernetes:policy/v1:PodDisruptionBudget", "subject", { metadata: { namespace: "optibid" }, spec: { minAvailable, selector: { matchLabels: { app: "app" } } } });
    expect(outcome("disruption-budget-lets-drain", [budget, running, scaler])).toBe(expected);
  });
  test("a workload that says nothing about replicas runs one", () => {
    const budget = resource("kubernetes:policy/v1:PodDisruptionBudget", "subject", { metadata: { namespace: "optibid" }, spec: { minAvailable: 1, selector: { matchLabels: { app: "app" } } } });
    expect(outcome("disruption-budget-lets-drain", [budget, resource(DEPLOYMENT, "app", { ...good, spec: { ...(good["spec"] as object), replicas: undefined } })])).toBe("violation");
  });
  check("workload-spread", {
    type: DEPLOYMENT, good, bad: [{ [`${SPEC}.topologySpreadConstraints[0].topologyKey`]: "kubernetes.io/hostname" }],
    fine: [{ [`${SPEC}.topologySpreadConstraints`]: undefined, [`${SPEC}.affinity`]: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: "topology.kubernetes.io/zone" } }] } } }],
    missing: [`${SPEC}.topologySpreadConstraints`], unknown: [`${SPEC}.topologySpreadConstraints`],
  });
  check("workload-rollout-without-gap", { type: DEPLOYMENT, good, bad: [{ "spec.strategy": { type: "Recreate" } }, { "spec.strategy.rollingUpdate.maxUnavailable": 1 }], fine: [{ "spec.strategy.rollingUpdate.maxUnavailable": "0%" }, { "spec.strategy.type": undefined }], missing: ["spec.strategy", "spec.strategy.rollingUpdate"], unknown: ["spec.strategy"] });
});

describe("load balancers and machines", () => {
  const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
  check("load-balancer-several-zones", { type: BALANCER, good: { subnets: ["a", "b"] }, bad: [{ subnets: ["a"] }], fine: [{ subnets: undefined, subnetMappings: [{}, {}] }, { subnets: [UNKNOWN, UNKNOWN] }], missing: ["subnets"], unknown: ["subnets"] });
  check("load-balancer-deletion-protected", { type: BALANCER, good: { enableDeletionProtection: true }, bad: [{ enableDeletionProtection: false }], missing: ["enableDeletionProtection"], unknown: ["enableDeletionProtection"] });
  check("load-balancer-access-logs", { type: BALANCER, good: { accessLogs: { bucket: "b", enabled: true } }, bad: [{ "accessLogs.enabled": false }], missing: ["accessLogs", "accessLogs.enabled"], unknown: ["accessLogs.enabled"], exempt: [{ loadBalancerType: "gateway" }] });
  check("target-group-health-check", { type: "aws:lb/targetGroup:TargetGroup", good: { protocol: "HTTP", healthCheck: { path: "/healthz" } }, bad: [{ "healthCheck.enabled": false }, { protocol: "TCP", healthCheck: { enabled: false } }], fine: [{ protocol: "TCP", healthCheck: undefined }], missing: ["healthCheck", "healthCheck.path"], unknown: ["healthCheck"], exempt: [{ targetType: "lambda" }] });
  check("target-group-session-persistence", { type: "aws:lb/targetGroup:TargetGroup", good: { protocol: "HTTPS", stickiness: { type: "lb_cookie", enabled: true } }, bad: [{ "stickiness.enabled": false }], safe: ["stickiness.enabled"], missing: ["stickiness"], unknown: ["stickiness"], exempt: [{ protocol: "TCP" }] });
  check("machine-group-spread", { type: "aws:autoscaling/group:Group", good: { minSize: 2, vpcZoneIdentifiers: ["a", "b"] }, bad: [{ minSize: 1 }, { vpcZoneIdentifiers: ["a"] }], missing: ["minSize", "vpcZoneIdentifiers"], unknown: ["minSize"] });
  check("machine-group-health-check", { type: "aws:autoscaling/group:Group", good: { targetGroupArns: ["arn"], healthCheckType: "ELB" }, bad: [{ healthCheckType: "EC2" }], missing: ["healthCheckType"], unknown: ["healthCheckType"], exempt: [{ targetGroupArns: [] }] });
});

describe("logs", () => {
  check("cluster-logs-complete", { type: "aws:eks/cluster:Cluster", good: { enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"] }, bad: [{ enabledClusterLogTypes: ["audit"] }], missing: ["enabledClusterLogTypes"], unknown: ["enabledClusterLogTypes"] });
  check("distribution-access-logs", { type: "aws:cloudfront/distribution:Distribution", good: { arn: "arn:d", loggingConfig: { bucket: "b" } }, bad: [{ loggingConfig: {} }], fine: [{ "loggingConfig.bucket": UNKNOWN }], missing: ["loggingConfig"] });
  const source = (logType: unknown) => resource("aws:cloudwatch/logDeliverySource:LogDeliverySource", "source", { name: "access", resourceArn: UNKNOWN, logType }, { resourceArn: ["subject"] });
  const delivery = resource("aws:cloudwatch/logDelivery:LogDelivery", "delivery", { deliverySourceName: "access" });
  test.each([
    ["ACCESS_LOGS", [delivery], "pass"], ["ACCESS_LOGS", [], "violation"], ["CONNECTION_LOGS", [delivery], "violation"], [UNKNOWN, [delivery], "deferred"],
  ])("a source of %s with deliveries %j: %s", (logType, deliveries, expected) => {
    expect(outcome("distribution-access-logs", [resource("aws:cloudfront/distribution:Distribution", "subject", {}), source(logType), ...deliveries])).toBe(expected);
  });
  const flow = resource("aws:ec2/flowLog:FlowLog", "flow", { vpcId: "vpc-1", trafficType: "ALL" });
  check("vpc-flow-logs", { type: "aws:ec2/vpc:Vpc", good: { id: "vpc-1" }, others: [flow], bad: [{ id: "vpc-2" }], missing: ["id"] });
  test.each([["ACCEPT", "violation"], [undefined, "violation"], ["REJECT", "pass"], [UNKNOWN, "deferred"]])("a flow log of %s: %s", (trafficType, expected) => {
    for (const type of ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"]) expect(outcome("vpc-flow-logs", [resource(type, "subject", { id: "vpc-1" }), { ...flow, props: { vpcId: "vpc-1", trafficType } }])).toBe(expected);
  });
  check("web-acl-logged", { type: "aws:wafv2/webAcl:WebAcl", good: { arn: "arn:acl" }, others: [resource("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "logging", { resourceArn: "arn:acl" })], bad: [{ arn: "arn:other" }], missing: ["arn"] });
  const queries = resource("aws:route53/queryLog:QueryLog", "queries", { zoneId: "Z1" });
  check("zone-queries-logged", { type: "aws:route53/zone:Zone", good: { id: "Z1", name: "optibid.com" }, others: [queries], bad: [{ id: "Z2" }, { id: "Z2", vpcs: [] }], missing: ["id"], safe: ["vpcs"], unknown: ["vpcs"], exempt: [{ vpcs: [{ vpcId: "vpc-1" }] }] });
  check("web-acl-log-redacted", {
    type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", good: { redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }] },
    bad: [{ redactedFields: [{ singleHeader: { name: "cookie" } }] }], missing: ["redactedFields"], unknown: ["redactedFields"],
  });
});
