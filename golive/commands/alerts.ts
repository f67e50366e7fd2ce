/** `golive alerts test`. */
import { alerting } from "../../config/sections/alerting.ts";
import { awsPublisher, rehearsedPublisher } from "../alerts/publish.ts";
import { routesOf } from "../alerts/routes.ts";
import type { Deployed } from "../alerts/routes.ts";
import { alertTestText } from "../alerts/text.ts";
import { testAlerts } from "../alerts/fire.ts";
import { printJson } from "../format/text.ts";
import { EXIT, Failure } from "../run/failure.ts";
import { makeProgress } from "../run/progress.ts";
import { exportedState } from "../run/state.ts";
import { isRehearsed, openStack } from "../run/stack.ts";

export async function test(name: string, options: { readonly rehearse?: true | undefined; readonly json?: true | undefined }): Promise<void> {
  const rehearsed = isRehearsed(name, options.rehearse);
  const progress = await makeProgress();
  const open = await openStack(name, { rehearse: rehearsed, progress: progress.line, checkConfig: false, program: async () => undefined }); // only the state is read
  try {
    const given = open.config["optibid:alerting"];
    if (given === undefined) throw new Failure(`Pulumi.${name}.yaml has no optibid:alerting: nobody is on call, and no alert has a route.`);
    const { deployment } = await exportedState(open);
    const resources: readonly Deployed[] = deployment.resources ?? [];
    if (resources.length === 0) throw new Failure(`${name} is not deployed: golive up ${name}${options.rehearse === true ? " --rehearse" : ""}`);
    const waiting = new Set(routesOf(resources).filter(({ pending }) => pending).map(({ subscriptionArn }) => subscriptionArn));
    const publisher = rehearsed ? rehearsedPublisher(waiting) : await awsPublisher();
    const report = await testAlerts(resources, alerting.parse(JSON.parse(given)), publisher, { stack: name, rehearsed, now: new Date() });
    if (options.json === true) printJson(report);
    else process.stdout.write(`${alertTestText(report)}\n`);
    process.exitCode = report.problems.length === 0 ? EXIT.clean : EXIT.failure;
  } finally {
    await open.close();
  }
}
