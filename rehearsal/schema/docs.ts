/**
 * What can be read out of a doc comment beyond doubt: that changing the property makes a new resource, and the closed
 * list of its legal values.
 */

/** The ways in which the AWS provider's documentation says it. */
const REPLACES = new RegExp(
  [
    "forces? (?:a |the )?(?:new (?:resource|cluster|environment)|replacement|re-?creation)\\b",
    "forces? terraform to create (?:a )?new resource",
    "forces? creation of a new resource",
    "(?:creates?|creating|create) (?:a )?new resource",
    "recreates? the (?:resource|replica)",
    "trigger(?:s)? (?:a )?(?:recreation|replacement)",
    "causes replacement",
    "forces? a replacement",
  ].join("|"),
  "i",
);

/** Said to be so always, though the sentence holds a condition word. */
const ALWAYS = /(?:if|when) (?:it is |this is |`\w+` is )?(?:changed|modified|updated)|that,? when changed,?/gi;

/** Words that make the statement hold only sometimes. */
const SOMETIMES =
  /\b(?:if|when|with|unless|once|except(?:ion)?|may|can|decreas\w+|downgrad\w+|higher|lower|removing|removed|disabling|adding|enabling|between|anything other|in place|without|want to|future|otherwise|\w+ DB clusters?|new (?:resources|file|version))\b|from `/i;

const sentences = (doc: string): string[] => doc.split(/(?<=[.)])\s+|\n/);

/** Whether the documentation says, without a condition, that changing the property makes a new resource. */
export function saysReplaces(doc: string): boolean {
  return sentences(doc).some((sentence) => {
    const plain = sentence.replace(ALWAYS, "");
    return REPLACES.test(plain) && !SOMETIMES.test(plain);
  });
}

const ITEM = "[\"“]?`[\"“]?([A-Za-z0-9][A-Za-z0-9_.:/ -]*)[\"”]?`[\"”]?(?: \\(default\\))?";
const LIST = `${ITEM}(?:(?:\\s*[,|]\\s*(?:and|or)?\\s*|\\s+(?:and|or)\\s+)${ITEM})+`;
const DEFAULT = "(?:[,;]? ?(?:and )?(?:with a default (?:of|value of)|(?:the )?default(?: value)? is|defaults to|defaulting to) `[^`]*`)?";
const LEAD = "(?:must be (?:one of|either)|(?:valid|possible|allowed|accepted|permitted|supported) (?:values|options|values for this (?:field|parameter|argument))(?: are| include only)?):?,?(?: either| one of)?";
const CLOSED = new RegExp(`^(?:[Tt]he )?${LEAD}\\s*(${LIST})${DEFAULT}\\s*\\.?$`, "i");
const MENTION = /\b(?:valid|possible|allowed|accepted|permitted|supported) (?:values|options|types)\b|\bmust be (?:one of|either)\b/gi;

/** Words that say there is more to it than the list. */
const OPEN =
  /such as|e\.g\.|\betc\b|for example|includ|\balso\b|additional|in addition|case.?insensitive|case.?sensitive|not case|wildcard|\barn\b|custom|any |other |depend|see \[|refer to|more information|for details|list of|latest|currently|when using|regex|comma|separated|prefix|\bor an?\b/i;

/**
 * Properties whose documented lists were read one by one and are closed sets that AWS itself validates. Lists outside
 * it are not believed: the documentation lags behind AWS (it still says that a KMS key has three usages; there are four).
 */
const CLOSED_SETS: ReadonlySet<string> = new Set([
  "advertiseTrustStoreCaNames", "applyMethod", "authTokenUpdateStrategy", "authorizationType", "autoEnable",
  "autoEnableOrganizationMembers", "availabilityMode", "azMode", "clusterMode", "connectivityType",
  "databaseInsightsMode", "deduplicationScope", "defaultAuthScheme", "desyncMitigationMode", "encryptionType",
  "endpointNetworkType", "eventType", "fallbackBehavior", "findingPublishingFrequency", "frameOption", "httpTokens",
  "httpEndpoint", "imageTagMutability", "insightType", "invalidFallbackBehavior", "ipDiscovery", "keyType",
  "loadBalancerType", "logDestinationType", "matchScope", "maximumExecutionFrequency", "mode",
  "onUnauthenticatedRequest", "originAccessControlOriginType", "oversizeHandling", "packageType", "payer",
  "privateDnsHostnameTypeOnLaunch", "projectionType", "readWriteType", "restrictionType", "ruleAction",
  "sensitivityLevel", "sslSupportMethod", "streamViewType", "supportType", "targetRole",
  "tracingConfig", "trafficType", "xffHeaderProcessingMode",
]);

/**
 * The legal values, where one sentence lists them all and nothing else in the comment widens the list.
 *
 * @param name the property's name: only those whose lists were found to be closed are believed
 */
export function closedValues(name: string, doc: string): string[] | undefined {
  if (!CLOSED_SETS.has(name) || OPEN.test(doc) || (doc.match(MENTION) ?? []).length !== 1) return undefined;
  for (const sentence of sentences(doc)) {
    const list = CLOSED.exec(sentence.trim())?.[1];
    if (list === undefined) continue;
    const values = [...list.matchAll(/`["“]?([^`"”]+)["”]?`/g)].map((match) => (match[1] ?? "").trim());
    return values.every((value) => /[A-Za-z]/.test(value)) ? values : undefined;
  }
  return undefined;
}
