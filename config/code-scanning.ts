/**
 * Regions in which Amazon Inspector looks into the code of functions, beside what they depend on.
 * Source: AWS Config Developer Guide, "inspector-lambda-code-scan-enabled": the Regions in which the rule exists.
 */
export const CODE_SCANNING_REGIONS: readonly string[] = [
  "us-east-1", "us-east-2", "us-west-2", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "ap-northeast-1", "ap-southeast-1", "ap-southeast-2",
];
