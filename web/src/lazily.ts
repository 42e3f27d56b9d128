import {type ComponentType, lazy} from 'react'
import {connection} from './connection'

const PAUSE_MS = 1000
const TRIES_MAX = 120

/** A part of the page that is fetched when it is first seen, and asked for again while the server cannot be reached. */
export function lazily<P extends object>(load: () => Promise<{default: ComponentType<P>}>) {
  return lazy(async () => {
    for (let tries = 1; ; tries++) {
      try {
        return await load()
      } catch (failure) {
        if (tries >= TRIES_MAX) throw failure
        connection.lost()
        await new Promise(resume => setTimeout(resume, PAUSE_MS))
      }
    }
  })
}
