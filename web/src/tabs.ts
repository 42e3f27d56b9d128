type Said = {ask: true} | {key: string} | {out: true}

/** How long a new tab waits for one that is signed in. */
const WAIT_MS = 200
const NAME = 'backlot.tabs'

/** What a tab keeps the key in: nothing that outlives it. */
export type Keeper = {get: () => string | undefined; set: (value: string) => void; forget: () => void}

/**
 * The tabs of one browser, of this server alone: one that is signed in tells a new one its key, and to sign out in one is to
 * sign out in all. Nothing is written anywhere.
 */
export class Tabs {
  private readonly channel: BroadcastChannel
  private left: () => void = () => {}

  private readonly key: Keeper

  constructor(key: Keeper, name = NAME) {
    this.key = key
    this.channel = new BroadcastChannel(name)
    this.channel.onmessage = ({data}: MessageEvent<Said>) => {
      const known = this.key.get()
      if ('ask' in data && known) this.channel.postMessage({key: known} satisfies Said)
      if ('out' in data) this.left()
    }
  }

  /** Takes the key over from another tab, if one is signed in and says so in time. */
  ask(most = WAIT_MS): Promise<void> {
    return new Promise(resume => {
      const over = () => {
        clearTimeout(timer)
        this.channel.removeEventListener('message', hear)
        resume()
      }
      const hear = ({data}: MessageEvent<Said>) => {
        if (!('key' in data)) return
        this.key.set(data.key)
        over()
      }
      const timer = setTimeout(over, most)
      this.channel.addEventListener('message', hear)
      this.channel.postMessage({ask: true} satisfies Said)
    })
  }

  /** Tells the others that somebody signed out. */
  leave() {
    this.channel.postMessage({out: true} satisfies Said)
  }

  /** Is called when another tab was signed out. */
  onLeft(listener: () => void) {
    this.left = listener
  }

  close() {
    this.channel.close()
  }
}
