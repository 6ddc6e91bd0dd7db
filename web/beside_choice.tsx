/** Chooses the design that the same schedule is shown under. */

import { DESIGN_IDS, type DesignId } from '../src/model/designs.js';

/** The design beside a run; absent: none. */
export interface BesideRun {
  readonly beside?: DesignId;
}

interface Props extends BesideRun {
  /** The design of the run itself, which is no choice. */
  readonly design: DesignId;
  readonly onChoose: (chosen: BesideRun) => void;
}

export function BesideChoice({ design, beside, onChoose }: Props) {
  const choose = (chosen: string) => {
    const found = DESIGN_IDS.find((id) => id === chosen);
    onChoose(found === undefined ? {} : { beside: found });
  };
  return (
    <label>
      Same schedule under{' '}
      <select value={beside ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">no other design</option>
        {DESIGN_IDS.filter((id) => id !== design).map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </label>
  );
}
