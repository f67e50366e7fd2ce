import { network, thing, type Cases } from "../world.ts";

/** Examples of the laws of task details. */
export const taskDetails: readonly Cases[] = [
  {
    law: "lambda-details",
    refuses: [
      ["InvalidParameterValueException", { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "nodejs24.x", s3Bucket: "code", s3Key: "k", snapStart: { applyOn: "PublishedVersions" } }, world: [thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] }],
      ["ValidationException", { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "java21", s3Bucket: "code", s3Key: "k", snapStart: { applyOn: "All" } }, world: [thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] }],
      ["InvalidParameterValueException", { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "nodejs24.x", s3Bucket: "code", s3Key: "k", deadLetterConfig: { targetArn: "arn:aws:s3:eu-central-1:123456789012:x" } }, world: [thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] }],
      [["ValidationException", "InvalidParameterValueException"], { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "nodejs24.x", s3Bucket: "code", s3Key: "k", fileSystemConfig: { arn: "arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-1", localMountPath: "/tmp/x" } }, world: [thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] }],
      ["InvalidParameterValueException", { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "nodejs24.x", s3Bucket: "code", s3Key: "k", fileSystemConfig: { arn: "arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-01234567890123456", localMountPath: "/mnt/x" } }, world: [thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] }],
      ["InvalidParameterValueException", { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "nodejs24.x", s3Bucket: "code", s3Key: "k", vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: [] } }, world: [...network, thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] }],
      ["ValidationException", { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "nodejs24.x", s3Bucket: "code", s3Key: "k", layers: ["arn:aws:lambda:eu-central-1:123456789012:layer:tools"] }, world: [thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] }],
      ["ValidationException", { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index handler", runtime: "nodejs24.x", s3Bucket: "code", s3Key: "k" }, world: [thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] }],
    ],
    accepts: [
      { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "nodejs24.x", s3Bucket: "code", s3Key: "k" }, world: [thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] },
      { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "java21", s3Bucket: "code", s3Key: "k", snapStart: { applyOn: "PublishedVersions" } }, world: [thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] },
      { short: "lambda/function", inputs: { role: "arn:aws:iam::123456789012:role/fn", handler: "index.handler", runtime: "python3.13", s3Bucket: "code", s3Key: "k", snapStart: { applyOn: "PublishedVersions" }, layers: ["arn:aws:lambda:eu-central-1:123456789012:layer:tools:3"], fileSystemConfig: { arn: "arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-01234567890123456", localMountPath: "/mnt/models" }, vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-1"] } }, world: [...network, thing("iam/role", "fn", { name: "fn", arn: "arn:aws:iam::123456789012:role/fn", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }), thing("s3/bucket", "code", { bucket: "code" })] },
    ],
  },
  {
    law: "lambda-provisioned-version",
    refuses: [
      ["InvalidParameterValueException", { short: "lambda/provisionedConcurrencyConfig", inputs: { functionName: "fn", qualifier: "$LATEST", provisionedConcurrentExecutions: 1 }, world: [thing("lambda/function", "fn", { name: "fn" })] }],
    ],
    accepts: [
      { short: "lambda/provisionedConcurrencyConfig", inputs: { functionName: "fn", qualifier: "live", provisionedConcurrentExecutions: 1 }, world: [thing("lambda/function", "fn", { name: "fn" })] },
    ],
  },
  {
    law: "ecs-containers",
    refuses: [
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"essential\":false}]" } }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"logConfiguration\":{\"logDriver\":\"awslogs\",\"options\":{\"awslogs-region\":\"eu-central-1\"}}}]" } }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"portMappings\":[{\"containerPort\":80,\"hostPort\":8080}]}]" } }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"x\"},{\"name\":\"a\",\"image\":\"y\"}]" } }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"memory\":1024}]" } }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" } }],
    ],
    accepts: [
      { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: ".25 vCPU", memory: "0.5 GB", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" } },
      { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "1 vCPU", memory: "2 GB", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" } },
      { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"portMappings\":[{\"containerPort\":80,\"hostPort\":80}],\"logConfiguration\":{\"logDriver\":\"awslogs\",\"options\":{\"awslogs-group\":\"g\",\"awslogs-region\":\"eu-central-1\",\"awslogs-stream-prefix\":\"p\"}}}]", executionRoleArn: "arn:aws:iam::123456789012:role/r", ephemeralStorage: { sizeInGib: 21 } }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] },
      { short: "ecs/taskDefinition", inputs: { family: "f", networkMode: "bridge", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"memory\":128,\"privileged\":true}]" } },
    ],
  },
  {
    law: "ecs-fargate-containers",
    refuses: [
      [["ClientException", "ClientException"], { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"logConfiguration\":{\"logDriver\":\"awslogs\",\"options\":{\"awslogs-region\":\"eu-central-1\"}}}]" } }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"logConfiguration\":{\"logDriver\":\"syslog\",\"options\":{}}}]" } }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"privileged\":true}]" } }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"logConfiguration\":{\"logDriver\":\"awslogs\",\"options\":{\"awslogs-group\":\"g\",\"awslogs-region\":\"eu-central-1\",\"awslogs-stream-prefix\":\"p\"}}}]" } }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"logConfiguration\":{\"logDriver\":\"awslogs\",\"options\":{\"awslogs-group\":\"g\",\"awslogs-region\":\"eu-central-1\"}}}]", executionRoleArn: "arn:aws:iam::123456789012:role/r" }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] }],
      ["ClientException", { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]", ephemeralStorage: { sizeInGib: 20 } } }],
    ],
    accepts: [
      { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: ".25 vCPU", memory: "0.5 GB", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" } },
      { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "1 vCPU", memory: "2 GB", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" } },
      { short: "ecs/taskDefinition", inputs: { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"portMappings\":[{\"containerPort\":80,\"hostPort\":80}],\"logConfiguration\":{\"logDriver\":\"awslogs\",\"options\":{\"awslogs-group\":\"g\",\"awslogs-region\":\"eu-central-1\",\"awslogs-stream-prefix\":\"p\"}}}]", executionRoleArn: "arn:aws:iam::123456789012:role/r", ephemeralStorage: { sizeInGib: 21 } }, world: [thing("iam/role", "r", { name: "r", arn: "arn:aws:iam::123456789012:role/r", assumeRolePolicy: "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" })] },
      { short: "ecs/taskDefinition", inputs: { family: "f", networkMode: "bridge", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"memory\":128,\"privileged\":true}]" } },
    ],
  },
  {
    law: "ecs-service-kind",
    refuses: [
      ["InvalidParameterException", { short: "ecs/service", inputs: { name: "s", cluster: "c", taskDefinition: "f", launchType: "FARGATE", schedulingStrategy: "DAEMON", networkConfiguration: { subnets: ["subnet-a"] } }, world: [...network, thing("ecs/cluster", "c", { name: "c" }), thing("ecs/taskDefinition", "f", { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" })] }],
      ["InvalidParameterException", { short: "ecs/service", inputs: { name: "s", cluster: "c", taskDefinition: "f", launchType: "FARGATE" }, world: [...network, thing("ecs/cluster", "c", { name: "c" }), thing("ecs/taskDefinition", "f", { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" })] }],
      ["InvalidParameterException", { short: "ecs/service", inputs: { name: "s", cluster: "c", taskDefinition: "f", launchType: "FARGATE", capacityProviderStrategies: [{ capacityProvider: "FARGATE" }], networkConfiguration: { subnets: ["subnet-a"] } }, world: [...network, thing("ecs/cluster", "c", { name: "c" }), thing("ecs/taskDefinition", "f", { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" })] }],
      ["InvalidParameterException", { short: "ecs/service", inputs: { name: "s", cluster: "c", taskDefinition: "f", deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 100 }, world: [thing("ecs/cluster", "c", { name: "c" }), thing("ecs/taskDefinition", "f", { family: "f", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"memory\":128}]" })] }],
    ],
    accepts: [
      { short: "ecs/service", inputs: { name: "s", cluster: "c", taskDefinition: "f", launchType: "FARGATE", networkConfiguration: { subnets: ["subnet-a"] }, deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 200 }, world: [...network, thing("ecs/cluster", "c", { name: "c" }), thing("ecs/taskDefinition", "f", { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" })] },
    ],
  },
  {
    law: "ecs-service-task",
    refuses: [
      ["InvalidParameterException", { short: "ecs/service", inputs: { name: "s", cluster: "c", taskDefinition: "f", launchType: "FARGATE", networkConfiguration: { subnets: ["subnet-a"] } }, world: [...network, thing("ecs/cluster", "c", { name: "c" }), thing("ecs/taskDefinition", "f", { family: "f", networkMode: "bridge", requiresCompatibilities: ["EC2"], containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\",\"memory\":128}]" })] }],
    ],
    accepts: [
      { short: "ecs/service", inputs: { name: "s", cluster: "c", taskDefinition: "f", launchType: "FARGATE", networkConfiguration: { subnets: ["subnet-a"] }, deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 200 }, world: [...network, thing("ecs/cluster", "c", { name: "c" }), thing("ecs/taskDefinition", "f", { family: "f", requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512", containerDefinitions: "[{\"name\":\"a\",\"image\":\"nginx\"}]" })] },
    ],
  },
  {
    law: "autoscaling-policy-kind",
    refuses: [
      ["ValidationError", { short: "autoscaling/policy", inputs: { autoscalingGroupName: "g", name: "p", policyType: "TargetTrackingScaling" }, world: [thing("autoscaling/group", "g", { name: "g" })] }],
      ["ValidationError", { short: "autoscaling/policy", inputs: { autoscalingGroupName: "g", name: "p", policyType: "SimpleScaling" }, world: [thing("autoscaling/group", "g", { name: "g" })] }],
    ],
    accepts: [
      { short: "autoscaling/policy", inputs: { autoscalingGroupName: "g", name: "p", policyType: "TargetTrackingScaling", targetTrackingConfiguration: { targetValue: 60, predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" } } }, world: [thing("autoscaling/group", "g", { name: "g" })] },
      { short: "autoscaling/policy", inputs: { autoscalingGroupName: "g", name: "p", adjustmentType: "ChangeInCapacity", scalingAdjustment: 1 }, world: [thing("autoscaling/group", "g", { name: "g" })] },
    ],
  },
  {
    law: "scalable-target-values",
    refuses: [
      ["ValidationException", { short: "appautoscaling/target", inputs: { minCapacity: 3, maxCapacity: 1, resourceId: "service/c/s", scalableDimension: "ecs:service:DesiredCount", serviceNamespace: "ecs" } }],
      ["ValidationException", { short: "appautoscaling/target", inputs: { minCapacity: 1, maxCapacity: 2, resourceId: "service/c/s", scalableDimension: "ecs:service:DesiredCount", serviceNamespace: "dynamodb" } }],
    ],
    accepts: [
      { short: "appautoscaling/target", inputs: { minCapacity: 1, maxCapacity: 2, resourceId: "service/c/s", scalableDimension: "ecs:service:DesiredCount", serviceNamespace: "ecs" } },
    ],
  },
];
