import {type DragEvent, useEffect, useMemo, useRef, useState} from 'react'
import {isReadable, upload} from '../api'
import {Command} from '../curl'
import {itemName, misfit, stem, type Uploaded, whyLeftOut} from '../files'
import {useLeaving} from '../leave'
import {Refused} from '../parts'
import {isPicture, type Media, Preview, thumbnail} from '../pictures'
import {type Failed, FILES_MAX, gather, gatherDropped, type Gathered, sendFiles} from './uploads'
import {runs as say} from '../words/runs'

const TILES_MAX = 60
const FAILED_SHOWN = 10
/** As wide as previews are drawn. */
const PREVIEW = 128
/** How often the page says how far the upload is, at most. */
const SHOWN_MS = 100
/** Known to browsers, not to React's types. */
const WHOLE_FOLDER = {webkitdirectory: ''}

type Given = {
  label: string
  kind: string | undefined
  /** The workflow that is run, as commands name it. */
  workflow: string
  files: Uploaded[]
  change: (files: Uploaded[]) => void
  /** Is told while files are on their way. */
  sending: (is: boolean) => void
}
type State = {total: number; done: number; failed: number}

/** Uploads a file, and looks whether it can be read before anything is started with it: as its preview will be drawn. */
async function sent(file: File): Promise<{media: Media; isDamaged: boolean}> {
  const media = await upload(file, file.name)
  return {media, isDamaged: isPicture(media) && !(await isReadable(thumbnail(media.asset, PREVIEW)))}
}

/** Files become assets at once, some at a time, and one item each. */
export function Drop({label, kind, workflow, files, change, sending}: Given) {
  // the fields are new ones once a file was taken away, so that it can be chosen again
  const [round, setRound] = useState(0)
  const [state, setState] = useState<State>()
  const [failed, setFailed] = useState<readonly Failed<File>[]>([])
  const [told, tell] = useState<Pick<Gathered, 'hidden' | 'beyond'>>({hidden: 0, beyond: 0})
  const [error, setError] = useState<unknown>()
  const [over, setOver] = useState(false)
  const stop = useRef<AbortController>(undefined)
  const room = FILES_MAX - files.length
  useEffect(() => () => stop.current?.abort(), [])
  useLeaving(!!state, say.stillUploading)

  async function take(gathering: Gathered | Promise<Gathered>) {
    if (state) return
    const ended = new AbortController()
    stop.current = ended
    setError(undefined)
    setFailed([])
    sending(true)
    setState({total: 0, done: 0, failed: 0})
    try {
      const found = await gathering
      tell(found)
      const total = found.files.length
      let shown = 0
      const {done, failed} = await sendFiles(found.files, sent, {
        signal: ended.signal,
        seen: (done, failed) => {
          if (done + failed < total && Date.now() - shown < SHOWN_MS) return
          shown = Date.now()
          setState({total, done, failed})
        }
      })
      setFailed(failed)
      const names = new Set(files.map(one => one.name.toLowerCase()))
      change([...files, ...done.map(({file, sent}) => ({name: itemName(stem(file.name), names), file: file.name, ...sent}))])
    } catch (failure) {
      setError(failure)
    } finally {
      setState(undefined)
      sending(false)
      setRound(now => now + 1)
    }
  }
  function without(gone: readonly Uploaded[]) {
    setError(undefined)
    tell({hidden: 0, beyond: 0})
    setRound(round + 1)
    const names = new Set(gone.map(one => one.name))
    change(files.filter(file => !names.has(file.name)))
  }
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    // what was dropped can only be asked for now
    const entries = [...event.dataTransfer.items].flatMap(item => item.webkitGetAsEntry() ?? [])
    void take(entries.length > 0 ? gatherDropped(entries, room) : gather([...event.dataTransfer.files], room))
  }
  return (
    <div
      className={`drop ${over ? 'over' : ''}`}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>
        <strong>{label}</strong>{say.dropHere}
      </p>
      <div className="row wrap start">
        <Chooser key={`files ${round}`} label={say.chooseFiles} busy={!!state} take={chosen => void take(gather(chosen, room))} />
        <Chooser key={`folder ${round}`} label={say.chooseAFolder} busy={!!state} folder take={chosen => void take(gather(chosen, room))} />
        {files.length > 0 && <span className="small">{say.chosen(files.length)}</span>}
      </div>
      {state && <Sending of={state} stop={() => stop.current?.abort()} />}
      <Refused error={error} />
      <NotSent of={failed} again={() => void take({files: failed.map(one => one.file), hidden: 0, beyond: 0})} />
      {told.hidden > 0 && <p className="small">{say.passedOver(told.hidden)}</p>}
      {told.beyond > 0 && <Beyond of={told.beyond} workflow={workflow} />}
      {files.length > 0 && <Taken kind={kind} files={files} without={without} want={(file, isWanted) => change(files.map(one => (one === file ? {...one, isWanted} : one)))} />}
    </div>
  )
}

type Choosing = {label: string; busy: boolean; folder?: boolean; take: (files: File[]) => void}

/** A button that opens the browser's own choice of files: what it would say beside it knows nothing of what was chosen before. */
function Chooser({label, busy, folder = false, take}: Choosing) {
  return (
    <label className={`button ${busy ? 'off' : ''}`}>
      {label}
      <input type="file" className="hidden" multiple={!folder} disabled={busy} {...(folder && WHOLE_FOLDER)} onChange={event => take([...(event.target.files ?? [])])} />
    </label>
  )
}

/** How far the upload is, and how to stop it. */
function Sending({of, stop}: {of: State; stop: () => void}) {
  const left = of.total - of.done - of.failed
  return (
    <div className="row wrap">
      <progress className="grow" value={of.total > 0 ? (of.done + of.failed) / of.total : 0} aria-label={say.howMuchIsUploaded} />
      <span className="small number">
        {of.total === 0 ? say.lookingThroughTheFolders : say.ofUploaded(of.done, of.total)}
        {of.failed > 0 && say.failed(of.failed)}
      </span>
      {/* heard now and then, not with each file */}
      <span className="hidden" role="status">
        {of.total > 0 && say.uploadingLeft(left)}
      </span>
      <button type="button" onClick={stop}>
        {say.stop}
      </button>
    </div>
  )
}

/** Files that could not be uploaded, by name, and another go for them. */
function NotSent({of, again}: {of: readonly Failed<File>[]; again: () => void}) {
  if (of.length === 0) return null
  return (
    <div className="refused" role="alert">
      <p>{say.couldNotBeUploaded(of.length)}</p>
      <ul>
        {of.slice(0, FAILED_SHOWN).map((one, at) => (
          <li key={at}>
            <code>{one.file.name}</code> {one.why instanceof Error ? one.why.message : String(one.why)}
          </li>
        ))}
        {of.length > FAILED_SHOWN && <li>{say.andMore(of.length - FAILED_SHOWN)}</li>}
      </ul>
      <button type="button" onClick={again}>
        {say.tryTheseAgain}
      </button>
    </div>
  )
}

/** What the page does not take, and what does. */
function Beyond({of, workflow}: {of: number; workflow: string}) {
  return (
    <div className="refused" role="alert">
      <p>
        {say.notTaken(of, FILES_MAX)}
      </p>
      <Command text={`backlot submit ${workflow} FOLDER`} />
    </div>
  )
}

type Tiles = {kind: string | undefined; files: readonly Uploaded[]; without: (gone: readonly Uploaded[]) => void; want: (file: Uploaded, isWanted: boolean) => void}

/** What was uploaded, what does not fit first. */
function Taken({kind, files, without, want}: Tiles) {
  const isOdd = (file: Uploaded) => Number(!!misfit(file, kind) || !!file.isDamaged)
  const sorted = useMemo(() => [...files].sort((one, two) => isOdd(two) - isOdd(one)), [files, kind])
  const leftOut = useMemo(() => new Set(files.filter(file => whyLeftOut(file, kind)).map(file => file.name)), [files, kind])
  return (
    <>
      <p className="row">
        <span role="status">
          {say.ready(files.length - leftOut.size)}
          {leftOut.size > 0 && say.leftOut(leftOut.size)}
        </span>
        <button type="button" className="quiet" onClick={() => without(files)}>
          {say.takeAllAway}
        </button>
      </p>
      <ul className="strip tiles">
        {sorted.slice(0, TILES_MAX).map(file => (
          <li key={file.name} className={leftOut.has(file.name) ? 'off' : ''}>
            <Preview of={file.media} />
            <span className="row">
              <span className="small clip" title={file.file}>
                {file.file}
              </span>
              <button type="button" className="quiet" aria-label={say.leaveOut(file.file)} title={say.leaveOutTitle} onClick={() => without([file])}>
                ×
              </button>
            </span>
            {leftOut.has(file.name) && <span className="small mistake">{say.leftOutAs(whyLeftOut(file, kind)!)}</span>}
            {file.isDamaged && !misfit(file, kind) && (
              <button type="button" className="quiet" onClick={() => want(file, !file.isWanted)}>
                {file.isWanted ? say.leaveItOutAgain : say.takeItNevertheless}
                <span className="hidden"> {file.file}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {files.length > TILES_MAX && <p className="small">{say.moreFiles(files.length - TILES_MAX)}</p>}
    </>
  )
}
