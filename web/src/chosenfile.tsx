import {type DragEvent, useId, useState} from 'react'
import {upload} from './api'
import {kindOf, misfit} from './files'
import type {Property} from './inputs'
import type {Media} from './media'
import {Refused} from './parts'
import {Thumb, thumbnail, usePicture} from './pictures'

/** What a file looks like. A picture that nobody can read is told before anything is started with it. */
export function Preview({of}: {of: Media}) {
  const picture = !!of.type?.startsWith('image/')
  const {failed} = usePicture(picture ? thumbnail(of.asset, 128) : undefined)
  if (!failed) return <Thumb of={of} size={128} />
  return <span className="thumb none mistake">cannot be read, may be damaged</span>
}

type Given = {name: string; property: Property; value: Media | undefined; change: (value: Media | undefined) => void}

/** An input that is a file: one that is chosen or dropped is uploaded at once. */
export function ChosenFile({name, property, value, change}: Given) {
  const id = useId()
  const [round, setRound] = useState(0)
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)
  const [error, setError] = useState<unknown>()
  async function take(file: File | undefined) {
    if (!file) return
    setBusy(true)
    setError(undefined)
    try {
      change(await upload(file, file.name))
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
  const wrong = value && misfit({name, file: value.name ?? name, media: value}, kindOf(property))
  return (
    <div
      className={`chosenfile ${over ? 'over' : ''}`}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label htmlFor={id}>{name}</label>
      <input id={id} key={round} type="file" onChange={event => void take(event.target.files?.[0])} />
      {busy && <p role="status">Uploading…</p>}
      <Refused error={error} />
      {value && (
        <div className="row start">
          <Preview of={value} />
          <span className="grow small">
            <span className="block clip">{value.name}</span>
            {wrong && <span className="mistake block">{wrong}</span>}
            <button
              type="button"
              className="quiet"
              onClick={() => {
                setRound(round + 1)
                change(undefined)
              }}
            >
              Leave it as it was
            </button>
          </span>
        </div>
      )}
      {property.description && <span className="small block">{property.description}</span>}
    </div>
  )
}
