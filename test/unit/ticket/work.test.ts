/** How a ticket is worked on: diagnosed, handed over, resolved with others, agreed to. */
import { describe, expect, it } from 'vitest';
import { missingForTransfer, scriptOf } from '../../../domain/ticket/diagnosis.ts';
import { handoversOf } from '../../../domain/ticket/handovers.ts';
import { transferProposals, type SkilledTeam } from '../../../domain/ticket/proposals.ts';
import { agree, classify, diagnose, hour, minute, noFindings, offers, opening, policy, refusalOf, resolve, take, teamOf, teams, told, waits, type Said, type Told } from './given.ts';

const recorded = ({ events }: Told) => events.map(({ event, atMs }, index) => ({ number: index + 1, event, atMs, meta: { actor: 'technician-n1', channel: 'api' as const, commandId: `c-${index}` } }));
const finds = (found: Partial<typeof noFindings>): Said => [0, { type: 'diagnose', diagnosis: { ...noFindings, ...found } }];

describe('A diagnosis', () => {
  it('adds up, wherever its tests were done: those of a shop are not repeated (T-12)', () => {
    const steps: Said[] = [[0, classify], [0, take], finds({ isIdentityVerified: true }), finds({ answered: ['since-when'] })];
    expect(missingForTransfer(told(steps).state)).toEqual(['line-test']);
    expect(missingForTransfer(told([...steps, finds({ tests: [{ test: 'line-test', place: 'shop', outcome: 'failed', doneAtMs: null }] })]).state)).toEqual([]);
  });

  it('answers what a script asks, and nothing else (T-12)', () => {
    expect(refusalOf([finds({ answered: ['star-sign'] })])).toBe('T-12.unknown-question');
    expect(scriptOf(policy.scripts, 'access')).toEqual({ questions: ['since-when'], tests: ['line-test'] });
    expect(scriptOf(policy.scripts, 'move')).toEqual(policy.scripts.common);
  });

  it('is asked for before a team hands over warm, as far as the policy says so; not out of the dispatcher’s queue, nor for a cold transfer (C-03)', () => {
    expect(refusalOf([[0, classify], [0, take], [hour, offers('n2-reseau')]])).toBe('C-03.not-prepared');
    expect(refusalOf([[0, classify], [0, diagnose], [hour, offers('n2-reseau')]])).toBeNull();
    expect(refusalOf([[0, classify], [hour, offers('n2-reseau')]], { ...opening, team: null })).toBeNull();
    expect(refusalOf([[0, classify], [hour, offers('n2-reseau')]], { ...opening, policy: { ...policy, scripts: { ...policy.scripts, warmTransferNeeds: [] } } })).toBeNull();
    expect(refusalOf([[hour, { type: 'transfer', to: teamOf('n2-reseau'), mode: 'cold', reason: null }]])).toBeNull();
  });
});

describe('What became of a ticket', () => {
  it('is seen by who handed it over: acknowledged, declined, expired, and cold ones as such (C-03)', () => {
    const steps: Said[] = [
      [0, classify], [0, diagnose], [0, take], [hour, offers('n2-reseau')], [hour + minute, { type: 'declineTransfer', ordinal: 1, reason: 'Pas notre domaine' }],
      [2 * hour, offers('n2-reseau')], [3 * hour, { type: 'transferExpired', ordinal: 2 }], [4 * hour, offers('n2-voix')],
      [4 * hour + 1, { type: 'acknowledgeTransfer', ordinal: 3, by: 'technician-n2' }], [5 * hour, { type: 'transfer', to: teamOf('n1-sud'), mode: 'cold', reason: 'complexity' }],
    ];
    expect(handoversOf(recorded(told(steps))).transfers).toMatchObject([
      { from: 'n1-nord', to: 'n2-reseau', how: 'warm', reason: 'difficulty', sentBy: 'technician-n1', outcome: 'declined', answer: 'Pas notre domaine' },
      { from: null, to: 'n2-reseau', outcome: 'expired', answeredAtMs: 3 * hour },
      { from: null, to: 'n2-voix', outcome: 'acknowledged', answeredBy: 'technician-n2' },
      // T-09: handed down, to a lower level that never had it.
      { from: 'n2-voix', to: 'n1-sud', level: 1, how: 'cold', reason: 'complexity', outcome: 'moved' },
    ]);
  });

  it('tells whom it waited for, and until when (T-13)', () => {
    const thirdParty = { party: 'Élec 35', reference: 'E-77', expectedOn: '2026-05-06' };
    const waiting: Said[] = [[0, take], [hour, { type: 'wait', reason: 'electrician', thirdParty }], [3 * hour, { type: 'answer' }]];
    expect(handoversOf(recorded(told(waiting))).thirdParties).toEqual([{ ...thirdParty, reason: 'electrician', sinceMs: hour, untilMs: 3 * hour }]);
    expect(refusalOf([[0, take], [hour, { type: 'wait', reason: 'customer-answer', thirdParty }]])).toBe('T-13.no-third-party');
    expect(handoversOf(recorded(told([[0, take], [hour, waits()]]))).thirdParties).toEqual([]);
  });
});

describe('A solution', () => {
  it('comes after the product’s update, where one exists (T-13)', () => {
    const known: Said[] = [[0, take], finds({ productUpdate: 'available' })];
    expect(refusalOf([...known, [hour, resolve]])).toBe('T-13.update-first');
    expect(refusalOf([...known, [hour, { ...resolve, productUpdate: 'installed' } as typeof resolve]])).toBeNull();
    expect(refusalOf([...known, finds({ productUpdate: 'declined' }), [hour, resolve]])).toBeNull();
  });

  it('is agreed to by whom the registration says; by the service owner where nobody called (T-02, T-08, T-14)', () => {
    const proposed: Said[] = [[0, take], [hour, resolve]];
    const as = (who: 'caller' | 'affected-user' | 'service-owner'): Said => [hour, { ...agree, agreement: { by: 'customer', channel: 'phone', as: who } } as typeof agree];
    expect(refusalOf([...proposed, as('affected-user')])).toBe('T-14.not-his-to-agree');
    expect(refusalOf([...proposed, as('caller')])).toBeNull();
    const noticed = { ...opening, from: 'monitoring', agreementOf: 'service-owner' } as const;
    expect(refusalOf([...proposed, as('caller')], noticed)).toBe('T-14.not-his-to-agree');
    expect(handoversOf(recorded(told([...proposed, as('service-owner')], noticed))).agreement).toMatchObject({ as: 'service-owner', channel: 'phone', atMs: hour });
  });
});

describe('Where a ticket could go', () => {
  const skills: Record<string, string[]> = { 'n2-reseau': ['access', 'no-connection'], 'n2-voix': ['telephony'], 'n1-sud': ['access'] };
  const skilled: SkilledTeam[] = teams.map((team) => ({ ...team, skills: skills[team.team] ?? [] }));

  it('is told by what teams know, then by level; never where it was (C-03, T-10)', () => {
    const { state } = told([[0, classify]]);
    expect(transferProposals(state, skilled).map(({ team }) => team)).toEqual(['n2-reseau', 'n1-sud', 'n3-experts', 'n2-voix']);
    expect(transferProposals(state, skilled)).toMatchObject([{ matching: ['access', 'no-connection'], needsReason: false }, {}, { isGeneral: true, needsReason: true }, { matching: [] }]);
    const moved = told([[0, classify], [0, { type: 'transfer', to: teamOf('n2-reseau'), mode: 'cold', reason: null }]]).state;
    expect(transferProposals(moved, skilled).map(({ team }) => team)).toEqual(['n1-sud', 'n3-experts', 'n2-voix']);
  });
});
