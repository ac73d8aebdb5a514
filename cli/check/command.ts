/** `./jalon check`: compares records and engine, and says each difference. `./jalon reconcile`: mends, after a restore, what can be mended. */
import { Connection } from '@temporalio/client';
import { databaseSettings, readSettings, temporalSettings } from '../../config.ts';
import { createPool } from '../../db/pool.ts';
import { createTemporalClient, payloadCodecOf } from '../../workers/temporal-client.ts';
import { temporalConnection } from '../../workers/temporal-connection.ts';
import { exitCodes } from '../failure.ts';
import { checkJourneys, type Books, type Fault } from './check.ts';
import { reconcile, skipNumbers, type Repair, type Repaired } from './reconcile.ts';

const sentences: Readonly<Record<Fault, string>> = {
  'row': 'its row is not what its events say; `./jalon rebuild` makes it so',
  'state': 'its workflow says otherwise than its events',
  'not-running': 'open by its events, and no workflow runs it',
  'not-recorded': 'its workflow runs, and no open journey is recorded',
  'not-answered': 'its workflow does not answer; does a worker run?',
};

const progressEveryMs = 2_000;

/** @returns the exit code: 1 where something differs. */
export async function runCheck(): Promise<number> {
  return await withBooks(async (books) => {
    let toldMs = Date.now();
    const { journeys, differences } = await checkJourneys(books, (compared) => {
      if (Date.now() - toldMs < progressEveryMs) return;
      toldMs = Date.now();
      process.stderr.write(`${compared} journeys compared\n`);
    });
    for (const { journeyId, fault } of differences) process.stdout.write(`${journeyId}: ${sentences[fault]}\n`);
    process.stdout.write(`${journeys} open journey${journeys === 1 ? '' : 's'} compared, ${differences.length} difference${differences.length === 1 ? '' : 's'}.\n`);
    return differences.length === 0 ? exitCodes.ok : exitCodes.failed;
  });
}

const repairs: Readonly<Record<Repair, (repaired: Repaired) => string>> = {
  recorded: ({ recorded, given }) => `the record was behind (${recorded} of ${given} events) and has the rest from the engine's history`,
  started: ({ recorded, given }) => `the engine ${given === 0 ? 'knew nothing of it' : given === recorded ? 'no longer ran it, or told another story' : `was at event ${given} of ${recorded}`}: begun anew from its record`,
  ended: () => 'ended by its record; the engine did not know, and has ended it',
  left: ({ recorded, given }) => `neither the record (${recorded} events) nor the engine's history (up to ${given}) has all of it: for a person to look at`,
};

/** @param skip how many numbers of each kind are left out. @returns the exit code: 1 where something is left to a person. */
export async function runReconcile(skip: number): Promise<number> {
  return await withBooks(async (books) => {
    const skipped = await skipNumbers(books.pool, skip);
    let isWhole = true;
    const count = await reconcile(books, (repaired) => {
      isWhole &&= repaired.repair !== 'left';
      process.stdout.write(`${repaired.journeyId}: ${repairs[repaired.repair](repaired)}\n`);
    });
    process.stdout.write(`${count} journey${count === 1 ? '' : 's'} looked at; the next ${skip} numbers of each kind are left out (${skipped.length} kinds).\n`);
    return isWhole ? exitCodes.ok : exitCodes.failed;
  });
}

async function withBooks(work: (books: Books) => Promise<number>): Promise<number> {
  const settings = readSettings(databaseSettings.extend(temporalSettings.shape));
  const pool = createPool(settings.DATABASE_URL, () => undefined, 8);
  const connection = await Connection.connect(await temporalConnection(settings));
  try {
    return await work({ pool, client: createTemporalClient(connection, settings.TEMPORAL_NAMESPACE, payloadCodecOf(settings)) });
  } finally {
    await connection.close();
    await pool.end();
  }
}
