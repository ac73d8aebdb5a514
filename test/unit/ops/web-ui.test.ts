/** What a supervisor reads in the Temporal Web UI, of every kind of journey: a summary on each activity and timer, and the way to the console. */
import { describe, expect, it } from 'vitest';
import type { RecordBatch } from '../../../activities/recorder/batch.ts';
import { nextState } from '../../../db/journey/record.ts';
import { journeyModels, type JourneyKind } from '../../../domain/journey/kinds.ts';
import { appointmentDetails } from '../../../workflows/appointment/details.ts';
import { backupDetails } from '../../../workflows/backup/details.ts';
import { complaintDetails } from '../../../workflows/complaint/details.ts';
import { deploymentDetails, siteDetails } from '../../../workflows/deployment/details.ts';
import { followUpDetails } from '../../../workflows/follow-up/details.ts';
import { consoleLine } from '../../../workflows/journey/console-page.ts';
import { replacementDetails } from '../../../workflows/replacement/details.ts';
import { orderDetails } from '../../../workflows/order/details.ts';
import { terminationDetails } from '../../../workflows/termination/details.ts';
import { ticketDetails } from '../../../workflows/ticket/details.ts';
import * as workflows from '../../../workflows/index.ts';
import { recordedHistories } from '../../support/histories.ts';

/** What the recorded lives of each type of workflow show: of activities and timers the summary, or what has none. */
async function shownByType(): Promise<Map<string, string[]>> {
  const shown = new Map<string, string[]>();
  for (const { name, history } of await recordedHistories()) {
    const events = history.events ?? [];
    const type = events[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? name;
    const summaries = events.flatMap(({ userMetadata, activityTaskScheduledEventAttributes: activity, timerStartedEventAttributes: timer }) => {
      if (!activity && !timer) return [];
      const { data } = userMetadata?.summary ?? {};
      return [data ? JSON.parse(Buffer.from(data).toString()) as string : `${activity?.activityType?.name ?? 'timer'} has no summary`];
    });
    shown.set(type, [...shown.get(type) ?? [], ...summaries]);
  }
  return shown;
}

const detailsOf: { readonly [kind in JourneyKind]: (state: never) => string } = {
  deployment: deploymentDetails, site: siteDetails, ticket: ticketDetails, termination: terminationDetails, replacement: replacementDetails, backup: backupDetails, order: orderDetails, appointment: appointmentDetails, followUp: followUpDetails, complaint: complaintDetails,
};

/** What each recorded life showed as it went on: its details after each recording. */
async function detailsByKind(): Promise<Map<JourneyKind, string[]>> {
  const shown = new Map<JourneyKind, string[]>();
  for (const { history } of await recordedHistories()) {
    let state: unknown;
    for (const { activityTaskScheduledEventAttributes: activity } of history.events ?? []) {
      const data = activity?.activityType?.name === 'recordEvents' ? activity.input?.payloads?.[0]?.data : undefined;
      if (!data) continue;
      const { kind, events } = JSON.parse(Buffer.from(data).toString()) as RecordBatch;
      // A later run begins with what the one before carried over.
      if (state === undefined && events[0]?.number !== 1) break;
      state = nextState(kind, state, events);
      shown.set(kind, [...shown.get(kind) ?? [], detailsOf[kind](state as never)]);
    }
  }
  return shown;
}

describe('The Temporal Web UI', () => {
  it('shows where each kind of journey stands, in French, after each of its acts: no key of a phase, nothing undefined, nobody’s name', async () => {
    const shown = await detailsByKind();
    expect([...shown.keys()].toSorted()).toEqual(Object.keys(journeyModels).toSorted());
    for (const [kind, all] of shown) {
      expect(all.length).toBeGreaterThan(4);
      expect([kind, all.filter((text) => !/^\*\*[A-ZÀ-Ý][^*]+\*\*/.test(text) || /undefined|null|NaN|\[object|@|Jeanne|Martin|\+33/.test(text))]).toEqual([kind, []]);
      expect(new Set(all).size).toBeGreaterThan(3);
      // The recorded backup asked nobody for anything.
      if (kind !== 'backup') expect([kind, all.some((text) => text.includes('À faire : **'))]).toEqual([kind, true]);
    }
  });

  it('shows what each activity and each timer is for, in the words of who reads it, in every kind of journey', async () => {
    const shown = await shownByType();
    // The round of a night is over in seconds, and its schedule is what is looked at.
    expect([...shown.keys()].toSorted()).toEqual(Object.keys(workflows).filter((type) => type !== 'backupRound' && type !== 'interceptors').toSorted());
    for (const [type, summaries] of shown) {
      expect([type, summaries.filter((summary) => summary.endsWith('has no summary') || Buffer.byteLength(summary) > 200)]).toEqual([type, []]);
      expect(summaries.length).toBeGreaterThan(8);
    }
  });

  it.each([
    ['deployment', 'AFF-2026-000001', '/deployments/AFF-2026-000001'],
    ['site', 'AFF-2026-000001/S002', '/deployments/AFF-2026-000001?site=S002'],
    ['ticket', 'TCK-2026-000001', '/tickets/TCK-2026-000001'],
    ['termination', 'RES-2026-000001', '/terminations/RES-2026-000001'],
    ['replacement', 'REP-2026-000001', '/replacements/REP-2026-000001'],
    ['appointment', 'RDV-2026-000001', '/agenda?appointment=RDV-2026-000001'],
    ['followUp', 'REL-2026-000001', '/opportunities?followUp=REL-2026-000001'],
  ] as const)('leads from a %s to its page of the console', (kind, id, page) => {
    expect(consoleLine({ console: 'https://jalon.example.fr' }, kind, id)).toBe(`\n\n[Ouvrir dans la console](https://jalon.example.fr${page})`);
  });

  it('leads nowhere where no console is named, or there is no page', () => {
    const kinds = Object.keys(journeyModels) as JourneyKind[];
    expect(kinds.map((kind) => consoleLine(undefined, kind, 'AFF-2026-000001/S001'))).toEqual(kinds.map(() => ''));
    expect(consoleLine({ console: 'https://jalon.example.fr' }, 'backup', 'SAV-1')).toBe('');
  });
});
