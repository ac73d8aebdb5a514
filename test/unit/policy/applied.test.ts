/** A policy applied to a running journey: taken when it is news, ignored when it is not, and nothing else of the journey changes. */
import { describe, expect, it } from 'vitest';
import { decideDeployment } from '../../../domain/deployment/decide.ts';
import { decideSite } from '../../../domain/deployment/decide-site.ts';
import { newDeployment, type DeploymentCommand } from '../../../domain/deployment/deployment.ts';
import { deploymentModel } from '../../../domain/deployment/evolve.ts';
import { siteModel } from '../../../domain/deployment/evolve-site.ts';
import { deliveryPolicies, freezeAppliedPolicy, freezeDeliveryPolicy } from '../../../domain/deployment/freeze-policy.ts';
import type { AppliedPolicy } from '../../../domain/deployment/policy.ts';
import { nextReminderAtMs } from '../../../domain/deployment/obl-wait.ts';
import { newSite, type SiteCommand, type SiteState } from '../../../domain/deployment/site.ts';
import type { JourneyEvent, JourneyModel } from '../../../domain/journey/journey.ts';
import { policyNames } from '../../../domain/policy/catalogue.ts';
import { policyFaults } from '../../../domain/policy/faults.ts';
import { policySchemas, type Policies } from '../../../domain/policy/policies.schema.ts';
import { shippedPolicy as shipped } from '../../support/delivery-policies.ts';
import { launch as launchOfTwoSites, opening } from '../deployment/given.ts';

const hour = 3_600_000;
const day = 24 * hour;
const launchedAtMs = Date.UTC(2026, 2, 2, 9);

const written = Object.fromEntries(deliveryPolicies.map((name) => [name, shipped(name)])) as Pick<Policies, (typeof deliveryPolicies)[number]>;
const policy = freezeDeliveryPolicy(written, Object.fromEntries(deliveryPolicies.map((name) => [name, 1])), launchedAtMs);

function run<S, C, E extends JourneyEvent>(model: JourneyModel<S, C, E>, commands: readonly C[], from: S, atMs = launchedAtMs): { state: S; types: string[] } {
  const types: string[] = [];
  let state = from;
  for (const command of commands) {
    const decision = model.decide(state, command, atMs);
    if (!decision.accepted) throw new Error(decision.refusal.code);
    for (const event of decision.events) {
      types.push(event.type);
      state = model.evolve(state, event, atMs);
    }
  }
  return { state, types };
}

const open: SiteCommand = { type: 'open', opening: { ...opening, policy } };
const waiting: SiteState = run(siteModel, [open, { type: 'orderTaken', attempt: 1, oblReference: 'OBL-1' }], newSite).state;
const launch: DeploymentCommand = { type: 'launch', launch: { ...launchOfTwoSites, policy } };

function reminders(version: number, elapsed: string): AppliedPolicy {
  const value = { ...written.reminders, 'obl-acknowledgement': { ...written.reminders['obl-acknowledgement'], firstAfter: { elapsed } } };
  return freezeAppliedPolicy({ policy: 'reminders', version, value }, launchedAtMs, launchedAtMs);
}

const apply = (applied: AppliedPolicy) => ({ type: 'applyPolicy', applied }) as const;

describe('a site that waits for its acknowledgement', () => {
  it('is reminded by the version that was applied, counted from the same instant', () => {
    expect(nextReminderAtMs(waiting)).toBe(Date.UTC(2026, 2, 5, 9));
    const { state, types } = run(siteModel, [apply(reminders(2, 'PT10H'))], waiting, launchedAtMs + 2 * hour);
    expect(types).toEqual(['policyApplied']);
    expect(nextReminderAtMs(state)).toBe(launchedAtMs + 10 * hour);
    expect(state.opening?.policy.versions).toEqual({ ...policy.versions, reminders: 2 });
    expect({ ...state, opening: waiting.opening }).toEqual(waiting);
  });

  it('ignores the version it has, and one before it', () => {
    const { state } = run(siteModel, [apply(reminders(3, 'PT10H'))], waiting);
    expect(run(siteModel, [apply(reminders(3, 'PT20H')), apply(reminders(2, 'PT20H'))], state)).toEqual({ state, types: [] });
  });

  it('counts the business days of the calendar that was applied, those before the command too', () => {
    const { operator } = written.calendars.calendars;
    const closed = { ...written.calendars, calendars: { ...written.calendars.calendars, operator: { ...operator, timeZone: 'Europe/Paris', weekly: { mon: [['09:00', '10:00'] as [string, string]] } } } };
    const applied = freezeAppliedPolicy({ policy: 'calendars', version: 2, value: closed }, launchedAtMs, launchedAtMs + 300 * day);
    const { state } = run(siteModel, [apply(applied)], waiting, launchedAtMs + 300 * day);
    expect(nextReminderAtMs(state)).toBe(Date.UTC(2026, 2, 23, 9));
  });

  it('takes the version it has once more only where its days reach further', () => {
    const further = freezeAppliedPolicy({ policy: 'calendars', version: 1, value: written.calendars }, launchedAtMs, launchedAtMs + 300 * day);
    const { state, types } = run(siteModel, [apply(further), apply(further)], waiting);
    expect(types).toEqual(['policyApplied']);
    expect(state.opening?.policy.days.business.length).toBe(policy.days.business.length + 300);
    expect(nextReminderAtMs(state)).toBe(nextReminderAtMs(waiting));
  });
});

describe('a site', () => {
  const version2 = (written: Parameters<typeof freezeAppliedPolicy>[0]) => run(siteModel, [apply(freezeAppliedPolicy(written, launchedAtMs, launchedAtMs))], waiting).state.opening?.policy;
  it('is observed by the acceptance that was applied (D-15)', () => {
    const value = { ...written.acceptance, observation: 'PT2H', readEvery: 'PT5M', changesAtMost: 1 };
    expect(version2({ policy: 'acceptance', version: 2, value })).toEqual({ ...policy, versions: { ...policy.versions, acceptance: 2 }, acceptance: { ...policy.acceptance, observationMs: 2 * hour, readEverySeconds: 300, changesAtMost: 1 } });
  });
  it('is billed with the VAT that was applied (D-30)', () => {
    expect(version2({ policy: 'billing', version: 2, value: { ...written.billing, vatBasisPoints: 1_000 } })).toEqual({ ...policy, versions: { ...policy.versions, billing: 2 }, vatBasisPoints: 1_000 });
  });
});

describe('whatever has not begun or has ended', () => {
  it('ignores a policy', () => {
    const command = apply(reminders(2, 'PT10H'));
    expect(decideSite(newSite, command, launchedAtMs)).toEqual({ accepted: true, events: [] });
    expect(decideDeployment(newDeployment, command, launchedAtMs)).toEqual({ accepted: true, events: [] });
    const cancelled = run(siteModel, [{ type: 'cancel', reason: 'x' }, { type: 'effectSettled', effect: waiting.effects[0] as never, outcome: 'undone' }, { type: 'end' }], waiting).state;
    expect(cancelled.phase).toBe('cancelled');
    expect(decideSite(cancelled, command, launchedAtMs)).toEqual({ accepted: true, events: [] });
  });
});

it('a deployment keeps what is applied for the sites that it starts later', () => {
  const { state, types } = run(deploymentModel, [launch, apply(reminders(2, 'PT10H'))], newDeployment);
  expect(types.at(-1)).toBe('policyApplied');
  expect(state.launch?.policy).toMatchObject({ versions: { reminders: 2 }, reminders: { 'obl-acknowledgement': { firstAfter: { elapsedMs: 10 * hour } } } });
});

it('milestones and calendars are bounded in number, so that no edit holds the API up', () => {
  const many = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, { step: 1, after: { launch: 1 } }]));
  expect(policySchemas['lead-times'].safeParse({ anchor: 'm0', jeopardyBusinessDays: 2, milestones: many(200) }).success).toBe(true);
  expect(policySchemas['lead-times'].safeParse({ anchor: 'm0', jeopardyBusinessDays: 2, milestones: many(201) }).success).toBe(false);
  const names = Array.from({ length: 200 }, (_, index) => `m${index}`);
  const dense = Object.fromEntries(names.map((name, index) => [name, { step: 1, after: Object.fromEntries(Array.from({ length: 20 }, (_, far) => [names[(index + far + 1) % 200], 1])) }]));
  const all = Object.fromEntries(policyNames.map((name) => [name, shipped(name)])) as unknown as Policies;
  expect(policyFaults({ ...all, 'lead-times': policySchemas['lead-times'].parse({ anchor: 'm0', jeopardyBusinessDays: 2, milestones: dense }) }).get('lead-times')).toHaveLength(4000);
});
