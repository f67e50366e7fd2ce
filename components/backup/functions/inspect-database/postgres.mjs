/**
 * As much of a PostgreSQL client as it takes to look into a database: TLS that is verified, a login with
 * SCRAM-SHA-256, and queries whose answers are text. The runtime of a function brings none.
 *
 * Source: PostgreSQL 17 documentation, "Frontend/Backend Protocol"; RFC 5802 and RFC 7677 for SCRAM-SHA-256.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";
import { connect as openSocket } from "node:net";
import { connect as openTls } from "node:tls";

/** Version 3.0 of the protocol, and the number that asks for TLS in its place. */
const PROTOCOL = 196_608;
const TLS_REQUEST = 80_877_103;
/** Kinds of an authentication message. */
const AUTHENTICATION = { done: 0, mechanisms: 10, challenge: 11, final: 12 };
const MECHANISM = "SCRAM-SHA-256";
/** Rounds a server may ask for: PostgreSQL's default, and far beyond it. A server that asks for more wants to tire. */
const ROUNDS = { least: 4_096, most: 1_000_000 };

/** What the server refused, with its SQLSTATE: `28P01` is a wrong password. */
export class Refused extends Error {
  constructor(fields) {
    super(fields.M ?? "refused without a reason");
    this.name = "Refused";
    this.code = fields.C;
  }
}

/**
 * Opens a session that can only read.
 *
 * @param {{ host: string, port: number, user: string, password: string, database: string, seconds: number, ca?: string }} to
 *   `seconds` until an answer has to be there; `ca` a certificate to trust instead of those of the process
 * @returns {Promise<{ query(sql: string): Promise<(string | null)[][]>, close(): void }>}
 * @throws {Refused} where the server refuses; Error where it cannot be reached, or is not who it says
 */
export async function connect(to) {
  const wire = new Wire(await secured(to), to.seconds);
  try {
    const options = `-c default_transaction_read_only=on -c statement_timeout=${to.seconds * 1_000}`;
    wire.send("", int(PROTOCOL), text(["user", to.user, "database", to.database, "application_name", "restore-test", "options", options, ""].join("\0")));
    await login(wire, to);
    await ready(wire);
  } catch (error) {
    wire.close();
    throw error;
  }
  return {
    async query(sql) {
      wire.send("Q", text(sql));
      return (await ready(wire)).filter(({ kind }) => kind === "D").map(({ body }) => row(body));
    },
    close() {
      wire.send("X");
      wire.close();
    },
  };
}

/** Asks for TLS and takes nothing less: the certificate has to be the host's. */
async function secured({ host, port, seconds, ca }) {
  const socket = openSocket({ host, port });
  try {
    await happened(socket, "connect", seconds);
    socket.write(Buffer.concat([int(8), int(TLS_REQUEST)]));
    const [answer] = await happened(socket, "data", seconds);
    // More than the one byte would be somebody else's words put before the encrypted ones (CVE-2021-23222).
    if (answer.toString("latin1") !== "S") throw new Error(`${host} does not speak TLS`);
    // Between two waits nobody listens; the next one finds the socket destroyed, and why.
    const secure = openTls({ socket, host, servername: host, minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) });
    secure.on("error", () => undefined);
    await happened(secure, "secureConnect", seconds);
    return secure;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Proves the password without sending it, and has the server prove that it knows it too. */
async function login(wire, { password }) {
  const nonce = randomBytes(18).toString("base64");
  const offered = await authentication(wire, AUTHENTICATION.mechanisms);
  if (!offered.toString().split("\0").includes(MECHANISM)) throw new Error(`the server offers no ${MECHANISM}`);
  const first = `n=,r=${nonce}`; // the name is that of the session
  const opening = Buffer.from(`n,,${first}`);
  wire.send("p", text(MECHANISM), int(opening.length), opening);

  const challenge = (await authentication(wire, AUTHENTICATION.challenge)).toString();
  const { r: both = "", s: salt = "", i: rounds } = attributes(challenge);
  if (!both.startsWith(nonce) || both.length === nonce.length) throw new Error("the server's challenge is no answer to this login");
  if (!(Number(rounds) >= ROUNDS.least && Number(rounds) <= ROUNDS.most)) throw new Error(`the server asks for ${rounds} rounds`);
  const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(rounds), 32, "sha256");
  const key = hmac(salted, "Client Key");
  const plain = `c=${Buffer.from("n,,").toString("base64")},r=${both}`;
  const signed = `${first},${challenge},${plain}`;
  const signature = hmac(createHash("sha256").update(key).digest(), signed);
  wire.send("p", Buffer.from(`${plain},p=${Buffer.from(key.map((byte, index) => byte ^ signature[index])).toString("base64")}`));

  const { v: proof = "" } = attributes((await authentication(wire, AUTHENTICATION.final)).toString());
  const expected = hmac(hmac(salted, "Server Key"), signed);
  const given = Buffer.from(proof, "base64");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error("the server does not know the password: it is not the one that was asked for");
  await authentication(wire, AUTHENTICATION.done);
}

/** The next message, which has to be this one of the login. */
async function authentication(wire, wanted) {
  const { kind, body } = await wire.next();
  if (kind !== "R" || body.readInt32BE(0) !== wanted) throw new Error(`the server wants another login than ${MECHANISM}`);
  return body.subarray(4);
}

/** All messages until the server is ready for the next query. */
async function ready(wire) {
  const messages = [];
  for (;;) {
    const message = await wire.next();
    if (message.kind === "Z") return messages;
    messages.push(message);
  }
}

/** Messages of the protocol over a socket. */
class Wire {
  #socket;
  #seconds;
  #read = Buffer.alloc(0);

  constructor(socket, seconds) {
    this.#socket = socket;
    this.#seconds = seconds;
    this.#socket.pause();
  }

  /** @param {string} kind a letter, or nothing for the first message, which has none */
  send(kind, ...parts) {
    const body = Buffer.concat(parts);
    this.#socket.write(Buffer.concat([Buffer.from(kind), int(body.length + 4), body]));
  }

  /** @returns {Promise<{ kind: string, body: Buffer }>} @throws {Refused} */
  async next() {
    const head = await this.#take(5);
    const kind = String.fromCharCode(head[0]);
    const body = await this.#take(head.readInt32BE(1) - 4);
    if (kind === "E") throw new Refused(Object.fromEntries(body.toString().split("\0").map((field) => [field[0] ?? "", field.slice(1)])));
    return { kind, body };
  }

  async #take(count) {
    while (this.#read.length < count) {
      const chunk = this.#socket.read();
      if (chunk === null) await happened(this.#socket, "readable", this.#seconds);
      else this.#read = Buffer.concat([this.#read, chunk]);
    }
    const taken = this.#read.subarray(0, count);
    this.#read = this.#read.subarray(count);
    return taken;
  }

  close() {
    this.#socket.end();
    this.#socket.destroySoon();
  }
}

/** Waits for an event of a socket; not for longer than this, nor beyond its end. */
function happened(socket, event, seconds) {
  return new Promise((resolve, reject) => {
    const closed = new Error("the server has closed the connection");
    if (socket.destroyed) {
      reject(socket.errored ?? closed);
      return;
    }
    const settle = (act) => (...values) => {
      clearTimeout(timer);
      for (const [name, listener] of Object.entries(listeners)) socket.off(name, listener);
      act(values);
    };
    const failed = (reason) => settle(() => reject(reason));
    const listeners = { [event]: settle(resolve), error: settle(([error]) => reject(error)), close: failed(closed) };
    const timer = setTimeout(failed(new Error(`no answer within ${seconds} seconds`)), seconds * 1_000);
    for (const [name, listener] of Object.entries(listeners)) socket.on(name, listener);
  });
}

function row(body) {
  const values = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString("utf8", at, at + length));
    at += Math.max(0, length);
  }
  return values;
}

function attributes(message) {
  return Object.fromEntries(message.split(",").map((each) => [each[0] ?? "", each.slice(2)]));
}

function int(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value) {
  return Buffer.from(`${value}\0`);
}

function hmac(key, message) {
  return createHmac("sha256", key).update(message).digest();
}
