import {useState} from 'react'
import type {Gate} from '../api'
import {type Decision, gateId} from '../grace'
import {pictures, Thumb} from '../pictures'
import {count} from '../words'

type Given = {open: Gate[]; may: boolean; show: (gate: Gate) => void; decide: (gates: Gate[], decision: Decision) => void}

/** All that waits on one sheet: several are marked and decided at once. Gates where some are kept need a look of their own. */
export function ReviewSheet({open, may, show, decide}: Given) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const plain = open.filter(gate => !gate.question.select)
  const chosen = plain.filter(gate => marked.has(gateId(gate)))
  function mark(gate: Gate) {
    const next = new Set(marked)
    if (!next.delete(gateId(gate))) next.add(gateId(gate))
    setMarked(next)
  }
  function act(decision: Decision) {
    decide(chosen, decision)
    setMarked(new Set())
  }
  return (
    <>
      {may && (
        <div className="buttons">
          <button onClick={() => setMarked(new Set(chosen.length === plain.length ? [] : plain.map(gateId)))}>{chosen.length === plain.length ? 'Mark none' : 'Mark all'}</button>
          <button className="main" disabled={chosen.length === 0} onClick={() => act('approve')}>
            Approve {count(chosen.length)} marked
          </button>
          <button disabled={chosen.length === 0} onClick={() => act('reject')}>
            Reject {count(chosen.length)} marked
          </button>
        </div>
      )}
      <ul className="assets reviewsheet">
        {open.map(gate => (
          <li key={gateId(gate)}>
            <div className={`cell ${marked.has(gateId(gate)) ? 'marked' : ''}`}>
              <button className="shot" onClick={() => show(gate)} aria-label={`Look at ${gate.name}`}>
                <Thumb of={pictures(gate.question.candidates)[0]} />
              </button>
              <label className="row">
                <span className="clip">{gate.name}</span>
                {may && !gate.question.select && <input type="checkbox" checked={marked.has(gateId(gate))} onChange={() => mark(gate)} aria-label={`Mark ${gate.name}`} />}
              </label>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
