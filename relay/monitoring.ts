/** Carries the alarms of the monitoring (T-01): one opens a ticket on its service or joins that of a fault that is open; when it is cleared, the ticket is told. */
import type { InboxEntry, Settlement } from '../db/callbacks/inbox.ts';
import { currentPolicies } from '../db/policy/store.ts';
import type { Pool } from '../db/pool.ts';
import { giveTicket, noteAlarm, oneAtATime, openFaultOn } from '../db/ticket/alarms.ts';
import { survivorOf } from '../db/ticket/links.ts';
import { readTicket } from '../db/ticket/reads.ts';
import { keepMessage } from '../db/ticket/messages.ts';
import type { ActMeta } from '../domain/journey/journey.ts';
import { filedByUs } from '../domain/ticket/filed-by-us.ts';
import { monitoringCallback, type MonitoringCallback } from '../ports/monitoring.ts';
import { backoffMs } from './inbox.ts';
import type { TicketDoor } from './mail/deliver.ts';

export const monitoringSource = 'monitoring';
/** Support of what we sell: the operator's own desk. */
const desk = 'operator';

interface MonitoringParts {
  readonly pool: Pool;
  readonly tickets: TicketDoor;
}

/** Makes what carries one alarm of the inbox. It may come twice, under another id too, late, or after its clearing. */
export function createAlarmCarrier({ pool, tickets }: MonitoringParts): (entry: InboxEntry) => Promise<Settlement> {
  return async (entry) => {
    const { success, data: callback } = monitoringCallback.safeParse(entry.payload);
    if (!success) return ignored('unreadable');
    const alarm = await noteAlarm(pool, callback.alarmId, callback.rds, callback.type === 'alarm.cleared' ? callback.clearedAt : null);
    if (!alarm) return ignored('unknown-service');
    try {
      return callback.type === 'alarm.raised'
        ? await oneAtATime(pool, callback.rds, () => raised({ pool, tickets }, callback, alarm)) : await cleared({ pool, tickets }, callback, alarm);
    } catch {
      // The engine is away, or has not answered in time: the same command id later gives the answer.
      return { status: 'pending', reason: 'not-answered', journeyId: alarm.ticket, againInMs: backoffMs(entry.attempts) };
    }
  };
}

type Raised = Extract<MonitoringCallback, { type: 'alarm.raised' }>;
type Noted = NonNullable<Awaited<ReturnType<typeof noteAlarm>>>;
type Cleared = Extract<MonitoringCallback, { type: 'alarm.cleared' }>;

async function raised({ pool, tickets }: MonitoringParts, { alarmId, rds, severity, kind, raisedAt }: Raised, { customerId, messages }: Noted): Promise<Settlement> {
  const known = await noteAlarm(pool, alarmId, rds, null);
  if (known?.clearedAt != null && known.ticket === null) return ignored('cleared-before');
  const meta = metaOf(alarmId, 'raised');
  const text = `${kind} (${severity}), ${raisedAt}`;
  const joined = known?.ticket ?? await faultOn(pool, rds);
  // A number that has no ticket yet was taken by an attempt that was cut short: registering goes on with it.
  if (joined !== null && await readTicket(pool, joined)) return await say({ pool, tickets }, await giveTicket(pool, alarmId, joined), messages.raised, meta, text);
  let number = '';
  const refused = await tickets.register({
    customerId, desk, contact: 'monitoring', rds, caller: { name: 'Supervision', relation: 'self' }, agreementOf: 'caller', onsetAt: raisedAt, description: text,
    // What is open on the service besides is about something else, or came at this moment: the alarm has its clock all the same (T-07).
    impact: severity, despiteDuplicates: true,
  }, meta, async (make) => { number = known?.ticket ?? await giveTicket(pool, alarmId, await make()); return number; });
  return refused === null ? { status: 'delivered', reason: null, journeyId: number } : { ...ignored(refused), journeyId: number === '' ? null : number };
}

/** T-02: one incident is one ticket; what else is open on the service is none of it. Of the policy's types we know that of our own incidents. */
async function faultOn(pool: Pool, rds: string): Promise<string | null> {
  const { values: { classification: { categories } } } = await currentPolicies(pool, ['classification']);
  return await openFaultOn(pool, rds, { type: filedByUs.backup.type, categories: Object.keys(categories).filter((category) => categories[category]?.ofService === true) });
}

async function cleared(parts: MonitoringParts, { alarmId, clearedAt }: Cleared, { ticket, messages }: Noted): Promise<Settlement> {
  return ticket === null ? ignored('no-ticket') : await say(parts, ticket, messages.cleared, metaOf(alarmId, 'cleared'), `Alarme retombée, ${clearedAt}`);
}

/** A note for the house: what the customer is told of it, a person decides. */
async function say({ pool, tickets }: MonitoringParts, told: string, id: string, meta: ActMeta, text: string): Promise<Settlement> {
  // T-02: what is told to a merged ticket joins the one that goes on.
  const ticket = await survivorOf(pool, told);
  await keepMessage(pool, id, ticket, { text });
  const refused = await tickets.addMessage(ticket, { id, direction: 'internal', channel: 'monitoring', isKnownSender: true }, meta);
  if (refused !== null && await survivorOf(pool, ticket) !== ticket) throw new Error(`${ticket} was merged at this moment: carried again`);
  return refused === null ? { status: 'delivered', reason: null, journeyId: ticket } : { ...ignored(refused), journeyId: ticket };
}

function metaOf(alarmId: string, what: string): ActMeta {
  return { actor: 'system:monitoring', channel: 'callback', commandId: `${monitoringSource}:${alarmId}:${what}` };
}

function ignored(reason: string): Settlement & { readonly status: 'ignored' } {
  return { status: 'ignored', reason, journeyId: null };
}
