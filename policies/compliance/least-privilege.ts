/**
 * Access control: PRC-118, PRC-119, for rights that are wider than any task needs.
 */
import { dig, list, quoted, statements, strings, text, word } from "../inputs.ts";
import { examine, type ResourceRule, type Rule } from "../rule.ts";
import { ATTACHED, IAM_POLICIES, isEvery, policyDocuments } from "../iam.ts";
import { isEmptySelector } from "../pods.ts";
import { CLUSTER_ROLES, ROLE_BINDINGS } from "../types.ts";

const ADMINISTRATOR = /^arn:aws[a-z-]{0,10}:iam::aws:policy\/(AdministratorAccess|IAMFullAccess|PowerUserAccess|AWSCloudShellFullAccess)$/;

const attachment: ResourceRule = {
  name: "iam-administrator-not-attached",
  items: ["PRC-118", "PRC-119"],
  severity: "high",
  frameworks: [{ name: "AWS Security Hub", reference: "IAM.27" }, { name: "CIS AWS 3.0", reference: "1.16" }, { name: "CIS AWS 3.0", reference: "1.22" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "Nobody is given AWS's policies of full rights: AdministratorAccess, PowerUserAccess, IAMFullAccess or AWSCloudShellFullAccess.",
  why: "Whoever takes over the holder takes over the account.",
  remediation: "Attach a policy with the actions and resources that are needed.",
  looksAt: Object.keys(ATTACHED),
  judge(node) {
    const property = ATTACHED[node.type]!;
    return examine((check) =>
      check.each(() => list(node.props[property]), (arn) => {
        if (ADMINISTRATOR.test(text(arn) ?? "")) check.fail(`it is given ${quoted(arn)}`, property);
      }),
    );
  },
};

const serviceWildcard: ResourceRule = {
  name: "iam-policy-no-service-wildcard",
  items: ["PRC-119"],
  severity: "medium",
  frameworks: [{ name: "AWS FSBP", reference: "IAM.21" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "No IAM policy allows every action of a service on every resource, nor everything but a few actions.",
  why: "Every new action of the service is granted on the day AWS adds it.",
  remediation: "List the actions that are needed, or name the resources.",
  looksAt: IAM_POLICIES,
  judge(node) {
    return examine((check) => {
      for (const { read, path } of policyDocuments(node)) {
        check.part(() => {
          const wide = (statements(read()) ?? []).filter(({ effect, resources, exceptResources }) => effect === "Allow" && (exceptResources || resources.some((resource) => isEvery(resource, "any", ""))));
          const actions = wide.flatMap((statement) => statement.actions.filter((action) => /^[a-z0-9-]{1,40}:[*?]+$/i.test(action)));
          check.that(() => actions.length === 0, `every resource, every action: ${quoted(actions.join(", "))}`, path);
          check.that(() => !wide.some(({ notActions }) => notActions.length > 0), "everything but a few actions is allowed", path);
        });
      }
    });
  },
};

const roleWildcard: ResourceRule = {
  name: "cluster-role-no-wildcard",
  items: ["PRC-118", "PRC-119"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "4.1.3" }],
  demands: "No role in the cluster allows every verb, every kind of object or every API group, or takes in every other role.",
  why: "Whoever takes over the holder reads every Secret.",
  remediation: "List the verbs and resources that are needed.",
  looksAt: CLUSTER_ROLES,
  judge(node) {
    return examine((check) => {
      check.each(() => list(node.props["rules"]), (rule, index) => {
        for (const part of ["verbs", "resources", "apiGroups"]) {
          const wide = () => strings(dig(rule, part)).find((each) => each === "*" || each.startsWith("*/"));
          check.that(() => wide() === undefined, () => `${part} hold ${wide()}`, `rules[${index}].${part}`);
        }
      });
      // What the cluster finds by these labels is added to the rules; no label finds every role there is.
      check.each(() => list(dig(node.props["aggregationRule"], "clusterRoleSelectors")), (selector, index) => {
        if (isEmptySelector(selector)) check.fail("it takes in every role of the cluster", `aggregationRule.clusterRoleSelectors[${index}]`);
      });
    });
  },
};

/** Whoever never signed in, and the group that no role can be taken away from. */
const EVERYBODY_OR_ALL = ["system:anonymous", "system:unauthenticated", "system:masters"];

const adminBinding: ResourceRule = {
  name: "cluster-admin-not-bound",
  items: ["PRC-118", "PRC-119"],
  severity: "high",
  frameworks: [{ name: "CIS EKS", reference: "4.1.1" }],
  demands: "Nobody is bound to cluster-admin, and nothing is bound to everybody or to system:masters.",
  why: "The holder owns the cluster and everything in it.",
  remediation: "Bind a role with the rights that are needed to a named subject.",
  looksAt: ROLE_BINDINGS,
  judge(node) {
    return examine((check) => {
      const role = () => dig(node.props["roleRef"], "name");
      check.that(() => role() !== undefined && role() !== null, "it binds no role", "roleRef.name");
      check.that(() => role() !== "cluster-admin", "it binds cluster-admin", "roleRef.name");
      check.each(() => list(node.props["subjects"]), (subject, index) => {
        const name = dig(subject, "name");
        if (EVERYBODY_OR_ALL.includes(word(name))) check.fail(`it binds ${quoted(name)}`, `subjects[${index}].name`);
      });
    });
  },
};

/** Roles of every cluster that read every Secret and make every pod where they are bound (RBAC, "User-facing roles"). */
const OF_NAMESPACES = ["admin", "edit"];

const builtIn: ResourceRule = {
  name: "cluster-editor-not-bound",
  items: ["PRC-118", "PRC-119"],
  severity: "medium",
  frameworks: [{ name: "CIS EKS", reference: "4.1.2" }, { name: "CIS EKS", reference: "4.1.4" }, { name: "NIST 800-53", reference: "AC-6" }],
  demands: "Nobody is bound to the roles admin and edit that every cluster has.",
  why: "They read every Secret and make every pod of the namespace, or of all where the binding is the cluster's.",
  remediation: "Bind a role with the rights that are needed, or associate an access policy of EKS with a scope.",
  looksAt: ROLE_BINDINGS,
  judge(node) {
    const { roleRef } = node.props;
    return examine((check) => {
      // A Role may have such a name of its own; it is judged by what it allows.
      check.that(() => !OF_NAMESPACES.includes(word(dig(roleRef, "name"))) || dig(roleRef, "kind") === "Role", () => `it binds ${word(dig(roleRef, "name"))}`, "roleRef.name");
    });
  },
};

export const rules: readonly Rule[] = [attachment, serviceWildcard, roleWildcard, adminBinding, builtIn];
