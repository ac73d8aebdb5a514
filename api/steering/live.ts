/** Live indicators as they are answered (C-06): each figure with the address of the list behind it, where there is one. */
import type { Grouping, Selection } from '../../db/steering/history.ts';
import { readLive, type LiveRead } from '../../db/steering/live.ts';
import type { Pool } from '../../db/pool.ts';
import { liveIndicatorOf, type LiveKey } from '../../domain/steering/live.ts';
import { basePath } from '../http/route.ts';
import type { LiveView } from './views.schema.ts';

export async function liveFigures(pool: Pool, { by, of, only, keys, nowMs }: { readonly by: Grouping; readonly of: Selection; readonly only: readonly LiveKey[]; readonly keys: readonly string[]; readonly nowMs: number }): Promise<LiveView['items']> {
  const rows = await readLive(pool, { by, of, nowMs });
  const groups = by === null ? [''] : [...new Set([...keys, ...rows.map(({ key }) => key)])].toSorted();
  const found = new Map(rows.map((row) => [`${row.thing}\n${row.key}`, row]));
  return groups.flatMap((group) => only.map((indicator) => {
    const { of: thing, counts } = liveIndicatorOf(indicator);
    return { indicator, group, value: valueOf(found.get(`${thing}\n${group}`), counts), list: listBehind(indicator, by, group, of) };
  }));
}

function valueOf(row: LiveRead | undefined, counts: Exclude<keyof LiveRead, 'thing' | 'key'>): number | null {
  const value = row?.[counts] ?? (counts === 'age' ? null : 0);
  return value === null ? null : Math.round(value);
}

/** A list that says just what was counted, or none: lists know neither centres nor regions. */
function listBehind(indicator: LiveKey, by: Grouping, group: string, { person, team, centre, region, centres, teams }: Selection): string | null {
  const { list } = liveIndicatorOf(indicator);
  if (!list || by === 'centre' || by === 'region' || centre !== undefined || region !== undefined || (by === null && (centres ?? teams) !== null)) return null;
  const asked = { team: by === 'team' ? group : team, person: by === 'person' ? group : person };
  // People of a team: who has what, its team's list does not say.
  if (asked.person !== undefined && (asked.person === '' || (by !== 'person' && asked.team !== undefined))) return null;
  const isBy = { team: asked.person === undefined && asked.team !== undefined, person: asked.person !== undefined };
  if ((isBy.team && list.team === undefined) || (isBy.person && list.person === undefined)) return null;
  const query = new URLSearchParams(list.query);
  if (isBy.team && list.team !== undefined) query.set(list.team, asked.team === '' ? 'dispatcher' : asked.team ?? '');
  if (isBy.person && list.person !== undefined) query.set(list.person, asked.person ?? '');
  return `${basePath}${list.path}${query.size === 0 ? '' : `?${query.toString()}`}`;
}
