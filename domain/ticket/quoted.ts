/** What is new in an answer by mail: the text above the mail that it quotes. Nothing is added, and what is in doubt stays (T-01). */

/** «Le lundi 23 novembre 2026 à 10:12, Jalon <…> a écrit :»: mail programs break it over two lines. */
const attributions = [/^(?:>\s?)?Le\s.{4,300}\sa écrit\s?:\s*$/u, /^(?:>\s?)?On\s.{4,300}\swrote:\s*$/, /^(?:>\s?)?Am\s.{4,300}\sschrieb\s.{0,200}:\s*$/];
/** Outlook's block of headers, and the line that it draws above. */
const sentBy = /^\s*\*?(?:De|From|Von)\s?:\*?\s.{1,300}$/;
const sentOn = /^\s*\*?(?:Envoyé|Date|Sent|Gesendet|À|To|Objet|Subject)(?:\s?le)?\s?:\*?\s/u;
const originalMessage = /^\s*-{2,}\s?(?:Message d[’']origine|Original Message|Ursprüngliche Nachricht)\s?-{2,}\s*$/iu;
const isQuoted = (line: string): boolean => /^\s*>/.test(line);
const isBlank = (line: string): boolean => line.trim() === '';

/** The text without the mail quoted below it. One that answers between the quoted lines is kept whole, and so is one that holds nothing else. */
export function withoutQuotedTail(text: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((_, index) => beginsTail(lines, index));
  const kept = (at < 0 ? withoutTrailingQuotes(lines) : lines.slice(0, at)).join('\n').trimEnd();
  if (kept.trim() === '') return text.trimEnd();
  return kept.length === text.length ? kept : withoutQuotedTail(kept);
}

function beginsTail(lines: readonly string[], index: number): boolean {
  const [line = '', next = ''] = lines.slice(index, index + 2);
  if (originalMessage.test(line)) return true;
  if (/^\s*_{5,}\s*$/.test(line)) return sentBy.test(next);
  if (sentBy.test(line)) return lines.slice(index + 1, index + 4).filter((below) => sentOn.test(below)).length >= 2;
  const lead = attributions.some((attribution) => attribution.test(line)) ? 1 : isAttribution(`${line.trim()} ${next.trim()}`) ? 2 : 0;
  if (lead === 0) return false;
  const below = lines.slice(index + lead).filter((one) => !isBlank(one));
  // Answers between the quoted lines are what he has to say.
  return below.every(isQuoted) || !below.some(isQuoted);
}

function isAttribution(line: string): boolean {
  return line.length <= 400 && attributions.some((attribution) => attribution.test(line));
}

function withoutTrailingQuotes(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => !isBlank(line) && !isQuoted(line));
  return lines.slice(0, last + 1);
}
