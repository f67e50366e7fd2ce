/** Patterns in which `*` stands for any text, as IAM and golive's own commands have them. */

/**
 * Source of a regular expression, without anchors, that matches what a pattern does.
 *
 * @param single whether `?` stands for any one character, as in IAM; else it stands for itself
 */
export function globSource(pattern: string, { single = false }: { readonly single?: boolean } = {}): string {
  const written = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return single ? written.replaceAll("\\?", ".") : written;
}
