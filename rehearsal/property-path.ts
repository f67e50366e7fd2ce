/** Property paths as Pulumi writes them. */

/** The path of a key within the value at a path: `a.b`, or `a["x.y"]` where the key is no plain name. */
export function keyWithin(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
