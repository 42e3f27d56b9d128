import type {ReactNode} from 'react'
import {shell as say} from './words/shell'

/** A column by its title; `number` stands at the right, a `hidden` title is heard and not seen. */
export type Column = string | {title: string; kind: 'number' | 'wide' | 'hidden'}
export const ACTIONS: Column = {title: say.whatCanBeDone, kind: 'hidden'}
export const figure = (title: string): Column => ({title, kind: 'number'})

type Given = {
  /** What the table is of, for those who do not see it. */
  label: string
  columns?: readonly Column[]
  /** Whether a line becomes a card where there is no room. */
  stacked?: boolean
  /** The lines. */
  children: ReactNode
}

/** A table that scrolls within itself, by keys too, so that the page never gets wider than its window. */
export function Table({label, columns, stacked, children}: Given) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      <table className={stacked ? 'stacked' : undefined}>
        {columns && (
          <thead>
            <tr>
              {columns.map(one =>
                typeof one === 'string' ? (
                  <th key={one}>{one}</th>
                ) : one.kind === 'hidden' ? (
                  <th key={one.title}>
                    <span className="hidden">{one.title}</span>
                  </th>
                ) : (
                  <th key={one.title} className={one.kind}>
                    {one.title}
                  </th>
                )
              )}
            </tr>
          </thead>
        )}
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
