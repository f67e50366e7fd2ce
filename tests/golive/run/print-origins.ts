/** Prints where the program makes each resource of the local stack: run by Node itself, which keeps the lines of the sources. */
import deploy from "../../../index.ts";
import { record } from "../../../golive/graph/record.ts";
import { Origins } from "../../../golive/run/origins.ts";
import { readSettings } from "../../../golive/run/places.ts";
import { engineConfig } from "../../../golive/run/settings.ts";

const origins = new Origins();
const registrations = await record(origins.watching(deploy), { stack: "local", config: engineConfig(readSettings("local")) });
process.stdout.write(JSON.stringify(registrations.map(({ urn, type }) => ({ urn, type, origin: origins.of(urn) ?? null }))));
