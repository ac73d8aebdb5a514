/** What the outside systems say was done, compared with our database: each effect once, under the reference that we know, and none that we don't. */
import { expect } from 'vitest';
import { profileNames } from '../../domain/people/profiles.ts';
import type { Installation } from './installation.ts';
import { effectsOf, type Fact } from './outside-facts.ts';

interface SiteRow {
  readonly deployment_id: string;
  readonly site: string;
  /** Our key of the site outside. */
  readonly key: string;
  readonly order_key: string;
  readonly obl_reference: string;
  readonly rds: string;
  readonly subscription_reference: string;
}

/** For installations whose deployments were completed, or cancelled before they had ordered anything. */
export async function expectSameOutside(on: Installation): Promise<void> {
  const { rows: sites } = await on.pool.query<SiteRow>(
    "SELECT deployment_id, site, deployment_id || '.' || site AS key, order_key, obl_reference, rds, subscription_reference FROM sites WHERE phase = 'in-service' ORDER BY 3");
  const { rows } = await on.pool.query<{ id: string }>("SELECT id FROM deployments WHERE phase = 'completed' ORDER BY id");
  const deployments = rows.map(({ id }) => id);
  expect(new Set(sites.map(({ deployment_id }) => deployment_id))).toEqual(new Set(deployments));
  await expectOrders(on, deployments, sites);
  await expectField(on, sites);
  await expectBillings(on, sites);
  await expectMessages(on, deployments, sites);
}

/** One order per site at the OBL; JARVIS knows each deployment, its coordinator and each service (D-03, D-08, D-16). */
async function expectOrders(on: Installation, deployments: readonly string[], sites: readonly SiteRow[]): Promise<void> {
  const [obl, jarvis] = [await effectsOf(on, 'obl'), await effectsOf(on, 'jarvis')];
  expect(Object.keys(obl).toSorted()).toEqual(sites.map(({ order_key }) => order_key).toSorted());
  for (const { order_key, obl_reference } of sites) {
    expect(obl[order_key]?.filter(({ type }) => type === 'placed').map(({ oblReference }) => oblReference), order_key).toEqual([obl_reference]);
    // None where the OBL called back before JARVIS had answered: then nobody asks JARVIS any more.
    expect(namesOf(jarvis[order_key]), order_key).toEqual(jarvis[order_key] ? ['relayed'] : []);
  }
  for (const id of deployments) expect(namesOf(jarvis[id]), id).toEqual(['registered', 'assigned 1']);
  for (const { key, rds } of sites) expect(jarvis[key]?.map((fact) => [fact.type, fact.rds]), key).toEqual([['service-registered', rds]]);
  const ours = new Set([...deployments, ...sites.flatMap(({ key, order_key }) => [key, order_key])]);
  const { rows } = await on.pool.query<{ order_number: string }>('SELECT order_number FROM deployments');
  const orders = new Set(rows.map(({ order_number }) => order_number));
  expect(Object.keys(jarvis).filter((key) => !ours.has(key) && !orders.has(key))).toEqual([]);
}

const fieldEffects = {
  '.visit.1': ['planned', 'visited'],
  '.equipment.1': ['reserved', 'shipment-asked', 'shipped', 'received'],
  '': ['produced ip', 'produced radius', 'produced backbone', 'configured 1', 'tested 1', 'observed', 'supervised'],
} as const;

/** Each visit, piece of equipment and part of the service once (D-10 to D-15, D-19). */
async function expectField(on: Installation, sites: readonly SiteRow[]): Promise<void> {
  const refTech = await effectsOf(on, 'ref-tech');
  const expected = sites.flatMap(({ key }) => Object.entries(fieldEffects).map(([suffix, effects]) => [`${key}${suffix}`, [...effects].toSorted()] as const));
  expect(Object.fromEntries(Object.entries(refTech).map(([key, facts]) => [key, namesOf(facts).toSorted()]))).toEqual(Object.fromEntries(expected));
}

/** An invoice may be simulated any number of times, each under a key below the site's; billing starts once (D-17, D-18). */
async function expectBillings(on: Installation, sites: readonly SiteRow[]): Promise<void> {
  const billing = await effectsOf(on, 'billing');
  for (const { key, subscription_reference } of sites) {
    expect(billing[key]?.map(({ type, subscriptionReference }) => [type, subscriptionReference]), key).toEqual([['started', subscription_reference]]);
    expect(namesOf(billing[`${key}.1`]), key).toEqual(['simulated']);
  }
  expect(Object.keys(billing)).toHaveLength(sites.length * 2);
}

/** @returns every mail that was delivered: once, and where it was sent again as a copy word for word. */
export async function expectMailsOnce(on: Installation): Promise<Record<string, readonly Fact[]>> {
  const mail = await effectsOf(on, 'mail');
  for (const [key, facts] of Object.entries(mail)) {
    expect(facts.filter(({ type }) => type === 'delivered'), key).toHaveLength(1);
    expect(facts.filter(({ isSame }) => isSame === false), key).toEqual([]);
  }
  return mail;
}

/** Each mail and each text once: sent again after a crash, it is a copy word for word (D-06 to D-19). */
async function expectMessages(on: Installation, deployments: readonly string[], sites: readonly SiteRow[]): Promise<void> {
  const [mail, sms] = [await expectMailsOnce(on), await effectsOf(on, 'sms')];
  for (const [key, facts] of Object.entries(sms)) expect(namesOf(facts), key).toEqual(['sent']);
  // Nobody is told of a visit that was made, or of a launch that was held, before the mail server was back.
  const overtakable = [...sites.map(({ deployment_id: id, site }) => `${id}.slot.${site}.1`), ...deployments.map((id) => `${id}.invitation.customer-launch.0`)];
  const sent = [...Object.keys(mail), ...Object.keys(sms)].toSorted();
  // Staff are told of what the record says (D-09, D-12, D-21), under a key that ends with whom.
  const internal = sent.filter((key) => profileNames.some((name) => key.endsWith(`.${name}`)));
  for (const key of internal) {
    const { rows: telling } = await on.pool.query("SELECT 1 FROM events WHERE journey_id LIKE $1 AND type IN ('oblEscalated', 'deliveryAtRisk', 'jeopardyRaised', 'escalated', 'slotTold', 'oblReminded') LIMIT 1", [`${key.split('.')[0]}%`]);
    expect(telling, key).toHaveLength(1);
  }
  expect(sent.filter((key) => !overtakable.includes(key) && !internal.includes(key))).toEqual([
    ...deployments.flatMap((id) => [`${id}.welcome`, `${id}.report`]),
    ...sites.flatMap(({ deployment_id: id, site }) => [`${id}.supplementary-collection.${site}`, `${id}.delivery-notice.${site}`, `${id}.invoice-simulation.${site}.1`, `${id}.handover.${site}`]),
  ].toSorted());
  expect(new Set(sent).size).toBe(sent.length);
}

/** Effects by name: what may be done several times is told apart by its number or its part. */
function namesOf(facts: readonly Fact[] | undefined): string[] {
  return (facts ?? []).map(({ type, ordinal, part }) => [type, part ?? ordinal].filter((word) => word !== undefined).join(' '));
}
