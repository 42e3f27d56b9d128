import {useState} from 'react'
import {upload} from './api'
import {type Media, Thumb} from './pictures'
import {Refused} from './parts'

/** One file that is given: uploaded when it is chosen, seen, and exchanged for another. */
export function FileField({name, file, change, note}: {name: string; file: Media | undefined; change: (file: Media) => void; note?: string | undefined}) {
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
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
  return (
    <div
      className="given"
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault()
        void take(event.dataTransfer.files[0])
      }}
    >
      <span>
        {name}
        {note && <span className="small"> ({note})</span>}
      </span>
      {file && <Thumb of={file} size={128} label={file.name ?? name} />}
      <label className="button">
        {busy ? 'Uploading…' : file ? 'Choose another file' : 'Choose a file'}
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
      {file?.name && <span className="small text">{file.name}</span>}
      <Refused error={error} />
    </div>
  )
}
