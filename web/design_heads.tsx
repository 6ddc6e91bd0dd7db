/** The headings of a table with a column for each design. */

interface Props {
  /** Those of the columns before the designs. */
  readonly before: preact.ComponentChildren;
  readonly designs: readonly string[];
}

export function DesignHeads({ before, designs }: Props) {
  return (
    <thead>
      <tr>
        {before}
        {designs.map((design) => (
          <th key={design} scope="col">
            {design}
          </th>
        ))}
      </tr>
    </thead>
  );
}
