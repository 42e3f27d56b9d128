import {useSyncExternalStore} from 'react'

type State = 'fine' | 'lost' | 'back'
let state: State = 'fine'
const listeners = new Set<() => void>()
let timer: number | undefined

function to(next: State) {
  if (state === next) return
  state = next
  listeners.forEach(listener => listener())
}

/** Whether the server can be reached, as requests and streams have found it. */
export const connection = {
  lost() {
    clearTimeout(timer)
    to('lost')
  },
  reached() {
    if (state !== 'lost') return
    to('back')
    timer = window.setTimeout(() => to('fine'), 4000)
  }
}

export const useConnection = () =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state
  )
