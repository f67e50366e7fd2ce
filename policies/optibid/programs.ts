/**
 * How the programs are set up: environment, credentials, connections, and who finds them: PRC-046, OPT-05…07, OPT-09, OPT-10, OPT-16…31, OPT-34.
 */
import type { Graph, Node } from "../graph.ts";
import { dig, list, record, text, word } from "../inputs.ts";
import { EVERY_KIND, eachContainer, namespaceOf, nameOf, objectName, podLabels, podTemplate, selects, type Container, type PodTemplate } from "../pods.ts";
import { examine, notApplicable, type Check, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { DEPLOYMENTS, STATEFUL_SETS, WORKLOADS } from "../types.ts";

/** A variable of a container's environment; the value is read late, as it may not be known. */
interface Variable {
  readonly name: string;
  readonly value: () => unknown;
  /** Whether it is taken from a Secret or a ConfigMap. */
  readonly taken: boolean;
}

function variables(container: Container): Variable[] {
  return list(container.spec["env"]).map((entry) => ({ name: word(dig(entry, "name")), value: () => dig(entry, "value"), taken: dig(entry, "valueFrom") !== undefined }));
}

/** Calls back for each container, with its environment by name. */
function eachProgram(pod: PodTemplate, check: Check, look: (container: Container, env: ReadonlyMap<string, Variable>) => void): void {
  eachContainer(pod, check, (container) => look(container, new Map(variables(container).map((variable) => [variable.name, variable]))), EVERY_KIND);
}

/** Levels by which a program writes what it handles into its logs. */
const CHATTY = ["debug", "trace", "silly", "verbose", "all"];

const production: ResourceRule = {
  name: "program-production-mode",
  items: ["PRC-046", "OPT-18", "OPT-28"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "CM-7" }, { name: "NIST 800-53", reference: "SI-11" }],
  demands: "Programs of Node run with NODE_ENV production, and no program logs at the level debug.",
  why: "In development mode Node's libraries show stack traces to users and hold no caches; debug logs carry requests.",
  remediation: "Set NODE_ENV to production and LOG_LEVEL to info or above; remove DEBUG.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) => eachProgram(pod, check, (container, env) => {
      const path = `${container.path}.env`;
      const isNode = [...env.keys()].some((name) => name.startsWith("NODE_"));
      const mode = env.get("NODE_ENV");
      if (isNode) check.that(() => mode?.value() === "production", `${nameOf(container)} does not run in production mode`, path);
      for (const [name, { value }] of env) {
        if (/^(\w+_)?LOG_LEVEL$/.test(name)) check.that(() => !CHATTY.includes(word(value()).toLowerCase()), `${nameOf(container)} logs everything`, path);
        if (name === "DEBUG") check.that(() => ["", "0", "false", "undefined"].includes(word(value())), `${nameOf(container)} has DEBUG on`, path);
      }
    }));
  },
};

const files: ResourceRule = {
  name: "program-secrets-from-store",
  items: ["OPT-23", "OPT-24", "OPT-25", "OPT-27", "OPT-49"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "4.4.1" }, { name: "CIS EKS", reference: "4.4.2" }, { name: "NIST 800-53", reference: "IA-5(7)" }],
  demands: "Every file that a program is told to read a credential from lies on a volume of secrets.",
  why: "A file of the image, or of a volume anybody may write, is no secret.",
  remediation: "Mount a volume of the driver secrets-store.csi.k8s.io there, or of a Secret.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) => eachProgram(pod, check, (container, env) => {
      for (const [name, { value }] of env) {
        if (!name.endsWith("_FILE") || !/SECRET|KEY|TOKEN|PASSWORD|DSN|CREDENTIAL|SID/.test(name)) continue;
        check.that(() => secretPaths(pod, container).some((path) => word(value()).startsWith(`${path}/`)), `${name} is on no volume of secrets`, `${container.path}.env`);
      }
    }));
  },
};

/** Where a container mounts volumes of secrets. */
function secretPaths(pod: PodTemplate, container: Container): string[] {
  const secret = list(pod.spec["volumes"]).filter((volume) => dig(volume, "csi", "driver") === "secrets-store.csi.k8s.io" || dig(volume, "secret") !== undefined || list(dig(volume, "projected", "sources")).some((source) => dig(source, "secret") !== undefined));
  const names = secret.map((volume) => dig(volume, "name"));
  return list(container.spec["volumeMounts"]).filter((mount) => names.includes(dig(mount, "name"))).map((mount) => word(dig(mount, "mountPath")).replace(/\/$/, ""));
}

const classes: StackRule = {
  name: "secret-class-exists",
  items: ["OPT-26", "OPT-27", "OPT-49"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "IA-5(7)" }],
  demands: "A volume of secrets names a SecretProviderClass of its namespace, which says what to fetch.",
  why: "The pod would never start: the volume cannot be mounted.",
  remediation: "Add the SecretProviderClass, with parameters.objects, to the namespace.",
  looksAt: "stack",
  subjects: WORKLOADS,
  judge(node, _policy, graph) {
    const volumes = list(podTemplate(node).spec["volumes"]).filter((volume) => dig(volume, "csi", "driver") === "secrets-store.csi.k8s.io");
    if (volumes.length === 0) return notApplicable("it mounts no secrets of a store");
    return examine((check) => {
      for (const volume of volumes) {
        const name = word(dig(volume, "csi", "volumeAttributes", "secretProviderClass"));
        const found = graph.ofType(["kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass"]).filter((each) => namespaceOf(each) === namespaceOf(node) && objectName(each) === name);
        check.that(() => found.some((each) => text(dig(each.props["spec"], "parameters", "objects")) !== undefined), `there is no SecretProviderClass ${name} that fetches anything`);
      }
    });
  },
};

/** For each service outside: the settings by which a program shows that it uses it, and the credentials it then needs. */
const PROVIDERS: readonly (readonly [string, RegExp, readonly string[]])[] = [
  ["SendGrid", /^SENDGRID_/, ["SENDGRID_API_KEY"]],
  ["Twilio", /^TWILIO_/, ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"]],
  ["Sentry", /^SENTRY_/, ["SENTRY_DSN"]],
];

const providers: ResourceRule = {
  name: "program-provider-credentials",
  items: ["OPT-05", "OPT-06", "OPT-07", "OPT-23", "OPT-24", "OPT-25", "OPT-56"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "IA-5" }],
  demands: "A program that is set up for SendGrid, Twilio or Sentry has the credentials for it, from a secret.",
  why: "Mail, messages and errors are lost without a word.",
  remediation: "Give the file of each credential, such as SENDGRID_API_KEY_FILE, or take it from a Secret.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) => eachProgram(pod, check, (container, env) => {
      for (const [provider, uses, needed] of PROVIDERS) {
        if (![...env.keys()].some((name) => uses.test(name))) continue;
        for (const name of needed) check.that(() => text(env.get(`${name}_FILE`)?.value()) !== undefined || env.get(name)?.taken === true, `${nameOf(container)} uses ${provider} without ${name}`, `${container.path}.env`);
      }
    }));
  },
};

const connections: ResourceRule = {
  name: "program-connections-tls",
  items: ["OPT-26", "OPT-29", "OPT-30", "OPT-31", "PRC-112"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SC-8(1)" }],
  demands: "Programs speak TLS with the database, the cache and services outside the cluster, and check the database's certificate.",
  why: "Otherwise who stands between reads credentials and data, or plays the database.",
  remediation: "Set DATABASE_SSL_MODE verify-full, REDIS_TLS true, and addresses that begin with https.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) => eachProgram(pod, check, (container, env) => {
      const path = `${container.path}.env`;
      if (env.has("DATABASE_HOST")) check.that(() => ["verify-full", "verify-ca"].includes(word(env.get("DATABASE_SSL_MODE")?.value())), `${nameOf(container)} does not check the database's certificate`, path);
      if (env.has("REDIS_HOST")) check.that(() => word(env.get("REDIS_TLS")?.value()) === "true", `${nameOf(container)} speaks with the cache in the clear`, path);
      for (const [name, { value, taken }] of env) {
        if (taken || !/_(URL|URI|ENDPOINT|DSN)$/.test(name)) continue;
        check.that(() => !isOutsideInClear(word(value())), `${name} is an address outside the cluster without TLS`, path);
      }
    }));
  },
};

/** Plain HTTP to what is neither this pod nor a Service of the cluster. */
function isOutsideInClear(address: string): boolean {
  const host = /^http:\/\/(?:[^@/]*@)?([^:/]+)/i.exec(address)?.[1];
  return host !== undefined && host.includes(".") && !/(\.svc|\.svc\.cluster\.local|\.internal)$/.test(host) && !host.startsWith("127.");
}

const found: StackRule = {
  name: "service-selects-pods",
  items: ["OPT-16", "OPT-20"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SC-5" }],
  demands: "A Service with a selector selects the pods of a workload in its namespace.",
  why: "A Service that selects nothing refuses every connection.",
  remediation: "Use the labels of the pod template in the Service's selector.",
  looksAt: "stack",
  subjects: ["kubernetes:core/v1:Service"],
  judge(node, _policy, graph) {
    const selector = record(dig(node.props["spec"], "selector")) ?? {};
    if (Object.keys(selector).length === 0) return notApplicable("its endpoints are given otherwise");
    return examine((check) => {
      check.that(() => workloads(graph, node).some((workload) => selects({ matchLabels: selector }, podLabels(workload))), "it selects no pods of the stack", "spec.selector");
    });
  },
};

function workloads(graph: Graph, node: Node): Node[] {
  return graph.ofType(WORKLOADS).filter((workload) => namespaceOf(workload) === namespaceOf(node));
}

const scaled: StackRule = {
  name: "autoscaler-has-target",
  items: ["OPT-17", "PRC-037"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "SC-5(2)" }],
  demands: "A HorizontalPodAutoscaler scales a workload that exists.",
  why: "One whose target is misspelt scales nothing and says so only in its events.",
  remediation: "Name the Deployment's kind and name in scaleTargetRef.",
  looksAt: "stack",
  subjects: ["kubernetes:autoscaling/v2:HorizontalPodAutoscaler"],
  judge(node, _policy, graph) {
    return examine((check) => {
      const target = dig(node.props["spec"], "scaleTargetRef");
      const types = word(dig(target, "kind")) === "StatefulSet" ? STATEFUL_SETS : DEPLOYMENTS;
      const name = text(dig(target, "name"));
      check.that(() => graph.ofType(types).some((each) => namespaceOf(each) === namespaceOf(node) && objectName(each) === name), "its target is not in the stack", "spec.scaleTargetRef");
    });
  },
};

const cacheUsers: ResourceRule = {
  name: "cache-user-own-keys",
  items: ["OPT-09", "OPT-10", "OPT-34"],
  severity: "medium",
  frameworks: [{ name: "NIST 800-53", reference: "AC-6" }],
  demands: "A user of the cache reaches keys of its own prefix only, and no dangerous commands.",
  why: "A hole in one program would open every session and every rate limit.",
  remediation: "Write an accessString such as on ~sessions:* -@all +@read +@write -@dangerous.",
  looksAt: ["aws:elasticache/user:User"],
  judge(node) {
    const rights = (text(node.props["accessString"]) ?? "").split(/\s+/);
    if (rights.includes("off")) return notApplicable("the user is switched off");
    return examine((check) => {
      const patterns = rights.filter((right) => /^(%\w+)?~/.test(right)).map((right) => right.replace(/^(%\w+)?~/, ""));
      check.that(() => patterns.length > 0 && !rights.includes("allkeys") && patterns.every((pattern) => /^[^*?[]+/.test(pattern)), "it reaches keys that are not its own", "accessString");
      check.that(() => !allowsDangerous(rights), "it may use dangerous commands", "accessString");
    });
  },
};

/** Rights are read from left to right; the later one wins (Valkey, ACL). Users begin with no rights. */
function allowsDangerous(rights: readonly string[]): boolean {
  return rights.reduce((allowed, right) => {
    if (["+@all", "allcommands", "+@dangerous", "+@admin"].includes(right)) return true;
    return ["-@all", "nocommands", "-@dangerous"].includes(right) ? false : allowed;
  }, false);
}

export const rules: readonly Rule[] = [production, files, classes, providers, connections, found, scaled, cacheUsers];
