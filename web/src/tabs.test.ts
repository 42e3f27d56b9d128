import {afterEach, describe, expect, it} from 'vitest'
import {type Keeper, Tabs} from './tabs'

const open: Tabs[] = []
function tab(given?: string): {tabs: Tabs; key: Keeper} {
  let kept = given
  const key: Keeper = {
    get: () => kept,
    set: value => {
      kept = value
    },
    forget: () => {
      kept = undefined
    }
  }
  const tabs = new Tabs(key, 'tabs of a test')
  open.push(tabs)
  return {tabs, key}
}
afterEach(() => open.splice(0).forEach(one => one.close()))

describe('a new tab', () => {
  it('is signed in by one that is', async () => {
    tab()
    tab('bl_1')
    const fresh = tab()
    await fresh.tabs.ask(5000)
    expect(fresh.key.get()).toBe('bl_1')
  })
  it('asks for a key when none is', async () => {
    tab()
    const fresh = tab()
    await fresh.tabs.ask(20)
    expect(fresh.key.get()).toBeUndefined()
  })
})

it('signing out in one tab signs out the others', async () => {
  const one = tab('bl_1')
  const other = tab('bl_1')
  const told = new Promise<void>(resume => other.tabs.onLeft(resume))
  one.tabs.leave()
  await told
})
