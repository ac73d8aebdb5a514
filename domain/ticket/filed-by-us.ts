/** What the product files by itself, and under which entries of the policy `classification`: without them its tickets could not be registered (R-01, T-21). */

export const filedByUs = {
  termination: { type: 'request', symptom: 'none', category: 'termination' },
  backup: { type: 'incident', symptom: 'backup-failed', category: 'backup' },
} as const;
