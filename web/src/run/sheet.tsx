import {useState} from 'react'
import {Problem} from '../api'
import {type Table, table} from '../csv'
import {Command} from '../curl'
import {itemName, stem, type Uploaded} from '../files'
import {isFile, type Property, typed} from '../inputs'
import {Refused} from '../parts'
import {runs as say} from '../words/runs'

const ROWS_MAX = 10_000

/** A table whose lines are items. */
export function Sheet({sheet, workflow, change}: {sheet: Table | undefined; workflow: string; change: (sheet: Table | undefined) => void}) {
  const [error, setError] = useState<unknown>()
  const [tooLong, setTooLong] = useState(0)
  async function take(file: File | undefined) {
    if (!file) return
    setError(undefined)
    setTooLong(0)
    const found = table(await file.text())
    if (found.rows.length === 0) setError(new Problem(422, say.noLine))
    else if (found.rows.length > ROWS_MAX) setTooLong(found.rows.length)
    else change(found)
  }
  return (
    <div className="drop">
      <label>
        <strong>{say.aTableCsv}</strong>{say.ifEachLineIsAnItem}
        <input type="file" accept=".csv,text/csv" onChange={event => void take(event.target.files?.[0])} />
      </label>
      <Refused error={error} />
      {tooLong > 0 && (
        <div className="refused" role="alert">
          <p>
            {say.tableTooLong(tooLong, ROWS_MAX)}
          </p>
          <Command text={`backlot submit ${workflow} TABLE.csv`} />
        </div>
      )}
      {sheet && (
        <p className="row">
          <span role="status">{say.read(sheet.rows.length)}</span>
          <button type="button" className="quiet" onClick={() => change(undefined)}>
            {say.withoutTheTable}
          </button>
        </p>
      )}
    </div>
  )
}

/** Items of the lines of a table; a file is meant by its name, an asset by its id. */
export function rows(sheet: Table, columns: Record<string, string>, nameFrom: string, properties: [string, Property][], files: Uploaded[], shared: Record<string, unknown>) {
  const byName = new Map(files.flatMap(one => [[one.file, one.media.asset] as const, [stem(one.file), one.media.asset] as const]))
  const names = new Set<string>()
  return sheet.rows.map((row, at) => {
    const own = properties.flatMap(([input, property]) => {
      const cell = columns[input] ? row[columns[input]] : undefined
      if (cell === undefined || cell === '') return []
      return [[input, isFile(property) ? (byName.get(cell) ?? cell) : typed(property, cell)]]
    })
    return {name: itemName((nameFrom && row[nameFrom]) || `line-${at + 1}`, names), inputs: {...shared, ...Object.fromEntries(own)}}
  })
}
