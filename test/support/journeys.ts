/** Plays a deployment on the real engine through its own messages, as API and relay do, and reads every book about it. */
import { WithStartWorkflowOperation, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { expect } from 'vitest';
import { keepLaunchFile } from '../../db/deployment/launch-files.ts';
import { readEvents } from '../../db/journey/rebuild.ts';
import { nextState } from '../../db/journey/record.ts';
import { nextNumber } from '../../db/numbers.ts';
import { siteJourneyId, siteKey, type DeploymentPhase, type DeploymentState, type Launch } from '../../domain/deployment/deployment.ts';
import type { InvoiceDelivery } from '../../domain/deployment/launch.schema.ts';
import type { OblFact, RefTechFact, SitePhase, SiteState } from '../../domain/deployment/site.ts';
import type { ActMeta } from '../../domain/journey/journey.ts';
import {
  cancelUpdate, completeTaskUpdate, deploymentWorkflowType, oblToldUpdate, openUpdate, refTechToldUpdate, siteStateQuery, type DeploymentStart,
} from '../../workflows/deployment/messages.ts';
import { taskQueues, workflowIdOf } from '../../workflows/journey/messages.ts';
import { launchAt } from './carried.ts';
import { laddersInHours, shippedParts } from './delivery-policies.ts';
import type { House } from './house.ts';
import { eventually } from './eventually.ts';
import { launchFileOf, plainOrder, type Lines } from './launch-file.ts';

const hour = 3_600_000;

const anyLink = { latencyMsAtMost: 1_000, lossPercentAtMost: 100, throughputPercentAtLeast: 0 };

/** Long enough never to fire in a test that does not skip time. */
export const testPolicy: Launch['policy'] = {
  versions: { reminders: 1 },
  days: { firstDay: 0, business: '', midnights: [[0, 0]] },
  ...shippedParts, reminders: laddersInHours(72, 48, { 'delivery-report': [24, 48] }),
  acceptance: {
    observationMs: 20, readEverySeconds: 1, changesAtMost: 3,
    limits: { 'ftth': anyLink, 'ftto': anyLink, 'sdsl': anyLink, 'adsl': anyLink, '4g': anyLink },
  },
  vatBasisPoints: 2_000,
  outsideCalls: { tellAfterMs: 30_000, againEveryMs: hour },
};

interface LaunchOptions {
  readonly policy?: Launch['policy'];
  /** Latest dates; none unless said otherwise, so that no alert is ever due. */
  readonly schedule?: Launch['schedule'];
  /** What each site is ordered with. */
  readonly lines?: Lines;
  /** C-08. */
  readonly signedOn?: string;
  /** RDS that each site takes the place of (C-08), and what they are left for. */
  readonly replaces?: readonly (readonly string[])[];
  readonly succession?: NonNullable<Launch['succession']>;
  /** How the customer is invoiced (S-05). */
  readonly invoice?: InvoiceDelivery;
  /** The OBLs that each site's evidence names (D-08). */
  readonly eligible?: readonly string[];
}

let acts = 0;
export function meta(overrides: Partial<ActMeta> = {}): ActMeta {
  acts += 1;
  return { actor: 'test', channel: 'api', commandId: `test-${process.pid}-${Date.now()}-${acts}`, ...overrides };
}

export class Journeys {
  readonly house: House;
  constructor(house: House) { this.house = house; }

  async launch(cities: readonly string[], options: LaunchOptions = {}): Promise<TestJourney> {
    const { client } = this.house;
    const launch = await this.keepLaunch(cities, options);
    const { deploymentId } = launch;
    const opening = { command: { type: 'launch' as const, launch }, meta: meta() };
    const start: DeploymentStart = { journeyId: deploymentId, opening };
    await client.workflow.executeUpdateWithStart(openUpdate, {
      updateId: opening.meta.commandId, args: [{ meta: opening.meta }],
      startWorkflowOperation: new WithStartWorkflowOperation(deploymentWorkflowType, {
        workflowId: workflowIdOf(deploymentId), taskQueue: taskQueues.journeys, args: [start], workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    });
    return new TestJourney(this.house, deploymentId, cities.length);
  }

  /** Already in this phase: with its sites on their way unless said otherwise. */
  async begin(
    cities: readonly string[],
    { at = 'delivering', isTechnicallyCollected = true, ...options }: LaunchOptions & { at?: DeploymentPhase; isTechnicallyCollected?: boolean } = {},
  ): Promise<TestJourney> {
    const launch = await this.keepLaunch(cities, options);
    await launchAt(this.house, launch, at, isTechnicallyCollected);
    return new TestJourney(this.house, launch.deploymentId, cities.length);
  }

  async keepLaunch(cities: readonly string[], { policy = testPolicy, schedule = [], lines, eligible = [], signedOn, replaces = [], invoice, succession = { origin: 'change', endsOldOn: null } }: LaunchOptions = {}): Promise<Launch> {
    const { pool } = this.house;
    const deploymentId = await nextNumber(pool, 'AFF', 2026);
    const plain = launchFileOf(cities, lines);
    const file = { ...plain, ...(invoice ? { invoice } : {}), sites: plain.sites.map((site, index) => ({ ...site, ...(replaces[index] ? { replaces: [...replaces[index]] } : {}) })) };
    await keepLaunchFile(pool, deploymentId, file);
    return {
      deploymentId, customerId: file.customerId, orderNumber: file.orderNumber, market: file.market, targetActivationDate: file.targetActivationDate, policy, order: plainOrder, schedule, ...(signedOn === undefined ? {} : { signedOn }),
      sites: file.sites.map(({ accessType }, index) => ({ site: siteKey(index), accessType, eligible, ...(replaces[index] ? { replaces: replaces[index] } : {}) })), ...(replaces.length > 0 ? { succession } : {}),
    };
  }
}

export class TestJourney {
  readonly house: House;
  readonly id: string;
  readonly siteCount: number;
  constructor(house: House, id: string, siteCount: number) { this.house = house; this.id = id; this.siteCount = siteCount; }

  journeyId(site?: string): string { return site === undefined ? this.id : siteJourneyId(this.id, site); }
  handle(site?: string) { return this.house.client.workflow.getHandle(workflowIdOf(this.journeyId(site))); }

  async openTask(step: string, site?: string): Promise<string> {
    return await eventually(async () => {
      const { rows: [task] } = await this.house.pool.query<{ id: string }>("SELECT id FROM tasks WHERE journey_id = $1 AND step = $2 AND status = 'open'", [this.journeyId(site), step]);
      if (!task) throw new Error(`no open task ${step} of ${this.journeyId(site)}`);
      return task.id;
    });
  }

  async completeTask(step: string, input: unknown, site?: string, by: Partial<ActMeta> = {}): Promise<number> {
    return await this.complete(await this.openTask(step, site), input, site, by);
  }

  /** Completes this very task, open or not. */
  async complete(taskId: string, input: unknown, site?: string, by: Partial<ActMeta> = {}): Promise<number> {
    const act = meta(by);
    const { number } = await this.handle(site).executeUpdate(completeTaskUpdate, { updateId: act.commandId, args: [{ taskId, input: input as never, meta: act }] });
    return number;
  }

  async cancel(reason = 'client-renonce'): Promise<void> {
    const act = meta();
    await this.handle().executeUpdate(cancelUpdate, { updateId: act.commandId, args: [{ reason, meta: act }] });
  }

  async oblTells(site: string, fact: OblFact, { attempt = 1, commandId }: { attempt?: number; commandId?: string } = {}): Promise<number> {
    const act = meta({ actor: 'system:obl', channel: 'callback', ...(commandId === undefined ? {} : { commandId }) });
    const tell = () => this.handle(site).executeUpdate(oblToldUpdate, { updateId: act.commandId, args: [{ orderKey: `${this.id}.${site}.${attempt}`, fact, meta: act }] });
    // An update that is slow to be answered is asked for again by the SDK, and of the newest run only: a journey that has moved to a fresh
    // history meanwhile doesn't show it any more, and gives its number to whoever tells it again.
    const { number } = await tell().catch(async (error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError) || !error.message.startsWith('update ')) throw error;
      return await tell();
    });
    return number;
  }

  async refTechTells(site: string, fact: RefTechFact, { commandId }: { commandId?: string } = {}): Promise<number> {
    const act = meta({ actor: 'system:ref-tech', channel: 'callback', ...(commandId === undefined ? {} : { commandId }) });
    const { number } = await this.handle(site).executeUpdate(refTechToldUpdate, { updateId: act.commandId, args: [{ fact, meta: act }] });
    return number;
  }

  async awaitSitePhase(site: string, phase: SitePhase): Promise<void> {
    await eventually(async () => {
      const { rows: [row] } = await this.house.pool.query<{ phase: string }>('SELECT phase FROM sites WHERE deployment_id = $1 AND site = $2', [this.id, site]);
      expect(row?.phase).toBe(phase);
    });
  }

  /** The state as it was recorded: of what is recorded it never lags behind, and it costs the engine nothing. */
  async recordedState<S extends SiteState | DeploymentState>(site?: string): Promise<S> {
    const { rows: [row] } = await this.house.pool.query<{ state: S }>('SELECT state FROM journeys WHERE id = $1', [this.journeyId(site)]);
    if (!row) throw new Error(`nothing is recorded of ${this.journeyId(site)}`);
    return row.state;
  }

  siteState(site: string): Promise<SiteState> { return this.handle(site).query(siteStateQuery); }
  result(): Promise<unknown> { return this.handle().result(); }

  async eventTypes(site?: string): Promise<string[]> {
    return (await readEvents(this.house.pool, this.journeyId(site))).map(({ event }) => event.type);
  }

  /** History's state, recorded events, read model and numbers agree: each event once, in order, without a gap; also while the journey goes on. */
  async expectOneStory(sites = Array.from({ length: this.siteCount }, (_, index) => siteKey(index))): Promise<void> {
    for (const site of [undefined, ...sites]) await eventually(() => this.expectOneStoryOf(site), 5_000);
  }

  private async expectOneStoryOf(site: string | undefined): Promise<void> {
    const events = await readEvents(this.house.pool, this.journeyId(site));
    if (events.length === 0) return;
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
    const state = await this.handle(site).query<unknown>('state');
    const folded: unknown = nextState(site === undefined ? 'deployment' : 'site', undefined, events);
    expect(JSON.parse(JSON.stringify(folded))).toEqual(state);
    const { rows: [row] } = await this.house.pool.query<{ state: unknown; version: number }>('SELECT state, version FROM journeys WHERE id = $1', [this.journeyId(site)]);
    expect(row).toEqual({ state, version: events.length });
    const { rows: [told] } = await this.house.pool.query<{ timeline: number; outbox: number }>(
      'SELECT (SELECT count(*)::int FROM timeline WHERE journey_id = $1) AS timeline, (SELECT count(*)::int FROM outbox WHERE journey_id = $1) AS outbox', [this.journeyId(site)]);
    expect(told).toEqual({ timeline: events.length, outbox: events.length });
  }
}

/** The code of the refusal that an Update was answered with. */
export async function refusalOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) return (error.cause as { type?: string }).type ?? 'no type';
    throw error;
  }
  throw new Error('the act was accepted');
}
