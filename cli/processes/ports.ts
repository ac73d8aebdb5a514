/** Loopback ports: free ones, busy ones, and who holds them. */
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { exitCodes, Failure } from '../failure.ts';
import { commandOf } from './identity.ts';

/** A port a child will listen on, and the variable that moves it. */
export interface PortUse {
  readonly number: number;
  readonly variable?: string;
}

/** True when something can be bound to this port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** True when something answers on this port of 127.0.0.1. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}

/** Below the range the system takes outgoing ports from, and at most 32767, beyond which Temporal's SQL schema fails. */
const chosenFrom = { lowest: 15_000, highest: 32_000 };

/** One file per port that a process of this user has chosen: it may be long until something listens there. */
const claims = join(tmpdir(), `jalon-ports-${userInfo().username}`);

/** As many different free ports as asked, which nobody else is given who asks as long as this process lives. */
export async function freePorts(count: number): Promise<number[]> {
  mkdirSync(claims, { recursive: true });
  const chosen = new Set<number>();
  while (chosen.size < count) {
    const candidate = randomInt(chosenFrom.lowest, chosenFrom.highest);
    if (claim(candidate) && (await isFree(candidate))) chosen.add(candidate);
  }
  return [...chosen];
}

function claim(port: number): boolean {
  const file = join(claims, String(port));
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    // What a process left that is no more is cleared away, for whoever comes upon it next.
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  }
}

function isHeld(file: string): boolean {
  try {
    return process.kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    return false;
  }
}

/** @throws {Failure} a sentence naming the port, its variable and, if it can be seen, its holder. */
export async function demandFree(port: PortUse, forWhat: string): Promise<void> {
  if (await isFree(port.number)) return;
  const holder = holderOf(port.number);
  const who = holder === undefined ? 'another program' : `process ${holder.pid} (${holder.command.slice(0, 120)})`;
  const remedy = port.variable === undefined ? 'Stop that program' : `Stop it, or choose another port with ${port.variable}=<port>`;
  throw new Failure(`Port ${port.number}, which ${forWhat} needs, is held by ${who}. ${remedy}, and start again.`, exitCodes.environment);
}

/** The process listening on a port of this machine, where the system lets us see it (Linux, own processes or root). */
export function holderOf(port: number): { pid: number; command: string } | undefined {
  try {
    const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    const inodes = new Set<string>();
    for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
      for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
        const columns = line.trim().split(/\s+/);
        if (columns[1]?.endsWith(suffix) === true && columns[3] === '0A' && columns[9] !== undefined) inodes.add(`socket:[${columns[9]}]`);
      }
    }
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry) || !holdsOneOf(entry, inodes)) continue;
      return { pid: Number(entry), command: commandOf(Number(entry)) ?? 'unknown' };
    }
  } catch {
    return undefined; // No /proc here: the sentence does without the holder.
  }
  return undefined;
}

function holdsOneOf(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try { return inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`)); } catch { return false; }
    });
  } catch {
    return false;
  }
}
