/** Completion of the command line in bash, zsh and fish: the shell asks us what could stand at the cursor. */
import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What a shell's start file takes in: `source <(./jalon completion bash)`. */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `_jalon() { local IFS=$'\\n'; COMPREPLY=($("\${COMP_WORDS[0]}" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)); }
complete -o default -F _jalon jalon ./jalon
`,
  zsh: `_jalon() {
  local -a found
  found=("\${(@f)$("\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
compdef _jalon jalon ./jalon
`,
  fish: `complete -c jalon -a '(set -l words (commandline -opc); $words[1] __complete $words[2..] (commandline -ct) 2>/dev/null)'
`,
};

/** What could stand in place of the last of these words, of which the ones before are whole. */
export function completions(program: Command, words: readonly string[]): string[] {
  const before = words.slice(0, -1);
  const begun = words.at(-1) ?? '';
  let command = program;
  for (const word of before) command = command.commands.find((one) => one.name() === word) ?? command;
  const ofOption = command.options.find(({ long }) => long !== undefined && long === before.at(-1));
  if (ofOption?.argChoices && !ofOption.isBoolean()) return matching(ofOption.argChoices, begun);
  if (ofOption?.required === true) return [];
  const options = begun.startsWith('-') ? command.options.flatMap(({ long, hidden }) => (long === undefined || hidden ? [] : [long])) : [];
  const verbs = begun.startsWith('-') ? [] : command.commands.map((one) => one.name()).filter((name) => !name.startsWith('__'));
  const used = new Set(before);
  return matching([...verbs, ...options].filter((one) => !used.has(one)), begun);
}

function matching(candidates: readonly string[], begun: string): string[] {
  return candidates.filter((one) => one.startsWith(begun)).sort();
}
