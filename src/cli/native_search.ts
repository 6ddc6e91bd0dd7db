/** Large searches of this process made in WebAssembly, from when a command or worker that searches asks for it. */

import { searchNativelyWith } from '../checker/native_search.js';

/** What it takes is loaded here and by nobody else: the commands that only show something do without. */
export async function searchNatively(): Promise<void> {
  const { searchInWebAssembly } = await import('../export/native/search.js');
  searchNativelyWith(searchInWebAssembly);
}
