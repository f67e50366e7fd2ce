import { expect, test } from "@jest/globals";
import { ITEMS } from "../../../checklist/ids.ts";
import { sectionNamed } from "../../../golive/checklist/section.ts";

test.each([
  ["Security", "Security"],
  ["pre-deployment", "Pre-Deployment"],
  [" CORE PLATFORM ", "Core platform"],
])("%s is the section %s", (typed, section) => expect(sectionNamed(typed)).toBe(section));

test("a name that is none is refused with the nearest and with all there are", () => {
  const all = [...new Set(ITEMS.map(({ section }) => section))].join(", ");
  expect(() => sectionNamed("Reliabilty")).toThrow(`The checklist has no section "Reliabilty"; did you mean Reliability?\nSections: ${all}`);
});
