/** What a site's city makes the simulated Ref.Tech do, without touching the other sites (docs/simulators.md). */

export interface Script {
  isOutOfStock?: boolean;
  /** One result of the first run of tests is a failure. */
  failsTestsOnce?: boolean;
  /** What the first window of readings shows; the next ones show a good link. */
  link?: 'down' | 'flapping' | 'degraded';
  /** Things happen, nobody is told: only the state of the equipment shows them. */
  keepsSilent?: boolean;
}

/** Cities that mean something to the simulator; at any other all goes well. */
export const scriptedCities: Readonly<Record<string, Script>> = {
  'SIM-OUT-OF-STOCK': { isOutOfStock: true },
  'SIM-TEST-FAILS-ONCE': { failsTestsOnce: true },
  'SIM-LINK-DOWN': { link: 'down' },
  'SIM-LINK-FLAPPING': { link: 'flapping' },
  'SIM-LINK-DEGRADED': { link: 'degraded' },
  'SIM-REFTECH-SILENT': { keepsSilent: true },
};

/** The scripts that a city names, word by word, whatever its case: «Nantes SIM-RESERVATIONS». */
export function scriptOf(city: string): Script {
  return Object.assign({}, ...city.toUpperCase().split(/\s+/).map((word) => scriptedCities[word])) as Script;
}
