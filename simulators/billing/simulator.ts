/** The simulated billing system: starts one subscription per billing key, and refuses what a real one refuses (D-18). */
import type { BillingStartRequest } from '../../ports/billing.ts';
import { billingStartRequest } from '../../ports/billing.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulator } from '../shared/simulator.ts';
import type { Call, Decision, Simulator, SimulatorSettings } from '../shared/simulator.ts';

type BillingFact = { subject: string; atMs: number } & (
  | { type: 'started'; subscriptionReference: string; request: BillingStartRequest; recurringCents: number; oneOffCents: number }
  | { type: 'refused'; reason: string }
);

/** A billing system that keeps its subscriptions in `settings.file`; it never calls back. */
export function createBillingSimulator(settings: SimulatorSettings): Simulator {
  const subscriptions = new Map<string, string>();

  function start(call: Call): Decision<BillingFact> {
    const parsed = billingStartRequest.safeParse(call.body);
    if (!parsed.success) throw new Problem(400, 'bad-body', parsed.error.issues.map((issue) => issue.path.join('.')).join(', '));
    const request = parsed.data;
    if (call.idempotencyKey !== request.billingKey) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the billingKey');
    const base = { subject: request.billingKey, atMs: call.nowMs };
    const recurringCents = request.lines.reduce((sum, line) => sum + line.recurringCents, 0);
    const oneOffCents = request.lines.reduce((sum, line) => sum + line.oneOffCents, 0);
    if (recurringCents < 0) {
      const reason = 'negative-recurring-total';
      return { status: 200, body: { outcome: 'refused', reason }, facts: [{ ...base, type: 'refused', reason }] };
    }
    const subscriptionReference = `SUB-${String(subscriptions.size + 1).padStart(6, '0')}`;
    return {
      status: 201,
      body: { outcome: 'started', subscriptionReference },
      facts: [{ ...base, type: 'started', subscriptionReference, request, recurringCents, oneOffCents }],
    };
  }

  return createSimulator<BillingFact>({
    name: 'billing',
    routes: [{
      operation: 'start', method: 'post', path: '/v1/subscriptions', decide: start,
      subjectOf: (call) => (call.body as { billingKey?: unknown } | null | undefined)?.billingKey,
    }],
    apply(fact) {
      if (fact.type === 'started') subscriptions.set(fact.subject, fact.subscriptionReference);
    },
    reset: () => subscriptions.clear(),
  }, settings);
}
