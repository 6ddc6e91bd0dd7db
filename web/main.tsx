/**
 * Where the script starts: as the page, with the report that is written into it, if there is one; or in a worker of that page,
 * as the search.
 */

import { render } from 'preact';
import { type PackedReport, unpackReport } from '../src/report/report_data.js';
import { App } from './app.js';
import { serveSearch } from './search_worker.js';
import './style/base.css';
import './style/verdicts.css';
import './style/run.css';
import './style/lanes.css';
import './style/memory.css';
import './style/steps.css';
import './style/explore.css';
import './style/answer.css';
import './style/print.css';

function showPage(): void {
  const packed: PackedReport | null = JSON.parse(document.getElementById('report')?.textContent ?? 'null');
  const place = document.getElementById('app');
  if (place !== null) render(<App written={packed === null ? undefined : unpackReport(packed)} />, place);
}

if ('document' in globalThis) showPage();
else serveSearch();
