/**
 * As much of a PostgreSQL server as it takes to test a client: TLS, SCRAM-SHA-256 and simple queries with set answers.
 * It keeps what PostgreSQL keeps of a password, and never sees the password itself.
 */
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { TLSSocket, createSecureContext } from "node:tls";
import type { Certificate } from "./certificate.ts";

export interface ServerOptions {
  readonly certificate: Certificate;
  readonly password: string;
  /** Answers a query; what it throws is an error with this SQLSTATE. */
  readonly answer: (sql: string) => (string | null)[][];
  /** What is wrong with it. */
  readonly fault?: "no-tls" | "plain-password" | "impostor" | "silent" | "greedy" | "strange-nonce" | undefined;
}

export interface RunningServer {
  readonly port: number;
  /** What clients said of themselves, and every query. */
  readonly startup: Record<string, string>[];
  readonly queries: string[];
  close(): Promise<void>;
}

/** An error as the server sends it. */
export class SqlError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const hmac = (key: Buffer, message: string): Buffer => createHmac("sha256", key).update(message).digest();
const int = (value: number, bytes: 2 | 4 = 4): Buffer => {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 4) buffer.writeInt32BE(value);
  else buffer.writeInt16BE(value);
  return buffer;
};
const message = (kind: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(kind), int(body.length + 4), body]);
};
const error = (code: string, text: string): Buffer => message("E", Buffer.from(`SFATAL\0C${code}\0M${text}\0\0`));
const READY = message("Z", Buffer.from("I"));

/** Starts a server on a free port of this machine. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const startup: Record<string, string>[] = [];
  const queries: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", (request) => {
      if (request.readInt32BE(4) !== 80_877_103) return void socket.end(error("08P01", "no request for TLS"));
      if (options.fault === "no-tls") return void socket.write("N");
      socket.write("S");
      const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(options.certificate) });
      secure.on("error", () => undefined);
      if (options.fault !== "silent") serve(secure, options, startup, queries);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    startup,
    queries,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Talks with one client. Messages are cut into two pieces on their way, as a network may. */
function serve(socket: TLSSocket, options: ServerOptions, startup: Record<string, string>[], queries: string[]): void {
  const login = new Login(options);
  let read = Buffer.alloc(0);
  let begun = false;
  const send = (...messages: readonly Buffer[]): void => {
    const all = Buffer.concat(messages);
    socket.write(all.subarray(0, 3));
    setImmediate(() => socket.write(all.subarray(3)));
  };
  socket.on("data", (chunk) => {
    read = Buffer.concat([read, chunk]);
    for (;;) {
      const head = begun ? 1 : 0;
      if (read.length < head + 4 || read.length < head + read.readInt32BE(head)) return;
      const kind = begun ? String.fromCharCode(read[0] ?? 0) : "";
      const end = head + read.readInt32BE(head);
      const body = read.subarray(head + 4, end);
      read = read.subarray(end);
      if (!begun) {
        begun = true;
        const words = body.toString("utf8", 4).split("\0");
        startup.push(Object.fromEntries(words.flatMap((word, index) => (index % 2 === 0 && word !== "" ? [[word, words[index + 1] ?? ""]] : []))));
        send(login.begin());
      } else if (kind === "p") send(...login.next(body));
      else if (kind === "Q") send(...answers(options, body.toString("utf8", 0, body.length - 1), queries));
      else if (kind === "X") socket.end();
    }
  });
}

function answers({ answer }: ServerOptions, sql: string, queries: string[]): Buffer[] {
  queries.push(sql);
  try {
    const rows = answer(sql);
    const cell = (value: string | null): Buffer => (value === null ? int(-1) : Buffer.concat([int(Buffer.byteLength(value)), Buffer.from(value)]));
    return [message("T", int(0, 2)), ...rows.map((row) => message("D", int(row.length, 2), ...row.map(cell))), message("N", Buffer.from("SNOTICE\0Mhello\0\0")), message("C", Buffer.from("SELECT\0")), READY];
  } catch (thrown) {
    return [error(thrown instanceof SqlError ? thrown.code : "XX000", thrown instanceof Error ? thrown.message : String(thrown)), READY];
  }
}

/** The server's side of SCRAM-SHA-256. Source: RFC 5802, section 3. */
class Login {
  readonly #options: ServerOptions;
  readonly #salt = Buffer.from("0123456789abcdef", "hex");
  #said = "";

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  begin(): Buffer {
    return this.#options.fault === "plain-password" ? message("R", int(3)) : message("R", int(10), Buffer.from("SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0"));
  }

  next(body: Buffer): Buffer[] {
    return this.#said === "" ? [this.#challenge(body)] : this.#proof(body.toString());
  }

  #challenge(body: Buffer): Buffer {
    const opening = body.toString("utf8", body.indexOf(0) + 5);
    const nonce = /r=(.*)$/.exec(opening)?.[1] ?? "";
    const rounds = this.#options.fault === "greedy" ? 2_000_000_000 : 4_096;
    const first = `r=${this.#options.fault === "strange-nonce" ? "somebody-else" : nonce}server,s=${this.#salt.toString("base64")},i=${rounds}`;
    this.#said = `${opening.slice("n,,".length)},${first}`;
    return message("R", int(11), Buffer.from(first));
  }

  #proof(final: string): Buffer[] {
    const [, plain = "", proof = ""] = /^(.*),p=(.*)$/.exec(final) ?? [];
    const salted = pbkdf2Sync(this.#options.password, this.#salt, 4_096, 32, "sha256");
    const stored = createHash("sha256").update(hmac(salted, "Client Key")).digest();
    const signed = `${this.#said},${plain}`;
    const signature = hmac(stored, signed);
    const key = Buffer.from(Buffer.from(proof, "base64").map((byte, index) => byte ^ (signature[index] ?? 0)));
    const known = createHash("sha256").update(key).digest().equals(stored);
    if (!known && this.#options.fault !== "impostor") return [error("28P01", "password authentication failed")];
    const own = this.#options.fault === "impostor" ? Buffer.alloc(32) : hmac(salted, "Server Key");
    return [message("R", int(12), Buffer.from(`v=${hmac(own, signed).toString("base64")}`)), message("R", int(0)), message("S", Buffer.from("server_version\x0017\0")), message("K", int(1), int(2)), READY];
  }
}
