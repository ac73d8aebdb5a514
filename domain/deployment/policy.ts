/** The numbers of a delivery that are policy and not rule: reminders and retries (D-09, D-24). */

/** A reminder ladder: the first after a while, then again and again. */
export interface ReminderLadder {
  readonly firstAfterMs: number;
  readonly againEveryMs: number;
}

/** Frozen into a journey at its launch, with its version; it keeps these until an explicit command moves it. */
export interface DeliveryPolicy {
  readonly version: number;
  /** D-09: counted from the order. */
  readonly acknowledgement: ReminderLadder;
  /** D-09: counted from the planned delivery date, or from the acknowledgement when that is later. */
  readonly deliveryReport: ReminderLadder;
  readonly outsideCalls: {
    /** D-24: how long the engine retries a failing call before a person is told. */
    readonly tellAfterMs: number;
    /** D-24: how long after that it tries again by itself. */
    readonly againEveryMs: number;
  };
}
