/** Every route × every profile × own and foreign object (C-05), against a table that is committed apart from the code. */
import { basePath, isForPersons, permissionsOfGuard, type PersonGuard, type Route } from '../../api/http/route.ts';
import { permissionNames, scopeOf, type Permission } from '../../domain/people/permissions.ts';
import { principalOf } from '../../domain/people/principal.ts';
import { profileNames, type Profile } from '../../domain/people/profiles.ts';
import { bearer, type HeadersOf } from './guards.ts';
import { sampleBody } from './sample-body.ts';

interface Expected {
  readonly permissions: readonly string[];
  /** Without its mark. */
  readonly object: string;
  /** What a foreign customer in the body is refused with. */
  readonly code: string | undefined;
  /** Where the own one has nothing to show. */
  readonly isEmpty: boolean;
}

export interface Ground {
  readonly baseUrl: string;
  /** How somebody says who he is: by a bearer token unless said otherwise. */
  readonly headersOf?: HeadersOf;
  /** Values of path parameters by object, own and foreign; `-` for the house's. */
  readonly objects: Readonly<Record<string, { readonly own: Parameters; readonly foreign: Parameters }>>;
  /** What no list may show to whom the foreign customer is none of his. */
  readonly foreignMarks: readonly string[];
  /** Bodies that a schema alone does not tell, by operation. */
  readonly bodies: Readonly<Record<string, () => object>>;
  /** What a query must say, by operation. */
  readonly queries: Readonly<Record<string, string>>;
}
type Parameters = Readonly<Record<string, string>>;

export function readTable(table: string): ReadonlyMap<string, Expected> {
  return new Map(table.trim().split('\n').map((line) => {
    const [method, path, permissions = '', object = '', code] = line.trim().split(/\s+/);
    return [`${method} ${path}`, { permissions: permissions.split('|'), object: object.replace('?', ''), code, isEmpty: object.endsWith('?') }];
  }));
}

/** One sentence for each answer that is not as the table has it. */
export async function matrixFaults(routes: readonly Route[], table: ReadonlyMap<string, Expected>, ground: Ground): Promise<string[]> {
  const known = new Set(routes.map(nameOf));
  const gone = [...table.keys()].filter((name) => !known.has(name)).map((name) => `${name} is in the table and no route`);
  const found = [...gone];
  // Of a route every profile asks at once: two of them are some eighty requests, and more would wait for connections until they are given up.
  const queue = [...routes];
  await Promise.all(Array.from({ length: 2 }, async () => {
    for (let route = queue.shift(); route; route = queue.shift()) {
      const expected = table.get(nameOf(route));
      found.push(...(expected ? await faultsOf(route, expected, ground) : [`${nameOf(route)} is not in the table`]));
    }
  }));
  return found.toSorted();
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
type Whose = 'own' | 'foreign';

async function faultsOf(route: Route, expected: Expected, ground: Ground): Promise<string[]> {
  const name = nameOf(route);
  const { permissions: [first = ''], object, code = 'not-found', isEmpty } = expected;
  if (first === 'public') return route.guard === 'public' ? [] : [`${name} is not public`];
  const found: string[] = [];
  const expect = async (who: string | undefined, whose: Whose, says: string, isSo: (answer: Answer) => boolean): Promise<void> => {
    const answer = await ask(route, ground, object, who, whose, code);
    if (!isSo(answer)) found.push(`${name} answers ${answer.status} ${answer.code} to ${who ?? 'nobody signed in'} for what is ${whose}: ${says}`);
  };
  await expect(undefined, 'own', 'it should be 401', ({ status }) => status === 401);
  if (first === 'callback') return isForPersons(route.guard) || route.guard === 'public' ? [...found, `${name} takes no signature`] : found;
  if (!isForPersons(route.guard) || guardIn(route.guard) !== expected.permissions.join('|')) found.push(`${name} is not guarded by ${expected.permissions.join('|')}`);
  const isList = object === 'list';
  const isCustomers = object !== '-' && !isList;
  // A body that is wrong is told of to whom the door is open, and to nobody else; so nothing is done. Whose task it is, is told to whom sees it.
  const isLetIn = ({ status, code: refused }: Answer): boolean =>
    (route.method === 'GET' ? status === 200 || (isEmpty && refused === 'not-found') : [400, 415].includes(status) || refused === 'not-task-owner');
  const isForbidden = ({ status, code: refused }: Answer): boolean => status === 403 && refused === 'forbidden';
  const hidesForeign = (answer: Answer): boolean => isLetIn(answer) && ground.foreignMarks.every((mark) => !answer.text.includes(mark));
  const isHidden = ({ status, code: refused }: Answer): boolean => refused === code && (code !== 'not-found' || status === 404);
  await Promise.all(profileNames.flatMap((profile) => {
    const isOwn = profile === 'customer';
    const mayEnter = first === 'signed-in' || reaches(profile, expected.permissions);
    // Of the house: by a token, which reaches everything, and by the directory, for one's centre. A customer: for his own.
    const bounded = isOwn ? profile : `${profile}@lille`;
    const everywhere = isOwn ? [] : [expect(profile, 'own', mayEnter ? 'it should let him in' : 'it should be forbidden', mayEnter ? isLetIn : isForbidden)];
    const own = expect(bounded, 'own', mayEnter ? 'it should let him in, and show nothing foreign' : 'it should be forbidden', mayEnter ? (isList ? hidesForeign : isLetIn) : isForbidden);
    const foreign = isCustomers && mayEnter ? [expect(bounded, 'foreign', `it should be ${code}`, isHidden)] : [];
    const all = isCustomers && !isOwn && mayEnter && route.method === 'GET' ? [expect(profile, 'foreign', 'it should let in who reaches everything', isLetIn)] : [];
    return [...everywhere, own, ...foreign, ...all];
  }));
  return found;
}

/** As the table writes it. */
function guardIn(guard: PersonGuard): string {
  return (permissionsOfGuard(guard) ?? ['signed-in']).map((permission) => (typeof guard === 'object' && 'also' in guard && guard.also !== undefined ? `${permission}&${guard.also}` : permission)).join('|');
}

function reaches(profile: Profile, permissions: readonly string[]): boolean {
  const principal = principalOf({ subject: profile, profiles: [profile], customerId: 'CLI-000001' }, []);
  return permissions.some((needed) => needed.split('&').every((permission) => permissionNames.includes(permission as Permission) && scopeOf(principal, permission as Permission) !== undefined));
}

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly text: string;
}

async function ask(route: Route, { baseUrl, headersOf = bearer, objects, bodies, queries }: Ground, object: string, who: string | undefined, whose: Whose, code: string): Promise<Answer> {
  const parameters = { ...objects['-']?.[whose], ...objects[object]?.[whose] };
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? 'x'));
  const headers: Record<string, string> = { 'if-match': '*', ...(who === undefined ? {} : await headersOf(who)) };
  const response = await fetch(`${baseUrl}${basePath}${path}${queries[route.operationId] ?? ''}`, { method: route.method, ...(route.method === 'GET' ? { headers } : bodyFor(route, whose, headers, bodies, code)) });
  const text = await response.text();
  return { status: response.status, code: response.ok ? undefined : (JSON.parse(text) as { code?: string }).code, text };
}

/** For what is own a body that no route takes, for what is foreign one that it does: the refusal must not come from the body. */
function bodyFor(route: Route, whose: Whose, headers: Record<string, string>, bodies: Ground['bodies'], code: string): RequestInit {
  const wrong = { 'no such field': 1 };
  const made = whose === 'own' ? wrong : bodies[route.operationId]?.() ?? (route.body ? sampleBody(route.body, code === 'not-found' && !route.path.startsWith('/projects') ? {} : { customerId: 'CLI-000002' }) : undefined);
  if (made === undefined) return { headers };
  return made instanceof FormData ? { headers, body: made } : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(made) };
}
