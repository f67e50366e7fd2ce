import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { documentedAt, PAGES } from "../golive/report/documented.ts";
import { rules } from "../policies/catalogue.ts";
import { documents } from "../tools/documents.ts";

const ROOT = new URL("../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");
const pages = readdirSync(new URL(PAGES, ROOT), { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".md")).map((each) => `${PAGES}/${each}`);

let made = new Map<string, string>();
beforeAll(async () => {
  made = await documents();
}, 30_000);

test.each(["docs/configuration.md", "docs/architecture.svg", ...pages])("%s is current (make docs writes it anew)", (path) => {
  expect(read(path)).toBe(made.get(path));
});

test("no generated document is forgotten here", () => {
  expect([...made.keys()].sort()).toEqual(["docs/architecture.svg", "docs/configuration.md", ...pages].sort());
});

describe("pages of rules", () => {
  const anchors = new Map(pages.map((path) => [path, new Set([...read(path).matchAll(/^##+ (.+)$/gm)].map(([, heading = ""]) => heading.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")))]));

  test("every rule stands under its own heading where reports point to", () => {
    const lost = rules.map(documentedAt).filter((address) => {
      const [path = "", anchor = ""] = address.split("#");
      return anchors.get(path)?.has(anchor) !== true;
    });
    expect(lost).toEqual([]);
  });

  test("every link of the index leads somewhere", () => {
    const links = [...read(`${PAGES}/README.md`).matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
    expect(links.length).toBeGreaterThan(rules.length);
    expect(links.filter((link) => {
      const [path = "", anchor] = link.split("#");
      const known = anchors.get(path === "" ? `${PAGES}/README.md` : `${PAGES}/${path}`);
      return known === undefined || (anchor !== undefined && !known.has(anchor));
    })).toEqual([]);
  });

  test.each(rules.map(({ name }) => [name]))("%s: an example of what fails and what passes, and what is said of it", (name) => {
    const rule = rules.find((each) => each.name === name);
    const text = read(documentedAt(rule ?? { name, items: [] }).replace(/#.*/, "")).split(`\n## ${name}\n`)[1]?.split("\n## ")[0] ?? "";
    expect(text).toMatch(/```diff\n(?:[ +-] .*\n)*[+-] .*\n(?:[ +-] .*\n)*```/);
    expect(text).toMatch(/^The violation says: “.+”$/m);
    for (const part of ["**Severity**", "**Checklist**", "**Looks at**", "**Why.**", "**Fix.**"]) expect(text).toContain(part);
  });
});
