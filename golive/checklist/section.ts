/** Finds a section of the checklist by what somebody typed. */
import { ITEMS } from "../../checklist/ids.ts";
import { nearest } from "../../config/problems.ts";
import { Failure } from "../run/failure.ts";

/**
 * The section of this name, in capitals or not.
 *
 * @throws Failure with the sections there are, and the nearest, when none has the name
 */
export function sectionNamed(wanted: string): string {
  const sections = [...new Set(ITEMS.map(({ section }) => section))];
  const found = sections.find((section) => section.toLowerCase() === wanted.trim().toLowerCase());
  if (found !== undefined) return found;
  const hint = nearest(wanted, sections);
  throw new Failure(`The checklist has no section "${wanted}"${hint === undefined ? "" : `; did you mean ${hint}?`}\nSections: ${sections.join(", ")}`);
}
