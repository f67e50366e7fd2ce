/** Arguments that an API server of Kubernetes 1.34 refuses and accepts; the reasons are its own. */
import { describe, expect, test } from "@jest/globals";
import type { Props } from "../../../rehearsal/types.ts";
import { wrong } from "./objects.ts";

/** Kind, what is changed in a good object of it, and what is said; nothing where it is accepted. */
type Case = readonly [kind: string, changes: Props, said: readonly string[]];

const FIRST: readonly Case[] = [
  ["apps/v1:Deployment", { "spec.selector": { matchLabels: { app: "other" } } }, ["Deployment.apps \"web\" is invalid: spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`"]],
  ["apps/v1:Deployment", { "spec.selector": undefined }, ["Deployment.apps \"web\" is invalid: spec.selector: Required value"]],
  ["apps/v1:Deployment", { "spec.selector": {} }, ["Deployment.apps \"web\" is invalid: spec.selector: Invalid value: {}: empty selector is invalid for deployment"]],
  ["apps/v1:Deployment", { "spec.selector": { matchExpressions: [{ key: "app", operator: "In", values: ["web", "x"] }] } }, []],
  ["apps/v1:Deployment", { "spec.selector": { matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] } }, ["Deployment.apps \"web\" is invalid: spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`"]],
  ["apps/v1:Deployment", { "spec.selector": { matchExpressions: [{ key: "app", operator: "In" }] } }, ["Deployment.apps \"web\" is invalid: spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"]],
  ["apps/v1:Deployment", { "spec.selector": { matchExpressions: [{ key: "app", operator: "Exists", values: ["web"] }] } }, ["Deployment.apps \"web\" is invalid: spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"]],
  ["apps/v1:Deployment", { "spec.selector": { matchExpressions: [{ key: "app", operator: "Equals", values: ["web"] }] } }, ["Deployment.apps \"web\" is invalid: spec.selector.matchExpressions[0].operator: Invalid value: \"Equals\": not a valid selector operator"]],
  ["apps/v1:Deployment", { "spec.selector": { matchExpressions: [{ key: "app", operator: "Exists" }, { key: "x", operator: "DoesNotExist" }] } }, []],
  ["apps/v1:Deployment", { "spec.template.metadata": undefined }, ["Deployment.apps \"web\" is invalid: spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`"]],
  ["apps/v1:Deployment", { "spec.replicas": -1 }, ["Deployment.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0"]],
  ["apps/v1:Deployment", { "spec.replicas": 0 }, []],
  ["apps/v1:Deployment", { "spec.replicas": 1.5 }, ["Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal number 1.5 into Go struct field spec.replicas of type int32"]],
  ["apps/v1:Deployment", { "spec.strategy": { type: "Recreate", rollingUpdate: { maxSurge: 1 } } }, ["Deployment.apps \"web\" is invalid: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"]],
  ["apps/v1:Deployment", { "spec.strategy": { type: "Recreate" } }, []],
  ["apps/v1:Deployment", { "spec.strategy": { rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } } }, ["Deployment.apps \"web\" is invalid: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"]],
  ["apps/v1:Deployment", { "spec.strategy": { rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } } }, []],
  ["apps/v1:Deployment", { "spec.strategy": { rollingUpdate: { maxUnavailable: "101%" } } }, ["Deployment.apps \"web\" is invalid: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"]],
  ["apps/v1:Deployment", { "spec.strategy": { rollingUpdate: { maxSurge: "200%", maxUnavailable: "0%" } } }, []],
  ["apps/v1:Deployment", { "spec.strategy": { rollingUpdate: { maxSurge: "one" } } }, ["Deployment.apps \"web\" is invalid: spec.strategy.rollingUpdate.maxSurge: Invalid value: \"one\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"]],
  ["apps/v1:Deployment", { "spec.strategy": { type: "BlueGreen" } }, ["Deployment.apps \"web\" is invalid: spec.strategy: Unsupported value: {\"type\":\"BlueGreen\"}: supported values: \"Recreate\", \"RollingUpdate\""]],
  ["apps/v1:Deployment", { "spec.minReadySeconds": 600 }, ["Deployment.apps \"web\" is invalid: spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"]],
  ["apps/v1:Deployment", { "spec.minReadySeconds": 30, "spec.progressDeadlineSeconds": 31 }, []],
  ["apps/v1:Deployment", { "spec.revisionHistoryLimit": -1 }, ["Deployment.apps \"web\" is invalid: spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0"]],
  ["apps/v1:Deployment", { "spec.template.spec.restartPolicy": "Never" }, ["Deployment.apps \"web\" is invalid: spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""]],
  ["apps/v1:Deployment", { "spec.template.spec.activeDeadlineSeconds": 5 }, ["Deployment.apps \"web\" is invalid: spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported"]],
  ["apps/v1:ReplicaSet", { "spec.selector": { matchLabels: { app: "other" } } }, ["ReplicaSet.apps \"web\" is invalid: spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`"]],
  ["apps/v1:DaemonSet", { "spec.selector": undefined }, ["DaemonSet.apps \"web\" is invalid: spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`"]],
  ["apps/v1:DaemonSet", { "spec.updateStrategy": { rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } } }, ["DaemonSet.apps \"web\" is invalid: spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero"]],
  ["apps/v1:DaemonSet", { "spec.updateStrategy": { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } }, []],
  ["apps/v1:DaemonSet", { "spec.updateStrategy": { rollingUpdate: { maxUnavailable: 0 } } }, ["DaemonSet.apps \"web\" is invalid: spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0"]],
  ["apps/v1:DaemonSet", { "spec.updateStrategy": { type: "OnDelete" } }, []],
  ["apps/v1:StatefulSet", { "spec.podManagementPolicy": "Random" }, ["StatefulSet.apps \"web\" is invalid: spec.podManagementPolicy: Invalid value: \"Random\": must be 'OrderedReady' or 'Parallel'"]],
  ["apps/v1:StatefulSet", { "spec.serviceName": "a.b" }, ["StatefulSet.apps \"web\" is invalid: spec.serviceName: Invalid value: \"a.b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"]],
  ["apps/v1:StatefulSet", { "spec.serviceName": undefined }, []],
  ["apps/v1:StatefulSet", { "spec.updateStrategy": { type: "OnDelete", rollingUpdate: { partition: 1 } } }, ["StatefulSet.apps \"web\" is invalid: spec.updateStrategy.rollingUpdate: Invalid value: {\"partition\":1}: only allowed for updateStrategy 'RollingUpdate'"]],
  ["apps/v1:StatefulSet", { "spec.updateStrategy": { rollingUpdate: { partition: -1 } } }, ["StatefulSet.apps \"web\" is invalid: spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0"]],
  ["apps/v1:StatefulSet", { "spec.persistentVolumeClaimRetentionPolicy": { whenDeleted: "Keep", whenScaled: "Delete" } }, ["StatefulSet.apps \"web\" is invalid: spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: \"Keep\": supported values: \"Delete\", \"Retain\""]],
  ["apps/v1:StatefulSet", { "spec.template.spec.containers.0.volumeMounts": [{ name: "data", mountPath: "/data" }] }, []],
  ["apps/v1:StatefulSet", { "spec.volumeClaimTemplates.0.spec.accessModes": [] }, ["StatefulSet.apps \"web\" is invalid: spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required"]],
  ["core/v1:ReplicationController", { "spec.selector": { app: "other" } }, ["ReplicationController \"web\" is invalid: spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`"]],
  ["core/v1:ReplicationController", { "spec.template": undefined }, ["ReplicationController \"web\" is invalid: spec.template: Required value"]],
];

describe("Controllers of pods", () => {
  test.each(FIRST.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});

const SECOND: readonly Case[] = [
  ["batch/v1:Job", { "spec.template.spec.restartPolicy": undefined }, ["Job.batch \"web\" is invalid: spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""]],
  ["batch/v1:Job", { "spec.template.spec.restartPolicy": "Always" }, ["Job.batch \"web\" is invalid: spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""]],
  ["batch/v1:Job", { "spec.template.spec.restartPolicy": "OnFailure" }, []],
  ["batch/v1:Job", { "spec.backoffLimit": -1, "spec.ttlSecondsAfterFinished": -1 }, ["Job.batch \"web\" is invalid: spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0", "Job.batch \"web\" is invalid: spec.ttlSecondsAfterFinished: Invalid value: -1: must be greater than or equal to 0"]],
  ["batch/v1:Job", { "spec.backoffLimit": 0, "spec.parallelism": 0, "spec.activeDeadlineSeconds": 60 }, []],
  ["batch/v1:Job", { "spec.completionMode": "Indexed" }, []],
  ["batch/v1:Job", { "spec.completionMode": "Indexed", "spec.parallelism": 2 }, ["Job.batch \"web\" is invalid: spec.completions: Required value: when completion mode is Indexed"]],
  ["batch/v1:Job", { "spec.completionMode": "Indexed", "spec.completions": 3, "spec.backoffLimitPerIndex": 1, "spec.maxFailedIndexes": 2 }, []],
  ["batch/v1:Job", { "spec.backoffLimitPerIndex": 1 }, ["Job.batch \"web\" is invalid: spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode"]],
  ["batch/v1:Job", { "spec.selector": { matchLabels: { app: "web" } }, "spec.manualSelector": true }, []],
  ["batch/v1:Job", { "spec.podFailurePolicy": { rules: [{ action: "Ignore" }] } }, ["Job.batch \"web\" is invalid: spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required"]],
  ["batch/v1:Job", { "spec.podFailurePolicy": { rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [42] } }] } }, []],
  ["batch/v1:Job", { "spec.podFailurePolicy": { rules: [{ action: "FailIndex", onExitCodes: { operator: "In", values: [0, 0] } }] } }, ["Job.batch \"web\" is invalid: spec.podFailurePolicy.rules[0].action: Invalid value: \"FailIndex\": requires the backoffLimitPerIndex to be set", "Job.batch \"web\" is invalid: spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator", "Job.batch \"web\" is invalid: spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator", "Job.batch \"web\" is invalid: spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Duplicate value: 0"]],
  ["batch/v1:Job", { "spec.podFailurePolicy": { rules: [{ action: "FailJob", onExitCodes: { containerName: "other", operator: "In", values: [42] } }] } }, ["Job.batch \"web\" is invalid: spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: \"other\": must be one of the container or initContainer names in the pod template"]],
  ["batch/v1:Job", { "spec.podFailurePolicy": { rules: [{ action: "FailJob", onExitCodes: { containerName: "web", operator: "In", values: [42] } }] } }, []],
  ["batch/v1:Job", { "spec.podFailurePolicy": { rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget" }] }] } }, []],
  ["batch/v1:Job", { "spec.podFailurePolicy": { rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "true" }] }] } }, ["Job.batch \"web\" is invalid: spec.podFailurePolicy.rules[0].onPodConditions[0].status: Unsupported value: \"true\": supported values: \"False\", \"True\", \"Unknown\""]],
  ["batch/v1:Job", { "spec.podFailurePolicy": { rules: [{ action: "Ignore", onPodConditions: [{ type: "a/b/c" }] }] } }, [expect.stringContaining("onPodConditions[0].type: Invalid value: \"a/b/c\": a qualified name must consist of") as unknown as string]],
  ["batch/v1:Job", { "spec.backoffLimit": 2_147_483_648 }, ["Job in version \"v1\" cannot be handled as a Job: json: cannot unmarshal number 2147483648 into Go struct field spec.backoffLimit of type int32"]],
  ["batch/v1:Job", { "spec.activeDeadlineSeconds": 2_147_483_648 }, []],
  ["batch/v1:CronJob", { "spec.schedule": "* * * *" }, ["CronJob.batch \"web\" is invalid: spec.schedule: Invalid value: \"* * * *\": expected exactly 5 fields, found 4: [* * * *]"]],
  ["batch/v1:CronJob", { "spec.schedule": "60 * * * *" }, ["CronJob.batch \"web\" is invalid: spec.schedule: Invalid value: \"60 * * * *\": end of range (60) above maximum (59): 60"]],
  ["batch/v1:CronJob", { "spec.schedule": "0 0 1 jan-mar MON" }, []],
  ["batch/v1:CronJob", { "spec.schedule": "@hourly" }, []],
  ["batch/v1:CronJob", { "spec.schedule": "CRON_TZ=UTC 0 0 * * *" }, ["CronJob.batch \"web\" is invalid: spec.schedule: Invalid value: \"CRON_TZ=UTC 0 0 * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field instead"]],
  ["batch/v1:CronJob", { "spec.schedule": "" }, ["CronJob.batch \"web\" is invalid: spec.schedule: Required value"]],
  ["batch/v1:CronJob", { "spec.timeZone": "Europe/Berlin" }, []],
  ["batch/v1:CronJob", { "spec.timeZone": "Mars/Base" }, ["CronJob.batch \"web\" is invalid: spec.timeZone: Invalid value: \"Mars/Base\": unknown time zone Mars/Base"]],
  ["batch/v1:CronJob", { "spec.timeZone": "Local" }, ["CronJob.batch \"web\" is invalid: spec.timeZone: Invalid value: \"Local\": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"]],
  ["batch/v1:CronJob", { "spec.concurrencyPolicy": "Never" }, ["CronJob.batch \"web\" is invalid: spec.concurrencyPolicy: Unsupported value: \"Never\": supported values: \"Allow\", \"Forbid\", \"Replace\""]],
  ["batch/v1:CronJob", { "spec.startingDeadlineSeconds": -1 }, ["CronJob.batch \"web\" is invalid: spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0"]],
  ["batch/v1:CronJob", { "spec.jobTemplate.spec.template.spec.restartPolicy": "Always" }, ["CronJob.batch \"web\" is invalid: spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""]],
];

describe("Jobs", () => {
  test.each(SECOND.map((one) => ({ one, title: `${one[0]} ${JSON.stringify(one[1]).slice(0, 120)}` })))("$title", ({ one: [kind, changes, said] }) => {
    expect(wrong(kind, changes)).toEqual(said);
  });
});
