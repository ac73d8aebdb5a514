/** What the relay makes of a callback: whose it is, and the fact it brings. */
import { describe, expect, it } from 'vitest';
import { readCallback } from '../../../relay/callbacks.ts';

const orderKey = 'AFF-2026-000123.S001.2';
const equipmentKey = 'AFF-2026-000123.S001.equipment.1';
const slot = { startsAt: '2026-12-01T08:00:00Z', endsAt: '2026-12-01T10:00:00Z' };

describe('a callback that is its sender’s contract', () => {
  it.each([
    ['obl', { type: 'order.acknowledged', orderKey, oblReference: 'OBL-1', plannedDeliveryDate: '2026-12-01' }, 'oblTold',
      { orderKey, fact: { type: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '2026-12-01' } }],
    ['obl', { type: 'order.slot-confirmed', orderKey, ordinal: 1, slot }, 'oblTold', { orderKey, fact: { type: 'slot-confirmed', ordinal: 1, slot } }],
    ['obl', { type: 'order.refused', orderKey, reason: 'saturation' }, 'oblTold', { orderKey, fact: { type: 'refused', reason: 'saturation', detail: null } }],
    ['obl', { type: 'order.refused', orderKey, reason: 'Plus de paires' }, 'oblTold', { orderKey, fact: { type: 'refused', reason: 'other', detail: 'Plus de paires' } }],
    ['obl', { type: 'order.slot-proposed', orderKey, offer: 1, slot }, 'oblTold', { orderKey, fact: { type: 'slot-offered', offer: 1, slot } }],
    ['obl', { type: 'order.slot-moved', orderKey, offer: 2, slot }, 'oblTold', { orderKey, fact: { type: 'slot-offered', offer: 2, slot } }],
    ['obl', { type: 'order.delivered', orderKey, oblReference: 'OBL-1', reportReference: 'PV-1', deliveredOn: '2026-12-01', reservations: [] }, 'oblTold',
      { orderKey, fact: { type: 'delivered', oblReference: 'OBL-1', report: { reportReference: 'PV-1', deliveredOn: '2026-12-01', reservations: [] } } }],
    ['obl', { type: 'order.cancelled', orderKey }, 'oblTold', { orderKey, fact: { type: 'cancelled' } }],
    ['ref-tech', { type: 'equipment.shipped', equipmentKey, trackingReference: 'COL-1', serialNumbers: ['SN-1'] }, 'refTechTold',
      { fact: { type: 'equipment-shipped', equipmentKey, trackingReference: 'COL-1', serialNumbers: ['SN-1'] } }],
    ['ref-tech', { type: 'equipment.received', equipmentKey, receivedOn: '2026-12-01' }, 'refTechTold',
      { fact: { type: 'equipment-received', equipmentKey, receivedOn: '2026-12-01' } }],
  ])('of %s goes to its site: %o', (source, payload, update, content) => {
    const told = readCallback(source, payload);
    expect([told?.journey, told?.update.name, told?.content]).toEqual([{ id: 'AFF-2026-000123/S001' }, update, content]);
  });

  it('of jarvis goes to the deployment of its order', () => {
    const collection = { b2linktReference: 'B2L-77', existingLineToMigrate: false, numberPortability: true, desiredActivationDate: '2027-01-15' };
    const told = readCallback('jarvis', { type: 'collection.pushed', orderNumber: 'BC-2026-7', collection });
    expect([told?.journey, told?.update.name, told?.content]).toEqual([{ orderNumber: 'BC-2026-7' }, 'collectionPushed', { collection }]);
  });
});

describe('a callback nobody understands', () => {
  it.each([
    ['another sender’s', 'obl', { type: 'equipment.received', equipmentKey, receivedOn: '2026-12-01' }],
    ['an unknown sender’s', 'toString', { type: 'equipment.received', equipmentKey, receivedOn: '2026-12-01' }],
    ['an unknown kind', 'ref-tech', { type: 'equipment.lost', equipmentKey }],
    ['a key that is no lot of equipment', 'ref-tech', { type: 'equipment.received', equipmentKey: orderKey, receivedOn: '2026-12-01' }],
    ['a date that stands for “unknown”', 'ref-tech', { type: 'equipment.received', equipmentKey, receivedOn: '9999-12-31' }],
    ['half of a surrogate pair', 'ref-tech', { type: 'equipment.shipped', equipmentKey, trackingReference: '\ud800', serialNumbers: [] }],
    ['a list without end', 'ref-tech', { type: 'equipment.shipped', equipmentKey, trackingReference: 'COL-1', serialNumbers: Array.from({ length: 2001 }, () => 'x') }],
    ['a collection with more than the contract’s fields', 'jarvis', { type: 'collection.pushed', orderNumber: 'BC-2026-7', collection: { b2linktReference: 'B2L-77', existingLineToMigrate: false, numberPortability: true, contact: 'x' } }],
    ['no object', 'ref-tech', 'received'],
  ])('is left where people see it: %s', (_what, source, payload) => {
    expect(readCallback(source, payload)).toBeNull();
  });
});
