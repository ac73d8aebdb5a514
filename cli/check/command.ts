/** `./jalon check`: compares records and engine, and says each difference. */
import { Connection } from '@temporalio/client';
import { databaseSettings, readSettings, temporalSettings } from '../../config.ts';
import { createPool } from '../../db/pool.ts';
import { createTemporalClient, payloadCodecOf } from '../../workers/temporal-client.ts';
import { temporalConnection } from '../../workers/temporal-connection.ts';
import { exitCodes } from '../failure.ts';
import { checkJourneys, type Fault } from './check.ts';

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
  const settings = readSettings(databaseSettings.extend(temporalSettings.shape));
  const pool = createPool(settings.DATABASE_URL, () => undefined, 8);
  const connection = await Connection.connect(await temporalConnection(settings));
  try {
    let toldMs = Date.now();
    const { journeys, differences } = await checkJourneys({ pool, client: createTemporalClient(connection, settings.TEMPORAL_NAMESPACE, payloadCodecOf(settings)) }, (compared) => {
      if (Date.now() - toldMs < progressEveryMs) return;
      toldMs = Date.now();
      process.stderr.write(`${compared} journeys compared\n`);
    });
    for (const { journeyId, fault } of differences) process.stdout.write(`${journeyId}: ${sentences[fault]}\n`);
    process.stdout.write(`${journeys} open journey${journeys === 1 ? '' : 's'} compared, ${differences.length} difference${differences.length === 1 ? '' : 's'}.\n`);
    return differences.length === 0 ? exitCodes.ok : exitCodes.failed;
  } finally {
    await connection.close();
    await pool.end();
  }
}
