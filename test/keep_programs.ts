/** Compiled programs are kept between test files and runs: compiling was a fifth of the time of all tests. */

import { keepPrograms } from '../src/cli/program_files.js';

keepPrograms();
