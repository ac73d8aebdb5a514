/** The port of the receivers of webhooks. */

export interface WebhookMessage {
  readonly url: string;
  /** The same each time it is sent. */
  readonly id: string;
  readonly body: string;
  /** All that are valid now: each signs. */
  readonly secrets: readonly string[];
  /** Of this attempt. */
  readonly at: Date;
}

export interface WebhookOutcome {
  /** `gone`: the receiver wants none any more (410). */
  readonly outcome: 'delivered' | 'failed' | 'gone';
  /** Status of the answer; null: there was none. */
  readonly answer: number | null;
  readonly fault: string | null;
  /** How long the receiver asked us to wait, in milliseconds. */
  readonly askedMs: number;
  readonly tookMs?: number;
}

/** Sends a message once; whatever goes wrong is an outcome. */
export type SendWebhook = (message: WebhookMessage) => Promise<WebhookOutcome>;
