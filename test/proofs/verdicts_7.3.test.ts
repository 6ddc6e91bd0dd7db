import { proveAll } from './verdicts.js';

proveAll('7.3');
