/** The function that looks into a restored database, over real sockets and real TLS. */
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "@jest/globals";
import { certificateFor } from "./certificate.ts";
import { SqlError, startServer } from "./postgres-server.ts";
import type { RunningServer, ServerOptions } from "./postgres-server.ts";

interface Session {
  query(sql: string): Promise<(string | null)[][]>;
  close(): void;
}
interface Target {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}
interface Client {
  connect(to: Target & { readonly seconds: number; readonly ca?: string }): Promise<Session>;
}
interface Inspector {
  inspect(event: Target & { readonly tables: readonly { table: string; newestIn?: string }[] }, open: (to: Target) => Promise<Session>): Promise<unknown>;
}
const load = <Module>(file: string): Promise<Module> => import(pathToFileURL(`components/backup/functions/inspect-database/${file}.mjs`).href) as Promise<Module>;

const certificate = certificateFor("localhost");
const PASSWORD = "restore-Test_1";
const TO = { host: "localhost", user: "optibid_admin", password: PASSWORD, database: "optibid" };
let server: RunningServer;
const servers: RunningServer[] = [];
afterEach(async () => void (await Promise.all(servers.splice(0).map((each) => each.close()))));

async function serve(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  server = await startServer({ certificate, password: PASSWORD, answer: () => [["1"]], ...options });
  servers.push(server);
  return server;
}

async function connected(change: Partial<Target & { ca: string; seconds: number }> = {}): Promise<Session> {
  const { connect } = await load<Client>("postgres");
  return connect({ ...TO, port: server.port, seconds: 2, ca: certificate.cert, ...change });
}

describe("the client", () => {
  test("says who it is, cannot write, and reads rows with nothing, an empty text and more than ASCII in them", async () => {
    await serve({ answer: () => [[null, "", "Zürich"], ["1", "2", "x".repeat(40_000)]] });
    const session = await connected();
    expect(await session.query("select 1")).toEqual([[null, "", "Zürich"], ["1", "2", "x".repeat(40_000)]]);
    expect(await session.query("select 2")).toHaveLength(2);
    session.close();
    expect(server.startup).toEqual([{ user: "optibid_admin", database: "optibid", application_name: "restore-test", options: "-c default_transaction_read_only=on -c statement_timeout=2000" }]);
    expect(server.queries).toEqual(["select 1", "select 2"]);
  });

  test("is refused with another password", async () => {
    await serve({ password: "another" });
    await expect(connected()).rejects.toMatchObject({ name: "Refused", code: "28P01", message: "password authentication failed" });
  });

  test.each<[string, ServerOptions["fault"], RegExp]>([
    ["without TLS", "no-tls", /localhost does not speak TLS/],
    ["that wants the password in plain", "plain-password", /another login than SCRAM-SHA-256/],
    ["that does not know the password either", "impostor", /does not know the password/],
    ["that says nothing", "silent", /no answer within 1 seconds/],
    ["that wants it to count for hours", "greedy", /asks for 2000000000 rounds/],
    ["that answers somebody else", "strange-nonce", /no answer to this login/],
  ])("takes no server %s", async (_, fault, message) => {
    await serve({ fault });
    await expect(connected({ seconds: 1 })).rejects.toThrow(message);
    expect(server.queries).toEqual([]);
  });

  const strange = certificateFor("another.example");
  test.each<[string, typeof certificate, string, RegExp]>([
    ["that nobody vouches for", certificate, certificateFor("localhost").cert, /signature|certificate|issuer/],
    ["that is another host", strange, strange.cert, /does not match certificate's altnames/],
  ])("takes no server %s", async (_, own, ca, message) => {
    await serve({ certificate: own });
    await expect(connected({ ca })).rejects.toThrow(message);
    expect(server.startup).toEqual([]);
  });

  test("says so where nobody listens, and where the server goes away", async () => {
    await serve();
    await expect(connected({ port: 1 })).rejects.toThrow(/ECONNREFUSED/);
    const session = await connected();
    await server.close();
    await expect(session.query("select 1")).rejects.toThrow(/closed|ECONNRESET|EPIPE/);
    await expect(session.query("select 1")).rejects.toThrow(/closed|ECONNRESET|EPIPE/);
  });

  test("has an error of the server with its SQLSTATE, and the session goes on", async () => {
    await serve({
      answer: (sql) => {
        if (sql.startsWith("create")) throw new SqlError("25006", "cannot execute CREATE TABLE in a read-only transaction");
        return [["1"]];
      },
    });
    const session = await connected();
    await expect(session.query("create table x ()")).rejects.toMatchObject({ name: "Refused", code: "25006", message: "cannot execute CREATE TABLE in a read-only transaction" });
    session.close();
  });
});

describe("the look into a database", () => {
  /** A database of these tables, each with its rows or the time of its newest. */
  const holding = (tables: Readonly<Record<string, "rows" | "empty" | `newest ${string}`>>) => (sql: string): (string | null)[][] => {
    if (/from pg_class c .* order by 1$/s.test(sql)) return Object.keys(tables).map((name) => [name]);
    const asked = /to_regclass\('([^']*)'\)/.exec(sql)?.[1]?.replaceAll('"', "");
    if (asked !== undefined) return [asked, `public.${asked}`].flatMap((name) => (name in tables || name === "pg_catalog.pg_class" ? [[name]] : []));
    const [, name = ""] = /from (\S+)/.exec(sql) ?? [];
    const plain = name.replaceAll('"', "");
    const held = tables[plain] ?? tables[`public.${plain}`] ?? "empty";
    if (sql.includes("max(")) return [[held.startsWith("newest ") ? held.slice("newest ".length) : null]];
    return held === "empty" ? [] : [["1"]];
  };
  async function look(tables: Parameters<typeof holding>[0], wanted: readonly { table: string; newestIn?: string }[], change: Partial<Target> = {}): Promise<unknown> {
    await serve({ answer: holding(tables) });
    const { inspect } = await load<Inspector>("index");
    return inspect({ ...TO, port: server.port, tables: wanted, ...change }, (to) => connected(to));
  }
  const NEWEST = "2026-03-02T04:00:00Z";

  test("counts tables and those with rows", async () => {
    expect(await look({ "public.a": "rows", "public.b": "empty", "audit.c": "rows" }, [])).toEqual({ tables: 3, filled: 2, wanted: [] });
    expect(await look({}, [])).toEqual({ tables: 0, filled: 0, wanted: [] });
  });

  test.each<[string, { table: string; newestIn?: string }, object]>([
    ["one with rows", { table: "public.a" }, { there: true, filled: true, newest: null }],
    ["one without a schema", { table: "a" }, { there: true, filled: true, newest: null }],
    ["an empty one", { table: "public.empty" }, { there: true, filled: false, newest: null }],
    ["one whose rows say when they were made", { table: "public.dated", newestIn: "created_at" }, { there: true, filled: true, newest: NEWEST }],
    ["one whose rows do not", { table: "public.a", newestIn: "created_at" }, { there: true, filled: true, newest: null }],
    ["an empty one that would", { table: "public.empty", newestIn: "created_at" }, { there: true, filled: false, newest: null }],
    ["one that is not there", { table: "public.none", newestIn: "x" }, { there: false, filled: false, newest: null }],
    ["one of the system", { table: "pg_catalog.pg_class" }, { there: false, filled: false, newest: null }],
  ])("%s", async (_, wanted, found) => {
    expect(await look({ "public.a": "rows", "public.empty": "empty", "public.dated": `newest ${NEWEST}` }, [wanted])).toMatchObject({ tables: 3, filled: 2, wanted: [{ table: wanted.table, ...found }] });
  });

  test("names are quoted, whatever they are", async () => {
    await look({ "public.a": "rows" }, [{ table: "public.a", newestIn: 'x") from a; --' }]);
    expect(server.queries.at(-2)).toContain('max("x"") from a; --")');
  });

  test("a login that is refused is told, what else goes wrong is thrown", async () => {
    expect(await look({}, [], { password: "not yet" })).toEqual({ refused: "28P01" });
    const { inspect } = await load<Inspector>("index");
    await expect(inspect({ ...TO, port: 1, tables: [] }, (to) => connected(to))).rejects.toThrow(/ECONNREFUSED/);
  });
});
