/**
 * The commands that start the programs in the other Region: a cluster like the one at home, its load balancer, and the
 * Kubernetes objects as the state has them, with what differs between the Regions put in place. Pure.
 */
import { DATA_PORTS } from "../../components/network/tiers.ts";
import type { Props } from "../../rehearsal/types.ts";
import type { Assets } from "./assets.ts";
import { property, record, records, text, told } from "./estate.ts";
import type { Estate, Thing } from "./estate.ts";

/** The load balancer's name in the other Region. Source: Elastic Load Balancing API Reference: at most 32 characters. */
export function balancerThere(loadBalancer: Thing | undefined, stack: string): string {
  return `${(loadBalancer === undefined ? undefined : told(loadBalancer, "name")) ?? stack}`.slice(0, 29) + "-dr";
}

/** The same ARN in the other Region: keys of several Regions have one id in all of them, roles have no Region. */
export function arnThere(arn: string, home: string, away: string): string {
  return arn.replace(`:${home}:`, `:${away}:`);
}

/** What the application step runs. */
export function applicationCommands(estate: Estate, assets: Assets, names: { readonly cluster: string; readonly database: string }): string[] {
  const at = (type: string): Thing[] => estate.things.filter((one) => one.type === type && one.region === estate.home);
  return [...clusterCommands(estate, assets, names.cluster, at), ...balancerCommands(estate, assets, names.cluster, at), ...workloadCommands(estate, assets, names, at)];
}

type At = (type: string) => Thing[];

function clusterCommands({ home, away }: Estate, { cluster, pilot }: Assets, name: string, at: At): string[] {
  if (cluster === undefined) return [];
  const { computeConfig, encryptionConfig, enabledClusterLogTypes, version, roleArn } = cluster.inputs;
  const encryption = record(encryptionConfig);
  const key = text(record(encryption["provider"])["keyArn"]);
  const flags = [
    `--kubernetes-version ${text(version) ?? "1.35"}`,
    `--role-arn ${text(roleArn) ?? ""}`,
    `--resources-vpc-config subnetIds=${pilot.privateSubnets.map(({ id }) => id).join(",")},endpointPublicAccess=false,endpointPrivateAccess=true`,
    "--access-config authenticationMode=API,bootstrapClusterCreatorAdminPermissions=false --no-bootstrap-self-managed-addons",
    `--compute-config '${json(compute(record(computeConfig)))}' --storage-config '{"blockStorage":{"enabled":true}}' --kubernetes-network-config '{"elasticLoadBalancing":{"enabled":true}}'`,
    ...(key === undefined ? [] : [`--encryption-config '${json([{ resources: ["secrets"], provider: { keyArn: arnThere(key, home, away) } }])}'`]),
    ...(Array.isArray(enabledClusterLogTypes) ? [`--logging '${json({ clusterLogging: [{ types: enabledClusterLogTypes, enabled: true }] })}'`] : []),
  ];
  const to = `--region ${away} --cluster-name ${name}`;
  return [
    `aws eks create-cluster --region ${away} --name ${name} ${flags.join(" ")}`,
    `aws eks wait cluster-active --region ${away} --name ${name}`,
    ...at("eks/accessEntry").map((entry) => `aws eks create-access-entry ${to} --principal-arn ${told(entry, "principalArn") ?? ""} --type ${told(entry, "type") ?? "STANDARD"}`),
    ...at("eks/accessPolicyAssociation").map((one) => `aws eks associate-access-policy ${to} --principal-arn ${told(one, "principalArn") ?? ""} --policy-arn ${told(one, "policyArn") ?? ""} --access-scope type=${text(record(one.inputs["accessScope"])["type"]) ?? "cluster"}`),
    ...at("eks/podIdentityAssociation").map((one) => `aws eks create-pod-identity-association ${to} --namespace ${told(one, "namespace") ?? ""} --service-account ${told(one, "serviceAccount") ?? ""} --role-arn ${told(one, "roleArn") ?? ""}`),
    `aws eks update-kubeconfig --region ${away} --name ${name}`,
  ];
}

function compute({ enabled, nodePools, nodeRoleArn }: Props): Props {
  return { enabled: enabled ?? true, ...(nodePools === undefined ? {} : { nodePools }), ...(nodeRoleArn === undefined ? {} : { nodeRoleArn }) };
}

/** A target group per one at home, of the same name with `-dr`, and listeners that lead to them as those at home do. */
function balancerCommands({ stack, away }: Estate, { loadBalancer, distribution, pilot }: Assets, cluster: string, at: At): string[] {
  const name = balancerThere(loadBalancer, stack);
  const subnets = pilot.privateSubnets.map(({ id }) => id).join(" ");
  const aliases = distribution?.inputs["aliases"];
  const domain = Array.isArray(aliases) ? text(aliases[0]) : undefined;
  const groups = at("lb/targetGroup");
  const group = (arn: unknown): string => {
    const found = groups.find((one) => one.id === arn || told(one, "arn") === arn);
    return found === undefined ? "" : `"$(${targetGroup(found, away)})"`;
  };
  const secure = at("lb/listener").find((one) => property(one, "port") === 443);
  const target = records(secure?.inputs["defaultActions"] ?? [])[0]?.["targetGroupArn"];
  const listener = `aws elbv2 describe-listeners --region ${away} --load-balancer-arn "$(${balancer(name, away, "LoadBalancerArn")})" --query 'Listeners[0].ListenerArn' --output text`;
  return [
    `aws ec2 create-security-group --region ${away} --group-name ${name} --description "Load balancer: from CloudFront, to pods" --vpc-id ${pilot.vpc?.id ?? ""}`,
    `aws ec2 authorize-security-group-ingress --region ${away} --group-id "$(${securityGroup(name, away)})" --ip-permissions "IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=$(aws ec2 describe-managed-prefix-lists --region ${away} --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing --query 'PrefixLists[0].PrefixListId' --output text)}]"`,
    // The pods' side of the way to them; the load balancer's own group lets everything out.
    ...[...new Set(groups.map((one) => String(property(one, "port"))))].map((port) => `aws ec2 authorize-security-group-ingress --region ${away} --group-id "$(${podSecurityGroup(cluster, away)})" --protocol tcp --port ${port} --source-group "$(${securityGroup(name, away)})"`),
    `aws elbv2 create-load-balancer --region ${away} --name ${name} --scheme internal --type application --subnets ${subnets} --security-groups "$(${securityGroup(name, away)})"`,
    ...groups.map((one) => `aws elbv2 create-target-group --region ${away} --name ${groupThere(one)} --protocol ${told(one, "protocol") ?? "HTTP"} --port ${String(property(one, "port"))} --target-type ${told(one, "targetType") ?? "ip"} --vpc-id ${pilot.vpc?.id ?? ""} ${healthChecks(record(one.inputs["healthCheck"]))}`),
    // The record that proves the domain is there already: it is the same for every certificate of the account.
    ...(domain === undefined ? [] : [`aws acm request-certificate --region ${away} --domain-name ${domain} --validation-method DNS --idempotency-token dr`, `aws acm wait certificate-validated --region ${away} --certificate-arn "$(${certificate(domain, away)})"`]),
    ...(target === undefined || domain === undefined
      ? []
      : [`aws elbv2 create-listener --region ${away} --load-balancer-arn "$(${balancer(name, away, "LoadBalancerArn")})" --protocol HTTPS --port 443 --ssl-policy ${told(secure as Thing, "sslPolicy") ?? "ELBSecurityPolicy-TLS13-1-2-2021-06"} --certificates CertificateArn="$(${certificate(domain, away)})" --default-actions Type=forward,TargetGroupArn=${group(target)}`]),
    ...at("lb/listenerRule").flatMap((rule) => {
      const paths = records(rule.inputs["conditions"]).flatMap((one) => record(one["pathPattern"])["values"] ?? []);
      const to = group(records(rule.inputs["actions"])[0]?.["targetGroupArn"]);
      return to === "" || paths.length === 0 ? [] : [`aws elbv2 create-rule --region ${away} --listener-arn "$(${listener})" --priority ${String(property(rule, "priority"))} --conditions Field=path-pattern,Values=${paths.map(String).join(",")} --actions Type=forward,TargetGroupArn=${to}`];
    }),
  ];
}

/** Health checks speak HTTP unless told otherwise, whatever the group speaks. Source: Elastic Load Balancing API Reference, `CreateTargetGroup`. */
const healthChecks = ({ protocol, path }: Props): string => `--health-check-protocol ${text(protocol) ?? "HTTP"} --health-check-path ${text(path) ?? "/"}`;
const groupThere = (group: Thing): string => `${told(group, "name") ?? group.id}`.slice(0, 29) + "-dr";
const targetGroup = (group: Thing, away: string): string => `aws elbv2 describe-target-groups --region ${away} --names ${groupThere(group)} --query 'TargetGroups[0].TargetGroupArn' --output text`;
const securityGroup = (name: string, away: string): string => `aws ec2 describe-security-groups --region ${away} --filters Name=group-name,Values=${name} --query 'SecurityGroups[0].GroupId' --output text`;
const podSecurityGroup = (cluster: string, away: string): string => `aws eks describe-cluster --region ${away} --name ${cluster} --query cluster.resourcesVpcConfig.clusterSecurityGroupId --output text`;
const certificate = (domain: string, away: string): string => `aws acm list-certificates --region ${away} --query "CertificateSummaryList[?DomainName=='${domain}']|[0].CertificateArn" --output text`;

/** A property of the load balancer there, asked for. */
export const balancer = (name: string, away: string, key: string): string => `aws elbv2 describe-load-balancers --region ${away} --names ${name} --query 'LoadBalancers[0].${key}' --output text`;

/** What stands for the home Region in the objects is replaced, the longest first: a whole ARN before the Region in it. */
function workloadCommands({ stack, home, away, things }: Estate, { primary, pilot, cluster, cacheExports, cache }: Assets, names: { readonly cluster: string; readonly database: string }, at: At): string[] {
  const subnets = things.filter((one) => one.type === "ec2/subnet" && one.region === home && record(property(one, "tags"))["tier"] === "private");
  const asked = (command: string): string => `'"$(${command})"'`;
  const addressOf = (name: string): string => `aws rds describe-db-instances --region ${away} --db-instance-identifier ${name} --query 'DBInstances[0].Endpoint.Address' --output text`;
  const hosts = [...at("rds/proxy").map((one) => told(one, "endpoint")), ...at("rds/instance").map((one) => told(one, "address"))];
  const group = text(record(cluster?.outputs["vpcConfig"])["clusterSecurityGroupId"]);
  const replaced: (readonly [string | undefined, string])[] = [
    ...at("lb/targetGroup").map((one) => [told(one, "arn"), asked(targetGroup(one, away))] as const),
    ...hosts.map((host) => [host, asked(addressOf(names.database))] as const),
    ...(cacheExports?.to === undefined || cache === undefined ? [] : [[told(cache, "primaryEndpointAddress"), asked(`aws elasticache describe-replication-groups --region ${away} --replication-group-id ${told(cache, "replicationGroupId") ?? cache.id} --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address' --output text`)] as const]),
    ...subnets.map(({ id }, index) => [id, pilot.privateSubnets[index % Math.max(1, pilot.privateSubnets.length)]?.id ?? id] as const),
    [group, asked(podSecurityGroup(names.cluster, away))],
    [home, away],
  ];
  // There is no pool there: programs reach the database itself, on its own port.
  const port = primary === undefined ? undefined : property(primary, "port");
  const direct = at("rds/proxy").length === 0 || typeof port !== "number" || port === DATA_PORTS.pool ? "" : ` | walk(if type == "object" and .name == "DATABASE_PORT" then .value = "${port}" elif type == "object" and .port == ${DATA_PORTS.pool} then .port = ${port} else . end)`;
  const edits = replaced.flatMap(([from, to]) => (from === undefined || primary === undefined ? [] : [`s|${from}|${to}|g`])).join("; ");
  return [
    `jq -c '.deployment.resources[] | select(.type | startswith("kubernetes:")) | .inputs | del(.__defaults)${direct}' ${stack}-before.json | sed '${edits}' | kubectl apply --server-side -f -`,
    "kubectl rollout status deployment --all-namespaces --timeout=15m",
  ];
}

const json = (value: unknown): string => JSON.stringify(value);
