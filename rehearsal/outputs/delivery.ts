/** What AWS says of templates of repositories and of webhooks. */
import type { Inventor } from "../types.ts";
import { hexOf, inventor, lookup, named, number, record, text } from "./forms.ts";

/** `optibid/platform` of a repository's address. */
function repositoryOf(address: string): string {
  return address.replace(/^https?:\/\/[^/]+\//, "").replace(/\.git$/, "");
}

export const DELIVERY: readonly Inventor[] = [
  inventor(["aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"], ({ inputs }) => named(inputs, "prefix"), ({ account }) => ({ registryId: account })),
  inventor(["aws:codebuild/webhook:Webhook"], ({ inputs }) => named(inputs, "projectName"), (context) => {
    const project = [...context.world.list("aws:codebuild/project:Project", context.region)].find((each) => each.outputs["name"] === context.inputs["projectName"]);
    const { location } = record(lookup(context, "aws:codebuild/project:Project", project?.id)?.["source"]);
    const hook = 100_000_000 + number(hexOf(context, "hook", 12), 400_000_000);
    // GitHub calls an address of CodeBuild's; only a webhook made by hand needs to know it and its secret.
    return { url: `https://api.github.com/repos/${repositoryOf(text(location) ?? "owner/repository")}/hooks/${hook}`, payloadUrl: "", secret: "" };
  }),
];
