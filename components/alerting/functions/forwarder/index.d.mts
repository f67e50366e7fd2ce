export interface Settings {
  readonly channel: "pagerduty" | "slack" | "teams";
  readonly platform: string;
  readonly secretArn: string;
  readonly endpoint?: string;
  readonly severities: Readonly<Record<string, "critical" | "warning" | "info">>;
}

export interface Clients {
  readSecret(secretArn: string): Promise<string>;
  post(url: string, body: unknown): Promise<number>;
  wait(milliseconds: number): Promise<void>;
  now(): number;
  log(line: Record<string, unknown>): void;
}

export interface Notification {
  readonly TopicArn: string;
  readonly MessageId: string;
  readonly Subject?: string | null;
  readonly Message: string;
  readonly Timestamp: string;
}

export type Handler = (event: { readonly Records: readonly { readonly Sns: Notification }[] }) => Promise<void>;

export function credentialOf(text: string): string;
export function handlerWith(settings: Settings, clients: Clients): Handler;
export const handler: Handler;
