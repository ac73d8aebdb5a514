/** What each operation is called on the command line: resource, parts of it, verb; derived from its address, so that no second list has to be kept. */
import type { Operation } from './document.ts';

/** By hand, where the derived name would be poor. */
const named: Readonly<Record<string, string>> = {
  changeDeployment: 'deployments change',
  planMeeting: 'deployments meetings plan',
  recordInteraction: 'customers interactions record',
  findLikelyDuplicates: 'customers find-duplicates',
  replanVisit: 'deployments sites replan',
  changeOrderParty: 'orders party change',
  giveOwnMandate: 'links order mandate',
};

/** `listTickets` begins with `list`. */
const verbOf = ({ id }: Operation): string => /^[a-z]+/.exec(id)?.[0] ?? id;
const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const isArgument = (segment: string | undefined): boolean => segment?.startsWith('{') ?? false;

/** The names of all operations, by their id. @throws {Error} when two would have the same. */
export function commandNames(operations: readonly Operation[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map(operations.map((operation) => [operation.id, named[operation.id]?.split(' ') ?? derived(operation, operations)]));
  const known = new Map<string, string>();
  for (const [id, words] of names) {
    const name = words.join(' ');
    const other = known.get(name);
    if (other !== undefined) throw new Error(`${other} and ${id} would both be "jalon ${name}": give one of them a name in cli/api/names.ts.`);
    known.set(name, id);
  }
  return names;
}

function derived(operation: Operation, all: readonly Operation[]): string[] {
  const segments = operation.path.split('/').slice(3);
  const last = segments.at(-1) ?? '';
  // `/indicators.csv` is of the indicators.
  const words = segments.filter((segment) => !isArgument(segment)).flatMap((segment, index) => (index === 0 ? segment.split('.') : [segment]));
  if (words.length === 1) return [...words, verbOf(operation)];
  if (isArgument(last)) return [...words, verbOf(operation)];
  // What has others beside it or below it is a part with verbs of its own; what stands alone is itself the verb.
  const isAlone = !all.some((other) => other !== operation && (other.path === operation.path || other.path.startsWith(`${operation.path}/`)));
  if (!isAlone) return [...words, verbOf(operation)];
  return operation.method === 'GET' || operation.method === 'POST' || last === verbOf(operation) ? words : [...words.slice(0, -1), kebab(operation.id)];
}
