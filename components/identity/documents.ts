/** The words of the IAM policies that people and pipelines get. Pure. */

type Text = string | readonly string[];

/** A statement of an identity policy or of a trust policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: { readonly AWS: Text } | { readonly Federated: Text };
  readonly Action?: Text;
  readonly NotAction?: Text;
  readonly Resource?: Text;
  readonly NotResource?: Text;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Text>>>>;
}

/** Where policies hold. */
export interface Place {
  /** Twelve digits. */
  readonly account: string;
  readonly partition: string;
  /** Prefix of everything the stack names: `optibid-production`. */
  readonly name: string;
  /** Regions the stack lives in, the one of the edge included. */
  readonly regions: readonly string[];
  /** Buckets that are not the stack's own and that the pipeline uses: Pulumi's state. */
  readonly buckets: readonly string[];
}

/** Statements as the text of a policy. */
export function policyText(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** ARN of something of IAM in the account, such as `role/optibid-production-*`. */
export function iamArn({ partition, account }: Place, resource: string): string {
  return `arn:${partition}:iam::${account}:${resource}`;
}
