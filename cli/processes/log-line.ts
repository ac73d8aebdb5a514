/** Makes the JSON log lines of pino and of the Temporal Server readable: time, level, message, key=value. */

const pinoLevels: Readonly<Record<number, string>> = { 10: 'TRACE', 20: 'DEBUG', 30: 'INFO', 40: 'WARN', 50: 'ERROR', 60: 'FATAL' };
/** Not worth a person's eye: who wrote it is in the prefix, stacks are in the log file. */
const leftOut = new Set(['level', 'time', 'ts', 'msg', 'message', 'pid', 'hostname', 'name', 'v', 'stacktrace', 'stack', 'logging-call-at']);
const longest = 400;

/** One line of a child, compact; a line that is not JSON stays as it is. Never longer than 400 characters. */
export function compactLine(line: string): string {
  const entry = line.startsWith('{') ? parse(line) : undefined;
  const text = entry === undefined ? line : describe(entry);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** The level in capitals, where the line tells one. */
export function levelOf(line: string): string | undefined {
  const entry = line.startsWith('{') ? parse(line) : undefined;
  return entry === undefined ? undefined : levelName(entry);
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function describe(entry: Record<string, unknown>): string {
  const at = new Date((entry['time'] ?? entry['ts'] ?? Date.now()) as string | number);
  const time = Number.isNaN(at.getTime()) ? '' : at.toTimeString().slice(0, 8);
  const rest = Object.entries(entry).filter(([key]) => !leftOut.has(key)).map(([key, value]) => `${key}=${valueOf(value)}`);
  return [time, (levelName(entry) ?? '').padEnd(5), String(entry['msg'] ?? entry['message'] ?? ''), ...rest].filter((part) => part !== '').join(' ');
}

function levelName(entry: Record<string, unknown>): string | undefined {
  const { level } = entry;
  return typeof level === 'number' ? pinoLevels[level] : typeof level === 'string' ? level.toUpperCase() : undefined;
}

function valueOf(value: unknown): string {
  if (typeof value === 'string') return /\s/.test(value) ? JSON.stringify(value) : value;
  if (typeof value === 'object' && value !== null && 'message' in value) return JSON.stringify(value.message);
  return JSON.stringify(value) ?? '';
}
