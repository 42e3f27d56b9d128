import type {ReactNode} from 'react'
import {useShown} from './opened'

type Given = {
  /** Under which it stands in the address; once on a page. */
  name: string
  summary: string
  className?: string
  /** What the words above it mean, for who rests there. */
  title?: string
  /** The words above it are small. */
  small?: boolean
  children: ReactNode
}

/** A panel that is opened on demand; whether it is stands in the address. What is in it is made when it is seen. */
export function Details({name, summary, className, title, small, children}: Given) {
  const [open, set] = useShown(name)
  return (
    <details className={className} open={open} onToggle={event => event.currentTarget.open !== open && set(event.currentTarget.open)}>
      <summary className={small ? 'small' : undefined} title={title}>{summary}</summary>
      {open && children}
    </details>
  )
}
