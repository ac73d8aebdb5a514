/** The simulated billing system: simulates first invoices, starts one subscription per billing key, and refuses what a real one refuses (D-17, D-18, D-30). */
import { simulateInvoice, type InvoiceTotals } from '../../domain/billing/invoice.ts';
import type { BillingSimulation, BillingStartRequest } from '../../ports/billing.ts';
import { billingKey, billingSimulationRequest, billingStartRequest } from '../../ports/billing.ts';
import { fieldOf, parsedBody } from '../shared/body.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulator } from '../shared/simulator.ts';
import type { Call, Decision, Simulator, SimulatorSettings } from '../shared/simulator.ts';
import { createAccounts, type AccountFact } from './accounts.ts';
import { createEnding, type TerminationFact } from './ending.ts';

type BillingFact = AccountFact | { subject: string; atMs: number } & (
  | { type: 'started'; subscriptionReference: string; request: BillingStartRequest; recurringCents: number; oneOffCents: number }
  | { type: 'refused'; reason: string }
  | { type: 'cancelled' }
  /** Cancelled before it came: a start still on its way is to be refused. */
  | { type: 'barred' }
  | { type: 'simulated'; answer: BillingSimulation }
  | TerminationFact
);

/** The French standard rate, which billing knows by itself. */
const vatBasisPoints = 2000;
/** An order with a line of this code is simulated wrong the first time, so that the controls before the sending have something to find (D-31). */
const wrongTotalCode = 'SIM-WRONG-TOTAL';

/** A billing system that keeps its subscriptions in `settings.file`; it never calls back. */
export function createBillingSimulator(settings: SimulatorSettings): Simulator {
  const subscriptions = new Map<string, string>();
  /** What runs, or ran until it was stopped, by billing key. */
  const started = new Map<string, BillingStartRequest>();
  const accounts = createAccounts((customerId) => [...started].filter(([, request]) => request.customerId === customerId).map(([key, { from, lines, invoice }]) => ({ customerId, from, until: ending.lastDayOf(key), lines, invoice })));
  /** Billing keys that were cancelled, started or not. */
  const cancelled = new Set<string>();
  /** Deliveries, `<deployment>.<site>`, of which an invoice was simulated before. */
  const simulated = new Set<string>();
  let simulations = 0;
  const ending = createEnding({ vatBasisPoints, monthlyCentsOf: (service) => started.get(service)?.lines.reduce((sum, { recurringCents }) => sum + recurringCents, 0) ?? 0 });

  function simulate(call: Call): Decision<BillingFact> {
    const request = parsedBody(billingSimulationRequest, call.body);
    const { simulationKey: subject, from, lines } = request;
    if (call.idempotencyKey !== subject) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the simulationKey');
    const { totals, ...invoice } = simulateInvoice({ from, lines, vatBasisPoints });
    const isWrong = lines.some(({ code }) => code === wrongTotalCode) && !simulated.has(deliveryOf(subject));
    const answer: BillingSimulation = {
      simulationReference: `SIMF-${String(simulations + 1).padStart(6, '0')}`, ...invoice, lines: [...invoice.lines], totals: isWrong ? oneCentMore(totals) : totals,
    };
    return { status: 201, body: answer, facts: [{ subject, atMs: call.nowMs, type: 'simulated', answer }] };
  }

  function start(call: Call): Decision<BillingFact> {
    const request = parsedBody(billingStartRequest, call.body);
    if (call.idempotencyKey?.replace(/(\.S\d{3})\.\d{1,4}$/, '$1') !== request.billingKey) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the billingKey, and the number of what is sent again');
    if (cancelled.has(request.billingKey)) throw new Problem(409, 'subscription-cancelled', 'this subscription was cancelled before it came');
    if (ending.lastDayOf(request.billingKey) !== null) throw new Problem(409, 'subscription-stopped', 'this subscription was stopped before it came');
    const running = subscriptions.get(request.billingKey);
    if (running !== undefined) {
      if (JSON.stringify(started.get(request.billingKey)) !== JSON.stringify(request)) throw new Problem(409, 'subscription-exists', 'this subscription runs with other lines');
      return { status: 200, body: { outcome: 'started', subscriptionReference: running }, facts: [] };
    }
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

  function cancel(call: Call): Decision<BillingFact> {
    const subject = call.params['billingKey'] ?? '';
    // Any well-formed key is remembered, known or not; a malformed one can never be started.
    if (!billingKey.safeParse(subject).success) throw new Problem(400, 'bad-key', 'this is no billing key');
    return { status: 204, facts: cancelled.has(subject) ? [] : [{ subject, atMs: call.nowMs, type: subscriptions.has(subject) ? 'cancelled' : 'barred' }] };
  }

  return createSimulator<BillingFact>({
    name: 'billing',
    routes: [
      { operation: 'simulate', method: 'post', path: '/v1/simulations', decide: simulate, subjectOf: (call) => fieldOf(call.body, 'simulationKey') },
      { operation: 'start', method: 'post', path: '/v1/subscriptions', decide: start, subjectOf: (call) => fieldOf(call.body, 'billingKey') },
      { operation: 'cancel', method: 'post', path: '/v1/subscriptions/:billingKey/cancel', decide: cancel, subjectOf: (call) => call.params['billingKey'] },
      ...accounts.routes,
      ...ending.routes,
    ],
    acts: accounts.acts,
    apply(fact) {
      if (fact.type === 'account-set') accounts.apply(fact);
      if (fact.type === 'started') {
        subscriptions.set(fact.subject, fact.subscriptionReference);
        started.set(fact.subject, fact.request);
      }
      ending.apply(fact);
      if (fact.type === 'cancelled') started.delete(fact.subject);
      if (fact.type === 'cancelled' || fact.type === 'barred') cancelled.add(fact.subject);
      if (fact.type !== 'simulated') return;
      simulated.add(deliveryOf(fact.subject));
      simulations += 1;
    },
    reset() {
      accounts.reset();
      subscriptions.clear();
      started.clear();
      ending.reset();
      cancelled.clear();
      simulated.clear();
      simulations = 0;
    },
  }, settings);
}

function deliveryOf(simulationKey: string): string {
  return simulationKey.slice(0, simulationKey.lastIndexOf('.'));
}

function oneCentMore({ htCents, vatCents, ttcCents }: InvoiceTotals): InvoiceTotals {
  return { htCents: htCents + 1, vatCents, ttcCents: ttcCents + 1 };
}
