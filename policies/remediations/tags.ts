/**
 * Tags that say whose a resource is, what it is for and who pays. Values come from the stack's settings, or from the same
 * tag written another way; none is made up. No item of the checklist asks for tags, so no rule judges what stays bare.
 */
import { own, record } from "../inputs.ts";
import type { Props } from "../graph.ts";
import { isHidden } from "../unknown.ts";
import type { Change, Remediation } from "./remediation.ts";
import { TAGGABLE } from "./taggable.ts";

/** The tags, with the ways they are also written when letters alone are looked at. */
const TAGS: Readonly<Record<string, readonly string[]>> = {
  owner: ["owner"],
  environment: ["environment"],
  "cost-centre": ["costcentre", "costcenter"],
  "data-classification": ["dataclassification"],
};

/** Most tags that a resource takes. Source: AWS General Reference, "Tag naming limits and requirements". */
const MOST = 50;

/** Most tags of an S3 object. Source: Amazon S3 User Guide, "Categorizing your objects using tags". */
const MOST_OF_OBJECT = 10;

export const remediations: readonly Remediation[] = [
  {
    policy: "ownership-tags",
    demands: "Resources say whose they are, what they are for, who pays and how sensitive their data is.",
    kind: "tags",
    does: "Adds the tags owner, environment, cost-centre and data-classification where they are missing and their values are known.",
    types: TAGGABLE,
    fix({ type, props }, { tags: known }) {
      const tags = record(props["tags"]) ?? {};
      const changes = Object.entries(TAGS).flatMap(([key, spellings]): Change[] => {
        if (isSaid(tags, key)) return [];
        const twin = Object.keys(tags).find((each) => isSaid(tags, each) && spellings.includes(each.toLowerCase().replaceAll(/[^a-z]/g, "")));
        // IAM takes two keys that differ in case only for one (IAM User Guide, "Rules for tagging").
        if (type.startsWith("aws:iam/") && twin?.toLowerCase() === key) return [];
        const path = ["tags", key];
        if (twin !== undefined) return [{ path, from: ["tags", twin] }];
        return known[key] === undefined ? [] : [{ path, value: known[key] }];
      });
      const most = type.startsWith("aws:s3/bucketObject") ? MOST_OF_OBJECT : MOST;
      return new Set([...Object.keys(tags), ...changes.map(({ path }) => path[1])]).size > most ? [] : changes;
    },
  },
];

/** Whether a tag says something, be it not known yet what. */
function isSaid(tags: Props, key: string): boolean {
  return isHidden(() => own(tags, key)) || ![undefined, null, ""].includes(own(tags, key) as undefined);
}
