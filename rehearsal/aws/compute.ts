/** Lambda, ECS, ECR, EC2 instances and Auto Scaling. */
import type { Law, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, given, items, lookup, no, noIf, num, oneOf, others, parseArn, prop, range, settled, text, texts } from "./kit.ts";
import { networksOf, subnetsOf } from "./zones.ts";

const LAMBDA = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html";
const LIFECYCLE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html";
const TASK = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html";
const SERVICE = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html";
const VOLUME = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html";

/** Runtimes that functions can no longer be created with: lambda-runtimes, "Deprecated runtimes". */
const DEAD_RUNTIMES = ["nodejs", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "python2.7", "python3.6", "python3.7", "java8", "go1.x", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet5.0", "dotnet7", "ruby2.5", "ruby2.7", "provided"];
const RUNTIME = /^(nodejs\d+\.x|python3\.\d+|java\d+(\.al2(0\d\d)?)?|dotnet\d+|ruby\d\.\d|provided\.al2(0\d\d)?|custom)$/;

const lambda = checkLaw("lambda-values", ["lambda/function"], LAMBDA, (inputs, change) => {
  const image = inputs["packageType"] === "Image";
  const known = settled(inputs["packageType"]);
  const runtime = text(inputs["runtime"]);
  // Functions on instances of their own may be larger and run longer.
  const [most, longest] = absent(inputs["capacityProviderConfig"]) ? [10240, 900] : [32768, 5400];
  const size = num(fields(inputs["ephemeralStorage"])["size"]);
  const variables = fields(fields(inputs["environment"])["variables"]);
  const reserved = Object.keys(variables).filter((key) => /^(AWS_REGION|AWS_DEFAULT_REGION|AWS_LAMBDA_.*|AWS_EXECUTION_ENV|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|_HANDLER|_X_AMZN_TRACE_ID)$/.test(key) && !/^AWS_LAMBDA_EXEC_WRAPPER$/.test(key));
  const bytes = Object.entries(variables).reduce((sum, [key, value]) => sum + key.length + (text(value)?.length ?? 0), 0);
  const code = "InvalidParameterValueException";
  return [
    ...range(inputs["memorySize"], 128, most, "ValidationException", "memorySize", `'MemorySize' value failed to satisfy constraint: Member must have value between 128 and ${most}: ${String(num(inputs["memorySize"]))}`),
    ...range(inputs["timeout"], 1, longest, "ValidationException", "timeout", `Value '${String(num(inputs["timeout"]))}' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to ${longest}`),
    ...noIf(size !== undefined && (size < 512 || size > 10240), "ValidationException", `Ephemeral storage ${size} must be between 512 and 10240 MB.`, "ephemeralStorage.size"),
    ...noIf(["code", "imageUri", "s3Bucket"].every((key) => absent(inputs[key])) && change.operation === "create", code, "one of `filename`, `image_uri` or `s3_bucket` must be specified", "code"),
    ...noIf(known && !image && absent(inputs["runtime"]), code, "Runtime and Handler are mandatory parameters for functions created with deployment packages.", "runtime"),
    ...noIf(known && !image && absent(inputs["handler"]), code, "Runtime and Handler are mandatory parameters for functions created with deployment packages.", "handler"),
    ...noIf(image && (given(inputs["runtime"]) || given(inputs["handler"]) || items(inputs["layers"]).length > 0), code, "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.", "runtime"),
    ...noIf(runtime !== undefined && runtime !== "" && !RUNTIME.test(runtime) && !DEAD_RUNTIMES.includes(runtime), code, `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set`, "runtime"),
    ...noIf(change.operation === "create" && runtime !== undefined && DEAD_RUNTIMES.includes(runtime), code, `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions.`, "runtime"),
    ...oneOf(inputs["packageType"], ["Zip", "Image"], "ValidationException", "packageType"),
    ...items(inputs["architectures"]).flatMap((one, index) => oneOf(one, ["x86_64", "arm64"], "ValidationException", `architectures[${index}]`)),
    ...noIf(items(inputs["architectures"]).length > 1, "ValidationException", "A function has one architecture.", "architectures"),
    ...noIf(items(inputs["layers"]).length > 5, code, "Cannot reference more than 5 layers.", "layers"),
    ...noIf(reserved.length > 0, code, `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")}`, "environment.variables"),
    ...Object.keys(variables).flatMap((key) => noIf(!/^[a-zA-Z]\w+$/.test(key) && !reserved.includes(key), "ValidationException", `The environment variable name ${key} is not valid: it begins with a letter and has at least two letters, digits or underscores.`, `environment.variables.${key}`)),
    ...noIf(bytes > 4096, code, "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.", "environment.variables"),
    ...oneOf(fields(inputs["tracingConfig"])["mode"], ["Active", "PassThrough"], "ValidationException", "tracingConfig.mode"),
    ...noIf(num(inputs["reservedConcurrentExecutions"]) !== undefined && num(inputs["reservedConcurrentExecutions"])! < -1, code, "The reserved concurrency must not be negative.", "reservedConcurrentExecutions"),
  ];
});

const lambdaNetwork = applyLaw("lambda-network", ["lambda/function"], LAMBDA, (inputs, change) => {
  const vpc = fields(inputs["vpcConfig"]);
  const vpcs = networksOf(subnetsOf(change, texts(vpc["subnetIds"])));
  const groups = texts(vpc["securityGroupIds"]).flatMap((id) => lookup(change, ["ec2/securityGroup"], id) ?? []);
  const strange = groups.find((group) => vpcs.length === 1 && text(prop(group, "vpcId")) !== undefined && prop(group, "vpcId") !== vpcs[0]);
  return [
    ...noIf(vpcs.length > 1, "InvalidParameterValueException", "Subnets must be in the same VPC: " + vpcs.join(", "), "vpcConfig.subnetIds"),
    ...noIf(strange !== undefined, "InvalidParameterValueException", `The security group ${strange?.id} is not in the VPC of the subnets`, "vpcConfig.securityGroupIds"),
  ];
});

const permissions = applyLaw("lambda-permission-once", ["lambda/permission"], "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html", (inputs, change) =>
  noIf(
    change.operation === "create" && given(inputs["statementId"]) && others(change, "lambda/permission").some((one) => one.inputs["function"] === inputs["function"] && one.inputs["statementId"] === inputs["statementId"] && (one.inputs["qualifier"] ?? "") === (inputs["qualifier"] ?? "")),
    "ResourceConflictException",
    `The statement id (${text(inputs["statementId"])}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    "statementId",
  ),
);

const permitted = checkLaw("lambda-permission-action", ["lambda/permission"], "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html", ({ action }) =>
  noIf(text(action) !== undefined && !/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/.test(text(action)!), "ValidationException", `Value '${text(action)}' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])`, "action"),
);

const sourceQueue = applyLaw("lambda-event-source-exists", ["lambda/eventSourceMapping"], "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html", ({ eventSourceArn }, change) => {
  const arn = parseArn(eventSourceArn);
  const shorts = arn?.service === "sqs" ? ["sqs/queue"] : arn?.service === "kinesis" && arn.resource.startsWith("stream/") && !arn.resource.includes("/consumer/") ? ["kinesis/stream"] : [];
  const found = shorts.length === 0 || arn?.account !== change.account || all(change, ...shorts).some((one) => prop(one, "arn") === eventSourceArn);
  return noIf(!found, "InvalidParameterValueException", `Error occurred while reading from the event source ${text(eventSourceArn)}: it does not exist.`, "eventSourceArn");
});

const repository = checkLaw("ecr-repository-values", ["ecr/repository"], "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html", (inputs) => {
  const filters = items(inputs["imageTagMutabilityExclusionFilters"]).length;
  const mutability = text(inputs["imageTagMutability"]);
  return [
    ...oneOf(mutability, ["MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"], "InvalidParameterException", "imageTagMutability"),
    ...noIf(filters > 0 && mutability !== undefined && !mutability.endsWith("_WITH_EXCLUSION"), "InvalidParameterException", "Exclusion filters need a mutability WITH_EXCLUSION.", "imageTagMutabilityExclusionFilters"),
    ...items(inputs["encryptionConfigurations"]).flatMap((one, index) => {
      const config = fields(one);
      return [
        ...oneOf(config["encryptionType"], ["AES256", "KMS", "KMS_DSSE"], "InvalidParameterException", `encryptionConfigurations[${index}].encryptionType`),
        ...noIf((config["encryptionType"] === "AES256" || absent(config["encryptionType"])) && given(config["kmsKey"]), "InvalidParameterException", "A KMS key needs the encryption type KMS.", `encryptionConfigurations[${index}].kmsKey`),
      ];
    }),
  ];
});

const lifecycle = checkLaw("ecr-lifecycle-policy", ["ecr/lifecyclePolicy"], LIFECYCLE, (inputs) => {
  let document: Value = inputs["policy"];
  const code = "InvalidParameterException";
  if (typeof document === "string") {
    try {
      document = JSON.parse(document) as Value;
    } catch {
      return no(code, "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: it is not valid JSON'", "policy");
    }
  }
  if (!settled(document) || absent(document)) return [];
  const rules = items(fields(document)["rules"]).map(fields);
  const priorities = rules.map((rule) => num(rule["rulePriority"]));
  const untagged = rules.find((rule) => fields(rule["selection"])["tagStatus"] === "any");
  const last = Math.max(...priorities.filter((n) => n !== undefined));
  const message = (why: string) => `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`;
  return [
    ...noIf(rules.length === 0, code, message("it has no rules"), "policy"),
    ...noIf(new Set(priorities).size < priorities.length, code, message("rule priorities must be unique"), "policy"),
    ...noIf(untagged !== undefined && num(untagged["rulePriority"]) !== last, code, message("a rule for any tag status must have the highest rulePriority number"), "policy"),
    ...rules.flatMap((rule) => {
      const selection = fields(rule["selection"]);
      const tagged = selection["tagStatus"] === "tagged";
      const lists = items(selection["tagPrefixList"]).length + items(selection["tagPatternList"]).length;
      return [
        ...noIf(num(rule["rulePriority"]) === undefined || num(rule["rulePriority"])! < 1, code, message("rulePriority must be a positive number"), "policy"),
        ...noIf(!["tagged", "untagged", "any"].includes(text(selection["tagStatus"]) ?? ""), code, message("tagStatus must be tagged, untagged or any"), "policy"),
        ...noIf(tagged && lists === 0, code, message("tagPrefixList or tagPatternList is required with tagStatus tagged"), "policy"),
        ...noIf(!tagged && lists > 0, code, message("tag lists are only for tagStatus tagged"), "policy"),
        ...noIf(!(num(selection["countNumber"])! >= 1), code, message("countNumber must be at least 1"), "policy"),
        ...noIf(selection["countType"] === "sinceImagePushed" && selection["countUnit"] !== "days", code, message("countUnit days is required with sinceImagePushed"), "policy"),
        ...noIf(selection["countType"] === "imageCountMoreThan" && given(selection["countUnit"]), code, message("countUnit is not for imageCountMoreThan"), "policy"),
      ];
    }),
  ];
});

/** CPU units of a Fargate task and the MiB each goes with: least, most, step. */
const FARGATE: Record<number, readonly [number, number, number]> = {
  512: [1024, 4096, 1024], 1024: [2048, 8192, 1024], 2048: [4096, 16384, 1024], 4096: [8192, 30720, 1024], 8192: [16384, 61440, 4096], 16384: [32768, 122880, 8192],
};

const task = checkLaw("ecs-task-definition", ["ecs/taskDefinition"], TASK, (inputs) => {
  const fargate = texts(inputs["requiresCompatibilities"]).includes("FARGATE");
  const [cpu, memory] = [num(inputs["cpu"]), num(inputs["memory"])];
  const sizes = cpu === undefined ? undefined : FARGATE[cpu];
  const fits = cpu === undefined || memory === undefined || (cpu === 256 ? [512, 1024, 2048].includes(memory) : sizes !== undefined && memory >= sizes[0] && memory <= sizes[1] && (memory - sizes[0]) % sizes[2] === 0);
  const containers = text(inputs["containerDefinitions"]);
  let parsed: Value[] | undefined;
  try {
    const value: unknown = containers === undefined ? undefined : JSON.parse(containers);
    parsed = Array.isArray(value) ? (value as Value[]) : undefined;
  } catch {
    parsed = undefined;
  }
  return [
    ...noIf(fargate && !fits, "ClientException", `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory.`, "cpu"),
    ...noIf(fargate && (absent(inputs["cpu"]) || absent(inputs["memory"])), "ClientException", "Fargate requires that 'cpu' and 'memory' be defined at the task level.", "cpu"),
    ...noIf(fargate && settled(inputs["networkMode"]) && inputs["networkMode"] !== "awsvpc", "ClientException", "Fargate only supports network mode 'awsvpc'.", "networkMode"),
    ...oneOf(inputs["networkMode"], ["none", "bridge", "awsvpc", "host"], "ClientException", "networkMode"),
    ...noIf(containers !== undefined && parsed === undefined, "ClientException", "The container definitions are not a valid JSON list.", "containerDefinitions"),
    ...noIf(parsed?.length === 0, "ClientException", "Container list cannot be empty.", "containerDefinitions"),
    ...(parsed ?? []).flatMap((container) => [
      ...noIf(absent(fields(container)["name"]) || absent(fields(container)["image"]), "ClientException", "Container.name and Container.image must not be null or empty.", "containerDefinitions"),
    ]),
  ];
});

const service = applyLaw("ecs-service-target-group", ["ecs/service"], SERVICE, (inputs, change) =>
  items(inputs["loadBalancers"]).flatMap((one, index) => {
    const arn = text(fields(one)["targetGroupArn"]);
    const group = lookup(change, ["lb/targetGroup", "alb/targetGroup"], arn, "arn");
    if (arn === undefined || group === undefined || change.operation !== "create") return [];
    const used = [...all(change, "lb/listener", "alb/listener", "lb/listenerRule", "alb/listenerRule")].some((user) => JSON.stringify(user.inputs).includes(arn));
    return noIf(!used, "InvalidParameterException", `The target group with targetGroupArn ${arn} does not have an associated load balancer.`, `loadBalancers[${index}].targetGroupArn`);
  }),
);

const volume = checkLaw("ebs-volume-values", ["ebs/volume"], VOLUME, (inputs, change) => {
  const type = text(inputs["type"]) || "gp2";
  const known = settled(inputs["type"]);
  const [size, iops, throughput] = [num(inputs["size"]), num(inputs["iops"]), num(inputs["throughput"])];
  const sizes: Record<string, readonly [number, number]> = { gp2: [1, 16384], gp3: [1, 65536], io1: [4, 16384], io2: [4, 65536], st1: [125, 16384], sc1: [125, 16384], standard: [1, 1024] };
  const legal = sizes[type];
  const provisioned = type === "io1" || type === "io2";
  const zone = text(inputs["availabilityZone"]);
  return [
    ...oneOf(inputs["type"], Object.keys(sizes), "InvalidParameterValue", "type"),
    ...noIf(known && legal !== undefined && size !== undefined && (size < legal[0] || size > legal[1]), "InvalidParameterValue", `Volume of ${size}GiB is out of range for volume type ${type}; it must be ${legal?.[0]} to ${legal?.[1]}GiB.`, "size"),
    ...noIf(known && provisioned && absent(inputs["iops"]), "MissingParameter", `The parameter iops must be specified for ${type} volumes.`, "iops"),
    ...noIf(known && ["gp2", "st1", "sc1", "standard"].includes(type) && iops !== undefined && iops > 0, "InvalidParameterCombination", `The parameter iops is not supported for ${type} volumes.`, "iops"),
    ...noIf(known && type === "gp3" && iops !== undefined && iops > 0 && (iops < 3000 || iops > 80000), "InvalidParameterValue", `Volume iops of ${iops} is out of range; gp3 takes 3000 to 80000.`, "iops"),
    ...noIf(known && type !== "gp3" && throughput !== undefined && throughput > 0, "InvalidParameterCombination", `The parameter throughput is not supported for ${type} volumes.`, "throughput"),
    ...noIf(known && type === "gp3" && throughput !== undefined && throughput > 0 && (throughput < 125 || throughput > 2000), "InvalidParameterValue", `Throughput ${throughput} is out of range; gp3 takes 125 to 2000 MiB/s.`, "throughput"),
    ...noIf(absent(inputs["size"]) && absent(inputs["snapshotId"]), "MissingParameter", "The request must contain the parameter size/snapshot", "size"),
    ...noIf(zone !== undefined && zone !== "" && !zone.startsWith(change.region), "InvalidZone.NotFound", `The zone '${zone}' does not exist.`, "availabilityZone"),
    ...noIf(given(inputs["kmsKeyId"]) && flag(inputs["encrypted"]) === false, "InvalidParameterDependency", "The parameter KmsKeyId requires the parameter Encrypted to be set.", "kmsKeyId"),
  ];
});

const metadata = checkLaw("instance-metadata-options", ["ec2/instance", "ec2/launchTemplate"], "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html", (inputs) => {
  const options = fields(inputs["metadataOptions"]);
  return [
    ...oneOf(options["httpTokens"], ["optional", "required"], "InvalidParameterValue", "metadataOptions.httpTokens"),
    ...oneOf(options["httpEndpoint"], ["enabled", "disabled"], "InvalidParameterValue", "metadataOptions.httpEndpoint"),
    ...range(options["httpPutResponseHopLimit"], 1, 64, "InvalidParameterValue", "metadataOptions.httpPutResponseHopLimit"),
  ];
});

const instance = applyLaw("instance-network", ["ec2/instance"], "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html", (inputs, change) => {
  const vpc = networksOf(subnetsOf(change, texts([inputs["subnetId"]])))[0];
  return texts(inputs["vpcSecurityGroupIds"]).flatMap((id) => {
    const group = lookup(change, ["ec2/securityGroup"], id);
    const theirs = group === undefined ? undefined : text(prop(group, "vpcId"));
    return noIf(vpc !== undefined && theirs !== undefined && theirs !== vpc, "InvalidParameter", `Security group ${id} and subnet ${text(inputs["subnetId"])} belong to different networks.`, "vpcSecurityGroupIds");
  });
});

const scaling = checkLaw("autoscaling-group-values", ["autoscaling/group"], "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html", (inputs) => {
  const [low, high, wanted] = [num(inputs["minSize"]), num(inputs["maxSize"]), num(inputs["desiredCapacity"])];
  const sources = ["launchConfiguration", "launchTemplate", "mixedInstancesPolicy"].filter((key) => given(inputs[key]));
  return [
    ...noIf(low !== undefined && high !== undefined && low > high, "ValidationError", `Max bound, ${high}, must be greater than or equal to min bound, ${low}`, "minSize"),
    ...noIf(wanted !== undefined && high !== undefined && wanted > high, "ValidationError", `Desired capacity:${wanted} must be between the specified min size:${low} and max size:${high}`, "desiredCapacity"),
    ...noIf(wanted !== undefined && low !== undefined && wanted < low, "ValidationError", `Desired capacity:${wanted} must be between the specified min size:${low} and max size:${high}`, "desiredCapacity"),
    ...noIf(sources.length > 1 || ["launchConfiguration", "launchTemplate", "mixedInstancesPolicy"].every((key) => absent(inputs[key])), "ValidationError", `Valid requests must contain exactly one of LaunchTemplate, LaunchConfigurationName or MixedInstancesPolicy parameter; ${sources.length} are given.`, sources[0]),
    ...noIf(items(inputs["vpcZoneIdentifiers"]).length > 0 && items(inputs["availabilityZones"]).length > 0, "ValidationError", "Only one of vpcZoneIdentifiers and availabilityZones may be given.", "availabilityZones"),
    ...noIf(["vpcZoneIdentifiers", "availabilityZones"].every((key) => settled(inputs[key]) && items(inputs[key]).length === 0), "ValidationError", "At least one Availability Zone or VPC Subnet is required.", "vpcZoneIdentifiers"),
    ...(text(inputs["healthCheckType"])?.split(",") ?? []).flatMap((one) => oneOf(one.trim(), ["EC2", "ELB", "EBS", "VPC_LATTICE"], "ValidationError", "healthCheckType")),
  ];
});

const mapping = checkLaw("lambda-event-source", ["lambda/eventSourceMapping"], "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html", (inputs) => {
  const source = parseArn(inputs["eventSourceArn"])?.service;
  const stream = source === "kinesis" || source === "dynamodb";
  const fifo = text(inputs["eventSourceArn"])?.endsWith(".fifo") === true;
  const batch = num(inputs["batchSize"]);
  const code = "InvalidParameterValueException";
  return [
    ...noIf(stream && absent(inputs["startingPosition"]), code, "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.", "startingPosition"),
    ...noIf(source === "sqs" && given(inputs["startingPosition"]), code, "StartingPosition is not valid for SQS event sources.", "startingPosition"),
    ...range(inputs["batchSize"], 1, source === "sqs" && fifo ? 10 : 10000, code, "batchSize", `Batch size ${batch} is not valid for this event source.`),
    ...noIf(source === "sqs" && !fifo && batch !== undefined && batch > 10 && (num(inputs["maximumBatchingWindowInSeconds"]) ?? 0) < 1 && settled(inputs["maximumBatchingWindowInSeconds"]), code, "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10", "maximumBatchingWindowInSeconds"),
    ...range(inputs["maximumBatchingWindowInSeconds"], 0, 300, code, "maximumBatchingWindowInSeconds"),
    ...range(inputs["parallelizationFactor"], 1, 10, code, "parallelizationFactor"),
    ...range(fields(inputs["scalingConfig"])["maximumConcurrency"], 2, 1000, code, "scalingConfig.maximumConcurrency"),
  ];
});

const timeoutFits = applyLaw("lambda-queue-visibility", ["lambda/eventSourceMapping"], "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html", (inputs, change) => {
  const queue = all(change, "sqs/queue").find((one) => prop(one, "arn") === inputs["eventSourceArn"]);
  const name = text(inputs["functionName"]);
  const target = all(change, "lambda/function").find((one) => [one.id, prop(one, "name"), prop(one, "arn")].includes(name));
  if (queue === undefined || target === undefined) return [];
  const [visible, needed] = [num(prop(queue, "visibilityTimeoutSeconds")) ?? 30, num(prop(target, "timeout")) ?? 3];
  return noIf(visible < needed, "InvalidParameterValueException", `Queue visibility timeout: ${visible} seconds is less than Function timeout: ${needed} seconds`, "eventSourceArn");
});

/** Laws of compute. */
export const computeLaws: readonly Law[] = [
  lambda, lambdaNetwork, permissions, permitted, sourceQueue, mapping, timeoutFits, repository, lifecycle, task, service, volume, metadata, instance, scaling,
];
