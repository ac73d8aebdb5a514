/** Jeopardy (D-21): when a milestone is raised, to whom, once, and when it is taken back. */
import { describe, expect, it } from 'vitest';
import { calendarBusinessDays, freezeDays } from '../../../domain/calendar/businessDays.ts';
import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { backwardSchedule } from '../../../domain/deployment/backward.ts';
import { nextThresholdAtMs } from '../../../domain/deployment/decide-jeopardy.ts';
import { deploymentModel } from '../../../domain/deployment/evolve.ts';
import { siteModel } from '../../../domain/deployment/evolve-site.ts';
import { untold } from '../../../domain/deployment/jeopardy.ts';
import { deploymentPlan, latestDates, ownMilestones, sitePlan } from '../../../domain/deployment/progress.ts';
import type { SiteCommand, SiteEvent, SiteState } from '../../../domain/deployment/site.ts';
import type { DeploymentCommand, DeploymentEvent } from '../../../domain/deployment/deployment.ts';
import type { TaskStep } from '../../../domain/deployment/steps.ts';
import type { JourneyEvent, JourneyModel } from '../../../domain/journey/journey.ts';
import { questionnaire } from '../../support/answers.ts';
import { shippedPolicy } from '../../support/delivery-policies.ts';
import { launch, opening, policy as anyPolicy } from './given.ts';
import { nextOfDeployment, nextOfSite, siteTask } from './straight.ts';

const calendar = shippedPolicy('calendars').calendars['operator'] as Calendar;
const policy = { ...anyPolicy, days: freezeDays(calendar, '2026-01-01', '2027-12-31') };
const target = '2026-05-12';
const schedule = backwardSchedule(policy.leadTimes, target, calendarBusinessDays(calendar).add);
const opened = { ...opening, policy, schedule, targetActivationDate: target, launchedOn: '2026-03-13', doneOn: { 'technical-validation': '2026-03-17', 'welcome-call': '2026-03-20', 'customer-launch': '2026-03-24' } };
/** In Paris, in summer. */
const at = (date: string, time = '08:00') => Date.parse(`${date}T${time}:00+02:00`);

/** A journey that is told the hour of each command. */
function journey<S, C, E extends JourneyEvent>(model: JourneyModel<S, C, E>) {
  let state = model.initial;
  return {
    state: () => state,
    act(command: C, nowMs: number): E[] {
      const decision = model.decide(state, command, nowMs);
      if (!decision.accepted) throw new Error(decision.refusal.code);
      for (const event of decision.events) state = model.evolve(state, event, nowMs);
      return [...decision.events];
    },
  };
}

function site(phase: SiteState['phase'], nowMs: number) {
  const played = journey<SiteState, SiteCommand, SiteEvent>(siteModel);
  for (let command = nextOfSite(played.state(), opened); command && played.state().phase !== phase; command = nextOfSite(played.state(), opened)) played.act(command, nowMs);
  return { ...played, next: () => nextThresholdAtMs(played.state(), sitePlan(played.state())), check: (atMs: number) => played.act({ type: 'checkSchedule' }, atMs) };
}

describe('a site whose order is due on Wednesday 25 March and acknowledged by 1 April 2026 (D-21)', () => {
  it('is looked at next at eight in the morning, two business days before the first latest date that is not kept', () => {
    // Winter time until 29 March.
    expect(site('access-order', at('2026-03-20')).next()).toBe(Date.parse('2026-03-23T08:00:00+01:00'));
    expect(site('acknowledgement', at('2026-03-24')).next()).toBe(at('2026-03-30'));
  });

  it('raises the acknowledgement to its owner as its date comes near, once, and once more to the production manager when it has passed', () => {
    const waits = site('acknowledgement', at('2026-03-25'));
    expect(waits.check(at('2026-03-30', '07:59'))).toEqual([]);
    expect(waits.check(at('2026-03-30'))).toEqual([{
      type: 'jeopardyRaised', milestone: 'obl-acknowledgement', ordinal: 1, threshold: 'approaching', latestOn: '2026-04-01', expectedOn: '2026-04-01', cause: null, to: ['coordinator'],
    }]);
    expect(waits.check(at('2026-03-31'))).toEqual([]);
    expect(waits.next()).toBe(at('2026-04-02'));
    expect(waits.check(at('2026-04-02'))).toMatchObject([{ ordinal: 2, threshold: 'passed', expectedOn: '2026-04-02', cause: { milestone: 'obl-acknowledgement', slippedDays: 1 }, to: ['coordinator', 'production-manager'] }]);
    expect(waits.check(at('2026-04-20')).map((event) => 'milestone' in event && event.milestone)).not.toContain('obl-acknowledgement');
  });

  it('tells its people once: what was told, or is over, is not told again', () => {
    const waits = site('acknowledgement', at('2026-03-25'));
    waits.check(at('2026-03-30'));
    expect(untold(waits.state().jeopardies)).toMatchObject({ milestone: 'obl-acknowledgement', ordinal: 1 });
    expect(waits.act({ type: 'jeopardyTold', ordinal: 1 }, at('2026-03-30'))).toEqual([{ type: 'jeopardyTold', ordinal: 1 }]);
    expect(waits.act({ type: 'jeopardyTold', ordinal: 1 }, at('2026-03-30'))).toEqual([]);
    expect(untold(waits.state().jeopardies)).toBeNull();
  });

  it('takes it back with the very callback that brings the acknowledgement', () => {
    const waits = site('acknowledgement', at('2026-03-25'));
    waits.check(at('2026-04-02'));
    const told = waits.act({ type: 'oblTold', orderKey: waits.state().order?.orderKey ?? '', fact: { type: 'acknowledged', oblReference: 'OBL-1', plannedDeliveryDate: '2026-05-11' }, heard: 'callback' }, at('2026-04-03'));
    expect(told.at(-1)).toEqual({ type: 'jeopardyCleared', milestone: 'obl-acknowledgement', reason: 'done' });
    expect(waits.state().jeopardies.open).toEqual({});
  });

  it('takes it back when other lead times leave it time, and raises only what they bring near', () => {
    const waits = site('acknowledgement', at('2026-03-25'));
    waits.check(at('2026-03-30'));
    const { milestones } = policy.leadTimes;
    const shorter = { ...policy.leadTimes, milestones: { ...milestones, 'technical-visit': { ...milestones['technical-visit'] as { step: number }, after: { 'obl-acknowledgement': 4, 'intervention-planning': 0 } } } };
    const moved = waits.act({ type: 'applyPolicy', applied: { policy: 'lead-times', version: 2, frozen: { leadTimes: shorter } } }, at('2026-03-30'));
    expect(moved.map(({ type }) => type)).toEqual(['policyApplied', 'jeopardyCleared']);
    expect(moved[1]).toMatchObject({ reason: 'replanned' });
    expect(waits.state().opening?.schedule).toEqual(latestDates({ ...policy, leadTimes: shorter }, target));
    // Planned five days after it, over Easter: 9 April, less two business days.
    expect(waits.next()).toBe(at('2026-04-07'));
  });

  it('that is cancelled or past its milestones keeps no date', () => {
    const waits = site('acknowledgement', at('2026-03-25'));
    waits.check(at('2026-04-02'));
    expect(waits.act({ type: 'cancel', reason: 'renonce' }, at('2026-04-02')).at(-1)).toEqual({ type: 'jeopardyCleared', milestone: 'obl-acknowledgement', reason: 'ended' });
    expect(waits.next()).toBeNull();
    expect(site('in-service', at('2026-04-02')).next()).toBeNull();
  });

  it('opened after many dates have passed is told each as passed, never first as near', () => {
    const late = site('access-order', at('2026-04-17'));
    expect(late.check(at('2026-04-20')).map((event) => event.type === 'jeopardyRaised' && [event.milestone, event.threshold])).toEqual([
      ['obl-order', 'passed'], ['obl-acknowledgement', 'passed'], ['intervention-planning', 'passed'], ['technical-visit', 'passed'],
    ]);
  });

  it('that is refused, or leaves its OBL, keeps nothing of the order that was (D-20)', () => {
    const waits = site('technical-visit', at('2026-03-25'));
    const doneOn = () => Object.keys(sitePlan(waits.state())?.facts.doneOn ?? {});
    const ofDeployment = Object.keys(opened.doneOn);
    expect(doneOn()).toEqual([...ofDeployment, 'obl-order', 'obl-acknowledgement', 'intervention-planning']);
    expect(sitePlan(waits.state())?.facts.plannedOn).toHaveProperty('delivery');
    const complete = (step: TaskStep, input: object) => waits.act({ type: 'completeTask', taskId: siteTask(step), input: input as never }, at('2026-03-26'));
    complete('technical-visit', { outcome: 'unfavourable', comment: 'vu' });
    waits.act({ type: 'stepDone', step: 'technical-visit' }, at('2026-03-26'));
    expect([waits.state().phase, doneOn()]).toEqual(['visit-blocked', [...ofDeployment, 'obl-order', 'obl-acknowledgement', 'intervention-planning']]);
    complete('visit-unfavourable', { choice: 'other-obl', obl: 'axione', comment: 'vu' });
    expect([waits.state().phase, doneOn(), sitePlan(waits.state())?.facts.plannedOn]).toEqual(['reordering', ofDeployment, {}]);
  });

  it('with a milestone that only the policy knows raises it to the coordinator, until what waits for it is done', () => {
    const { milestones } = policy.leadTimes;
    const cabling = { ...milestones, 'cabling': { step: 6, after: { 'obl-acknowledgement': 1 } }, 'technical-visit': { step: 6, after: { ...milestones['technical-visit']?.after, cabling: 9 } } };
    const applied = { policy: 'lead-times', version: 2, frozen: { leadTimes: { ...policy.leadTimes, milestones: cabling } } };
    const waits = site('technical-visit', at('2026-03-25'));
    waits.act({ type: 'applyPolicy', applied }, at('2026-03-26'));
    expect(waits.check(at('2026-04-01')).filter((event) => 'milestone' in event && event.milestone === 'cabling')).toMatchObject([{ type: 'jeopardyRaised', threshold: 'approaching', latestOn: '2026-04-02', to: ['coordinator'] }]);
    waits.act({ type: 'completeTask', taskId: siteTask('technical-visit'), input: { outcome: 'favourable', questionnaire } }, at('2026-04-02'));
    expect(waits.act({ type: 'stepDone', step: 'technical-visit' }, at('2026-04-02'))).toContainEqual({ type: 'jeopardyCleared', milestone: 'cabling', reason: 'done' });
    expect(ownMilestones('deployment', { ...policy.leadTimes, milestones: cabling })).not.toContain('cabling');
  });

  it('whose configuration is due asks who has its step', () => {
    const waits = site('dispatch', at('2026-04-17'));
    expect(waits.check(at('2026-05-12')).find((event) => event.type === 'jeopardyRaised' && event.milestone === 'configuration')).toMatchObject({ to: ['logistics', 'production-manager'] });
  });
});

describe('a deployment (D-21)', () => {
  it('raises its own milestones until they are done, and keeps when each step ended (D-20)', () => {
    const played = journey<ReturnType<typeof deploymentModel.evolve>, DeploymentCommand, DeploymentEvent>(deploymentModel);
    played.act({ type: 'launch', launch: { ...launch, policy, schedule, targetActivationDate: target } }, at('2026-04-01'));
    expect(played.act({ type: 'checkSchedule' }, at('2026-04-01')).map((event) => event.type === 'jeopardyRaised' && [event.milestone, event.to.join()])).toEqual([
      ['technical-validation', 'production-manager'], ['welcome-call', 'coordinator,production-manager'], ['customer-launch', 'coordinator,production-manager'],
    ]);
    for (let command = nextOfDeployment(played.state()); command; command = nextOfDeployment(played.state())) played.act(command, at('2026-04-02'));
    expect(played.state()).toMatchObject({ phase: 'delivering', jeopardies: { raised: 3, open: {} } });
    expect(deploymentPlan(played.state())?.facts.doneOn).toEqual({ 'technical-validation': '2026-04-02', 'welcome-call': '2026-04-02', 'customer-launch': '2026-04-02' });
  });
});
