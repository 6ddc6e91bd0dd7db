/** Searches of this process made in WebAssembly, from when a command or worker that searches asks for it. */

import { searchNativelyWith } from '../checker/native_search.js';
import type { KeptModule } from '../export/native/kept_module.js';
import { BuildFiles } from './build_files.js';

/** What it takes is loaded here and by nobody else: the commands that only show something do without. */
export async function searchNatively(): Promise<void> {
  const [{ keepModulesIn, searchInWebAssemblyWith }, { SHARING }] = await Promise.all([
    import('../export/native/made_modules.js'),
    import('../export/native/threads.js'),
  ]);
  keepModulesIn(new BuildFiles<KeptModule>('searches'));
  searchNativelyWith(searchInWebAssemblyWith(SHARING));
}
