/** How a complaint is put into words (S-08): factual, and no judgement of anybody. */

/** Of these words those that a text uses, as they are listed: whatever its accents and capitals, a `*` standing for any ending. */
export function judgementsIn(text: string, words: readonly string[]): string[] {
  const said = ` ${plain(text)} `;
  return words.filter((word) => said.includes(word.endsWith('*') ? ` ${plain(word)}` : ` ${plain(word)} `));
}

/** Its words with a space between them. */
function plain(text: string): string {
  return (text.normalize('NFD').replaceAll(/\p{Diacritic}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}
