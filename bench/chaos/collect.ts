/** Reads all four books once everything is over: what people were told, the engine's histories, the database, the simulators' own records. */
import { commandIdOf, digestOf } from '../../api/http/idempotency.ts';
import { checkJourneys, plain, together } from '../../cli/check/check.ts';
import { readEvents } from '../../db/journey/rebuild.ts';
import { nextState } from '../../db/journey/record.ts';
import { createPool } from '../../db/pool.ts';
import { isDeepStrictEqual } from 'node:util';
import type { JourneyKind } from '../../domain/journey/kinds.ts';
import type { RecordedEvent } from '../../domain/journey/journey.ts';
import type { TicketState } from '../../domain/ticket/ticket.ts';
import { givenToRecorder } from '../../test/support/history.ts';
import { ourProcesses, type Installation } from '../../test/support/installation.ts';
import { effectsOf } from '../../test/support/outside-facts.ts';
import { rebuildDifferences } from '../../test/support/rebuild-differences.ts';
import type { CommandBook } from './book.ts';
import { clocksOf } from './clocks.ts';
import type { Books, ClockBook, Finding, JourneyBooks, KeyRow, Numbered, RecordedCommand, SiteRow } from './invariants/invariant.ts';

const progressEvery = 500;

export async function collectBooks(on: Installation, book: CommandBook, unfinished: Finding, say: (sentence: string) => void): Promise<Books> {
  const askedAgain = await book.askAgain();
  say('comparing: open journeys with their events and their workflows');
  const { journeys: open, differences } = await checkJourneys(on);
  const [journeys, clocks] = await readJourneys(on, say);
  const { pool } = on;
  const { rows: keys } = await pool.query<{ principal: string; route: string; key: string; digest: string; status: number | null; allocatedId: string | null }>(
    'SELECT principal, route, key, digest, status, allocated_id AS "allocatedId" FROM idempotency_keys');
  const { rows: commands } = await pool.query<RecordedCommand>(`
    SELECT command_id AS "commandId", journey_id AS "journeyId", min(channel) AS channel, count(*) AS events, max(number) - min(number) + 1 AS span FROM events WHERE journey_id NOT LIKE 'CLI-%' GROUP BY 1, 2`);
  const { rows: sites } = await pool.query<SiteRow>(`
    SELECT deployment_id AS "deploymentId", site, phase, order_key AS "orderKey", obl_reference AS "oblReference", rds, subscription_reference AS "subscriptionReference" FROM sites`);
  const { rows: deployments } = await pool.query<{ id: string }>("SELECT id FROM deployments WHERE phase = 'completed'");
  const { rows: notices } = await pool.query<Books['notices'][number]>('SELECT ticket, key, status, attempts FROM ticket_notices');
  const { rows: came } = await pool.query<{ id: string }>("SELECT source || ':' || id AS id FROM inbox WHERE reason IS DISTINCT FROM 'journey-ended'");
  const { rows: outbox } = await pool.query<{ position: number | null }>('SELECT position FROM outbox ORDER BY position');
  const outside = {
    'obl': await effectsOf(on, 'obl'), 'jarvis': await effectsOf(on, 'jarvis'), 'ref-tech': await effectsOf(on, 'ref-tech'), 'billing': await effectsOf(on, 'billing'),
    'mail': await effectsOf(on, 'mail'), 'sms': await effectsOf(on, 'sms'),
  };
  say('comparing: the read models with a rebuild from the events');
  return {
    told: book.told, keys: keys.map((row): KeyRow => ({ key: row.key, status: row.status, allocatedId: row.allocatedId, commandId: commandIdOf(row) })), commands, journeys, clocks, sites,
    deployments: deployments.map(({ id }) => id), outside, notices, callbacks: came.map(({ id }) => id), unfinished, askedAgain,
    checked: { looked: open + journeys.length, violations: differences.map(({ journeyId, fault }) => `${journeyId}: ${fault}`) },
    positions: outbox.map(({ position }) => position), rebuilt: await rebuilt(on),
    deaths: on.ownDeaths(), processes: ourProcesses.length,
  };
}

/** Takes what it takes, on a pool that does not give up. */
async function rebuilt({ databaseUrl }: Installation): Promise<Finding> {
  const pool = createPool(databaseUrl, () => undefined, 2, 0);
  try {
    const { journeys, differences } = await rebuildDifferences(pool);
    return { looked: journeys, violations: differences };
  } finally {
    await pool.end();
  }
}

async function readJourneys({ pool, client }: Installation, say: (sentence: string) => void): Promise<[JourneyBooks[], ClockBook[]]> {
  const { rows: ids } = await pool.query<{ id: string; kind: JourneyKind }>('SELECT id, kind FROM journeys ORDER BY id');
  const [journeys, clocks]: [JourneyBooks[], ClockBook[]] = [[], []];
  await together(ids, async ({ id, kind }) => {
    const recorded = await readEvents(pool, id);
    const { rows: [row] } = await pool.query<{ state: unknown; timeline: number[] | null; outbox: number[] | null }>(`
      SELECT state, (SELECT json_agg(number ORDER BY number) FROM timeline WHERE journey_id = $1) AS timeline, (SELECT json_agg(number ORDER BY position) FROM outbox WHERE journey_id = $1) AS outbox
      FROM journeys WHERE id = $1`, [id]);
    journeys.push({
      id, recorded: recorded.map(lineOf), given: (await givenToRecorder(client, id)).map(lineOf), timeline: row?.timeline ?? [], outbox: row?.outbox ?? [],
      isFolded: isDeepStrictEqual(plain(nextState(kind, undefined, recorded)), row?.state),
    });
    if (kind === 'ticket') clocks.push(...clocksOf(id, row?.state as TicketState, recorded));
    if (journeys.length % progressEvery === 0) say(`comparing: ${journeys.length} of ${ids.length} journeys with their histories`);
  });
  return [journeys, clocks];
}

function lineOf(event: RecordedEvent): Numbered {
  return { number: event.number, line: digestOf(plain(event)) };
}
