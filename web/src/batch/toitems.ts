/** To the list of items, once what was asked for stands in it: whoever filters it from above sees what came of it, and hears it. */
export function toItems() {
  requestAnimationFrame(() => {
    const heading = document.getElementById('items')
    heading?.focus({preventScroll: true})
    heading?.scrollIntoView({block: 'start', behavior: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'})
  })
}
