/** Which Temporal a data folder gets: once begun with one, its journeys are in that one's database and nowhere else. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, Failure } from '../failure.ts';
import { devServerFile } from './dev-server.ts';
import { cacheFolder, findOrBuildEngine, type Engine } from './engine.ts';
import { schemaMarker } from './temporal-schema.ts';

/**
 * The production server, cached or built; undefined for the CLI's server: where there is no Go, or the folder has begun so.
 * @throws {Failure} when the folder's journeys are the production server's and it cannot be had.
 */
export async function chooseEngine(temporalFolder: string, say: (sentence: string) => void, signal?: AbortSignal): Promise<Engine | undefined> {
  if (existsSync(join(temporalFolder, devServerFile))) {
    say(`This data folder was begun with the Temporal CLI's server and goes on with it; for the production server, begin another one with JALON_DATA=<folder>.`);
    return undefined;
  }
  const engine = await findOrBuildEngine(say, cacheFolder(), signal);
  if (engine === undefined && existsSync(join(temporalFolder, schemaMarker))) {
    throw new Failure(
      `The journeys of this data folder are in the production Temporal Server's database, but that server is not in ${cacheFolder()} and there is no Go to build it. `
      + 'Install Go 1.26.8 or newer, set JALON_CACHE to where the server is, or begin another data folder with JALON_DATA=<folder>.',
      exitCodes.environment,
    );
  }
  return engine;
}
