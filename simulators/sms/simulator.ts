/** The simulated SMS gateway: sends each message key once, refuses numbers that nobody answers to, and shows what was sent (D-10). */
import type { SmsRequest } from '../../ports/sms.ts';
import { smsRequest } from '../../ports/sms.ts';
import { Problem } from '../shared/problem.ts';
import { createSimulator } from '../shared/simulator.ts';
import type { Call, Decision, Simulator, SimulatorSettings } from '../shared/simulator.ts';

interface SmsFact { type: 'sent'; subject: string; atMs: number; smsReference: string; to: string; text: string }

/** 06 39 98 00 …: of the numbers that the French regulator keeps for fiction, those that nobody ever answers to. */
const unreachable = /^\+336399800\d\d$/;

/** A gateway that keeps its messages in `settings.file`; it never calls back. */
export function createSmsSimulator(settings: SimulatorSettings): Simulator {
  const sent = new Map<string, SmsFact>();

  function send(call: Call): Decision<SmsFact> {
    const request = parsed(call.body);
    if (call.idempotencyKey !== request.messageKey) throw new Problem(400, 'idempotency-key-mismatch', 'Idempotency-Key must be the messageKey');
    if (unreachable.test(request.to)) throw new Problem(422, 'number-unreachable', 'no subscriber answers to this number');
    const smsReference = `SMS-${String(sent.size + 1).padStart(6, '0')}`;
    return {
      status: 202, body: { smsReference },
      facts: [{ type: 'sent', subject: request.messageKey, atMs: call.nowMs, smsReference, to: request.to, text: request.text }],
    };
  }

  function list({ query }: Call): Decision<SmsFact> {
    const messages = [...sent.values()].filter(({ to }) => query['to'] === undefined || query['to'] === to)
      .map(({ subject: messageKey, smsReference, to, text, atMs }) => ({ messageKey, smsReference, to, text, sentAt: new Date(atMs).toISOString() }));
    return { status: 200, body: { messages } };
  }

  return createSimulator<SmsFact>({
    name: 'sms',
    routes: [
      {
        operation: 'send', method: 'post', path: '/v1/messages', decide: send,
        subjectOf: (call) => (call.body as { messageKey?: unknown } | null | undefined)?.messageKey,
      },
      { operation: 'list', method: 'get', path: '/v1/messages', decide: list, subjectOf: () => undefined },
    ],
    apply: (fact) => void sent.set(fact.subject, fact),
    reset: () => sent.clear(),
  }, settings);
}

function parsed(body: unknown): SmsRequest {
  const result = smsRequest.safeParse(body);
  if (!result.success) throw new Problem(400, 'bad-body', result.error.issues.map((issue) => issue.path.join('.')).join(', '));
  return result.data;
}
