/** Buttons that copy a run in the forms that people paste. */

import { useState } from 'preact/hooks';
import type { Copyable } from './copy_forms.js';

interface Told {
  readonly name: string;
  /** Present where the browser did not allow it: for copying by hand. */
  readonly text?: string;
}

export function CopyButtons({ forms }: { readonly forms: readonly Copyable[] }) {
  const [told, setTold] = useState<Told>();
  const copy = async ({ name, text }: Copyable) => {
    const copied = text();
    try {
      await navigator.clipboard.writeText(copied);
      setTold({ name });
    } catch {
      setTold({ name, text: copied });
    }
  };
  return (
    <div class="copy">
      <span>Copy as</span>
      {forms.map((form) => (
        <button type="button" key={form.name} onClick={() => copy(form)}>
          {form.name}
        </button>
      ))}
      <output>{told !== undefined && told.text === undefined ? `copied as ${told.name}` : ''}</output>
      {told?.text !== undefined && (
        <label>
          The browser does not let this page copy; take it from here:
          <textarea readOnly rows={8} value={told.text} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
    </div>
  );
}
