/** Each invariant holds on books that are right, and finds what is planted in them: a check that checks nothing is worse than none. */
import { describe, expect, it } from 'vitest';
import { invariants } from '../../../bench/chaos/invariants/all.ts';
import type { Books } from '../../../bench/chaos/invariants/invariant.ts';
import { holds } from '../../../bench/chaos/report.ts';

const site = { deploymentId: 'AFF-2026-000001', site: 'S001', phase: 'in-service', orderKey: 'AFF-2026-000001.S001.1', oblReference: 'OBL-1', rds: 'RDS-1', subscriptionReference: 'SUB-1' } as const;
const key = 'AFF-2026-000001.S001';
const event = (number: number): { number: number; line: string } => ({ number, line: `event ${number}` });
const journey = { id: 'TCK-2026-000001', given: [event(1), event(2)], recorded: [event(1), event(2)], timeline: [1, 2], outbox: [1, 2], isFolded: true };
const clock = { ticket: 'TCK-2026-000001', clock: 'resolution', passed: [{ ratio: 0.5, isLate: false, lateMs: 10 }, { ratio: 0.8, isLate: true, lateMs: 4_000 }], ratios: [0.5, 0.8, 1], missing: null };
const fine = { looked: 1, violations: [] };

const right: Books = {
  told: [{ path: '/tickets', key: 'k1', status: 201 }, { path: '/tickets/TCK-2026-000001/take', key: 'k2', status: 409 }],
  keys: [{ key: 'k1', commandId: 'c1', status: 201, allocatedId: 'TCK-2026-000001' }, { key: 'k2', commandId: 'c2', status: 409, allocatedId: null }],
  commands: [
    { commandId: 'c1', journeyId: 'TCK-2026-000001', channel: 'api', events: 2, span: 2 }, { commandId: 'obl:w1', journeyId: 'AFF-2026-000001/S001', channel: 'callback', events: 1, span: 1 },
    { commandId: 't1', journeyId: 'TCK-2026-000001', channel: 'timer', events: 1, span: 1 },
  ],
  journeys: [journey], clocks: [clock], sites: [site], deployments: ['AFF-2026-000001'],
  outside: {
    'obl': { [site.orderKey]: [{ type: 'placed', oblReference: 'OBL-1' }, { type: 'delivered' }, { type: 'reminded' }, { type: 'reminded' }] }, 'jarvis': { [key]: [{ type: 'service-registered', rds: 'RDS-1' }] },
    'ref-tech': { [key]: [{ type: 'produced', part: 'ip' }, { type: 'produced', part: 'radius' }, { type: 'supervised' }] }, 'billing': { [key]: [{ type: 'started', subscriptionReference: 'SUB-1' }] },
    'mail': Object.fromEntries(['AFF-2026-000001.welcome', 'AFF-2026-000001.report', 'AFF-2026-000001.delivery-notice.S001', 'AFF-2026-000001.invoice-simulation.S001.1', 'AFF-2026-000001.handover.S001', 'TCK-2026-000001.closed']
      .map((name) => [name, [{ type: 'delivered' }, { type: 'copied', isSame: true }]])),
    'sms': { 'AFF-2026-000001.slot.S001.1': [{ type: 'sent' }] },
  },
  notices: [{ ticket: 'TCK-2026-000001', key: 'closed', status: 'sent', attempts: 0 }, { ticket: 'TCK-2026-000001', key: 'agreement', status: 'stale', attempts: 0 }],
  callbacks: ['obl:w1'], unfinished: fine, checked: fine, rebuilt: fine, positions: [1, 2, 3], askedAgain: [{ path: '/tickets', first: '201 {}', again: '201 {}' }], deaths: {}, processes: 11,
};

/** What is changed in the books, and the invariant that must find it. */
const planted: readonly (readonly [invariant: string, what: string, change: Partial<Books>])[] = [
  ['accepted commands', 'an accepted command is not on record', { commands: right.commands.slice(1) }],
  ['accepted commands', 'an accepted command is on record in pieces', { commands: right.commands.map((one) => ({ ...one, span: one.span + 1 })) }],
  ['accepted commands', 'a key is forgotten', { keys: right.keys.slice(1) }],
  ['accepted commands', 'another answer is remembered than was told', { keys: right.keys.map((one) => ({ ...one, status: 200 })) }],
  ['accepted commands', 'one number was given to two', { keys: right.keys.map((one) => ({ ...one, allocatedId: 'TCK-2026-000001' })) }],
  ['refused commands', 'a refused command is on record', { commands: [...right.commands, { commandId: 'c2', journeyId: 'TCK-2026-000001', channel: 'api', events: 1, span: 1 }] }],
  ['refused commands', 'a command is on record that came under no key', { commands: [...right.commands, { commandId: 'c3', journeyId: 'TCK-2026-000001', channel: 'api', events: 1, span: 1 }] }],
  ['refused commands', 'a key is known that nobody sent', { told: right.told.slice(0, 1) }],
  ['answers', 'somebody was never told', { told: [{ path: '/tickets', key: 'k1', status: 0 }] }],
  ['answers', 'somebody was told of a fault of ours', { told: [{ path: '/tickets', key: 'k1', status: 500 }] }],
  ['the same answer again', 'another answer the second time', { askedAgain: [{ path: '/tickets', first: '201 {}', again: '201 {"number": 2}' }] }],
  ['histories', 'an event is missing', { journeys: [{ ...journey, recorded: [event(2)] }] }],
  ['histories', 'an event is another one than was decided', { journeys: [{ ...journey, given: [event(1), { number: 2, line: 'another' }] }] }],
  ['histories', 'an event is on record that was not decided', { journeys: [{ ...journey, given: [event(1)] }] }],
  ['histories', 'an event was decided twice', { journeys: [{ ...journey, given: [event(1), event(2), event(2)] }] }],
  ['histories', 'the timeline lacks one', { journeys: [{ ...journey, timeline: [1] }] }],
  ['histories', 'the outbox is out of order', { journeys: [{ ...journey, outbox: [2, 1] }] }],
  ['histories', 'a row is not what its events say', { journeys: [{ ...journey, isFolded: false }] }],
  ['rebuild', 'a rebuild makes another row', { rebuilt: { looked: 1, violations: ['new in tickets: {}'] } }],
  ['check', 'a journey differs from its workflow', { checked: { looked: 1, violations: ['TCK-2026-000001: state'] } }],
  ['outbox', 'a position is left out', { positions: [1, 3] }],
  ['outbox', 'an event has none', { positions: [1, null] }],
  ['callbacks', 'a callback is no act', { callbacks: ['obl:w1', 'obl:w2'] }],
  ['callbacks', 'an act that nobody called for', { callbacks: [] }],
  ['callbacks', 'a callback is several acts', { commands: right.commands.map((one) => ({ ...one, span: one.span + 1 })) }],
  ['effects outside', 'an order was placed twice', { outside: { ...right.outside, obl: { [site.orderKey]: [{ type: 'placed', oblReference: 'OBL-1' }, { type: 'placed', oblReference: 'OBL-2' }] } } }],
  ['effects outside', 'an address was reserved twice', { outside: { ...right.outside, 'ref-tech': { [key]: [{ type: 'produced', part: 'ip' }, { type: 'produced', part: 'ip' }] } } }],
  ['effects outside', 'a text was sent twice', { outside: { ...right.outside, sms: { 'AFF-2026-000001.slot.S001.1': [{ type: 'sent' }, { type: 'sent' }] } } }],
  ['inventories', 'a subscription is missing there', { outside: { ...right.outside, billing: {} } }],
  ['inventories', 'a line is left there that is not in service', { sites: [{ ...site, phase: 'cancelled' }] }],
  ['inventories', 'an order is none of ours', { outside: { ...right.outside, obl: { ...right.outside.obl, 'AFF-2026-000009.S001.1': [{ type: 'placed' }] } } }],
  ['inventories', 'a reference is another one there', { sites: [{ ...site, subscriptionReference: 'SUB-2' }] }],
  ['mails and texts', 'a mail was delivered twice', { outside: { ...right.outside, mail: { ...right.outside.mail, 'TCK-2026-000001.closed': [{ type: 'delivered' }, { type: 'delivered' }] } } }],
  ['mails and texts', 'a mail came again with other words', { outside: { ...right.outside, mail: { ...right.outside.mail, 'TCK-2026-000001.closed': [{ type: 'delivered' }, { type: 'copied', isSame: false }] } } }],
  ['mails and texts', 'a mail went out as a text too', { outside: { ...right.outside, sms: { 'AFF-2026-000001.welcome': [{ type: 'sent' }] } } }],
  ['mails and texts', 'a notice that is sent never came', { notices: [...right.notices, { ticket: 'TCK-2026-000002', key: 'closed', status: 'sent', attempts: 0 }] }],
  ['mails and texts', 'a notice came that is not sent', { notices: right.notices.slice(1) }],
  ['mails and texts', 'a notice came that is not sent, and was never tried', { notices: right.notices.map((notice) => ({ ...notice, status: 'stale' })) }],
  ['mails and texts', 'a welcome mail is missing', { deployments: ['AFF-2026-000001', 'AFF-2026-000002'] }],
  ['thresholds', 'a threshold came twice', { clocks: [{ ...clock, passed: [clock.passed[0], clock.passed[0]] as never }] }],
  ['thresholds', 'one was left out on the way', { clocks: [{ ...clock, passed: clock.passed.slice(1) }] }],
  ['thresholds', 'one was late and is not marked so', { clocks: [{ ...clock, passed: [{ ratio: 0.5, isLate: false, lateMs: 1_500 }] }] }],
  ['thresholds', 'one was due and never passed', { clocks: [{ ...clock, missing: 1 }] }],
  ['nothing stuck', 'a journey is open', { unfinished: { looked: 1, violations: ['open journey: TCK-2026-000001'] } }],
  ['processes', 'a process ended by itself', { deaths: { worker: ['TypeError'] } }],
];

describe('the invariants of a chaos run', () => {
  it.each(invariants)('«$name» holds on books that are right', (invariant) => {
    expect(invariant.check(right).violations).toEqual([]);
    expect(holds({ invariant, finding: invariant.check(right) })).toBe(true);
  });

  it.each(planted)('«%s» finds that %s', (name, _, change) => {
    const invariant = invariants.find((one) => one.name === name);
    expect(invariant?.check({ ...right, ...change }).violations).not.toEqual([]);
  });

  it('each has something planted, and none that has looked at nothing holds', () => {
    expect(new Set(planted.map(([name]) => name))).toEqual(new Set(invariants.map(({ name }) => name)));
    for (const invariant of invariants) expect(holds({ invariant, finding: { looked: 0, violations: [] } })).toBe(false);
  });
});
