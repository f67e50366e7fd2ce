import { expect, test } from "@jest/globals";
import { ITEMS, itemOf } from "../../checklist/ids.ts";

test("258 items, each id once, in the documents' order", () => {
  const expected = [
    ...Array.from({ length: 169 }, (_, index) => `PRC-${String(index + 1).padStart(3, "0")}`),
    ...Array.from({ length: 83 }, (_, index) => `OPT-${String(index + 1).padStart(2, "0")}`),
    ...Array.from({ length: 6 }, (_, index) => `OPT-P${index + 1}`),
  ];
  expect(ITEMS.map(({ id }) => id)).toEqual(expected);
});

test("every item has a section, a group and a title", () => {
  expect(ITEMS.filter(({ section, group, title }) => [section, group, title].some((text) => text.trim() === ""))).toEqual([]);
});

test.each([
  ["PRC-001", "Security", "Secrets generated and configured"],
  ["PRC-045", "Monitoring", "Logging"],
  ["PRC-063", "Reliability", "Backups"],
  ["PRC-169", "Post-Deployment", "User acceptance"],
  ["OPT-45", "Infrastructure security", "Edge"],
  ["OPT-P3", "Performance targets", "Limits"],
])("%s stands in %s, %s", (id, section, group) => {
  expect(itemOf(id)).toMatchObject({ id, section, group });
});

test("an id that is none is not found", () => expect(itemOf("PRC-000")).toBeUndefined());
