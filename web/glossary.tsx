/** What short names stand for, each with a remark in small letters. */

interface Term {
  readonly id: string;
  readonly title: string;
  readonly remark: string;
}

export function Glossary({ terms }: { readonly terms: readonly Term[] }) {
  return (
    <dl class="designs">
      {terms.map(({ id, title, remark }) => (
        <div key={id}>
          <dt>{id}</dt>
          <dd>
            {title} <span class="faint">({remark})</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
