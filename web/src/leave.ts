import {useEffect} from 'react'

/**
 * Asks before something is lost: by leaving the page, and by links within it, as long as `links` says so.
 *
 * @param when whether there is anything to lose
 */
export function useLeaving(when: boolean, question: string, links: () => boolean = () => true) {
  useEffect(() => {
    if (!when) return
    const stay = (event: BeforeUnloadEvent) => event.preventDefault()
    const ask = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.('a[href]')
      if (!links() || !link || event.ctrlKey || event.metaKey || event.button !== 0 || link.getAttribute('target')) return
      if (!window.confirm(question)) {
        event.preventDefault()
        event.stopPropagation()
      }
    }
    window.addEventListener('beforeunload', stay)
    // before React hears of it
    document.addEventListener('click', ask, true)
    return () => {
      window.removeEventListener('beforeunload', stay)
      document.removeEventListener('click', ask, true)
    }
  })
}
