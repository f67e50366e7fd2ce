/** Forms that texts of several services share. */

/** Letters, digits, underscores and hyphens. */
export const WORD = /^[\w-]+$/;

/** Letters, digits, dots, underscores and hyphens. */
export const DOTTED = /^[\w.-]+$/;

/** Letters, digits and hyphens. */
export const HYPHENED = /^[a-zA-Z0-9-]+$/;

/** Letters, digits, slashes, dots, underscores and hyphens. */
export const PATHED = /^[\w/.-]+$/;

/** A letter, then letters, digits, dots, underscores and hyphens. */
export const LETTER_DOTTED = /^[A-Za-z][\w.-]*$/;

/** A letter, then letters, digits and hyphens. */
export const LETTER_HYPHENED = /^[a-zA-Z][a-zA-Z0-9-]*$/;

/** Letters, digits and _+=,.@- as in names of IAM. */
export const IAM_NAME = /^[\w+=,.@-]+$/;

/** Letters, digits, white space and +=,.@-. */
export const TITLE = /^[\w\s+=,.@-]+$/;

/** Printable ASCII without blanks, quotation marks and backslashes. */
export const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Latin-1 without control characters. */
export const LATIN = /^[\t\n\r\x20-\x7e\xa1-\xff]*$/;

/** Printable ASCII. */
export const PRINTABLE = /^[\x20-\x7e]+$/;

/** ASCII. */
export const ASCII = /^[\x00-\x7f]+$/;

/** A path of IAM: it begins and ends with a slash. */
export const PATH = /^\/([\x21-\x7e]+\/)?$/;

/** Twelve digits. */
export const ACCOUNT = /^\d{12}$/;

/** Twelve digits, or a star for everybody. */
export const ACCOUNT_OR_ALL = /^(\d{12}|\*)$/;

/** Anything but colons and stars. */
export const NO_COLON_OR_STAR = /^[^:*]*$/;

/** Text with the place of the code, {####}. */
export const CODE_TEMPLATE = /\{####\}/;

/** At least three of letters, digits, white space and _+=:#@/-,. with no white space at the ends. */
export const DESCRIBED = /^[\w+=:#@/,.-][\w+=:#@/,.\s-]+[\w+=:#@/,.-]$/;

/** Letters, digits, blanks and _-', not digits alone. */
export const RESOLVER_NAME = /^(?!\d+$)[\w' -]+$/;

/** A number, or a share of a hundred, that is not nothing. */
export const SHARE = /^([1-9]\d*|[1-9]\d?%|100%)$/;

/** A number, or a share of a hundred. */
export const SHARE_OR_NONE = /^(\d|[1-9]\d*|\d%|[1-9]\d%|100%)$/;

/** No white space. */
export const NO_BLANKS = /^\S+$/;

/** A version or an alias of a function. */
export const QUALIFIER = /^(\$LATEST(\.PUBLISHED)?|[\w$-]+)$/;

/** Letters, digits, underscores and hyphens, not digits alone. */
export const ALIAS = /^(?!\d+$)[\w-]+$/;

/** A prefix of repositories. */
export const REPOSITORY_PREFIX = /^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)$/;
