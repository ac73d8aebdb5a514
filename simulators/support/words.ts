/** What a word in a serial number or a model makes the simulated tools of the desk do (docs/simulators.md). */

interface Words {
  /** The creation in the inventory, or the order of the part, is refused. */
  isRefused: boolean;
  /** Things happen, nobody is told: only the state shows them. */
  isSilent: boolean;
  /** Warranty Check has never heard of it. */
  isUnknown: boolean;
  /** No warranty any more. */
  isOutOfWarranty: boolean;
  /** Somebody was there a few days ago. */
  isTreatedRecently: boolean;
  /** PartSurfer finds no part for it. */
  hasNoPart: boolean;
}

export function wordsIn(text: string): Words {
  const has = (word: string) => text.toUpperCase().includes(word);
  return {
    isRefused: has('SIM-REFUSED'), isSilent: has('SIM-SILENT'), isUnknown: has('SIM-UNKNOWN'), isOutOfWarranty: has('SIM-EXPIRED'), isTreatedRecently: has('SIM-RECENT'), hasNoPart: has('SIM-NO-PART'),
  };
}
