import type {Table} from '../csv'
import {itemName, stem, type Uploaded} from '../files'
import {isFile, type Property, typed} from '../inputs'

/** Items of the lines of a table; a file is meant by its name, an asset by its id. A line whose file is left out is left out with it. */
export function rows(sheet: Table, columns: Record<string, string>, nameFrom: string, properties: [string, Property][], files: readonly Uploaded[], leftOut: ReadonlySet<string>, shared: Record<string, unknown>) {
  const byName = new Map(files.flatMap(one => [[one.file, one.media.asset] as const, [stem(one.file), one.media.asset] as const]))
  const names = new Set<string>()
  const isOut = (row: Record<string, string>) => properties.some(([input, property]) => isFile(property) && leftOut.has((columns[input] && row[columns[input]]) || ''))
  return sheet.rows.flatMap((row, at) => {
    if (isOut(row)) return []
    const own = properties.flatMap(([input, property]) => {
      const cell = columns[input] ? row[columns[input]] : undefined
      if (cell === undefined || cell === '') return []
      return [[input, isFile(property) ? (byName.get(cell) ?? cell) : typed(property, cell)]]
    })
    return [{name: itemName((nameFrom && row[nameFrom]) || `line-${at + 1}`, names), inputs: {...shared, ...Object.fromEntries(own)}}]
  })
}
