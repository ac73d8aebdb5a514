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

/** A list that says just what was counted, or none: lists know no regions, and a reader of some centres has none of others, or of all. */
function listBehind(indicator: LiveKey, by: Grouping, group: string, { person, team, centre, region, centres, teams }: Selection): string | null {
  const { list } = liveIndicatorOf(indicator);
  if (!list || by === 'region' || region !== undefined) return null;
  const asked = { team: by === 'team' ? group : team, person: by === 'person' ? group : person, centre: by === 'centre' ? group : centre };
  if (by === null && asked.centre === undefined && (centres ?? teams) !== null) return null;
  // People of a team or a centre: who has what, the list of either does not say.
  if (asked.person !== undefined && (asked.person === '' || (by !== 'person' && asked.team !== undefined) || asked.centre !== undefined)) return null;
  if (asked.centre === '' || (asked.centre !== undefined && centres?.includes(asked.centre) === false)) return null;
  const query = new URLSearchParams(list.query);
  const narrowed = { person: asked.person, team: asked.person === undefined ? asked.team : undefined, centre: asked.centre };
  for (const name of ['team', 'person', 'centre'] as const) {
    const value = narrowed[name];
    if (value === undefined) continue;
    const parameter = list[name];
    if (parameter === undefined) return null;
    query.set(parameter, name === 'team' && value === '' ? 'dispatcher' : value);
  }
  return `${basePath}${list.path}${query.size === 0 ? '' : `?${query.toString()}`}`;
}
