/** The comparison at the end of `./jalon demo --life` finds what it is there for: what is missing outside, and what is left behind. */
import { describe, expect, it } from 'vitest';
import { compare } from '../../../cli/demo/inventories.ts';

const services = [{ key: 'AFF-1.S001', isLive: true }, { key: 'AFF-1.S002', isLive: false }];
const deployments = ['AFF-1', 'AFF-2'];
const happened = (...types: string[]) => types.map((type) => ({ type }));

describe('the inventories of the outside systems', () => {
  it('agree when each service in service is there, and nothing else of what was played', () => {
    expect(compare('billing', { 'AFF-1.S001': happened('started'), 'AFF-1.S002': happened('started', 'stopped'), 'AFF-9.S001': happened('started') }, services, deployments).differences).toEqual([]);
    expect(compare('obl', { 'AFF-1.S001.1': happened('placed', 'refused'), 'AFF-1.S001.2': happened('placed', 'acknowledged', 'delivered'), 'AFF-1.S002.1': happened('placed', 'delivered', 'terminated'), 'AFF-2.S001.1': happened('placed', 'cancelled') }, services, deployments).differences).toEqual([]);
  });
  it('differ when one is missing there', () => {
    expect(compare('jarvis', {}, services, deployments).differences).toEqual(['JARVIS services: AFF-1.S001 is in service here and missing there']);
  });
  it('differ when something is left behind: of a service that ended, of an order that was withdrawn, or one part of several', () => {
    const live = { 'AFF-1.S001': happened('started') };
    expect(compare('billing', { ...live, 'AFF-1.S002': happened('started') }, services, deployments).differences).toEqual(['billing subscriptions: AFF-1.S002 is not in service here and still there']);
    expect(compare('obl', { 'AFF-1.S001.1': happened('placed', 'delivered'), 'AFF-2.S001.1': happened('placed') }, services, deployments).differences).toEqual(['OBL lines: AFF-2.S001 is not in service here and still there']);
    const parts = (type: string, ...names: string[]) => names.map((part) => ({ type, part }));
    expect(compare('ref-tech', { 'AFF-1.S001': parts('produced', 'ip'), 'AFF-1.S002': [...parts('produced', 'ip', 'radius'), ...parts('unproduced', 'ip')] }, services, deployments).differences).toHaveLength(1);
  });
});
