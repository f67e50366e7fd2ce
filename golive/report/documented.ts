/** Where a rule is documented: its page under `docs/policies/`, and how to reach that from elsewhere. */
import { pathToFileURL } from "node:url";
import { itemOf } from "../../checklist/ids.ts";
import type { Rule } from "../../policies/rule.ts";
import { ROOT } from "../run/places.ts";

/** Folder of the pages. */
export const PAGES = "docs/policies";

/** Path from the root of the checkout, with the rule's anchor: the page of the group that the rule's first item is in. */
export function documentedAt({ name, items }: Pick<Rule, "name" | "items">): string {
  const item = items[0] === undefined ? undefined : itemOf(items[0]);
  return `${PAGES}/${slug(item?.section ?? "")}/${slug(item?.group ?? "")}.md#${name}`;
}

/** `CI/CD` to `ci-cd`. */
export function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
}

/**
 * What stands before a path of the checkout to make an address of it: the commit on GitHub in a workflow, else this checkout.
 * Source: GitHub, "Variables reference", default environment variables.
 */
export function checkoutAddress(env: Readonly<Record<string, string | undefined>>): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env;
  if (!server || !repository || !commit) return `${pathToFileURL(ROOT).href}/`;
  return `${server}/${repository}/blob/${commit}/`;
}
