import {useState} from 'react'
import {Problem} from '../api'
import {type Table, table} from '../csv'
import {Command} from '../curl'
import {Refused} from '../parts'
import {runs as say} from '../words/runs'

const ROWS_MAX = 10_000

/** A table whose lines are items. */
export function Sheet({sheet, workflow, change}: {sheet: Table | undefined; workflow: string; change: (sheet: Table | undefined) => void}) {
  const [error, setError] = useState<unknown>()
  const [tooLong, setTooLong] = useState(0)
  const [called, setCalled] = useState('')
  async function take(file: File | undefined) {
    if (!file) return
    setError(undefined)
    setTooLong(0)
    const found = table(await file.text())
    if (found.rows.length === 0) setError(new Problem(422, say.noLine))
    else if (found.rows.length > ROWS_MAX) setTooLong(found.rows.length)
    else {
      setCalled(file.name)
      change(found)
    }
  }
  return (
    <div className="drop">
      <p>
        <strong>{say.aTableCsv}</strong>{say.ifEachLineIsAnItem}
      </p>
      <div className="row wrap start">
        <label className="button">
          {sheet ? say.chooseAnotherTable : say.chooseATable}
          <input
            type="file"
            className="hidden"
            accept=".csv,text/csv"
            onChange={event => {
              void take(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </label>
        {sheet && called && <span className="small text">{called}</span>}
      </div>
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
