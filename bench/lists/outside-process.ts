/** The outside systems of the lists as a process: tells where they are, and ends with who started it. */
import { openOutside } from './outside.ts';

const outside = await openOutside();
process.once('disconnect', () => void outside.close().then(() => process.exit()));
process.send?.(outside.at);
