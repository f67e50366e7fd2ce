/** Limits on single values: identity, keys, detection and protection. */
import { among, between, betweenOrUnset, count, like, upTo, type ServiceLimits } from "./limit.ts";
import { CODE_TEMPLATE, DESCRIBED, DOTTED, HYPHENED, IAM_NAME, LATIN, LETTER_DOTTED, PATH, SCOPE, TITLE } from "./forms.ts";

const DOCS = "https://docs.aws.amazon.com";

/** By service, the limits of each type. */
export const identityLimits: readonly ServiceLimits[] = [
  {
    service: "accessanalyzer",
    code: "ValidationException",
    source: `${DOCS}/access-analyzer/latest/APIReference`,
    types: {
      "accessanalyzer/archiveRule": { ruleName: like(LETTER_DOTTED, 255) },
    },
  },
  {
    service: "acm",
    code: "ValidationException",
    source: `${DOCS}/acm/latest/APIReference`,
    types: {
      "acm/certificate": { "options.certificateTransparencyLoggingPreference": among("ENABLED", "DISABLED"), "options.export": among("ENABLED", "DISABLED"), subjectAlternativeNames: count(100) },
    },
  },
  {
    service: "cognito-identity",
    code: "ValidationException",
    source: `${DOCS}/cognitoidentity/latest/APIReference`,
    types: {
      "cognito/identityPool": { developerProviderName: like(DOTTED, 128) },
    },
  },
  {
    service: "cognito-idp",
    code: "InvalidParameterException",
    source: `${DOCS}/cognito-user-identity-pools/latest/APIReference`,
    types: {
      "cognito/userPool": { "aliasAttributes[]": among("phone_number", "email", "preferred_username"), "autoVerifiedAttributes[]": among("phone_number", "email"), deletionProtection: among("ACTIVE", "INACTIVE"), emailVerificationMessage: upTo(20000, 6), emailVerificationSubject: upTo(140), mfaConfiguration: among("OFF", "ON", "OPTIONAL"), name: like(TITLE, 128), schemas: count(50), smsAuthenticationMessage: like(CODE_TEMPLATE, 140, 6), smsVerificationMessage: like(CODE_TEMPLATE, 140, 6), userPoolTier: among("LITE", "ESSENTIALS", "PLUS"), "usernameAttributes[]": among("phone_number", "email") },
      "cognito/userPoolClient": { accessTokenValidity: betweenOrUnset(1, 86400), allowedOauthFlows: count(3), "allowedOauthFlows[]": among("code", "implicit", "client_credentials"), allowedOauthScopes: count(50), "allowedOauthScopes[]": like(SCOPE, 256), authSessionValidity: betweenOrUnset(3, 15), callbackUrls: count(100), "callbackUrls[]": upTo(1024), defaultRedirectUri: upTo(1024), "explicitAuthFlows[]": among("ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH", "ALLOW_TOKEN_EXCHANGE_DELEGATION", "ALLOW_TOKEN_EXCHANGE_IMPERSONATION"), idTokenValidity: betweenOrUnset(1, 86400), logoutUrls: count(100), "logoutUrls[]": upTo(1024), name: like(TITLE, 128), preventUserExistenceErrors: among("LEGACY", "ENABLED"), "readAttributes[]": upTo(2048), refreshTokenValidity: between(0, 315360000), "supportedIdentityProviders[]": upTo(32), "writeAttributes[]": upTo(2048) },
      "cognito/identityProvider": { idpIdentifiers: count(50), "idpIdentifiers[]": like(TITLE, 40), providerName: upTo(32), providerType: among("SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC") },
      "cognito/resourceServer": { identifier: like(SCOPE, 256), name: like(TITLE, 256), scopes: count(100) },
      "cognito/userGroup": { description: upTo(2048), name: upTo(128), precedence: between(0) },
    },
  },
  {
    service: "guardduty",
    code: "BadRequestException",
    source: `${DOCS}/guardduty/latest/APIReference`,
    types: {
      "guardduty/publishingDestination": { destinationType: among("S3") },
      "guardduty/filter": { action: among("NOOP", "ARCHIVE"), description: upTo(512), name: upTo(64, 3), rank: between(1, 100) },
      "guardduty/iPSet": { format: among("TXT", "STIX", "OTX_CSV", "ALIEN_VAULT", "PROOF_POINT", "FIRE_EYE"), location: upTo(300), name: upTo(300) },
      "guardduty/member": { email: upTo(64) },
      "guardduty/threatIntelSet": { format: among("TXT", "STIX", "OTX_CSV", "ALIEN_VAULT", "PROOF_POINT", "FIRE_EYE"), location: upTo(300), name: upTo(300) },
    },
  },
  {
    service: "iam",
    code: "ValidationError",
    source: `${DOCS}/IAM/latest/APIReference`,
    types: {
      "iam/openIdConnectProvider": { url: upTo(255) },
      "iam/samlProvider": { name: like(DOTTED, 128), samlMetadataDocument: upTo(10000000, 1000) },
      "iam/serviceLinkedRole": { awsServiceName: like(IAM_NAME, 128), customSuffix: like(IAM_NAME, 64), description: like(LATIN, 1000) },
      "iam/accountAlias": { accountAlias: like(/^[a-z0-9]([a-z0-9]|-(?!-))*[a-z0-9]$/, 63, 3) },
      "iam/virtualMfaDevice": { path: like(PATH, 512), virtualMfaDeviceName: like(IAM_NAME) },
      "iam/serverCertificate": { name: like(IAM_NAME, 128), path: like(PATH, 512) },
    },
  },
  {
    service: "inspector2",
    code: "ValidationException",
    source: `${DOCS}/inspector/v2/APIReference`,
    types: {
      "inspector2/enabler": { accountIds: count(100), resourceTypes: count(6, 1) },
      "inspector2/filter": { action: among("NONE", "SUPPRESS"), description: upTo(512), name: upTo(128), reason: upTo(512) },
    },
  },
  {
    service: "kms",
    code: "ValidationException",
    source: `${DOCS}/kms/latest/APIReference`,
    types: {
      "kms/key": { xksKeyId: like(DOTTED, 128) },
      "kms/grant": { granteePrincipal: like(/^[\w+=,.@:/-]+$/, 256), name: like(/^[\w:/-]+$/, 256), retiringPrincipal: like(/^[\w+=,.@:/-]+$/, 256) },
      "kms/replicaKey": { description: upTo(8192) },
      "kms/externalKey": { description: upTo(8192) },
      "kms/replicaExternalKey": { deletionWindowInDays: betweenOrUnset(1, 365), description: upTo(8192) },
    },
  },
  {
    service: "secretsmanager",
    code: "ValidationException",
    source: `${DOCS}/secretsmanager/latest/apireference`,
    types: {
      "secretsmanager/secretVersion": { versionStages: count(20), "versionStages[]": upTo(256) },
    },
  },
  {
    service: "securityhub",
    code: "InvalidInputException",
    source: `${DOCS}/securityhub/1.0/APIReference`,
    types: {
      "securityhub/standardsControl": { controlStatus: among("ENABLED", "DISABLED") },
      "securityhub/automationRule": { actions: count(1, 1), ruleOrder: between(1, 1000), ruleStatus: among("ENABLED", "DISABLED") },
    },
  },
  {
    service: "shield",
    code: "InvalidParameterException",
    source: `${DOCS}/waf/latest/DDOSAPIReference`,
    types: {
      "shield/protection": { name: like(/^[ \w.\\-]*$/, 128) },
      "shield/protectionGroup": { aggregation: among("SUM", "MEAN", "MAX"), pattern: among("ALL", "ARBITRARY", "BY_RESOURCE_TYPE"), protectionGroupId: like(/^[a-zA-Z0-9\\-]*$/, 36), resourceType: among("CLOUDFRONT_DISTRIBUTION", "ROUTE_53_HOSTED_ZONE", "ELASTIC_IP_ALLOCATION", "CLASSIC_LOAD_BALANCER", "APPLICATION_LOAD_BALANCER", "GLOBAL_ACCELERATOR") },
    },
  },
  {
    service: "wafv2",
    code: "WAFInvalidParameterException",
    source: `${DOCS}/waf/latest/APIReference`,
    types: {
      "wafv2/webAcl": { description: like(DESCRIBED, 256), "rules[].priority": between(0), "tokenDomains[]": like(/^[\w./-]+$/, 253) },
      "wafv2/ipSet": { description: like(DESCRIBED, 256) },
      "wafv2/ruleGroup": { description: like(DESCRIBED, 256), "rules[].priority": between(0) },
      "wafv2/regexPatternSet": { description: like(DESCRIBED, 256) },
    },
  },
  {
    service: "network-firewall",
    code: "InvalidRequestException",
    source: `${DOCS}/network-firewall/latest/APIReference`,
    types: {
      "networkfirewall/firewall": { description: upTo(512), "enabledAnalysisTypes[]": among("TLS_SNI", "HTTP_HOST"), name: like(HYPHENED, 128) },
      "networkfirewall/firewallPolicy": { description: upTo(512), name: like(HYPHENED, 128) },
      "networkfirewall/ruleGroup": { description: upTo(512), name: like(HYPHENED, 128), type: among("STATELESS", "STATEFUL", "STATEFUL_DOMAIN", "FIREWALL", "IPS") },
    },
  },
];
