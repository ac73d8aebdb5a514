/** This version on the schema of a newer one that has only added: what runs goes on while the database is migrated under it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkJourneys } from '../../../cli/check/check.ts';
import { demandSchema, migrate, readMigrations } from '../../../db/migrate.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Journeys } from '../../support/journeys.ts';
import { playDeployment, playSite } from '../../support/people.ts';
import { expectRebuildChangesNothing } from '../../support/rebuilt.ts';
import { TicketDesk } from '../../support/tickets.ts';

let house: House;
let desk: TicketDesk;
beforeAll(async () => {
  house = await openHouse();
  desk = await TicketDesk.open(house);
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

it('journeys under way go on, and new ones begin, while a newer version adds a column to every table, a table and an index', async () => {
  const journeys = new Journeys(house);
  const [journey, ticket] = [await journeys.launch(['Lyon']), await desk.ticket()];
  await playDeployment(journey, 'internal-launch');
  await ticket.does('take');

  const { rows } = await house.pool.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations' ORDER BY 1");
  const sql = [...rows.map(({ name }) => `ALTER TABLE ${name} ADD COLUMN of_the_next_version text NOT NULL DEFAULT 'new'`), 'CREATE TABLE of_the_next_version (id text PRIMARY KEY)', 'CREATE INDEX ON events (actor)'].join(';\n');
  const ours = await readMigrations();
  const number = ours.length + 1;
  await migrate(house.databaseUrl, [...ours, { number, name: `${number}_next.sql`, sql, digest: 'next', breaksBefore: null }]);

  // Neither a process that starts now nor our own migration minds.
  await demandSchema(house.pool);
  expect(await migrate(house.databaseUrl)).toEqual([]);
  await playDeployment(journey);
  await playSite(journey, 'S001');
  await expect(journey.result()).resolves.toBe('completed');
  const younger = await desk.ticket();
  await younger.does('take');
  await journey.expectOneStory();
  await expectRebuildChangesNothing(house);
  expect((await checkJourneys(house)).differences).toEqual([]);
}, 120_000);
