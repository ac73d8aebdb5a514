/** What the person sees of `./jalon up`: the supervisor's sentences and the children's lines, each with its name in front. */
import { compactLine, levelOf } from '../processes/log-line.ts';

export interface Output {
  /** A sentence of the supervisor. */
  say(sentence: string): void;
  /** A line a child wrote. */
  line(name: string, line: string): void;
  /** Text as it is. */
  plain(text: string): void;
}

const nameWidth = 8;
const palette = [36, 32, 35, 34, 96, 92, 95, 94];
const levelColours: Readonly<Record<string, number>> = { WARN: 33, ERROR: 31, FATAL: 31 };

/** Writes to a stream, in colours when it is a terminal that has them (and NO_COLOR does not forbid it). */
export function createOutput(stream: NodeJS.WriteStream): Output {
  const colours = stream.isTTY && stream.hasColors();
  const known = new Map<string, number>();
  // A closed terminal or pipe must not take the supervisor down before it has stopped its children.
  stream.on('error', () => undefined);

  const paint = (text: string, colour: number | undefined): string => (colours && colour !== undefined ? `\u001B[${colour}m${text}\u001B[0m` : text);
  const prefix = (name: string): string => {
    if (!known.has(name)) known.set(name, palette[known.size % palette.length] as number);
    return paint(name.padEnd(nameWidth), known.get(name));
  };
  return {
    say: (sentence) => void stream.write(`${paint('jalon'.padEnd(nameWidth), 1)} ${sentence}\n`),
    line: (name, line) => void stream.write(`${prefix(name)} ${paint(compactLine(line), levelColours[levelOf(line) ?? ''])}\n`),
    plain: (text) => void stream.write(`${text}\n`),
  };
}
