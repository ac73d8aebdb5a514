/** Who one is to the API from the command line: by JALON_TOKEN, by `--user`, or as one signed in before, kept in a file that nobody else reads. */
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exitCodes, Failure } from '../failure.ts';
import { fetchToken } from '../token.ts';

export interface SessionSettings {
  readonly baseUrl: string;
  /** Where `--user` and `sign-in` sign in. */
  readonly issuer: string;
  readonly token?: string | undefined;
  /** Folder of what is kept between two commands. */
  readonly folder: string;
}

/** Kept per address of an API: tokens of one are never sent to another. */
interface Kept {
  readonly token: string;
  /** Absent: the token was given as it is. */
  readonly signedInAs?: { readonly user: string; readonly issuer: string };
}

/** So long before its end a token is no longer used. */
const marginMs = 30_000;

const fileOf = ({ folder }: SessionSettings): string => join(folder, 'sessions.json');

/** Signs in at the development identity provider and remembers it. @returns until when, where the token says so. */
export async function signIn(settings: SessionSettings, user: string): Promise<Date | undefined> {
  const token = await fetchToken(settings.issuer, user);
  await keep(settings, { token, signedInAs: { user, issuer: settings.issuer } });
  return expiryOf(token);
}

/** Remembers a token or API key that was had elsewhere. */
export async function keepToken(settings: SessionSettings, text: string): Promise<Date | undefined> {
  const token = text.trim();
  if (token === '' || /\s/.test(token)) throw new Failure('That is no token: it is one word. Nothing was kept.', exitCodes.usage);
  await keep(settings, { token });
  return expiryOf(token);
}

/** Forgets it. */
export async function signOut(settings: SessionSettings): Promise<boolean> {
  const { [settings.baseUrl]: forgotten, ...others } = await readAll(settings);
  if (forgotten !== undefined) await writeAll(settings, others);
  return forgotten !== undefined;
}

/**
 * The token to send.
 * @throws {Failure} `denied` when there is none, or it has ended and cannot be had anew.
 */
export async function tokenOf(settings: SessionSettings, user: string | undefined): Promise<string> {
  if (user !== undefined) return await fetchToken(settings.issuer, user);
  if (settings.token !== undefined) return settings.token;
  const kept = (await readAll(settings))[settings.baseUrl];
  if (!kept) throw new Failure(`You are not signed in at ${settings.baseUrl}: "./jalon sign-in <user>", or give a token or API key in JALON_TOKEN.`, exitCodes.denied);
  const expiry = expiryOf(kept.token);
  if (expiry === undefined || expiry.getTime() - marginMs > Date.now()) return kept.token;
  if (!kept.signedInAs) throw new Failure(`Your token for ${settings.baseUrl} has ended: sign in again.`, exitCodes.denied);
  const { user: known, issuer } = kept.signedInAs;
  await signIn({ ...settings, issuer }, known);
  return (await readAll(settings))[settings.baseUrl]?.token ?? kept.token;
}

/** The end that a JWT says of itself; undefined for an API key. */
function expiryOf(token: string): Date | undefined {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { exp?: unknown };
    return typeof exp === 'number' ? new Date(exp * 1000) : undefined;
  } catch {
    return undefined;
  }
}

async function keep(settings: SessionSettings, kept: Kept): Promise<void> {
  await writeAll(settings, { ...await readAll(settings), [settings.baseUrl]: kept });
}

async function readAll(settings: SessionSettings): Promise<Record<string, Kept>> {
  const text = await readFile(fileOf(settings), 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as Record<string, Kept>;
  } catch {
    return {};
  }
}

async function writeAll(settings: SessionSettings, all: Readonly<Record<string, Kept>>): Promise<void> {
  const file = fileOf(settings);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(all, undefined, 2)}\n`, { mode: 0o600 });
  await chmod(`${file}.${process.pid}`, 0o600);
  await rename(`${file}.${process.pid}`, file);
}
