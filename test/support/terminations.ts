/** Terminations on the real engine, through the whole API, with the relay that serves their tickets. */
import { pino } from 'pino';
import { expect } from 'vitest';
import { registerTicket } from '../../api/ticket/create.ts';
import { readEvents } from '../../db/journey/rebuild.ts';
import type { Profile } from '../../domain/people/profiles.ts';
import type { TerminationEvent } from '../../domain/termination/termination.ts';
import { createTerminationTickets } from '../../relay/terminations.ts';
import { json } from './api.ts';
import { eventually } from './eventually.ts';
import type { House } from './house.ts';
import { TicketDesk } from './tickets.ts';
import { skipTime } from './time.ts';

export interface TerminationView {
  readonly id: string;
  readonly phase: string;
  readonly outcome: string | null;
  readonly ticket: string | null;
  readonly feeCents: number | null;
  readonly effectiveOn: string | null;
  readonly finalInvoice: string | null;
  readonly equipmentInvoice: string | null;
  readonly returnDeadline: string | null;
  readonly mayWithdraw: boolean;
  readonly equipment: readonly { readonly serialNumber: string; readonly condition: string | null }[];
  readonly deproduction: readonly { readonly rds: string; readonly part: string; readonly outcome: string }[];
  readonly documents: readonly { readonly id: string; readonly kind: string; readonly href: string }[];
  readonly fee: { readonly totalCents: number | null; readonly noticeEndsOn: string } | null;
}

const contact = { name: 'Jeanne Martin', email: 'jeanne@martin.invalid' };

/** A house whose relay serves the tickets of terminations all the time. */
export class Terminations {
  readonly house: House;
  readonly desk: TicketDesk;
  private readonly stop = new AbortController();
  private readonly serving: Promise<void>;

  private constructor(house: House, desk: TicketDesk) {
    this.house = house;
    this.desk = desk;
    this.serving = this.serve();
  }

  static async open(house: House): Promise<Terminations> {
    return new Terminations(house, await TicketDesk.open(house));
  }

  /** Services from before the record: nobody knows their engagement. */
  async oldService(rds: string, { monthlyCents = null as number | null, engagementEndsOn = null as string | null } = {}): Promise<string> {
    await this.house.pool.query('INSERT INTO services (rds, customer_id, access_type, monthly_cents, engagement_ends_on) VALUES ($1, $2, $3, $4, $5)', [rds, 'CLI-000001', 'ftth', monthlyCents, engagementEndsOn]);
    return rds;
  }

  async request(body: object, { as = 'service-agent' as Profile, key = undefined as string | undefined } = {}): Promise<Response> {
    return await this.desk.api.request('/api/v1/terminations', json({ receivedOn: '2026-01-05', letterReference: '1A 001', contact, ...body }, { authorization: `Bearer ${as}`, ...(key === undefined ? {} : { 'idempotency-key': key }) }));
  }

  async open(services: readonly string[], body: object = {}): Promise<TestTermination> {
    const response = await this.request({ services, ...body });
    const view = await response.json() as TerminationView;
    expect(response.status, JSON.stringify(view)).toBe(201);
    return new TestTermination(this, view.id);
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.serving;
    await this.desk.close();
  }

  /** As the relay's process does. */
  private async serve(): Promise<void> {
    const { pool, client } = this.house;
    const carry = createTerminationTickets({ pool, client, logger: pino({ level: 'silent' }), mail: this.house.mail }, (registration, meta, allocate) => registerTicket({ pool, client }, registration, meta, allocate, { nowMs: Date.now() }), 50);
    while (!this.stop.signal.aborted) {
      const done = await carry().catch(() => 0);
      if (done === 0) await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  }
}

export class TestTermination {
  readonly terminations: Terminations;
  readonly id: string;
  constructor(terminations: Terminations, id: string) { this.terminations = terminations; this.id = id; }

  async read(as: Profile = 'service-agent'): Promise<TerminationView> {
    return await (await this.terminations.desk.api.request(`/api/v1/terminations/${this.id}`, { headers: { authorization: `Bearer ${as}` } })).json() as TerminationView;
  }

  async reaches(phase: string): Promise<TerminationView> {
    return await eventually(async () => {
      const view = await this.read();
      expect(view.phase).toBe(phase);
      return view;
    });
  }

  /** Completes the open task of a step. @returns the answer. */
  async answer(step: string, input: object, as: Profile): Promise<Response> {
    const id = await eventually(async () => {
      const { rows: [row] } = await this.terminations.house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE journey_id = $1 AND step = $2 AND status = 'open'", [this.id, step]);
      if (!row) throw new Error(`no open task ${step} of ${this.id}`);
      return row.id;
    });
    return await this.terminations.desk.api.request(`/api/v1/tasks/${id}/complete`, json(input, { authorization: `Bearer ${as}` }));
  }

  /** The same, and it must be accepted. */
  async does(step: string, input: object, as: Profile): Promise<void> {
    const response = await this.answer(step, input, as);
    expect(response.status, `${step}: ${await response.text()}`).toBe(200);
  }

  /** The customer leaves, billing has decided and entered: effective at the end of this day. */
  async enter(effectiveOn: string): Promise<void> {
    await this.does('win-back', { outcome: 'leaving', comment: 'Ferme son agence' }, 'sales-engineer');
    await this.does('termination-fee', { choice: 'amend', totalCents: 12_300, comment: 'Au prorata' }, 'billing-admin');
    await this.does('termination-entry', { effectiveOn }, 'billing-admin');
  }

  async withdraw(as: Profile = 'service-agent'): Promise<Response> {
    return await this.terminations.desk.api.request(`/api/v1/terminations/${this.id}/withdraw`, json({ reason: 'Le client change d’avis' }, { authorization: `Bearer ${as}` }));
  }

  /** The customer agrees on his ticket that it is done. */
  async agree(): Promise<void> {
    const { ticket } = await this.read();
    await eventually(async () => expect((await this.terminations.desk.act(ticket ?? '', 'agree', { by: 'customer', channel: 'phone' })).status).toBe(200));
  }

  async skip(durationMs: number): Promise<void> {
    await skipTime(this.terminations.house, this.id, durationMs);
  }

  async events(): Promise<TerminationEvent[]> {
    return (await readEvents(this.terminations.house.pool, this.id)).map(({ event }) => event as TerminationEvent);
  }
}
