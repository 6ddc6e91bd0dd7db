/** Chooses what is explored: design, kernel, configuration, and single switches. */

import { DESIGN_IDS, DESIGNS, KERNEL_VERSIONS, switchesOf } from '../src/model/designs.js';
import { readSwitch, SWITCH_NAMES, SWITCHES, type SwitchName } from '../src/model/switches.js';
import type { Scenario } from '../src/scenario/scenario.js';
import { EXPLORED } from './route.js';

interface Props {
  readonly scenario: Scenario;
  readonly onChange: (scenario: Scenario) => void;
}

export function ScenarioForm({ scenario, onChange }: Props) {
  const { design, kernel, configuration, overrides } = scenario;
  const changes = Object.keys(overrides).length;
  return (
    <form class="scenario" onSubmit={(event) => event.preventDefault()}>
      <Choose
        label="Design"
        value={design}
        options={DESIGN_IDS.map((id) => ({ value: id, about: DESIGNS[id].title }))}
        onChoose={(id) => onChange({ ...scenario, design: id })}
      />
      <Choose
        label="Linux"
        value={kernel}
        options={KERNEL_VERSIONS.map((version) => ({ value: version }))}
        onChoose={(version) => onChange({ ...scenario, kernel: version })}
      />
      <Choose
        label="Configuration"
        value={configuration.name}
        options={EXPLORED.map(({ name, title }) => ({ value: name, about: title }))}
        onChoose={(name) => {
          const found = EXPLORED.find((each) => each.name === name);
          if (found !== undefined) onChange({ ...scenario, configuration: found });
        }}
      />
      <details>
        <summary>Switches{changes === 0 ? '' : ` (${changes} set otherwise)`}</summary>
        <ul class="switches">
          {SWITCH_NAMES.map((name) => (
            <Switch key={name} name={name} scenario={scenario} onChange={onChange} />
          ))}
        </ul>
      </details>
    </form>
  );
}

interface Option<T> {
  readonly value: T;
  readonly about?: string;
}

interface ChooseProps<T> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChoose: (value: T) => void;
}

function Choose<T extends string>({ label, value, options, onChoose }: ChooseProps<T>) {
  return (
    <label>
      {label}{' '}
      <select
        value={value}
        onChange={(event) => {
          const chosen = options.at(event.currentTarget.selectedIndex);
          if (chosen !== undefined) onChoose(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.about === undefined ? option.value : `${option.value}: ${option.about}`}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A switch that is set as design and kernel have it is not kept as changed. */
function Switch({ name, scenario, onChange }: Props & { readonly name: SwitchName }) {
  const { design, kernel, overrides } = scenario;
  const usual = switchesOf(design, kernel)[name];
  const { [name]: value = usual, ...others } = overrides;
  return (
    <li>
      <Choose
        label={name}
        value={String(value)}
        options={SWITCHES[name].values.map((each) => ({ value: String(each) }))}
        onChoose={(chosen) =>
          onChange({
            ...scenario,
            overrides: chosen === String(usual) ? others : { ...others, ...readSwitch(name, chosen) },
          })
        }
      />
      {value !== usual && <span class="mark"> changed</span>}
      <p>{SWITCHES[name].meaning}</p>
    </li>
  );
}
