/**
 * Looks into a restored database: whether its tables are there, hold rows, and how new the newest of these are.
 *
 * It runs where the database is, without a way to anywhere else, and has no permission but that of writing its log. Who
 * gives the verdict calls it, and never sees a row: all that leaves is how many tables there are and when a row was made.
 */
import { connect } from "./postgres.mjs";

/** Seconds an answer may take: a database that was just restored reads its blocks from S3 when they are first asked for. */
const SECONDS = 120;
/** Tables the application made. Those of extensions and of the system itself prove nothing. */
const TABLES = `
  select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by 1`;

/**
 * @param {{ host: string, port: number, user: string, password: string, database: string, tables: { table: string, newestIn?: string }[] }} event
 *   `tables`: those that have to be there, and the column that says when a row was made
 * @returns {Promise<{ refused: string } | { tables: number, filled: number, wanted: { table: string, there: boolean, filled: boolean, newest: string | null }[] }>}
 *   `refused`: the SQLSTATE of a login that was refused: the password may take a moment to be there
 */
export async function inspect(event, open = connect) {
  const { tables: wanted, ...to } = event;
  let session;
  try {
    session = await open({ ...to, seconds: SECONDS });
  } catch (error) {
    if (typeof error.code === "string" && error.code.startsWith("28")) return { refused: error.code };
    throw error;
  }
  try {
    const tables = (await session.query(TABLES)).map(([name]) => name);
    let filled = 0;
    for (const table of tables) if (await holds(session, table)) filled += 1;
    const found = [];
    for (const each of wanted) found.push(await lookAt(session, tables, each));
    return { tables: tables.length, filled, wanted: found };
  } finally {
    session.close();
  }
}

async function lookAt(session, tables, { table, newestIn }) {
  const name = table.split(".").map(quoted).join(".");
  const [[known] = []] = await session.query(`select quote_ident(n.nspname) || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass(${literal(name)})`);
  if (known === undefined || !tables.includes(known)) return { table, there: false, filled: false, newest: null };
  if (newestIn === undefined) return { table, there: true, filled: await holds(session, name), newest: null };
  const column = quoted(newestIn);
  // One that has an index on the column is answered from it; one that has none is read whole, which is a test too.
  const [[newest = null] = []] = await session.query(`select to_char(max(${column})::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from ${name}`);
  return { table, there: true, filled: newest !== null || (await holds(session, name)), newest };
}

async function holds(session, name) {
  const rows = await session.query(`select 1 from ${name} limit 1`);
  return rows.length > 0;
}

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
const literal = (value) => `'${value.replaceAll("'", "''")}'`;

/** What Lambda calls. */
export function handler(event) {
  return inspect(event);
}
