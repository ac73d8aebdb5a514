/** Terminations on the real engine, over the API, with the simulated outside systems. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTermination } from '../../../api/termination/open.ts';
import { workflowIdOf } from '../../../workflows/journey/messages.ts';
import { outcomeOf, problemIn } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { mailsIn } from '../../support/mails.ts';
import { callsOf, factsOf, setFaults, stillBooked } from '../../support/outside.ts';
import { playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { Terminations } from '../../support/terminations.ts';

const day = 86_400_000;
const sites = ['S001', 'S002', 'S003'] as const;
let house: House;
let terminations: Terminations;
let deployment = '';
let rds: string[] = [];

beforeAll(async () => {
  house = await openHouse();
  terminations = await Terminations.open(house);
  const journey = await new Journeys(house).begin(['Lyon', 'Brest', 'Nantes']);
  await Promise.all(sites.map((site) => playSite(journey, site)));
  deployment = journey.id;
  rds = (await house.pool.query<{ rds: string }>('SELECT rds FROM services WHERE deployment_id = $1 ORDER BY site', [deployment])).rows.map((row) => row.rds);
}, 180_000);
beforeEach(async () => { for (const system of ['billing', 'mail', 'jarvis', 'obl', 'ref-tech'] as const) await setFaults(house, system, {}); });
afterAll(async () => {
  await terminations.close();
  await house.close();
});

const messagesOf = async (ticket: string | null): Promise<string> =>
  JSON.stringify(await (await terminations.desk.api.request(`/api/v1/tickets/${ticket}/messages`, { headers: { authorization: 'Bearer service-agent' } })).json());
const endedOn = async (service: string): Promise<string | null> => (await house.pool.query<{ ended_on: string | null }>('SELECT ended_on FROM services WHERE rds = $1', [service])).rows[0]?.ended_on ?? null;
const tomorrow = (): string => new Date(Date.now() + day).toISOString().slice(0, 10);

describe('a termination', () => {
  it('is followed from the letter to the last piece of equipment: fee, final invoice, deproduction, return, ticket closed with agreement (R-01 to R-07)', async () => {
    const [service = ''] = rds;
    const { rows: [known] } = await house.pool.query<{ monthly_cents: number; engagement_ends_on: string; in_service_on: string }>('SELECT monthly_cents, engagement_ends_on, in_service_on FROM services WHERE rds = $1', [service]);
    expect(known).toMatchObject({ monthly_cents: 4_900, in_service_on: '2026-01-02', engagement_ends_on: '2029-01-01' });
    const termination = await terminations.open([service]);
    const { ticket } = await termination.reaches('win-back');
    expect(ticket).toMatch(/^TCK-/);
    const registered = await (await terminations.desk.api.request(`/api/v1/tickets/${ticket}`, { headers: { authorization: 'Bearer service-agent' } })).json() as Record<string, unknown>;
    expect(registered).toMatchObject({ customerId: 'CLI-000001', category: 'termination', contract: 'none', dueAt: null });
    const letter = (await mailsIn(house)).find(({ messageKey }) => messageKey === `${termination.id}.confirmation`);
    expect(letter).toMatchObject({ to: ['jeanne@martin.invalid'], text: expect.stringContaining('1A 001'), attachments: [{ filename: `confirmation-${termination.id}.pdf` }] });

    await termination.does('win-back', { outcome: 'leaving', comment: 'Ferme son agence' }, 'sales-engineer');
    const { fee } = await termination.reaches('fee');
    // Received on 5 January 2026, three months' notice, engaged until 1 January 2029: 33 months begun.
    expect(fee).toMatchObject({ noticeEndsOn: '2026-04-05', totalCents: 33 * 4_900 });
    await termination.does('termination-fee', { choice: 'confirm' }, 'billing-admin');
    await termination.does('termination-entry', { effectiveOn: tomorrow() }, 'billing-admin');
    await eventually(async () => expect(await factsOf(house, 'billing', `${deployment}.S001`)).toContain('stopped'));
    expect((await termination.read()).phase).toBe('scheduled');
    // C-01: whoever looks at the customer reads the same.
    const seen = await (await terminations.desk.api.request('/api/v1/customers/CLI-000001/360', { headers: { authorization: 'Bearer service-agent' } })).json() as { blocks: Record<'offers' | 'events' | 'correspondence', unknown> };
    expect(seen.blocks.offers).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ rds: service, monthlyCents: 4_900, inServiceSince: '2026-01-02', engagementEndsOn: '2029-01-01', engagementMonths: 36 })]) as unknown });
    expect(seen.blocks.events).toMatchObject({ terminations: [{ id: termination.id, origin: 'customer', phase: 'scheduled', label: 'Waits for its effective date', services: [service], effectiveOn: tomorrow(), ticket }] });
    expect(seen.blocks.correspondence).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ kind: 'letter', direction: 'out', about: 'termination-confirmation' })]) as unknown });
    await termination.skip(2 * day);
    const { feeCents, deproduction } = await termination.reaches('equipment-return');
    expect(feeCents).toBe(33 * 4_900);
    expect(deproduction.map(({ part, outcome }) => `${part} ${outcome}`)).toEqual(['supervision', 'backbone', 'radius', 'ip', 'service', 'access-line'].map((part) => `${part} ended`));
    expect((await stillBooked(house, deployment)).filter((key) => key.includes('.S001') && !key.includes('billing') && !key.includes('visit') && !key.includes('equipment'))).toEqual([`${deployment}.S001.1`]);
    expect((await factsOf(house, 'obl', `${deployment}.S001.1`)).at(-1)).toBe('terminated');
    expect(await factsOf(house, 'billing', termination.id)).toEqual(['final-invoice']);
    expect(await endedOn(service)).toBe(tomorrow());

    // one reminder before the deadline is enough here.
    await eventually(async () => expect((await termination.read()).returnDeadline).not.toBeNull());
    await termination.skip(16 * day);
    await eventually(async () => expect((await mailsIn(house)).map(({ messageKey }) => messageKey)).toContain(`${termination.id}.return-reminder.1`));
    const { equipment } = await termination.read();
    expect(equipment).toHaveLength(1);
    expect((await problemIn(await termination.answer('equipment-return', { equipment: [{ serialNumber: 'AUTRE-1', condition: 'returned' }] }, 'logistics'))).code).toBe('R-06.other-equipment');
    const missing = { equipment: equipment.map(({ serialNumber }) => ({ serialNumber, condition: 'missing' })) };
    expect((await problemIn(await termination.answer('equipment-return', missing, 'logistics'))).code).toBe('R-06.before-deadline');
    await termination.skip(15 * day);
    await termination.does('equipment-return', missing, 'logistics');
    await termination.reaches('closing');
    expect(await factsOf(house, 'billing', termination.id)).toEqual(['final-invoice', 'equipment-invoice']);

    await termination.agree();
    const ended = await termination.reaches('ended');
    expect(ended).toMatchObject({ customerName: 'Boulangerie Martin', outcome: 'terminated', mayWithdraw: false, documents: [{ kind: 'termination-confirmation' }, { kind: 'return-labels' }] });
    expect([ended.finalInvoice, ended.equipmentInvoice].every((reference) => reference?.startsWith('FAC-'))).toBe(true);
    const said = await messagesOf(ticket);
    for (const word of ['Courrier de confirmation', 'maintient sa demande', 'est enregistrée', 'Facture finale', 'a pris fin', 'Étiquettes', 'Manquants']) expect(said).toContain(word);
    expect(await terminations.desk.act(ticket ?? '', 'take')).toMatchObject({ status: 409 });
    const pdf = await terminations.desk.api.request(ended.documents[0]?.href ?? '', { headers: { authorization: 'Bearer service-agent' } });
    expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
  }, 120_000);

  it('ends where sales win the customer back: the service goes on, and may be terminated again (R-02)', async () => {
    const [, service = ''] = rds;
    const termination = await terminations.open([service]);
    expect((await problemIn(await terminations.request({ services: [service] }))).code).toBe('R-01.termination-open');
    await termination.does('win-back', { outcome: 'kept', comment: 'Remise de 10 %' }, 'sales-engineer');
    await termination.reaches('closing');
    await termination.agree();
    expect(await termination.reaches('ended')).toMatchObject({ outcome: 'kept', finalInvoice: null });
    expect([await endedOn(service), await factsOf(house, 'billing', `${deployment}.S002`)]).toEqual([null, expect.not.arrayContaining(['stopped'])]);
    const again = await terminations.open([service]);
    expect((await again.withdraw()).status).toBe(200);
  });

  it('goes on by itself when the limit of the win-back is passed (R-02)', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900101')]);
    await termination.reaches('win-back');
    await termination.skip(21 * day);
    expect((await termination.reaches('fee')).fee).toMatchObject({ totalCents: null });
    expect((await termination.events()).find(({ type }) => type === 'winBackEnded')).toEqual({ type: 'winBackEnded', how: 'lapsed' });
    expect((await problemIn(await termination.answer('termination-fee', { choice: 'confirm' }, 'billing-admin'))).code).toBe('R-03.fee-unknown');
    await termination.does('termination-fee', { choice: 'exempt', exemption: 'legal', comment: 'Décès' }, 'billing-admin');
    expect((await problemIn(await termination.answer('termination-entry', { effectiveOn: '2026-01-04' }, 'billing-admin'))).code).toBe('R-04.before-receipt');
  });

  it('is withdrawn at each step until the final invoice, by the customer too, and what was asked is undone (R-07)', async () => {
    const waysTo: Readonly<Record<string, (of: Awaited<ReturnType<Terminations['open']>>) => Promise<unknown>>> = {
      'win-back': async (of) => await of.reaches('win-back'),
      'fee': async (of) => await of.does('win-back', { outcome: 'leaving', comment: 'x' }, 'sales-engineer'),
      'entry': async (of) => {
        await of.does('win-back', { outcome: 'leaving', comment: 'x' }, 'sales-engineer');
        await of.does('termination-fee', { choice: 'amend', totalCents: 0, comment: 'x' }, 'billing-admin');
      },
      'scheduled': async (of) => await of.enter(tomorrow()),
    };
    for (const [index, [phase, go]] of Object.entries(waysTo).entries()) {
      const service = await terminations.oldService(`RDS-90020${index}`);
      const termination = await terminations.open([service]);
      await go(termination);
      await termination.reaches(phase);
      if (phase === 'scheduled') await eventually(async () => expect(await factsOf(house, 'billing', service)).toEqual(['stopped']));
      expect((await termination.withdraw(index === 0 ? 'customer' : 'service-agent')).status, phase).toBe(200);
      await termination.reaches('closing');
      expect(await factsOf(house, 'billing', service)).toEqual(phase === 'scheduled' ? ['stopped', 'stop-withdrawn'] : []);
      await termination.agree();
      expect(await termination.reaches('ended')).toMatchObject({ outcome: 'withdrawn' });
      expect(await endedOn(service)).toBeNull();
    }
  }, 60_000);

  it('is not withdrawn any more once its final invoice is being made (R-07)', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900301')]);
    await termination.enter('2026-01-31');
    await termination.reaches('deproduction');
    const refused = await problemIn(await termination.withdraw());
    expect([refused.status, refused.code]).toEqual([409, 'wrong-state']);
    // No line of it is known: a coordinator sees to it.
    await termination.does('deproduction-by-hand', { comment: 'Ligne résiliée par téléphone' }, 'coordinator');
    await termination.reaches('closing');
  });

  it('asks back what the customer has rented, delivered by us or not, and not what is his or is back; what comes is noted in his record (R-06)', async () => {
    const [,, service = ''] = rds;
    const { rows: [delivered] } = await house.pool.query<{ serial: string }>("SELECT payload #>> '{serialNumbers,0}' AS serial FROM events WHERE journey_id = $1 AND type = 'equipmentInstalled'", [`${deployment}/S003`]);
    const rented = await terminations.oldService('RDS-900351');
    const note = async (serialNumber: string, ownership: string, on: string | null, returnedOn: string | null = null) => await house.pool.query(
      "INSERT INTO customer_equipment (id, customer_id, label, serial_number, ownership, rds, returned_on) VALUES (gen_random_uuid(), 'CLI-000001', 'Routeur', $1, $2, $3, $4)", [serialNumber, ownership, on, returnedOn]);
    // C-01: it is in his record since it was delivered, whichever of the sites that were given this number was first; he has bought it since.
    expect((await house.pool.query("UPDATE customer_equipment SET ownership = 'owned' WHERE customer_id = 'CLI-000001' AND upper(serial_number) = upper($1)", [delivered?.serial])).rowCount).toBe(1);
    await note('sn-rented-1', 'rented', rented);
    await note('SN-RENTED-2', 'rented', rented);
    await note('SN-RENTED-3', 'rented', 'RDS-900352');
    await note('SN-BACK-1', 'rented', rented, '2026-01-01');
    await note('SN-OWNED-1', 'owned', rented);
    const both = await terminations.open([service, rented]);
    const { equipment } = await both.read();
    expect(equipment.map(({ serialNumber }) => serialNumber)).toEqual(['SN-RENTED-1', 'SN-RENTED-2']);
    expect((await both.withdraw()).status).toBe(200);
    const termination = await terminations.open([rented]);
    await termination.enter('2026-01-31');
    await termination.does('deproduction-by-hand', { comment: 'Ligne résiliée par téléphone' }, 'coordinator');
    await eventually(async () => expect((await termination.read()).returnDeadline).not.toBeNull());
    await termination.skip(31 * day);
    // Delivered to him again after it came back: the rebuild sees both.
    await house.pool.query("INSERT INTO customer_equipment (id, customer_id, label, serial_number, ownership, since) VALUES (gen_random_uuid(), 'CLI-000001', 'Routeur', 'SN-RENTED-1', 'rented', '2099-01-01')");
    await termination.does('equipment-return', { equipment: [{ serialNumber: 'SN-RENTED-1', condition: 'damaged' }, { serialNumber: 'SN-RENTED-2', condition: 'missing' }] }, 'logistics');
    const { rows } = await house.pool.query<{ serial_number: string; is_back: boolean; version: number }>("SELECT serial_number, returned_on > '2026-01-01' AS is_back, version FROM customer_equipment WHERE serial_number ILIKE 'SN-RENTED%' ORDER BY upper(serial_number), since");
    expect(rows).toEqual([{ serial_number: 'sn-rented-1', is_back: true, version: 2 }, { serial_number: 'SN-RENTED-1', is_back: null, version: 1 }, { serial_number: 'SN-RENTED-2', is_back: null, version: 1 }, { serial_number: 'SN-RENTED-3', is_back: null, version: 1 }]);
    await expectRebuildChangesNothing(house);
  }, 60_000);

  it('goes on where the customer has no mail address: his letter is written, kept, and posted by a person (R-01)', async () => {
    const termination = await terminations.open([await terminations.oldService('RDS-900361')], { contact: { name: 'Jeanne Martin', phone: '0102030405' }, equipment: [] });
    const { documents } = await termination.reaches('win-back');
    expect(documents).toMatchObject([{ kind: 'termination-confirmation' }]);
    await termination.does('letter-by-post', { comment: 'Posté ce jour' }, 'service-agent');
    await termination.does('win-back', { outcome: 'leaving', comment: 'x' }, 'sales-engineer');
  });

  it('takes each part down once, however often an outside system fails or loses its answer (R-05, D-24)', async () => {
    const [,, service = ''] = rds;
    const key = `${deployment}.S003`;
    const termination = await terminations.open([service], { equipment: [] });
    await termination.enter('2026-01-31');
    await setFaults(house, 'jarvis', { failFirst: 2 });
    await setFaults(house, 'ref-tech', { failAfterEffect: 2 });
    await eventually(async () => expect((await termination.read()).deproduction).toHaveLength(6));
    expect((await factsOf(house, 'jarvis', key)).filter((fact) => fact === 'service-deproduced')).toHaveLength(1);
    expect((await factsOf(house, 'ref-tech', key)).filter((fact) => fact === 'unproduced')).toHaveLength(3);
    expect(await callsOf(house, 'jarvis', key, 'deproduce-service')).toBeGreaterThan(1);
    await termination.reaches('closing');
    expect(await endedOn(service)).toBe('2026-01-31');
  }, 90_000);

  it('names the reasons of exemption that the policy has now, to who may read terminations (R-03)', async () => {
    const choices = (as: string) => terminations.desk.api.request('/api/v1/termination-choices', { headers: { authorization: `Bearer ${as}` } });
    const before = await (await choices('service-agent')).json() as { exemptions: { key: string; label: object }[] };
    expect(before.exemptions.map(({ key }) => key)).toContain('legal');
    await house.pool.query(`INSERT INTO policies (name, version, value, author) SELECT name, version + 1, jsonb_set(value, '{exemptions,merger}', '{"label": {"fr": "Fusion", "en": "Merger"}}'), 'admin' FROM policies WHERE name = 'termination' ORDER BY version DESC LIMIT 1`);
    expect(await (await choices('billing-admin')).json()).toEqual({ exemptions: expect.arrayContaining([...before.exemptions, { key: 'merger', label: { fr: 'Fusion', en: 'Merger' } }]) as unknown });
    expect(await outcomeOf(choices('dispatcher'))).toEqual([403, 'forbidden']);
  });

  it('is opened on services of one customer that are in service, by who may, once for one key (R-01)', async () => {
    const service = await terminations.oldService('RDS-900401');
    expect((await terminations.request({ services: [service] }, { as: 'customer' })).status).toBe(403);
    expect((await problemIn(await terminations.request({ services: [service, 'RDS-999999'] }))).code).toBe('R-01.unknown-service');
    expect((await problemIn(await terminations.request({ services: [rds[0] ?? ''] }))).code).toBe('R-01.unknown-service');
    expect((await problemIn(await terminations.request({ services: [service], receivedOn: '2199-01-01' }))).code).toBe('R-01.received-in-the-future');
    expect((await problemIn(await terminations.request({ services: [service], exemption: 'friend' }))).code).toBe('R-03.unknown-exemption');
    expect((await problemIn(await terminations.request({ services: [service], extra: 1 }))).code).toBe('malformed-request');
    await house.pool.query("INSERT INTO customers (id, name) VALUES ('CLI-000009', 'Autre')");
    await house.pool.query("INSERT INTO services (rds, customer_id, access_type) VALUES ('RDS-900402', 'CLI-000009', 'ftth')");
    expect((await problemIn(await terminations.request({ services: [service, 'RDS-900402'] }))).code).toBe('R-01.unknown-service');
    const [one, other] = await Promise.all([0, 1].map(() => terminations.request({ services: [service] }, { key: 'twice' })));
    const answers = [one, other].map((response) => response?.status).toSorted();
    expect(answers[0]).toBe(201);
    const racing = await Promise.all([0, 1, 2].map(() => terminations.request({ services: ['RDS-900402'] })));
    expect(racing.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const [taken] = racing.filter(({ status }) => status === 201);
    const theirs = (await taken?.json() as { id: string } | undefined)?.id ?? '';
    expect((await terminations.desk.api.request(`/api/v1/terminations/${theirs}`, { headers: { authorization: 'Bearer customer' } })).status).toBe(404);
    const own = await (await terminations.desk.api.request('/api/v1/terminations?limit=200', { headers: { authorization: 'Bearer customer' } })).json() as { items: { customerId: string; customerName: string }[] };
    expect(new Set(own.items.map(({ customerId, customerName }) => `${customerId} ${customerName}`))).toEqual(new Set(['CLI-000001 Boulangerie Martin']));
  });

  it('keeps the services that it was given while it starts, however long that takes, and no others than those (R-01)', async () => {
    const { client, pool } = house;
    const service = await terminations.oldService('RDS-900501');
    const request = { origin: 'customer', receivedOn: '2026-01-05', letterReference: '1A 501', belongsTo: null, wishedOn: null, claimedExemption: null, services: [service], equipment: [], contact: { name: 'Jeanne Martin', email: null, phone: null } } as const;
    const meta = { actor: 'service-agent', channel: 'api', commandId: 'slow-start' } as const;
    const numbers: string[] = [];
    const allocate = async (make: () => Promise<string>) => numbers[0] ?? (numbers.push(await make()), numbers[0] ?? '');
    const away = new Proxy(client, { get: (of, name) => (name === 'workflow' ? { executeUpdateWithStart: async () => { throw new Error('the engine is away'); }, getHandle: of.workflow.getHandle.bind(of.workflow) } : Reflect.get(of, name) as unknown) });
    const opened = (by = client) => openTermination({ pool, client: by }, request, meta, allocate, { nowMs: Date.now() });
    await expect(opened(away)).rejects.toThrow();
    const longAgo = () => pool.query("UPDATE services SET termination_since = now() - interval '6 minutes' WHERE rds = $1", [service]);
    // The engine has it, but nothing of it is recorded yet.
    await longAgo();
    const id = numbers[0] ?? '';
    const handle = await client.workflow.start('unknown', { workflowId: workflowIdOf(id), taskQueue: 'nobody-works-here', args: [] });
    expect(await outcomeOf(terminations.request({ services: [service] }))).toEqual([409, 'R-01.termination-open']);
    await handle.terminate();
    // It never started: another has the services, and the first one learns it when it is tried again.
    expect((await terminations.request({ services: [service] })).status).toBe(201);
    await expect(opened()).rejects.toMatchObject({ refusal: { code: 'R-01.termination-open' } });
  });

  it('has read models that can be made anew', async () => {
    await expectRebuildChangesNothing(house);
  });
});
