/**
 * What a process of the program begins with, before every test file: compiled programs are kept between files and runs, since
 * compiling was a fifth of the time of all tests, and large searches are made natively.
 */

import { searchNatively } from '../src/cli/native_search.js';
import { keepPrograms } from '../src/cli/program_files.js';

keepPrograms();
await searchNatively();
