/** The life of one ticket, from the call to the close, by people who look where it stands before they act. */
import type { Profile } from '../../domain/people/profiles.ts';
import type { Caller } from '../../test/support/caller.ts';

export interface TicketDraws {
  /** The customer is waited for once (T-08). */
  readonly waits: boolean;
  /** He disagrees once (T-14). */
  readonly disagrees: boolean;
  /** Its repair lasts about as long as its promise, so that every threshold is passed (T-07). */
  readonly lingers: boolean;
  readonly thinkMs: () => number;
}

interface Surroundings {
  readonly wait: (ms: number) => Promise<void>;
  readonly complain: (thrown: unknown) => void;
  readonly signal: AbortSignal;
}

interface Shown {
  readonly phase: string;
  readonly level: number;
}

/** Acts that a repair which lasts leaves time for. */
const lingersFor = 16;
/** Looks at one ticket before it is left to the comparison, which finds it open. */
const looksAtMost = 300;

/** @returns the ticket's number. */
export async function register(caller: Caller, { rds, customerId }: { readonly rds: string; readonly customerId: string }): Promise<string> {
  const registered = await caller.post('/tickets', {
    customerId, rds, impact: 'outage', description: 'Plus de connexion depuis ce matin.', despiteDuplicates: true, caller: { name: 'Jeanne Martin', email: 'jeanne.martin@client.invalid', phone: '+33601020304', relation: 'self' },
  }, { as: 'service-agent' });
  if (registered.status !== 201) throw new Error(`a registration was answered with ${registered.status} ${registered.text}`);
  return (JSON.parse(registered.text) as { number: string }).number;
}

export async function liveOfTicket(caller: Caller, number: string, draws: TicketDraws, { wait, complain, signal }: Surroundings): Promise<void> {
  const done = new Set<string>();

  async function act(verb: string, body: object, as: Profile): Promise<void> {
    const told = await caller.post(`/tickets/${number}/${verb}`, body, { as });
    if (told.status === 200) done.add(verb);
    else complain(new Error(`«${verb}» was answered with ${told.status} ${told.text}`));
  }

  for (let looks = 0; looks < looksAtMost && !signal.aborted; looks += 1) {
    const { phase, level } = await caller.get<Shown>(`/tickets/${number}`, 'technician-n1');
    const technician: Profile = level === 3 ? 'technician-n3' : level === 2 ? 'technician-n2' : 'technician-n1';
    switch (phase) {
      case 'registered': await act('take', {}, technician); break;
      case 'in-progress':
        if (draws.waits && !done.has('wait')) await act('wait', { reason: 'customer-answer' }, technician);
        else if (draws.lingers && !done.has('linger')) {
          done.add('linger');
          for (let rests = 0; rests < lingersFor; rests += 1) await wait(draws.thinkMs());
        } else if (!done.has('record-work')) await act('record-work', { workDone: 'Port remis en service', startedAt: new Date(Date.now() - 1_200_000).toISOString(), minutes: 20, place: 'remote', kind: 'help' }, technician);
        else await act('resolve', { solution: 'Port remis en service' }, technician);
        break;
      case 'waiting': await act('answer', {}, technician); break;
      case 'agreement':
        if (draws.disagrees && !done.has('disagree')) await act('disagree', { by: 'customer', channel: 'phone', reason: 'Toujours coupé' }, 'service-agent');
        else await act('agree', { by: 'customer', channel: 'phone' }, 'service-agent');
        break;
      case 'resolved':
        if (!done.has('cause')) await act('cause', { cause: 'Port en défaut', responsibility: 'operator', isConfirmed: true }, technician);
        else await act('close', { worksheet: `${number}-F1`, satisfaction: 5 }, technician);
        break;
      default: return;
    }
    await wait(draws.thinkMs());
  }
}
