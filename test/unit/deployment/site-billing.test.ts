/** The money of a site, each with its rule: notice, simulation, controls, contest, reminders, billing (D-16 to D-18, D-31). */
import { describe, expect, it } from 'vitest';
import { nextValidationReminderAtMs, validationEscalatesTo } from '../../../domain/deployment/billing.ts';
import type { SiteCommand } from '../../../domain/deployment/site.ts';
import type { TaskInputs } from '../../../domain/deployment/steps.schema.ts';
import { siteSteps } from '../../../domain/deployment/steps.ts';
import { givenSite } from './given.ts';
import { decides, does, invoice, issued, siteTask as task, siteUntil } from './straight.ts';

const hour = 3_600_000;
const open = ({ tasks }: { tasks: { open: object } }) => Object.keys(tasks.open);
const asked = siteUntil('invoice-simulation');
const waiting = siteUntil('invoice-validation');
const made = (faults: readonly string[], reference = 'SIM-1'): SiteCommand => ({ type: 'invoiceSimulated', reference, invoice, faults });
const corrects = (choice: 'again' | 'override', occurrence = 1): SiteCommand => decides(choice, 'invoice-correction', occurrence);
const refuses = (occurrence = 1): SiteCommand => ({ type: 'completeTask', taskId: task('invoice-simulation', occurrence), input: { approved: false, comment: 'Remise oubliée' } });
const contests = (occurrence = 1): SiteCommand => ({ type: 'completeTask', taskId: task('invoice-validation', occurrence), input: { validated: false, reason: 'La ligne 2 est de trop' } });
const sent: SiteCommand = { type: 'invoiceSimulationSent', document: issued };
const reminded = (reminder: number, ordinal = 1): SiteCommand => ({ type: 'validationReminded', ordinal, reminder });
const escalated = (ordinal = 1): SiteCommand => ({ type: 'validationEscalated', ordinal, to: ['coordinator'] });

describe('the notice (D-16)', () => {
  it('bears the service’s RDS, comes before the simulation, and its document can be read again', () => {
    const site = givenSite(...siteUntil('delivery-notice'));
    expect(site.when(made([]))).toEqual([]);
    expect(site.when({ type: 'serviceRegistered', rds: 'RDS-1' })).toEqual(['serviceRegistered']);
    expect(site.state()).toMatchObject({ phase: 'delivery-notice', rds: 'RDS-1', simulation: null });
    expect(site.events({ type: 'deliveryNoticeSent', madOn: '2026-01-02', document: issued })).toMatchObject([{ type: 'deliveryNoticeSent', madOn: '2026-01-02', document: issued }, { type: 'stepDone' }]);
    expect(site.state()).toMatchObject({ phase: 'invoice-simulation', noticedMadOn: '2026-01-02', simulation: { ordinal: 1, stage: 'asked' } });
  });
});

describe('a service whose registration was passed over (D-16, D-24)', () => {
  const passedOver: SiteCommand = { type: 'serviceRegistered', rds: null };
  const settles = (input: TaskInputs['service-not-registered']): SiteCommand => ({ type: 'completeTask', taskId: task('service-not-registered'), input });
  it('has no RDS: its coordinator has it registered again, or says which it was given', () => {
    const site = givenSite(...siteUntil('delivery-notice'), passedOver);
    expect(site.state()).toMatchObject({ phase: 'delivery-notice', rds: null, tasks: { open: { [task('service-not-registered')]: { owner: 'coordinator' } } } });
    expect(site.when(settles({ choice: 'register-again' }))).toEqual(['taskCompleted']);
    expect(site.when({ type: 'serviceRegistered', rds: 'RDS-1' })).toEqual(['serviceRegistered']);
    expect(givenSite(...siteUntil('delivery-notice'), passedOver, settles({ choice: 'registered', rds: 'RDS-000009' })).state()).toMatchObject({ phase: 'delivery-notice', rds: 'RDS-000009' });
  });
  it('went on without in a history of before', () => {
    expect(givenSite(...siteUntil('delivery-notice')).when({ type: 'serviceRegistered', rds: null, isLetThrough: true })).toEqual(['serviceRegistered']);
  });
});

describe('the invoice simulation (D-17, D-31)', () => {
  it('without a fault is controlled by the coordinator before it goes out', () => {
    const site = givenSite(...asked);
    expect(open(site.state())).toEqual([]);
    expect(site.when(made([]))).toEqual(['invoiceSimulated', 'taskOpened']);
    expect(site.when(made([]))).toEqual([]);
    expect(site.state().tasks.open[task('invoice-simulation')]).toMatchObject({ owner: 'coordinator', context: { totalTtcCents: 12_000, simulationReference: 'SIM-1' } });
    expect(site.when(sent)).toEqual([]);
    expect(site.when(does('invoice-simulation'))).toEqual(['taskCompleted']);
    expect(site.state()).toMatchObject({ phase: 'invoice-simulation', simulation: { stage: 'controlled' } });
    expect(site.when(sent)).toEqual(['invoiceSimulationSent', 'stepDone', 'taskOpened']);
    expect(site.state().tasks.open[task('invoice-validation')]).toMatchObject({ owner: 'customer', context: { totalTtcCents: 12_000, documentId: issued.id } });
  });
  it('with faults names them to billing, and nobody can control it yet', () => {
    const site = givenSite(...asked);
    expect(site.when(made(['line-missing', 'negative-invoice']))).toEqual(['invoiceSimulated', 'taskOpened']);
    expect(open(site.state())).toEqual([task('invoice-correction')]);
    expect(site.state().tasks.open[task('invoice-correction')]).toMatchObject({ owner: 'billing-admin', context: { faults: 'line-missing, negative-invoice', simulationReference: 'SIM-1' } });
    expect(site.when(does('invoice-simulation'))).toBe('task-closed');
  });
  it('that was passed over was not made: it goes to billing, which asks for it again and can override nothing (D-18, D-24, D-31)', () => {
    const site = givenSite(...asked);
    expect(site.when({ type: 'invoiceSimulated', reference: null, invoice: null, faults: [] })).toEqual(['invoiceSimulated', 'taskOpened']);
    expect(site.state().tasks.open[task('invoice-correction')]).toMatchObject({ owner: 'billing-admin', context: { faults: 'not-simulated' } });
    expect(site.when(corrects('override'))).toBe('D-31.nothing-to-override');
    expect(site.when(corrects('again'))).toEqual(['taskCompleted']);
    expect(site.when(made([], 'SIM-2'))).toEqual(['invoiceSimulated', 'taskOpened']);
    expect(open(site.state())).toEqual([task('invoice-simulation')]);
  });
  it('that was passed over in a history of before went on as it did', () => {
    const site = givenSite(...asked);
    expect(site.when({ type: 'invoiceSimulated', reference: null, invoice: null, faults: [], isLetThrough: true })).toEqual(['invoiceSimulated', 'taskOpened']);
    expect(open(site.state())).toEqual([task('invoice-simulation')]);
  });
  it('is asked for again after a correction, under the next number, any number of times', () => {
    const site = givenSite(...asked, made(['line-missing']));
    expect(site.when(corrects('again'))).toEqual(['taskCompleted']);
    expect(site.state().simulation).toMatchObject({ ordinal: 2, stage: 'asked', reference: null, invoice: null, faults: [], document: null });
    expect(site.when(made(['line-missing'], 'SIM-2'))).toEqual(['invoiceSimulated', 'taskOpened']);
    expect(site.when(corrects('again', 2))).toEqual(['taskCompleted']);
    expect(site.events(made([], 'SIM-3'))).toMatchObject([{ type: 'invoiceSimulated', ordinal: 3 }, { type: 'taskOpened', task: { id: task('invoice-simulation'), context: { simulationReference: 'SIM-3' } } }]);
  });
  it('that billing overrides names each control and the reason, and is controlled by the coordinator all the same (D-31)', () => {
    const site = givenSite(...asked, made(['negative-invoice', 'line-missing (FTTH)']));
    expect(site.events(corrects('override'))).toMatchObject([
      { type: 'taskCompleted' }, { type: 'invoiceControlsOverridden', ordinal: 1, faults: ['negative-invoice', 'line-missing (FTTH)'], reason: 'vu' },
      { type: 'taskOpened', task: { step: 'invoice-simulation', context: { overriddenFaults: 'negative-invoice, line-missing (FTTH)', overriddenBecause: 'vu' } } },
    ]);
    expect(open(site.state())).toEqual([task('invoice-simulation')]);
    expect(site.state().simulation).toMatchObject({ ordinal: 1, stage: 'made', reference: 'SIM-1' });
    expect(site.when(does('invoice-simulation'))).toEqual(['taskCompleted']);
    expect(site.state().simulation?.stage).toBe('controlled');
  });
  it('that the coordinator refuses goes back to billing with his word, and is made anew', () => {
    const site = givenSite(...asked, made([]));
    expect(site.events(refuses())).toMatchObject([
      { type: 'taskCompleted' }, { type: 'invoiceSimulationRefused', ordinal: 1, reason: 'Remise oubliée' },
      { type: 'taskOpened', task: { step: 'invoice-correction', owner: 'billing-admin', context: { refusedBecause: 'Remise oubliée', simulationReference: 'SIM-1' } } },
    ]);
    expect(site.when(sent)).toEqual([]);
    expect(site.when(corrects('again'))).toEqual(['taskCompleted']);
    expect(site.state()).toMatchObject({ phase: 'invoice-simulation', simulation: { ordinal: 2, stage: 'asked' } });
  });
  it('that the customer contests goes back to billing with his reason, and is sent again, any number of times (D-17)', () => {
    const site = givenSite(...waiting);
    for (const ordinal of [1, 2, 3]) {
      expect(site.events(contests(ordinal))).toMatchObject([
        { type: 'taskCompleted' }, { type: 'invoiceContested', ordinal, reason: 'La ligne 2 est de trop' },
        { type: 'taskOpened', task: { id: task('invoice-correction', ordinal), owner: 'billing-admin', context: { contestedBecause: 'La ligne 2 est de trop' } } },
      ]);
      expect(site.state()).toMatchObject({ phase: 'invoice-simulation', simulation: { ordinal, stage: 'returned' } });
      expect(site.when({ type: 'billingAnswered', subscriptionReference: 'SUB-1' })).toEqual([]);
      expect(site.when(corrects('again', ordinal))).toEqual(['taskCompleted']);
      site.when(made([], `SIM-${ordinal + 1}`));
      site.when(does('invoice-simulation', ordinal + 1));
      expect(site.events(sent)).toMatchObject([{ type: 'invoiceSimulationSent', ordinal: ordinal + 1 }, { type: 'stepDone' }, { type: 'taskOpened' }]);
    }
    expect(site.when(does('invoice-validation', 4))).toEqual(['taskCompleted', 'stepDone']);
    expect(site.state().phase).toBe('billing-start');
  });
  it('has nothing to override where no control failed, or where a person has refused it (D-31)', () => {
    const contested = givenSite(...waiting, contests());
    expect(contested.when(corrects('override'))).toBe('D-31.nothing-to-override');
    expect(open(contested.state())).toEqual([task('invoice-correction')]);
    expect(givenSite(...asked, made([]), refuses()).when(corrects('override'))).toBe('D-31.nothing-to-override');
    // What was overridden, then refused, is corrected.
    expect(givenSite(...asked, made(['line-missing']), corrects('override'), refuses()).when(corrects('override', 2))).toBe('D-31.nothing-to-override');
  });
});

describe('a customer who keeps silent (D-17)', () => {
  it('is reminded by the ladder, counted from the sending, each once', () => {
    const site = givenSite(...waiting);
    expect(nextValidationReminderAtMs(site.state())).toBe(site.atMs() + 72 * hour);
    const later = givenSite(...waiting, reminded(1));
    expect(nextValidationReminderAtMs(later.state())).toBe(later.atMs() + 48 * hour);
    expect(later.when(reminded(1))).toEqual([]);
    expect(later.when(reminded(2, 7))).toEqual([]);
  });
  it('makes that the coordinator is told after the second reminder, once, and reminders go on', () => {
    expect(validationEscalatesTo(givenSite(...waiting, reminded(1)).state())).toEqual([]);
    const site = givenSite(...waiting, reminded(1), reminded(2));
    expect(validationEscalatesTo(site.state())).toEqual(['coordinator']);
    expect(site.events(escalated())).toEqual([{ type: 'escalated', about: 'invoice-validation', ordinal: 1, to: ['coordinator'] }]);
    expect(validationEscalatesTo(site.state())).toEqual([]);
    expect(site.when(escalated())).toEqual([]);
    expect(nextValidationReminderAtMs(site.state())).not.toBeNull();
    expect(site.when(reminded(3))).toEqual(['validationReminded']);
  });
  it('is left alone once he has answered, and counted anew for the next simulation', () => {
    const site = givenSite(...waiting, reminded(1), reminded(2), escalated(), contests());
    expect(nextValidationReminderAtMs(site.state())).toBeNull();
    expect(site.when(reminded(3))).toEqual([]);
    const again = givenSite(...waiting, reminded(1), reminded(2), escalated(), contests(), corrects('again'), made([], 'SIM-2'), does('invoice-simulation', 2), sent);
    expect(again.state().simulation).toMatchObject({ ordinal: 2, reminders: 0, isEscalated: false });
    expect(nextValidationReminderAtMs(again.state())).toBe(again.atMs() + 72 * hour);
    for (const step of siteSteps.filter((one) => one !== 'invoice-validation')) expect(nextValidationReminderAtMs(givenSite(...siteUntil(step)).state())).toBeNull();
  });
});

describe('billing (D-18)', () => {
  const billed: SiteCommand = { type: 'billingAnswered', subscriptionReference: 'SUB-1' };
  it.each(siteSteps.filter((step) => step !== 'billing-start'))('never starts in %s', (step) => {
    const site = givenSite(...siteUntil(step));
    expect(site.when(billed)).toEqual([]);
    expect(site.state().phase).toBe(step);
  });
  it('starts after the customer’s validation, from the MAD date of the notice, once', () => {
    const noticed: SiteCommand[] = [...siteUntil('delivery-notice'), { type: 'serviceRegistered', rds: 'RDS-1' }, { type: 'deliveryNoticeSent', madOn: '2026-01-31', document: issued }];
    const site = givenSite(...siteUntil('invoice-validation', noticed));
    expect(site.when(does('invoice-validation'))).toEqual(['taskCompleted', 'stepDone']);
    expect(site.when(does('invoice-validation'))).toBe('task-closed');
    expect(site.events(billed)).toMatchObject([{ type: 'billingStarted', from: '2026-01-31', subscriptionReference: 'SUB-1' }, { type: 'stepDone' }]);
    expect(site.when(billed)).toEqual([]);
  });
  const refused: SiteCommand = { type: 'billingAnswered', subscriptionReference: null, refusedBecause: 'unknown-customer' };
  const settles = (input: TaskInputs['billing-not-started']): SiteCommand => ({ type: 'completeTask', taskId: task('billing-not-started'), input });
  const comment = 'vu';
  it('that billing refuses is its people’s, with its reason, and sent again once they have seen to it (D-24)', () => {
    const site = givenSite(...siteUntil('billing-start'));
    expect(site.events(refused)).toMatchObject([{ type: 'billingNotStarted', reason: 'unknown-customer' }, { type: 'taskOpened' }]);
    expect(site.state()).toMatchObject({ phase: 'billing-start', subscriptionReference: null, tasks: { open: { [task('billing-not-started')]: { owner: 'billing-admin', context: { refusedBecause: 'unknown-customer' } } } } });
    expect(site.when(settles({ choice: 'send-again', comment }))).toEqual(['taskCompleted']);
    expect(site.when(billed)).toEqual(['billingStarted', 'stepDone']);
  });
  it('that was passed over has not started; that it did, by hand, is said with its reference', () => {
    const site = givenSite(...siteUntil('billing-start'));
    expect(site.events({ type: 'billingAnswered', subscriptionReference: null })).toMatchObject([{ type: 'billingNotStarted', reason: null }, { type: 'taskOpened' }]);
    expect(site.when(settles({ choice: 'simulate-anew', comment }))).toBe('D-18.start-unknown');
    expect(site.events(settles({ choice: 'started', subscriptionReference: 'SUB-9', comment }))).toMatchObject([{ type: 'taskCompleted' }, { type: 'billingStarted', subscriptionReference: 'SUB-9' }, { type: 'stepDone' }]);
    expect(givenSite(...siteUntil('billing-start')).when({ type: 'billingAnswered', subscriptionReference: null, isLetThrough: true })).toEqual(['billingStarted', 'stepDone']);
  });
  it('that is refused for its offer leads back to another simulation, which the customer validates anew (D-17, D-25)', () => {
    const site = givenSite(...siteUntil('billing-start'), refused);
    expect(site.when(settles({ choice: 'simulate-anew', comment }))).toEqual(['taskCompleted', 'billingReturned']);
    expect(site.state()).toMatchObject({ phase: 'invoice-simulation', simulation: { ordinal: 2, stage: 'asked' } });
    expect(site.when(billed)).toEqual([]);
    expect(site.when({ type: 'changeOffer', changeId: 'o', revision: 0, before: { recurringCents: 1, oneOffCents: 0 }, after: { recurringCents: 2, oneOffCents: 0 }, reason: 'remise' })).toEqual(['offerChanged']);
  });
});
