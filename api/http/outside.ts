/** What a person is told when an outside system fails while he waits. */

export interface OutsideFault {
  /** `outside.unavailable`: away or slow; `outside.rejected`, `outside.contract-mismatch`: it answers, but not as agreed. */
  readonly reason: string;
  readonly message: string;
}

/** What the adapters fail with says which failure it is, without personal data. @throws anything else: a bug of ours. */
export function outsideFault(error: unknown): OutsideFault {
  const { type, message } = error as { readonly type?: unknown; readonly message: string };
  if (typeof type !== 'string' || !type.startsWith('outside.')) throw error;
  return { reason: type, message };
}
