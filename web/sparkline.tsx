/** A small curve of how one number went from step to step, with the present step marked. */

interface Props {
  readonly values: readonly number[];
  readonly at: number;
  readonly label: string;
}

const WIDTH = 96;
const HEIGHT = 18;
const MARGIN = 3;

export function Sparkline({ values, at, label }: Props) {
  const most = Math.max(1, ...values);
  const x = (step: number) => MARGIN + (step * (WIDTH - 2 * MARGIN)) / Math.max(1, values.length - 1);
  const y = (value: number) => HEIGHT - MARGIN - (value * (HEIGHT - 2 * MARGIN)) / most;
  const [first = 0, ...rest] = values;
  const path = rest.map((value, i) => `H${x(i + 1)}V${y(value)}`).join('');
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}: ${values.join(' ')}`}>
      <path d={`M${x(0)} ${y(first)}${path}`} />
      <circle cx={x(at)} cy={y(values[at] ?? 0)} r="2.5" />
    </svg>
  );
}
