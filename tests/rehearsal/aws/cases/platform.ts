import { arn, network, policy, thing, trust, type Cases } from "../world.ts";

const lbArn = arn("elasticloadbalancing", "loadbalancer/app/web/1");
const tgArn = arn("elasticloadbalancing", "targetgroup/web/1");
const listenerArn = arn("elasticloadbalancing", "listener/app/web/1/2");
const certArn = arn("acm", "certificate/1");
const lb = thing("lb/loadBalancer", lbArn, { arn: lbArn, name: "web", internal: true, loadBalancerType: "application", subnets: ["subnet-a", "subnet-b"] });
const tg = thing("lb/targetGroup", tgArn, { arn: tgArn, name: "web", protocol: "HTTP", port: 80, vpcId: "vpc-1" });
const certificate = thing("acm/certificate", certArn, { arn: certArn, domainName: "optibid.example", validationMethod: "DNS" });
const validated = thing("acm/certificateValidation", certArn, { certificateArn: certArn });
const listener = { loadBalancerArn: lbArn, port: 443, protocol: "HTTPS", certificateArn: certArn, sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", defaultActions: [{ type: "forward", targetGroupArn: tgArn }] };
const redirect = { loadBalancerArn: lbArn, port: 80, protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }] };
const rule = { listenerArn, priority: 10, conditions: [{ pathPattern: { values: ["/api/*"] } }], actions: [{ type: "forward", targetGroupArn: tgArn }] };
const standing = [...network, lb, tg, certificate, validated];
const web = { name: "web", internal: true, subnets: ["subnet-a", "subnet-b"], securityGroups: ["sg-1"] };
const group = { name: "web", port: 80, protocol: "HTTP", vpcId: "vpc-1", healthCheck: { path: "/healthz", interval: 15, timeout: 5 } };

const roleArn = arn("iam", "role/eks", "");
const role = thing("iam/role", "eks", { name: "eks", arn: roleArn, assumeRolePolicy: policy({ Effect: "Allow", Principal: { Service: ["eks.amazonaws.com", "ec2.amazonaws.com", "lambda.amazonaws.com"] }, Action: "sts:AssumeRole" }) });
const podRole = thing("iam/role", "pods", { name: "pods", arn: arn("iam", "role/pods", ""), assumeRolePolicy: trust("pods.eks.amazonaws.com") });
const cluster = { name: "main", roleArn, version: "1.33", vpcConfig: { subnetIds: ["subnet-a", "subnet-b"], endpointPrivateAccess: true, endpointPublicAccess: false } };
const main = thing("eks/cluster", "main", { ...cluster, accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false } });
const auto = { computeConfig: { enabled: true, nodePools: ["general-purpose"], nodeRoleArn: roleArn }, storageConfig: { blockStorage: { enabled: true } }, kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } }, bootstrapSelfManagedAddons: false };
const nodes = { clusterName: "main", nodeGroupName: "n", nodeRoleArn: roleArn, subnetIds: ["subnet-a"], scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 3 } };
const admin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
const fn = { name: "fn", role: roleArn, runtime: "nodejs22.x", handler: "index.handler", timeout: 30, code: { path: "fn.zip" } };
const INVALID = "InvalidParameterException";

export const platformCases: readonly Cases[] = [
  {
    law: "load-balancer-shape",
    refuses: [
      ["ValidationError", { short: "lb/loadBalancer", inputs: { ...web, subnets: ["subnet-a"] } }],
      ["InvalidConfigurationRequest", { short: "lb/loadBalancer", inputs: { ...web, idleTimeout: 4001 } }],
      ["ValidationError", { short: "alb/loadBalancer", inputs: { ...web, subnetMappings: [{ subnetId: "subnet-a" }] } }],
    ],
    accepts: [{ short: "lb/loadBalancer", inputs: web, world: network }, { short: "lb/loadBalancer", inputs: { name: "nlb", internal: true, loadBalancerType: "network", subnets: ["subnet-a"] }, world: network }],
  },
  {
    law: "load-balancer-network",
    refuses: [
      [["InvalidConfigurationRequest", "ValidationError"], { short: "lb/loadBalancer", inputs: { ...web, subnets: ["subnet-a", "subnet-a2"] }, world: network }],
      ["InvalidConfigurationRequest", { short: "lb/loadBalancer", inputs: { ...web, subnets: ["subnet-a", "subnet-x"], securityGroups: [] }, world: network }],
      ["InvalidConfigurationRequest", { short: "lb/loadBalancer", inputs: { ...web, securityGroups: ["sg-2"] }, world: network }],
      ["InvalidSubnet", { short: "lb/loadBalancer", inputs: { ...web, internal: false }, world: network }],
    ],
    accepts: [{ short: "lb/loadBalancer", inputs: { ...web, internal: false }, world: [...network, thing("ec2/internetGateway", "igw-1", { vpcId: "vpc-1" })] }],
  },
  {
    law: "load-balancer-deletion-protection",
    refuses: [["OperationNotPermitted", { short: "lb/loadBalancer", operation: "delete", id: lbArn, inputs: { enableDeletionProtection: true } }], ["OperationNotPermitted", { short: "lb/loadBalancer", operation: "delete", id: lbArn, inputs: {}, olds: { enableDeletionProtection: true } }]],
    accepts: [{ short: "lb/loadBalancer", operation: "delete", id: lbArn, inputs: { enableDeletionProtection: false }, world: [lb] }],
  },
  {
    law: "load-balancer-log-bucket",
    refuses: [["InvalidConfigurationRequest", { short: "lb/loadBalancer", inputs: { ...web, accessLogs: { enabled: true, bucket: "logs" } }, world: network }], ["InvalidConfigurationRequest", { short: "lb/loadBalancer", inputs: { ...web, accessLogs: { enabled: true, bucket: "logs" } }, world: [...network, thing("s3/bucket", "logs", { bucket: "logs" }, "us-east-1")] }]],
    accepts: [{ short: "lb/loadBalancer", inputs: { ...web, accessLogs: { enabled: true, bucket: "logs" } }, world: [...network, thing("s3/bucket", "logs", { bucket: "logs", policy: policy({ Effect: "Allow", Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" }, Action: "s3:PutObject", Resource: "arn:aws:s3:::logs/*" }) })] }],
  },
  {
    law: "listener-shape",
    refuses: [
      ["ValidationError", { short: "lb/listener", inputs: { ...listener, certificateArn: undefined } }],
      ["InvalidConfigurationRequest", { short: "lb/listener", inputs: { ...redirect, certificateArn: certArn } }],
      ["ValidationError", { short: "lb/listener", inputs: { ...redirect, port: 70000 } }],
      ["SSLPolicyNotFound", { short: "lb/listener", inputs: { ...listener, sslPolicy: "modern" } }],
      ["InvalidLoadBalancerAction", { short: "lb/listener", inputs: { ...redirect, defaultActions: [{ type: "fixed-response" }] } }],
      ["ValidationError", { short: "lb/listener", inputs: { ...redirect, defaultActions: [{ type: "redirect", redirect: { statusCode: "301" } }] } }],
    ],
    accepts: [{ short: "lb/listener", inputs: listener, world: standing }, { short: "lb/listener", inputs: redirect, world: standing }],
  },
  {
    law: "listener-on-load-balancer",
    refuses: [
      ["DuplicateListener", { short: "lb/listener", inputs: redirect, world: [...standing, thing("lb/listener", listenerArn, redirect)] }],
      ["ValidationError", { short: "lb/listener", inputs: { ...redirect, protocol: "TCP" }, world: standing }],
      ["UnsupportedCertificate", { short: "lb/listener", inputs: listener, world: [...network, lb, tg, certificate] }],
      ["InvalidConfigurationRequest", { short: "lb/listener", inputs: listener, world: [...network, lb, certificate, validated, thing("lb/targetGroup", tgArn, { ...tg.inputs, vpcId: "vpc-2" })] }],
    ],
    accepts: [{ short: "lb/listener", inputs: listener, world: [...network, lb, tg, thing("acm/certificate", certArn, { arn: certArn, certificateBody: "-----BEGIN CERTIFICATE-----" })] }],
  },
  {
    law: "listener-certificate-issued",
    refuses: [["UnsupportedCertificate", { short: "lb/listenerCertificate", inputs: { listenerArn, certificateArn: certArn }, world: [certificate, thing("lb/listener", listenerArn, { arn: listenerArn })] }]],
    accepts: [{ short: "lb/listenerCertificate", inputs: { listenerArn, certificateArn: certArn }, world: [certificate, validated, thing("lb/listener", listenerArn, { arn: listenerArn })] }],
  },
  {
    law: "listener-rule-shape",
    refuses: [["ValidationError", { short: "lb/listenerRule", inputs: { ...rule, priority: 50001 } }], ["ValidationError", { short: "lb/listenerRule", inputs: { ...rule, conditions: [{ pathPattern: { values: ["/"] }, hostHeader: { values: ["a.example"] } }] } }]],
    accepts: [{ short: "lb/listenerRule", inputs: rule, world: [...standing, thing("lb/listener", listenerArn, { arn: listenerArn })] }],
  },
  {
    law: "listener-rule-priority",
    refuses: [["PriorityInUse", { short: "lb/listenerRule", inputs: rule, world: [...standing, thing("lb/listener", listenerArn, { arn: listenerArn }), thing("lb/listenerRule", "r", rule)] }]],
    accepts: [{ short: "lb/listenerRule", inputs: { ...rule, priority: 11 }, world: [...standing, thing("lb/listener", listenerArn, { arn: listenerArn }), thing("lb/listenerRule", "r", rule)] }],
  },
  {
    law: "target-group-shape",
    refuses: [
      ["ValidationError", { short: "lb/targetGroup", inputs: { ...group, healthCheck: { interval: 5, timeout: 5 } } }],
      ["ValidationError", { short: "lb/targetGroup", inputs: { ...group, healthCheck: { path: "healthz" } } }],
      ["ValidationError", { short: "lb/targetGroup", inputs: { ...group, vpcId: undefined } }],
      ["ValidationError", { short: "lb/targetGroup", inputs: { ...group, protocol: "HTTP/2" } }],
      ["InvalidConfigurationRequest", { short: "lb/targetGroup", inputs: { ...group, stickiness: { type: "source_ip" } } }],
      ["ValidationError", { short: "lb/targetGroup", inputs: { ...group, healthCheck: { protocol: "TCP" } } }],
    ],
    accepts: [{ short: "lb/targetGroup", inputs: { ...group, targetType: "ip", stickiness: { type: "lb_cookie", cookieDuration: 86400, enabled: true } }, world: network }, { short: "lb/targetGroup", inputs: { name: "fn", targetType: "lambda" } }],
  },
  {
    law: "eks-cluster-shape",
    refuses: [
      [INVALID, { short: "eks/cluster", inputs: { ...cluster, vpcConfig: { subnetIds: ["subnet-a"] } } }],
      [INVALID, { short: "eks/cluster", inputs: { ...cluster, version: "1.22" } }],
      [INVALID, { short: "eks/cluster", inputs: { ...cluster, enabledClusterLogTypes: ["api", "kubelet"] } }],
      [INVALID, { short: "eks/cluster", inputs: { ...cluster, encryptionConfig: { resources: ["configmaps"], provider: { keyArn: "k" } } } }],
      [INVALID, { short: "eks/cluster", inputs: { ...cluster, ...auto, storageConfig: { blockStorage: { enabled: false } } } }],
      [INVALID, { short: "eks/cluster", inputs: { ...cluster, vpcConfig: { ...cluster.vpcConfig, endpointPrivateAccess: false } } }],
      [INVALID, { short: "eks/cluster", inputs: { ...cluster, kubernetesNetworkConfig: { serviceIpv4Cidr: "8.8.0.0/16" } } }],
    ],
    accepts: [{ short: "eks/cluster", inputs: cluster, world: [...network, role] }, { short: "eks/cluster", inputs: { ...cluster, ...auto }, world: [...network, role] }],
  },
  {
    law: "eks-cluster-network",
    refuses: [
      [INVALID, { short: "eks/cluster", inputs: { ...cluster, vpcConfig: { subnetIds: ["subnet-a", "subnet-a2"] } }, world: [...network, role] }],
      [INVALID, { short: "eks/cluster", inputs: { ...cluster, vpcConfig: { subnetIds: ["subnet-a", "subnet-x"] } }, world: [...network, role] }],
      ["UnsupportedAvailabilityZoneException", { short: "eks/cluster", inputs: { ...cluster, vpcConfig: { subnetIds: ["subnet-a", "subnet-e"] } }, world: [...network, role, thing("ec2/subnet", "subnet-e", { vpcId: "vpc-1", availabilityZone: "us-east-1e", availabilityZoneId: "use1-az3" })] }],
    ],
    accepts: [{ short: "eks/cluster", inputs: { ...cluster, vpcConfig: { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-1"] } }, world: [...network, role] }],
  },
  {
    law: "eks-role-trust",
    refuses: [
      [INVALID, { short: "eks/cluster", inputs: cluster, world: [...network, thing("iam/role", "eks", { name: "eks", arn: roleArn, assumeRolePolicy: trust("ec2.amazonaws.com") })] }],
      [INVALID, { short: "eks/podIdentityAssociation", inputs: { clusterName: "main", namespace: "n", serviceAccount: "s", roleArn }, world: [main, role] }],
    ],
    accepts: [{ short: "eks/podIdentityAssociation", inputs: { clusterName: "main", namespace: "n", serviceAccount: "s", roleArn: arn("iam", "role/pods", "") }, world: [main, podRole] }],
  },
  {
    law: "eks-cluster-deletion-protection",
    refuses: [["InvalidRequestException", { short: "eks/cluster", operation: "delete", id: "main", inputs: { deletionProtection: true } }]],
    accepts: [{ short: "eks/cluster", operation: "delete", id: "main", inputs: cluster, world: [main] }],
  },
  {
    law: "eks-node-group-shape",
    refuses: [[INVALID, { short: "eks/nodeGroup", inputs: { ...nodes, scalingConfig: { minSize: 3, desiredSize: 2, maxSize: 4 } } }], [INVALID, { short: "eks/nodeGroup", inputs: { ...nodes, capacityType: "CHEAP" } }]],
    accepts: [{ short: "eks/nodeGroup", inputs: nodes, world: [...network, main, role] }],
  },
  {
    law: "eks-node-group-network",
    refuses: [[INVALID, { short: "eks/nodeGroup", inputs: { ...nodes, subnetIds: ["subnet-x"] }, world: [...network, main, role] }]],
    accepts: [{ short: "eks/nodeGroup", inputs: nodes, world: [...network, main, role] }],
  },
  {
    law: "eks-access-policy-scope",
    refuses: [[INVALID, { short: "eks/accessPolicyAssociation", inputs: { clusterName: "main", principalArn: roleArn, policyArn: admin, accessScope: { type: "namespace" } } }], [INVALID, { short: "eks/accessPolicyAssociation", inputs: { clusterName: "main", principalArn: roleArn, policyArn: "arn:aws:iam::aws:policy/AdministratorAccess", accessScope: { type: "cluster" } } }]],
    accepts: [{ short: "eks/accessPolicyAssociation", inputs: { clusterName: "main", principalArn: roleArn, policyArn: admin, accessScope: { type: "cluster" } }, world: [main, thing("eks/accessEntry", "e", { clusterName: "main", principalArn: roleArn })] }],
  },
  {
    law: "eks-access-entry-shape",
    refuses: [[INVALID, { short: "eks/accessEntry", inputs: { clusterName: "main", principalArn: roleArn, kubernetesGroups: ["system:masters"] } }], [INVALID, { short: "eks/accessEntry", inputs: { clusterName: "main", principalArn: roleArn, type: "EC2_LINUX", kubernetesGroups: ["a"] } }]],
    accepts: [{ short: "eks/accessEntry", inputs: { clusterName: "main", principalArn: roleArn, kubernetesGroups: ["viewers"] }, world: [main] }],
  },
  {
    law: "eks-access-once",
    refuses: [["ResourceInUseException", { short: "eks/accessEntry", inputs: { clusterName: "main", principalArn: roleArn }, world: [main, thing("eks/accessEntry", "e", { clusterName: "main", principalArn: roleArn })] }]],
    accepts: [{ short: "eks/addon", inputs: { clusterName: "main", addonName: "coredns" }, world: [main, thing("eks/addon", "a", { clusterName: "main", addonName: "vpc-cni" })] }],
  },
  {
    law: "eks-access-needs-api-mode",
    refuses: [
      ["InvalidRequestException", { short: "eks/accessEntry", inputs: { clusterName: "old", principalArn: roleArn }, world: [thing("eks/cluster", "old", { name: "old", accessConfig: { authenticationMode: "CONFIG_MAP" } })] }],
      ["ResourceNotFoundException", { short: "eks/accessPolicyAssociation", inputs: { clusterName: "main", principalArn: roleArn, policyArn: admin, accessScope: { type: "cluster" } }, world: [main] }],
    ],
    accepts: [{ short: "eks/accessEntry", inputs: { clusterName: "main", principalArn: roleArn }, world: [main] }],
  },
  {
    law: "lambda-values",
    refuses: [
      ["ValidationException", { short: "lambda/function", inputs: { ...fn, memorySize: 64 } }],
      ["ValidationException", { short: "lambda/function", inputs: { ...fn, timeout: 901 } }],
      ["InvalidParameterValueException", { short: "lambda/function", inputs: { ...fn, runtime: "python2.7" } }],
      ["InvalidParameterValueException", { short: "lambda/function", inputs: { ...fn, runtime: "cobol" } }],
      ["InvalidParameterValueException", { short: "lambda/function", inputs: { ...fn, environment: { variables: { AWS_REGION: "x" } } } }],
      ["InvalidParameterValueException", { short: "lambda/function", inputs: { ...fn, handler: undefined } }],
    ],
    accepts: [{ short: "lambda/function", inputs: { ...fn, memorySize: 512, environment: { variables: { LEVEL: "info" } } }, world: [role] }],
  },
  {
    law: "lambda-network",
    refuses: [["InvalidParameterValueException", { short: "lambda/function", inputs: { ...fn, vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-2"] } }, world: [...network, role] }]],
    accepts: [{ short: "lambda/function", inputs: { ...fn, vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-1"] } }, world: [...network, role] }],
  },
  {
    law: "lambda-permission-once",
    refuses: [["ResourceConflictException", { short: "lambda/permission", inputs: { function: "fn", action: "lambda:InvokeFunction", principal: "sns.amazonaws.com", statementId: "a" }, world: [thing("lambda/function", "fn", fn), thing("lambda/permission", "a", { function: "fn", statementId: "a" })] }]],
    accepts: [{ short: "lambda/permission", inputs: { function: arn("lambda", "function:fn:live"), action: "lambda:InvokeFunction", principal: "sns.amazonaws.com", statementId: "b" }, world: [thing("lambda/function", "fn", fn)] }],
  },
  {
    law: "lambda-event-source",
    refuses: [["InvalidParameterValueException", { short: "lambda/eventSourceMapping", inputs: { functionName: "fn", eventSourceArn: arn("kinesis", "stream/s") } }], ["InvalidParameterValueException", { short: "lambda/eventSourceMapping", inputs: { functionName: "fn", eventSourceArn: arn("sqs", "q"), batchSize: 100 } }]],
    accepts: [{ short: "lambda/eventSourceMapping", inputs: { functionName: "fn", eventSourceArn: arn("sqs", "q"), batchSize: 100, maximumBatchingWindowInSeconds: 5 }, world: [thing("lambda/function", "fn", fn), thing("sqs/queue", "q", { arn: arn("sqs", "q"), visibilityTimeoutSeconds: 180 })] }],
  },
  {
    law: "lambda-queue-visibility",
    refuses: [["InvalidParameterValueException", { short: "lambda/eventSourceMapping", inputs: { functionName: "fn", eventSourceArn: arn("sqs", "q") }, world: [thing("lambda/function", "fn", { ...fn, timeout: 60 }), thing("sqs/queue", "q", { arn: arn("sqs", "q") })] }]],
    accepts: [{ short: "lambda/eventSourceMapping", inputs: { functionName: "fn", eventSourceArn: arn("sqs", "q") }, world: [thing("lambda/function", "fn", fn), thing("sqs/queue", "q", { arn: arn("sqs", "q"), visibilityTimeoutSeconds: 180 })] }],
  },
  {
    law: "ecr-repository-values",
    refuses: [["InvalidParameterException", { short: "ecr/repository", inputs: { name: "api", imageTagMutability: "FROZEN" } }], ["InvalidParameterException", { short: "ecr/repository", inputs: { name: "api", encryptionConfigurations: [{ encryptionType: "AES256", kmsKey: "k" }] } }]],
    accepts: [{ short: "ecr/repository", inputs: { name: "optibid/api", imageTagMutability: "IMMUTABLE" } }],
  },
  {
    law: "ecr-lifecycle-policy",
    refuses: [["InvalidParameterException", { short: "ecr/lifecyclePolicy", inputs: { repository: "api", policy: "no json" } }], ["InvalidParameterException", { short: "ecr/lifecyclePolicy", inputs: { repository: "api", policy: JSON.stringify({ rules: [{ rulePriority: 1, selection: { tagStatus: "tagged", countType: "imageCountMoreThan", countNumber: 5 }, action: { type: "expire" } }] }) } }]],
    accepts: [{ short: "ecr/lifecyclePolicy", inputs: { repository: "api", policy: JSON.stringify({ rules: [{ rulePriority: 1, selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 }, action: { type: "expire" } }] }) }, world: [thing("ecr/repository", "api", { name: "api" })] }],
  },
  {
    law: "ecs-task-definition",
    refuses: [["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "4096", containerDefinitions: "[{\"name\":\"a\",\"image\":\"b\"}]" } }], ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", containerDefinitions: "{" } }]],
    accepts: [{ short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"b\"}]" } }],
  },
  {
    law: "ecs-service-target-group",
    refuses: [["InvalidParameterException", { short: "ecs/service", inputs: { name: "s", loadBalancers: [{ targetGroupArn: tgArn, containerName: "a", containerPort: 80 }] }, world: [tg] }]],
    accepts: [{ short: "ecs/service", inputs: { name: "s", loadBalancers: [{ targetGroupArn: tgArn, containerName: "a", containerPort: 80 }] }, world: [tg, thing("lb/listener", listenerArn, listener)] }],
  },
  {
    law: "ebs-volume-values",
    refuses: [["InvalidParameterValue", { short: "ebs/volume", inputs: { availabilityZone: "eu-central-1a", type: "gp3", size: 100, iops: 100 } }], ["MissingParameter", { short: "ebs/volume", inputs: { availabilityZone: "eu-central-1a" } }]],
    accepts: [{ short: "ebs/volume", inputs: { availabilityZone: "eu-central-1a", type: "gp3", size: 100, iops: 3000, throughput: 125, encrypted: true } }],
  },
  {
    law: "instance-metadata-options",
    refuses: [["InvalidParameterValue", { short: "ec2/launchTemplate", inputs: { name: "abc", metadataOptions: { httpTokens: "yes" } } }], ["InvalidParameterValue", { short: "ec2/launchTemplate", inputs: { name: "abc", metadataOptions: { httpPutResponseHopLimit: 65 } } }]],
    accepts: [{ short: "ec2/launchTemplate", inputs: { name: "abc", metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } } }],
  },
  {
    law: "instance-network",
    refuses: [["InvalidParameter", { short: "ec2/instance", inputs: { subnetId: "subnet-a", vpcSecurityGroupIds: ["sg-2"] }, world: network }]],
    accepts: [{ short: "ec2/instance", inputs: { ami: "ami-0123456789abcdef0", subnetId: "subnet-a", vpcSecurityGroupIds: ["sg-1"] }, world: network }],
  },
  {
    law: "autoscaling-group-values",
    refuses: [["ValidationError", { short: "autoscaling/group", inputs: { minSize: 3, maxSize: 2, launchTemplate: { id: "lt-1" }, vpcZoneIdentifiers: ["subnet-a"] } }], ["ValidationError", { short: "autoscaling/group", inputs: { minSize: 1, maxSize: 2, vpcZoneIdentifiers: ["subnet-a"] } }]],
    accepts: [{ short: "autoscaling/group", inputs: { minSize: 1, maxSize: 2, launchTemplate: { id: "lt-1" }, vpcZoneIdentifiers: ["subnet-a"] }, world: [...network, thing("ec2/launchTemplate", "lt-1")] }],
  },
  {
    law: "iam-values",
    refuses: [["ValidationError", { short: "iam/role", inputs: { name: "r", maxSessionDuration: 60, assumeRolePolicy: trust("ec2.amazonaws.com") } }], ["ValidationError", { short: "iam/role", inputs: { name: "r", path: "team", assumeRolePolicy: trust("ec2.amazonaws.com") } }]],
    accepts: [{ short: "iam/role", inputs: { name: "r", path: "/team/", maxSessionDuration: 43200, assumeRolePolicy: trust("ec2.amazonaws.com") } }],
  },
  {
    law: "iam-role-delete-conflict",
    refuses: [
      ["DeleteConflict", { short: "iam/role", operation: "delete", id: "eks", inputs: { name: "eks" }, world: [role, thing("iam/rolePolicyAttachment", "a", { role: "eks", policyArn: "p" })] }],
      ["DeleteConflict", { short: "iam/role", operation: "delete", id: "eks", inputs: { name: "eks" }, world: [role, thing("iam/rolePolicy", "a", { role: "eks" })] }],
    ],
    accepts: [{ short: "iam/role", operation: "delete", id: "eks", inputs: { name: "eks", forceDetachPolicies: true }, world: [role, thing("iam/rolePolicyAttachment", "a", { role: "eks" })] }, { short: "iam/role", operation: "delete", id: "eks", inputs: { name: "eks" }, world: [role] }],
  },
  {
    law: "iam-user-delete-conflict",
    refuses: [["DeleteConflict", { short: "iam/user", operation: "delete", id: "u", inputs: { name: "u" }, world: [thing("iam/user", "u", { name: "u" }), thing("iam/accessKey", "k", { user: "u" })] }], ["DeleteConflict", { short: "iam/group", operation: "delete", id: "g", inputs: { name: "g" }, world: [thing("iam/group", "g", { name: "g" }), thing("iam/groupMembership", "m", { group: "g", users: ["u"] })] }]],
    accepts: [{ short: "iam/user", operation: "delete", id: "u", inputs: { name: "u" }, world: [thing("iam/user", "u", { name: "u" })] }],
  },
  {
    law: "iam-policy-attachment-target",
    refuses: [["ValidationError", { short: "iam/policyAttachment", inputs: { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" } }]],
    accepts: [{ short: "iam/policyAttachment", inputs: { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess", roles: ["eks"] }, world: [role] }],
  },
  {
    law: "iam-policies-per-role",
    refuses: [["LimitExceeded", { short: "iam/rolePolicyAttachment", inputs: { role: "eks", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }, world: [role, ...Array.from({ length: 25 }, (_, n) => thing("iam/rolePolicyAttachment", `a${n}`, { role: "eks" }))] }]],
    accepts: [{ short: "iam/rolePolicyAttachment", inputs: { role: "eks", policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" }, world: [role] }],
  },
  {
    law: "kms-key-values",
    refuses: [
      ["ValidationException", { short: "kms/key", inputs: { deletionWindowInDays: 5 } }],
      ["ValidationException", { short: "kms/key", inputs: { enableKeyRotation: true, rotationPeriodInDays: 30 } }],
      ["UnsupportedOperationException", { short: "kms/key", inputs: { customerMasterKeySpec: "RSA_2048", enableKeyRotation: true } }],
      ["ValidationException", { short: "kms/key", inputs: { customerMasterKeySpec: "HMAC_256" } }],
    ],
    accepts: [{ short: "kms/key", inputs: { enableKeyRotation: true, rotationPeriodInDays: 90, deletionWindowInDays: 30, multiRegion: true } }],
  },
  {
    law: "kms-replica-values",
    refuses: [["ValidationException", { short: "kms/replicaKey", inputs: { primaryKeyArn: arn("kms", "key/mrk-1") } }]],
    accepts: [{ short: "kms/replicaKey", region: "eu-west-1", inputs: { primaryKeyArn: arn("kms", "key/mrk-1"), deletionWindowInDays: 7 }, world: [thing("kms/key", "mrk-1", { arn: arn("kms", "key/mrk-1"), multiRegion: true })] }],
  },
  {
    law: "kms-replica-of-multi-region",
    refuses: [["UnsupportedOperationException", { short: "kms/replicaKey", region: "eu-west-1", inputs: { primaryKeyArn: arn("kms", "key/1") }, world: [thing("kms/key", "1", { arn: arn("kms", "key/1") })] }]],
    accepts: [{ short: "kms/replicaKey", region: "eu-west-1", inputs: { primaryKeyArn: arn("kms", "key/1") }, world: [thing("kms/key", "1", { arn: arn("kms", "key/1"), multiRegion: true })] }],
  },
  {
    law: "kms-grant-values",
    refuses: [["ValidationException", { short: "kms/grant", inputs: { keyId: "1", granteePrincipal: roleArn, operations: ["Read"] } }]],
    accepts: [{ short: "kms/grant", inputs: { keyId: "1", granteePrincipal: roleArn, operations: ["Decrypt"] }, world: [thing("kms/key", "1", { keyId: "1" })] }],
  },
  {
    law: "kms-policy-lockout",
    refuses: [
      ["MalformedPolicyDocumentException", { short: "kms/key", inputs: { policy: policy({ Effect: "Allow", Principal: { Service: "logs.eu-central-1.amazonaws.com" }, Action: "kms:*", Resource: "*" }) } }],
      ["MalformedPolicyDocumentException", { short: "kms/key", inputs: { policy: policy({ Effect: "Allow", Principal: { AWS: arn("iam", "root", "") }, Action: "kms:Decrypt", Resource: "*" }) } }],
    ],
    accepts: [
      { short: "kms/key", inputs: { policy: policy({ Effect: "Allow", Principal: { AWS: arn("iam", "root", "") }, Action: "kms:*", Resource: "*" }) } },
      { short: "kms/key", inputs: { bypassPolicyLockoutSafetyCheck: true, policy: policy({ Effect: "Allow", Principal: { Service: "logs.eu-central-1.amazonaws.com" }, Action: "kms:*", Resource: "*" }) } },
    ],
  },
  {
    law: "trust-policy-actions",
    refuses: [["MalformedPolicyDocument", { short: "iam/role", inputs: { name: "r", assumeRolePolicy: policy({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "s3:GetObject" }) } }]],
    accepts: [{ short: "iam/role", inputs: { name: "r", assumeRolePolicy: policy({ Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: ["sts:AssumeRole", "sts:TagSession"] }) } }],
  },
];
