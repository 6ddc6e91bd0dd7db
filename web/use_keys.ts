/** Keys of the page as a whole: in a field they belong to the field, with Ctrl or the like to the browser. */

import { useLayoutEffect, useRef } from 'preact/hooks';

/** @param press returns whether the key meant something */
export function useKeys(press: (key: string) => boolean): void {
  // A key that repeats may come before the effects of the last render: what it does must be of that render all the same.
  const latest = useRef(press);
  latest.current = press;
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isTaken(event) && latest.current(event.key)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

function isTaken({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  const fields = [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement];
  return fields.some((field) => target instanceof field);
}
