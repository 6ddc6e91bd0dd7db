/** One search of two-phase commit in a process of its own, for the benchmark's cold figures. Argument: the managers. */

import { search } from '../src/checker/search.js';
import { compileSystem } from '../src/checker/system.js';
import { twoPhase } from './models/two_phase.js';

const { states, incomplete } = search(compileSystem(twoPhase(Number(process.argv[2])))).result();
console.log(incomplete ?? states);
