/** The hash of the page's address as state: what is shown depends on it alone, so that every view is a link. */

import { useLayoutEffect, useState } from 'preact/hooks';
import { hashOf, type Route } from './route.js';

/**
 * Goes to a part of the page. To look at another step of a run is no page of its own in the browser's history, so it replaces
 * the one before; to change the run is one.
 */
export type Go = (route: Route, how?: 'push' | 'replace') => void;

export function useAddress(): readonly [string, Go] {
  const [hash, setHash] = useState(location.hash);
  useLayoutEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go: Go = (route, how = 'push') => {
    const next = hashOf(route);
    if (how === 'push') history.pushState(null, '', next);
    else history.replaceState(null, '', next);
    setHash(next);
  };
  return [hash, go];
}
