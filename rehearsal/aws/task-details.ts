/** Functions, tasks and scaling: what their parts demand of each other. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { absent, applyLaw, checkLaw, fields, given, items, lookup, noIf, num, oneOf, parseArn, pickTexts, prop, repeated, settled, text, texts } from "./kit.ts";

const LAMBDA = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html";
const SNAP = "https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html";
const TASK = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html";
const FARGATE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html";
const SERVICE = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html";
const SCALING = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html";
const TARGET = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html";
const INVALID = "InvalidParameterValueException";
const CLIENT = "ClientException";

/** Runtimes that can be started from a snapshot. */
const SNAPPED = /^(java(1[1-9]|[2-9]\d)|python3\.(1[2-9]|[2-9]\d)|dotnet([89]|\d\d))/;

const lambda = checkLaw("lambda-details", ["lambda/function"], `${LAMBDA} and ${SNAP}`, (inputs) => {
  const runtime = text(inputs["runtime"]);
  const snapped = fields(inputs["snapStart"])["applyOn"] === "PublishedVersions";
  const dead = parseArn(fields(inputs["deadLetterConfig"])["targetArn"]);
  const mount = text(fields(inputs["fileSystemConfig"])["localMountPath"]);
  const vpc = fields(inputs["vpcConfig"]);
  const sides: readonly Value[] = [vpc["subnetIds"], vpc["securityGroupIds"]];
  return [
    ...oneOf(fields(inputs["snapStart"])["applyOn"], ["PublishedVersions", "None"], "ValidationException", "snapStart.applyOn"),
    ...noIf(snapped && runtime !== undefined && !SNAPPED.test(runtime), INVALID, `${runtime} is not supported for SnapStart enabled functions.`, "snapStart.applyOn"),
    ...noIf(dead !== undefined && dead.service !== "sqs" && dead.service !== "sns", INVALID, `The dead-letter target is no queue and no topic: ${text(fields(inputs["deadLetterConfig"])["targetArn"])}`, "deadLetterConfig.targetArn"),
    ...noIf(mount !== undefined && !/^\/mnt\/[\w.-]+$/.test(mount), "ValidationException", `Value '${mount}' at 'fileSystemConfigs.localMountPath' failed to satisfy constraint: Member must satisfy regular expression pattern: ^/mnt/[a-zA-Z0-9-_.]+$`, "fileSystemConfig.localMountPath"),
    ...noIf(given(inputs["fileSystemConfig"]) && absent(inputs["vpcConfig"]), INVALID, "Function must be configured to execute in a VPC to reference access points.", "vpcConfig"),
    ...noIf(sides.every((side) => settled(side)) && (items(sides[0]).length > 0) !== (items(sides[1]).length > 0), INVALID, "SecurityGroupIds and SubnetIds must coexist or be both empty list.", "vpcConfig"),
    ...pickTexts(inputs, "layers[]").flatMap(({ path, value }) => noIf(!/:layer:[\w-]+:\d+$/.test(value), "ValidationException", `Value '${value}' at 'layers' failed to satisfy constraint: it is the ARN of a layer's version.`, path)),
    ...noIf(/\s/.test(text(inputs["handler"]) ?? ""), "ValidationException", `Value '${text(inputs["handler"])}' at 'handler' failed to satisfy constraint: Member must satisfy regular expression pattern: [^\\s]+`, "handler"),
  ];
});

const provisioned = checkLaw("lambda-provisioned-version", ["lambda/provisionedConcurrencyConfig"], "https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html", ({ qualifier }) =>
  noIf(qualifier === "$LATEST", INVALID, "Provisioned Concurrency Configs cannot be applied to unpublished function versions.", "qualifier"),
);

function containersOf(value: Value): Props[] {
  try {
    return items(JSON.parse(text(value) ?? "") as Value).map(fields);
  } catch {
    return [];
  }
}

const containers = checkLaw("ecs-containers", ["ecs/taskDefinition"], TASK, (task) => {
  const list = containersOf(task["containerDefinitions"]);
  const own = task["networkMode"] === "awsvpc";
  const known = settled(task["memory"]);
  const names = list.flatMap((one) => text(one["name"]) ?? []);
  const at = "containerDefinitions";
  return [
    ...noIf(list.length > 0 && list.every((one) => one["essential"] === false), CLIENT, "TaskDefinition must have at least one essential container.", at),
    ...noIf(repeated(names).length > 0, CLIENT, `Container names must be unique: ${repeated(names).join(", ")}`, at),
    ...list.flatMap((one) => [
      ...noIf(known && absent(task["memory"]) && absent(one["memory"]) && absent(one["memoryReservation"]), CLIENT, `Invalid setting for container '${text(one["name"])}'. At least one of 'memory' or 'memoryReservation' must be specified.`, at),
      ...noIf((num(one["memory"]) ?? 0) > (num(task["memory"]) ?? Infinity), CLIENT, `Invalid setting for container '${text(one["name"])}'. The memory of a container must not be greater than the task's.`, at),
      ...(own ? items(one["portMappings"]).map(fields) : []).flatMap((port) => noIf(given(port["hostPort"]) && num(port["hostPort"]) !== 0 && num(port["hostPort"]) !== num(port["containerPort"]), CLIENT, "When networkMode=awsvpc, the host ports and container ports in port mappings must match.", at)),
      ...logs(one, at),
    ]),
  ];
});

function logs(container: Props, at: string): Refusal[] {
  const config = fields(container["logConfiguration"]);
  const options = fields(config["options"]);
  return config["logDriver"] !== "awslogs" ? [] : ["awslogs-group", "awslogs-region"].flatMap((key) => noIf(absent(options[key]), CLIENT, `Log driver awslogs requires options: ${key}`, at));
}

const fargate = checkLaw("ecs-fargate-containers", ["ecs/taskDefinition"], FARGATE, (task) => {
  if (!texts(task["requiresCompatibilities"]).includes("FARGATE")) return [];
  const list = containersOf(task["containerDefinitions"]);
  const disk = num(fields(task["ephemeralStorage"])["sizeInGib"]);
  const at = "containerDefinitions";
  const logged = list.filter((one) => fields(one["logConfiguration"])["logDriver"] === "awslogs");
  return [
    ...list.flatMap((one) => [
      ...oneOf(fields(one["logConfiguration"])["logDriver"], ["awslogs", "splunk", "awsfirelens"], CLIENT, at, `Log driver '${text(fields(one["logConfiguration"])["logDriver"])}' is not supported for Fargate.`),
      ...noIf(one["privileged"] === true, CLIENT, "Fargate compatible task definitions do not support privileged.", at),
    ]),
    ...noIf(logged.some((one) => absent(fields(fields(one["logConfiguration"])["options"])["awslogs-stream-prefix"])), CLIENT, "Log driver awslogs requires options: awslogs-stream-prefix", at),
    ...noIf(logged.length > 0 && absent(task["executionRoleArn"]), CLIENT, "Fargate requires task definition to have execution role ARN to support log driver awslogs.", "executionRoleArn"),
    ...noIf(disk !== undefined && (disk < 21 || disk > 200), CLIENT, `The ephemeral storage of a task is between 21 and 200 GiB: ${disk}`, "ephemeralStorage.sizeInGib"),
  ];
});

const service = checkLaw("ecs-service-kind", ["ecs/service"], SERVICE, (inputs) => {
  const fargate_ = inputs["launchType"] === "FARGATE";
  const [least, most] = [num(inputs["deploymentMinimumHealthyPercent"]), num(inputs["deploymentMaximumPercent"])];
  const code = "InvalidParameterException";
  return [
    ...noIf(fargate_ && inputs["schedulingStrategy"] === "DAEMON", code, "The daemon scheduling strategy is not supported for tasks on Fargate.", "schedulingStrategy"),
    ...noIf(fargate_ && absent(inputs["networkConfiguration"]), code, "Network Configuration must be provided when networkMode 'awsvpc' is specified.", "networkConfiguration"),
    ...noIf(given(inputs["launchType"]) && items(inputs["capacityProviderStrategies"]).length > 0, code, "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.", "launchType"),
    ...noIf(least !== undefined && least === 100 && most === 100, code, "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.", "deploymentMaximumPercent"),
  ];
});

const serviceTask = applyLaw("ecs-service-task", ["ecs/service"], SERVICE, (inputs, change) => {
  const found = lookup(change, ["ecs/taskDefinition"], inputs["taskDefinition"], "arn", "arnWithoutRevision", "family");
  if (found === undefined || inputs["launchType"] !== "FARGATE") return [];
  const fits = texts(prop(found, "requiresCompatibilities")).includes("FARGATE");
  return noIf(!fits, "InvalidParameterException", "Task definition does not support launch_type FARGATE.", "taskDefinition");
});

const policies = checkLaw("autoscaling-policy-kind", ["autoscaling/policy"], SCALING, (policy) => {
  const kind = text(policy["policyType"]) || "SimpleScaling";
  const code = "ValidationError";
  const known = settled(policy["policyType"]);
  return [
    ...oneOf(policy["policyType"], ["SimpleScaling", "StepScaling", "TargetTrackingScaling", "PredictiveScaling"], code, "policyType"),
    ...oneOf(policy["adjustmentType"], ["ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"], code, "adjustmentType"),
    ...noIf(known && kind === "TargetTrackingScaling" && absent(policy["targetTrackingConfiguration"]), code, "TargetTrackingConfiguration is required for policy type TargetTrackingScaling", "targetTrackingConfiguration"),
    ...noIf(known && (kind === "SimpleScaling" || kind === "StepScaling") && absent(policy["adjustmentType"]), code, `AdjustmentType is required for policy type ${kind}`, "adjustmentType"),
    ...noIf(known && kind === "StepScaling" && settled(policy["stepAdjustments"]) && items(policy["stepAdjustments"]).length === 0, code, "At least one StepAdjustment must be specified for policy type StepScaling", "stepAdjustments"),
  ];
});

const scalable = checkLaw("scalable-target-values", ["appautoscaling/target"], TARGET, (target) => {
  const [least, most] = [num(target["minCapacity"]), num(target["maxCapacity"])];
  const [dimension, namespace] = [text(target["scalableDimension"]), text(target["serviceNamespace"])];
  return [
    ...noIf(least !== undefined && most !== undefined && least > most, "ValidationException", "Maximum capacity cannot be less than minimum capacity", "maxCapacity"),
    ...noIf(dimension !== undefined && namespace !== undefined && namespace !== "custom-resource" && !dimension.startsWith(`${namespace}:`), "ValidationException", `Unsupported service namespace, resource type or scalable dimension: ${namespace}, ${dimension}`, "scalableDimension"),
  ];
});

/** Laws of details of functions and tasks. */
export const taskDetailLaws: readonly Law[] = [lambda, provisioned, containers, fargate, service, serviceTask, policies, scalable];
