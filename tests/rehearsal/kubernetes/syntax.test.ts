/** Quantities, names, schedules and addresses: the small languages of Kubernetes. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { familyOf, parseBlock, strictlyInside } from "../../../rehearsal/kubernetes/addresses.ts";
import { isTimeZone, scheduleProblem } from "../../../rehearsal/kubernetes/cron.ts";
import { apiVersionOf, kindOf, pluralOf, qualifiedKind } from "../../../rehearsal/kubernetes/kinds.ts";
import { configKey, dns1035Label, dnsLabel, dnsSubdomain, labelValue, pathSegment, portName, qualifiedName } from "../../../rehearsal/kubernetes/names.ts";
import { NO_QUANTITY, NO_SUFFIX, parseQuantity, quantityProblem } from "../../../rehearsal/kubernetes/quantity.ts";

const BILLION = 10n ** 9n;

describe("quantities", () => {
  test.each<[string | number, bigint]>([
    ["0", 0n], ["1", BILLION], [1, BILLION], [0.5, BILLION / 2n], ["100m", BILLION / 10n], ["1u", 1000n], ["1n", 1n], ["0.1n", 1n], ["1k", 1000n * BILLION],
    ["1Ki", 1024n * BILLION], ["1.5Gi", 1610612736n * BILLION], ["2e3", 2000n * BILLION], ["2E-3", 2_000_000n], ["1E", 10n ** 18n * BILLION], ["+.5", BILLION / 2n],
    ["-1", -BILLION], ["1.", BILLION], ["8Ei", (2n ** 63n - 1n) * BILLION], [" 1 ", BILLION],
  ])("%j is %s billionths", (text, amount) => {
    expect(parseQuantity(text)).toBe(amount);
  });

  test.each([["", NO_QUANTITY], ["lots", NO_QUANTITY], ["1 Gi", NO_QUANTITY], ["1,5", NO_QUANTITY], ["1.2.3", NO_QUANTITY], ["1Gb", NO_QUANTITY], ["1GB", NO_QUANTITY], ["1ki", NO_SUFFIX], ["1KI", NO_QUANTITY], ["1e", NO_SUFFIX], ["1mi", NO_SUFFIX]])("%j is none", (text, why) => {
    expect([parseQuantity(text), quantityProblem(text)]).toEqual([undefined, why]);
  });

  test("whatever the suffix, ten times the number is ten times the amount", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom("m", "", "k", "M", "G", "Ki", "Mi", "Gi", "e3", "E2"), (number, suffix) => {
        expect(parseQuantity(`${number}0${suffix}`)).toBe((parseQuantity(`${number}${suffix}`) ?? -1n) * 10n);
      }),
    );
  });

  test("a minus sign turns the amount around, and no text makes the reader throw", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,6}(\.[0-9]{0,3})?(m|k|Ki|Gi)?$/), (text) => {
        expect(parseQuantity(`-${text}`)).toBe(-(parseQuantity(text) ?? 1n));
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => (quantityProblem(text) === undefined) === (parseQuantity(text) !== undefined)));
  });
});

describe("names", () => {
  test.each<[(text: string) => string[], string, string[], string[]]>([
    [dnsSubdomain, "subdomain", ["a", "a.b", "1-a.b2", "a".repeat(253)], ["", "A", "a_b", "-a", "a-", "a..b", ".a", "a".repeat(254)]],
    [dnsLabel, "label", ["a", "1a", "a-1", "a".repeat(63)], ["", "a.b", "A", "a-", "a".repeat(64)]],
    [dns1035Label, "RFC 1035 label", ["a", "a-1"], ["1a", "a.b", "-a", "a".repeat(64)]],
    [labelValue, "label value", ["", "A_b.c-1", "a".repeat(63)], ["a b", "-a", "a.", "a".repeat(64)]],
    [qualifiedName, "qualified name", ["a", "a.b/C_d", "example.com/x"], ["", "/a", "a/", "a/b/c", "A.b/c", "a b"]],
    [pathSegment, "path segment", ["a", "system:Node", "a b"], [".", "..", "a/b", "a%b"]],
    [configKey, "key", ["a", "A.b_c-d", ".x", "a..b"], ["", ".", "..", "..a", "a b", "a/b"]],
    [portName, "port name", ["http", "a-1", "a".repeat(15)], ["", "80", "a--b", "-a", "HTTP", "a".repeat(16)]],
  ])("%#: %s", (check, _what, good, bad) => {
    expect([good.filter((text) => check(text).length > 0), bad.filter((text) => check(text).length === 0)]).toEqual([[], []]);
  });

  test("every label is a subdomain and a label value", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/), (text) => {
        expect([dnsLabel(text), dnsSubdomain(text), labelValue(text)]).toEqual([[], [], []]);
      }),
    );
  });
});

describe("schedules", () => {
  test.each<[string, string | undefined]>([
    ["* * * * *", undefined], ["*/5 0-12/2 1,15 jan-mar MON-FRI", undefined], ["0 0 ? * ?", undefined], ["@every 1h30m", undefined], ["@midnight", undefined],
    ["", "empty spec string"], ["* * * *", "expected exactly 5 fields, found 4: [* * * *]"], ["60 * * * *", "end of range (60) above maximum (59): 60"],
    ["5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"], ["*/0 * * * *", "step of range should be a positive number: */0"],
    ["* * 0 * *", "beginning of range (0) below minimum (1): 0"], ["a * * * *", 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
    ["@noon", "unrecognized descriptor: @noon"], ["1-2-3 * * * *", "too many hyphens: 1-2-3"], ["1/2/3 * * * *", "too many slashes: 1/2/3"],
  ])("%j: %s", (schedule, problem) => {
    expect(scheduleProblem(schedule)).toBe(problem);
  });

  test("time zones", () => {
    expect(["Europe/Berlin", "Etc/UTC", "Mars/Base", "../etc", "+01:00", ""].filter(isTimeZone)).toEqual(["Europe/Berlin", "Etc/UTC"]);
  });
});

describe("addresses", () => {
  test("blocks inside blocks", () => {
    const inside = (inner: string, outer: string): boolean => strictlyInside(parseBlock(inner)!, parseBlock(outer)!);
    expect([inside("10.1.0.0/16", "10.0.0.0/8"), inside("10.0.0.0/8", "10.0.0.0/8"), inside("11.0.0.0/16", "10.0.0.0/8"), inside("fd01::/16", "fd00::/8"), inside("10.0.0.0/16", "::/0")]).toEqual([true, false, false, true, false]);
  });

  test("what is no address", () => {
    expect(["10.0.0.1", "010.0.0.1", "::1", "10.0.0.256", "fe80::1%eth0", "a"].map(familyOf)).toEqual([4, 4, 6, undefined, undefined, undefined]);
    expect(["10.0.0.0/8", "10.0.0.0/33", "10.0.0.0", "::/129"].map((text) => parseBlock(text)?.bits)).toEqual([8, undefined, undefined, undefined]);
  });
});

describe("kinds", () => {
  test.each([
    ["kubernetes:core/v1:Service", "Service", "v1", "services", true, "object"],
    ["kubernetes:apps/v1:DeploymentPatch", "Deployment.apps", "apps/v1", "deployments", true, "patch"],
    ["kubernetes:networking.k8s.io/v1:NetworkPolicyList", "NetworkPolicy.networking.k8s.io", "networking.k8s.io/v1", "networkpolicies", true, "list"],
    ["kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "ClusterRole.rbac.authorization.k8s.io", "rbac.authorization.k8s.io/v1", "clusterroles", false, "object"],
    ["kubernetes:karpenter.sh/v1:NodePool", "NodePool.karpenter.sh", "karpenter.sh/v1", "nodepools", false, "object"],
  ])("%s", (token, qualified, version, plural, namespaced, form) => {
    const kind = kindOf(token)!;
    expect([qualifiedKind(kind), apiVersionOf(kind), kind.plural, kind.namespaced, kind.form]).toEqual([qualified, version, plural, namespaced, form]);
  });

  test("what is no object of an API", () => {
    expect(["kubernetes:helm.sh/v3:Release", "kubernetes:yaml/v2:ConfigFile", "kubernetes:kustomize/v2:Directory", "pulumi:providers:kubernetes"].map(kindOf)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("plurals", () => {
    expect(["Ingress", "Endpoints", "StorageClass", "Pod", "PodDisruptionBudget", "APIService"].map(pluralOf)).toEqual(["ingresses", "endpoints", "storageclasses", "pods", "poddisruptionbudgets", "apiservices"]);
  });
});
