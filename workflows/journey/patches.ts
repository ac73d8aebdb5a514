/** What has changed in stories that run already: the ids of `patched()`, each with why, since when, and when it may go (ADR 1). */
export const patches = {
  /** T-07: a ticket that ends tells what was due before. Since November 2026; may go once no history of a ticket that ended without is left to be replayed: 30 days after the last, and with test/histories/0.1.0. */
  dueToldAtTheEnd: 'due-told-at-the-end',
  /** T-08: a requester who writes while he is asked for his agreement is not silent. Since November 2026; may go as the one above. */
  heardWhileAsked: 'heard-while-asked',
  /** nothing is missing before the deadline of its return. Since November 2026; may go once no history that holds such an answer is left to be replayed: 30 days after the last, and with test/histories/0.1.0. */
  missingAfterDeadline: 'missing-after-deadline',
  /** S-09: an appointment that is kept although it was declined is confirmed like any other. Since November 2026; may go once no history of one that was kept without is left to be replayed: 30 days after the last, and with test/histories/0.1.0. */
  confirmedWhenKept: 'confirmed-when-kept',
  /** S-04, S-05: a mandate given anew voids the code before it, and a task of hand-over says what is missing now. Since November 2026; may go as the one above, for orders. */
  orderSaysWhatIs: 'order-says-what-is',
  /** C-08: of an order given up after its signature its customer is told. Since November 2026; may go as the one above, for orders that ended so without. */
  withdrawalOfOrderTold: 'withdrawal-of-order-told',
  /** D-07: who was invited to a launch that is held with the welcome call is told that it is off. Since November 2026; may go once no history of a deployment that held one so without is left to be replayed: 30 days after the last. */
  heldLaunchRecalled: 'held-launch-recalled',
  /** D-04, D-26: a pushed collection corrects the one that was refused. Since November 2026; may go as the one above. */
  correctionPushed: 'correction-pushed',
  /** D-25: of a changed offer the simulation is asked for once the change is in the file that is read for it. Since November 2026; may go once no history of a site that was invoiced without is left to be replayed: 30 days after the last, and with test/histories/0.1.0. */
  simulatedAsRecorded: 'simulated-as-recorded',
  /** D-31: a simulation that was passed over has failed its controls. Since November 2026; may go as the one above, for sites of which one was let through. */
  simulationNotPassedOver: 'simulation-not-passed-over',
  /** D-18: a start of billing that was passed over is none. Since November 2026; may go as the one above, for sites of which one was counted as started. */
  billingNotPassedOver: 'billing-not-passed-over',
  /** D-16: a service whose registration was passed over has no RDS yet, and no notice goes out. Since November 2026; may go as the one above, for sites that went on without. */
  serviceNotPassedOver: 'service-not-passed-over',
  /** D-15: a link is not accepted on fewer readings than several. Since November 2026; may go as the one above, for sites whose link was read once. */
  readSeveralTimes: 'read-several-times',
} as const;
