import { proveAll } from './verdicts.js';

proveAll('5.8');
