import {useEffect} from 'react'
import {useOpened} from './opened'
import {Dialog} from './parts'
import {EDITOR, EVERYWHERE, ITEM, type Key, PICTURE} from './words/keys'
import {shell as say} from './words/shell'

export function KeyList({of}: {of: readonly Key[]}) {
  return (
    <dl className="list keys">
      {of.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The keys of the page, at `?`. A review tells its own. */
export function KeysOf({place}: {place: string}) {
  const {what, open, close} = useOpened()
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const target = event.target as HTMLElement
      if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey || target.closest('input:not([type=range],[type=checkbox]),textarea,select,dialog')) return
      if (document.querySelector('.desk, .reviewsheet')) return
      event.preventDefault()
      open('keys')
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  if (what !== 'keys') return null
  const isEditor = /\/edit(or)?$/.test(place)
  return (
    <Dialog title={say.keys} close={close}>
      {isEditor && <KeyList of={EDITOR} />}
      {/\/runs\//.test(place) && <KeyList of={ITEM} />}
      {/\/(runs|asset)\//.test(place) && <KeyList of={PICTURE} />}
      <KeyList of={EVERYWHERE} />
      {!isEditor && <p className="small">{say.moreKeysThere}</p>}
      <div className="buttons">
        <button type="button" onClick={close}>
          {say.close}
        </button>
      </div>
    </Dialog>
  )
}
