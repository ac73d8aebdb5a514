/** Who gets a ticket and why: each preference against the next, what drops a candidate, and laws that hold over any facts (T-10, T-11, T-19). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, attributionTexts, noChoiceTexts, reasonText, type Candidate, type Need } from '../../../domain/ticket/attribution.ts';

const need: Need = { level: 1, skills: ['access', 'slow'], wish: null, team: null, teamsHad: [], leftBy: null };

const candidate = (subject: string, facts: Partial<Candidate> = {}): Candidate => ({
  subject, team: 'n1-nord', level: 1, isGeneralist: true, skills: [], availability: { state: 'available' }, openTickets: 0,
  knowsHistory: false, isReferent: false, isOfProject: false, isOnDuty: false, ...facts,
});

const chosenOf = (candidates: readonly Candidate[], change: Partial<Need> = {}): string => {
  const made = attribute({ ...need, ...change }, candidates);
  return made.outcome === 'chosen' ? made.subject : made.reason;
};
const codesOf = (candidates: readonly Candidate[], change: Partial<Need> = {}) =>
  attribute({ ...need, ...change }, candidates).considered.map(({ subject, verdict, reasons }) => [subject, verdict, ...reasons.map(({ code, parameters }) => (code === 'outranked' ? `outranked:${parameters['by']}` : code))]);

describe('T-11: a ticket goes', () => {
  const busy = { openTickets: 9 };
  it.each<readonly [string, Partial<Candidate>, Partial<Candidate>, Partial<Need> & { readonly wishes?: 'better' | 'worse' }]>([
    ['a technician of its project before the week’s first line', { isOfProject: true }, { isOnDuty: true }, {}],
    ['the week’s first line before the referent (T-19)', { isOnDuty: true }, { isReferent: true }, {}],
    ['the referent before the one the customer asks for', { isReferent: true }, {}, { wishes: 'worse' }],
    ['the one the customer asks for before one who knows the history', {}, { knowsHistory: true }, { wishes: 'better' }],
    ['one who knows the history before one of the skill', { knowsHistory: true }, { skills: ['access'] }, {}],
    ['the week’s first line before one of the team that has it', { isOnDuty: true }, { team: 'n1-sud' }, { team: 'n1-sud', teamsHad: ['n1-sud'] }],
    ['one of the team that has it before another’s referent', {}, { team: 'n1-sud', isReferent: true }, { team: 'n1-nord', teamsHad: ['n1-nord'] }],
  ])('to %s, however busy', (_what, better, worse, { wishes, ...change }) => {
    for (const [first, second] of [['a', 'z'], ['z', 'a']] as const) {
      const candidates = [candidate(second, worse), candidate(first, { ...busy, ...better })];
      expect(chosenOf(candidates, { ...change, ...(wishes === undefined ? {} : { wish: wishes === 'better' ? first : second }) })).toBe(first);
    }
  });

  it('else to the least loaded, and between equals always to the same', () => {
    expect(chosenOf([candidate('a', { openTickets: 3 }), candidate('b', { openTickets: 2 })])).toBe('b');
    expect(chosenOf([candidate('b'), candidate('a')])).toBe('a');
  });

  it('to nobody of another level, without the skill, absent or off hours', () => {
    const others = [
      candidate('a', { level: 2 }), candidate('b', { isGeneralist: false, skills: ['telephony'] }),
      candidate('c', { availability: { state: 'absent', untilMs: 86_400_000 } }), candidate('d', { availability: { state: 'off-hours', opensAtMs: null } }), candidate('e', { openTickets: 50 }),
    ];
    expect(codesOf(others)).toEqual([['e', 'chosen', 'open-tickets'], ['a', 'dropped', 'other-level'], ['b', 'dropped', 'lacks-skill'], ['c', 'dropped', 'absent'], ['d', 'dropped', 'off-hours']]);
  });

  it('to who knows its project, whatever his skills', () => {
    expect(chosenOf([candidate('a', { isGeneralist: false, skills: ['telephony'], isOfProject: true })])).toBe('a');
  });
});

describe('T-11: the customer’s wish', () => {
  const offHours = { availability: { state: 'off-hours', opensAtMs: 1 } } as const;
  it('never outranks availability at the first level', () => {
    expect(chosenOf([candidate('a', offHours), candidate('b')], { wish: 'a' })).toBe('b');
  });

  it('waits for the technician’s next hours above it, but through no absence', () => {
    expect(codesOf([candidate('a', { ...offHours, level: 2 }), candidate('b', { level: 2 })], { level: 2, wish: 'a' })).toEqual([
      ['a', 'chosen', 'wished', 'waits-for-him', 'open-tickets'], ['b', 'kept', 'open-tickets', 'outranked:wished'],
    ]);
    expect(chosenOf([candidate('a', { availability: { state: 'absent', untilMs: 1 }, level: 2 }), candidate('b', { level: 2 })], { level: 2, wish: 'a' })).toBe('b');
  });
});

describe('T-10: a team that had the ticket', () => {
  it('does not have it again through one of its people, unless it has it now', () => {
    expect(chosenOf([candidate('a', { team: 'n1-sud' }), candidate('b', { openTickets: 7 })], { teamsHad: ['n1-sud', 'n1-nord'], team: 'n1-nord' })).toBe('b');
    expect(chosenOf([candidate('a', { team: 'n1-sud' })], { teamsHad: ['n1-sud'] })).toBe('no-team-left');
  });
});

describe('T-11: nobody', () => {
  it('is chosen for a reason that the dispatcher is told', () => {
    const away = candidate('a', { availability: { state: 'absent', untilMs: 1 } });
    const unskilled = candidate('b', { isGeneralist: false });
    expect(chosenOf([])).toBe('no-technician');
    expect(chosenOf([candidate('a', { level: 3 })])).toBe('no-technician');
    expect(chosenOf([unskilled])).toBe('nobody-skilled');
    expect(chosenOf([unskilled, away])).toBe('nobody-available');
    expect(chosenOf([candidate('a')], { leftBy: 'a' })).toBe('nobody-available');
  });
});

describe('The explanation', () => {
  it('says of each who came after by what he was outranked', () => {
    expect(codesOf([candidate('c', { openTickets: 2 }), candidate('b'), candidate('a'), candidate('d', { isReferent: true, openTickets: 8 })])).toEqual([
      ['d', 'chosen', 'referent', 'open-tickets'], ['a', 'kept', 'open-tickets', 'outranked:referent'], ['b', 'kept', 'open-tickets', 'outranked:referent'], ['c', 'kept', 'open-tickets', 'outranked:referent'],
    ]);
  });

  it('is read in French and English', () => {
    expect(reasonText({ code: 'outranked', parameters: { by: 'referent' } }, 'fr')).toBe('départagé par : référent du client');
    expect(reasonText({ code: 'open-tickets', parameters: { count: 3 } }, 'en')).toBe('3 open ticket(s)');
    for (const { fr, en } of [...Object.values(attributionTexts), ...Object.values(noChoiceTexts)]) expect(fr).not.toBe(en);
  });
});

const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const facts: fc.Arbitrary<Candidate[]> = fc.uniqueArray(fc.record<Candidate>({
  subject: fc.constantFrom(...people), team: fc.constantFrom('n1-nord', 'n1-sud', 'n2-reseau'), level: fc.constantFrom(1, 2), isGeneralist: fc.boolean(),
  skills: fc.subarray(['access', 'slow', 'telephony']), openTickets: fc.nat(3),
  availability: fc.constantFrom<Candidate['availability']>({ state: 'available' }, { state: 'absent', untilMs: 5 }, { state: 'off-hours', opensAtMs: 5 }),
  knowsHistory: fc.boolean(), isReferent: fc.boolean(), isOfProject: fc.boolean(), isOnDuty: fc.boolean(),
}), { selector: ({ subject }) => subject });
const needs: fc.Arbitrary<Need> = fc.record<Need>({
  level: fc.constantFrom(1, 2), skills: fc.subarray(['access', 'slow']), wish: fc.option(fc.constantFrom(...people)),
  team: fc.option(fc.constantFrom('n1-nord', 'n1-sud')), teamsHad: fc.subarray(['n1-nord', 'n1-sud', 'n2-reseau']), leftBy: fc.option(fc.constantFrom(...people)),
});

describe('Whatever the facts', () => {
  it('the choice is the same in any order of them, and everybody is accounted for once (T-11)', () => {
    fc.assert(fc.property(needs, facts, fc.infiniteStream(fc.nat()), (asked, candidates, random) => {
      const made = attribute(asked, candidates);
      const shuffled = candidates.map((one) => [random.next().value, one] as const).toSorted(([one], [other]) => one - other).map(([, one]) => one);
      expect(attribute(asked, shuffled)).toEqual(made);
      expect(made.considered.map(({ subject }) => subject).toSorted()).toEqual(candidates.map(({ subject }) => subject).toSorted());
      expect(made.considered.filter(({ verdict }) => verdict === 'chosen').map(({ subject }) => subject)).toEqual(made.outcome === 'chosen' ? [made.subject] : []);
    }));
  });

  it('the chosen one may have it: his level, no team that had it, not absent, at work unless waited for (T-10, T-11)', () => {
    fc.assert(fc.property(needs, facts, (asked, candidates) => {
      const made = attribute(asked, candidates);
      if (made.outcome !== 'chosen') return;
      const chosen = candidates.find(({ subject }) => subject === made.subject);
      expect(chosen?.level).toBe(asked.level);
      expect(chosen?.team === asked.team || !asked.teamsHad.includes(made.team)).toBe(true);
      expect(made.subject).not.toBe(asked.leftBy);
      expect(chosen?.availability.state).not.toBe('absent');
      if (chosen?.availability.state !== 'available') expect([asked.level, asked.wish]).toEqual([2, made.subject]);
      if (asked.skills.length > 0) expect(chosen?.isGeneralist || chosen?.isOfProject || chosen?.skills.some((skill) => asked.skills.includes(skill))).toBe(true);
    }));
  });

  it('nobody who may have it is left without a word, and taking away one who was not chosen changes nothing (T-11)', () => {
    fc.assert(fc.property(needs, facts, fc.nat(), (asked, candidates, index) => {
      const made = attribute(asked, candidates);
      for (const { reasons } of made.considered) expect(reasons.length).toBeGreaterThan(0);
      const others = candidates.filter(({ subject }) => made.outcome !== 'chosen' || subject !== made.subject);
      const gone = others[index % Math.max(1, others.length)];
      if (!gone || made.outcome !== 'chosen') return;
      expect(attribute(asked, candidates.filter((one) => one !== gone))).toMatchObject({ outcome: 'chosen', subject: made.subject });
    }));
  });
});
