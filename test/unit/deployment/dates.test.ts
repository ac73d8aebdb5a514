/** The dates that forms tell of (D-05 to D-07, D-13, D-14). */
import { describe, expect, it } from 'vitest';
import { dateFault, isDated } from '../../../domain/deployment/dates.ts';
import { answers } from '../../support/answers.ts';

const at = { today: '2026-11-23', latest: '2026-11-24' };

describe('a date of what was done', () => {
  it.each([
    ['internal-launch', 'heldOn'], ['welcome-call', 'calledOn'], ['customer-launch', 'heldOn'], ['installation', 'installedOn'], ['delivery-reservations', 'liftedOn'], ['activation', 'activatedOn'], ['line-migration', 'migratedOn'],
  ] as const)('of «%s» is not to come: where the site is, it may be tomorrow', (step, field) => {
    const of = (date: string) => dateFault(step, { ...answers[step], customerLaunchOn: '2027-01-04', [field]: date }, at);
    expect(isDated(step)).toBe(true);
    expect([of('2026-11-22'), of('2026-11-23'), of('2026-11-24')]).toEqual([null, null, null]);
    expect(of('2026-11-25')).toMatchObject({ code: 'D-13.done-in-the-future', pointer: `/${field}`, parameters: { date: '2026-11-25', today: '2026-11-23' } });
  });

  it('sets the customer launch for today or a day to come (D-06)', () => {
    const set = (customerLaunchOn: string) => dateFault('welcome-call', { calledOn: '2026-11-20', customerLaunchOn }, at);
    expect([set('2026-11-23'), set('2026-12-01'), dateFault('welcome-call', { calledOn: '2026-11-20', customerLaunchHeld: true }, at)]).toEqual([null, null, null]);
    expect(set('2026-11-22')).toMatchObject({ code: 'D-06.launch-in-the-past', pointer: '/customerLaunchOn' });
  });

  it('may be missing, where the form lets it', () => {
    expect(dateFault('delivery-reservations', { choice: 'accept-with-reservations', comment: 'x' }, at)).toBeNull();
    expect(isDated('technical-visit')).toBe(false);
  });
});
