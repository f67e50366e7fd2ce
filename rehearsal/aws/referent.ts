/**
 * The shape of what can be referred to: which types stand for it, by which property it is named, what AWS says when it is not
 * there, and what it says when it is deleted while something still needs it.
 */

/** Something that other resources name. */
export interface Referent {
  /**
   * Types that are one, with the properties a reference may give; `id` is the provider-assigned id. A property may be
   * a path (`masterUserSecrets[].secretArn`): a thing made by another resource.
   */
  readonly things: readonly (readonly [short: string, ...keys: string[]])[];
  /** Code and wording where the thing is not there; `%` stands for the value. */
  readonly missing: readonly [code: string, message: string];
  /** Values that live outside any stack: AWS-managed ones and defaults. */
  readonly outside?: RegExp;
  /** Code and wording of a deletion while it is in use: types that are deleted so, code, message (`%` the thing, `#` the user). */
  readonly inUse?: readonly [shorts: readonly string[], code: string, message: string];
  /** May be in another region than the resource that names it; `arn`: only where it is named by its ARN. */
  readonly anywhere?: true | "arn";
  /** Makes a reference comparable: drops a qualifier or a prefix. */
  readonly plain?: (value: string) => string;
}
