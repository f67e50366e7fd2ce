/** JUnit XML: a suite for each broken checklist item. There is no standard; this keeps to what Jenkins, GitLab and GitHub's reporters read alike. */
import { waiverLine } from "../../policies/waived.ts";
import type { BrokenItem, CheckReport, Finding } from "./shape.ts";
import { waiverErrorLine } from "./words.ts";

type Attributes = Readonly<Record<string, string | number>>;

interface Case {
  readonly name: string;
  readonly suite: string;
  readonly kind: "failure" | "error" | "skipped" | "passed";
  readonly message: string;
  readonly body?: string;
}

/** The report as JUnit XML. Mandatory violations fail, waived and deferred ones are skipped, advisory ones pass with their text. */
export function junit(report: CheckReport): string {
  const cases = [
    { name: `${report.plan.rules} rules over ${report.plan.resources} resources`, suite: "Policy pack", kind: "passed", message: "" } as const,
    ...report.items.flatMap((item) => item.findings.map((finding) => findingCase(item, finding))),
    ...report.waivers.errors.map((error): Case => ({ name: `${error.file} entry ${error.entry}: ${error.kind}`, suite: "Waivers", kind: "failure", message: waiverErrorLine(error) })),
    ...report.deferred.map(({ rule, urn, reason }): Case => ({ name: `${rule} ${urn}`, suite: "Deferred verdicts", kind: "skipped", message: reason })),
    ...report.errors.map((message, index): Case => ({ name: `error ${index + 1}`, suite: "Preview", kind: "error", message: message.split("\n")[0] ?? "", body: message })),
  ];
  const suites = [...Map.groupBy(cases, ({ suite }) => suite)].map(([name, group]) => element("testsuite", { name, ...counts(group) }, group.map(testCase)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: `golive preview ${report.stack}`, ...counts(cases) }, suites)}\n`;
}

function findingCase({ id, title }: BrokenItem, { rule, location, urn, enforcement, severity, message, remediation, documentation, waiver }: Finding): Case {
  const where = location.file === undefined ? urn : `${urn}\n${location.file}:${location.line ?? 1}`;
  const body = [message, where, ...(remediation === "" ? [] : [`Fix: ${remediation}`]), ...(documentation === "" ? [] : [documentation])].join("\n");
  const kind = waiver !== undefined ? "skipped" : enforcement === "mandatory" ? "failure" : "passed";
  return { name: `${rule} ${location.type} ${location.name}`, suite: `${id} ${title}`.trim(), kind, message: waiver === undefined ? `${enforcement}, ${severity}: ${message.split("\n")[0] ?? ""}` : waiverLine(waiver), body };
}

function counts(cases: readonly Case[]): Attributes {
  const of = (kind: Case["kind"]): number => cases.filter((each) => each.kind === kind).length;
  return { tests: cases.length, failures: of("failure"), errors: of("error"), skipped: of("skipped") };
}

function testCase({ name, suite, kind, message, body = "" }: Case): string {
  const attributes = { name, classname: suite };
  if (kind === "skipped") return element("testcase", attributes, [element("skipped", { message }, []), ...output(body)]);
  if (kind === "passed") return element("testcase", attributes, output(body));
  return element("testcase", attributes, [element(kind, { message, type: kind }, [escaped(body)])]);
}

function output(body: string): string[] {
  return body === "" ? [] : [element("system-out", {}, [escaped(body)])];
}

function element(name: string, attributes: Attributes, children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value)).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`);
  return children.length === 0 ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${children.join("")}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\r": "&#13;" };

/** Escapes what has a meaning in XML and replaces what may not be in it at all. Source: XML 1.0, 2.2 "Characters" and 2.4. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"'\r]/g, (each) => ENTITIES[each] ?? each);
}
