/** Light or dark: as the system has it, until the reader chooses. */

import { useLayoutEffect, useState } from 'preact/hooks';

type Theme = 'light' | 'dark';

const KEY = 'pageoffline-theme';

export function ThemeToggle() {
  const [chosen, setChosen] = useState(remembered);
  useLayoutEffect(() => {
    if (chosen === undefined) return;
    document.documentElement.dataset.theme = chosen;
    remember(chosen);
  }, [chosen]);
  const shown = chosen ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const other: Theme = shown === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" class="quiet" onClick={() => setChosen(other)}>
      {other === 'dark' ? 'Dark' : 'Light'}
    </button>
  );
}

/** A page from a disk may be denied its storage. */
function remembered(): Theme | undefined {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : undefined;
  } catch {
    return undefined;
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It is forgotten then, and nothing else.
  }
}
