/** The ledger: each claim of the review thread by each design, and below it what the verdicts of a chosen claim rest on. */

import { LEDGER_LEGEND } from '../src/report/ledger_marks.js';
import type { ClaimReport, LedgerReport } from '../src/report/ledger_report.js';
import { DesignHeads } from './design_heads.js';
import { Glossary } from './glossary.js';
import { hashOf } from './route.js';
import { Scroll } from './scroll.js';

interface Props {
  readonly ledger: LedgerReport;
  /** The claim that is shown whole. */
  readonly chosen: ClaimReport | undefined;
}

export function Claims({ ledger, chosen }: Props) {
  return (
    <article>
      <h1>The claims of the review thread</h1>
      <p class="lead">Every sentence of the thread that can be checked, and whether each design bears it out.</p>
      {chosen !== undefined && <Claim claim={chosen} ledger={ledger} />}
      <LedgerTable ledger={ledger} chosen={chosen} />
      {LEDGER_LEGEND.map((line) => (
        <p key={line} class="faint">
          {line}
        </p>
      ))}
      <h2>Readings</h2>
      <p>The verdicts in the table are of the first.</p>
      <Glossary terms={ledger.readings.map(({ id, title, source }) => ({ id, title, remark: source }))} />
    </article>
  );
}

function LedgerTable({ ledger: { designs, claims }, chosen }: Props) {
  return (
    <Scroll label="claims by design">
      <table class="verdicts ledger">
        <DesignHeads
          designs={designs}
          before={
            <>
              <th scope="col">claim</th>
              <th scope="col" class="quote">
                in the thread’s words
              </th>
            </>
          }
        />
        <tbody>
          {claims.map((claim) => (
            <tr key={claim.id} aria-current={claim === chosen ? 'true' : undefined}>
              <th scope="row">
                <a href={hashOf({ view: 'claims', claim: claim.id })}>
                  <b>{claim.id}</b> <span>{claim.title}</span>
                </a>
              </th>
              <td class="quote">{claim.quote}</td>
              {designs.map((design, i) => (
                <td key={design}>
                  <span class={classOf(claim.marks[i])}>{claim.marks[i]}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function classOf(mark: string): string {
  if (mark.startsWith('✘')) return 'violated';
  if (mark.startsWith('(')) return 'follows';
  return mark.startsWith('✔') ? 'holds' : 'silent';
}

function Claim({ claim, ledger: { designs } }: { readonly claim: ClaimReport; readonly ledger: LedgerReport }) {
  const { id, title, quote, statement, note, rows, remarks } = claim;
  return (
    <section class="claim" aria-label={`claim ${id}`}>
      <h2>
        {id}: {title}
      </h2>
      {quote !== undefined && <blockquote>{quote}</blockquote>}
      <p>{statement}</p>
      {note !== undefined && <p>{note}</p>}
      <Scroll label={`what claim ${id} rests on`}>
        <table class="verdicts">
          <DesignHeads designs={designs} before={<th scope="col">property, where</th>} />
          <tbody>
            {rows.map(({ label, texts }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {designs.map((design, i) => (
                  <td key={design}>
                    <span class={classOf(texts[i])}>{texts[i]}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {remarks.map((remark) => (
        <p key={remark} class="faint">
          {remark}
        </p>
      ))}
    </section>
  );
}
