/** The life after a deployment, played as the people of each profile through the public API alone: a ticket, a move, a withdrawal, a termination; then what the outside systems hold is compared with what we say. */
import { Failure } from '../failure.ts';
import { createApi, type Access, type Api } from './client.ts';
import { compare, inventoryNames, readBook, type Book, type Comparison, type InventoryName, type KnownService } from './inventories.ts';
import { dateIn } from './paris-time.ts';
import { playDemo, type DemoOptions, type Played } from './play.ts';
import { personDid, type Line } from './story.ts';
import { untilWith, type Until } from './until.ts';

export interface LifeOptions extends DemoOptions {
  readonly books: Readonly<Record<InventoryName, Book>>;
}

export interface Life {
  readonly ticket: string;
  readonly move: string;
  readonly withdrawn: string;
  readonly terminations: readonly string[];
  readonly comparisons: readonly Comparison[];
}

interface Half { readonly termination: string | null; readonly stage: string | null; readonly oldEndsOn: string | null }
interface TerminationView { readonly phase: string; readonly ticket: string | null; readonly equipment: readonly { readonly serialNumber: string }[] }
interface OpenTask { readonly id: string; readonly step: string; readonly journeyId: string }

const dayMs = 86_400_000;

/** @throws {Failure} a sentence: what does not come, or what the API refused. */
export async function playLife(access: Access, say: (line: Line) => void, first: Played, options: LifeOptions): Promise<Life> {
  const { file, signal } = options;
  const startedMs = Date.now();
  const until = untilWith(signal);
  const api = createApi(access, signal);
  const tell = (user: string, what: string): void => say({ afterMs: Date.now() - startedMs, site: null, ...personDid(user, what) });
  const [moving, leaving] = first.sites;
  if (!moving?.rds || !leaving?.rds) throw new Failure('The demonstration delivered no two services to go on with.');

  const ticket = await liveOfTicket(api, tell, file.customerId, moving.rds, until);
  const { moved, termination } = await moveTo(moving.rds);
  await returned(termination);
  const withdrawn = await withdrawOrder();
  const ended = await terminate(leaving.rds);

  const services = [...servicesOf(first, [moving.site, leaving.site]), ...servicesOf(moved, [])];
  const deployments = [first.deploymentId, moved.deploymentId, withdrawn];
  const comparisons = await Promise.all(inventoryNames.map(async (name) => compare(name, await readBook(options.books[name]), services, deployments)));
  return { ticket, move: moved.deploymentId, withdrawn, terminations: [termination, ended], comparisons };

  async function moveTo(rds: string): Promise<{ moved: Played; termination: string }> {
    const [site] = file.sites;
    if (!site) throw new Failure('The launch file has no site to move.');
    const sites = [{ ...site, label: 'Nouveau fournil de Lyon', replaces: [rds], address: { ...site.address, street: '48 cours Gambetta', postalCode: '69007' } }];
    tell('coordinator', `launches the move of ${rds} to its new address (C-08)`);
    const moved = await playDemo(access, say, { ...options, file: { ...file, sites }, launch: async (to, launch) => await to.post<{ id: string }>('coordinator', '/moves', { launch }) });
    const half = await until('the old line of the move to end', async () => {
      const { body } = await api.get<{ halves: readonly Half[] }>('coordinator', `/moves/${moved.deploymentId}`);
      return body.halves.find(({ stage }) => stage === 'ended');
    });
    tell('coordinator', `sees the old line end on ${half.oldEndsOn ?? '?'}, the day before the new one’s first (${half.termination ?? '?'})`);
    return { moved, termination: half.termination ?? '' };
  }

  /** */
  async function returned(id: string): Promise<void> {
    const { equipment } = await until(`the equipment of ${id} to be asked for`, async () => {
      const { body } = await api.get<TerminationView>('service-agent', `/terminations/${id}`);
      return body.phase === 'equipment-return' || body.phase === 'closing' || body.phase === 'ended' ? body : undefined;
    });
    if (equipment.length === 0) return;
    await complete(id, 'equipment-return', 'logistics', { equipment: equipment.map(({ serialNumber }) => ({ serialNumber, condition: 'returned' })) });
    tell('logistics', `has the equipment of ${id} back (R-06)`);
  }

  async function withdrawOrder(): Promise<string> {
    const order = { ...file, orderNumber: `BC-${dateIn(startedMs).slice(0, 4)}-${String(startedMs).slice(-7)}R`, targetActivationDate: dateIn(startedMs + 75 * dayMs) };
    const { id } = await api.post<{ id: string }>('coordinator', '/deployments', order);
    await api.post('customer', `/deployments/${id}/withdraw`, { reason: 'Le projet est reporté d’un an.' });
    tell('customer', `withdraws from ${id} within his period (C-08)`);
    await until(`${id} to end as withdrawn`, async () => ((await api.get<{ phase: string }>('coordinator', `/deployments/${id}`)).body.phase === 'withdrawn' ? true : undefined));
    return id;
  }

  async function terminate(rds: string): Promise<string> {
    const receivedOn = dateIn(Date.now() - dayMs);
    const { id } = await api.post<{ id: string }>('service-agent', '/terminations', { services: [rds], receivedOn, letterReference: `1A ${String(startedMs).slice(-9)}`, contact: { name: 'Claire Martin', email: 'claire.martin@boulangeries-martin.example' } });
    tell('service-agent', `enters the letter by which ${rds} is terminated: ${id} (R-01)`);
    await complete(id, 'win-back', 'sales-engineer', { outcome: 'leaving', comment: 'La boutique ferme.' });
    await complete(id, 'termination-fee', 'billing-admin', { choice: 'confirm' });
    await complete(id, 'termination-entry', 'billing-admin', { effectiveOn: receivedOn });
    tell('billing-admin', `confirms the early-termination fee and enters ${id} (R-03, R-04)`);
    await returned(id);
    const agreed = await until(`the customer to be asked whether ${id} is done`, async () => {
      const { body: { ticket: number } } = await api.get<TerminationView>('service-agent', `/terminations/${id}`);
      return number !== null && (await api.get<{ phase: string }>('service-agent', `/tickets/${number}`)).body.phase === 'agreement' ? number : undefined;
    });
    await api.post('service-agent', `/tickets/${agreed}/agree`, { by: 'customer', channel: 'phone' });
    await until(`${id} to end`, async () => ((await api.get<TerminationView>('service-agent', `/terminations/${id}`)).body.phase === 'ended' ? true : undefined));
    tell('service-agent', `has the customer’s agreement that ${id} is done: ticket and termination end (R-07)`);
    return id;
  }

  async function complete(journeyId: string, step: string, user: string, input: unknown): Promise<void> {
    const task = await until(`${step} of ${journeyId}`, async () => {
      const { body: { items } } = await api.get<{ items: readonly OpenTask[] }>(user, `/tasks?step=${step}&limit=200`);
      return items.find((one) => one.journeyId === journeyId);
    });
    await api.post(user, `/tasks/${task.id}/complete`, input);
  }
}

/** From the call to the agreement (chapter 2). */
async function liveOfTicket(api: Api, tell: (user: string, what: string) => void, customerId: string, rds: string, until: Until): Promise<string> {
  const { number } = await api.post<{ number: string }>('service-agent', '/tickets', {
    customerId, rds, desk: 'operator', contact: 'phone', impact: 'degradation', description: 'Coupures depuis ce matin.', caller: { name: 'Samir Haddad', phone: '+33 6 39 98 12 34', relation: 'self' },
    classification: { type: 'incident', symptom: 'intermittent', category: 'access' },
  });
  tell('service-agent', `registers ${number} on ${rds} (T-02)`);
  const act = async (user: string, verb: string, body: object = {}): Promise<void> => { await api.post(user, `/tickets/${number}/${verb}`, body); };
  await act('technician-n1', 'take');
  await act('technician-n1', 'record-work', { workDone: 'Jarretière remplacée', startedAt: new Date(Date.now() - 1_200_000).toISOString(), minutes: 20, place: 'remote', kind: 'help' });
  await act('technician-n1', 'resolve', { solution: 'Jarretière remplacée, lien stable.' });
  await act('service-agent', 'agree', { by: 'customer', channel: 'phone' });
  await act('technician-n1', 'cause', { cause: 'Jarretière défectueuse', responsibility: 'operator', isConfirmed: true });
  await act('technician-n1', 'close', { worksheet: `${number}-F1`, satisfaction: 5 });
  await until(`${number} to be closed`, async () => ((await api.get<{ phase: string }>('service-agent', `/tickets/${number}`)).body.phase === 'closed' ? true : undefined));
  tell('technician-n1', `closes ${number} with the customer’s agreement (T-14, T-16)`);
  return number;
}

function servicesOf({ deploymentId, sites }: Played, ended: readonly string[]): KnownService[] {
  return sites.filter(({ rds }) => rds !== null).map(({ site }) => ({ key: `${deploymentId}.${site}`, isLive: !ended.includes(site) }));
}
