/** The command line of golive: which commands there are. What they do is loaded when they run. */
import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";

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
/** From 1; anything else is a mistake on the command line. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000) throw new InvalidArgumentError("It has to be a whole number from 1 to 1000.");
  return value;
}

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
  .command("rollback")
  .description("Return a stack to the images of an earlier release and deploy it. Exit code as for up")
  .argument("<stack>", "stack to take back")
  .addOption(new Option("--to <version>", "release to return to; by default the one before what runs"))
  .addOption(rehearse())
  .addOption(json())
  .addOption(new Option("--yes", "do not ask; needed outside the rehearsal cloud"))
  .action(async (stack, options) => (await import("./commands/rollback.ts")).rollback(stack, options));

program
  .command("drift")
  .description("Compare a stack with what is really there, changing nothing. Exit code: 0 clean, 3 drift, 2 no drift but a mandatory rule is broken, 1 wrong waivers, 4 could not tell")
  .argument("[stack]", "stack to look at", "local")
  .addOption(rehearse())
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/drift.ts")).drift(stack, options));

program
  .command("waive")
  .description("Let a stack break a rule for a while: writes a waiver into waivers/<stack>.yaml, checked first; asks on a terminal for what is not given. Exit code: 0 written, 1 refused")
  .argument("[rule]", "name of the rule")
  .argument("[pattern]", "glob over the URNs of the resources, such as '*::optibid-production-database'")
  .addOption(new Option("--reason <text>", "why the violation may stand"))
  .addOption(new Option("--owner <person>", "who will mend it"))
  .addOption(new Option("--approver <person>", "who allows it: not the owner"))
  .addOption(new Option("--ticket <ticket>", "where the mending is planned"))
  .addOption(new Option("--expires <day>", "last day on which it holds, as YYYY-MM-DD: 90 days at most, 30 for a critical rule"))
  .addOption(new Option("--stack <stack>", "whose waiver").default("production"))
  .addOption(json())
  .action(async (rule, pattern, options) => (await import("./commands/waive.ts")).waive(rule, pattern, options));

const ci = program.command("ci").description("What a pipeline runs");
ci
  .command("preview")
  .description("Preview a stack and write what was found for other tools. Exit code as for preview")
  .argument("[stack]", "stack to preview", "local")
  .addOption(rehearse())
  .addOption(new Option("--sarif <file>", "write SARIF 2.1.0"))
  .addOption(new Option("--junit <file>", "write JUnit XML"))
  .addOption(new Option("--markdown <file>", "write Markdown for a pull request's comment"))
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/ci.ts")).ciPreview(stack, options));

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

program
  .command("inventory")
  .description("Show, for every item of the checklist that infrastructure can serve, the resources that serve it")
  .argument("[stack]", "stack to look at", "production")
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/inventory.ts")).list(stack, options));

program
  .command("checklist")
  .description("Show every item of the checklist with its owner and what decides it")
  .addOption(new Option("--section <section>", "only this section"))
  .addOption(json())
  .action(async (options) => (await import("./commands/checklist.ts")).show(options));

const policies = program.command("policies").description("Look at the policy pack");
policies
  .command("coverage")
  .description("Show rules that match nothing in a stack and resource types no rule looks at. Exit code under --strict: 0 all accepted with a reason and nothing in vain, 1 not so")
  .argument("<stack>", "stack to look at")
  .addOption(new Option("--strict", "fail on what nobody has accepted"))
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/policies.ts")).coverage(stack, options));
policies
  .command("profile")
  .description("Show how long each rule takes over a stack's resources, slowest first")
  .argument("[stack]", "stack to look at", "production")
  .addOption(new Option("--rounds <count>", "how often to measure; the median counts").default(7).argParser(wholeNumber))
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/policies.ts")).profile(stack, options));

policies
  .command("config")
  .description("Print a stack's configuration of the policy pack, waivers among it, for `pulumi --policy-pack-config`. Exit code: 0 whole, 1 some waivers are wrong and left out")
  .argument("<stack>", "stack to configure it for")
  .action(async (stack) => (await import("./commands/policies.ts")).config(stack));

const config = program.command("config").description("Look at a stack's configuration");
config
  .command("check")
  .description("Report every mistake in a stack's configuration at once. Exit code: 0 none, 1 some")
  .argument("<stacks...>", "stacks to check")
  .addOption(json())
  .action(async (stacks, options) => (await import("./commands/config.ts")).check(stacks, options));

config
  .command("diff")
  .description("Show every setting in which two stacks differ, defaults filled in and secrets masked")
  .argument("<one>", "a stack")
  .argument("<other>", "another stack")
  .addOption(json())
  .action(async (one, other, options) => (await import("./commands/config.ts")).diff(one, other, options));
config
  .command("calendar")
  .description("Show a stack's week: maintenance, backups and business hours")
  .argument("<stack>", "whose week")
  .addOption(new Option("--svg <file>", "write it as a picture too"))
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/config.ts")).calendar(stack, options));

const recovery = program.command("dr").description("Plan the recovery from the loss of the home Region, and rehearse it");
recovery
  .command("plan")
  .description("Print the steps in order, with real identifiers and commands. Exit code: 0 ready, 2 a step is blocked or an objective missed, 1 failure")
  .argument("<stack>", "stack to recover")
  .addOption(rehearse())
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/dr.ts")).plan(stack, options));
recovery
  .command("rehearse")
  .description("Lose the home Region in a copy of the rehearsed world and take every step there. Exit code: 0 back in time, 2 back but an objective missed, 1 not back")
  .argument("[stack]", "stack whose rehearsed world is copied", "local")
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/dr.ts")).drill(stack, options));

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
  .description("Serve the world and print the environment under which the plain pulumi command runs programs in it")
  .addOption(world())
  .addOption(new Option("--idle <seconds>", "how long the server waits for work before it goes").default(900).argParser(Number))
  .addOption(json())
  .action(async (options) => (await import("./commands/rehearsal.ts")).env(options));
rehearsal
  .command("stop")
  .description("Stop the server that `rehearsal env` started")
  .addOption(world())
  .action(async (options) => (await import("./commands/rehearsal.ts")).stop(options));
rehearsal
  .command("fault")
  .description("Plant a fault in the world: calls that are throttled, fail or take long. Without options, list what is planted")
  .addOption(new Option("--type <type>", "type of resource, or function; * stands for anything (default: every type)"))
  .addOption(new Option("--name <name>", "logical name of one resource"))
  .addOption(new Option("--operation <operation>", "only this operation").choices(["create", "read", "update", "delete", "invoke"]))
  .addOption(new Option("--error <code>", "error code such as ThrottlingException; throttling, 5xx and ConnectionReset are retried as the provider does"))
  .addOption(new Option("--times <count>", "how many calls it meets").argParser(Number).conflicts("always"))
  .addOption(new Option("--always", "meets every call until it is cleared"))
  .addOption(new Option("--slow <duration>", "how much longer the calls take: 500ms, 2s"))
  .addOption(new Option("--clear", "take all faults away"))
  .addOption(world())
  .addOption(json())
  .action(async (options) => (await import("./commands/fault.ts")).fault(options));

const alerts = program.command("alerts").description("Look after a stack's alerts");
alerts
  .command("test")
  .description("Fire one test alert a route and show where it must arrive. Exit code: 0 every route stands, 1 some does not")
  .argument("[stack]", "stack whose alerts to test", "local")
  .addOption(rehearse())
  .addOption(json())
  .action(async (stack, options) => (await import("./commands/alerts.ts")).test(stack, options));

const state = program.command("state").description("Look at a stack's state");
state
  .command("export")
  .description("Print the stack's state, the same JSON as `pulumi stack export`; secrets stay encrypted")
  .argument("<stack>", "stack to export")
  .addOption(rehearse())
  .addOption(new Option("--json", "what it always prints").hideHelp())
  .action(async (stack, options) => (await import("./commands/state.ts")).exportState(stack, options));
state
  .command("recover")
  .description("Say what became of resources that were being created when a run was cut off; without options, list them")
  .argument("<stack>", "stack whose run was cut off")
  .addOption(new Option("--adopt <urn=id...>", "it is there, under this id"))
  .addOption(new Option("--forget <urn...>", "it is not there"))
  .addOption(rehearse())
  .action(async (stack, options) => (await import("./commands/state.ts")).recoverState(stack, options));

// Adds `golive completion <shell>` and answers the shell's requests.
const { default: tab } = await import("@bomb.sh/tab/commander");
tab(program as unknown as Parameters<typeof tab>[0], { completionCommandName: "completion" });

try {
  await program.parseAsync();
} catch (error) {
  const { report } = await import("./run/errors.ts");
  process.exitCode = report(error);
}
