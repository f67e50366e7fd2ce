/**
 * bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999), which the random provider applies to
 * passwords. The tables of Blowfish are the hexadecimal digits of pi, so they are computed instead of listed.
 */
const ROUNDS = 16;
const SUBKEYS = ROUNDS + 2;
const BOX = 256;
const WORDS = SUBKEYS + 4 * BOX;

/** The fraction of pi as 32-bit words, by Machin's formula: pi = 16 atan(1/5) - 4 atan(1/239). */
function piWords(count: number): Uint32Array {
  // 64 guard bits absorb the error of the truncated terms.
  const bits = BigInt(count * 32 + 64);
  const one = 1n << bits;
  const arctan = (inverse: bigint): bigint => {
    const square = inverse * inverse;
    let term = one / inverse;
    let sum = term;
    for (let odd = 3n, sign = -1n; term > 0n; odd += 2n, sign = -sign) {
      term /= square;
      sum += (sign * term) / odd;
    }
    return sum;
  };
  const fraction = (16n * arctan(5n) - 4n * arctan(239n) - 3n * one) >> 64n;
  const hex = fraction.toString(16).padStart(count * 8, "0");
  return Uint32Array.from({ length: count }, (_, index) => Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16));
}

let pi: Uint32Array | undefined;

/** Blowfish state: the subkeys, and the four boxes one after another. */
interface State {
  readonly p: Int32Array;
  readonly s: Int32Array;
}

function encrypt({ p, s }: State, block: Int32Array): void {
  let left = block[0] ?? 0;
  let right = block[1] ?? 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    left ^= p[round] as number;
    const mixed = (((s[left >>> 24] as number) + (s[BOX + ((left >>> 16) & 255)] as number)) ^ (s[2 * BOX + ((left >>> 8) & 255)] as number)) + (s[3 * BOX + (left & 255)] as number);
    const next = right ^ mixed;
    right = left;
    left = next;
  }
  block[0] = right ^ (p[ROUNDS + 1] as number);
  block[1] = left ^ (p[ROUNDS] as number);
}

/** Words of a byte string, read round and round. */
const word = (bytes: Uint8Array, index: number): number =>
  [0, 1, 2, 3].reduce((value, offset) => (value << 8) | (bytes[(index * 4 + offset) % bytes.length] as number), 0);

function expand(state: State, key: Uint8Array, salt: Uint8Array | undefined): void {
  for (let index = 0; index < SUBKEYS; index += 1) state.p[index] = (state.p[index] as number) ^ word(key, index);
  const block = new Int32Array(2);
  let taken = 0;
  for (const table of [state.p, state.s]) {
    for (let index = 0; index < table.length; index += 2) {
      if (salt !== undefined) {
        block[0] = (block[0] as number) ^ word(salt, taken);
        block[1] = (block[1] as number) ^ word(salt, taken + 1);
        taken = (taken + 2) % 4;
      }
      encrypt(state, block);
      table[index] = block[0] as number;
      table[index + 1] = block[1] as number;
    }
  }
}

const ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** bcrypt's own base 64: no padding, another alphabet. */
function encode(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += ALPHABET.charAt((held >>> bits) & 63);
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((held << (6 - bits)) & 63);
}

/** Longest password that bcrypt looks at, in bytes. */
export const BCRYPT_LIMIT = 72;

/**
 * The bcrypt hash of a password.
 *
 * @param cost binary logarithm of the number of key expansions; the random provider uses 10
 * @param salt sixteen bytes
 */
export function bcrypt(password: string, cost: number, salt: Uint8Array): string {
  pi ??= piWords(WORDS);
  const key = Uint8Array.from([...Buffer.from(password, "utf8"), 0]).slice(0, BCRYPT_LIMIT);
  const state: State = { p: Int32Array.from(pi.slice(0, SUBKEYS)), s: Int32Array.from(pi.slice(SUBKEYS)) };
  expand(state, key, salt);
  for (let round = 0; round < 2 ** cost; round += 1) {
    expand(state, key, undefined);
    expand(state, salt, undefined);
  }
  const text = Buffer.from("OrpheanBeholderScryDoubt", "latin1");
  const out = Buffer.alloc(24);
  for (let pair = 0; pair < 3; pair += 1) {
    const block = Int32Array.from([word(text, pair * 2), word(text, pair * 2 + 1)]);
    for (let time = 0; time < 64; time += 1) encrypt(state, block);
    out.writeInt32BE(block[0] as number, pair * 8);
    out.writeInt32BE(block[1] as number, pair * 8 + 4);
  }
  // The last byte is dropped, as every implementation does.
  return `$2a$${String(cost).padStart(2, "0")}$${encode(salt)}${encode(out.subarray(0, 23))}`;
}
