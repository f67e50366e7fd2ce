/**
 * The CrossGuard pack: serves the rules of the catalogue to the engine. The engine reads the port from the standard output.
 */
import { Analyzer } from "./analyzer.ts";
import { rules } from "./catalogue.ts";
import { enforcementLevel } from "./environment.ts";
import { choiceOf } from "./remediations/choice.ts";
import { serve } from "./server.ts";
import manifest from "./package.json" with { type: "json" };

const pack = { name: "golive", version: manifest.version, description: "Production readiness of the OptiBid platform, checklist item by checklist item" };
// Not awaited: the SDK's runner takes the pack by `require`, which refuses a module that waits.
void serve(new Analyzer(rules, enforcementLevel(process.env), choiceOf(process.env)), pack).then((port) => process.stdout.write(`${port}\n`));
