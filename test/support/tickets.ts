/** Tickets on the real engine, through the whole API: registered, acted upon, and read from every book. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect } from 'vitest';
import { allRoutes } from '../../api/routes.ts';
import type { Verifier } from '../../api/sign-in/verify.ts';
import { readEvents } from '../../db/journey/rebuild.ts';
import { listNotices } from '../../db/ticket/notices.ts';
import type { TicketEvent, TicketState } from '../../domain/ticket/ticket.ts';
import { createNotices } from '../../relay/notices.ts';
import { createTidings } from '../../relay/tidings.ts';
import { workflowIdOf } from '../../workflows/journey/messages.ts';
import { ticketStateQuery } from '../../workflows/ticket/messages.ts';
import { json, startApi, testSaleFiles, testScheduleFiles, unfollowed, verifyByName, type RunningApi } from './api.ts';
import { eventually } from './eventually.ts';
import { linkSecret, type House } from './house.ts';
import { skipTime } from './time.ts';

export const request = {
  customerId: 'CLI-000001', rds: 'RDS-1', impact: 'outage', description: 'Plus de connexion depuis ce matin.',
  caller: { name: 'Jeanne Martin', phone: '+33601020304', relation: 'self' },
} as const;

/** All that a warm transfer needs of a ticket of the category `access` (C-03). */
export const diagnosis = {
  description: 'La ligne est muette', identityVerified: true, answers: { 'since-when': 'Ce matin', 'what-changed': 'Rien', 'lights': 'DSL éteint' },
  tests: [{ test: 'restart', place: 'customer', outcome: 'failed' }, { test: 'line-test', place: 'shop', outcome: 'failed', doneAt: '2026-05-04T08:00:00Z', note: 'Fait en boutique hier' }],
};

/** Twenty minutes of help, against the contract; the first worksheet of a ticket is `worksheetOf`. */
export const work = { workDone: 'Port remis en service', startedAt: '2026-05-04T08:00:00Z', minutes: 20, place: 'remote', kind: 'help' };
export const worksheetOf = (number: string): string => `${number}-F1`;

/** A house with a service of its customer, a desk with a limit for its first line, and the API in front of it. */
export class TicketDesk {
  readonly house: House;
  readonly api: RunningApi;
  private readonly stopTelling: () => Promise<void>;
  private constructor(house: House, api: RunningApi, isTelling: boolean) { this.house = house; this.api = api; this.stopTelling = isTelling ? runNotices(house) : async () => undefined; }

  /** @param contract of the customer (T-06) @param isTelling false: a test plays the relay's telling itself */
  static async open(house: House, contract: 'pro' | 'contract' | 'none' = 'pro', verify: Verifier = verifyByName, isTelling = true, live = unfollowed(house.pool)): Promise<TicketDesk> {
    await house.pool.query("UPDATE customers SET contract = $1", [contract]);
    await house.pool.query("INSERT INTO services (rds, customer_id, access_type) SELECT 'RDS-' || n, 'CLI-000001', 'ftth' FROM generate_series(1, 100) AS n");
    const routes = allRoutes({ live, pool: house.pool, client: house.client, documents: house.documents, linkSecret, scheduleFiles: testScheduleFiles, saleFiles: testSaleFiles, tools: house.tools, outside: house.outside, temporalUiUrl: null, codec: null, nowMs: () => Date.now() });
    return new TicketDesk(house, await startApi({ routes, pool: house.pool, verify }), isTelling);
  }

  /** `POST /tickets/{number}/{verb}`, as a technician of the first level unless said otherwise. */
  async act(number: string, verb: string, body: object = {}, as = 'technician-n1'): Promise<Response> {
    return await this.api.request(`/api/v1/tickets/${number}/${verb}`, json(body, { authorization: `Bearer ${as}` }));
  }

  async register(overrides: object = {}, as = 'service-agent'): Promise<Response> {
    return await this.api.request('/api/v1/tickets', json({ ...request, ...overrides }, { authorization: `Bearer ${as}` }));
  }

  /** A registered ticket; each on a service of its own unless said otherwise. */
  async ticket(overrides: object = {}): Promise<TestTicket> {
    this.services += 1;
    const response = await this.register({ rds: `RDS-${this.services}`, ...overrides });
    const body = await response.json() as { number: string };
    expect(response.status, `${JSON.stringify(body)} ${response.status === 500 ? this.api.lines.slice(-3).join() : ''}`).toBe(201);
    return new TestTicket(this, body.number);
  }

  private services = 1;

  /** Resolves when nobody is still to be told of anything. */
  async everybodyTold(): Promise<void> {
    await eventually(async () => expect((await this.house.pool.query("SELECT ticket, key FROM ticket_notices WHERE status = 'pending'")).rows).toEqual([]));
  }

  /** Two relays at once carry everything that tickets have to tell each other (T-02). */
  async carryTidings(): Promise<void> {
    await Promise.all([0, 1].map(async () => {
      const tidings = createTidings({ pool: this.house.pool, client: this.house.client, logger: pino({ level: 'silent' }) });
      while (await tidings() > 0);
    }));
  }

  async close(): Promise<void> {
    await this.stopTelling();
    await this.api.close();
  }
}

/** Tickets whose time a test skips are ahead of us: by this clock no notice waits for a morning that never comes. */
const aheadMs = 365 * 86_400_000;

/** The relay's telling (T-07), until it is stopped; whoever sleeps is told all the same. */
export function runNotices({ pool, client, sendNotice: send }: House): () => Promise<void> {
  const notices = createNotices({ pool, client, logger: pino({ level: 'silent' }), send, nowMs: () => Date.now() + aheadMs, perSecond: 1_000 });
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      // PostgreSQL may be away in a test.
      const done = await notices.start().then(async (taken) => taken + await notices.unstick(), () => 0);
      if (done === 0) await sleep(50, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    await notices.idle();
  })();
  return async () => {
    stop.abort();
    await running;
  };
}

export class TestTicket {
  readonly desk: TicketDesk;
  readonly number: string;
  constructor(desk: TicketDesk, number: string) { this.desk = desk; this.number = number; }

  /** An act that must be accepted. */
  async does(verb: string, body: object = {}, as?: string): Promise<Record<string, unknown>> {
    const response = await this.desk.act(this.number, verb, body, as);
    const answer = await response.json() as Record<string, unknown>;
    expect(response.status, `${verb}: ${JSON.stringify(answer)}`).toBe(200);
    return answer;
  }

  async read(): Promise<Record<string, unknown>> {
    return await (await this.desk.api.request(`/api/v1/tickets/${this.number}`, { headers: { authorization: 'Bearer technician-n1' } })).json() as Record<string, unknown>;
  }

  /** «child TCK-…»: what it is linked to, as a reader sees it. */
  async links(as = 'technician-n1'): Promise<string[]> {
    const { links } = await (await this.desk.api.request(`/api/v1/tickets/${this.number}`, { headers: { authorization: `Bearer ${as}` } })).json() as { links: { kind: string; number: string }[] };
    return links.map(({ kind, number }) => `${kind} ${number}`);
  }

  async skip(durationMs: number): Promise<void> {
    await skipTime(this.desk.house, this.number, durationMs);
  }

  async events(): Promise<{ event: TicketEvent; atMs: number }[]> {
    return (await readEvents(this.desk.house.pool, this.number)).map(({ event, atMs }) => ({ event: event as TicketEvent, atMs }));
  }

  /** Events of one type, once there are so many. */
  async awaitEvents<Type extends TicketEvent['type']>(type: Type, count: number): Promise<Extract<TicketEvent, { type: Type }>[]> {
    return await eventually(async () => {
      const found = (await this.events()).flatMap(({ event }) => (event.type === type ? [event as Extract<TicketEvent, { type: Type }>] : []));
      expect(found.length).toBe(count);
      return found;
    });
  }

  /** «acknowledgement sent»: what people were told, once there is so much. */
  async told(count: number): Promise<string[]> {
    return await eventually(async () => {
      const told = (await listNotices(this.desk.house.pool, this.number)).filter(({ status }) => status !== 'pending');
      expect(told.length).toBe(count);
      return told.map(({ key, status }) => `${key} ${status}`);
    });
  }

  async state(): Promise<TicketState> {
    return await this.desk.house.client.workflow.getHandle(workflowIdOf(this.number)).query(ticketStateQuery);
  }
}
