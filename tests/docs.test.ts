import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "@jest/globals";
import { documents } from "../tools/documents.ts";

let made = new Map<string, string>();
beforeAll(async () => {
  made = await documents();
}, 30_000);

test.each(["docs/configuration.md", "docs/rules.md", "docs/architecture.svg"])("%s is current (make docs writes it anew)", (path) => {
  expect(readFileSync(new URL(`../${path}`, import.meta.url), "utf8")).toBe(made.get(path));
});

test("no generated document is forgotten here", () => {
  expect([...made.keys()]).toEqual(["docs/configuration.md", "docs/rules.md", "docs/architecture.svg"]);
});
