/** The page: what its address asks for, below a line of links. */

import { useEffect, useMemo, useState } from 'preact/hooks';
import { errorMessage } from '../src/checker/error_message.js';
import type { Report } from '../src/report/report_data.js';
import { type Go, useAddress } from './address.js';
import { Answer } from './answer.js';
import { Claims } from './claims.js';
import { Comparison } from './comparison.js';
import { Explore } from './explore.js';
import { KeptRace } from './kept_race.js';
import { Race } from './race.js';
import { ThemeToggle } from './theme.js';
import { AtStop, Tour } from './tour.js';
import { type View, viewOf } from './view.js';

/** @param written the report that is written into the page; absent: none, the page explores */
export function App({ written }: { readonly written: Report | undefined }) {
  const [report, setReport] = useState(written);
  const [hash, go] = useAddress();
  const shown = useMemo(() => attempt(() => viewOf(hash, report)), [hash, report]);
  const kind = 'value' in shown ? shown.value.kind : undefined;
  useEffect(() => {
    document.title = 'value' in shown ? `${titleOf(shown.value)} – pageoffline` : 'pageoffline';
  }, [shown]);
  return (
    <>
      <header class="top">
        <span class="name">pageoffline</span>
        <nav aria-label="parts of this page">
          <Part name="Answer" href="#comparison" current={kind !== undefined && OF_THE_ANSWER.includes(kind)} />
          <Part name="Tour" href="#tour" current={kind === 'tour' || kind === 'stop'} />
          {report?.ledger !== undefined && <Part name="Claims" href="#claims" current={kind === 'claims'} />}
          <Part name="Explore" href="#explore" current={kind === 'explore'} />
        </nav>
        <ThemeToggle />
      </header>
      <main>
        {'value' in shown ? (
          <Shown view={shown.value} report={report} onReport={setReport} go={go} />
        ) : (
          <p role="alert" class="wrong">
            This link leads nowhere: {shown.error}. <a href="#comparison">The answer</a>
          </p>
        )}
      </main>
    </>
  );
}

const OF_THE_ANSWER: readonly View['kind'][] = ['comparison', 'answer', 'answer-race', 'race'];

function titleOf(view: View): string {
  switch (view.kind) {
    case 'comparison':
      return 'The answer';
    case 'answer':
      return `The answer for design ${view.design}`;
    case 'answer-race':
      return `${view.route.design} violates ${view.race.property}`;
    case 'tour':
      return 'Tour';
    case 'stop':
      return view.stop.stop.title;
    case 'claims':
      return view.chosen === undefined ? 'Claims' : `Claim ${view.chosen.id}`;
    case 'race':
      return `${view.cell.scenario.design} violates ${view.cell.property}`;
    case 'explore':
      return `Explore ${view.timeline.scenario.design}`;
  }
}

function Part({ name, href, current }: { readonly name: string; readonly href: string; readonly current: boolean }) {
  return (
    <a href={href} aria-current={current ? 'page' : undefined}>
      {name}
    </a>
  );
}

interface ShownProps {
  readonly view: View;
  readonly report: Report | undefined;
  readonly onReport: (report: Report) => void;
  readonly go: Go;
}

function Shown({ view, report, onReport, go }: ShownProps) {
  switch (view.kind) {
    case 'comparison':
      return <Comparison report={report} onReport={onReport} />;
    case 'answer':
      return <Answer {...view} />;
    case 'answer-race':
      return <KeptRace {...view} go={go} />;
    case 'tour':
      return <Tour go={go} />;
    case 'stop':
      return <AtStop toured={view.stop} route={view.route} go={go} />;
    case 'claims':
      return <Claims {...view} />;
    case 'race':
      return <Race {...view} go={go} />;
    case 'explore':
      return <Explore {...view} go={go} />;
  }
}

type Attempt<T> = { readonly value: T } | { readonly error: string };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error: errorMessage(error) };
  }
}
