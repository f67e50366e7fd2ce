/** The command line of golive: which commands there are. What they do is loaded when they run. */
import { Command, Option } from "@commander-js/extra-typings";

// A reader that has seen enough (`| head`) is no error: the command goes on to its own end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

const program = new Command("golive")
  .description("Production readiness as code for the OptiBid platform on AWS")
  .showHelpAfterError("(golive --help shows the commands)")
  .showSuggestionAfterError()
  .enablePositionalOptions();

const rehearse = () => new Option("--rehearse", "use the rehearsal cloud instead of AWS, under a state of its own");
const json = () => new Option("--json", "print JSON on the standard output");

program
  .command("up")
  .description("Deploy a stack under the policy pack: preview, then update when no mandatory rule is broken")
  .argument("[stack]", "stack to deploy", "local")
  .addOption(rehearse())
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/up.ts")).up(stack, options));

program
  .command("preview")
  .description("Show what would change and which rules it would break. Exit code: 0 clean, 2 violations, 1 failure")
  .argument("[stack]", "stack to preview", "local")
  .addOption(rehearse())
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/preview.ts")).preview(stack, options));

program
  .command("down")
  .description("Destroy a stack")
  .argument("[stack]", "stack to destroy", "local")
  .addOption(rehearse())
  .addOption(json())
  .addOption(new Option("--yes", "do not ask; needed outside the rehearsal cloud"))
  .action(async (stack, options) => (await import("./commands/down.ts")).down(stack, options));

program
  .command("drift")
  .description("Compare a stack with what is really there, changing nothing. Exit code: 0 clean, 3 drift, 4 could not tell")
  .argument("[stack]", "stack to look at", "local")
  .addOption(rehearse())
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/drift.ts")).drift(stack, options));

program
  .command("prove")
  .description("Break the production graph in the way each rule forbids and show that exactly that rule fires")
  .argument("[rules...]", "names of rules; all of them by default")
  .addOption(new Option("--engine", "do it through real previews by the engine instead of in process"))
  .addOption(json())
  .action(async (rules, options) => (await import("./commands/prove.ts")).prove(rules, options));

program
  .command("doctor")
  .description("Show which engine, Node.js, providers and credentials would be used for each stack, and what is missing")
  .addOption(json())
  .action(async (options) => (await import("./commands/doctor.ts")).doctor(options));

const config = program.command("config").description("Look at a stack's configuration");
config
  .command("check")
  .description("Report every mistake in a stack's configuration at once. Exit code: 0 none, 1 some")
  .argument("<stacks...>", "stacks to check")
  .addOption(json())
  .action(async (stacks, options) => (await import("./commands/config.ts")).check(stacks, options));

const rehearsal = program.command("rehearsal").description("Look at, change or serve a rehearsed world");
const world = () => new Option("--stack <stack>", "whose world").default("local");
rehearsal
  .command("ls")
  .description("List what exists in the world")
  .argument("[pattern]", "part of a type, id or URN")
  .addOption(world())
  .addOption(json())
  .action(async (pattern, options) => (await import("./commands/rehearsal.ts")).ls(pattern, options));
rehearsal
  .command("show")
  .description("Show one thing with its properties, secrets masked")
  .argument("<thing>", "id, logical name or URN")
  .addOption(world())
  .addOption(json())
  .action(async (thing, options) => (await import("./commands/rehearsal.ts")).show(thing, options));
rehearsal
  .command("edit")
  .description("Change a thing behind Pulumi's back, or delete it")
  .argument("<thing>", "id, logical name or URN")
  .argument("[changes...]", "property=value; the value is JSON or plain text, and an empty one removes the property")
  .addOption(new Option("--delete", "take the thing out of the world"))
  .addOption(world())
  .action(async (thing, changes, options) => (await import("./commands/rehearsal.ts")).edit(thing, changes, options));
rehearsal
  .command("reset")
  .description("Empty the world and forget the stack's rehearsed state")
  .addOption(world())
  .action(async (options) => (await import("./commands/rehearsal.ts")).reset(options));
rehearsal
  .command("env")
  .description("Serve the world and print the environment under which the plain pulumi command uses it (its own programs need the vendor's language host)")
  .addOption(world())
  .addOption(new Option("--idle <seconds>", "how long the server waits for work before it goes").default(900).argParser(Number))
  .addOption(json())
  .action(async (options) => (await import("./commands/rehearsal.ts")).env(options));
rehearsal
  .command("stop")
  .description("Stop the server that `rehearsal env` started")
  .addOption(world())
  .action(async (options) => (await import("./commands/rehearsal.ts")).stop(options));

const state = program.command("state").description("Look at a stack's state");
state
  .command("export")
  .description("Print the stack's state, the same JSON as `pulumi stack export`; secrets stay encrypted")
  .argument("<stack>", "stack to export")
  .addOption(rehearse())
  .addOption(new Option("--json", "what it always prints").hideHelp())
  .action(async (stack, options) => (await import("./commands/state.ts")).exportState(stack, options));

// Adds `golive completion <shell>` and answers the shell's requests.
const { default: tab } = await import("@bomb.sh/tab/commander");
tab(program as unknown as Parameters<typeof tab>[0], { completionCommandName: "completion" });

try {
  await program.parseAsync();
} catch (error) {
  const { report } = await import("./run/errors.ts");
  process.exitCode = report(error);
}
