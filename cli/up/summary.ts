/** What is printed when everything runs: where to go, who to be, what to try. */
import { profileNames } from '../../domain/people/profiles.ts';

export interface Summary {
  readonly apiUrl: string;
  readonly temporalUiUrl: string | undefined;
  readonly databaseUrl: string;
  readonly dataFolder: string;
  /** False when people sign in at an issuer given from outside. */
  readonly hasDevelopmentUsers: boolean;
  readonly issuer: string;
}

const lineWidth = 96;

/** The summary as text; it holds no password. */
export function summaryText(summary: Summary): string {
  const rows: [string, string | undefined][] = [
    ['Console', summary.apiUrl],
    ['API', `${summary.apiUrl}/api/v1`],
    ['API documentation', `${summary.apiUrl}/docs`],
    ['Temporal Web UI', summary.temporalUiUrl],
    ['Sign-in', summary.issuer],
    ['PostgreSQL', withoutPassword(summary.databaseUrl)],
    ['Data and logs', summary.dataFolder],
  ];
  const users = summary.hasDevelopmentUsers ? ['', '  Users, one per profile (no password: development only):', ...wrap(profileNames, '    ')] : [];
  return ['', '  Jalon is ready. Ctrl-C stops it; the data stays.', '',
    ...rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(18)} ${value}`])), ...users, '',
    '  Next, in another terminal:',
    ...(summary.hasDevelopmentUsers ? [`    curl -H "authorization: Bearer $(./jalon token coordinator)" ${summary.apiUrl}/api/v1/deployments`] : [`    curl ${summary.apiUrl}/readyz`]), '',
  ].join('\n');
}

function wrap(words: readonly string[], indent: string): string[] {
  const lines = [''];
  for (const word of words) {
    const last = lines.at(-1) as string;
    if (last.length + word.length > lineWidth) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => indent + line);
}

function withoutPassword(databaseUrl: string): string {
  return databaseUrl.replace(/^(\w+:\/\/[^:@/]+):[^@]*@/, '$1@');
}
