/**
 * Secrets generated and configured: PRC-001…PRC-005.
 */
import type { Graph, Node } from "../graph.ts";
import { atLeast, dig, flag, list, number, parseJson, quoted, record, strings, text, word } from "../inputs.ts";
import { eachContainer, nameOf, podTemplate } from "../pods.ts";
import { examine, notApplicable, type ResourceRule, type Rule, type StackRule } from "../rule.ts";
import { CACHE_CLUSTER, DB_CLUSTER, DB_INSTANCE, EKS_CLUSTER, REPLICATION_GROUP, SERVERLESS_CACHE, WORKLOADS } from "../types.ts";
import { isGiven, isOwnKey, isReplica } from "../databases.ts";
import { holdsSecret, isPlainSecret, namesSecret, plainSetting } from "../plain-secrets.ts";
import { peek } from "../unknown.ts";

const containerSecrets: ResourceRule = {
  name: "container-no-plain-secrets",
  items: ["PRC-001", "PRC-002", "PRC-003", "PRC-004", "PRC-005", "OPT-27", "OPT-49"],
  severity: "critical",
  frameworks: [{ name: "CIS EKS", reference: "4.4.1" }, { name: "NIST 800-53", reference: "IA-5(7)" }],
  demands: "No container has a secret in plain text among its environment variables.",
  why: "Whoever can read the workload, its history or the state file can read the secret.",
  remediation: "Take the value from a Secret with valueFrom.secretKeyRef, or mount it through the Secrets Store CSI driver.",
  looksAt: WORKLOADS,
  judge(node) {
    const pod = podTemplate(node);
    return examine((check) =>
      eachContainer(pod, check, (container) =>
        check.each(
          () => list(container.spec["env"]),
          (raw, index) => {
            const variable = record(raw) ?? {};
            const name = text(variable["name"]) ?? "";
            plainSetting(check, name, () => variable["value"], `${container.path}.env[${index}].value`, `container ${nameOf(container)}`);
          },
        ),
      ),
    );
  },
};

const configMapSecrets: ResourceRule = {
  name: "config-map-no-secrets",
  items: ["PRC-001", "PRC-002", "PRC-003", "PRC-004", "PRC-005", "OPT-49"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "IA-5(7)" }],
  demands: "No ConfigMap holds a secret.",
  why: "ConfigMaps are not encrypted as Secrets are and are readable by far more roles.",
  remediation: "Move the entry to a Secret, or to AWS Secrets Manager.",
  looksAt: ["kubernetes:core/v1:ConfigMap"],
  judge(node) {
    return examine((check) => {
      const data = record(node.props["data"]) ?? {};
      for (const key of Object.keys(data)) {
        plainSetting(check, key, () => data[key], `data.${key}`, "the ConfigMap");
        // A file of settings, such as one that a program reads its environment from; nothing is searched for in one that is not known.
        for (const name of assigned(text(peek(() => data[key])) ?? "")) check.fail(`the ConfigMap sets ${name} in plain text`, `data.${key}`);
      }
    });
  },
};

const taskSecrets: ResourceRule = {
  name: "function-and-task-no-plain-secrets",
  items: ["PRC-001", "PRC-002", "PRC-003", "PRC-004", "PRC-005", "OPT-49"],
  severity: "critical",
  frameworks: [{ name: "AWS FSBP", reference: "ECS.8" }],
  demands: "No Lambda function and no ECS task has a secret in plain text among its environment variables.",
  why: "Environment variables are shown in the console, in the API and in the state file.",
  remediation: "Refer to the secret by ARN: ECS `secrets`, or read it from AWS Secrets Manager when the function starts.",
  looksAt: ["aws:lambda/function:Function", "aws:ecs/taskDefinition:TaskDefinition"],
  judge(node) {
    return examine((check) => {
      if (node.type === "aws:lambda/function:Function") {
        const variables = record(dig(node.props["environment"], "variables")) ?? {};
        for (const key of Object.keys(variables)) plainSetting(check, key, () => variables[key], `environment.variables.${key}`, "the function");
        return;
      }
      const definitions = node.props["containerDefinitions"];
      const containers = typeof definitions === "string" ? parseJson(definitions) : definitions;
      if (!Array.isArray(containers)) return check.fail(`containerDefinitions are ${quoted(definitions)}, not a list of containers`, "containerDefinitions");
      check.each(() => containers, (container, at) =>
        check.each(() => list(dig(container, "environment")), (variable, index) =>
          plainSetting(check, text(dig(variable, "name")) ?? "", () => dig(variable, "value"), `containerDefinitions[${at}].environment[${index}]`, "the task"),
        ),
      );
    });
  },
};

/** An assignment in a script whose value stands there and is not computed. */
const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]{0,80})=["']?([^\s"'$`<]{1,200})/;

const machineSecrets: ResourceRule = {
  name: "machine-no-plain-secrets",
  items: ["PRC-001", "PRC-002", "PRC-003", "PRC-004", "PRC-005", "OPT-49"],
  severity: "critical",
  frameworks: [{ name: "NIST 800-53", reference: "IA-5(7)" }],
  demands: "No machine is started with a secret in its user data.",
  why: "Every program on the machine can read its user data, and so can whoever may describe the machine.",
  remediation: "Read the secret from AWS Secrets Manager with the machine's role.",
  looksAt: ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest", "aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/launchConfiguration:LaunchConfiguration"],
  judge(node) {
    return examine((check) => {
      for (const property of ["userData", "userDataBase64"]) {
        check.part(() => {
          for (const script of readings(text(node.props[property]) ?? "")) {
            if (holdsSecret(script)) check.fail("it holds a secret in plain text", property);
            for (const name of assigned(script)) check.fail(`it sets ${name} in plain text`, property);
          }
        });
      }
    });
  },
};

/** Names of the secrets that lines of a text set in plain text. */
function assigned(lines: string): string[] {
  return lines.split("\n").flatMap((line) => {
    const [, name = "", value] = ASSIGNMENT.exec(line) ?? [];
    return isPlainSecret(name, () => value) ? [name] : [];
  });
}

/** User data as it is and, where it is base64, as it reads. */
function readings(data: string): string[] {
  return /^[A-Za-z0-9+/\r\n]+={0,2}$/.test(data.trimEnd()) ? [data, Buffer.from(data, "base64").toString("utf8")] : [data];
}

const parameterSecrets: ResourceRule = {
  name: "parameter-secrets-encrypted",
  items: ["PRC-001", "PRC-005", "OPT-27"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "SC-28" }],
  demands: "An SSM parameter whose name or value says it is a secret is a SecureString.",
  why: "Parameters of type String are stored and returned in plain text.",
  remediation: "Set type to SecureString with a customer-managed key, or use AWS Secrets Manager.",
  looksAt: ["aws:ssm/parameter:Parameter"],
  judge(node) {
    const name = text(node.props["name"]) ?? node.name;
    const told = namesSecret(name.slice(name.lastIndexOf("/") + 1)) || ["value", "insecureValue"].some((property) => holdsSecret(text(node.props[property]) ?? ""));
    if (!told) return notApplicable("neither name nor value say that the parameter is a secret");
    return examine((check) => check.that(() => node.props["type"] === "SecureString", () => `type is ${quoted(node.props["type"])}, not SecureString`, "type"));
  },
};

const strength: ResourceRule = {
  name: "generated-secret-strong",
  items: ["PRC-001", "PRC-002", "PRC-003", "PRC-004", "PRC-005"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "IA-5(1)" }],
  demands: "Generated passwords have 24 characters and 128 bits of chance; generated keys 32 bytes; JWT and session secrets 64 bytes.",
  why: "A short or one-class secret can be guessed.",
  remediation: "Raise length, and leave the character classes on.",
  thresholds: ["secretBytes", "passwordCharacters"],
  looksAt: ["random:index/randomPassword:RandomPassword", "random:index/randomBytes:RandomBytes"],
  judge(node, { thresholds }) {
    return examine((check) => {
      const bytes = node.type === "random:index/randomBytes:RandomBytes";
      const token = /jwt|session/i.test(node.name);
      const least = token ? thresholds.secretBytes : bytes ? 32 : thresholds.passwordCharacters;
      const { length } = node.props;
      check.that(() => atLeast(length, least), () => `length is ${quoted(length)}, less than ${least}`, "length");
      if (!bytes && atLeast(length, least)) {
        const bits = Number(length) * Math.log2(alphabet(node));
        check.that(() => bits >= 128, () => `${Math.floor(bits)} bits of chance, less than 128`);
      }
    });
  },
};

/** Size of the alphabet a RandomPassword draws from; every class is on by default. */
function alphabet(node: Node): number {
  const { props } = node;
  const special = text(props["overrideSpecial"])?.length ?? "!@#$%&*()-_=+[]{}<>:?".length;
  const classes: readonly [string, number][] = [["lower", 26], ["upper", 26], ["numeric", 10], ["special", special]];
  return classes.reduce((sum, [name, size]) => sum + (flag(props[name] ?? (name === "numeric" ? props["number"] : undefined)) === false ? 0 : size), 0) || 1;
}

const managedPassword: StackRule = {
  name: "database-password-managed",
  items: ["PRC-003", "OPT-26"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "IA-5(7)" }],
  demands: "The master password of a database is managed by RDS, never stored in the state, or generated and rotated through Secrets Manager.",
  why: "A password in the program or in the state file is known to everyone who can read either, for as long as nobody changes it.",
  remediation: "Set manageMasterUserPassword to true; where RDS refuses that, as for instances with read replicas, generate the password and rotate the secret that holds it.",
  looksAt: "stack",
  subjects: [DB_INSTANCE, DB_CLUSTER],
  judge(node, _policy, graph) {
    if (isReplica(node)) return notApplicable("a replica takes its password from its source");
    const { props } = node;
    const [plain, writeOnly] = node.type === DB_CLUSTER ? ["masterPassword", "masterPasswordWoVersion"] : ["password", "passwordWoVersion"];
    return examine((check) => {
      if (isGiven(node, plain)) return check.that(() => isRotated(node, plain, graph), "the password lands in the state and is not rotated", plain);
      check.that(
        () => flag(props["manageMasterUserPassword"]) === true || number(props[writeOnly]) !== undefined,
        "the password is not managed by Secrets Manager",
        "manageMasterUserPassword",
      );
    });
  },
};

/** Whether the password is generated, and a secret made from the same password rotates: the one in the state then soon stops working. */
function isRotated(database: Node, property: string, graph: Graph): boolean {
  const generated = graph.referenced(database, property, ["random:index/randomPassword:RandomPassword"]);
  return graph
    .ofType(["aws:secretsmanager/secretVersion:SecretVersion"])
    .filter((version) => generated.some((password) => graph.points(version, "secretString", password)))
    .flatMap((version) => graph.referenced(version, "secretId", ["aws:secretsmanager/secret:Secret"]))
    .some((secret) => graph.referrers(secret, ["aws:secretsmanager/secretRotation:SecretRotation"], "secretId").length > 0);
}

const cacheAuthentication: ResourceRule = {
  name: "cache-authenticated",
  items: ["PRC-004", "OPT-30"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "ElastiCache.6" }],
  demands: "A Redis or Valkey cache asks its clients to authenticate, by user groups or an auth token.",
  why: "Without it every process that reaches the port reads all sessions.",
  remediation: "Give the cache a user group (RBAC), or an auth token from Secrets Manager.",
  looksAt: [REPLICATION_GROUP, SERVERLESS_CACHE, CACHE_CLUSTER],
  judge(node) {
    const { props } = node;
    if (word(props["engine"] ?? "") === "memcached") return notApplicable("Memcached on ElastiCache has no password");
    return examine((check) => {
      switch (node.type) {
        case REPLICATION_GROUP:
          return check.that(
            () =>
              text(props["authToken"]) !== undefined ||
              number(props["authTokenWoVersion"]) !== undefined ||
              list(props["userGroupIds"]).length > 0,
            "there is neither a user group nor an auth token",
            "userGroupIds",
          );
        case SERVERLESS_CACHE:
          return check.that(() => text(props["userGroupId"]) !== undefined, "there is no user group", "userGroupId");
        default:
          return check.that(
            () => text(props["replicationGroupId"]) !== undefined,
            "a single-node Redis cluster cannot authenticate its clients; use a replication group",
          );
      }
    });
  },
};

const cacheUsers: ResourceRule = {
  name: "cache-users-authenticate",
  items: ["PRC-004"],
  severity: "high",
  frameworks: [{ name: "NIST 800-53", reference: "IA-2" }],
  demands: "Every cache user that is switched on has a password or signs in with IAM.",
  why: "A user without a password is open to everyone who reaches the port.",
  remediation: "Set authenticationMode to password or iam, or switch the user off in its access string.",
  looksAt: ["aws:elasticache/user:User"],
  judge(node) {
    const { props } = node;
    if (/(^|\s)off(\s|$)/.test(text(props["accessString"]) ?? "")) return notApplicable("the user is switched off");
    return examine((check) => {
      const mode = text(dig(props["authenticationMode"], "type"));
      check.that(() => flag(props["noPasswordRequired"]) !== true && mode !== "no-password-required", "no password is required", "noPasswordRequired");
      check.that(
        () =>
          mode !== undefined || strings(props["passwords"]).length > 0 || number(props["passwordsWoVersion"]) !== undefined ||
          flag(props["noPasswordRequired"]) === true,
        "there is no way to authenticate",
        "authenticationMode",
      );
    });
  },
};

const clusterSecrets: ResourceRule = {
  name: "cluster-secrets-encrypted",
  items: ["PRC-005", "PRC-111"],
  severity: "high",
  frameworks: [{ name: "AWS FSBP", reference: "EKS.3" }, { name: "CIS EKS", reference: "5.3.1" }],
  demands: "Kubernetes Secrets are envelope-encrypted with a KMS key of ours.",
  why: "Without a key of ours nobody can take access to them away, or see who used it.",
  remediation: "Set encryptionConfig with resources [secrets] and a customer-managed key.",
  looksAt: [EKS_CLUSTER],
  judge(node) {
    return examine((check) => {
      const config = node.props["encryptionConfig"];
      const covered = list(dig(config, "resources")).includes("secrets");
      if (!covered) return check.fail("Secrets are not among the encrypted resources", "encryptionConfig.resources");
      check.that(() => isOwnKey(() => dig(config, "provider", "keyArn")), "there is no key of ours", "encryptionConfig.provider.keyArn");
    });
  },
};

export const rules: readonly Rule[] = [
  containerSecrets, configMapSecrets, taskSecrets, machineSecrets, parameterSecrets, strength, managedPassword, cacheAuthentication, cacheUsers, clusterSecrets,
];
