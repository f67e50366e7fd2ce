/** Lists that are kept by key: what a server refuses of an apply although the object itself is valid. */
import { expect, test } from "@jest/globals";
import { UNKNOWN } from "../../../rehearsal/types.ts";
import type { Props } from "../../../rehearsal/types.ts";
import { change, good, said } from "./objects.ts";

const WEB = "spec.template.spec.containers.0";
const refused = (object: string, list: string, key: string): string => `InternalError: failed to create typed patch object (${object}): ${list}: duplicate entries for key [${key}]`;
const deployment = (list: string, key: string): string => refused("default/web; apps/v1, Kind=Deployment", `.spec.template.spec${list}`, key);

test.each<[kind: string, changes: Props, said: readonly string[]]>([
  ["apps/v1:Deployment", { [`${WEB}.env`]: [{ name: "A", value: "1" }, { name: "B", value: "1" }] }, []],
  ["apps/v1:Deployment", { [`${WEB}.env`]: [{ name: "A", value: "1" }, { name: "A", value: "2" }] }, [deployment('.containers[name="web"].env', 'name="A"')]],
  ["apps/v1:Deployment", { [`${WEB}.env`]: [{ name: "A", value: "1" }, { name: UNKNOWN, value: "2" }, { value: "3" }] }, []],
  ["apps/v1:Deployment", { [`${WEB}.ports`]: [{ containerPort: 53 }, { containerPort: 53, protocol: "UDP" }] }, []],
  ["apps/v1:Deployment", { [`${WEB}.ports`]: [{ containerPort: 53, name: "a" }, { containerPort: 53, name: "b", protocol: "TCP" }] }, [deployment('.containers[name="web"].ports', 'containerPort=53,protocol="TCP"')]],
  ["apps/v1:Deployment", { [`${WEB}.ports`]: [{ containerPort: 53 }, { containerPort: 53, protocol: UNKNOWN }] }, []],
  ["apps/v1:Deployment", { "spec.template.spec.initContainers": [{ name: "first", image: "i", env: [{ name: "A" }, { name: "A" }] }] }, [deployment('.initContainers[name="first"].env', 'name="A"')]],
  ["apps/v1:Deployment", { "spec.template.spec.hostAliases": [{ ip: "10.0.0.1", hostnames: ["a"] }, { ip: "10.0.0.1", hostnames: ["b"] }] }, [deployment(".hostAliases", 'ip="10.0.0.1"')]],
  ["core/v1:Pod", { "spec.imagePullSecrets": [{ name: "a" }, { name: "a" }] }, [refused("default/web; v1, Kind=Pod", ".spec.imagePullSecrets", 'name="a"')]],
  ["core/v1:ServiceAccount", { imagePullSecrets: [{ name: "a" }, { name: "a" }] }, [refused("default/web; v1, Kind=ServiceAccount", ".imagePullSecrets", 'name="a"')]],
  ["core/v1:ServiceAccount", { secrets: [{ name: "a" }, { name: "b" }] }, []],
  ["batch/v1:CronJob", { "spec.jobTemplate.spec.template.spec.containers.0.env": [{ name: "A" }, { name: "A" }] }, [refused("default/web; batch/v1, Kind=CronJob", '.spec.jobTemplate.spec.template.spec.containers[name="web"].env', 'name="A"')]],
])("%s, %j", (kind, changes, expected) => {
  expect(said(change(kind, good(kind, changes)))).toEqual(expected);
});
