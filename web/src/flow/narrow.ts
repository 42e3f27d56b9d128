import {useSyncExternalStore} from 'react'

/** As wide as the style sheet for narrow windows says. */
const query = () => window.matchMedia('(max-width: 720px)')

function follow(changed: () => void) {
  const it = query()
  it.addEventListener('change', changed)
  return () => it.removeEventListener('change', changed)
}

/** Whether the window is narrow, now and when somebody turns the device. */
export const useNarrow = () => useSyncExternalStore(follow, () => query().matches)
