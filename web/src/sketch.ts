/**
 * The first figures of a batch, drawn before the script of the page is here, which takes longer to read than they take to come. The page
 * takes their place with all the rest. It imports nothing, as `early` does.
 */
export type Sketched = {name: string; counts: Record<string, number>; rejected: number}

const ORDER = ['succeeded', 'failed', 'rejected', 'waiting', 'running', 'cancelled', 'pending']

/** How items stand, each state with its number, as the bar of the page orders them. */
export function standing({counts, rejected}: Sketched): [string, number][] {
  const apart: Record<string, number> = {...counts, failed: counts['failed']! - rejected, rejected}
  return ORDER.flatMap(state => (apart[state] ? [[state, apart[state]]] : []))
}

function element(tag: string, look: string, ...inside: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag)
  if (look) made.className = look
  made.append(...inside)
  return made
}

function segment(state: string, share: number): HTMLElement {
  const made = element('span', state)
  made.style.width = `${Math.max(share * 100, 0.6)}%`
  return made
}

/** Draws it where the page will stand, unless that is there already. */
export function sketch(batch: Sketched, root: HTMLElement | null) {
  if (!root || root.hasChildNodes()) return
  const stands = standing(batch)
  const total = batch.counts['total'] || 1
  const legend = stands.map(([state, number]) => element('li', '', element('span', `status ${state}`, `${number.toLocaleString('en')} ${state}`)))
  const bar = element('div', 'bar', ...stands.map(([state, number]) => segment(state, number / total)))
  bar.setAttribute('aria-hidden', 'true')
  root.append(
    element('header', 'top', element('span', 'brand', 'Backlot')),
    element('main', '', element('section', 'head', element('h1', '', batch.name), element('p', 'small', '\u00a0'), bar, element('ul', 'legend', ...legend)))
  )
}
