/**
 * A language host for the plain `pulumi` command with an engine that was built without the vendor's: as small as the
 * protocol allows. It starts the SDK's own runners, of the program and of the policy pack, as the vendor's does. It
 * installs nothing and knows no debugger. Source: pulumi/pulumi proto/pulumi/language.proto and
 * sdk/nodejs/cmd/pulumi-language-nodejs/main.go.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import type { RunPluginRequest, RunPluginResponse, RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";

const require = createRequire(import.meta.url);

/** What the SDK's runner ends with where it has told its errors itself. Source: @pulumi/pulumi cmd/run. */
const TOLD = 32;

/** Runs one program to its end. */
function run(request: RunRequest, engine: string): Promise<RunResponse> {
  const info = request.getInfo();
  const program = join(info?.getProgramDirectory() ?? request.getPwd(), info?.getEntryPoint() ?? ".");
  const flags = {
    monitor: request.getMonitorAddress(), engine, project: request.getProject(), stack: request.getStack(), organization: request.getOrganization(),
    "root-directory": info?.getRootDirectory() ?? request.getPwd(), pwd: request.getPwd(), parallel: String(request.getParallel()),
  };
  const args = [require.resolve("@pulumi/pulumi/cmd/run"), ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`), ...(request.getDryrun() ? ["--dry-run"] : []), program];
  const config = Object.fromEntries(request.getConfigMap().getEntryList());
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: request.getPwd(), stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, PULUMI_CONFIG: JSON.stringify(config), PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()) } });
    child.on("close", (code) => resolve(code === 0 ? new messages.RunResponse() : code === TOLD ? new messages.RunResponse().setBail(true) : new messages.RunResponse().setError(`the program ended with code ${code}`)));
  });
}

/** Starts the policy pack, and hands on what it prints until the engine hangs up. */
function runPlugin(call: grpc.ServerWritableStream<RunPluginRequest, RunPluginResponse>): void {
  const { request } = call;
  const child = spawn(process.execPath, [require.resolve("@pulumi/pulumi/cmd/run-policy-pack"), ...request.getArgsList(), request.getInfo()?.getProgramDirectory() ?? request.getPwd()], {
    cwd: request.getPwd(), stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...Object.fromEntries(request.getEnvList().map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)])) },
  });
  child.stdout.on("data", (chunk: Buffer) => call.write(new messages.RunPluginResponse().setStdout(chunk)));
  child.stderr.on("data", (chunk: Buffer) => call.write(new messages.RunPluginResponse().setStderr(chunk)));
  child.on("close", (code) => {
    call.write(new messages.RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill());
}

/** Serves until it is killed, and tells the engine on which port. */
function serve(engine: string): void {
  const server = new grpc.Server();
  const answer = <Response>(make: () => Response): grpc.handleUnaryCall<unknown, Response> => (_call, done) => done(null, make());
  server.addService(services.LanguageRuntimeService as unknown as grpc.ServiceDefinition, {
    handshake: answer(() => new messages.LanguageHandshakeResponse()),
    getPluginInfo: answer(() => new plugins.PluginInfo().setVersion("1.0.0")),
    getRequiredPackages: answer(() => new messages.GetRequiredPackagesResponse()),
    getRequiredPlugins: answer(() => new messages.GetRequiredPluginsResponse()),
    runPlugin,
    run: ((call, done) => void run(call.request, engine).then((response) => done(null, response))) satisfies grpc.handleUnaryCall<RunRequest, RunResponse>,
  });
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
}

serve(process.argv.at(-1) ?? "");
