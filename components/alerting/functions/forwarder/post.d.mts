import type { ClientRequest, IncomingMessage } from "node:http";
import type { RequestOptions } from "node:https";

export class DeliveryError extends Error {
  constructor(message: string, why: { status?: number; retry: boolean; after?: number });
  readonly status: number | undefined;
  readonly retry: boolean;
  readonly after: number | undefined;
}

export type Send = (url: string, options: RequestOptions, answered: (response: IncomingMessage) => void) => ClientRequest;

export function post(url: string, body: unknown, send?: Send): Promise<number>;
export function withRetries(attempt: () => Promise<number>, wait: (milliseconds: number) => Promise<void>): Promise<number>;
