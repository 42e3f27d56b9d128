import {type DragEvent, useState} from 'react'
import {upload} from './api'
import {kindOf, misfit} from './files'
import type {Property} from './inputs'
import {type Media, Preview} from './pictures'
import {Refused} from './parts'
import {runs as say} from './words/runs'

type Given = {
  name: string
  property: Property
  file: Media | undefined
  /** Is told the file, or that there is none any more where `away` says that it may be taken away. */
  change: (file: Media | undefined) => void
  note?: string | undefined
  /** What the button says that takes the file away; none where there is no such button. */
  away?: string
}

/** An input that is one file: chosen or dropped, uploaded at once, seen, and exchanged for another. */
export function FileField({name, property, file, change, note, away}: Given) {
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)
  async function take(chosen: File | undefined) {
    if (!chosen) return
    setBusy(true)
    setError(undefined)
    try {
      change(await upload(chosen, chosen.name))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  const wrong = file && misfit({name, file: file.name ?? name, media: file}, kindOf(property))
  return (
    <div
      className={`given ${over ? 'over' : ''}`}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span>
        {name}
        {note && <span className="small"> ({note})</span>}
      </span>
      {file && <Preview of={file} label={file.name ?? name} />}
      <label className="button">
        {busy ? say.uploading : file ? say.chooseAnotherFile : say.chooseAFile}
        <input
          type="file"
          className="hidden"
          aria-label={name}
          onChange={event => {
            void take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </label>
      {file && away && (
        <button type="button" className="quiet" onClick={() => change(undefined)}>
          {away}
        </button>
      )}
      {file?.name && <span className="small text">{file.name}</span>}
      {wrong && (
        <span className="small mistake" role="status">
          {wrong}
        </span>
      )}
      {property.description && <span className="small block">{property.description}</span>}
      <Refused error={error} />
    </div>
  )
}
