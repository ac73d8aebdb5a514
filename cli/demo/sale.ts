/** A sale, played as its people through the public API alone: an opportunity, two proposals side by side, an order signed by a code on the customer's phone and handed over to production, its deployment to the end, and a complaint on it. */
import { Failure } from '../failure.ts';
import { createApi, type Access, type Api } from './client.ts';
import { demoDocument } from './documents.ts';
import type { Book } from './inventories.ts';
import { dateIn } from './paris-time.ts';
import { playDemo, type DemoOptions, type Played } from './play.ts';
import { personDid, type Line } from './story.ts';
import { untilWith } from './until.ts';

export interface SaleOptions extends DemoOptions {
  /** The customer's telephone: the simulated SMS service. */
  readonly phone: Book;
}

export interface Sale {
  readonly opportunity: string;
  readonly proposals: readonly string[];
  readonly order: string;
  readonly ttcCents: number;
  readonly mandateReference: string | null;
  readonly played: Played;
  readonly complaint: string;
}

interface Proposal { readonly id: string; readonly version: number; readonly amounts: { readonly ttcCents: number } }
interface Order {
  readonly version: string;
  readonly phase: string;
  readonly deploymentId: string | null;
  readonly missing: readonly ('deal-simulator' | 'eligibility-evidence')[];
  readonly signature: { readonly mandateReference: string | null } | null;
  readonly code: { readonly ordinal: number; readonly isSent: boolean } | null;
}

const [seller, buyer, agent] = ['sales-engineer', 'customer', 'service-agent'];
const dayMs = 86_400_000;

/** @throws {Failure} a sentence: what does not come, or what the API refused. */
export async function playSale(access: Access, say: (line: Line) => void, options: SaleOptions): Promise<Sale> {
  const { file, phone, signal } = options;
  const startedMs = Date.now();
  const until = untilWith(signal);
  const tell = (user: string, what: string): void => say({ afterMs: Date.now() - startedMs, site: null, ...personDid(user, what) });
  let sold: Omit<Sale, 'played' | 'complaint'> | undefined;

  const played = await playDemo(access, say, {
    ...options,
    async launch(api, { targetActivationDate }) {
      const opportunity = await beginWith(api);
      const proposals = await propose(api, opportunity);
      const [chosen] = proposals;
      const order = await sign(api, await place(api, chosen, targetActivationDate));
      await until(`${opportunity} to be won`, async () => ((await api.get<{ stage: string }>(seller, `/opportunities/${opportunity}`)).body.stage === 'won' ? true : undefined));
      tell(seller, `sees ${opportunity} won by the signature (S-09)`);
      await handOver(api, order.id);
      sold = { opportunity, proposals: proposals.map(({ id }) => id), order: order.id, ttcCents: chosen.amounts.ttcCents, mandateReference: order.mandateReference };
      return { id: await until(`${order.id} to be in production`, async () => (await read(api, order.id)).deploymentId ?? undefined) };
    },
  });
  if (!sold) throw new Failure('The demonstration was launched without a sale.');
  return { ...sold, played, complaint: await complain(createApi(access, signal), sold.order) };

  /** S-09. */
  async function beginWith(api: Api): Promise<string> {
    const { id } = await api.post<{ id: string }>(seller, '/opportunities', {
      customerId: file.customerId, purpose: 'Raccorder les deux sites en fibre', amountCents: 400_000, probability: 60, closesOn: dateIn(startedMs + 30 * dayMs),
    });
    const [contact] = file.contacts;
    const startsAtMs = startedMs + 3 * dayMs;
    const visit = await api.post<{ id: string }>(seller, '/appointments', {
      customerId: file.customerId, opportunityId: id, subject: 'Présentation de deux propositions', invitee: { name: contact?.name, email: contact?.email },
      startsAt: new Date(startsAtMs).toISOString(), endsAt: new Date(startsAtMs + 3_600_000).toISOString(),
      // The demonstration may be played twice.
      despiteOverlap: true,
    });
    tell(seller, `sees an opportunity, ${id}, and invites the customer to an appointment, ${visit.id} (S-09)`);
    return id;
  }

  /** S-01: what each site needs, and the same with a dedicated access at a discount; the first is chosen. */
  async function propose(api: Api, opportunityId: string): Promise<readonly [Proposal, Proposal]> {
    const lines = file.sites.flatMap(({ label, accessType }) => [
      { action: 'add', product: accessType === 'ftto' ? 'ftto-100' : 'ftth-pro', site: label }, { action: 'add', product: 'router-pro', site: label },
    ]);
    const made = await api.post<Proposal>(seller, '/proposals', { customerId: file.customerId, name: 'Fibre des deux sites', holds: 'nothing', opportunityId });
    const filled = await api.patch<Proposal>(seller, `/proposals/${made.id}`, { lines }, etagOf(made));
    const other = await api.post<Proposal>(seller, `/proposals/${made.id}/duplicate`, { name: 'Tout en fibre dédiée, remise de 10 %' });
    const dearer = await api.patch<Proposal>(seller, `/proposals/${other.id}`, { lines: lines.map((line) => (line.product === 'ftth-pro' ? { ...line, product: 'ftto-100', discountBasisPoints: 1_000 } : line)) }, etagOf(other));
    await api.get(seller, `/proposal-comparison?ids=${made.id},${other.id}`);
    tell(seller, `lays two proposals side by side: ${euros(filled)} and ${euros(dearer)} (S-01)`);
    const scheduled = await api.put<Proposal>(seller, `/proposals/${made.id}/schedule`, { instalments: 12, firstOn: dateIn(startedMs + 30 * dayMs) }, etagOf(filled));
    await api.post(seller, `/proposals/${made.id}/present`, {});
    tell(seller, 'presents the first: its checks pass, its payment schedule sums to its total (S-03)');
    return [scheduled, dearer];
  }

  /** S-02. */
  async function place(api: Api, { id: proposalId }: Proposal, targetActivationDate: string): Promise<string> {
    const { id } = await api.post<{ id: string }>(seller, '/orders', {
      proposalId, market: file.market,
      party: {
        contacts: file.contacts, targetActivationDate, sites: file.sites.map(({ lines: _lines, ...site }) => site),
        collection: { siteAccessHours: 'Lyon de 5 h à 14 h, Brest de 9 h à 18 h', existingLineToMigrate: false, numberPortability: false },
      },
    });
    await until(`${id} to await its signature`, async () => ((await read(api, id)).phase === 'signature' ? true : undefined));
    tell(seller, `orders it as one unified purchase order, ${id} (S-02)`);
    return id;
  }

  /** S-04. */
  async function sign(api: Api, id: string): Promise<{ readonly id: string; readonly mandateReference: string | null }> {
    const [contact] = file.contacts;
    if (contact?.email === undefined) throw new Failure('The launch file has no contact with an e-mail address to sign.');
    const { signature } = await api.put<Order>(seller, `/orders/${id}/signature`, {
      mode: 'electronic', signatory: { name: contact.name, email: contact.email, mobile: '+33 6 39 98 12 34' },
      mandate: { holder: 'Boulangeries Martin', iban: 'FR76 3000 6000 0112 3456 7890 189' }, invoice: { channel: 'electronic', email: contact.email },
    }, etagOf(await read(api, id)));
    await api.post(buyer, `/orders/${id}/signature/code`, {});
    await api.post(buyer, `/orders/${id}/signature/sign`, { code: await until('the code on the customer’s phone', () => codeOn(phone, id)), accepted: true });
    await until(`${id} to be signed`, async () => ((await read(api, id)).phase === 'signed' ? true : undefined));
    tell(buyer, `signs ${id} by the code on his phone; evidence and SEPA mandate are kept (S-04)`);
    return { id, mandateReference: signature?.mandateReference ?? null };
  }

  /** S-05. */
  async function handOver(api: Api, id: string): Promise<void> {
    for (const kind of (await read(api, id)).missing) {
      const { fileName, bytes } = await demoDocument(kind, file, dateIn(Date.now()));
      const form = new FormData();
      form.append('kind', kind);
      form.append('file', new File([new Uint8Array(bytes)], fileName));
      await api.post(seller, `/orders/${id}/files`, form);
    }
    await api.post(seller, `/orders/${id}/hand-over`, {});
    tell(seller, `hands ${id} over to production with its documents and the collection (S-05)`);
  }

  /** S-08. */
  async function complain(api: Api, orderNumber: string): Promise<string> {
    const [contact] = file.contacts;
    const { id } = await api.post<{ id: string }>(seller, '/complaints', {
      customerId: file.customerId, subject: 'billing', orderNumber, edition: Number(dateIn(startedMs).slice(0, 4)), channel: 'phone', contact: { name: contact?.name, email: contact?.email },
      comment: 'Les frais de mise en service du second site ont été facturés alors qu’ils étaient offerts ; le client demande un avoir.',
    });
    tell(seller, `enters the customer’s complaint on his invoice, ${id}; it is acknowledged at once (S-08)`);
    await complete(api, id, 'complaint-answer', { verdict: 'founded', text: 'L’avoir est établi ce jour ; il figure sur votre prochaine facture.' });
    await complete(api, id, 'complaint-agreement', { outcome: 'content' });
    await until(`${id} to end`, async () => ((await api.get<{ phase: string }>(agent, `/complaints/${id}`)).body.phase === 'ended' ? true : undefined));
    tell(agent, `answers ${id} and has the customer’s agreement (S-08)`);
    return id;
  }

  async function complete(api: Api, id: string, step: string, input: object): Promise<void> {
    const task = await until(`${step} of ${id}`, async () => (await api.get<{ openTasks: readonly { id: string; step: string }[] }>(agent, `/complaints/${id}`)).body.openTasks.find((one) => one.step === step));
    await api.post(agent, `/tasks/${task.id}/complete`, input);
  }
}

async function read(api: Api, id: string): Promise<Order> {
  return (await api.get<Order>(seller, `/orders/${id}`)).body;
}

/** As the customer reads it. @throws {Failure} when the simulator does not show what it sent. */
async function codeOn({ system, url, token }: Book, orderId: string): Promise<string | undefined> {
  const response = await fetch(`${url}/v1/messages`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Failure(`The simulator of ${system} does not show its messages: ${response.status}.`);
  const { messages } = await response.json() as { messages: { messageKey: string; text: string }[] };
  return /\b\d{6}\b/.exec(messages.findLast(({ messageKey }) => messageKey.startsWith(`${orderId}.code.`))?.text ?? '')?.[0];
}

function etagOf({ version }: { readonly version: number | string }): string {
  return `"${version}"`;
}

function euros({ amounts }: Proposal): string {
  return `${(amounts.ttcCents / 100).toFixed(2)} € TTC`;
}
