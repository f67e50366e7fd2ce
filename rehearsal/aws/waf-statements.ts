/** What stands inside the rules of WAFv2, however deep: statements, transformations, labels. */
import type { Law, Props, Refusal, Value } from "../types.ts";
import { checkLaw, fields, given, items, noIf, settled, text } from "./kit.ts";

const STATEMENT = "https://docs.aws.amazon.com/waf/latest/APIReference/API_Statement.html";
const QUOTAS = "https://docs.aws.amazon.com/waf/latest/developerguide/limits.html";
const CODE = "WAFInvalidParameterException";

/** Source: API_TextTransformation. */
const TRANSFORMATIONS = [
  "NONE", "COMPRESS_WHITE_SPACE", "HTML_ENTITY_DECODE", "LOWERCASE", "UPPERCASE", "CMD_LINE", "CMD_LINE_WIN", "CMD_LINE_UNIX", "URL_DECODE", "URL_DECODE_UNI", "BASE64_DECODE",
  "BASE64_DECODE_EXT", "HEX_DECODE", "MD5", "SHA256", "REPLACE_COMMENTS", "REMOVE_COMMENTS_CHAR", "ESCAPE_SEQ_DECODE", "SQL_HEX_DECODE", "CSS_DECODE", "JS_DECODE", "JS_DECODE_EXT", "NORMALIZE_PATH",
  "NORMALIZE_PATH_WIN", "REMOVE_NULLS", "REPLACE_NULLS", "UTF8_TO_UNICODE", "REMOVE_WHITESPACE", "TRIM", "TRIM_LEFT", "TRIM_RIGHT",
];

/** The closed sets of members, wherever in a statement they stand. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  positionalConstraint: ["EXACTLY", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "CONTAINS_WORD"],
  comparisonOperator: ["EQ", "NE", "LE", "LT", "GE", "GT"],
  oversizeHandling: ["CONTINUE", "MATCH", "NO_MATCH"],
  fallbackBehavior: ["MATCH", "NO_MATCH"],
  sensitivityLevel: ["LOW", "HIGH", "MEDIUM"],
};

function wrong(field: string, value: string, property: string): Refusal[] {
  return noIf(true, CODE, `Error reason: You have used an unsupported value., field: ${field}, parameter: ${value}`, property);
}

function inside(value: Value, path: string): Refusal[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => inside(one, `${path}[${index}]`));
  return Object.entries(fields(value)).flatMap(([key, member]) => {
    const at = `${path}.${key}`;
    const set = SETS[key];
    const word = text(member);
    return [
      ...(set !== undefined && word !== undefined && word !== "" && !set.includes(word) ? wrong(key, word, at) : []),
      ...(key === "textTransformations" ? transformations(member, at) : []),
      ...(key === "countryCodes" ? items(member).flatMap((one, index) => (text(one) !== undefined && !/^[A-Z]{2}$/.test(text(one)!) ? wrong("COUNTRY_CODE", text(one)!, `${at}[${index}]`) : [])) : []),
      ...(key === "andStatement" || key === "orStatement" ? few(member, key, at) : []),
      ...inside(member, at),
    ];
  });
}

function transformations(value: Value, at: string): Refusal[] {
  const kinds = items(value).map((one) => text(fields(one)["type"]));
  return [
    ...kinds.flatMap((kind, index) => (kind !== undefined && !TRANSFORMATIONS.includes(kind) ? wrong("TEXT_TRANSFORMATION", kind, `${at}[${index}].type`) : [])),
    ...noIf(kinds.length > 10, "WAFLimitsExceededException", `A statement has at most 10 text transformations: ${kinds.length}`, at),
  ];
}

function few(value: Value, key: string, at: string): Refusal[] {
  const statements = fields(value)["statements"];
  return noIf(settled(statements) && Array.isArray(statements) && statements.length < 2, CODE, `Error reason: You have used too few statements., field: ${key === "andStatement" ? "AND_STATEMENT" : "OR_STATEMENT"}, parameter: ${items(statements).length}`, `${at}.statements`);
}

function labels(rule: Props, path: string): Refusal[] {
  return items(rule["ruleLabels"]).flatMap((one, index) => {
    const name = text(fields(one)["name"]);
    const reserved = name !== undefined && name.split(":").some((part) => /^(awswaf|aws|waf|rulegroup|webacl|regexpatternset|ipset|managed)$/.test(part));
    return noIf(name !== undefined && (!/^[\w:-]{1,1024}$/.test(name) || reserved), CODE, `Error reason: The label name is not valid., field: LABEL, parameter: ${name}`, `${path}.ruleLabels[${index}].name`);
  });
}

const statements = checkLaw("waf-statement-values", ["wafv2/webAcl", "wafv2/ruleGroup"], STATEMENT, ({ rules }) =>
  items(rules).map(fields).flatMap((rule, index) => [...(given(rule["statement"]) ? inside(rule["statement"], `rules[${index}].statement`) : []), ...labels(rule, `rules[${index}]`)]),
);

const patterns = checkLaw("waf-regex-pattern-set", ["wafv2/regexPatternSet"], QUOTAS, ({ regularExpressions }) => [
  ...noIf(items(regularExpressions).length > 10, "WAFLimitsExceededException", `A regex pattern set has at most 10 patterns: ${items(regularExpressions).length}`, "regularExpressions"),
  ...items(regularExpressions).flatMap((one, index) => noIf((text(fields(one)["regexString"])?.length ?? 0) > 512, CODE, "A regex pattern has at most 512 characters.", `regularExpressions[${index}].regexString`)),
]);

/** Laws of what stands inside rules. */
export const wafStatementLaws: readonly Law[] = [statements, patterns];
