/** What Secrets Manager sends with each step. */
export interface RotationEvent {
  readonly SecretId: string;
  readonly ClientRequestToken: string;
  readonly Step: string;
}

/** The calls of the SDK's `SecretsManager` that the function makes. */
export interface SecretsClient {
  describeSecret(request: { SecretId: string }): Promise<{ RotationEnabled?: boolean; VersionIdsToStages?: Record<string, string[]> }>;
  getSecretValue(request: { SecretId: string; VersionStage: string; VersionId?: string }): Promise<{ SecretString?: string }>;
  putSecretValue(request: { SecretId: string; ClientRequestToken: string; SecretString: string; VersionStages: string[] }): Promise<unknown>;
  updateSecretVersionStage(request: { SecretId: string; VersionStage: string; MoveToVersionId: string; RemoveFromVersionId?: string }): Promise<unknown>;
}

export interface RotationSettings {
  readonly minimumAgeSeconds: number;
  readonly now?: () => number;
  readonly log?: (line: string) => void;
}

export const KEY_BYTES: 64;
export function handlerWith(client: SecretsClient, settings: RotationSettings): (event: RotationEvent) => Promise<void>;
export function handler(event: RotationEvent): Promise<void>;
